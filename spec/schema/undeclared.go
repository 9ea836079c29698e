package schema

import (
	"slices"
	"strconv"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// Undeclared returns the JSON pointers of the members of v, at every depth, that no schema which applies to them declares although objects there are
// open to more. An object of which nothing is declared is one of free form, a map declares every key, and a property that any alternative
// declares is declared; what a closed object refuses is for Validate to say. At most MostViolations are returned, in the order of v.
func (s *Schema) Undeclared(v tape.Value) []string {
	d := &declarations{}
	d.value([]*Schema{s}, v, "")
	return d.undeclared
}

// declarations compares a value with what schemas declare.
type declarations struct{ undeclared []string }

// value looks at the parts of a value to which the schemas of apply.
func (d *declarations) value(apply []*Schema, v tape.Value, pointer string) {
	switch v.Kind() {
	case tape.Object:
		d.object(inPlace(apply), v, pointer)
	case tape.Array:
		all := inPlace(apply)
		for i, item := range v.Items() {
			var below []*Schema
			for _, s := range all {
				below = append(below, s.itemSchemas(i)...)
			}
			if len(below) > 0 {
				d.value(below, item, pointer+"/"+strconv.Itoa(i))
			}
		}
	}
}

func (d *declarations) object(all []*Schema, v tape.Value, pointer string) {
	closed, declares := false, false
	for _, s := range all {
		closed = closed || s.restProperties != nil && s.restProperties.literal == never
		if o := s.objects; o != nil {
			closed = closed || o.additional != nil && o.additional.literal == never
			declares = declares || len(o.patterns) > 0 || slices.ContainsFunc(o.table.entries, func(p property) bool { return p.schema != nil })
		}
	}
	for name, member := range v.Members() {
		var below []*Schema
		for _, s := range all {
			below = append(below, s.memberSchemas(name)...)
		}
		at := tape.PointerAppend(pointer, name)
		switch {
		case len(below) > 0:
			d.value(below, member, at)
		case declares && !closed && len(d.undeclared) < MostViolations:
			d.undeclared = append(d.undeclared, at)
		}
	}
}

// inPlace returns the schemas with all those that they apply to the same value, each once.
func inPlace(apply []*Schema) []*Schema {
	var all []*Schema
	for i, queue := 0, slices.Clone(apply); i < len(queue); i++ {
		s := queue[i]
		if s == nil || slices.Contains(all, s) {
			continue
		}
		all = append(all, s)
		queue = append(queue, s.ref, s.condition, s.then, s.orElse)
		queue = slices.Concat(queue, s.allOf, s.anyOf, s.oneOf)
		if s.dynamic != nil {
			queue = append(append(queue, s.dynamic.static), s.dynamic.candidates()...)
		}
		if s.objects != nil {
			for _, need := range s.objects.dependent {
				queue = append(queue, need.schema)
			}
		}
	}
	return all
}

// memberSchemas are those that s itself applies to a member: of its name, of patterns that its name matches, and else that of all others, unless it
// takes whatever there is.
func (s *Schema) memberSchemas(name string) []*Schema {
	var out []*Schema
	if o := s.objects; o != nil {
		if p := o.table.find(tape.Hash(name), []byte(name)); p != nil && p.schema != nil {
			out = append(out, p.schema)
		}
		for _, p := range o.patterns {
			if matched, _ := p.pattern.Match([]byte(name)); matched {
				out = append(out, p.schema)
			}
		}
		if len(out) == 0 && o.additional != nil && !o.additional.any && o.additional.literal != never {
			out = append(out, o.additional)
		}
	}
	if rest := s.restProperties; len(out) == 0 && rest != nil && !rest.any && rest.literal != never {
		out = append(out, rest)
	}
	return out
}

// itemSchemas are those that s itself applies to the item at place i.
func (s *Schema) itemSchemas(i int) []*Schema {
	a := s.arrays
	switch {
	case a == nil:
		return nil
	case i < len(a.prefix):
		return []*Schema{a.prefix[i]}
	case a.items != nil:
		return []*Schema{a.items}
	}
	return nil
}
