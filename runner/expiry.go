package runner

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/plumbline-dev/plumbline/spec/packs"
)

// Credentials that were right may expire or be revoked while a run goes on, and so may a server be wrong in one operation. Where whoever was let in before is
// refused as a stranger, other operations are asked again: what they let in has credentials that are right.

// mostDoubts is for how many operations of a run others are asked again at most, each once.
const mostDoubts = 3

// disowns says whether an answer refuses a caller who was let in before: by a code of which the pack knows that, or by 401 where no code says something else.
func (d *Driver) disowns(call *Call) bool {
	switch {
	case call.Status < 400 || call.Status > 499:
		return false
	case call.Status == http.StatusUnauthorized:
		code := d.codeOf(call)
		return code == "" || len(d.Pack.NoCaller) == 0 || slices.Contains(d.Pack.NoCaller, code)
	}
	// Nearly all refusals are of what was asked, and reading each for its code would cost more than looking for the few.
	return slices.ContainsFunc(d.Pack.NoCaller, func(code string) bool { return bytes.Contains(call.Reply, []byte(code)) }) && slices.Contains(d.Pack.NoCaller, d.codeOf(call))
}

// disowned asks others where an answer to a whole case refuses a caller who was let in before. It says why the answer is none to the case; empty if it is one.
func (d *Driver) disowned(ctx context.Context, c *Case, call *Call, out *Outcome) string {
	if !d.disowns(call) {
		return ""
	}
	if op := d.Document.Operation(call.Operation); !d.doorOf(c.Auth).known.Load() || !c.whole() || !d.demanded(op) || stranger(d.Pack, op, call.Status) != "" {
		return ""
	}
	return d.reexamine(ctx, c, call, out)
}

// reexamine asks other operations whether they refuse the caller too, who was let in before and whom call refuses, and adds what it asked to out. Where all
// do, it says why nothing more can be asked; empty where one does not, or none can be asked.
func (d *Driver) reexamine(ctx context.Context, c *Case, call *Call, out *Outcome) string {
	door := d.doorOf(c.Auth)
	door.mu.Lock()
	defer door.mu.Unlock()
	switch {
	case door.shut.Load(): // while this one was under way
		return d.expired(c, []*Call{call})
	case len(door.doubted) == mostDoubts || slices.Contains(door.doubted, call.Operation):
		return ""
	}
	door.doubted = append(door.doubted, call.Operation)
	refused := []*Call{call}
	for _, probe := range d.probes(c) {
		asked, err := d.probe(ctx, probe, d.atHand(probe)) // of what is not there a server may say that it is the caller who is not known
		if err != nil {
			continue
		}
		out.Before = append(out.Before, asked)
		if ctx.Err() != nil || !d.refuses(asked, c.Auth) {
			return ""
		}
		refused = append(refused, asked)
	}
	if len(refused) == 1 {
		return ""
	}
	door.first.Store(c.ID)
	door.shut.Store(true)
	return d.expired(c, refused)
}

// expired says since when a caller who was let in is refused, by which answers.
func (d *Driver) expired(c *Case, refused []*Call) string {
	set, _ := d.variables(c.Auth)
	return fmt.Sprintf("%s were accepted at first and refused from case %s on: %s; look at %s: what they hold has expired or was revoked", who(c.Auth), d.doorOf(c.Auth).first.Load(), d.answers(refused), set)
}

// shutOut says why nothing that was created can be removed any more; empty if it can.
func (d *Driver) shutOut() string {
	if door := &d.doors[0]; door.shut.Load() {
		return fmt.Sprintf("the credentials are refused since case %s, so it was not removed", door.first.Load())
	}
	return ""
}

// atHand is the id of a resource that a probe which only reads can ask for: one that was shown to the first partner before; "" if there is none.
func (d *Driver) atHand(probe *Case) string {
	if probe.Auth.Other || probe.Use != UseUnknown || d.Pack.OperationFor(probe.Operation, probe.Method).Effect != packs.Read {
		return ""
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.met[probe.Resource]
}
