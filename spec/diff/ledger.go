package diff

import (
	"slices"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// fact is one root cause with everything a finding says of it.
type fact struct {
	rule           string
	class          reports.Class
	direction      reports.Direction
	bothWays       bool
	change         reports.Change
	base, revision *tree.Node // where it stands, or what stands nearest
	keyword        string     // of a schema: the member of the nodes that differs, if it is one
	message, fix   string
	reaches        []reports.Reach
	operations     []string // that meet it, where nothing more is known of where
	witness        *reports.Witness
	explanation    string
}

// factKey is what makes two facts the same root cause: the same thing happened to the same part of the documents.
type factKey struct {
	rule           string
	base, revision *tree.Node
	what           string // tells apart what happens to one node
}

// ledger holds the facts in the order in which they were found.
type ledger struct {
	facts []*fact
	byKey map[factKey]*fact
}

// enter adds f, or only its reaches if the same root cause is known.
func (l *ledger) enter(f *fact, what string) {
	l.enterAs(factKey{f.rule, f.base, f.revision, what}, f)
}

// enterAs is enter for a fact whose root cause is more than the two places where it stands.
func (l *ledger) enterAs(key factKey, f *fact) {
	if known := l.byKey[key]; known != nil {
		for _, r := range f.reaches {
			known.reach(r)
		}
		if known.witness == nil {
			known.witness = f.witness
		}
		return
	}
	if l.byKey == nil {
		l.byKey = map[factKey]*fact{}
	}
	l.byKey[key] = f
	l.facts = append(l.facts, f)
}

// reach adds a way on which f is met, once.
func (f *fact) reach(r reports.Reach) {
	if !slices.Contains(f.reaches, r) {
		f.reaches = append(f.reaches, r)
	}
}

// finding makes the record of f.
func (f *fact) finding(c *comparer) reports.Finding {
	out := reports.Finding{
		Rule: f.rule, Message: f.message, Fix: f.fix, Class: f.class, Direction: f.direction, BothWays: f.bothWays,
		Change: &f.change, Base: placeOf(f.base, f.keyword), Revision: placeOf(f.revision, f.keyword), Reaches: f.reaches, Witness: f.witness,
	}
	if f.class != reports.ClassCompatible || c.options.Explain {
		out.Explanation = f.explanation
	}
	out.Operations = slices.Clone(f.operations)
	for _, r := range f.reaches {
		if !slices.Contains(out.Operations, r.Operation) {
			out.Operations = append(out.Operations, r.Operation)
		}
	}
	if len(out.Operations) == 1 {
		out.Operation = out.Operations[0]
	}
	c.settleLines(f, &out)
	switch {
	case out.Revision != nil:
		out.Location = out.Revision.Location
	case out.Base != nil:
		out.Location = out.Base.Location
	}
	return out
}

// placeOf returns where n stands, and as its line that of the keyword if n has it; nil for nothing.
func placeOf(n *tree.Node, keyword string) *reports.Place {
	if n == nil {
		return nil
	}
	at := n.KeyAt()
	if m, ok := n.Member(keyword); ok && keyword != "" && keyword != "properties" {
		at = m.At
	}
	return &reports.Place{Location: reports.Location{File: at.File, Line: at.Line, Column: at.Column}, Pointer: "#" + n.Pointer()}
}
