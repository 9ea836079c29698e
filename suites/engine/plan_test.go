package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/runner/mock"
	"github.com/plumbline-dev/plumbline/spec/packs"
)

func TestPlan_Golden(t *testing.T) {
	t.Parallel()
	for _, face := range faces {
		t.Run(face, func(t *testing.T) {
			t.Parallel()
			var b strings.Builder
			w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
			for _, g := range open(t, Options{Auth: face, PlanOnly: true}).Groups() {
				for _, c := range g.Cases {
					if c.Skip != "" {
						t.Errorf("%s is skipped on the mock: %s", c.ID, c.Skip)
					}
					fmt.Fprintf(w, "%s\t%s\n", c.ID, c.Title)
				}
			}
			_ = w.Flush()
			golden(t, "plan-"+face, b.String())
		})
	}
}

func TestPlan_IDsAreUniqueAndTitlesAreSentences(t *testing.T) {
	t.Parallel()
	for _, version := range versions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			s := open(t, Options{Document: DefaultPack + "@" + version, PlanOnly: true})
			var ids []string
			for _, g := range s.Groups() {
				for _, c := range g.Cases {
					ids = append(ids, c.ID)
					if c.Title == "" || strings.HasSuffix(c.Title, ".") || strings.Contains(c.Title, "%!") {
						t.Errorf("%s has the title %q", c.ID, c.Title)
					}
					if s.Document.Operation(c.Operation) == nil {
						t.Errorf("%s is about operation %q, which the document has not", c.ID, c.Operation)
					}
				}
			}
			if s.Planned() != len(ids) {
				t.Errorf("planned %d, got %d", s.Planned(), len(ids))
			}
			slices.Sort(ids)
			if got := slices.Compact(slices.Clone(ids)); len(got) != len(ids) {
				t.Errorf("an id stands for two cases among %v", ids)
			}
		})
	}
}

func TestPlan_WhatMustBeRefusedCouldChangeNothing(t *testing.T) {
	t.Parallel()
	for _, face := range faces {
		s := open(t, Options{Auth: face, PlanOnly: true})
		for _, g := range s.Groups() {
			for _, c := range g.Cases {
				reads := s.Pack.Operation(c.Operation).Effect == packs.Read
				if c.Phase == runner.PhaseWire && c.Promise.Claim == "" && s.Pack.Operation(c.Operation).Effect != packs.Create && !reads && c.Use != runner.UseUnknown {
					t.Errorf("%s, face %s, would be sent for a %s customer, and may be carried out", c.ID, face, c.Use)
				}
				if c.Phase == runner.PhaseAuthentication && !c.Promise.Accept && !reads && c.Use != runner.UseUnknown && c.Use != runner.UseNone {
					t.Errorf("%s, face %s, would be sent for a %s customer; a server that accepts it by mistake would change that one", c.ID, face, c.Use)
				}
			}
		}
	}
}

func TestOpen_OnlyTheCasesAskedFor(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		prefixes []string
		want     []string
		problem  string
	}{
		{"one case", []string{"partnerCustomerGet/bodies/minimal"}, []string{"partnerCustomerGet/bodies/minimal"}, ""},
		{"a phase", []string{"partnerCustomerRemove/bodies/"}, []string{"partnerCustomerRemove/bodies/minimal", "partnerCustomerRemove/bodies/maximal"}, ""},
		{"two prefixes", []string{"partnerCustomerGet/tenants", "partnerCustomerGet/resources/unknown"}, []string{"partnerCustomerGet/resources/unknown", "partnerCustomerGet/tenants/other"}, ""},
		{"a step brings its workflow along", []string{"customer-is-withdrawn/remove"}, []string{"customer-is-withdrawn/create", "customer-is-withdrawn/remove", "customer-is-withdrawn/get-not-found", "customer-is-withdrawn/enable-not-found", "customer-is-withdrawn/institutions-not-found", "customer-is-withdrawn/remove-again"}, ""},
		{"part of a name is no prefix", []string{"partnerCustomerG"}, nil, `no case "partnerCustomerG"`},
		{"an unknown one among known ones", []string{"partnerCustomerGet", "nowhere"}, nil, `no case "nowhere"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, err := Open(context.Background(), Options{Cases: tt.prefixes, PlanOnly: true})
			if tt.problem != "" {
				if err == nil || !strings.Contains(err.Error(), tt.problem) {
					t.Fatalf("got error %v, want one with %q", err, tt.problem)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, g := range s.Groups() {
				for _, c := range g.Cases {
					got = append(got, c.ID)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// script is every byte that a run sends, request by request, but for what is asked at the same moment: which of those the server gives which id is chance,
// and TestRaces looks at their bytes.
func script(t *testing.T, face string, seed uint64) string {
	t.Helper()
	w := record(rightMock(t, "1.517.0", face, mock.Options{Seed: 7}))
	o := through(t, w)
	o.Seed, o.Auth = seed, face
	run(t, o)
	var b strings.Builder
	for _, r := range w.requests() {
		if strings.Contains(r.header.Get("User-Agent"), "-at-once") {
			continue
		}
		var header bytes.Buffer
		_ = r.header.Write(&header)
		fmt.Fprintf(&b, "%s %s\n%s\n%s\n", r.method, r.path, header.String(), r.body)
	}
	return b.String()
}

func TestSession_SameSeedSameBytes(t *testing.T) {
	t.Parallel()
	for _, face := range faces {
		t.Run(face, func(t *testing.T) {
			t.Parallel()
			first, second, other := script(t, face, 42), script(t, face, 42), script(t, face, 43)
			if diff := cmp.Diff(strings.Split(first, "\n"), strings.Split(second, "\n")); diff != "" {
				t.Errorf("two runs with one seed send different bytes (-first +second):\n%s", diff)
			}
			if first == other {
				t.Error("another seed sends the same bytes")
			}
			if a, b := strings.Count(first, "User-Agent"), strings.Count(other, "User-Agent"); a != b {
				t.Errorf("one seed sends %d requests, another %d", a, b)
			}
		})
	}
}

// drawn is what a server draws: an id, a request id, or what is shown in place of a secret.
var drawn = regexp.MustCompile(`[0-9a-f]{24}|"[0-9A-Za-z]{15}"|\[redacted [^\]]*\]`)

// timeless is a report as JSON without what a clock decides, and which of those that are created at the same moment got what the server drew.
func timeless(t *testing.T, r *reports.Report) string {
	t.Helper()
	r.Started, r.Elapsed = time.Time{}, 0
	exchanges := [][]reports.Exchange{r.Removals}
	var raced []string
	for i := range r.Results {
		r.Results[i].Elapsed = 0
		exchanges = append(exchanges, r.Results[i].Exchanges)
	}
	for _, list := range exchanges {
		for j := range list {
			x := &list[j]
			x.Started, x.Elapsed = time.Time{}, 0
			if x.Response != nil {
				if strings.Contains(x.Curl, "-at-once/create-") {
					for _, text := range drawn.FindAllString(x.Response.Body, -1) {
						raced = append(raced, strings.Trim(text, `"`), "RACED")
					}
				}
				x.Response.Headers = slices.DeleteFunc(x.Response.Headers, func(h reports.Header) bool { return h.Name == "Date" })
			}
		}
	}
	data, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer(raced...).Replace(string(data))
}

func TestSession_SameSeedSameReport(t *testing.T) {
	t.Parallel()
	for _, face := range faces {
		t.Run(face, func(t *testing.T) {
			t.Parallel()
			first, second := timeless(t, run(t, Options{Auth: face, Seed: 9})), timeless(t, run(t, Options{Auth: face, Seed: 9}))
			if diff := cmp.Diff(strings.Split(first, "\n"), strings.Split(second, "\n")); diff != "" {
				t.Errorf("two runs with one seed report differently (-first +second):\n%s", diff)
			}
		})
	}
}

func TestSession_SeedIsDrawnAnewAwayFromTheMock(t *testing.T) {
	t.Parallel()
	if s := open(t, Options{}); s.Seed != 1 {
		t.Errorf("the mock's seed is %d, want 1", s.Seed)
	}
	o := through(t, http.NotFoundHandler())
	o.Seed = 0
	if s := open(t, o); s.Seed == 0 {
		t.Error("a URL's seed is 0, want one that is drawn")
	}
}

func TestSession_RequestsSayWhichCaseTheyAre(t *testing.T) {
	t.Parallel()
	w := record(rightMock(t, "1.517.0", "plaid", mock.Options{}))
	o := through(t, w)
	o.Version = "1.2"
	s := open(t, o)
	drive(context.Background(), s)
	ids := []string{}
	for _, g := range s.Groups() {
		for _, c := range g.Cases {
			ids = append(ids, c.ID)
		}
	}
	asked := map[string]bool{}
	for _, r := range w.requests() {
		agent := r.header.Get("User-Agent")
		rest, ok := strings.CutPrefix(agent, "plumbline/1.2 (")
		purpose, id, named := strings.Cut(strings.TrimSuffix(rest, ")"), "; ")
		if !ok || !named || id == "" || !slices.Contains([]string{string(runner.PurposeCase), string(runner.PurposePrepare), string(runner.PurposeRemove)}, purpose) {
			t.Errorf("User-Agent %q names no purpose and case", agent)
		}
		if purpose == string(runner.PurposeCase) {
			asked[id] = true
		}
	}
	for _, id := range ids {
		if !asked[id] {
			t.Errorf("no request says that it is case %s", id)
		}
	}
}
