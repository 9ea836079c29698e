package contain

import (
	"math/big"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// numbers is what is asked of a number.
type numbers struct {
	low, high         *big.Rat // nil: no bound
	lowOpen, highOpen bool     // the bound itself is left out
	steps             []*big.Rat
	offSteps          []*big.Rat // the number is a multiple of none of them
	far               bool       // a bound lies beyond what is reckoned with
}

func (n numbers) clone() numbers {
	n.steps, n.offSteps = slices.Clip(n.steps), slices.Clip(n.offSteps)
	return n
}

var one = big.NewRat(1, 1)

// mostDigits is the length of numbers that are reckoned with.
const mostDigits = 2000

// rational returns a decimal as a fraction; ok is false if it is too long to reckon with.
func rational(d tape.Decimal) (r *big.Rat, ok bool) {
	text := d.String()
	if _, exponent, has := strings.Cut(strings.ToLower(text), "e"); len(text) > mostDigits || has && len(strings.TrimLeft(exponent, "+-")) > 3 {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}

func (n *numbers) atLeast(x *big.Rat, open bool) {
	if n.low == nil || x.Cmp(n.low) > 0 || x.Cmp(n.low) == 0 && open {
		n.low, n.lowOpen = x, open
	}
}

func (n *numbers) atMost(x *big.Rat, open bool) {
	if n.high == nil || x.Cmp(n.high) < 0 || x.Cmp(n.high) == 0 && open {
		n.high, n.highOpen = x, open
	}
}

// within says whether a number lies between the bounds.
func (n *numbers) within(x *big.Rat) bool {
	if n.low != nil && (x.Cmp(n.low) < 0 || n.lowOpen && x.Cmp(n.low) == 0) {
		return false
	}
	return n.high == nil || !(x.Cmp(n.high) > 0 || n.highOpen && x.Cmp(n.high) == 0)
}

// bound is one keyword that bounds a number.
type bound struct {
	value *tape.Decimal
	below bool // the number is at least the bound
	open  bool
}

func boundsOf(k *schema.Keywords) []bound {
	var all []bound
	for _, b := range [...]bound{{k.Minimum, true, false}, {k.ExclusiveMinimum, true, true}, {k.Maximum, false, false}, {k.ExclusiveMaximum, false, true}} {
		if b.value != nil {
			all = append(all, b)
		}
	}
	if f, ok := numberFormats[k.Format]; ok {
		low, high := tape.ParseDecimal([]byte(f.low)), tape.ParseDecimal([]byte(f.high))
		all = append(all, bound{&high, false, f.open}, bound{&low, true, f.open})
	}
	return all
}

// bind keeps a number to one side of a bound.
func (n *numbers) bind(b bound) {
	x, ok := rational(*b.value)
	switch {
	case !ok:
		n.far = true
	case b.below:
		n.atLeast(x, b.open)
	default:
		n.atMost(x, b.open)
	}
}

func (b *branch) acceptNumber(k *schema.Keywords) bool {
	n := &b.numbers
	if k.Types.OnlyIntegers() || numberFormats[k.Format].whole {
		n.steps = append(n.steps, one)
	}
	for _, bound := range boundsOf(k) {
		n.bind(bound)
	}
	if k.MultipleOf != nil {
		if x, ok := rational(*k.MultipleOf); ok && x.Sign() != 0 {
			n.steps = append(n.steps, x)
		} else {
			n.far = true
		}
	}
	return true
}

func numberViolations(k *schema.Keywords) choice {
	var c choice
	if k.Types.OnlyIntegers() || numberFormats[k.Format].whole {
		c = append(c, func(b *branch) bool { b.numbers.offSteps = append(b.numbers.offSteps, one); return true })
	}
	for _, bound := range boundsOf(k) {
		bound.below, bound.open = !bound.below, !bound.open
		c = append(c, func(b *branch) bool { b.numbers.bind(bound); return true })
	}
	if k.MultipleOf != nil {
		c = append(c, func(b *branch) bool {
			if x, ok := rational(*k.MultipleOf); ok && x.Sign() != 0 {
				b.numbers.offSteps = append(b.numbers.offSteps, x)
			} else {
				b.numbers.far = true
			}
			return true
		})
	}
	return c
}

// mostTried is how many numbers of a grid are tried before the search gives up.
const mostTried = 5000

// solve looks for a number. Between two bounds that differ lie more numbers than any keyword can leave out, unless a step is asked
// for; the multiples of a step are tried one after the other, from the one nearest to zero.
func (n *numbers) solve(b *branch) outcome {
	if n.far {
		return n.guess(b, "a number is too long to reckon with")
	}
	if n.low != nil && n.high != nil {
		if c := n.low.Cmp(n.high); c > 0 || c == 0 && (n.lowOpen || n.highOpen) {
			return outcome{}
		}
	}
	if len(n.steps) > 0 {
		return n.onGrid(b)
	}
	for _, x := range n.likely() {
		if n.within(x) && n.offEach(x) && b.holds(decimal(x)) {
			return outcome{values: []string{decimal(x)}}
		}
	}
	if n.low != nil && n.high != nil && n.low.Cmp(n.high) == 0 {
		return outcome{open: b.doubt}
	}
	return outcome{open: "no number was found between the bounds, though there must be one"}
}

// guess tries a few numbers.
func (n *numbers) guess(b *branch, reason string) outcome {
	for _, text := range [...]string{"1", "0", "-1", "1.5", "1e999999", "-1e999999", "1e-999999"} {
		if b.holds(text) {
			return outcome{values: []string{text}}
		}
	}
	return outcome{open: reason}
}

// likely are numbers near zero and near the bounds, simple ones first.
func (n *numbers) likely() []*big.Rat {
	var all []*big.Rat
	for _, text := range [...]string{"1", "0", "2", "10", "100", "-1", "1.5", "0.5"} {
		x, _ := new(big.Rat).SetString(text)
		all = append(all, x)
	}
	for _, at := range [...]*big.Rat{n.low, n.high} {
		if at == nil {
			continue
		}
		all = append(all, at)
		for _, by := range [...]string{"1", "-1", "0.5", "-0.5", "0.1", "-0.1"} {
			x, _ := new(big.Rat).SetString(by)
			all = append(all, x.Add(x, at))
		}
	}
	// A part of a step beside a multiple of it is none.
	for _, base := range slices.Clone(all) {
		for _, step := range n.offSteps {
			for _, part := range [...]*big.Rat{big.NewRat(1, 10), big.NewRat(3, 10), big.NewRat(-1, 10), big.NewRat(1, 1000)} {
				x := new(big.Rat).Mul(step, part)
				all = append(all, x.Add(x, base))
			}
		}
	}
	if n.low == nil || n.high == nil {
		return all
	}
	// Ever finer parts of what lies between, so that excluded values and steps cannot take them all.
	span := new(big.Rat).Sub(n.high, n.low)
	for i := int64(2); i < 400; i++ {
		part := new(big.Rat).Mul(span, big.NewRat(i, 1000))
		all = append(all, part.Add(part, n.low))
	}
	return all
}

func (n *numbers) offEach(x *big.Rat) bool {
	for _, step := range n.offSteps {
		if new(big.Rat).Quo(x, step).IsInt() {
			return false
		}
	}
	return true
}

// onGrid tries the multiples of all steps.
func (n *numbers) onGrid(b *branch) outcome {
	step := n.steps[0]
	for _, s := range n.steps[1:] {
		step = common(step, s)
	}
	for _, off := range n.offSteps {
		if new(big.Rat).Quo(step, off).IsInt() {
			return outcome{} // every multiple of the one is a multiple of the other
		}
	}
	first, last := n.count(n.low, step, n.lowOpen, true), n.count(n.high, step, n.highOpen, false)
	if first != nil && last != nil && first.Cmp(last) > 0 {
		return outcome{}
	}
	at, by := big.NewInt(1), int64(1) // 1 reads better than 0
	switch {
	case first != nil && first.Cmp(at) > 0:
		at.Set(first)
	case last != nil && last.Cmp(at) < 0:
		at.Set(last)
		by = -1
	}
	tried := 0
	for range 2 {
		for k := new(big.Int).Set(at); (first == nil || k.Cmp(first) >= 0) && (last == nil || k.Cmp(last) <= 0); k.Add(k, big.NewInt(by)) {
			if tried++; tried > mostTried || !b.search.spend(1) {
				return outcome{open: "too many numbers are left out to find one that is not"}
			}
			x := new(big.Rat).Mul(new(big.Rat).SetInt(k), step)
			if n.offEach(x) && b.holds(decimal(x)) {
				return outcome{values: []string{decimal(x)}}
			}
		}
		by = -by
		at.Add(at, big.NewInt(by))
	}
	return outcome{open: b.doubt}
}

// count returns how many steps lie between zero and the first multiple within a bound; nil if there is no bound.
func (n *numbers) count(at, step *big.Rat, open, up bool) *big.Int {
	if at == nil {
		return nil
	}
	q := new(big.Rat).Quo(at, step)
	k := new(big.Int).Div(q.Num(), q.Denom()) // rounds down
	switch {
	case q.IsInt() && open && up:
		k.Add(k, big.NewInt(1))
	case q.IsInt() && open:
		k.Sub(k, big.NewInt(1))
	case !q.IsInt() && up:
		k.Add(k, big.NewInt(1))
	}
	return k
}

// common returns the least common multiple of two fractions.
func common(a, b *big.Rat) *big.Rat {
	// Over the common denominator both are whole.
	den := new(big.Int).Mul(a.Denom(), b.Denom())
	x, y := new(big.Int).Mul(a.Num(), b.Denom()), new(big.Int).Mul(b.Num(), a.Denom())
	x.Abs(x)
	y.Abs(y)
	gcd := new(big.Int).GCD(nil, nil, x, y)
	return new(big.Rat).SetFrac(x.Mul(x, y.Quo(y, gcd)), den)
}

// decimal writes a fraction whose denominator has no factors but 2 and 5.
func decimal(x *big.Rat) string {
	if x.IsInt() {
		return x.Num().String()
	}
	places := 1
	for pow := big.NewInt(10); new(big.Int).Mod(pow, x.Denom()).Sign() != 0; pow.Mul(pow, big.NewInt(10)) {
		places++
	}
	return x.FloatString(places)
}
