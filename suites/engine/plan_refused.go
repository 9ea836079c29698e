package engine

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// refusedBytes are what no server may take for the JSON that it is sent as. Each is made from a body that is right in everything else, and names a
// resource that is there. Source: RFC 8259, section 2.
var refusedBytes = []struct {
	name, title, why string
	wire             func([]byte) []byte
}{
	{"truncated", "a body that ends too early", "the body lacks its last byte", func(b []byte) []byte { return b[:max(0, len(b)-1)] }},
	{"empty", "a request without a body", "the document requires a body", func([]byte) []byte { return []byte{} }},
	{"trailing", "bytes after the value", "JSON is one value and nothing after it", func(b []byte) []byte { return append(bytes.Clone(b), " x"...) }},
	{"two-values", "two values", "JSON is one value and nothing after it", func(b []byte) []byte { return append(bytes.Clone(b), "{}"...) }},
	{"trailing-comma", "a comma before the closing brace", "JSON has no comma after the last member", func(b []byte) []byte {
		return append(bytes.Clone(b[:max(0, len(b)-1)]), ",}"...)
	}},
}

// malformed are the ways of writing JSON that lenient readers take and JSON does not know, of which each operation is asked the next. Source: RFC 8259,
// sections 2, 4 and 7.
var malformed = []struct {
	title string
	wire  func([]byte) []byte
}{
	{"a body with a control character in a text that is not escaped", func(b []byte) []byte { return bytes.Replace(b, []byte(`":"`), []byte("\":\"\x1f"), 1) }},
	{"a body with apostrophes for quotes", func(b []byte) []byte { return bytes.Replace(b, []byte(`"`), []byte(`'`), 2) }},
	{"a body with a comment", func(b []byte) []byte { return append([]byte("/* JSON has no comments */ "), b...) }},
	{"a body with a name without quotes", func(b []byte) []byte { return bytes.Replace(b, []byte(`"`), nil, 2) }},
	{"a body with NaN for a number", func(b []byte) []byte { return inserted(b, []byte(`"plumbline_nan":NaN`)) }},
}

// refusedTypes are media types that the document does not list. The first of them, as many as anywhere says, are what a page of another site can have a
// browser send without asking: each operation is asked them. Of the others the first operation is asked one, the second the next.
var refusedTypes = []string{"text/plain", formType, "application/xml", "multipart/form-data; boundary=plumbline"}

const anywhere = 2

// refusedWire are the requests that must be refused.
func (p *planner) refusedWire(op *spec.Operation) []variety {
	var out []variety
	add := func(name, title, why string) *runner.Case {
		c := p.mustRefuse(op, runner.PhaseWire, name)
		c.Title, c.Promise.Why = "refuses "+title, why
		out = append(out, variety{"refused", c})
		return c
	}
	for i := range malformed {
		turn := malformed[(i+p.position(op))%len(malformed)]
		if plain, _ := p.template(op); bytes.Contains(plain.Body, []byte(`"`)) && !readable(turn.wire(plain.Body)) {
			add("malformed", turn.title, "the body is not JSON").Wire = turn.wire
			break
		}
		if i == len(malformed)-1 {
			add("malformed", "a body that is not JSON", "the body is not JSON").Wire = func([]byte) []byte { return []byte(`{'plumbline':1}`) }
		}
	}
	for _, b := range refusedBytes {
		if b.name == "empty" && !op.RequestBody.Required || b.name == "two-values" && !p.profile.deep || !p.inTurn(op, b.name) {
			continue
		}
		if plain, _ := p.template(op); b.name != "empty" && readable(b.wire(plain.Body)) {
			continue // 12 without its last byte is 1
		}
		add(b.name, b.title, b.why).Wire = b.wire
	}
	if renamed := p.renamed(op); renamed != nil && p.inTurn(op, "other-case") {
		add("other-case", "the name of a required property in another case", "names in JSON are compared letter by letter, so a required property is absent").Wire = renamed
	}
	for i, t := range refusedTypes {
		kind, _, _ := strings.Cut(t, ";")
		if i >= anywhere && !p.profile.deep && p.position(op) != i-anywhere {
			continue // one operation speaks for all
		}
		if slices.ContainsFunc(op.RequestBody.Content, func(m *spec.MediaType) bool { return covers(m.Type, kind) }) {
			continue
		}
		c := add("as-"+slug(kind), "a body as "+kind, "the document does not list "+kind+" for the body")
		c.Header = http.Header{"Content-Type": {t}}
		if plain, _ := p.template(op); kind == formType && p.position(op)%2 == 1 && !readable(asForm(plain.Body)) {
			c.Title, c.Wire = "refuses the members of a body as a form", asForm
		}
	}
	return out
}

const formType = "application/x-www-form-urlencoded"

// asForm writes an object of texts as the form that says the same, for a server that reads forms takes no JSON for one; anything else, and an object of
// nothing, it leaves as it is.
func asForm(body []byte) []byte {
	t, _ := tape.Read(body, tape.Limits{})
	defer t.Release()
	if !t.Usable() || t.Root().Kind() != tape.Object {
		return body
	}
	form := url.Values{}
	for name, member := range t.Root().Members() {
		if member.Kind() != tape.String {
			return body
		}
		form.Set(name, member.Text())
	}
	if len(form) == 0 {
		return body
	}
	return []byte(form.Encode())
}

// turns are what shows how a server reads JSON, which most have one reader for. What creates something is asked all of it. Of the other operations one is
// asked the first, the third and so on, and the next one those between, as long as each is asked of several.
var turns = []string{"trailing-comma", "other-case", "byte-order-mark", "invalid-utf-8", "nested", "huge-number", "control"}

// askAll is how many operations a document may have that take a body, if all of them are asked everything.
const askAll = 3

// inTurn says whether op is asked a request on the edge of JSON.
func (p *planner) inTurn(op *spec.Operation, name string) bool {
	turn := slices.Index(turns, name)
	if turn < 0 || p.profile.deep || p.about(op).Effect == packs.Create || p.position(nil) <= askAll {
		return true
	}
	return (turn+p.position(op))%2 == 0
}

// position counts the operations before op that take a body; for nil, all of them.
func (p *planner) position(op *spec.Operation) int {
	n := 0
	for _, other := range p.document.Operations {
		if other == op {
			break
		}
		if other.RequestBody != nil {
			n++
		}
	}
	return n
}

// renamed returns what writes the name of a required property in capitals, as readers let pass that do not look at case; nil where op requires none.
func (p *planner) renamed(op *spec.Operation) func([]byte) []byte {
	plain, _ := p.template(op)
	t, _ := tape.Read(plain.Body, tape.Limits{})
	defer t.Release()
	if !t.Usable() {
		return nil
	}
	for name := range t.Root().Members() {
		old, other := append(tape.Quote(name), ':'), append(tape.Quote(strings.ToUpper(name)), ':')
		wire := func(b []byte) []byte { return bytes.Replace(b, old, other, 1) }
		if body := wire(plain.Body); !bytes.Equal(body, plain.Body) && !p.keeps(op, plain.MediaType, body) {
			return wire
		}
	}
	return nil
}

// covers says whether a declared media type or range covers another.
func covers(declared, mediaType string) bool {
	declared, _, _ = strings.Cut(strings.ToLower(declared), ";")
	declared = strings.TrimSpace(declared)
	family, isRange := strings.CutSuffix(declared, "/*")
	return declared == mediaType || declared == "*/*" || isRange && strings.HasPrefix(mediaType, family+"/")
}
