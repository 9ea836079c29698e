package engine

import (
	"slices"
	"sync"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
)

// evidence are the calls of cases that found nothing. Nobody sees them before the report is made, so that is when they are rendered: with all that the
// run has met by then known to be secret, and at no cost to the cases that are still to be asked.
type evidence struct {
	mu    sync.Mutex
	calls map[string][]*runner.Call // by case
}

// keep notes the calls of a case.
func (e *evidence) keep(id string, calls []*runner.Call) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.calls == nil {
		e.calls = map[string][]*runner.Call{}
	}
	e.calls[id] = calls
}

// take returns the calls of a case, and forgets them.
func (e *evidence) take(id string) []*runner.Call {
	e.mu.Lock()
	defer e.mu.Unlock()
	calls := e.calls[id]
	delete(e.calls, id)
	return calls
}

// record returns the exchanges of an outcome, and of the repetition of its request if there was one, redacted. Where they showed nothing there are none
// yet: Recorded adds them, unless the run is brief. A large answer is rendered at once, for of that only a part has to be kept.
func (s *Session) record(id string, out *runner.Outcome, again *runner.Call, shows bool) []reports.Exchange {
	var calls []*runner.Call
	for _, call := range append(slices.Clip(out.Before), out.Call, again) {
		if call == nil {
			continue
		}
		if call.Busy != nil {
			calls = append(calls, call.Busy)
		}
		calls = append(calls, call)
	}
	if shows || slices.ContainsFunc(calls, (*runner.Call).Large) {
		shown := s.exchanges(calls)
		if !shows && s.options.Brief {
			return []reports.Exchange{}
		}
		return shown
	}
	for _, call := range calls {
		s.redactor.Later(call)
	}
	if !s.options.Brief {
		s.evidence.keep(id, calls)
	}
	return []reports.Exchange{}
}

// exchanges returns calls as they may be shown.
func (s *Session) exchanges(calls []*runner.Call) []reports.Exchange {
	shown := make([]reports.Exchange, len(calls))
	for i, call := range calls {
		shown[i] = s.redactor.Record(call)
	}
	return shown
}

// Recorded returns a result of Run with all of its exchanges: those of a case that found nothing are added here. Report does so by itself; who hands a result
// to another process does it before.
func (s *Session) Recorded(r reports.Result) reports.Result {
	if len(r.Exchanges) == 0 {
		r.Exchanges = s.exchanges(s.evidence.take(r.Case))
	}
	return r
}
