package spec

import (
	"errors"
	"mime"
	"net/http"
	"slices"
	"strings"
)

// mediaRange is a media type or a range of them, parsed: type and subtype in lower case, * for any.
type mediaRange struct {
	kind, subtype string
	parameters    map[string]string // names in lower case
	malformed     bool
}

// parseMediaRange reads a key of a content map or the value of a Content-Type field. Source: RFC 9110, section 8.3.1.
func parseMediaRange(text string) mediaRange {
	// The standard library refuses ranges with a bare *, and forgives what no reader should: that is noted.
	full, parameters, err := mime.ParseMediaType(text)
	if err != nil && !errors.Is(err, mime.ErrInvalidMediaParameter) {
		full, _, _ = strings.Cut(text, ";")
		full = strings.ToLower(strings.TrimSpace(full))
	}
	if full == "*" {
		full = "*/*"
	}
	kind, subtype, found := strings.Cut(full, "/")
	return mediaRange{
		kind: kind, subtype: subtype, parameters: parameters,
		malformed: err != nil || !found || kind == "" || subtype == "",
	}
}

// received is parseMediaRange for the type of a message, which most often is written as the document writes it.
func received(value string, content []*MediaType) mediaRange {
	for _, m := range content {
		if m.Type == value {
			return m.parsed
		}
	}
	return parseMediaRange(value)
}

// json reports whether bodies of this type are JSON. Source: RFC 8259, section 11, and RFC 6839, section 3.1.
func (m mediaRange) json() bool {
	return m.subtype == "json" || strings.HasSuffix(m.subtype, "+json") || m.kind == "text" && m.subtype == "x-json"
}

func (m mediaRange) text() bool { return m.kind == "text" }

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
	for name, value := range m.parameters {
		received, there := got.parameters[name]
		switch {
		case there && (received == value || name == "charset" && strings.EqualFold(received, value)):
			closeness++
		case name == "charset" && m.json() && strings.EqualFold(value, "utf-8") && !there:
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
