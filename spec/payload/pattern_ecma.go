package payload

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
)

// JSON Schema writes patterns in the words of ECMA-262; package regexp/syntax reads those of RE2. The two agree on
// nearly all that schemas use. translate rewrites what only looks different, drops assertions that a walk cannot plan
// for (the validator judges the outcome), and refuses what names text matched earlier.

// errBackReference is why a pattern that refers back to a group is refused.
var errBackReference = errors.New("it refers back to an earlier group, which only ECMA-262 can match")

// countMark names the empty group that follows a repetition whose counts RE2 refuses (more than 1000).
const countMark = "plumbline_count_"

type translation struct {
	source  string
	at      int
	out     strings.Builder
	counts  int  // marks written so far: RE2 wants every name of a group once
	dropped bool // an assertion was left out: texts of the walk may fail the pattern
}

// translate returns pattern as regexp/syntax reads it. Source: ECMA-262, section 22.2.1 (Patterns) and annex B.1.2.
func translate(pattern string) (*translation, error) {
	t := &translation{source: pattern}
	for t.at < len(t.source) {
		var err error
		switch c := t.source[t.at]; c {
		case '\\':
			err = t.escape(false)
		case '[':
			err = t.class()
		case '(':
			err = t.group()
		case '{':
			t.count()
		default:
			t.out.WriteByte(c)
			t.at++
		}
		if err != nil {
			return nil, err
		}
	}
	return t, nil
}

func (t *translation) peek(ahead int) byte {
	if t.at+ahead < len(t.source) {
		return t.source[t.at+ahead]
	}
	return 0
}

func (t *translation) escape(inClass bool) error {
	c := t.peek(1)
	switch {
	case t.at+1 >= len(t.source):
		return errors.New("it ends in a lone backslash")
	case c == 'u' || c == 'x':
		if r, width, ok := codePoint(t.source[t.at:]); ok {
			fmt.Fprintf(&t.out, `\x{%X}`, r)
			t.at += width
			return nil
		}
		t.out.WriteByte(c)
	case c == 'c':
		fmt.Fprintf(&t.out, `\x{%X}`, t.peek(2)%32)
		t.at++
	case c == '0':
		t.out.WriteString(`\x00`)
	case c == 'b' && inClass:
		t.out.WriteString(`\x08`)
	case c >= '1' && c <= '9' && !inClass, c == 'k' && !inClass:
		return errBackReference
	case c == 'p' || c == 'P':
		t.property(c)
		return nil
	case strings.IndexByte("aeghijlmoqyCEFGHIJKLMNOQRTUVXYZ", c) >= 0:
		t.out.WriteByte(c) // an escaped letter without a meaning stands for itself
	default:
		t.out.WriteByte('\\')
		t.out.WriteByte(c)
	}
	t.at += 2
	return nil
}

// property rewrites \p{Script=Greek} to the \p{Greek} of RE2 and leaves the rest as it is.
func (t *translation) property(c byte) {
	t.out.WriteByte('\\')
	t.out.WriteByte(c)
	t.at += 2
	if t.peek(0) != '{' {
		return
	}
	end := strings.IndexByte(t.source[t.at:], '}')
	if end < 0 {
		return
	}
	name := t.source[t.at+1 : t.at+end]
	if _, value, ok := strings.Cut(name, "="); ok {
		name = value
	}
	if short, ok := generalCategories[name]; ok {
		name = short
	}
	t.out.WriteString("{" + name + "}")
	t.at += end + 1
}

var generalCategories = map[string]string{
	"Letter": "L", "Uppercase_Letter": "Lu", "Lowercase_Letter": "Ll", "Number": "N", "Decimal_Number": "Nd", "digit": "Nd",
	"Punctuation": "P", "punct": "P", "Symbol": "S", "Separator": "Z", "Space_Separator": "Zs", "Mark": "M", "Alphabetic": "L",
}

// codePoint reads \xHH, \uHHHH, \u{H...} and a pair of surrogates.
func codePoint(s string) (r rune, width int, ok bool) {
	hex := func(from, n int) (rune, bool) {
		if from+n > len(s) {
			return 0, false
		}
		v, err := strconv.ParseUint(s[from:from+n], 16, 32)
		return rune(v), err == nil
	}
	if s[1] == 'x' {
		r, ok = hex(2, 2)
		return r, 4, ok
	}
	if len(s) > 2 && s[2] == '{' {
		end := strings.IndexByte(s, '}')
		if end < 4 || end > 10 {
			return 0, 0, false
		}
		r, ok = hex(3, end-3)
		return r, end + 1, ok
	}
	if r, ok = hex(2, 4); !ok {
		return 0, 0, false
	}
	if utf16.IsSurrogate(r) && len(s) >= 12 && s[6] == '\\' && s[7] == 'u' {
		if low, good := hex(8, 4); good && utf16.IsSurrogate(low) {
			return utf16.DecodeRune(r, low), 12, true
		}
	}
	return r, 6, true
}

// class copies a bracket expression; ECMA-262 lets it be empty and lets an opening bracket stand in it unescaped.
func (t *translation) class() error {
	start := t.at
	t.at++
	head := "["
	if t.peek(0) == '^' {
		head, t.at = "[^", t.at+1
	}
	if t.peek(0) == ']' {
		t.at++
		if head == "[" {
			t.out.WriteString(`[^\x{0}-\x{10FFFF}]`)
		} else {
			t.out.WriteString(`[\x{0}-\x{10FFFF}]`)
		}
		return nil
	}
	t.out.WriteString(head)
	for t.at < len(t.source) {
		switch c := t.source[t.at]; c {
		case ']':
			t.out.WriteByte(c)
			t.at++
			return nil
		case '\\':
			if err := t.escape(true); err != nil {
				return err
			}
		case '[':
			t.out.WriteString(`\[`)
			t.at++
		default:
			t.out.WriteByte(c)
			t.at++
		}
	}
	return fmt.Errorf("the bracket at offset %d is never closed", start)
}

// group drops a look-ahead or look-behind with all it holds.
func (t *translation) group() error {
	rest := t.source[t.at:]
	for _, head := range []string{"(?=", "(?!", "(?<=", "(?<!"} {
		if strings.HasPrefix(rest, head) {
			return t.drop()
		}
	}
	t.out.WriteByte('(')
	t.at++
	return nil
}

func (t *translation) drop() error {
	start, depth := t.at, 0
	for inClass := false; t.at < len(t.source); t.at++ {
		switch c := t.source[t.at]; {
		case c == '\\':
			t.at++
		case inClass:
			inClass = c != ']'
		case c == '[':
			inClass = true
		case c == '(':
			depth++
		case c == ')':
			if depth--; depth == 0 {
				t.at++
				t.dropped = true
				t.out.WriteString("(?:)") // so that a quantifier after it still has something to stand on
				return nil
			}
		}
	}
	return fmt.Errorf("the group at offset %d is never closed", start)
}

// count copies {n}, {n,} and {n,m}. RE2 knows no count above 1000: such a one becomes a star and a mark that piece
// reads back.
func (t *translation) count() {
	end := strings.IndexByte(t.source[t.at:], '}')
	if end < 0 {
		t.out.WriteByte('{')
		t.at++
		return
	}
	text := t.source[t.at+1 : t.at+end]
	first, second, ranged := strings.Cut(text, ",")
	lo, errLo := strconv.Atoi(first)
	hi, errHi := lo, error(nil)
	if ranged {
		if hi = unbounded; second != "" {
			hi, errHi = strconv.Atoi(second)
		}
	}
	if errLo != nil || errHi != nil || lo < 0 || hi < lo || lo <= 1000 && (hi <= 1000 || hi == unbounded) {
		t.out.WriteByte('{')
		t.at++
		return
	}
	t.counts++
	fmt.Fprintf(&t.out, "*(?P<%s%d_%d_%d>)", countMark, min(lo, unbounded), min(hi, unbounded), t.counts)
	t.at += end + 1
	if t.peek(0) == '?' {
		t.at++
	}
}
