package runner

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// spot receives one secret value of a body: where its bytes begin and end, what kind of value it is, and the value.
type spot func(at, end int, kind, value string)

// scan calls yield for each secret place of body, in order. Bytes that are no JSON value, or that follow one, are read as far as
// they look like JSON, and searched for secret names followed by a value: a cut-off answer must not leak what a whole one hides.
func (r *Redactor) scan(body []byte, yield spot) {
	if len(body) == 0 {
		return
	}
	t, faults := tape.Read(body, tape.Limits{})
	defer t.Release()
	if !t.Usable() {
		r.scanLoose(body, 0, yield)
		return
	}
	r.walk(t.Root(), "", false, yield)
	for _, f := range faults {
		if f.Rule == "json-trailing" {
			r.scanLoose(body, f.Offset, yield)
			return
		}
	}
}

// walk visits a value; below a secret place every leaf is secret.
func (r *Redactor) walk(v tape.Value, pointer string, secret bool, yield spot) {
	switch v.Kind() {
	case tape.Object:
		for name, member := range v.Members() {
			at := tape.PointerAppend(pointer, name)
			r.walk(member, at, secret || r.secretAt(name, at), yield)
		}
	case tape.Array:
		for i, item := range v.Items() {
			r.walk(item, fmt.Sprintf("%s/%d", pointer, i), secret, yield)
		}
	case tape.String, tape.Number:
		if secret && v.Text() != "" {
			yield(v.Offset(), v.Offset()+len(v.Raw()), v.Kind().String(), v.Text())
		}
	}
}

func (r *Redactor) secretAt(name, pointer string) bool {
	return r.names[strings.ToLower(name)] || r.placed(pointer)
}

// scanLoose reads what is left of a message from offset from.
func (r *Redactor) scanLoose(body []byte, from int, yield spot) {
	lexer := looseLexer{body: body, at: from, secretAt: r.secretAt}
	lexer.run(yield)
	if r.loose == nil {
		return
	}
	for _, m := range r.loose.FindAllSubmatchIndex(body[lexer.at:], -1) {
		at, end := lexer.at+m[4], lexer.at+m[5]
		if value := strings.Trim(string(body[at:end]), `"'`); value != "" {
			yield(at, end, "string", value)
		}
	}
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

func (l *looseLexer) run(yield spot) {
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
			start := l.at
			for l.at < len(l.body) && bytes.IndexByte([]byte(" \t\r\n,:{}[]\""), l.body[l.at]) < 0 {
				l.at++
			}
			if word := string(l.body[start:l.at]); top().secret && word != "null" && word != "true" && word != "false" {
				yield(start, l.at, "number", word)
			}
		default:
			return
		}
	}
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
