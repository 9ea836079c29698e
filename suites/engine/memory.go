package engine

import (
	"slices"
	"strings"
	"sync"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// memory is what the answers of a run leave behind for judging the next ones: the secrets that were handed out, and the ids of requests.
type memory struct {
	mu     sync.Mutex
	minted []string
	cases  map[string]string // by request id, the case whose answer had it first
}

// recall returns what is known before the answer of an outcome, and takes note of it and of what prepared it.
func (m *memory) recall(pack *packs.Pack, out *runner.Outcome) (minted []string, repeated string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, call := range out.Before {
		m.note(pack, call)
	}
	minted = slices.Clone(m.minted)
	return minted, m.note(pack, out.Call)
}

// note takes note of one answer, and returns the case whose answer had the same request id; "" if none had.
func (m *memory) note(pack *packs.Pack, call *runner.Call) string {
	t, _ := tape.Read(call.Reply, tape.Limits{})
	defer t.Release()
	if !call.Complete || !t.Usable() {
		return ""
	}
	for _, at := range pack.Secrets.Places {
		for _, secret := range texts(t.Root(), strings.Split(at, "/")[1:]) {
			if secret != "" && !slices.Contains(m.minted, secret) {
				m.minted = append(m.minted, secret)
			}
		}
	}
	if pack.RequestID == "" {
		return ""
	}
	id, ok := t.Root().At(pack.RequestID)
	if !ok || id.Kind() != tape.String || id.Text() == "" {
		return ""
	}
	if before, ok := m.cases[id.Text()]; ok {
		return before
	}
	if m.cases == nil {
		m.cases = map[string]string{}
	}
	m.cases[id.Text()] = call.Case
	return ""
}

// texts are the strings at a path below v; a segment * stands for every member and item.
func texts(v tape.Value, path []string) []string {
	if len(path) == 0 {
		if v.Kind() == tape.String {
			return []string{v.Text()}
		}
		return nil
	}
	var out []string
	if path[0] != "*" {
		if below, ok := v.At("/" + path[0]); ok {
			return texts(below, path[1:])
		}
		return nil
	}
	for _, below := range v.Members() {
		out = append(out, texts(below, path[1:])...)
	}
	for _, below := range v.Items() {
		out = append(out, texts(below, path[1:])...)
	}
	return out
}
