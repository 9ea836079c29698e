package engine

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/payload"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// Right values that do not get in each other's way travel in one request: each costs one of its own only where the profile goes deep, or where the
// driver asks which of them it is that a server refuses.

// enums are bodies with each value of each enum. The values of a list travel together.
func (p *planner) enums(op *spec.Operation) []variety {
	samples, _ := p.maker.Varied(op, payload.KindEnum)
	var out []variety
	var lists []string
	for _, s := range samples {
		list, inList := strings.CutSuffix(s.Variation.Place, "/0")
		if !p.telling(s) || inList && slices.Contains(lists, list) {
			continue
		}
		if inList && !p.profile.deep {
			if cases := p.listed(op, samples, s, list); cases != nil {
				lists = append(lists, list)
				out = append(out, cases...)
				continue
			}
		}
		c := p.varied(op, s, payload.KindEnum)
		c.Title = fmt.Sprintf("accepts %s at %s", shown(s), s.Variation.Place)
		out = append(out, variety{"enum", c})
	}
	return out
}

// listed are the cases of bodies whose list holds the values that its items may have: all of them, or as many as a list may hold; nil where none may
// hold two.
func (p *planner) listed(op *spec.Operation, samples []payload.Sample, s payload.Sample, list string) []variety {
	var items [][]byte
	for _, other := range samples {
		if rest, inList := strings.CutPrefix(other.Variation.Place, list+"/"); !inList || strings.Contains(rest, "/") {
			continue
		}
		if item := valueAt(other.JSON, other.Variation.Place); item != nil && !slices.ContainsFunc(items, func(had []byte) bool { return bytes.Equal(had, item) }) {
			items = append(items, item)
		}
	}
	holding := func(items [][]byte) []byte {
		body, err := tape.Set(s.Body, list, append(append([]byte("["), bytes.Join(items, []byte(","))...), ']'))
		if err != nil || !p.keeps(op, s.MediaType, body) {
			return nil
		}
		return body
	}
	size := len(items)
	for size > 1 && holding(items[:size]) == nil {
		size--
	}
	if size < 2 {
		return nil
	}
	var out []variety
	for chunk := range slices.Chunk(items, size) {
		name, title := "all", fmt.Sprintf("accepts all %d values at %s", len(items), list)
		if size < len(items) {
			name = strconv.Itoa(len(out) + 1)
			title = fmt.Sprintf("accepts %d of %d values at %s", len(chunk), len(items), list)
		}
		c := p.varied(op, s, payload.KindEnum)
		c.ID = strings.Join([]string{op.ID, string(c.Phase), slug("enum " + list + " " + name)}, "/")
		c.Title, c.Keep = title, list
		if c.Body = holding(chunk); c.Body == nil {
			continue
		}
		for _, item := range chunk {
			c.Parts = append(c.Parts, string(item)+" at "+list)
		}
		c.Some = func(parts []int) []byte {
			if len(parts) == 0 {
				return nil // no value at all is another thing than a right one
			}
			var some [][]byte
			for _, i := range parts {
				some = append(some, chunk[i])
			}
			return holding(some)
		}
		out = append(out, variety{"enum", c})
	}
	return out
}

// isUndeclared says whether a sample holds a property that the document does not declare, in an object that it leaves open in so many words.
func isUndeclared(v *payload.Variation) bool { return v.Keyword == "additionalProperties" }

// boundaries are bodies with values at the edges of what is allowed, but for those that were asked for before.
func (p *planner) boundaries(op *spec.Operation, before []variety) []variety {
	samples, _ := p.maker.Varied(op, payload.KindBoundary) // what cannot be made at its edge is no news: spec strength tells it
	var out []variety
	for _, s := range samples {
		if !p.telling(s) || slices.ContainsFunc(before, func(v variety) bool {
			// A list that holds as many values of an enum as it may is at its own edge.
			full := s.Variation.Keyword == "maxItems" && s.Variation.Place == v.c.Keep && len(v.c.Parts) > 1 && len(v.c.Parts) == itemsAt(s.JSON, v.c.Keep)
			return full || bytes.Equal(v.c.Body, s.Body) && v.c.MediaType == s.MediaType && v.c.Header == nil
		}) {
			continue
		}
		if isUndeclared(s.Variation) && p.either(op, s.Variation.Place, "undeclared") {
			continue // the wire phase asks how it is answered
		}
		c := p.varied(op, s, payload.KindBoundary)
		switch c.Title = fmt.Sprintf("%s %s at %s", verb(c), shown(s), s.Variation.Place); {
		case isUndeclared(s.Variation):
			c.Title = fmt.Sprintf("%s a property that is not declared, at %s", verb(c), s.Variation.Place)
		case s.Variation.Keyword != "type" && s.Variation.Keyword != "nullable":
			c.Title += ", where " + s.Variation.Keyword + " ends"
		}
		out = append(out, variety{string(payload.KindBoundary), c})
	}
	return out
}

// itemsAt counts the items of the list at a pointer of a body.
func itemsAt(body []byte, pointer string) int {
	t, _ := tape.Read(body, tape.Limits{})
	defer t.Release()
	n := 0
	if !t.Usable() {
		return n
	}
	if v, ok := t.Root().At(pointer); ok {
		for range v.Items() {
			n++
		}
	}
	return n
}
