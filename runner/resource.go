package runner

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// resource returns the id that c's request names. It is false if there is none to be had; out then says why.
func (d *Driver) resource(ctx context.Context, c *Case, out *Outcome) (string, bool) {
	res := d.Pack.Resource(c.Resource)
	if res == nil || c.Use == UseNone {
		return "", true
	}
	switch c.Use {
	case UseUnknown:
		return res.Unknown, true
	case UseMade:
		id, problem := d.made(c)
		out.Skip = problem
		g := d.groupOf(c)
		if out.Origin = g.answers[c.Of]; g.raced != nil {
			out.Rivals = d.rivals(c)
		}
		return id, problem == ""
	case UseFresh:
		id, problem := d.create(ctx, c, res, c.ID, out)
		if problem == "" {
			problem = d.unready(c, res, out)
		}
		out.Skip = problem
		return id, problem == ""
	}
	if c.Use == UseSpare {
		got := d.kept(&d.spare, c.Operation)
		got.once.Do(func() { got.id, got.problem = d.create(ctx, c, res, "", out) })
		out.Skip = got.problem
		return got.id, got.problem == ""
	}
	if id := d.Credentials.Resources[res.Name]; id != "" {
		return id, true
	}
	got := d.kept(&d.shared, res.Name)
	got.once.Do(func() { got.id, got.problem = d.create(ctx, c, res, "", out) })
	if got.problem != "" && c.Use == UseAny {
		return res.Unknown, true
	}
	out.Skip = got.problem
	return got.id, got.problem == ""
}

// unready says why the resource that was just made for c cannot be changed as c promises; empty if it can. Which state a new resource
// gets may be the API's own decision, and then a refusal is right.
func (d *Driver) unready(c *Case, res *packs.Resource, out *Outcome) string {
	if res.Ready == "" || !c.Promise.Accept || !d.Pack.Operation(c.Operation).Irreversible {
		return ""
	}
	state := tape.TextAt(out.Before[len(out.Before)-1].Reply, res.State)
	if state == "" || state == res.Ready {
		return ""
	}
	return fmt.Sprintf("the API made the new %s %s, and %s takes it only when it is %s", res.Name, state, c.Operation, res.Ready)
}

// kept returns what is known of the resource that several cases use.
func (d *Driver) kept(all *map[string]*sharedResource, key string) *sharedResource {
	d.mu.Lock()
	defer d.mu.Unlock()
	if *all == nil {
		*all = map[string]*sharedResource{}
	}
	if (*all)[key] == nil {
		(*all)[key] = &sharedResource{}
	}
	return (*all)[key]
}

// visit returns the case that was answered with success about a shared resource last, and takes note of c's own answer.
func (d *Driver) visit(c *Case, id string, call *Call) (last string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	last = d.visits[id]
	if call.Status >= 200 && call.Status < 300 {
		if d.visits == nil {
			d.visits = map[string]string{}
		}
		d.visits[id] = c.ID
		if !c.Auth.Other {
			if d.met == nil {
				d.met = map[string]string{}
			}
			d.met[c.Resource] = id
		}
	}
	return last
}

// used forgets an operation's spare resource: a request that should have been refused was carried out on it.
func (d *Driver) used(operation string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.spare, operation)
}

// create makes a resource for c and returns its id, or why there is none.
func (d *Driver) create(ctx context.Context, c *Case, res *packs.Resource, owner string, out *Outcome) (id, problem string) {
	if problem := d.cannotCreate(res); problem != "" {
		return "", problem
	}
	if why := cmp.Or(d.silence.why(res.Create), d.hoarding(res)); why != "" {
		return "", fmt.Sprintf("no %s can be created: %s", res.Name, why)
	}
	op := d.Document.Operation(res.Create)
	fullest := d.asksMore(op)
	template, mediaType, err := d.fixture(op, fullest)
	if err != nil {
		return "", fmt.Sprintf("no %s can be created: %v", res.Name, err)
	}
	// Who comes first for a shared one is chance where cases run side by side, so its name follows from nobody.
	name := cmp.Or(owner, fmt.Sprintf("%s of process %d", res.Name, max(1, d.Worker)))
	prepare := &Case{ID: name, Operation: op.ID, Method: op.Method, Parameters: d.Parameters(op), MediaType: mediaType, Body: template, Auth: Auth{Places: []Place{PlaceHeader}}, Promise: Promise{Accept: true}}
	body, problem, err := d.fill(prepare, "")
	if err != nil {
		return "", err.Error()
	}
	if problem != "" {
		return "", fmt.Sprintf("no %s can be created: %s", res.Name, problem)
	}
	prepare.ID = c.ID
	call, err := d.send(ctx, prepare, PurposePrepare, "", body)
	if err != nil {
		return "", fmt.Sprintf("no %s can be created: %v", res.Name, err)
	}
	out.Before = append(out.Before, call)
	if !fullest && d.wantsMore(op, call) { // whoever else has been refused meanwhile
		return d.create(ctx, c, res, owner, out)
	}
	id = d.account(op.ID, owner, "", call)
	if out.Trouble = d.admitted(ctx, prepare, call, out); out.Trouble != "" {
		return "", out.Trouble
	}
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
	switch {
	case res == nil || d.Environment.Lifecycle == LifecycleSample:
		return ""
	case op.Effect == packs.Create:
		return d.created(res, operation, owner, call)
	case d.Environment.Lifecycle != LifecycleReal:
		return ""
	case !call.Answered() && call.Trouble != TroubleUnreached && (op.Effect == packs.Remove || op.Irreversible):
		d.ledger.doubt(res.Name, id, operation)
		return ""
	case call.Status < 200 || call.Status > 299:
		return ""
	case op.Effect == packs.Remove:
		d.ledger.drop(res.Name, id)
	}
	if op.Irreversible {
		d.ledger.fix(res.Name, id, operation+" cannot be undone, and "+res.Remove+" refuses what it was applied to")
	}
	return id
}

// created takes note of a new resource and returns its id. Where no id came back, what may be there is listed by its name: a request
// whose answer is lost may have been carried out.
func (d *Driver) created(res *packs.Resource, operation, owner string, call *Call) string {
	unsent := call.Trouble == TroubleUnreached || call.Trouble == TroubleInterrupt && call.Elapsed == 0
	if unsent || call.Answered() && (call.Status < 200 || call.Status > 299) {
		return ""
	}
	id, numbered := idAt(call.Reply, res.ID)
	e := &entry{resource: res.Name, id: id, operation: operation, owner: owner}
	if id != "" {
		d.number(res.Name, numbered)
	}
	switch {
	case id == "":
		if len(res.Unique) > 0 {
			e.name = tape.TextAt(call.Body, res.Unique[0])
		}
		e.fixed = "no id came back, so it cannot be removed; if it is there, it bears this name"
		if e.name == "" {
			e.fixed = "no id came back, so it cannot be removed, and the request named none that can be read"
		}
	case d.Environment.Lifecycle != LifecycleReal:
		e.fixed = fmt.Sprintf("environment %s has life cycle %q, so it was not removed; remove it by hand if it is there", d.Environment.Name, d.Environment.Lifecycle)
	}
	if other := d.ledger.add(e); other != nil && len(res.Unique) > 0 { // where nothing must be unique, two equal requests may mean one thing
		call.Taken = cmp.Or(other.owner, "run")
	}
	return id
}

// idAt returns what names a resource at a pointer of a JSON body: a string, or an integer as it is written there, which number says; empty if there is
// neither.
func idAt(body []byte, pointer string) (id string, number bool) {
	t, _ := tape.Read(body, tape.Limits{})
	defer t.Release()
	if !t.Usable() {
		return "", false
	}
	if v, ok := t.Root().At(pointer); ok && (v.Kind() == tape.String || v.IsInteger()) {
		return v.Plain(), v.Kind() != tape.String
	}
	return "", false
}

// number takes note of whether the ids of a resource come as numbers.
func (d *Driver) number(resource string, numbered bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.numbered == nil {
		d.numbered = map[string]bool{}
	}
	d.numbered[resource] = numbered
}

// isNumbered says whether the ids of a resource are numbers: as those came that the API gave out, or else as the example of an answer has it.
func (d *Driver) isNumbered(res *packs.Resource) bool {
	d.mu.Lock()
	numbered, known := d.numbered[res.Name]
	d.mu.Unlock()
	if known || d.Example == nil {
		return numbered
	}
	_, numbered = idAt(d.Example(d.Document.Operation(res.Create)), res.ID)
	d.number(res.Name, numbered)
	return numbered
}

// idForms returns what an id may be written as in a body, the likelier first: a string and, where it is one, an integer. Where the document leaves
// both open, an id goes out as it came in.
func (d *Driver) idForms(res *packs.Resource, id string) [][]byte {
	forms := [][]byte{tape.Quote(id)}
	if id == "" || id[0] != '-' && (id[0] < '0' || id[0] > '9') {
		return forms
	}
	t, _ := tape.Read([]byte(id), tape.Limits{})
	defer t.Release()
	if t.Usable() && t.Root().IsInteger() {
		forms = append(forms, []byte(id))
		if d.isNumbered(res) {
			slices.Reverse(forms)
		}
	}
	return forms
}
