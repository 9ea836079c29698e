package waivers

import (
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/plumbline-dev/plumbline/reports"
)

// Baseline is an earlier run, whose findings are no news.
type Baseline struct {
	name     string
	report   *reports.Report
	findings []reports.Finding // what nothing else excused then
}

// ReadBaseline reads a record that --report json=FILE wrote. One of another kind than those wanted is an error: nothing in it could be found again.
func ReadBaseline(file string, wanted ...reports.Kind) (*Baseline, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("baseline: %w", err)
	}
	defer f.Close()
	r, err := reports.Read(f)
	if err != nil {
		return nil, fmt.Errorf("baseline %s: %w", file, err)
	}
	if !slices.Contains(wanted, r.Kind) {
		return nil, fmt.Errorf("baseline %s: it is a record of kind %s, not %s; name one that this command wrote with --report json=FILE", file, r.Kind, wanted[0])
	}
	return NewBaseline(file, r), nil
}

// NewBaseline returns r as the baseline called name. What a waiver or the pack excused in it is not part of it: that ends when they say. What
// an earlier baseline excused is, so that each run can be the baseline of the next.
func NewBaseline(name string, r *reports.Report) *Baseline {
	b := &Baseline{name: name, report: r, findings: slices.Clone(r.Findings)}
	for _, f := range r.Known {
		if f.Waiver != nil && f.Waiver.Baseline {
			b.findings = append(b.findings, f)
		}
	}
	b.findings = slices.DeleteFunc(b.findings, func(f reports.Finding) bool { return f.Rule == Rule })
	return b
}

// holds says whether f is no news. There is none where there is no baseline.
func (b *Baseline) holds(f reports.Finding) bool {
	return b != nil && slices.ContainsFunc(b.findings, func(old reports.Finding) bool { return slices.Contains(old.Fingerprints(), f.Fingerprint) })
}

func (b *Baseline) record() *reports.Waiver {
	since := "no news since the run of " + b.report.Started.UTC().Format(time.DateOnly) + " in " + b.name
	if b.report.Started.IsZero() { // documents were compared
		since = "no news since the record in " + b.name
	}
	return &reports.Waiver{Reason: since, Source: b.name, Baseline: true}
}

// Fixed returns the findings of the baseline that are gone: those of which at least one case was asked again, and which neither stand among
// the findings nor among what was excused. Findings that no case shows are about the document, which every run looks at.
func (s *Set) Fixed(r *reports.Report) []reports.Finding {
	fixed := []reports.Finding{}
	if s.baseline == nil {
		return fixed
	}
	met, asked := map[string]bool{}, map[string]bool{}
	for _, f := range slices.Concat(r.Findings, r.Known) {
		for _, print := range f.Fingerprints() {
			met[print] = true
		}
	}
	for _, result := range r.Results {
		asked[result.Case] = result.Status == reports.StatusPassed || result.Status == reports.StatusFailed
	}
	for _, f := range s.baseline.findings {
		again := f.Case == "" || slices.ContainsFunc(append(f.Cases, f.Case), func(id string) bool { return asked[id] })
		if again && !slices.ContainsFunc(f.Fingerprints(), func(print string) bool { return met[print] }) {
			met[f.Fingerprint] = true
			f.Waiver, f.Exchange = nil, nil
			fixed = append(fixed, f)
		}
	}
	return fixed
}
