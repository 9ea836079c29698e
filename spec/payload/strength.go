package payload

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/expect"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// Strength says how many wrong answers would be noticed, and by whom. A green run by a promise that notices few of them means little.
type Strength struct {
	Operation string // operationId
	Status    string // as the document writes it
	Base      Kind   // what was made wrong: the document's example, or a body generated where it has none that conforms
	Mutations []Mutation
}

// Mutation is one wrong answer: a right one, changed at a single place. Of the items of a list the first that has a place stands for all.
type Mutation struct {
	Change       string // absent, null, another type, empty, unknown member, ...
	InstancePath string
	Document     bool // the document notices it
	Examples     bool // the document's examples notice it
	Pack         bool // the pack's overlay notices it
}

// Noticed reports whether anybody notices the wrong answer.
func (m Mutation) Noticed() bool { return m.Document || m.Examples || m.Pack }

// change is a way to make a value wrong. It returns what stands there instead, nil to leave the place out, or says that it does not apply.
type change struct {
	name  string
	apply func(v *value) (*value, bool)
}

// changes are the ways an answer is made wrong. Only what a reader would call wrong is made: another name in the place of a name is none.
var changes = []change{
	{"absent", func(*value) (*value, bool) { return nil, true }},
	{"null", func(v *value) (*value, bool) { return null, v.kind != tape.Null }},
	{"another type", func(v *value) (*value, bool) {
		if v.kind == tape.String {
			return number("41"), true
		}
		return text("not of this type"), v.kind != tape.Null
	}},
	{"empty", func(v *value) (*value, bool) {
		return &value{kind: v.kind}, v.kind == tape.String && v.text != "" || !v.scalar() && len(v.items) > 0
	}},
	{"outside the list", func(v *value) (*value, bool) {
		return text("NOT_IN_THE_LIST"), v.kind == tape.String && listed.MatchString(v.text)
	}},
	{"bad format", func(v *value) (*value, bool) {
		for _, f := range nearFormats {
			if v.kind == tape.String && schema.HoldsFormat(f.name, []byte(v.text)) {
				return text(f.bad), true
			}
		}
		return nil, false
	}},
	{"zeros", func(v *value) (*value, bool) {
		return text(strings.Repeat("0", len(v.text))), v.kind == tape.String && mixed(v.text)
	}},
	{"endless", func(v *value) (*value, bool) { return text(strings.Repeat("x", 10_000)), v.kind == tape.String }},
	{"negative", func(v *value) (*value, bool) { return number("-1"), v.kind == tape.Number }},
	{"huge", func(v *value) (*value, bool) { return number("1e300"), v.kind == tape.Number }},
	{"hollow item", func(v *value) (*value, bool) {
		return &value{kind: tape.Array, items: []*value{nothing}}, v.kind == tape.Array && len(v.items) > 0 && v.items[0].kind == tape.Object
	}},
	{"unknown member", func(v *value) (*value, bool) { return v.with("unknown_member", yes), v.kind == tape.Object }},
}

// listed are texts that look like a value out of a list: ACTIVE, not-started.
var listed = regexp.MustCompile(`^([A-Z]{2,}(_[A-Z0-9]+)*|[a-z]{3,}([-_][a-z0-9]+)+)$`)

// nearFormats are formats with a text that nearly is of them.
var nearFormats = []struct{ name, bad string }{
	{"date", "2022-02-30"}, {"date-time", "2022-02-30T25:00:00Z"}, {"uuid", "123e4567-e89b-12d3-a456"}, {"email", "nobody at all"}, {"uri", "not a uri"},
}

// mixed reports whether a text looks like an identifier: letters and digits, and no blank.
func mixed(s string) bool {
	return len(s) > 3 && strings.ContainsAny(s, "0123456789") && strings.ContainsAny(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz") && !strings.ContainsAny(s, " /:@")
}

// mostJudged is how many bytes of wrong answers are judged for one right one: all of them where it is of a usual size, some of them, spread
// over all, where it is so large that judging each would take minutes.
const mostJudged = 1 << 20

// Strength makes a right answer of an operation wrong at each of its places in each of several ways and says who would notice: the
// document, its examples, the pack. At most most wrong answers are made, spread over all there are; 0 is no limit but the one on the bytes to judge. The error says why there
// is no answer to begin with.
func (m *Maker) Strength(op *spec.Operation, r *spec.Response, book *expect.Book, most int) (*Strength, error) {
	m.prepare()
	if !CarriesJSON(r) {
		return nil, fmt.Errorf("operation %s answers %s with nothing that is JSON", op.ID, r.Status)
	}
	base, kind, err := m.rightAnswer(op, r, book)
	if err != nil {
		return nil, err
	}
	out := &Strength{Operation: op.ID, Status: r.Status, Base: kind}
	w := &weigher{op: op, response: r, media: likeliest(r.Content), book: book}
	if w.media.Schema != nil {
		w.schema, _ = m.Document.Schemas.Schema(w.media.Schema)
	}
	_, examples, pack := w.weigh(base) // who finds the right answer wanting notices nothing by finding the wrong one so
	all := mutants(base)
	stride, room := 1, max(1, mostJudged/(1+len(base.appendTo(nil))))
	if most == 0 || most > room {
		most = room
	}
	if len(all) > most {
		stride = (len(all) + most - 1) / most
	}
	for i := 0; i < len(all); i += stride {
		one := all[i]
		whole := base.replaced(one.steps, one.value)
		mutation := Mutation{Change: one.change, InstancePath: one.pointer}
		mutation.Document, mutation.Examples, mutation.Pack = w.weigh(whole)
		mutation.Examples, mutation.Pack = mutation.Examples && !examples, mutation.Pack && !pack
		out.Mutations = append(out.Mutations, mutation)
	}
	return out, nil
}

// rightAnswer returns the answer that is made wrong: the first example that conforms, else a full body that the pack has nothing against.
func (m *Maker) rightAnswer(op *spec.Operation, r *spec.Response, book *expect.Book) (*value, Kind, error) {
	b := m.answer(op, r, r.Status)
	for _, e := range b.examples() {
		if _, refused := b.example(e); refused == nil {
			return fromNode(e.example.Value), KindExample, nil
		}
	}
	if tight := book.Tight(); tight != nil {
		other := &Maker{Document: tight, Seed: m.Seed}
		other.prepare()
		if op := tight.Operation(op.ID); op != nil {
			if r := responseOf(op, r.Status); r != nil && len(r.Content) > 0 {
				b = other.answer(op, r, r.Status)
			}
		}
	}
	full, _, err := b.value(KindMaximal)
	if err != nil {
		return nil, KindMaximal, refusal(err, b.media.Node, KindMaximal, string(KindMaximal), b.media.Type)
	}
	return full, KindMaximal, nil
}

// mutant is one place and what stands there instead.
type mutant struct {
	change  string
	pointer string
	steps   []int
	value   *value
}

// mutants lists every wrong answer that can be made of base, in the order of its places.
func mutants(base *value) []mutant {
	var out []mutant
	seen := map[string]bool{}
	var visit func(v *value, steps []int, pointer, pattern string)
	visit = func(v *value, steps []int, pointer, pattern string) {
		for _, c := range changes {
			other, applies := c.apply(v)
			if key := c.name + " " + pattern; applies && (other != nil || len(steps) > 0) && !seen[key] {
				seen[key] = true
				out = append(out, mutant{c.name, pointer, steps, other})
			}
		}
		for i, item := range v.items {
			name, place := strconv.Itoa(i), "*"
			if v.kind == tape.Object {
				name, place = v.names[i], v.names[i]
			}
			visit(item, append(steps[:len(steps):len(steps)], i), tape.PointerAppend(pointer, name), tape.PointerAppend(pattern, place))
		}
	}
	visit(base, nil, "", "")
	return out
}

// weigher holds answers to one promise.
type weigher struct {
	op       *spec.Operation
	response *spec.Response
	media    *spec.MediaType
	book     *expect.Book
	schema   *schema.Schema // nil if the document gives none
	room     []byte
}

// weigh says who finds an answer wanting.
func (w *weigher) weigh(v *value) (document, examples, pack bool) {
	w.room = v.appendTo(w.room[:0])
	t, _ := tape.Read(w.room, tape.Limits{})
	defer t.Release()
	document = w.schema != nil && !w.schema.Accepts(t.Root(), schema.Options{Face: schema.Response, Compat: true})
	examples, pack = w.book.Notices(w.op, w.response, w.media, t.Root())
	return document, examples, pack
}

// Counts is how many wrong answers were made and how many of them are noticed: by the document alone, by it and its examples, and by the
// pack besides.
type Counts struct{ Made, Document, Examples, Pack int }

// Count counts the wrong answers of several strengths.
func Count(all ...*Strength) Counts {
	var c Counts
	for _, s := range all {
		for _, m := range s.Mutations {
			c.Made++
			if m.Document {
				c.Document++
			}
			if m.Document || m.Examples {
				c.Examples++
			}
			if m.Noticed() {
				c.Pack++
			}
		}
	}
	return c
}
