package schema

import (
	"encoding/binary"
	"slices"
	"strconv"
)

// objectAtoms adds the keywords of s that apply schemas to the parts of objects, and what the presence of a property asks for.
func (h *hasher) objectAtoms(s *Schema) {
	r := s.objects
	if r == nil {
		return
	}
	m := h.parts.marking
	for i := range r.table.entries {
		p := &r.table.entries[i]
		if p.schema == nil {
			continue
		}
		a := atom{kind: atomProperty, about: objects, text: p.name} // one that accepts everything is still declared
		if p.schema.faces() != 0 {
			a.about = whatever // what is readOnly or writeOnly here need not be there, whoever requires it
		}
		h.add(a, 0, p.schema)
	}
	for _, p := range r.patterns {
		h.add(atom{kind: atomPatternProperty, about: objects, text: p.pattern.text}, 0, p.schema)
	}
	if r.additional != nil && (m&marksProperties != 0 || r.additional.says()) {
		h.add(atom{kind: atomAdditional, about: objects, text: r.known(), idle: idleUnless(m & marksProperties)}, 0, r.additional)
	}
	if r.names != nil {
		h.add(atom{kind: atomName, about: objects, idle: 1}, 0, r.names)
	}
	for _, d := range r.dependent {
		if d.schema != nil {
			h.add(atom{kind: atomDependentSchema, about: objects, text: d.name, idle: 1}, m, d.schema)
			continue
		}
		needs := slices.Clone(d.needs)
		slices.Sort(needs)
		for _, need := range slices.Compact(needs) {
			h.add(atom{kind: atomDependentRequired, about: objects, text: string(appendText(appendText(nil, d.name), need))}, 0)
		}
	}
}

// known writes the names and patterns of properties that are not additional.
func (r *objectRules) known() string {
	var names, patterns []string
	for i := range r.table.entries {
		if p := &r.table.entries[i]; p.schema != nil {
			names = append(names, p.name)
		}
	}
	for i := range r.patterns {
		patterns = append(patterns, r.patterns[i].pattern.text)
	}
	var b []byte
	for _, list := range [...][]string{names, patterns} {
		slices.Sort(list)
		b = binary.AppendUvarint(b, uint64(len(list)))
		for _, text := range list {
			b = appendText(b, text)
		}
	}
	return string(b)
}

// arrayAtoms adds the keywords of s that apply schemas to the items of arrays.
func (h *hasher) arrayAtoms(s *Schema) {
	r := s.arrays
	if r == nil {
		return
	}
	m := h.parts.marking & marksItems
	for i, item := range r.prefix {
		h.add(atom{kind: atomItem, about: arrays, text: strconv.Itoa(i), idle: idleUnless(m)}, 0, item)
	}
	if r.items != nil {
		h.add(atom{kind: atomItems, about: arrays, text: strconv.Itoa(len(r.prefix)), idle: idleUnless(m)}, 0, r.items)
	}
	if r.contains != nil && (m != 0 || r.containsMinimum > 0 || r.containsMax >= 0) {
		h.add(atom{kind: atomContains, about: arrays, text: strconv.Itoa(r.containsMinimum) + " " + strconv.Itoa(r.containsMax)}, 0, r.contains)
	}
}

// says reports whether there is anything in s but true or {}.
func (s *Schema) says() bool {
	return len(s.refused) > 0 || s.literal == never || s.literal == noLiteral && len(s.node.Members) > 0
}

// idleUnless lets a keyword that accepts everything count as absent, unless it matters what it evaluates.
func idleUnless(m marking) int32 {
	if m != 0 {
		return 0
	}
	return 1
}
