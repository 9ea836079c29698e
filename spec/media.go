package spec

import (
	"net/http"
	"slices"
	"strings"
)

// mediaRange is a media type or a range of them, parsed: type and subtype in lower case, * for any.
type mediaRange struct {
	kind, subtype string
	parameters    parameters
	malformed     bool
}

// parseMediaRange reads a key of a content map or the value of a Content-Type field. Source: RFC 9110, section 8.3.1.
func parseMediaRange(text string) mediaRange {
	var m mediaRange
	full := text
	if i := strings.IndexByte(text, ';'); i >= 0 {
		full, m.parameters = text[:i], parameters(text[i:])
	}
	full = strings.ToLower(strings.Trim(full, " \t"))
	if full == "*" {
		full = "*/*"
	}
	found := false
	m.kind, m.subtype, found = strings.Cut(full, "/")
	m.malformed = !found || !isToken(m.kind) || !isToken(m.subtype) || !m.parameters.wellFormed()
	return m
}

// Sendable reports whether the entry of a content map is named by a media type or a range, which a message can have. Some documents hold
// examples there; spec check tells them.
func (m *MediaType) Sendable() bool { return m.parsed.subtype != "" }

// received is parseMediaRange for the type of a message, which most often is written as the document writes it.
func received(value string, content []*MediaType) mediaRange {
	for _, m := range content {
		if m.Type == value {
			return m.parsed
		}
	}
	return parseMediaRange(value)
}

// Carrier is how bodies of a media type carry a value.
type Carrier uint8

// The carriers.
const (
	CarryBytes     Carrier = iota // as they are, or as the text they are
	CarryText                     // as a text in a charset
	CarryJSON                     // as one JSON text
	CarryForm                     // as application/x-www-form-urlencoded
	CarryMultipart                // as parts
	CarrySequence                 // as several JSON texts, of which the standard does not say what a schema speaks about
)

// carrier tells how bodies of this type carry a value. Source: RFC 8259, section 11, and RFC 6839, section 3.1, for JSON; RFC 7464 and RFC 8091
// for sequences.
func (m mediaRange) carrier() Carrier {
	switch {
	case m.subtype == "json", strings.HasSuffix(m.subtype, "+json"), m.kind == "text" && m.subtype == "x-json":
		return CarryJSON
	case m.kind == "multipart":
		return CarryMultipart
	case m.kind == "application" && m.subtype == "x-www-form-urlencoded":
		return CarryForm
	case strings.HasSuffix(m.subtype, "json-seq"), strings.HasSuffix(m.subtype, "ndjson"), strings.HasSuffix(m.subtype, "jsonl"),
		strings.HasSuffix(m.subtype, "jsonlines"), m.subtype == "json-lines":
		return CarrySequence
	case m.kind == "text", m.subtype == "xml", strings.HasSuffix(m.subtype, "+xml"), strings.HasSuffix(m.subtype, "yaml"):
		return CarryText
	}
	return CarryBytes
}

// CarrierOf tells how bodies of a media type, written as in a document or a Content-Type field, carry a value. A range is carried as bytes.
func CarrierOf(mediaType string) Carrier { return parseMediaRange(mediaType).carrier() }

// json reports whether bodies of this type are JSON.
func (m mediaRange) json() bool { return m.carrier() == CarryJSON }

// String returns type and subtype.
func (m mediaRange) String() string { return m.kind + "/" + m.subtype }

// covers reports whether a body of the type got is one of m, and how closely: more parameters that agree and fewer wildcards count
// for more. Source: OpenAPI 3.0.3, section 4.7.17: the most specific key applies.
func (m mediaRange) covers(got mediaRange) (closeness int, ok bool) {
	switch {
	case m.kind == got.kind && m.subtype == got.subtype:
		closeness = 200
	case m.kind == got.kind && m.subtype == "*":
		closeness = 100
	case m.kind == "*" && m.subtype == "*":
	default:
		return 0, false
	}
	for p := m.parameters; p != ""; {
		name, value, rest, ok := p.next()
		if !ok || name == "" {
			break
		}
		p = rest
		received, there := got.parameters.get(name)
		switch {
		case strings.EqualFold(name, "boundary"):
			// Every message has a boundary of its own: RFC 2046, section 5.1.1.
		case there && (received == value || strings.EqualFold(name, "charset") && strings.EqualFold(received, value)):
			closeness++
		case strings.EqualFold(name, "charset") && m.json() && strings.EqualFold(value, "utf-8") && !there:
			// JSON is UTF-8 whether the field says so or not: RFC 8259, section 8.1.
		default:
			return 0, false
		}
	}
	return closeness, true
}

// pickMediaType returns the entry of content that a body of the type got falls under, the most specific one; nil if none.
func pickMediaType(content []*MediaType, got mediaRange) *MediaType {
	var best *MediaType
	closest := -1
	for _, m := range content {
		if closeness, ok := m.parsed.covers(got); ok && closeness > closest {
			best, closest = m, closeness
		}
	}
	return best
}

// MediaTypeFor returns the entry of content that a body with a Content-Type falls under, the most specific one; nil if none. A range and the
// parameters of an entry cover what they cover on the wire: application/json covers application/json; version=2, and not the other way round.
func MediaTypeFor(content []*MediaType, contentType string) *MediaType {
	return pickMediaType(content, parseMediaRange(contentType))
}

// contentType returns the message's one Content-Type. Fields that disagree with each other are told apart by several.
func contentType(header http.Header) (value string, several bool) {
	values := header.Values("Content-Type")
	if len(values) == 0 {
		return "", false
	}
	for _, other := range values[1:] {
		if other != values[0] {
			several = true
		}
	}
	return values[0], several
}

// typeNames lists the media types of content, as a person reads them.
func typeNames(content []*MediaType) string {
	names := make([]string, len(content))
	for i, m := range content {
		names[i] = m.Type
	}
	return oneOf(names)
}

// oneOf writes "a", "a or b", "a, b or c".
func oneOf(names []string) string {
	if len(names) > 12 {
		names = append(slices.Clone(names[:11]), "another")
	}
	switch last := len(names) - 1; {
	case last < 0:
		return "none"
	case last == 0:
		return names[0]
	default:
		return strings.Join(names[:last], ", ") + " or " + names[last]
	}
}
