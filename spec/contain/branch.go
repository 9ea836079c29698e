package contain

import (
	"slices"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// branch is one way to meet a goal with a value of one JSON type, as far as it was followed.
type branch struct {
	search *search
	goal   goal
	kind   tape.Kind

	todo    []literal // not yet taken apart
	met     []literal // taken apart
	choices []choice  // one option of each has to be taken
	denied  []literal // schemas to be broken, in one of several ways each
	doubt   string    // something is asked that no rule covers

	fixed    []tape.Value // the only values possible; nil if any is
	excluded []tape.Value
	numbers  numbers
	texts    texts
	check    func(string) bool // more that is asked of a string
	arrays   arrays
	objects  objects
	trackers int    // how many bits of literal.track are in use
	tracker  uint64 // the bit given last
}

// holds says whether a value does everything that is asked.
func (b *branch) holds(value string) bool {
	return b.search.holds(b.goal, value) && (b.check == nil || b.check(text(value)))
}

const dynamicDoubt = "where a $dynamicRef leads hangs on the way by which it was entered"

// mostTrackers is how many unevaluated keywords may speak about one value.
const mostTrackers = 64

const manyTrackers = "more unevaluated keywords speak about one value than can be followed"

// option goes on in one way; it returns false where that ends in a contradiction.
type option func(*branch) bool

// choice are the ways to go on.
type choice []option

func (s *search) newBranch(g goal, kind tape.Kind) *branch {
	b := &branch{search: s, goal: g, kind: kind, texts: texts{most: -1}, arrays: arrays{most: -1}, objects: objects{most: -1}}
	for _, l := range g.literals {
		l.excuse = s.excuses(l.schema)
		b.todo = append(b.todo, l)
	}
	return b
}

// clone returns a copy that may go another way. What both have in common is shared until one of them adds to it.
func (b *branch) clone() *branch {
	c := *b
	c.todo, c.met, c.choices, c.denied = slices.Clip(b.todo), slices.Clip(b.met), slices.Clip(b.choices), slices.Clip(b.denied)
	c.fixed, c.excluded = slices.Clip(b.fixed), slices.Clip(b.excluded)
	c.numbers, c.texts, c.arrays, c.objects = b.numbers.clone(), b.texts.clone(), b.arrays.clone(), b.objects.clone()
	return &c
}

// ask adds something to be asked.
func (b *branch) ask(l literal) { b.todo = append(b.todo, l) }

// settle takes apart what is asked until nothing but choices is left; false if it contradicts itself.
func (b *branch) settle() bool {
	for len(b.todo) > 0 {
		l := b.todo[len(b.todo)-1]
		b.todo = b.todo[:len(b.todo)-1]
		if b.search.never(l) {
			return false
		}
		if !l.not && b.search.any(l.schema) && l.track == 0 {
			continue
		}
		seen := false
		for _, m := range b.met {
			if opposite(l, m) {
				return false
			}
			seen = seen || m.not == l.not && m.track == l.track && m.super == l.super && m.excuse == l.excuse && m.schema == l.schema
		}
		if seen {
			continue
		}
		b.met = append(b.met, l)
		if l.not {
			b.refuse(l)
		} else if !b.accept(l) {
			return false
		}
	}
	return true
}

// part is a schema that is applied to the same value as the one that holds it.
func (l literal) part(s *schema.Schema) literal {
	l.schema = s
	return l
}

// accept asks everything a schema says.
func (b *branch) accept(l literal) bool {
	k := b.search.view(l.schema)
	if k.Never || !k.Types.Has(b.kind) {
		return false
	}
	if k.UnevaluatedItems != nil && b.kind == tape.Array || k.UnevaluatedProperties != nil && b.kind == tape.Object {
		if b.trackers >= mostTrackers {
			b.doubt = manyTrackers
		} else {
			l = b.tracked(l)
			b.unevaluated(l, k)
		}
	}
	return b.acceptParts(l, k)
}

// tracked gives what is asked a bit of its own, so that an unevaluated keyword knows which keywords it speaks of.
func (b *branch) tracked(l literal) literal {
	b.tracker = 1 << b.trackers
	b.trackers++
	l.track |= b.tracker
	return l
}

// acceptParts asks everything a schema says but its unevaluated keywords.
func (b *branch) acceptParts(l literal, k *schema.Keywords) bool {
	if k.DynamicRef != nil {
		b.doubt = dynamicDoubt
	}
	if k.Ref != nil {
		b.ask(l.part(k.Ref))
	}
	for _, part := range k.AllOf {
		b.ask(l.part(part))
	}
	if k.AnyOf != nil {
		b.choices = append(b.choices, someOf(l, k.AnyOf))
	}
	if k.OneOf != nil {
		b.choices = append(b.choices, oneOf(l, k.OneOf))
	}
	if k.Not != nil {
		b.ask(l.part(k.Not).negated())
	}
	if k.If != nil {
		b.choices = append(b.choices, conditional(l, k))
	}
	if k.Enum != nil && !b.among(k.Enum) || k.Const.Kind() != 0 && !b.among([]tape.Value{k.Const}) {
		return false
	}
	switch b.kind {
	case tape.Number:
		return b.acceptNumber(k)
	case tape.String:
		b.acceptText(k)
	case tape.Array:
		b.acceptArray(l, k)
	case tape.Object:
		return b.acceptObject(l, k)
	}
	return true
}

// among leaves only the values of an enum.
func (b *branch) among(values []tape.Value) bool {
	kept := []tape.Value{}
	for _, v := range values {
		if v.Kind() == b.kind && (b.fixed == nil || slices.ContainsFunc(b.fixed, func(f tape.Value) bool { return tape.Equal(f, v) })) {
			kept = append(kept, v)
		}
	}
	b.fixed = kept
	return len(kept) > 0
}

// enumerated tries the only values possible, by the validator.
func (b *branch) enumerated(want int) outcome {
	out := outcome{}
	for _, v := range b.fixed {
		if !b.search.spend(1) {
			return outcome{open: outOfWork}
		}
		text := string(v.Raw())
		if b.holds(text) && len(out.values) < want {
			out.values = append(out.values, text)
		}
	}
	if len(out.values) == 0 {
		out.open = b.search.unjudged(b.goal, b.kind)
	}
	return out
}

// others returns the arrays or objects the value must not be, as JSON texts in the form that equal values share.
func (b *branch) others() []string {
	var all []string
	for _, text := range b.goal.unlike {
		t, _ := tape.Read([]byte(text), tape.Limits{})
		if t.Root().Kind() == b.kind {
			all = append(all, string(t.Root().AppendCanonical(nil)))
		}
		t.Release()
	}
	for _, v := range b.excluded {
		if v.Kind() == b.kind {
			all = append(all, string(v.AppendCanonical(nil)))
		}
	}
	return all
}

// leaf makes values of what is asked now that nothing is left to choose.
func (b *branch) leaf(want int) outcome {
	o := outcome{}
	switch b.kind {
	case tape.Null:
		o = b.literals("null")
	case tape.Bool:
		o = b.literals("true", "false")
	case tape.Number:
		o = b.numbers.solve(b)
	case tape.String:
		o = b.solveText()
	case tape.Array:
		o = b.solveArray(want)
	case tape.Object:
		o = b.solveObject(want)
	}
	if b.doubt != "" && len(o.values) > 0 {
		o.doubt = b.doubt
	}
	return o
}

func (b *branch) literals(texts ...string) outcome {
	for _, t := range texts {
		if b.holds(t) {
			return outcome{values: []string{t}}
		}
	}
	if b.doubt != "" {
		return outcome{open: b.doubt}
	}
	return outcome{}
}
