package upgrade_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/suites/upgrade"
)

// pets writes a document whose Pet has these properties, and returns its file.
func pets(t *testing.T, name, version, properties string) string {
	t.Helper()
	text := fmt.Sprintf(`openapi: 3.0.3
info: {title: Pets, version: '%s'}
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        '200':
          description: one
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
components:
  schemas:
    Pet: {type: object, properties: {%s}}
`, version, properties)
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// at is a clock that stands still on a day.
func at(day string) func() time.Time {
	return func() time.Time {
		now, _ := time.Parse(time.DateOnly, day)
		return now
	}
}

func rules(r *reports.Report) []string {
	said := []string{}
	for _, f := range r.Findings {
		said = append(said, string(f.Level)+" "+f.Rule)
	}
	return said
}

// A waiver excuses what it names until it ends, then the finding is back and the waiver is named.
func TestRun_WaiversEnd(t *testing.T) {
	t.Parallel()
	base, revision := pets(t, "v1.yaml", "1", "id: {type: string}, tag: {type: string}"), pets(t, "v2.yaml", "2", "id: {type: string}")
	file := filepath.Join(t.TempDir(), "known.yaml")
	row := `waivers: [{rule: response-property-removed, operation: listPets, path: /components/schemas/Pet/properties/tag, reason: nobody reads it, until: 2027-03-31}]`
	if err := os.WriteFile(file, []byte(row), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		day   string
		code  int
		rules []string
		known int
	}{
		{"2027-03-31", 0, []string{}, 1},
		{"2027-04-01", 1, []string{"error response-property-removed", "warning waiver-in-use"}, 0},
	} {
		r, err := upgrade.Run(context.Background(), upgrade.Options{Base: base, Revision: revision, Waivers: []string{file}, Now: at(tt.day)})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.rules, rules(r)); diff != "" || r.ExitCode() != tt.code || len(r.Known) != tt.known {
			t.Errorf("on %s: exit %d with %d known, want %d and %d (-want +got):\n%s", tt.day, r.ExitCode(), len(r.Known), tt.code, tt.known, diff)
		}
	}
}

// What is hidden by the policy stays counted when waivers and summaries are made anew.
func TestRun_CountsWhatIsNoFinding(t *testing.T) {
	t.Parallel()
	base, revision := pets(t, "v1.yaml", "1", "id: {type: string, description: a}, tag: {type: string}"), pets(t, "v2.yaml", "2", "id: {type: string, description: b}")
	quiet, err := upgrade.Run(context.Background(), upgrade.Options{Base: base, Revision: revision})
	if err != nil {
		t.Fatal(err)
	}
	loud, err := upgrade.Run(context.Background(), upgrade.Options{Base: base, Revision: revision, Prose: true})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(quiet.Summary.Changes, loud.Summary.Changes); diff != "" || quiet.Summary.Changes.Classes[reports.ClassProse] != 1 {
		t.Errorf("with and without prose (-without +with):\n%s", diff)
	}
	if len(loud.Findings) != len(quiet.Findings)+1 {
		t.Errorf("%d findings without prose, %d with it", len(quiet.Findings), len(loud.Findings))
	}
}

// What an earlier diff found is gone only if it was looked for.
func TestRun_FixedIsOnlyWhatWasLookedAt(t *testing.T) {
	t.Parallel()
	base, worse := pets(t, "v1.yaml", "1", "id: {type: string}, tag: {type: string}"), pets(t, "v2.yaml", "2", "id: {type: string}")
	r, err := upgrade.Run(context.Background(), upgrade.Options{Base: base, Revision: worse})
	if err != nil {
		t.Fatal(err)
	}
	var record strings.Builder
	format, err := reports.Lookup("json")
	if err != nil {
		t.Fatal(err)
	}
	if err := format.Write(&record, r); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "d.json")
	if err := os.WriteFile(file, []byte(record.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		operations []string
		fixed      int
	}{{nil, 1}, {[]string{"listPets"}, 0}} {
		r, err := upgrade.Run(context.Background(), upgrade.Options{Base: base, Revision: base, Baseline: file, Operations: tt.operations})
		if err != nil || len(r.Fixed) != tt.fixed {
			t.Errorf("of operations %v %d are fixed, want %d: %v", tt.operations, len(r.Fixed), tt.fixed, err)
		}
	}
}

func TestThrough_NamesTheStepAndWhatCameBack(t *testing.T) {
	t.Parallel()
	with, without := pets(t, "a.yaml", "9", "id: {type: string}, tag: {type: string}"), pets(t, "b.yaml", "3", "id: {type: string}")
	steps, err := upgrade.Through(context.Background(), []string{with, without, with, without}, upgrade.Options{Now: at("2027-01-01")})
	if err != nil {
		t.Fatal(err)
	}
	h := reports.History(steps)
	var removed []string
	for _, f := range h.Findings {
		if f.Rule == "response-property-removed" {
			removed = append(removed, filepath.Base(f.Step)+" "+filepath.Base(f.Returned))
		}
	}
	if diff := cmp.Diff([]string{"b.yaml a.yaml", "b.yaml ."}, removed); diff != "" || len(h.Steps) != 3 || h.ExitCode() != 1 {
		t.Errorf("%d steps, exit %d (-want +got):\n%s", len(h.Steps), h.ExitCode(), diff)
	}
}

func TestRun_Refused(t *testing.T) {
	t.Parallel()
	file := pets(t, "v1.yaml", "1", "id: {type: string}")
	for _, tt := range []struct {
		name string
		o    upgrade.Options
		want string
	}{
		{"no base", upgrade.Options{Revision: file}, "base: document is empty"},
		{"no revision", upgrade.Options{Base: file}, "revision: document is empty"},
		{"a level that is none", upgrade.Options{Base: file, Revision: file, FailOn: "errors"}, `unknown level "errors" to fail on`},
		{"a policy that is none", upgrade.Options{Base: file, Revision: file, Policy: "lax"}, `unknown policy "lax"`},
		{"a pack that is none", upgrade.Options{Base: file, Revision: file, Pack: "nobody"}, "nobody"},
		{"an operation that is none", upgrade.Options{Base: file, Revision: file, Operations: []string{"getPets"}}, "getPets"},
		{"a baseline that is none", upgrade.Options{Base: file, Revision: file, Baseline: file}, "baseline " + file},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := upgrade.Run(context.Background(), tt.o); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

// The same two documents give the same bytes, in every format.
func TestRun_SameBytes(t *testing.T) {
	t.Parallel()
	texts := map[string]string{}
	for range 3 {
		r, err := upgrade.Run(context.Background(), upgrade.Options{Base: "plaid-partner@1.517.0", Revision: "plaid-partner@1.697.4", Explain: true, Prose: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, format := range reports.Formats() {
			var b strings.Builder
			if err := format.Write(&b, r); err != nil {
				t.Fatal(err)
			}
			if old, met := texts[format.Name]; met && old != b.String() {
				t.Errorf("%s differs (-first +now):\n%s", format.Name, cmp.Diff(strings.Split(old, "\n"), strings.Split(b.String(), "\n")))
			}
			texts[format.Name] = b.String()
		}
	}
}
