package engine

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/runner"
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

// edges are the boundaries that travel together: which samples, and what they are in a title.
var edges = []struct {
	name, title string
	fits        func(*payload.Variation) bool
}{
	{"minLength", "%d texts where minLength ends", func(v *payload.Variation) bool { return v.Keyword == "minLength" }},
	{"maxLength", "%d texts where maxLength ends", func(v *payload.Variation) bool { return v.Keyword == "maxLength" }},
	{"booleans", "%d booleans the other way", func(v *payload.Variation) bool {
		return v.Keyword == "type" && (v.Value == "true" || v.Value == "false")
	}},
	{"undeclared", "a property of its own in each of %d objects that take more", isUndeclared},
}

// isUndeclared says whether a sample holds a property that the document does not declare, in an object that it leaves open in so many words.
func isUndeclared(v *payload.Variation) bool { return v.Keyword == "additionalProperties" }

// edgeKind is what the pack calls a boundary.
func edgeKind(v *payload.Variation) string {
	if isUndeclared(v) {
		return "undeclared"
	}
	return string(payload.KindBoundary)
}

// boundaries are bodies with values at the edges of what is allowed, but for those that were asked for before. Several edges travel together, but for
// names that the runner makes.
func (p *planner) boundaries(op *spec.Operation, before []variety) []variety {
	samples, _ := p.maker.Varied(op, payload.KindBoundary) // what cannot be made at its edge is no news: spec strength tells it
	samples = slices.DeleteFunc(samples, func(s payload.Sample) bool {
		return !p.telling(s) || slices.ContainsFunc(before, func(v variety) bool {
			// A list that holds as many values of an enum as it may is at its own edge.
			full := s.Variation.Keyword == "maxItems" && s.Variation.Place == v.c.Keep && len(v.c.Parts) > 1 && len(v.c.Parts) == itemsAt(s.JSON, v.c.Keep)
			return full || bytes.Equal(v.c.Body, s.Body) && v.c.MediaType == s.MediaType && v.c.Header == nil
		})
	})
	var out []variety
	gone := map[string]bool{} // by name of the sample
	for _, e := range edges {
		held, body := p.edge(op, samples, e.fits)
		if len(held) < 2 {
			continue
		}
		c := p.sampled(op, runner.PhaseBodies, held[0], e.name+"-all", "accepts "+fmt.Sprintf(e.title, len(held)))
		c.Promise.Excuses = p.face.Excuses
		for _, s := range held {
			gone[s.Name] = true
			c.Parts = append(c.Parts, shown(s)+" at "+s.Variation.Place)
		}
		c.Some = body
		c.Body = body(runner.Every(len(held)))
		out = append(out, variety{string(payload.KindBoundary), c})
	}
	for _, s := range samples {
		if gone[s.Name] {
			continue
		}
		if isUndeclared(s.Variation) && p.either(op, s.Variation.Place, edgeKind(s.Variation)) {
			continue // the wire phase asks how it is answered
		}
		c := p.varied(op, s, payload.KindBoundary)
		c.Title = fmt.Sprintf("accepts %s at %s, where %s ends", shown(s), s.Variation.Place, s.Variation.Keyword)
		if s.Variation.Keyword == "type" || s.Variation.Keyword == "nullable" || isUndeclared(s.Variation) {
			c.Title = fmt.Sprintf("accepts %s at %s", shown(s), s.Variation.Place)
		}
		out = append(out, variety{string(payload.KindBoundary), c})
	}
	return out
}

// edge returns the samples that fit and can be right at the same time, and the body that holds what some of them do.
func (p *planner) edge(op *spec.Operation, samples []payload.Sample, fits func(*payload.Variation) bool) ([]payload.Sample, func([]int) []byte) {
	full := p.maximal(op)
	if full == nil || p.profile.deep {
		return nil, nil
	}
	var named []string
	if res, id := p.pack.About(op.ID); res != nil {
		named = append(res.Unique[:len(res.Unique):len(res.Unique)], id)
	}
	var held []payload.Sample
	body := func(parts []int) []byte {
		out := full.Body
		for _, i := range parts {
			at := held[i].Variation.Place
			if more, err := tape.Set(out, at, valueAt(held[i].JSON, at)); err == nil {
				out = more
			}
		}
		return out
	}
	for _, s := range samples {
		at := s.Variation.Place
		if !fits(s.Variation) || s.MediaType != full.MediaType || slices.Contains(named, at) || p.either(op, at, edgeKind(s.Variation)) || !isUndeclared(s.Variation) && valueAt(full.Body, at) == nil {
			continue
		}
		if held = append(held, s); !p.keeps(op, s.MediaType, body(runner.Every(len(held)))) {
			held = held[:len(held)-1]
		}
	}
	return held, body
}

// absences are bodies without a part that may be left out. What stands inside of other objects is left out all at once.
func (p *planner) absences(op *spec.Operation) []variety {
	samples, _ := p.maker.Varied(op, payload.KindAbsent)
	var out []variety
	var inner []payload.Sample
	for _, s := range samples {
		if p.telling(s) {
			c := p.varied(op, s, payload.KindAbsent)
			c.Title = "accepts a body without " + s.Variation.Place
			out = append(out, variety{string(payload.KindAbsent), c})
		} else if at := s.Variation.Place; !strings.Contains(at, "/0") && !hasIndex(at) && !p.isCredentialPlace(at) && !p.either(op, at, string(payload.KindAbsent)) {
			inner = append(inner, s)
		}
	}
	full := p.maximal(op)
	if full == nil || len(inner) < 2 {
		return out
	}
	without := func(parts []int) []byte {
		body := full.Body
		for _, i := range parts {
			if less, err := tape.Delete(body, inner[i].Variation.Place); err == nil {
				body = less
			}
		}
		return body
	}
	body := without(runner.Every(len(inner)))
	if !p.keeps(op, full.MediaType, body) {
		return out
	}
	c := p.sampled(op, runner.PhaseBodies, *full, "absent-inner", fmt.Sprintf("accepts a body without %d parts of its inner objects", len(inner)))
	c.Body, c.Some, c.Promise.Excuses = body, without, p.face.Excuses
	for _, s := range inner {
		c.Parts = append(c.Parts, "nothing at "+s.Variation.Place)
	}
	return append(out, variety{string(payload.KindAbsent), c})
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
