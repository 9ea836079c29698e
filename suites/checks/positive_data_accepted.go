package checks

import (
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
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
			v := plain(s)
			for i := range v.Faults {
				if met := s.sinceMet(); met != "" {
					v.Faults[i].Message = "received " + v.Faults[i].Received + "; promised " + v.Faults[i].Promised + "; " + met
					v.Faults[i].Fix += "; " + met
				}
			}
			return v
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

// sinceMet says what was done to a resource that is not there any more, or is not as the request needs it; "" where nothing is known of that.
func (s *Subject) sinceMet() string {
	past := s.Outcome.Past
	switch effect := s.Pack.Operation(s.Operation.ID).Effect; {
	case past.Operation == "":
		return ""
	case s.foundNothing():
		met := past.Operation + " still knew it in " + past.Case
		if len(past.Others) > 0 {
			met += ", and what was carried out since then, for others alone, is " + strings.Join(past.Others, " and ")
		}
		return met
	case s.Case.Step == nil || effect == packs.Read || effect == packs.Create:
		return ""
	}
	return past.Operation + " was asked about it last, in " + past.Case
}
