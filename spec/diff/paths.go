package diff

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
)

// match is one operation as both documents have it.
type match struct {
	base, revision *spec.Operation
	sent           bool // the vendor sends it: a webhook or a callback
	name           string
}

// checkFilters makes sure that each name that was asked for exists: a filter that matches nothing would be green for nothing.
func (c *comparer) checkFilters() error {
	all := slices.Concat(c.base.doc.Operations, c.revision.doc.Operations)
	has := func(is func(*spec.Operation) bool) bool { return slices.ContainsFunc(all, is) }
	for _, name := range c.options.Operations {
		if !has(func(op *spec.Operation) bool { return op.ID == name || op.Method+" "+op.Path == name }) {
			var ids []string
			for _, op := range all {
				ids = append(ids, op.ID)
			}
			return fmt.Errorf("diff: neither document has an operation %q%s", name, didYouMean(name, ids))
		}
	}
	for _, tag := range c.options.Tags {
		if !has(func(op *spec.Operation) bool { return slices.Contains(op.Tags, tag) }) {
			var tags []string
			for _, op := range all {
				tags = append(tags, op.Tags...)
			}
			return fmt.Errorf("diff: neither document has an operation with the tag %q%s", tag, didYouMean(tag, tags))
		}
	}
	if !has(c.wants) && !c.whole() {
		if p := c.options.Pack; p != nil && len(c.options.Operations)+len(c.options.Tags) == 0 {
			return fmt.Errorf("diff: neither document has an operation of pack %s; name documents of its API, or another pack", p.Name)
		}
		return errors.New("diff: no operation is among those of the pack, those named, and those with a tag at once; ask for less")
	}
	return nil
}

// template is a path without the names of its parameters, by which paths are the same on the wire.
func template(path string) string {
	var b strings.Builder
	for {
		open := strings.IndexByte(path, '{')
		end := strings.IndexByte(path, '}')
		if open < 0 || end < open {
			b.WriteString(path)
			return b.String()
		}
		b.WriteString(path[:open] + "{}")
		path = path[end+1:]
	}
}

// operations pairs up the operations of both documents by method and whole URL, then by method and path, and enters those that only one has.
func (c *comparer) operations() []match {
	line := func(op *spec.Operation) string { return op.Method + " " + template(op.Path) }
	byLine, byID, byURL := map[string]*spec.Operation{}, map[string]*spec.Operation{}, map[string]*spec.Operation{}
	for _, op := range c.revision.doc.Operations {
		byLine[line(op)] = op
		byID[op.ID] = op
		for _, url := range wholeURLs(op) {
			byURL[op.Method+" "+url] = op
		}
	}
	var out []match
	taken, moved, partners := map[*spec.Operation]bool{}, map[*spec.Operation]*spec.Operation{}, map[*spec.Operation]*spec.Operation{}
	pair := func(find func(op *spec.Operation) *spec.Operation) {
		for _, op := range c.base.doc.Operations {
			if partners[op] != nil {
				continue
			}
			if partner := find(op); partner != nil && !taken[partner] {
				taken[partner], partners[op] = true, partner
			}
		}
	}
	pair(func(op *spec.Operation) *spec.Operation {
		if partner := byLine[line(op)]; partner != nil && shareURL(op, partner) {
			return partner
		}
		return nil
	})
	pair(func(op *spec.Operation) *spec.Operation {
		for _, url := range wholeURLs(op) {
			if partner := byURL[op.Method+" "+url]; partner != nil && !taken[partner] {
				return partner
			}
		}
		return nil
	})
	pair(func(op *spec.Operation) *spec.Operation { return byLine[line(op)] })
	for _, op := range c.base.doc.Operations {
		if partners[op] != nil {
			out = append(out, match{base: op, revision: partners[op], name: op.ID})
			continue
		}
		partner := byID[op.ID]
		if partner != nil && !taken[partner] && op.Node.Get("operationId") != nil {
			taken[partner] = true
			moved[op] = partner
		}
	}
	for _, op := range c.base.doc.Operations {
		if partners[op] == nil && c.wants(op) {
			c.operationGone(op, moved[op])
		}
	}
	for _, op := range c.revision.doc.Operations {
		if !taken[op] && c.wants(op) {
			c.operationNew(op)
		}
	}
	return slices.DeleteFunc(out, func(m match) bool { return !c.wants(m.base) && !c.wants(m.revision) })
}

func (c *comparer) operationNew(op *spec.Operation) {
	line := op.Method + " " + op.Path
	f := &fact{
		rule: "operation-added", class: reports.ClassCompatible, direction: reports.DirectionRequest,
		change: reports.Change{Kind: reports.ChangeAdded, After: line}, revision: op.Node, base: nearest(c.base.doc, op.Node),
		message: line + " was added", fix: "nothing has to be done", explanation: "no request that was right is routed to it",
		reaches: []reports.Reach{{Operation: op.ID, Direction: reports.DirectionRequest, Path: "line"}},
	}
	if was, _, _ := c.base.doc.Route(op.Method, op.Path); was != nil && !strings.Contains(op.Path, "{") {
		f.message += "; requests for it were answered by " + was.ID
		f.explanation = "only a value that " + was.Path + " hardly ever had is routed to it"
	}
	c.ledger.enter(f, "")
}

// operationGone enters an operation that the revision does not have, or has at another place. That it was deprecated before helps nobody
// who calls it.
func (c *comparer) operationGone(op, moved *spec.Operation) {
	line := op.Method + " " + op.Path
	f := &fact{
		rule: "operation-removed", class: reports.ClassWire, direction: reports.DirectionRequest,
		change: reports.Change{Kind: reports.ChangeRemoved, Before: line}, base: op.Node, revision: nearest(c.revision.doc, op.Node),
		message: line + " is gone: every call of " + map[bool]string{true: "it", false: op.ID}[op.ID == line] + " fails, for nothing answers it", fix: "stop calling " + op.ID + " before the upgrade",
		reaches: []reports.Reach{{Operation: op.ID, Direction: reports.DirectionRequest, Path: "line"}},
	}
	if op.Deprecated {
		f.message += "; it was deprecated before"
	}
	if moved != nil {
		f.rule, f.revision = "operation-moved", moved.Node
		f.change = reports.Change{Kind: reports.ChangeMoved, Before: line, After: moved.Method + " " + moved.Path}
		f.message = fmt.Sprintf("%s is %s %s now: every call of it at the old place fails", op.ID, moved.Method, moved.Path)
		f.fix = fmt.Sprintf("call %s %s from the upgrade on", moved.Method, moved.Path)
	}
	ask, err := c.ask(c.base, op, nil, nil)
	if err == nil {
		now, _, _ := c.revision.doc.Route(op.Method, ask.Path)
		if was, _, _ := c.base.doc.Route(op.Method, ask.Path); was == op && now == nil {
			f.witness = &reports.Witness{
				Direction: reports.DirectionRequest, Message: requestText(op, c.base.doc, ask), AcceptedBy: c.base.name, RejectedBy: c.revision.name,
				Proof: reports.ProofUnroutable, Reason: "no operation of the revision answers " + op.Method + " " + ask.Path,
			}
		} else if now != nil {
			f.class, f.explanation = reports.ClassUnproven, "the request line is answered by "+now.ID+" in the revision"
			if moved == nil {
				f.message = strings.Replace(f.message, "fails, for nothing answers it", "is answered by "+now.ID, 1)
			}
		}
	}
	unprovenWithout(f)
	c.ledger.enter(f, "")
}
