package diff

import (
	"cmp"
	"slices"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
)

// report makes the record of everything that was found.
func (c *comparer) report() *reports.Report {
	order := map[string]int{}
	for _, doc := range []*spec.Document{c.base.doc, c.revision.doc} {
		for _, op := range doc.Operations {
			if _, known := order[op.ID]; !known {
				order[op.ID] = len(order)
			}
		}
	}
	r := &reports.Report{Format: reports.Format, Kind: reports.KindDiff, Subject: subjectOf(c.revision.doc)}
	base := subjectOf(c.base.doc)
	r.Base = &base
	hidden := map[reports.Class]int{}
	var found []reports.Finding
	for _, f := range c.ledger.facts {
		one := f.finding(c)
		slices.SortStableFunc(one.Operations, func(a, b string) int { return cmp.Compare(rank(order, a), rank(order, b)) })
		if one.Level = c.options.Policy.weigh(f); one.Level == "" {
			hidden[f.class]++
			continue
		}
		found = append(found, one)
	}
	found = append(found, c.faults(hidden)...)
	r.Summary, r.Findings, r.Known = reports.SummariseDiff(found, hidden)
	return r
}

// rank is the place of an operation in the documents; what is none, such as a webhook, comes last.
func rank(order map[string]int, id string) int {
	if n, known := order[id]; known {
		return n
	}
	return len(order)
}

func subjectOf(doc *spec.Document) reports.Subject {
	return reports.Subject{Title: doc.Title, Version: doc.Version, Document: doc.Name, Digest: doc.Digest}
}
