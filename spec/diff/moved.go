package diff

import (
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
)

// matchMoved finds properties that went from one object and came, with the same name and meaning, in one that holds it or is held by it. Both are
// one root cause; those that came are returned, for they are told with the others.
func matchMoved(all []*cause) map[*cause]bool {
	arrived := map[*cause]bool{}
	came := map[string][]*cause{}
	for _, one := range all {
		if ch := one.occurrences[0].change; ch.kind == changePropertyAdded {
			came[ch.name] = append(came[ch.name], one)
		}
	}
	for _, one := range all {
		ch := one.occurrences[0].change
		if ch.kind != changePropertyRemoved {
			continue
		}
		var found []*cause
		for _, other := range came[ch.name] {
			if !arrived[other] && sameMeaning(ch.was.schemas.tidy(), other.occurrences[0].change.is.schemas.tidy()) && near(one, other) {
				found = append(found, other)
			}
		}
		if len(found) == 1 {
			one.moved, arrived[found[0]] = found[0], true
		}
	}
	first := map[[2]*pair]*cause{} // by the objects they went from and came to
	for _, one := range all {
		if one.moved == nil {
			continue
		}
		way := [2]*pair{one.occurrences[0].change.pair, one.moved.occurrences[0].change.pair}
		if first[way] == nil {
			first[way] = one
			continue
		}
		first[way].along, arrived[one] = append(first[way].along, one), true
	}
	return arrived
}

// near reports whether two changes are met in one message, the object of one around that of the other.
func near(a, b *cause) bool {
	const most = 50 // of thousands of ways on which a component is met, the first ones stand for all
	for _, x := range a.occurrences[:min(most, len(a.occurrences))] {
		for _, y := range b.occurrences[:min(most, len(b.occurrences))] {
			p, q := x.pointer(), y.pointer()
			if x.root == y.root && p != q && (strings.HasPrefix(p+"/", q+"/") || strings.HasPrefix(q+"/", p+"/")) {
				return true
			}
		}
	}
	return false
}

// tellMoved makes f, which is about a property that went, one about its new place.
func (g *cause) tellMoved(f *fact) {
	from, to := g.occurrences[0], g.moved.occurrences[0]
	for _, o := range g.moved.occurrences {
		if o.root == from.root {
			to = o
		}
	}
	names := []string{from.change.name}
	for _, other := range g.along {
		names = append(names, other.occurrences[0].change.name)
	}
	places := func(o occurrence) string {
		var all []string
		for _, name := range names {
			all = append(all, o.pointer()+"/"+name)
		}
		return both(all)
	}
	verb, it, was := "stands", "it", "it was"
	if len(names) > 1 {
		verb, it, was = "stand", "them", "they were"
	}
	f.rule = strings.NewReplacer("removed", "moved", "required-added", "moved", "added", "moved").Replace(f.rule)
	f.change = reports.Change{Kind: reports.ChangeMoved, Before: places(from), After: places(to)}
	f.base, f.revision = from.change.base, to.change.revision
	f.message = both(names) + " " + verb + " at " + places(to) + " now, " + was + " at " + places(from) + ": " + missed(f, it, was)
	f.fix = "look for " + it + " at " + places(to)
	if f.direction == reports.DirectionRequest {
		f.fix = "send " + it + " at " + places(to)
	}
}

// missed says what it means for those who know properties at the place where they were.
func missed(f *fact, it, was string) string {
	return map[bool]map[bool]string{
		true:  {true: "requests that hold " + it + " where " + was + " are refused", false: "where " + was + " nobody looks any more"},
		false: {true: "whoever reads " + it + " where " + was + " breaks", false: "whoever reads " + it + " where " + was + " finds nothing"},
	}[f.direction == reports.DirectionRequest][f.class == reports.ClassWire]
}
