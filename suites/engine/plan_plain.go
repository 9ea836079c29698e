package engine

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/payload"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// letters are what names are made of that a store, a page or a query may have no room for: letters beyond ASCII, an apostrophe, quotation marks, and two
// spaces in a row.
const letters = `"Žofie  O'Øster & \"株式会社\""`

// large is a number that 32 bits do not hold: a sum of money, a size in bytes, a time; beyond64 is one that 64 do not.
const large, beyond64 = `3000000000`, `9223372036854775808`

// plainValues are right bodies with what is most often taken for nothing, or for a fault: zero, each list empty, letters beyond ASCII; and, where it
// costs nothing but the request, what is the same written otherwise.
func (p *planner) plainValues(op *spec.Operation) []variety {
	s := p.maximal(op)
	if s == nil {
		return nil
	}
	var out []variety
	add := func(kind, name, title string, at *spot) {
		c := p.sampled(op, runner.PhaseBodies, *s, name, "accepts "+title+" at "+at.pointer)
		c.Body, c.Keep, c.Promise.Excuses = at.body, at.pointer, p.face.Excuses
		p.loosen(c, op, at.pointer, string(payload.KindBoundary))
		out = append(out, variety{kind, c})
	}
	if at := first(p.spots(op, s, tape.Number, `0`)); at != nil {
		add("plain value", "zero", "zero", at)
	}
	for _, at := range p.spots(op, s, tape.Array, `[]`) {
		add("empty list", slug("empty-list "+at.pointer), "an empty list", &at)
	}
	names, beyond := spoken(p.named(op, s, letters, "letters, an apostrophe and quotation marks")), first(p.wide(op, s))
	if len(names) > 0 {
		title := "accepts letters beyond ASCII, an apostrophe and quotation marks in names"
		if beyond != nil { // which has no place in the request that holds zero
			names, title = append(names, *beyond), title+", and a number beyond 32 bits at "+beyond.pointer
		}
		c := p.sampled(op, runner.PhaseBodies, *s, "letters", title)
		c.Promise.Excuses = p.face.Excuses
		if p.hold(op, c, s, names); c.Body != nil {
			out = append(out, variety{"plain value", c})
		}
	} else if beyond != nil {
		add("plain value", "large", "a number beyond 32 bits", beyond)
	}
	if s.MediaType == "application/json" && p.reads(op) {
		out = append(out, p.otherwise(op, s)...)
		if listed := op.Response(http.StatusOK); listed != nil && slices.ContainsFunc(listed.Content, func(m *spec.MediaType) bool { return m.Type == "application/json" }) {
			c := p.sampled(op, runner.PhaseBodies, *s, "accept", "answers in the media type that it is asked for")
			c.Header = http.Header{"Accept": {"application/json"}}
			out = append(out, variety{"accept", c})
		}
	}
	return out
}

// otherwise are a right request of what only reads, written another way: its media type with a parameter, which the second such operation is asked in capitals
// too, as one that has no second is; and the first with white space around the tokens of its body. Source: RFC 9110, section 8.3.1; RFC 8259, section 2.
func (p *planner) otherwise(op *spec.Operation, s *payload.Sample) []variety {
	var alike []*spec.Operation
	for _, other := range p.document.Operations {
		if other.RequestBody != nil && p.reads(other) {
			alike = append(alike, other)
		}
	}
	at := slices.Index(alike, op)
	c := p.sampled(op, runner.PhaseBodies, *s, "charset", "accepts a media type with a parameter")
	c.Header = typed("application/json; charset=utf-8")
	if at%2 == 1 || len(alike) == 1 {
		c.Title, c.Header = "accepts a media type in capitals, with a parameter", typed("Application/JSON; Charset=UTF-8")
	}
	out := []variety{{"charset", c}}
	if at == 0 || p.profile.deep {
		c := p.sampled(op, runner.PhaseBodies, *s, "spaced", "accepts white space around the tokens of a body")
		c.Wire = spaced
		out = append(out, variety{"spaced", c})
	}
	return out
}

// spaced writes JSON with white space before, between and after its tokens, every kind of it.
func spaced(body []byte) []byte {
	out := bytes.NewBufferString("\r\n ")
	if err := json.Indent(out, body, "", "\t"); err != nil {
		return body
	}
	return append(out.Bytes(), " \n"...)
}

// maximal returns the right body of op that holds the most, where it is JSON as it is sent; nil if there is none.
func (p *planner) maximal(op *spec.Operation) *payload.Sample {
	for _, s := range p.requests(op).samples {
		if s.Kind == payload.KindMaximal && s.JSON != nil && bytes.Equal(s.JSON, s.Body) {
			return &s
		}
	}
	return nil
}

// spot is where a right body may hold another value, the value, and the body with it.
type spot struct {
	pointer string
	raw     []byte
	words   string // for the value
	body    []byte
}

// unique returns the places of a right body of op at which no two resources may have the same.
func (p *planner) unique(op *spec.Operation) []string {
	res, _ := p.pack.About(op.ID)
	if res == nil || p.about(op).Effect != packs.Create {
		return nil
	}
	return res.Unique
}

// spots returns where a right body holds a value of a kind and may hold another instead, credentials and what names resources aside: those are
// filled in by the runner.
func (p *planner) spots(op *spec.Operation, s *payload.Sample, kind tape.Kind, raw string) []spot {
	taken := []string{}
	if res, place := p.pack.About(op.ID); res != nil {
		taken = append(res.Unique[:len(res.Unique):len(res.Unique)], place)
	}
	return slices.DeleteFunc(p.everySpot(op, s, kind, raw), func(at spot) bool { return slices.Contains(taken, at.pointer) })
}

// named returns where a right body holds a name and may hold a text in its place. What tells resources apart stands before the text still.
func (p *planner) named(op *spec.Operation, s *payload.Sample, text, words string) []spot {
	unique := p.unique(op)
	var names []spot
	for _, at := range calling(p.everySpot(op, s, tape.String, text)) {
		if at.words = words; slices.Contains(unique, at.pointer) {
			at.raw = []byte(`"` + runner.NameMark + " " + text[1:])
			body, err := tape.Set(s.Body, at.pointer, at.raw)
			if err != nil || !p.keeps(op, s.MediaType, body) {
				continue // there is room for the text, and not for a name before it
			}
			at.body = body
		}
		names = append(names, at)
	}
	return names
}

// everySpot returns where a right body holds a value of a kind and may hold another instead. Of the items of a list the first speaks for all.
func (p *planner) everySpot(op *spec.Operation, s *payload.Sample, kind tape.Kind, raw string) []spot {
	t, _ := tape.Read(s.Body, tape.Limits{})
	defer t.Release()
	if !t.Usable() {
		return nil
	}
	var out []spot
	var look func(v tape.Value, pointer string)
	look = func(v tape.Value, pointer string) {
		if v.Kind() == kind && pointer != "" && !p.isCredentialPlace(pointer) {
			if body, err := tape.Set(s.Body, pointer, []byte(raw)); err == nil && p.keeps(op, s.MediaType, body) {
				out = append(out, spot{pointer, []byte(raw), raw, body})
			}
		}
		for name, member := range v.Members() {
			look(member, tape.PointerAppend(pointer, name))
		}
		for _, item := range v.Items() {
			look(item, pointer+"/0")
			break
		}
	}
	look(t.Root(), "")
	return out
}

// first returns the first of the spots; nil if there are none.
func first(spots []spot) *spot {
	if len(spots) == 0 {
		return nil
	}
	return &spots[0]
}

// calling keeps the spots that hold a name: what another text means may stand in prose alone.
func calling(spots []spot) []spot {
	return slices.DeleteFunc(spots, func(at spot) bool {
		return !strings.Contains(at.pointer[strings.LastIndexByte(at.pointer, '/')+1:], "name")
	})
}

// handles are words before or in "name" that tell a handle from a name that people say: part of an address, of a path or of a program, in which few letters
// have a place.
var handles = []string{"user", "host", "domain", "file", "nick", "slug", "screen", "login", "log_in", "log-in", "account", "space", "dns", "server", "path", "bucket", "table", "column", "field", "key", "class", "event", "package", "branch", "tag"}

// spoken keeps the spots of names that people say, in which any letter has its place.
func spoken(names []spot) []spot {
	return slices.DeleteFunc(names, func(at spot) bool {
		last := strings.ToLower(at.pointer[strings.LastIndexByte(at.pointer, '/')+1:])
		return slices.ContainsFunc(handles, func(word string) bool { return strings.Contains(last, word) })
	})
}

// wide returns the spots of numbers that by the document may be beyond 32 bits: it takes fractions there, which are no counts, or bounds them beyond that, itself or
// by the format int64. Of an integer of which no more is said, a quantity or an age, that is no promise.
func (p *planner) wide(op *spec.Operation, s *payload.Sample) []spot {
	at := func(raw string) map[string]bool {
		places := map[string]bool{}
		for _, at := range p.spots(op, s, tape.Number, raw) {
			places[at.pointer] = true
		}
		return places
	}
	fractions, wider := at(`0.5`), at(beyond64)
	return slices.DeleteFunc(p.spots(op, s, tape.Number, large), func(at spot) bool { return !fractions[at.pointer] && wider[at.pointer] })
}

// hold makes the body of a case that holds what stands at the spots, and tells the case how to find out which of them the API fails on. The case has no body
// where there are no spots, or where it does not keep to the document.
func (p *planner) hold(op *spec.Operation, c *runner.Case, s *payload.Sample, spots []spot) {
	some := func(parts []int) []byte {
		body := s.Body
		for _, i := range parts {
			var err error
			if body, err = tape.Set(body, spots[i].pointer, spots[i].raw); err != nil {
				return nil
			}
		}
		if !p.keeps(op, s.MediaType, body) {
			return nil
		}
		return body
	}
	if c.Body = nil; len(spots) == 0 {
		return
	}
	c.Body = some(runner.Every(len(spots)))
	if len(spots) == 1 || c.Use != runner.UseNone { // a part is asked for without a resource
		return
	}
	for _, at := range spots {
		c.Parts = append(c.Parts, at.words+" at "+at.pointer)
	}
	c.Some = some
}
