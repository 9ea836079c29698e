package payload

import (
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// kinds is a set of JSON types. Numbers are two of them, whole and broken, so that `integer` is a type like the others.
type kinds uint8

const (
	isNull kinds = 1 << iota
	isBool
	isInteger
	isFraction
	isString
	isArray
	isObject

	isNumber   = isInteger | isFraction
	isCompound = isArray | isObject
	isAnything = isNull | isBool | isNumber | isString | isCompound
)

var kindNames = []struct {
	name string
	kind kinds
}{
	{"null", isNull}, {"boolean", isBool}, {"integer", isInteger}, {"number", isNumber}, {"string", isString}, {"array", isArray}, {"object", isObject},
}

func kindOf(name string) kinds {
	for _, k := range kindNames {
		if k.name == name {
			return k.kind
		}
	}
	return 0
}

func kindOfNode(n *tree.Node) kinds {
	switch n.Kind {
	case tree.Null:
		return isNull
	case tree.Bool:
		return isBool
	case tree.Number:
		return isNumber
	case tree.String:
		return isString
	case tree.Array:
		return isArray
	}
	return isObject
}

// hints says which type a keyword speaks of. A schema without `type` usually means the type its keywords bind.
var hints = []struct {
	kind     kinds
	keywords []string
}{
	{isObject, []string{
		"properties", "required", "additionalProperties", "patternProperties", "propertyNames", "minProperties", "maxProperties",
		"dependentRequired", "dependentSchemas", "unevaluatedProperties", "discriminator",
	}},
	{isArray, []string{"items", "prefixItems", "contains", "minItems", "maxItems", "uniqueItems", "unevaluatedItems"}},
	{isString, []string{"pattern", "minLength", "maxLength", "contentEncoding", "contentMediaType"}},
	{isNumber, []string{"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}},
}

// numericFormats are the formats that speak of numbers; all others speak of strings.
var numericFormats = map[string]struct {
	lo, hi string
	whole  bool
}{
	"int32":  {"-2147483648", "2147483647", true},
	"int64":  {"-9223372036854775808", "9223372036854775807", true},
	"float":  {"-3.4028234e38", "3.4028234e38", false},
	"double": {"-1.7976931348623157e308", "1.7976931348623157e308", false},
}

// hinted returns the types the keywords of n speak of, as an ordered list.
func hinted(n *tree.Node) []kinds {
	var out []kinds
	for _, h := range hints {
		for _, keyword := range h.keywords {
			if n.Get(keyword) != nil {
				out = append(out, h.kind)
				break
			}
		}
	}
	if f := n.Get("format").String(); f != "" {
		if _, numeric := numericFormats[f]; numeric {
			return append(out, isNumber)
		}
		return append(out, isString)
	}
	return out
}

// kindsOf reads a compiled set of types.
func kindsOf(types schema.Types) (set kinds) {
	for _, t := range [...]struct {
		is   tape.Kind
		kind kinds
	}{{tape.Null, isNull}, {tape.Bool, isBool}, {tape.Number, isNumber}, {tape.String, isString}, {tape.Array, isArray}, {tape.Object, isObject}} {
		if types.Has(t.is) {
			set |= t.kind
		}
	}
	if types.OnlyIntegers() {
		set &^= isFraction
	}
	return set
}

// typeOrder returns the types n names, in the order they stand.
func typeOrder(n *tree.Node) (order []kinds) {
	for _, name := range n.Get("type").Strings() {
		if k := kindOf(name); k != 0 {
			order = append(order, k)
		}
	}
	return order
}

// read adds what k says about numbers. In OpenAPI 3.0 the exclusive bounds are switches beside minimum and maximum, in
// 3.1 they are numbers of their own.
func (r *numbers) read(k *said) {
	for _, bound := range []struct {
		there   bool
		keyword string
		add     func(x exact, open bool)
		open    bool
	}{
		{k.Minimum != nil, "minimum", r.atLeast, false}, {k.Maximum != nil, "maximum", r.atMost, false},
		{k.ExclusiveMinimum != nil, exclusive(k.node, "exclusiveMinimum", "minimum"), r.atLeast, true},
		{k.ExclusiveMaximum != nil, exclusive(k.node, "exclusiveMaximum", "maximum"), r.atMost, true},
	} {
		if x, ok := exactOf(k.node.Get(bound.keyword)); ok && bound.there {
			bound.add(x, bound.open)
		}
	}
	if x, ok := exactOf(k.node.Get("multipleOf")); ok && k.MultipleOf != nil {
		r.multipleOf(x)
	}
	limits, ok := numericFormats[k.Format]
	if !ok {
		return
	}
	if x, ok := readExact(limits.lo); ok {
		r.atLeast(x, false)
	}
	if x, ok := readExact(limits.hi); ok {
		r.atMost(x, false)
	}
	if limits.whole {
		r.multipleOf(whole(1))
	}
}

// exclusive returns the keyword that holds an exclusive bound: where it is a switch, the one beside it.
func exclusive(n *tree.Node, keyword, beside string) string {
	if n.Get(keyword).Is(tree.Bool) {
		return beside
	}
	return keyword
}

func exactOf(n *tree.Node) (exact, bool) {
	if !n.Is(tree.Number) {
		return exact{}, false
	}
	return readExact(n.Text)
}
