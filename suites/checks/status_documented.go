package checks

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
)

func init() {
	register(Check{
		ID:    "status-documented",
		Title: "the status is one that the document lists",
		Doc: "A status that only the default response covers says nothing: the check does not apply there, and the other checks hold " +
			"the answer to the default response. A range such as 4XX counts as listed. A request that the document does not allow may be " +
			"refused with the status that HTTP itself has for its mistake, listed or not: a warning says that the document leaves it out.",
		Clause: "OpenAPI 3.0.3, section 4.7.16 (Responses Object)",
		Level:  reports.LevelError,
		Apply:  statusDocumented,
		Good:   []Example{{Name: "a listed status", Body: `{"name":"Rex"}`}, {Name: "a status in a listed range", Status: 404, Operation: "dropPet", Body: `{"error":"no such pet"}`}},
		Bad:    []Example{{Name: "a status that nothing covers", Status: 202, Operation: "dropPet", Body: ``}},
	})
}

// ownRefusals are the statuses that HTTP has for what a case gets wrong on purpose, by the claim of the case. Source: RFC 9110, section 15.5.
var ownRefusals = map[string][]int{
	"negative-data-rejected":   {http.StatusBadRequest, http.StatusLengthRequired, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity},
	"authentication-enforced":  {http.StatusUnauthorized},
	"unknown-resource-refused": {http.StatusNotFound, http.StatusGone},
	"tenant-isolated":          {http.StatusNotFound},
}

func statusDocumented(s *Subject) Verdict {
	if s.Judgement != nil && s.Judgement.Response != nil && s.Judgement.Response.Status == "default" {
		return skip
	}
	v := documented(spec.RuleStatusDocumented)(s)
	claim := s.Case.Promise.Claim
	if claim == "" && s.Case.Phase == runner.PhaseWire { // a right server may refuse it
		claim = "negative-data-rejected"
	}
	if s.Case.Promise.Accept || !slices.Contains(ownRefusals[claim], s.Call.Status) {
		return v
	}
	for i := range v.Faults {
		v.Faults[i].Warning = true
		v.Faults[i].Fix = fmt.Sprintf("list %d, 4XX or default under responses: a client will meet this answer", s.Call.Status)
	}
	return v
}
