package engine

import (
	"cmp"
	"context"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/runner/mock"
	"github.com/plumbline-dev/plumbline/spec/pinned"
)

// mostRead is the size of the largest answer that is read of a wrong server, in bytes.
const mostRead = 1 << 16

// answering are the phases that show how a server answers; the others show what it takes.
var answering = []string{"examples", "bodies", "authentication", "resources", "tenants", "workflows"}

// judged drives a wrong server by a clock that only it moves; no phases are all.
func (w wrong) judged(t *testing.T, version, face string, phases ...string) *reports.Report {
	t.Helper()
	o, clock := w.start(t, version, face)
	o.Phases = phases
	s := open(t, o)
	s.driver.Client.Now, s.driver.Client.MaxReply = clock.Now, mostRead
	return drive(context.Background(), s)
}

func TestRun_WrongServers(t *testing.T) {
	t.Parallel()
	answers := slices.Concat(wrongBodies, wrongWires, wrongStatuses, wrongGates, wrongLives)
	for i, w := range slices.Concat(answers, wrongRequests) {
		phases := answering
		if i >= len(answers) {
			phases = nil
		}
		t.Run(strings.TrimPrefix(w.operation, "partnerCustomer")+" "+w.name, func(t *testing.T) {
			t.Parallel()
			// A fault shows in both faces, so of those that are wrong in both every second is asked by the one with the oldest document, the
			// others by the other with the newest.
			for face, version := range map[string]string{"plaid": versions[0], "document": versions[len(versions)-1]} {
				if w.faces != nil && !slices.Contains(w.faces, face) || w.faces == nil && face != faces[i%2] {
					continue
				}
				t.Run(face+" "+version, func(t *testing.T) {
					t.Parallel()
					w.mustBeFound(t, w.judged(t, version, face, phases...))
				})
			}
		})
	}
}

// mustBeFound holds a report to what a wrong server must come to.
func (w wrong) mustBeFound(t *testing.T, r *reports.Report) {
	t.Helper()
	found, about := distinct(r.Findings), cmp.Or(w.shownBy, w.operation)
	if !slices.ContainsFunc(r.Findings, func(f reports.Finding) bool {
		return f.Rule == w.rule && f.Operation == about && f.Level == reports.LevelError
	}) {
		t.Errorf("no error of rule %s about %s", w.rule, about)
	}
	if most := cmp.Or(w.most, 3); len(found) > most {
		t.Errorf("%d findings for one fault, want at most %d", len(found), most)
	}
	if code := r.ExitCode(); code != 1 {
		t.Errorf("exit code %d, want 1", code)
	}
	for _, f := range r.Findings {
		if f.Received == "" || f.Promised == "" || f.Fix == "" || f.Exchange == nil || f.Clause == "" && f.Level == reports.LevelError {
			t.Errorf("%s %s lacks received, promised, fix, clause or its exchange", f.Rule, f.Case)
		}
	}
	if t.Failed() {
		t.Logf("found:\n  %s", strings.Join(found, "\n  "))
	}
}

// tightened writes a copy of a pinned document that promises more: what goes wrong is a 4xx, and get says which version it speaks.
func tightened(t *testing.T, version string) string {
	t.Helper()
	_, data, err := pinned.Read(DefaultPack + "@" + version)
	if err != nil {
		t.Fatal(err)
	}
	const get = "description: The end customer as it stands now.\n"
	tight := strings.ReplaceAll(string(data), "\n        default:\n", "\n        4XX:\n")
	tight = strings.Replace(tight, get, get+"          headers: {Plaid-Version: {required: true, schema: {type: string, format: date}}}\n", 1)
	if strings.Count(tight, "4XX:") != 5 || strings.Count(tight, "headers:") != 1 {
		t.Fatalf("version %s is not written as this test expects", version)
	}
	file := filepath.Join(t.TempDir(), "openapi.yaml")
	if err := os.WriteFile(file, []byte(tight), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestRun_TightenedDocument(t *testing.T) {
	t.Parallel()
	for _, w := range []wrong{
		{name: "answers 201", operation: opCreate, rule: "status-documented", serve: onSuccess(func(v *visit) { v.status = 201 })},
		{name: "answers 204", operation: opRemove, rule: "status-documented", serve: onSuccess(func(v *visit) { v.status = 204; body("")(v) })},
		{name: "does not echo the version", operation: opGet, rule: "response-header", serve: onSuccess(func(v *visit) { v.header.Del("Plaid-Version") })},
		{name: "echoes no version", operation: opGet, rule: "response-header", serve: onSuccess(func(v *visit) { v.header.Set("Plaid-Version", "latest") })},
		{name: "keeps every promise", operation: opGet, serve: func(right func(*visit), v *visit) { right(v) }},
	} {
		for _, version := range versions {
			t.Run(w.name+" "+version, func(t *testing.T) {
				t.Parallel()
				o, _ := w.start(t, version, "plaid")
				o.Document = tightened(t, version)
				r := run(t, o)
				if w.rule != "" {
					w.mustBeFound(t, r)
				} else if len(r.Findings) > 0 {
					t.Errorf("a right server gives:\n  %s", strings.Join(distinct(r.Findings), "\n  "))
				}
			})
		}
	}
}

func TestRun_NotNoticedYet(t *testing.T) {
	t.Parallel()
	for _, w := range unnoticed {
		t.Run(strings.TrimPrefix(w.operation, "partnerCustomer")+" "+w.name, func(t *testing.T) {
			t.Parallel()
			r := w.judged(t, versions[0], cmp.Or(strings.Join(w.faces, ""), "plaid"))
			if r.ExitCode() != 0 {
				t.Errorf("this is noticed now; move the row to the table where it belongs:\n  %s", strings.Join(distinct(r.Findings), "\n  "))
			}
		})
	}
}

func TestRun_RightServers(t *testing.T) {
	t.Parallel()
	for _, face := range faces {
		for _, version := range versions {
			for _, place := range []string{"in this process", "behind a URL"} {
				t.Run(strings.Join([]string{face, version, place}, " "), func(t *testing.T) {
					t.Parallel()
					o := Options{}
					if place == "behind a URL" {
						server := httptest.NewServer(rightMock(t, version, face, mock.Options{Seed: 7}))
						t.Cleanup(server.Close)
						o.Target = runner.Choice{URL: server.URL, URLGiven: true}
					}
					o.Document, o.Auth, o.Seed = DefaultPack+"@"+version, face, 1
					r := run(t, o)
					if len(r.Findings) > 0 || r.ExitCode() != 0 {
						t.Errorf("exit code %d with findings:\n  %s", r.ExitCode(), strings.Join(distinct(r.Findings), "\n  "))
					}
					if n := r.Summary.Cases[reports.StatusPassed]; n != len(r.Results) {
						t.Errorf("%d of %d cases passed: %v", n, len(r.Results), r.Summary.Cases)
					}
				})
			}
		}
	}
}
