package checks

import (
	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
)

func init() {
	register(Check{
		ID:      "workflow-step",
		Title:   "every success criterion of the step holds",
		Doc:     "Criteria are written in the pack's workflows. Each one that does not hold is a finding of its own.",
		Clause:  "Arazzo 1.0.1, section 4.6.11 (Criterion Object)",
		Level:   reports.LevelError,
		Follows: true,
		Apply:   workflowStep,
		Good:    []Example{{Name: "all hold", Body: `{"name":"Rex"}`, Criteria: []string{"$statusCode == 200", "$response.body#/name == 'Rex'"}}},
		Bad: []Example{
			{Name: "one does not", Body: `{"name":"Rex"}`, Criteria: []string{"$statusCode == 200", "$response.body#/name == 'Max'"}},
			{Name: "the property is absent", Body: `{"name":"Rex"}`, Criteria: []string{"$response.body#/tag != null"}},
		},
	})
}

func workflowStep(s *Subject) Verdict {
	if s.Outcome.Criteria == 0 || !s.Call.Answered() || s.serverError() {
		return skip
	}
	v := held
	for _, failure := range s.Outcome.Failures {
		for _, m := range failure.Outcome.Mismatches {
			v.Faults = append(v.Faults, spec.Fault{
				InstancePath: m.InstancePath, KeywordPath: failure.Criterion.Condition,
				Received: m.Received + " for " + m.Expression, Promised: m.Promised,
				Fix: "compare the answer with what the step describes; the exchanges of the steps before it are in the record",
			})
		}
	}
	return v
}
