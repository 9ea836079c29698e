package diff

import (
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// proseNames are fields that no message depends on.
var proseNames = map[string]bool{
	"description": true, "summary": true, "title": true, "example": true, "examples": true, "externalDocs": true, "default": true, "deprecated": true,
	"contact": true, "license": true, "termsOfService": true, "xml": true, "tags": true,
}

// prose counts what changed in descriptions, examples, defaults and extensions: one fact for each operation and component.
func (c *comparer) prose() {
	for _, area := range []string{"info", "paths", "webhooks", "components"} {
		c.proseBelow(c.base.doc.Root.Get(area), c.revision.doc.Root.Get(area), map[string]int{"paths": 1, "webhooks": 1, "components": 2}[area])
	}
}

// proseBelow compares the members depth levels down, each as one.
func (c *comparer) proseBelow(base, revision *tree.Node, depth int) {
	if base == nil || revision == nil {
		return
	}
	if depth > 0 {
		for i := range base.Members {
			c.proseBelow(base.Members[i].Value, revision.Get(base.Members[i].Name), depth-1)
		}
		return
	}
	if changed := countProse(base, revision, false); changed > 0 {
		c.ledger.enter(&fact{
			rule: "prose-changed", class: reports.ClassProse, base: base, revision: revision,
			change:  reports.Change{Kind: reports.ChangeChanged, Before: "", After: plural(changed, "text")},
			message: plural(changed, "description, example, default or extension") + " changed in " + base.Name(), fix: "nothing has to be done",
			explanation: "no message depends on them",
		}, "")
	}
}

// countProse counts the values that differ within prose.
func countProse(a, b *tree.Node, within bool) int {
	if a == nil || b == nil {
		if within {
			return 1
		}
		return 0
	}
	if a.Kind != b.Kind || a.Text != b.Text {
		if within {
			return 1
		}
		return 0
	}
	changed := 0
	names := !within && (a.Name() == "properties" || a.Name() == "schemas")
	for i := range a.Members {
		m := &a.Members[i]
		isProse := within || !names && (proseNames[m.Name] || strings.HasPrefix(m.Name, "x-"))
		changed += countProse(m.Value, b.Get(m.Name), isProse)
	}
	for i := range b.Members {
		m := &b.Members[i]
		if a.Get(m.Name) == nil && (within || !names && (proseNames[m.Name] || strings.HasPrefix(m.Name, "x-"))) {
			changed++
		}
	}
	for i := range a.Items {
		if i < len(b.Items) {
			changed += countProse(a.Items[i], b.Items[i], within)
		}
	}
	if within && len(a.Items) != len(b.Items) {
		changed++
	}
	return changed
}
