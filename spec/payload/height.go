package payload

import (
	"sync"

	"github.com/plumbline-dev/plumbline/spec/schema"
)

// endless is the height of a schema that no finite value satisfies.
const endless = 200

// heights knows how deep the flattest value of a schema is: 0 for a scalar, one more than its deepest required part for an
// object or array. Where a schema comes back to itself, the branch of least height is the way out; a schema without one has
// no finite value at all. Values are kept per schema, since schemas do not change.
type heights struct {
	source source
	face   schema.Face

	mu    sync.Mutex
	known map[*schema.Schema]int
	fits  map[fit]bool
}

type fit struct {
	node  *schema.Schema
	depth int
}

// of returns the height of a goal, or endless. It is a guide, not a judgement: schemas of a goal are looked at one
// by one.
func (h *heights) of(g goal) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	tallest := 0
	for _, n := range g {
		tallest = max(tallest, h.node(n))
	}
	return tallest
}

func (h *heights) node(n *schema.Schema) int {
	if d, ok := h.known[n]; ok {
		return d
	}
	d := 0
	for ; d < endless; d++ {
		w := climb{heights: h, open: map[fit]bool{}}
		if w.fits(n, d) {
			break
		}
	}
	h.known[n] = d
	return d
}

// climb is one question whether a schema has a value within a depth.
type climb struct {
	*heights
	open    map[fit]bool // asked and not yet answered: coming back to one of them is no progress
	touched int          // how often such a one was met, so that what hangs on it is not kept
}

func (c *climb) fits(n *schema.Schema, depth int) bool {
	key := fit{n, depth}
	if answer, ok := c.heights.fits[key]; ok {
		return answer
	}
	if c.open[key] {
		c.touched++
		return false
	}
	c.open[key] = true
	before := c.touched
	answer := c.try(n, depth)
	delete(c.open, key)
	if answer || c.touched == before {
		c.heights.fits[key] = answer
	}
	return answer
}

func (c *climb) try(n *schema.Schema, depth int) bool {
	s, err := c.source.flatten(goal{n}, nil)
	if err != nil || s.never != nil || s.kinds == 0 {
		return err != nil // a broken reference is told where it is met, not here
	}
	for _, choice := range s.choices {
		any := false
		for _, option := range choice.options {
			all := true
			for _, o := range option {
				all = all && c.fits(o, depth)
			}
			if any = any || all; any {
				break
			}
		}
		if !any {
			return false
		}
	}
	if len(s.enums)+len(s.consts) > 0 || s.kinds&^isCompound != 0 {
		return true
	}
	return s.kinds&isObject != 0 && c.object(s, depth) || s.kinds&isArray != 0 && c.array(s, depth)
}

func (c *climb) object(s *shape, depth int) bool {
	for _, r := range s.required {
		g, forbidden := s.member(r.text)
		if forbidden == nil && !c.source.hidden(g, c.face) && !c.below(g, depth) {
			return false // a property that is required and forbidden is told where it is met, with both lines
		}
	}
	return true
}

func (c *climb) array(s *shape, depth int) bool {
	least := s.minItems
	for _, k := range s.contains() {
		if k.min > 0 {
			if least = max(least, 1); !c.below(goal{k.schema}, depth) {
				return false
			}
		}
	}
	for i := range min(least, s.prefix()+1) {
		g, forbidden := s.item(i)
		if forbidden != nil || !c.below(g, depth) {
			return false
		}
	}
	return true
}

// below asks for a part of a value, one level down.
func (c *climb) below(g goal, depth int) bool {
	if depth == 0 && len(g) > 0 {
		return false
	}
	for _, n := range g {
		if !c.fits(n, depth-1) {
			return false
		}
	}
	return true
}
