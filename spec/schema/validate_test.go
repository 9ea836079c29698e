package schema_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// compile compiles the schema at pointer of a document, which may be YAML.
func compile(t testing.TB, d schema.Dialect, document, pointer string) (*schema.Schema, error) {
	t.Helper()
	store := tree.NewStore(tree.Options{})
	f, err := store.Add("doc.yaml", []byte(document))
	if err != nil {
		t.Fatal(err)
	}
	n := f.Root.Lookup(pointer)
	if n == nil {
		t.Fatalf("nothing stands at %s", pointer)
	}
	return schema.NewSet(store, d).Schema(n)
}

// judge returns the violations of a value, one in a line.
func judge(t testing.TB, s *schema.Schema, value string, o schema.Options) []string {
	t.Helper()
	tp, faults := tape.Read([]byte(value), tape.Limits{})
	defer tp.Release()
	if len(faults) > 0 {
		t.Fatalf("%s: %v", value, faults)
	}
	var lines []string
	for _, v := range s.Validate(tp.Root(), o) {
		line := fmt.Sprintf("%s %s %s line %d: received %s; promised %s", v.Rule, v.InstancePath, v.KeywordPath, v.At.Line, v.Received, v.Promised)
		if v.Warning {
			line = "warning " + line
		}
		lines = append(lines, line)
	}
	return lines
}

type judgement struct {
	name, document, value string
	want                  []string
}

func (j judgement) run(t *testing.T, d schema.Dialect, o schema.Options) {
	t.Helper()
	pointer := ""
	if strings.Contains(j.document, "\nroot:") || strings.HasPrefix(j.document, "root:") {
		pointer = "/root"
	}
	s, err := compile(t, d, j.document, pointer)
	if err != nil {
		t.Fatal(err)
	}
	if got := judge(t, s, j.value, o); !slices.Equal(got, j.want) {
		t.Errorf("of %s\n got %s\nwant %s", j.value, strings.Join(got, "\n     "), strings.Join(j.want, "\n     "))
	}
}

const pets = `
root: {type: object, required: [pet], properties: {pet: {$ref: '#/Pet'}}}
Pet:
  oneOf: [{$ref: '#/Cat'}, {$ref: '#/Dog'}]
  discriminator: {propertyName: kind, mapping: {cat: '#/Cat', dog: '#/Dog'}}
Cat:
  type: object
  required: [kind, lives]
  properties: {kind: {type: string}, lives: {type: integer, maximum: 9}}
Dog:
  type: object
  required: [kind, tricks]
  properties: {kind: {type: string}, tricks: {type: array, items: {type: string}}}
`

func TestValidate_OpenAPI30(t *testing.T) {
	t.Parallel()
	for _, tt := range []judgement{
		{"a type", "type: string", "null", []string{
			`type  /type line 1: received null; promised string`,
		}},
		{"an enum", "properties: {status: {type: string, enum: [ACTIVE, DENIED]}}", `{"status":null}`, []string{
			`type /status /properties/status/type line 1: received null; promised string (one of ACTIVE, DENIED)`,
		}},
		{"a value no enum has", "type: string\nenum: [ACTIVE, DENIED]", `"GONE"`, []string{
			`enum  /enum line 2: received string "GONE"; promised string (one of ACTIVE, DENIED)`,
		}},
		{"nullable beside a type", "type: string\nnullable: true", "null", nil},
		{"null and no type", "description: anything", "null", nil},
		{"nullable and an enum without null", "type: string\nnullable: true\nenum: [A]", "null", []string{
			`enum  /enum line 3: received null; promised string (exactly A)`,
		}},
		{"nullable beside allOf", "root: {nullable: true, allOf: [{$ref: '#/A'}]}\nA: {type: object}", "null", []string{
			`type  /allOf/0/$ref/type line 2: received null; promised object`,
		}},
		{"siblings of a reference", "root: {$ref: '#/A', maxLength: 1}\nA: {type: string}", `"long"`, nil},
		{"missing properties", "type: object\nrequired: [id, name]\nproperties: {name: {type: string, enum: [a, b]}}", `{}`, []string{
			`required  /required/0 line 2: received object without "id"; promised property "id"`,
			`required  /required/1 line 2: received object without "name"; promised property "name": string (one of a, b)`,
		}},
		{"an additional property", "type: object\nproperties: {a: {}}\nadditionalProperties: false", `{"a":1,"b":2}`, []string{
			`additionalProperties /b /additionalProperties line 3: received property "b"; promised no property but a`,
		}},
		{"additional properties of a kind", "additionalProperties: {type: integer}", `{"a":1.0,"b/c":2.5}`, []string{
			`type /b~1c /additionalProperties/type line 1: received number 2.5; promised integer`,
		}},
		{"bounds", "type: number\nminimum: 1\nmaximum: 10\nexclusiveMaximum: true\nmultipleOf: 0.5", "10", []string{
			`exclusiveMaximum  /exclusiveMaximum line 4: received number 10; promised number below 10`,
		}},
		{"a bound above 2^53", "maximum: 9007199254740992", "9007199254740993", []string{
			`maximum  /maximum line 1: received number 9007199254740993; promised number of at most 9007199254740992`,
		}},
		{"a number below its bounds", "minimum: 1\nmultipleOf: 0.5", "0.3", []string{
			`minimum  /minimum line 1: received number 0.3; promised number of at least 1`,
			`multipleOf  /multipleOf line 2: received number 0.3; promised multiple of 0.5`,
		}},
		{"lengths", "minLength: 3\nmaxLength: 2", `"é😀"`, []string{
			`minLength  /minLength line 1: received string "é😀" of 2 characters; promised string of at least 3 characters`,
		}},
		{"a long string", "maxLength: 2", `"` + strings.Repeat("x", 81) + `"`, []string{
			`maxLength  /maxLength line 1: received string of 81 characters; promised string of at most 2 characters`,
		}},
		{"a pattern", "pattern: '^[a-z]+$'", `"A\"b"`, []string{
			`pattern  /pattern line 1: received string "A"b"; promised string matching ^[a-z]+$`,
		}},
		{"a pattern with a line feed", `pattern: "^\n$"`, `"a"`, []string{
			`pattern  /pattern line 1: received string "a"; promised string matching ^\u000a$`,
		}},
		{"anyOf of one alternative", "anyOf: [{type: string}]", `true`, []string{
			`anyOf  /anyOf line 1: received boolean true; promised a value that matches the only alternative: string`,
		}},
		{"formats", "properties: {d: {format: date}, i: {format: int32}, f: {format: float}, n: {format: int64}, u: {format: unheard-of}}", `{"d":"2023-02-29","i":2147483648,"f":1e39,"n":1.5,"u":"x"}`, []string{
			`format /d /properties/d/format line 1: received string "2023-02-29"; promised date that exists, such as 2024-02-29`,
			`format /i /properties/i/format line 1: received number 2147483648; promised whole number from -2147483648 to 2147483647 (int32)`,
			`format /f /properties/f/format line 1: received number 1e39; promised number a 32-bit float can hold, at most 3.4028235e38 either way`,
			`format /n /properties/n/format line 1: received number 1.5; promised whole number from -9223372036854775808 to 9223372036854775807 (int64)`,
		}},
		{"counts", "minItems: 3\nmaxItems: 1\nuniqueItems: true", `[1,1.0]`, []string{
			`minItems  /minItems line 1: received array of 2 items; promised array of at least 3 items`,
			`maxItems  /maxItems line 2: received array of 2 items; promised array of at most 1 item`,
			`uniqueItems  /uniqueItems line 3: received array whose items 0 and 1 are equal; promised array whose items all differ`,
		}},
		{"counts of properties", "minProperties: 2", `{"a":1}`, []string{
			`minProperties  /minProperties line 1: received object with 1 property; promised object with at least 2 properties`,
		}},
		{"items", "type: array\nitems: {$ref: '#/x-Item'}\nx-Item: {type: boolean}", `[true,0,"secret"]`, []string{
			`type /1 /items/$ref/type line 3: received number 0; promised boolean`,
			`type /2 /items/$ref/type line 3: received string "secret"; promised boolean`,
		}},
		{"not", "not: {type: string, enum: [x]}", `"x"`, []string{
			`not  /not line 1: received string "x"; promised anything but string (exactly x)`,
		}},
		{"not anything", "not: {}", `1`, []string{
			`not  /not line 1: received number 1; promised nothing: no value is allowed here`,
		}},
		{"anyOf of other types", "anyOf: [{type: string}, {type: integer}]", `true`, []string{
			`anyOf  /anyOf line 1: received boolean true; promised a value that matches one of 2 alternatives: string; integer`,
		}},
		{"anyOf with one alternative of the type", "anyOf: [{type: string}, {type: object, required: [id]}]", `{}`, []string{
			`required  /anyOf/1/required/0 line 1: received object without "id"; promised property "id"`,
		}},
		{"oneOf that fits twice", "oneOf: [{type: integer}, {type: number, title: Any number}]", `3`, []string{
			`oneOf  /oneOf line 1: received number 3 that matches both alternative 1 and alternative 2 (Any number); promised a value that matches exactly one of 2 alternatives`,
		}},
		{"oneOf by discriminator", pets, `{"pet":{"kind":"dog","tricks":[1]}}`, []string{
			`type /pet/tricks/0 /properties/pet/$ref/oneOf/1/$ref/properties/tricks/items/type line 13: received number 1; promised string`,
		}},
		{"oneOf by an unknown discriminator", pets, `{"pet":{"kind":"fish"}}`, []string{
			`oneOf /pet /properties/pet/$ref/oneOf line 4: received object whose kind is "fish"; promised kind is one of cat, dog`,
		}},
		{"oneOf without a discriminator", pets, `{"pet":{"lives":3}}`, []string{
			`oneOf /pet /properties/pet/$ref/oneOf line 4: received object; promised a value that matches one of 2 alternatives; nearest is alternative 1 (Cat), which promises property "kind": string at /pet`,
		}},
		{"a cycle", "type: object\nproperties: {next: {$ref: '#'}, v: {type: string}}", `{"next":{"next":{"v":1}}}`, []string{
			`type /next/next/v /properties/next/$ref/properties/next/$ref/properties/v/type line 2: received number 1; promised string`,
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.run(t, schema.OpenAPI30, schema.Options{})
		})
	}
}

func TestValidate_OpenAPI31(t *testing.T) {
	t.Parallel()
	for _, tt := range []judgement{
		{"a list of types", "type: [string, 'null']", "1", []string{
			`type  /type line 1: received number 1; promised string or null`,
		}},
		{"const", "const: {a: [1]}", `{"a":[2]}`, []string{
			`const  /const line 1: received object; promised exactly {"a":[1]}`,
		}},
		{"const null", "const: null", `1`, []string{
			`const  /const line 1: received number 1; promised exactly null`,
		}},
		{"a schema that is false", "properties: {a: false}", `{"a":1}`, []string{
			`properties /a /properties/a line 1: received property "a"; promised no property of this name`,
		}},
		{"the whole schema is false", "false", `1`, []string{
			`false   line 1: received number 1; promised nothing: no value is allowed here`,
		}},
		{"exclusive bounds", "exclusiveMinimum: 1\nexclusiveMaximum: 1", `1`, []string{
			`exclusiveMinimum  /exclusiveMinimum line 1: received number 1; promised number above 1`,
			`exclusiveMaximum  /exclusiveMaximum line 2: received number 1; promised number below 1`,
		}},
		{"siblings of a reference count", "root: {$ref: '#/A', maxLength: 1}\nA: {type: string}", `"long"`, []string{
			`maxLength  /maxLength line 1: received string "long" of 4 characters; promised string of at most 1 character`,
		}},
		{"if and then", "if: {required: [a]}\nthen: {required: [b]}\nelse: {required: [c]}", `{"a":1}`, []string{
			`required  /then/required/0 line 2: received object without "b"; promised property "b"`,
		}},
		{"if and else", "if: {required: [a]}\nthen: {required: [b]}\nelse: {required: [c]}", `{}`, []string{
			`required  /else/required/0 line 3: received object without "c"; promised property "c"`,
		}},
		{"prefixItems and items", "prefixItems: [{type: string}]\nitems: false", `[1,2]`, []string{
			`type /0 /prefixItems/0/type line 1: received number 1; promised string`,
			`items /1 /items line 2: received item 1; promised no item here`,
		}},
		{"contains", "contains: {type: string}", `[1]`, []string{
			`contains  /contains line 1: received array with 0 items that match; promised array with at least 1 item of the kind contains describes`,
		}},
		{"counts of contains", "contains: {type: string}\nminContains: 2\nmaxContains: 0", `["a",1]`, []string{
			`minContains  /minContains line 2: received array with 1 item that matches; promised array with at least 2 items of the kind contains describes`,
			`maxContains  /maxContains line 3: received array with 1 item that matches; promised array with at most 0 items of the kind contains describes`,
		}},
		{"dependentRequired", "dependentRequired: {card: [address, name]}", `{"card":1}`, []string{
			`dependentRequired  /dependentRequired/card/0 line 1: received object without "address"; promised property "address"`,
			`dependentRequired  /dependentRequired/card/1 line 1: received object without "name"; promised property "name"`,
		}},
		{"dependentSchemas", "dependentSchemas: {card: {required: [address]}}", `{"card":1}`, []string{
			`required  /dependentSchemas/card/required/0 line 1: received object without "address"; promised property "address"`,
		}},
		{"propertyNames", "propertyNames: {maxLength: 2}", `{"abc":1}`, []string{
			`maxLength  /propertyNames/maxLength line 1: received property name "abc" of 3 characters; promised string of at most 2 characters`,
		}},
		{"patternProperties", "patternProperties: {'^s_': {type: string}, '^n_': false}", `{"s_a":1,"n_a":2,"x":3}`, []string{
			`type /s_a /patternProperties/^s_/type line 1: received number 1; promised string`,
			`patternProperties /n_a /patternProperties/^n_ line 1: received property "n_a"; promised no property of this name`,
		}},
		{"additionalProperties beside patterns", "patternProperties: {'^s_': {}}\nproperties: {id: {}}\nadditionalProperties: false", `{"x":3}`, []string{
			`additionalProperties /x /additionalProperties line 3: received property "x"; promised no property but id, those matching ^s_`,
		}},
		{"unevaluatedProperties", "allOf: [{properties: {a: {}}}]\nanyOf: [{properties: {b: {type: string}}}, true]\nunevaluatedProperties: false", `{"a":1,"b":2,"c":3}`, []string{
			`unevaluatedProperties /b /unevaluatedProperties line 3: received property "b"; promised no property of this name`,
			`unevaluatedProperties /c /unevaluatedProperties line 3: received property "c"; promised no property of this name`,
		}},
		{"unevaluatedItems", "prefixItems: [{}]\nunevaluatedItems: {type: string}", `[1,"a",2]`, []string{
			`type /2 /unevaluatedItems/type line 2: received number 2; promised string`,
		}},
		{"$dynamicRef", "$id: https://example.com/list\n$dynamicRef: '#node'\n$defs: {foo: {$dynamicAnchor: node, type: string}}", `1`, []string{
			`type  /$dynamicRef/type line 3: received number 1; promised string`,
		}},
		{"$anchor", "root: {$ref: '#a'}\nx: {$anchor: a, type: string}", `1`, []string{
			`type  /$ref/type line 2: received number 1; promised string`,
		}},
		{"anyOf null", "anyOf: [{type: object, properties: {n: {type: integer}}}, {type: 'null'}]", `{"n":"x"}`, []string{
			`type /n /anyOf/0/properties/n/type line 1: received string "x"; promised integer`,
		}},
		{"tags by const", "oneOf: [{properties: {t: {const: a}, v: {type: string}}}, {properties: {t: {const: b}, v: {type: integer}}}]", `{"t":"b","v":"x"}`, []string{
			`type /v /oneOf/1/properties/v/type line 1: received string "x"; promised integer`,
		}},
		{"a long enum", "enum: [" + strings.Repeat("abcdefghi, ", 30) + "z]", `1`, []string{
			`enum  /enum line 1: received number 1; promised one of abcdefghi, abcdefghi, abcdefghi, abcdefghi, abcdefghi, abcdefghi, abcdefghi, abcdefghi, abcdefghi, abcdefghi, abcdefghi, abcdefghi, abcdefghi, ...`,
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.run(t, schema.OpenAPI31, schema.Options{})
		})
	}
}
