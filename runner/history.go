package runner

import (
	"slices"
	"sync"

	"github.com/plumbline-dev/plumbline/spec/packs"
)

// history is what was carried out in a run, so that a resource that is not as it was can be told with what may have changed it.
type history struct {
	mu      sync.Mutex
	changes []change       // in the order of their answers
	met     map[string]met // by id, when a resource was last answered with success about
}

// change is one request that was carried out and changes what it is about, or removes it.
type change struct{ operation, id string }

// met is where a resource was answered with success about, and how many changes there had been.
type met struct {
	operation, where string
	changes          int
}

// Past is what is known of a resource before an answer about it.
type Past struct {
	Operation string   // that was answered with success about it last; "" if none was
	Case      string   // whose answer that was
	Others    []string // the operations that changed or removed another resource since, each once
}

// before returns what is known of the resource with the given id.
func (h *history) before(id string) (past Past) {
	h.mu.Lock()
	defer h.mu.Unlock()
	last, ok := h.met[id]
	if !ok || id == "" {
		return past
	}
	past.Operation, past.Case = last.operation, last.where
	for _, c := range h.changes[last.changes:] {
		if c.id != id && !slices.Contains(past.Others, c.operation) {
			past.Others = append(past.Others, c.operation)
		}
	}
	return past
}

// note takes note of an answer to a case, or to what a case needs, about the resource with the given id.
func (h *history) note(op packs.Operation, where, id string, call *Call) {
	if id == "" || call == nil || call.Status < 200 || call.Status > 299 {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if op.Effect != packs.Read && op.Effect != packs.Create {
		h.changes = append(h.changes, change{op.ID, id})
	}
	if h.met == nil {
		h.met = map[string]met{}
	}
	h.met[id] = met{op.ID, where, len(h.changes)}
}
