package payload

import (
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// array writes an array: as many items as it must have, or, where the place is not lean, enough to show what an item is.
func (d *draft) array(s *shape, p place) (*value, error) {
	wanted := s.contains()
	least := s.minItems
	for _, c := range wanted {
		least = max(least, c.min)
	}
	if least > s.maxItems {
		return nil, fail(ReasonUnsatisfiable, firstNode(s), p, "at least %d items are asked for, and at most %d are allowed", least, s.maxItems)
	}
	if least > roomMost {
		return nil, fail(ReasonBudget, firstNode(s), p, "%d items are asked for, more than one sample may hold", least)
	}
	n := least
	if !p.lean {
		n = max(least, min(s.maxItems, d.showing(s, p)))
	}
	v, err := d.items(s, p, n, least, wanted)
	if err != nil || !s.fussy || d.judge.holds(s.roots, v) {
		return v, err
	}
	// What the judge refuses it may accept with fewer items, with more, or with what contains asks for elsewhere.
	for _, other := range []struct {
		n    int
		last bool
	}{{least, false}, {least, true}, {least + 1, false}, {least + 2, false}} {
		if other.n > s.maxItems || d.over() {
			continue
		}
		w, err := d.itemsPlaced(s, p, other.n, least, wanted, other.last)
		if err == nil && d.judge.holds(s.roots, w) {
			return w, nil
		}
	}
	return nil, d.refused(s, p, v)
}

// showing returns how many items show what the array holds: two scalars, one of what nests, every item that has a schema by
// place.
func (d *draft) showing(s *shape, p place) int {
	n := s.prefix()
	if g, forbidden := s.item(n); forbidden == nil {
		if len(g) == 0 && n > 0 {
			return n
		}
		n++
		if item, err := d.source.flatten(g, nil); err == nil && item.kinds&isCompound == 0 && len(g) > 0 {
			n++
		}
	}
	if p.depth+1 >= d.deepest && s.prefix() == 0 {
		return min(n, 1)
	}
	return n
}

func (d *draft) items(s *shape, p place, n, least int, wanted []contains) (*value, error) {
	return d.itemsPlaced(s, p, n, least, wanted, false)
}

// itemsPlaced writes n items. What contains asks for stands behind the items with a schema by place, or, if last is set, at the end.
func (d *draft) itemsPlaced(s *shape, p place, n, least int, wanted []contains, last bool) (*value, error) {
	out := &value{kind: tape.Array}
	for i := range n {
		g, forbidden := s.item(i)
		if forbidden != nil {
			if i >= least {
				break
			}
			return nil, fail(ReasonUnsatisfiable, forbidden, p, "%d items are asked for, and %s allows no more than %d", n, keywordOf(forbidden), i)
		}
		start := min(s.prefix(), n)
		for _, c := range wanted {
			from := min(start, n-c.min)
			if last {
				from = n - c.min
			}
			if i >= from && i < from+c.min {
				g = append(g[:len(g):len(g)], c.schema)
			}
		}
		item, err := d.newItem(s, g, p, i, out)
		if err != nil {
			if i >= least {
				d.omit(err, s, p)
				break
			}
			return nil, err
		}
		if item == nil {
			break
		}
		out.items = append(out.items, item)
	}
	if len(out.items) < least {
		return nil, fail(ReasonUnsatisfiable, firstNode(s), p, "uniqueItems and minItems ask for %d different items, and only %d were found",
			least, len(out.items))
	}
	return out, nil
}

// newItem writes one item, different from those before it if they must all differ; nil if no different one was found.
func (d *draft) newItem(s *shape, g goal, p place, i int, before *value) (*value, error) {
	const tries = 24
	for try := range tries {
		q := p.item(i)
		q.index, q.try = q.index+try, try
		if try > 0 {
			q.pointer += "#" + string(rune('a'+try)) // another draw for the same place
			q.offered = nil
		}
		v, err := d.write(g, q)
		if err != nil {
			return nil, err
		}
		if !s.unique || !contained(before, v) {
			return v, nil
		}
		if try > 4 && v.scalar() && v.kind != tape.String && v.kind != tape.Number {
			break // null and the booleans are few
		}
	}
	return nil, nil
}

func contained(list, v *value) bool {
	written := string(v.appendTo(nil))
	for _, item := range list.items {
		if string(item.appendTo(nil)) == written {
			return true
		}
	}
	return false
}

// omit records that something optional could not be written.
func (d *draft) omit(err error, s *shape, p place) {
	if d.room >= 0 {
		d.left = append(d.left, refusal(err, firstOf(nil, s), "", p.name, ""))
	}
}
