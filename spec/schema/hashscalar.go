package schema

import (
	"encoding/binary"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// scalars is what a form asks for without applying schemas, merged from all its parts: of two bounds the stricter one is left.
type scalars struct {
	never  bool
	types  Types
	valued bool // nothing but values is left
	values []allowed

	lower, upper                       bound
	minLength, minItems, minProperties int
	maxLength, maxItems, maxProperties int
	unique                             bool
	multiples, patterns, formats       []string
	required                           []string
}

// allowed is one value of an enum or const.
type allowed struct {
	text  string // canonical
	types Types
}

// bound is a number nothing may be below or above.
type bound struct {
	at   *tape.Decimal
	open bool // nor equal to
}

// empty returns scalars that ask for nothing, in the memory of r.
func (r *scalars) empty() scalars {
	return scalars{
		types: allTypes, maxLength: math.MaxInt, maxItems: math.MaxInt, maxProperties: math.MaxInt,
		multiples: r.multiples[:0], patterns: r.patterns[:0], formats: r.formats[:0], required: r.required[:0],
	}
}

// add takes in what s itself asks for.
func (r *scalars) add(s *Schema) {
	r.types = both(r.types, s.types)
	for _, c := range [...]*choice{s.enum, s.constant} {
		if c != nil {
			r.choose(c)
		}
	}
	if n := s.numbers; n != nil {
		r.lower.raise(n.minimum, false, 1)
		r.lower.raise(n.above, true, 1)
		r.upper.raise(n.maximum, false, -1)
		r.upper.raise(n.below, true, -1)
		if n.multiple != nil {
			r.multiples = append(r.multiples, n.multiple.String())
		}
	}
	if t := s.strings; t != nil {
		r.minLength = max(r.minLength, t.minimum)
		r.maxLength = least(r.maxLength, t.maximum)
		if t.pattern != nil {
			r.patterns = append(r.patterns, t.pattern.text)
		}
	}
	if a := s.arrays; a != nil {
		r.minItems = max(r.minItems, a.minimum)
		r.maxItems = least(r.maxItems, a.maximum)
		r.unique = r.unique || a.unique
	}
	if o := s.objects; o != nil {
		r.minProperties = max(r.minProperties, o.minimum)
		r.maxProperties = least(r.maxProperties, o.maximum)
		r.required = append(r.required, o.required...)
	}
	if s.dialect == OpenAPI31 || s.node.Get("$ref") == nil {
		for _, keyword := range [...]string{"format", "contentEncoding", "contentMediaType"} {
			if name := s.node.Get(keyword).String(); name != "" {
				r.formats = append(r.formats, keyword+" "+name)
			}
		}
	}
}

// both returns the types in a and b; an integer is a number.
func both(a, b Types) Types {
	types := a & b
	if (a|b)&integers != 0 && a&(numbers|integers) != 0 && b&(numbers|integers) != 0 && types&numbers == 0 {
		types |= integers
	}
	return types
}

// least returns the smaller of two counts; a negative one stands for none.
func least(a, b int) int {
	if b < 0 {
		return a
	}
	return min(a, b)
}

// raise makes b as strict as the bound at n; up is 1 for a lower bound, -1 for an upper one.
func (b *bound) raise(n *tape.Decimal, open bool, up int) {
	if n == nil {
		return
	}
	if b.at != nil {
		if c := n.Cmp(*b.at) * up; c < 0 || c == 0 && !open {
			return
		}
	}
	b.at, b.open = n, open
}

// choose leaves the values that c holds too.
func (r *scalars) choose(c *choice) {
	var left []allowed
	for _, v := range c.values {
		one := allowed{string(v.AppendCanonical(nil)), 1 << v.Kind()}
		if v.IsInteger() {
			one.types |= integers
		}
		if !r.valued || slices.Contains(r.values, one) {
			left = append(left, one)
		}
	}
	slices.SortFunc(left, func(a, b allowed) int { return strings.Compare(a.text, b.text) })
	r.values, r.valued = slices.Compact(left), true
}

// settle brings what was gathered into its one form and returns the types of values that are left.
func (r *scalars) settle() Types {
	types := r.types
	if r.valued {
		types = 0
		r.values = slices.DeleteFunc(r.values, func(v allowed) bool { return v.types&r.types == 0 })
		for _, v := range r.values {
			types |= v.types
		}
		r.types = allTypes // the values say it
	}
	if types == 0 || r.never {
		*r = r.empty()
		r.never = true
		return allTypes
	}
	if types&numbers != 0 {
		types &^= integers
		r.types &^= integers
	}
	r.settleNumbers(types)
	if types&texts == 0 {
		r.minLength, r.maxLength, r.patterns = 0, math.MaxInt, nil
	}
	if types&arrays == 0 {
		r.minItems, r.maxItems, r.unique = 0, math.MaxInt, false
	}
	if types&objects == 0 {
		r.minProperties, r.maxProperties, r.required = 0, math.MaxInt, nil
	}
	r.formats = slices.DeleteFunc(r.formats, func(f string) bool { return formatTypes(f)&types == 0 })
	for _, list := range [...]*[]string{&r.multiples, &r.patterns, &r.formats, &r.required} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return types
}

// settleNumbers drops what says nothing about the numbers that are left: above 0 is at least 1 for integers.
func (r *scalars) settleNumbers(types Types) {
	switch {
	case types&(numbers|integers) == 0:
		r.lower, r.upper, r.multiples = bound{}, bound{}, nil
	case types&integers != 0:
		r.multiples = slices.DeleteFunc(r.multiples, func(m string) bool { return m == "1" })
		r.lower.next(1)
		r.upper.next(-1)
	}
}

// next closes a bound of integers by moving it to the next one.
func (b *bound) next(step int64) {
	if !b.open {
		return
	}
	if n, ok := b.at.Int64(); ok && n+step != math.MinInt64 && n+step != math.MaxInt64 {
		d := tape.ParseDecimal(strconv.AppendInt(nil, n+step, 10))
		b.at, b.open = &d, false
	}
}

// formatTypes returns the types of values a format speaks about.
func formatTypes(format string) Types {
	name, isFormat := strings.CutPrefix(format, "format ")
	switch {
	case !isFormat, stringFormats[name] != nil:
		return texts
	case numberFormats[name] != nil:
		return numbers | integers
	}
	return allTypes
}

// neverText stands for scalars nothing conforms to. No others begin with its first letter.
const neverText = "never"

// append writes the scalars: what is absent takes no space, and each part says what it is and how long.
func (r *scalars) append(b []byte) []byte {
	if r.never {
		return append(b, neverText...)
	}
	if r.types != allTypes {
		b = append(b, 't', byte(r.types))
	}
	if r.valued {
		b = append(b, 'v')
		b = binary.AppendUvarint(b, uint64(len(r.values)))
		for _, v := range r.values {
			b = appendText(b, v.text)
		}
	}
	b = r.lower.append(b, '<')
	b = r.upper.append(b, '>')
	for _, count := range [...]struct {
		tag       byte
		n, absent int
	}{
		{'l', r.minLength, 0}, {'L', r.maxLength, math.MaxInt}, {'i', r.minItems, 0}, {'I', r.maxItems, math.MaxInt},
		{'p', r.minProperties, 0}, {'P', r.maxProperties, math.MaxInt},
	} {
		if count.n != count.absent {
			b = binary.AppendUvarint(append(b, count.tag), uint64(count.n))
		}
	}
	if r.unique {
		b = append(b, 'u')
	}
	for _, list := range [...]struct {
		tag   byte
		texts []string
	}{{'m', r.multiples}, {'x', r.patterns}, {'f', r.formats}, {'r', r.required}} {
		if len(list.texts) == 0 {
			continue
		}
		b = binary.AppendUvarint(append(b, list.tag), uint64(len(list.texts)))
		for _, text := range list.texts {
			b = appendText(b, text)
		}
	}
	return b
}

func (b bound) append(to []byte, tag byte) []byte {
	if b.at == nil {
		return to
	}
	to = append(to, tag, 0)
	if b.open {
		to[len(to)-1] = 1
	}
	return appendText(to, b.at.String())
}

func appendText(b []byte, text string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}
