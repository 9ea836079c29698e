package engine

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/runner/mock"
)

// elsewhere answers requests in this process, whatever host they are for: what is sent to a production is seen and never leaves.
type elsewhere struct{ http.Handler }

// RoundTrip implements http.RoundTripper.
func (e elsewhere) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	if r.Body == nil {
		r.Body = http.NoBody
	}
	answer := httptest.NewRecorder()
	e.ServeHTTP(answer, r)
	return answer.Result(), nil
}

// production is a place that is neither the mock nor this machine.
var production = runner.Choice{URL: "https://api.example.com", URLGiven: true}

// partners are the environment variables of the mock's two partners.
func partners(more ...string) map[string]string {
	vars := map[string]string{
		"PLAID_CLIENT_ID": own.ClientID, "PLAID_SECRET": own.Secret,
		"PLAID_OTHER_CLIENT_ID": other.ClientID, "PLAID_OTHER_SECRET": other.Secret,
	}
	for i := 0; i < len(more); i += 2 {
		vars[more[i]] = more[i+1]
	}
	return vars
}

// journey is a run elsewhere, as the wire saw it.
type journey struct {
	report *reports.Report
	asked  []sent
}

// travel drives a wrong server elsewhere; the zero wrong is the right one. resource names an existing customer for
// PLAID_END_CUSTOMER_CLIENT_ID if known is set.
func travel(t *testing.T, w wrong, choice runner.Choice, face string, known bool) (j journey, resource string) {
	t.Helper()
	doc, _ := partnerAPI(t, versions[0])
	right := rightMock(t, versions[0], face, w.mock())
	handler := &wrongServer{right: right, serve: w.serve, document: doc, clock: &clock{}}
	if w.serve != nil {
		handler.path = doc.Operation(w.operation).Path
	}
	vars := partners()
	if known {
		resource = register(t, right)
		vars["PLAID_END_CUSTOMER_CLIENT_ID"] = resource
	}
	record := record(handler)
	j.report = run(t, Options{Auth: face, Seed: 1, Target: choice, Transport: elsewhere{record}, Lookup: variables(vars)})
	j.asked = record.requests()
	return j, resource
}

// register makes a customer of the first partner, outside any run.
func register(t *testing.T, h http.Handler) string {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/partner/customer/create", strings.NewReader(`{
		"company_name": "Existing, Inc.", "application_name": "Existing", "legal_entity_name": "Existing, Inc.", "website": "https://www.example.com",
		"address": {"street": "123 Main St", "city": "New York", "region": "NY", "postal_code": "10001", "country_code": "US"},
		"is_diligence_attested": true, "is_bank_addendum_completed": true}`))
	r.Header = http.Header{"Content-Type": {"application/json"}, "Plaid-Client-Id": {own.ClientID}, "Plaid-Secret": {own.Secret}, "Plaid-Version": {"2020-09-14"}}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	id := text(w.Body.Bytes(), "/end_customer/client_id")
	if id == "" {
		t.Fatalf("the mock creates no customer: %s", w.Body)
	}
	return id
}

// operation is the operation that a request of the Partner API is for.
func (s sent) operation() string {
	return map[string]string{
		"/partner/customer/create": opCreate, "/partner/customer/get": opGet, "/partner/customer/enable": opEnable,
		"/partner/customer/remove": opRemove, "/partner/customer/oauth_institutions/get": opInstitutions,
	}[s.path]
}

// customers follows the wire: every customer that the server created, and what became of it.
func (j journey) customers() (created, removed, enabled []string) {
	for _, s := range j.asked {
		named := text(s.body, "/end_customer_client_id")
		switch op := s.operation(); {
		case s.status < 200 || s.status > 299:
		case op == opCreate:
			created = append(created, text(s.reply, "/end_customer/client_id"))
		case op == opRemove:
			removed = append(removed, named)
		case op == opEnable:
			enabled = append(enabled, named)
		}
	}
	return created, removed, enabled
}

// everywhere calls f for every life cycle that an environment may have, with a known customer and without, for both faces.
func everywhere(t *testing.T, choice runner.Choice, f func(t *testing.T, choice runner.Choice, face string, known bool)) {
	for _, lifecycle := range []runner.Lifecycle{"", runner.LifecycleNone, runner.LifecycleSample, runner.LifecycleReal} {
		for _, face := range faces {
			for _, known := range []bool{false, true} {
				t.Run(fmt.Sprintf("life cycle %q, face %s, a known customer %v", lifecycle, face, known), func(t *testing.T) {
					t.Parallel()
					choice := choice
					choice.Lifecycle = lifecycle
					f(t, choice, face, known)
				})
			}
		}
	}
}

// mustConform demands that a run of a right server has found nothing, whatever it was allowed to do.
func (j journey) mustConform(t *testing.T) {
	t.Helper()
	if j.report.ExitCode() != 0 || len(j.report.Findings) > 0 {
		t.Errorf("exit code %d for a right server:\n  %s", j.report.ExitCode(), strings.Join(distinct(j.report.Findings), "\n  "))
	}
}

func TestSafety_NothingIsWrittenWithoutLeave(t *testing.T) {
	t.Parallel()
	onlyReads := func(t *testing.T, choice runner.Choice, face string, known bool) {
		j, _ := travel(t, wrong{}, choice, face, known)
		j.mustConform(t)
		if len(j.asked) == 0 {
			t.Error("nothing was asked at all")
		}
		for _, s := range j.asked {
			if op := s.operation(); op != opGet && op != opInstitutions && !safe(s.method) {
				t.Errorf("%s %s was sent as %s", s.method, s.path, s.header.Get("User-Agent"))
			}
		}
		for _, r := range j.report.Results {
			if reads := r.Operation == opGet || r.Operation == opInstitutions; !reads && r.Status != reports.StatusSkipped {
				t.Errorf("%s is %s, want it skipped", r.Case, r.Status)
			}
		}
	}
	everywhere(t, production, onlyReads)
	t.Run("production", func(t *testing.T) {
		t.Parallel()
		onlyReads(t, runner.Choice{Name: "production"}, "plaid", false)
		onlyReads(t, runner.Choice{Name: "production"}, "document", true)
	})
}

func TestSafety_NothingIsEnabledWithoutLeave(t *testing.T) {
	t.Parallel()
	choice := production
	choice.AllowWrites = true
	everywhere(t, choice, func(t *testing.T, choice runner.Choice, face string, known bool) {
		j, _ := travel(t, wrong{}, choice, face, known)
		j.mustConform(t)
		for _, s := range j.asked {
			if id := text(s.body, "/end_customer_client_id"); s.operation() == opEnable && id != nowhere && !isOdd(id) {
				t.Errorf("%s would enable %q", s.header.Get("User-Agent"), id)
			}
		}
		if _, _, enabled := j.customers(); len(enabled) > 0 {
			t.Errorf("enabled are %v", enabled)
		}
	})
}

func TestSafety_NoWorkflowWithoutALifeCycle(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		choice runner.Choice
	}{
		{"the sandbox", runner.Choice{Name: "sandbox"}},
		{"the sandbox, where enabling is allowed", runner.Choice{Name: "sandbox", AllowWrites: true, AllowEnable: true}},
		{"a url with samples", runner.Choice{URL: production.URL, URLGiven: true, AllowWrites: true, AllowEnable: true, Lifecycle: runner.LifecycleSample}},
		{"a url of which nothing is known", runner.Choice{URL: production.URL, URLGiven: true, AllowWrites: true, AllowEnable: true}},
		{"this machine, with samples", runner.Choice{URL: here.URL, URLGiven: true, Lifecycle: runner.LifecycleSample}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, known := range []bool{false, true} {
				j, _ := travel(t, wrong{}, tt.choice, "plaid", known)
				for _, s := range j.asked {
					if strings.Contains(s.header.Get("User-Agent"), "; customer-") {
						t.Errorf("a workflow sent %s", s.path)
					}
				}
				for _, r := range j.report.Results {
					if r.Workflow != "" && (r.Status != reports.StatusSkipped || !strings.Contains(r.Note, "life cycle")) {
						t.Errorf("%s is %s (%s), want it skipped for the life cycle", r.Case, r.Status, r.Note)
					}
				}
			}
		})
	}
}

func TestSafety_WhatIsCreatedIsRemoved(t *testing.T) {
	t.Parallel()
	// A server that hides what it created, or keeps what it was told to remove, is the next test's.
	careless := []wrong{{name: "keeps every promise"}}
	for _, fault := range []string{
		"success-201", "success-204", "unknown-made-up", "unknown-enabled", "unknown-removed", "unknown-prefix-enabled", "unknown-prefix-removed", "accepts-wrong-type", "credentials-unchecked", "secret-not-demanded", "other-enables", "other-removes",
		"created-with-other-name", "created-live", "created-without-secrets", "enable-again", "enable-after-remove", "remove-again", "remove-live", "get-after-remove", "forgets-at-once", "method-delete-runs",
	} {
		careless = append(careless, wrong{name: fault, fault: fault})
	}
	for _, w := range careless {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			for _, enable := range []bool{false, true} {
				choice := production
				choice.AllowWrites, choice.AllowEnable, choice.Lifecycle = true, enable, runner.LifecycleReal
				j, _ := travel(t, w, choice, "plaid", false)
				created, removed, enabled := j.customers()
				if len(created) == 0 || enable && w.fault == "" && len(enabled) == 0 {
					t.Errorf("created are %v and enabled %v, so nothing is proved", created, enabled)
				}
				var left []string
				for _, l := range j.report.Leftovers {
					left = append(left, l.ID)
				}
				for _, id := range created {
					gone, live, listed := slices.Contains(removed, id), slices.Contains(enabled, id), slices.Contains(left, id)
					byPart := strings.HasPrefix(w.fault, "unknown-prefix") // it was done to the one that was not named
					if !gone && !(listed && (live || byPart)) {
						t.Errorf("%s: removed %v, enabled %v, listed as left over %v", id, gone, live, listed)
					}
				}
			}
		})
	}
}

func TestSafety_WhatCannotBeRemovedIsListed(t *testing.T) {
	t.Parallel()
	real, guessed := production, production
	real.AllowWrites, real.Lifecycle, guessed.AllowWrites = true, runner.LifecycleReal, true
	refuse := refusing(400, "INVALID_REQUEST", "INVALID_FIELD")
	for _, tt := range []struct {
		name   string
		choice runner.Choice
		wrong  wrong
		reason string
		byName bool // listed by its name, since nobody said the id
	}{
		{"a refusal to remove", real, wrong{operation: opRemove, serve: func(_ func(*visit), v *visit) { refuse(v) }}, "partnerCustomerRemove answered 400", false},
		{"no id", real, wrong{operation: opCreate, serve: onSuccess(drop("/end_customer/client_id"))}, "no id came back", true},
		{"half an answer", real, wrong{operation: opCreate, serve: onSuccess(func(v *visit) { v.reply = v.reply[:len(v.reply)/2] })}, "no id came back", true},
		{"no life cycle was named", guessed, wrong{}, `has life cycle "none"`, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := tt.wrong
			// What the server created is seen before the fault hides it.
			var ids, names []string
			if w.operation == opCreate {
				fault := w.serve
				w.serve = func(right func(*visit), v *visit) {
					fault(func(v *visit) {
						if right(v); v.status == 200 {
							names = append(names, text(v.body, "/application_name"))
						}
					}, v)
				}
			}
			j, _ := travel(t, w, tt.choice, "plaid", false)
			created, _, _ := j.customers()
			ids = created
			if tt.byName {
				ids = names
			}
			if len(ids) == 0 {
				t.Fatal("nothing was created, so nothing is proved")
			}
			for _, id := range ids {
				if !slices.ContainsFunc(j.report.Leftovers, func(l reports.Leftover) bool {
					return (l.ID == id && !tt.byName || l.Name == id && l.ID == "") && strings.Contains(l.Reason, tt.reason)
				}) {
					t.Errorf("%q is not listed with %q among %+v", id, tt.reason, j.report.Leftovers)
				}
			}
			if len(j.report.Leftovers) != len(ids) {
				t.Errorf("%d are listed, want %d", len(j.report.Leftovers), len(ids))
			}
		})
	}
}

func TestSafety_AKnownCustomerIsOnlyRead(t *testing.T) {
	t.Parallel()
	for _, base := range []runner.Choice{production, {Name: "sandbox"}, {Name: "production"}, here} {
		for _, lifecycle := range []runner.Lifecycle{"", runner.LifecycleReal} {
			for _, face := range faces {
				t.Run(fmt.Sprintf("%s%s life cycle %q, face %s", base.Name, base.URL, lifecycle, face), func(t *testing.T) {
					t.Parallel()
					choice := base
					choice.AllowWrites, choice.AllowEnable, choice.Lifecycle = true, true, lifecycle
					j, id := travel(t, wrong{}, choice, face, true)
					j.mustConform(t)
					read := false
					for _, s := range j.asked {
						op := s.operation()
						reads := op == opGet || op == opInstitutions
						if strings.Contains(string(s.body), id) && !reads {
							t.Errorf("%s names it: %s", op, s.header.Get("User-Agent"))
						}
						read = read || strings.Contains(string(s.body), id)
					}
					if !read {
						t.Error("it was never read, so nothing is proved")
					}
				})
			}
		}
	}
}

func TestSafety_SkipsSayWhy(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		choice runner.Choice
		vars   map[string]string
		want   map[string]string // case -> part of the reason
	}{
		{"production without leave to write", runner.Choice{Name: "production"}, partners(), map[string]string{
			opCreate + "/bodies/minimal":   "environment production allows no writes (--allow-writes)",
			opGet + "/bodies/minimal":      "set PLAID_END_CUSTOMER_CLIENT_ID to one that exists",
			"customer-goes-live/create":    "environment production allows no writes (--allow-writes)",
			"customer-is-withdrawn/remove": "environment production allows no writes (--allow-writes)",
		}},
		{"production without leave to enable", runner.Choice{Name: "production", AllowWrites: true}, partners(), map[string]string{
			opEnable + "/bodies/minimal":    "cannot be undone, and environment production does not allow that (--allow-enable)",
			"customer-goes-live/enable":     "cannot be undone, and environment production does not allow that (--allow-enable)",
			"customer-goes-live/get-active": "step enable before it did not succeed",
		}},
		{"the sandbox", runner.Choice{Name: "sandbox"}, partners(), map[string]string{
			opGet + "/bodies/minimal":    `environment sandbox has life cycle "sample"`,
			opRemove + "/bodies/minimal": `environment sandbox has life cycle "sample"`,
			"customer-goes-live/create":  `environment sandbox has life cycle "sample"`,
		}},
		{"no second caller", production, map[string]string{"PLAID_CLIENT_ID": own.ClientID, "PLAID_SECRET": own.Secret, "PLAID_END_CUSTOMER_CLIENT_ID": nowhere}, map[string]string{
			opGet + "/tenants/other": "no second caller: set PLAID_OTHER_CLIENT_ID and PLAID_OTHER_SECRET",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := run(t, Options{Seed: 1, Target: tt.choice, Transport: elsewhere{rightMock(t, versions[0], "plaid", mock.Options{})}, Lookup: variables(tt.vars)})
			notes := map[string]string{}
			for _, result := range r.Results {
				if result.Status != reports.StatusSkipped {
					continue
				}
				notes[result.Case] = result.Note
				if words := strings.Fields(result.Note); len(words) < 5 || strings.ContainsAny(result.Note, "\n\r") || strings.Contains(result.Note, "%!") ||
					strings.Contains(result.Note, "<nil>") || strings.HasSuffix(result.Note, ".") || strings.Contains(result.Note, "  ") {
					t.Errorf("%s is skipped for no sentence: %q", result.Case, result.Note)
				}
			}
			for id, want := range tt.want {
				if !strings.Contains(notes[id], want) {
					t.Errorf("%s is skipped for %q, want %q in it", id, notes[id], want)
				}
			}
		})
	}
}

// isOdd says whether no server gives out such an id.
func isOdd(id string) bool {
	for _, odd := range oddIDs {
		if odd.id == id {
			return true
		}
	}
	return false
}
