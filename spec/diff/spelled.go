package diff

import (
	"bytes"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/contain"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// spelling is how a scalar stands in a message: as JSON, so that its type is seen, or as text, so that 12 is a number and a string.
type spelling uint8

const (
	spelledJSON spelling = iota
	spelledText
	spelledEither // the standard leaves open which: an object within a form
)

// spelling returns how the values that o is about are written. Source: OpenAPI 3.0.3, sections 4.7.12.3, 4.7.14.4, 4.7.14.5 and 4.7.25.
func (o occurrence) spelling() spelling {
	if !o.change.pair.flat[0].scalar() || !o.change.pair.flat[1].scalar() {
		return spelledJSON
	}
	depth, property, item := 0, "", false
	for _, hop := range o.hops {
		if hop.kind == stepBranch {
			continue
		}
		if depth++; depth == 1 && hop.kind == stepProperty {
			property = hop.name
		}
		item = depth == 2 && hop.kind == stepItem
	}
	r := o.root
	switch {
	case r.parameters[0] != nil:
		return textIf(depth <= 1 && len(r.parameters[0].Content)+len(r.parameters[1].Content) == 0)
	case r.headers[0] != nil:
		return textIf(depth <= 1 && len(r.headers[0].Content)+len(r.headers[1].Content) == 0)
	case r.media[0] == nil:
		return spelledJSON
	}
	var how [2]spelling
	for i, m := range r.media {
		how[i] = spellingIn(m, depth, property, item)
	}
	if how[0] != how[1] {
		return spelledJSON
	}
	return how[0]
}

func textIf(text bool) spelling {
	if text {
		return spelledText
	}
	return spelledJSON
}

// spellingIn returns how a media type writes a scalar so many levels down, below a property of the whole and perhaps as an item of it.
func spellingIn(m *spec.MediaType, depth int, property string, item bool) spelling {
	name := concrete(m.Type)
	switch spec.CarrierOf(name) {
	case spec.CarryText:
		return textIf(isXML(name) || depth == 0 && !isYAML(name))
	case spec.CarryBytes:
		return textIf(depth == 0)
	case spec.CarryForm, spec.CarryMultipart:
		if e := encodingOf(m, property); e != nil && isJSON(e.ContentType) {
			return spelledJSON
		}
		if depth == 1 || item {
			return spelledText
		}
		if spec.CarrierOf(name) == spec.CarryForm {
			return spelledEither
		}
	}
	return spelledJSON
}

func encodingOf(m *spec.MediaType, property string) *spec.Encoding {
	for _, e := range m.Encoding {
		if e.Property == property {
			return e
		}
	}
	return nil
}

// scalar reports whether f allows neither arrays nor objects. What no type is named of is a scalar where only text can stand.
func (f *flat) scalar() bool {
	return !f.types.has(tape.Array) && !f.types.has(tape.Object) || f.types.all() && len(f.properties) == 0 && len(f.items) == 0 && len(f.prefix) == 0 && len(f.additional) == 0
}

// readings are the types that a text is read as: as a text alone where no type is named.
func (f *flat) readings() uint8 {
	if f.types.all() && !f.listed {
		return 1 << tape.String
	}
	return f.types.kinds
}

// spelt is the text that stands for a scalar where scalars are text.
func spelt(value []byte) string {
	t, _ := tape.Read(value, tape.Limits{})
	defer t.Release()
	return t.Root().Plain()
}

// takes reports whether one document accepts a value at the place of the change.
func (j judging) takes(base bool, value []byte) bool {
	if j.spelled {
		return contain.Spells(j.change.pair.side(base), spelt(value), j.face)
	}
	return accepts(j.change.pair.side(base), value, j.face)
}

// inclusion decides whether the other document takes every value of one at the place of the change. Values that escape are up to most. Where they are no
// text it is decided once, however many messages meet the change.
func (j judging) inclusion(base bool, most int) []contain.Result {
	if j.spelled {
		return j.includedTexts(j.change.pair.side(base), j.change.pair.side(!base), most)
	}
	key := inclusion{j.change.pair, base, j.face, most}
	if _, known := j.included[key]; !known {
		j.included[key] = slices.Clip(j.includes(base, most))
	}
	return j.included[key]
}

// inclusion is a question about the two sides of a pair.
type inclusion struct {
	pair *pair
	base bool
	face schema.Face
	most int
}

func (j judging) includes(base bool, most int) []contain.Result {
	o := contain.Options{Face: j.face, Work: mostWork}
	sub, super := j.change.pair.side(base), j.change.pair.side(!base)
	var escaped []contain.Result
	last := contain.Result{Answer: contain.Contained, Reason: "it is not limited"}
	for _, s := range super {
		all := contain.DecideAll(j.single(base), s, o, most)
		switch all[0].Answer {
		case contain.Escapes:
			for _, r := range all {
				if accepts(sub, r.Witness, j.face) {
					escaped = append(escaped, r)
				}
			}
			if len(escaped) == 0 {
				last = contain.Result{Answer: contain.Unproven, Reason: "a value was found that only a part of the schema takes"}
			}
		case contain.Unproven:
			last = all[0]
		case contain.Contained:
			if last.Answer == contain.Contained {
				last = all[0]
			}
		}
	}
	if len(escaped) > 0 {
		return escaped[:min(len(escaped), most)]
	}
	return []contain.Result{last}
}

// nonEmpty takes every text but the empty one.
var nonEmpty = limitSchema([]byte(`{"minLength":1}`))

// includedTexts decides whether every text of the one is one of the other. The empty text is the last to be shown, for in many places nobody sees it;
// and it cannot stand in a path at all.
func (j judging) includedTexts(sub, super conj, most int) []contain.Result {
	o := contain.Options{Face: j.face, Work: mostWork}
	all := contain.DecideSpelled(append(slices.Clone(sub), nonEmpty), super, o, most)
	if all[0].Answer != contain.Contained || j.root.parameters[0] != nil && j.root.parameters[0].In == "path" {
		return all
	}
	return contain.DecideSpelled(sub, super, o, most)
}

// beyondSpelled is beyond where scalars are text: a keyword only counts for texts that its document reads as a value of its types.
func (j judging) beyondSpelled(base bool, limit []byte) contain.Result {
	other := j.change.pair.of(!base)
	sub, types := j.change.pair.side(base), limitSchema(typeLimit(other))
	switch j.change.keyword {
	case "enum":
		return j.includedTexts(sub, conj{limitSchema(limit)}, 1)[0]
	case "type":
		if j.change.pair.of(base).readings()&other.readings() == 0 { // then no other change tells of the keywords of the new type
			return j.inclusion(base, 1)[0]
		}
		return j.includedTexts(sub, conj{limitSchema(limit)}, 1)[0]
	}
	all := j.includedTexts(sub, conj{types, limitSchema(limit)}, 16)
	if all[0].Answer != contain.Escapes {
		return all[0]
	}
	for _, r := range all {
		if contain.Spells([]*schema.Schema{types}, spelt(r.Witness), j.face) {
			return r
		}
	}
	return contain.Result{Answer: contain.Contained, Reason: "what is refused is refused for its type"}
}

// asItem decides about a scalar of a query in whose place a list stands: a value by itself is written as a list of one.
func (j judging) asItem() (contain.Result, bool) {
	p := pick(j.root.parameters, !j.base)
	one, list := j.change.pair.of(j.base), j.change.pair.of(!j.base)
	if p == nil || p.In != "query" || p.Style != "form" || !p.Explode || p.Schema == nil || j.change.keyword != "type" || !one.scalar() || !list.types.has(tape.Array) || list.types.has(tape.Object) {
		return contain.Result{}, false
	}
	for _, part := range list.parts {
		if k := part.words; k.MinItems > 1 || k.MaxItems == 0 || k.Contains != nil || len(k.PrefixItems) > 0 || k.Enum != nil || k.Const.Kind() != 0 {
			return contain.Result{}, false
		}
	}
	r := contain.DecideSpelled(j.change.pair.side(j.base), list.items, contain.Options{Face: j.face, Work: mostWork}, 1)[0]
	return r, r.Answer == contain.Contained
}

// spellings are the values that may be read where the scalar at pointer is text.
func spellings(value []byte, pointer string) [][]byte {
	t, _ := tape.Read(value, tape.Limits{})
	defer t.Release()
	out := [][]byte{value}
	v, ok := t.Root().At(pointer)
	if !ok {
		return out
	}
	for _, other := range [][]byte{tape.Quote(v.Plain()), []byte(v.Plain())} {
		changed, err := tape.Set(value, pointer, other)
		if other, faults := tape.Read(changed, tape.Limits{}); err == nil && len(faults) == 0 && other.Usable() && !bytes.Equal(changed, value) {
			out = append(out, changed)
			other.Release()
		}
	}
	return out
}

func isXML(mediaType string) bool {
	name := essence(mediaType)
	return strings.HasSuffix(name, "/xml") || strings.HasSuffix(name, "+xml")
}

func isYAML(mediaType string) bool { return strings.HasSuffix(essence(mediaType), "yaml") }
