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

// absences are bodies without what may be left out. Where the profile goes deep each stands alone. Else half of the properties are absent while the others
// are there, and then the other half: so who demands one is found, and who demands one because of another. What stands inside of an object is absent where
// the object is there.
func (p *planner) absences(op *spec.Operation) []variety {
	samples, _ := p.maker.Varied(op, payload.KindAbsent)
	full := p.maximal(op)
	var out []variety
	var outer, inner []payload.Sample
	for _, s := range samples {
		at := s.Variation.Place
		if !p.profile.deep && (strings.Contains(at, "/0") || hasIndex(at)) || p.isCredentialPlace(at) {
			continue
		}
		top := strings.Count(at, "/") == 1
		switch alone := full == nil || s.MediaType != full.MediaType || p.either(op, at, string(payload.KindAbsent)); {
		case p.profile.deep && p.telling(s), alone && top:
			out = append(out, p.absent(op, s))
		case alone || p.profile.deep:
		case top:
			outer = append(outer, s)
		default:
			inner = append(inner, s)
		}
	}
	first, second := outer[:(len(outer)+1)/2], outer[(len(outer)+1)/2:]
	if len(outer) == 1 {
		first, second = nil, outer // so that what stands inside of it is absent once
	}
	gone := map[string]bool{}
	for i, half := range [][]payload.Sample{first, second} {
		parts := slices.Clone(half)
		for _, s := range inner {
			at := s.Variation.Place
			if !gone[at] && !slices.ContainsFunc(parts, func(around payload.Sample) bool { return within(at, around.Variation.Place) }) {
				parts, gone[at] = append(parts, s), true
			}
		}
		out = append(out, p.half(op, full, parts, i+1)...)
	}
	return out
}

// absent is the case of a body without one part.
func (p *planner) absent(op *spec.Operation, s payload.Sample) variety {
	c := p.varied(op, s, payload.KindAbsent)
	c.Title = verb(c) + " a body without " + s.Variation.Place
	return variety{string(payload.KindAbsent), c}
}

// half is the case of a body without as many of the parts as may be absent together, and one for each of the others.
func (p *planner) half(op *spec.Operation, full *payload.Sample, parts []payload.Sample, number int) []variety {
	var out []variety
	var gone []payload.Sample
	without := func(parts []int) []byte {
		body := full.Body
		for _, i := range parts {
			if less, err := tape.Delete(body, gone[i].Variation.Place); err == nil {
				body = less
			}
		}
		return body
	}
	for _, s := range parts {
		if gone = append(gone, s); len(gone) > 1 && !p.keeps(op, full.MediaType, without(runner.Every(len(gone)))) {
			gone = gone[:len(gone)-1]
			out = append(out, p.absent(op, s))
		}
	}
	switch len(gone) {
	case 0:
		return out
	case 1:
		return append(out, p.absent(op, gone[0]))
	}
	c := p.sampled(op, runner.PhaseBodies, *full, fmt.Sprintf("absent-%d", number), fmt.Sprintf("accepts a body without %d parts that may be absent", len(gone)))
	c.Body, c.Some, c.Promise.Excuses = without(runner.Every(len(gone))), without, p.face.Excuses
	for _, s := range gone {
		c.Parts = append(c.Parts, "nothing at "+s.Variation.Place)
	}
	return append(out, variety{string(payload.KindAbsent), c})
}
