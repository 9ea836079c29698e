package schema

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// escape reads a backslash and what belongs to it.
func (t *translator) escape(inClass bool) error {
	t.rest = t.rest[1:]
	if t.rest == "" {
		return errors.New("a backslash stands at the end")
	}
	r, size := utf8.DecodeRuneInString(t.rest)
	write := `\` + string(r)
	switch r {
	case 'd', 'D', 'w', 'W', 'n', 'r', 't', 'f', 'v':
	case 'b', 'B':
		if inClass && r == 'B' {
			return errors.New(`\B stands in a character class`)
		}
		if inClass {
			write = `\x08`
		}
	case 's', 'S':
		write = map[rune]string{'s': spaces, 'S': notSpaces}[r]
		if !inClass {
			write = "[" + write + "]"
		}
	case '0':
		if len(t.rest) > 1 && t.rest[1] >= '0' && t.rest[1] <= '9' {
			return errBacktrack
		}
		write = `\x00`
	case '1', '2', '3', '4', '5', '6', '7', '8', '9', 'k':
		return errBacktrack
	case 'c':
		if len(t.rest) < 2 || !isLetter(t.rest[1]) {
			return errors.New(`\c is followed by no letter`)
		}
		write, size = fmt.Sprintf(`\x{%x}`, t.rest[1]&31), 2
	case 'x':
		n, err := strconv.ParseUint(t.rest[1:min(3, len(t.rest))], 16, 8)
		if err != nil || len(t.rest) < 3 {
			return errors.New(`\x is not followed by two hexadecimal digits`)
		}
		write, size = fmt.Sprintf(`\x{%x}`, n), 3
	case 'u':
		return t.unicode()
	case 'p', 'P':
		m := category.FindStringSubmatch(t.rest)
		if m == nil {
			if !strings.HasPrefix(t.rest[1:], "{") {
				return fmt.Errorf(`\%c is not followed by a property in braces`, r)
			}
			return errBacktrack
		}
		write, size = `\`+string(r)+"{"+m[1]+"}", len(m[0])
	default:
		if isLetter(t.rest[0]) {
			return fmt.Errorf(`\%c is no escape of ECMA-262`, r)
		}
		if r >= utf8.RuneSelf {
			write = string(r)
		}
	}
	t.out.WriteString(write)
	t.rest = t.rest[size:]
	return nil
}

// unicode reads \uXXXX, a pair of them, or \u{X}; t.rest begins at the u.
func (t *translator) unicode() error {
	bad := errors.New(`\u is not followed by a character's number in hexadecimal digits`)
	text := t.rest[1:]
	if digits, ok := strings.CutPrefix(text, "{"); ok {
		digits, _, ok = strings.Cut(digits, "}")
		n, err := strconv.ParseUint(digits, 16, 32)
		if !ok || err != nil || n > utf8.MaxRune {
			return bad
		}
		return t.character(rune(n), len(digits)+3)
	}
	n, ok := hexFour(text)
	if !ok {
		return bad
	}
	if utf16.IsSurrogate(n) && strings.HasPrefix(text[4:], `\u`) {
		if low, ok := hexFour(text[6:]); ok {
			if pair := utf16.DecodeRune(n, low); pair != utf8.RuneError {
				return t.character(pair, 11)
			}
		}
	}
	return t.character(n, 5)
}

func (t *translator) character(r rune, size int) error {
	if utf16.IsSurrogate(r) {
		return errBacktrack
	}
	fmt.Fprintf(&t.out, `\x{%x}`, r)
	t.rest = t.rest[size:]
	return nil
}

func hexFour(text string) (rune, bool) {
	if len(text) < 4 {
		return 0, false
	}
	n, err := strconv.ParseUint(text[:4], 16, 16)
	return rune(n), err == nil
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
