package diff

import (
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// root is a place of a message that both documents give a schema: a body, a parameter, a header.
type root struct {
	match                  match
	direction              reports.Direction
	face                   schema.Face
	path                   string // how a Reach names it
	baseNode, revisionNode *tree.Node
	status                 string // of an answer; empty in a request
	media                  [2]*spec.MediaType
	parameters             [2]*spec.Parameter
	headers                [2]*spec.Header

	base, revision *schema.Schema
	pair           *pair
}

// root keeps r for judgement if its schemas differ.
func (c *comparer) root(r *root) {
	if r.baseNode == nil && r.revisionNode == nil {
		return
	}
	r.base, r.revision = c.base.schemaOf(r.baseNode), c.revision.schemaOf(r.revisionNode)
	if r.pair = c.schemas.get(conj{r.base}, conj{r.revision}); r.pair != nil {
		c.roots = append(c.roots, r)
	}
}

// occurrence is one way on which a message meets a change.
type occurrence struct {
	root   *root
	change *change
	hops   []edge // from the root's schema to the one that changed
}

// cause is one root cause with every way on which it is met.
type cause struct {
	key         factKey
	occurrences []occurrence
	moved       *cause   // of a property that went: the one that came in its place elsewhere
	along       []*cause // those that moved the same way
	nesting     *nesting // of the first of several that are one
}

// judgeSchemas follows the pairs from each root to what changed, and judges each root cause once.
func (c *comparer) judgeSchemas() {
	var order []*cause
	known := map[factKey]*cause{}
	for _, r := range c.roots {
		// What stands behind a choice waits until all else was walked: a plain way to the same schema says more of it.
		type choice struct {
			to   *pair
			hops []edge
		}
		var waiting []choice
		seen := map[*pair]bool{}
		var walk func(p *pair, hops []edge)
		walk = func(p *pair, hops []edge) {
			if seen[p] {
				return
			}
			seen[p] = true
			for _, ch := range p.changes {
				key := ch.key()
				if known[key] == nil {
					known[key] = &cause{key: key}
					order = append(order, known[key])
				}
				known[key].occurrences = append(known[key].occurrences, occurrence{r, ch, append([]edge(nil), hops...)})
			}
			for _, e := range p.edges {
				if e.readOnly && r.face == schema.Request || e.writeOnly && r.face == schema.Response {
					continue
				}
				if e.kind == stepBranch {
					waiting = append(waiting, choice{e.to, append(slices.Clone(hops), e)})
					continue
				}
				walk(e.to, append(hops, e))
			}
		}
		walk(r.pair, nil)
		for len(waiting) > 0 {
			next := waiting[0]
			waiting = waiting[1:]
			walk(next.to, next.hops)
		}
	}
	arrived := matchMoved(order)
	matchNested(order, arrived)
	for _, cause := range inherited(order, arrived) {
		if !arrived[cause] {
			c.judge(cause)
		}
	}
}

// inherited makes one cause of those that are the same property, come or gone, where several schemas have it from one by allOf. The
// schema that declares it stands first, if it is met itself.
func inherited(order []*cause, arrived map[*cause]bool) []*cause {
	type declaration struct {
		node *tree.Node
		kind changeKind
	}
	var out []*cause
	known := map[declaration]*cause{}
	for _, one := range order {
		ch := one.occurrences[0].change
		d := declaration{kind: ch.kind}
		switch {
		case one.moved != nil || one.nesting != nil || arrived[one]:
		case ch.kind == changePropertyRemoved:
			d.node = ch.base
		case ch.kind == changePropertyAdded:
			d.node = ch.revision
		}
		first := known[d]
		switch owner := ch.pair.node(ch.kind == changePropertyRemoved); {
		case d.node == nil:
			out = append(out, one)
		case first == nil:
			known[d], out = one, append(out, one)
		case owner != nil && strings.HasPrefix(d.node.Pointer(), owner.Pointer()+"/properties/"):
			first.occurrences = append(one.occurrences, first.occurrences...)
		default:
			first.occurrences = append(first.occurrences, one.occurrences...)
		}
	}
	return out
}

// pointer is the JSON pointer of the change within the value at the root.
func (o occurrence) pointer() string {
	var b strings.Builder
	for _, hop := range o.hops {
		if segment, ok := hop.segment(); ok {
			b.WriteString("/" + tree.EscapePointer(segment))
		}
	}
	return b.String()
}

// reach is the occurrence in a finding.
func (o occurrence) reach() reports.Reach {
	path := o.root.path
	if pointer := o.pointer(); pointer != "" {
		path += " " + pointer
	}
	return o.root.match.reach(o.root.direction, path)
}

// choice reports whether an alternative stands on the way, so that a fault shows at the place of the choice.
func (o occurrence) choice() bool {
	for _, hop := range o.hops {
		if hop.kind == stepBranch {
			return true
		}
	}
	return slices.Contains([]changeKind{changeBranch, changeWhole, changeOverlap}, o.change.kind)
}

// place names the root in a sentence.
func (r *root) place() string {
	switch {
	case r.headers[0] != nil:
		return "header " + r.headers[0].Name + " of status " + r.status
	case r.status != "":
		return "the body of status " + r.status
	case r.path == "body":
		return "the body"
	}
	return r.path
}
