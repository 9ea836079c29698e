package schema

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// isPunycode says whether a label with hyphens at its third and fourth place is one of an international name: xn-- and a name in
// Punycode that RFC 5891, section 4.2.3, and the rules by context of RFC 5892, appendix A, allow.
func isPunycode(label []byte) bool {
	if !bytes.EqualFold(label[:4], []byte("xn--")) {
		return false
	}
	name, ok := punycode(label[4:])
	if !ok || len(name) == 0 || unicode.Is(unicode.M, name[0]) || name[0] == '-' || name[len(name)-1] == '-' {
		return false
	}
	if len(name) > 3 && name[2] == '-' && name[3] == '-' {
		return false
	}
	for i, r := range name {
		if unicode.Is(disallowed, r) || !inContext(name, i) {
			return false
		}
	}
	return true
}

// disallowed are exceptions of RFC 5892, section 2.6, that would be valid by their category.
var disallowed = table16(0x0640, 0x0640, 0x07FA, 0x07FA, 0x302E, 0x302F, 0x3031, 0x3035, 0x303B, 0x303B)

// viramas are the characters of the canonical combining class 9, after which joiners are allowed.
var viramas = table16(0x094D, 0x094D, 0x09CD, 0x09CD, 0x0A4D, 0x0A4D, 0x0ACD, 0x0ACD, 0x0B4D, 0x0B4D, 0x0BCD, 0x0BCD, 0x0C4D, 0x0C4D,
	0x0CCD, 0x0CCD, 0x0D3B, 0x0D3C, 0x0D4D, 0x0D4D, 0x0DCA, 0x0DCA, 0x0E3A, 0x0E3A, 0x0EBA, 0x0EBA, 0x0F84, 0x0F84, 0x1039, 0x103A,
	0x1714, 0x1715, 0x1734, 0x1734, 0x17D2, 0x17D2, 0x1A60, 0x1A60, 0x1B44, 0x1B44, 0x1BAA, 0x1BAB, 0x1BF2, 0x1BF3, 0x2D7F, 0x2D7F,
	0xA806, 0xA806, 0xA82C, 0xA82C, 0xA8C4, 0xA8C4, 0xA953, 0xA953, 0xA9C0, 0xA9C0, 0xAAF6, 0xAAF6, 0xABED, 0xABED)

func table16(pairs ...uint16) *unicode.RangeTable {
	t := &unicode.RangeTable{}
	for i := 0; i < len(pairs); i += 2 {
		t.R16 = append(t.R16, unicode.Range16{Lo: pairs[i], Hi: pairs[i+1], Stride: 1})
	}
	return t
}

// inContext says whether the character at i may stand where it does.
func inContext(name []rune, i int) bool {
	before, after := rune(-1), rune(-1)
	if i > 0 {
		before = name[i-1]
	}
	if i+1 < len(name) {
		after = name[i+1]
	}
	switch r := name[i]; {
	case r == 0x00B7: // middle dot, as in Catalan
		return before == 'l' && after == 'l'
	case r == 0x0375: // Greek keraia
		return unicode.Is(unicode.Greek, after)
	case r == 0x05F3, r == 0x05F4: // Hebrew geresh and gershayim
		return unicode.Is(unicode.Hebrew, before)
	case r == 0x200C, r == 0x200D: // joiners
		return unicode.Is(viramas, before) || r == 0x200C && joined(name, i)
	case r == 0x30FB: // Katakana middle dot
		return holds(name, func(r rune) bool {
			return unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Han) && r != 0x30FB
		})
	case r >= 0x0660 && r <= 0x0669: // Arabic-Indic digits do not mix with extended ones
		return !holds(name, func(r rune) bool { return r >= 0x06F0 && r <= 0x06F9 })
	}
	return true
}

func holds(name []rune, what func(rune) bool) bool {
	for _, r := range name {
		if what(r) {
			return true
		}
	}
	return false
}

// punycode decodes a label behind its xn--. Source: RFC 3492, section 6.2.
func punycode(text []byte) ([]rune, bool) {
	var name []rune
	if at := bytes.LastIndexByte(text, '-'); at > 0 {
		name = bytes.Runes(text[:at])
		text = text[at+1:]
	}
	n, i, bias := 128, 0, 72
	for first := true; len(text) > 0; first = false {
		start, weight := i, 1
		for k := 36; ; k += 36 {
			if len(text) == 0 {
				return nil, false
			}
			digit := int(text[0])
			switch c := text[0]; {
			case isDigit(c):
				digit += 26 - '0'
			default:
				digit = int(c|0x20) - 'a'
			}
			text = text[1:]
			if i += digit * weight; i > 1<<30 || digit < 0 || digit > 35 {
				return nil, false
			}
			threshold := min(max(k-bias, 1), 26)
			if digit < threshold {
				break
			}
			if weight *= 36 - threshold; weight > 1<<26 {
				return nil, false
			}
		}
		size := len(name) + 1
		bias = adapt(i-start, size, first)
		n += i / size
		i %= size
		if n > utf8.MaxRune || n >= 0xD800 && n <= 0xDFFF {
			return nil, false
		}
		name = append(name[:i], append([]rune{rune(n)}, name[i:]...)...)
		i++
	}
	return name, true
}

// adapt follows RFC 3492, section 6.1.
func adapt(delta, size int, first bool) int {
	if delta /= 2; first {
		delta /= 350
	}
	delta += delta / size
	k := 0
	for ; delta > 35*26/2; k += 36 {
		delta /= 35
	}
	return k + 36*delta/(delta+38)
}
