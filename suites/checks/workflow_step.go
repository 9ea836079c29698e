package checks

import (
	"fmt"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
)

func init() {
	register(Check{
		ID:      "workflow-step",
		Title:   "every success criterion of the step holds",
		Doc:     "Criteria are written in the pack's workflows. Those that fail at one place of the answer are one finding.",
		Clause:  "Arazzo 1.0.1, section 4.6.11 (Criterion Object)",
		Level:   reports.LevelError,
		Follows: 3,
		Apply:   workflowStep,
		Good:    []Example{{Name: "all hold", Body: `{"name":"Rex"}`, Criteria: []string{"$statusCode == 200", "$response.body#/name == 'Rex'"}}},
		Bad: []Example{
			{Name: "one does not", Body: `{"name":"Rex"}`, Criteria: []string{"$statusCode == 200", "$response.body#/name == 'Max'"}},
			{Name: "the property is absent", Body: `{"name":"Rex"}`, Criteria: []string{"$response.body#/tag != null"}},
		},
	})
}

// workflowStep gives one finding for each place that is not as the step wants it. An answer of another status has another body, so
// what that lacks says nothing new; and an object that is absent is absent once, however much was to be in it.
func workflowStep(s *Subject) Verdict {
	if s.Outcome.Criteria == 0 || !s.Call.Complete || s.serverError() || s.sentElsewhere() {
		return skip
	}
	v := held
	seen := map[string]int{} // place -> how many criteria fail there
	for _, failure := range s.Outcome.Failures {
		for _, m := range failure.Outcome.Mismatches {
			fault := spec.Fault{
				InstancePath: s.absent(m.InstancePath), KeywordPath: failure.Criterion.Condition,
				Received: m.Received + " for " + m.Expression, Promised: m.Promised,
				Fix: "compare the answer with what the step describes; the exchanges of the steps before it are in the record",
			}
			if m.Expression == "$statusCode" {
				return broken(fault)
			}
			if seen[fault.InstancePath]++; seen[fault.InstancePath] == 1 || fault.InstancePath == "" {
				v.Faults = append(v.Faults, fault)
			}
		}
	}
	for i := range v.Faults {
		if n := seen[v.Faults[i].InstancePath] - 1; n > 0 && v.Faults[i].InstancePath != "" {
			v.Faults[i].Promised += fmt.Sprintf(" (%d more of the step's criteria fail here)", n)
		}
	}
	return v
}
