package contain

import (
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// DecideSpelled decides about scalars that travel as text: parameters, header fields, fields of a form. There 12 is a number where a number is
// allowed and the text 12 where a text is, so what counts is not the type but whether a text has a reading that conforms. It says whether
// each text that conforms to all schemas of sub conforms to all of super; an empty list accepts everything. A witness is the value as sub reads
// it: 12, true or "a". It returns one result, but up to most where texts escape. Null, and what is no scalar, is left aside.
//
// Source: OpenAPI 3.0.3, section 4.7.12.3 (Style Values); RFC 6570, section 2.4.
func DecideSpelled(sub, super []*schema.Schema, o Options, most int) []Result {
	d := &spelled{search: newSearch(o), sub: sub, super: super, most: most}
	d.search.want = max(most, 1)
	if d.search.left = o.Work; d.search.left <= 0 {
		d.search.left = DefaultWork
	}
	if values, ok := d.listed(); ok {
		d.take(values)
	} else {
		d.strings()
		d.numbers()
		d.take([]string{"true", "false"})
	}
	switch {
	case len(d.found) > 0:
		return d.found
	case d.open != "":
		return []Result{{Answer: Unproven, Reason: d.open}}
	}
	return []Result{{Answer: Contained, Reason: "every text of the one has a reading that the other takes"}}
}

// Spells reports whether a text has a reading that conforms to all schemas of list.
func Spells(list []*schema.Schema, text string, face schema.Face) bool {
	_, ok := readAs(list, text, face)
	return ok
}

// spelled is one decision about texts.
type spelled struct {
	search     *search
	sub, super []*schema.Schema
	most       int
	found      []Result
	open       string
}

// listed returns the only scalars sub can take, if an enum or a constant lists them.
func (d *spelled) listed() (values []string, ok bool) {
	for _, s := range d.sub {
		if list := valuesOf(s, 0); list != nil {
			for _, v := range list {
				if v.Kind() != tape.Null && v.Kind() != tape.Array && v.Kind() != tape.Object {
					values = append(values, string(v.Raw()))
				}
			}
			return values, true
		}
	}
	return nil, false
}

// valuesOf returns the list of values that a schema, or one it is composed of, has; nil if it has none.
func valuesOf(s *schema.Schema, depth int) []tape.Value {
	k := s.Keywords()
	switch {
	case k.Enum != nil:
		return k.Enum
	case k.Const.Kind() != 0:
		return []tape.Value{k.Const}
	case depth > mostNested:
		return nil
	}
	for _, part := range append([]*schema.Schema{k.Ref}, k.AllOf...) {
		if part == nil {
			continue
		}
		if list := valuesOf(part, depth+1); list != nil {
			return list
		}
	}
	return nil
}

// readAs returns the value a text stands for to those who go by all schemas of list: the one its type is of, or the text itself.
func readAs(list []*schema.Schema, text string, face schema.Face) (value string, ok bool) {
	for _, value := range readings(list, text) {
		t, _ := tape.Read([]byte(value), tape.Limits{})
		conforms := !slices.ContainsFunc(list, func(s *schema.Schema) bool { return !s.Accepts(t.Root(), schema.Options{Face: face, Compat: true}) })
		t.Release()
		if conforms {
			return value, true
		}
	}
	return string(tape.Quote(text)), false
}

// readings are the values a text may stand for. Where no schema names a type, it is what it is.
func readings(list []*schema.Schema, text string) []string {
	quoted := string(tape.Quote(text))
	if !slices.ContainsFunc(list, func(s *schema.Schema) bool { return namesType(s, 0) }) {
		return []string{quoted}
	}
	t, faults := tape.Read([]byte(text), tape.Limits{})
	defer t.Release()
	k := t.Root().Kind()
	if len(faults) == 0 && t.Usable() && (k == tape.Number || k == tape.Bool || k == tape.Null) && strings.TrimSpace(text) == text {
		return []string{text, quoted}
	}
	return []string{quoted}
}

// namesType reports whether a schema, or one it is composed of, names a type or values.
func namesType(s *schema.Schema, depth int) bool {
	k := s.Keywords()
	if k.Enum != nil || k.Const.Kind() != 0 || slices.ContainsFunc(kinds[:], func(kind tape.Kind) bool { return !k.Types.Has(kind) }) || k.Types.OnlyIntegers() {
		return true
	}
	if depth > mostNested {
		return false
	}
	for _, part := range slices.Concat([]*schema.Schema{k.Ref, k.Then, k.Else}, k.AllOf, k.AnyOf, k.OneOf) {
		if part != nil && namesType(part, depth+1) {
			return true
		}
	}
	return false
}

// look finds values that conform to sub and to also, and that some schema of super refuses; none of them may conform to other.
func (d *spelled) look(sub, also []*schema.Schema, other ...*schema.Schema) (values []string, open string) {
	for _, s := range d.super {
		goal := []literal{{schema: s, not: true, super: true}}
		for _, s := range other {
			goal = append(goal, literal{schema: s, not: true})
		}
		for _, s := range slices.Concat(sub, also) {
			goal = append(goal, literal{schema: s})
		}
		found := d.search.find(goal)
		values = append(values, found.values...)
		if open == "" {
			open = found.open
		}
	}
	return values, open
}

// strings looks for a text that sub takes as it stands and super in no reading.
func (d *spelled) strings() {
	if len(d.super) == 0 {
		return
	}
	values, open := d.look(d.sub, []*schema.Schema{stringsOnly}, d.otherwise()...)
	if !d.take(values) && (len(values) > 0 || open != "") && !d.take(probes) {
		d.doubt(len(values), open)
	}
}

// otherwise are texts that super takes in another reading than as texts: those of numbers, and true and false.
func (d *spelled) otherwise() []*schema.Schema {
	other := []*schema.Schema{}
	for _, c := range numberClasses {
		if d.holds(c) {
			other = append(other, c.texts)
		}
	}
	for _, text := range []string{"true", "false"} {
		if Spells(d.super, text, d.search.options.Face) {
			other = append(other, compile(`{"const":"`+text+`"}`))
		}
	}
	return other
}

// doubt keeps why nothing was found out, if anything was to be: values that were tried and taken, or what the search said.
func (d *spelled) doubt(tried int, open string) {
	if open == "" && tried > 0 {
		open = "the texts that were tried are taken in another reading, and which others there are was not found out"
	}
	if d.open == "" {
		d.open = open
	}
}

// holds says whether every number of a class conforms to super.
func (d *spelled) holds(c numberClass) bool {
	if !slices.ContainsFunc(d.super, func(s *schema.Schema) bool { return namesType(s, 0) }) {
		return false
	}
	values, open := d.look(nil, []*schema.Schema{c.numbers})
	return len(values) == 0 && open == ""
}

// numbers looks for a number of sub whose text super takes neither as a number nor as a text.
func (d *spelled) numbers() {
	if len(d.super) == 0 || !slices.ContainsFunc(d.sub, func(s *schema.Schema) bool { return namesType(s, 0) }) {
		return // what no type is named of is a text
	}
	values, open := d.look(d.sub, []*schema.Schema{numbersOnly})
	typed := slices.ContainsFunc(d.super, func(s *schema.Schema) bool { return namesType(s, 0) })
	if typed && len(values) == 0 && open == "" || d.take(values) {
		return
	}
	for _, c := range numberClasses { // the narrowest that holds all numbers of sub
		if !d.within(c) {
			continue
		}
		texts, doubt := d.look(nil, []*schema.Schema{stringsOnly, c.texts}, d.otherwise()...)
		if len(texts) == 0 && doubt == "" || d.take(texts) {
			return
		}
		break
	}
	if !d.take(probes) {
		d.doubt(len(probes), open)
	}
}

// probes are numbers of each length, for where what refuses some of them is their text.
var probes = []string{"1", "0", "-1", "5", "12", "100", "1234", "123456789012", "-12", "0.5", "1.5", "-0.5", "12.75", "1e21"}

// within says whether every number of sub is of a class.
func (d *spelled) within(c numberClass) bool {
	goal := []literal{{schema: c.numbers, not: true}, {schema: numbersOnly}}
	for _, s := range d.sub {
		goal = append(goal, literal{schema: s})
	}
	return d.search.find(goal).empty()
}

// take keeps those of the values whose text sub takes and super does not, and says whether there are any.
func (d *spelled) take(values []string) bool {
	any := false
	face := d.search.options.Face
	for _, value := range values {
		spelt := value
		if value[0] == '"' {
			spelt = text(value)
		}
		read, ok := readAs(d.sub, spelt, face)
		if !ok || Spells(d.super, spelt, face) {
			continue
		}
		any = true
		if len(d.found) < max(d.most, 1) && !slices.ContainsFunc(d.found, func(r Result) bool { return string(r.Witness) == read }) {
			d.found = append(d.found, d.result(read, spelt))
		}
	}
	return any
}

// result says where super breaks.
func (d *spelled) result(value, spelt string) Result {
	r := Result{Answer: Escapes, Witness: []byte(value)}
	refused := readings(d.super, spelt)[0]
	t, _ := tape.Read([]byte(refused), tape.Limits{})
	defer t.Release()
	for _, s := range d.super {
		if broken := s.Validate(t.Root(), schema.Options{Face: d.search.options.Face, First: true}); len(broken) > 0 {
			r.Keyword, r.KeywordPath, r.Way = broken[0].Rule, d.search.pointer(s, broken[0].KeywordPath), broken[0].KeywordPath
			break
		}
	}
	return r
}

// numberClass is a set of numbers and of the texts that spell them, as clients write numbers.
type numberClass struct{ numbers, texts *schema.Schema }

// numberClasses are the sets that are told apart, each before those that hold it.
var numberClasses = []numberClass{
	class(`"type":"integer","minimum":1,"maximum":9`, `[1-9]`),
	class(`"type":"integer","minimum":0,"maximum":9`, `[0-9]`),
	class(`"type":"integer","minimum":1,"maximum":99`, `[1-9][0-9]?`),
	class(`"type":"integer","minimum":0,"maximum":99`, `(0|[1-9][0-9]?)`),
	class(`"type":"integer","minimum":1,"maximum":999`, `[1-9][0-9]{0,2}`),
	class(`"type":"integer","minimum":0,"maximum":999`, `(0|[1-9][0-9]{0,2})`),
	class(`"type":"integer","minimum":1`, `[1-9][0-9]*`),
	class(`"type":"integer","minimum":0`, `(0|[1-9][0-9]*)`),
	class(`"type":"integer"`, `(0|-?[1-9][0-9]*)`),
	class(`"type":"number","minimum":0`, `(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?`),
	class(`"type":"number"`, `-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?`),
}

var (
	stringsOnly = compile(`{"type":"string"}`)
	numbersOnly = compile(`{"type":"number"}`)
)

func class(numbers, texts string) numberClass {
	return numberClass{compile("{" + numbers + "}"), compile(`{"type":"string","pattern":"^` + texts + `$"}`)}
}

// compile is compiledText for what is written here.
func compile(text string) *schema.Schema {
	s, err := compiledText(text)
	if err != nil {
		panic(err)
	}
	return s
}

// compiledText returns a schema that stands in no document.
func compiledText(text string) (*schema.Schema, error) {
	store := tree.NewStore(tree.Options{})
	file, err := store.Add("text", []byte(text))
	if err != nil {
		return nil, err
	}
	return schema.NewSet(store, schema.OpenAPI31).Schema(file.Root)
}
