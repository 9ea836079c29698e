package spec

import (
	"net/http"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// ignoredHeader reports whether a header parameter is one that a document does not define by a parameter. Source: OpenAPI 3.0.3, section 4.7.12.2.1.
func ignoredHeader(name string) bool {
	return strings.EqualFold(name, "Accept") || strings.EqualFold(name, "Content-Type") || strings.EqualFold(name, "Authorization")
}

// judgeParameter judges one declared parameter.
func (d *Document) judgeParameter(j *Judgement, p *Parameter, r Ask, query []queryPair) {
	if p.In == "header" && ignoredHeader(p.Name) {
		return
	}
	read, there := d.reading(p, r, query)
	if !there {
		if p.Required {
			j.fault(Fault{
				Rule:        RuleRequestParameter,
				Received:    "no " + p.In + " parameter " + p.Name,
				Promised:    "one, as it is required",
				Fix:         "send " + p.In + " parameter " + p.Name,
				Clause:      d.clause(sectionParameter),
				KeywordPath: p.Node.Pointer() + "/required",
				At:          p.Node.KeyAt(),
			})
		}
		return
	}
	what := p.In + " parameter " + p.Name
	rules := fieldRules(RuleRequestParameter, what, schema.Request)
	from := len(j.Faults)
	switch {
	case p.Schema != nil:
		d.wireFaults(j, rules, p.Schema, func(w *wireReader) []byte { return read(w) })
	case len(p.Content) > 0:
		text := read(&wireReader{document: d, asText: true})
		d.body(j, rules, unquote(text), p.Content[0].parsed, p.Content[0])
	}
	j.name(from, what)
}

// unquote undoes what scalar did to a text that is itself a document.
func unquote(text []byte) []byte {
	t, _ := tape.Read(text, tape.Limits{})
	defer t.Release()
	if !t.Usable() || t.Root().Kind() != tape.String {
		return text
	}
	return []byte(t.Root().Text())
}

// reading finds the parameter in the request. The function it returns makes JSON of it.
func (d *Document) reading(p *Parameter, r Ask, query []queryPair) (read func(*wireReader) []byte, there bool) {
	switch p.In {
	case "path":
		text, ok := r.PathParameters[p.Name]
		return func(w *wireReader) []byte { return w.path(p, text) }, ok
	case "header":
		values := r.Header.Values(p.Name)
		text := strings.Join(values, ",")
		return func(w *wireReader) []byte { return w.delimited(p.Schema, text, ",", p.Explode, strings.TrimSpace) }, len(values) > 0
	case "cookie":
		request := http.Request{Header: http.Header{"Cookie": r.Header.Values("Cookie")}}
		cookie, err := request.Cookie(p.Name)
		if err != nil {
			return nil, false
		}
		return func(w *wireReader) []byte { return w.delimited(p.Schema, cookie.Value, ",", p.Explode, same) }, true
	case "query":
		return d.queryReading(p, query)
	}
	return nil, false
}

func same(text string) string { return text }

// path reads a path parameter, whose label and matrix styles put marks in front.
func (r *wireReader) path(p *Parameter, text string) []byte {
	separator := ","
	switch p.Style {
	case "label":
		text = strings.TrimPrefix(text, ".")
		if p.Explode {
			separator = "."
		}
	case "matrix":
		text = strings.TrimPrefix(text, ";")
		if p.Explode {
			separator = ";"
			if !r.typesOf(p.Schema, 0)["object"] {
				text = strings.ReplaceAll(strings.TrimPrefix(text, p.Name+"="), ";"+p.Name+"=", ";")
			}
		} else {
			text = strings.TrimPrefix(text, p.Name+"=")
		}
	}
	return r.delimited(p.Schema, text, separator, p.Explode, same)
}

// queryReading finds a query parameter by its style. Source: OpenAPI 3.0.3, section 4.7.12.3.
func (d *Document) queryReading(p *Parameter, query []queryPair) (read func(*wireReader) []byte, there bool) {
	if p.Style == "deepObject" {
		prefix := p.Name + "["
		var fields []queryPair
		for _, q := range query {
			if name, ok := strings.CutPrefix(q.name, prefix); ok && strings.HasSuffix(name, "]") {
				fields = append(fields, queryPair{strings.TrimSuffix(name, "]"), q.raw})
			}
		}
		return func(w *wireReader) []byte { return w.object(p.Schema, gather(fields, nil)) }, len(fields) > 0
	}
	var raw []string
	for _, q := range query {
		if q.name == p.Name {
			raw = append(raw, q.raw)
		}
	}
	if len(raw) == 1 && raw[0] == "" && truth(p.Node.Get("allowEmptyValue")) {
		return nil, false
	}
	if len(raw) == 0 && p.Style == "form" && p.Explode && p.Schema != nil {
		return d.explodedObject(p, query)
	}
	separator := map[string]string{"spaceDelimited": "%20", "pipeDelimited": "|"}[p.Style]
	if separator == "" {
		separator = ","
	}
	return func(w *wireReader) []byte {
		if p.Explode && w.typesOf(p.Schema, 0)["array"] {
			texts := make([]string, len(raw))
			for i := range raw {
				texts[i] = unescapeQuery(raw[i])
			}
			return w.list(p.Schema, texts)
		}
		text := raw[len(raw)-1]
		if separator == "%20" {
			text = strings.ReplaceAll(text, "+", "%20")
		} else if separator == "|" {
			text = strings.NewReplacer("%7C", "|", "%7c", "|").Replace(text)
		}
		return w.delimited(p.Schema, text, separator, false, unescapeQuery)
	}, len(raw) > 0
}

// explodedObject reads an object whose properties are query names of their own. It is there if one of them is.
func (d *Document) explodedObject(p *Parameter, query []queryPair) (read func(*wireReader) []byte, there bool) {
	properties := d.Resolve(p.Schema).Get("properties")
	if !properties.Is(tree.Object) {
		return nil, false
	}
	found := gather(query, func(name string) bool { return properties.Get(name) != nil })
	return func(w *wireReader) []byte { return w.object(p.Schema, found) }, len(found) > 0
}
