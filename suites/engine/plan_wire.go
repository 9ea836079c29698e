package engine

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

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
	{"control", "control characters", `"plumbline_control":"a\u0000b\u001fc\u007f"`, `"a\u0000b\u001fc\u007f"`, false},
	{"non-bmp", "characters beyond the first plane", `"plumbline_non_bmp":"\ud83d\udd11 \u202e \ud800"`, `"\ud83d\udd11 \ud842\udfb7\u91ce\u5bb6 "`, true},
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
		if !told(b.mild) && p.inTurn(op, b.name) {
			add(b.name, b.title).Wire = b.wire
		}
	}
	if !told(true) {
		add("without-content-type", "a body without a Content-Type").Header = http.Header{"Content-Type": nil}
	}
	plain, _ := p.template(op)
	open := p.keeps(op, plain.MediaType, inserted(plain.Body, []byte(looseMembers[0].member)))
	for _, m := range looseMembers {
		if told(m.mild) || !p.inTurn(op, m.name) {
			continue
		}
		names := []spot(nil)
		if m.text != "" {
			names = p.named(op, &plain, m.text, m.title)
		}
		if len(names) > 0 {
			p.hold(op, add(m.name, m.title+" in names"), &plain, names)
		} else if at := p.number(op); m.name == "huge-number" && at != nil {
			c := add(m.name, "a number beyond every machine's range at "+at.pointer)
			c.Body, c.MediaType, c.Keep = at.body, p.maximal(op).MediaType, at.pointer
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
		switch res, place := p.pack.About(op.ID); {
		case right && res != nil && p.about(op).Effect != packs.Create && place != "" && packs.InParameter(place) == "":
			c.Title = "refuses " + r.title + " that names no " + res.Name
			c.Promise = runner.Promise{Claim: "negative-data-rejected", Why: "the request names no " + res.Name}
		case !right:
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

// number is where the document has a number, with one beyond every machine's range; nil where it has none. Whether a document that bounds it by nothing but
// a format takes it is for the server to say.
func (p *planner) number(op *spec.Operation) *spot {
	full := p.maximal(op)
	if full == nil {
		return nil
	}
	at := first(p.spots(op, full, tape.Number, `0`))
	if at == nil {
		return nil
	}
	body, err := tape.Set(full.Body, at.pointer, []byte(`1e400`))
	if err != nil {
		return nil
	}
	return &spot{pointer: at.pointer, body: body}
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
