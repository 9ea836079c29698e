package contain

import (
	"fmt"
	"slices"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// outcome is what is known about a goal: values that meet it; or, without values, that none does (open is "") or that it was not found
// out, and why.
type outcome struct {
	values []string // JSON texts, the simplest first
	open   string
	doubt  string // why a value may not do what is asked after all
}

func (o outcome) empty() bool { return len(o.values) == 0 && o.open == "" }

// add takes what another way to meet the same goal led to.
func (o *outcome) add(more outcome, want int) {
	for _, v := range more.values {
		if len(o.values) < want {
			o.values = append(o.values, v)
		}
	}
	if o.open == "" {
		o.open = more.open
	}
	if o.doubt == "" {
		o.doubt = more.doubt
	}
}

// search looks for values. It goes through goals depth first. A goal that is met again within itself counts as one nothing meets: a
// value is finite, so the smallest value of a goal holds no value of the same goal.
type search struct {
	options Options
	want    int // how many values are looked for where super is to be broken
	left    int // steps
	known   map[string]outcome
	open    map[string]int // goals being worked at, with their depth
	depth   int
	floor   int // the least depth of a goal in work that an answer relied on
	views   map[*schema.Schema]*schema.Keywords
	marks   map[*schema.Schema]string
	reached map[*schema.Schema]reach
	looks   map[string][]textRule // of patterns, by their text
	steps   []string
}

// maxDepth is how deep values may nest.
const maxDepth = 150

// nowhere is deeper than any goal.
const nowhere = 1 << 30

const outOfWork = "the schemas multiply too many alternatives"

func newSearch(o Options) *search {
	return &search{
		options: o, known: map[string]outcome{}, open: map[string]int{}, floor: nowhere,
		views: map[*schema.Schema]*schema.Keywords{}, marks: map[*schema.Schema]string{}, reached: map[*schema.Schema]reach{}, looks: map[string][]textRule{},
	}
}

// view returns what a schema says itself.
func (s *search) view(of *schema.Schema) *schema.Keywords {
	k := s.views[of]
	if k == nil {
		all := of.Keywords()
		k = &all
		s.views[of] = k
	}
	return k
}

// spend takes steps and says whether there were as many.
func (s *search) spend(steps int) bool {
	s.left -= steps
	return s.left >= 0
}

// wanted is how many values of a goal are looked for: several only where super is broken, as each may break it elsewhere.
func (s *search) wanted(g goal) int {
	for _, l := range g.literals {
		if l.super && l.not {
			return s.want
		}
	}
	return 1
}

// find looks for values that do everything that is asked and are none of those of unlike.
func (s *search) find(literals []literal, unlike ...string) outcome {
	g, ok := s.newGoal(literals, unlike)
	if g.whole = s.depth == 0; g.whole && s.surprise(g, "") != "" {
		g.key += "whole" // what hangs on the way by which it was entered is judged otherwise there
	}
	if !ok {
		return outcome{}
	}
	if o, ok := s.known[g.key]; ok {
		return o
	}
	if depth, ok := s.open[g.key]; ok {
		s.floor = min(s.floor, depth)
		return outcome{}
	}
	if s.depth >= maxDepth {
		return outcome{open: fmt.Sprintf("the schemas nest deeper than %d levels", maxDepth)}
	}
	outer := s.floor
	s.floor = nowhere
	s.depth++
	s.open[g.key] = s.depth
	o := s.solve(g)
	s.note(g, o)
	delete(s.open, g.key)
	s.depth--
	// What relied on a goal still in work may change once that is done; a value found stays one.
	if (s.floor > s.depth || len(o.values) > 0) && s.left >= 0 {
		s.known[g.key] = o
		s.floor = nowhere
	}
	s.floor = min(s.floor, outer)
	return o
}

// kinds are the JSON types in the order in which values are looked for: the shortest values first.
var kinds = [...]tape.Kind{tape.String, tape.Number, tape.Bool, tape.Null, tape.Array, tape.Object}

// solve looks for values of each JSON type in turn.
func (s *search) solve(g goal) outcome {
	want := s.wanted(g)
	out := outcome{}
	for _, kind := range kinds {
		b := s.newBranch(g, kind)
		o := s.run(b, want-len(out.values))
		out.add(s.confirmed(g, o), want)
		if len(out.values) >= want {
			break
		}
	}
	return out
}

// surprise returns why a value is not what it should be: otherwise, unless the goal hangs on a dynamic reference.
func (s *search) surprise(g goal, otherwise string) string {
	if slices.ContainsFunc(g.literals, func(l literal) bool { return s.reaches(l.schema).dynamic }) {
		return dynamicDoubt
	}
	return otherwise
}

const unexpected = "a value was made that the validator did not judge as expected"

// confirmed leaves out values that do not do what is asked. There are none unless a schema that depends on the way by which it was
// entered is involved, or a pattern that could not be judged.
func (s *search) confirmed(g goal, o outcome) outcome {
	kept := o.values[:0:0]
	for _, v := range o.values {
		if s.holds(g, v) {
			kept = append(kept, v)
		} else if o.open == "" {
			o.open = o.doubt
			if o.open == "" {
				o.open = s.surprise(g, unexpected)
			}
		}
	}
	o.values = kept
	return o
}

// holds says whether a value does everything a goal asks, by the validator. What depends on the way by which it was entered is
// left to the judgement of the whole value.
func (s *search) holds(g goal, text string) bool {
	t, _ := tape.Read([]byte(text), tape.Limits{})
	defer t.Release()
	if !t.Usable() {
		return false
	}
	if !unlike(g, t.Root()) {
		return false
	}
	for _, l := range g.literals {
		if (g.whole || !s.reaches(l.schema).dynamic) && l.schema.Accepts(t.Root(), schema.Options{Face: s.options.Face}) == l.not {
			return false
		}
	}
	return true
}

// unlike says whether a value is none of those it must not be.
func unlike(g goal, v tape.Value) bool {
	for _, text := range g.unlike {
		t, _ := tape.Read([]byte(text), tape.Limits{})
		equal := tape.Equal(t.Root(), v)
		t.Release()
		if equal {
			return false
		}
	}
	return true
}

// unjudged says why the validator alone cannot tell whether a value of a type does what a goal asks; "" if it can.
func (s *search) unjudged(g goal, kind tape.Kind) string {
	texts := kind == tape.String || kind == tape.Array || kind == tape.Object
	for _, l := range g.literals {
		switch r := s.reaches(l.schema); {
		case r.dynamic && !g.whole:
			return dynamicDoubt
		case r.unchecked && texts:
			return "a format is named that no validator here checks, so nothing shows what it leaves out"
		}
	}
	return ""
}

// run follows a branch to its end: as many values as wanted, or a contradiction in every way to go on.
func (s *search) run(b *branch, want int) outcome {
	if !s.spend(1) {
		return outcome{open: outOfWork}
	}
	if !b.settle() {
		return outcome{}
	}
	if b.fixed != nil {
		return b.enumerated(want)
	}
	if len(b.choices) > 0 {
		c := b.choices[0]
		b.choices = b.choices[1:]
		return s.each(b, c, want)
	}
	if len(b.denied) > 0 {
		return s.deny(b, want)
	}
	return b.leaf(want)
}

// each takes every option of a choice in turn.
func (s *search) each(b *branch, c choice, want int) outcome {
	out := outcome{}
	for _, option := range c {
		if !s.spend(1) {
			out.add(outcome{open: outOfWork}, want)
			return out
		}
		next := b.clone()
		if !option(next) {
			continue
		}
		out.add(s.run(next, want-len(out.values)), want)
		if len(out.values) >= want {
			return out
		}
	}
	return out
}

// deny breaks the schemas that are to be broken. If one of them alone cannot be, the branch ends at once, and if a value that breaks
// one breaks all, that is it. Schemas that nothing here conforms to are broken anyway.
func (s *search) deny(b *branch, want int) outcome {
	denied := b.denied
	if len(denied) == 1 {
		b.denied = nil
		return s.each(b, b.violations(denied[0]), want)
	}
	for i := range denied {
		alone := b.clone()
		alone.denied = denied[i : i+1]
		o := s.deny(alone, 1)
		if o.empty() {
			return o
		}
		if want == 1 && len(o.values) > 0 && s.holds(b.goal, o.values[0]) {
			return o
		}
	}
	kept := denied[:0:0]
	for _, l := range denied {
		inside := b.clone()
		inside.goal, inside.denied = goal{}, nil // whether anything at all conforms, whatever else the goal asks
		inside.met = slices.DeleteFunc(slices.Clone(b.met), func(m literal) bool { return m.not })
		positive := l.negated()
		positive.super = false // to the letter: that a name is not expected does not keep a value from conforming
		inside.ask(positive)
		if o := s.run(inside, 1); !o.empty() {
			kept = append(kept, l)
		}
	}
	if len(kept) == 0 {
		b.denied = nil
		return s.run(b, want)
	}
	first := kept[0]
	b.denied = kept[1:]
	return s.each(b, b.violations(first), want)
}
