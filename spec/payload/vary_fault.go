package payload

import (
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// faults writes, for each keyword that speaks about a place, a body that breaks that keyword there and nothing else. Several values
// may be tried; the first one the judge finds to be such a fault is kept.
func (v *variations) faults(at *value, steps []int, pointer string) {
	kept, tried := 0, 0 // of wrong types: where one of them is a fault, it need not be told which are none
	var refused error
	for _, f := range v.faultsOf(at) {
		done, err := v.fault(f, steps, pointer, kept)
		if f.wrongType() {
			if tried++; done {
				kept++
			} else if refused == nil {
				refused = err
			}
			continue
		}
		if !done && err != nil {
			v.refuse(variant{keyword: f.keyword, at: f.at, told: f.told}, pointer, ReasonJudged, err.Error())
		}
	}
	if tried > 0 && kept == 0 && refused != nil {
		v.refuse(variant{keyword: "type", at: nodeWith(at.spot.shape, "type"), told: "another"}, pointer, ReasonJudged, refused.Error())
	}
}

// wrongType says whether a fault is a value of another type, and not null or a fraction, which no type of JSON is about.
func (f fault) wrongType() bool {
	return f.keyword == "type" && f.told != "null" && f.told != "fraction"
}

// fault keeps the first value that is such a fault; further says how many wrong types stand before it. It is false if there is none; the error says why the
// first is none.
func (v *variations) fault(f fault, steps []int, pointer string, further int) (done bool, first error) {
	for _, one := range f.values {
		whole := v.full.replaced(steps, one)
		if whole == nil {
			continue
		}
		found, err := v.isolated(whole, f.keyword, pointer)
		if err != nil {
			if first == nil {
				first = err
			}
			continue
		}
		text := string(whole.appendTo(nil))
		if v.seen[text] {
			return true, nil
		}
		v.seen[text] = true
		if f.wrongType() {
			found.Further = further
		}
		v.keep(variant{keyword: f.keyword, at: f.at, value: one, told: f.told, member: f.member}, pointer, whole, found)
		return true, nil
	}
	return false, first
}

// isolated proves that a body breaks its schema once, by keyword, at pointer or directly below.
func (v *variations) isolated(whole *value, keyword, pointer string) (Variation, error) {
	t, _ := tape.Read(whole.appendTo(nil), tape.Limits{})
	defer t.Release()
	s := v.goal()[0]
	var broke []schema.Violation
	for _, one := range s.Validate(t.Root(), schema.Options{Face: v.face, Compat: true}) {
		if !one.Warning {
			broke = append(broke, one)
		}
	}
	switch {
	case len(broke) == 0:
		return Variation{}, &dead{message: "the validator accepts the body"}
	case slices.ContainsFunc(broke, func(b schema.Violation) bool {
		return b.Rule != broke[0].Rule || b.InstancePath != broke[0].InstancePath
	}):
		return Variation{}, &dead{message: "the body breaks more than this: " + broken(broke[0]) + "; " + broken(broke[1])}
	}
	one := broke[0]
	if one.Rule != keyword || !under(one.InstancePath, pointer) {
		// Inside an anyOf or a oneOf the fault is the choice's; what the nearest branch says is the keyword's.
		if len(one.Causes) != 1 || one.Causes[0].Rule != keyword || !under(one.Causes[0].InstancePath, pointer) {
			return Variation{}, &dead{message: "the body breaks something else: " + broken(one)}
		}
	}
	return Variation{InstancePath: one.InstancePath, At: one.At}, nil
}

// under reports whether path is pointer or a place one step below it.
func under(path, pointer string) bool {
	rest, ok := strings.CutPrefix(path, pointer)
	return ok && (rest == "" || rest[0] == '/' && strings.Count(rest, "/") == 1)
}

// fault is one keyword with values that may break it alone.
type fault struct {
	keyword string
	at      *tree.Node
	told    string
	member  string   // of an object: which of its members is absent or too many; "" if it is the object itself
	values  []*value // nil among them leaves the place out
}

// faultsOf lists the faults a place can have.
func (v *variations) faultsOf(at *value) []fault {
	s := at.spot.shape
	var out []fault
	add := func(keyword, told string, values ...*value) {
		if n := nodeWith(s, keyword); n != nil && len(values) > 0 {
			f := fault{keyword: keyword, at: n, told: told, values: values}
			if keyword == "required" || keyword == "dependentRequired" {
				f.member = told
			}
			out = append(out, f)
		}
	}
	v.typeFaults(at, add)
	if len(s.enums) > 0 {
		add("enum", "", unlisted(s.enums[0])...)
		if s.kinds&isString != 0 && !v.asText && !slices.Contains(s.enums[0].Strings(), "") {
			add("enum", "empty", text("")) // which who looks for a value first, and then for a known one, lets pass
		}
	}
	if len(s.consts) > 0 {
		add("const", "", text("not-the-constant"), number("-41"), yes, no)
	}
	if len(s.enums)+len(s.consts) > 0 {
		return out // whatever else such a value broke, it would break the list too
	}
	switch at.kind {
	case tape.String:
		v.textFaults(at, add)
	case tape.Number:
		numberFaults(s, add)
	case tape.Array:
		v.listFaults(at, add)
	case tape.Object:
		v.objectFaults(at, add)
	}
	return out
}

// typeFaults offers null and a value of each type that is not allowed and that servers take for one that is, the likeliest first. Of what travels as text
// only that one is offered, for there most types look alike.
func (v *variations) typeFaults(at *value, add func(string, string, ...*value)) {
	s := at.spot.shape
	if s.kinds&isFraction == 0 && s.kinds&isInteger != 0 {
		add("type", "fraction", number("41.5"))
	}
	if s.kinds&isNull == 0 {
		add("type", "null", null)
	}
	wrong := v.mistaken(at)
	if v.asText && len(wrong) > 0 {
		add("type", wrong[0].kind.String(), wrong...)
		return
	}
	for _, one := range wrong {
		add("type", one.kind.String(), one)
	}
}

// confused lists for each type those that servers take for it, the likeliest first: a number that a reader turns into a text, one item for a list of one.
var confused = []struct {
	allowed kinds
	with    []kinds
}{
	{isString, []kinds{isNumber, isBool, isArray}},
	{isBool, []kinds{isString, isNumber}},
	{isNumber, []kinds{isString, isBool}},
	{isArray, []kinds{isString, isObject, isNumber}},
	{isObject, []kinds{isString, isArray, isNumber}},
	{isNull, []kinds{isString}},
}

// mistaken returns a value of each type that a place does not allow and that is confused with one that it does, the likeliest first.
func (v *variations) mistaken(at *value) []*value {
	allowed := at.spot.shape.kinds
	spelt, single := text("not of this type"), text("x")
	switch {
	case v.asText:
	case allowed&isBool != 0:
		spelt = text("true")
	case allowed&isNumber != 0:
		spelt = text("41")
	case allowed&isArray != 0 && len(at.items) > 0 && at.items[0].kind == tape.String:
		spelt = at.items[0]
	}
	if at.kind == tape.String {
		single = at
	}
	count := number("41")
	if allowed&isBool != 0 {
		count = number("1")
	}
	values := map[kinds]*value{isString: spelt, isNumber: count, isBool: yes, isArray: {kind: tape.Array, items: []*value{single}}, isObject: nothing}
	var wrong []*value
	for _, c := range confused {
		for _, other := range c.with {
			if allowed&c.allowed != 0 && allowed&other == 0 && !slices.Contains(wrong, values[other]) {
				wrong = append(wrong, values[other])
			}
		}
	}
	return wrong
}

// unlisted returns values like those of an enum that are not among them.
func unlisted(list *tree.Node) []*value {
	var out []*value
	for _, n := range list.Items {
		if n.Kind == tree.String {
			n := []string{strings.ToLower(n.Text), strings.ToUpper(n.Text), n.Text + "_", "NOT_LISTED", strings.Repeat("Z", len(n.Text)), strings.Repeat("9", len(n.Text))}
			for _, t := range n {
				if !slices.Contains(list.Strings(), t) {
					out = append(out, text(t))
				}
			}
			break
		}
	}
	return append(out, number("-41"), number("41"), text("NOT_LISTED"), no, yes)
}

func (v *variations) listFaults(at *value, add func(string, string, ...*value)) {
	s := at.spot.shape
	list := func(items ...*value) *value { return &value{kind: tape.Array, items: items} }
	if n, least := tightest(s, "minItems"); n != nil && least > 0 {
		add("minItems", "", list(at.items[:min(least-1, len(at.items))]...))
	}
	if n, most := tightest(s, "maxItems"); n != nil && most < longestList {
		add("maxItems", "", v.listTo(s, at, most+1)...)
	}
	if len(at.items) > 0 {
		add("uniqueItems", "", list(append(slices.Clone(at.items), at.items[0])...), list(at.items[0], at.items[0]))
		add("contains", "", list())
	}
}

// listTo returns lists of n items: fresh ones, and the items at hand over and over.
func (v *variations) listTo(s *shape, at *value, n int) []*value {
	var out []*value
	wide := *s
	wide.maxItems = unbounded
	p := place{pointer: "/long", lean: true, name: "item"}
	if one, err := v.draft.items(&wide, p, n, n, nil); err == nil {
		out = append(out, one)
	}
	if len(at.items) > 0 {
		one := &value{kind: tape.Array}
		for i := range n {
			one.items = append(one.items, at.items[i%len(at.items)])
		}
		out = append(out, one)
	}
	return out
}

func (v *variations) objectFaults(at *value, add func(string, string, ...*value)) {
	s := at.spot.shape
	for i, member := range at.names {
		if s.requires(member) {
			add("required", member, at.replaced([]int{i}, nil))
		}
	}
	extra := at.with(undeclared, text("x"))
	for _, keyword := range []string{"additionalProperties", "unevaluatedProperties"} {
		if allowed, isBool := nodeWith(s, keyword).Bool(); isBool && !allowed {
			add(keyword, "", extra)
		}
	}
	add("propertyNames", "", at.with("", text("x")), at.with("Unexpected Property!", text("x")), at.with(strings.Repeat("x", 300), text("x")))
	if n, most := tightest(s, "maxProperties"); n != nil && most < longestList {
		more := at
		for i := 0; len(more.items) <= most; i++ {
			more = more.with("key_"+strconv.Itoa(i), text("x"))
		}
		add("maxProperties", "", more)
	}
	if n, least := tightest(s, "minProperties"); n != nil && least > 0 && len(at.items) >= least {
		fewer := at
		for len(fewer.items) >= least {
			fewer = fewer.replaced([]int{len(fewer.items) - 1}, nil)
		}
		add("minProperties", "", fewer)
	}
	for _, k := range s.parts {
		for _, d := range k.Dependencies {
			if at.get(d.Name) == nil {
				continue
			}
			for _, need := range d.Needs {
				if i := slices.Index(at.names, need); i >= 0 {
					add("dependentRequired", need, at.replaced([]int{i}, nil))
				}
			}
		}
	}
}
