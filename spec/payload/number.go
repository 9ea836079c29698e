package payload

import (
	"iter"
	"math/big"
	"slices"
)

// numbers is the set of numbers that bounds and steps leave: what `minimum`, `maximum`, the exclusive bounds, `multipleOf`,
// `type: integer` and the formats of numbers say together.
type numbers struct {
	lo, hi         *exact // nil: no bound
	loOpen, hiOpen bool   // the bound itself is left out
	step           *exact // every number is a multiple of it; nil: any number
}

func (r *numbers) atLeast(x exact, open bool) {
	if r.lo == nil || x.compare(*r.lo) > 0 || x.compare(*r.lo) == 0 && open {
		r.lo, r.loOpen = &x, open
	}
}

func (r *numbers) atMost(x exact, open bool) {
	if r.hi == nil || x.compare(*r.hi) < 0 || x.compare(*r.hi) == 0 && open {
		r.hi, r.hiOpen = &x, open
	}
}

func (r *numbers) multipleOf(x exact) {
	if r.step != nil {
		x = common(*r.step, x)
	}
	r.step = &x
}

// grid is a set of numbers as multiples of one step, first and last counted in; nil means no end.
type grid struct {
	step        exact
	first, last *big.Int
}

// grid returns the set as multiples of its own step, or, where it has none, of ever finer powers of ten until one
// of them lies within the bounds.
func (r *numbers) grid(integer bool) (grid, bool) {
	set := *r
	if integer {
		set.multipleOf(whole(1))
	}
	if set.step != nil {
		return set.on(*set.step)
	}
	finest := -2 // a price is what a reader expects where nothing is said
	for _, bound := range []*exact{r.lo, r.hi} {
		if bound != nil {
			finest = min(finest, bound.exponent)
		}
	}
	for i := range 3 {
		if g, ok := set.on(exact{big.NewInt(1), finest - 3*i}); ok {
			return g, true
		}
	}
	return grid{}, false
}

func (r *numbers) on(step exact) (grid, bool) {
	g := grid{step: step}
	one := big.NewInt(1)
	if r.lo != nil {
		g.first = r.lo.count(step, true)
		if r.loOpen && r.lo.isMultiple(step) {
			g.first.Add(g.first, one)
		}
	}
	if r.hi != nil {
		g.last = r.hi.count(step, false)
		if r.hiOpen && r.hi.isMultiple(step) {
			g.last.Sub(g.last, one)
		}
	}
	return g, g.first == nil || g.last == nil || g.first.Cmp(g.last) <= 0
}

// clamp returns the count of steps nearest to n that lies within the grid.
func (g grid) clamp(n *big.Int) *big.Int {
	if g.first != nil && n.Cmp(g.first) < 0 {
		return g.first
	}
	if g.last != nil && n.Cmp(g.last) > 0 {
		return g.last
	}
	return n
}

// numberCandidates yields numbers of the set, the most fitting first: what the name suggests, then what stands at and
// beside the bounds, then others for a caller that refused those.
func numberCandidates(r *numbers, integer bool, wish exact, d *dice, variant int) iter.Seq[exact] {
	return func(yield func(exact) bool) {
		g, ok := r.grid(integer)
		if !ok {
			return
		}
		from := g.clamp(wish.count(g.step, false))
		var seen []*big.Int
		for n := range g.counts(from, g.stride(r, integer), d, variant) {
			if n = g.clamp(n); slices.ContainsFunc(seen, func(had *big.Int) bool { return had.Cmp(n) == 0 }) {
				continue
			}
			seen = append(seen, n)
			if !yield(g.step.timesInt(n)) {
				return
			}
		}
	}
}

// stride is how many steps lie between one number and the next that a reader sees as another: a whole one on a grid that only
// this package made fine.
func (g grid) stride(r *numbers, integer bool) int64 {
	if integer || r.step != nil || g.step.exponent >= 0 || g.step.exponent < -15 {
		return 1
	}
	return power(-g.step.exponent).Int64()
}

// counts yields how many steps to take from zero, not yet kept within the ends of the grid.
func (g grid) counts(from *big.Int, stride int64, d *dice, variant int) iter.Seq[*big.Int] {
	return func(yield func(*big.Int) bool) {
		give := func(base *big.Int, more int64) bool {
			return yield(new(big.Int).Add(base, big.NewInt(more)))
		}
		for i := range 3 {
			shift := int64(variant+i) * stride
			if g.last != nil && new(big.Int).Add(from, big.NewInt(shift)).Cmp(g.last) > 0 {
				shift = -shift
			}
			if !give(from, shift) {
				return
			}
		}
		for _, end := range []*big.Int{g.first, g.last} {
			for i := range 2 {
				if end != nil && (!give(end, int64(variant+i)) || !give(end, -int64(variant+i))) {
					return
				}
			}
		}
		for _, far := range []int64{0, 1, -1, 10, -10, 200, -200, 5000, -5000, 1e6, -1e6, 1e9, -1e9} {
			if !yield(whole(far).count(g.step, true)) {
				return
			}
		}
		for i := range 8 {
			if !give(from, int64(d.between(-20, 20)*(i+1))) {
				return
			}
		}
	}
}
