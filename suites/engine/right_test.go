package engine

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/runner/mock"
)

// handmadeServer serves what somebody else wrote from the API's documentation.
func handmadeServer(t testing.TB, version, face string, lenient bool) (*handmade, Options) {
	t.Helper()
	doc, _ := partnerAPI(t, version)
	h := &handmade{letter: face == "document", lenient: lenient, customers: map[string]*held{}, secrets: []string{"sandbox", "production"}}
	if version == versions[0] {
		h.secrets[1] = "development"
	}
	h.products = doc.Resolve(doc.Root.Get("components").Get("schemas").Get("Products")).Get("enum").Strings()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return h, Options{Document: DefaultPack + "@" + version, Auth: face, Seed: 1, Target: runner.Choice{URL: server.URL, URLGiven: true}}
}

// TestRun_RightServerOfAnotherHand shows that the suite has nothing against a right server that is not our mock, strict or lenient.
func TestRun_RightServerOfAnotherHand(t *testing.T) {
	t.Parallel()
	for _, face := range faces {
		for _, version := range versions {
			for _, lenient := range []bool{false, true} {
				t.Run(strings.Join([]string{face, version, map[bool]string{true: "lenient", false: "strict"}[lenient]}, " "), func(t *testing.T) {
					t.Parallel()
					_, o := handmadeServer(t, version, face, lenient)
					r := run(t, o)
					if len(r.Findings) > 0 || r.ExitCode() != 0 {
						t.Errorf("exit code %d (%s) with findings:\n  %s", r.ExitCode(), r.Verdict().Reason, strings.Join(distinct(r.Findings), "\n  "))
					}
					// It clears every customer, so the workflow of one that is not ends after its first step.
					if n, skipped := r.Summary.Cases[reports.StatusPassed], r.Summary.Cases[reports.StatusSkipped]; n+skipped != len(r.Results) || skipped != 2 {
						t.Errorf("%d of %d cases passed: %v", n, len(r.Results), r.Summary.Cases)
					}
				})
			}
		}
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
