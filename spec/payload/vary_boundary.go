package payload

import (
	"math/big"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// boundaries lists values at the edges of what the place allows: the least and the greatest number, the shortest and the
// longest text and list, null and the other types, the other branches of a choice.
func (v *variations) boundaries(at *value) []variant {
	s, p := at.spot.shape, at.spot.place
	var out []variant
	add := func(keyword string, n *tree.Node, one *value, told string) {
		if one != nil && v.draft.judge.holds(s.roots, one) {
			out = append(out, variant{keyword: keyword, at: n, value: one, told: told})
		}
	}
	if len(s.enums)+len(s.consts) == 0 {
		switch at.kind {
		case tape.Number:
			for _, end := range v.ends(s, at) {
				add(end.keyword, end.at, end.value, end.told)
			}
		case tape.String:
			for _, keyword := range []string{"minLength", "maxLength"} {
				if n, length := tightest(s, keyword); n != nil {
					add(keyword, n, v.textOf(s, p, length), "")
				}
			}
		case tape.Array:
			for _, keyword := range []string{"minItems", "maxItems"} {
				if n, length := tightest(s, keyword); n != nil {
					add(keyword, n, v.listOf(s, p, length), "")
				}
			}
		case tape.Object:
			if more := at.with(undeclared, text("x")); v.open(s) != nil && v.draft.judge.holds(s.roots, more) {
				out = append(out, variant{keyword: "additionalProperties", at: v.open(s), value: more, told: undeclared, member: undeclared})
			}
		}
	}
	v.otherTypes(at, add)
	v.otherBranches(at, add)
	return out
}

// undeclared is the name of a property that no document declares.
const undeclared = "unexpected_property"

// open returns the keyword with which a request's object says in so many words that it takes more than it declares; nil where it only does not say
// otherwise.
func (v *variations) open(s *shape) *tree.Node {
	n := nodeWith(s, "additionalProperties")
	if allowed, isBool := n.Bool(); v.face != schema.Request || !isBool || !allowed {
		return nil
	}
	return n
}

// tightest returns the node and value of the bound that decides, of those the shape's schemas have for keyword.
func tightest(s *shape, keyword string) (at *tree.Node, bound int) {
	for _, k := range s.parts {
		n := k.node.Get(keyword)
		b, ok := map[string]int{
			"minLength": k.MinLength, "maxLength": k.MaxLength, "minItems": k.MinItems, "maxItems": k.MaxItems, "minProperties": k.MinProperties, "maxProperties": k.MaxProperties,
		}[keyword]
		if n == nil || !ok || b < 0 {
			continue
		}
		if at == nil || keyword[:3] == "min" && b > bound || keyword[:3] == "max" && b < bound {
			at, bound = n, b
		}
	}
	return at, bound
}

// ends returns the least and the greatest number, where there is one.
func (v *variations) ends(s *shape, at *value) []variant {
	g, ok := s.numbers.grid(s.kinds&isFraction == 0)
	if !ok {
		return nil
	}
	var out []variant
	for _, end := range []struct {
		count    *big.Int
		keywords []string
	}{{g.first, []string{"minimum", "exclusiveMinimum", "format"}}, {g.last, []string{"maximum", "exclusiveMaximum", "format"}}} {
		if end.count == nil {
			continue
		}
		for _, keyword := range end.keywords {
			n := nodeWith(s, keyword)
			if n == nil {
				continue
			}
			if n.Is(tree.Bool) { // the switch of OpenAPI 3.0: the number stands beside it
				continue
			}
			one := number(g.step.timesInt(end.count).String())
			told := ""
			if keyword == "format" {
				if !numericFormats[n.Text].whole {
					break // the ends of a float are no edge anybody drew
				}
				told = one.text
			}
			out = append(out, variant{keyword: keyword, at: n, value: one, told: told})
			break
		}
	}
	return out
}

// nodeWith returns the last value of a keyword in the shape.
func nodeWith(s *shape, keyword string) (at *tree.Node) {
	for _, k := range s.parts {
		if v := k.node.Get(keyword); v != nil {
			at = v
		}
	}
	return at
}

// textOf returns a text of exactly n characters that satisfies the rest of the shape, or nil.
func (v *variations) textOf(s *shape, p place, n int) *value {
	if n > maxText {
		return nil
	}
	exactly := *s
	exactly.lo, exactly.hi, exactly.examples = n, n, nil
	for one := range v.draft.texts(&exactly, p) {
		if v.draft.work -= 1 + n/64; v.draft.work < 0 {
			return nil
		}
		if utf8.RuneCountInString(one.text) == n && v.draft.judge.holds(s.roots, one) {
			return one
		}
	}
	return nil
}

// longestList is how long a list at its boundary is written.
const longestList = 300

// listOf returns a list of exactly n items, or nil.
func (v *variations) listOf(s *shape, p place, n int) *value {
	if n > longestList {
		return nil
	}
	p.lean = true
	one, err := v.draft.items(s, p, n, n, s.contains())
	if err != nil || len(one.items) != n {
		return nil
	}
	return one
}

// otherTypes adds a value of each type the place allows and the maximal body does not show.
func (v *variations) otherTypes(at *value, add func(string, *tree.Node, *value, string)) {
	s, p := at.spot.shape, at.spot.place
	if s.kinds == isAnything || len(s.taken) > 0 {
		return
	}
	for _, k := range s.preferred() {
		if k&kindOfValue(at) != 0 {
			if at.kind == tape.Bool {
				add("type", nodeWith(s, "type"), map[string]*value{"true": no, "false": yes}[at.text], "")
			}
			continue
		}
		p.lean = true
		one, err := v.draft.ofKind(k, s, p)
		if err != nil {
			continue
		}
		n, keyword := nodeWith(s, "type"), "type"
		if k == isNull && nodeWith(s, "nullable") != nil && !v.draft.source.is31 {
			n, keyword = nodeWith(s, "nullable"), "nullable"
		}
		add(keyword, n, one, one.kind.String())
	}
}

func kindOfValue(v *value) kinds {
	switch v.kind {
	case tape.Null:
		return isNull
	case tape.Bool:
		return isBool
	case tape.Number:
		return isNumber
	case tape.String:
		return isString
	case tape.Array:
		return isArray
	}
	return isObject
}

// otherBranches adds a value for each branch of a choice that the maximal body does not take.
func (v *variations) otherBranches(at *value, add func(string, *tree.Node, *value, string)) {
	s, p := at.spot.shape, at.spot.place
	for i, t := range s.taken {
		before, err := v.draft.source.lay(s.roots, s.taken[:i])
		if err != nil {
			return
		}
		at := slices.IndexFunc(before.choices, func(c choice) bool { return c.key == t.key })
		if at < 0 {
			continue
		}
		for k, option := range before.choices[at].options {
			if slices.Equal(option, t.option) || v.draft.heights.of(option) >= endless {
				continue
			}
			p.lean = true
			one, err := v.draft.search(s.roots, p, append(s.taken[:i:i], taken{t.key, option}))
			if err == nil {
				add(keywordOf(t.key), t.key, one, branchName(v.draft.source, option, k))
			}
		}
	}
}

// branchName tells a branch by its component, or by its number.
func branchName(src source, option goal, i int) string {
	if len(option) > 0 {
		if c := component(src.target(option[0])); c != "" {
			return c
		}
	}
	return strconv.Itoa(i + 1)
}
