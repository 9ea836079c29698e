package payload

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// The kinds of sample that differ from the maximal one at a single place.
const (
	KindBoundary Kind = "boundary" // a value at the edge of what the schema allows, another of its types, another branch
	KindEnum     Kind = "enum"     // each value of an enum
	KindFault    Kind = "fault"    // a body that breaks its schema in exactly one way, which Variation names
	KindAbsent   Kind = "absent"   // each part that may be left out, left out
)

// Variation says where and in what a sample differs from the maximal one.
type Variation struct {
	Keyword      string        // the keyword at whose edge the value lies, or that it breaks; of KindAbsent: properties
	InstancePath string        // of a fault: where the validator reports it
	Place        string        // JSON pointer of what differs: what has another value, or is there or absent
	Optional     bool          // what stands at Place is no member that its object must have
	At           tree.Position // of the keyword
	Value        string        // the value there, shortened; "" where something is left out
	Further      int           // of a value of another type: how many other types are more likely to be taken for the right one there
}

// maxVaried bounds the samples of one kind for one operation. Documents with enums of hundreds of values stay usable.
const maxVaried = 2000

// Varied returns the request bodies of an operation that differ from its maximal one at a single place: at every boundary, with
// each value of every enum, or with exactly one named fault. Valid ones are judged to conform; a faulty one is judged to break
// its schema once, by that keyword at that place. A Refusal names each place where that could not be done.
func (m *Maker) Varied(op *spec.Operation, k Kind) ([]Sample, []Refusal) {
	m.prepare()
	if op == nil || op.RequestBody == nil {
		return nil, nil
	}
	var samples []Sample
	var refusals []Refusal
	for i, mt := range op.RequestBody.Content {
		b := body{maker: m, media: mt, face: schema.Request, draw: op.ID + " request"}
		if i > 0 {
			b.suffix = "-as-" + mediaName(mt.Type)
		}
		more, refused := b.varied(k)
		samples, refusals = append(samples, more...), append(refusals, refused...)
	}
	return samples, refusals
}

// VariedValue is Varied for the value of a single schema in a request that travels as text, as a parameter's does: there 41 and "41" are the same, so no text
// of a fault spells a number or a boolean. draw is what the values hang on besides the seed.
func (m *Maker) VariedValue(n *tree.Node, k Kind, draw string) ([]Sample, []Refusal) {
	m.prepare()
	b := body{maker: m, media: &spec.MediaType{Type: "application/json", Schema: n}, face: schema.Request, draw: draw, asText: true}
	return b.varied(k)
}

// VariedAnswer is Varied for the response an operation declares for status, written as for Answer. It returns nothing for a
// response without a body.
func (m *Maker) VariedAnswer(op *spec.Operation, status string, k Kind) ([]Sample, []Refusal) {
	m.prepare()
	r := responseOf(op, status)
	if r == nil || len(r.Content) == 0 {
		return nil, nil
	}
	return m.answer(op, r, status).varied(k)
}

// varied writes the samples of one kind for one media type. Without a schema nothing varies, and what carries only text carries
// no fault for certain.
func (b body) varied(k Kind) ([]Sample, []Refusal) {
	if b.media.Schema == nil || k == KindFault && carrierOf(b.media.Type) != carryJSON {
		return nil, nil
	}
	v := &variations{body: b, kind: k, seen: map[string]bool{}}
	if err := v.run(); err != nil {
		v.refusals = append(v.refusals, refusal(err, b.media.Schema, k, string(k)+b.suffix, b.media.Type))
	}
	return v.samples, v.refusals
}

// variations is the work on one media type and kind.
type variations struct {
	body
	kind     Kind
	full     *value
	draft    *draft
	optional bool            // the place that is visited may be left out
	seen     map[string]bool // bodies written, so that none is sent twice
	samples  []Sample
	refusals []Refusal
}

// variant is one value that may stand at a place instead of the maximal one's.
type variant struct {
	keyword string
	at      *tree.Node // of the keyword; nil where the standard says it, not the document
	value   *value     // nil leaves the place out
	told    string     // how the sample is told from its neighbours
	member  string     // of an object: which of its members differs; "" if it is the object itself
}

func (v *variations) run() error {
	if err := v.writable(); err != nil {
		return &dead{reason: ReasonMediaType, at: v.media.Node.KeyAt(), message: err.Error()}
	}
	o := order{goal: v.goal(), face: v.face, kind: KindMaximal, draw: v.draw, status: v.status, keep: true}
	full, _, err := v.maker.write(o)
	if err != nil {
		return err
	}
	v.full, v.draft = full, v.maker.draft(o, 0)
	v.seen[string(full.appendTo(nil))] = true
	v.visit(full, nil, "")
	return nil
}

// visit goes through the maximal value. steps lead to at, by index; pointer is the same for people.
func (v *variations) visit(at *value, steps []int, pointer string) {
	if len(v.samples) >= maxVaried {
		return
	}
	if at.spot != nil && !at.spot.place.cut {
		v.draft.work, v.draft.room, v.draft.left = workMost, roomMost, nil
		switch v.kind {
		case KindBoundary:
			v.valid(v.boundaries(at), steps, pointer)
		case KindEnum:
			v.valid(v.enumValues(at), steps, pointer)
		case KindFault:
			v.faults(at, steps, pointer)
		case KindAbsent:
			v.valid(v.absences(at), steps, pointer)
		}
	}
	for i, item := range at.items {
		next := pointer + "/" + strconv.Itoa(i)
		v.optional = at.kind == tape.Array
		if at.kind == tape.Object {
			next = tape.PointerAppend(pointer, at.names[i])
			v.optional = at.spot != nil && !at.spot.shape.requires(at.names[i])
		}
		v.visit(item, append(steps[:len(steps):len(steps)], i), next)
	}
}

// valid keeps the variants that the judge accepts in their place.
func (v *variations) valid(variants []variant, steps []int, pointer string) {
	for _, one := range variants {
		whole := v.full.replaced(steps, one.value)
		text := whole.appendTo(nil)
		if v.seen[string(text)] {
			continue
		}
		v.seen[string(text)] = true
		if broke, bad := v.draft.judge.first(v.goal()[0], text); bad {
			if broke.Rule == "uniqueItems" {
				continue // its neighbour shows the same value already
			}
			v.refuse(one, pointer, ReasonJudged, broken(broke))
			continue
		}
		v.keep(one, pointer, whole, Variation{InstancePath: pointer})
	}
}

// keep adds a sample whose claim was proven.
func (v *variations) keep(one variant, pointer string, whole *value, about Variation) {
	about.Keyword, about.Place, about.Optional = one.keyword, pointer, v.optional
	if one.member != "" {
		about.Place, about.Optional = tape.PointerAppend(pointer, one.member), v.kind == KindAbsent
	}
	if one.at != nil && about.At.Line == 0 {
		about.At = one.at.KeyAt()
	}
	if one.value != nil {
		about.Value = shortened(string(one.value.appendTo(nil)))
	}
	s := Sample{Kind: v.kind, Name: v.name(one, pointer), JSON: whole.appendTo(nil), Variation: &about}
	if err := v.carry(&s, whole); err != nil {
		v.refuse(one, pointer, ReasonMediaType, err.Error())
		return
	}
	v.samples = append(v.samples, s)
}

// name tells a sample from all others of its operation: boundary maxLength /company_name, enum /products/0 auth.
func (v *variations) name(one variant, pointer string) string {
	name := string(v.kind)
	if string(v.kind) != one.keyword && v.kind != KindAbsent {
		name += " " + one.keyword
	}
	if pointer == "" {
		pointer = "/"
	}
	name += " " + pointer
	if one.told != "" {
		name += " " + one.told
	}
	return name + v.suffix
}

func (v *variations) refuse(one variant, pointer string, reason Reason, message string) {
	r := Refusal{Kind: v.kind, Name: v.name(one, pointer), MediaType: v.media.Type, Reason: reason, Message: message, InstancePath: pointer}
	if one.at != nil {
		r.At = one.at.KeyAt()
	} else {
		r.At = v.media.Schema.KeyAt()
	}
	v.refusals = append(v.refusals, r)
}

// enumValues lists the values of the place's enum.
func (v *variations) enumValues(at *value) []variant {
	var out []variant
	s := at.spot.shape
	for _, list := range s.enums[:min(1, len(s.enums))] {
		for _, n := range list.Items {
			one := fromNode(n)
			if v.draft.judge.holds(s.roots, one) {
				out = append(out, variant{keyword: "enum", at: list, value: one, told: toldValue(one)})
			}
		}
	}
	return out
}

// absences lists the object without each of the members that it need not have.
func (v *variations) absences(at *value) []variant {
	if at.kind != tape.Object {
		return nil
	}
	var out []variant
	for i, member := range at.names {
		if !at.spot.shape.requires(member) {
			out = append(out, variant{keyword: "properties", at: nodeWith(at.spot.shape, "properties"), value: at.replaced([]int{i}, nil), told: member, member: member})
		}
	}
	return out
}

// requires reports whether an object of this shape must have the member.
func (s *shape) requires(member string) bool {
	return slices.ContainsFunc(s.required, func(r name) bool { return r.text == member })
}

// toldValue is a scalar's text as far as a name can hold it.
func toldValue(v *value) string {
	if r := []rune(v.text); len(r) > 40 {
		return fmt.Sprintf("%s...", string(r[:40]))
	}
	return v.text
}

// replaced returns a copy of v in which the value at steps is another one, or, for nil, is left out.
func (v *value) replaced(steps []int, by *value) *value {
	if len(steps) == 0 {
		return by
	}
	out := &value{kind: v.kind, text: v.text}
	for i, item := range v.items {
		if i == steps[0] {
			if item = item.replaced(steps[1:], by); item == nil {
				continue
			}
		}
		if v.kind == tape.Object {
			out.names = append(out.names, v.names[i])
		}
		out.items = append(out.items, item)
	}
	return out
}
