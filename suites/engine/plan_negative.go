package engine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/payload"
)

// negative are bodies and parameters that break the document in exactly one way each. They name a resource that is there, so that nothing but the fault can be the
// reason for a refusal; the cases of one operation share it for as long as it lasts.
func (p *planner) negative(op *spec.Operation) []variety {
	samples, _ := p.maker.Varied(op, payload.KindFault)
	var out, last []variety // what says least comes last, where the budget may have no room for it
	var answered []string
	for _, s := range samples {
		v := s.Variation
		if !p.telling(s) {
			continue
		}
		c := p.mustRefuse(op, runner.PhaseNegative, slug(s.Name))
		c.Body, c.MediaType, c.Keep = s.Body, s.MediaType, v.Place
		kind, what := v.Keyword, fmt.Sprintf("%s at %s", shown(s), place(v.Place))
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
		c.Title = "refuses " + what
		c.Promise.Why = fmt.Sprintf("the document takes no %s (%s)", what, v.Keyword)
		if v.Keyword == "required" || v.Keyword == "dependentRequired" {
			c.Promise.Why = "the document requires " + v.Place
		}
		p.loosen(c, op, v.Place, kind)
		if c.Promise.Claim == "" && !p.profile.deep && strings.Count(v.Place, "/") > 1 {
			parent := kind + v.Place[:strings.LastIndexByte(v.Place, '/')]
			if slices.Contains(answered, parent) {
				continue // of members to which either answer is right, the first of an inner object speaks for all
			}
			answered = append(answered, parent)
		}
		if kind == "null" && strings.Count(v.Place, "/") > 1 {
			parent := kind + v.Place[:strings.LastIndexByte(v.Place, '/')]
			if p.profile.deep || !slices.Contains(answered, parent) { // and of null, one member of an inner object for its neighbours
				last, answered = append(last, variety{kind, c}), append(answered, parent)
			}
			continue
		}
		out = append(out, variety{kind, c})
	}
	return slices.Concat(out, p.parameterFaults(op), last)
}

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
