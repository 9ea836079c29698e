package schema

import (
	"math/big"
	"strconv"
	"sync"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// stringFormat is a format that speaks about strings.
type stringFormat struct {
	holds   func(text []byte) bool
	promise string
}

// numberFormat is a format that speaks about numbers.
type numberFormat struct {
	holds   func(d tape.Decimal) bool
	promise string
}

// stringFormats are the formats of strings that are checked. Every other format is an annotation: password and binary say nothing
// that could be checked, and a name that is not known says nothing at all.
// Source: JSON Schema 2020-12 Validation, section 7.3; OpenAPI 3.0.3, section 4.4 (byte).
var stringFormats = map[string]*stringFormat{
	"date":          {isDate, "date that exists, such as 2024-02-29"},
	"date-time":     {isDateTime, "date and time with offset, such as 2024-02-29T12:00:00Z"},
	"time":          {isTime, "time with offset, such as 12:00:00Z"},
	"duration":      {isDuration, "duration, such as P3DT12H"},
	"email":         {isEmail, "email address, such as name@example.com"},
	"hostname":      {isHostname, "host name, such as www.example.com"},
	"ipv4":          {isIPv4, "IPv4 address, such as 192.0.2.1"},
	"ipv6":          {isIPv6, "IPv6 address, such as 2001:db8::1"},
	"uri":           {isURI, "URI with scheme, such as https://example.com/a"},
	"uri-reference": {isURIReference, "URI or relative reference, such as /a?b=c"},
	"uuid":          {isUUID, "UUID, such as 123e4567-e89b-12d3-a456-426614174000"},
	"regex":         {isRegexp, "regular expression of ECMA-262"},
	"byte":          {isBase64, "base64 with padding, such as aGVsbG8="},
	"json-pointer":  {isJSONPointer, "JSON pointer, such as /orders/0"},

	"relative-json-pointer": {isRelativePointer, "relative JSON pointer, such as 1/orders"},
}

// numberFormats are the formats of numbers that are checked. Source: OpenAPI format registry.
var numberFormats = map[string]*numberFormat{
	"int32":  {func(d tape.Decimal) bool { n, ok := d.Int64(); return ok && n == int64(int32(n)) }, "whole number from -2147483648 to 2147483647 (int32)"},
	"int64":  {func(d tape.Decimal) bool { _, ok := d.Int64(); return ok }, "whole number from -9223372036854775808 to 9223372036854775807 (int64)"},
	"float":  {within(largestFloat), "number a 32-bit float can hold, at most 3.4028235e38 either way"},
	"double": {within(largestDouble), "number a 64-bit float can hold, at most 1.7976931348623157e308 either way"},
}

// The first values that round to infinity lie half a step beyond the largest ones.
var (
	largestFloat  = halfStepBeyond(24, 128)
	largestDouble = halfStepBeyond(53, 1024)
)

// HoldsFormat reports whether text is of a format of strings, such as date; false for one that is not checked.
func HoldsFormat(format string, text []byte) bool {
	f := stringFormats[format]
	return f != nil && f.holds(text)
}

// PromiseOf says in words what a format of strings that is checked asks for: "date that exists, such as 2024-02-29".
func PromiseOf(format string) string {
	if f := stringFormats[format]; f != nil {
		return f.promise
	}
	return ""
}

// halfStepBeyond returns 2^exponent - 2^(exponent-bits-1), written out.
func halfStepBeyond(bits, exponent uint) tape.Decimal {
	one := big.NewInt(1)
	n := new(big.Int).Lsh(one, exponent)
	n.Sub(n, new(big.Int).Lsh(one, exponent-bits-1))
	return tape.ParseDecimal([]byte(n.String()))
}

func within(largest tape.Decimal) func(tape.Decimal) bool {
	return func(d tape.Decimal) bool { return d.Abs().Cmp(largest) < 0 }
}

// describeFormat says what the format of s asks for.
func describeFormat(s *Schema) string {
	name := s.node.Get("format").String()
	if f := numberFormats[name]; f != nil {
		return f.promise
	}
	if f := stringFormats[name]; f != nil {
		return f.promise
	}
	return "format " + name
}

// regexps remembers which texts are regular expressions: compiling one takes a thousand times as long as looking it up.
var regexps = struct {
	sync.RWMutex
	known map[string]bool
}{known: map[string]bool{}}

// Bounds on what is remembered; when it is full, it is forgotten.
const (
	mostRegexps   = 1000
	longestRegexp = 1000
)

func isRegexp(text []byte) bool {
	regexps.RLock()
	ok, known := regexps.known[string(text)]
	regexps.RUnlock()
	if known {
		return ok
	}
	_, err := compileRegexp(string(text))
	if len(text) <= longestRegexp {
		regexps.Lock()
		if len(regexps.known) >= mostRegexps {
			clear(regexps.known)
		}
		regexps.known[string(text)] = err == nil
		regexps.Unlock()
	}
	return err == nil
}

// isBase64 follows RFC 4648, section 4.
func isBase64(text []byte) bool {
	if len(text)%4 != 0 {
		return false
	}
	for i, c := range text {
		switch {
		case isAlphanumeric(c), c == '+', c == '/':
		case c == '=' && (i == len(text)-1 || i == len(text)-2 && text[i+1] == '='):
		default:
			return false
		}
	}
	return true
}

// isUUID follows RFC 4122, section 3.
func isUUID(text []byte) bool {
	if len(text) != 36 {
		return false
	}
	for i, c := range text {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if c != '-' {
				return false
			}
		} else if !isHex(c) {
			return false
		}
	}
	return true
}

// isJSONPointer follows RFC 6901, section 3.
func isJSONPointer(text []byte) bool {
	if len(text) > 0 && text[0] != '/' {
		return false
	}
	for i, c := range text {
		if c == '~' && (i+1 == len(text) || text[i+1] != '0' && text[i+1] != '1') {
			return false
		}
	}
	return true
}

// isRelativePointer follows the draft of Relative JSON Pointers, section 3: a number without leading zeros, then # or a JSON pointer.
func isRelativePointer(text []byte) bool {
	n := 0
	for n < len(text) && isDigit(text[n]) {
		n++
	}
	if n == 0 || n > 1 && text[0] == '0' {
		return false
	}
	return string(text[n:]) == "#" || isJSONPointer(text[n:])
}

func isDigit(c byte) bool        { return c-'0' <= 9 }
func isHex(c byte) bool          { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'f' }
func isAlphanumeric(c byte) bool { return isDigit(c) || isLetter(c) }

// digits reads n digits at the start of text.
func digits(text []byte, n int) (value int, rest []byte, ok bool) {
	if len(text) < n {
		return 0, nil, false
	}
	for _, c := range text[:n] {
		if !isDigit(c) {
			return 0, nil, false
		}
		value = value*10 + int(c-'0')
	}
	return value, text[n:], true
}

// shortNumber reads a number of at most three digits without a leading zero, as IPv4 writes its parts.
func shortNumber(text []byte) (int, bool) {
	if len(text) == 0 || len(text) > 3 || text[0] == '0' && len(text) > 1 {
		return 0, false
	}
	n, _, ok := digits(text, len(text))
	return n, ok
}

// port says whether text is a port, which may be empty. Source: RFC 3986, section 3.2.3.
func isPort(text []byte) bool {
	for _, c := range text {
		if !isDigit(c) {
			return false
		}
	}
	if len(text) == 0 {
		return true
	}
	n, err := strconv.Atoi(string(text))
	return err == nil && n < 1<<16
}
