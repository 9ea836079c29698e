package contain

import (
	"encoding/binary"
	"fmt"
	"regexp/syntax"
	"slices"
	"unicode"
)

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
