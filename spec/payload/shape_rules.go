package payload

import "github.com/plumbline-dev/plumbline/spec/tree"

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

// declaredKinds reads `type` with `nullable`: the set, and its types in the order they stand. A schema without a usable type
// allows anything.
func declaredKinds(n *tree.Node, is31 bool) (set kinds, order []kinds) {
	for _, name := range n.Get("type").Strings() {
		if k := kindOf(name); k != 0 {
			set |= k
			order = append(order, k)
		}
	}
	if set == 0 {
		return isAnything, nil
	}
	if nullable, _ := n.Get("nullable").Bool(); nullable && !is31 {
		set |= isNull
	}
	return set, order
}

// integerOf reads a whole, non-negative number such as minLength; it reports false for anything else.
func integerOf(n *tree.Node) (int, bool) {
	if !n.Is(tree.Number) {
		return 0, false
	}
	x, ok := readExact(n.Text)
	if !ok || x.sign() < 0 || !x.isMultiple(whole(1)) {
		return unbounded, ok && x.sign() > 0
	}
	if i := x.at(min(0, x.exponent)); x.compare(whole(unbounded)) < 0 {
		return int(i.Quo(i, power(-min(0, x.exponent))).Int64()), true
	}
	return unbounded, true
}

// read adds what n says about numbers. In OpenAPI 3.0 the exclusive bounds are switches beside minimum and maximum, in
// 3.1 they are numbers of their own.
func (r *numbers) read(n *tree.Node) {
	lower, upper := n.Get("exclusiveMinimum"), n.Get("exclusiveMaximum")
	lowOpen, _ := lower.Bool()
	highOpen, _ := upper.Bool()
	if x, ok := exactOf(n.Get("minimum")); ok {
		r.atLeast(x, lowOpen)
	}
	if x, ok := exactOf(n.Get("maximum")); ok {
		r.atMost(x, highOpen)
	}
	if x, ok := exactOf(lower); ok {
		r.atLeast(x, true)
	}
	if x, ok := exactOf(upper); ok {
		r.atMost(x, true)
	}
	if x, ok := exactOf(n.Get("multipleOf")); ok && x.sign() > 0 {
		r.multipleOf(x)
	}
	limits, ok := numericFormats[n.Get("format").String()]
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

func exactOf(n *tree.Node) (exact, bool) {
	if !n.Is(tree.Number) {
		return exact{}, false
	}
	return readExact(n.Text)
}
