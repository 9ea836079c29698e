package tape

import (
	"bytes"
	"cmp"
	"math/big"
	"math/bits"
)

// Decimal is a number as written, taken apart so that it can be compared exactly. Its value is
// 0.DIGITS × 10^exponent, where DIGITS are the significant digits; the exponent is never multiplied out, so 1e999999999
// costs as little as 1. The zero Decimal is 0.
type Decimal struct {
	head, tail []byte   // significant digits: those before the point and those behind it
	exponent   int64    // if huge is nil
	huge       *big.Int // an exponent beyond 18 digits
	negative   bool
	small      bool  // the value is the integer in whole
	whole      int64 // if small
}

// longestExponent is the number of exponent digits that are still told apart. Beyond it, numbers of one sign and direction
// are compared by their digits alone: reading a longer exponent would take time without bound.
const longestExponent = 4096

// ParseDecimal takes the text of a JSON number apart. The text must be well formed; the result refers to it.
func ParseDecimal(text []byte) Decimal {
	d := Decimal{}
	if len(text) > 0 && text[0] == '-' {
		d.negative = true
		text = text[1:]
	}
	var exponent []byte
	if i := bytes.IndexAny(text, "eE"); i >= 0 {
		text, exponent = text[:i], text[i+1:]
	}
	d.head = text
	if i := bytes.IndexByte(text, '.'); i >= 0 {
		d.head, d.tail = text[:i], text[i+1:]
	} else if exponent == nil && len(text) <= 18 {
		d.small = true
		for _, c := range text {
			d.whole = d.whole*10 + int64(c-'0')
		}
		if d.negative {
			d.whole = -d.whole
		}
	}
	d.head = bytes.TrimLeft(d.head, "0")
	d.exponent = int64(len(d.head))
	if len(d.head) == 0 {
		short := bytes.TrimLeft(d.tail, "0")
		d.exponent = -int64(len(d.tail) - len(short))
		d.tail = short
	}
	d.tail = bytes.TrimRight(d.tail, "0")
	if len(d.tail) == 0 {
		d.head = bytes.TrimRight(d.head, "0")
	}
	if len(d.head)+len(d.tail) == 0 {
		return Decimal{small: true}
	}
	d.scale(exponent)
	return d
}

// scale adds the exponent as written.
func (d *Decimal) scale(text []byte) {
	down := false
	if len(text) > 0 && (text[0] == '+' || text[0] == '-') {
		down = text[0] == '-'
		text = text[1:]
	}
	text = bytes.TrimLeft(text, "0")
	if len(text) > 18 {
		if len(text) > longestExponent {
			text = bytes.Repeat([]byte("9"), longestExponent+1)
		}
		d.huge, _ = new(big.Int).SetString(string(text), 10)
		if down {
			d.huge.Neg(d.huge)
		}
		d.huge.Add(d.huge, big.NewInt(d.exponent))
		if d.huge.IsInt64() {
			d.exponent, d.huge = d.huge.Int64(), nil
		}
		return
	}
	n := int64(0)
	for _, c := range text {
		n = n*10 + int64(c-'0')
	}
	if down {
		n = -n
	}
	d.exponent += n
}

func (d *Decimal) digits() int  { return len(d.head) + len(d.tail) }
func (d *Decimal) isZero() bool { return d.digits() == 0 }
func (d *Decimal) digit(i int) byte {
	if i < len(d.head) {
		return d.head[i]
	}
	if i -= len(d.head); i < len(d.tail) {
		return d.tail[i]
	}
	return '0'
}

func (d *Decimal) bigExponent() *big.Int {
	if d.huge != nil {
		return d.huge
	}
	return big.NewInt(d.exponent)
}

func (d *Decimal) sign() int {
	switch {
	case d.isZero():
		return 0
	case d.negative:
		return -1
	}
	return 1
}

// Cmp returns -1, 0 or 1 as d is less than, equal to or greater than e.
func (d Decimal) Cmp(e Decimal) int {
	if d.small && e.small {
		return cmp.Compare(d.whole, e.whole)
	}
	s := d.sign()
	if t := e.sign(); s != t || s == 0 {
		return cmp.Compare(s, t)
	}
	c := 0
	if d.huge == nil && e.huge == nil {
		c = cmp.Compare(d.exponent, e.exponent)
	} else {
		c = d.bigExponent().Cmp(e.bigExponent())
	}
	if c != 0 {
		return c * s
	}
	for i := range max(d.digits(), e.digits()) {
		if a, b := d.digit(i), e.digit(i); a != b {
			return cmp.Compare(a, b) * s
		}
	}
	return 0
}

// IsInteger says whether the value is a whole number, however it is written: 1.0 and 10e-1 are.
func (d Decimal) IsInteger() bool {
	switch {
	case d.small || d.isZero():
		return true
	case d.huge != nil:
		return d.huge.Sign() > 0 // its size is beyond the length of any text
	}
	return d.exponent >= int64(d.digits())
}

// Int64 returns the value if it is a whole number within 64 bits.
func (d Decimal) Int64() (int64, bool) {
	if d.small {
		return d.whole, true
	}
	if !d.IsInteger() || d.huge != nil || d.exponent > 19 {
		return 0, false
	}
	n := uint64(0)
	for i := range int(d.exponent) {
		hi, lo := bits.Mul64(n, 10)
		if hi != 0 || lo > 1<<63 {
			return 0, false
		}
		n = lo + uint64(d.digit(i)-'0')
	}
	switch {
	case d.negative && n <= 1<<63:
		return -int64(n), true
	case !d.negative && n < 1<<63:
		return int64(n), true
	}
	return 0, false
}

// MultipleOf says whether d divided by e is a whole number, exactly. Nothing but 0 is a multiple of 0.
func (d Decimal) MultipleOf(e Decimal) bool {
	if d.isZero() || e.isZero() {
		return d.isZero()
	}
	if d.small && e.small {
		return d.whole%e.whole == 0
	}
	// With D and E the digits as whole numbers without trailing zeros, d = D×10^p and e = E×10^q.
	shift := new(big.Int).Sub(d.bigExponent(), big.NewInt(int64(d.digits())))
	shift.Sub(shift, e.bigExponent())
	shift.Add(shift, big.NewInt(int64(e.digits())))
	if shift.Sign() < 0 {
		return false // E×10^(q-p) ends in a zero, D does not
	}
	divisor := e.integer()
	rest := d.modulo(divisor)
	power := new(big.Int).Exp(big.NewInt(10), shift, divisor)
	rest.Mul(rest, power)
	return rest.Mod(rest, divisor).Sign() == 0
}

// integer returns the digits as a whole number.
func (d *Decimal) integer() *big.Int {
	n, _ := new(big.Int).SetString(string(d.head)+string(d.tail), 10)
	return n
}

// modulo returns the digits as a whole number modulo m, in time linear in their count where m is below 2^64.
func (d *Decimal) modulo(m *big.Int) *big.Int {
	if !m.IsUint64() {
		return new(big.Int).Mod(d.integer(), m)
	}
	n, rest := m.Uint64(), uint64(0)
	for i := range d.digits() {
		hi, lo := bits.Mul64(rest, 10)
		lo, carry := bits.Add64(lo, uint64(d.digit(i)-'0'), 0)
		_, rest = bits.Div64((hi+carry)%n, lo, n)
	}
	return new(big.Int).SetUint64(rest)
}

// Abs returns d without its sign.
func (d Decimal) Abs() Decimal {
	d.negative = false
	if d.whole < 0 {
		d.whole = -d.whole
	}
	return d
}
