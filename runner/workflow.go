package runner

import (
	"context"
	"fmt"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/arazzo"
	"github.com/plumbline-dev/plumbline/spec/packs"
)

// flow is one workflow on its way.
type flow struct {
	context arazzo.Context
	ended   string // why no further step makes sense; empty while they do
}

// flow returns the state of a workflow, begun at its first step.
func (d *Driver) flow(id string) *flow {
	d.mu.Lock()
	f, ok := d.flows[id]
	d.mu.Unlock()
	if ok {
		return f
	}
	// The steps of one workflow come in order, so nobody else makes this one.
	f = &flow{context: arazzo.Context{Inputs: map[string]any{"unique": d.uniqueName()}}}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.flows == nil {
		d.flows = map[string]*flow{}
	}
	d.flows[id] = f
	return f
}

// end keeps the steps after one that did not succeed, or was not made, from being asked: what they need has not happened.
func (f *flow) end(step *arazzo.Step) {
	if f.ended == "" {
		f.ended = fmt.Sprintf("step %s before it did not succeed", step.ID)
	}
}

// step drives one step of a workflow. A step that fails ends the workflow for the steps after it.
func (d *Driver) step(ctx context.Context, c *Case, out *Outcome) {
	f := d.flow(c.Workflow)
	if f.ended != "" {
		out.Skip = f.ended
		return
	}
	defer func() {
		if out.Skip != "" || out.Trouble != "" || len(out.Failures) > 0 {
			f.end(c.Step)
		}
	}()
	body, err := c.Step.Payload(&f.context)
	if err != nil {
		out.Skip = err.Error()
		return
	}
	sent := *c
	sent.Body = body
	body, out.Skip, err = d.fill(&sent, "")
	if err != nil {
		out.Trouble = err.Error()
	}
	if out.Skip != "" || out.Trouble != "" {
		return
	}
	if err := d.parameters(&sent, &f.context); err != nil {
		out.Skip = err.Error()
		return
	}
	if out.Call, err = d.send(ctx, &sent, PurposeCase, "", body); err != nil {
		out.Skip = err.Error()
		return
	}
	d.Redactor.Learn(out.Call.Answer, out.Call.Reply)
	d.account(c.Operation, c.Workflow, d.idIn(&sent, body), out.Call)
	d.settle(out)
	if out.Trouble != "" || !out.Call.Answered() {
		f.ended = fmt.Sprintf("step %s before it got no answer", c.Step.ID)
		return
	}
	d.conclude(c, f, out)
}

// conclude holds a step's answer to its criteria and keeps what it hands on.
func (d *Driver) conclude(c *Case, f *flow, out *Outcome) {
	call := out.Call
	f.context.Method, f.context.URL, f.context.Status = call.Method, call.URL, call.Status
	f.context.RequestHeader, f.context.ResponseHeader = call.Sent, call.Answer
	f.context.RequestBody, f.context.ResponseBody = call.Body, call.Reply
	failures, err := c.Step.Judge(&f.context)
	out.Criteria, out.Failures = len(c.Step.Success), failures
	if err != nil {
		out.Trouble = err.Error()
		return
	}
	if len(failures) > 0 {
		return
	}
	missing, err := c.Step.Collect(&f.context)
	switch {
	case err != nil:
		f.ended = fmt.Sprintf("step %s before it handed nothing on: %v", c.Step.ID, err)
	case len(missing) > 0:
		out.Failures = append(out.Failures, arazzo.Failure{Outcome: arazzo.Outcome{Mismatches: missing}, Step: c.Step})
	}
	action, err := c.Step.Ended(&f.context)
	switch {
	case err != nil:
		out.Trouble = err.Error()
	case action != nil:
		f.ended = "the workflow ended at step " + c.Step.ID + ": " + action.Name
	}
}

// parameters puts a step's parameters into path, query and header.
func (d *Driver) parameters(c *Case, ctx *arazzo.Context) error {
	values := map[Parameter]string{}
	for _, p := range c.Step.Parameters {
		value, err := p.Value(ctx)
		if err != nil {
			return err
		}
		text, isString := arazzo.Text(value)
		if !isString {
			text = string(value)
		}
		values[Parameter{In: p.In, Name: p.Name}] = text
	}
	c.Parameters = values
	return nil
}

// idIn returns the id of the resource that a request names in a parameter or its body; empty if it names none.
func (d *Driver) idIn(c *Case, body []byte) string {
	if p, ok := ResourceParameter(d.Pack, d.Document.Operation(c.Operation)); ok {
		return c.Parameters[p]
	}
	op := d.Pack.Operation(c.Operation)
	res := d.Pack.Resource(op.Resource)
	if res == nil || op.Effect == packs.Create {
		return ""
	}
	return strings.TrimSpace(stringAt(body, res.Parameter))
}
