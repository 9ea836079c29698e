package engine

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
)

// carriedOut holds an operation to what it was excused for: a right request may lack what only some callers need, but not every right request. Where each
// that was sent was refused with a code that the face excuses, none of them shows that the operation does anything. Of an operation that was not asked all that
// there is nothing is said.
func (s *Session) carriedOut(results []reports.Result, interrupted bool) {
	cases := map[string]*runner.Case{}
	for _, g := range s.groups {
		for _, c := range g.Cases {
			cases[c.ID] = c
		}
	}
	refused, served := map[string]int{}, map[string]bool{}
	for i := range results {
		r := &results[i]
		c := cases[r.Case]
		if c == nil || !c.Promise.Accept || len(c.Promise.Excuses) == 0 || r.Status != reports.StatusPassed && r.Status != reports.StatusFailed {
			continue
		}
		_, before := refused[r.Operation]
		switch excused := statusOf(r)/100 == 4 && slices.Contains(c.Promise.Excuses, codeIn(s.Pack, r)); {
		case !excused:
			served[r.Operation] = true // or refused for another reason, which is told
		case !before:
			refused[r.Operation] = i
		}
	}
	for _, op := range s.Document.Operations {
		i, ok := refused[op.ID]
		if !ok || served[op.ID] || !s.looked(op.ID, results, interrupted) {
			continue
		}
		r := &results[i]
		f := Finding(spec.Fault{
			Rule:     "positive-data-accepted",
			Received: fmt.Sprintf("status %d with %s %s, and nothing better for any right request", statusOf(r), s.Pack.ErrorCode[strings.LastIndexByte(s.Pack.ErrorCode, '/')+1:], strconv.Quote(codeIn(s.Pack, r))),
			Promised: "success with 2xx for one of them, since each keeps to the document",
			Fix:      "accept the request, or give the account what the code says it lacks", At: op.Node.At,
			Clause: "OpenAPI, Operation Object (3.0.3, section 4.7.10; 3.1.0, section 4.8.10): a refusal of what it describes contradicts it",
		}, op.ID)
		f.Case, f.After = r.Case, op.ID // all cases of the operation are asked where it is asked again
		f = redacted(s.waivers.Excuse(f), s.redactor)
		r.Findings = append(slices.Clone(r.Findings), f)
		if f.Waiver == nil {
			r.Status = reports.StatusFailed
		}
	}
}
