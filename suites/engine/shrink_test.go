package engine

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/runner/mock"
)

// A body that was made at random and fails is made as small as it can be and still fail, and the same seed makes the same bodies.
func TestFuzz_ShrinksToTheSmallestBody(t *testing.T) {
	t.Parallel()
	w := wrong{operation: opCreate, serve: whenBody(func(b []byte) bool { return bytes.Contains(b, []byte("registration_number")) }, failing)}
	o, _ := w.start(t, "1.517.0", "document")
	o.Phases, o.MaxExamples = []string{"fuzz"}, 12
	r := run(t, o)
	if len(r.Findings) != 1 || r.Findings[0].Rule != "no-server-error" {
		t.Fatalf("found:\n  %s", strings.Join(distinct(r.Findings), "\n  "))
	}
	for _, result := range r.Results {
		if len(result.Findings) == 0 {
			continue
		}
		var body map[string]json.RawMessage
		if err := json.Unmarshal([]byte(result.Exchanges[len(result.Exchanges)-1].Request.Body), &body); err != nil {
			t.Fatal(err)
		}
		got := slices.Sorted(maps.Keys(body))
		want := []string{"address", "application_name", "company_name", "is_bank_addendum_completed", "is_diligence_attested", "legal_entity_name", "registration_number", "website"}
		if result.Title == "accepts a body made at random" && !slices.Equal(got, want) {
			t.Errorf("%s ends with %v, want %v", result.Case, got, want)
		}
	}
}

func TestFuzz_SameSeedSameBodies(t *testing.T) {
	t.Parallel()
	bodies := func(seed uint64) string {
		w := record(rightMock(t, "1.697.4", "plaid", mock.Options{}))
		o := through(t, w)
		o.Phases, o.MaxExamples, o.Seed = []string{"fuzz"}, 12, seed
		run(t, o)
		var b strings.Builder
		for _, r := range w.requests() {
			b.Write(r.body)
			b.WriteByte('\n')
		}
		return b.String()
	}
	first := bodies(5)
	if first != bodies(5) {
		t.Error("two runs with one seed send different bodies")
	}
	if first == bodies(6) {
		t.Error("another seed sends the same bodies")
	}
}
