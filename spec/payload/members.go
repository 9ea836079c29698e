package payload

import (
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// member returns what the shape asks of the property called name: the schemas its value must satisfy, and, if some
// schema does not allow the property at all, the node that says so.
func (s *shape) member(p string) (g goal, forbidden *tree.Node) {
	evaluated := false
	var rest []*schema.Schema // unevaluatedProperties, which speak only where no one else does
	for _, k := range s.parts {
		spoken := false
		if c := k.properties[p]; c != nil {
			g, spoken = append(g, c), true
		}
		for _, one := range k.PatternProperties {
			if matched, _ := one.Pattern.Match([]byte(p)); matched {
				g, spoken = append(g, one.Schema), true
			}
		}
		if more := k.AdditionalProperties; more != nil && !spoken {
			if isFalse(more) {
				return nil, more.Node()
			}
			g, spoken = add(g, more), true
		}
		evaluated = evaluated || spoken
		if k.UnevaluatedProperties != nil {
			rest = append(rest, k.UnevaluatedProperties)
		}
	}
	if evaluated {
		return g, nil
	}
	return unevaluated(g, rest)
}

// item returns what the shape asks of the item at index i, and the node that forbids it, if one does.
func (s *shape) item(i int) (g goal, forbidden *tree.Node) {
	evaluated := false
	var rest []*schema.Schema // unevaluatedItems, which speak only where no one else does
	for _, k := range s.parts {
		c := k.Items
		if i < len(k.PrefixItems) {
			c = k.PrefixItems[i]
		}
		if k.UnevaluatedItems != nil {
			rest = append(rest, k.UnevaluatedItems)
		}
		if c == nil {
			continue
		}
		evaluated = true
		if isFalse(c) {
			return nil, c.Node()
		}
		g = add(g, c)
	}
	if evaluated {
		return g, nil
	}
	return unevaluated(g, rest)
}

// unevaluated adds the schemas for what no other keyword speaks of.
func unevaluated(g goal, rest []*schema.Schema) (goal, *tree.Node) {
	for _, more := range rest {
		if isFalse(more) {
			return nil, more.Node()
		}
		g = add(g, more)
	}
	return g, nil
}

// isFalse says whether a schema is the literal false; add leaves out the literal true, which asks nothing.
func isFalse(c *schema.Schema) bool {
	value, ok := c.Node().Bool()
	return ok && !value
}

func add(g goal, c *schema.Schema) goal {
	if c.Node().Is(tree.Bool) {
		return g
	}
	return append(g, c)
}

// prefix returns how many items have a schema of their own by place.
func (s *shape) prefix() int {
	longest := 0
	for _, k := range s.parts {
		longest = max(longest, len(k.PrefixItems))
	}
	return longest
}

// contains is one contains keyword with the number of items it wants.
type contains struct {
	schema   *schema.Schema
	min, max int
}

func (s *shape) contains() []contains {
	var out []contains
	for _, k := range s.parts {
		if k.Contains == nil {
			continue
		}
		c := contains{k.Contains, k.MinContains, unbounded}
		lower(&c.max, k.MaxContains)
		out = append(out, c)
	}
	return out
}

// dependents returns the properties that must come along with those in present, and the schemas that then hold for the whole object, by
// dependentRequired, dependentSchemas and dependencies.
func (s *shape) dependents(present func(string) bool) (names []name, schemas goal) {
	for _, k := range s.parts {
		for _, d := range k.Dependencies {
			if !present(d.Name) {
				continue
			}
			for _, need := range d.Needs {
				names = append(names, name{need, k.node})
			}
			if d.Schema != nil {
				schemas = append(schemas, d.Schema)
			}
		}
	}
	return names, schemas
}

// nameGoal returns what every property name must satisfy.
func (s *shape) nameGoal() goal {
	var g goal
	for _, k := range s.parts {
		if k.PropertyNames != nil {
			g = append(g, k.PropertyNames)
		}
	}
	return g
}
