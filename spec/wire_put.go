package spec

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// Put writes a JSON value into the request as the value of p, in the style and the place that the document gives it: the other way round of how
// a request is read. An error says that no style writes the value, as a list of lists.
//
// Source: OpenAPI 3.0.3, section 4.7.12.4 (Style Examples), and RFC 6570, section 3.2.
func (a *Ask) Put(p *Parameter, value []byte) error {
	if len(p.Content) > 0 {
		a.place(p, p.escape(string(value)), string(value))
		return nil
	}
	t, _ := tape.Read(value, tape.Limits{})
	defer t.Release()
	v := t.Root()
	switch v.Kind() {
	case tape.Object, tape.Array:
		return a.putParts(p, v)
	}
	a.place(p, p.escape(v.Plain()), v.Plain())
	return nil
}

// escape writes a text so that it is part of one value.
func (p *Parameter) escape(text string) string {
	if p.In == "path" {
		return url.PathEscape(text)
	}
	return url.QueryEscape(text)
}

// PutText is Put for plain text. Where p takes lists or objects and no text, it may be the JSON of one.
func (d *Document) PutText(a *Ask, p *Parameter, text string) error {
	if len(p.Content) > 0 {
		return a.Put(p, []byte(text))
	}
	if strings.HasPrefix(text, "[") || strings.HasPrefix(text, "{") {
		t, faults := tape.Read([]byte(text), tape.Limits{})
		t.Release()
		if len(faults) == 0 && !d.outline(p.Schema).kinds.has(tape.String) {
			return a.Put(p, []byte(text))
		}
	}
	return a.Put(p, quoteJSON(text))
}

// putParts writes a list or an object: its parts in one value, or each as a value of its own.
func (a *Ask) putParts(p *Parameter, v tape.Value) error {
	var names, texts []string // of a list only texts
	part := func(name string, value tape.Value) error {
		if k := value.Kind(); k == tape.Array || k == tape.Object {
			return fmt.Errorf("%s parameter %s holds values in values, which no style writes", p.In, p.Name)
		}
		names, texts = append(names, name), append(texts, value.Plain())
		return nil
	}
	isObject := v.Kind() == tape.Object
	if isObject {
		for name, value := range v.Members() {
			if err := part(name, value); err != nil {
				return err
			}
		}
	} else {
		for _, value := range v.Items() {
			if err := part(p.Name, value); err != nil {
				return err
			}
		}
	}
	if p.In == "query" && (p.Explode || p.Style == "deepObject") {
		for i, text := range texts {
			name := url.QueryEscape(names[i])
			if p.Style == "deepObject" {
				name = url.QueryEscape(p.Name) + "[" + name + "]"
			}
			a.Query = JoinQuery(a.Query, name+"="+url.QueryEscape(text))
		}
		return nil
	}
	if p.In == "cookie" && p.Explode { // the ampersand of a query would stand inside of one cookie's value, where no server parts it
		for i, text := range texts {
			a.addCookie(names[i], text)
		}
		return nil
	}
	// The marks between the parts, and whether a part is written with its name.
	separator, named := ",", isObject && p.Explode
	switch {
	case p.Style == "spaceDelimited":
		separator = "%20"
	case p.Style == "pipeDelimited":
		separator = "%7C"
	case p.Style == "label" && p.Explode:
		separator = "."
	case p.Style == "matrix" && p.Explode:
		separator, named = ";", true
	}
	write := func(escape func(string) string) string {
		var parts []string
		for i, text := range texts {
			switch name := escape(names[i]); {
			case named:
				parts = append(parts, name+"="+escape(text))
			case isObject:
				parts = append(parts, name, escape(text))
			default:
				parts = append(parts, escape(text))
			}
		}
		return strings.Join(parts, separator)
	}
	escaped := write(p.escape)
	if p.Style == "matrix" && p.Explode {
		a.Path = strings.ReplaceAll(a.Path, "{"+p.Name+"}", ";"+escaped)
		return nil
	}
	a.place(p, escaped, write(func(text string) string { return text }))
	return nil
}

// place puts a text where the parameter stands; escaped is the text for the request line.
func (a *Ask) place(p *Parameter, escaped, text string) {
	switch p.In {
	case "path":
		switch p.Style {
		case "label":
			escaped = "." + escaped
		case "matrix":
			escaped = ";" + p.Name + "=" + escaped
		}
		a.Path = strings.ReplaceAll(a.Path, "{"+p.Name+"}", escaped)
	case "query":
		a.Query = JoinQuery(a.Query, url.QueryEscape(p.Name)+"="+escaped)
	case "header":
		a.Header.Set(p.Name, text)
	case "cookie":
		a.addCookie(p.Name, text)
	}
}

// addCookie adds a cookie to the one field that holds them all. Source: RFC 6265, section 5.4.
func (a *Ask) addCookie(name, text string) {
	cookie := name + "=" + text
	if others := a.Header.Get("Cookie"); others != "" {
		cookie = others + "; " + cookie
	}
	a.Header.Set("Cookie", cookie)
}

// JoinQuery returns two queries as one.
func JoinQuery(query, more string) string {
	if query == "" || more == "" {
		return query + more
	}
	return query + "&" + more
}
