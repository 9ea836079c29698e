package schema_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

func TestSchema_RefusesByNameAndLine(t *testing.T) {
	t.Parallel()
	const v30, v31 = schema.OpenAPI30, schema.OpenAPI31
	for _, tt := range []struct {
		name     string
		dialect  schema.Dialect
		document string
		want     []string // beginnings of the lines of the error
	}{
		{"a misspelt keyword", v30, "type: object\nrequierd: [a]", []string{`doc.yaml:2:1: requierd: OpenAPI 3.0 has no such keyword (did you mean "required"?)`}},
		{"an unknown keyword", v31, "foo-bar: 1", []string{`doc.yaml:1:1: foo-bar: OpenAPI 3.1 has no such keyword; begin the name of an extension with x-`}},
		{"an extension", v30, "x-foo: 1", nil},
		{"annotations", v30, "title: T\ndescription: D\ndefault: 1\ndeprecated: true\nexample: 1\nexternalDocs: {}\nxml: {}", nil},
		{"annotations of 3.1", v31, "$comment: C\nexamples: [1]\ncontentEncoding: base64\ncontentMediaType: image/png\ncontentSchema: {}\n$defs: {a: {}}", nil},
		{"keywords of 3.1 in 3.0", v30, "const: 1\nif: {}\npatternProperties: {}\nexclusiveMinimum: 3", []string{
			"doc.yaml:1:1: const: const is not part of OpenAPI 3.0; write enum", "doc.yaml:2:1: if:", "doc.yaml:3:1: patternProperties:", "doc.yaml:4:1: exclusiveMinimum: is true or false in OpenAPI 3.0"}},
		{"keywords of 3.0 in 3.1", v31, "type: string\nnullable: true\nexclusiveMinimum: true", []string{
			"doc.yaml:2:1: nullable: nullable is not part of OpenAPI 3.1; add null to type", "doc.yaml:3:1: exclusiveMinimum: must be a number, not boolean"}},
		{"a list of types in 3.0", v30, "type: [string, 'null']", []string{"doc.yaml:1:1: type: must be one type's name"}},
		{"a list of no types", v31, "type: []", []string{"doc.yaml:1:1: type: must name at least one type"}},
		{"an unknown type", v31, "type: [string, text]", []string{`doc.yaml:1:1: type: "text" is no type`}},
		{"required at the property", v30, "properties: {a: {required: true}}", []string{"doc.yaml:1:18: required: must be the list of required properties"}},
		{"a list of items", v31, "items: [{}]", []string{"doc.yaml:1:1: items: must be a schema, not an array; OpenAPI 3.1 has prefixItems"}},
		{"counts that are none", v30, "minLength: -1\nmaxItems: 1.5\nminItems: '1'", []string{
			"doc.yaml:1:1: minLength: must be a whole number from 0 on, not -1", "doc.yaml:2:1: maxItems:", "doc.yaml:3:1: minItems: must be a number, not string"}},
		{"another dialect in the middle", v31, "properties: {a: {$schema: 'http://json-schema.org/draft-07/schema#'}}", []string{
			"doc.yaml:1:18: $schema: names another dialect where that means nothing: it counts at the root of a file or beside an $id"}},
		{"a multiple of nothing", v30, "multipleOf: 0", []string{"doc.yaml:1:1: multipleOf: must be greater than 0"}},
		{"a number JSON has not", v30, "maximum: .inf", []string{"doc.yaml:1:1: maximum:"}},
		{"no alternatives", v30, "oneOf: []\nallOf: {}", []string{"doc.yaml:1:1: oneOf: must hold at least one schema", "doc.yaml:2:1: allOf: must be an array, not object"}},
		{"a bad pattern", v30, `pattern: '\Astart'`, []string{`doc.yaml:1:1: pattern: \Astart is no regular expression of ECMA-262: \A is no escape`}},
		{"a bad pattern of names", v31, `patternProperties: {'(': {}}`, []string{`doc.yaml:1:21: patternProperties: ( is no regular expression`}},
		{"a schema that is none", v30, "properties: {a: 3}", []string{"doc.yaml:1:14: a: a schema is an object, this is number"}},
		{"a boolean schema in 3.0", v30, "properties: {a: true}", []string{"doc.yaml:1:14: a: a boolean schema is not part of OpenAPI 3.0"}},
		{"additionalProperties may be boolean", v30, "additionalProperties: false", nil},
		{"references that lead nowhere", v30, "allOf: [{$ref: '#/nowhere'}, {$ref: 'absent.yaml'}]", []string{
			"doc.yaml:1:10: $ref: reference #/nowhere leads nowhere", "doc.yaml:1:31: $ref: reference absent.yaml"}},
		{"references that lead nowhere in 3.1", v31, "allOf: [{$ref: '#/nowhere'}, {$ref: '#anchor'}]", []string{
			"doc.yaml:1:10: $ref: reference #/nowhere leads nowhere", "doc.yaml:1:31: $ref: reference #anchor leads nowhere"}},
		{"the network", v31, "$ref: https://example.com/x.json", []string{"doc.yaml:1:1: $ref:"}},
		{"a reference to itself", v30, "$ref: '#'", []string{"doc.yaml:1:1: $ref: leads back to itself"}},
		{"a circle through alternatives", v31, "anyOf: [{type: string}, {allOf: [{$ref: '#'}]}]", []string{"doc.yaml:1:35: $ref: leads back to itself"}},
		{"a cycle through properties", v30, "properties: {a: {$ref: '#'}}", nil},
		{"another dialect", v31, "$schema: http://json-schema.org/draft-07/schema#", []string{`doc.yaml:1:1: $schema: "http://json-schema.org/draft-07/schema" is another dialect`}},
		{"names that are no strings", v31, "$id: 1\n$anchor: [a]", []string{"doc.yaml:1:1: $id: must be a string, not number", "doc.yaml:2:1: $anchor: must be a string, not array"}},
		{"the dialect of 3.1", v31, "$schema: https://spec.openapis.org/oas/3.1/dialect/base", nil},
		{"the metaschema", v31, "$ref: https://json-schema.org/draft/2020-12/schema", nil},
		{"a discriminator without a property", v30, "discriminator: {}", []string{"doc.yaml:1:1: discriminator: must hold propertyName"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, err := compile(t, tt.dialect, tt.document, "")
			if s == nil {
				t.Fatal("no schema beside the error")
			}
			var lines []string
			if refused := (*schema.CompileError)(nil); errors.As(err, &refused) {
				lines = strings.Split(refused.Error(), "\n")
			}
			if len(lines) != len(tt.want) {
				t.Fatalf("got %q\nwant %q", lines, tt.want)
			}
			for i := range lines {
				if !strings.HasPrefix(lines[i], tt.want[i]) {
					t.Errorf("got  %s\nwant %s", lines[i], tt.want[i])
				}
			}
		})
	}
}

func TestSchema_RefusedStillJudgesTheRest(t *testing.T) {
	t.Parallel()
	s, err := compile(t, schema.OpenAPI30, "type: string\npattern: '('\nmaxLength: 2", "")
	if err == nil {
		t.Fatal("a pattern that is none compiles")
	}
	if got := judge(t, s, `"abc"`, schema.Options{}); len(got) != 1 {
		t.Errorf("got %q, want one violation of maxLength", got)
	}
}

func TestSchema_OfNothingAcceptsEverything(t *testing.T) {
	t.Parallel()
	s, err := schema.NewSet(tree.NewStore(tree.Options{}), schema.OpenAPI30).Schema(nil)
	if err != nil || !s.Any() || judge(t, s, "null", schema.Options{}) != nil {
		t.Errorf("schema %+v, error %v", s, err)
	}
}

func TestSchema_FollowsReferencesBetweenFiles(t *testing.T) {
	t.Parallel()
	for name, d := range map[string]schema.Dialect{"3.0": schema.OpenAPI30, "3.1": schema.OpenAPI31} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for file, text := range map[string]string{
				"main.yaml":      "root: {properties: {a: {$ref: 'parts/a.yaml#/A'}}}",
				"parts/a.yaml":   "A: {properties: {b: {$ref: '../b.yaml'}, self: {$ref: '#/A'}}}",
				"b.yaml":         "type: array\nitems: {$ref: 'parts/c.yaml'}",
				"parts/c.yaml":   "type: string",
				"parts/void.txt": "",
			} {
				path := filepath.Join(dir, filepath.FromSlash(file))
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			store, f := open(t, filepath.Join(dir, "main.yaml"))
			s, err := schema.NewSet(store, d).Schema(f.Root.Get("root"))
			if err != nil {
				t.Fatal(err)
			}
			got := judge(t, s, `{"a":{"self":{"b":["x",1]}}}`, schema.Options{})
			want := "type /a/self/b/1 /properties/a/$ref/properties/self/$ref/properties/b/$ref/items/$ref/type line 1: received number 1; promised string"
			if len(got) != 1 || got[0] != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestSet_IsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	store, f := open(t, partnerFile)
	set := schema.NewSet(store, schema.OpenAPI30)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for _, m := range f.Root.Get("components").Get("schemas").Members {
				s, err := set.Schema(m.Value)
				if err != nil {
					t.Error(err)
				}
				tp, _ := tape.Read([]byte(`{"a":[1,{"b":null}]}`), tape.Limits{})
				s.Validate(tp.Root(), schema.Options{Compat: true})
				tp.Release()
			}
		})
	}
	wg.Wait()
}
