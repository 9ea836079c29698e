package diff

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec"
)

// passed says why a pair breaks for oasdiff and not here, by the check it raises as an error.
var passed = map[string]string{
	"sunset":                      "when an operation may go is the vendor's policy; no message depends on it",
	"stability":                   "a stability level is a word of oasdiff's own",
	"x-extensible-enum":           "an extension rejects no message",
	"-content-":                   "contentEncoding, contentMediaType and contentSchema are annotations",
	"contains":                    "minContains and maxContains without contains, or beside one that nothing can meet, reject nothing",
	"request-body-removed":        "a body that is not declared is not forbidden: typed",
	"enum-value-added":            "a new value disturbs exhaustive code: typed, with a witness",
	"const-changed":               "the values of a list changed: typed in a response",
	"enum-value-removed":          "the enum is gone, so every value is taken",
	"any-of":                      "each alternative is open, and another one takes what it took",
	"one-of":                      "alternatives that mean the same reject every value of theirs; unproven",
	"dependent-schema-added":      "it only gives a type to a name nobody declares",
	"request-parameter":           "what stands on the request line is text: a bound without a type rejects none, or the path does not hold the parameter; unproven where another value might",
	"response-header":             "what stands in a field is text: a bound without a type rejects none; unproven where another value might",
	"type-changed":                "the keyword says nothing of the type that stands beside it, or the format is one no validator checks",
	"type-generalized":            "the keyword says nothing of the type that stands beside it",
	"request-property-became-req": "required stands beside the type array, of which it says nothing",
	"request-body-became-req":     "the payload of a webhook is read by the client, and what is always there breaks no reader",
	"min-length":                  "minLength stands beside the type object, of which it says nothing",
}

// found says why a pair breaks here and not for oasdiff, by the rule of the finding that breaks. Each of these findings has a witness.
var found = map[string]string{
	"pattern":                         "a text that only one pattern takes is a proof; oasdiff does not compare patterns, or warns",
	"request-enum":                    "a value that is not taken any more is refused; oasdiff does not look there",
	"operation-removed":               "having been deprecated helps nobody who calls it",
	"server-changed":                  "oasdiff does not compare servers",
	"response-media-type-changed":     "the base does not declare the type that comes; that its name is more special is no help",
	"response-property-removed":       "its readers break, whether the answer is valid or not",
	"response-property-became-write":  "its readers break, whether the answer is valid or not",
	"request-property-became-req":     "readOnly went, so the property has to be sent; or it was required without being declared",
	"request-property-required-added": "it is in a part of allOf; oasdiff is not sure",
	"request-alternative-added":       "a value that two alternatives take is refused by oneOf",
	"request-type-narrowed":           "it is in a part of allOf; oasdiff is not sure",
	"request-max-length":              "readOnly says SHOULD NOT be sent; what is sent all the same is held to the schema",
	"prefix-items":                    "the items in front have a type in one document only",
	"unevaluated":                     "names that were evaluated are not any more, so another schema is asked of them",
	"response-type-widened":           "values may come that the base did not allow",
}

// Each pair of oasdiff's own tests comes to its verdict, or to another for a reason that stands in a table.
func TestCompare_OasdiffPairs(t *testing.T) {
	t.Parallel()
	dir := folder(t, "corpus", "oasdiff")
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	agreed, compared, used := 0, 0, map[string]bool{}
	for _, entry := range entries {
		data, err := os.ReadFile(filepath.Join(dir, entry.Name(), "expected.json"))
		if err != nil {
			continue // the licence
		}
		var expected struct {
			Breaking bool
			Checks   []struct{ ID, Level string }
		}
		if err := json.Unmarshal(data, &expected); err != nil {
			t.Fatal(err)
		}
		base, errBase := spec.Load(context.Background(), filepath.Join(dir, entry.Name(), "base.yaml"), spec.Options{})
		revision, errRevision := spec.Load(context.Background(), filepath.Join(dir, entry.Name(), "revision.yaml"), spec.Options{})
		if errBase != nil || errRevision != nil {
			continue // OpenAPI 3.2, which is not understood
		}
		r, err := Compare(base, revision, Options{})
		if err != nil {
			t.Fatalf("%s: %v", entry.Name(), err)
		}
		compared++
		var ours, theirs []string
		for _, f := range r.Findings {
			if f.Class.Breaking() {
				ours = append(ours, f.Rule)
				if f.Witness == nil {
					t.Errorf("%s: %s has no witness", entry.Name(), f.Rule)
				}
			}
		}
		for _, c := range expected.Checks {
			if c.Level == "error" {
				theirs = append(theirs, c.ID)
			}
		}
		switch {
		case expected.Breaking == (len(ours) > 0):
			agreed++
		case expected.Breaking && !explained(passed, theirs, used):
			t.Errorf("%s: oasdiff finds %v, nothing breaks here:\n%s", entry.Name(), theirs, tell(r))
		case !expected.Breaking && !explained(found, ours, used):
			t.Errorf("%s: oasdiff finds nothing, here breaks %v:\n%s", entry.Name(), ours, tell(r))
		}
	}
	for _, table := range []map[string]string{passed, found} {
		for part := range table {
			if !used[part] {
				t.Errorf("nothing needs the reason for %q", part)
			}
		}
	}
	t.Logf("%d of %d agree", agreed, compared)
}

// explained reports whether the table has a reason for each id.
func explained(table map[string]string, ids []string, used map[string]bool) bool {
	for _, id := range ids {
		any := false
		for part := range table {
			if strings.Contains(id, part) {
				any, used[part] = true, true
			}
		}
		if !any {
			return false
		}
	}
	return len(ids) > 0
}
