package payload

import (
	"regexp"
	"sync"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

// member returns what the shape asks of the property called name: the schemas its value must satisfy, and, if some
// schema does not allow the property at all, the node that says so.
func (s *shape) member(p string) (g goal, forbidden *tree.Node) {
	evaluated := false
	var rest []*tree.Node // unevaluatedProperties, which speak only where no one else does
	for _, n := range s.nodes {
		spoken := false
		if schema := n.Get("properties").Get(p); schema != nil {
			g, spoken = append(g, schema), true
		}
		for _, m := range membersOf(n.Get("patternProperties")) {
			if matchesName(m.Name, p) {
				g, spoken = append(g, m.Value), true
			}
		}
		if more := n.Get("additionalProperties"); more != nil && !spoken {
			if allowed, isBool := more.Bool(); isBool && !allowed {
				return nil, more
			} else if !isBool {
				g = append(g, more)
			}
			spoken = true
		}
		evaluated = evaluated || spoken
		if more := n.Get("unevaluatedProperties"); more != nil {
			rest = append(rest, more)
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
	var rest []*tree.Node // unevaluatedItems, which speak only where no one else does
	for _, n := range s.nodes {
		schema := n.Get("items")
		if prefix := itemsOf(n.Get("prefixItems")); i < len(prefix) {
			schema = prefix[i]
		}
		if more := n.Get("unevaluatedItems"); more != nil {
			rest = append(rest, more)
		}
		if schema == nil {
			continue
		}
		evaluated = true
		if allowed, isBool := schema.Bool(); isBool && !allowed {
			return nil, schema
		} else if !isBool {
			g = append(g, schema)
		}
	}
	if evaluated {
		return g, nil
	}
	return unevaluated(g, rest)
}

// unevaluated adds the schemas for what no other keyword speaks of.
func unevaluated(g goal, rest []*tree.Node) (goal, *tree.Node) {
	for _, more := range rest {
		if allowed, isBool := more.Bool(); isBool && !allowed {
			return nil, more
		} else if !isBool {
			g = append(g, more)
		}
	}
	return g, nil
}

// prefix returns how many items have a schema of their own by place.
func (s *shape) prefix() int {
	longest := 0
	for _, n := range s.nodes {
		longest = max(longest, len(itemsOf(n.Get("prefixItems"))))
	}
	return longest
}

// contains is one contains keyword with the number of items it wants.
type contains struct {
	schema   *tree.Node
	min, max int
}

func (s *shape) contains() []contains {
	var out []contains
	for _, n := range s.nodes {
		schema := n.Get("contains")
		if schema == nil {
			continue
		}
		c := contains{schema, 1, unbounded}
		if least, ok := integerOf(n.Get("minContains")); ok {
			c.min = least
		}
		if most, ok := integerOf(n.Get("maxContains")); ok {
			c.max = most
		}
		out = append(out, c)
	}
	return out
}

// dependents returns the properties that must come along with those in present, by dependentRequired, and the schemas that
// then hold for the whole object, by dependentSchemas.
func (s *shape) dependents(present func(string) bool) (names []name, schemas goal) {
	for _, n := range s.nodes {
		for _, m := range membersOf(n.Get("dependentRequired")) {
			if !present(m.Name) {
				continue
			}
			for _, item := range m.Value.Items {
				names = append(names, name{item.Text, item})
			}
		}
		for _, m := range membersOf(n.Get("dependentSchemas")) {
			if present(m.Name) {
				schemas = append(schemas, m.Value)
			}
		}
	}
	return names, schemas
}

// nameGoal returns what every property name must satisfy.
func (s *shape) nameGoal() goal {
	var g goal
	for _, n := range s.nodes {
		if schema := n.Get("propertyNames"); schema != nil {
			g = append(g, schema)
		}
	}
	return g
}

// namePatterns holds the patterns of patternProperties, compiled once; nil for one that RE2 cannot read, which then matches
// no name here and is left to the judge.
var namePatterns sync.Map

func matchesName(pattern, name string) bool {
	known, ok := namePatterns.Load(pattern)
	if !ok {
		var re *regexp.Regexp
		if t, err := translate(pattern); err == nil && !t.dropped {
			re, _ = regexp.Compile(t.out.String())
		}
		known, _ = namePatterns.LoadOrStore(pattern, re)
	}
	re := known.(*regexp.Regexp)
	return re != nil && re.MatchString(name)
}
