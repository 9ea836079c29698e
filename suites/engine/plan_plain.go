package engine

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/payload"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// longName is how many characters a long name has: more than the 255 that many a store has room for.
const longName = 300

// large is a number that 32 bits do not hold: a sum of money, a size in bytes, a time.
const large = `3000000000`

// plainValues are right bodies with what is most often taken for nothing, or for a fault: zero, each list empty, letters beyond ASCII; and, where it
// costs nothing but the request, a media type with a parameter.
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
	if at := first(p.spots(op, s, tape.Number, large)); at != nil {
		add("plain value", "large", "a number beyond 32 bits", at)
	}
	for _, at := range p.spots(op, s, tape.Array, `[]`) {
		add("empty list", slug("empty-list "+at.pointer), "an empty list", &at)
	}
	if at := first(calling(p.spots(op, s, tape.String, `"Žofie O'Øster 株式会社"`))); at != nil {
		add("plain value", "letters", "letters beyond ASCII and an apostrophe", at)
	}
	if s.MediaType == "application/json" && p.reads(op) {
		c := p.sampled(op, runner.PhaseBodies, *s, "charset", "accepts a media type with a parameter")
		c.Header = typed("application/json; charset=utf-8")
		out = append(out, variety{"charset", c})
		if listed := op.Response(http.StatusOK); listed != nil && slices.ContainsFunc(listed.Content, func(m *spec.MediaType) bool { return m.Type == "application/json" }) {
			c = p.sampled(op, runner.PhaseBodies, *s, "accept", "answers in the media type that it is asked for")
			c.Header = http.Header{"Accept": {"application/json"}}
			out = append(out, variety{"accept", c})
		}
	}
	return out
}

// oddTexts are bodies that keep to the document with texts that few mean: empty ones, and names longer than most. Whether to take them is
// the server's own affair, so either answer is right, as long as it is one. Of an operation that is about a resource the resources phase asks.
func (p *planner) oddTexts(op *spec.Operation) []variety {
	if about := p.about(op); about.Resource != "" && about.Effect != packs.Create {
		return nil
	}
	plain, _ := p.template(op)
	full := p.maximal(op)
	var out []variety
	add := func(name, title string, s *payload.Sample, body []byte) *runner.Case {
		c := p.base(op, runner.PhaseWire, name, "answers "+title)
		c.Body, c.MediaType = body, s.MediaType
		out = append(out, variety{"loose", c})
		return c
	}
	empty := p.spots(op, &plain, tape.String, `""`)
	if body := p.emptied(op, &plain, empty); body != nil {
		p.apart(op, add("empty-texts", "empty texts", &plain, body), &plain, empty)
	}
	if full == nil {
		return out
	}
	var optional []spot
	for _, at := range p.spots(op, full, tape.String, `""`) {
		if without, err := tape.Delete(full.JSON, at.pointer); err == nil && p.keeps(op, full.MediaType, without) {
			optional = append(optional, at)
		}
	}
	if body := p.emptied(op, full, optional); body != nil {
		p.apart(op, add("empty-optional-texts", "empty texts where none need be", full, body), full, optional)
	}
	if p.profile.deep {
		for _, at := range optional {
			add(slug("empty-text "+at.pointer), "an empty text at "+at.pointer, full, at.body)
		}
	}
	long := `"` + strings.Repeat("n", longName) + `"`
	for _, s := range []*payload.Sample{&plain, full} {
		if names := calling(p.everySpot(op, s, tape.String, long)); len(names) > 0 {
			add("long-names", "names of 300 characters", s, s.Body).Wire = lengthened(names)
			break
		}
	}
	if at := first(p.spots(op, full, tape.Number, `1e300`)); at != nil {
		add("huge-amount", "a number of 301 digits at "+at.pointer, full, at.body).Keep = at.pointer
	}
	return out
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

// spot is where a right body may hold another value, and the body with that value.
type spot struct {
	pointer string
	body    []byte
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
				out = append(out, spot{pointer, body})
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

// apart tells a case with empty texts how to find out which of them the API fails on. Where each has a case of its own that is known already.
func (p *planner) apart(op *spec.Operation, c *runner.Case, s *payload.Sample, spots []spot) {
	if p.profile.deep || len(spots) < 2 {
		return
	}
	for _, at := range spots {
		c.Parts = append(c.Parts, `"" at `+at.pointer)
	}
	c.Some = func(parts []int) []byte {
		some := make([]spot, len(parts))
		for i, n := range parts {
			some[i] = spots[n]
		}
		return p.emptied(op, s, some)
	}
}

// emptied returns a body with an empty text at each of the spots; nil where there are none, or where it does not keep to the document.
func (p *planner) emptied(op *spec.Operation, s *payload.Sample, spots []spot) []byte {
	body := s.Body
	for _, at := range spots {
		var err error
		if body, err = tape.Set(body, at.pointer, []byte(`""`)); err != nil {
			return nil
		}
	}
	if len(spots) == 0 || !p.keeps(op, s.MediaType, body) {
		return nil
	}
	return body
}

// lengthened makes the texts at the spots longer. It does so when all is filled in, so that what tells resources apart still does.
func lengthened(spots []spot) func([]byte) []byte {
	return func(filled []byte) []byte {
		for _, at := range spots {
			text := ""
			if t, _ := tape.Read(filled, tape.Limits{}); t.Usable() {
				v, _ := t.Root().At(at.pointer)
				text = v.Text()
				t.Release()
			}
			long := text + strings.Repeat("n", max(0, longName-len([]rune(text))))
			if out, err := tape.Set(filled, at.pointer, tape.Quote(long)); err == nil {
				filled = out
			}
		}
		return filled
	}
}
