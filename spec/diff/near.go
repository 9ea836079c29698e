package diff

import (
	"slices"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// nearest returns what stands nearest to the place of n in the other document: the longest part of its pointer that exists there.
func nearest(doc *spec.Document, n *tree.Node) *tree.Node {
	for ; n != nil; n = n.Parent() {
		if found := doc.Root.Lookup(n.Pointer()); found != nil {
			return found
		}
	}
	return doc.Root
}

// beside returns where something that only the other document has, at n, would stand in doc: at the nearest of what stands around it there and
// here too. A reader who looks there sees what is left. It returns false if n stands in another file than the document itself.
func beside(doc *spec.Document, n *tree.Node) (reports.Location, bool) {
	for ; n != nil && n.Parent() != nil; n = n.Parent() {
		parent := n.Parent()
		here := doc.Root.Lookup(parent.Pointer())
		if here == nil || here.Kind != parent.Kind {
			continue
		}
		at := here.KeyAt()
		if sibling := siblingOf(here, parent, n); sibling != nil {
			at = sibling.KeyAt()
		}
		return reports.Location{File: at.File, Line: at.Line, Column: at.Column}, true
	}
	return reports.Location{}, false
}

// siblingOf returns the member of here that stands nearest to n in parent, the one behind before the one in front; nil if none of them is here.
func siblingOf(here, parent, n *tree.Node) *tree.Node {
	if parent.Is(tree.Array) {
		i := slices.Index(parent.Items, n)
		if i < 0 || len(here.Items) == 0 {
			return nil
		}
		return here.Items[min(i, len(here.Items)-1)]
	}
	at := -1
	for i := range parent.Members {
		if parent.Members[i].Value == n {
			at = i
		}
	}
	for step := 1; step < len(parent.Members); step++ {
		for _, i := range [2]int{at + step, at - step} {
			if i < 0 || i >= len(parent.Members) {
				continue
			}
			if found := here.Get(parent.Members[i].Name); found != nil {
				return found
			}
		}
	}
	return nil
}

// settleLines gives what only one document has the line of the other at which it would stand.
func (c *comparer) settleLines(f *fact, out *reports.Finding) {
	switch {
	case f.change.Kind == reports.ChangeRemoved && out.Revision != nil && inDocument(c.base.doc, f.base):
		if at, ok := beside(c.revision.doc, f.base); ok && c.revision.doc.Root.Lookup(f.base.Pointer()) != f.revision {
			out.Revision.Location = at
		}
	case f.change.Kind == reports.ChangeAdded && out.Base != nil && inDocument(c.revision.doc, f.revision):
		if at, ok := beside(c.base.doc, f.revision); ok && c.base.doc.Root.Lookup(f.revision.Pointer()) != f.base {
			out.Base.Location = at
		}
	}
}

// inDocument reports whether n stands in the file of doc itself, and not in one it refers to.
func inDocument(doc *spec.Document, n *tree.Node) bool {
	return n != nil && n.File() == doc.Root.File()
}
