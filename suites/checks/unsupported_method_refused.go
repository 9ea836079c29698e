package checks

import (
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
)

// ruleUnsupportedMethod is the rule of a method that a path has not.
const ruleUnsupportedMethod = "unsupported-method-refused"

func init() {
	refuse := runner.Promise{Claim: ruleUnsupportedMethod, Why: "the document lists only POST for this path"}
	allow := func(value string) map[string]string { return map[string]string{"Allow": value} }
	register(Check{
		ID:    ruleUnsupportedMethod,
		Title: "a method that the path does not list is refused, and 405 says which ones it has",
		Doc: "A server that does not look at the method serves requests that no gateway, cache or audit expects. 404 and the other 4xx refuse as well, and so does " +
			"501 where the server knows the method for no path at all; a 405 has to carry Allow, with every method that the document lists and without the one that it refuses.",
		Clause: "RFC 9110, sections 15.5.6 (405 Method Not Allowed) and 10.2.1 (Allow)",
		Level:  reports.LevelError,
		Apply:  unsupportedMethod,
		Good: []Example{
			{Name: "405 with Allow", Method: "PUT", Status: 405, Header: allow("GET, HEAD, POST, DELETE"), Body: `{"error":"no"}`, Promise: refuse},
			{Name: "404", Status: 404, Body: `{"error":"no"}`, Promise: refuse},
			{Name: "501", Status: 501, ContentType: "text/plain", Body: `no such method`, Promise: refuse},
		},
		Bad: []Example{
			{Name: "carried out", Body: `{"name":"Rex"}`, Promise: refuse},
			{Name: "405 without Allow", Status: 405, Body: `{"error":"no"}`, Promise: refuse},
			{Name: "405 with an Allow that lacks a method", Status: 405, Header: allow("GET"), Body: `{"error":"no"}`, Promise: refuse},
			{Name: "405 that allows what it refuses", Method: "PUT", Status: 405, Header: allow("GET, HEAD, POST, DELETE, PUT"), Body: `{"error":"no"}`, Promise: refuse},
			{Name: "sent elsewhere", Status: 301, Promise: refuse},
		},
	})
}

func unsupportedMethod(s *Subject) Verdict {
	status := s.Call.Status
	switch {
	case s.Case.Promise.Claim != ruleUnsupportedMethod || !s.Call.Answered() || s.serverError() && status != 501:
		return skip
	case status == 501:
		return held
	case status == 405:
		return s.allow()
	case status >= 400:
		return held
	}
	return broken(spec.Fault{
		Received: "status " + strconv.Itoa(status) + " for " + s.Call.Method, Promised: promised(s.Case.Promise),
		Fix: "route by method as well as by path, and answer other methods with 405 and Allow", At: s.Operation.Node.At,
	})
}

// allow holds the Allow field of a 405 to the methods that the document lists for the path.
func (s *Subject) allow() Verdict {
	var listed []string
	for _, op := range s.Document.Operations {
		if op.Path == s.Operation.Path {
			listed = append(listed, strings.ToUpper(op.Method))
		}
	}
	slices.Sort(listed)
	fault := spec.Fault{
		Received: "status 405 without Allow", Promised: "Allow with " + strings.Join(listed, ", "),
		Fix: "list in Allow every method that the path has", At: s.Operation.Node.At, Clause: "RFC 9110, section 15.5.6 (405 Method Not Allowed)",
	}
	fields := s.Call.Answer.Values("Allow")
	if len(fields) == 0 {
		return broken(fault)
	}
	var allowed []string
	for name := range strings.SplitSeq(strings.Join(fields, ","), ",") {
		allowed = append(allowed, strings.TrimSpace(name))
	}
	fault.Received = "status 405 with Allow: " + strings.Join(fields, ", ")
	for _, method := range listed {
		if !slices.Contains(allowed, method) {
			return broken(fault)
		}
	}
	if slices.Contains(allowed, s.Call.Method) { // which this very answer does not allow
		return broken(fault)
	}
	return held
}
