package reports

import (
	"cmp"
	"slices"
)

var levelOrder = map[Level]int{LevelError: 1, LevelWarning: 2, LevelNote: 3}

// Summarise counts results and gathers their findings, together with others that no case shows, such as faults of the
// document itself. Each finding comes back once, however often it was seen: those of one fingerprint and level are one, which
// names all of their cases, and so are those that one cause has in several operations; where no case is, the place and the message have to be the same too. Findings come back gravest first,
// then in the order of the plan, others before those of cases; what a Waiver excuses comes back as known and is never
// counted as a finding. Exchanges counts those of results: who has Removals adds them.
//
// What a finding leaves open is filled in: its case, operation and exchange from the result that holds it, its Fingerprint,
// and LevelError where it has no level, so that a slip can never turn a run green. The results are not changed.
//
// A check is counted once for each case it applied to: as broken if one of the case's findings bears its id and no Waiver, as known if
// all that bear its id have a Waiver, as held if none bears it or all that do are notes.
func Summarise(results []Result, others ...Finding) (summary Summary, findings, known []Finding) {
	findings, known = gather(results, others)
	summary = emptySummary()
	for _, f := range findings {
		summary.Findings[f.Level]++
	}
	summary.Known = len(known)

	operations, kinds := map[string]bool{}, map[string]bool{}
	for i := range results {
		r := &results[i]
		summary.Cases[r.Status]++
		summary.Exchanges += len(r.Exchanges)
		for _, x := range r.Exchanges {
			if x.Response != nil && r.Operation != "" {
				operations[r.Operation] = true
			}
		}
		summary.Checks.add(r, kinds)
	}
	summary.Operations, summary.Checks.Kinds = len(operations), len(kinds)
	summary.Unmet = unmet(results)
	return summary, findings, known
}

// unmet returns the operations that right requests were sent to and that answered nothing with success: what they promise of it was judged nowhere. Another
// method than their own says nothing of them, and neither does a case whose exchanges were not kept.
func unmet(results []Result) []string {
	var asked []string
	met := map[string]bool{}
	for i := range results {
		r := &results[i]
		if r.Phase == "methods" || r.Status != StatusPassed && r.Status != StatusFailed {
			continue
		}
		own := r.Own()
		switch {
		case own == nil:
			met[r.Operation] = true
		case own.Response == nil:
		case own.Response.Status < 400:
			met[r.Operation] = true
		case (r.Phase == "examples" || r.Phase == "bodies") && !slices.Contains(asked, r.Operation):
			asked = append(asked, r.Operation)
		}
	}
	return slices.DeleteFunc(asked, func(operation string) bool { return met[operation] })
}

// gather returns the findings of results and others as a record holds them: complete, merged, gravest first, and what is excused apart.
func gather(results []Result, others []Finding) (findings, known []Finding) {
	add := func(f Finding) {
		f.Level = cmp.Or(f.Level, LevelError)
		if f.Fingerprint == "" {
			f.Fingerprint = Fingerprint(f.Rule, f.Operation, f.InstancePath, f.KeywordPath)
		}
		if f.Waiver != nil {
			known = append(known, f)
			return
		}
		findings = append(findings, f)
	}
	for _, f := range others {
		add(f)
	}
	for i := range results {
		r := &results[i]
		for _, f := range r.Findings {
			f.Case, f.Operation = cmp.Or(f.Case, r.Case), cmp.Or(f.Operation, r.Operation)
			if f.Exchange == nil {
				f.Exchange = r.Own()
			}
			add(f)
		}
	}
	findings, known = join(once(findings)), once(known)
	slices.SortStableFunc(findings, func(a, b Finding) int { return cmp.Compare(levelOrder[a.Level], levelOrder[b.Level]) })
	return findings, known
}

// add counts the judgements of r and notes in kinds which checks made them.
func (c *Checks) add(r *Result, kinds map[string]bool) {
	applied, broken := map[string]bool{}, map[string]bool{} // broken: by rule, false if everything is excused
	for _, id := range r.Checks {
		applied[id], kinds[id] = true, true
	}
	for _, f := range r.Findings {
		applied[f.Rule], kinds[f.Rule] = true, true
		if f.Level == LevelNote && f.Waiver == nil {
			continue // it breaks nothing
		}
		broken[f.Rule] = broken[f.Rule] || f.Waiver == nil
	}
	for _, unexcused := range broken {
		if unexcused {
			c.Broken++
		} else {
			c.Known++
		}
	}
	c.Held += len(applied) - len(broken)
}

// emptySummary has every outcome and level at zero, so that a reader of the record always finds them.
func emptySummary() Summary {
	return Summary{
		Cases: map[Status]int{
			StatusDisabled: 0, StatusSkipped: 0, StatusPassed: 0, StatusFailed: 0, StatusErrored: 0,
		},
		Findings: map[Level]int{LevelError: 0, LevelWarning: 0, LevelNote: 0},
	}
}

// Own returns the exchange a case is about: the last one of PurposeCase, else the last one, else nil.
func (r *Result) Own() *Exchange {
	for i := len(r.Exchanges) - 1; i >= 0; i-- {
		if r.Exchanges[i].Purpose == PurposeCase {
			return &r.Exchanges[i]
		}
	}
	if n := len(r.Exchanges); n > 0 {
		return &r.Exchanges[n-1]
	}
	return nil
}
