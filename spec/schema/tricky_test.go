package schema_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// Cases that validators are known to get wrong, each with values on both sides. Every row is judged by the letter.
func TestValidate_TrickyCases(t *testing.T) {
	t.Parallel()
	many := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "v%d, ", i)
		}
		return b.String()
	}
	const resources = "root: {$ref: 'https://a.example/strict'}\n$defs:\n  t: {$id: 'https://a.example/tree', $dynamicAnchor: node, type: object, properties: {v: {type: integer}, c: {type: array, items: {$dynamicRef: '#node'}}}}\n" +
		"  s: {$id: 'https://a.example/strict', $dynamicAnchor: node, $ref: tree, unevaluatedProperties: false}\n"
	for _, tt := range []struct {
		name            string
		dialect         schema.Dialect
		document        string
		valid, invalid  []string
		pointer, mended string // mended: valid with Compat alone
	}{
		{"2^53 and its neighbour", v30, "enum: [9007199254740993]", []string{"9007199254740993", "9007199254740993.0", "9007199254740993e0"}, []string{"9007199254740992", "9007199254740994"}, "", ""},
		{"int64 at its ends", v30, "{type: integer, format: int64}", []string{"9223372036854775807", "-9223372036854775808"}, []string{"9223372036854775808", "-9223372036854775809"}, "", ""},
		{"integers that are written as fractions", v30, "type: integer", []string{"1.0", "1e2", "100e-2", "-0.0", "1e400"}, []string{"1.5", "1e-1", "1e-400"}, "", ""},
		{"steps of a decimal", v30, "multipleOf: 0.01", []string{"19.99", "0.07", "1e300", "0", "4.35"}, []string{"0.001", "19.999", "1e-3"}, "", ""},
		{"steps beyond double", v31, "multipleOf: 1e400", []string{"0", "3e400", "1e999999999"}, []string{"1", "1e399"}, "", ""},
		{"bounds beyond double", v31, "{exclusiveMinimum: 1e400, maximum: 1e401}", []string{"2e400", "1e401"}, []string{"1e400", "1.1e401"}, "", ""},
		{"not anything", v30, "{properties: {a: {not: {}}}}", []string{"{}", "{\"b\":1}"}, []string{"{\"a\":1}", "{\"a\":null}"}, "", ""},
		{"null in an untyped item", v30, "{items: {}}", []string{"[null]", "[1,\"a\",null]"}, nil, "", ""},
		{"null for a type", v30, "{items: {type: object}}", []string{"[{}]"}, []string{"[null]"}, "", ""},
		{"nullable with a type and an enum without null", v30, "{type: string, nullable: true, enum: [A]}", []string{`"A"`}, []string{"1"}, "", "null"},
		{"nullable beside allOf", v30, "root: {nullable: true, allOf: [{$ref: '#/x'}]}\nx: {type: object}", []string{"{}"}, []string{"1"}, "", "null"},
		{"nullable beside $ref counts for nothing", v30, "root: {nullable: true, $ref: '#/x'}\nx: {type: object}", []string{"{}"}, []string{"null", "1"}, "", ""},
		{"a null among the types of 3.1", v31, "{type: [string, 'null'], enum: [A, null]}", []string{`"A"`, "null"}, []string{`"B"`}, "", ""},
		{"beside $ref in 3.1", v31, "root: {$ref: '#/x', maximum: 5}\nx: {type: integer}", []string{"5"}, []string{"6", `"a"`}, "", ""},
		{"beside $ref in 3.0", v30, "root: {$ref: '#/x', maximum: 5}\nx: {type: integer}", []string{"5", "6"}, []string{`"a"`}, "", ""},
		{"look-around", v31, `pattern: '^(?!\d+$)(?=.*[a-z])\w{3,}(?<!_)$'`, []string{`"ab1"`, "1"}, []string{`"123"`, `"ab_"`, `"ABC"`}, "", ""},
		{"properties of characters", v31, `pattern: '^\p{Lu}\p{L}*$'`, []string{`"Äpfel"`, `"Ω"`}, []string{`"äpfel"`, `"A1"`}, "", ""},
		{"characters, not bytes nor halves", v31, "{minLength: 2, maxLength: 2}", []string{`"äö"`, `"\ud83d\ude00x"`}, []string{`"\ud83d\ude00"`, `"äöü"`}, "", ""},
		{"a dot and what is beyond the first plane", v31, `pattern: '^.$'`, []string{`"\ud83d\ude00"`}, []string{`"\n"`, `"ab"`}, "", ""},
		{"a pattern finds its text anywhere", v30, "pattern: b", []string{`"abc"`}, []string{`"ac"`}, "", ""},
		{"\\d and \\s as ECMA-262 has them", v31, `pattern: '^\d\s$'`, []string{`"1\u00a0"`, `"1\ufeff"`}, []string{`"\u0661 "`}, "", ""},
		{"a giant enum", v31, "enum: [" + many(20_000) + "x]", []string{`"v0"`, `"v19999"`, `"x"`}, []string{`"v20000"`, "null"}, "", ""},
		{"an enum of objects and numbers", v31, "enum: [{a: [1, 2.0]}, 1.0]", []string{`{"a":[1.0,2]}`, "1"}, []string{`{"a":[2,1]}`, "true"}, "", ""},
		{"false is not 0", v31, "{const: 0}", []string{"0", "-0", "0.0", "0e5"}, []string{"false", `"0"`, "[]"}, "", ""},
		{"unique items by value", v31, "uniqueItems: true", []string{`[1,true,"1",[1]]`}, []string{"[1,1.0]", `[{"a":1,"b":2},{"b":2,"a":1}]`}, "", ""},
		{"dependentSchemas", v31, "{dependentSchemas: {a: {required: [b], maxProperties: 2}}}", []string{`{"b":1}`, `{"a":1,"b":1}`}, []string{`{"a":1}`, `{"a":1,"b":1,"c":1}`}, "", ""},
		{"unevaluatedProperties behind references and choices", v31, "root: {$ref: '#/x', anyOf: [{properties: {c: {type: integer}}}, true], unevaluatedProperties: false}\nx: {allOf: [{$ref: '#/y'}], properties: {a: {}}}\ny: {patternProperties: {'^b': {}}}",
			[]string{`{"a":1,"bb":1,"c":1}`}, []string{`{"d":1}`, `{"a":1,"c":"x"}`}, "", ""},
		{"unevaluatedItems and contains", v31, "{prefixItems: [{type: string}], contains: {type: integer}, unevaluatedItems: false}", []string{`["a",1,2]`}, []string{`["a",1,"b"]`, `["a"]`}, "", ""},
		{"$dynamicRef decided further out", v31, resources, []string{`{"v":1,"c":[{"v":2}]}`}, []string{`{"w":1}`, `{"c":[{"w":1}]}`, `{"c":[{"c":[{"w":1}]}]}`}, "/root", ""},
		{"a schema that holds itself", v30, "root: {$ref: '#/n'}\nn: {type: object, additionalProperties: false, properties: {n: {allOf: [{$ref: '#/n'}]}}}", []string{`{"n":{"n":{}}}`}, []string{`{"n":{"n":{"m":1}}}`}, "", ""},
		{"maxContains without minContains, and a count of nothing", v31, "{contains: {const: 1}, minContains: 0, maxContains: 1}", []string{"[]", "[1]", "[2]"}, []string{"[1,1]"}, "", ""},
		{"then without if", v31, "{then: false, else: false}", []string{"1"}, nil, "", ""},
		{"a property that is called $ref", v30, "properties: {$ref: {type: string}, properties: {type: integer}}", []string{`{"$ref":"x","properties":1}`}, []string{`{"$ref":1}`, `{"properties":"x"}`}, "", ""},
		{"names with a slash and a tilde", v30, "root: {$ref: '#/a~1b~0c'}\na/b~c: {type: integer}", []string{"1"}, []string{`"x"`}, "", ""},
		{"an empty name", v31, "{required: ['']}", []string{`{"":1}`}, []string{"{}"}, "", ""},
		{"names that differ in their escapes alone", v31, `{properties: {é: {type: integer}}}`, []string{`{"\u00e9":1}`}, []string{`{"\u00e9":"x"}`}, "", ""},
		{"the last day of February", v30, "format: date", []string{`"2024-02-29"`, "1"}, []string{`"2023-02-29"`, `"2024-2-29"`, `"2024-02-29T00:00:00Z"`}, "", ""},
		{"a leap second", v30, "format: date-time", []string{`"1990-12-31T23:59:60Z"`, `"1990-12-31T15:59:60-08:00"`}, []string{`"1990-12-31T23:58:60Z"`, `"1990-12-31 23:59:59"`, `"1990-12-31T23:59:59"`}, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			pointer := tt.pointer
			if strings.HasPrefix(tt.document, "root:") {
				pointer = "/root"
			}
			s, err := compile(t, tt.dialect, tt.document, pointer)
			if err != nil {
				t.Fatal(err)
			}
			for _, value := range tt.valid {
				if got := judge(t, s, value, schema.Options{}); len(got) > 0 {
					t.Errorf("%s is refused: %s", value, got)
				}
			}
			for _, value := range tt.invalid {
				if len(judge(t, s, value, schema.Options{})) == 0 {
					t.Errorf("%s is accepted", value)
				}
			}
			if tt.mended == "" {
				return
			}
			if got := judge(t, s, tt.mended, schema.Options{}); len(got) == 0 {
				t.Errorf("%s is accepted by the letter", tt.mended)
			}
			if got := judge(t, s, tt.mended, schema.Options{Compat: true}); len(got) != 1 || !strings.HasPrefix(got[0], "warning ") {
				t.Errorf("%s with Compat: got %s, want one warning", tt.mended, got)
			}
		})
	}
}

// A discriminator's mapping may name a file beside the document, as a folder path or with a fragment; references go through folders and back.
func TestValidate_DiscriminatorAcrossFiles(t *testing.T) {
	t.Parallel()
	store := tree.NewStore(tree.Options{})
	files := map[string]string{
		"api/doc.yaml":         "root:\n  oneOf: [{$ref: '../models/pets/cat.yaml'}, {$ref: '../models/all.yaml#/Dog'}]\n  discriminator: {propertyName: kind, mapping: {cat: ../models/pets/cat.yaml, hound: '../models/all.yaml#/Dog'}}\n",
		"models/pets/cat.yaml": "type: object\nrequired: [kind]\nproperties: {kind: {$ref: '../all.yaml#/Kind'}, lives: {type: integer}}\nadditionalProperties: false\n",
		"models/all.yaml":      "Kind: {type: string}\nDog: {type: object, required: [kind], properties: {kind: {$ref: '#/Kind'}, friend: {$ref: 'pets/cat.yaml'}}, additionalProperties: false}\n",
	}
	var root *tree.Node
	for _, name := range []string{"models/all.yaml", "models/pets/cat.yaml", "api/doc.yaml"} {
		f, err := store.Add(name, []byte(files[name]))
		if err != nil {
			t.Fatal(err)
		}
		root = f.Root.Get("root")
	}
	for _, d := range []schema.Dialect{v30, v31} {
		s, err := schema.NewSet(store, d).Schema(root)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range s.Keywords().Discriminator.Mapping {
			if m.Schema == nil {
				t.Errorf("%s: the mapping of %s leads nowhere", d, m.Value)
			}
		}
		for value, wrong := range map[string]string{
			`{"kind":"cat","lives":9}`: "", `{"kind":"hound","friend":{"kind":"cat"}}`: "",
			`{"kind":"cat","lives":"many"}`: "/lives", `{"kind":"hound","friend":{"kind":"cat","lives":"x"}}`: "/friend/lives",
		} {
			tp, _ := tape.Read([]byte(value), tape.Limits{})
			found := s.Validate(tp.Root(), schema.Options{})
			tp.Release()
			if wrong == "" && len(found) > 0 || wrong != "" && len(found) == 0 {
				t.Errorf("%s: %s: got %+v", d, value, found)
			}
			if wrong != "" && len(found) > 0 && found[0].InstancePath != wrong && (len(found[0].Causes) == 0 || found[0].Causes[0].InstancePath != wrong) {
				t.Errorf("%s: %s: got %+v, want it told at %s", d, value, found, wrong)
			}
		}
		// Every cat conforms, whatever it calls itself: the contradiction is a warning.
		if got := judge(t, s, `{"kind":"hound","lives":9}`, schema.Options{Compat: true}); len(got) != 1 || !strings.HasPrefix(got[0], "warning discriminator") {
			t.Errorf("%s: got %s, want a warning of the discriminator", d, got)
		}
	}
}
