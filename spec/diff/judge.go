package diff

import (
	"cmp"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec/contain"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// mostLifts is how many occurrences of a change are tried for a witness: what one message cannot show another most often can.
const mostLifts = 4

// mostWork bounds one decision about a pair of schemas, and about two whole bodies.
const mostWork = 20_000

// judge decides what a root cause does in each direction in which it is met, and enters the gravest of it as one fact.
func (c *comparer) judge(g *cause) {
	var gravest *fact
	breaks := map[reports.Direction]bool{}
	equal := true
	lists := [][]occurrence{g.occurrences}
	if g.moved != nil {
		lists = append(lists, g.moved.occurrences)
	}
	for _, other := range g.along {
		lists = append(lists, other.occurrences, other.moved.occurrences)
	}
	if g.nesting != nil {
		for _, other := range g.nesting.others {
			lists = append(lists, other.occurrences)
		}
	}
	for _, list := range lists {
		for _, met := range byDirection(list) {
			f, e := c.judgeDirection(met)
			equal = equal && e.equal
			if f.class.Breaking() {
				breaks[f.direction] = true
			}
			if gravest == nil || weight(f.class) < weight(gravest.class) {
				gravest = f
			}
		}
	}
	if gravest == nil || equal {
		return
	}
	if g.moved != nil {
		g.tellMoved(gravest)
	}
	if g.nesting != nil {
		g.nesting.tell(g, gravest)
	}
	gravest.bothWays = len(breaks) == 2
	for _, o := range g.occurrences {
		gravest.reach(o.reach())
	}
	c.ledger.enter(gravest, g.key.rule+g.key.what)
}

// byDirection parts occurrences by the direction of their messages, requests first; a direction without any is left out.
func byDirection(all []occurrence) [][]occurrence {
	var out [][]occurrence
	for _, d := range []reports.Direction{reports.DirectionRequest, reports.DirectionResponse} {
		var met []occurrence
		for _, o := range all {
			if o.root.direction == d {
				met = append(met, o)
			}
		}
		if len(met) > 0 {
			out = append(out, met)
		}
	}
	return out
}

// weight orders the classes, gravest first.
func weight(class reports.Class) int {
	for i, known := range reports.Classes() {
		if known == class {
			return i
		}
	}
	return len(reports.Classes())
}

// judgeDirection decides what a change does to the messages of one direction. The gravest effect counts; one that should show in a message and
// does not is judged by the whole body.
func (c *comparer) judgeDirection(met []occurrence) (*fact, effect) {
	first := met[0]
	worst, at := effect{}, first
	for _, o := range met { // the same nodes may be required in one place and not in another
		e := c.effect(o)
		if worst.class == "" || cmp.Compare(weight(e.class), weight(worst.class)) < 0 {
			worst, at = e, o
		}
	}
	f := &fact{
		rule: worst.rule, class: worst.class, direction: first.root.direction, base: at.change.base, revision: at.change.revision,
		change: reports.Change{Kind: at.change.record, Before: at.change.before, After: at.change.after}, message: worst.message, fix: worst.fix,
		explanation: worst.explanation, keyword: at.change.keyword,
	}
	if f.base == nil {
		f.base = nearest(c.base.doc, f.revision)
	}
	if f.revision == nil {
		f.revision = nearest(c.revision.doc, f.base)
	}
	if worst.proof == "" {
		return f, worst
	}
	tried := 0
	for _, o := range nearestFirst(met) {
		e := c.effect(o)
		if e.class != worst.class || tried == mostLifts {
			continue
		}
		tried++
		if f.witness = c.lift(o, e); f.witness != nil {
			return f, worst
		}
	}
	c.weighAll(f, worst, nearestFirst(met))
	return f, worst
}

// effect decides what a change does in one direction, by the kind of change.
func (c *comparer) effect(o occurrence) effect {
	d, how := o.root.direction, o.spelling()
	j := judging{
		comparer: c, change: o.change, root: o.root, direction: d, face: o.root.face, base: d == reports.DirectionRequest, spelled: how == spelledText,
	}
	e := j.decide()
	if e.class == "" {
		e.class = reports.ClassCompatible
	}
	if j.spelled = how == spelledEither && e.class == reports.ClassWire; j.spelled {
		if as := j.decide(); as.class != reports.ClassWire {
			e.class, e.proof, e.explanation = reports.ClassUnproven, "", "the standard leaves open whether an object within a form is written as JSON or as text, and as text every value stays right"
		}
	}
	return e
}

// judging is one change judged in one direction.
type judging struct {
	*comparer
	change    *change
	root      *root // one of the places where it is met
	direction reports.Direction
	face      schema.Face
	base      bool // the base accepts what is looked for, and the revision is to reject it
	spelled   bool // the value is a scalar that stands in the message as text
}

func (j judging) decide() effect {
	if (j.change.kind == changeEnum || j.change.kind == changeValues || j.change.keyword == "format") && j.typesApart() {
		return effect{equal: true} // which is told: what either is besides is a part of that
	}
	switch j.change.kind {
	case changeNull:
		return j.null()
	case changeKeyword, changeEnum:
		return j.keyword()
	case changeValues:
		return j.values()
	case changePropertyRemoved:
		return j.propertyRemoved()
	case changePropertyAdded:
		return j.propertyAdded()
	case changePropertyRenamed:
		return j.propertyRenamed()
	case changeRequired:
		return j.required()
	case changeTravels:
		return j.travels()
	case changeClosed:
		return j.closed()
	case changeBranch:
		return j.branch()
	case changeWhole:
		return j.whole()
	case changeOverlap:
		return j.overlap()
	}
	return effect{
		class: reports.ClassTyped, rule: j.rule(j.change.word, "changed"), message: j.about() + " tells its alternatives apart in another way: by " + j.change.after + ", not by " + j.change.before,
		fix: "generate the client anew", explanation: "what conforms does not depend on the discriminator",
	}
}

// typesApart reports whether the types of both sides have nothing in common, as they are read where the value stands.
func (j judging) typesApart() bool {
	before, after := j.change.pair.flat[0], j.change.pair.flat[1]
	if j.spelled {
		return before.readings()&after.readings() == 0
	}
	return before.types.kinds&after.types.kinds == 0
}

// request reports whether the client sends what is judged.
func (j judging) request() bool { return j.direction == reports.DirectionRequest }

// rule is the id of a rule: request-type-narrowed.
func (j judging) rule(word, what string) string { return string(j.direction) + "-" + word + "-" + what }

// about names what changed; by both names where another component took its place.
func (j judging) about() string {
	was, is := placeName(j.change.base), placeName(j.change.revision)
	switch {
	case is == "" || was == "" || was == is:
		return j.placed(cmp.Or(is, was))
	case j.change.record == reports.ChangeRemoved:
		return was + " (" + is + " now)"
	}
	return is + " (" + was + " before)"
}

// placed is the name of a schema, with the place it has in a message where it stands there without a name of its own.
func (j judging) placed(name string) string {
	place := j.root.place()
	for _, step := range [...][2]string{{"[]", "an item of "}, {".*", "an undeclared member of "}} {
		rest, ok := strings.CutPrefix(name, step[0])
		switch {
		case !ok:
		case rest == "":
			return step[1] + place
		default:
			return strings.TrimPrefix(rest, ".") + " in " + step[1] + place
		}
	}
	return cmp.Or(name, place)
}

// arrow says what became what.
func (ch *change) arrow() string { return orNone(ch.before) + " became " + orNone(ch.after) }

// turn is arrow for a keyword that stands in one of the documents, or in both. What types and lists of values hold speaks for itself.
func (ch *change) turn() string {
	before, after := ch.said(ch.before), ch.said(ch.after)
	switch {
	case ch.before == "":
		return after + " is new"
	case ch.after == "":
		return before + " is gone"
	case briefWords(before) == briefWords(after):
		return ch.keyword + " says something else"
	case strings.HasPrefix(after, ch.keyword+" ") && strings.HasPrefix(before, ch.keyword+" "):
		after = strings.TrimPrefix(after, ch.keyword+" ")
	}
	return briefWords(before) + " became " + briefWords(after)
}

// said is a text of before or after with the keyword it belongs to, unless it speaks for itself: types, lists of values, whole schemas.
func (ch *change) said(text string) string {
	speaks := map[string]bool{"type": true, "enum": true, "nullable": true, "schema": true, "anyOf": true, "oneOf": true, "discriminator": true}
	switch {
	case text == "" || speaks[ch.keyword] || strings.HasPrefix(text, ch.keyword) || strings.HasPrefix(text, "exclusiveM") || strings.HasPrefix(text, "dependent"):
		return text
	case text == "true":
		return ch.keyword
	}
	return ch.keyword + " " + text
}

// single is the schema of a conjunction. Of several the first stands for all; what it promises too much the verification of the witness
// finds out.
func (j judging) single(base bool) *schema.Schema {
	c, s := j.change.pair.side(base), j.comparer.revision
	if base {
		s = j.comparer.base
	}
	if len(c) == 0 {
		return s.schemaOf(nil)
	}
	return c[0]
}

// beyond decides whether what one document accepts exceeds a limit: a schema of one keyword alone.
func (j judging) beyond(base bool, limit []byte) contain.Result {
	if limit == nil {
		return contain.Result{Answer: contain.Contained, Reason: "it is not limited"}
	}
	if j.spelled {
		return j.beyondSpelled(base, limit)
	}
	o := contain.Options{Face: j.face, Work: mostWork}
	if j.change.keyword == "patternProperties" {
		o.Undeclared = contain.Formal
	}
	return contain.Decide(j.single(base), limitSchema(limit), o)
}

// limitSchema compiles a schema that stands in no document.
func limitSchema(text []byte) *schema.Schema {
	store := tree.NewStore(tree.Options{})
	file, err := store.Add("limit", text)
	if err != nil {
		return nil // it was written here and is JSON
	}
	s, _ := schema.NewSet(store, schema.OpenAPI31).Schema(file.Root)
	return s
}

// accepts reports whether every schema of a conjunction accepts a value.
func accepts(c conj, value []byte, face schema.Face) bool {
	t, _ := tape.Read(value, tape.Limits{})
	defer t.Release()
	for _, s := range c {
		if !s.Accepts(t.Root(), schema.Options{Face: face, Compat: true}) {
			return false
		}
	}
	return t.Usable()
}
