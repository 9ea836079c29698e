package schema

import "github.com/plumbline-dev/plumbline/spec/tape"

// rest judges what no other keyword evaluated: unevaluatedItems and unevaluatedProperties. The marks since start are of s.
func (w *walk) rest(s *Schema, v tape.Value, start int) bool {
	n, base := v.Len(), len(w.bits)
	for range (n + 63) / 64 {
		w.bits = append(w.bits, 0)
	}
	left := n
	for _, m := range w.marks[start:] {
		if m == everything {
			left = 0
			break
		}
		if word, bit := &w.bits[base+int(m/64)], uint64(1)<<(m%64); *word&bit == 0 {
			*word |= bit
			left--
		}
	}
	ok := left == 0 || w.unevaluated(s, v, base)
	w.bits = w.bits[:base]
	if ok {
		w.marks = append(w.marks, everything)
	}
	return ok
}

// unevaluated judges the parts whose bit is not set in the bits from base on.
func (w *walk) unevaluated(s *Schema, v tape.Value, base int) bool {
	child, keyword := s.restItems, "unevaluatedItems"
	if v.Kind() == tape.Object {
		child, keyword = s.restProperties, "unevaluatedProperties"
	}
	if child.any {
		return true
	}
	ok := true
	for c := v.Walk(); c.Next(); {
		if i := c.Index(); w.bits[base+i/64]&(1<<(i%64)) != 0 {
			continue
		}
		if w.explain {
			w.push(frame{keyword: keyword, place: placeOf(&c), descends: true})
		}
		ok = w.descend(child, c.Value()) && ok
		if w.pop(); !ok && w.done() {
			return false
		}
	}
	return ok
}
