package checks

import (
	"strconv"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
)

func init() {
	register(Check{
		ID:    "redirect-documented",
		Title: "an answer sends a caller elsewhere only where the document says so",
		Doc: "A default response describes errors, and a redirect is none, so it covers no 3xx. Redirects are never followed: a request with credentials would be sent to " +
			"wherever the answer says. Nothing else about such an answer is reported.",
		Clause: "OpenAPI, Responses Object (3.0.3, section 4.7.16; 3.1.0, section 4.8.16); RFC 9110, section 15.4 (Redirection 3xx)",
		Level:  reports.LevelError,
		Apply: func(s *Subject) Verdict {
			switch {
			case !s.Call.Answered() || !s.Own():
				return skip
			case !s.sentElsewhere():
				return held
			}
			return broken(spec.Fault{
				Received: "status " + strconv.Itoa(s.Call.Status), Promised: "an answer of the operation itself, since the document declares no redirect",
				Fix: "answer where the request was sent, or declare the status and its Location", At: s.Operation.Node.At,
			})
		},
		Good: []Example{{Name: "an answer", Body: `{"name":"Rex"}`}, {Name: "a refusal", Status: 404, Body: `{"error":"no such pet"}`}},
		Bad: []Example{
			{Name: "302", Status: 302, Header: map[string]string{"Location": "/elsewhere"}},
			{Name: "301 where every other refusal is declared", Operation: "dropPet", Status: 301, ContentType: "text/html", Body: "<h1>Moved</h1>"},
		},
	})
}

// sentElsewhere says whether the answer is a redirect that the document does not declare by its status or its range. 304 is none.
func (s *Subject) sentElsewhere() bool {
	if s.Call.Status/100 != 3 || s.Call.Status == 304 || !s.Own() {
		return false
	}
	declared := s.Operation.Response(s.Call.Status)
	return declared == nil || declared.Status == "default"
}
