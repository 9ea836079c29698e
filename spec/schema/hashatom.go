package schema

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
)

// atomKind says what an atom does with the schemas it applies.
type atomKind byte

const (
	atomProperty atomKind = iota + 1
	atomPatternProperty
	atomAdditional // text: the names and patterns that are not additional
	atomItem       // text: the number of the item
	atomItems      // text: the number of the first item
	atomContains
	atomRestItems
	atomRestProperties
	atomAnyOf
	atomOneOf

	atomName
	atomDependentRequired
	atomDependentSchema
	atomNot
	atomIf
	atomWhole // a schema whose parts mean nothing without each other
	atomDynamic
	atomScope
	atomDiscriminator
	atomNull    // with Compat null is accepted
	atomRefused // text: the keyword as it is written

	// lastMarked is the last kind to which it matters whether its schemas are readOnly or writeOnly.
	lastMarked = atomOneOf
)

// whatever is what atoms are about that matter even where no value is accepted.
const whatever = ^Types(0)

// compareAtoms orders atoms by what they say themselves.
func compareAtoms(a, b atom) int {
	return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.about, b.about), strings.Compare(a.text, b.text), cmp.Compare(a.edges.to-a.edges.from, b.edges.to-b.edges.from))
}

// digest returns the hash of a form from those of the forms it leads to.
func (h *hasher) digest(f *form) Hash {
	if to, ok := h.through(f); ok {
		return h.forms[to].hash
	}
	scalars, never := h.scalars[f.scalars.from:f.scalars.to], h.rejectsAll(f)
	if never {
		scalars = []byte(neverText)
	}
	b := binary.AppendUvarint(h.buffer[:0], uint64(len(scalars)))
	b = append(b, scalars...)
	for i := f.atoms.from; i < f.atoms.to; {
		alike := i + 1
		for alike < f.atoms.to && compareAtoms(h.atoms[i], h.atoms[alike]) == 0 {
			alike++
		}
		switch {
		case never && h.atoms[i].about != whatever:
		case alike == i+1:
			b = h.atom(b, &h.atoms[i])
		default:
			b = h.alike(b, h.atoms[i:alike])
		}
		i = alike
	}
	h.buffer = b
	return sum(b)
}

// through returns the form that f is nothing but another word for.
func (h *hasher) through(f *form) (to int32, ok bool) {
	if f.known || f.scalars.from != f.scalars.to || f.atoms.to != f.atoms.from+1 || h.atoms[f.atoms.from].kind != atomWhole {
		return 0, false
	}
	return h.edges[h.atoms[f.atoms.from].edges.from].to, true
}

// alike appends atoms that only their edges tell apart: each once, in the order of their bytes.
func (h *hasher) alike(b []byte, atoms []atom) []byte {
	all := h.scratch[:0]
	h.encoded = h.encoded[:0]
	for i := range atoms {
		from := len(all)
		all = h.atom(all, &atoms[i])
		h.encoded = append(h.encoded, all[from:len(all):len(all)])
	}
	h.scratch = all
	slices.SortFunc(h.encoded, bytes.Compare)
	for i, one := range h.encoded {
		if i == 0 || !bytes.Equal(one, h.encoded[i-1]) {
			b = append(b, one...)
		}
	}
	return b
}

// atom appends one atom. Its first edges are ordered by their hashes if their order does not count; anyOf needs each once.
func (h *hasher) atom(b []byte, a *atom) []byte {
	if a.idle > 0 && h.nothing(h.edges[a.edges.to-a.idle:a.edges.to]) {
		return b
	}
	b = append(b, byte(a.kind))
	b = binary.AppendUvarint(b, uint64(len(a.text)))
	b = append(b, a.text...)
	edges := h.edges[a.edges.from:a.edges.to]
	loose := h.sorted[:0]
	for _, e := range edges[:a.loose] {
		loose = append(loose, h.target(e))
	}
	h.sorted = loose
	slices.SortFunc(loose, func(a, b Hash) int { return bytes.Compare(a[:], b[:]) })
	if a.kind == atomAnyOf {
		loose = slices.Compact(loose)
	}
	b = binary.AppendUvarint(b, uint64(len(loose)))
	for i := range loose {
		b = append(b, loose[i][:]...)
	}
	for _, e := range edges[a.loose:] {
		to := h.target(e)
		b = append(b, to[:]...)
	}
	return b
}

// nothing says whether none of the schemas asks for anything.
func (h *hasher) nothing(edges []edge) bool {
	for _, e := range edges {
		if h.target(e) != hashOfNothing {
			return false
		}
	}
	return true
}

// rejectsAll says whether f asks for not of a schema that accepts everything.
func (h *hasher) rejectsAll(f *form) bool {
	for _, a := range h.atoms[f.atoms.from:f.atoms.to] {
		if a.kind == atomNot && h.nothing(h.edges[a.edges.from:a.edges.to]) {
			return true
		}
	}
	return false
}

func (h *hasher) target(e edge) Hash { return h.forms[e.to].hash.marked(e.marks) }
