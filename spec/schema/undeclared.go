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
	seen := declarations{}
	seen.value([]*Schema{s}, v, "")
	if seen.count == 0 {
		return nil
	}
	d := declarations{named: true}
	d.value([]*Schema{s}, v, "")
	return d.undeclared
}

// declarations compares a value with what schemas declare. Most values hold nothing else: they are looked at without building the pointers to their parts.
type declarations struct {
	named      bool // pointers are built
	undeclared []string
	count      int // of what is undeclared
}

// below is the pointer to a part of what pointer leads to.
func (d *declarations) below(pointer string, c *tape.Cursor) string {
	switch {
	case !d.named:
		return ""
	case c.Name() == nil:
		return pointer + "/" + strconv.Itoa(c.Index())
	}
	return tape.PointerAppend(pointer, string(c.Name()))
}

// value looks at the parts of a value to which the schemas of apply.
func (d *declarations) value(apply []*Schema, v tape.Value, pointer string) {
	switch v.Kind() {
	case tape.Object:
		var few [4]*Schema
		d.object(inPlace(few[:0], apply), v, pointer)
	case tape.Array:
		var few, more [4]*Schema
		all, below := inPlace(few[:0], apply), more[:0]
		for c := v.Walk(); c.Next(); {
			below = below[:0]
			for _, s := range all {
				if item := s.itemSchema(c.Index()); item != nil {
					below = append(below, item)
				}
			}
			if len(below) > 0 && nests(c.Value()) {
				d.value(below, c.Value(), d.below(pointer, &c))
			}
		}
	}
}

// nests says whether a value has parts.
func nests(v tape.Value) bool { return v.Kind() == tape.Object || v.Kind() == tape.Array }

func (d *declarations) object(all []*Schema, v tape.Value, pointer string) {
	closed, declares := false, false
	for _, s := range all {
		closed = closed || s.restProperties != nil && s.restProperties.literal == never
		if o := s.objects; o != nil {
			closed = closed || o.additional != nil && o.additional.literal == never
			declares = declares || len(o.patterns) > 0 || slices.ContainsFunc(o.table.entries, func(p property) bool { return p.schema != nil })
		}
	}
	var few [4]*Schema
	below := few[:0]
	for c := v.Walk(); c.Next(); {
		below = below[:0]
		for _, s := range all {
			below = s.memberSchemas(below, &c)
		}
		switch {
		case len(below) > 0 && nests(c.Value()):
			d.value(below, c.Value(), d.below(pointer, &c))
		case len(below) == 0 && declares && !closed && d.count < MostViolations:
			d.count++
			if d.named {
				d.undeclared = append(d.undeclared, d.below(pointer, &c))
			}
		}
	}
}

// inPlace appends to all the schemas with all those that they apply to the same value, each once.
func inPlace(all, apply []*Schema) []*Schema {
	add := func(list ...*Schema) {
		for _, s := range list {
			if s != nil && !slices.Contains(all, s.Target()) {
				all = append(all, s.Target())
			}
		}
	}
	add(apply...)
	for i := 0; i < len(all); i++ {
		s := all[i]
		add(s.ref, s.condition, s.then, s.orElse)
		add(s.allOf...)
		add(s.anyOf...)
		add(s.oneOf...)
		if s.dynamic != nil {
			add(s.dynamic.static)
			add(s.dynamic.candidates()...)
		}
		if s.objects != nil {
			for _, need := range s.objects.dependent {
				add(need.schema)
			}
		}
	}
	return all
}

// memberSchemas adds to list those that s itself applies to a member: of its name, of patterns that its name matches, and else that of all others,
// unless it takes whatever there is.
func (s *Schema) memberSchemas(list []*Schema, member *tape.Cursor) []*Schema {
	before := len(list)
	if o := s.objects; o != nil {
		if p := o.table.find(member.Hash(), member.Name()); p != nil && p.schema != nil {
			list = append(list, p.schema)
		}
		for _, p := range o.patterns {
			if matched, _ := p.pattern.Match(member.Name()); matched {
				list = append(list, p.schema)
			}
		}
		if len(list) == before && o.additional != nil && !o.additional.any && o.additional.literal != never {
			list = append(list, o.additional)
		}
	}
	if rest := s.restProperties; len(list) == before && rest != nil && !rest.any && rest.literal != never {
		list = append(list, rest)
	}
	return list
}

// itemSchema is the one that s itself applies to the item at place i; nil if it has none.
func (s *Schema) itemSchema(i int) *Schema {
	switch a := s.arrays; {
	case a == nil:
		return nil
	case i < len(a.prefix):
		return a.prefix[i]
	default:
		return a.items
	}
}
