package contain

import (
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// unevaluated asks what unevaluatedItems or unevaluatedProperties of a schema asks; the tracker was given to the schema's other keywords.
func (b *branch) unevaluated(l literal, k *schema.Keywords) {
	outer := l
	outer.track &^= b.tracker
	if b.kind == tape.Array {
		b.arrays.rest = append(b.arrays.rest, restItems{outer.part(k.UnevaluatedItems), b.tracker})
		return
	}
	b.objects.rest = append(b.objects.rest, restMembers{outer.part(k.UnevaluatedProperties), b.tracker})
}

// leftUnevaluated breaks unevaluatedItems or unevaluatedProperties alone: the other keywords hold, and a part none of them evaluates
// breaks the schema.
func (b *branch) leftUnevaluated(l literal, k *schema.Keywords) bool {
	if b.trackers >= mostTrackers {
		b.doubt = manyTrackers
		return true
	}
	inside := b.tracked(l.negated())
	tracker := b.tracker
	if b.kind == tape.Array {
		b.arrays.demands = append(b.arrays.demands, itemDemand{literal: l.part(k.UnevaluatedItems), beside: tracker})
	} else {
		b.objects.demands = append(b.objects.demands, memberDemand{literal: l.part(k.UnevaluatedProperties), kind: unevaluated, beside: tracker})
	}
	return b.acceptParts(inside, k)
}
