package spec

import (
	"sync"

	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// kinds is a set of JSON types: bit k for tape.Kind k. The empty set says nothing.
type kinds uint8

func (k kinds) has(kind tape.Kind) bool { return k&(1<<kind) != 0 }

// stringsOnly reports whether a value that is not null can only be a string.
func (k kinds) stringsOnly() bool { return k&^(1<<tape.Null) == 1<<tape.String }

const scalars = kinds(1<<tape.Null | 1<<tape.Bool | 1<<tape.Number | 1<<tape.String)

var kindsByName = map[string]kinds{
	"null": 1 << tape.Null, "boolean": 1 << tape.Bool, "number": 1 << tape.Number, "integer": 1 << tape.Number,
	"string": 1 << tape.String, "array": 1 << tape.Array, "object": 1 << tape.Object,
}

// shapes lists the ways a value of these types can be written: as a list, as names with values, or as one text.
func (k kinds) shapes() []tape.Kind {
	var out []tape.Kind
	for _, shape := range []tape.Kind{tape.Array, tape.Object} {
		if k.has(shape) {
			out = append(out, shape)
		}
	}
	if k&scalars&^(1<<tape.Null) != 0 || len(out) == 0 {
		out = append(out, tape.String)
	}
	return out
}

// outline is what has to be known of a schema to read a text by it: the types it allows and the schemas of what it holds. It gathers them
// from all schemas that speak about the same value. An outline is made once for a schema, and is then immutable.
type outline struct {
	document *Document
	nodes    []*tree.Node // the schemas; none if nothing is said
	kinds    kinds
	shapes   []tape.Kind // ways to write the value: as a list, as names with values, as one text

	names      []string // that properties declares, in the order of the document
	properties map[string]*later
	rest       *later // additionalProperties
	free       bool   // an object is meant to hold names that it does not declare: it says what they hold, or declares none at all
	items      *later
	prefix     []*later

	binary  bool // bytes, not a text
	encoded bool // bytes as a text, in base64 or the like
	counts  bool // the verdict on a string depends on what it holds, not on its type alone
}

// later is the outline of schemas that is made when it is asked for: schemas may hold themselves.
type later struct {
	nodes []*tree.Node
	once  sync.Once
	made  *outline
}

func (l *later) of(d *Document) *outline {
	switch {
	case l == nil || len(l.nodes) == 0:
		return unsaid
	case len(l.nodes) == 1:
		return d.outline(l.nodes[0])
	}
	l.once.Do(func() { l.made = d.newOutline(l.nodes) })
	return l.made
}

// unsaid is the outline of what no schema speaks about.
var unsaid = &outline{shapes: []tape.Kind{tape.String}, free: true}

// outline returns the outline of the schema at n.
func (d *Document) outline(n *tree.Node) *outline {
	if n == nil {
		return unsaid
	}
	if known, ok := d.outlines.Load(n); ok {
		return known.(*outline)
	}
	made, _ := d.outlines.LoadOrStore(n, d.newOutline([]*tree.Node{n}))
	return made.(*outline)
}

// declares reports whether properties has the name.
func (o *outline) declares(name string) bool { return o.properties[name] != nil }

// property returns the outline of a property, which is that of additionalProperties if none declares it.
func (o *outline) property(name string) *outline {
	if declared := o.properties[name]; declared != nil {
		return declared.of(o.document)
	}
	return o.rest.of(o.document)
}

// item returns the outline of the item with that number.
func (o *outline) item(index int) *outline {
	if index < len(o.prefix) {
		return o.prefix[index].of(o.document)
	}
	return o.items.of(o.document)
}

// complex reports whether a value can only be an array or an object.
func (o *outline) complex() bool { return o.kinds != 0 && o.kinds&scalars == 0 }

// lists reports whether a value may be an array.
func (o *outline) lists() bool { return o.kinds.has(tape.Array) }
