package suites_test

import (
	"context"
	"errors"
	"flag"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/onsi/gomega"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/suites"
	"github.com/plumbline-dev/plumbline/suites/checks"
)

var update = flag.Bool("update", false, "rewrite testdata/*.golden")

// golden compares got with testdata/name.golden, or rewrites that file with -update.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; run go test ./suites -update", err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s differs; run go test ./suites -update and read what changed (-want +got):\n%s", file, diff)
	}
}

// pets is the document that the checks' own examples are about.
func pets(t *testing.T) *spec.Document {
	t.Helper()
	doc, err := spec.Parse(context.Background(), "pets.yaml", []byte(checks.ExampleDocument), spec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// response is an answer as net/http gives it.
func response(status int, contentType, body string) *http.Response {
	r := &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	return r
}

func TestConform_Succeeds(t *testing.T) {
	t.Parallel()
	recorded := httptest.NewRecorder()
	recorded.Header().Set("Content-Type", "application/json")
	_, _ = recorded.WriteString(`{"name":"Rex"}`)
	file := filepath.Join(t.TempDir(), "openapi.yaml")
	if err := os.WriteFile(file, []byte(checks.ExampleDocument), 0o600); err != nil {
		t.Fatal(err)
	}
	empty := response(200, "application/json", "")
	empty.Body = nil
	for _, tt := range []struct {
		name      string
		document  any
		operation string
		actual    any
		conforms  bool
	}{
		{"a success", pets(t), "getPet", response(200, "application/json", `{"name":"Rex","tag":null}`), true},
		{"a refusal that the default describes", pets(t), "getPet", response(404, "application/json", `{"error":"no such pet"}`), true},
		{"a refusal in a range", pets(t), "dropPet", response(409, "application/json", `{"error":"not now"}`), true},
		{"a recorder", pets(t), "getPet", recorded, true},
		{"a document by its path", file, "getPet", response(200, "application/json", `{"name":"Rex"}`), true},
		{"a document by its pinned name", "plaid-partner@1.697.4", "partnerCustomerRemove", response(200, "application/json", `{"request_id":"x"}`), true},
		{"a body of another type", pets(t), "getPet", response(200, "text/html", "<p>Rex</p>"), false},
		{"no body at all", pets(t), "getPet", empty, false},
		{"a status that nothing covers", pets(t), "dropPet", response(202, "", ""), false},
		{"a pinned document, and a customer with a status of its own", "plaid-partner@1.517.0", "partnerCustomerGet", response(200, "application/json", `{"end_customer":{"status":"ENABLED"}}`), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			matcher := suites.Conform(tt.document, tt.operation)
			got, err := matcher.Match(tt.actual)
			if err != nil {
				t.Fatal(err)
			}
			if got != tt.conforms {
				t.Errorf("got %v, want %v:\n%s", got, tt.conforms, matcher.FailureMessage(tt.actual))
			}
		})
	}
}

func TestConform_FailureMessage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name      string
		operation string
		actual    *http.Response
	}{
		{"type", "getPet", response(200, "application/json", `{"name":7}`)},
		{"several", "getPet", response(200, "application/json", `{"tag":1,"kind":"bird","kind":"cat"}`)},
		{"media", "getPet", response(200, "text/html", `<p>Rex</p>`)},
		{"status", "dropPet", response(202, "", "")},
		{"body", "getPet", response(200, "application/json", "")},
		{"header", "getPet", func() *http.Response {
			r := response(200, "application/json", `{"name":"Rex"}`)
			r.Header.Set("X-Rate-Left", "many")
			return r
		}()},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			matcher := suites.Conform(pets(t), tt.operation)
			if ok, err := matcher.Match(tt.actual); ok || err != nil {
				t.Fatalf("got %v and error %v, want a mismatch", ok, err)
			}
			golden(t, "conform-"+tt.name, matcher.FailureMessage(tt.actual)+"\n")
		})
	}
}

func TestConform_NegatedFailureMessage(t *testing.T) {
	t.Parallel()
	matcher := suites.Conform(pets(t), "getPet")
	actual := response(200, "application/json", `{"name":"Rex"}`)
	if ok, err := matcher.Match(actual); !ok || err != nil {
		t.Fatalf("got %v and error %v, want a match", ok, err)
	}
	const want = "Expected the answer (status 200) not to conform to getPet, but it does"
	if got := matcher.NegatedFailureMessage(actual); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestConform_LeavesTheBodyToBeRead(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{"right": `{"name":"Rex"}`, "wrong": `{"name":7}`, "none": ``} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				_, _ = io.WriteString(w, body)
			}))
			t.Cleanup(server.Close)
			actual, err := http.Get(server.URL)
			if err != nil {
				t.Fatal(err)
			}
			defer actual.Body.Close()
			matcher := suites.Conform(pets(t), "getPet")
			// Twice, as Eventually would.
			for range 2 {
				if _, err := matcher.Match(actual); err != nil {
					t.Fatal(err)
				}
			}
			if left, err := io.ReadAll(actual.Body); err != nil || string(left) != body {
				t.Errorf("what is left to read is %q (%v), want %q", left, err, body)
			}
		})
	}
}

// failing is a body that cannot be read.
type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("the line is dead") }
func (failing) Close() error             { return nil }

func TestConform_Errors(t *testing.T) {
	t.Parallel()
	right := func() any { return response(200, "application/json", `{"name":"Rex"}`) }
	dead := response(200, "application/json", "")
	dead.Body = failing{}
	for _, tt := range []struct {
		name      string
		document  any
		operation string
		actual    any
		want      string
	}{
		{"a string is no answer", pets(t), "getPet", "200 OK", "not string"},
		{"nothing is no answer", pets(t), "getPet", nil, "not <nil>"},
		{"a response that is nil", pets(t), "getPet", (*http.Response)(nil), "not *http.Response"},
		{"a recorder that is nil", pets(t), "getPet", (*httptest.ResponseRecorder)(nil), "not *httptest.ResponseRecorder"},
		{"a request is no answer", pets(t), "getPet", httptest.NewRequest(http.MethodGet, "/", nil), "not *http.Request"},
		{"a body that cannot be read", pets(t), "getPet", dead, "read the answer's body: the line is dead"},
		{"an unknown operation", pets(t), "getPets", right(), `has no operation "getPets"`},
		{"no operation", pets(t), "", right(), `has no operation ""`},
		{"a number is no document", 7, "getPet", right(), "not int"},
		{"no document", nil, "getPet", right(), "not <nil>"},
		{"a document that is nil", (*spec.Document)(nil), "getPet", right(), "document"},
		{"a file that is not there", "./nowhere.yaml", "getPet", right(), "nowhere.yaml"},
		{"an unknown pinned name", "plaid-partner@0.0.1", "getPet", right(), "plaid-partner@0.0.1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ok, err := suites.Conform(tt.document, tt.operation).Match(tt.actual)
			if ok || err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v and error %v, want an error with %q", ok, err, tt.want)
			}
		})
	}
}

func TestConform_InGomega(t *testing.T) {
	t.Parallel()
	g := gomega.NewWithT(t)
	g.Expect(response(200, "application/json", `{"name":"Rex"}`)).To(suites.Conform(pets(t), "getPet"))
	g.Expect(response(200, "application/json", `{}`)).NotTo(suites.Conform(pets(t), "getPet"))
	failures := gomega.InterceptGomegaFailures(func() {
		gomega.Expect(response(200, "application/json", `{"name":null}`)).To(suites.Conform(pets(t), "getPet"))
	})
	if len(failures) != 1 || !strings.Contains(failures[0], "received  null at /name") {
		t.Errorf("got %q, want one failure about /name", failures)
	}
}
