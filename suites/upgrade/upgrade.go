// Package upgrade asks what a newer version of a document breaks, and weighs the answer as its users want it weighed.
//
// It promises the same answer to everyone who asks: the command plumbline diff, the suite that go test runs, and the history of many
// versions. What is compared and judged is package spec/diff's; here documents are opened by their names, waivers and an
// earlier record excuse what is known, and the gate says what fails.
//
//	names -> documents -> diff.Compare -> excuse -> Report
//	many names -> Through -> one Report for each step, and the History of what they broke
//
//	report, err := upgrade.Run(ctx, upgrade.Options{Base: "git:main:api.yaml", Revision: "api.yaml"})
//	os.Exit(report.ExitCode())
package upgrade

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/diff"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/source"
	"github.com/plumbline-dev/plumbline/suites/waivers"
)

// Options says what is compared and how it is weighed. Base and Revision are needed; the rest may be zero.
type Options struct {
	Base, Revision string           // the documents, by any name that source.Open takes
	AllowRemote    bool             // whether a document or a reference may be a URL
	Pack           string           // only the operations and webhooks of this pack, by name or file; empty for all
	Operations     []string         // only these operationIds, or methods and paths
	Tags           []string         // only operations that have one of these tags
	Policy         string           // what a change is, by its class and rule: a name or a file; empty for the default one
	FailOn         reports.FailOn   // from which level on it fails; empty is FailOnError
	Waivers        []string         // files of what is excused
	Baseline       string           // the JSON record of an earlier diff, whose findings are no news
	Prose          bool             // whether changes of descriptions, examples and extensions are findings, too
	Explain        bool             // whether findings say how it was established that they are safe
	Version        string           // of the program, for the record
	Now            func() time.Time // the clock that ends waivers; nil is time.Now
}

// FailOns are the words of Options.FailOn.
func FailOns() []string {
	return []string{string(reports.FailOnError), string(reports.FailOnWarning), string(reports.FailOnNever)}
}

// Run compares the two documents. An error says that it could not be done: a document that cannot be read, or a mistake in the options.
// Faults inside a document are notes of the report.
func Run(ctx context.Context, o Options) (*reports.Report, error) {
	s, err := settle(ctx, o)
	if err != nil {
		return nil, err
	}
	base, err := source.Open(ctx, o.Base, spec.Options{AllowRemote: o.AllowRemote})
	if err != nil {
		return nil, fmt.Errorf("base: %w", err)
	}
	revision, err := source.Open(ctx, o.Revision, spec.Options{AllowRemote: o.AllowRemote})
	if err != nil {
		return nil, fmt.Errorf("revision: %w", err)
	}
	return s.compare(base, revision, o.Base, o.Revision)
}

// session is what all steps of one piece of work share.
type session struct {
	Options
	pack   *packs.Pack
	policy *diff.Policy
	rows   []waivers.Waiver
	before *waivers.Baseline
}

// settle reads everything but the documents, so that a mistake is told before the work is done.
func settle(_ context.Context, o Options) (*session, error) {
	s := &session{Options: o}
	if s.Now == nil {
		s.Now = time.Now
	}
	s.FailOn = cmp.Or(s.FailOn, reports.FailOnError)
	switch s.FailOn {
	case reports.FailOnError, reports.FailOnWarning, reports.FailOnNever:
	default:
		return nil, fmt.Errorf("unknown level %q to fail on; it is error, warning or never", s.FailOn)
	}
	var err error
	if s.policy, err = diff.LoadPolicy(o.Policy); err != nil {
		return nil, err
	}
	if o.Prose {
		s.policy = s.policy.WithProse()
	}
	if o.Pack != "" {
		if s.pack, err = packs.Load(o.Pack); err != nil {
			return nil, err
		}
	}
	if s.rows, err = waivers.Load(o.Waivers...); err != nil {
		return nil, err
	}
	if err := waivers.CheckRules(s.rows, diff.RuleNames(), "what plumbline list rules shows"); err != nil {
		return nil, err
	}
	if o.Baseline != "" {
		if s.before, err = waivers.ReadBaseline(o.Baseline, reports.KindDiff, reports.KindHistory); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// compare makes the report of one step.
func (s *session) compare(base, revision *spec.Document, baseName, name string) (*reports.Report, error) {
	r, err := diff.Compare(base, revision, diff.Options{Pack: s.pack, Operations: s.Operations, Tags: s.Tags, Policy: s.policy, Explain: s.Explain})
	if err != nil {
		return nil, err
	}
	r.Tool = reports.Tool{Name: "plumbline", Version: cmp.Or(s.Version, "devel")}
	r.Gate = &reports.Gate{Policy: s.policy.Name, FailOn: s.FailOn}
	r.Subject.Document, r.Base.Document = name, baseName
	if s.pack != nil {
		r.Subject.Pack, r.Base.Pack = s.pack.Name, s.pack.Name
	}
	s.excuse(r)
	return r, nil
}

// excuse takes what is known out of the findings, and adds what there is to say about waivers themselves.
func (s *session) excuse(r *reports.Report) {
	set := waivers.New(waivers.Terms{Today: s.Now(), Version: r.Subject.Version}, s.rows...)
	if s.before != nil {
		set.Compare(s.before)
	}
	hidden := map[reports.Class]int{}
	for class, n := range r.Summary.Changes.Classes {
		hidden[class] = n
	}
	var all []reports.Finding
	for _, f := range r.Findings {
		hidden[f.Class]--
		all = append(all, set.Excuse(f))
	}
	_, _, known := reports.SummariseDiff(all, nil)
	// A diff of some operations says nothing of what excuses the others, nor of what an earlier one found there.
	whole := s.pack == nil && len(s.Operations) == 0 && len(s.Tags) == 0
	all = append(all, set.Stale(waivers.Found{Known: known, Looked: func(string) bool { return whole }})...)
	r.Summary, r.Findings, r.Known = reports.SummariseDiff(all, hidden)
	if whole {
		r.Fixed = set.Fixed(r)
	}
}

// errTooFew says that there is nothing to walk.
var errTooFew = errors.New("a history needs at least two documents; name them oldest first, or a folder, a git range such as git:v1..main:api.yaml, or an API with pinned versions")
