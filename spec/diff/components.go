package diff

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// componentNames enters schemas that go by another name: generated code does too, the wire does not.
func (c *comparer) componentNames() {
	base, revision := c.base.doc.Root.Lookup("/components/schemas"), c.revision.doc.Root.Lookup("/components/schemas")
	if base == nil || revision == nil {
		return
	}
	for _, m := range base.Members {
		if revision.Get(m.Name) != nil {
			continue
		}
		if now := c.renamedTo(m.Value, base, revision); now != nil {
			c.ledger.enter(&fact{
				rule: "schema-renamed", class: reports.ClassTyped, change: reports.Change{Kind: reports.ChangeRenamed, Before: m.Name, After: now.Name()},
				base: m.Value, revision: now, message: "schema " + m.Name + " is called " + now.Name() + " now and means the same: generated types are renamed, the wire is the same",
				fix: "rename the type when the client is generated anew", explanation: "the name of a component is part of no message",
			}, "")
		}
	}
}

// renamedTo returns the component of the revision that is new and means what the one at n means; nil if there is none.
func (c *comparer) renamedTo(n, base, revision *tree.Node) *tree.Node {
	if c.fresh == nil {
		c.fresh = map[schema.Hash][]*tree.Node{}
		for _, m := range revision.Members {
			if base.Get(m.Name) == nil {
				h := c.revision.schemaOf(m.Value).Hash()
				c.fresh[h] = append(c.fresh[h], m.Value)
			}
		}
	}
	s := c.base.schemaOf(n)
	candidates := c.fresh[s.Hash()]
	if len(candidates) == 0 || len(candidates) > 1 && !similar(n.Name(), candidates[0].Name()) || flatten(conj{s}).plain() {
		return nil
	}
	return candidates[0]
}

// plain reports whether f says no more than a type, so that many schemas are equal to it by chance.
func (f *flat) plain() bool { return len(f.properties) == 0 && !f.listed && len(f.groups) == 0 }

// unreached notes what changed in components that no message reaches: they are read by people.
func (c *comparer) unreached() {
	base, revision := c.base.doc.Root.Lookup("/components/schemas"), c.revision.doc.Root.Lookup("/components/schemas")
	if base == nil || revision == nil {
		return
	}
	reached := map[*tree.Node]bool{}
	for _, p := range c.schemas.known {
		for _, part := range p.flat[0].parts {
			reached[part.schema.Node()] = true
		}
	}
	for _, m := range base.Members {
		now := revision.Get(m.Name)
		if now == nil || reached[m.Value] || c.base.schemaOf(m.Value).Hash() == c.revision.schemaOf(now).Hash() {
			continue
		}
		own := c.ownChanges(m.Value, now)
		if len(own) == 0 {
			continue // only what it refers to changed, and that is a change of its own
		}
		if c.base.sent(m.Value) && c.revision.sent(now) {
			continue // messages reach it, and mean the same
		}
		what := strings.Join(own, ", ")
		if len(own) > 2 {
			what = fmt.Sprintf("%d changes, one of them %s", len(own), own[0])
		}
		c.ledger.enter(&fact{
			rule: "documentation-changed", class: reports.ClassCompatible, change: reports.Change{
				Kind: reports.ChangeChanged, Before: describe(flatten(conj{c.base.schemaOf(m.Value)})), After: describe(flatten(conj{c.revision.schemaOf(now)})),
			},
			base: m.Value, revision: now, message: "schema " + m.Name + " changed, and no message that is compared reaches it: " + what,
			fix: "nothing has to be done", explanation: "it is referred to by no operation",
		}, "")
	}
}

// ownChanges says what changed within the component that stands at base and revision, leaving out other components it refers to.
func (c *comparer) ownChanges(base, revision *tree.Node) []string {
	top := c.schemas.get(conj{c.base.schemaOf(base)}, conj{c.revision.schemaOf(revision)})
	if top == nil {
		return nil
	}
	var said []string
	seen := map[*pair]bool{}
	var walk func(p *pair)
	walk = func(p *pair) {
		if seen[p] {
			return
		}
		seen[p] = true
		for _, ch := range p.changes {
			if node := cmp.Or(ch.revision, ch.base); node.Pointer() == revision.Pointer() || strings.HasPrefix(node.Pointer(), revision.Pointer()+"/") {
				said = append(said, ch.within(base.Name()))
			}
		}
		for _, e := range p.edges {
			walk(e.to)
		}
	}
	walk(top)
	return said
}

// within says what changed, by the place it has within the component called name.
func (ch *change) within(name string) string {
	switch {
	case ch.name != "":
		return ch.name + " " + ch.record
	case ch.kind == changeValues:
		return ch.verb()
	}
	if place := placeName(cmp.Or(ch.revision, ch.base)); place != name {
		return strings.TrimPrefix(place, name+".") + ": " + ch.turn()
	}
	return ch.turn()
}
