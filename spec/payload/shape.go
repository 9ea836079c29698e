package payload

import (
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// goal is a list of schemas that one value must satisfy together. A property that two branches of an allOf declare has a
// goal of two.
type goal []*tree.Node

// shape is what a goal asks of a value once references are followed, allOf is laid flat and the choices taken so far are
// added: the facts of all its schemas, merged. Nothing is merged that would need a new schema to say: a property's schemas
// stay a goal of their own until a value for that property is wanted.
//
//	goal --flatten--> nodes --read--> shape --draft--> value --judge--> sample
type shape struct {
	roots goal         // as given: what the value is judged against
	taken []taken      // the branches taken so far
	nodes []*tree.Node // flat: no references, no allOf left
	never *tree.Node   // a schema that nothing satisfies
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
	key     *tree.Node // stands for the choice
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
	seen   map[*tree.Node]bool
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
	f := &flattening{source: s, taken: t, seen: make(map[*tree.Node]bool, 8)}
	f.shape = &shape{
		roots: g, taken: t, kinds: isAnything, hi: unbounded, maxItems: unbounded, maxMembers: unbounded, fussy: len(t) > 0,
	}
	for _, n := range g {
		f.visit(n)
	}
	f.discriminators()
	return f.shape, f.err
}

func (f *flattening) visit(n *tree.Node) {
	for n != nil && f.err == nil && !f.seen[n] {
		f.seen[n] = true
		if value, ok := n.Bool(); ok {
			if !value {
				f.shape.never = n
			}
			return
		}
		next, alone, err := f.source.follow(n)
		if err != nil {
			f.err = err
			return
		}
		if next == nil || !alone {
			f.read(n)
		}
		n = next
	}
}

// read adds one schema without its reference to the shape, in the order of the source, so that properties come in the
// order a reader of the document sees.
func (f *flattening) read(n *tree.Node) {
	s := f.shape
	s.nodes = append(s.nodes, n)
	set, order := declaredKinds(n, f.source.is31)
	s.narrow(set, order)
	for i := range n.Members {
		m := &n.Members[i]
		switch m.Name {
		case "allOf":
			for _, item := range m.Value.Items {
				f.visit(item)
			}
		case "anyOf", "oneOf":
			f.choose(m.Value, m.Value.Items)
		case "if":
			f.condition(n, m.Value)
		case "not":
			f.not(m.Value)
		case "enum":
			s.enums = append(s.enums, m.Value)
		case "const":
			s.consts = append(s.consts, m.Value)
		case "properties":
			for _, p := range m.Value.Members {
				s.declare(p.Name)
			}
		case "required":
			s.require(m.Value)
		default:
			s.limit(m.Name, m.Value)
		}
	}
	s.numbers.read(n)
	f.suggestions(n)
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

func (s *shape) require(list *tree.Node) {
next:
	for _, item := range list.Items {
		for _, had := range s.required {
			if had.text == item.Text {
				continue next
			}
		}
		s.required = append(s.required, name{item.Text, item})
	}
}

// limit adds a keyword that bounds a size, or marks the shape as one a judge must look at.
func (s *shape) limit(keyword string, v *tree.Node) {
	switch keyword {
	case "minLength":
		raise(&s.lo, v)
	case "minItems":
		raise(&s.minItems, v)
	case "minProperties":
		raise(&s.minMembers, v)
	case "maxLength":
		lower(&s.hi, v)
	case "maxItems":
		lower(&s.maxItems, v)
	case "maxProperties":
		lower(&s.maxMembers, v)
	case "pattern":
		s.patterns = append(s.patterns, v)
	case "format":
		if s.format == "" {
			s.format = v.Text
		}
	case "uniqueItems":
		if unique, _ := v.Bool(); unique {
			s.unique = true
		}
	case "contains", "dependentRequired", "dependentSchemas", "unevaluatedProperties", "unevaluatedItems", "propertyNames", "patternProperties":
		s.fussy = true
	}
}

func raise(bound *int, v *tree.Node) {
	if n, ok := integerOf(v); ok {
		*bound = max(*bound, n)
	}
}

func lower(bound *int, v *tree.Node) {
	if n, ok := integerOf(v); ok {
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
	for _, n := range s.nodes {
		for _, k := range hinted(n) {
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
