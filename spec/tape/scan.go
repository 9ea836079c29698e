package tape

import (
	"encoding/binary"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// scalar reads a number, true, false or null.
func (t *Tape) scalar(at int) (int, bool) {
	data := t.data
	word, kind := "", Null
	switch c := data[at]; {
	case c == '-' || c >= '0' && c <= '9':
		return t.number(at)
	case c == 't':
		word, kind = "true", Bool
	case c == 'f':
		word, kind = "false", Bool
	case c == 'n':
		word = "null"
	default:
		t.fault(RuleMalformed, at, t.shown(at)+" where a value should stand")
		return at, false
	}
	end := at + len(word)
	if end > len(data) || string(data[at:end]) != word {
		for i := range word {
			if at+i >= len(data) {
				return t.ends(len(data))
			}
			if data[at+i] != word[i] {
				break
			}
		}
		message := "a word where a value should stand; JSON knows true, false and null"
		if t.foreign(at) != "" {
			message = t.shown(at) + " where a value should stand"
		}
		t.fault(RuleMalformed, at, message)
		return at, false
	}
	t.tokens = append(t.tokens, token{start: uint32(at), end: uint32(end), next: uint32(len(t.tokens) + 1), kind: kind})
	return end, true
}

// number reads a number as RFC 8259, section 6, spells it.
func (t *Tape) number(at int) (int, bool) {
	data, i := t.data, at
	bad := func(message string) (int, bool) {
		if i >= len(data) {
			return t.ends(i)
		}
		t.fault(RuleMalformed, i, message)
		return i, false
	}
	if data[i] == '-' {
		i++
	}
	first := i
	for i < len(data) && data[i]-'0' <= 9 {
		i++
	}
	switch {
	case i == first && t.foreign(at) != "":
		i = at
		return bad(t.shown(at) + " where a value should stand")
	case i == first:
		return bad("a number without a digit")
	case data[first] == '0' && i > first+1:
		i = first
		return bad("a number with a leading zero")
	}
	flags := uint8(0)
	if i-first <= 18 {
		flags = flagPlain
	}
	if i < len(data) && data[i] == '.' {
		flags = 0
		i++
		fraction := i
		for i < len(data) && data[i]-'0' <= 9 {
			i++
		}
		if i == fraction {
			return bad("a number without a digit behind its point")
		}
	}
	if i < len(data) && data[i]|0x20 == 'e' {
		flags = 0
		i++
		if i < len(data) && (data[i] == '+' || data[i] == '-') {
			i++
		}
		exponent := i
		for i < len(data) && data[i]-'0' <= 9 {
			i++
		}
		if i == exponent {
			return bad("a number without a digit in its exponent")
		}
	}
	t.tokens = append(t.tokens, token{start: uint32(at), end: uint32(i), next: uint32(len(t.tokens) + 1), kind: Number, flags: flags})
	return i, true
}

// plain says of every byte whether it stands for itself in a string and is ASCII.
var plain = func() (table [256]bool) {
	for c := ' '; c < utf8.RuneSelf; c++ {
		table[c] = c != '"' && c != '\\'
	}
	return table
}()

// allPlain says whether none of eight bytes is a quote, a backslash, a control character or beyond ASCII.
func allPlain(w uint64) bool {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	quote, slash := w^(ones*'"'), w^(ones*'\\')
	// Each term sets a byte's high bit if that byte is below its bound; borrows can only add false alarms.
	return ((w-ones*' ')|(quote-ones)|(slash-ones)|w)&highs == 0
}

// string reads a string or a name. Bytes that are no UTF-8 and unpaired surrogates are reported and read as U+FFFD.
func (t *Tape) string(at int) (int, bool) {
	data, i := t.data, at+1
	tok := token{start: uint32(at), next: uint32(len(t.tokens) + 1), kind: String, flags: flagASCII}
	for {
		for i+8 <= len(data) && allPlain(binary.LittleEndian.Uint64(data[i:])) {
			i += 8
		}
		for i < len(data) && plain[data[i]] {
			i++
		}
		if i >= len(data) {
			t.fault(RuleMalformed, i, "text ends in the middle of a string; it may have been cut off")
			return i, false
		}
		c := data[i]
		if c == '"' {
			break
		}
		if c >= utf8.RuneSelf {
			tok.flags &^= flagASCII
			if _, size := utf8.DecodeRune(data[i:]); size > 1 {
				i += size
				continue
			}
		}
		return t.decoded(at, i, tok)
	}
	tok.end = uint32(i + 1)
	t.tokens = append(t.tokens, tok)
	return i + 1, true
}

// decoded goes on reading a string at offset i, where its text begins to differ from its bytes.
func (t *Tape) decoded(at, i int, tok token) (int, bool) {
	data := t.data
	start := len(t.text)
	t.text = append(t.text, data[at+1:i]...)
	for {
		from := i
		for i < len(data) && plain[data[i]] {
			i++
		}
		t.text = append(t.text, data[from:i]...)
		if i >= len(data) {
			t.fault(RuleMalformed, i, "text ends in the middle of a string; it may have been cut off")
			return i, false
		}
		switch c := data[i]; {
		case c == '"':
			tok.flags |= flagEscaped
			tok.end, tok.count, tok.size = uint32(i+1), uint32(start), uint32(len(t.text)-start)
			t.tokens = append(t.tokens, tok)
			return i + 1, true
		case c == '\\':
			r, size := t.escape(i)
			if size == 0 {
				return i, false
			}
			if r >= utf8.RuneSelf {
				tok.flags &^= flagASCII
			}
			t.text = utf8.AppendRune(t.text, r)
			i += size
		case c < ' ':
			t.fault(RuleMalformed, i, fmt.Sprintf("control character 0x%02x in a string; it must be written as an escape", c))
			return i, false
		default:
			tok.flags &^= flagASCII
			r, size := utf8.DecodeRune(data[i:])
			if r == utf8.RuneError && size == 1 {
				t.fault(RuleUTF8, i, fmt.Sprintf("byte 0x%02x in a string is not UTF-8", c))
			}
			t.text = utf8.AppendRune(t.text, r)
			i += size
		}
	}
}

// escape reads the escape at offset i and returns its character and its length, which is 0 if it is malformed.
func (t *Tape) escape(i int) (rune, int) {
	data := t.data
	if i+1 >= len(data) {
		t.fault(RuleMalformed, len(data), "text ends in the middle of a string; it may have been cut off")
		return 0, 0
	}
	switch c := data[i+1]; c {
	case '"', '\\', '/':
		return rune(c), 2
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'u':
		r, ok := hex(data, i+2)
		if !ok {
			t.fault(RuleMalformed, i, `escape \u without four hexadecimal digits`)
			return 0, 0
		}
		if !utf16.IsSurrogate(r) {
			return r, 6
		}
		if i+7 < len(data) && data[i+6] == '\\' && data[i+7] == 'u' {
			if low, ok := hex(data, i+8); ok {
				if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
					return pair, 12
				}
			}
		}
		t.fault(RuleUTF8, i, fmt.Sprintf(`escape \u%04x is half of a surrogate pair and stands for no character`, r))
		return utf8.RuneError, 6
	}
	t.fault(RuleMalformed, i, `a backslash that begins no escape; JSON knows \" \\ \/ \b \f \n \r \t and \u`)
	return 0, 0
}

// hex reads four hexadecimal digits at offset i.
func hex(data []byte, i int) (rune, bool) {
	if i+4 > len(data) {
		return 0, false
	}
	r := rune(0)
	for _, c := range data[i : i+4] {
		switch {
		case c-'0' <= 9:
			c -= '0'
		case (c|0x20)-'a' <= 5:
			c = (c | 0x20) - 'a' + 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}
