package prove

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner/mock"
	"github.com/plumbline-dev/plumbline/suites/checks"
	"github.com/plumbline-dev/plumbline/suites/engine"
)

// mostFindings is how many findings one fault may come to. A person who reads them must see one cause.
const mostFindings = 3

// judge finds the holes. Whether every check caught something can only be said where every fault was tried.
func (m *Matrix) judge(whole bool) {
	used := map[*Exception]bool{}
	for i := range m.Rows {
		r := &m.Rows[i]
		if r.Hole == "" {
			r.Hole = r.judged(used)
		}
		if r.Hole != "" {
			m.Holes = append(m.Holes, r.Hole)
		}
	}
	m.count()
	if !whole {
		return
	}
	for i := range m.Checks {
		c := &m.Checks[i]
		switch {
		case c.Faults == 0 && c.Exception == nil:
			m.Holes = append(m.Holes, fmt.Sprintf("check %s catches no fault; give the mock one that it claims", c.ID))
		case c.Faults == 0:
			used[c.Exception] = true
		}
	}
	for i := range exceptions {
		if e := &exceptions[i]; !used[e] && m.concerns(e) {
			m.Holes = append(m.Holes, fmt.Sprintf("the exception of %s is not needed any more; take it out of the table", e.Fault+e.Check))
		}
	}
}

// judged says what is not as it must be with one row; "" if all is.
func (r *Row) judged(used map[*Exception]bool) string {
	if r.Fault.Name == "" {
		if len(r.Findings) == 0 {
			return ""
		}
		return fmt.Sprintf("the mock that keeps every promise, face %s: %d findings, the first %s", r.World(), len(r.Findings), first(r.Findings))
	}
	about := fmt.Sprintf("fault %s, face %s: ", r.Fault.Name, r.World())
	caught := r.Caught()
	switch {
	case !caught && r.Exception != nil:
		used[r.Exception] = true
		return ""
	case !caught && len(r.Findings) == 0:
		return about + "nobody notices, and " + r.Fault.Rule + " claims it"
	case !caught:
		return about + fmt.Sprintf("%s claims it and says nothing of %s; found is %s", r.Fault.Rule, r.Operation, first(r.Findings))
	}
	if n := len(r.Findings); n > max(mostFindings, crowded[r.Fault.Name]) {
		return about + fmt.Sprintf("%d findings for one cause: %s", n, strings.Join(r.Rules(), ", "))
	}
	for _, f := range r.Findings {
		if f.Received == "" || f.Promised == "" || f.Fix == "" || f.Exchange == nil || f.Clause == "" && f.Level == reports.LevelError {
			return about + fmt.Sprintf("the finding of %s in %s lacks received, promised, fix, clause or its exchange", f.Rule, f.Case)
		}
	}
	return ""
}

// Caught says whether the check that claims the fault found it where it is.
func (r *Row) Caught() bool {
	return slices.ContainsFunc(r.Findings, func(f reports.Finding) bool {
		return f.Rule == r.Fault.Rule && f.Level == reports.LevelError && (r.Operation == "" || f.Operation == r.Operation)
	})
}

// Rules are the rules of the row's findings, each once, sorted.
func (r *Row) Rules() []string {
	var rules []string
	for _, f := range r.Findings {
		rules = append(rules, f.Rule)
	}
	slices.Sort(rules)
	return slices.Compact(rules)
}

func first(findings []reports.Finding) string {
	return findings[0].Rule + " in " + findings[0].Case + ": " + findings[0].Message
}

// claims are the rules that must be shown to fail: those of every check that can turn a run red, and what the engine itself says of an API.
func claims() []string {
	out := []string{engine.RemovalRule}
	for _, c := range checks.All() {
		if c.Level == reports.LevelError {
			out = append(out, c.ID)
		}
	}
	slices.Sort(out)
	return out
}

// count makes the columns: the checks, and how many of the faults that each claims it caught.
func (m *Matrix) count() {
	caught := map[string]int{}
	for i := range m.Rows {
		if r := &m.Rows[i]; r.Fault.Name != "" && r.Caught() {
			caught[r.Fault.Rule]++
		}
	}
	for _, id := range claims() {
		m.Checks = append(m.Checks, Column{ID: id, Faults: caught[id], Exception: exceptedCheck(id)})
	}
}

// concerns says whether an exception is about something that this matrix holds.
func (m *Matrix) concerns(e *Exception) bool {
	return e.Check != "" && exceptedCheck(e.Check) == e || slices.ContainsFunc(m.Rows, func(r Row) bool { return r.Exception == e })
}

// PerCause is how many findings a fault that was caught comes to on average.
func (m *Matrix) PerCause() float64 {
	findings, causes := 0, 0
	for i := range m.Rows {
		if r := &m.Rows[i]; r.Fault.Name != "" && r.Caught() {
			findings += len(r.Findings)
			causes++
		}
	}
	return float64(findings) / float64(max(1, causes))
}

// Class is how many faults of one class there were, and how many were caught.
type Class struct {
	Class          mock.Class
	Faults, Caught int
}

// Classes counts the faults of each class, and those caught.
func (m *Matrix) Classes() []Class {
	var out []Class
	for i := range m.Rows {
		r := &m.Rows[i]
		if r.Fault.Name == "" {
			continue
		}
		j := slices.IndexFunc(out, func(c Class) bool { return c.Class == r.Fault.Class })
		if j < 0 {
			out = append(out, Class{Class: r.Fault.Class})
			j = len(out) - 1
		}
		out[j].Faults++
		if r.Caught() {
			out[j].Caught++
		}
	}
	return out
}
