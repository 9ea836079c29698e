package tape

import (
	"bytes"
	"math/big"
	"slices"
	"strconv"
)

// String returns the number as JSON in the one form all ways to write it share: 1 for 1.0 and 10e-1, 1.5e400 for 15e399.
// Numbers of up to 21 digits before the point and 6 zeros behind it are written out, as ECMA-262, section 6.1.6.1.20, does.
func (d Decimal) String() string { return string(d.Append(nil)) }

// Append appends what String returns to b.
func (d Decimal) Append(b []byte) []byte {
	n := d.digits()
	if n == 0 {
		return append(b, '0')
	}
	if d.negative {
		b = append(b, '-')
	}
	if d.huge != nil || d.exponent > 21 || d.exponent <= -6 {
		b = append(b, d.digit(0))
		for i := 1; i < n; i++ {
			if i == 1 {
				b = append(b, '.')
			}
			b = append(b, d.digit(i))
		}
		b = append(b, 'e')
		if d.huge == nil {
			return strconv.AppendInt(b, d.exponent-1, 10)
		}
		return new(big.Int).Sub(d.huge, big.NewInt(1)).Append(b, 10)
	}
	whole := int(d.exponent)
	if whole <= 0 {
		b = append(b, '0')
	}
	for i := range max(whole, n) {
		if i == max(whole, 0) {
			b = append(b, '.')
			for j := whole; j < 0; j++ {
				b = append(b, '0')
			}
		}
		b = append(b, d.digit(i))
	}
	return b
}

// AppendCanonical appends v as JSON in the one form all values that are Equal to it share: no white space, members ordered by name, of
// duplicate names the last, numbers as Decimal.String writes them.
func (v Value) AppendCanonical(b []byte) []byte {
	switch v.Kind() {
	case Number:
		return v.Decimal().Append(b)
	case String:
		return append(b, Quote(v.Text())...)
	case Array:
		b = append(b, '[')
		for c := v.Walk(); c.Next(); {
			if c.Index() > 0 {
				b = append(b, ',')
			}
			b = c.Value().AppendCanonical(b)
		}
		return append(b, ']')
	case Object:
		var members []Cursor
		for c := v.Walk(); c.Next(); {
			if !c.superseded() {
				members = append(members, c)
			}
		}
		slices.SortFunc(members, func(a, b Cursor) int { return bytes.Compare(a.Name(), b.Name()) })
		b = append(b, '{')
		for i := range members {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(append(b, Quote(string(members[i].Name()))...), ':')
			b = members[i].Value().AppendCanonical(b)
		}
		return append(b, '}')
	}
	return append(b, v.Raw()...)
}
