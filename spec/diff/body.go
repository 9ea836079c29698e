package diff

import (
	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
)

// requestBody compares what an operation takes. A webhook's is what the client reads.
func (c *comparer) requestBody(m match) {
	before, after := m.base.RequestBody, m.revision.RequestBody
	if c.unresolved(c.base, before) || c.unresolved(c.revision, after) {
		return
	}
	reach := []reports.Reach{m.reach(m.asks(), "body")}
	switch {
	case before == nil && after == nil:
	case m.sent:
		c.sentBody(m, before, after)
	case before == nil:
		f := &fact{
			rule: "request-body-added", class: reports.ClassCompatible, direction: m.asks(), base: m.base.Node, revision: after.Node, reaches: reach,
			change:  reports.Change{Kind: reports.ChangeAdded, After: "a body, " + presence(after.Required)},
			message: "a body may be sent", fix: "nothing has to be done", explanation: "requests without a body stay right",
		}
		if after.Required {
			f.rule, f.class, f.explanation = "request-body-required-added", reports.ClassWire, ""
			f.message, f.fix = "a body is required now: requests without one are refused", "send a body"
			f.witness = c.withoutBody(m)
			unprovenWithout(f)
		}
		c.ledger.enter(f, "")
	case after == nil:
		c.ledger.enter(&fact{
			rule: "request-body-removed", class: reports.ClassTyped, direction: m.asks(), base: before.Node, revision: m.revision.Node, reaches: reach,
			change:  reports.Change{Kind: reports.ChangeRemoved, Before: "a body, " + presence(before.Required)},
			message: "no body is taken any more: what it holds is not looked at", fix: "stop sending a body", explanation: "a body that is not declared is not forbidden",
		}, "")
	case before.Required != after.Required:
		f := &fact{
			direction: m.asks(), base: before.Node, revision: after.Node, reaches: reach,
			change: reports.Change{Kind: reports.ChangeChanged, Before: presence(before.Required), After: presence(after.Required)},
			rule:   "request-body-became-optional", class: reports.ClassTyped, message: "the body may be left out now", fix: "nothing has to be done",
			explanation: "requests with a body stay right",
		}
		if after.Required {
			f.rule, f.class, f.explanation = "request-body-became-required", reports.ClassWire, ""
			f.message, f.fix = "the body is required now: requests without one are refused", "send a body"
			f.witness = c.withoutBody(m)
			unprovenWithout(f)
		}
		c.ledger.enter(f, "")
	}
	if before != nil && after != nil {
		c.content(m, m.asks(), "body", before.Content, after.Content, before.Node, after.Node, "")
	}
}

// unresolved notes a body that is a reference to nowhere, of which nothing is known.
func (c *comparer) unresolved(s *side, body *spec.RequestBody) bool {
	if body == nil || !body.Unresolved {
		return false
	}
	s.noteNode("the request body at "+body.Node.Pointer()+" is a reference that leads nowhere: it was not compared", body.Node)
	return true
}

// withoutBody proves that a request without a body is refused.
func (c *comparer) withoutBody(m match) *reports.Witness {
	ask, err := c.ask(c.base, m.base, nil, nil)
	if err != nil {
		return nil
	}
	ask.Body = nil
	ask.Header.Del("Content-Type")
	if !c.base.doc.JudgeRequest(m.base, ask).Holds() {
		return nil
	}
	for _, fault := range c.revision.doc.JudgeRequest(m.revision, rewritten(ask, m.base, m.revision)).Faults {
		if fault.Rule == spec.RuleRequestBody {
			return &reports.Witness{
				Direction: reports.DirectionRequest, Message: requestText(m.base, c.base.doc, ask), AcceptedBy: c.base.name, RejectedBy: c.revision.name,
				Proof: reports.ProofRejected, Reason: fault.Message,
			}
		}
	}
	return nil
}
