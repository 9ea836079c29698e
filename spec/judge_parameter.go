package spec

import (
	"net/http"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// Ignored reports whether p is a header field that a document does not define by a parameter, so that its definition counts for nothing. Source:
// OpenAPI 3.0.3, section 4.7.12.2.1.
func (p *Parameter) Ignored() bool {
	return p.In == "header" && (strings.EqualFold(p.Name, "Accept") || strings.EqualFold(p.Name, "Content-Type") || strings.EqualFold(p.Name, "Authorization"))
}

// parameterReader holds the parts of one request in which parameters are looked for.
type parameterReader struct {
	document *Document
	op       *Operation
	ask      Ask
	query    []queryPair
	cookies  []queryPair
	path     map[string]string // as written; nil if only decoded values are known
}

// judgeParameters judges the declared parameters, then what the query holds beside them.
func (d *Document) judgeParameters(j *Judgement, op *Operation, ask Ask) {
	j.apply(RuleRequestParameter)
	r := &parameterReader{document: d, op: op, ask: ask, query: parseQuery(ask.Query), cookies: parseCookies(ask.Header.Values("Cookie"))}
	if ask.Path != "" {
		r.path = op.valuesIn(ask.Path)
	}
	for _, p := range op.Parameters {
		if !p.Ignored() {
			r.judge(j, p)
		}
	}
	r.judgeUndeclared(j)
}

// judge judges one declared parameter.
func (r *parameterReader) judge(j *Judgement, p *Parameter) {
	w := r.find(p)
	if !w.there {
		if p.Required {
			j.fault(Fault{
				Rule:        RuleRequestParameter,
				Received:    "no " + p.what,
				Promised:    "one, as it is required",
				Fix:         "send " + p.what,
				Clause:      r.document.clause(sectionParameter),
				KeywordPath: p.Node.Pointer() + "/required",
				At:          p.Node.KeyAt(),
			})
		}
		return
	}
	from := len(j.Faults)
	switch {
	case p.Schema != nil:
		r.document.wireFaults(j, p.rules, p.Schema, p.Node, p.what, w)
	case len(p.Content) > 0 && len(w.readings) > 0:
		// The media type carries the value: its text is what stands there, decoded once.
		reader := &wireReader{document: r.document, asText: true}
		text := w.readings[0].read(reader)
		if reader.broken != nil {
			r.document.brokenFault(j, p.rules, p.Node, reader.broken)
			break
		}
		r.document.body(j, p.rules, text, nil, p.Content[0].parsed, p.Content[0])
	}
	j.name(from, p.what)
}

// find looks for the parameter in its place.
func (r *parameterReader) find(p *Parameter) written {
	switch p.In {
	case "path":
		if text, ok := r.path[p.Name]; ok {
			return r.contentOr(p, []string{text}, percent, func() written { return r.document.pathWritten(p, text, percent) })
		}
		if text, ok := r.ask.PathParameters[p.Name]; ok {
			return r.contentOr(p, []string{text}, asIs, func() written { return r.document.pathWritten(p, text, asIs) })
		}
	case "header":
		if values := r.ask.Header.Values(p.Name); len(values) > 0 {
			text := strings.Join(values, ",")
			return r.contentOr(p, []string{text}, trimmed, func() written { return r.document.headerWritten(p.Schema, p.Explode, text) })
		}
	case "cookie":
		raws := query{pairs: r.cookies}.named(p.Name)
		claimed := func(name string) bool { return r.claimed("cookie", name, p) }
		return r.contentOr(p, raws, asIs, func() written { return r.document.cookieWritten(p, r.cookies, claimed) })
	case "query":
		q := query{pairs: r.query, decoders: []decoder{percentAndPlus}, claimed: func(name string) bool { return r.claimed("query", name, p) }}
		if p.AllowReserved && strings.Contains(r.ask.Query, "+") {
			// A reserved character that stands for itself may be a plus sign; most servers read a space all the same.
			q.decoders = []decoder{percent, percentAndPlus}
		}
		return r.contentOr(p, q.named(p.Name), q.decoders[0], func() written { return r.document.queryWritten(p, q) })
	}
	return written{}
}

// contentOr reads a parameter that a media type describes as one text, and leaves the others to styled.
func (r *parameterReader) contentOr(p *Parameter, raws []string, decode decoder, styled func() written) written {
	if p.Schema != nil || len(p.Content) == 0 {
		return styled()
	}
	w := written{there: len(raws) > 0}
	switch {
	case len(raws) == 1 && raws[0] == "" && p.AllowEmptyValue:
	case len(raws) == 1:
		w.add(func(r *wireReader) []byte { return []byte(decode(r, raws[0])) })
	case len(raws) > 1:
		w.addFailure("it "+times(len(raws)), "it once", r.document.clause(sectionParameter))
	}
	return w
}

// claimed reports whether a name of the query, or of the cookies, is a declared parameter's, one of except left aside, or a credential's.
func (r *parameterReader) claimed(in, name string, except *Parameter) bool {
	for _, p := range r.op.Parameters {
		if p.In == in && p != except && r.document.claims(p, name) {
			return true
		}
	}
	for _, requirement := range r.op.Security {
		for _, ref := range requirement {
			if s := ref.Scheme; s != nil && s.Type == "apiKey" && s.In == in && s.ParameterName == name {
				return true
			}
		}
	}
	return false
}

// claims reports whether a name of the query, or of the cookies, is one under which p is written.
func (d *Document) claims(p *Parameter, name string) bool {
	if p.Name == name {
		return true
	}
	if p.Schema == nil {
		return false
	}
	if p.Style == "deepObject" {
		_, ok := bracketed(name, p.Name)
		return ok
	}
	if !p.Explode {
		return false
	}
	return d.outline(p.Schema).declares(name)
}

// mostUndeclared is how many undeclared names of one query are told.
const mostUndeclared = 10

// judgeUndeclared warns of what the query holds and the document does not declare.
func (r *parameterReader) judgeUndeclared(j *Judgement) {
	var names, told []string
	for _, p := range r.op.Parameters {
		if p.In != "query" {
			continue
		}
		if p.Explode && p.Schema != nil && p.Style != "deepObject" {
			if o := r.document.outline(p.Schema); o.kinds.has(tape.Object) && o.free {
				return // it takes any name
			}
		}
		names = append(names, p.Name)
	}
	for _, pair := range r.query {
		if r.claimed("query", pair.name, nil) || contains(told, pair.name) || len(told) == mostUndeclared {
			continue
		}
		told = append(told, pair.name)
		r.undeclared(j, pair.name, names)
	}
}

// undeclared is the warning about one name.
func (r *parameterReader) undeclared(j *Judgement, name string, declared []string) {
	fix := "declare it as a query parameter, or leave it out"
	if near := tree.Nearest(name, declared); near != "" {
		fix = "write " + near + " if that is meant, or declare it as a query parameter"
	}
	at := r.op.Node.Get("parameters")
	place := at.KeyAt()
	if at == nil {
		at, place = r.op.Node, r.op.Node.KeyAt()
	}
	promised := "no query parameter"
	if len(declared) > 0 {
		promised = "query parameter " + oneOf(declared)
	}
	j.fault(Fault{
		Rule:        RuleRequestParameter,
		Received:    "query parameter " + quoted(name) + ", which is not declared",
		Promised:    promised,
		Fix:         fix,
		Clause:      r.document.clause(sectionParameter),
		KeywordPath: at.Pointer(),
		At:          place,
		Warning:     true,
	})
}

// hasParameters reports whether there is anything in a request that the parameters of op could be about.
func hasParameters(op *Operation, ask *Ask) bool { return len(op.Parameters) > 0 || ask.Query != "" }

// coded names the coding of a body that has one: its bytes are then not what they stand for. Source: RFC 9110, section 8.4.
func coded(header http.Header) string {
	for _, value := range header.Values("Content-Encoding") {
		if value = strings.Trim(value, " \t"); value != "" && !strings.EqualFold(value, "identity") {
			return value
		}
	}
	return ""
}
