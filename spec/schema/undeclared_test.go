package schema_test

import (
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

func TestUndeclared(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, schema, value, want string }{
		{"all declared", `{type: object, properties: {a: {}}}`, `{"a":1}`, ""},
		{"one more", `{type: object, properties: {a: {}}}`, `{"a":1,"b":2}`, "/b"},
		{"one more, allowed in words", `{properties: {a: {}}, additionalProperties: true}`, `{"b":2}`, "/b"},
		{"free form", `{type: object}`, `{"b":{"c":1}}`, ""},
		{"free form inside", `{properties: {meta: {type: object}}}`, `{"meta":{"c":1}}`, ""},
		{"a map", `{properties: {a: {}}, additionalProperties: {type: object, properties: {x: {}}}}`, `{"key":{"x":1,"y":2}}`, "/key/y"},
		{"a pattern", `{properties: {a: {}}, patternProperties: {"^x-": {}}}`, `{"x-1":1,"y":2}`, "/y"},
		{"closed, which is a violation", `{properties: {a: {properties: {b: {}}}}, additionalProperties: false}`, `{"z":1,"a":{"c":1}}`, "/a/c"},
		{"closed by unevaluatedProperties", `{allOf: [{properties: {a: {}}}], unevaluatedProperties: false}`, `{"z":1}`, ""},
		{"declared by a part", `{allOf: [{properties: {a: {}}}, {properties: {b: {}}}]}`, `{"a":1,"b":2,"c":3}`, "/c"},
		{"declared by an alternative", `{oneOf: [{properties: {a: {}}}, {properties: {b: {}}}]}`, `{"a":1,"b":2,"c":3}`, "/c"},
		{"declared by a condition", `{if: {properties: {a: {}}}, then: {properties: {b: {}}}, else: {properties: {c: {}}}}`, `{"a":1,"b":2,"c":3,"d":4}`, "/d"},
		{"declared by what depends", `{properties: {a: {}}, dependentSchemas: {a: {properties: {b: {}}}}}`, `{"a":1,"b":2}`, ""},
		{"in items", `{items: {properties: {a: {}}}}`, `[{"a":1},{"b":2}]`, "/1/b"},
		{"in the first items", `{prefixItems: [{properties: {a: {}}}], items: {properties: {b: {}}}}`, `[{"b":1},{"b":2},{"a":3}]`, "/0/b /2/a"},
		{"only required", `{properties: {a: {}}, required: [b]}`, `{"b":1}`, "/b"},
		{"behind a circle of references", `{$ref: "#/tree"}`, `{"a":{"a":{"a":null,"b":1}}}`, "/a/a/b"},
		{"a name that needs escaping", `{properties: {a: {}}}`, `{"b/c~":1}`, "/b~1c~0"},
		{"no object", `{properties: {a: {}}}`, `"text"`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, err := compile(t, schema.OpenAPI31, "schema: "+tt.schema+"\ntree: {properties: {a: {$ref: '#/tree'}}}\n", "/schema")
			if err != nil {
				t.Fatal(err)
			}
			v, faults := tape.Read([]byte(tt.value), tape.Limits{})
			defer v.Release()
			if len(faults) > 0 {
				t.Fatal(faults)
			}
			if got := strings.Join(s.Undeclared(v.Root()), " "); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
