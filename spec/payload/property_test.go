package payload

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"github.com/plumbline-dev/plumbline/spec/schema"
)

// drawSchema draws a small schema of either dialect: mostly sensible, sometimes contradictory.
func drawSchema(t *rapid.T, is31 bool, depth int) string {
	kinds := []string{"string", "integer", "number", "boolean", "enum", "any"}
	if depth > 0 {
		kinds = append(kinds, "object", "object", "array", "array", "allOf", "anyOf", "oneOf", "not", "ref")
		if is31 {
			kinds = append(kinds, "types", "if", "const", "bool")
		}
	}
	kind := rapid.SampledFrom(kinds).Draw(t, "kind")
	sub := func() string { return drawSchema(t, is31, depth-1) }
	several := func() string {
		list := make([]string, rapid.IntRange(1, 3).Draw(t, "branches"))
		for i := range list {
			list[i] = sub()
		}
		return "[" + strings.Join(list, ",") + "]"
	}
	switch kind {
	case "string":
		return drawString(t)
	case "integer", "number":
		return drawNumber(t, kind, is31)
	case "boolean":
		return `{"type":"boolean"}`
	case "enum":
		return rapid.SampledFrom([]string{`{"enum":["a","b",1]}`, `{"enum":[2,3.5,"x"]}`, `{"type":"string","enum":["red","green"]}`, `{"enum":[true,"a"]}`}).Draw(t, "enum")
	case "object":
		return drawObject(t, is31, depth)
	case "array":
		return drawArray(t, is31, depth)
	case "allOf", "anyOf", "oneOf":
		return fmt.Sprintf(`{%q:%s}`, kind, several())
	case "not":
		return fmt.Sprintf(`{"not":%s}`, sub())
	case "ref":
		return fmt.Sprintf(`{"$ref":"#/components/schemas/%s"}`, rapid.SampledFrom([]string{"Tree", "Name"}).Draw(t, "ref"))
	case "types":
		return rapid.SampledFrom([]string{`{"type":["string","null"]}`, `{"type":["integer","boolean"]}`, `{"type":["array","object","null"]}`}).Draw(t, "types")
	case "if":
		return fmt.Sprintf(`{"if":%s,"then":%s,"else":%s}`, sub(), sub(), sub())
	case "const":
		return rapid.SampledFrom([]string{`{"const":"a"}`, `{"const":{"a":1}}`, `{"const":[1,2]}`, `{"const":null}`}).Draw(t, "const")
	case "bool":
		return rapid.SampledFrom([]string{"true", "false"}).Draw(t, "bool")
	}
	return "{}"
}

// drawString draws no format: under a not or an if the validators' leniency would be ours to explain.
func drawString(t *rapid.T) string {
	s := `{"type":"string"`
	lo := rapid.IntRange(0, 12).Draw(t, "minLength")
	switch rapid.IntRange(0, 4).Draw(t, "string") {
	case 0:
		s += fmt.Sprintf(`,"minLength":%d`, lo)
	case 1:
		s += fmt.Sprintf(`,"minLength":%d,"maxLength":%d`, lo, lo+rapid.IntRange(0, 4).Draw(t, "more"))
	case 2:
		p, _ := json.Marshal(rapid.SampledFrom([]string{`^[a-z]+$`, `^\d{3}-\d{4}$`, `[A-Z]`, `^(ab|cde)*$`, `^x?y{2,5}z$`, `^[^a]$`, `^\w+@\w+$`}).Draw(t, "pattern"))
		s += `,"pattern":` + string(p)
	}
	return s + "}"
}

func drawNumber(t *rapid.T, kind string, is31 bool) string {
	s := fmt.Sprintf(`{"type":%q`, kind)
	lo := rapid.IntRange(-50, 50).Draw(t, "lo")
	hi := lo + rapid.IntRange(0, 30).Draw(t, "width")
	switch rapid.IntRange(0, 4).Draw(t, "number") {
	case 0:
		s += fmt.Sprintf(`,"minimum":%d,"maximum":%d`, lo, hi)
	case 1:
		if is31 {
			s += fmt.Sprintf(`,"exclusiveMinimum":%d,"exclusiveMaximum":%d`, lo, hi)
		} else {
			s += fmt.Sprintf(`,"minimum":%d,"exclusiveMinimum":true,"maximum":%d,"exclusiveMaximum":true`, lo, hi)
		}
	case 2:
		s += fmt.Sprintf(`,"minimum":%d,"multipleOf":%s`, lo, rapid.SampledFrom([]string{"3", "7", "0.5", "0.25", "1.5"}).Draw(t, "step"))
	case 3:
		s += fmt.Sprintf(`,"maximum":%d.5`, lo)
	}
	return s + "}"
}

func drawObject(t *rapid.T, is31 bool, depth int) string {
	names := []string{"a", "b", "name", "id"}
	var properties, required []string
	for _, n := range names[:rapid.IntRange(0, 4).Draw(t, "properties")] {
		properties = append(properties, fmt.Sprintf(`%q:%s`, n, drawSchema(t, is31, depth-1)))
	}
	for _, n := range append(names, "extra") {
		if rapid.IntRange(0, 3).Draw(t, "required") == 0 {
			required = append(required, fmt.Sprintf("%q", n))
		}
	}
	s := `{"type":"object","properties":{` + strings.Join(properties, ",") + `}`
	if len(required) > 0 {
		s += `,"required":[` + strings.Join(required, ",") + `]`
	}
	switch rapid.IntRange(0, 7).Draw(t, "object") {
	case 0:
		s += `,"additionalProperties":false`
	case 1:
		s += `,"additionalProperties":` + drawSchema(t, is31, depth-1)
	case 2:
		s += fmt.Sprintf(`,"minProperties":%d`, rapid.IntRange(0, 5).Draw(t, "minProperties"))
	case 3:
		s += fmt.Sprintf(`,"maxProperties":%d`, rapid.IntRange(0, 3).Draw(t, "maxProperties"))
	}
	if is31 {
		switch rapid.IntRange(0, 7).Draw(t, "more") {
		case 0:
			s += `,"patternProperties":{"^[ab]$":` + drawSchema(t, is31, depth-1) + `}`
		case 1:
			s += `,"propertyNames":{"maxLength":4}`
		case 2:
			s += `,"dependentRequired":{"a":["b"]}`
		case 3:
			s += `,"dependentSchemas":{"b":` + drawSchema(t, is31, depth-1) + `}`
		case 4:
			s += `,"unevaluatedProperties":false`
		}
	}
	return s + "}"
}

func drawArray(t *rapid.T, is31 bool, depth int) string {
	s := `{"type":"array","items":` + drawSchema(t, is31, depth-1)
	lo := rapid.IntRange(0, 3).Draw(t, "minItems")
	switch rapid.IntRange(0, 4).Draw(t, "array") {
	case 0:
		s += fmt.Sprintf(`,"minItems":%d`, lo)
	case 1:
		s += fmt.Sprintf(`,"minItems":%d,"maxItems":%d`, lo, lo+1)
	case 2:
		s += fmt.Sprintf(`,"minItems":%d,"uniqueItems":true`, lo)
	}
	if is31 {
		switch rapid.IntRange(0, 5).Draw(t, "more") {
		case 0:
			s += `,"prefixItems":[` + drawSchema(t, is31, depth-1) + `]`
		case 1:
			s += `,"contains":` + drawSchema(t, is31, depth-1) + `,"maxContains":2`
		}
	}
	return s + "}"
}

const drawnComponents = `"Tree":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"children":{"type":"array","items":{"$ref":"#/components/schemas/Tree"}}}},
"Name":{"type":"string","minLength":1,"maxLength":20}`

// probes are values a schema that nothing satisfies must refuse, all of them.
var probes = []string{
	`null`, `true`, `false`, `0`, `1`, `2`, `-7`, `3.5`, `50`, `-50`, `1000`, `""`, `"a"`, `"b"`, `"red"`, `"abc"`, `"A"`, `"yyz"`, `"123-4567"`, `"hello world"`, `"2024-01-01"`,
	`[]`, `[1]`, `["a"]`, `[1,2]`, `[[]]`, `{}`, `{"a":1}`, `{"a":"a"}`, `{"a":1,"b":2}`, `{"name":"x"}`, `{"a":1,"b":2,"name":"x","id":3,"extra":4}`, `[{}]`, `[true,false]`,
}

// Every sample of every schema is accepted by validators that share no line with ours, and a schema that is called
// unsatisfiable accepts nothing we can think of.
func TestMaker_SamplesOfDrawnSchemasConform(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"3.0.3", "3.1.0"} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			var samples, refused, wrongly atomic.Int64
			rapid.Check(t, func(t *rapid.T) {
				text := drawSchema(t, version == "3.1.0", 3)
				doc := document(t, version, text, drawnComponents)
				n := schemaOf(doc)
				m := &Maker{Document: doc, Seed: rapid.Uint64Range(0, 3).Draw(t, "seed")}
				for _, k := range []Kind{KindMinimal, KindMaximal} {
					body, err := m.Value(n, schema.Request, k, "value", "x")
					if err != nil {
						refused.Add(1)
						if r := err.(Refusal); r.Reason != ReasonUnsatisfiable && r.Reason != ReasonEndless && r.Reason != ReasonJudged {
							continue
						}
						compiled, _ := doc.Schemas.Schema(n)
						for _, p := range probes {
							if (&judge{set: doc.Schemas, face: schema.Request}).holds(goal{compiled}, rawValue(p)) {
								wrongly.Add(1)
								t.Logf("refused %v\n  though %s satisfies %s", err, p, text)
								break
							}
						}
						continue
					}
					samples.Add(1)
					if err := accepted(doc, n, body); err != nil && (doc.Is31() || acceptedByDraft4(text, body) != nil) {
						t.Fatalf("the other validator refuses %s\nfor %s\n%v", body, text, err)
					}
				}
			})
			t.Logf("%d samples, %d refusals, %d of them of schemas that a simple value satisfies", samples.Load(), refused.Load(), wrongly.Load())
		})
	}
}
