package contain

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/schema"
)

// literal is one thing that is asked of a value: that it conforms to a schema, or that it does not.
type literal struct {
	schema *schema.Schema
	not    bool
	super  bool   // it was asked by super, not by sub
	excuse string // names that may be absent though required, because of the face; each ends in a zero byte
	track  uint64 // the unevaluated keywords that want to know what the schema evaluates, a bit each
}

// negated returns what is asked if l is not.
func (l literal) negated() literal {
	l.not, l.track = !l.not, 0
	return l
}

// key is equal for literals that ask the same of a value.
func (l literal) key() string {
	h := l.schema.Hash()
	var b [18]byte
	copy(b[:], h[:])
	if l.not {
		b[16] = 1
	}
	if l.super {
		b[17] = 1
	}
	return string(b[:]) + l.excuse
}

// opposite says whether l and m can never both hold.
func opposite(l, m literal) bool {
	return l.not != m.not && l.excuse == m.excuse && (l.schema == m.schema || l.schema.Hash() == m.schema.Hash())
}

// goal is what is asked of one value, in the one order that makes equal goals equal.
type goal struct {
	literals []literal
	unlike   []string // values it must not be, as JSON texts
	key      string
	whole    bool // the value is judged as a whole, not as a part of another
}

// newGoal returns the goal to do all the literals ask with another value than those of unlike; ok is false if they contradict each other plainly.
func (s *search) newGoal(literals []literal, unlike []string) (g goal, ok bool) {
	g.unlike = unlike
	keys := map[string]bool{}
	for _, l := range literals {
		l.track = 0
		if s.never(l) {
			return goal{}, false
		}
		if !l.not && s.any(l.schema) || keys[l.key()] {
			continue
		}
		for _, other := range g.literals {
			if opposite(l, other) {
				return goal{}, false
			}
		}
		keys[l.key()] = true
		g.literals = append(g.literals, l)
	}
	slices.SortStableFunc(g.literals, func(a, b literal) int { return strings.Compare(a.key(), b.key()) })
	var b bytes.Buffer
	for _, l := range g.literals {
		k := l.key()
		b.Write(binary.AppendUvarint(nil, uint64(len(k))))
		b.WriteString(k)
	}
	for _, v := range unlike {
		b.WriteByte(0)
		b.WriteString(v)
	}
	g.key = b.String()
	return g, true
}
