package checks

import (
	"fmt"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
)

func init() {
	register(Check{
		ID:     "no-server-error",
		Title:  "the server does not fail",
		Doc:    "A status of 500 or more is the server's own word that it failed, whether or not the document covers it. Nothing else in such an answer is reported.",
		Clause: "RFC 9110, section 15.6 (Server Error 5xx)",
		Level:  reports.LevelError,
		Apply: func(s *Subject) Verdict {
			switch {
			case !s.Call.Answered(), s.Call.Status == 501 && s.Case.Promise.Claim == ruleUnsupportedMethod:
				return skip // 501 is what a method deserves that a server knows for no path
			case !s.serverError():
				return held
			}
			return broken(spec.Fault{
				Received: fmt.Sprintf("status %d", s.Call.Status) + s.about(),
				Promised: "an answer below 500, whatever the request is",
				Fix:      "look up the request's User-Agent or request id in the server's log; a request that cannot be served is refused with a 4xx",
			})
		},
		Good: []Example{{Name: "success", Body: `{"name":"Rex"}`}, {Name: "a refusal", Status: 404, Operation: "dropPet", Body: `{"error":"no such pet"}`}},
		Bad:  []Example{{Name: "500", Status: 500, Body: `{"error":"oops"}`}, {Name: "503 from a proxy", Status: 503, ContentType: "text/html", Body: `<h1>503</h1>`}},
	})
}
