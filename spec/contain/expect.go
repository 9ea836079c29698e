package contain

import (
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/schema"
)

// expected says whether super may break a value under this name: with Declared, only if sub says something about it.
func (b *branch) expected(l literal, name string) bool {
	if b.search.options.Undeclared == Formal || !l.super {
		return true
	}
	known := slices.Contains(b.objects.required, name)
	for _, g := range b.objects.groups {
		if g.super {
			continue
		}
		for i := range g.keywords.Properties {
			if p := &g.keywords.Properties[i]; p.Name == name && b.search.wrongFace(p) && !known {
				return false
			}
		}
		known = known || declares(g.keywords, name) || typed(g.keywords.AdditionalProperties)
	}
	for _, r := range b.objects.rest {
		known = known || !r.super && typed(r.schema)
	}
	// What sub refuses by an alternative that it does not take is told by the names that alternative declares.
	return known || slices.ContainsFunc(b.met, func(m literal) bool { return m.not && !m.super && declares(b.search.view(m.schema.Target()), name) })
}

// typed says whether a schema says anything.
func typed(s *schema.Schema) bool { return s != nil && !s.Any() }

// wrongFace says whether a property is not sent in this direction. Source: OpenAPI 3.0.3, section 4.7.24.2 (readOnly, writeOnly).
func (s *search) wrongFace(p *schema.Property) bool {
	return p.ReadOnly && s.options.Face == schema.Request || p.WriteOnly && s.options.Face == schema.Response
}

// excused says whether a required property may be absent because of the face.
func (b *branch) excused(l literal, name string) bool {
	if b.search.options.Face == 0 {
		return false
	}
	name += "\x00"
	return strings.Contains("\x00"+l.excuse, "\x00"+name) || strings.Contains("\x00"+b.search.excuses(l.schema), "\x00"+name)
}

// excuses returns the names that a schema, or one it applies to the same value, marks as not sent in this direction; each ends in
// a zero byte.
func (s *search) excuses(of *schema.Schema) string {
	if s.options.Face == 0 {
		return ""
	}
	if known, ok := s.marks[of]; ok {
		return known
	}
	var names []string
	s.marked(of, &names, 0)
	slices.Sort(names)
	all := ""
	for _, name := range slices.Compact(names) {
		all += name + "\x00"
	}
	s.marks[of] = all
	return all
}

// mostNested is how deep schemas that describe the same value are followed, as spec/schema does.
const mostNested = 20

func (s *search) marked(of *schema.Schema, names *[]string, depth int) {
	if depth > mostNested {
		return
	}
	k := s.view(of)
	for i := range k.Properties {
		if p := &k.Properties[i]; s.wrongFace(p) {
			*names = append(*names, p.Name)
		}
	}
	for _, list := range [...][]*schema.Schema{k.AllOf, k.AnyOf, k.OneOf, {k.Ref, k.Then, k.Else}} {
		for _, part := range list {
			if part != nil {
				s.marked(part, names, depth+1)
			}
		}
	}
	for _, d := range k.Dependencies {
		if d.Schema != nil {
			s.marked(d.Schema, names, depth+1)
		}
	}
}

// any says whether a schema accepts every value. One whose format is not checked here does not claim to.
func (s *search) any(of *schema.Schema) bool { return of.Any() && !s.reaches(of).unchecked }

// never says whether no value does what l asks.
func (s *search) never(l literal) bool {
	return l.not && s.any(l.schema) || !l.not && s.view(l.schema.Target()).Never
}
