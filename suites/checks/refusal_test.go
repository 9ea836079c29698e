package checks

import (
	"context"
	"net/http"
	"testing"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

const refusing = `openapi: 3.1.0
info: {title: Refusing, version: "1"}
paths:
  /agreed:
    get: {operationId: agreed, responses: {"200": {description: ok}, "400": {$ref: "#/components/responses/Error"}, "404": {$ref: "#/components/responses/Error"}}}
  /ranged:
    get: {operationId: ranged, responses: {"200": {description: ok}, 5XX: {$ref: "#/components/responses/Error"}}}
  /listed:
    get: {operationId: listed, responses: {"200": {description: ok}, "405": {$ref: "#/components/responses/Error"}}}
  /several:
    get: {operationId: several, responses: {"200": {description: ok}, "400": {$ref: "#/components/responses/Error"}, "404": {$ref: "#/components/responses/Other"}}}
  /silent:
    get: {operationId: silent, responses: {"200": {description: ok}, "400": {$ref: "#/components/responses/Error"}, "404": {description: nothing}}}
  /plain:
    get: {operationId: plain, responses: {"200": {description: ok}, "400": {description: words, content: {text/plain: {schema: {type: string}}}}}}
  /none:
    get: {operationId: none, responses: {"200": {description: ok}}}
  /things/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {operationId: thing, responses: {"200": {description: ok}, "400": {$ref: "#/components/responses/Error"}}}
components:
  responses:
    Error: {description: wrong, content: {application/json: {schema: {$ref: "#/components/schemas/Error"}}}}
    Other: {description: wrong, content: {application/json: {schema: {type: object, required: [message]}}}}
  schemas:
    Error: {type: object, required: [error], properties: {error: {type: string}}}
`

// refused is an answer to an operation of the document above.
func refused(t *testing.T, id, method string, status int, media, body string) *Subject {
	t.Helper()
	doc, err := spec.Parse(context.Background(), "refusing.yaml", []byte(refusing), spec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := &Subject{
		Document: doc, Operation: doc.Operation(id), Outcome: &runner.Outcome{},
		Pack: &packs.Pack{Operations: []packs.Operation{{ID: "thing", Effect: packs.Read, Resource: "thing"}}, Resources: []packs.Resource{{Name: "thing", Parameter: "{id}"}}},
		Case: &runner.Case{Operation: id, Promise: runner.Promise{Claim: "positive-data-accepted", Accept: true}},
		Call: &runner.Call{Ask: runner.Ask{Method: method}, Status: status, Answer: http.Header{"Content-Type": {media}}, Reply: []byte(body), Complete: true},
	}
	s.Body, _ = tape.Read(s.Call.Reply, tape.Limits{})
	if method == http.MethodGet {
		s.Judgement = doc.JudgeResponse(s.Operation, spec.Answer{Status: status, Header: s.Call.Answer, Body: s.Call.Reply})
	}
	return s
}

// TestErrorShape_Applies: where the operation's errors have one form it is held to, and how gravely.
func TestErrorShape_Applies(t *testing.T) {
	t.Parallel()
	const words, right = "no", `{"error":"no"}`
	for _, tt := range []struct {
		name, operation, method string
		status                  int
		body, want              string
	}{
		{"one schema of all", "agreed", "GET", 401, words, "error"},
		{"one schema of all, kept", "agreed", "GET", 401, right, "held"},
		{"a part of it has another type", "agreed", "GET", 401, `{"error":7}`, "error"},
		{"one that is listed", "agreed", "GET", 404, words, ""},
		{"a success", "agreed", "GET", 202, words, ""},
		{"a failure of the server", "agreed", "GET", 503, words, ""},
		{"of a range", "ranged", "GET", 404, words, "error"},
		{"another method", "agreed", "PUT", 405, words, "warning"},
		{"another method, kept", "agreed", "DELETE", 405, right, "held"},
		{"another method, whose refusal is listed", "listed", "PUT", 405, words, "error"},
		{"HEAD", "agreed", "HEAD", 405, "", ""},
		{"OPTIONS", "agreed", "OPTIONS", 405, words, ""},
		{"TRACE", "agreed", "TRACE", 405, words, ""},
		{"several schemas", "several", "GET", 401, words, ""},
		{"an error without a body", "silent", "GET", 401, words, ""},
		{"errors that are no JSON", "plain", "GET", 401, words, ""},
		{"no errors", "none", "GET", 401, words, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			media := "text/plain"
			if tt.body != words {
				media = "application/json"
			}
			v, got := errorShape(refused(t, tt.operation, tt.method, tt.status, media, tt.body)), ""
			switch {
			case len(v.Faults) == 1 && v.Faults[0].Warning:
				got = "warning"
			case len(v.Faults) == 1:
				got = "error"
			case v.Applied:
				got = "held"
			}
			if got != tt.want {
				t.Errorf("got %q of %+v, want %q", got, v.Faults, tt.want)
			}
		})
	}
}

// TestErrorShape_UnknownPath: what a path that the document has not is answered is a promise of a pack that knows codes for it, and a guess of any other.
func TestErrorShape_UnknownPath(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, errorCode string
		noOperation     []string
		applied         bool
		level           string
	}{
		{"nothing is known", "", nil, false, ""},
		{"where a code stands is known", "/error", nil, true, "warning"},
		{"a code for it is known", "/error", []string{"NOT_FOUND"}, true, "error"},
	} {
		s := refused(t, "agreed", "GET", 404, "text/html", "<h1>Not Found</h1>")
		s.Case.Path, s.Pack.ErrorCode, s.Pack.NoOperation = "/nowhere", tt.errorCode, tt.noOperation
		v, level := errorShape(s), ""
		for _, f := range v.Faults {
			if level = "error"; f.Warning {
				level = "warning"
			}
		}
		if v.Applied != tt.applied || level != tt.level {
			t.Errorf("%s: got %q of %+v, want %q", tt.name, level, v.Faults, tt.level)
		}
	}
}

// TestOperationImplemented_404: what tells a path that is not there from a resource that is not.
func TestOperationImplemented_404(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, operation, method string
		status                  int
		body                    string
		use                     runner.Use
		accept, want            bool
	}{
		{"a router's words", "agreed", "GET", 404, "404 page not found", "", true, true},
		{"an error of the operation", "agreed", "GET", 404, `{"error":"none"}`, "", true, false},
		{"an error of the operation with a part that is wrong", "agreed", "GET", 404, `{"error":7}`, "", true, false},
		{"an error in another form", "agreed", "GET", 404, `{"message":"none"}`, "", true, true},
		{"no errors are listed", "none", "GET", 404, `{"message":"none"}`, "", true, true},
		{"a form that nobody knows, for a status that is listed", "silent", "GET", 404, "", "", true, false},
		{"an id that is made up", "thing", "GET", 404, "404 page not found", runner.UseNone, true, false},
		{"an id that is not there", "thing", "GET", 404, "404 page not found", runner.UseUnknown, true, false},
		{"an id that is there", "thing", "GET", 404, "404 page not found", runner.UseShared, true, true},
		{"an id that was just made", "thing", "GET", 404, "404 page not found", runner.UseFresh, true, true},
		{"a request that is to be refused", "agreed", "GET", 404, "404 page not found", "", false, false},
		{"another method", "agreed", "PUT", 405, "no", "", true, false},
		{"405 with an id that is made up", "thing", "GET", 405, "no", "", true, true},
		{"403", "agreed", "GET", 403, "no", "", true, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := refused(t, tt.operation, tt.method, tt.status, "application/json", tt.body)
			s.Case.Use, s.Case.Promise.Accept, s.Case.Resource = tt.use, tt.accept, "thing"
			v := operationImplemented(s)
			if got := len(v.Faults) > 0; got != tt.want || v.Applied != (tt.accept && tt.method == "GET") {
				t.Errorf("applied %v with %+v, want a fault: %v", v.Applied, v.Faults, tt.want)
			}
		})
	}
}
