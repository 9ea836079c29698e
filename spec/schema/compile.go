package schema

import (
	"fmt"
	"math"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// compiler compiles one schema and what it reaches. It works through a list instead of calling itself, so that no document
// is nested too deep, and a schema stands in the set before it is filled in, so that cycles meet themselves.
type compiler struct {
	set   *Set
	queue []*Schema
	fresh []*Schema // everything compiled in this run
}

// schema returns the schema at n, to be filled in by run.
func (c *compiler) schema(n *tree.Node) *Schema {
	if s := c.set.nodes[n]; s != nil {
		return s
	}
	s := &Schema{node: n, set: c.set, dialect: c.set.dialect, types: allTypes}
	c.set.nodes[n] = s
	c.queue = append(c.queue, s)
	return s
}

func (c *compiler) run() {
	for len(c.queue) > 0 {
		for len(c.queue) > 0 {
			s := c.queue[len(c.queue)-1]
			c.queue = c.queue[:len(c.queue)-1]
			c.fresh = append(c.fresh, s)
			c.fill(s)
		}
		c.dynamicTargets()
	}
	cutCircles(c.fresh)
	for _, s := range c.fresh {
		s.settle()
		c.set.refused = c.set.refused || len(s.refused) > 0
	}
	for _, s := range c.fresh {
		s.shorten()
		c.meaning(s)
	}
}

// fill compiles the keywords of one schema.
func (c *compiler) fill(s *Schema) {
	n := s.node
	if c.set.dialect == OpenAPI31 {
		s.resource = c.resourceOf(n)
	}
	switch {
	case n.Kind == tree.Bool:
		s.literal = never
		if value, _ := n.Bool(); value {
			s.literal = always
		}
		if c.set.dialect == OpenAPI30 && n.Name() != "additionalProperties" {
			c.refuseNode(s, "a boolean schema is not part of OpenAPI 3.0; write {} for true and not: {} for false")
		}
		return
	case n.Kind != tree.Object:
		c.refuseNode(s, "a schema is an object, this is "+n.Kind.String())
		return
	}
	table := keywords31
	if c.set.dialect == OpenAPI30 {
		table = keywords30
		if m, ok := n.Member("$ref"); ok { // in 3.0 nothing beside a $ref counts
			compileRef(c, s, m)
			return
		}
	}
	for _, m := range n.Members {
		compile, known := table[m.Name]
		switch {
		case compile != nil && (s.resource == nil || !s.resource.silent[m.Name]):
			compile(c, s, m)
		case known || strings.HasPrefix(m.Name, "x-"):
		default:
			c.refuseUnknown(s, m)
		}
	}
}

// settle works out what follows from the keywords of one schema alone.
func (s *Schema) settle() {
	s.combines = s.ref != nil || s.dynamic != nil || len(s.allOf)+len(s.anyOf)+len(s.oneOf) > 0 || s.anyOf != nil || s.oneOf != nil ||
		s.not != nil || s.condition != nil
	plain := s.plain()
	rest := s.restItems != nil || s.restProperties != nil
	s.alias = s.ref != nil && s.literal == noLiteral && plain && !rest && s.dynamic == nil && !s.nullable &&
		len(s.allOf) == 0 && s.anyOf == nil && s.oneOf == nil && s.not == nil && s.condition == nil
	s.any = s.literal == always || s.literal == noLiteral && plain && !rest && !s.combines
}

// shorten finds the end of a chain of references, so that a value need not walk along it. References within resources that
// $dynamicRef must know of are left alone.
func (s *Schema) shorten() {
	to := s
	for to.alias && to.direct == nil && (to.resource == nil || !to.resource.scoped) {
		to = to.ref
	}
	if to.direct != nil {
		to = to.direct
	}
	for s != to && s.alias && s.direct == nil {
		s.direct = to
		s = s.ref
	}
}

// plain says whether no keyword of s looks at the value itself.
func (s *Schema) plain() bool {
	return s.types == allTypes && s.enum == nil && s.constant == nil && s.numbers == nil && s.strings == nil && s.arrays == nil && s.objects == nil
}

// meaning works out what follows from other schemas: readOnly behind references, and where a discriminator leads.
func (c *compiler) meaning(s *Schema) {
	s.readOnly = s.annotated("readOnly", 0)
	s.writeOnly = s.annotated("writeOnly", 0)
	if s.discriminator != nil {
		s.discriminator.settle(s)
	}
	if o := s.objects; o != nil {
		for i := range o.table.entries {
			if p := &o.table.entries[i]; p.schema != nil {
				p.readOnly, p.writeOnly = p.schema.annotated("readOnly", 0), p.schema.annotated("writeOnly", 0)
			}
		}
	}
}

// annotated says whether the schema is marked with a boolean annotation here, behind its reference or in a part of its allOf.
func (s *Schema) annotated(keyword string, depth int) bool {
	if depth > 20 {
		return false
	}
	if s.dialect == OpenAPI31 || s.ref == nil {
		if yes, _ := s.node.Get(keyword).Bool(); yes {
			return true
		}
	}
	if s.ref != nil && s.ref.annotated(keyword, depth+1) {
		return true
	}
	for _, part := range s.allOf {
		if part.annotated(keyword, depth+1) {
			return true
		}
	}
	return false
}

// refuse records that a keyword could not be compiled.
func (c *compiler) refuse(s *Schema, m tree.Member, format string, a ...any) {
	at := m.At
	if at == (tree.Position{}) {
		at = s.node.At
	}
	s.refused = append(s.refused, Refusal{Keyword: m.Name, Pointer: s.node.Pointer(), At: at, Reason: fmt.Sprintf(format, a...)})
}

// refuseNode records that what stands in the place of a schema is none; it then accepts everything.
func (c *compiler) refuseNode(s *Schema, reason string) {
	name := s.node.Name()
	if name == "" {
		name = "schema"
	}
	s.literal = always
	s.refused = append(s.refused, Refusal{Keyword: name, Pointer: s.node.Pointer(), At: s.node.KeyAt(), Reason: reason})
}

func (c *compiler) refuseUnknown(s *Schema, m tree.Member) {
	if advice := elsewhere[s.dialect][m.Name]; advice != "" {
		c.refuse(s, m, "%s", advice)
		return
	}
	if near := nearestKeyword(s.dialect, m.Name); near != "" {
		c.refuse(s, m, "%s has no such keyword (did you mean %q?)", s.dialect, near)
		return
	}
	c.refuse(s, m, "%s has no such keyword; begin the name of an extension with x-", s.dialect)
}

// object and list say whether the value of a keyword has the kind it needs, and refuse it if not.
func (c *compiler) object(s *Schema, m tree.Member) bool {
	if m.Value.Kind != tree.Object {
		c.refuse(s, m, "must be an object, not %s", m.Value.Kind)
		return false
	}
	return true
}

func (c *compiler) list(s *Schema, m tree.Member) bool {
	if m.Value.Kind != tree.Array {
		c.refuse(s, m, "must be an array, not %s", m.Value.Kind)
		return false
	}
	return true
}

func (c *compiler) bool(s *Schema, m tree.Member) bool {
	value, ok := m.Value.Bool()
	if !ok {
		c.refuse(s, m, "must be true or false, not %s", m.Value.Kind)
	}
	return value
}

// count reads a number that counts something; 2.0 counts as 2.
func (c *compiler) count(s *Schema, m tree.Member) (int, bool) {
	if d, ok := c.decimal(s, m); ok {
		switch {
		case !d.IsInteger() || d.Cmp(tape.Decimal{}) < 0:
			c.refuse(s, m, "must be a whole number from 0 on, not %s", m.Value.Text)
			return 0, false
		case d.Cmp(tape.ParseDecimal([]byte("2147483647"))) > 0:
			return math.MaxInt32, true
		}
		n, _ := d.Int64()
		return int(n), true
	}
	return 0, false
}

func (c *compiler) decimal(s *Schema, m tree.Member) (*tape.Decimal, bool) {
	if m.Value.Kind != tree.Number {
		c.refuse(s, m, "must be a number, not %s", m.Value.Kind)
		return nil, false
	}
	text := []byte(m.Value.Text)
	if t, faults := tape.Read(text, tape.Limits{}); len(faults) > 0 { // .inf and .nan are numbers of YAML only
		t.Release()
		c.refuse(s, m, "%s is not a number of JSON", m.Value.Text)
		return nil, false
	}
	d := tape.ParseDecimal(text)
	return &d, true
}

// value reads any value; it stays on a tape of its own that is never released.
func (c *compiler) value(n *tree.Node) tape.Value {
	t, _ := tape.Read(n.JSON(), tape.Limits{Depth: math.MaxInt32, Size: math.MaxInt32})
	return t.Root()
}

// schemas compiles each item of an array as a schema.
func (c *compiler) schemas(s *Schema, m tree.Member) []*Schema {
	if !c.list(s, m) {
		return nil
	}
	if len(m.Value.Items) == 0 {
		c.refuse(s, m, "must hold at least one schema")
		return nil
	}
	list := make([]*Schema, len(m.Value.Items))
	for i, item := range m.Value.Items {
		list[i] = c.schema(item)
	}
	return list
}
