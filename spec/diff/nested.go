package diff

import (
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
)

// nesting is that several properties of an object stand in one new property of it, or that those of one that went stand in the object itself. Whatever
// else came and went with that is the same root cause.
type nesting struct {
	others []*cause // those told with the first
	parts  []*cause // the properties themselves
	whole  *cause   // the property that holds them, or held them
}

// matchNested finds what was nested, or is not any more. What is told with another is added to told.
func matchNested(all []*cause, told map[*cause]bool) {
	came, went := map[*pair][]*cause{}, map[*pair][]*cause{}
	for _, one := range all {
		ch := one.occurrences[0].change
		switch {
		case told[one] || one.moved != nil:
		case ch.kind == changePropertyAdded:
			came[ch.pair] = append(came[ch.pair], one)
		case ch.kind == changePropertyRemoved:
			went[ch.pair] = append(went[ch.pair], one)
		}
	}
	for _, one := range all {
		ch := one.occurrences[0].change
		if told[one] || one.moved != nil || one.nesting != nil {
			continue
		}
		switch ch.kind {
		case changePropertyAdded:
			if parts := partsOf(ch.is, went[ch.pair], told); len(parts) > 0 {
				parts[0].nesting = &nesting{others: append(parts[1:len(parts):len(parts)], one), parts: parts, whole: one}
				mark(told, parts[0].nesting.others)
			}
		case changePropertyRemoved:
			if parts := partsOf(ch.was, came[ch.pair], told); len(parts) > 0 {
				one.nesting = &nesting{others: parts, parts: parts, whole: one}
				mark(told, parts)
			}
		}
	}
}

func mark(told map[*cause]bool, list []*cause) {
	for _, one := range list {
		told[one] = true
	}
}

// partsOf returns which of the properties that came or went stand in whole as they are: nothing unless it holds no others, or hardly any, for many
// objects have an id.
func partsOf(whole *property, list []*cause, told map[*cause]bool) []*cause {
	var parts []*cause
	holds, all := flatten(whole.schemas.tidy()), 0
	for _, p := range holds.properties {
		if p.declared != nil {
			all++
		}
	}
	for _, one := range list {
		ch := one.occurrences[0].change
		own := ch.was
		if own == nil {
			own = ch.is
		}
		if in := holds.lookup(ch.name); !told[one] && one.nesting == nil && in != nil && sameMeaning(own.schemas.tidy(), in.schemas.tidy()) {
			parts = append(parts, one)
		}
	}
	if len(parts) == all || len(parts) > 1 && 2*len(parts) >= all {
		return parts
	}
	return nil
}

// tell makes f, which is about one of the properties, one about all of them.
func (n *nesting) tell(g *cause, f *fact) {
	var names, places []string
	at := g.occurrences[0].pointer()
	for _, part := range n.parts {
		name := part.occurrences[0].change.name
		names, places = append(names, named(name)), append(places, at+"/"+name)
	}
	whole := n.whole.occurrences[0].change
	before, after := strings.Join(places, ", "), at+"/"+whole.name
	f.base, f.revision = g.occurrences[0].change.base, whole.revision
	where := "in the new property " + named(whole.name)
	if whole.kind == changePropertyRemoved {
		before, after = after, before
		f.revision = n.parts[0].occurrences[0].change.revision
		where = "in the object that held " + named(whole.name) + ", which is gone"
	}
	f.rule = string(f.direction) + "-property-moved"
	f.change = reports.Change{Kind: reports.ChangeMoved, Before: before, After: after}
	verb, it, was := "stand", "them", "they were"
	if len(names) == 1 {
		verb, it, was = "stands", "it", "it was"
	}
	f.message = both(names) + " " + verb + " " + where + " now: " + missed(f, it, was)
	f.fix = map[bool]string{true: "send ", false: "read "}[f.direction == reports.DirectionRequest] + it + " at " + after
}
