package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
)

const (
	numberedInPath = `
  /pets/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer, minimum: 1}}]
    get: {operationId: getPet, responses: {"200": {$ref: "#/components/responses/Pet"}, "400": {description: wrong}, "404": {description: none}}}
    delete: {operationId: dropPet, responses: {"204": {description: gone}, "400": {description: wrong}, "404": {description: none}}}
`
	numberedInBody = `
  /get:
    post:
      operationId: getPet
      requestBody: {$ref: "#/components/requestBodies/One"}
      responses: {"200": {$ref: "#/components/responses/Pet"}, "400": {description: wrong}, "404": {description: none}, "415": {description: what}}
  /drop:
    post:
      operationId: dropPet
      requestBody: {$ref: "#/components/requestBodies/One"}
      responses: {"204": {description: gone}, "400": {description: wrong}, "404": {description: none}, "415": {description: what}}
`
	numberedDocument = `openapi: 3.0.3
info: {title: Pets, version: "1"}
paths:
  /pets:
    post:
      operationId: addPet
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, required: [name], properties: {name: {type: string}}}}}
      responses: {"201": {$ref: "#/components/responses/Pet"}, "400": {description: wrong}, "415": {description: what}}
%s
components:
  requestBodies:
    Kept: {required: true, content: {application/json: {schema: {type: object, required: [pet], properties: {pet: {type: integer}}}}}}
    One: {required: true, content: {application/json: {schema: {type: object, required: [id], properties: {id: {type: integer}}}}}}
  responses:
    Pet: {description: one, content: {application/json: {schema: {type: object, required: [id], properties: {id: {type: integer}}}}}}
`
)

// numbered is an API that names what it keeps by numbers, as databases do.
type numbered struct {
	document *spec.Document
	mu       sync.Mutex
	alive    map[int]bool
	made     int
}

func (n *numbered) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n.mu.Lock()
	defer n.mu.Unlock()
	op, _, allowed := n.document.Route(r.Method, r.URL.EscapedPath())
	if op == nil {
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	sent, _ := io.ReadAll(r.Body)
	if !n.document.JudgeRequest(op, spec.Ask{Path: r.URL.EscapedPath(), Header: r.Header, Body: sent}).Holds() {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	var body struct{ ID, Pet int }
	_ = json.Unmarshal(sent, &body) // a text where a number was given out names nothing
	body.ID += body.Pet
	if id, err := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/pets/")); err == nil {
		body.ID = id
	}
	switch {
	case op.ID == "addPet":
		n.made++
		body.ID = n.made
		n.alive[body.ID] = true
	case !n.alive[body.ID]:
		w.WriteHeader(http.StatusNotFound)
		return
	case op.ID == "dropPet":
		delete(n.alive, body.ID)
		w.WriteHeader(http.StatusNoContent)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if op.ID == "addPet" {
		w.WriteHeader(http.StatusCreated)
	}
	fmt.Fprintf(w, `{"id":%d}`, body.ID)
}

// A resource may be named by a number, in a path and in a body: what was made is asked for by it, and removed again.
func TestRun_ResourceNamedByNumber(t *testing.T) {
	t.Parallel()
	unkept := strings.NewReplacer(`operationId: dropPet
      requestBody: {$ref: "#/components/requestBodies/One"}`, `operationId: dropPet
      requestBody: {$ref: "#/components/requestBodies/Kept"}`)
	open := strings.NewReplacer("properties: {id: {type: integer}}}}}}\n  responses", "properties: {id: {description: of any type}}}}}}\n  responses")
	for _, tt := range []struct{ name, document, parameter, drop string }{
		{"in the path", fmt.Sprintf(numberedDocument, numberedInPath), "'{id}'", ""},
		{"in the body", fmt.Sprintf(numberedDocument, numberedInBody), "/id", ""},
		{"in a body that leaves its type open", open.Replace(fmt.Sprintf(numberedDocument, numberedInBody)), "/id", ""},
		{"elsewhere in one operation", fmt.Sprintf(numberedDocument, unkept.Replace(numberedInBody)), "/id", ", parameter: /pet"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			pack := strings.NewReplacer("'{id}'", tt.parameter, "unknown: nobody", "unknown: '4711'", "effect: remove, resource: pet", "effect: remove, resource: pet"+tt.drop).Replace(restPack)
			file, document := packed(t, tt.document, pack)
			api := &numbered{document: document, alive: map[int]bool{}}
			s := overHTTP(t, file, api)
			for _, g := range s.Groups() {
				for _, c := range g.Cases {
					r := s.Run(context.Background(), c)
					s.Remove(context.Background(), c.ID)
					if r.Status != reports.StatusPassed {
						t.Errorf("%s: %s %s %+v", r.Case, r.Status, r.Note, r.Findings)
					}
				}
			}
			s.Remove(context.Background(), "")
			if len(api.alive) > 0 || len(s.Leftovers()) > 0 {
				t.Errorf("still there: %v, listed: %v", api.alive, s.Leftovers())
			}
		})
	}
}
