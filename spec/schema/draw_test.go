package schema_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"pgregory.net/rapid"
)

// The property tests and the differential tests draw schemas and values from a small world, so that they meet often.

// anyValue draws a JSON value as text.
func anyValue(depth int) *rapid.Generator[string] {
	scalars := rapid.SampledFrom([]string{
		"null", "true", "false", "0", "1", "1.0", "-1", "2", "2.5", "1e1", "10", "9007199254740993", "9007199254740992", "1e400", `""`, `"a"`, `"ab"`, `"b"`, `"é😀"`, `"2024-02-30"`, `"abc"`,
		`"2024-02-29"`, `"127.0.0.1"`, `"a@b.example"`, `"P1D"`, `"https://a.example/"`, `"2024-02-29T00:00:00Z"`, `"00000000-0000-4000-8000-000000000000"`,
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

// drawing draws one schema as text. Its references lead to x, below properties or items only, so that no circle stays in place.
type drawing struct {
	*rapid.T
	dialect   schema.Dialect
	depth     int
	descended bool // a reference may stand here
	marks     bool // readOnly and writeOnly may be drawn
}

func anySchema(d schema.Dialect, depth int, descended bool) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string { return drawing{t, d, depth, descended, false}.schema() })
}

// markedSchema draws readOnly and writeOnly too.
func markedSchema(d schema.Dialect, depth int, descended bool) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string { return drawing{t, d, depth, descended, true}.schema() })
}

// keywordNames30 and keywordNames31 are what may be drawn.
var (
	keywordNames30 = []string{
		"type", "enum", "minimum", "maximum", "multipleOf", "minLength", "maxLength", "pattern", "format", "minItems", "maxItems", "uniqueItems", "items", "minProperties",
		"maxProperties", "required", "properties", "additionalProperties", "allOf", "anyOf", "oneOf", "not", "nullable", "exclusiveMinimum", "exclusiveMaximum", "title",
	}
	keywordNames31 = append(slices.DeleteFunc(slices.Clone(keywordNames30), func(name string) bool { return name == "nullable" }),
		"const", "prefixItems", "contains", "minContains", "maxContains", "dependentRequired", "dependentSchemas", "propertyNames", "patternProperties", "if", "then", "else",
		"unevaluatedItems", "unevaluatedProperties", "$ref")
)

func (t drawing) schema() string {
	if t.dialect == schema.OpenAPI31 && rapid.IntRange(0, 19).Draw(t.T, "literal") == 0 {
		return t.one("boolean", "true", "false")
	}
	if t.descended && rapid.IntRange(0, 9).Draw(t.T, "reference") == 0 {
		return `{"$ref":"#/x"}`
	}
	names := keywordNames31
	if t.dialect == schema.OpenAPI30 {
		names = keywordNames30
	}
	var members []string
	for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, 4, rapid.ID).Draw(t.T, "keywords") {
		if text := t.keyword(name); text != "" {
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
		return t.one(label, `{"type":"string"}`, `{"type":"integer"}`, `{}`, `{"enum":["a",1]}`, `{"minimum":1}`)
	}
	inner := drawing{dialect: t.dialect, depth: t.depth - 1, descended: down || t.descended, marks: t.marks}
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

// property draws the schema of a property.
func (t drawing) property(name string) string {
	text := t.sub(name, true)
	if t.marks && strings.HasPrefix(text, "{") && !strings.Contains(text, "$ref") && rapid.IntRange(0, 3).Draw(t.T, "mark") == 0 {
		text = strings.TrimSuffix(strings.Replace(text, "{", `{"`+t.one("which", "readOnly", "writeOnly")+`":true,`, 1), ",}")
		if !strings.HasSuffix(text, "}") {
			text += "}"
		}
	}
	return text
}

func (t drawing) keyword(name string) string {
	switch name {
	case "type":
		kind := t.one(name, `"string"`, `"number"`, `"integer"`, `"boolean"`, `"array"`, `"object"`)
		if t.dialect == schema.OpenAPI31 && rapid.Bool().Draw(t.T, "or null") {
			return `["null",` + kind + "]"
		}
		return kind
	case "enum":
		return t.one(name, `["a",1,[1],{"a":1},9007199254740993]`, `["a","b",null]`, `[1,2,2.5]`)
	case "const":
		return anyValue(1).Draw(t.T, name)
	case "minimum", "maximum":
		return t.one(name, "-1", "0", "1", "2.5", "10", "9007199254740992")
	case "exclusiveMinimum", "exclusiveMaximum":
		if t.dialect == schema.OpenAPI30 {
			return t.one(name, "true", "false")
		}
		return t.one(name, "-1", "0", "1", "2.5", "10", "9007199254740992")
	case "multipleOf":
		return t.one(name, "1", "0.5", "2", "0.01")
	case "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minContains", "maxContains":
		return t.one(name, "0", "1", "2", "2.0")
	case "pattern":
		return t.one(name, `"^a"`, `"b$"`, `"[^a]"`, `"^.$"`, `"^\\S*$"`, `"^(?=a)"`, `"\\d{4}-"`)
	case "format":
		return t.one(name, `"date"`, `"date-time"`, `"ipv4"`, `"email"`, `"duration"`, `"uri"`, `"uuid"`, `"unheard-of"`)
	case "uniqueItems":
		return "true"
	case "title":
		return `"T"`
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
	case "$ref":
		if t.descended {
			return `"#/x"`
		}
		return ""
	}
	return t.sub(name, true) // items, contains, additionalProperties, unevaluated*
}

func (t drawing) names(label string) string {
	return "[" + strings.Join(rapid.SliceOfNDistinct(rapid.SampledFrom([]string{`"a"`, `"b"`, `"c"`}), 1, 2, rapid.ID).Draw(t.T, label), ",") + "]"
}
