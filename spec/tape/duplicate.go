package tape

import "fmt"

// duplicates reports the names that stand more than once in the object being closed.
func (t *Tape) duplicates(o open) {
	first := o.token + 1
	end := uint32(len(t.tokens))
	if o.count <= 8 {
		for a := first; a < end; a = t.tokens[a+1].next {
			for b := t.tokens[a+1].next; b < end; b = t.tokens[b+1].next {
				if t.tokens[a].hash == t.tokens[b].hash && t.sameName(a, b) {
					t.duplicate(o, a, b)
					break // b finds the third one itself
				}
			}
		}
		return
	}
	size := uint32(32)
	for size < 2*o.count {
		size *= 2
	}
	if uint32(cap(t.seen)) < size {
		t.seen = make([]uint32, size)
	}
	t.seen = t.seen[:size]
	clear(t.seen)
	for a := first; a < end; a = t.tokens[a+1].next {
		slot := t.tokens[a].hash & (size - 1)
		for t.seen[slot] != 0 {
			if b := t.seen[slot]; t.tokens[a].hash == t.tokens[b].hash && t.sameName(a, b) {
				t.duplicate(o, b, a)
				break
			}
			slot = (slot + 1) & (size - 1)
		}
		t.seen[slot] = a // the latest one stands for the name
	}
}

func (t *Tape) sameName(a, b uint32) bool {
	return string(t.bytes(&t.tokens[a])) == string(t.bytes(&t.tokens[b]))
}

func (t *Tape) duplicate(o open, earlier, later uint32) {
	t.tokens[o.token].flags |= flagDuplicates
	t.stack[len(t.stack)-1].name = later
	t.tokens[earlier].flags |= flagSuperseded
	t.fault(RuleDuplicateName, int(t.tokens[later].start),
		fmt.Sprintf("name stands twice in one object, first at offset %d; receivers differ in which one they take", t.tokens[earlier].start))
}
