package diff

import (
	"cmp"
	"maps"
	"slices"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec/contain"
	"github.com/plumbline-dev/plumbline/spec/schema"
)

// nearestFirst orders occurrences by how well a message shows the change: those with fewer alternatives on the way first, which may take
// what one of them refuses, then those less deep.
func nearestFirst(met []occurrence) []occurrence {
	choices := func(o occurrence) int {
		n := 0
		for _, hop := range o.hops {
			if hop.kind == stepBranch {
				n++
			}
		}
		return n
	}
	sorted := slices.Clone(met)
	slices.SortStableFunc(sorted, func(a, b occurrence) int {
		return cmp.Or(cmp.Compare(choices(a), choices(b)), cmp.Compare(len(a.hops), len(b.hops)))
	})
	return sorted
}

// mostWeighed is how many whole messages are compared where a change could not be shown.
const mostWeighed = 16

// weighAll judges by whole messages what could not be lifted into one. It is safe only if it is in every message that meets it: the first
// where it is not decides.
func (c *comparer) weighAll(f *fact, worst effect, met []occurrence) {
	if f.class != reports.ClassWire {
		return // unpromised and typed stand by definition; only their example is missing
	}
	if c.takenAnyway(f, met[0]) {
		return
	}
	wire, done := *f, map[*pair]bool{}
	for _, o := range met {
		if done[o.root.pair] || c.effect(o).class != worst.class {
			continue
		}
		if len(done) == mostWeighed {
			f.class, f.explanation = reports.ClassUnproven, "it is met in more messages than were compared"
			return
		}
		done[o.root.pair] = true
		*f = wire
		if c.weigh(f, o); f.class != reports.ClassCompatible {
			return
		}
	}
}

// takenAnyway reports whether every choice through which the changed schema is met takes all values that it took, by whichever alternative,
// and says so in f. It is false if there is a way without a choice.
func (c *comparer) takenAnyway(f *fact, o occurrence) bool {
	choices, plain := c.choicesAround(o.change.pair)
	if plain || len(choices) == 0 || o.spelling() == spelledText {
		return false
	}
	reason := ""
	for _, owner := range choices {
		if len(owner.base) != 1 || len(owner.revision) != 1 {
			return false
		}
		sub, super := owner.base[0], owner.revision[0]
		if o.root.direction == reports.DirectionResponse {
			sub, super = super, sub
		}
		result := c.decided(sub, super, o.root.face)
		if result.Answer != contain.Contained {
			return false
		}
		reason = result.Reason
	}
	f.message, f.fix = c.calm(o), "nothing has to be done"
	f.class, f.explanation = reports.ClassCompatible, "every value that was right stays right with the alternatives beside it: "+reason
	return true
}

// choicesAround returns the innermost choices on all ways from a message to p, and whether there is a way without any.
func (c *comparer) choicesAround(p *pair) (choices []*pair, plain bool) {
	if c.holders == nil {
		c.holders = map[*pair][]holder{}
		for _, r := range c.roots {
			c.holders[r.pair] = append(c.holders[r.pair], holder{})
		}
		for _, key := range slices.Sorted(maps.Keys(c.schemas.known)) {
			for _, e := range c.schemas.known[key].edges {
				c.holders[e.to] = append(c.holders[e.to], holder{c.schemas.known[key], e.kind})
			}
		}
	}
	seen, met := map[*pair]bool{p: true}, map[*pair]bool{}
	for queue := []*pair{p}; len(queue) > 0; queue = queue[1:] {
		for _, h := range c.holders[queue[0]] {
			switch {
			case h.pair == nil:
				return nil, true
			case h.kind == stepBranch:
				if !met[h.pair] {
					met[h.pair] = true
					choices = append(choices, h.pair)
				}
			case !seen[h.pair]:
				seen[h.pair] = true
				queue = append(queue, h.pair)
			}
		}
	}
	return choices, false
}

// holder is a pair that holds another one, and by what; the zero holder is a message.
type holder struct {
	pair *pair
	kind stepKind
}

// weigh judges by the whole message what could not be lifted into one: an alternative beside it may take what it refuses.
func (c *comparer) weigh(f *fact, o occurrence) {
	sub, super := o.root.base, o.root.revision
	if o.root.direction == reports.DirectionResponse {
		sub, super = super, sub
	}
	if why := c.unwritten(o.root, o.root.direction == reports.DirectionRequest, o.root.face); why != "" {
		f.class, f.explanation = reports.ClassUnproven, "no message was written: "+why
		return
	}
	result := c.decided(sub, super, o.root.face)
	switch {
	case result.Answer == contain.Contained && o.spelling() == spelledText:
		f.class, f.explanation = reports.ClassUnproven, "as text it is refused, and no message could be made that shows it"
	case result.Answer == contain.Contained:
		f.message, f.fix = c.calm(o), "nothing has to be done"
		f.class, f.explanation = reports.ClassCompatible, "every message that was right stays right as a whole: "+result.Reason
	case result.Answer == contain.Escapes:
		if related(result.InstancePath, o.pointer()) {
			if f.witness = c.verify(o, result.Witness, f.direction == reports.DirectionRequest); f.witness != nil {
				return
			}
		}
		f.class, f.explanation = reports.ClassUnproven, "no message could be made that shows this change alone"
	default:
		f.class, f.explanation = reports.ClassUnproven, result.Reason
	}
}

// decided decides about two whole bodies, or parts of two, once, however many changes are met in them.
func (c *comparer) decided(sub, super *schema.Schema, face schema.Face) contain.Result {
	key := decision{sub, super, face}
	if _, known := c.decisions[key]; !known {
		c.decisions[key] = contain.Decide(sub, super, contain.Options{Face: face, Work: mostWork})
	}
	return c.decisions[key]
}

// decision is a question about two schemas.
type decision struct {
	sub, super *schema.Schema
	face       schema.Face
}

// calm says what changed where that turned out to break nobody.
func (c *comparer) calm(o occurrence) string {
	j := judging{comparer: c, change: o.change, root: o.root, direction: o.root.direction}
	ch := o.change
	if ch.name != "" {
		return ch.name + " of " + j.owner() + " " + map[string]string{
			reports.ChangeAdded: "was added", reports.ChangeRemoved: "is gone", reports.ChangeRenamed: "is called " + ch.after + " now",
		}[ch.record] + ch.became()
	}
	if ch.kind == changeValues {
		return j.about() + ": " + ch.verb()
	}
	return j.about() + ": " + ch.turn()
}

// became says of a property that stayed what it is now.
func (ch *change) became() string {
	if ch.record != reports.ChangeChanged {
		return ""
	}
	return "is " + ch.after + " now"
}
