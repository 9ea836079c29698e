package spec

import (
	"net/url"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// queryPair is one name=value of a query, a form or a Cookie field; the name decoded, the value as it is written.
type queryPair struct{ name, raw string }

// parseQuery splits a query. A semicolon is data, as it is for browsers.
func parseQuery(query string) []queryPair {
	if query == "" {
		return nil
	}
	out := make([]queryPair, 0, strings.Count(query, "&")+1)
	for part := range strings.SplitSeq(query, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		if decoded, err := url.QueryUnescape(name); err == nil {
			name = decoded
		}
		out = append(out, queryPair{name, value})
	}
	return out
}

// query is what parameters of style form and its relatives are read from.
type query struct {
	pairs    []queryPair
	decoders []decoder              // ways to undo the encoding of a value; one of them fits
	literal  bool                   // values are not percent-encoded: those of parts and cookies
	first    bool                   // of several values the first counts, where one is promised
	claimed  func(name string) bool // names that something else stands for, so that no free-form object takes them; nil for none
}

// named returns the values of a name.
func (q query) named(name string) []string {
	var raws []string
	for _, p := range q.pairs {
		if p.name == name {
			raws = append(raws, p.raw)
		}
	}
	return raws
}

// separators are the delimiters of the styles that write a list in one value. Those of the last two are not in RFC 6570.
var separators = map[string]string{"form": ",", "spaceDelimited": "%20", "pipeDelimited": "|"}

// queryWritten finds a parameter of style form, spaceDelimited, pipeDelimited or deepObject. Source: OpenAPI 3.0.3, section 4.7.12.3.
func (d *Document) queryWritten(p *Parameter, q query) written {
	if p.Style == "deepObject" {
		return d.deepWritten(p, q)
	}
	raws := q.named(p.Name)
	o := d.outline(p.Schema)
	w := written{there: len(raws) > 0}
	if p.AllowEmptyValue && len(raws) == 1 && raws[0] == "" {
		return w
	}
	for _, decode := range q.decoders {
		for _, shape := range o.shapes {
			switch {
			case shape == tape.Object && p.Explode:
				d.addExploded(&w, p, q, decode)
			case len(raws) == 0:
			case shape == tape.Array && p.Explode:
				addRepeated(&w, o, raws, decode)
			default:
				q.addSingle(&w, p, o, shape, raws, decode)
			}
		}
	}
	if p.Style != "form" {
		q.openStyle(&w, p, o, raws)
	}
	return w
}

// addRepeated reads a list that is written as one name=value for each item.
func addRepeated(w *written, o *outline, raws []string, decode decoder) {
	w.add(func(r *wireReader) []byte {
		texts := make([]string, len(raws))
		for i := range raws {
			texts[i] = decode(r, raws[i])
		}
		return r.list(o, texts)
	})
	if len(raws) == 1 && raws[0] == "" {
		w.add(func(r *wireReader) []byte { return r.list(o, nil) })
	}
}

var (
	plainCommas = strings.NewReplacer("%2C", ",", "%2c", ",")
	plainPipes  = strings.NewReplacer("%7C", "|", "%7c", "|")
)

// addSingle reads a value that stands in one name=value.
func (q query) addSingle(w *written, p *Parameter, o *outline, shape tape.Kind, raws []string, decode decoder) {
	separator := separators[p.Style]
	if separator == "" {
		separator = ","
	}
	if len(raws) > 1 && !q.first {
		promised := "it once"
		if shape != tape.String {
			promised = "it once, its values parted by " + separator
		}
		w.addFailure("it "+times(len(raws)), promised, clauseForm)
		return
	}
	text := raws[0]
	switch {
	case shape == tape.String:
	case q.literal && separator == "%20":
		separator = " "
	case separator == "%20":
		text = strings.ReplaceAll(text, "+", "%20")
	case separator == "|" && !q.literal:
		text = plainPipes.Replace(text)
	}
	w.add(func(r *wireReader) []byte { return r.delimited(o, shape, text, separator, false, decode) })
	if shape == tape.Array && text == "" {
		w.add(func(r *wireReader) []byte { return r.list(o, []string{""}) })
	}
	// A comma that is percent-encoded is part of a value; but many clients encode all of them, and many servers decode before they split.
	if q.literal || shape == tape.String || separator != "," || strings.Contains(text, ",") {
		return
	}
	if plain := plainCommas.Replace(text); plain != text {
		w.readings = append(w.readings, reading{
			read:  func(r *wireReader) []byte { return r.delimited(o, shape, plain, ",", false, decode) },
			slack: "commas that are not percent-encoded between its values",
		})
	}
}

// addExploded reads an object whose properties are names of their own. It is there if one of them is.
func (d *Document) addExploded(w *written, p *Parameter, q query, decode decoder) {
	o := d.outline(p.Schema)
	var own []queryPair
	for _, pair := range q.pairs {
		if d.ownName(p, pair.name, q.claimed) {
			own = append(own, pair)
		}
	}
	if len(own) == 0 {
		if w.there {
			w.addFailure("it under its own name", "its properties as names of their own, as explode: true writes them", clauseForm)
		}
		return
	}
	w.there = true
	w.add(func(r *wireReader) []byte { return r.gathered(o, own, decode) })
}

// ownName reports whether name is a property of an exploded object: one that it declares, or, if it is free-form, one that is nobody else's.
func (d *Document) ownName(p *Parameter, name string, claimed func(string) bool) bool {
	o := d.outline(p.Schema)
	if o.declares(name) {
		return true
	}
	return claimed != nil && o.free && !claimed(name)
}

// gathered writes pairs as a JSON object. A name that stands several times, or whose schema is a list, becomes one.
func (r *wireReader) gathered(o *outline, pairs []queryPair, decode decoder) []byte {
	var names []string
	texts := map[string][]string{}
	for _, p := range pairs {
		if _, known := texts[p.name]; !known {
			names = append(names, p.name)
		}
		texts[p.name] = append(texts[p.name], decode(r, p.raw))
	}
	out := []byte{'{'}
	for i, name := range names {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(out, quoteJSON(name)...), ':')
		property := o.property(name)
		if len(texts[name]) != 1 || property.lists() && !property.kinds.has(tape.String) {
			out = append(out, r.list(property, texts[name])...)
		} else {
			out = append(out, r.scalar(property, texts[name][0])...)
		}
	}
	return append(out, '}')
}

// openStyle marks what the table of styles leaves undefined, and adds the other reading it has there.
func (q query) openStyle(w *written, p *Parameter, o *outline, raws []string) {
	switch {
	case separators[p.Style] == "":
		w.open = "what style " + p.Style + " means where it stands"
	case !slices.Contains(o.shapes, tape.Array) && !slices.Contains(o.shapes, tape.Object):
		w.open = "how style " + p.Style + " writes a value that is neither an array nor an object"
	case p.Explode:
		w.open = "how style " + p.Style + " writes a value with explode: true"
		for _, shape := range o.shapes {
			if len(raws) == 1 && shape != tape.String {
				q.addSingle(w, p, o, shape, raws, q.decoders[0])
			}
		}
	}
}
