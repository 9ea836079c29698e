package schema_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"
)

// The differential tests draw schemas and values from a small world, so that they meet often, and ask another library too.

// anyValue draws a JSON value as text.
func anyValue(depth int) *rapid.Generator[string] {
	scalars := rapid.SampledFrom([]string{
		"null", "true", "false", "0", "1", "1.0", "-1", "2", "2.5", "1e1", "10", "9007199254740993", "9007199254740992", "1e400", `""`, `"a"`, `"ab"`, `"b"`, `"é😀"`, `"2024-02-30"`, `"abc"`,
	})
	if depth == 0 {
		return scalars
	}
	return rapid.Custom(func(t *rapid.T) string {
		switch rapid.IntRange(0, 3).Draw(t, "shape") {
		case 0:
			return "[" + strings.Join(rapid.SliceOfN(anyValue(depth-1), 0, 4).Draw(t, "items"), ",") + "]"
		case 1, 2:
			var members []string
			for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c", "ab"}), 0, 4, rapid.ID).Draw(t, "names") {
				members = append(members, fmt.Sprintf("%q:%s", name, anyValue(depth-1).Draw(t, name)))
			}
			return "{" + strings.Join(members, ",") + "}"
		}
		return scalars.Draw(t, "scalar")
	})
}

// anySchema draws a schema of the dialect as text. Its references lead to the root or to x, below properties or items only, so
// that no circle stays in place.
func anySchema(d schema.Dialect, depth int, descended bool) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		if d == schema.OpenAPI31 && rapid.IntRange(0, 19).Draw(t, "literal") == 0 {
			return rapid.SampledFrom([]string{"true", "false"}).Draw(t, "boolean")
		}
		if descended && rapid.IntRange(0, 9).Draw(t, "reference") == 0 {
			return `{"$ref":"#/x"}`
		}
		sub := func(name string, down bool) string {
			if depth == 0 {
				return rapid.SampledFrom([]string{`{"type":"string"}`, `{"type":"integer"}`, `{}`, `{"enum":["a",1]}`, `{"minimum":1}`}).Draw(t, name)
			}
			return anySchema(d, depth-1, down).Draw(t, name)
		}
		list := func(name string, down bool) string {
			var parts []string
			for i := range rapid.IntRange(1, 3).Draw(t, name+" count") {
				parts = append(parts, sub(fmt.Sprint(name, i), down))
			}
			return "[" + strings.Join(parts, ",") + "]"
		}
		number := rapid.SampledFrom([]string{"0", "1", "2", "2.0"})
		bound := rapid.SampledFrom([]string{"-1", "0", "1", "2.5", "10", "9007199254740992"})
		names := rapid.Map(rapid.SliceOfNDistinct(rapid.SampledFrom([]string{`"a"`, `"b"`, `"c"`}), 1, 2, rapid.ID), func(l []string) string { return "[" + strings.Join(l, ",") + "]" })
		kind := rapid.SampledFrom([]string{`"string"`, `"number"`, `"integer"`, `"boolean"`, `"array"`, `"object"`})
		keywords := map[string]func() string{
			"type":       func() string { return kind.Draw(t, "type") },
			"enum":       func() string { return `["a",1,[1],{"a":1},9007199254740993]` },
			"minimum":    func() string { return bound.Draw(t, "minimum") },
			"maximum":    func() string { return bound.Draw(t, "maximum") },
			"multipleOf": func() string { return rapid.SampledFrom([]string{"1", "0.5", "2", "0.01"}).Draw(t, "multipleOf") },
			"minLength":  func() string { return number.Draw(t, "minLength") },
			"maxLength":  func() string { return number.Draw(t, "maxLength") },
			"pattern": func() string {
				return rapid.SampledFrom([]string{`"^a"`, `"b$"`, `"[^a]"`, `"^.$"`}).Draw(t, "pattern")
			},
			"minItems":             func() string { return number.Draw(t, "minItems") },
			"maxItems":             func() string { return number.Draw(t, "maxItems") },
			"uniqueItems":          func() string { return "true" },
			"items":                func() string { return sub("items", true) },
			"minProperties":        func() string { return number.Draw(t, "minProperties") },
			"maxProperties":        func() string { return number.Draw(t, "maxProperties") },
			"required":             func() string { return names.Draw(t, "required") },
			"properties":           func() string { return fmt.Sprintf(`{"a":%s,"b":%s}`, sub("a", true), sub("b", true)) },
			"additionalProperties": func() string { return sub("additional", true) },
			"allOf":                func() string { return list("allOf", descended) },
			"anyOf":                func() string { return list("anyOf", descended) },
			"oneOf":                func() string { return list("oneOf", descended) },
			"not":                  func() string { return sub("not", descended) },
		}
		order := []string{"type", "enum", "minimum", "maximum", "multipleOf", "minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems", "items",
			"minProperties", "maxProperties", "required", "properties", "additionalProperties", "allOf", "anyOf", "oneOf", "not"}
		if d == schema.OpenAPI31 {
			keywords["type"] = func() string { return `["null",` + kind.Draw(t, "type") + "]" }
			more := map[string]func() string{
				"const":             func() string { return anyValue(1).Draw(t, "const") },
				"exclusiveMinimum":  func() string { return bound.Draw(t, "exclusiveMinimum") },
				"exclusiveMaximum":  func() string { return bound.Draw(t, "exclusiveMaximum") },
				"prefixItems":       func() string { return list("prefixItems", true) },
				"contains":          func() string { return sub("contains", true) },
				"minContains":       func() string { return number.Draw(t, "minContains") },
				"maxContains":       func() string { return number.Draw(t, "maxContains") },
				"dependentRequired": func() string { return `{"a":` + names.Draw(t, "dependent") + "}" },
				"dependentSchemas":  func() string { return `{"b":` + sub("dependent", descended) + "}" },
				"propertyNames": func() string {
					return rapid.SampledFrom([]string{`{"maxLength":1}`, `{"enum":["a","b"]}`, "true"}).Draw(t, "propertyNames")
				},
				"patternProperties":     func() string { return `{"^a":` + sub("pattern", true) + "}" },
				"if":                    func() string { return sub("if", descended) },
				"then":                  func() string { return sub("then", descended) },
				"else":                  func() string { return sub("else", descended) },
				"unevaluatedItems":      func() string { return sub("unevaluatedItems", true) },
				"unevaluatedProperties": func() string { return sub("unevaluatedProperties", true) },
			}
			for _, name := range []string{"const", "exclusiveMinimum", "exclusiveMaximum", "prefixItems", "contains", "minContains", "maxContains", "dependentRequired", "dependentSchemas",
				"propertyNames", "patternProperties", "if", "then", "else", "unevaluatedItems", "unevaluatedProperties"} {
				keywords[name] = more[name]
				order = append(order, name)
			}
		}
		var members []string
		for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(order), 0, 4, rapid.ID).Draw(t, "keywords") {
			members = append(members, fmt.Sprintf("%q:%s", name, keywords[name]()))
		}
		return "{" + strings.Join(members, ",") + "}"
	})
}

// ours compiles a schema of a test and judges a value.
func ours(t *rapid.T, d schema.Dialect, document, value string) bool {
	store := tree.NewStore(tree.Options{})
	f, err := store.Add("doc.json", []byte(document))
	if err != nil {
		t.Fatal(err)
	}
	s, err := schema.NewSet(store, d).Schema(f.Root.Get("root"))
	if err != nil {
		t.Fatalf("%s: %v", document, err)
	}
	tp, faults := tape.Read([]byte(value), tape.Limits{})
	defer tp.Release()
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	found := s.Validate(tp.Root(), schema.Options{AnnotateFormats: true})
	if s.Accepts(tp.Root(), schema.Options{AnnotateFormats: true}) != (len(found) == 0) {
		t.Fatalf("the quick walk and the explaining one disagree on %s under %s: %+v", value, document, found)
	}
	return len(found) == 0
}

func TestValidate_AgreesWithJSONSchema(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		// What is drawn for 3.0 means the same in 2020-12: it holds no nullable, no exclusive bound and nothing beside a $ref.
		d := rapid.SampledFrom([]schema.Dialect{schema.OpenAPI30, schema.OpenAPI31}).Draw(r, "dialect")
		document := fmt.Sprintf(`{"root":%s,"x":%s}`, anySchema(d, 2, false).Draw(r, "root"), anySchema(d, 1, false).Draw(r, "x"))
		value := anyValue(3).Draw(r, "value")
		parsed, err := jsonschema.UnmarshalJSON(strings.NewReader(document))
		if err != nil {
			r.Fatal(err)
		}
		compiler := jsonschema.NewCompiler()
		if err := compiler.AddResource("file:///doc.json", parsed); err != nil {
			r.Fatal(err)
		}
		other, err := compiler.Compile("file:///doc.json#/root")
		if err != nil {
			r.Skip("the other library refuses the schema: " + err.Error())
		}
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(value))
		if err != nil {
			r.Fatal(err)
		}
		if strings.Contains(value, "1e400") && strings.Contains(document, "multipleOf") {
			r.Skip("the other library refuses to divide numbers of this size")
		}
		want := other.Validate(v) == nil
		if got := ours(r, d, document, value); got != want {
			r.Fatalf("%s under %s: accepted %v, the other library says %v", value, document, got, want)
		}
	})
}

// empty is a schema kin-openapi takes for one without keywords.
var empty = regexp.MustCompile(`\{("min(Items|Length|Properties)":0,?)*\}`)

// emptyAlternative is a schema without keywords in a list of them.
var emptyAlternative = regexp.MustCompile(`[\[,]\{("min(Items|Length|Properties)":0,?)*\}[,\]]`)

// kinDiffers says why kin-openapi may judge differently; "" if it should not.
func kinDiffers(document, value string) string {
	switch {
	case strings.Contains(value, "9007199254740993"), strings.Contains(document, "9007199254740993") && strings.Contains(value, "9007199254740992"):
		return "it reads numbers as float64"
	case strings.Contains(value, "1e400"):
		return "it cannot read numbers above 1.8e308"
	case strings.Contains(document, `"not"`) && empty.MatchString(document):
		return "it takes not: {} for no keyword at all"
	case strings.Contains(document, "$ref"):
		return "it may look for an empty schema without end where references make a cycle"
	case emptyAlternative.MatchString(document):
		return "it counts alternatives that accept everything in its own way"
	case strings.Contains(value, "null"):
		return "it refuses null where no type is given"
	case strings.Contains(document, "multipleOf"):
		return "it divides in binary"
	case strings.Contains(value, ".0") || strings.Contains(value, "1e1"):
		return "it tells 1.0 from 1 in enum and uniqueItems"
	}
	return ""
}

func TestValidate_AgreesWithKin(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		root, x := anySchema(schema.OpenAPI30, 2, false).Draw(r, "root"), anySchema(schema.OpenAPI30, 1, false).Draw(r, "x")
		value := anyValue(3).Draw(r, "value")
		document := fmt.Sprintf(`{"root":%s,"x":%s}`, root, x)
		if reason := kinDiffers(document, value); reason != "" {
			r.Skip(reason)
		}
		there := strings.ReplaceAll(fmt.Sprintf(`{"openapi":"3.0.3","info":{"title":"t","version":"1"},"paths":{},"components":{"schemas":{"root":%s,"x":%s}}}`, root, x), "#/x", "#/components/schemas/x")
		loaded, err := openapi3.NewLoader().LoadFromData([]byte(there))
		if err != nil {
			r.Skip("the other library refuses the schema: " + err.Error())
		}
		var v any
		if err := json.Unmarshal([]byte(value), &v); err != nil {
			r.Fatal(err)
		}
		want := loaded.Components.Schemas["root"].Value.VisitJSON(v) == nil
		if got := ours(r, schema.OpenAPI30, document, value); got != want {
			r.Fatalf("%s under %s: accepted %v, the other library says %v", value, document, got, want)
		}
	})
}
