package tree

import (
	"bytes"
	"unicode/utf8"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// jsonReader turns a tape into nodes. Values come in the order of the source, so that lines are counted in one pass.
type jsonReader struct {
	*builder
	data   []byte
	offset int // where line and column stand
	line   int
	column int
}

// looksLikeJSON reports whether text begins as a JSON object or array does.
func looksLikeJSON(text []byte) bool {
	text = bytes.TrimLeft(text, " \t\r\n")
	return len(text) > 0 && (text[0] == '{' || text[0] == '[')
}

// namesOfJSON reports whether text begins like JSON and not like YAML's flow style, where quotes are rare.
func namesOfJSON(text []byte) bool {
	text = bytes.TrimLeft(text, " \t\r\n")
	text = bytes.TrimLeft(text[1:], " \t\r\n[{")
	return len(text) == 0 || text[0] == '"' || text[0] == '}' || text[0] == ']'
}

// readJSON reads the one value that data holds. The error is a fault of JSON's grammar; names that stand twice are no fault here.
func (b *builder) readJSON(data []byte) (*Node, error) {
	t, faults := tape.Read(data, tape.Limits{Depth: maxDepth, Size: max(1, len(data))})
	defer t.Release()
	for _, fault := range faults {
		if t.Usable() && fault.Rule != tape.RuleTrailing {
			continue
		}
		line, column := place(data, min(fault.Offset, len(data)))
		fix := "mend the JSON"
		switch fault.Rule {
		case tape.RuleEmpty:
			return nil, b.empty()
		case tape.RuleDepth:
			fix = "flatten the file"
		case tape.RuleTrailing:
			fix = "keep one value in each file"
		}
		return nil, &Error{File: b.name, Line: line, Column: column, Problem: fault.Message, Fix: fix, Err: fault}
	}
	r := &jsonReader{builder: b, data: data, line: 1, column: 1}
	return r.value(t.Root())
}

// place moves on to offset, which is never before the one asked for last.
func (r *jsonReader) place(offset int) (line, column int) {
	passed := r.data[r.offset:offset]
	if lines := bytes.Count(passed, []byte{'\n'}); lines > 0 {
		r.line += lines
		r.column = 1
		passed = passed[bytes.LastIndexByte(passed, '\n')+1:]
	}
	r.column += utf8.RuneCount(passed)
	r.offset = offset
	return r.line, r.column
}

func (r *jsonReader) value(v tape.Value) (*Node, error) {
	line, column := r.place(v.Offset())
	n, err := r.node(Kind(v.Kind()), line, column)
	if err != nil {
		return nil, err
	}
	switch v.Kind() {
	case tape.Object:
		from := len(r.members)
		for c := v.Walk(); c.Next(); {
			name := c.NameValue()
			line, column := r.place(name.Offset())
			at := Position{File: r.name, Line: line, Column: column}
			value, err := r.value(c.Value())
			if err != nil {
				return nil, err
			}
			r.members = append(r.members, Member{Name: string(c.Name()), At: at, Value: value})
		}
		r.adoptMembers(n, from)
	case tape.Array:
		from := len(r.items)
		for c := v.Walk(); c.Next(); {
			item, err := r.value(c.Value())
			if err != nil {
				return nil, err
			}
			r.items = append(r.items, item)
		}
		r.adoptItems(n, from)
	case tape.String, tape.Number:
		n.Text = v.Text()
	case tape.Bool:
		n.Text = string(v.Raw())
	}
	return n, nil
}
