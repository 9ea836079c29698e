package runner

import (
	"context"
	"slices"
	"sync"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// raced returns what came of c, where it was sent at the same moment as others; nil where it was not.
func (d *Driver) raced(ctx context.Context, c *Case) *Outcome {
	if len(c.AtOnce) == 0 {
		return nil
	}
	out := d.groupOf(c).raced[c.ID]
	if out == nil || out.Call == nil {
		return out
	}
	if out.Skip != "" {
		return out
	}
	d.keep(ctx, c, out)
	out.Origin, out.Rivals = out.Call, d.rivals(c)
	d.settle(ctx, out)
	return out
}

// entrant is a request that waits for the start of a race.
type entrant struct {
	out  *Outcome
	id   string
	body []byte
	ask  Ask
}

// race sends the requests of all cases that c stands among at the same moment, and waits for their answers. What is sent is settled before, so it is the same
// each time; which of them arrives first is chance.
func (d *Driver) race(ctx context.Context, c *Case) {
	g := d.groupOf(c)
	g.raced = map[string]*Outcome{}
	var entrants []entrant
	for _, c := range c.AtOnce {
		out := &Outcome{Case: c, Skip: c.Skip}
		g.raced[c.ID] = out
		if out.Skip != "" {
			continue
		}
		id, body, ok := d.ready(ctx, c, out)
		if !ok {
			continue
		}
		ask, err := d.written(c, PurposeCase, id, body)
		if err != nil {
			out.notSent(err)
			continue
		}
		entrants = append(entrants, entrant{out, id, body, ask})
	}
	d.start(ctx, entrants)
	d.start(ctx, d.completing(entrants))
	for _, out := range g.raced {
		d.lacking(out.Case, out)
	}
}

// completing are those of a race that were refused for what they lack, with all that the document knows, for a race of their own.
func (d *Driver) completing(entrants []entrant) []entrant {
	var again []entrant
	for _, e := range entrants {
		more := d.completedBody(e.out.Case, e.body, e.out.Call)
		if more == nil {
			continue
		}
		ask, err := d.written(e.out.Case, PurposeCase, e.id, more)
		if err != nil {
			continue
		}
		again = append(again, entrant{e.out, e.id, more, ask})
	}
	return again
}

// start sends the requests of a race once the turns of all have come: a bound on the rate that kept one behind the other would leave nothing that is done at
// the same moment. Where one of them cannot be sent, none is.
func (d *Driver) start(ctx context.Context, entrants []entrant) {
	if len(entrants) == 0 {
		return
	}
	if err := d.turn(ctx, PurposeCase, len(entrants)); err != nil {
		for _, e := range entrants {
			e.out.notSent(err)
		}
		return
	}
	shot := make(chan struct{})
	var running sync.WaitGroup
	for _, e := range entrants {
		running.Go(func() {
			<-shot
			if e.out.Call != nil {
				e.out.Before = append(e.out.Before, e.out.Call)
			}
			e.out.Call = d.exchange(ctx, e.ask)
			d.done(e.out.Case, e.id, e.out.Call)
		})
	}
	close(shot)
	running.Wait()
}

// rivals are the unique texts that were sent at the same moment as what created the resource of c, in the requests of the other cases.
func (d *Driver) rivals(c *Case) []string {
	g := d.groupOf(c)
	res, _ := d.Pack.About(c.Operation)
	var texts []string
	for id, out := range g.raced {
		if res == nil || id == c.ID || id == c.Of || out.Call == nil {
			continue
		}
		for _, at := range res.Unique {
			if text := tape.TextAt(out.Call.Body, at); text != "" {
				texts = append(texts, text)
			}
		}
	}
	slices.Sort(texts)
	return texts
}
