package payload

import (
	"strings"
	"sync"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// source is where schemas come from: the compiled ones of the document, by which it is judged too. What they say is read from them; their
// nodes in the document are asked only for what judges nobody: examples, positions, and the order in which things stand.
type source struct {
	set   *schema.Set
	is31  bool
	scope schema.Scope // in which the value is judged: where $dynamicRef leads
	known *sync.Map    // *schema.Schema -> *shape: of one schema without choices taken, which is nearly every question asked
	read  *sync.Map    // *schema.Schema -> *said
}

// said is one schema with what it says itself.
type said struct {
	*schema.Schema
	schema.Keywords
	properties map[string]*schema.Schema
	node       *tree.Node // nil for the schema of a nil node
}

// goalOf returns the goal of a value for the schema at n.
func (s source) goalOf(n *tree.Node) goal {
	compiled, _ := s.set.Schema(n) // what could not be compiled is told once, for the whole sample
	return goal{compiled}
}

// said returns what a schema says.
func (s source) said(c *schema.Schema) *said {
	if known, ok := s.read.Load(c); ok {
		return known.(*said)
	}
	k := &said{Schema: c, Keywords: c.Keywords(), node: c.Node()}
	if len(k.Properties) > 0 {
		k.properties = make(map[string]*schema.Schema, len(k.Properties))
		for _, p := range k.Properties {
			k.properties[p.Name] = p.Schema
		}
	}
	known, _ := s.read.LoadOrStore(c, k)
	return known.(*said)
}

// refers returns what stands in the schema's place: the schemas it refers to, and whether they are all that counts. The error says
// which reference leads nowhere.
func (s source) refers(k *said) (to goal, alone bool, err error) {
	for _, r := range []struct {
		keyword string
		to      *schema.Schema
	}{{"$ref", k.Ref}, {"$dynamicRef", k.Schema.DynamicRef(s.scope)}} {
		switch at, written := k.node.Member(r.keyword); {
		case r.to != nil:
			to = append(to, r.to)
		case written && (s.is31 || r.keyword == "$ref"):
			if r := s.refusal(k.node, at.At); !r.Circle { // one that leads back to itself asks nothing
				return nil, false, &dead{reason: ReasonReference, at: at.At, message: strings.TrimSpace(r.Reason)}
			}
		}
	}
	return to, len(to) > 0 && !s.is31, nil
}

// refusal is why the keyword at a place of n could not be compiled.
func (s source) refusal(n *tree.Node, at tree.Position) schema.Refusal {
	for _, r := range (&judge{set: s.set}).unjudged(n) {
		if r.At == at {
			return r
		}
	}
	return schema.Refusal{Reason: "the reference leads nowhere"}
}

// target follows references, and an allOf of a single member that says nothing else, to the schema that is meant: the one by which
// recursion is told.
func (s source) target(c *schema.Schema) *schema.Schema {
	for range 100 {
		k := s.said(c)
		switch {
		case k.Ref != nil:
			c = k.Ref
		case k.Keywords.DynamicRef != nil:
			c = k.Schema.DynamicRef(s.scope)
		case len(k.AllOf) == 1 && len(k.Properties) == 0:
			c = k.AllOf[0]
		default:
			return c
		}
	}
	return c
}

// component returns the name under which a schema stands in the components, or "".
func component(c *schema.Schema) string {
	if p := c.Node().Parent(); p != nil && p.Name() == "schemas" {
		return c.Node().Name()
	}
	return ""
}

// tags returns the values the discriminator of k may have for a value of this shape, the most fitting first.
func (s *shape) tags(k *said) []string {
	var fitting, rest []string
	for _, m := range k.Discriminator.Mapping {
		if m.Schema != nil && m.Schema != k.Schema && s.has(m.Schema) {
			fitting = append(fitting, m.Value)
		} else {
			rest = append(rest, m.Value)
		}
	}
	for _, part := range s.parts {
		if c := component(part.Schema); c != "" && part != k {
			fitting = append(fitting, c)
		}
	}
	if c := component(k.Schema); c != "" {
		fitting = append(fitting, c)
	}
	return append(fitting, rest...)
}

func (s *shape) has(c *schema.Schema) bool {
	for _, had := range s.parts {
		if had.Schema == c {
			return true
		}
	}
	return false
}

// hidden reports whether a property with this goal does not appear on a face: requests hold nothing that is readOnly,
// responses nothing that is writeOnly; where it is neither, all appear. Source: OpenAPI 3.0.3, section 4.7.24.2; JSON Schema 2020-12 Validation, 9.4.
func (s source) hidden(g goal, face schema.Face) bool {
	for _, c := range g {
		if k := s.said(c); face == schema.Response && k.WriteOnly || face == schema.Request && k.ReadOnly {
			return true
		}
	}
	return false
}

// itemsOf are the items of a node that may be absent or of another kind.
func itemsOf(n *tree.Node) []*tree.Node {
	if n == nil {
		return nil
	}
	return n.Items
}
