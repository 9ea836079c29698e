package runner

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
)

// petsDocument is a small API with everything that a driver must put in its place.
const petsDocument = `openapi: 3.0.3
info: {title: Pets, version: "1"}
paths:
  /pets:
    post:
      operationId: addPet
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {"200": {description: added}}
  /pets/find:
    post:
      operationId: findPet
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {"200": {description: found}}
  /pets/drop:
    post:
      operationId: dropPet
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {"200": {description: gone}}
  /pets/sell:
    post:
      operationId: sellPet
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {"200": {description: sold}}
  /owners/{owner}/pets/{id}:
    get:
      operationId: visitPet
      parameters:
        - {name: owner, in: path, required: true, schema: {type: string}}
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: colour, in: query, schema: {type: string}}
        - {name: X-Mood, in: header, schema: {type: string}}
        - {name: session, in: cookie, schema: {type: string}}
        - {name: ids, in: query, explode: false, schema: {type: array, items: {type: string}}}
      responses: {"200": {description: visited}}
`

// petsPack is what there is to know of it.
const petsPack = `name: pets
title: Pets
document: pets
credentials:
  - {name: id, variable: PET_ID, other: PET_OTHER_ID, header: X-Id, body: me, secret: true}
  - {name: key, variable: PET_KEY, other: PET_OTHER_KEY, header: X-Key, body: key, secret: true}
  - {name: version, variable: PET_VERSION, header: X-Version, default: "7"}
faces:
  - {name: plain, summary: in headers or in the body, places: [header, body], refused: [401]}
default_face: plain
operations:
  - {id: visitPet, effect: read}
  - {id: addPet, effect: create, resource: pet}
  - {id: findPet, effect: read, resource: pet}
  - {id: dropPet, effect: remove, resource: pet}
  - {id: sellPet, effect: change, resource: pet, irreversible: true}
resources:
  - {name: pet, create: addPet, remove: dropPet, id: /pet/id, parameter: /id, unknown: p0, variable: PET, not_found: [404], unique: [/name]}
workflows:
  - workflowId: life
    summary: A pet from its first day to its last
    steps:
      - stepId: add
        operationId: addPet
        requestBody: {contentType: application/json, payload: {name: $inputs.unique}}
        successCriteria:
          - condition: $statusCode == 200
        outputs: {id: $response.body#/pet/id, mood: $response.header.X-Mood}
      - stepId: visit
        operationId: visitPet
        parameters:
          - {name: owner, in: path, value: Ann & Co}
          - {name: id, in: path, value: $steps.add.outputs.id}
          - {name: colour, in: query, value: $steps.add.outputs.mood}
          - {name: X-Mood, in: header, value: $steps.add.outputs.mood}
          - {name: session, in: cookie, value: 42}
        successCriteria:
          - condition: $statusCode == 200
          - condition: $response.body#/pet/id == $steps.add.outputs.id
        onSuccess:
          - name: the pet is asleep
            type: end
            criteria:
              - condition: $response.body#/pet/asleep == true
      - stepId: sell
        operationId: sellPet
        requestBody: {contentType: application/json, payload: {id: $steps.add.outputs.id}}
        successCriteria:
          - condition: $statusCode == 200
`

// line is one answer of a script.
type line struct {
	status int
	body   string
	header map[string]string
	cut    bool // the connection is closed instead
}

// said is an answer of success.
func said(body string) line { return line{status: 200, body: body} }

// script answers each path from its own list, the last line again and again; and it notes what it was asked.
type script struct {
	answers func(body string) int // the status of each answer, where it hangs on the body; nil where it does not

	mu    sync.Mutex
	lines map[string][]line
	asked []asked
}

// asked is one request as it arrived.
type asked struct {
	path, body, agent string
	header            http.Header
}

// ServeHTTP implements http.Handler.
func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	s.asked = append(s.asked, asked{r.URL.RequestURI(), string(body), r.UserAgent(), r.Header.Clone()})
	lines := s.lines[r.URL.Path]
	if len(lines) > 1 {
		s.lines[r.URL.Path] = lines[1:]
	}
	s.mu.Unlock()
	switch {
	case len(lines) == 0:
		http.NotFound(w, r)
		return
	case lines[0].cut:
		panic(http.ErrAbortHandler)
	}
	for name, value := range lines[0].header {
		w.Header().Set(name, value)
	}
	status := lines[0].status
	if s.answers != nil {
		status = s.answers(string(body))
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, lines[0].body)
}

// requests returns what was asked so far.
func (s *script) requests() []asked {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

// wire is what was asked so far, path and body.
func (s *script) wire() []string {
	out := []string{}
	for _, a := range s.requests() {
		out = append(out, strings.TrimSpace(a.path+" "+a.body))
	}
	return out
}

// pets loads the small API.
func pets(t testing.TB) (*spec.Document, *packs.Pack) {
	t.Helper()
	doc, err := spec.Parse(context.Background(), "pets.yaml", []byte(petsDocument), spec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "pets.yaml")
	if err := os.WriteFile(file, []byte(petsPack), 0o600); err != nil {
		t.Fatal(err)
	}
	pack, err := packs.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	return doc, pack
}

// testDriver drives the small API against a script, where everything is allowed.
func testDriver(t *testing.T, lines map[string][]line) (*Driver, *script) {
	t.Helper()
	doc, pack := pets(t)
	s := &script{lines: lines}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	base, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	env := &Environment{Name: "test", URL: base, Loopback: true, Lifecycle: LifecycleReal, Writes: true, Enable: true}
	target := Remote(env)
	t.Cleanup(func() { _ = target.Close() })
	creds := &Credentials{
		Own:       Partner{"id": "me-1", "key": "key-1", "version": "7"},
		Other:     Partner{"id": "me-2", "key": "key-2", "version": "7"},
		Resources: map[string]string{},
	}
	return &Driver{
		Client: NewClient(target, "plumbline/test"), Document: doc, Pack: pack, Environment: env, Credentials: creds,
		Redactor: NewRedactor(pack, creds, []byte("k")), Seed: 10, Pause: time.Microsecond,
		Fixture: func(*spec.Operation) ([]byte, string, error) {
			return []byte(`{"name":"any"}`), "application/json", nil
		},
		Parameters: func(*spec.Operation) map[Parameter]string { return nil },
	}, s
}
