package checks

import (
	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
)

// RuleUnknownPath is the rule of a path that the document has not.
const RuleUnknownPath = "unknown-path-refused"

var astray = claimed(RuleUnknownPath, "answer 404 to every path that is not routed; what answers them all hides that a client has misspelt one")

func init() {
	refuse := runner.Promise{Claim: RuleUnknownPath, Why: "the document lists no such path"}
	register(Check{
		ID:    RuleUnknownPath,
		Title: "a path beside those of the document is refused",
		Doc: "What answers every path with success, a page or a gateway's default, tells a client that misspelt one, or is newer than the server, that all is well. It is asked once, with " +
			"right credentials. Any 4xx refuses: some gateways say 403 of what they do not route. That there is nothing else is a promise of the pack " +
			"that knows codes for it; of the document alone it is a guess, and so a warning.",
		Clause: "RFC 9110, section 15.5.5 (404 Not Found)",
		Level:  reports.LevelError,
		Apply: func(s *Subject) Verdict {
			v := astray(s)
			for i := range v.Faults {
				v.Faults[i].Warning = len(s.Pack.NoOperation) == 0
			}
			return v
		},
		Good: []Example{
			{Name: "404", Path: "/nowhere", Status: 404, Body: `{"error":"not found","code":"NO_SUCH_PATH"}`, Promise: refuse},
			{Name: "a gateway's 403", Path: "/nowhere", Status: 403, Body: `{"message":"Missing Authentication Token"}`, Promise: refuse},
		},
		Bad: []Example{
			{Name: "success", Path: "/nowhere", Body: `{}`, Promise: refuse},
			{Name: "a page", Path: "/nowhere", ContentType: "text/html", Body: "<h1>Welcome</h1>", Promise: refuse},
			{Name: "sent elsewhere", Path: "/nowhere", Status: 302, Header: map[string]string{"Location": "/login"}, Promise: refuse},
		},
	})
}
