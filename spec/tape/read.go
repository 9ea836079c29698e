package tape

import (
	"bytes"
	"cmp"
	"fmt"
	"hash/maphash"
	"slices"
	"unicode/utf8"
)

// seed makes the hashes of names unforeseeable, so that no text can be built to make them collide.
var seed = maphash.MakeSeed()

// Hash returns the hash of a member name as Cursor.Hash gives it; equal within one process only.
func Hash(name string) uint32 { return uint32(maphash.String(seed, name)) }

// open is a container whose end was not met yet.
type open struct {
	token uint32 // the container
	name  uint32 // objects: the name token of the member being read
	count uint32 // members or items begun
}

// noName stands for the name token while a name is being read.
const noName = ^uint32(0)

// Read reads data as one JSON value. It never fails as a whole: the faults say what is wrong, in order of offset, at most a
// hundred, and Tape.Usable whether the value can be judged all the same. The tape keeps data; call Release when done.
func Read(data []byte, limits Limits) (*Tape, []Fault) {
	t := pool.Get().(*Tape)
	t.data, t.tokens, t.text, t.stack, t.faults = data, t.tokens[:0], t.text[:0], t.stack[:0], nil
	depth, size := limits.Depth, limits.Size
	if depth <= 0 {
		depth = defaultDepth
	}
	if size <= 0 {
		size = defaultSize
	}
	size = min(size, largestSize)
	if len(data) > size {
		t.fault(RuleSize, size, fmt.Sprintf("text of %d bytes; at most %d are read", len(data), size))
		return t, t.faults
	}
	at := t.start()
	if at < 0 {
		return t, t.faults
	}
	end, ok := t.value(at, depth)
	if ok {
		t.usable = true
		if rest := skip(data, end); rest < len(data) {
			t.stack = t.stack[:0]
			t.fault(RuleTrailing, rest, fmt.Sprintf("%s after the end of the value", t.shown(rest)))
		}
	}
	if len(t.faults) > 1 { // duplicate names are found where their object ends
		slices.SortStableFunc(t.faults, func(a, b Fault) int { return cmp.Compare(a.Offset, b.Offset) })
	}
	return t, t.faults
}

// start skips a byte order mark and white space; it returns -1 if nothing follows.
func (t *Tape) start() int {
	at := 0
	switch {
	case bytes.HasPrefix(t.data, []byte("\xef\xbb\xbf")):
		t.fault(RuleBOM, 0, "text begins with a byte order mark; RFC 8259, section 8.1, forbids to send one")
		at = 3
	case bytes.HasPrefix(t.data, []byte("\xff\xfe")), bytes.HasPrefix(t.data, []byte("\xfe\xff")):
		t.fault(RuleMalformed, 0, "text begins with a UTF-16 byte order mark; JSON is sent as UTF-8")
		return -1
	}
	if at = skip(t.data, at); at >= len(t.data) {
		t.fault(RuleEmpty, at, "no JSON value; the text is empty")
		return -1
	}
	return at
}

// value reads the value at offset at and returns the offset behind it. It keeps its own stack: a text cannot
// exhaust the goroutine's.
func (t *Tape) value(at, depth int) (int, bool) {
	data := t.data
	for {
		// A value is due at offset at, which is within data or its end.
		if at >= len(data) {
			return t.ends(at)
		}
		switch c := data[at]; c {
		case '{', '[':
			if len(t.stack) >= depth {
				t.fault(RuleDepth, at, fmt.Sprintf("arrays and objects are nested deeper than %d", depth))
				return at, false
			}
			kind, closing := Object, byte('}')
			if c == '[' {
				kind, closing = Array, ']'
			}
			t.stack = append(t.stack, open{token: uint32(len(t.tokens))})
			t.tokens = append(t.tokens, token{start: uint32(at), kind: kind})
			at = skip(data, at+1)
			if at < len(data) && data[at] == closing {
				t.close(at + 1)
				at++
				break
			}
			var ok bool
			if at, ok = t.begin(at, kind); !ok {
				return at, false
			}
			continue
		case '"':
			end, ok := t.string(at)
			if !ok {
				return end, false
			}
			at = end
		default:
			end, ok := t.scalar(at)
			if !ok {
				return end, false
			}
			at = end
		}
		// A value ends at offset at: go on in the container that holds it.
		for {
			if len(t.stack) == 0 {
				return at, true
			}
			top := &t.stack[len(t.stack)-1]
			kind := t.tokens[top.token].kind
			at = skip(data, at)
			if at >= len(data) {
				return t.ends(at)
			}
			if c := data[at]; c == ',' {
				var ok bool
				if at, ok = t.begin(skip(data, at+1), kind); !ok {
					return at, false
				}
				break
			} else if c == '}' && kind == Object || c == ']' && kind == Array {
				at++
				t.close(at)
				continue
			}
			want := "',' or ']'"
			if kind == Object {
				want = "',' or '}'"
			}
			t.fault(RuleMalformed, at, fmt.Sprintf("%s where %s should follow a value", t.shown(at), want))
			return at, false
		}
	}
}

// begin opens the next item or member of the container on top of the stack: it reads the name and the colon of
// a member and returns the offset of the value.
func (t *Tape) begin(at int, kind Kind) (int, bool) {
	top := &t.stack[len(t.stack)-1]
	if kind == Array {
		if at < len(t.data) && t.data[at] == ']' {
			t.fault(RuleMalformed, at, "',' before ']'; JSON allows no trailing comma")
			return at, false
		}
		top.count++
		return at, true
	}
	data := t.data
	if at >= len(data) {
		return t.ends(at)
	}
	if data[at] != '"' {
		message := fmt.Sprintf("%s where a member's name in double quotes should stand", t.shown(at))
		if data[at] == '}' {
			message = "',' before '}'; JSON allows no trailing comma"
		}
		t.fault(RuleMalformed, at, message)
		return at, false
	}
	top.name = noName
	end, ok := t.string(at)
	if !ok {
		return end, false
	}
	top.name = uint32(len(t.tokens) - 1)
	name := &t.tokens[top.name]
	name.hash = uint32(maphash.Bytes(seed, t.bytes(name)))
	top.count++
	at = skip(data, end)
	if at >= len(data) {
		return t.ends(at)
	}
	if data[at] != ':' {
		t.fault(RuleMalformed, at, fmt.Sprintf("%s where ':' should follow a member's name", t.shown(at)))
		return at, false
	}
	return skip(data, at+1), true
}

// close ends the container on top of the stack at offset end.
func (t *Tape) close(end int) {
	top := t.stack[len(t.stack)-1]
	c := &t.tokens[top.token]
	c.end, c.next, c.count = uint32(end), uint32(len(t.tokens)), top.count
	if c.kind == Object && top.count > 1 {
		t.duplicates(top)
	}
	t.stack = t.stack[:len(t.stack)-1]
}

// ends reports that the data stops in the middle of a value.
func (t *Tape) ends(at int) (int, bool) {
	what := "value"
	if len(t.stack) > 0 {
		what = t.tokens[t.stack[len(t.stack)-1].token].kind.String()
	}
	t.fault(RuleMalformed, at, fmt.Sprintf("text ends in the middle of the %s; it may have been cut off", what))
	return at, false
}

// skip returns the offset of the first byte from at that is no white space.
func skip(data []byte, at int) int {
	for at < len(data) {
		if c := data[at]; c > ' ' || c != ' ' && c != '\n' && c != '\r' && c != '\t' {
			break
		}
		at++
	}
	return at
}

// fault records a fault at the value being read.
func (t *Tape) fault(rule string, offset int, message string) {
	f := Fault{rule, t.path(), offset, message}
	if len(t.faults) < mostFaults {
		t.faults = append(t.faults, f)
	} else if rule != RuleDuplicateName && rule != RuleUTF8 {
		t.faults[mostFaults-1] = f // what ends the reading must be told
	}
}

// path returns the JSON pointer to the value being read.
func (t *Tape) path() string {
	p := ""
	for _, o := range t.stack {
		switch {
		case o.count == 0, o.name == noName:
		case t.tokens[o.token].kind == Array:
			p = PointerAppend(p, fmt.Sprint(o.count-1))
		default:
			p = PointerAppend(p, string(t.bytes(&t.tokens[o.name])))
		}
	}
	return p
}

// shown names the character at offset at for a message. Only punctuation is shown: a letter might begin a secret.
func (t *Tape) shown(at int) string {
	if at >= len(t.data) {
		return "the end of the text"
	}
	if what := t.foreign(at); what != "" {
		return what + ", which JSON has not,"
	}
	c := t.data[at]
	switch {
	case c == '"':
		return "a string"
	case c >= '0' && c <= '9':
		return "a digit"
	case c == '\'':
		return "a single quote"
	case c > ' ' && c < utf8.RuneSelf && !(c|0x20 >= 'a' && c|0x20 <= 'z'):
		return "'" + string(rune(c)) + "'"
	case c > ' ' && c < utf8.RuneSelf:
		return "a letter"
	}
	return fmt.Sprintf("byte 0x%02x", c)
}

// words are what other notations have for values. Python, JavaScript and many a library write them.
var words = [...]string{"NaN", "nan", "Infinity", "Inf", "inf", "undefined", "None", "True", "False", "NULL", "nil"}

// foreign names what stands at offset at where that is known from other notations: a word of theirs, or a comment. It is empty elsewhere.
func (t *Tape) foreign(at int) string {
	rest := t.data[at:]
	if bytes.HasPrefix(rest, []byte("//")) || bytes.HasPrefix(rest, []byte("/*")) || bytes.HasPrefix(rest, []byte("# ")) {
		return "a comment"
	}
	sign := ""
	if len(rest) > 0 && (rest[0] == '-' || rest[0] == '+') {
		sign, rest = string(rest[:1]), rest[1:]
	}
	for _, word := range words {
		after := len(word)
		if bytes.HasPrefix(rest, []byte(word)) && (len(rest) == after || !isLetterOrDigit(rest[after])) {
			return sign + word
		}
	}
	return ""
}

func isLetterOrDigit(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '_'
}
