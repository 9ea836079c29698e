package runner

import (
	"context"
	"slices"
	"sync"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// race sends the requests of all cases that c stands among at the same moment, and returns what came of c's own. What is sent is settled before, so it is the same
// each time; which of them arrives first is chance.
func (d *Driver) race(ctx context.Context, c *Case) *Outcome {
	g := d.groupOf(c)
	if g.raced == nil {
		g.raced = map[string]*Outcome{}
		d.start(ctx, g, c.AtOnce)
	}
	out := g.raced[c.ID]
	if out.Call == nil {
		return out
	}
	d.keep(ctx, c, out)
	out.Origin, out.Rivals = out.Call, d.rivals(c)
	d.settle(ctx, out)
	return out
}

// start sends the requests of cases and waits for their answers.
func (d *Driver) start(ctx context.Context, g *group, cases []*Case) {
	shot := make(chan struct{})
	var running sync.WaitGroup
	for _, c := range cases {
		out := &Outcome{Case: c, Skip: c.Skip}
		g.raced[c.ID] = out
		if out.Skip != "" {
			continue
		}
		id, body, ok := d.ready(ctx, c, out)
		if !ok {
			continue
		}
		running.Go(func() {
			<-shot
			var err error
			if out.Call, err = d.ask(ctx, c, id, body); err != nil {
				out.notSent(err)
			}
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
