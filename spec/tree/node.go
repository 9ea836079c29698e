package tree

import (
	"strconv"
	"strings"
)

// Position is a place in a file; lines and columns count from 1, columns in runes. The zero Position means unknown.
type Position struct {
	File   string
	Line   int
	Column int
}

// String returns file:line:column, without the parts that are unknown.
func (p Position) String() string {
	if p.Line == 0 {
		return p.File
	}
	place := strconv.Itoa(p.Line)
	if p.Column > 0 {
		place += ":" + strconv.Itoa(p.Column)
	}
	if p.File == "" {
		return place
	}
	return p.File + ":" + place
}

// Before reports whether p stands before q; files are ordered by name.
func (p Position) Before(q Position) bool {
	if p.File != q.File {
		return p.File < q.File
	}
	if p.Line != q.Line {
		return p.Line < q.Line
	}
	return p.Column < q.Column
}

// Kind is the kind of value a node holds, in the words of JSON.
type Kind uint8

// The kinds of node. The zero Kind belongs to no node.
const (
	Null Kind = iota + 1
	Bool
	Number
	String
	Array
	Object
)

var kindNames = [...]string{"nothing", "null", "boolean", "number", "string", "array", "object"}

// String returns the name JSON Schema gives the kind: null, boolean, number, string, array or object.
func (k Kind) String() string {
	if int(k) >= len(kindNames) {
		return kindNames[0]
	}
	return kindNames[k]
}

// Node is one value of a file. Nodes are made by a Store and must not be changed; they are safe for concurrent use. A nil
// *Node stands for "not there": every method of it may be called.
type Node struct {
	Kind    Kind
	Text    string   // a string decoded; a number as it is written in JSON (0x1F has become 31); true or false; "" for null
	At      Position // where the value begins
	Members []Member // of an object, in the order of the source, each name once
	Items   []*Node  // of an array

	file   *File
	parent *Node
	place  int              // index among the parent's Members or Items
	index  map[string]int32 // name to index in Members; only for objects with many
}

// Member is one name of an object with its value.
type Member struct {
	Name  string
	At    Position // where the name begins
	Value *Node
}

// indexFrom is the size of object from which on Get looks names up in a map: below it, comparing is faster.
const indexFrom = 16

// Get returns the value that name has in the object n, or nil if there is none or n is no object.
func (n *Node) Get(name string) *Node {
	if i := n.find(name); i >= 0 {
		return n.Members[i].Value
	}
	return nil
}

// Member returns the member of the object n that is called name.
func (n *Node) Member(name string) (Member, bool) {
	if i := n.find(name); i >= 0 {
		return n.Members[i], true
	}
	return Member{}, false
}

func (n *Node) find(name string) int {
	if n == nil {
		return -1
	}
	if n.index != nil {
		if i, ok := n.index[name]; ok {
			return int(i)
		}
		return -1
	}
	for i := range n.Members {
		if n.Members[i].Name == name {
			return i
		}
	}
	return -1
}

// String returns the text of a scalar, and "" for anything else.
func (n *Node) String() string {
	if n == nil {
		return ""
	}
	return n.Text
}

// Bool returns the value of a boolean; ok is false for anything else.
func (n *Node) Bool() (value, ok bool) {
	if n == nil || n.Kind != Bool {
		return false, false
	}
	return n.Text == "true", true
}

// Strings returns the texts of an array's strings, leaving out what is no string; a single string is an array of one.
func (n *Node) Strings() []string {
	switch {
	case n == nil:
		return nil
	case n.Kind == String:
		return []string{n.Text}
	}
	var texts []string
	for _, item := range n.Items {
		if item.Kind == String {
			texts = append(texts, item.Text)
		}
	}
	return texts
}

// Is reports whether n is there and of kind k.
func (n *Node) Is(k Kind) bool { return n != nil && n.Kind == k }

// Len returns the number of members of an object or of items of an array, and 0 for anything else.
func (n *Node) Len() int {
	if n == nil {
		return 0
	}
	return len(n.Members) + len(n.Items)
}

// File returns the file n was read from; nil for a nil node.
func (n *Node) File() *File {
	if n == nil {
		return nil
	}
	return n.file
}

// Parent returns the object or array n stands in, or nil for the root of a file.
func (n *Node) Parent() *Node {
	if n == nil {
		return nil
	}
	return n.parent
}

// Name returns the name n has in its parent object; "" if the parent is an array or n is a root.
func (n *Node) Name() string {
	if n == nil || n.parent == nil || n.parent.Kind != Object {
		return ""
	}
	return n.parent.Members[n.place].Name
}

// KeyAt returns where the name of n begins in its parent object, and where n itself begins if it has no name.
func (n *Node) KeyAt() Position {
	switch {
	case n == nil:
		return Position{}
	case n.parent == nil || n.parent.Kind != Object:
		return n.At
	}
	return n.parent.Members[n.place].At
}

// Pointer returns the JSON pointer of n within its file; "" for the root. A node reached through an alias or a merge key has
// the pointer of the place where it is used. Source: RFC 6901, section 3.
func (n *Node) Pointer() string {
	var steps []string
	for ; n != nil && n.parent != nil; n = n.parent {
		if n.parent.Kind == Object {
			steps = append(steps, EscapePointer(n.parent.Members[n.place].Name))
		} else {
			steps = append(steps, strconv.Itoa(n.place))
		}
	}
	var b strings.Builder
	for i := len(steps) - 1; i >= 0; i-- {
		b.WriteByte('/')
		b.WriteString(steps[i])
	}
	return b.String()
}

// Walk calls visit for n and for everything below it, in the order of the source. If visit returns false, what is below that
// node is left out. References are not followed.
func (n *Node) Walk(visit func(*Node) bool) {
	if n == nil || !visit(n) {
		return
	}
	for i := range n.Members {
		n.Members[i].Value.Walk(visit)
	}
	for _, item := range n.Items {
		item.Walk(visit)
	}
}
