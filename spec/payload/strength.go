package payload

import (
	"fmt"
	"slices"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// Mutation is one wrong answer: a maximal one, changed at a single place.
type Mutation struct {
	Change       string // absent, null, another type, another text, emptied or unknown member
	InstancePath string
	Noticed      bool // the document's schema refuses it
}

// changes are the ways an answer is made wrong, each told from the others by its name.
var changes = []struct {
	name  string
	apply func(*value) (*value, bool) // the value to stand there instead; nil leaves the place out
}{
	{"absent", func(*value) (*value, bool) { return nil, true }},
	{"null", func(v *value) (*value, bool) { return null, v.kind != tape.Null }},
	{"another type", func(v *value) (*value, bool) {
		if v.kind == tape.String {
			return number("41"), true
		}
		return text("not of this type"), true
	}},
	{"another text", func(v *value) (*value, bool) { return text("NOT_WHAT_IT_WAS"), v.kind == tape.String }},
	{"emptied", func(v *value) (*value, bool) { return &value{kind: v.kind}, !v.scalar() && len(v.items) > 0 }},
	{"unknown member", func(v *value) (*value, bool) { return v.with("unknown_member", yes), v.kind == tape.Object }},
}

// Strength changes a maximal answer of an operation at each of its places in each of several ways and says which of those wrong
// answers the document could notice. Few of them noticed means that a green run by this document alone means little.
func (m *Maker) Strength(op *spec.Operation, status string) ([]Mutation, error) {
	m.prepare()
	r := responseOf(op, status)
	if r == nil || len(r.Content) == 0 || likeliest(r.Content).Schema == nil {
		return nil, fmt.Errorf("operation %s declares no schema for status %s", op.ID, status)
	}
	b := m.answer(op, r, status)
	full, _, err := b.value(KindMaximal)
	if err != nil {
		return nil, refusal(err, b.media.Schema, KindMaximal, string(KindMaximal), b.media.Type)
	}
	j := &judge{set: m.Document.Schemas, face: b.face}
	var out []Mutation
	var visit func(v *value, steps []int, pointer string)
	visit = func(v *value, steps []int, pointer string) {
		for _, c := range changes {
			other, applies := c.apply(v)
			if !applies || other == nil && len(steps) == 0 {
				continue
			}
			out = append(out, Mutation{c.name, pointer, !j.holds(b.goal(), full.replaced(steps, other))})
		}
		for i, item := range v.items {
			next := fmt.Sprintf("%s/%d", pointer, i)
			if v.kind == tape.Object {
				next = tape.PointerAppend(pointer, v.names[i])
			}
			visit(item, append(slices.Clone(steps), i), next)
		}
	}
	visit(full, nil, "")
	return out, nil
}
