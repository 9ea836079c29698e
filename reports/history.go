package reports

import "slices"

// Step is one pair of documents of a history, and what changed from the one to the other.
type Step struct {
	Base     Subject       `json:"base"`     // the older document
	Revision Subject       `json:"revision"` // the one that came next
	Findings map[Level]int `json:"findings"` // findings by level
	Changes  *Changes      `json:"changes"`  // changes by what they do
}

// compared reports whether r is about documents that were compared.
func (r *Report) compared() bool { return r.Kind == KindDiff || r.Kind == KindHistory }

// History is the reports of consecutive diffs as one: each finding names the document that brought it, and one about what was removed also
// the later document in which it is there again. Findings stand gravest first, those of one level in the order of the steps. It returns nil for no
// steps; what all steps share is taken from the last.
func History(steps []*Report) *Report {
	if len(steps) == 0 {
		return nil
	}
	h := *steps[len(steps)-1]
	h.Kind, h.Base = KindHistory, steps[0].Base
	h.Steps, h.Fixed = nil, nil
	var all []Finding
	hidden := map[Class]int{}
	for i, step := range steps {
		counted := emptyChanges()
		for _, f := range slices.Concat(step.Findings, step.Known) {
			counted.count(f.Class)
			f.Step = step.Subject.Document
			if f.Change != nil && f.Change.Kind == ChangeRemoved {
				f.Returned = returned(f.Pointer(), steps[i+1:])
			}
			all = append(all, f)
		}
		s := Step{Revision: step.Subject, Findings: step.Summary.Findings, Changes: step.Summary.Changes}
		if step.Base != nil {
			s.Base = *step.Base
		}
		if step.Summary.Changes != nil {
			for class, n := range step.Summary.Changes.Classes {
				hidden[class] += n - counted.Classes[class]
			}
		}
		h.Steps = append(h.Steps, s)
	}
	h.Summary, h.Findings, h.Known = SummariseDiff(all, hidden)
	return &h
}

// returned is the first of the later documents that adds what stood at pointer, empty if none does.
func returned(pointer string, later []*Report) string {
	for _, step := range later {
		for _, f := range slices.Concat(step.Findings, step.Known) {
			if f.Change != nil && f.Change.Kind == ChangeAdded && f.Pointer() == pointer {
				return step.Subject.Document
			}
		}
	}
	return ""
}
