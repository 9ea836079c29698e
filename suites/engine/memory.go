package engine

import (
	"strconv"
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
	first map[string]string // by secret, the case whose answer handed it out first
	cases map[string]string // by request id, the case whose answer had it first
}

// recalled is what an answer is held to that stands in earlier ones.
type recalled struct {
	handedOut int             // how many secrets were handed out before
	handed    []checks.Handed // those that this answer hands out
	repeated  string          // the case whose answer had the same request id; "" if none had
}

// recall returns what is known before the answer of an outcome. It takes note of the answer, whose body is given, and of what prepared it.
func (m *memory) recall(pack *packs.Pack, out *runner.Outcome, body *tape.Tape) recalled {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, call := range out.Before {
		t, _ := tape.Read(call.Reply, tape.Limits{})
		m.note(pack, call, t)
		t.Release()
	}
	before := m.secrets.Count()
	known := m.note(pack, out.Call, body)
	known.handedOut = before
	return known
}

// note takes note of one answer.
func (m *memory) note(pack *packs.Pack, call *runner.Call, body *tape.Tape) (known recalled) {
	if !call.Complete || !body.Usable() {
		return known
	}
	for _, place := range pack.Secrets.Places {
		texts(body.Root(), place, "", func(at, secret string) {
			if secret == "" {
				return
			}
			m.secrets.HandOut(secret)
			known.handed = append(known.handed, checks.Handed{At: at, Secret: secret, Before: m.first[secret]})
			keep(&m.first, secret, call.Case)
		})
	}
	if pack.RequestID == "" {
		return known
	}
	id, ok := body.Root().At(pack.RequestID)
	if !ok || id.Kind() != tape.String || id.Text() == "" {
		return known
	}
	known.repeated = m.cases[id.Text()]
	keep(&m.cases, id.Text(), call.Case)
	return known
}

// keep remembers whose a text was first.
func keep(all *map[string]string, text, whose string) {
	if *all == nil {
		*all = map[string]string{}
	}
	if _, ok := (*all)[text]; !ok {
		(*all)[text] = whose
	}
}

// texts calls yield for the strings at a pointer below v, and says where each stands: the pointer goes on from at, and a segment * stands for every
// member and item.
func texts(v tape.Value, pointer, at string, yield func(at, text string)) {
	if pointer == "" {
		if v.Kind() == tape.String {
			yield(at, v.Text())
		}
		return
	}
	segment, rest := pointer[1:], ""
	if end := strings.IndexByte(segment, '/'); end >= 0 {
		segment, rest = segment[:end], segment[end:]
	}
	if segment != "*" {
		if below, ok := v.At(pointer[:1+len(segment)]); ok {
			texts(below, rest, at+"/"+segment, yield)
		}
		return
	}
	for c := v.Walk(); c.Next(); {
		step := strconv.Itoa(c.Index())
		if name := c.Name(); name != nil {
			step = string(name)
		}
		texts(c.Value(), rest, tape.PointerAppend(at, step), yield)
	}
}
