package runner

import (
	"slices"
	"sync"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// entry is one resource that this run created.
type entry struct {
	resource  string
	id        string // empty where no answer said it
	name      string // what the request called it; only where the id is not known
	operation string // that created it
	owner     string // the case or workflow that may change it; empty for a shared one
	fixed     string // why it cannot be removed any more; empty while it can
	doubt     string // the operation, removing or irreversible, that may have been applied to it: its answer is lost
}

// ledger remembers what was created, so that all of it is removed again or listed. It may be used by several goroutines.
type ledger struct {
	mu      sync.Mutex
	entries []*entry
	failed  map[string]failures // by resource, since one was removed
}

// failures are removals that failed one after the other.
type failures struct {
	count int
	why   string // the last one did
}

// add takes note of a created resource; the same id is kept once, and so is the same name where no id is known. It returns what has the id already; nil if
// nothing has.
func (l *ledger) add(e *entry) *entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	i := slices.IndexFunc(l.entries, func(old *entry) bool {
		return old.id+old.name != "" && old.id == e.id && old.name == e.name && old.resource == e.resource
	})
	switch {
	case i < 0:
		l.entries = append(l.entries, e)
	case e.id != "":
		return l.entries[i]
	}
	return nil
}

// suspect lists what a request that was refused may have created, since its name is taken.
func (l *ledger) suspect(res *packs.Resource, operation string, call *Call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(res.Unique) > 0 {
		l.entries = append(l.entries, &entry{
			resource: res.Name, name: tape.TextAt(call.Body, res.Unique[0]), operation: operation,
			fixed: "a request for it that was refused may have created it, so its id is not known; if it is there, it bears this name",
		})
	}
}

// ids returns which of some values are ids of what was created.
func (l *ledger) ids(values map[string]string) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var ids []string
	for _, value := range values {
		if slices.ContainsFunc(l.entries, func(e *entry) bool { return e.id != "" && e.id == value }) {
			ids = append(ids, value)
		}
	}
	return ids
}

// drop forgets a resource that is gone; without an id nobody knows which.
func (l *ledger) drop(resource, id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.failed, resource)
	l.entries = slices.DeleteFunc(l.entries, func(e *entry) bool { return id != "" && e.resource == resource && e.id == id })
}

// fix marks a resource that can no longer be removed; what has no id keeps the reason that it has.
func (l *ledger) fix(resource, id, why string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, e := range l.entries {
		if id != "" && e.resource == resource && e.id == id {
			e.fixed = why
		}
	}
}

// fail marks a resource whose removal failed, whoever is at fault: it stays.
func (l *ledger) fail(resource, id, why string) {
	l.fix(resource, id, why)
	l.count(resource, why)
}

// count takes note of a removal that failed, for now.
func (l *ledger) count(resource, why string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.failed == nil {
		l.failed = map[string]failures{}
	}
	l.failed[resource] = failures{l.failed[resource].count + 1, why}
}

// failing returns how many removals of a resource failed since one of it was removed, and why the last one did.
func (l *ledger) failing(resource string) (count int, why string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	f := l.failed[resource]
	return f.count, f.why
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
		out = append(out, reports.Leftover{Resource: e.resource, ID: e.id, Name: e.name, Operation: e.operation, Reason: reason})
	}
	return out
}
