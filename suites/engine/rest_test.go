package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/runner/mock"
	"github.com/plumbline-dev/plumbline/spec"
)

const restDocument = `openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    post:
      operationId: addPet
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, required: [name], properties: {name: {type: string}}}}}
      responses: {"201": {description: made, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}, "400": {description: wrong}}
  /pets/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: getPet
      responses:
        "200": {description: one, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
        "404": {description: none}
    delete:
      operationId: dropPet
      responses: {"204": {description: gone}, "404": {description: none}}
components:
  schemas:
    Pet: {type: object, required: [id, name], properties: {id: {type: string}, name: {type: string}}}
`

const restPack = `name: pets
title: Pets
document: pets.yaml
operations:
  - {id: addPet, effect: create, resource: pet}
  - {id: getPet, effect: read, resource: pet}
  - {id: dropPet, effect: remove, resource: pet}
resources:
  - {name: pet, create: addPet, remove: dropPet, id: /id, parameter: '{id}', unknown: nobody, not_found: [404]}
`

// pets is an API that names its resources in the path.
type pets struct {
	document *spec.Document
	mu       sync.Mutex
	alive    map[string]string
	made     int
	asked    []string
}

func (p *pets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked = append(p.asked, r.Method+" "+r.URL.Path)
	id := strings.TrimPrefix(r.URL.Path, "/pets/")
	w.Header().Set("Content-Type", "application/json")
	op, _, allowed := p.document.Route(r.Method, r.URL.EscapedPath())
	sent, _ := io.ReadAll(r.Body)
	switch _, alive := p.alive[id]; {
	case op == nil && len(allowed) > 0:
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	case op != nil && !p.document.JudgeRequest(op, spec.Ask{Path: r.URL.EscapedPath(), Header: r.Header, Body: sent}).Holds():
		w.Header().Del("Content-Type")
		w.WriteHeader(http.StatusBadRequest)
		return
	case r.Method == http.MethodPost:
		var body struct{ Name string }
		_ = json.Unmarshal(sent, &body)
		p.made++
		id = fmt.Sprintf("pet-%d", p.made)
		p.alive[id] = body.Name
		w.WriteHeader(http.StatusCreated)
	case !alive:
		w.Header().Del("Content-Type")
		w.WriteHeader(http.StatusNotFound)
		return
	case r.Method == http.MethodDelete:
		delete(p.alive, id)
		w.Header().Del("Content-Type")
		w.WriteHeader(http.StatusNoContent)
		return
	}
	_ = json.NewEncoder(w).Encode(map[string]string{"id": id, "name": p.alive[id]})
}

// packed writes a document as pets.yaml and its pack beside it, and returns the file of the pack and the document.
func packed(t *testing.T, document, pack string) (string, *spec.Document) {
	t.Helper()
	folder := t.TempDir()
	for name, text := range map[string]string{"pets.yaml": document, "pack.yaml": pack} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	doc, err := spec.Load(context.Background(), filepath.Join(folder, "pets.yaml"), spec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(folder, "pack.yaml"), doc
}

// overHTTP opens a session with a pack and a server of its own on this machine.
func overHTTP(t *testing.T, pack string, api http.Handler) *Session {
	t.Helper()
	server := httptest.NewServer(api)
	t.Cleanup(server.Close)
	return open(t, Options{Pack: pack, Target: runner.Choice{URL: server.URL, URLGiven: true}, Seed: 1})
}

// A resource may be named in the path: the cases ask for what they made, and all of it is removed again.
func TestRun_ResourceInPath(t *testing.T) {
	t.Parallel()
	pack, document := packed(t, restDocument, restPack)
	api := &pets{document: document, alive: map[string]string{}}
	s := overHTTP(t, pack, api)
	var results []reports.Result
	for _, g := range s.Groups() {
		for _, c := range g.Cases {
			results = append(results, s.Run(context.Background(), c))
			if result, gone := s.Remove(context.Background(), c.ID); !gone {
				t.Errorf("%s left something behind: %+v", c.ID, result.Findings)
			}
		}
	}
	s.Remove(context.Background(), "")
	for _, r := range results {
		if r.Status != reports.StatusPassed {
			t.Errorf("%s: %s %s %+v", r.Case, r.Status, r.Note, r.Findings)
		}
	}
	if len(api.alive) > 0 || len(s.Leftovers()) > 0 {
		t.Errorf("still there: %v, listed: %v", api.alive, s.Leftovers())
	}
	if got, want := len(s.Removals()), api.made-1; got != want { // one was removed by the case that is about removing
		t.Errorf("%d removals recorded, want %d of %d made", got, want, api.made)
	}
	for _, want := range []string{"GET /pets/pet-", "GET /pets/nobody", "DELETE /pets/pet-", "DELETE /pets/nobody"} {
		if !slices.ContainsFunc(api.asked, func(line string) bool { return strings.HasPrefix(line, want) }) {
			t.Errorf("nothing asked for %s...: %v", want, api.asked)
		}
	}
}

// A limit on the rate of requests says nothing about what was asked: the case is errored, and no promise is said to be broken.
func TestRun_RateLimitIsNoFinding(t *testing.T) {
	t.Parallel()
	w := wrong{operation: opInstitutions, serve: onSuccess(refusing(429, "RATE_LIMIT_EXCEEDED", "RATE_LIMIT"))}
	o, _ := w.start(t, "1.697.4", "plaid")
	r := run(t, o)
	errored := 0
	for _, result := range r.Results {
		if result.Status == reports.StatusErrored && strings.Contains(result.Note, "429") {
			errored++
		}
	}
	if errored == 0 || len(r.Findings) > 0 || r.ExitCode() != 3 {
		t.Errorf("%d cases errored, findings %+v, exit code %d; want some, none and 3", errored, r.Findings, r.ExitCode())
	}
}

// An API that says when it has time again is asked once more, and what it did not look at is evidence.
func TestRun_BusyNowAndThen(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, after string
		every       int64
		exit        int
	}{
		{"soon", "1", 10, 0},
		{"late", "600", 10, 3},
		{"never", "1", 1, 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var asked atomic.Int64
			w := wrong{operation: opGet, serve: func(right func(*visit), v *visit) {
				if asked.Add(1)%tt.every == 0 {
					v.refuse(http.StatusTooManyRequests, "RATE_LIMIT_EXCEEDED", "RATE_LIMIT")
					v.header.Set("Retry-After", tt.after)
					return
				}
				right(v)
			}}
			o, _ := w.start(t, versions[3], "plaid")
			r := run(t, o)
			busy := 0
			for _, result := range r.Results {
				for _, x := range result.Exchanges {
					if x.Response != nil && x.Response.Status == http.StatusTooManyRequests {
						busy++
					}
				}
			}
			if r.ExitCode() != tt.exit || len(r.Findings) > 0 || busy == 0 || tt.exit == 0 && asked.Load() > 400 {
				t.Errorf("exit code %d, want %d; %d requests of which the API was too busy for %d\n  %s", r.ExitCode(), tt.exit, asked.Load(), busy, strings.Join(distinct(r.Findings), "\n  "))
			}
		})
	}
}

// Which state a new customer gets is the API's decision; one that it reviews cannot be enabled, and that is no broken promise.
func TestRun_CustomerUnderReview(t *testing.T) {
	t.Parallel()
	w := wrong{operation: opCreate, serve: func(right func(*visit), v *visit) {
		v.body = []byte(strings.Replace(string(v.body), `"company_name":"`, `"company_name":"Under Review `, 1))
		right(v)
		v.reply = []byte(strings.ReplaceAll(string(v.reply), "Under Review ", ""))
	}}
	o, _ := w.start(t, "1.697.4", "plaid")
	r := run(t, o)
	for _, f := range r.Findings {
		if f.Operation == opEnable {
			t.Errorf("a customer under review gives %s: %s", f.Rule, f.Message)
		}
	}
	if !slices.ContainsFunc(r.Results, func(x reports.Result) bool { return strings.Contains(x.Note, "UNDER_REVIEW") }) {
		t.Error("no case was skipped because the customer is under review")
	}
}

// A refusal in other words does not hide that something was let in: they are two findings, and each is one over all operations.
func TestRun_LetInAndRefusedOtherwiseAreTwoFindings(t *testing.T) {
	t.Parallel()
	var faults []string
	for _, op := range []string{opGet, opInstitutions} {
		faults = append(faults, "refusal-401@"+op, "wrong-secret-accepted@"+op)
	}
	r := run(t, Options{Cases: []string{opGet + "/authentication", opInstitutions + "/authentication"}, Mock: mock.Options{Faults: faults}})
	var got []string
	for _, f := range r.Findings {
		got = append(got, fmt.Sprintf("%s: %s, in %d operations", f.Rule, f.Received, len(f.Operations)))
	}
	want := []string{
		`authentication-enforced: status 401 with error_code "INVALID_FIELD", in 2 operations`,
		"authentication-enforced: status 200, in 2 operations",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// Where credentials stand in the body as the face takes them, and the document demands headers, the promise says so.
func TestPlan_CredentialsInTheBodyAreNoLetterOfTheDocument(t *testing.T) {
	t.Parallel()
	for face, want := range map[string]string{
		"plaid":    "the request keeps to the document but for its credentials, which stand in the body as the plaid face takes them",
		"document": "the request keeps to the document",
	} {
		s := open(t, Options{Auth: face, Cases: []string{opCreate + "/bodies/maximal"}})
		if got := s.Groups()[0].Cases[0].Promise.Why; got != want {
			t.Errorf("face %s: got %q, want %q", face, got, want)
		}
	}
}
