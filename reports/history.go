package reports

import (
	"slices"
	"strings"
)

// Step is one pair of documents of a history, and what changed from the one to the other.
type Step struct {
	Base     Subject       `json:"base"`     // the older document
	Revision Subject       `json:"revision"` // the one that came next
	Findings map[Level]int `json:"findings"` // findings by level
	Changes  *Changes      `json:"changes"`  // changes by what they do
}

// compared reports whether r is about documents that were compared.
func (r *Report) compared() bool { return r.Kind == KindDiff || r.Kind == KindHistory }

// History is the reports of consecutive diffs as one: each finding names the document that brought it, and one that a later
// document takes back also that. Findings stand gravest first, those of one level in the order of the steps. It returns nil for no
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
			f.Returned = f.returned(steps[i+1:])
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

// returned is the first of the later documents that undoes f, empty if none does.
func (f *Finding) returned(later []*Report) string {
	for _, step := range later {
		for _, g := range slices.Concat(step.Findings, step.Known) {
			if f.undoneBy(&g) {
				return step.Subject.Document
			}
		}
	}
	return ""
}

// undoneBy reports whether g, found in a later step, takes back what f is about: it puts the same thing back at the same place, takes away
// what was added, or changes a value to what it was before.
func (f *Finding) undoneBy(g *Finding) bool {
	if f.Change == nil || g.Change == nil || f.Pointer() == "" || f.Class == ClassCompatible || aspect(f.Rule) != aspect(g.Rule) {
		return false
	}
	mine, item := cutIndex(f.Pointer())
	theirs, _ := cutIndex(g.Pointer())
	if mine != theirs {
		return false
	}
	if f.Change.Before == g.Change.After && f.Change.After == g.Change.Before {
		return true
	}
	put := f.Change.Kind == ChangeRemoved && g.Change.Kind == ChangeAdded || f.Change.Kind == ChangeAdded && g.Change.Kind == ChangeRemoved
	return put && !item && !strings.Contains(f.Rule, "-enum-value-")
}

// cutIndex takes the index of an item off a pointer: what stands in a list, such as a server, is known by what it is and not by its place.
func cutIndex(pointer string) (list string, item bool) {
	i := strings.LastIndexByte(pointer, '/')
	if i < 0 || i+1 == len(pointer) || strings.Trim(pointer[i+1:], "0123456789") != "" {
		return pointer, false
	}
	return pointer[:i], true
}

// aspect is what a rule looks at, without the direction and without what happened: max-length of request-max-length-narrowed, property of
// response-property-required-added.
func aspect(rule string) string {
	rule = strings.TrimPrefix(strings.TrimPrefix(rule, string(DirectionRequest)+"-"), string(DirectionResponse)+"-")
	if cut := strings.LastIndex(rule, "-"); cut > 0 {
		rule = rule[:cut]
	}
	return strings.TrimSuffix(strings.TrimSuffix(rule, "-required"), "-became")
}
