package engine

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner/mock"
)

// A run whose baseline is the run before it has no news, also of what was told there as a consequence of something else.
func TestRun_IsNoNewsToItself(t *testing.T) {
	t.Parallel()
	for _, fault := range []string{"unknown-made-up", "refuses-all", "other-enables", "created-not", "remove-refused", "not-routed", "not-modified"} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			o := Options{Seed: 1, Mock: mock.Options{Faults: []string{fault}}}
			first := run(t, o)
			if first.ExitCode() != 1 {
				t.Fatalf("exit code %d, want findings", first.ExitCode())
			}
			o.Baseline = filepath.Join(t.TempDir(), "run.json")
			f, err := os.Create(o.Baseline)
			if err != nil {
				t.Fatal(err)
			}
			format, err := reports.Lookup("json")
			if err != nil {
				t.Fatal(err)
			}
			if err := format.Write(f, first); err != nil {
				t.Fatal(err)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			if again := run(t, o); again.ExitCode() != 0 || len(again.Fixed) > 0 {
				t.Errorf("exit code %d, fixed %v, news %v", again.ExitCode(), again.Fixed, distinct(again.Findings))
			}
		})
	}
}
