package schema_test

import (
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

func TestValidate_FirstStopsAtTheFirstError(t *testing.T) {
	t.Parallel()
	s, err := compile(t, schema.OpenAPI30, "properties: {w: {type: string, nullable: true, enum: [A]}, a: {type: string}, b: {type: string}}", "")
	if err != nil {
		t.Fatal(err)
	}
	got := judge(t, s, `{"w":null,"a":1,"b":2}`, schema.Options{First: true, Compat: true})
	if len(got) != 2 || !strings.HasPrefix(got[0], "warning enum /w ") || !strings.HasPrefix(got[1], "type /a ") {
		t.Errorf("got %q, want the warning for w and the error for a", got)
	}
}

func TestValidate_CollectsAtMostAThousand(t *testing.T) {
	t.Parallel()
	s, err := compile(t, schema.OpenAPI30, "items: {type: string}", "")
	if err != nil {
		t.Fatal(err)
	}
	if got := judge(t, s, "["+strings.Repeat("1,", 5000)+"1]", schema.Options{}); len(got) != schema.MostViolations {
		t.Errorf("%d violations, want %d", len(got), schema.MostViolations)
	}
}

func TestValidate_CausesOfTheNearestAlternative(t *testing.T) {
	t.Parallel()
	s, err := compile(t, schema.OpenAPI30, "oneOf: [{type: object, required: [a, b]}, {type: object, required: [c]}]", "")
	if err != nil {
		t.Fatal(err)
	}
	tp, _ := tape.Read([]byte(`{}`), tape.Limits{})
	defer tp.Release()
	found := s.Validate(tp.Root(), schema.Options{})
	if len(found) != 1 || found[0].Rule != "oneOf" || len(found[0].Causes) != 1 || found[0].Causes[0].KeywordPath != "/oneOf/1/required/0" {
		t.Errorf("got %+v, want one violation of oneOf caused by /oneOf/1/required/0", found)
	}
}

func TestValidate_EndsWhereSchemasMultiply(t *testing.T) {
	t.Parallel()
	s, err := compile(t, schema.OpenAPI30, "anyOf: [{properties: {a: {$ref: '#'}}, required: [b]}, {properties: {a: {$ref: '#'}}, required: [c]}]", "")
	if err != nil {
		t.Fatal(err)
	}
	value := strings.Repeat(`{"b":1,"c":1,"a":`, 200) + "{}" + strings.Repeat("}", 200)
	if got := judge(t, s, value, schema.Options{}); len(got) != 1 || !strings.HasPrefix(got[0], "undecided ") {
		t.Errorf("got %q, want one violation of rule undecided", got)
	}
}
