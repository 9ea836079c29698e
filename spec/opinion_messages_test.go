package spec

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
)

// opinionCase is one generated message with what was drawn to make it.
type opinionCase struct {
	in, style string // of a parameter; in is body for a body
	explode   bool
	shape     string // key of opinionSchemas
	mediaType string // of a body
	wire      string // the parameter or the body as it is sent
	response  bool
	document  string
}

// String shows a case in a failure.
func (c opinionCase) String() string {
	direction := "request"
	if c.response {
		direction = "response"
	}
	if c.in == "body" {
		return fmt.Sprintf("%s %s %s %q", direction, c.mediaType, c.shape, c.wire)
	}
	return fmt.Sprintf("%s %s %s explode %v %s %q", direction, c.in, c.style, c.explode, c.shape, c.wire)
}

// opinionSchemas are small enough for values to hit and miss.
var opinionSchemas = map[string]string{
	"integer":  `{type: integer, maximum: 9007199254740992}`,
	"number":   `{type: number}`,
	"boolean":  `{type: boolean}`,
	"enum":     `{type: string, enum: [blue, black]}`,
	"text":     `{type: string, minLength: 1, maxLength: 4}`,
	"nullable": `{type: integer, nullable: true}`,
	"untyped":  `{}`,
	"oneOf":    `{oneOf: [{type: integer}, {type: boolean}]}`,
	"anyOf":    `{anyOf: [{type: integer, maximum: 5}, {type: string, minLength: 2}]}`,
	"allOf":    `{allOf: [{type: integer}, {type: integer, maximum: 100}]}`,
	"integers": `{type: array, maxItems: 2, items: {type: integer}}`,
	"colours":  `{type: array, items: {type: string, enum: [blue, black]}}`,
	"object":   `{type: object, required: [R], properties: {R: {type: integer}, G: {type: string, maxLength: 4}}}`,
	"closed":   `{type: object, additionalProperties: false, properties: {R: {type: integer}, G: {type: boolean}}}`,
	"form":     `{type: object, required: [R], properties: {R: {type: integer}, G: {type: string, maxLength: 4}, L: {type: array, items: {type: integer}}, O: {type: object, required: [a], properties: {a: {type: integer}}}, F: {type: string, format: binary}}}`,
}

var (
	scalarShapes = []string{"integer", "number", "boolean", "enum", "text", "nullable", "untyped", "oneOf", "anyOf", "allOf"}
	arrayShapes  = []string{"integers", "colours"}
	objectShapes = []string{"object", "closed"}
	texts        = []string{"1", "7", "200", "1.0", "1e2", "9007199254740993", "-3", "true", "blue", "black", "red", "", "null", "abcde", "a b", "007", "a,b", "é", "1.5"}
	numbers      = []string{"1", "7", "200", "1.0", "9007199254740993", "-3", "007", "blue"}
	places       = []struct{ in, style string }{
		{"path", "simple"}, {"path", "label"}, {"path", "matrix"}, {"query", "form"}, {"query", "form"}, {"query", "spaceDelimited"}, {"query", "pipeDelimited"},
		{"query", "deepObject"}, {"header", "simple"}, {"cookie", "form"},
	}
)

// drawer draws messages from a seed.
type drawer struct{ *rand.Rand }

func pick[T any](d drawer, list []T) T { return list[d.IntN(len(list))] }

// parameter draws a parameter.
func (d drawer) parameter() opinionCase {
	place := pick(d, places)
	c := opinionCase{in: place.in, style: place.style, explode: d.IntN(2) == 0}
	c.shape = pick(d, [][]string{scalarShapes, scalarShapes, arrayShapes, objectShapes}[d.IntN(4)])
	c.document = fmt.Sprintf("openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /x/{color}:\n    get:\n      parameters: [{name: color, in: %s, required: true, style: %s, explode: %v, schema: %s}]\n      responses: {'200': {description: d}}\n",
		c.in, c.style, c.explode, opinionSchemas[c.shape])
	return c
}

// value draws a value for a parameter, most often written as it should be, now and then as something else.
func (d drawer) value(c opinionCase) string {
	explode, shape := c.explode, c.shape
	switch d.IntN(6) {
	case 0:
		explode = !explode
	case 1:
		shape = pick(d, append(append([]string{}, arrayShapes...), objectShapes...))
	}
	return d.spelled(c.in, c.style, explode, shape)
}

// spelled draws a value of a shape and writes it in a style.
func (d drawer) spelled(in, style string, explode bool, shape string) string {
	escape := map[string]func(string) string{"path": url.PathEscape, "query": url.QueryEscape}[in]
	if escape == nil {
		escape = func(text string) string { return strings.NewReplacer("é", "e", " ", "_").Replace(text) }
	}
	names, values := d.members(shape)
	for i := range values {
		values[i] = escape(values[i])
	}
	switch {
	case style == "deepObject":
		return joined(names, values, func(n, v string) string { return "color[" + n + "]=" + v }, "&")
	case len(names) > 0 && explode:
		separator := map[string]string{"matrix": ";", "label": ".", "simple": ",", "form": "&", "spaceDelimited": "&", "pipeDelimited": "&"}[style]
		if in == "cookie" {
			separator = "; "
		}
		return marks(style, true) + joined(names, values, func(n, v string) string { return n + "=" + v }, separator)
	case len(names) > 0:
		return marks(style, false) + joined(names, values, func(n, v string) string { return n + delimiters[style] + v }, delimiters[style])
	case shape == "integers" || shape == "colours":
		if !explode || style == "simple" {
			return marks(style, false) + strings.Join(values, delimiters[style])
		}
		if style == "label" {
			return "." + strings.Join(values, ".")
		}
		separator := map[string]string{"matrix": ";"}[style]
		if separator == "" {
			separator = "&"
		}
		if in == "cookie" {
			separator = "; "
		}
		return marks(style, true) + joined(nil, values, func(_, v string) string { return "color=" + v }, separator)
	}
	return marks(style, false) + values[0]
}

var delimiters = map[string]string{"simple": ",", "label": ",", "matrix": ",", "form": ",", "spaceDelimited": "%20", "pipeDelimited": "|"}

// marks is what stands before a value; with each name of its own it is less.
func marks(style string, named bool) string {
	switch {
	case style == "label":
		return "."
	case style == "matrix" && named:
		return ";"
	case style == "matrix":
		return ";color="
	case style == "simple" || named:
		return ""
	}
	return "color="
}

func joined(names, values []string, write func(name, value string) string, separator string) string {
	parts := make([]string, len(values))
	for i := range values {
		name := ""
		if i < len(names) {
			name = names[i]
		}
		parts[i] = write(name, values[i])
	}
	return strings.Join(parts, separator)
}

// members draws the texts of a value, with names if it is an object.
func (d drawer) members(shape string) (names, values []string) {
	switch shape {
	case "object", "closed":
		for _, name := range []string{"R", "G", "X"} {
			if d.IntN(4) > 0 && (name != "X" || d.IntN(3) == 0) || name == "X" && len(names) == 0 {
				names, values = append(names, name), append(values, pick(d, texts))
			}
		}
		return names, values
	case "integers", "colours":
		for range 1 + d.IntN(3) {
			values = append(values, pick(d, texts))
		}
		return nil, values
	}
	return nil, []string{pick(d, texts)}
}

// jsonTexts are bodies that conform here and there, or nowhere.
var jsonTexts = []string{
	`1`, `7.0`, `1e2`, `9007199254740993`, `1e400`, `true`, `"blue"`, `"abcde"`, `""`, `null`, `[1,2]`, `[1,"x"]`, `[]`, `["blue"]`, `{"R":1}`, `{"R":"1"}`, `{"G":"é"}`, `{"R":1,"X":[]}`,
	`{"R":1} x`, `{"R":1}{"R":2}`, `{"R":"x","R":1}`, "\uFEFF{\"R\":1}", "{\"G\":\"\xff\"}", `{"R":1,}`, `{`, `[1,2,3]`, `{"R":null}`, `{"R":2,"O":{"a":1}}`, `{"R":2,"O":{},"L":[1,"a"]}`, ` `,
}

// body draws the media type and the schema of a body.
func (d drawer) body() opinionCase {
	c := opinionCase{in: "body", mediaType: pick(d, []string{"application/json", "application/json", "application/vnd.x+json", urlencoded, formData, formData, "text/plain"})}
	all := append(append(append([]string{}, scalarShapes...), arrayShapes...), "object", "closed", "form", "form")
	c.shape = pick(d, all)
	switch c.mediaType {
	case urlencoded, formData:
		c.shape = "form"
	case "text/plain":
		c.shape = pick(d, scalarShapes)
	}
	content := fmt.Sprintf("{%s: {schema: %s}}", c.mediaType, opinionSchemas[c.shape])
	c.document = fmt.Sprintf("openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /x:\n    post:\n      requestBody: {required: true, content: %s}\n      responses: {'200': {description: d, content: %s}}\n", content, content)
	return c
}

// content draws a body for its media type.
func (d drawer) content(mediaType string) string {
	switch mediaType {
	case urlencoded:
		return d.fields()
	case formData:
		return d.parts()
	case "text/plain":
		return pick(d, texts[:11])
	}
	return pick(d, jsonTexts)
}

// fields draws the body of an urlencoded form.
func (d drawer) fields() string {
	var out []string
	for _, name := range []string{"R", "G", "L", "L", "X", "O"} {
		switch {
		case d.IntN(3) == 0:
		case name == "O":
			out = append(out, "O="+url.QueryEscape(pick(d, []string{`{"a":1}`, `{}`, `x`})))
		case name == "R" || name == "L":
			out = append(out, name+"="+url.QueryEscape(pick(d, numbers)))
		default:
			out = append(out, name+"="+url.QueryEscape(pick(d, texts)))
		}
	}
	if len(out) == 0 {
		return "R=1"
	}
	return strings.Join(out, "&")
}

// parts draws the body of a multipart form.
func (d drawer) parts() string {
	var out []string
	for _, name := range []string{"R", "G", "L", "L", "X", "O", "F"} {
		switch {
		case d.IntN(3) == 0:
		case name == "O":
			out = append(out, name+pick(d, []string{"", "\nContent-Type: application/json"})+"\n\n"+pick(d, []string{`{"a":1}`, `{}`, `x`}))
		case name == "F":
			out = append(out, name+pick(d, []string{"", "\nContent-Type: image/png"})+"\n\n\xff\xfe")
		case name == "R" || name == "L":
			out = append(out, name+pick(d, []string{"", "", "\nContent-Type: text/plain"})+"\n\n"+pick(d, numbers))
		default:
			out = append(out, name+"\n\n"+pick(d, texts))
		}
	}
	text := wire(out...)
	switch d.IntN(12) {
	case 0:
		return strings.TrimSuffix(text, "--b--\r\n")
	case 1:
		return strings.ReplaceAll(text, "\r\n", "\n")
	case 2:
		return strings.Replace(text, "form-data; name=", "attachment; name=", 1)
	}
	return text
}
