package engine

import (
	"net/http"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner/mock"
)

// What a server without an operation comes to: one finding where it has none, and a refusal like any other where it has.
func TestRun_OperationAbsent(t *testing.T) {
	t.Parallel()
	router := func(v *visit) {
		v.status, v.reply = http.StatusNotFound, []byte("404 page not found\n")
		v.header.Set("Content-Type", "text/plain; charset=utf-8")
	}
	for _, tt := range []struct {
		name  string
		serve serve
		rules string
	}{
		{"a router that knows no such path", after(router), "operation-implemented"},
		{"501 for whatever is asked", after(refusing(http.StatusNotImplemented, "API_ERROR", "INTERNAL_SERVER_ERROR")), "operation-implemented"},
		{"405 for one right request of several", after(func(v *visit) {
			if v.r.Method == http.MethodPost && strings.Contains(v.r.Header.Get("Content-Type"), ";") {
				refusing(http.StatusMethodNotAllowed, "INVALID_REQUEST", "METHOD_NOT_ALLOWED")(v)
			}
		}), "positive-data-accepted"},
		{"a customer that is not there", onSuccess(refusing(http.StatusNotFound, "INVALID_INPUT", "CUSTOMER_NOT_FOUND")), "positive-data-accepted"},
	} {
		for face, version := range map[string]string{"plaid": versions[0], "document": versions[len(versions)-1]} {
			t.Run(tt.name+" "+face, func(t *testing.T) {
				t.Parallel()
				r := wrong{operation: opInstitutions, serve: tt.serve}.judged(t, version, face)
				var got []string
				for _, f := range r.Findings {
					if f.Level == reports.LevelError && !strings.Contains(strings.Join(got, " "), f.Rule) {
						got = append(got, f.Rule)
					}
				}
				for _, rule := range got {
					if !strings.Contains(tt.rules, rule) {
						t.Errorf("found %v, want %s\n  %s", got, tt.rules, strings.Join(distinct(r.Findings), "\n  "))
					}
				}
				if first, _, _ := strings.Cut(tt.rules, " "); !strings.Contains(strings.Join(got, " "), first) {
					t.Errorf("found %v, want %s\n  %s", got, tt.rules, strings.Join(distinct(r.Findings), "\n  "))
				}
			})
		}
	}
}

// Where the base URL is wrong nothing is there, and that is one thing to mend, also for operations that no right request could be made for.
func TestRun_WrongBaseURL(t *testing.T) {
	t.Parallel()
	elsewhere := func(right http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r.URL.Path = "/v9" + r.URL.Path
			right.ServeHTTP(w, r)
		})
	}
	for _, face := range faces {
		for name, h := range map[string]http.Handler{"an API": elsewhere(rightMock(t, versions[0], face, mock.Options{})), "a router": http.NotFoundHandler()} {
			t.Run(face+" "+name, func(t *testing.T) {
				t.Parallel()
				o := through(t, h)
				o.Auth = face
				r := run(t, o)
				for _, f := range r.Findings {
					if f.Level == reports.LevelError && (f.Rule != "operation-implemented" || len(f.Operations) != 5) {
						t.Errorf("%s of %v in %s: %s", f.Rule, f.Operations, f.Case, f.Message)
					}
				}
				if r.Summary.Findings[reports.LevelError] != 1 || r.ExitCode() != 1 {
					t.Errorf("%v, exit code %d", r.Summary.Findings, r.ExitCode())
				}
			})
		}
	}
}

// A router that refuses other methods in its own words is found once: the pack knows that every error of the API has a code.
func TestRun_OtherMethodsInWordsOfTheirOwn(t *testing.T) {
	t.Parallel()
	mux := after(func(v *visit) {
		if v.r.Method != http.MethodPost {
			v.status, v.reply = http.StatusMethodNotAllowed, []byte("Method Not Allowed\n")
			v.header = http.Header{"Allow": {"POST"}, "Content-Type": {"text/plain; charset=utf-8"}}
		}
	})
	for _, face := range faces {
		r := wrong{operation: opGet, serve: mux}.judged(t, versions[0], face)
		found := distinct(r.Findings)
		want := `error error-shape partnerCustomerGet/methods/put: received status 405 with Content-Type "text/plain; charset=utf-8", for PUT; promised application/json, as in every error that the document lists for the operation`
		if len(found) != 1 || found[0] != want || r.ExitCode() != 1 {
			t.Errorf("exit code %d with\n  %s", r.ExitCode(), strings.Join(found, "\n  "))
		}
	}
}
