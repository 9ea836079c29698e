package diff

import (
	"context"
	"errors"
	"slices"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/contain"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/payload"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// Options says what is compared and how. The zero Options compares everything.
type Options struct {
	Pack       *packs.Pack // only its operations and its webhooks; nil for all
	Operations []string    // only these operationIds, or methods and paths; empty for all
	Tags       []string    // only operations that have one of these tags; empty for all
	Policy     *Policy     // how grave each class and rule is; nil for the default one
	Explain    bool        // keep in Finding.Explanation how it was established that a change is safe
}

// Compare returns what changed from base to revision, as a Report of KindDiff with one Finding for each root cause, gravest first.
// Faults in either document become Notes of the report, never a refusal. The error says that there is nothing to compare: a nil
// document, or Options that name an operation or a tag neither document has.
func Compare(base, revision *spec.Document, o Options) (*reports.Report, error) {
	if base == nil || revision == nil {
		return nil, errors.New("diff: a document is missing; load both before they are compared")
	}
	c := newComparer(base, revision, o)
	if err := c.checkFilters(); err != nil {
		return nil, err
	}
	c.walk()
	return c.report(), nil
}

// comparer is one comparison at work.
type comparer struct {
	ctx            context.Context
	base, revision *side
	options        Options

	ledger  ledger
	schemas *pairs
	roots   []*root
	holders map[*pair][]holder // once somebody asks

	decisions map[decision]contain.Result    // about whole bodies
	included  map[inclusion][]contain.Result // about what stands at one place
	fresh     map[schema.Hash][]*tree.Node   // components that only the revision has, once somebody asks
}

// side is one of the two documents.
type side struct {
	name  string // reports.VersionBase or reports.VersionRevision
	doc   *spec.Document
	maker *payload.Maker
	notes map[string][]reports.Place // what could not be compared, and where

	users map[string][]*tree.Node // what refers to a component, by a reference to that, once somebody asks
}

func newSide(name string, doc *spec.Document) *side {
	return &side{name: name, doc: doc, maker: &payload.Maker{Document: doc}, notes: map[string][]reports.Place{}}
}

func newComparer(base, revision *spec.Document, o Options) *comparer {
	c := &comparer{
		ctx: context.Background(), base: newSide(reports.VersionBase, base), revision: newSide(reports.VersionRevision, revision), options: o,
		decisions: map[decision]contain.Result{}, included: map[inclusion][]contain.Result{},
	}
	c.schemas = newPairs(c)
	return c
}

// walk compares the documents from the outside in. Facts about messages are entered at once; schemas are only paired up, and judged when
// it is known from where each of them is reached.
func (c *comparer) walk() {
	matched := c.operations()
	for _, m := range matched {
		c.operation(m)
	}
	c.webhooks()
	c.judgeSchemas()
	if c.whole() {
		c.componentNames()
		c.unreached()
	}
	c.prose()
}

// whole reports whether the documents are compared whole, and not only some of their operations.
func (c *comparer) whole() bool {
	return (c.options.Pack == nil || len(c.options.Pack.Operations) == 0) && len(c.options.Operations) == 0 && len(c.options.Tags) == 0
}

// wants reports whether op is among the operations that are compared.
func (c *comparer) wants(op *spec.Operation) bool {
	o := c.options
	if len(o.Operations) > 0 && !slices.Contains(o.Operations, op.ID) && !slices.Contains(o.Operations, op.Method+" "+op.Path) {
		return false
	}
	if len(o.Tags) > 0 && !slices.ContainsFunc(op.Tags, func(tag string) bool { return slices.Contains(o.Tags, tag) }) {
		return false
	}
	return o.Pack == nil || len(o.Pack.Operations) == 0 ||
		slices.ContainsFunc(o.Pack.Operations, func(known packs.Operation) bool { return known.ID == op.ID })
}
