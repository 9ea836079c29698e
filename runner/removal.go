package runner

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// removalTime bounds the removal of everything that is left when a run ends, also after an interrupt.
const removalTime = 30 * time.Second

// Removed is what came of removing what was created.
type Removed struct {
	Done    []*Call // removed something
	Failed  []*Call // did not, although they should have
	Late    error   // why something was not asked for in time, which may be tried again; nil where all was
	Refused []*Call // show that credentials which were right are refused by now
	Expired string  // says so in words; empty where none are refused
}

// Remove removes what owner created, or everything that is left for an empty owner, newest first. The resources of calls that failed stay in Leftovers. An
// operation that was given up is asked once more when everything is removed: by then it may answer again. It works after ctx has ended. Where the answer to an
// earlier request that removes or cannot be undone is lost, a failure is nobody's fault: the request may have been carried out.
func (d *Driver) Remove(ctx context.Context, owner string) (out Removed) {
	entries := d.ledger.removable(owner)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), removalTime+d.Client.takes(len(entries)))
	defer cancel()
	again := map[string]bool{}
	for _, e := range entries {
		res := d.Pack.Resource(e.resource)
		op := d.Document.Operation(res.Remove)
		if d.passesOver(e, op, owner, again) {
			continue
		}
		call, perhaps, err := d.removeStubbornly(ctx, res, op, e)
		var late unsent
		switch {
		case errors.As(err, &late):
			out.Late = err
			continue
		case err != nil:
			d.ledger.fail(e.resource, e.id, err.Error())
			continue
		case call.Trouble == TroubleInterrupt:
			out.Late = fmt.Errorf("the removal of %s %s took longer than there was time for", e.resource, e.id)
			continue
		}
		absent, shown := slices.Contains(res.NotFound, call.Status), &Outcome{}
		if why := d.disowned(ctx, &Case{ID: cmp.Or(owner, "run") + "/removal", Operation: op.ID}, call, shown); why != "" {
			out.Expired = cmp.Or(out.Expired, why)
			d.ledger.fix(e.resource, e.id, d.shutOut())
			out.Refused = append(append(out.Refused, call), shown.Before...)
			continue
		}
		switch {
		case call.Status >= 200 && call.Status < 300, absent && (perhaps || e.doubt == res.Remove):
			d.ledger.drop(e.resource, e.id)
			d.history.note(d.Pack.Operation(op.ID), e.owner, call.Case, e.id, call)
			out.Done = append(out.Done, call)
		case e.doubt != "":
			d.ledger.fail(e.resource, e.id, e.doubt+" gave no answer, and then "+removalProblem(op.ID, call))
		default:
			d.ledger.fail(e.resource, e.id, removalProblem(op.ID, call))
			out.Failed = append(out.Failed, call)
		}
	}
	return out
}

// passesOver says whether e is not asked for, and takes note of why. again are the operations that were given up and are asked once more as everything is
// removed, which an empty owner says.
func (d *Driver) passesOver(e *entry, op *spec.Operation, owner string, again map[string]bool) bool {
	if op == nil {
		d.ledger.fix(e.resource, e.id, "the document has no operation that removes it")
		return true
	}
	if why := d.shutOut(); why != "" {
		d.ledger.fix(e.resource, e.id, why)
		return true
	}
	why := d.silence.whyRemoval(op.ID)
	switch {
	case why == "":
		return false
	case owner != "":
		d.ledger.count(e.resource, why) // it is asked for again when the run ends
		return true
	case again[op.ID]:
		d.ledger.fail(e.resource, e.id, why)
		return true
	}
	again[op.ID] = true
	return false
}

// attempts is how often a removal is asked for where the server says that it cannot just now.
const attempts = 3

// removeStubbornly asks for a removal again where the answer is 429 or a failure of the server, after the time that Retry-After says, else a
// second more each time: what else is sent is repeated only where it was not looked at. perhaps says that a server that failed may have removed it all the
// same.
func (d *Driver) removeStubbornly(ctx context.Context, res *packs.Resource, op *spec.Operation, e *entry) (call *Call, perhaps bool, err error) {
	for attempt := 1; ; attempt++ {
		call, err = d.remove(ctx, res, op, e)
		if err != nil || attempt == attempts || call.Status != http.StatusTooManyRequests && call.Status < 500 {
			return call, perhaps, err
		}
		perhaps = perhaps || call.Status >= 500
		wait := time.Duration(attempt) * d.pause()
		if seconds, err := strconv.Atoi(call.Answer.Get("Retry-After")); err == nil && seconds >= 0 && seconds <= 10 {
			wait = time.Duration(seconds) * d.pause()
		}
		select {
		case <-ctx.Done():
			return call, perhaps, nil
		case <-time.After(wait):
		}
	}
}

// pause is what a second is: a real one, unless a test says otherwise.
func (d *Driver) pause() time.Duration { return cmp.Or(d.Pause, time.Second) }

// remove sends the request that removes e.
func (d *Driver) remove(ctx context.Context, res *packs.Resource, op *spec.Operation, e *entry) (*Call, error) {
	c := &Case{
		ID: cmp.Or(e.owner, "run"), Operation: op.ID, Method: op.Method, Parameters: d.Parameters(op),
		MediaType: "application/json", Auth: Auth{Places: []Place{PlaceHeader}},
	}
	_, place := d.Pack.About(op.ID)
	if packs.InParameter(place) != "" {
		return d.send(ctx, c, PurposeRemove, e.id, nil)
	}
	f := d.filling(c, []byte("{}"))
	f.mended = true
	problem, err := f.put(place, "the id of the "+res.Name+" does not conform", d.idForms(res, e.id)...)
	if err == nil && problem != "" {
		f.body, err = tape.Set(f.body, place, d.idForms(res, e.id)[0]) // the server gave it out: it may take what its document does not
	}
	if err != nil {
		return nil, err
	}
	return d.send(ctx, c, PurposeRemove, "", f.body)
}

func removalProblem(operation string, call *Call) string {
	if call.Answered() {
		return fmt.Sprintf("%s answered %d", operation, call.Status)
	}
	return fmt.Sprintf("%s: %v", operation, call.Err)
}

// hoarding says why nothing more of a resource is created: what is created stays, somewhere else than on this machine. Empty if it may be.
func (d *Driver) hoarding(res *packs.Resource) string {
	if res == nil || d.Environment.Mock || d.Environment.Loopback {
		return ""
	}
	failed, why := d.ledger.failing(res.Name)
	if failed < patience {
		return ""
	}
	return fmt.Sprintf("what was created could not be removed %d times in a row (%s), so no further %s is created", failed, why, res.Name)
}

// hoards says why c, which may create something, is not driven; empty if it is.
func (d *Driver) hoards(c *Case) string {
	op := d.Pack.Operation(c.Operation)
	if op.Effect != packs.Create || c.Path != "" {
		return ""
	}
	return d.hoarding(d.Pack.Resource(op.Resource))
}

// Leftovers returns what this run created and did not remove. The mock's customers end with the process and are no leftovers.
func (d *Driver) Leftovers() []reports.Leftover {
	if d.Environment.Mock {
		return []reports.Leftover{}
	}
	return d.ledger.leftovers()
}
