package diff

import (
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/schema"
)

// conj is a list of schemas that all apply to the same value. The empty one accepts everything.
type conj []*schema.Schema

// pair is a schema of the base and what the revision has in its place. There is one pair for two components, however often they are
// reached, so a change in them is one change.
type pair struct {
	base, revision conj
	flat           [2]*flat // of base and of revision
	changes        []*change
	edges          []edge
}

// stepKind is how a value stands in the one around it.
type stepKind uint8

const (
	stepProperty   stepKind = iota // under a declared name
	stepItem                       // in an array
	stepAdditional                 // under a name that is not declared
	stepBranch                     // it is the same value, judged by one alternative of anyOf or oneOf
)

// step leads from a value to a part of it.
type step struct {
	kind stepKind
	name string // of a property
	item int    // of an item
}

// edge leads from a pair to the pair of a part.
type edge struct {
	step
	to                  *pair
	readOnly, writeOnly bool // in both documents, so that it travels in one direction only
}

// segment is the step as a segment of a JSON pointer; a branch has none.
func (s step) segment() (string, bool) {
	switch s.kind {
	case stepProperty:
		return s.name, true
	case stepItem:
		return strconv.Itoa(s.item), true
	case stepAdditional:
		return undeclaredName, true
	}
	return "", false
}

// undeclaredName is a name no document declares, for witnesses that hold one.
const undeclaredName = "undeclared_property"

// pairs makes each pair once.
type pairs struct {
	comparer *comparer
	known    map[string]*pair
	ids      map[*schema.Schema]int
}

func newPairs(c *comparer) *pairs {
	return &pairs{comparer: c, known: map[string]*pair{}, ids: map[*schema.Schema]int{}}
}

// get returns the pair of two conjunctions, or nil if they mean the same. Schemas are compared by their hashes, so what did not change
// costs no more than that.
func (p *pairs) get(base, revision conj) *pair {
	if p.comparer.base.dangles(base) || p.comparer.revision.dangles(revision) {
		return nil // of what is not there nothing is known: that is noted, and no change
	}
	base, revision = base.tidy(), revision.tidy()
	if sameMeaning(base, revision) {
		return nil
	}
	var key strings.Builder
	for _, side := range [2]conj{base, revision} {
		for _, s := range side {
			id, ok := p.ids[s]
			if !ok {
				id = len(p.ids)
				p.ids[s] = id
			}
			key.WriteString(strconv.Itoa(id) + ",")
		}
		key.WriteByte('|')
	}
	if known := p.known[key.String()]; known != nil {
		return known
	}
	made := &pair{base: base, revision: revision}
	p.known[key.String()] = made // before it is filled, for schemas hold themselves
	made.flat = [2]*flat{flatten(base), flatten(revision)}
	p.fill(made)
	return made
}

// tidy follows references that say nothing themselves and leaves out what accepts everything or stands twice.
func (c conj) tidy() conj {
	out := make(conj, 0, len(c))
	for _, s := range c {
		if s == nil || s.Any() {
			continue
		}
		if s = s.Target(); !s.Any() && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func sameMeaning(a, b conj) bool {
	if len(a) == 1 && len(b) == 1 {
		return a[0] == b[0] || a[0].Hash() == b[0].Hash()
	}
	return slices.Equal(hashes(a), hashes(b))
}

func hashes(c conj) []schema.Hash {
	var out []schema.Hash
	for _, s := range c {
		if h := s.Hash(); !slices.Contains(out, h) {
			out = append(out, h)
		}
	}
	slices.SortFunc(out, func(a, b schema.Hash) int { return slices.Compare(a[:], b[:]) })
	return out
}

// side returns the conjunction of one document.
func (p *pair) side(base bool) conj {
	if base {
		return p.base
	}
	return p.revision
}

// of returns the flat form of one document.
func (p *pair) of(base bool) *flat {
	if base {
		return p.flat[0]
	}
	return p.flat[1]
}
