package schema

import (
	"slices"

	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// Keywords is what one schema says itself, in the words of JSON Schema 2020-12 whichever dialect it is written in: nullable has become
// a type, a boolean exclusiveMinimum a bound, dependencies what it asks for. What other schemas say is theirs to tell: follow Ref,
// AllOf and the rest, and mind that references make cycles. A keyword that is absent has the zero value of its field unless the field
// says otherwise; one that could not be compiled (see CompileError) is absent.
type Keywords struct {
	Never bool  // the schema is false; nothing else is set
	Types Types // every type if none is named

	Enum     []tape.Value // nil if absent; an empty one accepts nothing
	Const    tape.Value   // of kind 0 if absent
	Nullable bool         // 3.0: nullable stands here. Types holds what it means by the letter; with Options.Compat null is accepted

	Minimum, Maximum, ExclusiveMinimum, ExclusiveMaximum, MultipleOf *tape.Decimal

	MinLength, MaxLength int // in characters; MaxLength is -1 if absent
	Pattern              *Pattern
	Format               string // also one that is not checked

	MinItems, MaxItems       int // MaxItems is -1 if absent
	UniqueItems              bool
	PrefixItems              []*Schema
	Items, Contains          *Schema
	MinContains, MaxContains int // set only with Contains: 1 and -1 if absent
	UnevaluatedItems         *Schema

	MinProperties, MaxProperties int // MaxProperties is -1 if absent
	Properties                   []Property
	Required                     []string
	PatternProperties            []PatternProperty
	AdditionalProperties         *Schema
	PropertyNames                *Schema
	UnevaluatedProperties        *Schema
	Dependencies                 []Dependency

	Ref                 *Schema // applied to the same value, as all that follow are
	DynamicRef          *Schema // where a $ref of the same text leads; entered by another way it may lead elsewhere
	AllOf, AnyOf, OneOf []*Schema
	Not, If, Then, Else *Schema
	Discriminator       *Discriminator

	ReadOnly, WriteOnly bool // marked here, behind Ref or in a part of AllOf
}

// Property is a property a schema declares.
type Property struct {
	Name                string
	Schema              *Schema
	Required            bool // its name stands in Required
	ReadOnly, WriteOnly bool // it need not be there in a request or a response, even if it is required
}

// PatternProperty is the schema of properties whose name matches a pattern.
type PatternProperty struct {
	Pattern *Pattern
	Schema  *Schema
}

// Dependency is what the presence of a property asks for: other properties, or that the object conforms to a schema.
type Dependency struct {
	Name   string
	Needs  []string
	Schema *Schema // nil if there is none
}

// Discriminator says by which property an object names the alternative it belongs to. It never changes what conforms.
// Source: OpenAPI 3.0.4, section 4.7.25 (Discriminator Object).
type Discriminator struct {
	Property string
	Mapping  []Mapping // as the document orders it, then the names of components that are alternatives
}

// Mapping is one value of a discriminator's property and the schema it stands for.
type Mapping struct {
	Value  string
	Schema *Schema // nil if the mapping leads nowhere
}

// Keywords returns what s says itself. Slices are made anew, so that the caller may keep and change them.
func (s *Schema) Keywords() Keywords {
	k := Keywords{Types: s.types, MaxLength: -1, MaxItems: -1, MaxProperties: -1}
	if s.literal != noLiteral {
		k.Never = s.literal == never
		return k
	}
	k.Nullable, k.ReadOnly, k.WriteOnly = s.nullable, s.readOnly, s.writeOnly
	if s.enum != nil {
		k.Enum = slices.Clone(s.enum.values)
	}
	if s.constant != nil {
		k.Const = s.constant.values[0]
	}
	if n := s.numbers; n != nil {
		k.Minimum, k.Maximum, k.ExclusiveMinimum, k.ExclusiveMaximum, k.MultipleOf = n.minimum, n.maximum, n.above, n.below, n.multiple
	}
	if t := s.strings; t != nil {
		k.MinLength, k.MaxLength, k.Pattern = t.minimum, t.maximum, t.pattern
	}
	if s.dialect == OpenAPI31 || s.node.Get("$ref") == nil {
		k.Format = s.node.Get("format").String()
	}
	k.Ref, k.AllOf, k.AnyOf, k.OneOf = s.ref, slices.Clone(s.allOf), slices.Clone(s.anyOf), slices.Clone(s.oneOf)
	k.Not, k.If, k.Then, k.Else = s.not, s.condition, s.then, s.orElse
	k.UnevaluatedItems, k.UnevaluatedProperties = s.restItems, s.restProperties
	if s.dynamic != nil {
		k.DynamicRef = s.dynamic.static
	}
	if d := s.discriminator; d != nil {
		k.Discriminator = &Discriminator{Property: d.property}
		for _, m := range d.mapping {
			k.Discriminator.Mapping = append(k.Discriminator.Mapping, Mapping{m.value, m.leads})
		}
	}
	s.arrayKeywords(&k)
	s.objectKeywords(&k)
	return k
}

func (s *Schema) arrayKeywords(k *Keywords) {
	r := s.arrays
	if r == nil {
		return
	}
	k.MinItems, k.MaxItems, k.UniqueItems = r.minimum, r.maximum, r.unique
	k.PrefixItems, k.Items = slices.Clone(r.prefix), r.items
	if r.contains != nil {
		k.Contains, k.MinContains, k.MaxContains = r.contains, r.containsMinimum, r.containsMax
	}
}

func (s *Schema) objectKeywords(k *Keywords) {
	r := s.objects
	if r == nil {
		return
	}
	k.MinProperties, k.MaxProperties = r.minimum, r.maximum
	k.Required = slices.Clone(r.required)
	for i := range r.table.entries {
		p := &r.table.entries[i]
		if p.schema != nil {
			required := p.bit != 0 || len(r.required) > 64 && slices.Contains(r.required, p.name)
			k.Properties = append(k.Properties, Property{p.name, p.schema, required, p.readOnly, p.writeOnly})
		}
	}
	for _, p := range r.patterns {
		k.PatternProperties = append(k.PatternProperties, PatternProperty{p.pattern, p.schema})
	}
	k.AdditionalProperties, k.PropertyNames = r.additional, r.names
	for _, d := range r.dependent {
		k.Dependencies = append(k.Dependencies, Dependency{d.name, slices.Clone(d.needs), d.schema})
	}
}

// Target returns the schema s is only another name for: where a chain of references ends that say nothing themselves; else s.
func (s *Schema) Target() *Schema {
	if s.direct != nil {
		return s.direct
	}
	return s
}

// KeywordPosition returns where a keyword of s stands in the document, or the part of it that keys lead to, such as "properties", "name";
// the schema's own place if it has no such keyword.
func (s *Schema) KeywordPosition(keyword string, keys ...string) tree.Position {
	m, ok := s.node.Member(keyword)
	if !ok {
		if s.node == nil {
			return tree.Position{}
		}
		return s.node.KeyAt()
	}
	if len(keys) > 0 {
		pointer := ""
		for _, key := range keys {
			pointer = tape.PointerAppend(pointer, key)
		}
		if part := m.Value.Lookup(pointer); part != nil {
			return part.At
		}
	}
	return m.At
}
