package spec

import (
	"context"
	"fmt"
	"slices"
	"sort"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// Problem is one fault of the document itself, with its place and what to do about it.
type Problem struct {
	Rule    string // for instance reference-dangling
	Level   string // error, warning or note
	Message string // what stands there and what should
	Fix     string // one sentence to act on
	Pointer string // JSON pointer within the file At names
	At      tree.Position
}

// The levels of a Problem, in the words of SARIF 2.1.0, section 3.27.10.
const (
	LevelError   = "error"
	LevelWarning = "warning"
	LevelNote    = "note"
)

// Problems returns every fault of the document: references that lead nowhere at each place they stand, schemes that are required and
// not defined, names and operationIds that stand twice, and so on. They are sorted by position; the work is done once. If ctx
// ends before it is done, what was found so far is returned, and the next call begins anew.
func (d *Document) Problems(ctx context.Context) []Problem {
	d.problemsMu.Lock()
	defer d.problemsMu.Unlock()
	if d.problemsDone {
		return d.problems
	}
	c := &collector{ctx: ctx, document: d, problems: slices.Clone(d.missed), operationIDs: map[string]*tree.Node{}}
	c.collect()
	c.sort()
	if ctx.Err() == nil {
		d.problems, d.problemsDone = c.problems, true
	}
	return c.problems
}

// collector gathers problems while the document is walked.
type collector struct {
	ctx      context.Context
	document *Document
	problems []Problem

	operationIDs map[string]*tree.Node // where each was first seen
	dangling     int                   // references that lead nowhere
	schemas      []*tree.Node          // those that stand in no other schema
	examples     []judgedExample       // to be judged when the walk is done
}

func (c *collector) collect() {
	c.duplicateKeys()
	c.security(c.document.Root.Get("security"))
	w := &walk{ctx: c.ctx, store: c.document.Store, siblings: c.document.Is31(), object: c.object, failed: c.reference, alone: c.siblings}
	w.run(c.document.Root)
	// Other files were read on the way, and have their own duplicate keys.
	c.duplicateKeysOf(c.document.Store.Files()[1:])
	c.operations()
	c.refusals()
	c.judgeExamples()
	if c.dangling == 0 {
		c.lint()
	}
}

// object looks at one object of the document.
func (c *collector) object(within, k kind, n *tree.Node) {
	switch k {
	case kindOperation:
		c.operation(n)
	case kindSchema:
		if within != kindSchema {
			c.schemas = append(c.schemas, n)
		}
		c.mapping(n)
		c.schemaExamples(n)
	case kindMediaType:
		if parseMediaRange(n.Name()).malformed && n.Parent().Name() == "content" {
			c.add("media-type-malformed", LevelWarning, n, tree.Position{}, "write type/subtype, as application/json, or a range like text/*",
				"received %q where a media type should stand; promised type/subtype or a range", n.Name())
		}
		face := schema.Response
		if within == kindRequestBody || within == kindParameter {
			face = schema.Request
		}
		c.mediaTypeExamples(n, face)
	case kindParameter:
		c.valueExamples(n, schema.Request)
	case kindHeader:
		c.valueExamples(n, schema.Response)
	}
}

// add records a problem at a node; at is its place if that is more telling than the node's own.
func (c *collector) add(rule, level string, n *tree.Node, at tree.Position, fix, message string, values ...any) {
	if at.Line == 0 {
		at = n.KeyAt()
	}
	c.problems = append(c.problems, Problem{
		Rule: rule, Level: level, Message: fmt.Sprintf(message, values...), Fix: fix, Pointer: n.Pointer(), At: at,
	})
}

// sort orders problems by position: the main file first, then the others by name.
func (c *collector) sort() {
	main := c.document.Root.File().Name
	sort.SliceStable(c.problems, func(i, j int) bool {
		a, b := &c.problems[i], &c.problems[j]
		switch {
		case a.At.File != b.At.File && (a.At.File == main || b.At.File == main):
			return a.At.File == main
		case a.At != b.At:
			return a.At.Before(b.At)
		case a.Rule != b.Rule:
			return a.Rule < b.Rule
		case a.Pointer != b.Pointer:
			return a.Pointer < b.Pointer
		}
		return a.Message < b.Message
	})
}

func (c *collector) duplicateKeys() { c.duplicateKeysOf(c.document.Store.Files()[:1]) }

func (c *collector) duplicateKeysOf(files []*tree.File) {
	for _, file := range files {
		for _, dup := range file.Duplicates {
			c.problems = append(c.problems, Problem{
				Rule:    "duplicate-key",
				Level:   LevelError,
				Message: fmt.Sprintf("received key %s a second time, first at line %d; promised each key once", dup.Name, dup.First.Line),
				Fix:     "remove one of the two; readers differ in which one they take",
				Pointer: dup.In.Pointer() + "/" + tree.EscapePointer(dup.Name),
				At:      dup.At,
			})
		}
	}
}
