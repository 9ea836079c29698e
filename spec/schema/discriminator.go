package schema

import (
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// discriminator says by which property an object names the alternative it belongs to. It explains and warns; it never changes
// whether a value conforms. Source: OpenAPI 3.0.4, section 4.7.25 (Discriminator Object).
type discriminator struct {
	property string
	mapping  []mapped // as the document orders them, then the components' own names
}

type mapped struct {
	value  string
	target string  // as written in the mapping
	schema *Schema // the alternative; nil if the target is none
	leads  *Schema // the target, an alternative or not; nil if there is none
}

func compileDiscriminator(c *compiler, s *Schema, m tree.Member) {
	if !c.object(s, m) {
		return
	}
	name := m.Value.Get("propertyName")
	if !name.Is(tree.String) {
		c.refuse(s, m, "must hold propertyName, a string")
		return
	}
	d := &discriminator{property: name.Text}
	for _, entry := range membersOf(m.Value.Get("mapping")) {
		if entry.Value.Kind != tree.String {
			c.refuse(s, m, "maps %q to %s; a mapping's value is a reference or a component's name", entry.Name, entry.Value.Kind)
			return
		}
		d.mapping = append(d.mapping, mapped{value: entry.Name, target: entry.Value.Text, leads: c.mapped(s, entry.Value.Text)})
	}
	s.discriminator = d
}

// mapped returns the schema a mapping's text leads to: a reference, or a component's name.
func (c *compiler) mapped(s *Schema, text string) *Schema {
	if !strings.ContainsAny(text, "#/.") {
		text = "#/components/schemas/" + tree.EscapePointer(text)
	}
	if target, _, err := c.resolve(s, text); err == nil {
		return c.schema(target)
	}
	return nil
}

// settle finds the alternatives the values stand for, once all of them are compiled.
func (d *discriminator) settle(s *Schema) {
	list := append(slices.Clone(s.oneOf), s.anyOf...)
	for i := range d.mapping {
		m := &d.mapping[i]
		for _, alternative := range list {
			ref := alternative.node.Get("$ref").String()
			if ref != "" && (ref == m.target || lastSegment(ref) == m.target) {
				m.schema = alternative
			}
		}
		if m.schema == nil && strings.ContainsAny(m.target, "#/.") {
			for _, alternative := range list {
				if m.leads != nil && alternative.ref == m.leads {
					m.schema = alternative
				}
			}
		}
	}
	for _, alternative := range list {
		name := lastSegment(alternative.node.Get("$ref").String())
		if name != "" && !slices.ContainsFunc(d.mapping, func(m mapped) bool { return m.value == name }) {
			d.mapping = append(d.mapping, mapped{value: name, schema: alternative, leads: alternative})
		}
	}
}

func lastSegment(ref string) string {
	return ref[strings.LastIndexByte(ref, '/')+1:]
}

// choose returns the alternative v names, and the name; the name is "" if v names none in a string.
func (d *discriminator) choose(v tape.Value) (*Schema, string) {
	tag, _ := v.Get(d.property)
	if tag.Kind() != tape.String {
		return nil, ""
	}
	for i := range d.mapping {
		if d.mapping[i].value == string(tag.Bytes()) {
			return d.mapping[i].schema, d.mapping[i].value
		}
	}
	return nil, tag.Text()
}

func (d *discriminator) promise() string {
	var values []string
	for _, m := range d.mapping {
		if m.target != "" || d.mapping[0].target == "" { // the mapping's values, or the components' names if there is none
			values = append(values, m.value)
		}
	}
	return d.property + " is one of " + strings.Join(values, ", ")
}

// contradicted warns if v fits another alternative than the one it names.
func (w *walk) contradicted(s *Schema, v tape.Value, fits *Schema) {
	if !w.compat || v.Kind() != tape.Object {
		return
	}
	chosen, name := s.discriminator.choose(v)
	if chosen == fits || name == "" {
		return
	}
	if w.warned = true; !w.explain {
		return
	}
	stopped := w.stopped
	w.add(s, "discriminator", "", "object that fits "+shownName(fits)+" but whose "+s.discriminator.property+" is "+quoted(name), s.discriminator.promise())
	w.out[len(w.out)-1].Warning = true
	w.stopped = stopped
}

func shownName(s *Schema) string {
	if name := s.name(); name != "" {
		return name
	}
	return "another alternative"
}

func membersOf(n *tree.Node) []tree.Member {
	if n == nil {
		return nil
	}
	return n.Members
}
