package tape

import (
	"bytes"
	"cmp"
	"hash/maphash"
)

// Decimal returns the number taken apart; the zero Decimal for other kinds. It refers to the tape's bytes.
func (v Value) Decimal() Decimal {
	if v.Kind() != Number {
		return Decimal{}
	}
	return ParseDecimal(v.Bytes())
}

// IsInteger says whether the value is a number without a fraction, however it is written: 1.0 and 1e3 are integers.
// Source: JSON Schema 2020-12 Validation, section 6.1.1.
func (v Value) IsInteger() bool {
	if v.Kind() != Number {
		return false
	}
	if v.token().flags&flagPlain != 0 {
		return true
	}
	return v.Decimal().IsInteger()
}

// Compare returns -1, 0 or 1 as number a is less than, equal to or greater than number b, exactly, in the decimals as
// written. Other kinds are ordered by kind alone.
func Compare(a, b Value) int {
	if a.Kind() != Number || b.Kind() != Number {
		return cmp.Compare(a.Kind(), b.Kind())
	}
	return a.Decimal().Cmp(b.Decimal())
}

// Equal says whether a and b are the same JSON value: numbers by value, strings by their characters, objects without
// regard to the order of members. Of a duplicate name the last member counts.
// Source: JSON Schema 2020-12 Core, section 4.2.2.
func Equal(a, b Value) bool {
	if a.Kind() != b.Kind() {
		return false
	}
	switch a.Kind() {
	case Bool:
		return a.Bool() == b.Bool()
	case Number:
		return Compare(a, b) == 0
	case String:
		return bytes.Equal(a.Bytes(), b.Bytes())
	case Array:
		if a.Len() != b.Len() {
			return false
		}
		ca, cb := a.Walk(), b.Walk()
		for ca.Next() && cb.Next() {
			if !Equal(ca.Value(), cb.Value()) {
				return false
			}
		}
	case Object:
		if a.hasDuplicates() || b.hasDuplicates() {
			return covers(a, b) && covers(b, a)
		}
		return a.Len() == b.Len() && covers(a, b)
	}
	return true
}

// covers says whether every member of a stands in b with an equal value. It begins to search behind the member found last, so
// that objects in the same order take linear time.
func covers(a, b Value) bool {
	cb := b.Walk()
	for ca := a.Walk(); ca.Next(); {
		if ca.superseded() {
			continue
		}
		if bv := find(&cb, b, ca.Hash(), ca.Name()); bv.Kind() == 0 || !Equal(ca.Value(), bv) {
			return false
		}
	}
	return true
}

// find looks for a name from the cursor on and then from the start.
func find(c *Cursor, in Value, hash uint32, name []byte) Value {
	for range 2 {
		for c.Next() {
			if c.Hash() == hash && !c.superseded() && bytes.Equal(c.Name(), name) {
				return c.Value()
			}
		}
		*c = in.Walk()
	}
	return Value{}
}

// hasDuplicates says whether a name stands twice in the object.
func (v Value) hasDuplicates() bool { return v.token().flags&flagDuplicates != 0 }

// superseded says whether the member's name follows again in the same object.
func (c *Cursor) superseded() bool { return c.tape.tokens[c.name].flags&flagSuperseded != 0 }

// Hash returns a number that is the same for values that are Equal, within one process.
func (v Value) Hash() uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	switch k := v.Kind(); k {
	case Null:
		return 1
	case Bool:
		if v.Bool() {
			return 2
		}
		return 3
	case Number:
		return v.Decimal().hash(&h)
	case String:
		return maphash.Bytes(seed, v.Bytes())
	case Array:
		sum := uint64(5)
		for c := v.Walk(); c.Next(); {
			sum = sum*0x9e3779b97f4a7c15 + c.Value().Hash()
		}
		return sum
	case Object:
		sum := uint64(11) // members add up: their order does not count
		for c := v.Walk(); c.Next(); {
			if c.superseded() {
				continue
			}
			sum += (uint64(c.Hash())<<32 | 0x5bd1e995) * (c.Value().Hash() | 1)
		}
		return sum
	}
	return 0
}

func (d Decimal) hash(h *maphash.Hash) uint64 {
	h.WriteByte(byte(d.sign()))
	h.Write(d.head)
	h.Write(bytes.TrimRight(d.tail, "0"))
	if d.isZero() || d.huge != nil {
		return h.Sum64()
	}
	return h.Sum64() + uint64(d.exponent)*0x9e3779b97f4a7c15
}
