package engine

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/runner/mock"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/suites/waivers"
)

// Groups returns the planned cases.
func (s *Session) Groups() []Group { return s.groups }

// Run drives one case and judges its answer, or hands over what Start has made of it. The result holds no secret. That of a case that found
// nothing holds no exchanges either: see Recorded. Where ctx ends, nothing further is driven.
func (s *Session) Run(ctx context.Context, c *runner.Case) reports.Result {
	if s.ahead == nil {
		return s.run(ctx, c)
	}
	result := s.ahead.results[c.ID]
	select {
	case r := <-result:
		return r
	case <-ctx.Done():
		s.ahead.stop()
		return <-result
	}
}

// run drives one case. A body made at random that fails is made smaller for as long as it still does.
func (s *Session) run(ctx context.Context, c *runner.Case) reports.Result {
	once := func(c *runner.Case) reports.Result { return s.once(ctx, c) }
	result := once(c)
	if c.Phase == runner.PhaseFuzz && result.Status == reports.StatusFailed {
		return s.shrink(ctx, c, result, once)
	}
	return result
}

func (s *Session) once(ctx context.Context, c *runner.Case) reports.Result {
	out := s.driver.Drive(ctx, c)
	out.Skip = cmp.Or(out.Skip, s.guessed(out))
	result := blank(c)
	result.Status = reports.StatusPassed
	var v verdict
	if out.Skip == "" && out.Trouble == "" {
		v = s.judge(out)
	}
	again := s.repeat(ctx, out, &v)
	result.Exchanges = s.record(c.ID, out, again, len(v.findings)+len(v.known) > 0)
	result.Elapsed = took(append(slices.Clip(out.Before), out.Call, again)...)
	switch {
	case out.Skip != "":
		result.Status, result.Note = reports.StatusSkipped, s.redactor.Text(out.Skip)
		return result
	case out.Trouble != "":
		result.Status, result.Note = reports.StatusErrored, s.redactor.Text(out.Trouble)
		return result
	}
	result.Checks = v.checks
	for _, f := range append(v.findings, v.known...) {
		f = redacted(f, s.redactor)
		if f.Level == reports.LevelError {
			result.Status = reports.StatusFailed
		}
		result.Findings = append(result.Findings, f)
	}
	return result
}

// took is how long the answers to calls took together, those that are nil aside. What the requests waited for before they were sent, another case or their
// turn by Options.Rate, says nothing about the API.
func took(calls ...*runner.Call) time.Duration {
	var sum time.Duration
	for _, call := range calls {
		if call != nil {
			sum += call.Elapsed
		}
	}
	return sum
}

// guessed says why a criterion that fails is none of the API's faults: the embedded mock of an API of which no more is known than its document and
// pack makes up everything else. It is empty where none fails, and everywhere else.
func (s *Session) guessed(out *runner.Outcome) string {
	if !s.Environment.Mock || !mock.Guesses(s.Pack) {
		return ""
	}
	for _, failure := range out.Failures {
		for _, m := range failure.Outcome.Mismatches {
			return fmt.Sprintf("the embedded mock makes up what neither the document nor the pack says of the API, here %s: ask the API itself, with --url or --env", m.Expression)
		}
	}
	return ""
}

// redacted returns f with every known secret replaced.
func redacted(f reports.Finding, r *runner.Redactor) reports.Finding {
	f.Message, f.Received, f.Promised, f.Fix = r.Text(f.Message), r.Text(f.Received), r.Text(f.Promised), r.Text(f.Fix)
	f.InstancePath = r.Text(f.InstancePath)
	return f
}

// PhaseRemoval is the phase of a result about removing what was created. It is no case of the plan.
const PhaseRemoval = "removal"

// RemovalRule is the rule of a finding about something that was created and could not be removed.
const RemovalRule = "resource-removable"

// Remove removes what a case or a workflow created; everything that is left for an empty owner. It works after ctx has ended.
// Where something could not be removed, it returns false and a failed result that says so.
func (s *Session) Remove(ctx context.Context, owner string) (reports.Result, bool) {
	if s.ahead != nil && owner == "" {
		s.Stop() // what is under way may still create something
	}
	if s.ahead != nil && s.ahead.removed[owner] != nil {
		done := <-s.ahead.removed[owner]
		return done.result, done.gone
	}
	return s.remove(ctx, owner)
}

func (s *Session) remove(ctx context.Context, owner string) (reports.Result, bool) {
	removed := s.driver.Remove(ctx, owner)
	s.mu.Lock()
	for _, call := range removed.Done {
		s.removals[owner] = append(s.removals[owner], s.redactor.Record(call))
	}
	s.mu.Unlock()
	if owner != "" {
		removed.Late = nil // it is tried again at the end of the run
	}
	if len(removed.Failed) == 0 && removed.Late == nil && removed.Expired == "" {
		return reports.Result{}, true
	}
	id := cmp.Or(owner, "run") + "/" + PhaseRemoval
	result := reports.Result{
		Case: id, Title: "removes what was created", Phase: PhaseRemoval, Status: reports.StatusFailed,
		Checks: []string{RemovalRule}, Exchanges: []reports.Exchange{}, Elapsed: took(slices.Concat(removed.Done, removed.Failed, removed.Refused)...),
	}
	if removed.Late != nil {
		result.Status, result.Note, result.Checks = reports.StatusErrored, s.redactor.Text(removed.Late.Error()), []string{}
	}
	if removed.Expired != "" {
		result.Status, result.Note, result.Checks = reports.StatusErrored, s.redactor.Text(removed.Expired), []string{}
		result.Operation, result.Exchanges = removed.Refused[0].Operation, s.exchanges(removed.Refused)
	}
	for _, call := range removed.Failed {
		result.Operation = call.Operation
		received := fmt.Sprintf("status %d", call.Status)
		if !call.Answered() {
			received = "no answer"
		}
		finding := Finding(spec.Fault{
			Rule: RemovalRule, Received: received, Promised: "success with 2xx, since this run created it and did nothing to it that cannot be undone",
			Fix: "remove what is listed as left behind by hand, then look at why it was refused", Clause: "the pack's resources",
		}, call.Operation)
		exchange := s.redactor.Record(call)
		finding.Case, finding.Exchange = id, &exchange
		result.Exchanges = append(result.Exchanges, exchange)
		result.Findings = append(result.Findings, redacted(s.waivers.Excuse(finding), s.redactor))
	}
	if result.Status != reports.StatusErrored && !slices.ContainsFunc(result.Findings, func(f reports.Finding) bool { return f.Waiver == nil }) {
		result.Status = reports.StatusPassed
	}
	return result, false
}

// Planned is the number of cases in the plan.
func (s *Session) Planned() int {
	n := 0
	for _, g := range s.groups {
		n += len(g.Cases)
	}
	return n
}

// Removals returns the exchanges that removed what the run created, in the order of the plan.
func (s *Session) Removals() []reports.Exchange {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := []reports.Exchange{}
	for _, g := range s.groups {
		for _, c := range g.Cases {
			all = append(all, s.removals[c.ID]...)
		}
		if g.Workflow {
			all = append(all, s.removals[g.Name]...)
		}
	}
	return append(all, s.removals[""]...)
}

// Leftovers returns what the run created and did not remove.
func (s *Session) Leftovers() []reports.Leftover { return s.driver.Leftovers() }

// Complete returns one result for each planned case, in the order of the plan, and then extra. A case without a result was not
// reached if the run was ended, and left out by the caller's own filter if not.
func (s *Session) Complete(got map[string]reports.Result, ended bool, extra []reports.Result) []reports.Result {
	var all []reports.Result
	for _, g := range s.groups {
		for _, c := range g.Cases {
			result, ok := got[c.ID]
			if !ok {
				result = blank(c)
				result.Status, result.Note = reports.StatusDisabled, "left out by a filter"
				if ended {
					result.Status, result.Note = reports.StatusSkipped, "the run was ended before this case"
				}
			}
			all = append(all, result)
		}
	}
	return append(all, extra...)
}

// blank returns the result of a case of which nothing is known yet.
func blank(c *runner.Case) reports.Result {
	return reports.Result{
		Case: c.ID, Title: c.Title, Operation: c.Operation, Phase: string(c.Phase), Workflow: c.Workflow,
		Checks: []string{}, Exchanges: []reports.Exchange{},
	}
}

// Remains is what became of what the run created, over all the processes that shared it.
type Remains struct {
	Removals  []reports.Exchange // the exchanges that removed something
	Leftovers []reports.Leftover // what is still there
}

// Report puts results together into the record of the run. Every text in it has been redacted again with all that the run learnt.
func (s *Session) Report(results []reports.Result, left Remains, interrupted bool) *reports.Report {
	results = slices.Clone(results)
	for i := range results {
		results[i] = s.Recorded(results[i])
	}
	results = s.settle(results)
	s.carriedOut(results, interrupted)
	env := s.Environment
	address := "in this process"
	if env.URL != nil {
		address = env.URL.String()
	}
	r := &reports.Report{
		Format: reports.Format, Kind: reports.KindRun,
		Tool:    reports.Tool{Name: "plumbline", Version: cmp.Or(s.options.Version, "devel")},
		Subject: s.subject,
		Environment: &reports.Environment{
			Name: env.Name, URL: address, Lifecycle: string(env.Lifecycle), Auth: s.face.Name, Writes: env.Writes, Enable: env.Enable,
		},
		Seed: s.Seed, Nonce: s.options.Nonce, Started: s.started.UTC(), Elapsed: time.Since(s.started), Interrupted: interrupted,
		Results: results, Leftovers: left.Leftovers, Removals: left.Removals,
	}
	var others []reports.Finding
	for _, f := range slices.Concat(s.gaps(), s.missed(), s.faults) {
		others = append(others, s.waivers.Excuse(f))
	}
	consequences(s.Pack, results)
	found := waivers.Found{Looked: func(operation string) bool {
		return len(s.options.Cases) == 0 && s.looked(operation, results, interrupted)
	}}
	_, found.Left, found.Known = reports.Summarise(results, others...)
	for _, op := range s.Document.Operations {
		found.Operations = append(found.Operations, op.ID)
	}
	others = append(others, s.waivers.Stale(found)...)
	r.Summary, r.Findings, r.Known = reports.Summarise(results, others...)
	r.Fixed = s.waivers.Fixed(r)
	if !s.options.Brief {
		r.Summary.Strength = s.weighed()
	}
	r.Summary.Exchanges += len(left.Removals)
	r.Redact(s.redactor.Text)
	return r
}

// looked says whether all was asked and judged that there is for an operation, so that what did not show itself there is not so: a waiver that excused
// nothing is out of date, an operation of which nothing succeeded does nothing. A run of some of its cases or phases only, one that was bounded more narrowly than by
// its profile, a quick one, and one that was cut short say nothing of the rest.
func (s *Session) looked(operation string, results []reports.Result, interrupted bool) bool {
	o := &s.options
	profile, err := profileNamed(o.Profile)
	switch {
	case interrupted || err != nil || profile.brief || o.MaxRequests > 0 || len(o.Phases) > 0 || s.driver.Spent() != "":
		return false
	case len(o.Cases) > 0 && !slices.Contains(o.Cases, operation):
		return false
	}
	asked := s.Document.Operation(operation) == nil // then nothing ever will be, and every case is about another
	for _, r := range results {
		switch about := r.Operation == operation; {
		case r.Status == reports.StatusDisabled || r.Status == reports.StatusErrored:
			return false
		case about && (r.Status == reports.StatusPassed || r.Status == reports.StatusFailed):
			asked = true
		}
	}
	return asked
}

// Close ends the session's connections. It removes nothing: see Remove. A session that only planned has none.
func (s *Session) Close() error {
	if s.target == nil {
		return nil
	}
	return s.target.Close()
}
