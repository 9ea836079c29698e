package contain

import (
	"fmt"
	"slices"
	"strings"
)

// layout is an array as it is being put together.
type layout struct {
	b      *branch
	a      *arrays
	want   int
	zone   int // items from here on are all alike
	counts []int
	asked  [][]literal // what is asked of each item so far
	twin   [2]int
	met    []bool // the demands that are met
	out    outcome
	size   int
}

// mostItems is how many items an array is given.
const mostItems = 2000

// solveArray looks for an array, the shortest first.
func (b *branch) solveArray(want int) outcome {
	a := &b.arrays
	if a.most >= 0 && a.least > a.most {
		return outcome{}
	}
	if a.unique && a.twins > 0 {
		return outcome{}
	}
	if a.twins > 1 || len(a.rest) > 0 && len(a.counts) > 4 {
		return outcome{open: "several keywords ask for equal items at once"}
	}
	zone, longest := 0, a.least
	for _, g := range a.groups {
		zone = max(zone, len(g.prefix))
	}
	for _, d := range a.demands {
		zone = max(zone, d.from+1)
	}
	extra := len(a.demands) + 2*a.twins
	for _, c := range a.counts {
		extra += c.least
	}
	longest = max(longest, zone+extra) + len(b.others())
	if a.most >= 0 {
		longest = min(longest, a.most)
	}
	if longest > mostItems {
		return outcome{open: fmt.Sprintf("arrays of more than %d items are not reckoned with", mostItems)}
	}
	out := outcome{}
	for size := a.least; size <= longest; size++ {
		l := &layout{b: b, a: a, want: want, zone: zone, size: size, counts: make([]int, len(a.counts)), met: make([]bool, len(a.demands)), twin: [2]int{-1, -1}}
		l.begin()
		out.add(l.out, want)
		if len(out.values) >= want {
			break
		}
	}
	if out.empty() && len(a.demands) > mostDemands {
		out.open = "more keywords ask for items that break them than are tried on one item"
	}
	return out
}

// begin chooses which two items are equal, if any have to be.
func (l *layout) begin() {
	if l.a.twins == 0 {
		l.item(0)
		return
	}
	for i := range l.size {
		for j := i + 1; j < l.size; j++ {
			l.twin = [2]int{i, j}
			l.item(0)
			if l.done() {
				return
			}
		}
	}
}

func (l *layout) done() bool { return len(l.out.values) >= l.want || l.b.search.left < 0 }

// item decides what is asked of one item, and goes on to the next.
func (l *layout) item(i int) {
	if !l.b.search.spend(1) {
		l.out.add(outcome{open: outOfWork}, l.want)
		return
	}
	if i == l.size {
		l.finish()
		return
	}
	for _, p := range l.profiles(i) {
		l.try(i, p)
		if l.done() {
			return
		}
	}
}

// profile is one way an item can be: which of the counted schemas it conforms to, and which demands it meets.
type profile struct {
	matches uint64
	demands []int
}

// mostDemands is up to how many demands are tried on one item in every way; of more each alone and all at once.
const mostDemands = 5

func (l *layout) profiles(i int) []profile {
	var open []int
	for d, demand := range l.a.demands {
		if !l.met[d] && (i == demand.from || i > demand.from && !demand.exact) {
			open = append(open, d)
		}
	}
	slices.Reverse(open)
	sets := [][]int{open} // an item that meets demands first, one that meets none last
	if len(open) <= mostDemands {
		sets = nil
		for set := uint64(1)<<len(open) - 1; set > 0; set-- {
			var some []int
			for at, d := range open {
				if set&(1<<at) != 0 {
					some = append(some, d)
				}
			}
			sets = append(sets, some)
		}
		slices.SortStableFunc(sets, func(a, b []int) int { return len(a) - len(b) })
	} else {
		for _, d := range open {
			sets = append(sets, []int{d})
		}
	}
	var all []profile
	for _, set := range append(sets, nil) {
		for m := range uint64(1) << len(l.a.counts) {
			all = append(all, profile{m, set})
		}
	}
	return all
}

// literals are what is asked of an item of a profile; ok is false if it cannot be.
func (l *layout) literals(i int, p profile) (asked []literal, ok bool) {
	for _, g := range l.a.groups {
		if s, applies := g.at(i); applies {
			asked = append(asked, literal{schema: s, super: g.super})
		}
	}
	for c, count := range l.a.counts {
		asked = append(asked, literal{schema: count.schema, super: count.super, not: p.matches&(1<<c) == 0})
	}
	for _, r := range l.a.rest {
		if !l.evaluated(i, p, r.tracker) {
			asked = append(asked, literal{schema: r.schema, super: r.super})
		}
	}
	for _, at := range p.demands {
		d := l.a.demands[at]
		if d.beside != 0 && l.evaluated(i, p, d.beside) {
			return nil, false
		}
		asked = append(asked, literal{schema: d.schema, super: d.super, not: d.not})
	}
	return asked, true
}

// evaluated says whether the keywords of a tracker evaluate an item. Source: JSON Schema 2020-12 Core, section 11.2.
func (l *layout) evaluated(i int, p profile, tracker uint64) bool {
	for _, g := range l.a.groups {
		if _, applies := g.at(i); applies && g.track&tracker != 0 {
			return true
		}
	}
	for _, r := range l.a.rest {
		if r.track&tracker != 0 {
			return true
		}
	}
	for c, count := range l.a.counts {
		if count.track&tracker != 0 && p.matches&(1<<c) != 0 {
			return true
		}
	}
	return false
}

func (l *layout) try(i int, p profile) {
	asked, ok := l.literals(i, p)
	if !ok {
		return
	}
	for c, count := range l.a.counts {
		if p.matches&(1<<c) != 0 {
			if l.counts[c]++; count.most >= 0 && l.counts[c] > count.most {
				ok = false
			}
		}
	}
	for _, d := range p.demands {
		l.met[d] = true
	}
	if ok {
		l.asked = append(l.asked, asked)
		if l.twin[1] == i {
			l.asked[l.twin[0]] = append(slices.Clip(l.asked[l.twin[0]]), asked...)
			first := l.asked[l.twin[0]]
			if o := l.b.search.find(first); !o.empty() {
				l.item(i + 1)
			}
			l.asked[l.twin[0]] = first[:len(first)-len(asked)]
		} else if o := l.b.search.find(asked); !o.empty() {
			l.item(i + 1)
		}
		l.asked = l.asked[:i]
	}
	for _, d := range p.demands {
		l.met[d] = false
	}
	for c := range l.a.counts {
		if p.matches&(1<<c) != 0 {
			l.counts[c]--
		}
	}
}

// finish makes the array, if everything that was demanded is there.
func (l *layout) finish() {
	for _, met := range l.met {
		if !met {
			return
		}
	}
	for c, count := range l.a.counts {
		if l.counts[c] < count.least {
			return
		}
	}
	if others := l.b.others(); l.a.unique || len(others) > 0 {
		l.pick(others)
		return
	}
	values := make([]string, l.size)
	vary, variants := -1, []string(nil)
	for i, asked := range l.asked {
		o := l.b.search.find(asked)
		if len(o.values) == 0 {
			l.out.add(outcome{open: o.open}, l.want)
			return
		}
		values[i] = o.values[0]
		if vary < 0 && len(o.values) > 1 {
			vary, variants = i, o.values
		}
	}
	if l.twin[1] >= 0 {
		values[l.twin[1]] = values[l.twin[0]]
	}
	l.give(values)
	if vary >= 0 && l.twin[1] < 0 {
		for _, v := range variants[1:] {
			values[vary] = v
			l.give(values)
		}
	}
}

func (l *layout) give(values []string) {
	l.out.add(outcome{values: []string{"[" + strings.Join(values, ",") + "]"}}, l.want)
}

// Bounds on arrays whose items all differ, or that differ from other arrays.
const (
	mostDistinct = 40
	mostPicked   = 5000
)

// pick looks for an array whose items all differ, or that is none of others. An item that can be as many values as there are items, and
// one more than there are others, can always be another than those; so no more values of each are looked at.
func (l *layout) pick(others []string) {
	enough := len(others) + 1
	if l.a.unique {
		enough = max(enough, l.size)
	}
	if enough > mostDistinct {
		l.out.add(outcome{open: fmt.Sprintf("more than %d items or arrays that all differ are not reckoned with", mostDistinct)}, l.want)
		return
	}
	domains := make([][]string, l.size)
	known := map[string][]string{}
	for i, asked := range l.asked {
		g, ok := l.b.search.newGoal(asked, nil)
		if !ok {
			return
		}
		if _, done := known[g.key]; !done {
			known[g.key] = l.domain(asked, enough)
		}
		domains[i] = known[g.key]
	}
	left := mostPicked
	l.assign(domains, nil, others, &left)
}

// domain returns values of an item, as many as are wanted or as there are.
func (l *layout) domain(asked []literal, want int) []string {
	var values []string
	for len(values) < want {
		o := l.b.search.find(asked, values...)
		if len(o.values) == 0 {
			l.out.add(outcome{open: o.open}, l.want)
			break
		}
		values = append(values, o.values[0])
	}
	return values
}

// assign takes a value of each domain in every way, until an array is as it should be.
func (l *layout) assign(domains [][]string, taken, others []string, left *int) {
	if *left--; *left < 0 || !l.b.search.spend(1) {
		l.out.add(outcome{open: outOfWork}, l.want)
		return
	}
	i := len(taken)
	if i == len(domains) {
		if !slices.Contains(others, "["+strings.Join(taken, ",")+"]") {
			l.give(taken)
		}
		return
	}
	if i == l.twin[1] {
		l.assign(domains, append(taken, taken[l.twin[0]]), others, left)
		return
	}
	for _, v := range domains[i] {
		if l.a.unique && slices.Contains(taken, v) {
			continue
		}
		if l.assign(domains, append(taken, v), others, left); l.done() || *left < 0 {
			return
		}
	}
}
