package diff

import (
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// proseNames are fields that no message depends on. That something is deprecated is none of them: it is told by itself.
var proseNames = map[string]bool{
	"description": true, "summary": true, "title": true, "example": true, "examples": true, "externalDocs": true, "default": true,
	"contact": true, "license": true, "termsOfService": true, "xml": true, "tags": true,
}

// saysGoing are the fields that say that something is about to go.
var saysGoing = map[string]bool{"deprecated": true, "x-sunset": true}

func isProse(name string) bool {
	return proseNames[name] || strings.HasPrefix(name, "x-") && !saysGoing[name]
}

// prose counts what changed in descriptions, examples, defaults and extensions: one fact for each operation and component, where documents are compared
// whole. On its way it meets what is deprecated.
func (c *comparer) prose() {
	var found []turn
	for _, area := range []string{"info", "paths", "webhooks", "components"} {
		c.proseBelow(c.base.doc.Root.Get(area), c.revision.doc.Root.Get(area), map[string]int{"paths": 1, "webhooks": 1, "components": 2}[area], &found)
	}
	c.deprecations(found)
}

// proseBelow compares the members depth levels down, each as one, and adds to found what is deprecated.
func (c *comparer) proseBelow(base, revision *tree.Node, depth int, found *[]turn) {
	if base == nil || revision == nil {
		return
	}
	if depth > 0 {
		for i := range base.Members {
			c.proseBelow(base.Members[i].Value, memberAt(revision, i, base.Members[i].Name), depth-1, found)
		}
		return
	}
	walk := proseWalk{found: found}
	walk.compare(base, revision, false)
	if walk.texts > 0 && c.whole() {
		c.ledger.enter(&fact{
			rule: "prose-changed", class: reports.ClassProse, base: base, revision: revision,
			change:  reports.Change{Kind: reports.ChangeChanged, Before: "", After: plural(walk.texts, "text")},
			message: plural(walk.texts, "description, example, default or extension") + " changed in " + base.Name(), fix: "nothing has to be done",
			explanation: "no message depends on them",
		}, "")
	}
}

// proseWalk compares two trees as far as no message depends on them.
type proseWalk struct {
	texts int // the values that differ within prose
	found *[]turn
}

func (w *proseWalk) compare(a, b *tree.Node, within bool) {
	if a == nil || b == nil || a.Kind != b.Kind || a.Text != b.Text {
		if within {
			w.texts++
		}
		return
	}
	names := !within && (a.Name() == "properties" || a.Name() == "schemas")
	going := false
	for i := range a.Members {
		m := &a.Members[i]
		going = going || !within && !names && saysGoing[m.Name]
		w.compare(m.Value, memberAt(b, i, m.Name), within || !names && isProse(m.Name))
	}
	for i := range b.Members {
		m := &b.Members[i]
		going = going || !within && !names && saysGoing[m.Name]
		if memberAt(a, i, m.Name) == nil && (within || !names && isProse(m.Name)) {
			w.texts++
		}
	}
	if going && deprecatedWord(a) != deprecatedWord(b) {
		*w.found = append(*w.found, turn{a, b})
	}
	for i, item := range a.Items {
		if i < len(b.Items) {
			w.compare(item, itemLike(item, i, b), within)
		}
	}
	if within && len(a.Items) != len(b.Items) {
		w.texts++
	}
}

// memberAt returns the member of n of a name, which most often stands at the same place as in the other document.
func memberAt(n *tree.Node, i int, name string) *tree.Node {
	if i < len(n.Members) && n.Members[i].Name == name {
		return n.Members[i].Value
	}
	return n.Get(name)
}

// itemLike returns the item of list that item number i of another is: parameters are known by their names, wherever they stand.
func itemLike(item *tree.Node, i int, list *tree.Node) *tree.Node {
	name, in := item.Get("name").String(), item.Get("in").String()
	if name == "" || in == "" {
		return list.Items[i]
	}
	for _, other := range list.Items {
		if other.Get("name").String() == name && other.Get("in").String() == in {
			return other
		}
	}
	return nil
}
