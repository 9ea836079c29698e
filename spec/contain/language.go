package contain

import (
	"encoding/binary"
	"fmt"
	"regexp/syntax"
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

// trie is the automaton of a few texts.
type trie struct {
	next []map[rune]int
	ends []bool
}

func newTrie(texts []string) *trie {
	t := &trie{next: []map[rune]int{{}, {}}, ends: []bool{false, false}} // state 1 is the dead end
	for _, text := range texts {
		at := 0
		for _, r := range text {
			to, ok := t.next[at][r]
			if !ok {
				to = len(t.next)
				t.next, t.ends = append(t.next, map[rune]int{}), append(t.ends, false)
				t.next[at][r] = to
			}
			at = to
		}
		t.ends[at] = true
	}
	return t
}

func (t *trie) step(state int, r rune) int {
	if to, ok := t.next[state][r]; ok {
		return to
	}
	return 1
}

func (t *trie) accepts(state int) bool { return t.ends[state] }

func (t *trie) cuts(add func(lo, hi rune)) {
	for _, next := range t.next {
		for r := range next {
			add(r, r)
		}
	}
}

// expression is the automaton of the texts that hold a match of a regular expression.
type expression struct {
	prog   *syntax.Prog
	states []threads
	known  map[string]int
	steps  map[[2]int]int
}

// threads is one state: where in the program the matches that have begun stand, before the conditions that look at the next character.
type threads struct {
	at      []uint32
	before  rune // a character of the kind that came last: -1 at the start
	matched bool
}

// mostInstructions bounds programs, mostStates the automaton of one.
const (
	mostInstructions = 5000
	mostStates       = 4000
)

func newExpression(source string) (*expression, error) {
	re, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return nil, err
	}
	prog, err := syntax.Compile(re.Simplify())
	if err != nil {
		return nil, err
	}
	if len(prog.Inst) > mostInstructions {
		return nil, fmt.Errorf("it has %d steps, and %d are reckoned with", len(prog.Inst), mostInstructions)
	}
	e := &expression{prog: prog, known: map[string]int{}, steps: map[[2]int]int{}}
	e.state(threads{at: []uint32{uint32(prog.Start)}, before: -1})
	return e, nil
}

// state returns the number of a state.
func (e *expression) state(t threads) int {
	slices.Sort(t.at)
	t.at = slices.Compact(t.at)
	if t.matched {
		t.at, t.before = nil, 0
	}
	key := make([]byte, 0, 4*len(t.at)+6)
	key = binary.AppendVarint(key, int64(t.before))
	if t.matched {
		key = append(key, 'm')
	}
	for _, pc := range t.at {
		key = binary.AppendUvarint(key, uint64(pc))
	}
	n, ok := e.known[string(key)]
	if !ok {
		n = len(e.states)
		e.states = append(e.states, t)
		e.known[string(key)] = n
	}
	return n
}

// closure follows the empty moves from the threads of a state, between the last character and the next one (-1 at the end).
func (e *expression) closure(t threads, next rune) (at []uint32, matched bool) {
	holds := syntax.EmptyOpContext(t.before, next)
	seen := make([]bool, len(e.prog.Inst))
	stack := slices.Clone(t.at)
	for len(stack) > 0 {
		pc := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if seen[pc] {
			continue
		}
		seen[pc] = true
		switch in := &e.prog.Inst[pc]; in.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			stack = append(stack, in.Out, in.Arg)
		case syntax.InstCapture, syntax.InstNop:
			stack = append(stack, in.Out)
		case syntax.InstEmptyWidth:
			if syntax.EmptyOp(in.Arg)&^holds == 0 {
				stack = append(stack, in.Out)
			}
		case syntax.InstMatch:
			matched = true
		case syntax.InstFail:
		default:
			at = append(at, pc)
		}
	}
	return at, matched
}

func (e *expression) step(state int, r rune) int {
	if to, ok := e.steps[[2]int{state, int(r)}]; ok {
		return to
	}
	t := e.states[state]
	next := threads{matched: t.matched, before: kindOf(r)}
	if !t.matched {
		at, matched := e.closure(t, r)
		next.matched = matched
		for _, pc := range at {
			if in := &e.prog.Inst[pc]; in.MatchRune(r) {
				next.at = append(next.at, in.Out)
			}
		}
		next.at = append(next.at, uint32(e.prog.Start)) // a match may begin anywhere
	}
	to := e.state(next)
	e.steps[[2]int{state, int(r)}] = to
	return to
}

func (e *expression) accepts(state int) bool {
	t := e.states[state]
	if t.matched {
		return true
	}
	_, matched := e.closure(t, -1)
	return matched
}

// kindOf returns a character that the conditions of an expression cannot tell from r.
func kindOf(r rune) rune {
	switch {
	case syntax.IsWordChar(r):
		return 'a'
	case r == '\n':
		return '\n'
	}
	return ' '
}

// cuts names the ranges of characters the expression tells apart.
func (e *expression) cuts(add func(lo, hi rune)) {
	for i := range e.prog.Inst {
		switch in := &e.prog.Inst[i]; in.Op {
		case syntax.InstRune, syntax.InstRune1:
			if len(in.Rune) == 1 {
				r := in.Rune[0]
				add(r, r)
				if syntax.Flags(in.Arg)&syntax.FoldCase != 0 {
					for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
						add(f, f)
					}
				}
				continue
			}
			for j := 0; j+1 < len(in.Rune); j += 2 {
				add(in.Rune[j], in.Rune[j+1])
			}
		case syntax.InstRuneAnyNotNL:
			add('\n', '\n')
		}
	}
}
