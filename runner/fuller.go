package runner

import (
	"context"
	"net/http"
	"slices"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// What a document leaves optional, an API may demand of some callers: one account needs a contact, another a logo. A pack names the codes of such a
// refusal. It is no fault, and what rests on a new resource is still asked, for one that is made with all that the document knows.

// lacks says whether an answer refuses a right request with a code that the face excuses.
func (d *Driver) lacks(call *Call) bool {
	return call != nil && call.Answered() && call.Status >= http.StatusBadRequest && call.Status < http.StatusInternalServerError && slices.Contains(d.Face.Excuses, d.codeOf(call))
}

// fixture is the request that makes something for a case: the plainest, or the fullest where the plainest has been refused for what it lacks.
func (d *Driver) fixture(op *spec.Operation) (body []byte, mediaType string, err error) {
	if d.asksMore(op) {
		if body, mediaType = d.Fuller(op); body != nil {
			return body, mediaType, nil
		}
	}
	return d.Fixture(op)
}

// asksMore says whether an operation has refused the plainest request for what that lacks.
func (d *Driver) asksMore(op *spec.Operation) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.fuller[op.ID]
}

// wantsMore takes note of a refusal for what a request lacks. It is false if that was known, or no fuller request can be made.
func (d *Driver) wantsMore(op *spec.Operation, call *Call) bool {
	if !d.lacks(call) || d.Fuller == nil {
		return false
	}
	if body, _ := d.Fuller(op); body == nil {
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fuller[op.ID] {
		return false
	}
	if d.fuller == nil {
		d.fuller = map[string]bool{}
	}
	d.fuller[op.ID] = true
	return true
}

// completed sends a step that creates once more, with what else the document knows of such a request, where it was refused for what it lacks. Where that
// does not help either, nothing can be said of the step.
func (d *Driver) completed(ctx context.Context, c *Case, body []byte, out *Outcome) {
	op := d.Document.Operation(c.Operation)
	if !c.Promise.Accept || d.Pack.Operation(op.ID).Effect != packs.Create || !d.lacks(out.Call) {
		return
	}
	if d.Fuller != nil && isJSON(c.MediaType) {
		if all, _ := d.Fuller(op); all != nil {
			call, err := d.send(ctx, c, PurposeCase, "", d.withAll(body, all))
			if err == nil {
				out.Before, out.Call = append(out.Before, out.Call), call
			}
		}
	}
	if d.lacks(out.Call) {
		out.Skip = "the API refuses the step with " + d.codeOf(out.Call) + ", which an account may lack or need without the document's word"
	}
}

// whole is a case of a group that creates what its others rest on, with all that the document knows where less is refused.
func (d *Driver) whole(c *Case) *Case {
	op := d.Document.Operation(c.Operation)
	if c.Workflow == "" || c.Step != nil || !c.Promise.Accept || op == nil || !d.asksMore(op) || d.Pack.Operation(op.ID).Effect != packs.Create || !isJSON(c.MediaType) {
		return c
	}
	whole := *c
	if all, _ := d.Fuller(op); all != nil {
		whole.Body = d.withAll(c.Body, all)
	}
	return &whole
}

// withAll is an object with the members of all that it has none of, credentials aside.
func (d *Driver) withAll(body, all []byte) []byte {
	own, _ := tape.Read(body, tape.Limits{})
	defer own.Release()
	more, _ := tape.Read(all, tape.Limits{})
	defer more.Release()
	if !own.Usable() || !more.Usable() {
		return body
	}
	for c := more.Root().Walk(); c.Next(); {
		name := string(c.Name())
		if _, there := own.Root().Get(name); there || slices.ContainsFunc(d.Pack.Credentials, func(cred packs.Credential) bool { return cred.Body == name }) {
			continue
		}
		if with, err := tape.Set(body, tape.PointerAppend("", name), c.Value().Raw()); err == nil {
			body = with
		}
	}
	return body
}
