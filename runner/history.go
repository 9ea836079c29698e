package runner

import (
	"cmp"
	"slices"
	"sync"

	"github.com/plumbline-dev/plumbline/spec/packs"
)

// history is what was carried out in a run, so that a resource that is not as it was can be told with what may have changed it.
type history struct {
	mu      sync.Mutex
	changes []change     // in the order of their answers
	met     map[what]met // when a resource was last answered with success about
}

// what is one resource: two of different kinds may have one id.
type what struct{ resource, id string }

// change is one request of a case or a workflow that was carried out and changes what it is about, or removes it.
type change struct {
	operation, owner string
	what             what
}

// met is where a resource was answered with success about, and how many changes there had been.
type met struct {
	operation, owner, where string
	changes                 int
}

// Past is what is known of a resource before an answer about it.
type Past struct {
	Operation string   // that was answered with success about it last; "" if none was
	Case      string   // whose answer that was
	Others    []string // the operations that changed or removed another resource since, each once
}

// before returns what is known of a resource that c is about. Where others are driven beside c, which of them came first is chance, and only what was done in
// its own workflow counts.
func (d *Driver) before(c *Case, id string) Past {
	return d.history.before(what{d.Pack.Operation(c.Operation).Resource, id}, ownerOf(c), d.Beside)
}

// before returns what is known of a resource, or of that what the owner's own requests say.
func (h *history) before(it what, owner string, own bool) (past Past) {
	h.mu.Lock()
	defer h.mu.Unlock()
	last, ok := h.met[it]
	if !ok || own && last.owner != owner {
		return past
	}
	past.Operation, past.Case = last.operation, last.where
	for _, other := range h.changes[last.changes:] {
		if other.what != it && !slices.Contains(past.Others, other.operation) && (!own || other.owner == owner) {
			past.Others = append(past.Others, other.operation)
		}
	}
	return past
}

// note takes note of an answer to a case of an owner, or to what a case needs, about the resource with the given id.
func (h *history) note(op packs.Operation, owner, where, id string, call *Call) {
	if id == "" || call == nil || call.Status < 200 || call.Status > 299 {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	it := what{op.Resource, id}
	if op.Effect != packs.Read && op.Effect != packs.Create {
		h.changes = append(h.changes, change{op.ID, owner, it})
	}
	if h.met == nil {
		h.met = map[what]met{}
	}
	h.met[it] = met{op.ID, owner, where, len(h.changes)}
}

// ownerOf is the workflow or group whose cases come one after the other, or the case alone.
func ownerOf(c *Case) string { return cmp.Or(c.Workflow, c.ID) }
