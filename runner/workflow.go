package runner

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/arazzo"
	"github.com/plumbline-dev/plumbline/spec/packs"
)

// flow is one workflow on its way.
type flow struct {
	context arazzo.Context
	ended   string          // why no further step makes sense; empty while they do
	made    map[string]bool // the steps that were answered with the status they want
}

// PartnerInput is what the names of the inputs begin with that hold the caller's own credentials: partner_secret. A workflow may compare
// with them; what it shows of them is redacted as everywhere.
const PartnerInput = "partner_"

// flow returns the state of a workflow, begun at its first step.
func (d *Driver) flow(w *arazzo.Workflow) *flow {
	d.mu.Lock()
	f := d.flows[w.ID]
	d.mu.Unlock()
	if f != nil {
		return f
	}
	// The steps of one workflow come in order, so nobody else makes this one.
	f = &flow{context: arazzo.Context{Inputs: d.inputs(w)}, made: map[string]bool{}}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.flows == nil {
		d.flows = map[string]*flow{}
	}
	d.flows[w.ID] = f
	return f
}

// inputs returns what a workflow is given: a unique text, the caller's own credentials, and the defaults that it declares.
func (d *Driver) inputs(w *arazzo.Workflow) map[string]any {
	inputs := w.Defaults()
	inputs["unique"] = d.uniqueName(w.ID)
	for _, cred := range d.Pack.Credentials {
		if value := d.credential(Auth{}, cred.Name); value != "" {
			inputs[PartnerInput+cred.Name] = value
		}
	}
	return inputs
}

// without says why a step cannot be made; empty if it can. A step that failed keeps only those from being made that need it: one failure
// must not hide another.
func (f *flow) without(step *arazzo.Step) string {
	if f.ended != "" {
		return f.ended
	}
	for _, id := range step.Needs {
		if !f.made[id] {
			return fmt.Sprintf("step %s before it did not succeed", id)
		}
	}
	return ""
}

// step drives one step of a workflow.
func (d *Driver) step(ctx context.Context, c *Case, out *Outcome) {
	f := d.flow(c.Step.In)
	if out.Skip = f.without(c.Step); out.Skip != "" {
		return
	}
	sent := *c
	body, err := c.Step.Payload(&f.context)
	if err == nil {
		sent.Body = body
		err = d.parameters(&sent, &f.context)
	}
	if err == nil && len(c.Step.Credentials) > 0 {
		sent.Auth.Wrong, err = credentialsOf(c.Step, &f.context)
		d.Redactor.Reveal(d.ledger.ids(sent.Auth.Wrong)...) // which a reader needs to find again what is left
	}
	var unmet *arazzo.UnmetError
	switch {
	case errors.As(err, &unmet) && c.Link:
		out.Skip = "the answer holds nothing for " + handed(c.Step.In, unmet) + ", which the link hands on"
		return
	case errors.As(err, &unmet):
		out.Skip = unmet.Error()
		return
	case err != nil:
		out.Skip = err.Error()
		return
	}
	body, problem, err := d.fill(&sent, "")
	if err != nil {
		out.Trouble = err.Error()
		return
	}
	if problem != "" {
		out.Skip = problem
		return
	}
	id := d.idIn(&sent, body)
	out.Past = d.before(&sent, id)
	if out.Call, err = d.send(ctx, &sent, PurposeCase, "", body); err != nil {
		out.Skip = err.Error()
		return
	}
	d.completed(ctx, &sent, "", body, out)
	d.Redactor.Learn(out.Call.Answer, out.Call.Reply)
	d.account(c.Operation, c.Workflow, id, out.Call)
	d.history.note(d.Pack.Operation(c.Operation), ownerOf(c), c.ID, id, out.Call)
	d.settle(ctx, out)
	if out.Trouble == "" && out.Call.Answered() {
		d.conclude(&sent, f, out)
	}
}

// conclude holds a step's answer to its criteria and keeps what it hands on: also of an answer that is wrong, as far as it is there, so
// that the steps after it can still be made.
func (d *Driver) conclude(c *Case, f *flow, out *Outcome) {
	call := out.Call
	f.context.Path = inPath(c.Parameters)
	f.context.Method, f.context.URL, f.context.Status = call.Method, call.URL, call.Status
	f.context.RequestHeader, f.context.ResponseHeader = call.Sent, call.Answer
	f.context.RequestBody, f.context.ResponseBody = call.Body, call.Reply
	if d.criteria(c, &f.context, out); out.Trouble != "" {
		return
	}
	f.made[c.Step.ID] = !slices.ContainsFunc(out.Failures, func(failed arazzo.Failure) bool { return failed.About("$statusCode") })
	action, ended := c.Step.Ended(&f.context)
	switch {
	case ended != nil:
		out.Trouble = ended.Error()
	case action != nil:
		f.ended = "the workflow ended at step " + c.Step.ID + ": " + action.Name
	}
}

// criteria holds the answer in ctx to the step's criteria, and keeps in ctx what it hands on. That something is missing there is told where
// nothing else is wrong; a link that finds nothing only leads nowhere.
func (d *Driver) criteria(c *Case, ctx *arazzo.Context, out *Outcome) {
	asked, failures, err := c.Step.Judge(ctx)
	if err == nil {
		var missing []arazzo.Mismatch
		missing, err = c.Step.Collect(ctx, failures)
		if len(missing) > 0 && len(failures) == 0 && !c.Link {
			failures = append(failures, arazzo.Failure{Outcome: arazzo.Outcome{Mismatches: missing}, Step: c.Step})
		}
	}
	out.Criteria, out.Failures = asked, failures
	if err != nil {
		out.Trouble = err.Error()
	}
}

// handed is the expression that a step should have handed on.
func handed(w *arazzo.Workflow, unmet *arazzo.UnmetError) string {
	for _, step := range w.Steps {
		for _, output := range step.Outputs {
			if step.ID == unmet.Step && output.Name == unmet.Output {
				return output.Expression.String()
			}
		}
	}
	return unmet.Expression
}

// inPath returns those of a request's parameters that stand in its path.
func inPath(all map[Parameter]string) map[string]string {
	values := map[string]string{}
	for p, value := range all {
		if p.In == "path" {
			values[p.Name] = value
		}
	}
	return values
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

// credentialsOf returns what a step asks with in the place of the caller's credentials.
func credentialsOf(step *arazzo.Step, ctx *arazzo.Context) (map[string]string, error) {
	out := map[string]string{}
	for _, p := range step.Credentials {
		value, err := p.Value(ctx)
		if err != nil {
			return nil, err
		}
		text, _ := arazzo.Text(value)
		out[p.Name] = text
	}
	return out, nil
}

// idIn returns the id of the resource that a request names in a parameter or its body; empty if it names none.
func (d *Driver) idIn(c *Case, body []byte) string {
	if p, ok := ResourceParameter(d.Pack, d.Document.Operation(c.Operation)); ok {
		return c.Parameters[p]
	}
	res, place := d.Pack.About(c.Operation)
	if res == nil || d.Pack.Operation(c.Operation).Effect == packs.Create {
		return ""
	}
	id, _ := idAt(body, place)
	return strings.TrimSpace(id)
}
