package spec

import (
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// reading is one way to understand how a value was written.
type reading struct {
	read func(*wireReader) []byte
	// slack is what the sender should have written, if only readers that are lenient understand it this way.
	slack string
}

// written is what a message holds for a parameter, a header or a property of a form. Where the standard, its examples and RFC 6570 allow several
// readings, the value conforms if one of them does.
type written struct {
	there    bool
	readings []reading // none: nothing is there to judge, and that is allowed
	open     string    // what the standard leaves undefined about it; then no reading can be wrong
}

func (w *written) add(read func(*wireReader) []byte) {
	w.readings = append(w.readings, reading{read: read})
}

// addFailure adds a reading that can only fail.
func (w *written) addFailure(received, promised, clause string) {
	w.add(func(r *wireReader) []byte { return r.fail(received, promised, clause) })
}

// addText adds the readings of a text that holds a whole value, one for each shape the schema allows.
func (w *written) addText(o *outline, text, separator string, explode bool, decode decoder) {
	for _, shape := range o.shapes {
		w.add(func(r *wireReader) []byte { return r.delimited(o, shape, text, separator, explode, decode) })
		if text == "" && shape == tape.Array {
			// RFC 6570 writes the empty list as it writes a list of one empty text.
			w.add(func(r *wireReader) []byte { return r.list(o, []string{""}) })
		}
	}
}

// headerWritten reads a header, which has one style.
func (d *Document) headerWritten(n *tree.Node, explode bool, text string) written {
	w := written{there: true}
	w.addText(d.outline(n), text, ",", explode, trimmed)
	return w
}

// The clauses of RFC 6570 that styles stand on.
const (
	clauseLabel  = "RFC 6570, section 3.2.5 (Label Expansion)"
	clauseMatrix = "RFC 6570, section 3.2.7 (Path-Style Parameter Expansion)"
	clauseForm   = "RFC 6570, section 3.2.8 (Form-Style Query Expansion)"
)

// pathWritten reads a path parameter, whose label and matrix styles put marks in front.
func (d *Document) pathWritten(p *Parameter, text string, decode decoder) written {
	w := written{there: true}
	o := d.outline(p.Schema)
	switch p.Style {
	case "label":
		rest, ok := strings.CutPrefix(text, ".")
		if !ok {
			w.addFailure("a value that does not begin with a dot", "a dot before the value, as style label writes it", clauseLabel)
			return w
		}
		if p.Explode {
			w.addText(o, rest, ".", true, decode)
			return w
		}
		// The table of OpenAPI 3.0.3 and 3.1.0 parts with dots, RFC 6570 and the tables of 3.0.4 and 3.1.1 with commas.
		w.addText(o, rest, ",", false, decode)
		w.addText(o, rest, ".", false, decode)
	case "matrix":
		d.addMatrix(&w, p, text, decode)
	default:
		w.addText(o, text, ",", p.Explode, decode)
	}
	return w
}

// addMatrix reads ;name=value, of which an empty value leaves out the equals sign.
func (d *Document) addMatrix(w *written, p *Parameter, text string, decode decoder) {
	o := d.outline(p.Schema)
	named := func(part string) (value string, ok bool) {
		if part == p.Name {
			return "", true
		}
		return strings.CutPrefix(part, p.Name+"=")
	}
	wrong := func(promised string) {
		w.addFailure("a value that is not written so", promised+", as style matrix writes it", clauseMatrix)
	}
	rest, marked := strings.CutPrefix(text, ";")
	for _, shape := range o.shapes {
		switch {
		case !marked:
			wrong("a semicolon before the name")
		case shape == tape.Object && p.Explode:
			w.add(func(r *wireReader) []byte { return r.delimited(o, shape, rest, ";", true, decode) })
		case shape == tape.Array && p.Explode:
			var raws []string
			ok := true
			for part := range strings.SplitSeq(rest, ";") {
				value, its := named(part)
				raws, ok = append(raws, value), ok && its
			}
			if !ok {
				wrong(";" + p.Name + "= before each item")
				continue
			}
			w.add(func(r *wireReader) []byte {
				texts := make([]string, len(raws))
				for i := range raws {
					texts[i] = decode(r, raws[i])
				}
				return r.list(o, texts)
			})
		default:
			value, ok := named(rest)
			if !ok {
				wrong(";" + p.Name + "= before the value")
				continue
			}
			w.add(func(r *wireReader) []byte { return r.delimited(o, shape, value, ",", false, decode) })
		}
	}
}

// cookieWritten reads a cookie. Its one style, form, is made for queries: OpenAPI 3.0.3 shows an exploded cookie with ampersands, which is
// one cookie whose value holds the others, and clients send one cookie for each value; both are read. A cookie may be there twice, for two paths:
// RFC 6265, section 4.2.2.
func (d *Document) cookieWritten(p *Parameter, cookies []queryPair, claimed func(name string) bool) written {
	q := query{pairs: cookies, decoders: []decoder{asIs, percent}, literal: true, first: true, claimed: claimed}
	w := d.queryWritten(p, q)
	if !p.Explode || !w.there {
		return w
	}
	for _, cookie := range cookies {
		if !strings.Contains(cookie.raw, "&") {
			continue
		}
		inner := query{pairs: parseQuery(cookie.name + "=" + cookie.raw), decoders: q.decoders, literal: true, first: true}
		if more := d.queryWritten(p, inner); more.there && (cookie.name == p.Name || d.outline(p.Schema).declares(cookie.name)) {
			w.readings = append(w.readings, more.readings...)
		}
	}
	return w
}

// parseCookies splits the Cookie fields. Quotes around a value are taken off, as every reader does. Source: RFC 6265, section 4.2.1.
func parseCookies(fields []string) []queryPair {
	var out []queryPair
	for _, field := range fields {
		for part := range strings.SplitSeq(field, ";") {
			name, value, found := strings.Cut(strings.Trim(part, " \t"), "=")
			if !found || name == "" {
				continue
			}
			if len(value) > 1 && value[0] == '"' && value[len(value)-1] == '"' {
				value = value[1 : len(value)-1]
			}
			out = append(out, queryPair{name, value})
		}
	}
	return out
}

// times writes how often something was received.
func times(count int) string {
	if count == 1 {
		return "once"
	}
	return strconv.Itoa(count) + " times"
}
