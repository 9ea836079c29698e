package engine

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner/mock"
)

// keys are environment variables with credentials that the mock does not know, but for what more replaces.
func keys(more ...string) map[string]string {
	vars := map[string]string{"PLAID_CLIENT_ID": "0123456789abcdef01234567", "PLAID_SECRET": "0123456789abcdef0123456789abcd"}
	for i := 0; i < len(more); i += 2 {
		vars[more[i]] = more[i+1]
	}
	return vars
}

func TestDoor_CredentialsThatAreRefusedAreToldOnce(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		vars  map[string]string
		cases []string
		says  string
	}{
		{"unknown ones", keys(), nil, `"INVALID_API_KEYS"`},
		{"the right id with a secret that has expired", keys("PLAID_CLIENT_ID", own.ClientID), nil, "look at PLAID_CLIENT_ID and PLAID_SECRET"},
		{"the id of another", keys("PLAID_CLIENT_ID", other.ClientID, "PLAID_SECRET", own.Secret), nil, "PLAID_CLIENT_ID and PLAID_SECRET"},
		{"swapped", keys("PLAID_CLIENT_ID", own.Secret, "PLAID_SECRET", own.ClientID), nil, "are two of them swapped?"},
		{"only what must be refused is asked", keys(), []string{opCreate + "/authentication"}, "the credentials were refused: " + opGet},
		{"what is asked needs a customer", keys(), []string{opEnable + "/examples"}, "the credentials were refused: " + opCreate},
		{"bodies that must be refused", keys(), []string{opCreate + "/negative"}, "the credentials were refused: " + opCreate},
		{"a workflow", keys(), []string{"customer-is-withdrawn"}, "the credentials were refused: " + opCreate},
	} {
		for _, face := range faces {
			for _, concurrency := range []int{1, 4} {
				t.Run(tt.name+" by the face "+face, func(t *testing.T) {
					t.Parallel()
					server := record(rightMock(t, versions[0], face, mock.Options{Seed: 7}))
					o := through(t, server)
					o.Auth, o.Lookup, o.Cases, o.Concurrency = face, variables(tt.vars), tt.cases, concurrency
					s := open(t, o)
					s.Start(context.Background())
					r := drive(context.Background(), s)
					if r.ExitCode() != 3 || len(r.Findings) > 0 {
						t.Errorf("exit code %d and findings %v, want 3 and none", r.ExitCode(), distinct(r.Findings))
					}
					if n := len(server.requests()); n == 0 || n > 4 {
						t.Errorf("%d requests were sent, want one and at most three to be sure", n)
					}
					var notes []string
					for _, result := range r.Results {
						if result.Status == reports.StatusErrored {
							notes = append(notes, result.Note)
						}
						if result.Status != reports.StatusErrored && result.Status != reports.StatusSkipped {
							t.Errorf("%s is %s", result.Case, result.Status)
						}
					}
					if len(notes) != 1 || !strings.Contains(notes[0], tt.says) {
						t.Errorf("got %q, want it told once with %q", notes, tt.says)
					}
					for _, secret := range []string{tt.vars["PLAID_SECRET"], tt.vars["PLAID_CLIENT_ID"]} {
						if strings.Contains(strings.Join(notes, ""), secret) {
							t.Error("a credential is shown")
						}
					}
				})
			}
		}
	}
}

// Credentials may expire, or be revoked, in the middle of a run: nothing is said of the API then, and nothing more is asked.
func TestDoor_CredentialsThatExpire(t *testing.T) {
	t.Parallel()
	for _, after := range []int{1, 5, 60, 133, 290, 340} {
		for _, face := range faces {
			for _, concurrency := range []int{1, 4} {
				t.Run(fmt.Sprintf("after %d requests by the face %s, %d at a time", after, face, concurrency), func(t *testing.T) {
					t.Parallel()
					right, asked := rightMock(t, versions[0], face, mock.Options{Seed: 7}), atomic.Int64{}
					server := record(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
						if n := asked.Add(1); n > int64(after) {
							w.Header().Set("Content-Type", "application/json")
							w.WriteHeader(map[string]int{"plaid": http.StatusBadRequest, "document": http.StatusUnauthorized}[face])
							_, _ = fmt.Fprintf(w, `{"display_message":null,"documentation_url":"x","error_code":"INVALID_API_KEYS","error_message":"no","error_type":"INVALID_INPUT","request_id":"made-%d","suggested_action":null}`, n)
							return
						}
						right.ServeHTTP(w, r)
					}))
					o := through(t, server)
					o.Auth, o.Concurrency, o.Brief = face, concurrency, true
					s := open(t, o)
					s.Start(context.Background())
					r := drive(context.Background(), s)
					if r.ExitCode() != 3 || len(r.Findings) > 0 {
						t.Errorf("exit code %d and findings %v, want 3 and none", r.ExitCode(), distinct(r.Findings))
					}
					if n := len(server.requests()) - after; n > 12+8*concurrency {
						t.Errorf("%d more requests were sent, want few", n)
					}
					said, notes := false, []string{}
					for _, result := range r.Results {
						if result.Status == reports.StatusErrored {
							notes = append(notes, result.Case+": "+result.Note)
						}
						said = said || result.Status == reports.StatusErrored && strings.Contains(result.Note, "the credentials were accepted at first and refused from case "+result.Case+" on: ")
					}
					if !said {
						t.Errorf("no case says when the credentials were refused: %v %q", r.Summary.Cases, notes)
					}
				})
			}
		}
	}
}

// A server that refuses those who are known for asking for what is not there is wrong, and its credentials are right: what is there can be read.
func TestDoor_AServerThatBlamesTheCaller(t *testing.T) {
	t.Parallel()
	doc, _ := partnerAPI(t, versions[0])
	for _, tt := range []struct {
		name       string
		operations []string
	}{
		{"in one operation", []string{opGet}},
		{"in all that look a customer up", []string{opGet, opEnable, opRemove, opInstitutions}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			right := rightMock(t, versions[0], "plaid", mock.Options{Seed: 7})
			server := record(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				seen := httptest.NewRecorder()
				right.ServeHTTP(seen, r)
				body := seen.Body.Bytes()
				if slices.ContainsFunc(tt.operations, func(id string) bool { return doc.Operation(id).Path == r.URL.Path }) && seen.Code == http.StatusNotFound {
					seen.Code, body = http.StatusBadRequest, bytes.Replace(body, []byte("CUSTOMER_NOT_FOUND"), []byte("INVALID_API_KEYS"), 1)
					seen.Header().Del("Content-Length")
				}
				maps.Copy(w.Header(), seen.Header())
				w.WriteHeader(seen.Code)
				_, _ = w.Write(body)
			}))
			r := run(t, through(t, server))
			if r.ExitCode() != 1 {
				t.Errorf("exit code %d, %v, want 1", r.ExitCode(), r.Summary.Cases)
			}
			for _, result := range r.Results {
				if result.Status == reports.StatusErrored && !strings.Contains(result.Note, "the second caller's") {
					t.Errorf("%s: %s", result.Case, result.Note)
				}
			}
			if len(r.Findings) != 1 || r.Findings[0].Rule != "authentication-enforced" {
				t.Errorf("findings %v, want one by authentication-enforced", distinct(r.Findings))
			}
			if n := len(server.requests()); n > 400 {
				t.Errorf("%d requests", n)
			}
		})
	}
}

// A server that refuses credentials that are right in one operation is wrong, and says so in a finding: another operation lets the caller in.
func TestDoor_AServerThatRefusesRightCredentials(t *testing.T) {
	t.Parallel()
	refuse := func(status int, code string) serve {
		return func(right func(*visit), v *visit) {
			if right(v); v.status < 300 {
				v.status, v.reply = status, []byte(`{"display_message":null,"documentation_url":"x","error_code":"`+code+`","error_message":"no","error_type":"INVALID_INPUT","request_id":"x","suggested_action":null}`)
			}
		}
	}
	for _, w := range []wrong{
		{name: "as unknown", serve: refuse(http.StatusBadRequest, "INVALID_API_KEYS")},
		{name: "with 401", serve: refuse(http.StatusUnauthorized, "X")},
		{name: "with 403", serve: refuse(http.StatusForbidden, "")},
	} {
		for _, operation := range []string{opCreate, opGet, opEnable, opRemove, opInstitutions} {
			t.Run(w.name+" in "+operation, func(t *testing.T) {
				t.Parallel()
				w := w
				w.operation = operation
				doc, _ := partnerAPI(t, versions[0])
				server := &wrongServer{right: rightMock(t, versions[0], "plaid", w.mock()), serve: w.serve, document: doc, path: doc.Operation(operation).Path, clock: &clock{}}
				o := through(t, server)
				r := run(t, o)
				if r.ExitCode() != 1 || len(r.Findings) == 0 || r.Summary.Cases[reports.StatusErrored] > 0 {
					t.Errorf("exit code %d, want 1: %+v", r.ExitCode(), r.Summary.Cases)
				}
				if len(r.Findings) > 2 {
					t.Errorf("findings %v", distinct(r.Findings))
				}
			})
		}
	}
}

// The second partner's credentials may be the wrong ones: then nothing is said of other partners, and all else is.
func TestDoor_TheSecondPartner(t *testing.T) {
	t.Parallel()
	server := record(rightMock(t, versions[0], "plaid", mock.Options{Seed: 7}))
	o := through(t, server)
	o.Lookup = variables(partners("PLAID_OTHER_SECRET", "0123456789abcdef0123456789abcd"))
	r := run(t, o)
	if r.ExitCode() != 3 || len(r.Findings) > 0 || r.Summary.Cases[reports.StatusErrored] != 1 || r.Summary.Cases[reports.StatusPassed] < 300 {
		t.Errorf("exit code %d, %v, findings %v; want 3, one errored, the others passed", r.ExitCode(), r.Summary.Cases, distinct(r.Findings))
	}
	for _, result := range r.Results {
		if result.Status == reports.StatusErrored && !strings.Contains(result.Note, "look at PLAID_OTHER_CLIENT_ID and PLAID_OTHER_SECRET") {
			t.Errorf("%s: %s", result.Case, result.Note)
		}
	}
}

// A server on this machine that was given no credentials is asked with the mock's own, and may know other ones.
func TestDoor_NoCredentialsWereGiven(t *testing.T) {
	t.Parallel()
	o := through(t, rightMock(t, versions[0], "plaid", mock.Options{Seed: 7, Partners: []mock.Partner{{ClientID: strings.Repeat("a", 24), Secret: strings.Repeat("b", 30)}}}))
	r := run(t, o)
	if note := r.Results[0].Note; r.ExitCode() != 3 || !strings.Contains(note, "none are set, and the server does not know those of the mock: set PLAID_CLIENT_ID and PLAID_SECRET") {
		t.Errorf("exit code %d: %s", r.ExitCode(), note)
	}
}

// Of an API without error codes 401 says that it does not know the caller, and so does 403.
func TestDoor_WithoutCodes(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusUnauthorized, http.StatusForbidden} {
		asked := 0
		pack, _ := packed(t, strings.Replace(restDocument, "paths:", "security: [{key: []}]\npaths:", 1)+"  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}\n",
			restPack+"credentials: [{name: key, variable: PETS_KEY, header: X-Key, secret: true, scheme: key}]\nfaces: [{name: pets, summary: in a header, places: [header], refused: [401]}]\ndefault_face: pets\n")
		o := Options{Pack: pack, Target: here, Seed: 1, Lookup: variables(map[string]string{"PETS_KEY": "k3y-0f-the-caller"})}
		o.Transport = elsewhere{http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			asked++
			http.Error(w, "no", status)
		})}
		if r := run(t, o); r.ExitCode() != 3 || asked > 4 || len(r.Findings) > 0 {
			t.Errorf("with %d: exit code %d after %d requests, findings %v", status, r.ExitCode(), asked, distinct(r.Findings))
		}
	}
}
