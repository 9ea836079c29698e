package diff

import (
	"slices"
	"testing"
)

// A property that several schemas have from one is one root cause, told of the schema that declares it, and judged where it weighs most.
func TestCompare_InheritedProperties(t *testing.T) {
	t.Parallel()
	doc := func(required, more string) string {
		return `paths:
  /dogs: {get: {operationId: dogs, responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Dog'}}}}}}}
  /cats: {post: {operationId: addCat, requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Cat'}}}}, responses: {'204': {description: ok}}}}
  /pets: {get: {operationId: pets, responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}}}
components:
  schemas:
    Pet: {type: object, required: [` + required + `], properties: {` + more + `}}
    Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {barks: {type: boolean}}}]}
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {purrs: {type: boolean}}}]}`
	}
	plain, named := doc("id", "id: {type: string}"), doc("id, chip", "id: {type: string}, chip: {type: string}")
	for _, tt := range []struct{ base, revision, rule, message string }{
		{plain, named, "request-property-required-added", "chip of Cat is new and required: requests without it are refused"},
		{named, plain, "response-property-removed", "chip of Pet was always there and is gone: whoever reads it breaks"},
	} {
		r, err := Compare(parse(t, "base.yaml", tt.base), parse(t, "revision.yaml", tt.revision), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Findings) != 1 || r.Findings[0].Rule != tt.rule || r.Findings[0].Message != tt.message || !slices.Equal(r.Findings[0].Operations, []string{"dogs", "addCat", "pets"}) {
			t.Errorf("want one finding %s that reaches all, got\n%s", tt.rule, tell(r))
		}
	}
}
