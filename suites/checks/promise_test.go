package checks

import (
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
)

func TestClaimed(t *testing.T) {
	t.Parallel()
	doc, pack := exampleWorld(t)
	for _, tt := range []struct {
		name     string
		promise  runner.Promise
		status   int
		body     string
		about    string
		received string // "" where the promise is kept
		promised string
		accepted bool // the fault is that it was accepted
	}{
		{"accepted where it must not", runner.Promise{}, 200, `{}`, "", "status 200", "a refusal with 4xx", true},
		{"299 is acceptance too", runner.Promise{}, 299, `{}`, "", "status 299", "a refusal with 4xx", true},
		{"refused otherwise", runner.Promise{Statuses: []int{400, 403}, Why: "nobody knows the key"}, 401, `{"code":"WHO"}`, "", `status 401 with code "WHO"`, "a refusal with 400 or 403, since nobody knows the key", false},
		{"the right status", runner.Promise{Statuses: []int{400, 403}}, 403, `{}`, "", "", "", false},
		{"the right status and another code", runner.Promise{Statuses: []int{400}, Codes: []string{"A", "B"}}, 400, `{"code":"C"}`, "", `status 400 with code "C"`, "a refusal with 400 and one of A, B", false},
		{"the right status and one of the codes", runner.Promise{Statuses: []int{400}, Codes: []string{"A", "B"}}, 400, `{"code":"B"}`, "", "", "", false},
		{"the right status and no code", runner.Promise{Statuses: []int{400}, Codes: []string{"A"}}, 400, `{"error":"x"}`, "", "", "", false},
		{"no codes are looked at", runner.Promise{}, 400, `{"code":"C"}`, "", "", "", false},
		{"refused where it must be accepted", runner.Promise{Accept: true}, 400, `{"code":"C"}`, "", `status 400 with code "C"`, "success with 2xx", false},
		{"the one of several", runner.Promise{Accept: true}, 400, `{}`, "/tags/1", "status 400 for /tags/1", "success with 2xx", false},
		{"refused with an excuse", runner.Promise{Accept: true, Excuses: []string{"POOR"}}, 400, `{"code":"POOR"}`, "", "", "", false},
		{"refused with no excuse", runner.Promise{Accept: true, Excuses: []string{"POOR"}}, 400, `{"code":"RICH"}`, "", `status 400 with code "RICH"`, "success with 2xx", false},
		{"an excuse excuses no failure to refuse", runner.Promise{Excuses: []string{"POOR"}}, 200, `{"code":"POOR"}`, "", `status 200 with code "POOR"`, "a refusal with 4xx", true},
		{"an excuse is one in a refusal alone", runner.Promise{Accept: true, Statuses: []int{201}, Excuses: []string{"POOR"}}, 200, `{"code":"POOR"}`, "", `status 200 with code "POOR"`, "success with 201", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.promise.Claim = "claim"
			s := Example{Operation: "addPet", Status: tt.status, Body: tt.body, Promise: tt.promise}.subject(t, doc, pack)
			s.Outcome.About = tt.about
			v := claimed("claim", "fix")(s)
			if !v.Applied || len(v.Faults) > 1 || (len(v.Faults) == 1) != (tt.received != "") {
				t.Fatalf("got %+v, want %q", v, tt.received)
			}
			if tt.received == "" {
				return
			}
			f := v.Faults[0]
			if f.Received != tt.received || f.Promised != tt.promised || (f.Keyword == Accepted) != tt.accepted {
				t.Errorf("received %q, promised %q, keyword %q; want %q, %q and accepted %v", f.Received, f.Promised, f.Keyword, tt.received, tt.promised, tt.accepted)
			}
		})
	}
}

// Whichever answer had the id before, what was received reads alike: one finding for an id that never changes.
func TestRequestIDUnique_ReadsAlike(t *testing.T) {
	t.Parallel()
	doc, pack := exampleWorld(t)
	var faults []spec.Fault
	for _, before := range []string{"addPet/bodies/minimal", "getPet/bodies/minimal"} {
		s := Example{Body: `{"name":"Rex","request":"r1"}`, Repeated: before}.subject(t, doc, pack)
		faults = append(faults, requestIDUnique(s).Faults...)
		if last := faults[len(faults)-1]; !strings.Contains(last.Promised, before) {
			t.Errorf("promised %q, want that it names %s", last.Promised, before)
		}
	}
	if faults[0].Received != faults[1].Received {
		t.Errorf("received %q and %q, want the same", faults[0].Received, faults[1].Received)
	}
}

// Where a request was narrowed down, the finding says to what.
func TestNoServerError_SaysOfWhat(t *testing.T) {
	t.Parallel()
	doc, pack := exampleWorld(t)
	s := Example{Status: 500, Body: `{}`}.subject(t, doc, pack)
	s.Outcome.About = `"" at /notes`
	for _, c := range All() {
		if c.ID != "no-server-error" {
			continue
		}
		if v := c.Apply(s); len(v.Faults) != 1 || v.Faults[0].Received != `status 500 for "" at /notes` {
			t.Errorf("got %+v", v)
		}
	}
}

// Where a name is refused that the run made for itself, and because there is one, the finding says who else may have made it.
func TestPositiveDataAccepted_NameIsTaken(t *testing.T) {
	t.Parallel()
	doc, pack := exampleWorld(t)
	for body, want := range map[string]string{
		`{"code":"PET_EXISTS"}`: "accept the request; where its name is there already, since another run has the same --seed and --nonce or left something behind, give another --nonce",
		`{"code":"TOO_SHORT"}`:  "accept the request, or say in the document what it lacks",
	} {
		s := Example{Operation: "addPet", Status: 400, Body: body, Promise: runner.Promise{Claim: "positive-data-accepted", Accept: true}}.subject(t, doc, pack)
		for _, c := range All() {
			if c.ID == "positive-data-accepted" {
				if v := c.Apply(s); len(v.Faults) != 1 || v.Faults[0].Fix != want {
					t.Errorf("%s: got %+v", body, v)
				}
			}
		}
	}
}

// A list must not show what another caller has made.
func TestTenantIsolated_List(t *testing.T) {
	t.Parallel()
	doc, _ := exampleWorld(t)
	pack := &packs.Pack{Resources: []packs.Resource{{Name: "pet", ID: "/pet/id"}}}
	for _, tt := range []struct {
		name, body, id string
		status         int
		at             string
		applied        bool
	}{
		{"it is there", `{"pets":[{"id":"p0"},{"id":"p1"}]}`, "p1", 200, "/pets/1/id", true},
		{"it is there by its number", `[{"id":7}]`, "7", 200, "/0/id", true},
		{"others are there", `{"pets":[{"id":"p0"},{"id":"p10"}]}`, "p1", 200, "", true},
		{"something else bears the same text", `{"pets":[{"id":"p0","name":"p1"}]}`, "p1", 200, "", true},
		{"the list is refused", `{"id":"p1"}`, "p1", 403, "", false},
		{"nothing was made", `{"pets":[{"id":""}]}`, "", 200, "", false},
	} {
		s := Example{Operation: "listPets", Status: tt.status, Body: tt.body}.subject(t, doc, pack)
		s.Case.Resource, s.Case.Hides, s.Outcome.ID = "pet", true, tt.id
		v, at := tenantIsolated(s), ""
		for _, f := range v.Faults {
			at = f.InstancePath
		}
		if v.Applied != tt.applied || at != tt.at {
			t.Errorf("%s: got %+v, want applied %v and a fault at %q", tt.name, v, tt.applied, tt.at)
		}
	}
}

// An empty text that the request itself sent may come back, whatever the examples show; one that it did not send is told.
func TestExpectedPresence_EmptyAsItWasSaid(t *testing.T) {
	t.Parallel()
	doc, pack := exampleWorld(t)
	for _, tt := range []struct {
		said  string
		found int
	}{{`{"pet":{"mail":""}}`, 0}, {`{"mail":"a@example.com"}`, 1}, {`{"email":""}`, 1}, {``, 1}} {
		s := Example{Operation: "findPet", Body: `{"id":"p1","born":null,"owner":{"mail":""}}`}.subject(t, doc, pack)
		s.Call.Body = []byte(tt.said)
		if v := expectedPresence(s); len(v.Faults) != tt.found {
			t.Errorf("said %q: got %+v, want %d", tt.said, v.Faults, tt.found)
		}
	}
}
