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

// bundle is cases that differ from the maximal body at one place each, and can do so in one request.
type bundle struct {
	full    []byte
	members []*runner.Case
}

// body is the maximal body with what some of the members have in their places.
func (b *bundle) body(parts []int) []byte {
	out := b.full
	for _, i := range parts {
		at := b.members[i].Keep
		if more, err := tape.Set(out, at, valueAt(b.members[i].Body, at)); err == nil {
			out = more
		}
	}
	return out
}

// takes adds a case to the bundle. It is false, and the case stays out, where another has its place, where they are promised different things, or where
// together they do not keep to the document.
func (b *bundle) takes(c *runner.Case, keeps func([]byte) bool) bool {
	if slices.ContainsFunc(b.members, func(m *runner.Case) bool {
		return m.Promise.Claim != c.Promise.Claim || within(m.Keep, c.Keep) || within(c.Keep, m.Keep)
	}) {
		return false
	}
	if b.members = append(b.members, c); !keeps(b.body(runner.Every(len(b.members)))) {
		b.members = b.members[:len(b.members)-1]
		return false
	}
	return true
}

// bundles puts together the cases whose values may travel in one request, but for names that the runner makes. What either answer is right to stays apart from
// what must be accepted: a refusal of the one would say nothing of the other. It returns the cases that stay out besides.
func (p *planner) bundles(op *spec.Operation, full *payload.Sample, singles []variety, keeps func([]byte) bool) (alone []variety, out []*bundle) {
	var named []string
	if res, id := p.pack.About(op.ID); res != nil {
		named = append(res.Unique[:len(res.Unique):len(res.Unique)], id)
	}
	for _, v := range singles {
		c := v.c
		if c.Keep == "" || c.Header != nil || c.Wire != nil || c.Parts != nil || c.MediaType != full.MediaType || slices.Contains(named, c.Keep) ||
			valueAt(full.Body, parent(c.Keep)) == nil || valueAt(c.Body, c.Keep) == nil {
			alone = append(alone, v)
			continue
		}
		if !slices.ContainsFunc(out, func(b *bundle) bool { return b.takes(c, keeps) }) {
			out = append(out, &bundle{full.Body, []*runner.Case{c}})
		}
	}
	return alone, out
}

// together lets right values at different places travel in one request.
func (p *planner) together(op *spec.Operation, singles []variety) []variety {
	full := p.maximal(op)
	if full == nil || p.profile.deep {
		return singles
	}
	out, bundles := p.bundles(op, full, singles, func(body []byte) bool { return p.keeps(op, full.MediaType, body) })
	n := 0
	for _, b := range bundles {
		c := b.members[0]
		if len(b.members) > 1 {
			n++
			c = b.joined(p.sampled(op, runner.PhaseBodies, *full, fmt.Sprintf("edges-%d", n), ""))
			c.Title = fmt.Sprintf("%s %d values at the edge of what is allowed", verb(c), len(b.members))
		}
		out = append(out, variety{string(payload.KindBoundary), c})
	}
	return out
}

// worthJoining is from how many values on, to which either answer is right, one request and the search for the one that the server fails on cost less than a
// request for each, and the removal of what it may create.
const worthJoining = 6

// open lets the faults of a body to which either answer is right travel in one request: all that each can show is that the server fails on it.
func (p *planner) open(op *spec.Operation, faults []variety) []variety {
	full := p.maximal(op)
	if full == nil || p.profile.deep {
		return faults
	}
	open := slices.DeleteFunc(slices.Clone(faults), func(v variety) bool { return v.c.Promise.Claim != "" })
	_, bundles := p.bundles(op, full, open, func([]byte) bool { return true })
	gone, joined := map[*runner.Case]bool{}, []variety{}
	for _, b := range bundles {
		if len(b.members) < worthJoining {
			continue
		}
		for _, m := range b.members {
			gone[m] = true
		}
		c := b.joined(p.base(op, runner.PhaseNegative, fmt.Sprintf("either-%d", len(joined)+1), fmt.Sprintf("answers %d values to which either answer is right", len(b.members))))
		c.MediaType = full.MediaType
		joined = append(joined, variety{"either", c})
	}
	return append(slices.DeleteFunc(faults, func(v variety) bool { return gone[v.c] }), joined...)
}

// joined makes c the one case that a bundle becomes.
func (b *bundle) joined(c *runner.Case) *runner.Case {
	c.Promise = b.members[0].Promise
	for _, m := range b.members {
		_, what, _ := strings.Cut(m.Title, " ")
		c.Parts = append(c.Parts, what)
	}
	c.Some = b.body
	c.Body = b.body(runner.Every(len(b.members)))
	return c
}
