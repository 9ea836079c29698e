package diff

import (
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
)

// sentBody compares whether the body of a webhook or a callback is there. The client reads it, so it loses by one that may be missing.
func (c *comparer) sentBody(m match, before, after *spec.RequestBody) {
	f := &fact{direction: m.asks(), base: m.base.Node, revision: m.revision.Node, reaches: []reports.Reach{m.reach(m.asks(), "body")}}
	if before != nil {
		f.base, f.change.Before = before.Node, "a body, "+presence(before.Required)
	}
	if after != nil {
		f.revision, f.change.After = after.Node, "a body, "+presence(after.Required)
	}
	switch {
	case before == nil:
		f.rule, f.class, f.change.Kind = "response-body-added", reports.ClassCompatible, reports.ChangeAdded
		f.message, f.fix, f.explanation = "a body may come", "nothing has to be done", "a body where none was declared may be passed over"
	case after == nil:
		f.rule, f.class, f.change.Kind = "response-body-removed", reports.ClassUnpromised, reports.ChangeRemoved
		f.message, f.fix = "no body comes any more: whoever reads it finds nothing", "do without the body"
		if before.Required {
			f.class, f.witness = reports.ClassWire, c.sentWithoutBody(m)
			unprovenWithout(f)
		} else if text, _ := c.bodyMessage(m, c.base, before.Content[0], ""); text != "" {
			f.witness = &reports.Witness{
				Direction: m.asks(), Message: text, AcceptedBy: c.base.name, RejectedBy: c.revision.name, Proof: reports.ProofUnpromised,
				Reason: "the revision declares no body",
			}
		}
	case before.Required && !after.Required:
		f.rule, f.class, f.change.Kind = "response-body-became-optional", reports.ClassWire, reports.ChangeChanged
		f.message, f.fix = "the body may be missing now: whoever relies on it breaks", "take a call without a body"
		f.witness = c.sentWithoutBody(m)
		unprovenWithout(f)
	case after.Required && !before.Required:
		f.rule, f.class, f.change.Kind = "response-body-became-required", reports.ClassCompatible, reports.ChangeChanged
		f.message, f.fix, f.explanation = "the body is always there now", "nothing has to be done", "calls with a body could come before"
	default:
		return
	}
	c.ledger.enter(f, "")
}

// sentWithoutBody is a call of the vendor without the body that the base requires.
func (c *comparer) sentWithoutBody(m match) *reports.Witness {
	ask, err := c.ask(c.revision, m.revision, nil, nil)
	if err != nil {
		return nil
	}
	ask.Path, ask.Body = "/", nil
	ask.Header.Del("Content-Type")
	if !c.revision.doc.JudgeRequest(m.revision, ask).Holds() || c.base.doc.JudgeRequest(m.base, ask).Holds() {
		return nil
	}
	return &reports.Witness{
		Direction: m.asks(), Message: c.askText(m, c.revision, ask), AcceptedBy: c.revision.name, RejectedBy: c.base.name, Proof: reports.ProofRejected,
		Reason: "the base promises a body",
	}
}

// sentStatuses enters what a client may answer a webhook or a callback with by one document only.
func (c *comparer) sentStatuses(m match, gone, added []*spec.Response) {
	for _, r := range gone {
		f := &fact{
			rule: "request-status-removed", class: reports.ClassCompatible, direction: m.answers(), base: r.Node, revision: m.revision.Node.Get("responses"),
			change:  reports.Change{Kind: reports.ChangeRemoved, Before: r.Status},
			message: "status " + r.Status + " is not among those to answer with any more", fix: "nothing has to be done",
			reaches: []reports.Reach{m.reach(m.answers(), "status "+r.Status)}, explanation: "a client that has no success to tell answers what it can",
		}
		if isSuccess(r.Status) && narrowed(m.revision, r.Status) == "" {
			f.class, f.explanation = reports.ClassUnproven, "most senders take any status 2XX for success; whether this one does is not known"
			f.fix = "answer with " + orNone(strings.Join(successes(m.revision), ", "))
		}
		c.ledger.enter(f, r.Status)
	}
	for _, r := range added {
		c.ledger.enter(&fact{
			rule: "request-status-added", class: reports.ClassCompatible, direction: m.answers(), base: m.base.Node.Get("responses"), revision: r.Node,
			change:  reports.Change{Kind: reports.ChangeAdded, After: r.Status},
			message: "status " + r.Status + " may be answered too", fix: "nothing has to be done",
			reaches: []reports.Reach{m.reach(m.answers(), "status "+r.Status)}, explanation: "what a client answers is its own to choose",
		}, r.Status)
	}
}
