package payload

import (
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// goal is a list of schemas that one value must satisfy together. A property that two branches of an allOf declare has a
// goal of two.
type goal []*schema.Schema

// shape is what a goal asks of a value once references are followed, allOf is laid flat and the choices taken so far are
// added: the facts of all its schemas, merged. Nothing is merged that would need a new schema to say: a property's schemas
// stay a goal of their own until a value for that property is wanted.
//
//	goal --flatten--> parts --read--> shape --draft--> value --judge--> sample
type shape struct {
	roots goal       // as given: what the value is judged against
	taken []taken    // the branches taken so far
	parts []*said    // flat: no references, no allOf left
	never *tree.Node // a schema that nothing satisfies
	kinds kinds
	order []kinds // declared or hinted types, most fitting first

	examples []*tree.Node // example, examples and default, in this order
	enums    []*tree.Node // arrays of enum
	consts   []*tree.Node

	numbers    numbers
	lo, hi     int // length of a text
	patterns   []*tree.Node
	format     string
	minItems   int
	maxItems   int
	unique     bool
	minMembers int
	maxMembers int
	required   []name
	declared   []string // properties, in the order they stand
	choices    []choice
	fussy      bool // holds something only a judge can tell: not, contains, choices taken, ...
}

// name is a property name with the place that asks for it.
type name struct {
	text string
	at   *tree.Node
}

// choice is one anyOf, oneOf, if or open discriminator whose branch is not yet taken.
type choice struct {
	key     *tree.Node // stands for the choice: the keyword's value
	options []goal
}

// taken is a choice with the branch that was taken.
type taken struct {
	key    *tree.Node
	option goal
}

// flattening is the state of one walk over a goal.
type flattening struct {
	source source
	taken  []taken
	seen   map[*schema.Schema]bool
	shape  *shape
	err    error
}

// flatten returns the shape of a goal under the choices taken, which must not be changed. The error says which reference could
// not be followed.
func (s source) flatten(g goal, t []taken) (*shape, error) {
	if len(g) != 1 || len(t) > 0 {
		return s.lay(g, t)
	}
	if known, ok := s.known.Load(g[0]); ok {
		return known.(*shape), nil
	}
	flat, err := s.lay(g, nil)
	if err == nil {
		s.known.Store(g[0], flat)
	}
	return flat, err
}

// lay is flatten without memory.
func (s source) lay(g goal, t []taken) (*shape, error) {
	f := &flattening{source: s, taken: t, seen: make(map[*schema.Schema]bool, 8)}
	f.shape = &shape{
		roots: g, taken: t, kinds: isAnything, hi: unbounded, maxItems: unbounded, maxMembers: unbounded, fussy: len(t) > 0,
	}
	for _, c := range g {
		f.visit(c)
	}
	f.discriminators()
	return f.shape, f.err
}

func (f *flattening) visit(c *schema.Schema) {
	if f.err != nil || f.seen[c] {
		return
	}
	f.seen[c] = true
	k := f.source.said(c)
	if !k.node.Is(tree.Object) { // true, false, or nothing at all
		if k.Never {
			f.shape.never = k.node
		}
		return
	}
	to, alone, err := f.source.refers(k)
	if err != nil {
		f.err = err
		return
	}
	if !alone {
		f.read(k)
	}
	for _, c := range to {
		f.visit(c)
	}
}

// read adds one schema without its reference to the shape, in the order of the source, so that properties come in the
// order a reader of the document sees.
func (f *flattening) read(k *said) {
	s := f.shape
	s.parts = append(s.parts, k)
	s.narrow(kindsOf(k.Types), typeOrder(k.node))
	for i := range k.node.Members {
		m := &k.node.Members[i]
		switch m.Name {
		case "allOf":
			for _, c := range k.AllOf {
				f.visit(c)
			}
		case "anyOf":
			f.choose(m.Value, k.AnyOf)
		case "oneOf":
			f.choose(m.Value, k.OneOf)
		case "if":
			f.condition(m.Value, k)
		case "not":
			f.not(k.Not)
		case "properties":
			for _, p := range m.Value.Members {
				if k.properties[p.Name] != nil {
					s.declare(p.Name)
				}
			}
		case "required":
			s.require(m.Value, k.Required)
		}
	}
	s.limit(k)
	s.numbers.read(k)
	f.suggestions(k.node)
}

func (s *shape) narrow(set kinds, order []kinds) {
	s.kinds &= set
	if s.kinds&isInteger == 0 {
		s.kinds &^= isFraction // a broken number is a number, so without whole ones there are none
	}
	s.order = append(s.order, order...)
}

func (s *shape) declare(property string) {
	for _, had := range s.declared {
		if had == property {
			return
		}
	}
	s.declared = append(s.declared, property)
}

// require adds the names that list asks for, of which only those that were compiled count.
func (s *shape) require(list *tree.Node, names []string) {
next:
	for _, item := range list.Items[:min(len(names), len(list.Items))] {
		for _, had := range s.required {
			if had.text == item.Text {
				continue next
			}
		}
		s.required = append(s.required, name{item.Text, item})
	}
}

// limit adds the keywords that list values or bound a size, and marks the shape as one a judge must look at.
func (s *shape) limit(k *said) {
	if k.Enum != nil {
		s.enums = append(s.enums, k.node.Get("enum"))
	}
	if k.Const.Kind() != 0 {
		s.consts = append(s.consts, k.node.Get("const"))
	}
	s.lo, s.minItems, s.minMembers = max(s.lo, k.MinLength), max(s.minItems, k.MinItems), max(s.minMembers, k.MinProperties)
	lower(&s.hi, k.MaxLength)
	lower(&s.maxItems, k.MaxItems)
	lower(&s.maxMembers, k.MaxProperties)
	if k.Pattern != nil {
		s.patterns = append(s.patterns, k.node.Get("pattern"))
	}
	if s.format == "" {
		s.format = k.Format
	}
	s.unique = s.unique || k.UniqueItems
	if k.Contains != nil || k.PropertyNames != nil || k.UnevaluatedProperties != nil || k.UnevaluatedItems != nil || len(k.Dependencies)+len(k.PatternProperties) > 0 {
		s.fussy = true
	}
}

// lower takes a bound that is -1 if there is none.
func lower(bound *int, n int) {
	if n >= 0 {
		*bound = min(*bound, n)
	}
}

// suggestions collects values the document itself offers for this place.
func (f *flattening) suggestions(n *tree.Node) {
	if v := n.Get("example"); v != nil {
		f.shape.examples = append(f.shape.examples, v)
	}
	if v := n.Get("examples"); v.Is(tree.Array) && f.source.is31 {
		f.shape.examples = append(f.shape.examples, v.Items...)
	}
	if v := n.Get("default"); v != nil {
		f.shape.examples = append(f.shape.examples, v)
	}
}

// preferred returns the types a value may have, the most fitting first: declared ones, then those the keywords speak of,
// then the rest; null only when nothing else is left.
func (s *shape) preferred() []kinds {
	var out []kinds
	rest := s.kinds
	take := func(k kinds) {
		if k &= rest; k != 0 && k != isNull {
			rest &^= k
			out = append(out, k)
		}
	}
	for _, k := range s.order {
		take(k)
	}
	for _, part := range s.parts {
		for _, k := range hinted(part.node) {
			take(k)
		}
	}
	for _, k := range []kinds{isString, isObject, isInteger | isFraction, isBool, isArray} {
		take(k)
	}
	if rest&isNull != 0 {
		out = append(out, isNull)
	}
	return out
}
