package schema

import (
	"slices"

	"strconv"

	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// objectRules are the keywords that speak about objects.
type objectRules struct {
	table            table
	patterns         []patternProperty
	additional       *Schema
	names            *Schema
	required         []string
	needed           uint64 // the bits of required, if there are at most 64
	minimum, maximum int    // maximum: -1 if there is none
	dependent        []dependency
}

type patternProperty struct {
	pattern *Pattern
	schema  *Schema
}

// dependency is what the presence of one property asks for.
type dependency struct {
	keyword string // dependentRequired, dependentSchemas or dependencies
	name    string
	needs   []string
	schema  *Schema
}

func (s *Schema) objectRules() *objectRules {
	if s.objects == nil {
		s.objects = &objectRules{maximum: -1}
	}
	return s.objects
}

// mostProperties is what a slot can number.
const mostProperties = 60000

func compileProperties(c *compiler, s *Schema, m tree.Member) {
	if !c.object(s, m) {
		return
	}
	if len(m.Value.Members) > mostProperties {
		c.refuse(s, m, "has more than %d properties", mostProperties)
		return
	}
	t := &s.objectRules().table
	for _, p := range m.Value.Members {
		t.entry(p.Name).schema = c.schema(p.Value)
	}
}

func compileRequired(c *compiler, s *Schema, m tree.Member) {
	if m.Value.Kind == tree.Bool {
		c.refuse(s, m, "must be the list of required properties, beside properties; true or false at the property itself means nothing")
		return
	}
	if !c.list(s, m) {
		return
	}
	r := s.objectRules()
	for _, name := range m.Value.Items {
		if name.Kind != tree.String {
			c.refuse(s, m, "must list names, not %s", name.Kind)
			return
		}
		if !slices.Contains(r.required, name.Text) { // twice is no more than once
			r.required = append(r.required, name.Text)
		}
	}
	if len(r.required) > 64 {
		return
	}
	for i, name := range r.required {
		bit := uint64(1) << i
		p := r.table.entry(name)
		if p.bit == 0 { // a name listed twice needs one bit
			p.bit = bit
			r.needed |= bit
		}
	}
}

func compileAdditional(c *compiler, s *Schema, m tree.Member) {
	s.objectRules().additional = c.schema(m.Value)
}

func compileNames(c *compiler, s *Schema, m tree.Member) {
	s.objectRules().names = c.schema(m.Value)
}

func compilePatternProperties(c *compiler, s *Schema, m tree.Member) {
	if !c.object(s, m) {
		return
	}
	r := s.objectRules()
	for _, p := range m.Value.Members {
		at := tree.Member{Name: m.Name, At: p.At, Value: m.Value}
		if compiled := c.pattern(s, at, p.Name, tree.String); compiled != nil {
			r.patterns = append(r.patterns, patternProperty{compiled, c.schema(p.Value)})
		}
	}
}

func compileDependentRequired(c *compiler, s *Schema, m tree.Member) {
	if c.object(s, m) {
		for _, d := range m.Value.Members {
			c.dependentNames(s, m, d)
		}
	}
}

func (c *compiler) dependentNames(s *Schema, m, d tree.Member) {
	if d.Value.Kind != tree.Array {
		c.refuse(s, m, "must hold a list of names for %q, not %s", d.Name, d.Value.Kind)
		return
	}
	r := s.objectRules()
	r.dependent = append(r.dependent, dependency{keyword: m.Name, name: d.Name, needs: d.Value.Strings()})
}

func compileDependentSchemas(c *compiler, s *Schema, m tree.Member) {
	if !c.object(s, m) {
		return
	}
	r := s.objectRules()
	for _, d := range m.Value.Members {
		r.dependent = append(r.dependent, dependency{keyword: m.Name, name: d.Name, schema: c.schema(d.Value)})
	}
}

// compileDependencies compiles the keyword of draft 7, which the metaschema of 2020-12 still describes.
func compileDependencies(c *compiler, s *Schema, m tree.Member) {
	if !c.object(s, m) {
		return
	}
	for _, d := range m.Value.Members {
		if d.Value.Kind == tree.Array {
			c.dependentNames(s, m, d)
			continue
		}
		r := s.objectRules()
		r.dependent = append(r.dependent, dependency{keyword: m.Name, name: d.Name, schema: c.schema(d.Value)})
	}
}

// object judges an object by the keywords for objects.
func (w *walk) object(s *Schema, v tape.Value) bool {
	r, ok := s.objects, true
	n := v.Len()
	if n < r.minimum {
		if ok = false; !w.no(s, v, "minProperties") {
			return false
		}
	}
	if r.maximum >= 0 && n > r.maximum {
		if ok = false; !w.no(s, v, "maxProperties") {
			return false
		}
	}
	seen := uint64(0)
	for c := v.Walk(); c.Next(); {
		matched := false
		if p := r.table.find(c.Hash(), c.Name()); p != nil {
			seen |= p.bit
			if p.schema != nil {
				matched = true
				if p.readOnly && w.options.Face == Request || p.writeOnly && w.options.Face == Response {
					w.wrongFace(s, p, c.Value())
				}
				ok = w.member(s, p.schema, &c, "properties", p.name) && ok
			}
		}
		for i := range r.patterns {
			if p := &r.patterns[i]; p.pattern.matches(c.Name()) {
				matched = true
				ok = w.member(s, p.schema, &c, "patternProperties", p.pattern.text) && ok
			}
		}
		if !matched && r.additional != nil {
			matched = true
			ok = w.member(s, r.additional, &c, "additionalProperties", "") && ok
		}
		if r.names != nil && !r.names.any {
			ok = w.name(r.names, &c) && ok
		}
		if matched && w.track {
			w.marks = append(w.marks, int32(c.Index()))
		}
		if !ok && w.done() {
			return false
		}
	}
	if seen&r.needed != r.needed || len(r.required) > 64 {
		if ok = w.requiredNames(s, v) && ok; !ok && w.done() {
			return false
		}
	}
	if len(r.dependent) > 0 {
		ok = w.dependencies(s, v) && ok
	}
	return ok
}

// member judges one member's value by child, which s applies to it.
func (w *walk) member(s, child *Schema, c *tape.Cursor, keyword, key string) bool {
	if child.any {
		return true
	}
	if !w.explain {
		return w.descend(child, c.Value())
	}
	w.push(frame{by: s, keyword: keyword, key: key, keyed: keyword != "additionalProperties", place: string(c.Name()), descends: true})
	ok := w.descend(child, c.Value())
	w.pop()
	return ok
}

// name judges one member's name, which counts as a value at the object's own place.
func (w *walk) name(child *Schema, c *tape.Cursor) bool {
	if w.explain {
		w.push(frame{keyword: "propertyNames"})
	}
	ok := w.descend(child, c.NameValue())
	w.pop()
	return ok
}

// requiredNames reports the required properties that are absent and not excused by the face.
func (w *walk) requiredNames(s *Schema, v tape.Value) bool {
	ok := true
	for i, name := range s.objects.required {
		if _, present := v.Get(name); present || w.excused(s, name) {
			continue
		}
		ok = false
		if !w.explain {
			return false
		}
		w.absent(s, v, "required", strconv.Itoa(i), name)
		if w.done() {
			return false
		}
	}
	return ok
}

// dependencies judges dependentRequired, dependentSchemas and dependencies.
func (w *walk) dependencies(s *Schema, v tape.Value) bool {
	ok := true
	for i := range s.objects.dependent {
		d := &s.objects.dependent[i]
		if _, present := v.Get(d.name); !present {
			continue
		}
		for j, name := range d.needs {
			if _, present := v.Get(name); present {
				continue
			}
			if ok = false; !w.explain {
				return false
			}
			w.absent(s, v, d.keyword, d.name+"\x00"+strconv.Itoa(j), name)
		}
		if d.schema != nil && !w.inPlace(d.schema, v, d.keyword, d.name) {
			ok = false
		}
		if !ok && w.done() {
			return false
		}
	}
	return ok
}
