package diff

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
)

// shared is a folder beside the project with documents and pairs whose truth is known.
const shared = "../../../shared"

func folder(t testing.TB, parts ...string) string {
	t.Helper()
	dir := filepath.Join(append([]string{shared}, parts...)...)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("%s is not here: %v", dir, err)
	}
	return dir
}

func load(t testing.TB, name string) *spec.Document {
	t.Helper()
	doc, err := spec.Load(context.Background(), name, spec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func compareFiles(t testing.TB, base, revision string, o Options) *reports.Report {
	t.Helper()
	r, err := Compare(load(t, base), load(t, revision), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// shown is what a message shows of a report: break if one version accepts a message and the other does not.
func shown(r *reports.Report) string {
	verdict := "safe"
	for _, f := range r.Findings {
		switch {
		case f.Witness != nil && f.Witness.Proof != reports.ProofUnpromised:
			return "break"
		case f.Class == reports.ClassUnproven:
			verdict = "unproven"
		}
	}
	return verdict
}

// Every pair of the battery, whose truth was checked by a third validator: a break has a witness, what is safe has none.
func TestCompare_Battery(t *testing.T) {
	t.Parallel()
	dir := folder(t, "corpus", "battery")
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		t.Run(entry.Name(), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(filepath.Join(dir, entry.Name(), "truth.json"))
			if err != nil {
				t.Fatal(err)
			}
			var truth struct{ Truth string }
			if err := json.Unmarshal(data, &truth); err != nil {
				t.Fatal(err)
			}
			r := compareFiles(t, filepath.Join(dir, entry.Name(), "base.yaml"), filepath.Join(dir, entry.Name(), "revision.yaml"), Options{})
			if got := shown(r); (truth.Truth == "break" || truth.Truth == "safe") && got != truth.Truth {
				t.Errorf("got %s, want %s:\n%s", got, truth.Truth, tell(r))
			}
		})
	}
}

// tell writes findings for the reader of a failed test.
func tell(r *reports.Report) string {
	out := ""
	for _, f := range r.Findings {
		out += string(f.Class) + " " + f.Rule + " " + pointerOf(f.Base) + " -> " + pointerOf(f.Revision) + "\n    " + f.Message + "\n    " + f.Explanation + "\n"
		if f.Witness != nil {
			out += "    " + f.Witness.Proof + " " + f.Witness.AcceptedBy + " " + f.Witness.Message + " (" + f.Witness.Reason + ")\n"
		}
	}
	return out
}

func pointerOf(p *reports.Place) string {
	if p == nil {
		return "nowhere"
	}
	return p.Pointer
}
