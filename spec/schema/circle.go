package schema

import "github.com/plumbline-dev/plumbline/spec/tree"

// cutCircles finds schemas that lead back to themselves without descending into the value, such as a reference to the schema it
// stands in. Judging by one would never end, so the reference that closes the circle is refused and cut.
func cutCircles(fresh []*Schema) {
	const (
		open = 1
		done = 2
	)
	state := map[*Schema]int{}
	for _, start := range fresh {
		// A stack of its own: a chain of references may be as long as the document.
		type level struct {
			schema *Schema
			next   []*Schema
		}
		enter := func(s *Schema) level {
			state[s] = open
			l := level{schema: s}
			s.edges(func(to *Schema, inPlace bool) {
				if inPlace {
					l.next = append(l.next, to)
				}
			})
			return l
		}
		if state[start] != 0 {
			continue
		}
		stack := []level{enter(start)}
		for len(stack) > 0 {
			top := &stack[len(stack)-1]
			if len(top.next) == 0 {
				state[top.schema] = done
				stack = stack[:len(stack)-1]
				continue
			}
			to := top.next[0]
			top.next = top.next[1:]
			switch state[to] {
			case open:
				// Every circle holds a reference: the rest of the document is a tree.
				for i := len(stack) - 1; i >= 0; i-- {
					s, target := stack[i].schema, to
					if i+1 < len(stack) {
						target = stack[i+1].schema
					}
					if s.ref == target {
						s.cut()
						break
					}
					if s == to {
						break
					}
				}
			case 0:
				stack = append(stack, enter(to))
			}
		}
	}
}

// cut takes the reference out of s.
func (s *Schema) cut() {
	m, ok := s.node.Member("$ref")
	if !ok {
		m = tree.Member{Name: "$ref", At: s.node.At}
	}
	s.ref = nil
	s.refused = append(s.refused, Refusal{
		Keyword: m.Name, Pointer: s.node.Pointer(), At: m.At,
		Reason: "leads back to itself without describing a part of the value, so nothing is promised; remove it, or put properties or items between",
		Circle: true,
	})
}
