package checks

import (
	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
)

var absence = claimed("unknown-resource-refused", "answer that the resource was not found")

func init() {
	absent := runner.Promise{Claim: "unknown-resource-refused", Statuses: []int{404}, Why: "there is no such pet"}
	register(Check{
		ID:     "unknown-resource-refused",
		Title:  "a resource that does not exist is refused",
		Doc:    "The id is well-formed and was never given out. The statuses that say so are the pack's. An answer that is about whoever asks is for authentication-enforced.",
		Clause: "RFC 9110, section 15.5.5 (404 Not Found)",
		Level:  reports.LevelError,
		Apply: func(s *Subject) Verdict {
			if s.Case.Promise.Claim == "unknown-resource-refused" && s.disowned() {
				return skip
			}
			return absence(s)
		},
		Good: []Example{{Name: "404", Status: 404, Body: `{"error":"no such pet"}`, Promise: absent}},
		Bad: []Example{
			{Name: "an answer made up", Body: `{"name":"Rex"}`, Promise: absent},
			{Name: "another refusal", Status: 400, Body: `{"error":"bad"}`, Promise: absent},
		},
	})
}
