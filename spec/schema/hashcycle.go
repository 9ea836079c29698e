package schema

import (
	"bytes"
	"crypto/rand"
	"slices"
)

// mostRefining bounds the work on one cycle: forms times rounds. Real cycles hold at most a few hundred forms and take a few rounds.
const mostRefining = 500_000

// order finds the strongly connected forms, by Tarjan's algorithm with a stack of its own, and hashes them from the leaves up.
func (h *hasher) order() {
	type level struct{ form, atom, edge int32 }
	var path []level
	var open []int32
	count := int32(0)
	enter := func(n int32) {
		count++
		f := &h.forms[n]
		f.index, f.low, f.stacked = count, count, true
		open = append(open, n)
		path = append(path, level{n, f.atoms.from, -1})
	}
	for root := range h.forms {
		if f := &h.forms[root]; f.known || f.index != 0 {
			continue
		}
		enter(int32(root))
		for len(path) > 0 {
			top := &path[len(path)-1]
			f := &h.forms[top.form]
			if top.atom < f.atoms.to {
				edges := h.atoms[top.atom].edges
				if top.edge < 0 {
					top.edge = edges.from
				}
				if top.edge == edges.to {
					top.atom++
					top.edge = -1
					continue
				}
				next := h.edges[top.edge].to
				top.edge++
				switch to := &h.forms[next]; {
				case to.known:
				case to.index == 0:
					enter(next)
				case to.stacked:
					f.low = min(f.low, to.index)
				}
				continue
			}
			path = path[:len(path)-1]
			if len(path) > 0 {
				under := &h.forms[path[len(path)-1].form]
				under.low = min(under.low, f.low)
			}
			if f.low != f.index {
				continue
			}
			at := len(open) - 1
			for h.forms[open[at]].index != f.index {
				at--
			}
			h.component(open[at:])
			open = open[:at]
		}
	}
}

// component hashes forms that reach each other, once everything else they reach is hashed.
func (h *hasher) component(list []int32) {
	for _, n := range list {
		h.forms[n].stacked = false
	}
	if len(list) > 1 || h.loops(list[0]) {
		h.cycle(list)
	} else {
		// A form in front of a cycle may describe the same endless schema as one within.
		f := &h.forms[list[0]]
		f.hash = h.digest(f)
		if within, ok := h.set.cycles[f.hash]; ok {
			f.hash = within
		}
	}
	for _, n := range list {
		h.forms[n].known = true
	}
}

func (h *hasher) loops(n int32) bool {
	for _, a := range h.atoms[h.forms[n].atoms.from:h.forms[n].atoms.to] {
		for _, e := range h.edges[a.edges.from:a.edges.to] {
			if e.to == n {
				return true
			}
		}
	}
	return false
}

// cycle hashes the forms of a cycle by refining a partition: all begin alike, and in each round a form is told apart by what its
// schemas were told apart by in the round before. It ends when a round tells no more of them apart. The hash of a form then
// consists of its own class and of all classes, for the class alone only says what the schema looks like some rounds deep. How many
// rounds it takes and which classes there are depends on the endless schema alone, not on how far it is written out.
func (h *hasher) cycle(list []int32) {
	next, classes := make([]Hash, len(list)), []Hash(nil)
	for count, steps := 0, 0; ; count = len(classes) {
		for i, n := range list {
			next[i] = h.digest(&h.forms[n])
		}
		for i, n := range list {
			h.forms[n].hash = next[i]
		}
		classes = append(classes[:0], next...)
		slices.SortFunc(classes, func(a, b Hash) int { return bytes.Compare(a[:], b[:]) })
		classes = slices.Compact(classes)
		if len(classes) == count {
			break
		}
		if steps += len(list); steps > mostRefining {
			h.giveUp(list)
			return
		}
	}
	all := make([]byte, len(Hash{}), (len(classes)+1)*len(Hash{}))
	for i := range classes {
		all = append(all, classes[i][:]...)
	}
	for _, n := range list {
		f := &h.forms[n]
		copy(all, f.hash[:])
		f.hash = sum(all)
	}
	for _, n := range list {
		f := &h.forms[n]
		h.set.cycles[h.digest(f)] = f.hash
	}
}

// giveUp gives the forms of a cycle that is too large hashes that equal no other. That is safe: equal hashes only ever spare work.
func (h *hasher) giveUp(list []int32) {
	for _, n := range list {
		_, _ = rand.Read(h.forms[n].hash[:]) // it never fails
	}
}
