package diff

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
)

// Every finding of the hand-written corpus and of the shared ones, as far as those are here, is of a rule that is listed, and of a class that
// rule says it can have; and where all of them are here, every rule finds something.
func TestRules_NameWhatIsFound(t *testing.T) {
	t.Parallel()
	known := map[string]Rule{}
	for _, r := range Rules() {
		if _, twice := known[r.Name]; twice {
			t.Errorf("rule %s stands twice", r.Name)
		}
		if r.Doc == "" || len(r.Classes) == 0 {
			t.Errorf("rule %s says nothing of itself", r.Name)
		}
		known[r.Name] = r
	}
	found := map[string]bool{}
	compare := func(base, revision *spec.Document) {
		r, err := Compare(base, revision, Options{Policy: (*Policy)(nil).WithProse()})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range r.Findings {
			found[f.Rule] = true
			if rule, listed := known[f.Rule]; !listed || !slices.Contains(rule.Classes, f.Class) {
				t.Errorf("a finding of class %s and rule %s; the rule is listed %v, with %v", f.Class, f.Rule, listed, rule.Classes)
			}
		}
	}
	for _, tt := range messages {
		compare(parse(t, "base.yaml", tt.base), parse(t, "revision.yaml", tt.revision))
	}
	for _, tt := range edits {
		compare(shopAs(t, "3.1.0", "", ""), shopAs(t, "3.1.0", tt.from, tt.to))
	}
	for _, tt := range pairings {
		for _, response := range []bool{false, true} {
			compare(document(t, "3.1.0", tt.base, response), document(t, "3.1.0", tt.revision, response))
		}
	}
	for _, corpus := range []string{"battery", "oasdiff"} {
		entries, err := os.ReadDir(filepath.Join(shared, "corpus", corpus))
		if err != nil {
			t.Skipf("that every rule finds something shows only with the shared corpora: %v", err)
		}
		for _, entry := range entries {
			base, errBase := spec.Load(t.Context(), filepath.Join(shared, "corpus", corpus, entry.Name(), "base.yaml"), spec.Options{})
			revision, errRevision := spec.Load(t.Context(), filepath.Join(shared, "corpus", corpus, entry.Name(), "revision.yaml"), spec.Options{})
			if errBase == nil && errRevision == nil {
				compare(base, revision)
			}
		}
	}
	for _, r := range Rules() {
		undecided := slices.Equal(r.Classes, []reports.Class{unproven}) // what cannot be decided cannot be written down for each keyword
		if !found[r.Name] && !undecided && !strings.Contains(r.Name, "dynamic-ref") {
			t.Errorf("nothing in the corpus is found by rule %s", r.Name)
		}
	}
}
