package runner

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// found is one secret value of a body: where its bytes begin and end, what kind of value it is, and the value.
type found struct {
	at, end     int
	kind, value string
}

// message is a body and what stands in its secret places.
type message struct {
	body    []byte
	secrets []found // in order
	end     int     // how far it could be read
}

// read finds the secret places of body. Bytes that are no JSON value, or that follow one, are read as far as they look like JSON: a cut-off
// answer must not leak what a whole one hides. What was revealed is no secret.
func (r *Redactor) read(body []byte) message {
	m := message{body: body}
	if !r.mayHide(body) {
		m.end = len(body)
		return m
	}
	t, faults := tape.Read(body, tape.Limits{})
	defer t.Release()
	trailing := -1
	if t.Usable() {
		var room [64]byte
		r.walk(t.Root(), room[:0], false, &m)
		if trailing = slices.IndexFunc(faults, func(f tape.Fault) bool { return f.Rule == tape.RuleTrailing }); trailing < 0 {
			m.end = len(body)
			return m
		}
	}
	lexer := looseLexer{body: body, secretAt: func(name, pointer string) bool { return r.named(name) || r.placed(pointer) }}
	if trailing >= 0 {
		lexer.at = faults[trailing].Offset
	}
	lexer.run(func(at, end int, kind, value string) { r.note(&m, found{at, end, kind, value}) })
	m.end = lexer.at
	return m
}

// mayHide says whether body may have a secret place: whether one of the words, or the name of a place, stands in it. Most bodies have none, and need not be
// read. Where letters are written otherwise than in ASCII, or as escapes, they may be any.
func (r *Redactor) mayHide(body []byte) bool {
	for _, c := range body {
		if c == '\\' || c == 0 || c >= utf8.RuneSelf {
			return true
		}
	}
	return r.names.MayHold(body)
}

// lastNamed is the last segment of a secret place that is the name of a property, as it stands in JSON; a quotation mark, which stands before every name,
// where all of them are stars.
func lastNamed(place string) string {
	for _, segment := range slices.Backward(strings.Split(place, "/")) {
		if segment != "*" && segment != "" {
			return tape.PointerSegment(segment)
		}
	}
	return `"`
}

// note adds a secret to those of a message.
func (r *Redactor) note(m *message, f found) {
	if !r.revealed(f.value) {
		m.secrets = append(m.secrets, f)
	}
}

// suspect says whether bytes that cannot be read may hold a secret: whether one of the words stands in them, in any case and
// with any zero bytes between its letters, as in UTF-16.
func (r *Redactor) suspect(body []byte) bool {
	text := bytes.ToLower(bytes.ReplaceAll(body, []byte{0}, nil))
	return slices.ContainsFunc(r.words, func(word string) bool { return bytes.Contains(text, []byte(word)) })
}

// walk visits a value at a pointer; below a secret place every leaf is secret.
func (r *Redactor) walk(v tape.Value, pointer []byte, secret bool, m *message) {
	switch v.Kind() {
	case tape.Object:
		for c := v.Walk(); c.Next(); {
			name := c.Name()
			at := append(append(pointer, '/'), name...)
			if bytes.ContainsAny(name, "~/") {
				at = append(pointer, tape.PointerAppend("", string(name))...)
			}
			below := secret || r.named(string(name)) || r.endsPlace(string(name)) && r.placed(string(at))
			r.walk(c.Value(), at, below, m)
		}
	case tape.Array:
		for c := v.Walk(); c.Next(); {
			r.walk(c.Value(), strconv.AppendInt(append(pointer, '/'), int64(c.Index()), 10), secret, m)
		}
	case tape.String, tape.Number:
		if secret && len(v.Bytes()) > 0 {
			r.note(m, found{v.Offset(), v.Offset() + len(v.Raw()), v.Kind().String(), v.Text()})
		}
	}
}

// named says whether a property is secret by its name.
func (r *Redactor) named(name string) bool {
	name = strings.ToLower(name)
	for _, word := range r.words {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// endsPlace says whether one of the pack's secret places may end with a property of this name: most do not, and need no pointer.
func (r *Redactor) endsPlace(name string) bool {
	for _, last := range r.ends {
		if last == name || last == "*" {
			return true
		}
	}
	return false
}

// looseLexer follows objects and arrays through bytes that may end or go wrong anywhere. It stops at the first byte that cannot
// stand in JSON and leaves at there.
type looseLexer struct {
	body     []byte
	at       int
	secretAt func(name, pointer string) bool
}

// frame is an object or array that is open.
type frame struct {
	pointer string // of the container
	array   bool
	member  string // pointer of the member being read; of the container for an array
	secret  bool   // the member being read lies in a secret place
	inherit bool   // the container does
}

func (l *looseLexer) run(yield func(at, end int, kind, value string)) {
	var stack []frame
	top := func() *frame {
		if len(stack) == 0 {
			return &frame{}
		}
		return &stack[len(stack)-1]
	}
	for l.at < len(l.body) {
		switch c := l.body[l.at]; {
		case strings.IndexByte(" \t\r\n,:", c) >= 0:
			l.at++
		case c == '{' || c == '[':
			parent := top()
			stack = append(stack, frame{pointer: parent.member, array: c == '[', member: parent.member, inherit: parent.secret, secret: parent.secret})
			l.at++
		case c == '}' || c == ']':
			if len(stack) > 0 {
				stack = stack[:len(stack)-1]
			}
			l.at++
		case c == '"' && len(stack) == 0:
			return
		case c == '"':
			start := l.at
			text := l.text()
			f := top()
			if !f.array && len(stack) > 0 && l.colon() {
				f.member = tape.PointerAppend(f.pointer, text)
				f.secret = f.inherit || l.secretAt(text, f.member)
			} else if f.secret && text != "" {
				yield(start, l.at, "string", text)
			}
		case c == '-' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z':
			word := l.word()
			literal := strings.HasPrefix("null", word) || strings.HasPrefix("true", word) || strings.HasPrefix("false", word)
			if len(stack) == 0 || !literal && strings.Trim(word, "-+.eE0123456789") != "" {
				return
			}
			l.at += len(word)
			if top().secret && !literal {
				yield(l.at-len(word), l.at, "number", word)
			}
		default:
			return
		}
	}
}

// word returns the bytes up to the next that cannot belong to a number or a literal.
func (l *looseLexer) word() string {
	end := l.at
	for end < len(l.body) && bytes.IndexByte([]byte(" \t\r\n,:{}[]\""), l.body[end]) < 0 {
		end++
	}
	return string(l.body[l.at:end])
}

// text reads a string that may lack its end, and returns what it says; what is written between the quotes if that is no JSON.
func (l *looseLexer) text() string {
	start := l.at + 1
	for l.at++; l.at < len(l.body); l.at++ {
		switch l.body[l.at] {
		case '\\':
			l.at++
		case '"':
			l.at++
			var decoded string
			if err := json.Unmarshal(l.body[start-1:l.at], &decoded); err == nil {
				return decoded
			}
			return string(l.body[start : l.at-1])
		}
	}
	l.at = len(l.body)
	return string(l.body[start:])
}

// colon says whether the next byte that is no space is a colon.
func (l *looseLexer) colon() bool {
	rest := bytes.TrimLeft(l.body[l.at:], " \t\r\n")
	return len(rest) > 0 && rest[0] == ':'
}
