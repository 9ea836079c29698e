package checks

import (
	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
)

func init() {
	register(Check{
		ID:    "status-documented",
		Title: "the status is one that the document lists",
		Doc: "A status that only the default response covers says nothing: the check does not apply there, and the other checks hold " +
			"the answer to the default response. A range such as 4XX counts as listed.",
		Clause: "OpenAPI 3.0.3, section 4.7.16 (Responses Object)",
		Level:  reports.LevelError,
		Apply: func(s *Subject) Verdict {
			if s.Judgement != nil && s.Judgement.Response != nil && s.Judgement.Response.Status == "default" {
				return skip
			}
			return documented(spec.RuleStatusDocumented)(s)
		},
		Good: []Example{{Name: "a listed status", Body: `{"name":"Rex"}`}, {Name: "a status in a listed range", Status: 404, Operation: "dropPet", Body: `{"error":"no such pet"}`}},
		Bad:  []Example{{Name: "a status that nothing covers", Status: 202, Operation: "dropPet", Body: ``}},
	})
}
