package engine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/payload"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// negative are bodies and parameters that break the document in exactly one way each. They name a resource that is there, so that nothing but the fault can be the
// reason for a refusal; the cases of one operation share it for as long as it lasts.
func (p *planner) negative(op *spec.Operation) []variety {
	samples := p.wrongBodies(op)
	var out, again, last []variety // what says least comes last, where the budget may have no room for it
	twins, types := twins(samples), wrongTypes{full: p.maximal(op)}
	var answered []string
	for _, s := range samples {
		v := s.Variation
		asked, lesser := types.choose(v)
		if !p.telling(s) || !asked && !p.profile.deep {
			continue
		}
		kind, c := p.faulty(op, s)
		if c == nil {
			continue
		}
		if c.Promise.Claim == "" && !p.profile.deep && strings.Count(v.Place, "/") > 1 {
			within := kind + parent(v.Place)
			if kind == "null" || slices.Contains(answered, within) {
				continue // of members to which either answer is right, the first of an inner object speaks for all
			}
			answered = append(answered, within)
		}
		twin := twins[parent(v.Place)]
		if kind == "null" && strings.Count(v.Place, "/") > 1 {
			kind = second + kind
			if twin {
				kind = spare + kind
			}
			last = append(last, variety{kind, c})
			continue
		}
		if kind == "type" && v.Value != "" {
			kind += " " + v.Value[:1] // a text, a number, a boolean, a list
		}
		if lesser {
			kind = spare + kind
		}
		if twin {
			again = append(again, variety{kind, c})
			continue
		}
		out = append(out, variety{kind, c})
	}
	return p.open(op, slices.Concat(out, p.parameterFaults(op), p.misplaced(op), again, last))
}

// faulty is the case of a body with one fault, and what kind of fault it is; nil where it would show nothing.
func (p *planner) faulty(op *spec.Operation, s payload.Sample) (kind string, c *runner.Case) {
	v := s.Variation
	near, called := p.nearby(op, v)
	if near == nil && v.Keyword == "type" && v.Value != "null" && !p.profile.deep && p.names(op, v.Place) {
		return "", nil // what is another type and no id is not found; the id in a list is
	}
	c = p.mustRefuse(op, runner.PhaseNegative, slug(s.Name))
	c.Body, c.MediaType, c.Keep = s.Body, s.MediaType, v.Place
	what := fmt.Sprintf("%s at %s", shown(s), place(v.Place))
	kind = v.Keyword
	switch {
	case v.Keyword == "required" || v.Keyword == "dependentRequired":
		what = "a body without " + v.Place
	case v.Keyword == "additionalProperties" || v.Keyword == "unevaluatedProperties":
		kind, what = "additionalProperties", "a property that is not declared in "+place(v.Place)
	case v.Keyword == "type" && v.Value == "null":
		kind = "required-null"
		if v.Optional {
			kind = "null"
		}
	}
	if near != nil {
		plain, _ := p.template(op) // with an id that is there: who mends the fault finds it
		c.Body, c.MediaType, c.Keep, c.Wire = plain.Body, plain.MediaType, "", near
		what = called + " at " + v.Place
	}
	if body := p.afterRight(op, s); body != nil {
		c.Body, c.Keep = body, parent(v.Place)
		what = fmt.Sprintf("%s at %s/1", shown(s), c.Keep)
	}
	c.Title = "refuses " + what
	c.Promise.Why = fmt.Sprintf("the document does not take %s (%s)", what, v.Keyword)
	if v.Keyword == "required" || v.Keyword == "dependentRequired" {
		c.Promise.Why = "the document requires " + v.Place
	}
	p.loosen(c, op, v.Place, kind)
	return kind, c
}

// names says whether op names its resource at a place of its body.
func (p *planner) names(op *spec.Operation, place string) bool {
	res, named := p.pack.About(op.ID)
	return res != nil && place == named
}

// nearby returns what makes a fault of an id out of one that is there, and how it is called: the id as the only item of a list, or with a character
// too many, too few or of another kind; nil where the fault is about something else, or cannot be made so.
func (p *planner) nearby(op *spec.Operation, v *payload.Variation) (func([]byte) []byte, string) {
	_, place := p.pack.About(op.ID)
	if !p.names(op, v.Place) {
		return nil, ""
	}
	plain, _ := p.template(op)
	for _, way := range []struct {
		keyword, called string
		near            func(id string) string // as JSON
	}{
		{"type", "a list with the id", func(id string) string { return "[" + string(tape.Quote(id)) + "]" }},
		{"maxLength", "the id with a character more", func(id string) string { return string(tape.Quote(id + "0")) }},
		{"minLength", "the id without its last character", func(id string) string { return string(tape.Quote(id[:max(0, len(id)-1)])) }},
		{"pattern", "the id with another last character", func(id string) string { return string(tape.Quote(id[:max(0, len(id)-1)] + "%")) }},
	} {
		if way.keyword != v.Keyword || way.keyword == "type" && !strings.HasPrefix(v.Value, "[") {
			continue
		}
		wire := func(filled []byte) []byte {
			out, err := tape.Set(filled, place, []byte(way.near(tape.TextAt(filled, place))))
			if err != nil {
				return filled
			}
			return out
		}
		if p.breaks(op, plain.MediaType, wire(plain.Body), way.keyword) {
			return wire, way.called
		}
	}
	return nil, ""
}

// afterRight is a body whose faulty item is the second of its list, behind a right one: who looks at the first item alone takes it. It is nil where the fault is
// in no first item, or where the list may not hold both.
func (p *planner) afterRight(op *spec.Operation, s payload.Sample) []byte {
	full := p.maximal(op)
	list, isItem := strings.CutSuffix(s.Variation.Place, "/0")
	if full == nil || !isItem || s.MediaType != full.MediaType {
		return nil
	}
	right, items := valueAt(full.Body, s.Variation.Place), valueAt(s.JSON, list)
	if right == nil || items == nil {
		return nil
	}
	body, err := tape.Set(s.Body, list, slices.Concat([]byte("["), right, []byte(","), items[1:]))
	if err != nil || !p.breaks(op, s.MediaType, body, s.Variation.Keyword) {
		return nil
	}
	return body
}

// breaks says whether a body breaks one keyword of the document, and nothing else.
func (p *planner) breaks(op *spec.Operation, mediaType string, body []byte, keyword string) bool {
	broken := 0
	for _, f := range p.document.JudgeRequest(op, spec.Ask{Header: typed(mediaType), Body: body}).Faults {
		if f.Warning || f.Rule == spec.RuleRequestParameter {
			continue
		}
		if broken++; f.Keyword != keyword {
			return false
		}
	}
	return broken == 1
}

// twins are the objects in which faults can be made that an object before them has too, member for member: two addresses, two contacts. Who reads
// the one reads the other.
func twins(samples []payload.Sample) map[string]bool {
	shapes := map[string]string{}
	var order []string
	for _, s := range samples {
		v := s.Variation
		at := parent(v.Place)
		if at == "" {
			continue
		}
		if _, seen := shapes[at]; !seen {
			order = append(order, at)
		}
		shapes[at] += v.Keyword + v.Place[len(at):] + " "
	}
	out, first := map[string]bool{}, map[string]bool{}
	for _, at := range order {
		out[at] = first[shapes[at]]
		first[shapes[at]] = true
	}
	return out
}

// parent is the pointer of the object or list that holds what stands at place; "" for the whole body.
func parent(place string) string { return place[:max(0, strings.LastIndexByte(place, '/'))] }

// mustRefuse returns a case of op that every right server refuses with a 4xx of its own choice.
func (p *planner) mustRefuse(op *spec.Operation, phase runner.Phase, name string) *runner.Case {
	c := p.plain(op, phase, name, "")
	if c.Use == runner.UseFresh {
		c.Use = runner.UseSpare
	}
	c.Promise = runner.Promise{Claim: "negative-data-rejected"}
	return c
}

// place names a pointer in a sentence; the empty one is the whole body.
func place(pointer string) string {
	if pointer == "" {
		return "the body"
	}
	return pointer
}
