package spec

import (
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

// operation looks at one Operation Object, those of webhooks and callbacks included.
func (c *collector) operation(n *tree.Node) {
	c.security(n.Get("security"))
	id := n.Get("operationId")
	if id.String() != "" {
		if first := c.operationIDs[id.Text]; first != nil {
			c.add("operation-id-duplicate", LevelError, id, id.At, "give one of the two operations another operationId",
				"received operationId %s a second time, first at line %d; promised one that is unique in the document", id.Text, first.At.Line)
		} else {
			c.operationIDs[id.Text] = id
		}
	}
	if responses := n.Get("responses"); responses.Is(tree.Object) {
		c.responses(n, responses)
	} else if !c.document.Is31() || responses != nil {
		c.add("response-missing", LevelError, n, tree.Position{}, "declare the responses, at least default",
			"received an operation without responses; promised at least one")
	}
}

// responses looks at the keys of a Responses Object. Source: OpenAPI 3.0.3, section 4.7.16.
func (c *collector) responses(op, n *tree.Node) {
	declared := members(n)
	if len(declared) == 0 {
		c.add("response-missing", LevelError, op, tree.Position{}, "declare the responses, at least default",
			"received an operation whose responses are empty; promised at least one")
	}
	for _, m := range declared {
		if !validStatus(m.Name) {
			c.add("response-status-invalid", LevelError, m.Value, m.At, "write a status like 200, a range like 4XX, or default",
				"received status %s; promised three digits from 100 to 599, a range like 4XX, or default", m.Name)
		}
	}
}

func validStatus(text string) bool {
	if text == "default" {
		return true
	}
	if len(text) != 3 || text[0] < '1' || text[0] > '5' {
		return false
	}
	rest := strings.ToUpper(text[1:])
	return rest == "XX" || strings.Trim(rest, "0123456789") == ""
}

// security looks at a list of Security Requirement Objects: each scheme must be defined. Source: OpenAPI 3.0.3, section 4.7.30.
func (c *collector) security(list *tree.Node) {
	if list == nil {
		return
	}
	schemes := c.document.Root.Get("components").Get("securitySchemes")
	names := make([]string, 0, schemes.Len())
	for _, m := range members(schemes) {
		names = append(names, m.Name)
	}
	for _, requirement := range list.Items {
		for _, m := range requirement.Members {
			if schemes.Get(m.Name) != nil {
				continue
			}
			fix := "define it under components.securitySchemes, or remove it from the requirement"
			if near := tree.Nearest(m.Name, names); near != "" {
				fix = "write " + near + " if that is meant, or define it under components.securitySchemes"
			}
			c.add("security-scheme-undefined", LevelError, m.Value, m.At, fix,
				"received security scheme %s, which is not defined; promised one of components.securitySchemes", m.Name)
		}
	}
}

// operations looks at what only the whole of path item and operation can show: the parameters of each path.
func (c *collector) operations() {
	for _, op := range c.document.Operations {
		if op.Node.Get("operationId").String() == "" {
			c.add("operation-id-missing", LevelWarning, op.Node, tree.Position{}, "give the operation an operationId, so that it can be named",
				"received %s %s without an operationId; it is called %q here", op.Method, op.Path, op.ID)
		}
		names := templateNames(op.Path)
		for _, name := range names {
			if op.Parameter("path", name) == nil {
				c.add("path-parameter-undeclared", LevelError, op.Node, tree.Position{}, "declare a parameter with in: path and that name",
					"received path %s without a declaration of {%s}; promised a path parameter for each name in braces", op.Path, name)
			}
		}
		for _, p := range op.Parameters {
			if p.In == "path" && !contains(names, p.Name) {
				c.add("path-parameter-unused", LevelError, p.Node, tree.Position{}, "put {"+p.Name+"} into the path, or remove the parameter",
					"received path parameter %s of %s %s, whose path does not hold it", p.Name, op.Method, op.Path)
			}
			if required, declared := p.Node.Get("required").Bool(); p.In == "path" && (!declared || !required) {
				c.add("path-parameter-optional", LevelError, p.Node, tree.Position{}, "add required: true",
					"received path parameter %s that is not required; promised required: true", p.Name)
			}
		}
	}
	c.problems = withoutRepeats(c.problems)
}

// withoutRepeats drops a problem that stands there already: a parameter of a path item is looked at once per operation.
func withoutRepeats(problems []Problem) []Problem {
	seen := map[Problem]bool{}
	kept := problems[:0]
	for _, p := range problems {
		if !seen[p] {
			seen[p] = true
			kept = append(kept, p)
		}
	}
	return kept
}

// templateNames returns the names in braces of a path template.
func templateNames(path string) []string {
	var names []string
	for part := range strings.SplitSeq(path, "/") {
		names = append(names, parseSegment(part).names...)
	}
	return names
}

func contains(list []string, text string) bool {
	for _, item := range list {
		if item == text {
			return true
		}
	}
	return false
}

// mapping looks at a discriminator's mapping: each value names a schema or refers to one. Source: OpenAPI 3.0.3, section 4.7.25.
func (c *collector) mapping(schema *tree.Node) {
	mapping := schema.Get("discriminator").Get("mapping")
	if !mapping.Is(tree.Object) {
		return
	}
	schemas := c.document.Root.Get("components").Get("schemas")
	for _, m := range mapping.Members {
		ref := m.Value.String()
		if ref == "" || schemas.Get(ref) != nil {
			continue
		}
		if _, err := c.document.Store.Lookup(m.Value.File(), ref); err != nil {
			c.add("discriminator-mapping-dangling", LevelError, m.Value, m.Value.At, "define the schema, or correct the mapping",
				"received a mapping of %s to %s, where nothing stands; promised the name of a schema or a reference to one", m.Name, ref)
		}
	}
}
