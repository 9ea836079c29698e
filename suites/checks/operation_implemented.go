package checks

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
)

// RuleOperationImplemented is the rule of an operation that the server has not.
const RuleOperationImplemented = "operation-implemented"

func init() {
	accept := runner.Promise{Claim: "positive-data-accepted", Accept: true, Why: "the request keeps to the document"}
	register(Check{
		ID:    RuleOperationImplemented,
		Title: "the server has the operation",
		Doc: "A right request that meets 501, or 405 for its own method, or 404 from whatever knows no such path, has found nobody who could look at it, and whatever else is wrong with such answers " +
			"follows from that. A 404 in the form of the operation's errors says that something else was not found, unless the pack knows its code as a path's; and so may any where a parameter of the path is made up.",
		Clause: "OpenAPI, Paths Object (3.0.3, section 4.7.8; 3.1.0, section 4.8.8); RFC 9110, sections 15.5.5, 15.5.6 and 15.6.2",
		Level:  reports.LevelError,
		Apply:  operationImplemented,
		Good: []Example{
			{Name: "200", Body: `{"name":"Rex"}`, Promise: accept},
			{Name: "a pet that is not there", Status: 404, Body: `{"error":"no such pet"}`, Promise: accept},
			{Name: "a refusal", Status: 400, Body: `{"error":"name is too short"}`, Promise: accept},
		},
		Bad: []Example{
			{Name: "501", Status: 501, Body: `{"error":"not implemented"}`, Promise: accept},
			{Name: "405 for its own method", Status: 405, Header: map[string]string{"Allow": "POST"}, Body: `{"error":"no"}`, Promise: accept},
			{Name: "a router's page", Status: 404, ContentType: "text/plain; charset=utf-8", Body: "404 page not found\n", Promise: accept},
			{Name: "a gateway's word", Status: 404, Body: `{"message":"Not Found"}`, Promise: accept},
			{Name: "the pack's code for a path", Status: 404, Body: `{"error":"not found","code":"NO_SUCH_PATH"}`, Promise: accept},
		},
	})
}

func operationImplemented(s *Subject) Verdict {
	switch {
	case !s.Case.Promise.Accept || !s.Call.Answered() || !s.Own():
		return skip
	case !s.unserved():
		return held
	}
	received := "status " + strconv.Itoa(s.Call.Status) + s.withCode()
	return broken(spec.Fault{
		Received: received + " for " + s.Operation.Method + " " + s.Operation.Path, Promised: "the operation, since the document lists it",
		Fix: "serve the operation where the document has it, or take it out of the document; the base URL of the run may lack a part, too", At: s.Operation.Node.At,
	})
}

// unserved says whether the answer to a right request comes from where the operation is not known.
func (s *Subject) unserved() bool {
	switch s.Call.Status {
	case http.StatusMethodNotAllowed, http.StatusNotImplemented:
		return true
	case http.StatusNotFound:
	default:
		return false
	}
	if slices.Contains(s.Pack.NoOperation, s.errorCode()) {
		return true
	}
	if s.madeUpPath() {
		return false
	}
	form, f := s.misshapen()
	if form == nil {
		return s.Operation.Response(http.StatusNotFound) == nil
	}
	return f != nil && f.InstancePath == "" // a part that is not as it should be is still an error of the operation
}

// madeUpPath says whether a parameter of the path has a value of which nobody knows that something bears it.
func (s *Subject) madeUpPath() bool {
	named, ok := runner.ResourceParameter(s.Pack, s.Operation)
	known := ok && (s.Case.Use == runner.UseShared || s.Case.Use == runner.UseFresh)
	return slices.ContainsFunc(s.Operation.Parameters, func(p *spec.Parameter) bool { return p.In == "path" && !(known && p.Name == named.Name) })
}

// nothingThere says whether a request that should be accepted was refused because what it names is not there, as the document foresees: what it
// names was made up, and who asks cannot know better.
func (s *Subject) nothingThere() bool {
	if s.Call.Status != http.StatusNotFound && s.Call.Status != http.StatusGone {
		return false
	}
	declared := s.Operation.Response(s.Call.Status)
	if s.Case.Step != nil || s.Case.Of != "" || s.Pack == nil || declared == nil {
		return false
	}
	return s.madeUpPath() || declared.Status == strconv.Itoa(s.Call.Status) && s.madeUpBody()
}

// madeUpBody says whether the body of a request may name something of which nobody knows that it is there: the path is a fixed one, so what the document
// says cannot be found stands in the body, and the pack knows no resource by which to tell.
func (s *Subject) madeUpBody() bool {
	return s.Operation.RequestBody != nil && s.Pack.Operation(s.Operation.ID).Resource == ""
}

// independent are the rules of what any answer may be blamed for, whoever gives it.
var independent = []string{"content-coding-accepted", "no-stack-trace", "response-time", "secret-hidden", "transport-complete"}

// OfOperation says whether a rule is about what an operation answers, so that nothing of it is worth a finding where there is no operation.
func OfOperation(rule string) bool {
	return !slices.Contains(independent, rule) && rule != RuleOperationImplemented
}
