package engine

import (
	"context"
	"slices"
	"sync"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
)

// ahead drives cases side by side before they are asked for, so that whoever walks the plan in its order only collects what came of each.
type ahead struct {
	stop    context.CancelFunc
	ended   chan struct{}                  // closed when nothing is driven any more
	results map[string]chan reports.Result // by case; each is given exactly one
	removed map[string]chan removal        // by case or workflow, once everything in it is removed
}

// removal is what came of removing what a case or a workflow created.
type removal struct {
	result reports.Result
	gone   bool
}

// unit is what one worker does from its beginning to its end: a case, the steps of a workflow, or cases that share what each of them may use
// up.
type unit struct {
	cases    []*runner.Case
	workflow string // the owner of what the steps create; empty for cases, which own what they create
	first    bool   // the first to be asked, or to use what many share: it is done before any other begins, so that the same case always finds out or makes that
}

// Start drives the whole plan ahead with as many units at a time as Options.Concurrency says; with one it does nothing. Run and Remove then
// hand over what came of each. The bytes that are sent do not depend on how many there are, but for ids that the server gives out.
func (s *Session) Start(ctx context.Context) {
	if s.options.Concurrency < 2 || s.ahead != nil {
		return
	}
	a := &ahead{ended: make(chan struct{}), results: map[string]chan reports.Result{}, removed: map[string]chan removal{}}
	ctx, a.stop = context.WithCancel(ctx)
	units := units(s.groups)
	for _, u := range units {
		for _, c := range u.cases {
			a.results[c.ID] = make(chan reports.Result, 1)
		}
		for _, owner := range u.owners() {
			a.removed[owner] = make(chan removal, 1)
		}
	}
	s.ahead = a
	go func() {
		defer close(a.ended)
		s.work(ctx, units)
	}()
}

// Stop ends what Start began and waits until nothing is under way.
func (s *Session) Stop() {
	if s.ahead != nil {
		s.ahead.stop()
		<-s.ahead.ended
	}
}

// work drives units in their order, several at a time.
func (s *Session) work(ctx context.Context, units []unit) {
	var workers sync.WaitGroup
	defer workers.Wait()
	slots := make(chan struct{}, s.options.Concurrency)
	for _, u := range units {
		if u.first {
			s.finish(ctx, u)
			continue
		}
		slots <- struct{}{}
		workers.Go(func() {
			defer func() { <-slots }()
			s.finish(ctx, u)
		})
	}
}

// finish drives one unit. Every case gets a result, also after ctx has ended: then it says that it was not asked.
func (s *Session) finish(ctx context.Context, u unit) {
	for _, c := range u.cases {
		s.ahead.results[c.ID] <- s.run(ctx, c)
		if u.workflow == "" {
			s.clear(ctx, c.ID)
		}
	}
	if u.workflow != "" {
		s.clear(ctx, u.workflow)
	}
}

func (s *Session) clear(ctx context.Context, owner string) {
	result, gone := s.remove(ctx, owner)
	s.ahead.removed[owner] <- removal{result, gone}
}

// owners are those by whose names u removes what it created.
func (u unit) owners() []string {
	if u.workflow != "" {
		return []string{u.workflow}
	}
	var owners []string
	for _, c := range u.cases {
		owners = append(owners, c.ID)
	}
	return owners
}

// units cuts the plan into what may be driven side by side.
func units(groups []Group) []unit {
	var all []unit
	begun := false
	made, chained := map[string]bool{}, map[string]int{} // resources that are there; where an operation's chain stands
	for _, g := range groups {
		if g.Workflow {
			asked := slices.ContainsFunc(g.Cases, func(c *runner.Case) bool { return c.Skip == "" })
			all = append(all, unit{cases: g.Cases, workflow: g.Name, first: !begun && asked})
			begun = begun || asked
			continue
		}
		for _, c := range g.Cases {
			switch c.Use {
			case runner.UseNone, runner.UseFresh, runner.UseUnknown:
				all = append(all, unit{cases: []*runner.Case{c}, first: !begun && c.Skip == ""})
			case runner.UseShared, runner.UseAny:
				first := (!made[c.Resource] || !begun) && c.Skip == ""
				made[c.Resource] = made[c.Resource] || first
				all = append(all, unit{cases: []*runner.Case{c}, first: first})
			default: // one of them may use up what the next one finds
				if at, ok := chained[c.Operation]; ok {
					all[at].cases = append(all[at].cases, c)
					continue
				}
				chained[c.Operation] = len(all)
				all = append(all, unit{cases: []*runner.Case{c}, first: !begun && c.Skip == ""})
			}
			begun = begun || c.Skip == ""
		}
	}
	return all
}
