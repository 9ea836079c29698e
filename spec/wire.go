package spec

import (
	"net/url"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// wireReader turns the text that carries a parameter, a header or a form field into the JSON value its schema speaks about. On the wire
// everything is text, so the schema decides what a text may be: 12 is a number where a number is allowed, and where a string is allowed too it is
// whichever of the two conforms.
//
// Source: OpenAPI 3.0.3, section 4.7.12.3 (Style Values), and RFC 6570, which it refers to.
type wireReader struct {
	document *Document
	face     schema.Face
	asText   bool     // of a text that may be a string or something else, the string is tried first
	doubtful bool     // such a text was met
	broken   *mistake // how the text is not written as its style asks; nil if it is
}

// mistake is a text that is not written as it should be.
type mistake struct{ received, promised, clause string }

// fail records the first mistake and returns what stands for the value meanwhile.
func (r *wireReader) fail(received, promised, clause string) []byte {
	if r.broken == nil {
		r.broken = &mistake{received, promised, clause}
	}
	return []byte("null")
}

// decoder undoes the encoding of a piece of text that was split off.
type decoder func(*wireReader, string) string

func asIs(_ *wireReader, text string) string { return text }

func trimmed(_ *wireReader, text string) string { return strings.Trim(text, " \t") }

// percent undoes percent-encoding. Source: RFC 3986, section 2.1.
func percent(r *wireReader, text string) string { return r.unescaped(url.PathUnescape, text) }

// percentAndPlus undoes percent-encoding in which a plus sign is a space, as it is in forms and in the queries browsers write.
func percentAndPlus(r *wireReader, text string) string { return r.unescaped(url.QueryUnescape, text) }

func (r *wireReader) unescaped(unescape func(string) (string, error), text string) string {
	decoded, err := unescape(text)
	if err != nil {
		r.fail("a % that begins no escape", "percent-encoded text, in which a % is %25", "RFC 3986, section 2.1 (Percent-Encoding)")
		return text
	}
	return decoded
}

// scalar writes one text as JSON.
func (r *wireReader) scalar(o *outline, text string) []byte {
	allowed := o.kinds
	var typed []byte
	switch {
	case allowed.has(tape.Number) && isJSONNumber(text),
		allowed.has(tape.Bool) && (text == "true" || text == "false"),
		allowed.has(tape.Null) && text == "null":
		typed = []byte(text)
	case allowed.has(tape.Null) && text == "":
		typed = []byte("null")
	}
	switch {
	case typed == nil:
		return quoteJSON(text)
	case !allowed.has(tape.String):
		return typed
	}
	r.doubtful = true
	first, second := typed, quoteJSON(text)
	if r.asText {
		first, second = second, first
	}
	if !r.accepted(o, first) && r.accepted(o, second) {
		return second
	}
	return first
}

// quoteJSON returns text as a JSON string.
func quoteJSON(text string) []byte {
	return (&tree.Node{Kind: tree.String, Text: text}).AppendJSON(make([]byte, 0, len(text)+2))
}

// accepted reports whether one of the schemas takes a JSON text; without schemas everything is taken.
func (r *wireReader) accepted(o *outline, text []byte) bool {
	t, _ := tape.Read(text, tape.Limits{})
	defer t.Release()
	for _, n := range o.nodes {
		compiled, _ := r.document.Schemas.Schema(n)
		if compiled.Accepts(t.Root(), schema.Options{Face: r.face, Compat: !r.document.strict}) {
			return true
		}
	}
	return len(o.nodes) == 0
}

// isJSONNumber reports whether text is a number as JSON writes it.
func isJSONNumber(text string) bool {
	text = strings.TrimPrefix(text, "-")
	whole := leadingDigits(text)
	if whole == 0 || whole > 1 && text[0] == '0' {
		return false
	}
	text = text[whole:]
	if strings.HasPrefix(text, ".") {
		fraction := leadingDigits(text[1:])
		if fraction == 0 {
			return false
		}
		text = text[1+fraction:]
	}
	if text != "" && (text[0] == 'e' || text[0] == 'E') {
		text = text[1:]
		if text != "" && (text[0] == '+' || text[0] == '-') {
			text = text[1:]
		}
		return text != "" && leadingDigits(text) == len(text)
	}
	return text == ""
}

func leadingDigits(text string) int {
	i := 0
	for i < len(text) && text[i] >= '0' && text[i] <= '9' {
		i++
	}
	return i
}

// list writes texts as a JSON array.
func (r *wireReader) list(o *outline, texts []string) []byte {
	out := []byte{'['}
	for i, text := range texts {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, r.scalar(o.item(i), text)...)
	}
	return append(out, ']')
}

// member is one name of an object with the text of its value.
type member struct{ name, text string }

// object writes members as a JSON object. A name that stands twice is left to be judged: it cannot be what was meant.
func (r *wireReader) object(o *outline, members []member) []byte {
	out := []byte{'{'}
	for i, m := range members {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, quoteJSON(m.name)...)
		out = append(out, ':')
		out = append(out, r.scalar(o.property(m.name), m.text)...)
	}
	return append(out, '}')
}

// delimited reads a text that holds a whole value: its parts are decoded after it was split.
func (r *wireReader) delimited(o *outline, shape tape.Kind, text, separator string, explode bool, decode decoder) []byte {
	var parts []string
	if text != "" {
		parts = strings.Split(text, separator)
	}
	switch {
	case shape == tape.Array:
		for i := range parts {
			parts[i] = decode(r, parts[i])
		}
		return r.list(o, parts)
	case shape != tape.Object:
		return r.scalar(o, decode(r, text))
	}
	var members []member
	if explode {
		for _, part := range parts {
			name, value, found := strings.Cut(part, "=")
			if !found {
				return r.fail("a part without an equals sign", "name=value, parted by "+separator, "RFC 6570, section 2.4.2 (Explode)")
			}
			members = append(members, member{decode(r, name), decode(r, value)})
		}
		return r.object(o, members)
	}
	if len(parts)%2 != 0 {
		return r.fail("an odd number of names and values", "names and values in turn, parted by "+separator, "RFC 6570, section 2.4.2 (Explode)")
	}
	for i := 0; i+1 < len(parts); i += 2 {
		members = append(members, member{decode(r, parts[i]), decode(r, parts[i+1])})
	}
	return r.object(o, members)
}
