package expect

import (
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// place is what examples show of one place of an answer. The items of an array, in all examples together, are one place.
type place struct {
	members []*member // of an object: those of which something is expected, in the order of the examples
	names   map[string]bool
	items   *place // of an array; nil if nothing is expected of its items
	text    *text  // of a string; nil if nothing is expected of it
	counted bool   // a number that names something is not zero
	at      *tree.Node
}

// member is one property of an object.
type member struct {
	name     string
	expected bool // every example holds it, and the document does not require it
	always   bool // every example holds it
	place    *place
	at       *tree.Node // its value in the first example that has it
}

// text is what every example's string is.
type text struct {
	format string // "" for none in particular
	id     bool   // it names something, so zeros alone name nothing
}

// learner works out one answer's places.
type learner struct {
	schemas *schema.Set
	left    int                     // places that may still be looked at
	silent  int                     // places that no example reaches, likewise
	above   map[*schema.Schema]bool // schemas whose own examples are being looked at
}

// The work for one answer is bounded. The richest answers of real APIs show some hundreds of places; below those that no example
// reaches, the schemas of a large API lead to all the others.
const (
	mostPlaces = 3000
	mostSilent = 300
)

// deepest is how deep schemas are followed where no example shows that there is an end.
const deepest = 12

// learn returns what the examples of a media type show, its own and those of its schemas; nil if that is nothing.
func learn(m *spec.MediaType, set *schema.Set) *place {
	l := &learner{schemas: set, left: mostPlaces, silent: mostSilent, above: map[*schema.Schema]bool{}}
	var schemas []*schema.Schema
	if m.Schema != nil {
		s, err := set.Schema(m.Schema)
		if err != nil {
			return nil // what cannot be judged in whole cannot tell a good example from a bad one
		}
		schemas = append(schemas, s)
	}
	var values []*tree.Node
	for _, e := range m.Examples {
		values = append(values, e.Value)
	}
	return l.place(l.sound(values, schemas), schemas, "", 0)
}

// sound leaves out values that break one of the schemas.
func (l *learner) sound(values []*tree.Node, schemas []*schema.Schema) []*tree.Node {
	return slices.DeleteFunc(values, func(n *tree.Node) bool {
		t, faults := tape.Read(n.JSON(), tape.Limits{})
		defer t.Release()
		return n == nil || len(faults) > 0 || slices.ContainsFunc(schemas, func(s *schema.Schema) bool {
			return !s.Accepts(t.Root(), schema.Options{Face: schema.Response, Compat: true})
		})
	})
}

// place looks at one place: the values that examples show there, and the schemas that speak about it. name is what it is called.
func (l *learner) place(values []*tree.Node, schemas []*schema.Schema, name string, depth int) *place {
	if len(values) == 0 {
		l.silent--
	}
	if l.left--; l.left < 0 || len(values) == 0 && (l.silent < 0 || depth > deepest) {
		return nil
	}
	v := flatten(schemas)
	if v.choice {
		return nil
	}
	if len(values) == 0 {
		for _, s := range v.parts {
			if l.above[s] {
				return nil // it holds itself, and shows nothing of itself
			}
		}
		for _, s := range v.parts {
			l.above[s] = true
			defer delete(l.above, s)
		}
		values = l.own(v)
	}
	values = slices.DeleteFunc(slices.Clone(values), func(n *tree.Node) bool { return n.Kind == tree.Null })
	p := &place{}
	if len(values) > 0 {
		p.at = values[0]
	}
	switch {
	case all(values, tree.Object):
		l.object(p, v, values, depth)
	case all(values, tree.Array):
		var items []*tree.Node
		for _, n := range values {
			items = append(items, n.Items...)
		}
		p.items = l.place(items, v.items, "", depth+1)
	}
	if len(values) > 0 {
		p.scalars(v, values, name)
	}
	if len(p.members) == 0 && p.items == nil && p.text == nil && !p.counted {
		return nil
	}
	return p
}

// all reports whether every value is of kind k; true where there is none, since the schemas may still tell more.
func all(values []*tree.Node, k tree.Kind) bool {
	return !slices.ContainsFunc(values, func(n *tree.Node) bool { return n.Kind != k })
}

// own returns the examples that the schemas of a place have themselves.
func (l *learner) own(v *flat) []*tree.Node {
	var values []*tree.Node
	for _, s := range v.parts {
		n := s.Node()
		if n.Get("$ref") != nil {
			continue
		}
		if e := n.Get("example"); e != nil {
			values = append(values, e)
		}
		if list := n.Get("examples"); list.Is(tree.Array) {
			values = append(values, list.Items...)
		}
	}
	return l.sound(values, v.parts)
}

// object looks at the properties that objects show and that schemas declare.
func (l *learner) object(p *place, v *flat, objects []*tree.Node, depth int) {
	p.names = map[string]bool{}
	var order []string
	see := func(name string) {
		if !p.names[name] {
			p.names[name] = true
			order = append(order, name)
		}
	}
	for _, o := range objects {
		for _, m := range o.Members {
			see(m.Name)
		}
	}
	for _, name := range v.order {
		see(name)
	}
	for _, name := range order {
		about, declared := v.properties[name]
		if !declared && (v.isMap || len(v.order) > 0) || about.hidden {
			continue
		}
		m := &member{name: name, always: len(objects) > 0}
		var values []*tree.Node
		for _, o := range objects {
			n := o.Get(name)
			if n == nil {
				m.always = false
				continue
			}
			if m.at == nil {
				m.at = n
			}
			values = append(values, n)
		}
		m.expected = m.always && !slices.Contains(v.required, name)
		if len(values) > 0 || declared {
			m.place = l.place(values, about.schemas, name, depth+1)
		}
		if m.always || m.place != nil {
			p.members = append(p.members, m)
		}
	}
}

// scalars looks at what strings and numbers have in common, as far as the document does not say it.
func (p *place) scalars(v *flat, values []*tree.Node, name string) {
	every := func(holds func(string) bool) bool {
		return !slices.ContainsFunc(values, func(n *tree.Node) bool { return !holds(n.Text) })
	}
	switch {
	case all(values, tree.Number):
		p.counted = !v.bounded && namesSomething(name) && every(func(s string) bool { return strings.Trim(s, "-0.") != "" })
	case all(values, tree.String) && !v.worded && every(func(s string) bool { return strings.TrimSpace(s) != "" }):
		p.text = &text{id: namesSomething(name) && !every(blank)}
		for _, f := range formats {
			if (f.called == nil || slices.ContainsFunc(f.called, func(word string) bool { return strings.Contains(strings.ToLower(name), word) })) &&
				every(func(s string) bool { return schema.HoldsFormat(f.name, []byte(s)) }) {
				p.text.format = f.name
				break
			}
		}
	}
}

// formats are those that are learnt from values. Where any text with the right sign in it would do, the name has to agree.
var formats = []struct {
	name   string
	called []string // words one of which the property's name holds; nil for any name
}{
	{"date", nil}, {"date-time", nil}, {"uuid", nil}, {"email", []string{"mail"}}, {"uri", []string{"url", "uri", "link", "href", "website"}},
}

// namesSomething reports whether a property's name says that its value names something: id, pet_id, petId.
func namesSomething(name string) bool {
	lower := strings.ToLower(name)
	return lower == "id" || lower == "uuid" || lower == "guid" || strings.HasSuffix(lower, "_id") || strings.HasSuffix(name, "Id") || strings.HasSuffix(name, "ID")
}

// blank reports whether a text holds nothing but zeros and what parts them.
func blank(s string) bool { return strings.Trim(s, "0-_ ") == "" }
