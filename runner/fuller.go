package runner

import (
	"bytes"
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

// fixture is the request that makes something for a case: the plainest, or the fullest where the plainest was refused for what it lacks.
func (d *Driver) fixture(op *spec.Operation, fullest bool) (body []byte, mediaType string, err error) {
	if fullest {
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

// wantsMore takes note of a refusal of the plainest request for what that lacks. It is false for any other answer, and where no fuller request can be made.
func (d *Driver) wantsMore(op *spec.Operation, call *Call) bool {
	if !d.lacks(call) || d.Fuller == nil {
		return false
	}
	if body, _ := d.Fuller(op); body == nil {
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fuller == nil {
		d.fuller = map[string]bool{}
	}
	d.fuller[op.ID] = true
	return true
}

// completed sends a step, or a case of a group, that creates what others rest on once more, with what else the document knows of such a request, where it
// was refused for what it lacks. Where that does not help either, nothing can be said of it. Whether it is sent again follows from its own answer alone,
// and never from what others were answered before: who runs it alone sends the same.
func (d *Driver) completed(ctx context.Context, c *Case, id string, body []byte, out *Outcome) {
	if more := d.completedBody(c, body, out.Call); more != nil {
		if call, err := d.send(ctx, c, PurposeCase, id, more); err == nil {
			out.Before, out.Call = append(out.Before, out.Call), call
		}
	}
	d.lacking(c, out)
}

// lacking skips what others rest on and the API refuses, whatever the request holds.
func (d *Driver) lacking(c *Case, out *Outcome) {
	if d.groundwork(c) && d.lacks(out.Call) {
		out.Skip = "the API refuses it with " + d.codeOf(out.Call) + ", which an account may lack or need without the document's word"
	}
}

// groundwork says whether a case creates by a right request what other cases of its workflow or group rest on.
func (d *Driver) groundwork(c *Case) bool {
	return c.Workflow != "" && c.Promise.Accept && c.Wire == nil && d.Pack.Operation(c.Operation).Effect == packs.Create
}

// completedBody is the body of a case, with all that it has none of and the document knows, where the answer refuses it for what it lacks; nil where it
// does not, or nothing can be added.
func (d *Driver) completedBody(c *Case, body []byte, call *Call) []byte {
	if !d.groundwork(c) || !d.lacks(call) || d.Fuller == nil || !isJSON(c.MediaType) {
		return nil
	}
	all, _ := d.Fuller(d.Document.Operation(c.Operation))
	if more := d.withAll(c, body, all); !bytes.Equal(more, body) {
		return more
	}
	return nil
}

// withAll is an object with the members of all that it has none of, but for credentials and what must be unique: those are the case's own.
func (d *Driver) withAll(c *Case, body, all []byte) []byte {
	own, _ := tape.Read(body, tape.Limits{})
	defer own.Release()
	more, _ := tape.Read(all, tape.Limits{})
	defer more.Release()
	if !own.Usable() || !more.Usable() {
		return body
	}
	var unique []string
	if res := d.Pack.Resource(d.Pack.Operation(c.Operation).Resource); res != nil {
		unique = res.Unique
	}
	for m := more.Root().Walk(); m.Next(); {
		name := string(m.Name())
		at := tape.PointerAppend("", name)
		if _, there := own.Root().Get(name); there || slices.Contains(unique, at) || slices.ContainsFunc(d.Pack.Credentials, func(cred packs.Credential) bool { return cred.Body == name }) {
			continue
		}
		if with, err := tape.Set(body, at, m.Value().Raw()); err == nil {
			body = with
		}
	}
	return body
}
