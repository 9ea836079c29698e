package diff

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/contain"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// saysAlike reports whether both sides offer the same alternatives and say the same by the keywords that only count together with others.
func (f *flat) saysAlike(g *flat) bool {
	return sameBranches(f, g) && !slices.ContainsFunc(together, func(keyword string) bool { return !slices.Equal(f.said(keyword), g.said(keyword)) })
}

// regrouped reports whether both sides only say in other words what they said: they take the same values, to the letter, and declare the same
// names. It is asked where choices, or keywords that only count together, are written in another way.
func (m *pair) regrouped() bool {
	names := m.declared(true)
	if m.flat[0].null != m.flat[1].null || !maps.Equal(names, m.declared(false)) || len(m.base) == 0 || len(m.revision) == 0 {
		return false
	}
	faces := []schema.Face{0}
	for _, travels := range names {
		if strings.HasPrefix(travels, "readOnly") || strings.HasPrefix(travels, "writeOnly") {
			faces = []schema.Face{0, schema.Request, schema.Response} // what is required there is not in each direction
		}
	}
	for _, face := range faces {
		o := contain.Options{Face: face, Undeclared: contain.Formal, Work: mostWork}
		within := func(sub, super conj) bool {
			return !slices.ContainsFunc(super, func(s *schema.Schema) bool { return contain.Decide(sub[0], s, o).Answer != contain.Contained })
		}
		if !within(m.base, m.revision) || !within(m.revision, m.base) {
			return false
		}
	}
	return true
}

// mostDeclared is how many places of one schema are looked at; one with more is not taken for another's equal.
const mostDeclared = 2000

// declared are the names that one side declares, at whatever depth and in whatever alternative, with the directions they travel in, and how
// alternatives are told apart: all of it says more than which values are taken.
func (m *pair) declared(base bool) map[string]string {
	d := declaration{names: map[string]string{}, open: map[*schema.Schema]bool{}}
	d.collect("", m.side(base))
	if d.looks > mostDeclared {
		d.names["too many, "+nodeOf(m.side(base)[0]).At.String()] = ""
	}
	return d.names
}

type declaration struct {
	names map[string]string
	open  map[*schema.Schema]bool // being looked at, for schemas hold themselves
	looks int
}

func (d *declaration) collect(at string, c conj) {
	if d.looks++; len(c) == 0 || d.open[c[0]] || d.looks > mostDeclared {
		return
	}
	d.open[c[0]] = true
	defer delete(d.open, c[0])
	f := flatten(c)
	for _, p := range f.properties {
		if p.declared != nil {
			d.names[at+"/"+p.name] = travelWord(p)
			d.collect(at+"/"+p.name, p.schemas.tidy())
		}
	}
	d.collect(at+"/[]", f.items.tidy())
	d.collect(at+"/*", f.additional.tidy())
	for i, s := range f.prefix {
		d.collect(at+"/"+strconv.Itoa(i), conj{s}.tidy())
	}
	for _, g := range f.groups {
		for _, branch := range g.branches {
			d.collect(at, conj{branch}.tidy())
		}
	}
	for _, p := range f.parts {
		for _, s := range []*schema.Schema{p.words.If, p.words.Then, p.words.Else} {
			d.collect(at, conj{s}.tidy())
		}
		if named := p.words.Discriminator; named != nil {
			d.names[at+"/ "+named.Property] = fmt.Sprint(len(named.Mapping))
			for _, mapping := range named.Mapping {
				d.names[at+"/ "+named.Property+" "+mapping.Value] = ""
			}
		}
	}
}

// closes reports whether unevaluatedProperties forbids what additionalProperties would: nothing else evaluates a name beside it.
func closes(k schema.Keywords) bool {
	return k.UnevaluatedProperties != nil && k.UnevaluatedProperties.Keywords().Never && k.AdditionalProperties == nil && alone(k)
}

// closesItems is closes for the items of an array.
func closesItems(k schema.Keywords) bool {
	return k.UnevaluatedItems != nil && k.UnevaluatedItems.Keywords().Never && k.Items == nil && k.Contains == nil && alone(k)
}

// alone reports whether a schema applies no other schema to the same value.
func alone(k schema.Keywords) bool {
	return k.Ref == nil && k.DynamicRef == nil && k.Not == nil && k.If == nil && len(k.AllOf)+len(k.AnyOf)+len(k.OneOf) == 0 &&
		!slices.ContainsFunc(k.Dependencies, func(d schema.Dependency) bool { return d.Schema != nil })
}

// spread are the alternatives of anyOf with those written out that only offer alternatives themselves, each once.
func spread(branches []*schema.Schema, depth int) []*schema.Schema {
	var out []*schema.Schema
	for _, branch := range branches {
		list := []*schema.Schema{branch}
		if k := branch.Target().Keywords(); len(k.AnyOf) > 0 && onlyAnyOf(k) && depth < 20 {
			list = spread(k.AnyOf, depth+1)
		}
		for _, s := range list {
			if !slices.ContainsFunc(out, func(known *schema.Schema) bool { return known.Hash() == s.Hash() }) {
				out = append(out, s)
			}
		}
	}
	return out
}

// onlyAnyOf reports whether a schema says nothing but anyOf.
func onlyAnyOf(k schema.Keywords) bool {
	rest := k
	rest.AnyOf = nil
	return alone(rest) && allTypes(k.Types) && k.Enum == nil && k.Const.Kind() == 0 && !k.Nullable && k.Minimum == nil && k.Maximum == nil && k.ExclusiveMinimum == nil &&
		k.ExclusiveMaximum == nil && k.MultipleOf == nil && k.MinLength == 0 && k.MaxLength < 0 && k.Pattern == nil && k.Format == "" && k.MinItems == 0 &&
		k.MaxItems < 0 && !k.UniqueItems && k.PrefixItems == nil && k.Items == nil && k.Contains == nil && k.UnevaluatedItems == nil && k.MinProperties == 0 &&
		k.MaxProperties < 0 && k.Properties == nil && len(k.Required) == 0 && k.PatternProperties == nil && k.AdditionalProperties == nil &&
		k.PropertyNames == nil && k.UnevaluatedProperties == nil && len(k.Dependencies) == 0 && k.Discriminator == nil
}

func allTypes(t schema.Types) bool {
	return !t.OnlyIntegers() && t.Has(tape.Null) && !slices.ContainsFunc(typedKinds[:], func(k tape.Kind) bool { return !t.Has(k) })
}
