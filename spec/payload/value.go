package payload

import (
	"unicode/utf8"

	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// value is one JSON value in the making. A value is not changed once another one holds it.
type value struct {
	kind  tape.Kind
	text  string   // a string decoded; a number, true, false or null as written
	names []string // of an object's items
	items []*value
	spot  *spot // where it stands, if the draft kept that
}

// spot is what a value was written for.
type spot struct {
	shape *shape
	place place
}

var (
	null    = &value{kind: tape.Null, text: "null"}
	yes     = &value{kind: tape.Bool, text: "true"}
	no      = &value{kind: tape.Bool, text: "false"}
	nothing = &value{kind: tape.Object}
)

func text(s string) *value    { return &value{kind: tape.String, text: s} }
func number(s string) *value  { return &value{kind: tape.Number, text: s} }
func (v *value) scalar() bool { return v.kind != tape.Object && v.kind != tape.Array }

// get returns the member called name, or nil.
func (v *value) get(name string) *value {
	for i, n := range v.names {
		if n == name {
			return v.items[i]
		}
	}
	return nil
}

// with returns a copy of the object with one more member.
func (v *value) with(name string, member *value) *value {
	out := &value{kind: tape.Object, names: make([]string, 0, len(v.names)+1), items: make([]*value, 0, len(v.items)+1)}
	out.names = append(append(out.names, v.names...), name)
	out.items = append(append(out.items, v.items...), member)
	return out
}

// fromNode turns a node of the document into a value.
func fromNode(n *tree.Node) *value {
	switch n.Kind {
	case tree.Object:
		out := &value{kind: tape.Object}
		for _, m := range n.Members {
			out.names = append(out.names, m.Name)
			out.items = append(out.items, fromNode(m.Value))
		}
		return out
	case tree.Array:
		out := &value{kind: tape.Array}
		for _, item := range n.Items {
			out.items = append(out.items, fromNode(item))
		}
		return out
	case tree.String:
		return text(n.Text)
	case tree.Number:
		return number(n.Text)
	case tree.Bool:
		return &value{kind: tape.Bool, text: n.Text}
	}
	return null
}

// fromTape turns a JSON value that was read into a value.
func fromTape(v tape.Value) *value {
	out := &value{kind: v.Kind()}
	switch v.Kind() {
	case tape.Object:
		for name, member := range v.Members() {
			out.names, out.items = append(out.names, name), append(out.items, fromTape(member))
		}
	case tape.Array:
		for _, item := range v.Items() {
			out.items = append(out.items, fromTape(item))
		}
	case tape.String:
		out.text = v.Text()
	default:
		out.text = string(v.Raw())
	}
	return out
}

// appendTo writes the value as compact JSON.
func (v *value) appendTo(b []byte) []byte {
	switch v.kind {
	case tape.Object:
		b = append(b, '{')
		for i, item := range v.items {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendString(b, v.names[i]), ':')
			b = item.appendTo(b)
		}
		return append(b, '}')
	case tape.Array:
		b = append(b, '[')
		for i, item := range v.items {
			if i > 0 {
				b = append(b, ',')
			}
			b = item.appendTo(b)
		}
		return append(b, ']')
	case tape.String:
		return appendString(b, v.text)
	}
	return append(b, v.text...)
}

// appendString writes a JSON string with no escape but those JSON asks for; what is no UTF-8 becomes U+FFFD.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	plain := 0 // most strings need no escape at all
	for plain < len(s) && s[plain] >= ' ' && s[plain] < utf8.RuneSelf && s[plain] != '"' && s[plain] != '\\' {
		plain++
	}
	b = append(b, s[:plain]...)
	for i := plain; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size <= 1:
			b = append(b, "\uFFFD"...)
		case r == '"' || r == '\\':
			b = append(b, '\\', s[i])
		case r == '\n':
			b = append(b, '\\', 'n')
		case r == '\t':
			b = append(b, '\\', 't')
		case r < ' ':
			b = append(b, '\\', 'u', '0', '0', hexDigits[r>>4], hexDigits[r&15])
		default:
			b = append(b, s[i:i+size]...)
		}
		i += size
	}
	return append(b, '"')
}
