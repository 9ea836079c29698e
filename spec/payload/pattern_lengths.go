package payload

import (
	"math"
	"slices"
)

// span is a run of lengths, both ends counted in.
type span struct{ lo, hi int }

// unbounded is the upper end of a span that has none. It is small enough that two of them can be added.
const unbounded = math.MaxInt32

// maxSpans bounds the size of a set of lengths. What does not fit is forgotten, which may cost a length that could
// have been reached and never promises one that cannot.
const maxSpans = 64

// meter bounds the work spent on the lengths of one pattern. Repetitions of alternatives inside repetitions grow without
// limit; a pattern that spends it all is refused, or has no text of that length.
type meter struct{ left int }

func (m *meter) spent() bool { return m.left < 0 }

// lengths is the set of lengths, in code points, that the texts of a piece can have: spans in rising order, apart.
type lengths []span

func (l lengths) holds(n int) bool {
	for _, s := range l {
		if s.lo <= n && n <= s.hi {
			return true
		}
	}
	return false
}

// least returns the shortest length; the set must not be empty.
func (l lengths) least() int { return l[0].lo }

// nearest returns the length of the set within lo and hi that lies nearest to want.
func (l lengths) nearest(want, lo, hi int) (int, bool) {
	best, found := 0, false
	for _, s := range l {
		a, b := max(s.lo, lo), min(s.hi, hi)
		if a > b {
			continue
		}
		n := min(max(want, a), b)
		if !found || distance(n, want) < distance(best, want) {
			best, found = n, true
		}
	}
	return best, found
}

func distance(a, b int) int {
	if a > b {
		return a - b
	}
	return b - a
}

// tidy sorts spans, joins those that touch and cuts the set to its bound.
func tidy(l lengths) lengths {
	slices.SortFunc(l, func(a, b span) int {
		if a.lo != b.lo {
			return a.lo - b.lo
		}
		return a.hi - b.hi
	})
	out := l[:0]
	for _, s := range l {
		if n := len(out); n > 0 && s.lo <= out[n-1].hi+1 {
			out[n-1].hi = max(out[n-1].hi, s.hi)
			continue
		}
		out = append(out, s)
	}
	return out[:min(len(out), maxSpans)]
}

func union(a, b lengths) lengths {
	return tidy(append(slices.Clone(a), b...))
}

// sum returns the lengths of a text of a followed by a text of b.
func (m *meter) sum(a, b lengths) lengths {
	if m.left -= len(a) * len(b); m.spent() {
		return nil
	}
	out := make(lengths, 0, len(a)*len(b))
	for _, x := range a {
		for _, y := range b {
			out = append(out, span{plus(x.lo, y.lo), plus(x.hi, y.hi)})
		}
	}
	return tidy(out)
}

func plus(a, b int) int { return min(a+b, unbounded) }

func times(a, k int) int {
	if a == 0 || k == 0 {
		return 0
	}
	if a >= unbounded || k >= unbounded || a > unbounded/k {
		return unbounded
	}
	return a * k
}

// repeated returns the lengths of lo to hi texts of l in a row; hi is unbounded where there is no limit.
func (m *meter) repeated(l lengths, lo, hi int) lengths {
	if len(l) == 0 {
		if lo == 0 {
			return lengths{{0, 0}}
		}
		return nil
	}
	if len(l) == 1 {
		return m.repeatedSpan(l[0], lo, hi)
	}
	var out lengths
	reach := lengths{{0, 0}}
	for k := 0; k <= hi && k <= lo+maxSpans; k++ {
		if k >= lo {
			before := slices.Clone(out)
			out = union(out, reach)
			if slices.Equal(before, out) {
				break
			}
		}
		if reach = m.sum(reach, l); len(reach) == 0 || reach.least() >= unbounded {
			break
		}
	}
	return out
}

// repeatedSpan is repeated for one span: k times [a,b] is [ka,kb], and from the k on at which neighbours touch the
// rest is one span.
func (m *meter) repeatedSpan(s span, lo, hi int) lengths {
	var out lengths
	for k := lo; k <= hi && len(out) < maxSpans; k++ {
		m.left--
		at := span{times(s.lo, k), times(s.hi, k)}
		if at.lo >= unbounded {
			break
		}
		out = append(out, at)
		if next := times(s.lo, k+1); k < hi && next <= plus(at.hi, 1) && k > 0 {
			out = append(out, span{next, times(s.hi, hi)})
			break
		}
	}
	return tidy(out)
}

// split picks a length of a such that the rest of n is a length of b.
func split(d *dice, a, b lengths, n int) (int, bool) {
	var fits lengths
	for _, x := range a {
		for _, y := range b {
			lo, hi := max(x.lo, n-y.hi), min(x.hi, n-y.lo)
			if lo <= hi {
				fits = append(fits, span{lo, hi})
			}
		}
	}
	if len(fits) == 0 {
		return 0, false
	}
	s := fits[d.below(len(fits))]
	return d.between(s.lo, s.hi), true
}
