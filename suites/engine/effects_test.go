package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/runner/mock"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/suites/checks"
)

const shelfDocument = `openapi: 3.0.3
info: {title: Shelf, version: "1"}
security: [{key: []}]
paths:
  /books:
    post:
      operationId: addBook
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [title, pages], properties: {title: {type: string}, pages: {type: integer}}}}}}
      responses:
        "201": {description: made, content: {application/json: {schema: {$ref: "#/components/schemas/Book"}}}}
        4XX: {description: refused}
  /books/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: getBook
      responses:
        "200": {description: one, content: {application/json: {schema: {$ref: "#/components/schemas/Book"}}}}
        4XX: {description: refused}
    patch:
      operationId: turnBook
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [pages], properties: {pages: {type: integer}}}}}}
      responses:
        "200": {description: changed, content: {application/json: {schema: {$ref: "#/components/schemas/Book"}}}}
        4XX: {description: refused}
    delete:
      operationId: dropBook
      responses: {"204": {description: gone}, 4XX: {description: refused}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
  schemas:
    Book: {type: object, required: [id, title], properties: {id: {type: string}, title: {type: string}, pages: {type: integer}, seen: {type: integer}}}
`

const shelfPack = `name: shelf
title: Shelf
document: pets.yaml
credentials: [{name: key, variable: SHELF_KEY, other: SHELF_OTHER_KEY, header: X-Key, secret: true, wrong: nobody-s-key, scheme: key}]
faces: [{name: shelf, summary: in a header, places: [header], refused: [401]}]
default_face: shelf
operations:
  - {id: addBook, effect: create, resource: book}
  - {id: getBook, effect: read, resource: book}
  - {id: turnBook, effect: change, resource: book}
  - {id: dropBook, effect: remove, resource: book}
resources:
  - {name: book, create: addBook, remove: dropBook, id: /id, parameter: '{id}', unknown: nobody, not_found: [404], unique: [/title]}
`

// shelf is an API with a key, whose books count how often they were seen. What it does too early is said by its fields.
type shelf struct {
	early string // the method that is carried out before the caller or the body is looked at

	mu    sync.Mutex
	books map[string]*book
	made  int
}

type book struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Pages int    `json:"pages"`
	Seen  int    `json:"seen"`
	owner string
}

func (s *shelf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	defer s.mu.Unlock()
	key := r.Header.Get("X-Key")
	b := s.books[strings.TrimPrefix(r.URL.Path, "/books/")]
	var sent struct {
		Title *string
		Pages *int
	}
	readable := json.Unmarshal(body, &sent) == nil && sent.Pages != nil
	allowed := map[bool]string{true: "POST", false: "GET, PATCH, DELETE"}[r.URL.Path == "/books"]
	if !strings.Contains(allowed, r.Method) {
		w.Header().Set("Allow", allowed)
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	status := http.StatusOK
	switch {
	case key != "k3y-of-one" && key != "k3y-of-two":
		status = http.StatusUnauthorized
	case r.Method != http.MethodPost && (b == nil || b.owner != key):
		status = http.StatusNotFound
	case (r.Method == http.MethodPost || r.Method == http.MethodPatch) && r.Header.Get("Content-Type") != "application/json":
		status = http.StatusUnsupportedMediaType
	case r.Method == http.MethodPost && (!readable || sent.Title == nil), r.Method == http.MethodPatch && !readable:
		status = http.StatusBadRequest
	case r.Method == http.MethodPost && s.titled(*sent.Title):
		status = http.StatusConflict
	}
	if status != http.StatusOK {
		w.WriteHeader(status)
		if s.early != r.Method {
			return
		}
	}
	switch {
	case r.Method == http.MethodPost && sent.Title != nil:
		s.made++
		b = &book{ID: fmt.Sprintf("b-%d", s.made), Title: *sent.Title, owner: key}
		if sent.Pages != nil {
			b.Pages = *sent.Pages
		}
		s.books[b.ID] = b
		if status == http.StatusOK {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusCreated)
		}
	case r.Method == http.MethodPatch && b != nil && sent.Pages != nil:
		b.Pages = *sent.Pages + 1
	case r.Method == http.MethodDelete && b != nil:
		delete(s.books, b.ID)
		if status == http.StatusOK {
			w.WriteHeader(http.StatusNoContent)
		}
		return
	}
	if status == http.StatusOK {
		b.Seen++
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(b)
	}
}

func (s *shelf) titled(title string) bool {
	for _, b := range s.books {
		if b.Title == title {
			return true
		}
	}
	return false
}

// overShelf drives the groups of the phases over a shelf.
func overShelf(t *testing.T, api http.Handler, phases ...string) *reports.Report {
	t.Helper()
	pack, _ := packed(t, shelfDocument, shelfPack)
	o := through(t, api)
	o.Pack, o.Phases, o.Lookup = pack, phases, variables(map[string]string{"SHELF_KEY": "k3y-of-one", "SHELF_OTHER_KEY": "k3y-of-two"})
	return run(t, o)
}

// What is refused by a server of any pack has changed nothing, and what changes by itself is no change.
func TestEffects_OfAnyPack(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ early, operation string }{
		{"", ""}, {http.MethodPost, "addBook"}, {http.MethodPatch, "getBook"}, {http.MethodDelete, "getBook"},
	} {
		t.Run("too early is "+tt.early, func(t *testing.T) {
			t.Parallel()
			r := overShelf(t, &shelf{early: tt.early, books: map[string]*book{}}, "effects", "tenants")
			var got []string
			for _, f := range r.Findings {
				if f.Rule == checks.RuleRefusalWithoutEffect {
					got = append(got, f.Operation)
				}
			}
			if tt.early == "" && (r.ExitCode() != 0 || len(r.Findings) > 0 || len(r.Leftovers) > 0 || r.Summary.Cases[reports.StatusSkipped] > 0) {
				t.Errorf("a right server: %v, findings %v, left %v", r.Summary.Cases, distinct(r.Findings), r.Leftovers)
			}
			if tt.early != "" && !slices.Equal(got, []string{tt.operation}) {
				t.Errorf("got %q of %v, want one in %s", got, distinct(r.Findings), tt.operation)
			}
			if tt.early == http.MethodPost && !slices.ContainsFunc(r.Leftovers, func(l reports.Leftover) bool { return strings.Contains(l.Reason, "was refused may have created it") }) {
				t.Errorf("what was created in secret is not listed: %+v", r.Leftovers)
			}
		})
	}
}

// Several that are created at the same moment are sent the same bytes each time, come with ids of their own, and are removed again, also after an interrupt.
func TestRaces(t *testing.T) {
	t.Parallel()
	var bodies [2]string
	for i := range bodies {
		server := record(rightMock(t, versions[0], "plaid", mock.Options{Seed: 7}))
		o := through(t, server)
		o.Phases, o.Concurrency = []string{"races"}, 1+3*i
		s := open(t, o)
		s.Start(context.Background())
		r := drive(context.Background(), s)
		if r.ExitCode() != 0 || r.Summary.Cases[reports.StatusPassed] != 2*rivals || len(r.Leftovers) > 0 || len(r.Removals) != rivals {
			t.Errorf("exit code %d, %v, left %v, removed %d", r.ExitCode(), r.Summary.Cases, r.Leftovers, len(r.Removals))
		}
		var sent []string
		for _, request := range server.requests() {
			if strings.HasSuffix(request.path, "/create") {
				sent = append(sent, string(request.body))
			}
		}
		slices.Sort(sent)
		bodies[i] = strings.Join(sent, "\n")
	}
	if bodies[0] != bodies[1] || strings.Count(bodies[0], "\n") != rivals-1 {
		t.Errorf("the same seed sends\n%s\nand then\n%s", bodies[0], bodies[1])
	}
}

func TestRaces_AnInterruptLeavesNothing(t *testing.T) {
	t.Parallel()
	ctx, interrupt := context.WithCancel(context.Background())
	defer interrupt()
	right := rightMock(t, versions[0], "plaid", mock.Options{Seed: 7})
	server := record(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/create") {
			interrupt() // while the others are under way
		}
		right.ServeHTTP(w, r)
	}))
	o := through(t, server)
	o.Phases = []string{"races"}
	r := drive(ctx, open(t, o))
	created, removed := 0, 0
	for _, request := range server.requests() {
		switch {
		case request.status != http.StatusOK:
		case strings.HasSuffix(request.path, "/create"):
			created++
		case strings.HasSuffix(request.path, "/remove"):
			removed++
		}
	}
	if created == 0 || created != removed+len(r.Leftovers) {
		t.Errorf("%d created, %d removed, left %+v", created, removed, r.Leftovers)
	}
}

// Where nothing is really created, or nothing may be written, no group is driven, and each says why.
func TestEffects_WhereTheyCannotBe(t *testing.T) {
	t.Parallel()
	for why, choice := range map[string]runner.Choice{
		"has life cycle \"sample\"": {URL: here.URL, URLGiven: true, Lifecycle: runner.LifecycleSample},
		"allows no writes":          {URL: "https://api.example.com", URLGiven: true},
	} {
		s := open(t, Options{Target: choice, PlanOnly: true})
		for _, g := range s.Groups() {
			for _, c := range g.Cases {
				if (c.Phase == runner.PhaseEffects || c.Phase == runner.PhaseRaces) && !strings.Contains(c.Skip, why) {
					t.Errorf("%s: skip %q, want %q", c.ID, c.Skip, why)
				}
			}
		}
	}
}

func TestRefusedRequests(t *testing.T) {
	t.Parallel()
	op := &spec.Operation{ID: "turnBook"}
	for n, want := range map[int]string{1: "a request of turnBook that was refused", 3: "3 requests of turnBook that were refused"} {
		if got := refusedRequests(n, op); got != want {
			t.Errorf("%d: got %q, want %q", n, got, want)
		}
	}
}
