package schema

import (
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// Types is a set of JSON types. Integers are a type of their own within numbers.
type Types uint8

// Bit k stands for tape.Kind k, and one more for numbers that are integers.
const (
	integers Types = 1 << 7
	numbers  Types = 1 << tape.Number
	texts    Types = 1 << tape.String
	arrays   Types = 1 << tape.Array
	objects  Types = 1 << tape.Object
	allTypes Types = 1<<tape.Null | 1<<tape.Bool | numbers | texts | arrays | objects
)

var typeNames = map[string]Types{
	"null": 1 << tape.Null, "boolean": 1 << tape.Bool, "number": numbers, "integer": integers,
	"string": 1 << tape.String, "array": 1 << tape.Array, "object": 1 << tape.Object,
}

// typeOrder is the order in which messages name types.
var typeOrder = [...]string{"string", "integer", "number", "boolean", "array", "object", "null"}

// Values is the set without null.
func (t Types) Values() Types { return t &^ (1 << tape.Null) }

// Has says whether values of kind k are in the set; of numbers perhaps integers only.
func (t Types) Has(k tape.Kind) bool {
	return t&(1<<k) != 0 || k == tape.Number && t&integers != 0
}

// OnlyIntegers says whether numbers are in the set, but only integers.
func (t Types) OnlyIntegers() bool { return t&(integers|numbers) == integers }

// String names the types, such as "string or null"; "" if there are none.
func (t Types) String() string {
	var names []string
	for _, name := range typeOrder {
		if t&typeNames[name] != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, " or ")
}
