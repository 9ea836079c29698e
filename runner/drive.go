package runner

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
)

// Driver sends cases to a target: it puts credentials and resources in, makes what a case needs, and remembers what was
// created. It judges nothing. Its methods may be called by several goroutines; the steps of one workflow must come in order.
type Driver struct {
	Client      *Client
	Document    *spec.Document
	Pack        *packs.Pack
	Face        packs.Face // how the API takes credentials
	Environment *Environment
	Credentials *Credentials
	Redactor    *Redactor
	Pause       time.Duration // between two requests for one removal; zero is a second
	MaxRequests int           // how many requests may be sent, removals aside; 0 is no bound
	TimeLimit   time.Duration // after which time no further case is driven; 0 is none
	Seed        uint64
	Nonce       uint64                                                              // makes names differ from those of another run with the same seed; 0 does not
	Beside      bool                                                                // cases are driven beside each other, in any order
	Worker      int                                                                 // among processes that share a run
	Fixture     func(op *spec.Operation) (body []byte, mediaType string, err error) // a request that creates a resource
	Fuller      func(op *spec.Operation) (body []byte, mediaType string)            // the fullest right request of op; nil if there is none
	Example     func(op *spec.Operation) []byte                                     // an answer to one, as the document has it; nil if none can be made
	Parameters  func(op *spec.Operation) map[Parameter]string                       // values of the parameters that op requires

	ledger   ledger
	silence  silence
	limits   limits
	history  history
	courtesy courtesy
	doors    [2]door // of the first partner and of the second

	prefixed sync.Once
	prefix   string // see NamePrefix

	mu       sync.Mutex
	shared   map[string]*sharedResource
	numbered map[string]bool            // by resource, whether its ids are numbers
	spare    map[string]*sharedResource // by operation
	fuller   map[string]bool            // by operation, whether the plainest right request was refused for what it lacks
	names    map[string]int             // how many unique names each case or workflow has had
	flows    map[string]*flow
	groups   map[string]*group
	met      map[string]string // by resource, the id of one that was shown to the first partner and that several cases share
	visits   map[string]string // by the id of a resource that several cases share, the one that was answered with success about it last
}

// sharedResource is a resource that several cases use.
type sharedResource struct {
	once        sync.Once
	id, problem string // the id, or why there is none
}

// Drive sends c and returns what came of it. A case that cannot apply comes back with Skip, one that could not be asked with
// Trouble; everything else holds the call.
func (d *Driver) Drive(ctx context.Context, c *Case) *Outcome {
	if out := d.raced(ctx, c); out != nil {
		return out // whatever is spent or over by now: it was sent
	}
	out := &Outcome{Case: c, Skip: cmp.Or(c.Skip, d.silence.why(c.Operation), d.hoards(c), d.limits.why(d))}
	if out.Skip != "" {
		return out
	}
	if err := ctx.Err(); err != nil {
		out.Trouble = "the run was ended before this case"
		return out
	}
	if out.Skip, out.Trouble = d.barred(ctx, c, out); out.Skip+out.Trouble != "" {
		return out
	}
	if c.Step != nil {
		d.step(ctx, c, out)
		return out
	}
	if len(c.AtOnce) > 0 {
		d.race(ctx, c)
		return d.raced(ctx, c)
	}
	id, body, ok := d.ready(ctx, c, out)
	if !ok {
		return out
	}
	out.ID, out.Past = id, d.before(c, id)
	var err error
	if out.Call, err = d.send(ctx, c, PurposeCase, id, body); err != nil {
		out.notSent(err)
		return out
	}
	d.completed(ctx, c, id, body, out)
	d.done(c, id, out.Call)
	if out.Skip != "" {
		return out
	}
	if out.Trouble = d.disowned(ctx, c, out.Call, out); out.Trouble != "" {
		return out // before anybody looks into what was refused
	}
	if c.Workflow != "" {
		d.keep(ctx, c, out)
	} else if id != "" && c.Use != UseFresh {
		out.Last = d.visit(c, id, out.Call)
	}
	out.closer(d.narrow(ctx, c, out))
	out.closer(d.split(ctx, c, out))
	d.settle(ctx, out)
	return out
}

// ready makes what c's request needs, and the bytes of its body. It is false if the request cannot be sent; out then says why.
func (d *Driver) ready(ctx context.Context, c *Case, out *Outcome) (id string, body []byte, ok bool) {
	id, ok = d.resource(ctx, c, out)
	if out.Trouble != "" {
		out.Skip = ""
		return "", nil, false
	}
	if !ok {
		return "", nil, false
	}
	body, problem, err := d.fill(c, id)
	switch {
	case err != nil:
		out.Trouble = err.Error()
		return "", nil, false
	case problem != "":
		out.Skip = problem
		return "", nil, false
	case c.Wire != nil:
		body = c.Wire(body)
	}
	return id, body, true
}

// ask sends body as c's own request and takes note of what it did.
func (d *Driver) ask(ctx context.Context, c *Case, id string, body []byte) (*Call, error) {
	call, err := d.send(ctx, c, PurposeCase, id, body)
	if err != nil {
		return nil, err
	}
	d.done(c, id, call)
	return call, nil
}

// done takes note of what c's own request did. Where it was sent for another id than that of its resource, who knows to which one it was done: the resource
// counts as untouched, so that it is removed in the end, or listed. What was sent to another path than the operation's did nothing that the operation does.
func (d *Driver) done(c *Case, id string, call *Call) {
	if c.Path != "" {
		return
	}
	if res, place := d.Pack.About(c.Operation); res != nil && c.Wire != nil && packs.InParameter(place) == "" {
		if named, _ := idAt(call.Body, place); named != "" && named != id {
			id = ""
		}
	}
	d.account(c.Operation, ownerOf(c), id, call)
	d.history.note(d.Pack.OperationFor(c.Operation, c.Method), ownerOf(c), c.ID, id, call)
	if c.Use == UseSpare && call.Status >= 200 && call.Status < 300 {
		d.used(c.Operation)
	}
}

// settle turns a call that could not be made into trouble of ours.
func (d *Driver) settle(ctx context.Context, out *Outcome) {
	switch out.Call.Trouble {
	case TroubleUnreached:
		out.Trouble = "could not connect: " + out.Call.Err.Error()
	case TroubleInterrupt:
		out.Trouble = "the run was ended before the answer came"
	}
	if out.Call.Status == http.StatusTooManyRequests {
		out.Trouble = "the API limits the rate of requests (status 429), so this case was not answered; wait, or send fewer in a second with --rate"
	}
	if why := stranger(d.Pack, d.Document.Operation(out.Case.Operation), out.Call.Status); why != "" {
		out.Trouble = why
	}
	if out.Trouble == "" {
		out.Trouble = d.admitted(ctx, out.Case, out.Call, out)
	}
}

// send sends body as the request of c, with the id of the resource where a parameter names it, once its turn has come. It is an error, and nothing is
// sent, if the path lacks a value or the turn comes too late.
func (d *Driver) send(ctx context.Context, c *Case, purpose Purpose, id string, body []byte) (*Call, error) {
	a, err := d.written(c, purpose, id, body)
	if err != nil {
		return nil, err
	}
	if err := d.turn(ctx, purpose, 1); err != nil {
		return nil, err
	}
	return d.patiently(ctx, a), nil
}

// written is the request of c as it will be sent. It is an error if the path lacks a value.
func (d *Driver) written(c *Case, purpose Purpose, id string, body []byte) (Ask, error) {
	path, header, err := d.address(c, id)
	if err != nil {
		return Ask{}, err
	}
	if body != nil && c.MediaType != "" {
		header["Content-Type"] = typed(c.MediaType)["Content-Type"]
	}
	for name, values := range c.Header {
		if header[name] = values; len(values) == 0 {
			delete(header, name)
		}
	}
	d.authorize(header, c.Auth)
	path = d.authorized(path, c.Auth)
	creates := c.Path == "" && d.Pack.Operation(c.Operation).Effect == packs.Create && purpose != PurposeRemove
	return Ask{Case: c.ID, Operation: c.Operation, Purpose: purpose, Method: c.Method, Path: path, Header: header, Body: body, Creates: creates}, nil
}

// exchange sends a request whose turn has come, and takes note of whether it was answered.
func (d *Driver) exchange(ctx context.Context, a Ask) *Call {
	call := d.Client.Do(ctx, a)
	d.silence.heard(call)
	return call
}

// address returns the path and the header fields that send c's parameters, that of its resource among them.
func (d *Driver) address(c *Case, id string) (string, http.Header, error) {
	op, values := d.Document.Operation(c.Operation), c.Parameters
	if c.Path != "" {
		beside := *op
		beside.Path, values = c.Path, maps.Clone(values)
		maps.DeleteFunc(values, func(p Parameter, _ string) bool { return p.In == "path" || p.In == "query" })
		return Address(d.Document, &beside, values)
	}
	if p, ok := ResourceParameter(d.Pack, op); ok && id != "" {
		values = maps.Clone(values)
		if values == nil {
			values = map[Parameter]string{}
		}
		values[p] = id
	}
	return Address(d.Document, op, values)
}

// credential returns the value of a credential that a case asks with; "" if it has none, or an empty one.
func (d *Driver) credential(a Auth, name string) string {
	if slices.Contains(a.Without, name) || slices.Contains(a.Empty, name) {
		return ""
	}
	if wrong, ok := a.Wrong[name]; ok {
		return wrong
	}
	if a.Other || slices.Contains(a.Mixed, name) {
		return d.Credentials.Other[name]
	}
	if slip, ok := a.Near[name]; ok {
		return slip.of(d.Credentials.Own[name])
	}
	return d.Credentials.Own[name]
}

// authorized returns a path with the credentials in its query that stand there.
func (d *Driver) authorized(path string, a Auth) string {
	for i := range d.Pack.Credentials {
		cred := &d.Pack.Credentials[i]
		if cred.Query == "" {
			continue
		}
		if value := d.credential(a, cred.Name); value != "" || slices.Contains(a.Empty, cred.Name) {
			before, query, _ := strings.Cut(path, "?")
			path = before + "?" + spec.JoinQuery(query, url.QueryEscape(cred.Query)+"="+url.QueryEscape(value))
		}
	}
	return path
}

// authorize puts credentials into header fields. A credential that has no place in a body stands in its header whatever the
// places are.
func (d *Driver) authorize(header http.Header, a Auth) {
	values := make([]string, 0, len(d.Pack.Credentials)) // of all fields
	for i := range d.Pack.Credentials {
		cred := &d.Pack.Credentials[i]
		field := cred.Field()
		if field == "" || cred.Body != "" && !slices.Contains(a.Places, PlaceHeader) {
			continue
		}
		if value := d.credential(a, cred.Name); value != "" || slices.Contains(a.Empty, cred.Name) {
			if cookies := header[field]; field == "Cookie" && len(cookies) > 0 {
				value = cookies[0] + "; " + value // one field holds all cookies, those of parameters among them
			}
			values = append(values, value)
			header[field] = values[len(values)-1:]
		}
	}
}
