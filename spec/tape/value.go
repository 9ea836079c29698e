package tape

import (
	"iter"
	"strconv"
	"strings"
)

// Value is one value of a tape. It is small, passed by value, and lives as long as its tape. The zero Value is no
// value at all: its Kind is 0 and every other method answers with nothing.
type Value struct {
	tape  *Tape
	index uint32
}

func (v Value) token() *token { return &v.tape.tokens[v.index] }

// Kind returns the type of the value.
func (v Value) Kind() Kind {
	if v.tape == nil {
		return 0
	}
	return v.token().kind
}

// Raw returns the bytes as they were written, brackets and quotes included. They must not be changed.
func (v Value) Raw() []byte {
	if v.tape == nil {
		return nil
	}
	tok := v.token()
	return v.tape.data[tok.start:tok.end:tok.end]
}

// Offset returns where the value begins in the data, in bytes.
func (v Value) Offset() int {
	if v.tape == nil {
		return 0
	}
	return int(v.token().start)
}

// Bytes returns the decoded text of a string and a number as written, without a copy: the bytes live as long as the tape and
// must not be changed. It is nil for other kinds.
func (v Value) Bytes() []byte {
	if v.tape == nil {
		return nil
	}
	switch tok := v.token(); tok.kind {
	case String:
		return v.tape.bytes(tok)
	case Number:
		return v.tape.data[tok.start:tok.end:tok.end]
	}
	return nil
}

// bytes returns the text of a string or name.
func (t *Tape) bytes(tok *token) []byte {
	if tok.flags&flagEscaped != 0 {
		return t.text[tok.count : tok.count+tok.size : tok.count+tok.size]
	}
	return t.data[tok.start+1 : tok.end-1 : tok.end-1]
}

// Text returns the decoded text of a string and a number as written; "" for other kinds. The result is a copy, so it
// may outlive the tape.
func (v Value) Text() string { return string(v.Bytes()) }

// Plain returns a value as a place holds it that knows no JSON: the characters of a string, anything else as JSON writes it.
func (v Value) Plain() string {
	if v.Kind() == String {
		return v.Text()
	}
	return string(v.Raw())
}

// ASCII says whether a string holds nothing but ASCII, so that its length in bytes is its length in characters.
func (v Value) ASCII() bool { return v.tape != nil && v.token().flags&flagASCII != 0 }

// Bool returns whether the value is true.
func (v Value) Bool() bool {
	return v.Kind() == Bool && v.tape.data[v.token().start] == 't'
}

// Len returns the number of members of an object (duplicate names counted each) or items of an array, 0 for other kinds.
func (v Value) Len() int {
	if k := v.Kind(); k != Object && k != Array {
		return 0
	}
	return int(v.token().count)
}

// Weight returns how many values and names v consists of, itself included: a measure of the work it makes.
func (v Value) Weight() int {
	switch v.Kind() {
	case 0:
		return 0
	case Object, Array:
		return int(v.token().next - v.index)
	}
	return 1
}

// Cursor walks the members of an object or the items of an array without allocating.
//
//	for c := v.Walk(); c.Next(); {
//		use(c.Name(), c.Value())
//	}
type Cursor struct {
	tape      *Tape
	next, end uint32
	name      uint32
	index     int32
	object    bool
}

// Walk returns a cursor before the first member or item; for other kinds it is at its end.
func (v Value) Walk() Cursor {
	if k := v.Kind(); k != Object && k != Array {
		return Cursor{index: -1}
	}
	tok := v.token()
	return Cursor{tape: v.tape, next: v.index + 1, end: tok.next, index: -1, object: tok.kind == Object}
}

// Next moves to the next member or item and says whether there is one.
func (c *Cursor) Next() bool {
	if c.next >= c.end {
		return false
	}
	c.name = c.next
	at := c.next
	if c.object {
		at++
	}
	c.next = c.tape.tokens[at].next
	c.index++
	return true
}

// Value returns the member's or item's value.
func (c *Cursor) Value() Value {
	if c.object {
		return Value{c.tape, c.name + 1}
	}
	return Value{c.tape, c.name}
}

// Index returns the number of the member or item, from 0.
func (c *Cursor) Index() int { return int(c.index) }

// Name returns the member's name without a copy: the bytes live as long as the tape. It is nil in an array.
func (c *Cursor) Name() []byte {
	if !c.object {
		return nil
	}
	return c.tape.bytes(&c.tape.tokens[c.name])
}

// NameValue returns the member's name as a string value; the zero Value in an array.
func (c *Cursor) NameValue() Value {
	if !c.object {
		return Value{}
	}
	return Value{c.tape, c.name}
}

// Hash returns the hash of the member's name, the same as the function Hash gives for it.
func (c *Cursor) Hash() uint32 { return c.tape.tokens[c.name].hash }

// Members returns names and values of an object in the order written, duplicate names included.
func (v Value) Members() iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		if v.Kind() != Object {
			return
		}
		for c := v.Walk(); c.Next(); {
			if !yield(string(c.Name()), c.Value()) {
				return
			}
		}
	}
}

// Items returns numbers and values of an array's items.
func (v Value) Items() iter.Seq2[int, Value] {
	return func(yield func(int, Value) bool) {
		if v.Kind() != Array {
			return
		}
		for c := v.Walk(); c.Next(); {
			if !yield(c.Index(), c.Value()) {
				return
			}
		}
	}
}

// Get returns the member called name; the last one if the name stands more than once, as most receivers take it.
func (v Value) Get(name string) (Value, bool) {
	if v.Kind() != Object {
		return Value{}, false
	}
	hash := Hash(name)
	for c := v.Walk(); c.Next(); {
		if c.Hash() == hash && !c.superseded() && string(c.Name()) == name {
			return c.Value(), true
		}
	}
	return Value{}, false
}

// Item returns the item with number i of an array.
func (v Value) Item(i int) (Value, bool) {
	if v.Kind() != Array || i < 0 || i >= v.Len() {
		return Value{}, false
	}
	c := v.Walk()
	for range i + 1 {
		c.Next()
	}
	return c.Value(), true
}

// At returns the value a JSON pointer leads to from v; "" is v itself. It answers false for a pointer that is
// malformed or leads nowhere.
// Source: RFC 6901, sections 3 and 4.
func (v Value) At(pointer string) (Value, bool) {
	if pointer == "" {
		return v, v.tape != nil
	}
	if pointer[0] != '/' {
		return Value{}, false
	}
	for rest, more := pointer[1:], true; more; {
		var segment string
		segment, rest, more = strings.Cut(rest, "/")
		segment = PointerSegment(segment)
		ok := false
		switch v.Kind() {
		case Object:
			v, ok = v.Get(segment)
		case Array:
			i, err := strconv.Atoi(segment)
			if err == nil && strconv.Itoa(i) == segment {
				v, ok = v.Item(i)
			}
		}
		if !ok {
			return Value{}, false
		}
	}
	return v, true
}

var pointerEscaper = strings.NewReplacer("~", "~0", "/", "~1")

// PointerAppend returns the JSON pointer p with one more segment, escaped as RFC 6901, section 3, says.
func PointerAppend(p, segment string) string {
	if strings.ContainsAny(segment, "~/") {
		segment = pointerEscaper.Replace(segment)
	}
	return p + "/" + segment
}

// PointerSegment reads one segment of a JSON pointer: its escapes are taken out. Source: RFC 6901, section 4.
func PointerSegment(segment string) string {
	if !strings.Contains(segment, "~") {
		return segment
	}
	return strings.ReplaceAll(strings.ReplaceAll(segment, "~1", "/"), "~0", "~")
}
