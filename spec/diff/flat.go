package diff

import (
	"slices"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// flat is a conjunction of schemas taken apart: references followed, allOf and alternatives without a choice merged, so that what is written
// in another way looks the same.
type flat struct {
	parts      []part
	types      typeSet
	null       bool // null is accepted, also where a vendor means it by nullable
	strictNull bool // null is accepted by the letter
	properties []*property
	additional conj           // what undeclared names must be; empty for anything
	closed     *schema.Schema // the part that forbids undeclared names; nil if none does
	items      conj
	prefix     []*schema.Schema
	groups     []group
	values     []tape.Value // of enum and const, those its types can have, without null
	listed     bool         // enum or const is there
}

// part is one schema of a conjunction with what it says itself.
type part struct {
	schema *schema.Schema
	words  schema.Keywords
}

// property is what a flat schema says of one name.
type property struct {
	name                string
	schemas             conj           // none if it is only required
	declared            *schema.Schema // the first schema that declares it
	required            *schema.Schema // the part that requires it; nil if none does
	readOnly, writeOnly bool
}

// group is a list of alternatives.
type group struct {
	keyword  string // anyOf or oneOf
	holder   *schema.Schema
	branches []*schema.Schema
}

// typeSet is a set of JSON types, null left out.
type typeSet struct {
	kinds    uint8
	integers bool // of numbers integers only
}

func (t typeSet) has(k tape.Kind) bool { return t.kinds&(1<<k) != 0 }

var typedKinds = [...]tape.Kind{tape.String, tape.Number, tape.Bool, tape.Array, tape.Object}

// names returns the words of JSON Schema for the types.
func (t typeSet) names() []string {
	var out []string
	for _, k := range typedKinds {
		switch {
		case !t.has(k):
		case k == tape.Number && t.integers:
			out = append(out, "integer")
		default:
			out = append(out, k.String())
		}
	}
	return out
}

func (t typeSet) all() bool { return len(t.names()) == len(typedKinds) && !t.integers }

// flatten takes a conjunction apart.
func flatten(c conj) *flat {
	f := &flat{null: true, strictNull: true}
	for _, k := range typedKinds {
		f.types.kinds |= 1 << k
	}
	seen := map[*schema.Schema]bool{}
	for _, s := range c {
		f.add(s, seen)
		f.null = f.null && s.Accepts(nullText, schema.Options{Compat: true})
		f.strictNull = f.strictNull && s.Accepts(nullText, schema.Options{})
	}
	f.filterValues()
	return f
}

// nullText is the JSON value null, read once.
var nullText = func() tape.Value {
	t, _ := tape.Read([]byte("null"), tape.Limits{})
	return t.Root()
}()

// add merges s and what it applies to the same value in any case.
func (f *flat) add(s *schema.Schema, seen map[*schema.Schema]bool) {
	if s == nil || seen[s] {
		return
	}
	seen[s] = true
	s = s.Target()
	seen[s] = true
	k := s.Keywords()
	f.parts = append(f.parts, part{s, k})
	f.narrow(k)
	for _, p := range k.Properties {
		known := f.property(p.Name)
		if known.declared == nil {
			known.declared = p.Schema
		}
		known.schemas = append(known.schemas, p.Schema)
		known.readOnly, known.writeOnly = known.readOnly || p.ReadOnly, known.writeOnly || p.WriteOnly
	}
	for _, name := range k.Required {
		if known := f.property(name); known.required == nil {
			known.required = s
		}
	}
	if a := k.AdditionalProperties; a != nil && !a.Any() {
		if a.Keywords().Never {
			f.closed = s
		} else {
			f.additional = append(f.additional, a)
		}
	}
	if closes(k) {
		f.closed = s
	}
	if k.Items != nil {
		f.items = append(f.items, k.Items)
	} else if closesItems(k) {
		f.items = append(f.items, k.UnevaluatedItems)
	}
	f.prefix = append(f.prefix, k.PrefixItems...)
	f.add(k.Ref, seen)
	for _, branch := range k.AllOf {
		f.add(branch, seen)
	}
	f.choice("anyOf", s, k.AnyOf, seen)
	f.choice("oneOf", s, k.OneOf, seen)
}

// choice merges alternatives without a choice and keeps the others. One of null alone says that null is accepted, which f.null knows: so an alternative
// beside it stands there as one that is nullable does.
func (f *flat) choice(keyword string, holder *schema.Schema, branches []*schema.Schema, seen map[*schema.Schema]bool) {
	if keyword == "anyOf" {
		branches = spread(branches, 0)
	}
	if values := slices.DeleteFunc(slices.Clone(branches), onlyNull); len(values) > 0 {
		branches = values
	}
	switch len(branches) {
	case 0:
	case 1:
		f.add(branches[0], seen)
	default:
		f.groups = append(f.groups, group{keyword, holder, branches})
	}
}

// onlyNull reports whether a schema accepts null and nothing else.
func onlyNull(s *schema.Schema) bool {
	k := s.Target().Keywords()
	return k.Const.Kind() == tape.Null || k.Types.Has(tape.Null) && k.Types.Values() == 0
}

// narrow takes out what types, enum and const rule out.
func (f *flat) narrow(k schema.Keywords) {
	if k.Never {
		f.types = typeSet{}
		return
	}
	for _, kind := range typedKinds {
		if !k.Types.Has(kind) {
			f.types.kinds &^= 1 << kind
		}
	}
	f.types.integers = f.types.has(tape.Number) && (f.types.integers || k.Types.OnlyIntegers())
	if k.Enum != nil {
		f.list(k.Enum)
	}
	if k.Const.Kind() != 0 {
		f.list([]tape.Value{k.Const})
	}
}

func (f *flat) list(values []tape.Value) {
	if !f.listed {
		f.listed, f.values = true, values
		return
	}
	f.values = slices.DeleteFunc(slices.Clone(f.values), func(v tape.Value) bool {
		return !slices.ContainsFunc(values, func(w tape.Value) bool { return tape.Equal(v, w) })
	})
}

// filterValues leaves out the values of an enum no instance can have: null, of which f.null speaks, and those of other types.
func (f *flat) filterValues() {
	f.values = slices.DeleteFunc(slices.Clone(f.values), func(v tape.Value) bool {
		return !f.types.has(v.Kind()) || v.Kind() == tape.Number && f.types.integers && !v.IsInteger()
	})
}

func (f *flat) property(name string) *property {
	for _, p := range f.properties {
		if p.name == name {
			return p
		}
	}
	p := &property{name: name}
	f.properties = append(f.properties, p)
	return p
}

// lookup returns what f says of a name, or nil if it declares none of that name.
func (f *flat) lookup(name string) *property {
	for _, p := range f.properties {
		if p.name == name && p.declared != nil {
			return p
		}
	}
	return nil
}

// requires returns the part of f that requires a name, or nil.
func (f *flat) requires(name string) *schema.Schema {
	for _, p := range f.properties {
		if p.name == name {
			return p.required
		}
	}
	return nil
}

// travels reports whether a property is there in messages of a face.
func (p *property) travels(face schema.Face) bool {
	return !(p.readOnly && face == schema.Request) && !(p.writeOnly && face == schema.Response)
}

// anything reports whether f accepts every value.
func (f *flat) anything() bool { return len(f.parts) == 0 }
