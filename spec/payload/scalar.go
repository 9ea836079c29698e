package payload

import (
	"iter"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// offered returns a value that the document offers for this place itself, or one that only this place can know: what a
// discriminator asks for, a placeholder for a credential, an example, a default. It must satisfy the schema like any other.
func (d *draft) offered(s *shape, p place) (*value, bool) {
	for _, tag := range p.tags {
		if v := text(tag); s.kinds&isString != 0 && d.judge.holds(s.roots, v) {
			return v, true
		}
	}
	if d.salt > 0 && len(p.tags) == 0 && d.salt%2 == 1 {
		return nil, false // every other attempt does without examples: they may be what does not fit together
	}
	if d.face == schema.Request && p.depth == 1 {
		if t, ok := placeholder(p.name); ok && s.kinds&isString != 0 && d.judge.holds(s.roots, text(t)) {
			return text(t), true
		}
	}
	if p.index > 0 && s.kinds&isCompound == 0 {
		p.offered = rotated(p.offered, p.index)
	}
	for _, n := range p.offered {
		if !d.usable(n, s, p) {
			continue
		}
		if v := fromNode(n); d.judge.holds(s.roots, v) {
			return v, true
		}
	}
	return nil, false
}

// rotated gives every item of a list another one of its examples. A single example is for the first item alone.
func rotated(list []*tree.Node, by int) []*tree.Node {
	if len(list) < 2 {
		return nil
	}
	by %= len(list)
	return append(append([]*tree.Node{}, list[by:]...), list[:by]...)
}

// usable reports whether an offered value may be taken whole. An example of an object with properties of its own would
// decide which of them are there, which is for the kind of sample to decide: it is offered to the properties instead.
func (d *draft) usable(n *tree.Node, s *shape, p place) bool {
	k := kindOfNode(n)
	if s.kinds&k == 0 || k == isNull && s.kinds != isNull {
		return false
	}
	switch k {
	case isObject:
		return !p.lean && len(s.declared) == 0 && len(s.required) == 0 && n.Len() > 0
	case isArray:
		if p.lean || n.Len() == 0 {
			return false
		}
		for _, item := range n.Items {
			if item.Kind == tree.Object || item.Kind == tree.Array {
				return false
			}
		}
	}
	return true
}

// enumerated picks one of the values that enum or const lists, one that satisfies the rest of the schema too. Which one hangs
// on the seed; an empty text and null come last.
func (d *draft) enumerated(s *shape, p place) (*value, error) {
	list := s.consts
	if len(list) == 0 {
		list = s.enums[0].Items
	}
	var telling, mute []*tree.Node
	for _, n := range list {
		if n.Kind == tree.Null || n.Kind == tree.String && n.Text == "" {
			mute = append(mute, n)
		} else {
			telling = append(telling, n)
		}
	}
	start := d.dice(p, 0).below(len(telling)) + p.index
	for i := range telling {
		if v := fromNode(telling[(start+i)%len(telling)]); d.judge.holds(s.roots, v) {
			return v, nil
		}
	}
	for _, n := range mute {
		if v := fromNode(n); d.judge.holds(s.roots, v) {
			return v, nil
		}
	}
	var at *tree.Node
	if len(list) > 0 {
		at = list[0].Parent()
	}
	if at == nil {
		at = firstNode(s)
	}
	if len(list) == 0 {
		return nil, fail(ReasonUnsatisfiable, at, p, "the list of values is empty")
	}
	rest := d.refused(s, p, fromNode(list[0]))
	return nil, fail(ReasonUnsatisfiable, at, p, "none of the %d values listed satisfies the rest of the schema: %v", len(list), rest)
}

// scalar writes a value of one scalar type: the first candidate that the judge accepts.
func (d *draft) scalar(k kinds, s *shape, p place) (*value, error) {
	var last *value
	for v := range d.candidates(k, s, p) {
		d.work -= len(v.text) / 64 // a long text costs what it takes to write and to judge
		if err := d.spend(p, firstNode(s)); err != nil {
			return nil, err
		}
		if d.judge.holds(s.roots, v) {
			return v, nil
		}
		last = v
	}
	if k&isString != 0 {
		if err := d.wordless(s, p); err != nil {
			return nil, err
		}
	}
	if k&isNumber != 0 && last == nil {
		return nil, fail(ReasonUnsatisfiable, boundNode(s), p, "no number satisfies the bounds and multipleOf together")
	}
	if last == nil {
		return nil, fail(ReasonUnsatisfiable, firstNode(s), p, "no value was found")
	}
	return nil, d.refused(s, p, last)
}

// boundNode returns the node that most likely leaves no number over.
func boundNode(s *shape) *tree.Node {
	for _, keyword := range []string{"multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"} {
		for _, k := range s.parts {
			if v := k.node.Get(keyword); v != nil {
				return v
			}
		}
	}
	return firstNode(s)
}

// dice returns the dice of a place. A try gives other dice for the same place, as do the item's index and the attempt.
func (d *draft) dice(p place, try int) *dice {
	return throw(d.seed, p.pointer, try+97*p.index+7919*d.salt)
}

// candidates yields values of one scalar type, the most fitting first.
func (d *draft) candidates(k kinds, s *shape, p place) iter.Seq[*value] {
	switch {
	case k&isString != 0:
		return d.texts(s, p)
	case k&isNumber != 0:
		return d.numbers(k, s, p)
	case k&isBool != 0:
		return func(yield func(*value) bool) {
			first, second := yes, no
			if p.index%2 == 1 || d.salt%2 == 1 {
				first, second = no, yes
			}
			_ = yield(first) && yield(second)
		}
	}
	return func(yield func(*value) bool) { yield(null) }
}

func (d *draft) numbers(k kinds, s *shape, p place) iter.Seq[*value] {
	return func(yield func(*value) bool) {
		integer := k&isFraction == 0
		wish := d.wish(p, integer)
		for x := range numberCandidates(&s.numbers, integer, wish, d.dice(p, 0), p.index+d.salt) {
			if !yield(&value{kind: tape.Number, text: x.String()}) {
				return
			}
		}
	}
}
