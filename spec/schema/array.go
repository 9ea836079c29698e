package schema

import (
	"strconv"

	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// arrayRules are the keywords that speak about arrays.
type arrayRules struct {
	minimum, maximum             int // maximum: -1 if there is none
	unique                       bool
	prefix                       []*Schema
	items                        *Schema
	contains                     *Schema
	containsMinimum, containsMax int // containsMax: -1 if there is none
}

func (s *Schema) arrayRules() *arrayRules {
	if s.arrays == nil {
		s.arrays = &arrayRules{maximum: -1, containsMinimum: 1, containsMax: -1}
	}
	return s.arrays
}

// compileCount compiles the keywords that count items and properties.
func compileCount(c *compiler, s *Schema, m tree.Member) {
	n, ok := c.count(s, m)
	if !ok || n == 0 && (m.Name == "minItems" || m.Name == "minProperties") {
		return
	}
	if (m.Name == "minContains" || m.Name == "maxContains") && s.node.Get("contains") == nil {
		return // they mean nothing alone. Source: JSON Schema 2020-12 Validation, sections 6.4.4 and 6.4.5
	}
	switch m.Name {
	case "minItems":
		s.arrayRules().minimum = n
	case "maxItems":
		s.arrayRules().maximum = n
	case "minContains":
		s.arrayRules().containsMinimum = n
	case "maxContains":
		s.arrayRules().containsMax = n
	case "minProperties":
		s.objectRules().minimum = n
	case "maxProperties":
		s.objectRules().maximum = n
	}
}

func compileUnique(c *compiler, s *Schema, m tree.Member) {
	if c.bool(s, m) {
		s.arrayRules().unique = true
	}
}

func compileItems(c *compiler, s *Schema, m tree.Member) {
	if m.Value.Kind == tree.Array {
		advice := "one schema for all items"
		if s.dialect == OpenAPI31 {
			advice = "prefixItems for a list of schemas"
		}
		c.refuse(s, m, "must be a schema, not an array; %s has %s", s.dialect, advice)
		return
	}
	s.arrayRules().items = c.schema(m.Value)
}

func compilePrefixItems(c *compiler, s *Schema, m tree.Member) {
	s.arrayRules().prefix = c.schemas(s, m)
}

func compileContains(c *compiler, s *Schema, m tree.Member) {
	s.arrayRules().contains = c.schema(m.Value)
}

// array judges an array by the keywords for arrays.
func (w *walk) array(s *Schema, v tape.Value) bool {
	r, ok := s.arrays, true
	n := v.Len()
	if n < r.minimum {
		if ok = false; !w.no(s, v, "minItems") {
			return false
		}
	}
	if r.maximum >= 0 && n > r.maximum {
		if ok = false; !w.no(s, v, "maxItems") {
			return false
		}
	}
	if len(r.prefix) > 0 || r.items != nil {
		for c := v.Walk(); c.Next(); {
			i := c.Index()
			item, keyword, key := r.items, "items", ""
			if i < len(r.prefix) {
				item, keyword = r.prefix[i], "prefixItems"
			} else if item == nil {
				break
			}
			if w.track {
				w.marks = append(w.marks, int32(i))
			}
			if item.any {
				continue
			}
			if w.explain {
				if i < len(r.prefix) {
					key = strconv.Itoa(i)
				}
				w.push(frame{keyword: keyword, key: key, keyed: key != "", place: strconv.Itoa(i), descends: true})
			}
			if !w.descend(item, c.Value()) {
				ok = false
			}
			if w.pop(); !ok && w.done() {
				return false
			}
		}
	}
	if r.contains != nil && !w.containing(s, v) {
		if ok = false; w.done() {
			return false
		}
	}
	if r.unique && n > 1 && !w.uniqueItems(s, v) {
		return false
	}
	return ok
}

// containing judges contains with its two counts.
func (w *walk) containing(s *Schema, v tape.Value) bool {
	r, found := s.arrays, 0
	for c := v.Walk(); c.Next(); {
		if !w.quietly(r.contains, c.Value(), true) {
			continue
		}
		found++
		if w.track {
			w.marks = append(w.marks, int32(c.Index()))
		} else if found >= r.containsMinimum && r.containsMax < 0 {
			return true
		}
	}
	ok := true
	if found < r.containsMinimum {
		keyword := "contains"
		if s.node.Get("minContains") != nil {
			keyword = "minContains"
		}
		if ok = false; !w.noWith(s, v, keyword, "array with "+counted(found, "item that matches", "items that match"), "") {
			return false
		}
	}
	if r.containsMax >= 0 && found > r.containsMax {
		if ok = false; !w.noWith(s, v, "maxContains", "array with "+counted(found, "item that matches", "items that match"), "") {
			return false
		}
	}
	return ok
}

// uniqueItems looks for two equal items: each against each where they are few, by hash where they are many.
func (w *walk) uniqueItems(s *Schema, v tape.Value) bool {
	a, b := -1, -1
	if v.Len() <= 16 {
		a, b = equalPair(v)
	} else {
		a, b = w.equalByHash(v)
	}
	if a < 0 {
		return true
	}
	if w.explain {
		w.noWith(s, v, "uniqueItems", "array whose items "+strconv.Itoa(a)+" and "+strconv.Itoa(b)+" are equal", "")
	}
	return false
}

func equalPair(v tape.Value) (int, int) {
	for a := v.Walk(); a.Next(); {
		for b := a; b.Next(); {
			if tape.Equal(a.Value(), b.Value()) {
				return a.Index(), b.Index()
			}
		}
	}
	return -1, -1
}

// equalByHash puts the items into a table of the walk. It uses the items' hashes, so that an array of a million items takes no
// square of a million steps.
func (w *walk) equalByHash(v tape.Value) (int, int) {
	size := 64
	for size < 2*v.Len() {
		size *= 2
	}
	table := w.slots
	if cap(table) < size {
		table = make([]slot, size)
	}
	table = table[:size]
	clear(table)
	w.slots = table
	for c := v.Walk(); c.Next(); {
		hash := c.Value().Hash()
		at := int(hash) & (size - 1)
		for ; table[at].value.Kind() != 0; at = (at + 1) & (size - 1) {
			if table[at].hash == hash && tape.Equal(table[at].value, c.Value()) {
				return table[at].index, c.Index()
			}
		}
		table[at] = slot{hash, c.Value(), c.Index()}
	}
	return -1, -1
}

type slot struct {
	hash  uint64
	value tape.Value
	index int
}
