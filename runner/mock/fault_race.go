package mock

import (
	"time"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// raceFaults are right as long as nothing else is asked at the same moment.
var raceFaults = []Fault{
	{Name: "race-same-id", Class: ClassRace, Does: "gives two customers that are created at the same moment one id", Rule: "resource-unique", on: onCreate, needs: true, serve: func(right func(*visit), v *visit) {
		first := v.meet()
		right(v)
		if first != nil && v.success() && v.right() {
			<-first.done
			v.put(atID, string(tape.Quote(tape.TextAt(first.visit.out, atID))))
		}
		v.part()
	}},
	{Name: "race-mixed-values", Class: ClassRace, Does: "registers a customer under the name of another that is created at the same moment", Rule: "resource-apart", on: onCreate, needs: true, serve: func(right func(*visit), v *visit) {
		if first := v.meet(); first != nil {
			v.write("/company_name", tape.TextAt(first.visit.in, "/company_name"))
		}
		right(v)
		v.part()
	}},
	{Name: "race-fails", Class: ClassRace, Does: "fails where two customers are created at the same moment", Rule: "no-server-error", on: onCreate, needs: true, serve: func(right func(*visit), v *visit) {
		if v.meet() != nil {
			refuse(&refuseServer)(v)
			return
		}
		right(v)
		v.part()
	}},
}

// patience is how long a request waits for another one at the same moment: long enough for a busy machine, and short enough for those that come alone.
const patience = 200 * time.Millisecond

// meeting is a request that waits for another one.
type meeting struct {
	visit        *visit
	joined, done chan struct{}
}

// meet returns the request that waits for company; nil, after a while, if none does, and then this one waits. Whoever calls it calls part when it has its answer.
func (v *visit) meet() *meeting {
	w := v.mock
	w.mu.Lock()
	if first := w.waiting; first != nil {
		w.waiting = nil
		w.mu.Unlock()
		close(first.joined)
		return first
	}
	own := &meeting{visit: v, joined: make(chan struct{}), done: make(chan struct{})}
	w.waiting, v.meeting = own, own
	w.mu.Unlock()
	select {
	case <-own.joined:
	case <-time.After(patience):
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.waiting == own {
			w.waiting = nil
		}
	}
	return nil
}

// part tells whom the request has met that it has its answer.
func (v *visit) part() {
	if v.meeting != nil {
		close(v.meeting.done)
	}
}
