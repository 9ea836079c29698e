package upgrade

import (
	"context"
	"fmt"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/source"
)

// Through walks the documents in the order given, which numbers of versions need not follow: one report for each step, whose gate is that of o.
// A name may stand for several: a folder, a git range, or an API with pinned versions. Base and Revision of o are not looked at.
func Through(ctx context.Context, names []string, o Options) ([]*reports.Report, error) {
	s, err := settle(ctx, o)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, name := range names {
		some, err := source.Names(ctx, name)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	if len(all) < 2 {
		return nil, errTooFew
	}
	var steps []*reports.Report
	var base *spec.Document
	for i, name := range all {
		revision, err := source.Open(ctx, name, spec.Options{AllowRemote: o.AllowRemote})
		if err != nil {
			return nil, fmt.Errorf("version %d of %d: %w", i+1, len(all), err)
		}
		if i > 0 {
			step, err := s.compare(base, revision, all[i-1], name)
			if err != nil {
				return nil, err
			}
			steps = append(steps, step)
		}
		base = revision
	}
	return steps, nil
}
