package spec

import (
	"net/url"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

// wireReader turns the text that carries a parameter, a header or a form field into the JSON value its schema speaks about. On the wire
// everything is text, so the schema decides what a text may be: 12 is a number where a number is allowed.
//
// Source: OpenAPI 3.0.3, section 4.7.12.3 (Style Values), and RFC 6570, which it refers to.
type wireReader struct {
	document *Document
	asText   bool // read a scalar as a string wherever a string is allowed too
}

// types is the set of types a schema allows; nothing at all means that it says nothing.
type types map[string]bool

// typesOf gathers the types that a schema and those it is composed of name.
func (r *wireReader) typesOf(n *tree.Node, depth int) types {
	found := types{}
	if n = r.document.Resolve(n); n == nil || depth > 16 {
		return found
	}
	for _, name := range n.Get("type").Strings() {
		found[name] = true
	}
	if truth(n.Get("nullable")) {
		found["null"] = true
	}
	if len(found) > 0 {
		return found
	}
	for _, keyword := range []string{"allOf", "anyOf", "oneOf"} {
		if list := n.Get(keyword); list != nil {
			for _, item := range list.Items {
				for name := range r.typesOf(item, depth+1) {
					found[name] = true
				}
			}
		}
	}
	switch {
	case len(found) > 0:
	case n.Get("properties") != nil:
		found["object"] = true
	case n.Get("items") != nil:
		found["array"] = true
	default:
		values := n.Get("enum")
		if only := n.Get("const"); only != nil {
			found[only.Kind.String()] = true
		}
		for i := range values.Len() {
			found[values.Items[i].Kind.String()] = true
		}
	}
	return found
}

// child returns the schema of a property, or of the items if name is empty; nil if nothing is said.
func (r *wireReader) child(n *tree.Node, name string, depth int) *tree.Node {
	if n = r.document.Resolve(n); n == nil || depth > 16 {
		return nil
	}
	if name == "" {
		if items := n.Get("items"); items != nil {
			return items
		}
	} else {
		if property := n.Get("properties").Get(name); property != nil {
			return property
		}
		if rest := n.Get("additionalProperties"); rest.Is(tree.Object) {
			return rest
		}
	}
	for _, keyword := range []string{"allOf", "anyOf", "oneOf"} {
		if list := n.Get(keyword); list != nil {
			for _, item := range list.Items {
				if found := r.child(item, name, depth+1); found != nil {
					return found
				}
			}
		}
	}
	return nil
}

// scalar writes one text as JSON.
func (r *wireReader) scalar(n *tree.Node, text string) []byte {
	allowed := r.typesOf(n, 0)
	if !r.asText || !allowed["string"] {
		switch {
		case (allowed["number"] || allowed["integer"]) && isJSONNumber(text),
			allowed["boolean"] && (text == "true" || text == "false"),
			allowed["null"] && text == "null":
			return []byte(text)
		case allowed["null"] && text == "" && !allowed["string"]:
			return []byte("null")
		}
	}
	return (&tree.Node{Kind: tree.String, Text: text}).JSON()
}

// isJSONNumber reports whether text is a number as JSON writes it.
func isJSONNumber(text string) bool {
	text = strings.TrimPrefix(text, "-")
	whole := leadingDigits(text)
	if whole == 0 || whole > 1 && text[0] == '0' {
		return false
	}
	text = text[whole:]
	if strings.HasPrefix(text, ".") {
		fraction := leadingDigits(text[1:])
		if fraction == 0 {
			return false
		}
		text = text[1+fraction:]
	}
	if text != "" && (text[0] == 'e' || text[0] == 'E') {
		text = strings.TrimLeft(text[1:], "+-")
		return text != "" && leadingDigits(text) == len(text)
	}
	return text == ""
}

func leadingDigits(text string) int {
	i := 0
	for i < len(text) && text[i] >= '0' && text[i] <= '9' {
		i++
	}
	return i
}

// list writes texts as a JSON array.
func (r *wireReader) list(n *tree.Node, texts []string) []byte {
	items := r.child(n, "", 0)
	out := []byte{'['}
	for i, text := range texts {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, r.scalar(items, text)...)
	}
	return append(out, ']')
}

// pair is one name with its texts.
type pair struct {
	name  string
	texts []string
}

// object writes pairs as a JSON object. A name with several texts, or one whose schema is an array, becomes an array.
func (r *wireReader) object(n *tree.Node, pairs []pair) []byte {
	out := []byte{'{'}
	for i, p := range pairs {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, (&tree.Node{Kind: tree.String, Text: p.name}).JSON()...)
		out = append(out, ':')
		property := r.child(n, p.name, 0)
		if len(p.texts) != 1 || r.typesOf(property, 0)["array"] && !r.typesOf(property, 0)["string"] {
			out = append(out, r.list(property, p.texts)...)
		} else {
			out = append(out, r.scalar(property, p.texts[0])...)
		}
	}
	return append(out, '}')
}

// delimited reads a text that holds a whole value: of a path or header parameter, or of one that is not exploded. The
// separators are those of the style; decode is applied to each part after the text was split.
func (r *wireReader) delimited(n *tree.Node, text, separator string, explode bool, decode func(string) string) []byte {
	allowed := r.typesOf(n, 0)
	switch {
	case allowed["array"]:
		if text == "" {
			return []byte("[]")
		}
		parts := strings.Split(text, separator)
		for i := range parts {
			parts[i] = decode(parts[i])
		}
		return r.list(n, parts)
	case allowed["object"]:
		parts := strings.Split(text, separator)
		var pairs []pair
		if explode {
			for _, part := range parts {
				name, value, _ := strings.Cut(part, "=")
				pairs = append(pairs, pair{decode(name), []string{decode(value)}})
			}
		} else {
			for i := 0; i+1 < len(parts); i += 2 {
				pairs = append(pairs, pair{decode(parts[i]), []string{decode(parts[i+1])}})
			}
		}
		return r.object(n, pairs)
	}
	return r.scalar(n, decode(text))
}

// queryPair is one name=value of a query or of a form, the value still encoded.
type queryPair struct{ name, raw string }

// parseQuery splits a query. A semicolon is data, as it is for browsers.
func parseQuery(query string) []queryPair {
	var out []queryPair
	for part := range strings.SplitSeq(query, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		out = append(out, queryPair{unescapeQuery(name), value})
	}
	return out
}

func unescapeQuery(text string) string {
	if decoded, err := url.QueryUnescape(text); err == nil {
		return decoded
	}
	return text
}
