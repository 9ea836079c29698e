package schema

import (
	"crypto/sha256"
	"encoding/hex"
)

// Hash stands for what a schema means: schemas with equal hashes accept the same values, in both faces and with Compat too, and
// declare the same properties. It is the same in every process. The zero Hash stands for no schema.
//
// Equal are schemas that differ in how they are written: a $ref or what it leads to, names of components, the order of keywords,
// properties, required, enum and alternatives, allOf regrouped or with one part, OpenAPI 3.0 or 3.1, additionalProperties
// absent or true, const or an enum of one value, keywords that cannot apply to the type, and all prose (title, description,
// default, deprecated, examples, extensions, xml). Cycles are equal if they describe the same endless schema, also where one is
// written out further than the other; only what is written out as a cycle in front of the same cycle is not recognised.
//
// Different are schemas that accept different values, declare different properties, name different formats, patterns (as they are
// written) or discriminators, or are readOnly or writeOnly in different places. Schemas may also differ in hash although they
// accept the same values: anyOf of a type and null and a list of the two types do. What could not be compiled counts as written.
type Hash [16]byte

// String returns the hash in hexadecimal digits.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// Hash returns the hash of what s means. It is worked out when first asked for, together with that of every schema s reaches.
func (s *Schema) Hash() Hash {
	if s.core.Load() == nil {
		s.hashAll()
	}
	return s.core.Load().marked(s.faces())
}

// faceMarks are the marks that say in which direction a value may travel.
type faceMarks uint8

const (
	readOnlyMark faceMarks = 1 << iota
	writeOnlyMark
)

func (s *Schema) faces() faceMarks {
	m := faceMarks(0)
	if s.readOnly {
		m |= readOnlyMark
	}
	if s.writeOnly {
		m |= writeOnlyMark
	}
	return m
}

// marked returns the hash of the schema h stands for with marks of its own.
func (h *Hash) marked(m faceMarks) Hash {
	if m == 0 {
		return *h
	}
	return sum(append(h[:len(h):len(h)], byte(m)))
}

// hashOfNothing is the hash of the schema that asks for nothing: a form without scalars and atoms.
var hashOfNothing = sum(appendText(nil, ""))

func sum(b []byte) Hash {
	full := sha256.Sum256(b)
	return Hash(full[:len(Hash{})])
}

// hashAll works out the hashes of s and everything it reaches.
func (s *Schema) hashAll() {
	set := s.set
	if set == nil { // the schema of nothing
		s.core.Store(&hashOfNothing)
		return
	}
	set.mu.Lock()
	defer set.mu.Unlock()
	if s.core.Load() != nil {
		return
	}
	h := hasher{set: set, truth: &Schema{literal: always, any: true, types: allTypes}, marking: map[place]int32{}}
	h.place(s, 0)
	for next := 0; next < len(h.forms); next++ { // it grows on the way
		h.form(next)
	}
	for i := range h.edges { // past forms that are nothing but another word
		for e := &h.edges[i]; ; {
			to, ok := h.through(&h.forms[e.to])
			if !ok {
				break
			}
			e.to = to
		}
	}
	h.order()
	hashes := make([]Hash, len(h.forms))
	for i := range h.forms {
		if f := &h.forms[i]; f.marking == 0 {
			f.schema.number = 0
			hashes[i] = f.hash
			f.schema.core.Store(&hashes[i])
		}
	}
}

// place is a schema together with what unevaluated keywords around it want to know of it.
type place struct {
	schema  *Schema
	marking marking
}

// marking says which unevaluated keywords apply to the same value: only to them does it matter whether a keyword that accepts
// everything evaluates it or is absent.
type marking uint8

const (
	marksItems marking = 1 << iota
	marksProperties
)

// hasher works out hashes in three steps: a form for each schema reached, strongly connected forms together, their hashes from
// the leaves up.
type hasher struct {
	set     *Set
	truth   *Schema // accepts everything
	forms   []form
	marking map[place]int32 // forms for a marking that is not 0
	scalars []byte          // of all forms, one behind the other
	atoms   []atom
	edges   []edge
	parts   parts // of the form being made

	buffer, scratch []byte
	sorted          []Hash
	encoded         [][]byte
}

// form is one schema in the form that all ways to write it share: scalars, and atoms that apply other schemas. A value conforms to
// the schema if it conforms to each of them.
type form struct {
	place
	hash       Hash
	known      bool // hash is final
	scalars    span
	atoms      span
	index, low int32 // of Tarjan's algorithm
	stacked    bool
}

// span is a part of a list.
type span struct{ from, to int32 }

// atom is one keyword of a form that applies schemas.
type atom struct {
	kind  atomKind
	about Types // the types of values it can contradict
	text  string
	edges span
	loose int32 // how many of the first edges stand in no order
	idle  int32 // how many of the last edges must ask for nothing for the atom to say nothing; 0: it always says something
}

// edge leads from an atom to a form.
type edge struct {
	to    int32
	marks faceMarks
}

// place returns the number of the form of s, making it if there is none.
func (h *hasher) place(s *Schema, m marking) int32 {
	p := place{s, m}
	if m != 0 {
		if n, ok := h.marking[p]; ok {
			return n
		}
		h.marking[p] = int32(len(h.forms))
	} else {
		if s.number != 0 {
			return s.number - 1
		}
		s.number = int32(len(h.forms)) + 1
	}
	f := form{place: p}
	if m == 0 {
		if known := s.core.Load(); known != nil {
			f.hash, f.known = *known, true
		}
	}
	h.forms = append(h.forms, f)
	return int32(len(h.forms) - 1)
}
