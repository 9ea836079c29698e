package payload

import (
	"math/big"
	"strings"
)

// exact is a decimal number without rounding: coefficient × 10^exponent. Bounds and steps of a schema are decimals, so
// everything computed from them is one too.
type exact struct {
	coefficient *big.Int
	exponent    int
}

// maxExponent bounds the exponents numbers are made with. A schema may well say 1e999999999; no sample needs it.
const maxExponent = 400

// readExact reads a JSON number. It reports false for what is no number or lies beyond maxExponent.
func readExact(text string) (exact, bool) {
	mantissa, power := text, 0
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		p, ok := new(big.Int).SetString(text[i+1:], 10)
		if !ok || p.CmpAbs(big.NewInt(maxExponent)) > 0 {
			return exact{}, false
		}
		mantissa, power = text[:i], int(p.Int64())
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	if len(whole)+len(fraction) > maxExponent {
		return exact{}, false
	}
	c, ok := new(big.Int).SetString(whole+fraction, 10)
	if !ok {
		return exact{}, false
	}
	return exact{c, power - len(fraction)}, true
}

func whole(n int64) exact { return exact{big.NewInt(n), 0} }

// mustExact reads a number of this package's own source.
func mustExact(text string) exact {
	x, ok := readExact(text)
	if !ok {
		panic("payload: " + text + " is no number")
	}
	return x
}

// power returns 10^n.
func power(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

// at returns the coefficient of x for an exponent that is not above x's own.
func (x exact) at(exponent int) *big.Int {
	return new(big.Int).Mul(x.coefficient, power(x.exponent-exponent))
}

// aligned returns two coefficients for one common exponent.
func aligned(x, y exact) (a, b *big.Int, exponent int) {
	exponent = min(x.exponent, y.exponent)
	return x.at(exponent), y.at(exponent), exponent
}

func (x exact) compare(y exact) int {
	a, b, _ := aligned(x, y)
	return a.Cmp(b)
}

func (x exact) plus(y exact) exact {
	a, b, e := aligned(x, y)
	return exact{a.Add(a, b), e}
}

func (x exact) minus(y exact) exact {
	a, b, e := aligned(x, y)
	return exact{a.Sub(a, b), e}
}

// isMultiple reports whether x is a whole multiple of y; y must not be zero.
func (x exact) isMultiple(y exact) bool {
	a, b, _ := aligned(x, y)
	return a.Rem(a, b).Sign() == 0
}

// common returns the least positive number that both x and y, positive, divide.
func common(x, y exact) exact {
	a, b, e := aligned(x, y)
	divisor := new(big.Int).GCD(nil, nil, a, b)
	return exact{a.Mul(a, b.Quo(b, divisor)), e}
}

// count returns how many whole steps fit into x, rounded down or up.
func (x exact) count(step exact, up bool) *big.Int {
	a, b, _ := aligned(x, step)
	quotient, rest := new(big.Int).DivMod(a, b, new(big.Int)) // Euclid's: the rest is never negative
	if up && rest.Sign() != 0 {
		quotient.Add(quotient, big.NewInt(1))
	}
	return quotient
}

func (x exact) timesInt(n *big.Int) exact {
	return exact{new(big.Int).Mul(x.coefficient, n), x.exponent}
}

// String writes x as a JSON number: plain digits where a reader would write plain digits, an exponent where they would
// fill the line.
func (x exact) String() string {
	if x.coefficient.Sign() == 0 {
		return "0"
	}
	digits, sign := new(big.Int).Abs(x.coefficient).String(), ""
	if x.coefficient.Sign() < 0 {
		sign = "-"
	}
	exponent := x.exponent
	short := strings.TrimRight(digits, "0")
	exponent += len(digits) - len(short)
	digits = short
	const longest = 40
	switch {
	case exponent >= 0 && len(digits)+exponent <= longest:
		return sign + digits + strings.Repeat("0", exponent)
	case exponent < 0 && -exponent <= longest:
		if missing := 1 - exponent - len(digits); missing > 0 {
			digits = strings.Repeat("0", missing) + digits
		}
		point := len(digits) + exponent
		return sign + digits[:point] + "." + digits[point:]
	}
	return sign + digits + "e" + big.NewInt(int64(exponent)).String()
}
