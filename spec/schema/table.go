package schema

import "github.com/plumbline-dev/plumbline/spec/tape"

// table finds a property by its name's hash. Names that are only required stand in it too.
type table struct {
	slots   []uint16 // index into entries plus one; 0 is free
	entries []property
	mask    uint32
}

type property struct {
	name                string
	hash                uint32
	bit                 uint64 // of required; 0 if it is not
	schema              *Schema
	readOnly, writeOnly bool
}

// entry returns the entry for a name, making it if there is none.
func (t *table) entry(name string) *property {
	hash := tape.Hash(name)
	if p := t.find(hash, []byte(name)); p != nil {
		return p
	}
	t.entries = append(t.entries, property{name: name, hash: hash})
	size := 4
	for size < 2*len(t.entries) {
		size *= 2
	}
	if size != len(t.slots) {
		t.slots, t.mask = make([]uint16, size), uint32(size-1)
		for i := range t.entries[:len(t.entries)-1] {
			t.put(i)
		}
	}
	t.put(len(t.entries) - 1)
	return &t.entries[len(t.entries)-1]
}

func (t *table) put(i int) {
	at := t.entries[i].hash & t.mask
	for t.slots[at] != 0 {
		at = (at + 1) & t.mask
	}
	t.slots[at] = uint16(i + 1)
}

func (t *table) find(hash uint32, name []byte) *property {
	if len(t.slots) == 0 {
		return nil
	}
	for at := hash & t.mask; t.slots[at] != 0; at = (at + 1) & t.mask {
		if p := &t.entries[t.slots[at]-1]; p.hash == hash && p.name == string(name) {
			return p
		}
	}
	return nil
}
