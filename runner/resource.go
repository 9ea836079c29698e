package runner

import (
	"context"
	"fmt"
	"time"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// removalTime bounds the removal of everything that is left when a run ends, also after an interrupt.
const removalTime = 30 * time.Second

// resource returns the id that c's request names. It is false if there is none to be had; out then says why.
func (d *Driver) resource(ctx context.Context, c *Case, out *Outcome) (string, bool) {
	res := d.Pack.Resource(c.Resource)
	if res == nil || c.Use == UseNone {
		return "", true
	}
	switch c.Use {
	case UseUnknown:
		return res.Unknown, true
	case UseFresh:
		id, problem := d.create(ctx, c, res, c.ID, out)
		out.Skip = problem
		return id, problem == ""
	}
	if id := d.Credentials.Resources[res.Name]; id != "" {
		return id, true
	}
	d.mu.Lock()
	got, ok := d.shared[res.Name]
	d.mu.Unlock()
	if !ok {
		got.id, got.problem = d.create(ctx, c, res, "", out)
		d.mu.Lock()
		if d.shared == nil {
			d.shared = map[string]sharedResource{}
		}
		d.shared[res.Name] = got
		d.mu.Unlock()
	}
	if got.problem != "" && c.Use == UseAny {
		return res.Unknown, true
	}
	out.Skip = got.problem
	return got.id, got.problem == ""
}

// create makes a resource for c and returns its id, or why there is none.
func (d *Driver) create(ctx context.Context, c *Case, res *packs.Resource, owner string, out *Outcome) (id, problem string) {
	if problem := d.cannotCreate(res); problem != "" {
		return "", problem
	}
	if why := d.silence.why(res.Create); why != "" {
		return "", fmt.Sprintf("no %s can be created: %s", res.Name, why)
	}
	op := d.Document.Operation(res.Create)
	template, err := d.Fixture(op)
	if err != nil {
		return "", fmt.Sprintf("no %s can be created: %v", res.Name, err)
	}
	prepare := &Case{ID: c.ID, Operation: op.ID, Method: op.Method, Path: op.Path, MediaType: "application/json", Body: template, Auth: Auth{Places: []Place{PlaceHeader}}}
	body, err := d.fill(prepare, "")
	if err != nil {
		return "", err.Error()
	}
	call := d.send(ctx, prepare, PurposePrepare, body)
	out.Before = append(out.Before, call)
	id = d.account(op.ID, owner, "", call)
	switch {
	case call.Trouble != TroubleNone:
		return "", fmt.Sprintf("no %s could be created: %s: %v", res.Name, op.ID, call.Err)
	case id == "":
		return "", fmt.Sprintf("no %s could be created: %s answered %d without an id at %s", res.Name, op.ID, call.Status, res.ID)
	}
	return id, ""
}

// cannotCreate says why nothing of res can be made in this environment; empty if it can.
func (d *Driver) cannotCreate(res *packs.Resource) string {
	hint := ""
	if res.Variable != "" {
		hint = "; set " + res.Variable + " to one that exists"
	}
	switch {
	case res.Create == "" || d.Document.Operation(res.Create) == nil:
		return fmt.Sprintf("the document has no operation that creates any %s%s", res.Name, hint)
	case d.Environment.Lifecycle != LifecycleReal:
		return fmt.Sprintf("environment %s has life cycle %q: no %s can be created there%s", d.Environment.Name, d.Environment.Lifecycle, res.Name, hint)
	case !d.Environment.Writes:
		return fmt.Sprintf("environment %s allows no writes: no %s is created there%s", d.Environment.Name, res.Name, hint)
	}
	return ""
}

// account takes note of what an answer says was created, changed or removed, and returns the id of a created resource.
func (d *Driver) account(operation, owner, id string, call *Call) string {
	op := d.Pack.Operation(operation)
	res := d.Pack.Resource(op.Resource)
	if res == nil || call.Status < 200 || call.Status > 299 || d.Environment.Lifecycle != LifecycleReal {
		return ""
	}
	switch op.Effect {
	case packs.Create:
		t, _ := tape.Read(call.Reply, tape.Limits{})
		defer t.Release()
		if !t.Usable() {
			return ""
		}
		v, ok := t.Root().At(res.ID)
		if !ok || v.Kind() != tape.String || v.Text() == "" {
			return ""
		}
		id = v.Text()
		d.ledger.add(&entry{resource: res.Name, id: id, operation: operation, owner: owner})
		return id
	case packs.Remove:
		d.ledger.drop(res.Name, id)
	}
	if op.Irreversible {
		d.ledger.fix(res.Name, id, operation+" cannot be undone, and "+res.Remove+" refuses what it was applied to")
	}
	return id
}

// Remove removes what owner created, or everything that is left for an empty owner, newest first. It returns the calls that
// failed to remove something; those resources stay in Leftovers. It works after ctx has ended.
func (d *Driver) Remove(ctx context.Context, owner string) []*Call {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), removalTime)
	defer cancel()
	var failed []*Call
	for _, e := range d.ledger.removable(owner) {
		res := d.Pack.Resource(e.resource)
		op := d.Document.Operation(res.Remove)
		if op == nil {
			d.ledger.fix(e.resource, e.id, "the document has no operation that removes it")
			continue
		}
		body, err := tape.Set([]byte("{}"), res.Parameter, tape.Quote(e.id))
		if err != nil {
			d.ledger.fix(e.resource, e.id, err.Error())
			continue
		}
		remove := &Case{ID: e.owner, Operation: op.ID, Method: op.Method, Path: op.Path, MediaType: "application/json", Auth: Auth{Places: []Place{PlaceHeader}}}
		call := d.send(ctx, remove, PurposeRemove, body)
		if call.Status >= 200 && call.Status < 300 {
			d.ledger.drop(e.resource, e.id)
			continue
		}
		d.ledger.fix(e.resource, e.id, removalProblem(op.ID, call))
		failed = append(failed, call)
	}
	return failed
}

func removalProblem(operation string, call *Call) string {
	if call.Answered() {
		return fmt.Sprintf("%s answered %d", operation, call.Status)
	}
	return fmt.Sprintf("%s: %v", operation, call.Err)
}

// Leftovers returns what this run created and did not remove. The mock's customers end with the process and are no leftovers.
func (d *Driver) Leftovers() []reports.Leftover {
	if d.Environment.Mock {
		return []reports.Leftover{}
	}
	return d.ledger.leftovers()
}
