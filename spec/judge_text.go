package spec

import (
	"strings"
	"unicode/utf8"

	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// judgeText judges a body that is a text or bytes against the schema at n: it is the string, or the number, it spells. A schema that
// allows nothing of the kind would need a way to write objects that the standard does not give, or gives for XML only.
// Source: OpenAPI 3.0.3, section 4.7.14.2 (Considerations for File Uploads).
func (d *Document) judgeText(j *Judgement, rules *bodyRules, body []byte, got mediaRange, n *tree.Node) {
	o := d.outline(n)
	if o.complex() {
		if compiled, _ := d.Schemas.Schema(n); !compiled.Any() {
			j.note(rules.schema + " could not be judged: the standard leaves open how " + got.String() + " writes an array or an object")
		}
		return
	}
	if !o.counts && o.kinds.stringsOnly() {
		body = nil
	}
	text, mistake, open := decoded(body, got, o.binary)
	switch {
	case open != "":
		j.note(rules.schema + " could not be judged: " + open)
	case mistake != nil:
		j.apply(rules.schema)
		j.fault(textFault(rules, mistake, ""))
	case len(text) > mostText:
		j.note(rules.schema + " could not be judged: the body is larger than 32 MiB")
	default:
		w := written{there: true}
		w.add(func(r *wireReader) []byte { return r.scalar(o, text) })
		d.wireFaults(j, rules, n, n, "the body", w)
	}
}

// mostText is how many bytes of a text are judged: quoted as JSON it may be twice as long.
const mostText = 32 << 20

func textFault(rules *bodyRules, m *mistake, place string) Fault {
	return Fault{
		Rule: rules.schema, Keyword: "charset", Received: m.received, Promised: m.promised, Fix: rules.fix + m.promised, Clause: m.clause, InstancePath: place,
	}
}

// decoded returns the text that bytes of a media type stand for. Bytes that are no text are one character each, so that lengths count bytes.
// Source: OpenAPI 3.0.4, section 4.4.2 (Working with Binary Data): the length of unencoded binary data is the number of octets.
func decoded(body []byte, got mediaRange, binary bool) (text string, wrong *mistake, open string) {
	if binary {
		return octets(body), nil, ""
	}
	charset, _ := got.parameters.get("charset")
	switch strings.ToLower(charset) {
	case "utf-8", "utf8", "us-ascii":
		if !utf8.Valid(body) {
			return "", &mistake{"bytes that are not UTF-8, labelled charset=" + quoted(charset), "text in the charset its Content-Type names", "RFC 9110, section 8.3.2 (Charset); RFC 3629, section 4"}, ""
		}
		return string(body), nil, ""
	case "iso-8859-1", "latin1":
		return octets(body), nil, ""
	case "":
	default:
		return "", nil, "charset " + quoted(charset) + " is not read; UTF-8 and ISO-8859-1 are"
	}
	switch {
	case utf8.Valid(body):
		return string(body), nil, ""
	case got.carrier() == CarryBytes:
		return octets(body), nil, ""
	}
	return "", nil, "its bytes are not UTF-8, and its Content-Type names no charset"
}

// octets returns bytes as characters of the same numbers.
func octets(body []byte) string {
	ascii := true
	for _, c := range body {
		ascii = ascii && c < utf8.RuneSelf
	}
	if ascii {
		return string(body)
	}
	out := make([]byte, 0, len(body)+len(body)/2)
	for _, c := range body {
		out = utf8.AppendRune(out, rune(c))
	}
	return string(out)
}

// jsonValue reads bytes that should be one JSON value and returns it as it stands there; nil with the faults if it cannot be read.
func jsonValue(data []byte) (value []byte, faults []tape.Fault) {
	t, faults := tape.Read(data, tape.Limits{})
	defer t.Release()
	if !t.Usable() {
		return nil, faults
	}
	return t.Root().Raw(), faults
}
