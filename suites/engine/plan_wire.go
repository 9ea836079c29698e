package engine

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/payload"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// refusedBytes are what no server may take for the JSON that it is sent as. Each is made from a body that is right in everything else, and names a
// resource that is there. Source: RFC 8259, section 2.
var refusedBytes = []struct {
	name, title, why string
	wire             func([]byte) []byte
}{
	{"malformed", "a body that is not JSON", "the body is not JSON", func(b []byte) []byte {
		if !bytes.Contains(b, []byte(`"`)) {
			return []byte(`{'plumbline':1}`)
		}
		return bytes.Replace(b, []byte(`"`), []byte(`'`), 2)
	}},
	{"truncated", "a body that ends too early", "the body lacks its last byte", func(b []byte) []byte { return b[:max(0, len(b)-1)] }},
	{"empty", "a request without a body", "the document requires a body", func([]byte) []byte { return []byte{} }},
	{"trailing", "bytes after the value", "JSON is one value and nothing after it", func(b []byte) []byte { return append(bytes.Clone(b), " x"...) }},
	{"two-values", "two values", "JSON is one value and nothing after it", func(b []byte) []byte { return append(bytes.Clone(b), "{}"...) }},
	{"trailing-comma", "a comma before the closing brace", "JSON has no comma after the last member", func(b []byte) []byte {
		return append(bytes.Clone(b[:max(0, len(b)-1)]), ",}"...)
	}},
}

// refusedTypes are media types that the document does not list. The first of them, as many as anywhere says, are what a page of another site can have a
// browser send without asking: each operation is asked them.
var refusedTypes = []string{"text/plain", "application/x-www-form-urlencoded", "application/xml"}

const anywhere = 2

// looseBytes are what readers differ on: any answer is right that is one. Source: RFC 8259, sections 4, 8.1 and 8.2.
var looseBytes = []struct {
	name, title string
	mild        bool // as of looseMembers
	wire        func([]byte) []byte
}{
	{"byte-order-mark", "a byte order mark before the value", false, func(b []byte) []byte { return append([]byte("\xef\xbb\xbf"), b...) }},
	{"duplicate-key", "the same name twice", true, doubled},
	{"invalid-utf-8", "a name that is not UTF-8", false, func(b []byte) []byte { return inserted(b, []byte("\"plumbline_\xff\":1")) }},
}

// looseMembers are members that the document does not name, in objects that it leaves open. What they hold is JSON, and hard to read for some. A text
// that the document does name shows it better, where one may hold it.
var looseMembers = []struct {
	name, title, member string
	text                string // stands in a text that the document names, instead; "" for what is none
	mild                bool   // asked of what changes something only where the profile goes deep: who reads the others reads it
}{
	{"undeclared", "a property that is not declared", `"plumbline_undeclared":"x"`, "", true},
	{"nested", "a value 2000 levels deep", `"plumbline_nested":` + strings.Repeat("[", 2000) + strings.Repeat("]", 2000), "", false},
	{"huge-number", "numbers beyond every machine's range", `"plumbline_huge":[1e400,-1e400,123456789012345678901234567890,0.1e-400]`, "", false},
	{"control", "control characters in a text", `"plumbline_control":"a\u0000b\u001fc\u007f"`, `"a\u0000b\u001fc\u007f"`, false},
	{"non-bmp", "characters beyond the first plane", `"plumbline_non_bmp":"\ud83d\udd11 \u202e \ud800"`, `"\ud83d\udd11 \u202e"`, false},
}

// looseRoots are bodies that are no object. Where the document does not say that it wants one, they keep to it.
var looseRoots = []struct {
	name, title, body string
	mild              bool                // asked only where the profile goes deep: who reads the others reads it
	asked             bool                // by the negative phase too, where the document wants an object
	around            func([]byte) []byte // what is sent where the document wants an object, made from a right one
}{
	{"array", "a list", `[]`, false, false, func(b []byte) []byte { return append(append([]byte("["), b...), ']') }},
	{"string", "a text", `"x"`, true, true, nil}, {"number", "a number", `7`, true, false, nil}, {"null", "null", `null`, false, true, nil},
}

// wire are requests at the edge of what JSON and HTTP allow. Some must be refused; to the others either answer is right, as long as it is one: no
// failure of the server, no silence, and an error in the documented form.
func (p *planner) wire(op *spec.Operation) []variety {
	if op.RequestBody == nil || !slices.ContainsFunc(op.RequestBody.Content, func(m *spec.MediaType) bool { return isJSONType(m.Type) }) {
		return nil
	}
	if _, problem := p.template(op); problem != "" {
		return nil // the bodies phase tells why there is none to make these from
	}
	return append(p.refusedWire(op), p.looseWire(op)...)
}

func isJSONType(mediaType string) bool {
	kind, _, _ := strings.Cut(strings.ToLower(mediaType), ";")
	kind = strings.TrimSpace(kind)
	return strings.HasSuffix(kind, "/json") || strings.HasSuffix(kind, "+json")
}

// refusedWire are the requests that must be refused.
func (p *planner) refusedWire(op *spec.Operation) []variety {
	var out []variety
	add := func(name, title, why string) *runner.Case {
		c := p.mustRefuse(op, runner.PhaseWire, name)
		c.Title, c.Promise.Why = "refuses "+title, why
		out = append(out, variety{"refused", c})
		return c
	}
	for _, b := range refusedBytes {
		if b.name == "empty" && !op.RequestBody.Required || b.name == "two-values" && !p.profile.deep {
			continue
		}
		if plain, _ := p.template(op); b.name != "empty" && readable(b.wire(plain.Body)) {
			continue // 12 without its last byte is 1
		}
		add(b.name, b.title, b.why).Wire = b.wire
	}
	if renamed := p.renamed(op); renamed != nil {
		add("other-case", "the name of a required property in another case", "names in JSON are compared letter by letter, so a required property is absent").Wire = renamed
	}
	for i, t := range refusedTypes {
		if i >= anywhere && !p.profile.deep && !p.firstWithBody(op) {
			continue // of what no browser sends unasked, one operation speaks for all
		}
		if slices.ContainsFunc(op.RequestBody.Content, func(m *spec.MediaType) bool { return covers(m.Type, t) }) {
			continue
		}
		c := add("as-"+slug(t), "a body as "+t, "the document does not list "+t+" for the body")
		c.Header = http.Header{"Content-Type": {t}}
	}
	return out
}

// firstWithBody says whether no operation before op takes a body.
func (p *planner) firstWithBody(op *spec.Operation) bool {
	i := slices.IndexFunc(p.document.Operations, func(o *spec.Operation) bool { return o.RequestBody != nil })
	return i >= 0 && p.document.Operations[i] == op
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

// looseWire are the requests to which either answer is right. An operation that changes something is asked them about a resource that is not there: how
// it reads a request shows all the same, and nothing is changed by one that it should not have taken.
func (p *planner) looseWire(op *spec.Operation) []variety {
	changes := p.use(op, p.about(op)) == runner.UseFresh
	var out []variety
	add := func(name, title string) *runner.Case {
		c := p.plain(op, runner.PhaseWire, name, "answers "+title)
		if changes {
			c.Use = runner.UseUnknown
		}
		out = append(out, variety{"loose", c})
		return c
	}
	told := func(mild bool) bool { return changes && mild && !p.profile.deep } // by its neighbours
	for _, b := range looseBytes {
		if !told(b.mild) {
			add(b.name, b.title).Wire = b.wire
		}
	}
	if !told(true) {
		add("without-content-type", "a body without a Content-Type").Header = http.Header{"Content-Type": nil}
	}
	plain, _ := p.template(op)
	open := p.keeps(op, plain.MediaType, inserted(plain.Body, []byte(looseMembers[0].member)))
	for _, m := range looseMembers {
		if told(m.mild) {
			continue
		}
		if at := p.spotFor(op, &plain, m.text); at != nil {
			c := add(m.name, m.title+" at "+at.pointer)
			c.Body, c.Keep = at.body, at.pointer
		} else if open {
			add(m.name, m.title).Wire = func(b []byte) []byte { return inserted(b, []byte(m.member)) }
		} else if at := firstMember(plain.Body); m.name == "nested" && at != "" && !changes { // of the rest the negative phase says what is taken
			c := add(m.name, m.title+" at "+at)
			_, deep, _ := strings.Cut(m.member, ":")
			c.Wire = func(b []byte) []byte {
				if out, err := tape.Set(b, at, []byte(deep)); err == nil {
					return out
				}
				return b
			}
		}
	}
	for _, r := range looseRoots {
		right := p.keeps(op, plain.MediaType, []byte(r.body))
		if !p.profile.deep && (r.mild || !right && r.asked && p.wants(runner.PhaseNegative)) {
			continue
		}
		c := add(r.name, r.title)
		c.Wire = func([]byte) []byte { return []byte(r.body) }
		if !right {
			c.Title = "refuses " + r.title + " instead of an object"
			c.Promise = runner.Promise{Claim: "negative-data-rejected", Why: "the document asks for an object"}
			if r.around != nil {
				c.Wire = r.around
			}
			if changes {
				c.Use = runner.UseSpare
			}
		}
	}
	return append(out, p.oddTexts(op)...)
}

// spotFor returns where a name of a right body may hold a text; nil where none may, or for no text.
func (p *planner) spotFor(op *spec.Operation, s *payload.Sample, raw string) *spot {
	if raw == "" {
		return nil
	}
	return first(calling(p.spots(op, s, tape.String, raw)))
}

// firstMember is the pointer of the first member of an object; "" where there is none.
func firstMember(body []byte) string {
	t, _ := tape.Read(body, tape.Limits{})
	defer t.Release()
	if !t.Usable() || t.Root().Kind() != tape.Object {
		return ""
	}
	for name := range t.Root().Members() {
		return tape.PointerAppend("", name)
	}
	return ""
}

// readable says whether bytes are JSON.
func readable(body []byte) bool {
	t, faults := tape.Read(body, tape.Limits{})
	defer t.Release()
	return len(faults) == 0
}

// inserted returns an object with one more member at its beginning; anything else as it is.
func inserted(body, member []byte) []byte {
	open := bytes.IndexByte(body, '{')
	if open < 0 {
		return body
	}
	rest := body[open+1:]
	out := append(bytes.Clone(body[:open+1]), member...)
	if !bytes.HasPrefix(bytes.TrimLeft(rest, " \t\r\n"), []byte("}")) {
		out = append(out, ',')
	}
	return append(out, rest...)
}

// doubled returns an object whose first member stands there twice, with the same value.
func doubled(body []byte) []byte {
	t, _ := tape.Read(body, tape.Limits{})
	defer t.Release()
	if !t.Usable() || t.Root().Kind() != tape.Object {
		return body
	}
	for name, member := range t.Root().Members() {
		return inserted(body, append(append(tape.Quote(name), ':'), member.Raw()...))
	}
	return body
}

// typed is the header of a body.
func typed(mediaType string) http.Header { return http.Header{"Content-Type": {mediaType}} }
