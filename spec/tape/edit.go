package tape

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// Set returns data with the value at pointer (RFC 6901) replaced by raw, a JSON text. A name that is absent from an object is
// added at its end; everything else stays byte for byte as it is written. It is an error if data is not one JSON value, or if what
// should hold the last segment of pointer is neither an object nor an array with that item.
func Set(data []byte, pointer string, raw []byte) ([]byte, error) {
	t, err := editable(data)
	if err != nil {
		return nil, err
	}
	defer t.Release()
	if v, ok := t.Root().At(pointer); ok {
		at := v.Offset()
		return splice(data, at, at+len(v.Raw()), raw), nil
	}
	parent, name, err := holder(t, pointer)
	if err != nil {
		return nil, err
	}
	member := append(append(Quote(name), ':'), raw...)
	if parent.Len() > 0 {
		member = append([]byte{','}, member...)
	}
	end := parent.Offset() + len(parent.Raw()) - 1
	return splice(data, end, end, member), nil
}

// Delete returns data without the member or item at pointer (RFC 6901); data itself if there is none. Of duplicate names it
// takes out the last.
func Delete(data []byte, pointer string) ([]byte, error) {
	t, err := editable(data)
	if err != nil {
		return nil, err
	}
	defer t.Release()
	v, ok := t.Root().At(pointer)
	if !ok {
		return data, nil
	}
	if pointer == "" {
		return nil, errors.New("the whole value cannot be deleted")
	}
	from, to := v.Offset(), v.Offset()+len(v.Raw())
	for from > 0 && data[from-1] != ',' && data[from-1] != '{' && data[from-1] != '[' {
		from-- // over white space, the colon and the name: none of them can hold a separator outside quotes
		if data[from] == '"' {
			from = openingQuote(data, from)
		}
	}
	rest := len(data) - len(strings.TrimLeft(string(data[to:]), " \t\r\n"))
	switch {
	case data[rest] == ',':
		to = rest + 1
	case data[from-1] == ',':
		from--
	}
	return splice(data, from, to, nil), nil
}

// openingQuote returns where the string begins whose closing quote stands at end.
func openingQuote(data []byte, end int) int {
	for i := end - 1; i >= 0; i-- {
		if data[i] != '"' {
			continue
		}
		slashes := 0
		for j := i - 1; j >= 0 && data[j] == '\\'; j-- {
			slashes++
		}
		if slashes%2 == 0 {
			return i
		}
	}
	return 0
}

func editable(data []byte) (*Tape, error) {
	t, faults := Read(data, Limits{})
	if !t.Usable() {
		t.Release()
		return nil, fmt.Errorf("not a JSON value: %s", faults[0].Message)
	}
	return t, nil
}

// holder returns the object that a new member of pointer's last segment belongs to.
func holder(t *Tape, pointer string) (Value, string, error) {
	cut := strings.LastIndexByte(pointer, '/')
	if cut < 0 {
		return Value{}, "", fmt.Errorf("%q is no JSON pointer; it must begin with /", pointer)
	}
	parent, ok := t.Root().At(pointer[:cut])
	if !ok || parent.Kind() != Object {
		return Value{}, "", fmt.Errorf("nothing can be set at %s: there is no object at %q", pointer, pointer[:cut])
	}
	return parent, PointerSegment(pointer[cut+1:]), nil
}

func splice(data []byte, from, to int, with []byte) []byte {
	out := make([]byte, 0, len(data)-(to-from)+len(with))
	out = append(out, data[:from]...)
	out = append(out, with...)
	return append(out, data[to:]...)
}

// TextAt returns the string at a pointer of a JSON text; empty if there is none, or if the text cannot be read.
func TextAt(data []byte, pointer string) string {
	t, _ := Read(data, Limits{})
	defer t.Release()
	if !t.Usable() {
		return ""
	}
	v, ok := t.Root().At(pointer)
	if !ok || v.Kind() != String {
		return ""
	}
	return v.Text()
}

// Quote returns s as a JSON string. Bytes that are no UTF-8 become U+FFFD.
func Quote(s string) []byte {
	if plainText(s) {
		quoted := make([]byte, 0, len(s)+2)
		return append(append(append(quoted, '"'), s...), '"')
	}
	quoted, _ := json.Marshal(s) // a string always has a JSON form
	return quoted
}

// plainText says whether s stands between the quotes as it is: in letters of ASCII of which encoding/json escapes none.
func plainText(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			return false
		}
	}
	return true
}
