package reports

import (
	"cmp"
	"slices"
)

var levelOrder = map[Level]int{LevelError: 1, LevelWarning: 2, LevelNote: 3}

// Summarise counts results and gathers their findings, together with others that no case shows, such as faults of the
// document itself. Each finding comes back once, however often it was seen: those of one fingerprint and level are one, which
// names all of their cases; where no case is, the place and the message have to be the same too. Findings come back gravest first,
// then in the order of the plan, others before those of cases; what a Waiver excuses comes back as known and is never
// counted as a finding.
//
// What a finding leaves open is filled in: its case, operation and exchange from the result that holds it, its Fingerprint,
// and LevelError where it has no level, so that a slip can never turn a run green. The results are not changed.
//
// A check is counted once for each case it applied to: as broken if one of the case's findings bears its id and no Waiver, as known if
// all that bear its id have a Waiver, as held if none bears it.
func Summarise(results []Result, others ...Finding) (summary Summary, findings, known []Finding) {
	summary = emptySummary()
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
		broken := map[string]bool{} // by rule: false if everything is excused
		for _, f := range r.Findings {
			broken[f.Rule] = broken[f.Rule] || f.Waiver == nil
			f.Case, f.Operation = cmp.Or(f.Case, r.Case), cmp.Or(f.Operation, r.Operation)
			if f.Exchange == nil {
				f.Exchange = r.own()
			}
			add(f)
		}
		applied := map[string]bool{}
		for _, id := range r.Checks {
			applied[id], kinds[id] = true, true
		}
		for id, unexcused := range broken {
			applied[id], kinds[id] = true, true
			if unexcused {
				summary.Checks.Broken++
			} else {
				summary.Checks.Known++
			}
		}
		summary.Checks.Held += len(applied) - len(broken)
	}
	findings, known = merge(findings), merge(known)
	for _, f := range findings {
		summary.Findings[f.Level]++
	}
	summary.Operations = len(operations)
	summary.Checks.Kinds = len(kinds)
	summary.Known = len(known)
	slices.SortStableFunc(findings, func(a, b Finding) int { return cmp.Compare(levelOrder[a.Level], levelOrder[b.Level]) })
	return summary, findings, known
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

// own returns the exchange a case is about: the last one with the purpose "case", else the last one, else nil.
func (r *Result) own() *Exchange {
	for i := len(r.Exchanges) - 1; i >= 0; i-- {
		if r.Exchanges[i].Purpose == "case" {
			return &r.Exchanges[i]
		}
	}
	if n := len(r.Exchanges); n > 0 {
		return &r.Exchanges[n-1]
	}
	return nil
}
