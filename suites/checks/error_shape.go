package checks

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
)

// RuleErrorShape is the rule of a refusal that is not in the form of the operation's errors where the document lists no such refusal.
const RuleErrorShape = "error-shape"

func init() {
	register(Check{
		ID:    RuleErrorShape,
		Title: "a refusal has the form that the document gives to errors, also with a status that it does not list",
		Doc: "A client reads errors with one piece of code. What answers before the operation does, a router, a gate or a proxy, refuses in words of its own. Where every " +
			"error of an operation has one schema, that is the form of its others too; a refusal that is listed is held to its own by response-schema. What " +
			"another method of the path is answered is no promise of the document, so that is a warning, unless the operation lists the very status, or a pack knows what every error holds. " +
			"So is what a path beside those of the document is answered, unless the pack knows codes for it. HEAD, OPTIONS and TRACE are left alone.",
		Clause: "OpenAPI, Responses Object (3.0.3, section 4.7.16; 3.1.0, section 4.8.16); RFC 9110, section 15.5 (Client Error 4xx)",
		Level:  reports.LevelError,
		Apply:  errorShape,
		Good: []Example{
			{Name: "one that is not listed, in the same form", Operation: "listPets", Status: 401, Body: `{"error":"who are you"}`},
			{Name: "another method, refused in the same form", Operation: "listPets", Method: http.MethodPut, Status: 405, Body: `{"error":"not here"}`},
		},
		Bad: []Example{
			{Name: "401 in HTML", Operation: "listPets", Status: 401, ContentType: "text/html", Body: "<h1>Unauthorized</h1>"},
			{Name: "415 in plain text", Operation: "listPets", Status: 415, ContentType: "text/plain", Body: "unsupported media type"},
			{Name: "410 in a form of its own", Operation: "listPets", Status: 410, Body: `{"message":"gone"}`},
			{Name: "401 without a body", Operation: "listPets", Status: 401, ContentType: "none"},
			{Name: "404 in HTML for a path that there is not", Operation: "listPets", Path: "/nowhere", Status: 404, ContentType: "text/html", Body: "<h1>Not Found</h1>"},
			{Name: "405 in plain text", Operation: "listPets", Method: http.MethodPut, Status: 405, ContentType: "text/plain; charset=utf-8", Body: "Method Not Allowed"},
		},
	})
}

func errorShape(s *Subject) Verdict {
	own := s.Own()
	switch {
	case !s.Call.Complete || s.Call.Status < 400 || s.serverError() || s.coding() != "":
		return skip
	case !own && slices.Contains([]string{http.MethodHead, http.MethodOptions, http.MethodTrace}, s.Call.Method):
		return skip
	case own && s.Operation.Response(s.Call.Status) != nil:
		return skip // response-schema speaks
	}
	form, f := s.misshapen()
	switch {
	case form == nil, s.Case.Path != "" && s.Pack.ErrorCode == "" && !s.oneForm():
		return skip
	case f == nil:
		return held
	}
	listed := slices.ContainsFunc(s.Operation.Responses, func(r *spec.Response) bool { return r.Status == strconv.Itoa(s.Call.Status) })
	received := "status " + strconv.Itoa(s.Call.Status)
	switch {
	case f.Rule == spec.RuleBodyPresent:
		received += " without a body"
	case f.InstancePath != "":
		received += fmt.Sprintf(" with %s at %s", f.Received, f.InstancePath)
	default:
		received += " with " + f.Received
	}
	switch {
	case s.Case.Path != "":
		received += ", for " + s.Case.Path
	case !own:
		received += ", for " + s.Call.Method
	}
	guess := !own && !listed && s.Pack.ErrorCode == ""
	if s.Case.Path != "" {
		guess = len(s.Pack.NoOperation) == 0
	}
	promised := f.Promised + asListed
	at := ""
	if f.Rule == spec.RuleResponseSchema {
		at = f.InstancePath
	}
	return broken(spec.Fault{
		Message: fmt.Sprintf("received %s; promised %s", received, promised), Received: received, Promised: promised, InstancePath: at,
		Fix: "refuse in the one form that clients of the operation read, also where a router or a gate does it", At: form.At, Warning: guess,
	})
}

// asListed ends what error-shape promises.
const asListed = ", as in every error that the document lists for the operation"

// Form is what an error of any status was to hold by a finding of error-shape, in the words in which response-schema and its like promise it of one that
// is listed.
func Form(f reports.Finding) string { return strings.TrimSuffix(f.Promised, asListed) }

// misshapen returns the form that errors of the operation have, as the document's response that shows it, and what in the answer is otherwise; nil for
// the form where there is none, and for the fault where the answer has it.
func (s *Subject) misshapen() (*spec.Response, *spec.Fault) {
	form, status := s.Operation.Response(s.Call.Status), s.Call.Status
	if form == nil || s.Case.Path != "" {
		form, status, _ = s.commonError(s.Operation)
	}
	if form == nil || len(form.Content) == 0 {
		return nil, nil
	}
	j := s.Document.JudgeResponse(s.Operation, spec.Answer{Status: status, Header: s.Call.Answer, Body: s.Call.Reply, Tape: s.Body})
	for i, f := range j.Faults {
		if !f.Warning && slices.Contains([]string{spec.RuleBodyPresent, spec.RuleMediaTypeDocumented, spec.RuleJSONWellFormed, spec.RuleResponseSchema}, f.Rule) {
			return form, &j.Faults[i]
		}
	}
	return form, nil
}

// oneForm says whether the errors of all operations have one schema, which then is that of the API.
func (s *Subject) oneForm() bool {
	_, _, own := s.commonError(s.Operation)
	return !slices.ContainsFunc(s.Document.Operations, func(op *spec.Operation) bool {
		_, _, schema := s.commonError(op)
		return schema != own
	})
}

// commonError returns a response that stands for every error that op lists, with a status that it covers and where its schema is; nil where they have no
// body, are no JSON, or do not agree on one schema.
func (s *Subject) commonError(op *spec.Operation) (common *spec.Response, status int, schema string) {
	for _, r := range op.Responses {
		if first := strings.ToLower(r.Status[:min(1, len(r.Status))]); first != "4" && first != "5" && first != "d" {
			continue
		}
		if len(r.Content) == 0 {
			return nil, 0, ""
		}
		for _, m := range r.Content {
			kind, _, _ := strings.Cut(strings.ToLower(m.Type), ";")
			if m.Schema == nil || !strings.HasSuffix(strings.TrimSpace(kind), "json") {
				return nil, 0, ""
			}
			at := s.Document.Resolve(m.Schema).Pointer()
			if schema != "" && at != schema {
				return nil, 0, ""
			}
			schema = at
		}
		code, err := strconv.Atoi(strings.Replace(strings.ToUpper(r.Status), "XX", "00", 1))
		if strings.EqualFold(r.Status, "default") {
			code, err = s.Call.Status, nil
		}
		if common == nil && err == nil {
			common, status = r, code
		}
	}
	return common, status, schema
}
