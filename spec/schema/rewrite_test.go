package schema_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"pgregory.net/rapid"
)

// object is a schema or a document of a test, decoded.
type object = map[string]any

func decoded(text string) any {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		panic(err)
	}
	return v
}

func encoded(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err)
	}
	return strings.TrimSpace(b.String())
}

// inner calls visit for each schema directly within s and puts what it returns in its place.
func inner(s object, visit func(any) any) {
	for _, name := range slices.Sorted(maps.Keys(s)) {
		switch name {
		case "properties", "patternProperties", "dependentSchemas":
			of := s[name].(object)
			for _, key := range slices.Sorted(maps.Keys(of)) {
				of[key] = visit(of[key])
			}
		case "allOf", "anyOf", "oneOf", "prefixItems":
			list := s[name].([]any)
			for i := range list {
				list[i] = visit(list[i])
			}
		case "items", "contains", "additionalProperties", "propertyNames", "not", "if", "then", "else":
			s[name] = visit(s[name])
		case "unevaluatedItems", "unevaluatedProperties":
			if of, ok := s[name].(object); s[name] == false || ok && of["type"] != nil { // what asks for nothing is not recognised there in other words
				s[name] = visit(s[name])
			}
		}
	}
}

// modern writes a schema of OpenAPI 3.0 in the words of 3.1.
func modern(v any) any {
	s, ok := v.(object)
	if !ok {
		return v
	}
	inner(s, modern)
	if s["nullable"] == true && s["type"] != nil {
		s["type"] = []any{s["type"], "null"}
	}
	delete(s, "nullable")
	for _, name := range []string{"minimum", "maximum"} {
		exclusive := "exclusiveM" + name[1:]
		if s[exclusive] == true && s[name] != nil {
			s[exclusive] = s[name]
			delete(s, name)
		} else {
			delete(s, exclusive)
		}
	}
	return s
}

// rewriting writes schemas in other words that mean the same.
type rewriting struct {
	*rapid.T
	dialect    schema.Dialect
	components object
}

func (r rewriting) coin(label string) bool { return rapid.IntRange(0, 3).Draw(r.T, label) == 0 }

func (r rewriting) schema(v any) any {
	s, ok := v.(object)
	if !ok {
		if v == true && r.coin("true") {
			return object{}
		} else if v == false && r.coin("false") {
			return object{"not": object{}}
		}
		return v
	}
	inner(s, r.schema)
	for _, name := range []string{"required", "enum", "allOf", "anyOf", "oneOf"} {
		if list, ok := s[name].([]any); ok {
			s[name] = rapid.Permutation(list).Draw(r.T, name)
		}
	}
	if _, ok := s["$ref"]; !ok && r.coin("prose") {
		s["description"], s["x-note"], s["deprecated"] = "other words", 1, true
	}
	r.words(s)
	if r.coin("split") {
		s = r.split(s)
	}
	switch rapid.IntRange(0, 9).Draw(r.T, "wrap") {
	case 0:
		return object{"allOf": []any{s, object{}}}
	case 1:
		return object{"allOf": []any{s}}
	case 2:
		if !strings.Contains(encoded(s), "Only") { // readOnly is looked for behind $ref and allOf
			return object{"anyOf": []any{s}}
		}
	case 3, 4:
		name := fmt.Sprintf("component%d", len(r.components))
		r.components[name] = s
		return object{"$ref": "#/" + name}
	}
	return s
}

// words replaces single keywords.
func (r rewriting) words(s object) {
	if s["additionalProperties"] == nil && s["unevaluatedProperties"] == nil && r.dialect == schema.OpenAPI30 && s["$ref"] == nil && r.coin("additional") {
		s["additionalProperties"] = true
	}
	if values, ok := s["enum"].([]any); ok && r.coin("twice") {
		s["enum"] = append(values, values[0])
	}
	if value, ok := s["const"]; ok && s["enum"] == nil && r.coin("const") {
		delete(s, "const")
		s["enum"] = []any{value}
	}
	if _, ok := s["$ref"]; !ok && s["minLength"] == nil && r.coin("minLength") {
		s["minLength"] = 0
	}
}

// together are keywords that mean something to each other, so that they must not be parted.
var together = [][]string{
	{"properties", "patternProperties", "additionalProperties"}, {"prefixItems", "items"}, {"contains", "minContains", "maxContains"}, {"if", "then", "else"},
	{"minimum", "exclusiveMinimum"}, {"maximum", "exclusiveMaximum"}, {"type", "nullable"},
	{"unevaluatedItems", "unevaluatedProperties", "readOnly", "writeOnly"}, // these stay
}

// split moves some keywords into branches of allOf.
func (r rewriting) split(s object) object {
	if s["nullable"] != nil || s["$ref"] != nil && r.dialect == schema.OpenAPI30 {
		return s
	}
	branch := object{}
	for _, name := range slices.Sorted(maps.Keys(s)) {
		if _, left := s[name]; !left || name == "allOf" || !r.coin("move "+name) {
			continue
		}
		group := []string{name}
		for _, g := range together {
			if slices.Contains(g, name) {
				group = g
			}
		}
		if slices.Contains(group, "readOnly") {
			continue
		}
		for _, member := range group {
			if v, ok := s[member]; ok {
				branch[member] = v
				delete(s, member)
			}
		}
	}
	if len(branch) > 0 {
		list, _ := s["allOf"].([]any)
		s["allOf"] = append(list, branch)
	}
	return s
}

// mutated changes one keyword of one schema within v: takes it away, or draws another in its place.
func mutated(t *rapid.T, d schema.Dialect, v any) any {
	s, ok := v.(object)
	if !ok || s["$ref"] != nil {
		return decoded(anySchema(d, 0, true).Draw(t, "another"))
	}
	depth := 0
	inner(s, func(part any) any {
		if depth++; rapid.IntRange(0, 3).Draw(t, "deeper") == 0 {
			return mutated(t, d, part)
		}
		return part
	})
	names := slices.Sorted(maps.Keys(s))
	if len(names) > 0 && rapid.Bool().Draw(t, "remove") {
		delete(s, rapid.SampledFrom(names).Draw(t, "removed"))
		return s
	}
	known := keywordNames31
	if d == schema.OpenAPI30 {
		known = keywordNames30
	}
	name := rapid.SampledFrom(known).Draw(t, "changed")
	if text := (drawing{t, d, 0, false, false}).keyword(name); text != "" {
		s[name] = decoded(text)
	}
	return s
}
