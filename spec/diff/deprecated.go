package diff

import (
	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// turn is that something is deprecated in one document only, or has another sunset.
type turn struct{ base, revision *tree.Node }

// deprecatedWord says whether what stands at n is deprecated, and when it goes.
func deprecatedWord(n *tree.Node) string {
	deprecated, _ := n.Get("deprecated").Bool()
	return words(deprecated, "deprecated", n.Get("x-sunset").String())
}

// deprecations enters the parameters, header fields and schemas that are about to go, or are not any more. That breaks nobody yet; of operations it is told
// where those are compared. Source: OpenAPI 3.0.3, sections 4.7.12, 4.7.21 and 4.7.24 (deprecated).
func (c *comparer) deprecations(all []turn) {
	for _, t := range all {
		if t.revision.Get("responses") != nil {
			continue
		}
		operations := c.operationsAt(t.revision)
		if !c.whole() && len(operations) == 0 {
			continue
		}
		kind, name := deprecatedName(t.revision)
		before, after := deprecatedWord(t.base), deprecatedWord(t.revision)
		f := &fact{
			rule: kind + "-deprecated", class: reports.ClassCompatible, base: t.base, revision: t.revision, operations: operations, keyword: "deprecated",
			change: reports.Change{Kind: reports.ChangeChanged, Before: before, After: after}, message: name + " is " + after + " now", fix: "plan to do without it",
			explanation: "what is deprecated is sent and taken as before",
		}
		if deprecated, _ := t.revision.Get("deprecated").Bool(); !deprecated {
			f.rule, f.message, f.fix = kind+"-reactivated", name+" is not "+before+" any more", "nothing has to be done"
		}
		c.ledger.enter(f, "")
	}
}

// deprecatedName says what stands at n, and how a sentence calls it.
func deprecatedName(n *tree.Node) (kind, name string) {
	switch {
	case n.Get("in") != nil:
		return "parameter", n.Get("in").String() + " parameter " + n.Get("name").String()
	case n.Parent() != nil && n.Parent().Name() == "headers":
		return "header", "header " + n.Name()
	}
	if name := placeName(n); name != "" {
		return "schema", name
	}
	return "schema", "what stands at " + n.Pointer()
}

// operationsAt names the operations of the revision that are compared and have to do with what stands at n: it stands in them, or in components that they
// refer to, through others perhaps.
func (c *comparer) operationsAt(n *tree.Node) []string {
	met := c.revision.around(n)
	var names []string
	for _, op := range c.revision.doc.Operations {
		if (met[op.Node] || met[op.PathNode]) && c.wants(op) {
			names = append(names, op.ID)
		}
	}
	return names
}
