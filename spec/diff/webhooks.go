package diff

import (
	"path"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// webhooks compares what the vendor sends unasked: the webhooks of a 3.1 document, and the components the pack says are webhooks.
func (c *comparer) webhooks() {
	c.sent("webhook", "webhook ", c.base.doc.Webhooks(c.ctx), c.revision.doc.Webhooks(c.ctx), c.base.doc.Root, c.revision.doc.Root)
	c.webhookComponents()
}

// callbacks compares what the vendor sends because of m.
func (c *comparer) callbacks(m match) {
	c.sent("callback", m.name+" callback ", c.base.doc.Callbacks(c.ctx, m.base), c.revision.doc.Callbacks(c.ctx, m.revision), m.base.Node, m.revision.Node)
}

// sent compares operations that the vendor calls.
func (c *comparer) sent(kind, prefix string, before, after []*spec.Operation, base, revision *tree.Node) {
	find := func(list []*spec.Operation, op *spec.Operation) *spec.Operation {
		return theOnly(list, func(known *spec.Operation) bool { return known.Path == op.Path && known.Method == op.Method })
	}
	taken := map[*spec.Operation]bool{}
	for _, old := range before {
		taken[find(after, old)] = true
	}
	for _, old := range before {
		name := prefix + old.Path
		now := find(after, old)
		if now == nil {
			now = theOnly(after, func(op *spec.Operation) bool {
				return !taken[op] && op.Method == old.Method && c.successor(kind, old, op)
			})
			if now != nil {
				taken[now] = true
				c.sentElsewhere(kind, name, old, now)
			}
		}
		if now != nil {
			c.operation(match{base: old, revision: now, sent: true, name: name})
			continue
		}
		c.ledger.enter(&fact{
			rule: kind + "-removed", class: reports.ClassUnpromised, direction: reports.DirectionResponse, base: old.Node, revision: revision,
			change:  reports.Change{Kind: reports.ChangeRemoved, Before: old.Method + " " + old.Path},
			message: kind + " " + old.Path + " does not come any more: whoever waits for it waits in vain", fix: "do without it",
			reaches: []reports.Reach{{Operation: name, Direction: reports.DirectionResponse, Path: kind}}, witness: c.sentWitness(old),
		}, "")
	}
	for _, now := range after {
		if find(before, now) == nil && !taken[now] {
			c.ledger.enter(&fact{
				rule: kind + "-added", class: reports.ClassCompatible, direction: reports.DirectionResponse, base: base, revision: now.Node,
				change:  reports.Change{Kind: reports.ChangeAdded, After: now.Method + " " + now.Path},
				message: kind + " " + now.Path + " may come", fix: "nothing has to be done",
				reaches: []reports.Reach{{Operation: prefix + now.Path, Direction: reports.DirectionResponse, Path: kind}}, explanation: "a client is called only where it asked for it",
			}, "")
		}
	}
}

// successor reports whether one call of the vendor is most likely another of base: a callback of the same name at another address, or a webhook with the
// same body and nearly the same name.
func (c *comparer) successor(kind string, old, now *spec.Operation) bool {
	if kind == "callback" {
		was, _, _ := strings.Cut(old.Path, " ")
		is, _, _ := strings.Cut(now.Path, " ")
		return was == is
	}
	return old.RequestBody != nil && now.RequestBody != nil && similar(old.Path, now.Path) && c.base.bodies(old.RequestBody.Content) == c.revision.bodies(now.RequestBody.Content)
}

// sentElsewhere enters that a callback goes to another address, or that a webhook goes by another name, which is part of no message.
func (c *comparer) sentElsewhere(kind, name string, old, now *spec.Operation) {
	f := &fact{
		rule: "webhook-renamed", class: reports.ClassTyped, direction: reports.DirectionResponse, base: old.Node, revision: now.Node,
		change:  reports.Change{Kind: reports.ChangeRenamed, Before: old.Path, After: now.Path},
		message: "webhook " + old.Path + " is called " + now.Path + " now: generated code is named otherwise, the wire is the same", fix: "rename the handler when the code is generated anew",
		reaches: []reports.Reach{{Operation: name, Direction: reports.DirectionResponse, Path: kind}}, explanation: "the name of a webhook is part of no message",
	}
	if kind == "callback" {
		called, from, _ := strings.Cut(old.Path, " ")
		_, to, _ := strings.Cut(now.Path, " ")
		f.rule, f.class, f.explanation = "callback-moved", reports.ClassUnpromised, ""
		f.change = reports.Change{Kind: reports.ChangeMoved, Before: from, After: to}
		f.message = "callback " + called + " is sent to " + to + " now, not to " + from + ": whoever waits for it there waits in vain"
		f.fix = "give the address at " + to
		f.witness = c.sentWitness(old)
	}
	c.ledger.enter(f, "")
}

// sentWitness is the call of a webhook that does not come any more.
func (c *comparer) sentWitness(op *spec.Operation) *reports.Witness {
	ask, err := c.ask(c.base, op, nil, nil)
	if err != nil {
		return nil
	}
	ask.Path = "/"
	return &reports.Witness{
		Direction: reports.DirectionResponse, Message: requestTextAt(op, "", ask), AcceptedBy: c.base.name, RejectedBy: c.revision.name,
		Proof: reports.ProofUnpromised, Reason: "the revision sends no such call",
	}
}

// webhookComponents compares the components that are the bodies of webhooks without being referred to, as in documents of 3.0.
func (c *comparer) webhookComponents() {
	base, revision := c.base.doc.Root.Lookup("/components/schemas"), c.revision.doc.Root.Lookup("/components/schemas")
	if base == nil {
		return
	}
	for _, m := range base.Members {
		if !c.isWebhook(m.Name) {
			continue
		}
		now := revision.Get(m.Name)
		if now == nil && revision != nil && c.renamedTo(m.Value, base, revision) != nil {
			continue // which is told of components, and is part of no message
		}
		if now != nil {
			c.root(&root{
				match: match{sent: true, name: m.Name}, direction: reports.DirectionResponse, face: schema.Request, path: "webhook body",
				baseNode: m.Value, revisionNode: now,
			})
			continue
		}
		c.ledger.enter(&fact{
			rule: "webhook-removed", class: reports.ClassUnpromised, direction: reports.DirectionResponse, base: m.Value, revision: revision,
			change:  reports.Change{Kind: reports.ChangeRemoved, Before: m.Name},
			message: "webhook " + m.Name + " does not come any more: whoever waits for it waits in vain", fix: "do without it",
			reaches: []reports.Reach{{Operation: m.Name, Direction: reports.DirectionResponse, Path: "webhook body"}},
			witness: &reports.Witness{
				Direction: reports.DirectionResponse, Message: webhookText(c.minimal(true, conj{c.base.schemaOf(m.Value)}, "", schema.Request)),
				AcceptedBy: c.base.name, RejectedBy: c.revision.name, Proof: reports.ProofUnpromised, Reason: "the revision describes no such webhook",
			},
		}, "")
	}
}

// webhookText is the call of a webhook of which only the body is described.
func webhookText(body []byte) string {
	return "POST / HTTP/1.1\nContent-Type: application/json\n\n" + string(body)
}

// webhookNames are the components taken for bodies of webhooks where no pack says otherwise.
var webhookNames = []string{"*Webhook"}

// isWebhook reports whether the component called name is the body of a webhook: the pack says so, or its name does and nothing refers to it.
func (c *comparer) isWebhook(name string) bool {
	patterns, named := webhookNames, false
	if c.options.Pack != nil && len(c.options.Pack.Webhooks) > 0 {
		patterns, named = c.options.Pack.Webhooks, true
	} else if !c.whole() {
		return false
	}
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		matched, err := path.Match(pattern, name)
		return err == nil && matched
	}) && (named || !c.base.referred(name))
}
