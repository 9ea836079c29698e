package spec

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// refusals tells about every keyword that cannot be compiled, once, wherever it is reached from.
func (c *collector) refusals() {
	type place struct {
		at      tree.Position
		keyword string
	}
	seen, circles := map[place]bool{}, map[string]bool{}
	for i := range c.problems {
		if c.problems[i].Rule == "reference-circular" {
			circles[strings.TrimSuffix(c.problems[i].Pointer, "/$ref")] = true
		}
	}
	for _, n := range c.schemas {
		_, err := c.document.Schemas.Schema(n)
		var refused *schema.CompileError
		if !errors.As(err, &refused) {
			continue
		}
		for _, r := range refused.Refusals {
			// References that lead nowhere were told by the walk, with the object they should lead to, and so were circles of nothing but references.
			if seen[place{r.At, r.Keyword}] || r.Keyword == "$ref" && (!r.Circle || circles[r.Pointer]) {
				continue
			}
			seen[place{r.At, r.Keyword}] = true
			level := LevelError
			if !r.Circle && !c.document.asserts(r.Keyword) {
				level = LevelWarning // other readers take it for an annotation and go on
			}
			c.problems = append(c.problems, Problem{
				Rule:    "schema-refused",
				Level:   level,
				Message: fmt.Sprintf("received keyword %s, which cannot be judged: %s", r.Keyword, r.Reason),
				Fix:     "correct the keyword, or remove it if nothing should depend on it",
				Pointer: r.Pointer + "/" + tree.EscapePointer(r.Keyword),
				At:      r.At,
			})
		}
	}
}

// judgedExample is an example with the schema it should conform to.
type judgedExample struct {
	rule   string
	name   string // how a message calls it
	value  *tree.Node
	schema *tree.Node
	face   schema.Face
}

// mediaTypeExamples notes the examples of a media type whose bodies are JSON or text.
func (c *collector) mediaTypeExamples(n *tree.Node, face schema.Face) {
	media := parseMediaRange(n.Name())
	if media.json() || media.kind == "text" || media.kind == "*" || media.carrier() == CarryForm {
		c.valueExamples(n, face)
	}
}

// valueExamples notes the examples of a media type, a parameter or a header. Source: OpenAPI 3.0.3, section 4.7.14.1: an example
// should match the schema.
func (c *collector) valueExamples(n *tree.Node, face schema.Face) {
	described := n.Get("schema")
	if described == nil {
		return
	}
	if value := n.Get("example"); value != nil {
		c.examples = append(c.examples, judgedExample{"example-invalid", "the example", value, described, face})
	}
	for _, m := range members(n.Get("examples")) {
		if value := c.document.Resolve(m.Value).Get("value"); value != nil {
			c.examples = append(c.examples, judgedExample{"example-invalid", "example " + m.Name, value, described, face})
		}
	}
}

// schemaExamples notes the examples and the default that a schema holds itself.
func (c *collector) schemaExamples(n *tree.Node) {
	if value := n.Get("example"); value != nil {
		c.examples = append(c.examples, judgedExample{"example-invalid", "the example", value, n, 0})
	}
	if list := n.Get("examples"); list.Is(tree.Array) {
		for i, value := range list.Items {
			c.examples = append(c.examples, judgedExample{"example-invalid", "example " + strconv.Itoa(i), value, n, 0})
		}
	}
	if value := n.Get("default"); value != nil {
		c.examples = append(c.examples, judgedExample{"default-invalid", "the default", value, n, 0})
	}
}

// mostExampleProblems is how many faults of one example are told; a wrong schema makes hundreds.
const mostExampleProblems = 5

// judgeExamples judges what was noted. An example whose schema cannot be compiled whole is left out: it would be blamed for that.
func (c *collector) judgeExamples() {
	type pair struct{ value, schema *tree.Node }
	seen := map[pair]bool{}
	for _, e := range c.examples {
		if c.ctx.Err() != nil {
			return
		}
		if seen[pair{e.value, e.schema}] {
			continue
		}
		seen[pair{e.value, e.schema}] = true
		compiled, err := c.document.Schemas.Schema(e.schema)
		if err != nil || compiled.Any() {
			continue
		}
		t, _ := tape.Read(e.value.JSON(), tape.Limits{Depth: 2000})
		if t.Usable() {
			c.exampleProblems(e, compiled.Validate(t.Root(), schema.Options{Face: e.face, Compat: true}))
		}
		t.Release()
	}
}

func (c *collector) exampleProblems(e judgedExample, found []schema.Violation) {
	told := 0
	for _, v := range found {
		if v.Warning {
			continue
		}
		if told++; told > mostExampleProblems {
			return
		}
		at := e.value.Lookup(v.InstancePath)
		if at == nil {
			at = e.value
		}
		where := ""
		if v.InstancePath != "" {
			where = " at " + v.InstancePath
		}
		c.add(e.rule, LevelWarning, at, at.At, "correct the example, or the schema at "+place(v.At),
			"%s: received %s%s; promised %s", e.name, v.Received, where, v.Promised)
	}
}
