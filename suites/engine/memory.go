package engine

import (
	"strings"
	"sync"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/suites/checks"
)

// memory is what the answers of a run leave behind for judging the next ones: the secrets that were handed out, and the ids of requests.
type memory struct {
	secrets checks.Secrets

	mu    sync.Mutex
	cases map[string]string // by request id, the case whose answer had it first
}

// recall returns how many secrets were handed out before the answer of an outcome, and the case whose answer had the same request id; "" if none
// had. It takes note of the answer, whose body is given, and of what prepared it.
func (m *memory) recall(pack *packs.Pack, out *runner.Outcome, body *tape.Tape) (handedOut int, repeated string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, call := range out.Before {
		t, _ := tape.Read(call.Reply, tape.Limits{})
		m.note(pack, call, t)
		t.Release()
	}
	handedOut = m.secrets.Count()
	return handedOut, m.note(pack, out.Call, body)
}

// note takes note of one answer, and returns the case whose answer had the same request id; "" if none had.
func (m *memory) note(pack *packs.Pack, call *runner.Call, body *tape.Tape) string {
	if !call.Complete || !body.Usable() {
		return ""
	}
	for _, at := range pack.Secrets.Places {
		texts(body.Root(), at, m.secrets.HandOut)
	}
	if pack.RequestID == "" {
		return ""
	}
	id, ok := body.Root().At(pack.RequestID)
	if !ok || id.Kind() != tape.String || id.Text() == "" {
		return ""
	}
	name := id.Text()
	if before, ok := m.cases[name]; ok {
		return before
	}
	if m.cases == nil {
		m.cases = map[string]string{}
	}
	m.cases[name] = call.Case
	return ""
}

// texts calls yield for the strings at a pointer below v; a segment * stands for every member and item.
func texts(v tape.Value, pointer string, yield func(string)) {
	if pointer == "" {
		if v.Kind() == tape.String {
			yield(v.Text())
		}
		return
	}
	segment, rest := pointer[1:], ""
	if end := strings.IndexByte(segment, '/'); end >= 0 {
		segment, rest = segment[:end], segment[end:]
	}
	if segment != "*" {
		if below, ok := v.At(pointer[:1+len(segment)]); ok {
			texts(below, rest, yield)
		}
		return
	}
	for c := v.Walk(); c.Next(); {
		texts(c.Value(), rest, yield)
	}
}
