package diff

import (
	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/schema"
)

// sentParameters compares the parameters of a webhook or a callback. The vendor sends them, so the client reads them as it reads the header
// fields of an answer.
func (c *comparer) sentParameters(m match) {
	taken := map[*spec.Parameter]bool{}
	for _, before := range m.base.Parameters {
		taken[m.revision.Parameter(before.In, before.Name)] = true
	}
	for _, before := range m.base.Parameters {
		after := m.revision.Parameter(before.In, before.Name)
		name := parameterName(before)
		if is := c.renamedParameter(m, before, taken); after == nil && !before.Ignored() && is != nil && is.Required == before.Required {
			taken[is] = true
			c.sentParameterGone(m, before, &fact{
				rule: "response-parameter-renamed", base: before.Node, revision: is.Node,
				change:  reports.Change{Kind: reports.ChangeRenamed, Before: before.Name, After: is.Name},
				message: name + " is called " + is.Name + " now: whoever reads it by the old name finds nothing", fix: "read it as " + is.Name,
			})
			continue
		}
		switch {
		case before.Ignored():
			continue
		case after == nil:
			c.sentParameterGone(m, before, &fact{
				rule: "response-parameter-removed", base: before.Node, revision: m.revision.Node,
				change:  reports.Change{Kind: reports.ChangeRemoved, Before: name + ", " + presence(before.Required)},
				message: name + " is not promised any more: whoever reads it finds nothing", fix: "do without " + name,
			})
			continue
		case before.Required && !after.Required:
			c.sentParameterGone(m, before, &fact{
				rule: "response-parameter-became-optional", base: before.Node, revision: after.Node,
				change:  reports.Change{Kind: reports.ChangeChanged, Before: "required", After: "optional"},
				message: name + " may be missing now: whoever relies on it breaks", fix: "do without " + name + " where it is missing",
			})
		case !before.Required && after.Required:
			c.ledger.enter(&fact{
				rule: "response-parameter-became-required", class: reports.ClassCompatible, direction: m.asks(), base: before.Node, revision: after.Node,
				change: reports.Change{Kind: reports.ChangeChanged, Before: "optional", After: "required"}, message: name + " is always there now",
				fix: "nothing has to be done", reaches: []reports.Reach{m.reach(m.asks(), name)}, explanation: "calls that hold it could come before",
			}, "")
		}
		c.parameterStyle(m, before, after)
		c.root(&root{
			match: m, direction: m.asks(), face: schema.Request, path: name, baseNode: parameterSchema(before), revisionNode: parameterSchema(after),
			parameters: [2]*spec.Parameter{before, after},
		})
	}
	for _, after := range m.revision.Parameters {
		if m.base.Parameter(after.In, after.Name) == nil && !after.Ignored() && !taken[after] {
			name := parameterName(after)
			c.ledger.enter(&fact{
				rule: "response-parameter-added", class: reports.ClassCompatible, direction: m.asks(), base: m.base.Node, revision: after.Node,
				change: reports.Change{Kind: reports.ChangeAdded, After: name + ", " + presence(after.Required)}, message: name + " may come too",
				fix: "nothing has to be done", reaches: []reports.Reach{m.reach(m.asks(), name)}, explanation: "what is not declared is not forbidden",
			}, "")
		}
	}
}

// sentParameterGone decides what it means that a parameter need not come: rejected where the base requires it, else only not promised.
func (c *comparer) sentParameterGone(m match, before *spec.Parameter, f *fact) {
	f.direction, f.reaches = m.asks(), []reports.Reach{m.reach(m.asks(), parameterName(before))}
	f.class = reports.ClassUnpromised
	if before.Required {
		f.class = reports.ClassWire
		if ask, err := c.ask(c.revision, m.revision, nil, nil); err == nil {
			ask.Path = "/"
			if c.revision.doc.JudgeRequest(m.revision, ask).Holds() && !c.base.doc.JudgeRequest(m.base, ask).Holds() {
				f.witness = &reports.Witness{
					Direction: m.asks(), Message: c.askText(m, c.revision, ask), AcceptedBy: c.revision.name, RejectedBy: c.base.name,
					Proof: reports.ProofRejected, Reason: "the base promises " + parameterName(before),
				}
			}
		}
		unprovenWithout(f)
	} else if value, err := c.base.parameterValue(m.base, before); err == nil {
		if ask, err := c.ask(c.base, m.base, before, value); err == nil {
			f.witness = &reports.Witness{
				Direction: m.asks(), Message: c.askText(m, c.base, ask), AcceptedBy: c.base.name, RejectedBy: c.revision.name,
				Proof: reports.ProofUnpromised, Reason: "the revision does not promise " + parameterName(before),
			}
		}
	}
	c.ledger.enter(f, "")
}
