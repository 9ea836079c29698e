package checks

import (
	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
)

func init() {
	accept := runner.Promise{Claim: "positive-data-accepted", Accept: true, Why: "the request keeps to the document"}
	plain := claimed("positive-data-accepted", "accept the request, or say in the document what it lacks")
	named := claimed("positive-data-accepted", "accept the request; where its name is there already, since another run has the same --seed and --nonce or left something behind, give another --nonce")
	register(Check{
		ID:     "positive-data-accepted",
		Title:  "a request that keeps to the document is accepted",
		Doc:    "A document that covers every refusal with a default response lets a server refuse everything and still conform; this check does not. A request that the server fails on is left to no-server-error.",
		Clause: "OpenAPI, Operation Object (3.0.3, section 4.7.10; 3.1.0, section 4.8.10): a refusal of what it describes contradicts it",
		Level:  reports.LevelError,
		Apply: func(s *Subject) Verdict {
			if s.nameTaken() {
				return named(s)
			}
			return plain(s)
		},
		After: func(s *Subject, _ spec.Fault) string {
			if s.foundNothing() {
				return s.Outcome.Last
			}
			return ""
		},
		Good: []Example{{Name: "200", Body: `{"name":"Rex"}`, Promise: accept}},
		Bad: []Example{
			{Name: "400", Status: 400, Body: `{"error":"name is too short"}`, Promise: accept},
			{Name: "401 although credentials were sent", Status: 401, Body: `{"error":"who are you"}`, Promise: accept},
		},
	})
}
