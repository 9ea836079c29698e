package prove

import (
	"cmp"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
)

// The rules of what a proof finds.
const (
	RuleFaultCaught = "fault-caught" // the check that claims a fault catches it, and nothing is found without one
	RuleCheckProved = "check-proved" // each check catches a fault, and each exception is needed
)

// phase is the phase of a result in the record of a proof.
const phase = "proof"

// Record returns the matrix as a record that every format takes: one case for each fault and each mock without one, and a finding for each
// hole.
func (m *Matrix) Record(version string) *reports.Report {
	r := &reports.Report{
		Format: reports.Format, Kind: reports.KindProof, Tool: reports.Tool{Name: "plumbline", Version: cmp.Or(version, "devel")},
		Subject: m.Subject, Seed: m.Seed, Started: m.Started.UTC(), Elapsed: m.Elapsed, Leftovers: []reports.Leftover{},
	}
	ofRow := map[string]bool{}
	for i := range m.Rows {
		r.Results = append(r.Results, m.Rows[i].result())
		ofRow[m.Rows[i].Hole] = true
	}
	var others []reports.Finding
	for _, hole := range m.Holes {
		if !ofRow[hole] {
			others = append(others, finding(RuleCheckProved, "", hole))
		}
	}
	r.Summary, r.Findings, r.Known = reports.Summarise(r.Results, others...)
	for i := range m.Rows {
		r.Summary.Exchanges += m.Rows[i].Exchanges
	}
	return r
}

// result is one row as a case.
func (r *Row) result() reports.Result {
	id, title := "fault/"+r.Fault.Name+"/"+strings.ReplaceAll(r.World(), " ", "-"), "is caught where the mock "+r.Fault.Does
	if r.Fault.Name == "" {
		id, title = "right/"+strings.ReplaceAll(r.World(), " ", "-"), "finds nothing where the mock keeps every promise"
	}
	out := reports.Result{
		Case: id, Title: title, Operation: r.Operation, Phase: phase, Status: reports.StatusPassed, Elapsed: r.Elapsed,
		Checks: r.Rules(), Exchanges: []reports.Exchange{},
	}
	switch {
	case r.Hole != "":
		out.Status = reports.StatusFailed
		f := finding(RuleFaultCaught, id, r.Hole)
		f.Operation = r.Operation
		out.Findings = []reports.Finding{f}
	case r.Fault.Name != "" && !r.Caught() && r.Exception != nil:
		out.Status, out.Note = reports.StatusSkipped, r.Exception.Reason
	}
	return out
}

// finding is a hole as a finding.
func finding(rule, id, hole string) reports.Finding {
	return reports.Finding{
		Rule: rule, Level: reports.LevelError, Case: id, Message: hole, Clause: "the table of faults",
		Fix:         "mend the check, or give the table of exceptions a reason",
		Fingerprint: reports.Fingerprint(rule, id, "", hole),
	}
}
