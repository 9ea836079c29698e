// Package expect says what an answer should hold although its document does not ask for it. Documents tend to leave every property
// optional; then {} conforms, and a run that judges by them alone is green on a broken API.
//
// What is expected comes from two places, and each expectation says from which. The examples: a property that every example of an answer
// holds, text where none is empty, a date where each is a date. And the pack: an overlay that tightens the document by what is known of
// the API. The pack's word goes first, and the examples are read as its overlay leaves them, so that it can also say less than they do.
//
// It promises that nothing is learnt where examples cannot tell: below a oneOf, anyOf or discriminator, of which examples show one branch;
// of the keys of a map; of what is deprecated or writeOnly; from examples that break their own schema. Null is a value that is there: whether it
// may be is the document's to say. An empty array is an array.
//
//	document, the same tightened by the pack -> Book --(Judge: one JSON answer)--> Shortfalls
package expect

import (
	"slices"
	"strings"
	"sync"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// Source says who expects something.
type Source string

// The sources.
const (
	Examples Source = "examples" // every example of the answer shows it
	Pack     Source = "pack"     // the pack's overlay says it
)

// Shortfall is one thing that an answer lacks although its document does not ask for it.
type Shortfall struct {
	Source       Source
	InstancePath string // JSON pointer to what is wrong, or to where what is missing should stand
	KeywordPath  string // JSON pointer to the expectation: into the document, or into the document as the overlay leaves it
	Received     string
	Promised     string
	At           tree.Position // of the example's value or of the overlay's keyword
	Hollow       bool          // the answer holds nothing at all of what its examples hold

	absent []string // properties that are missing; nil where something is wrong with one that is there
	in     string   // JSON pointer to the object that lacks them
}

// Book holds what is expected of the answers of one document. It is safe for concurrent use; an answer's expectations are worked out when
// it is first asked for.
type Book struct {
	document *spec.Document
	tight    *spec.Document // nil if no pack tightens it
	answers  sync.Map       // *spec.MediaType -> *answer
}

// NewBook returns the book of a document. tight is the same document as the pack's overlay leaves it; nil if there is none.
func NewBook(document, tight *spec.Document) *Book { return &Book{document: document, tight: tight} }

// answer is what is expected of one media type of one response.
type answer struct {
	plain  *schema.Schema // of the document; nil if it has none
	tight  *schema.Schema // of the tightened document; nil if there is none
	at     *tree.Node     // where tight stands
	place  *place         // what the examples show, as the pack leaves them; nil if they show nothing
	alone  *place         // what they show without a pack
	single bool           // there is nothing to judge by
}

// Applies reports whether anything is expected of the answer of op that r and m declare.
func (b *Book) Applies(op *spec.Operation, r *spec.Response, m *spec.MediaType) bool {
	return !b.answer(op, r, m).single
}

// Judge returns what a JSON answer of op lacks by the response r and media type m of the document. What the document itself finds wrong is
// left out. At most schema.MostViolations are returned.
func (b *Book) Judge(op *spec.Operation, r *spec.Response, m *spec.MediaType, v tape.Value) []Shortfall {
	a := b.answer(op, r, m)
	if a.single {
		return nil
	}
	out := b.tightened(a, v)
	if a.place == nil {
		return together(out)
	}
	j := &judge{known: out}
	if hollow := a.place.hollow(v, ""); hollow != nil {
		return []Shortfall{*hollow}
	}
	j.place(a.place, v)
	return append(together(out), together(j.out)...)
}

// together makes one shortfall of all the properties that one object lacks: whoever left out three of them made one mistake, and it stands
// at the object, or, for the root, at the first of them. Of several things that are wrong at one place the first is kept.
func together(all []Shortfall) []Shortfall {
	var out []Shortfall
	for _, s := range all {
		i := slices.IndexFunc(out, func(o Shortfall) bool {
			return o.InstancePath == s.InstancePath || s.absent != nil && o.absent != nil && o.in == s.in
		})
		switch {
		case i < 0:
			out = append(out, s)
		case s.absent != nil && !slices.Contains(out[i].absent, s.absent[0]):
			o := &out[i]
			o.absent = append(slices.Clone(o.absent), s.absent[0])
			names := strings.Join(o.absent, ", ")
			o.Received, o.Promised = "an object without "+names, "an object with "+names
			if s.Source == Examples {
				o.Promised += ", as every example has them"
			}
			if o.in != "" {
				o.InstancePath = o.in
			}
		}
	}
	return out
}

// Tight returns the document as the pack's overlay leaves it; nil if no pack tightens it.
func (b *Book) Tight() *spec.Document { return b.tight }

// Notices reports who finds a JSON answer wanting, each asked alone: the examples, the pack. It is Judge without the words, and what the
// document itself finds wrong the pack, which says all that the document says, finds wrong too.
func (b *Book) Notices(op *spec.Operation, r *spec.Response, m *spec.MediaType, v tape.Value) (examples, pack bool) {
	a := b.answer(op, r, m)
	pack = a.tight != nil && !a.tight.Accepts(v, schema.Options{Face: schema.Response, Compat: true})
	if a.alone == nil {
		return false, pack
	}
	if a.alone.hollow(v, "") != nil {
		return true, pack
	}
	j := &judge{}
	j.place(a.alone, v)
	return len(j.out) > 0, pack
}

// tightened returns what the pack's overlay has against v and the document has not.
func (b *Book) tightened(a *answer, v tape.Value) []Shortfall {
	options := schema.Options{Face: schema.Response, Compat: true}
	if a.tight == nil || a.tight.Accepts(v, options) {
		return nil
	}
	said := map[[2]string]bool{}
	if a.plain != nil {
		for _, old := range a.plain.Validate(v, options) {
			said[[2]string{old.Rule, old.InstancePath + "\x00" + old.Absent}] = true
		}
	}
	var out []Shortfall
	for _, broke := range a.tight.Validate(v, options) {
		if broke.Warning || said[[2]string{broke.Rule, broke.InstancePath + "\x00" + broke.Absent}] {
			continue
		}
		s := Shortfall{
			Source: Pack, InstancePath: broke.InstancePath, KeywordPath: a.at.Pointer() + broke.KeywordPath,
			Received: broke.Received, Promised: broke.Promised, At: broke.At,
		}
		if broke.Absent != "" {
			s.InstancePath = tape.PointerAppend(s.InstancePath, broke.Absent)
			s.Received, s.absent, s.in = "nothing", []string{broke.Absent}, broke.InstancePath
		}
		out = append(out, s)
	}
	return out
}

// answer works out what is expected of one answer, once.
func (b *Book) answer(op *spec.Operation, r *spec.Response, m *spec.MediaType) *answer {
	if known, ok := b.answers.Load(m); ok {
		return known.(*answer)
	}
	a := &answer{}
	if m.Schema != nil {
		a.plain, _ = b.document.Schemas.Schema(m.Schema)
	}
	shown, schemas := m, b.document.Schemas
	if b.tight != nil {
		if t := counterpart(b.tight, op, r, m); t != nil {
			shown, schemas = t, b.tight.Schemas
			if t.Schema != nil {
				a.tight, _ = schemas.Schema(t.Schema)
				a.at = t.Schema
			}
		}
	}
	a.alone = learn(m, b.document.Schemas)
	if a.place = a.alone; shown != m {
		a.place = learn(shown, schemas)
	}
	a.single = a.tight == nil && a.place == nil
	kept, _ := b.answers.LoadOrStore(m, a)
	return kept.(*answer)
}

// counterpart finds the media type of another document that stands for m.
func counterpart(d *spec.Document, op *spec.Operation, r *spec.Response, m *spec.MediaType) *spec.MediaType {
	other := d.Operation(op.ID)
	if other == nil {
		return nil
	}
	for _, response := range other.Responses {
		if response.Status != r.Status {
			continue
		}
		for _, media := range response.Content {
			if media.Type == m.Type {
				return media
			}
		}
	}
	return nil
}
