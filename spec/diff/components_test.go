package diff

import (
	"slices"
	"testing"
)

// What changed in a component that no message reaches is noted at that component, once, and says what.
func TestCompare_ComponentsNobodyReaches(t *testing.T) {
	t.Parallel()
	doc := func(code, link string) string {
		return `paths: {}
components:
  schemas:
    Problem: {type: object, properties: {http_code: {type: ` + code + `}, inner: {$ref: '#/components/schemas/Inner'}}}
    Inner: {type: object, properties: {link: {type: string` + link + `}}}
    Outer: {type: object, properties: {inner: {$ref: '#/components/schemas/Inner'}}}`
	}
	r, err := Compare(parse(t, "base.yaml", doc("string", "")), parse(t, "revision.yaml", doc("integer", ", maxLength: 3")), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range r.Findings {
		got = append(got, string(f.Class)+" "+f.Message)
	}
	want := []string{
		"compatible schema Problem changed, and no message that is compared reaches it: http_code: string became integer",
		"compatible schema Inner changed, and no message that is compared reaches it: link: maxLength 3 is new",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
