// Package schema compiles the schemas of OpenAPI 3.0 and 3.1 documents and judges JSON values by them.
//
// It promises that no keyword is passed over in silence: each is compiled, a known annotation, or named in a CompileError
// with its line. Values are judged exactly as they were written (2^53+1 is not 2^53, 1.0 is an integer) and by the letter of
// the standard; Options.Compat knows where vendors mean more than they wrote. It does not read JSON (spec/tape does), does
// not follow parameters or media types (spec does), and never changes a value: no defaults, no conversions.
//
// The flow:
//
//	*tree.Node -> Set.Schema -> *Schema: a graph of nodes, compiled when first asked for, then immutable
//	tape.Value -> Schema.Validate -> nil, or Violations with instance path, keyword path and line
//	*Schema -> Schema.Hash -> what it means, to compare; Schema.Keywords -> what it says, to read
//
// A value is judged in two walks over the same graph. The first only asks whether it is accepted and allocates nothing; only if
// it is not, the second one collects what is wrong. An example:
//
//	set := schema.NewSet(store, schema.OpenAPI30)
//	s, err := set.Schema(file.Root.Lookup("/components/schemas/Pet"))
//	for _, v := range s.Validate(t.Root(), schema.Options{Face: schema.Response}) {
//		fmt.Println(v.InstancePath, "received", v.Received, "promised", v.Promised, "see", v.At)
//	}
//
// Sources: OpenAPI 3.0.3 and 3.1.0, section Schema Object; JSON Schema 2020-12 Core and Validation; for formats the OpenAPI
// format registry too.
package schema

import (
	"sync/atomic"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

// Dialect is the language schemas are written in.
type Dialect uint8

// The dialects.
const (
	OpenAPI30 Dialect = iota + 1 // OpenAPI 3.0: a part of JSON Schema draft 5 with changes of its own
	OpenAPI31                    // OpenAPI 3.1: JSON Schema 2020-12
)

// String returns the name of the dialect as messages use it.
func (d Dialect) String() string {
	if d == OpenAPI30 {
		return "OpenAPI 3.0"
	}
	return "OpenAPI 3.1"
}

// Face is the direction a value travels in. The zero Face is neither: readOnly and writeOnly then change nothing.
// Source: OpenAPI 3.0.3, section 4.7.24.2 (readOnly, writeOnly).
type Face uint8

// The faces of a schema.
const (
	Request  Face = iota + 1 // a required property that is readOnly may be absent
	Response                 // a required property that is writeOnly may be absent
)

// Options says how Validate judges. The zero value judges by the letter and reports everything.
type Options struct {
	Face  Face
	First bool // stop at the first violation
	// Compat accepts what vendors mean, with a warning instead of an error: null where a 3.0 schema says nullable but its enum
	// lacks null or nullable stands beside a combinator and not beside a type. It also warns of a readOnly property in a request
	// and a writeOnly one in a response (SHOULD NOT), and of a discriminator that names another alternative than the one that fits.
	Compat bool
	// AnnotateFormats leaves formats unchecked, as JSON Schema 2020-12 does unless told otherwise.
	AnnotateFormats bool
}

// MostViolations is how many violations Validate collects of one value before it stops.
const MostViolations = 1000

// Schema is one compiled schema. It is immutable and safe for concurrent use.
type Schema struct {
	node     *tree.Node
	dialect  Dialect
	set      *Set
	resource *resource // 3.1: what $id, $anchor and $dynamicRef are relative to
	refused  []Refusal

	literal   literal
	any       bool // accepts every value, marks nothing, warns of nothing
	alias     bool // nothing but ref
	combines  bool // has keywords that apply schemas to the same value
	nullable  bool // 3.0: nullable: true stands here
	readOnly  bool
	writeOnly bool
	types     Types

	enum, constant *choice
	numbers        *numberRules
	strings        *stringRules
	arrays         *arrayRules
	objects        *objectRules

	ref                          *Schema
	direct                       *Schema // where a chain of references that say nothing themselves ends; nil if s is no such reference
	dynamic                      *dynamicRef
	allOf, anyOf, oneOf          []*Schema
	not, condition, then, orElse *Schema
	discriminator                *discriminator
	restItems, restProperties    *Schema // unevaluatedItems, unevaluatedProperties

	core   atomic.Pointer[Hash] // without readOnly and writeOnly; nil until it is asked for
	number int32                // of its form plus one, while a hasher is at work
}

// literal is the value of a boolean schema.
type literal uint8

const (
	noLiteral literal = iota
	always
	never
)

// Node returns the node of the document the schema was compiled from; nil for the schema of a nil node.
func (s *Schema) Node() *tree.Node { return s.node }

// Position returns where the schema stands.
func (s *Schema) Position() tree.Position {
	if s.node == nil {
		return tree.Position{}
	}
	return s.node.At
}

// Any says whether the schema accepts every value, so that nothing can be judged by it.
func (s *Schema) Any() bool { return s.any }

// edges calls visit with every schema s applies; inPlace says whether to the same value or to a part of it.
func (s *Schema) edges(visit func(to *Schema, inPlace bool)) {
	one := func(to *Schema, inPlace bool) {
		if to != nil {
			visit(to, inPlace)
		}
	}
	for _, list := range [...][]*Schema{s.allOf, s.anyOf, s.oneOf, {s.ref, s.not, s.condition, s.then, s.orElse}} {
		for _, to := range list {
			one(to, true)
		}
	}
	one(s.restItems, false)
	one(s.restProperties, false)
	if a := s.arrays; a != nil {
		for _, to := range a.prefix {
			one(to, false)
		}
		one(a.items, false)
		one(a.contains, false)
	}
	if o := s.objects; o != nil {
		for i := range o.table.entries {
			one(o.table.entries[i].schema, false)
		}
		for i := range o.patterns {
			one(o.patterns[i].schema, false)
		}
		one(o.additional, false)
		one(o.names, false)
		for i := range o.dependent {
			one(o.dependent[i].schema, true)
		}
	}
	if s.dynamic != nil {
		one(s.dynamic.static, false)
		for _, to := range s.dynamic.candidates() {
			one(to, false)
		}
	}
}
