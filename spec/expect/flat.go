package expect

import (
	"slices"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// flat is what all the schemas that speak about one place say together, as far as it bears on what may be learnt there.
type flat struct {
	parts      []*schema.Schema
	choice     bool // which schema counts depends on the value
	properties map[string]property
	order      []string // names of properties, as they are declared
	required   []string
	isMap      bool // names are data: some schema allows further properties in so many words
	items      []*schema.Schema
	worded     bool // the strings are described: by a list, a format, a pattern or a length
	bounded    bool // so are the numbers
}

// property is what is said of one property.
type property struct {
	schemas []*schema.Schema
	hidden  bool // deprecated or writeOnly: nobody should wait for it
}

// flatten lays the schemas of a place flat: references and allOf are followed, and so is an anyOf or oneOf with one branch besides null.
func flatten(schemas []*schema.Schema) *flat {
	v := &flat{properties: map[string]property{}}
	for _, s := range schemas {
		v.add(s)
	}
	return v
}

func (v *flat) add(s *schema.Schema) {
	if s == nil || slices.Contains(v.parts, s) {
		return
	}
	v.parts = append(v.parts, s)
	k := s.Keywords()
	v.choice = v.choice || k.Never || k.Discriminator != nil || k.If != nil || k.Not != nil || k.DynamicRef != nil || len(k.Dependencies) > 0
	v.add(k.Ref)
	for _, part := range k.AllOf {
		v.add(part)
	}
	for _, branches := range [][]*schema.Schema{k.AnyOf, k.OneOf} {
		branches = slices.DeleteFunc(branches, onlyNull)
		if len(branches) == 1 {
			v.add(branches[0])
		}
		v.choice = v.choice || len(branches) > 1
	}
	v.required = append(v.required, k.Required...)
	for _, p := range k.Properties {
		about, known := v.properties[p.Name]
		if !known {
			v.order = append(v.order, p.Name)
		}
		about.schemas = append(about.schemas, p.Schema)
		about.hidden = about.hidden || p.WriteOnly || deprecated(p.Schema)
		v.properties[p.Name] = about
	}
	v.isMap = v.isMap || len(k.PatternProperties) > 0 || k.AdditionalProperties != nil && len(k.Properties) == 0
	if k.Items != nil {
		v.items = append(v.items, k.Items)
	}
	v.choice = v.choice || len(k.PrefixItems) > 0
	v.worded = v.worded || k.Enum != nil || k.Const.Kind() != 0 || k.Format != "" && schema.PromiseOf(k.Format) != "" || k.Pattern != nil || k.MinLength > 0
	v.bounded = v.bounded || k.Enum != nil || k.Const.Kind() != 0 || k.Minimum != nil || k.ExclusiveMinimum != nil
}

// onlyNull reports whether a branch is there for null alone.
func onlyNull(s *schema.Schema) bool {
	k := s.Target().Keywords()
	return !k.Never && k.Types.Has(tape.Null) && !slices.ContainsFunc([]tape.Kind{tape.Bool, tape.Number, tape.String, tape.Array, tape.Object}, k.Types.Has)
}

// deprecated reports whether the document advises against a property.
func deprecated(s *schema.Schema) bool {
	is, _ := s.Target().Node().Get("deprecated").Bool()
	own, _ := s.Node().Get("deprecated").Bool()
	return is || own
}
