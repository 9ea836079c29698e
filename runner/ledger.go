package runner

import (
	"slices"
	"sync"

	"github.com/plumbline-dev/plumbline/reports"
)

// entry is one resource that this run created.
type entry struct {
	resource  string
	id        string
	operation string // that created it
	owner     string // the case or workflow that may change it; empty for a shared one
	fixed     string // why it cannot be removed any more; empty while it can
	doubt     string // the operation, removing or irreversible, that may have been applied to it: its answer is lost
}

// ledger remembers what was created, so that all of it is removed again or listed. It may be used by several goroutines.
type ledger struct {
	mu      sync.Mutex
	entries []*entry
}

// add takes note of a created resource; the same id is kept once, and what came without one each time.
func (l *ledger) add(e *entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !slices.ContainsFunc(l.entries, func(old *entry) bool { return old.id != "" && old.id == e.id && old.resource == e.resource }) {
		l.entries = append(l.entries, e)
	}
}

// drop forgets a resource that is gone; without an id nobody knows which.
func (l *ledger) drop(resource, id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries = slices.DeleteFunc(l.entries, func(e *entry) bool { return id != "" && e.resource == resource && e.id == id })
}

// fix marks a resource that can no longer be removed.
func (l *ledger) fix(resource, id, why string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, e := range l.entries {
		if e.resource == resource && e.id == id {
			e.fixed = why
		}
	}
}

// doubt marks a resource that an operation may have been applied to.
func (l *ledger) doubt(resource, id, operation string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, e := range l.entries {
		if e.resource == resource && e.id == id {
			e.doubt = operation
		}
	}
}

// removable returns the resources of owner that can still be removed, newest first; an empty owner means all.
func (l *ledger) removable(owner string) []*entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []*entry
	for _, e := range slices.Backward(l.entries) {
		if e.fixed == "" && (owner == "" || e.owner == owner) {
			out = append(out, e)
		}
	}
	return out
}

// leftovers returns what is still there.
func (l *ledger) leftovers() []reports.Leftover {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := []reports.Leftover{}
	for _, e := range l.entries {
		reason := e.fixed
		if reason == "" {
			reason = "not removed yet"
		}
		out = append(out, reports.Leftover{Resource: e.resource, ID: e.id, Operation: e.operation, Reason: reason})
	}
	return out
}
