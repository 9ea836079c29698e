package contain_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"pgregory.net/rapid"
)

// The property tests draw schemas and values from a small world, so that they meet often.

// anyValue draws a JSON value as text.
func anyValue(depth int) *rapid.Generator[string] {
	scalars := rapid.SampledFrom([]string{
		"null", "true", "false", "0", "1", "1.0", "-1", "2", "2.5", "10", "3", `""`, `"a"`, `"ab"`, `"b"`, `"abc"`, `"é"`, `"2024-02-30"`, `"2024-02-29"`, `"127.0.0.1"`,
		`"a@b.example"`, `"P1D"`, `"https://a.example/"`, `"2024-02-29T00:00:00Z"`, `"00000000-0000-4000-8000-000000000000"`,
	})
	if depth == 0 {
		return scalars
	}
	return rapid.Custom(func(t *rapid.T) string {
		switch rapid.IntRange(0, 3).Draw(t, "shape") {
		case 0:
			return "[" + strings.Join(rapid.SliceOfN(anyValue(depth-1), 0, 3).Draw(t, "items"), ",") + "]"
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

var (
	keywords30 = []string{
		"type", "type", "type", "enum", "minimum", "maximum", "multipleOf", "minLength", "maxLength", "pattern", "format", "minItems", "maxItems", "uniqueItems", "items", "items",
		"minProperties", "maxProperties", "required", "required", "properties", "properties", "additionalProperties", "allOf", "anyOf", "oneOf", "not", "nullable", "exclusiveMinimum",
	}
	keywords31 = append(slices.DeleteFunc(slices.Clone(keywords30), func(name string) bool { return name == "nullable" }),
		"const", "prefixItems", "contains", "minContains", "maxContains", "dependentRequired", "dependentSchemas", "propertyNames", "patternProperties", "if", "then", "else",
		"unevaluatedItems", "unevaluatedProperties")
)

// drawing draws one schema as text. Its references lead to x, below properties or items only, so that no circle stays in place.
type drawing struct {
	*rapid.T
	dialect   schema.Dialect
	depth     int
	descended bool // a reference may stand here
}

func anySchema(d schema.Dialect, depth int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string { return drawing{t, d, depth, false}.schema() })
}

func (t drawing) schema() string {
	if t.dialect == schema.OpenAPI31 && rapid.IntRange(0, 19).Draw(t.T, "literal") == 0 {
		return t.one("boolean", "true", "false")
	}
	if t.descended && rapid.IntRange(0, 9).Draw(t.T, "reference") == 0 {
		return `{"$ref":"#/x"}`
	}
	names := keywords31
	if t.dialect == schema.OpenAPI30 {
		names = keywords30
	}
	var members []string
	seen := map[string]bool{}
	for _, name := range rapid.SliceOfN(rapid.SampledFrom(names), 0, 4).Draw(t.T, "keywords") {
		if text := t.keyword(name); !seen[name] {
			seen[name] = true
			members = append(members, fmt.Sprintf("%q:%s", name, text))
		}
	}
	return "{" + strings.Join(members, ",") + "}"
}

func (t drawing) one(label string, texts ...string) string {
	return rapid.SampledFrom(texts).Draw(t.T, label)
}

// sub draws a schema within this one; down says whether it judges a part of the value.
func (t drawing) sub(label string, down bool) string {
	if t.depth == 0 {
		return t.one(label, `{"type":"string"}`, `{"type":"integer"}`, `{}`, `{"enum":["a",1]}`, `{"minimum":1}`, `{"type":"boolean"}`)
	}
	inner := drawing{dialect: t.dialect, depth: t.depth - 1, descended: down || t.descended}
	return rapid.Custom(func(r *rapid.T) string {
		inner.T = r
		return inner.schema()
	}).Draw(t.T, label)
}

func (t drawing) list(label string, down bool) string {
	var parts []string
	for i := range rapid.IntRange(1, 3).Draw(t.T, label+" count") {
		parts = append(parts, t.sub(fmt.Sprint(label, i), down))
	}
	return "[" + strings.Join(parts, ",") + "]"
}

// property draws the schema of a property, which may be marked.
func (t drawing) property(name string) string {
	text := t.sub(name, true)
	if strings.HasPrefix(text, "{") && !strings.Contains(text, "$ref") && rapid.IntRange(0, 5).Draw(t.T, "mark") == 0 {
		text = strings.Replace(strings.Replace(text, "{", `{"`+t.one("which", "readOnly", "writeOnly")+`":true,`, 1), ",}", "}", 1)
	}
	return text
}

func (t drawing) keyword(name string) string {
	switch name {
	case "type":
		kind := t.one(name, `"string"`, `"number"`, `"integer"`, `"boolean"`, `"array"`, `"object"`, `"object"`)
		if t.dialect == schema.OpenAPI31 && rapid.IntRange(0, 3).Draw(t.T, "or null") == 0 {
			return `["null",` + kind + "]"
		}
		return kind
	case "enum":
		return t.one(name, `["a",1,[1],{"a":1}]`, `["a","b",null]`, `[1,2,2.5]`, `["a","b"]`)
	case "const":
		return anyValue(1).Draw(t.T, name)
	case "minimum", "maximum":
		return t.one(name, "-1", "0", "1", "2.5", "10")
	case "exclusiveMinimum":
		if t.dialect == schema.OpenAPI30 {
			return t.one(name, "true", "false")
		}
		return t.one(name, "-1", "0", "1", "2.5", "10")
	case "multipleOf":
		return t.one(name, "1", "0.5", "2", "3", "0.01")
	case "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minContains", "maxContains":
		return t.one(name, "0", "1", "2", "3")
	case "pattern":
		return t.one(name, `"^a"`, `"b$"`, `"[^a]"`, `"^.$"`, `"^\\S*$"`, `"^(?=a)"`, `"\\d{4}-"`, `"^[ab]+$"`, `"\\bb"`)
	case "format":
		return t.one(name, `"date"`, `"date-time"`, `"ipv4"`, `"email"`, `"duration"`, `"uri"`, `"uuid"`, `"unheard-of"`, `"int32"`)
	case "uniqueItems":
		return "true"
	case "nullable":
		return t.one(name, "true", "true", "false")
	case "required":
		return t.names(name)
	case "properties":
		return fmt.Sprintf(`{"a":%s,"b":%s}`, t.property("a"), t.property("b"))
	case "patternProperties":
		return fmt.Sprintf(`{"^a":%s,"b$":%s}`, t.property("starts"), t.property("ends"))
	case "dependentRequired":
		return `{"a":` + t.names("dependent") + "}"
	case "dependentSchemas":
		return `{"b":` + t.sub("dependent", false) + "}"
	case "propertyNames":
		return t.one(name, `{"maxLength":1}`, `{"enum":["a","b"]}`, `{"pattern":"^a"}`, "true")
	case "allOf", "anyOf", "oneOf":
		return t.list(name, false)
	case "prefixItems":
		return t.list(name, true)
	case "not", "if", "then", "else":
		return t.sub(name, false)
	}
	return t.sub(name, true) // items, contains, additionalProperties, unevaluated*
}

func (t drawing) names(label string) string {
	return "[" + strings.Join(rapid.SliceOfNDistinct(rapid.SampledFrom([]string{`"a"`, `"b"`, `"c"`}), 1, 2, rapid.ID).Draw(t.T, label), ",") + "]"
}
