package diff

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// judge is a validator that is not ours.
type judge struct {
	name  string
	judge func(s *side, n *tree.Node, face schema.Face, value []byte) (accepted, ok bool)
}

// judges are the validators that judge witnesses besides Plumbline, by the names a Witness gives them.
var judges = []judge{{"kin-openapi", (*side).kinOpinion}, {"jsonschema", (*side).opinion}}

// opinions names the validators that came to both verdicts on a value themselves: it conforms to one schema and not to the other, however it
// is read where it is text.
func (c *comparer) opinions(o occurrence, value []byte, base bool) []string {
	r := o.root
	accepts, rejects := r.baseNode, r.revisionNode
	first, second := c.base, c.revision
	if !base {
		accepts, rejects, first, second = rejects, accepts, second, first
	}
	values := [][]byte{value}
	if o.spelling() == spelledText {
		values = spellings(value, o.pointer())
	}
	var agreed []string
	for _, j := range judges {
		yes, ok := j.ask(first, accepts, r.face, value)
		if !ok || !yes {
			continue
		}
		if !slices.ContainsFunc(values, func(value []byte) bool {
			taken, ok := j.ask(second, rejects, r.face, value)
			return !ok || taken
		}) {
			agreed = append(agreed, j.name)
		}
	}
	return agreed
}

// ask is judge that survives a validator which does not: what it cannot read is no reason to end.
func (j judge) ask(s *side, n *tree.Node, face schema.Face, value []byte) (accepted, ok bool) {
	defer func() {
		if recover() != nil {
			accepted, ok = false, false
		}
	}()
	return j.judge(s, n, face, value)
}

// acceptedBy names the validators that accept a value by the base.
func (c *comparer) acceptedBy(r *root, value []byte) []string {
	var agreed []string
	for _, j := range judges {
		if yes, ok := j.ask(c.base, r.baseNode, r.face, value); ok && yes {
			agreed = append(agreed, j.name)
		}
	}
	return agreed
}

// opinion judges a value by the schema at n with a validator that is not ours; ok is false if that validator cannot.
func (s *side) opinion(n *tree.Node, face schema.Face, value []byte) (accepted, ok bool) {
	t := &translator{side: s, face: face, definitions: map[string]any{}, names: map[*tree.Node]string{}, members: memberNames(value)}
	root := t.schema(n)
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	compiler.UseRegexpEngine(func(pattern string) (jsonschema.Regexp, error) { return regexp.Compile(pattern) })
	const at = "file:///schema.json"
	if err := compiler.AddResource(at, map[string]any{"$ref": "#/$defs/root", "$defs": t.definitions}); err != nil {
		return false, false
	}
	t.definitions["root"] = root
	compiled, err := compiler.Compile(at)
	if err != nil {
		return false, false
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(value))
	if err != nil {
		return false, false
	}
	return compiled.Validate(v) == nil, true
}

// memberNames are the names of all members of all objects in a value.
func memberNames(value []byte) map[string]bool {
	t, _ := tape.Read(value, tape.Limits{})
	defer t.Release()
	names := map[string]bool{}
	var walk func(v tape.Value)
	walk = func(v tape.Value) {
		for name, member := range v.Members() {
			names[name] = true
			walk(member)
		}
		for _, item := range v.Items() {
			walk(item)
		}
	}
	walk(t.Root())
	return names
}

// translator writes a schema of a document, and what it refers to, as one of JSON Schema 2020-12. Properties no object of the value has are
// left out: they cannot contradict it, and all they lead to need not be compiled.
type translator struct {
	members     map[string]bool
	side        *side
	face        schema.Face
	definitions map[string]any
	names       map[*tree.Node]string
}

// schema translates the schema at n; nothing is the schema that accepts everything.
func (t *translator) schema(n *tree.Node) any {
	if !n.Is(tree.Object) {
		if value, isBool := n.Bool(); isBool {
			return value
		}
		return true
	}
	out := map[string]any{}
	if _, isRef := n.Reference(); isRef {
		out["$ref"] = "#/$defs/" + t.definition(t.side.doc.Resolve(n))
		if !t.side.doc.Is31() {
			return out
		}
	}
	for _, m := range n.Members {
		t.keyword(out, m.Name, m.Value)
	}
	if !t.side.doc.Is31() {
		older(out, n)
	}
	t.travelling(out, n)
	return out
}

// definition keeps the schema at n once and returns its name.
func (t *translator) definition(n *tree.Node) string {
	if name, ok := t.names[n]; ok {
		return name
	}
	name := "s" + strconv.Itoa(len(t.names))
	t.names[n] = name
	t.definitions[name] = true
	t.definitions[name] = t.schema(n)
	return name
}

// keyword translates one keyword. What only describes is left out.
func (t *translator) keyword(out map[string]any, name string, value *tree.Node) {
	switch name {
	case "properties", "patternProperties", "dependentSchemas":
		list := map[string]any{}
		for _, m := range value.Members {
			if name != "properties" || t.members[m.Name] {
				list[m.Name] = t.schema(m.Value)
			}
		}
		out[name] = list
	case "allOf", "anyOf", "oneOf", "prefixItems":
		var list []any
		for _, item := range value.Items {
			list = append(list, t.schema(item))
		}
		if len(list) > 0 {
			out[name] = list
		}
	case "items", "not", "if", "then", "else", "contains", "propertyNames", "additionalProperties", "unevaluatedItems", "unevaluatedProperties":
		out[name] = t.schema(value)
	case "type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern",
		"minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties", "required", "minContains", "maxContains", "dependentRequired", "format":
		if v, err := jsonschema.UnmarshalJSON(bytes.NewReader(value.JSON())); err == nil {
			out[name] = v
		}
	}
}

// older puts what OpenAPI 3.0 says in its own way into the words of 2020-12: nullable, and bounds that are exclusive by a boolean.
func older(out map[string]any, n *tree.Node) {
	for _, pair := range [...][2]string{{"minimum", "exclusiveMinimum"}, {"maximum", "exclusiveMaximum"}} {
		if exclusive, isBool := out[pair[1]].(bool); isBool {
			delete(out, pair[1])
			if bound, there := out[pair[0]]; exclusive && there {
				out[pair[1]] = bound
				delete(out, pair[0])
			}
		}
	}
	if nullable, _ := n.Get("nullable").Bool(); !nullable {
		return
	}
	if name, isName := out["type"].(string); isName {
		out["type"] = []any{name, "null"}
	}
	if values, listed := out["enum"].([]any); listed {
		out["enum"] = append(values, nil) // what a vendor means by nullable beside an enum
	}
}

// travelling takes out of required what need not be there in this direction.
func (t *translator) travelling(out map[string]any, n *tree.Node) {
	required, listed := out["required"].([]any)
	if !listed {
		return
	}
	mark := map[schema.Face]string{schema.Request: "readOnly", schema.Response: "writeOnly"}[t.face]
	var rest []any
	for _, name := range required {
		text, _ := name.(string)
		property := n.Get("properties").Get(text)
		if marked, _ := property.Get(mark).Bool(); !marked {
			marked, _ = t.side.doc.Resolve(property).Get(mark).Bool()
			if !marked {
				rest = append(rest, name)
			}
		}
	}
	delete(out, "required")
	if len(rest) > 0 {
		out["required"] = rest
	}
}
