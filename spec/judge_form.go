package spec

import (
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// judgeForm judges a body of type application/x-www-form-urlencoded: its fields are the properties of an object.
// Source: OpenAPI 3.0.3, sections 4.7.14.4 and 4.7.15; where these are silent, OpenAPI 3.0.4, section 4.7.15.
func (d *Document) judgeForm(j *Judgement, rules *bodyRules, body []byte, got mediaRange, m *MediaType) {
	if o := d.outline(m.Schema); o.kinds != 0 && !o.kinds.has(tape.Object) {
		d.judgeText(j, rules, body, got, m.Schema)
		return
	}
	fields := parseQuery(string(body))
	if len(fields) > mostFields {
		j.note(rules.schema + " could not be judged: the form has more than 2000 fields")
		return
	}
	d.judgeObject(j, rules, m, func(asText bool) *formObject {
		f := d.newForm(rules, m, asText)
		f.gatherFields(fields, percentAndPlus)
		return f
	})
}

// mostFields is how many fields or parts of a form are judged; each is compared with the others.
const mostFields = 2000

// gatherFields makes properties of fields: first those whose style is declared, then those that stand under their own name, then what is nested
// in brackets or spread, and last what the schema does not declare.
func (f *formObject) gatherFields(fields []queryPair, decode decoder) {
	taken := make([]bool, len(fields))
	f.styled(fields, taken, query{pairs: fields, decoders: []decoder{decode}})
	for i, field := range fields {
		if taken[i] || !f.root.declares(field.name) {
			continue
		}
		f.plain(field.name, take(fields, taken, field.name), decode)
	}
	f.nested(fields, taken, decode)
	f.spread(fields, taken, decode)
	for i, field := range fields {
		if !taken[i] {
			f.plain(field.name, take(fields, taken, field.name), decode)
		}
	}
}

// take returns the values of a name and marks its fields as taken.
func take(fields []queryPair, taken []bool, name string) []string {
	var raws []string
	for i, field := range fields {
		if !taken[i] && field.name == name {
			raws, taken[i] = append(raws, field.raw), true
		}
	}
	return raws
}

// styled gathers the properties whose encoding declares a style: they are written as query parameters are.
func (f *formObject) styled(fields []queryPair, taken []bool, q query) {
	for _, e := range f.encoding {
		if !e.Styled || !f.root.declares(e.Property) {
			continue
		}
		o := f.root.property(e.Property)
		p := &Parameter{Name: e.Property, In: "query", Style: e.Style, Explode: e.Explode, AllowReserved: e.AllowReserved, Schema: o.nodes[0]}
		own := q
		if e.AllowReserved && !q.literal {
			own.decoders = []decoder{percent, percentAndPlus}
		}
		w := f.document.queryWritten(p, own)
		if !w.there {
			continue
		}
		f.choose(e.Property, o, w)
		for i, field := range fields {
			taken[i] = taken[i] || f.document.claims(p, field.name)
		}
	}
}

// plain gathers a property that stands under its own name: as JSON if it is an object or its content type says so, else as the text it is.
func (f *formObject) plain(property string, raws []string, decode decoder) {
	o := f.root.property(property)
	w := written{there: true}
	for _, shape := range o.shapes {
		switch {
		case shape == tape.Array:
			w.add(func(r *wireReader) []byte { return f.items(r, property, o, raws, decode) })
			if len(raws) == 1 {
				w.add(func(r *wireReader) []byte { return f.fieldValue(r, property, o, raws[0], decode, true) })
			}
		case len(raws) == 1:
			w.add(func(r *wireReader) []byte {
				return f.fieldValue(r, property, o, raws[0], decode, shape == tape.Object)
			})
		default:
			// Several values where one is promised: the list they are is what the schema refuses.
			w.add(func(r *wireReader) []byte { return f.items(r, property, unsaid, raws, decode) })
		}
	}
	f.choose(property, o, w)
}

// items writes a list of which each field is an item.
func (f *formObject) items(r *wireReader, property string, o *outline, raws []string, decode decoder) []byte {
	out := []byte{'['}
	for i, raw := range raws {
		if i > 0 {
			out = append(out, ',')
		}
		item := o.item(i)
		out = append(out, f.fieldValue(r, property, item, raw, decode, item.complex())...)
	}
	return append(out, ']')
}

// fieldValue writes what one field holds: JSON if its content type says so, or if it is complex and nothing is said.
func (f *formObject) fieldValue(r *wireReader, property string, o *outline, raw string, decode decoder, complex bool) []byte {
	text := decode(r, raw)
	json := complex
	if e := f.encodingOf(property); e != nil && len(e.types) > 0 && !e.Styled {
		json = e.types[0].json()
	}
	if !json {
		return r.scalar(o, text)
	}
	value, faults := jsonValue([]byte(text))
	if len(faults) > 0 {
		return r.fail(faults[0].Message, "one well-formed JSON value", jsonClause(faults[0].Rule))
	}
	return value
}

// nested gathers what stands in brackets behind the name of a property without a declared style: a[b]=1. Servers agree on what it means, the
// standard does not say.
func (f *formObject) nested(fields []queryPair, taken []bool, decode decoder) {
	for _, property := range f.root.names {
		var found []nested
		for i, field := range fields {
			if path, ok := bracketed(field.name, property); ok && !taken[i] {
				found, taken[i] = append(found, nested{path, field.raw}), true
			}
		}
		if len(found) == 0 {
			continue
		}
		if contains(f.names, property) {
			f.open[property] = "the standard leaves open what a property means that is written both plainly and in brackets"
			continue
		}
		o := f.root.property(property)
		w := written{there: true, open: "how a form writes nested fields like " + property + "[...] where the encoding declares no style"}
		w.add(func(r *wireReader) []byte { return r.nest(o, found, decode) })
		f.choose(property, o, w)
	}
}

// spread gathers the properties of an object without a declared encoding that stand as fields of their own: style form, which OpenAPI 3.0.3
// names as the default, writes it so; 3.0.4 writes JSON.
func (f *formObject) spread(fields []queryPair, taken []bool, decode decoder) {
	for _, property := range f.root.names {
		o := f.root.property(property)
		if !o.kinds.has(tape.Object) || contains(f.names, property) || f.encodingOf(property) != nil {
			continue
		}
		var own []queryPair
		for i, field := range fields {
			if !taken[i] && o.declares(field.name) && !strings.ContainsAny(field.name, "[]") {
				own, taken[i] = append(own, field), true
			}
		}
		if len(own) > 0 {
			f.choose(property, o, written{there: true, readings: []reading{{read: func(r *wireReader) []byte { return r.gathered(o, own, decode) }}}})
		}
	}
}
