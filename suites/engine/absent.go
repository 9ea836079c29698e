package engine

import (
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/arazzo"
	"github.com/plumbline-dev/plumbline/suites/checks"
)

// lacking is an operation that the server has not: what says so, and with which statuses.
type lacking struct {
	finding  reports.Finding
	statuses []int
	page     string // the body of the first answer that said so
}

// settle looks back on all results, since one answer cannot say whether the server has an operation. Where every right request was answered as if there
// were none, all that goes wrong in the same way with that operation is that one finding. Where some were carried out, there is one, and it refused the others.
func (s *Session) settle(results []reports.Result) []reports.Result {
	cases := map[string]*runner.Case{}
	for _, g := range s.groups {
		for _, c := range g.Cases {
			cases[c.ID] = c
		}
	}
	absent, served := map[string]*lacking{}, map[string]bool{}
	for _, r := range results {
		c := cases[r.Case]
		if c == nil || !c.Promise.Accept || r.Status != reports.StatusPassed && r.Status != reports.StatusFailed {
			continue
		}
		i := slices.IndexFunc(r.Findings, ofAbsence)
		if i < 0 {
			served[r.Operation] = true
			continue
		}
		if absent[r.Operation] == nil {
			absent[r.Operation] = &lacking{finding: r.Findings[i], page: pageOf(&r)}
		}
		absent[r.Operation].statuses = append(absent[r.Operation].statuses, statusOf(&r))
	}
	if len(absent) == 0 {
		return results
	}
	s.unasked(results, absent, served)
	out := slices.Clone(results)
	for i := range out {
		switch gone := absent[out[i].Operation]; {
		case gone == nil:
		case served[out[i].Operation]:
			out[i].Findings = refusals(out[i].Findings, cases[out[i].Case])
		case slices.Contains(gone.statuses, statusOf(&out[i])):
			out[i] = gone.folded(out[i])
		}
	}
	return out
}

// unasked adds the operations that no right request could be made for, since it takes what another operation would have made, and that answer with the
// same page as one that is not there, or with a code of which the pack knows that it is about a path. With a base URL that lacks a part all are such.
func (s *Session) unasked(results []reports.Result, absent map[string]*lacking, served map[string]bool) {
	var known *spec.Operation
	for _, op := range s.Document.Operations {
		if absent[op.ID] != nil {
			known = op
			break
		}
	}
	for _, r := range results {
		op := s.Document.Operation(r.Operation)
		if op == nil || known == nil || absent[op.ID] != nil || served[op.ID] || len(r.Findings) == 0 {
			continue
		}
		gone := absent[known.ID]
		same := gone.page != "" && gone.page == pageOf(&r) && slices.Contains(gone.statuses, statusOf(&r))
		if !same && !slices.Contains(s.Pack.NoOperation, s.codeOf(&r)) {
			continue
		}
		f := gone.finding
		word := strings.NewReplacer(known.Method+" "+known.Path, op.Method+" "+op.Path)
		f.Message, f.Received = word.Replace(f.Message), word.Replace(f.Received)
		f.Operation, f.Location = op.ID, reports.Location{File: op.Node.At.File, Line: op.Node.At.Line, Column: op.Node.At.Column}
		f.Fingerprint = reports.Fingerprint(f.Rule, f.Operation, f.InstancePath, f.KeywordPath)
		absent[op.ID] = &lacking{finding: f, statuses: []int{statusOf(&r)}}
	}
}

// codeOf is the error code of the answer that a result is about; "" if it has none.
func (s *Session) codeOf(r *reports.Result) string {
	if s.Pack.ErrorCode == "" {
		return ""
	}
	code, _ := arazzo.Text(valueAt([]byte(pageOf(r)), s.Pack.ErrorCode))
	return code
}

// ofAbsence says whether a finding is that the server has not the operation.
func ofAbsence(f reports.Finding) bool { return f.Rule == checks.RuleOperationImplemented }

// refusals are findings where what was taken for an operation that is not there is a refusal like any other.
func refusals(findings []reports.Finding, c *runner.Case) []reports.Finding {
	out := slices.Clone(findings)
	for i := range out {
		if f := &out[i]; ofAbsence(*f) {
			f.Rule = c.Promise.Claim
			f.Fix = "carry the request out as others of the same operation"
			f.Fingerprint = reports.Fingerprint(f.Rule, f.Operation, f.InstancePath, f.KeywordPath)
		}
	}
	return out
}

// folded is a result that only shows once more that the operation is not there.
func (l *lacking) folded(r reports.Result) reports.Result {
	kept := slices.DeleteFunc(slices.Clone(r.Findings), func(f reports.Finding) bool { return checks.OfOperation(f.Rule) })
	if len(kept) == len(r.Findings) {
		return r
	}
	f := l.finding
	f.Case, f.Exchange = r.Case, nil
	r.Findings = append(kept, f)
	if r.Status == reports.StatusFailed && !slices.ContainsFunc(r.Findings, func(f reports.Finding) bool { return f.Level == reports.LevelError && f.Waiver == nil }) {
		r.Status = reports.StatusPassed
	}
	return r
}

// statusOf is the status of the answer that a result is about; 0 if there is none.
func statusOf(r *reports.Result) int {
	if x := r.Own(); x != nil && x.Response != nil {
		return x.Response.Status
	}
	return 0
}

// pageOf is the body of the answer that a result is about; "" if there is none.
func pageOf(r *reports.Result) string {
	if x := r.Own(); x != nil && x.Response != nil {
		return x.Response.Body
	}
	return ""
}
