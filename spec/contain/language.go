package contain

import (
	"encoding/binary"
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode"
)

// language is a regular language: the texts that every part accepts, or refuses where the part is negated.
//
//	patterns, formats, excluded texts -> parts (automata, made state by state) -> their product, walked breadth first -> shortest texts
type language struct {
	parts   []part
	letters []letter
}

type part struct {
	automaton
	not bool
}

// automaton is a deterministic automaton. States are small numbers; the first is 0.
type automaton interface {
	step(state int, r rune) int
	accepts(state int) bool
	cuts(add func(lo, hi rune))
}

// letter stands for all characters no part tells apart.
type letter struct {
	rune rune // the one that reads best
}

// languageOf returns a language that holds every text t allows and none of those excluded. doubt is not "" if it may hold others
// too; the language is nil if a pattern is too large.
func (s *search) languageOf(t texts, excluded []string) (m *language, doubt string) {
	m = &language{}
	for _, p := range t.patterns {
		source := p.pattern.RE2()
		if p.pattern.String() == "" {
			source = "(?:)" // it matches everything
		}
		if source == "" {
			doubt = fmt.Sprintf("the pattern %s looks ahead or behind, or refers back; texts were tried and none decided it", p.pattern)
			continue
		}
		a, err := newExpression(source)
		if err != nil {
			return nil, fmt.Sprintf("the pattern %s is too large: %v", p.pattern, err)
		}
		m.parts = append(m.parts, part{a, p.not})
	}
	for _, f := range t.formats {
		known, ok := formats[f.name]
		switch {
		case !ok:
			doubt = fmt.Sprintf("format %s is checked by no validator here, so nothing shows what it leaves out", f.name)
		case !known.exact && doubt == "":
			doubt = fmt.Sprintf("not everything that format %s says can be reckoned with", f.name)
		}
		expression := known.over
		if f.not {
			expression = known.under
			if known.exact {
				expression = known.over
			}
		}
		if expression == "" {
			continue
		}
		a, err := newExpression(expression)
		if err != nil {
			return nil, fmt.Sprintf("format %s: %v", f.name, err)
		}
		m.parts = append(m.parts, part{a, f.not})
	}
	if len(excluded) > 0 {
		m.parts = append(m.parts, part{newTrie(excluded), true})
	}
	m.alphabet()
	return m, doubt
}

// reading ranks characters by how well they read.
const reading = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_. /@:+,;!?#$%&*()='\"<>[]{}|~^`\\"

// alphabet finds the characters that some part tells apart, one for each kind.
func (m *language) alphabet() {
	cut := map[rune]bool{0: true, 0xD800: true, 0xE000: true, unicode.MaxRune + 1: true}
	add := func(lo, hi rune) { cut[lo], cut[hi+1] = true, true }
	for _, r := range [...][2]rune{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}, {'\n', '\n'}, {' ', '~'}} {
		add(r[0], r[1])
	}
	for _, p := range m.parts {
		p.cuts(add)
	}
	ends := make([]rune, 0, len(cut))
	for r := range cut {
		ends = append(ends, r)
	}
	slices.Sort(ends)
	for i, lo := range ends[:len(ends)-1] {
		if lo == 0xD800 {
			continue // surrogates are no characters
		}
		best := lo
		for _, r := range reading {
			if r >= lo && r < ends[i+1] {
				best = r
				break
			}
		}
		m.letters = append(m.letters, letter{best})
	}
	rank := func(r rune) int {
		if i := strings.IndexRune(reading, r); i >= 0 {
			return i
		}
		if unicode.IsPrint(r) {
			return 200
		}
		return 300
	}
	sort.SliceStable(m.letters, func(i, j int) bool { return rank(m.letters[i].rune) < rank(m.letters[j].rune) })
}

// node is a state of the product, reached by one more letter from another.
type node struct {
	states []int
	from   int // -1 for the first
	rune   rune
}

// mostNodes bounds the walk through one product.
const mostNodes = 60_000

// words returns up to most texts of the language with least to longest characters (longest -1: no bound), the shortest first, no
// two by the same states unless few are found; complete says whether, without words, there are none.
func (m *language) words(s *search, least, longest, most int) (found []string, complete bool) {
	nodes := []node{{states: make([]int, len(m.parts)), from: -1}}
	seen := map[string]int{}
	level := []int{0}
	for length := 0; len(level) > 0 && (longest < 0 || length <= longest); length++ {
		if length >= least {
			for _, n := range level {
				if m.accepts(nodes[n].states) {
					if found = append(found, spell(nodes, n)); len(found) >= most {
						return found, false
					}
				}
			}
		}
		if length < least {
			clear(seen) // before the least length, states count anew at each length
		}
		var next []int
		for _, n := range level {
			for _, l := range m.letters {
				states := make([]int, len(m.parts))
				for i, p := range m.parts {
					states[i] = p.step(nodes[n].states[i], l.rune)
				}
				key := stateKey(states)
				if seen[key] >= 1 {
					continue
				}
				seen[key]++
				if len(nodes) >= mostNodes || len(nodes)%16 == 0 && !s.spend(1) {
					return found, false
				}
				nodes = append(nodes, node{states, n, l.rune})
				next = append(next, len(nodes)-1)
			}
		}
		level = next
	}
	return found, true
}

func stateKey(states []int) string {
	var b []byte
	for _, s := range states {
		b = binary.AppendUvarint(b, uint64(s))
	}
	return string(b)
}

func (m *language) accepts(states []int) bool {
	for i, p := range m.parts {
		if p.accepts(states[i]) == p.not {
			return false
		}
	}
	return true
}

func spell(nodes []node, n int) string {
	var runes []rune
	for ; nodes[n].from >= 0; n = nodes[n].from {
		runes = append(runes, nodes[n].rune)
	}
	slices.Reverse(runes)
	return string(runes)
}
