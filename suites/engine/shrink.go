package engine

import (
	"context"
	"slices"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// mostShrinks is how many smaller bodies are tried for one that was made at random and failed.
const mostShrinks = 60

// shrink looks for the smallest body that still breaks the same rule: it leaves out one part after the other for as long as the body stays what the
// case claims that it is. It returns the result of the last that failed, with the first request before it.
func (s *Session) shrink(ctx context.Context, c *runner.Case, failed reports.Result, drive func(*runner.Case) reports.Result) reports.Result {
	rule := failed.Findings[0].Rule
	op := s.Document.Operation(c.Operation)
	best, smallest := failed, c
	p := &planner{document: s.Document, pack: s.Pack}
	keeps := p.keeps(op, c.MediaType, c.Body)
	first := failed.Exchanges
	for tries := 0; tries < mostShrinks; {
		smaller := false
		for _, at := range p.places(smallest.Body) {
			body, err := tape.Delete(smallest.Body, at)
			if err != nil || at == c.Keep || p.keeps(op, c.MediaType, body) != keeps || valueAt(body, c.Keep) == nil {
				continue
			}
			if tries++; tries > mostShrinks || ctx.Err() != nil {
				break
			}
			next := *smallest
			next.Body = body
			result := drive(&next)
			if slices.ContainsFunc(result.Findings, func(f reports.Finding) bool { return f.Rule == rule }) {
				best, smallest, smaller = result, &next, true
				break
			}
		}
		if !smaller {
			break
		}
	}
	if smallest != c {
		best.Exchanges = append(slices.Clone(first), best.Exchanges...)
	}
	return best
}
