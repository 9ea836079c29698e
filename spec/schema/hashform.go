package schema

import (
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// Bounds on how many schemas are taken into one form. Beyond them a schema counts as a whole, which is as true but less alike.
const (
	deepestParts = 50
	mostParts    = 200
)

// parts is a form being made: everything that must hold at once, gathered from a schema, what it refers to and its allOf.
type parts struct {
	scalars scalars
	seen    []*Schema
	own     *Schema
	marking marking
}

// form fills in a form: what the schema and the parts of its conjunction ask for, merged.
func (h *hasher) form(n int) {
	if h.forms[n].known {
		return
	}
	s, outer := h.forms[n].schema, h.forms[n].marking
	p := &h.parts
	*p = parts{scalars: p.scalars.empty(), seen: p.seen[:0], own: s, marking: outer | s.marks(outer)}
	from := len(h.atoms)
	if s.meansNull() {
		h.add(atom{kind: atomNull, about: whatever}, 0)
	}
	if s.restItems != nil && p.marking&marksItems != 0 {
		h.add(atom{kind: atomRestItems, about: arrays}, 0, s.restItems)
	}
	if s.restProperties != nil && p.marking&marksProperties != 0 {
		h.add(atom{kind: atomRestProperties, about: objects}, 0, s.restProperties)
	}
	h.scope(s)
	h.conjunct(s, 0)

	types := p.scalars.settle()
	kept := h.atoms[from:]
	kept = slices.DeleteFunc(kept, func(a atom) bool { return a.about&types == 0 || p.scalars.never && a.about != whatever })
	slices.SortFunc(kept, compareAtoms)
	h.atoms = h.atoms[:from+len(kept)]
	start := len(h.scalars)
	h.scalars = p.scalars.append(h.scalars)
	f := &h.forms[n]
	f.scalars, f.atoms = span{int32(start), int32(len(h.scalars))}, span{int32(from), int32(len(h.atoms))}
}

// marks says which unevaluated keywords of s judge anything: one that accepts everything only matters to those around it.
func (s *Schema) marks(outer marking) marking {
	m := marking(0)
	if s.restItems != nil && (!s.restItems.Target().any || outer&marksItems != 0) {
		m |= marksItems
	}
	if s.restProperties != nil && (!s.restProperties.Target().any || outer&marksProperties != 0) {
		m |= marksProperties
	}
	return m
}

// meansNull says whether null is accepted with Compat only.
func (s *Schema) meansNull() bool { return s.nullable && !s.Accepts(null, Options{}) }

// null is the value null; its tape is never released.
var null = func() tape.Value {
	t, _ := tape.Read([]byte("null"), tape.Limits{})
	return t.Root()
}()

// conjunct adds what s asks for to the form being made. A schema whose parts mean nothing without each other becomes one atom.
func (h *hasher) conjunct(s *Schema, depth int) {
	p := &h.parts
	switch {
	case s.literal == always:
		h.refused(s)
		return
	case s.literal == never:
		p.scalars.never = true
		return
	case slices.Contains(p.seen, s):
		return
	}
	if depth > 0 && (depth > deepestParts || len(p.seen) >= mostParts || s.marks(p.marking) != 0 || h.scoped(s) && s.resource != p.own.resource || s.meansNull()) {
		h.add(atom{kind: atomWhole}, p.marking, s)
		return
	}
	p.seen = append(p.seen, s)
	h.refused(s)
	if s.ref != nil {
		h.conjunct(s.ref, depth+1)
	}
	for _, part := range s.allOf {
		h.conjunct(part, depth+1)
	}
	h.alternatives(atomAnyOf, s, s.anyOf, depth)
	h.alternatives(atomOneOf, s, s.oneOf, depth)
	if d := s.discriminator; d != nil && s.anyOf == nil && s.oneOf == nil {
		from := len(h.edges)
		h.append(atom{kind: atomDiscriminator, about: objects, text: h.mapping(s)}, from)
	}
	if s.not != nil {
		h.add(atom{kind: atomNot}, 0, s.not)
	}
	if s.condition != nil {
		a := atom{kind: atomIf, idle: 2}
		if p.marking != 0 {
			a.idle = 0
		}
		h.add(a, p.marking, s.condition, s.then, s.orElse)
	}
	if s.dynamic != nil {
		h.add(atom{kind: atomDynamic, text: s.dynamic.name}, p.marking, s.dynamic.static)
	}
	h.objectAtoms(s)
	h.arrayAtoms(s)
	p.scalars.add(s)
}

// alternatives adds anyOf or oneOf. One alternative alone is a part like those of allOf.
func (h *hasher) alternatives(kind atomKind, s *Schema, list []*Schema, depth int) {
	switch {
	case list == nil:
		return
	case len(list) == 1 && s.discriminator == nil:
		h.conjunct(list[0], depth+1)
		return
	}
	from := len(h.edges)
	for _, alternative := range list {
		h.edge(alternative, h.parts.marking, alternative.faces())
	}
	a := atom{kind: kind, loose: int32(len(list))}
	if s.discriminator != nil {
		a.text = h.mapping(s)
	}
	h.append(a, from)
}

// mapping adds an edge for each value of a discriminator and returns the values as text.
func (h *hasher) mapping(s *Schema) string {
	d := s.discriminator
	list := slices.DeleteFunc(slices.Clone(d.mapping), func(m mapped) bool { // a component's name, where the mapping has another
		return m.target == "" && slices.ContainsFunc(d.mapping, func(o mapped) bool { return o.target != "" && o.schema == m.schema })
	})
	slices.SortStableFunc(list, func(a, b mapped) int { return strings.Compare(a.value, b.value) })
	text := appendText(nil, d.property)
	for _, m := range list {
		text = appendText(text, m.value)
		if m.leads == nil {
			text = append(text, '-')
			continue
		}
		text = append(text, '+')
		h.edge(m.leads, 0, 0)
	}
	return string(text)
}

// refused adds the keywords of s that judge values but could not be compiled, as they are written.
func (h *hasher) refused(s *Schema) {
	for _, r := range s.refused {
		switch {
		case s.literal == always:
			h.add(atom{kind: atomRefused, text: string(s.node.JSON())}, 0)
		case r.Circle: // where the circle was cut says nothing
			h.add(atom{kind: atomRefused, text: r.Keyword}, 0)
		case keywords30[r.Keyword] != nil || keywords31[r.Keyword] != nil && !strings.HasPrefix(r.Keyword, "$"):
			h.add(atom{kind: atomRefused, text: r.Keyword + string(s.node.Get(r.Keyword).JSON())}, 0)
		}
	}
}

// scoped says whether entering s may change where a $dynamicRef leads.
func (h *hasher) scoped(s *Schema) bool {
	return len(h.set.wanted) > 0 && s.resource != nil && s.resource.scoped
}

// scope adds the dynamic anchors of the resource that is entered with s.
func (h *hasher) scope(s *Schema) {
	if !h.scoped(s) {
		return
	}
	targets := s.resource.targets.Load()
	if targets == nil {
		return
	}
	names := make([]string, 0, len(*targets))
	for name := range *targets {
		names = append(names, name)
	}
	slices.Sort(names)
	from := len(h.edges)
	for _, name := range names {
		h.edge((*targets)[name], marksItems|marksProperties, 0)
	}
	h.append(atom{kind: atomScope, text: strings.Join(names, "\x00")}, from)
}

// add adds an atom that applies schemas; a nil one stands for the schema that accepts everything.
func (h *hasher) add(a atom, m marking, list ...*Schema) {
	from := len(h.edges)
	for _, s := range list {
		marks := faceMarks(0)
		if s == nil {
			s = h.truth
		} else if a.kind <= lastMarked {
			marks = s.faces()
		}
		h.edge(s, m, marks)
	}
	h.append(a, from)
}

// append adds an atom whose edges begin at from.
func (h *hasher) append(a atom, from int) {
	a.edges = span{int32(from), int32(len(h.edges))}
	if a.about == 0 {
		a.about = allTypes | integers
	}
	h.atoms = append(h.atoms, a)
}

func (h *hasher) edge(s *Schema, m marking, marks faceMarks) {
	for s.alias && len(s.refused) == 0 && len(h.set.wanted) == 0 {
		s = s.ref
	}
	h.edges = append(h.edges, edge{h.place(s, m), marks})
}
