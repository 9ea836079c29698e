package engine

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/payload"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// accepted is the promise of a request that keeps to the document.
var accepted = runner.Promise{Claim: "positive-data-accepted", Accept: true, Why: "the request keeps to the document"}

// examples are the requests that the document itself shows.
func (p *planner) examples(op *spec.Operation) []variety {
	var out []variety
	for _, s := range p.requests(op).samples {
		if s.Kind == payload.KindExample {
			c := p.sampled(op, runner.PhaseExamples, s, s.Name, "accepts the documented example "+s.Name)
			out = append(out, variety{"example", c})
		}
	}
	return out
}

// bodies are the requests that the schema says are right: the least and the most it allows, and then the most with one thing another way.
func (p *planner) bodies(op *spec.Operation) []variety {
	m := p.requests(op)
	var out []variety
	for _, s := range m.samples {
		if s.Kind != payload.KindExample {
			out = append(out, variety{string(s.Kind), p.sampled(op, runner.PhaseBodies, s, s.Name, fmt.Sprintf("accepts a %s body", s.Name))})
		}
	}
	for _, r := range m.refusals {
		c := p.base(op, runner.PhaseBodies, r.Name, fmt.Sprintf("accepts a %s body", r.Name))
		c.Promise, c.Skip = accepted, r.Error()
		out = append(out, variety{string(r.Kind), c})
	}
	if len(m.samples)+len(m.refusals) == 0 {
		c := p.base(op, runner.PhaseBodies, "none", "answers a request without a body")
		c.Promise = accepted
		out = append(out, variety{"none", c})
	}
	if c := p.everyParameter(op); c != nil {
		out = append(out, variety{"parameters", c})
	}
	out = append(out, p.enums(op)...)
	plain := p.plainValues(op)
	bounds := p.boundaries(op, slices.Concat(out, plain))
	out = append(out, p.together(op, slices.Concat(plain, bounds, p.longValues(op, bounds)))...)
	return append(out, p.absences(op)...)
}

// sampled is the case of a right body.
func (p *planner) sampled(op *spec.Operation, phase runner.Phase, s payload.Sample, name, title string) *runner.Case {
	c := p.base(op, phase, name, title)
	c.Body, c.MediaType, c.Promise = s.Body, s.MediaType, accepted
	c.Auth.Places, c.Promise.Excuses = p.bodyPlaces(s), p.face.Excuses
	if len(op.Security) > 0 && !slices.Contains(c.Auth.Places, runner.PlaceHeader) {
		c.Promise.Why += " but for its credentials, which stand in the body as the " + p.face.Name + " face takes them"
	}
	return c
}

// varied is the case of a right body that differs from the maximal one at a single place.
func (p *planner) varied(op *spec.Operation, s payload.Sample, kind payload.Kind) *runner.Case {
	c := p.sampled(op, runner.PhaseBodies, s, slug(s.Name), "")
	c.Keep = s.Variation.Place
	p.loosen(c, op, s.Variation.Place, string(kind))
	return c
}

// loosen takes the promise from a case to which either answer is right, as the pack has it.
func (p *planner) loosen(c *runner.Case, op *spec.Operation, place, kind string) {
	if p.either(op, place, kind) {
		c.Promise = runner.Promise{Why: "the pack knows that either answer is right"}
		c.Title = strings.NewReplacer("accepts ", "answers ", "refuses ", "answers ").Replace(c.Title)
	}
}

// verb is what an operation does with the right body of a case, as the beginning of its title.
func verb(c *runner.Case) string {
	if c.Promise.Claim == "" {
		return "answers"
	}
	return "accepts"
}

// either says whether the pack knows that to such a body either answer is right.
func (p *planner) either(op *spec.Operation, place, kind string) bool {
	return slices.ContainsFunc(p.pack.Either, func(e packs.Either) bool { return e.Excuses(p.face.Name, op.ID, place, kind) })
}

// telling says whether a varied sample says something that its neighbours do not: of the items of a list one speaks for all, credentials are
// put in by the runner, and what stands deep inside is only left out where the profile goes deep.
func (p *planner) telling(s payload.Sample) bool {
	place := s.Variation.Place
	if !strings.Contains(place+"/", "/0/") && hasIndex(place) || p.isCredentialPlace(place) {
		return false
	}
	return s.Kind != payload.KindAbsent || p.profile.deep || strings.Count(place, "/") == 1
}

// hasIndex says whether a pointer leads through an item of a list other than the first.
func hasIndex(place string) bool {
	return slices.ContainsFunc(strings.Split(place, "/"), func(s string) bool {
		return s != "" && s != "0" && strings.Trim(s, "0123456789") == ""
	})
}

// isCredentialPlace says whether a place of a body holds one of the caller's credentials. What a server makes of those is for the authentication
// phase to ask.
func (p *planner) isCredentialPlace(place string) bool {
	return slices.ContainsFunc(p.pack.Credentials, func(c packs.Credential) bool {
		return c.Body != "" && place == tape.PointerAppend("", c.Body)
	})
}

// keeps says whether a body keeps to the document, whatever the parameters beside it are.
func (p *planner) keeps(op *spec.Operation, mediaType string, body []byte) bool {
	return !slices.ContainsFunc(p.document.JudgeRequest(op, spec.Ask{Header: typed(mediaType), Body: body}).Faults, func(f spec.Fault) bool {
		return !f.Warning && f.Rule != spec.RuleRequestParameter
	})
}

// valueAt returns the JSON text at a pointer of a body; nil if there is none.
func valueAt(body []byte, pointer string) []byte {
	t, _ := tape.Read(body, tape.Limits{})
	defer t.Release()
	if !t.Usable() {
		return nil
	}
	v, ok := t.Root().At(pointer)
	if !ok {
		return nil
	}
	return bytes.Clone(v.Raw())
}

// shown is the value of a sample that differs, as a title can hold it.
func shown(s payload.Sample) string { return cmp.Or(s.Variation.Value, "nothing") }

// slug turns the name of a sample into a segment of a case's id: "fault type /address/city null" is type-address-city-null.
func slug(name string) string {
	name = strings.TrimPrefix(strings.TrimPrefix(name, "fault "), "boundary ")
	var b strings.Builder
	for _, r := range name {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '_', r == '.':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}
