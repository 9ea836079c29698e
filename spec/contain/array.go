package contain

import (
	"slices"

	"github.com/plumbline-dev/plumbline/spec/schema"
)

// arrays is what is asked of an array.
type arrays struct {
	least, most int // items; most is -1 if there is no bound
	unique      bool
	twins       int // pairs of equal items that have to be there
	groups      []itemGroup
	counts      []itemCount
	demands     []itemDemand
	rest        []restItems
}

// itemGroup is prefixItems and items of one schema.
type itemGroup struct {
	literal
	prefix []*schema.Schema
	items  *schema.Schema
}

// at returns the schema the group applies to an item, if any.
func (g itemGroup) at(i int) (*schema.Schema, bool) {
	switch {
	case i < len(g.prefix):
		return g.prefix[i], true
	case g.items != nil:
		return g.items, true
	}
	return nil, false
}

// itemCount asks that from least to most items (-1: any number) conform to a schema.
type itemCount struct {
	literal
	least, most int
}

// itemDemand asks that an item, at a place or at any from there on, breaks or meets something.
type itemDemand struct {
	literal
	from   int
	exact  bool   // at from itself
	beside uint64 // where not 0: at an item the keywords of this tracker do not evaluate
}

// restItems is unevaluatedItems.
type restItems struct {
	literal
	tracker uint64
}

func (a arrays) clone() arrays {
	a.groups, a.counts, a.demands, a.rest = slices.Clip(a.groups), slices.Clip(a.counts), slices.Clip(a.demands), slices.Clip(a.rest)
	return a
}

func (a *arrays) atMost(n int) {
	if a.most < 0 || n < a.most {
		a.most = n
	}
}

func (b *branch) acceptArray(l literal, k *schema.Keywords) {
	a := &b.arrays
	a.least = max(a.least, k.MinItems)
	if k.MaxItems >= 0 {
		a.atMost(k.MaxItems)
	}
	a.unique = a.unique || k.UniqueItems
	if len(k.PrefixItems) > 0 || k.Items != nil {
		a.groups = append(a.groups, itemGroup{l, k.PrefixItems, k.Items})
	}
	if k.Contains != nil {
		a.counts = append(a.counts, itemCount{l.part(k.Contains), k.MinContains, k.MaxContains})
	}
}

func arrayViolations(l literal, k *schema.Keywords) choice {
	var c choice
	if k.MinItems > 0 {
		c = append(c, func(b *branch) bool { b.arrays.atMost(k.MinItems - 1); return true })
	}
	if k.MaxItems >= 0 {
		c = append(c, func(b *branch) bool { b.arrays.least = max(b.arrays.least, k.MaxItems+1); return true })
	}
	if k.UniqueItems {
		c = append(c, func(b *branch) bool { b.arrays.twins++; return true })
	}
	demand := func(d itemDemand) {
		c = append(c, func(b *branch) bool { b.arrays.demands = append(b.arrays.demands, d); return true })
	}
	for i, item := range k.PrefixItems {
		demand(itemDemand{literal: l.part(item), from: i, exact: true})
	}
	if k.Items != nil {
		demand(itemDemand{literal: l.part(k.Items), from: len(k.PrefixItems)})
	}
	if k.Contains != nil {
		matching := l.part(k.Contains).negated()
		if k.MinContains > 0 {
			c = append(c, func(b *branch) bool {
				b.arrays.counts = append(b.arrays.counts, itemCount{matching, 0, k.MinContains - 1})
				return true
			})
		}
		if k.MaxContains >= 0 {
			c = append(c, func(b *branch) bool {
				b.arrays.counts = append(b.arrays.counts, itemCount{matching, k.MaxContains + 1, -1})
				return true
			})
		}
	}
	return c
}
