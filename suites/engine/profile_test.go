package engine

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/runner/mock"
)

// What a profile promises to cost, it costs at most: requests, those that prepare and remove included.
func TestProfiles_KeepTheirBudget(t *testing.T) {
	t.Parallel()
	for _, face := range faces {
		for _, version := range versions {
			for profile, most := range map[string]int{"quick": 60, "default": 400} {
				t.Run(strings.Join([]string{face, version, profile}, " "), func(t *testing.T) {
					t.Parallel()
					r := run(t, Options{Auth: face, Document: DefaultPack + "@" + version, Profile: profile})
					if r.Summary.Exchanges > most || len(r.Findings) > 0 || r.Summary.Cases[reports.StatusSkipped] > 0 {
						t.Errorf("%d requests, at most %d wanted; %d skipped; findings:\n  %s", r.Summary.Exchanges, most, r.Summary.Cases[reports.StatusSkipped], strings.Join(distinct(r.Findings), "\n  "))
					}
				})
			}
		}
	}
}

// A document that promises more has more to be wrong in, and the default profile has room for all of it: an id that the document rules out is asked for
// once, by what rules it out.
func TestProfiles_DefaultHasRoomForATightDocument(t *testing.T) {
	t.Parallel()
	ids := filepath.Join(t.TempDir(), "ids.yaml")
	if err := os.WriteFile(ids, []byte(`overlay: 1.0.0
info: {title: ids have a form, version: "1"}
actions: [{target: "$.components.schemas.*.properties.end_customer_client_id", update: {minLength: 24, maxLength: 24}}]
`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, face := range faces {
		t.Run(face, func(t *testing.T) {
			t.Parallel()
			r := run(t, Options{Auth: face, Overlays: []string{"../prove/tight.yaml", ids}})
			if r.Summary.Exchanges > 400 || len(r.Findings) > 0 || r.Summary.Cases[reports.StatusPassed] != len(r.Results) {
				t.Errorf("%d requests, %v, findings:\n  %s", r.Summary.Exchanges, r.Summary.Cases, strings.Join(distinct(r.Findings), "\n  "))
			}
			for _, result := range r.Results {
				if strings.HasSuffix(result.Case, "/resources/cut") {
					t.Errorf("%s is asked, although the document rules such an id out", result.Case)
				}
			}
		})
	}
}

func TestProfiles_ThoroughIsGreenToo(t *testing.T) {
	t.Parallel()
	for _, face := range faces {
		t.Run(face, func(t *testing.T) {
			t.Parallel()
			r := run(t, Options{Auth: face, Profile: "thorough"})
			if len(r.Findings) > 0 || r.Summary.Cases[reports.StatusPassed] != len(r.Results) {
				t.Errorf("%v, findings:\n  %s", r.Summary.Cases, strings.Join(distinct(r.Findings), "\n  "))
			}
		})
	}
}

// What a bounded run leaves out is never whether operations that write look at credentials: that stands in the group that shows what a refusal did.
func TestOptions_MaxRequests_KeepsCredentials(t *testing.T) {
	t.Parallel()
	for _, most := range []int{100, 250, 330} {
		s := open(t, Options{Seed: 1, MaxRequests: most})
		kept := map[string]bool{}
		for _, g := range s.Groups() {
			for _, c := range g.Cases {
				kept[c.ID] = c.Skip == ""
			}
		}
		for _, id := range []string{opCreate, opEnable, opRemove} {
			for _, name := range []string{"absent", "wrong-secret"} {
				if !kept["end_customer-unchanged/"+id+"-"+name] {
					t.Errorf("of %d requests none is left for %s of %s", most, name, id)
				}
			}
		}
	}
}

// A smaller budget asks less of everything before it leaves a kind out, and is kept to.
func TestOptions_MaxRequests(t *testing.T) {
	t.Parallel()
	w := record(rightMock(t, "1.517.0", "plaid", mock.Options{}))
	o := through(t, w)
	o.MaxRequests = 100
	r := run(t, o)
	if n := len(w.requests()); n > 100 || n < 80 {
		t.Errorf("%d requests were sent, want 80 to 100", n)
	}
	asked := map[string]map[string]bool{}
	for _, result := range r.Results {
		if asked[result.Operation] == nil {
			asked[result.Operation] = map[string]bool{}
		}
		if result.Status == reports.StatusPassed {
			asked[result.Operation][result.Phase] = true
		} else if !strings.Contains(result.Note, "--max-requests 100") {
			t.Errorf("%s: %s %s", result.Case, result.Status, result.Note)
		}
	}
	for operation, phases := range asked {
		for _, phase := range []runner.Phase{runner.PhaseExamples, runner.PhaseNegative, runner.PhaseAuthentication, runner.PhaseWire, runner.PhaseMethods} {
			if !phases[string(phase)] {
				t.Errorf("nothing of phase %s is asked of %s", phase, operation)
			}
		}
	}
}

func TestOptions_Phases(t *testing.T) {
	t.Parallel()
	s := open(t, Options{Phases: []string{"negative", "methods"}, PlanOnly: true})
	seen := map[runner.Phase]int{}
	for _, g := range s.Groups() {
		for _, c := range g.Cases {
			seen[c.Phase]++
		}
	}
	if len(seen) != 2 || seen[runner.PhaseNegative] == 0 || seen[runner.PhaseMethods] == 0 {
		t.Errorf("planned %v", seen)
	}
	for _, o := range []Options{{Phases: []string{"negativ"}}, {Profile: "fast"}} {
		if _, err := Open(context.Background(), o); err == nil || !strings.Contains(err.Error(), "known are") {
			t.Errorf("got %v, want an error that lists what is known", err)
		}
	}
}

// A time limit keeps further cases from being asked, and is no failure; a rate makes requests wait their turn.
func TestOptions_TimeLimit(t *testing.T) {
	t.Parallel()
	s := open(t, Options{TimeLimit: time.Second})
	clock := &clock{}
	s.driver.Client.Now = clock.Now
	cases := s.Groups()[1].Cases
	first := s.Run(context.Background(), cases[0])
	clock.elapsed.Store(int64(time.Second))
	second := s.Run(context.Background(), cases[1])
	if got := fmt.Sprint(first.Status, " ", second.Status, " ", second.Note); got != "passed skipped the 1s of --time-limit are over" {
		t.Error(got)
	}
}
