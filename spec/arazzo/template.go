package arazzo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// template is a string that may be one expression or hold some in braces.
type template struct {
	whole *Expression // the string is nothing but this expression, whose value keeps its type
	parts []part      // else: texts and expressions in turn; none if the string holds no expression
}

type part struct {
	text string
	expr *Expression
}

// isPlain reports whether the string means itself.
func (t template) isPlain() bool { return t.whole == nil && t.parts == nil }

// parseTemplate reads a string of a payload or parameter. A string that begins with $ and a letter is an expression or an
// error: the standard knows no way to write it otherwise, and a misspelt expression must not travel as text.
func parseTemplate(text string) (template, error) {
	if startsExpression(text) {
		e, err := ParseExpression(text)
		if err != nil {
			return template{}, err
		}
		return template{whole: &e}, nil
	}
	var t template
	for rest := text; ; {
		start := findBrace(rest)
		if start < 0 {
			if t.parts != nil && rest != "" {
				t.parts = append(t.parts, part{text: rest})
			}
			return t, nil
		}
		inner, after, found := strings.Cut(rest[start+1:], "}")
		if !found {
			return template{}, fmt.Errorf("brace before %s is not closed", shorten(inner))
		}
		e, err := ParseExpression(inner)
		if err != nil {
			return template{}, err
		}
		if start > 0 {
			t.parts = append(t.parts, part{text: rest[:start]})
		}
		t.parts = append(t.parts, part{expr: &e})
		rest = after
	}
}

func startsExpression(text string) bool {
	return len(text) > 1 && text[0] == '$' && isAlphanumeric(text[1]) && text[1] > '9'
}

func findBrace(text string) int {
	for i := range len(text) {
		if text[i] == '{' && startsExpression(text[i+1:]) {
			return i
		}
	}
	return -1
}

// expressions calls visit with every expression of t.
func (t template) expressions(visit func(Expression)) {
	if t.whole != nil {
		visit(*t.whole)
	}
	for _, p := range t.parts {
		if p.expr != nil {
			visit(*p.expr)
		}
	}
}

// text renders t into a string: embedded strings as they are, every other value as JSON. Where escape is set, embedded
// strings are written as the inside of a JSON string.
func (t template) text(ctx *Context, escape bool) (string, error) {
	var b strings.Builder
	for _, p := range t.parts {
		if p.expr == nil {
			b.WriteString(p.text)
			continue
		}
		value, err := p.expr.need(ctx)
		if err != nil {
			return "", err
		}
		text, isString := Text(value)
		if isString && escape {
			quoted := quote(text)
			text = string(quoted[1 : len(quoted)-1])
		}
		b.WriteString(text)
	}
	return b.String(), nil
}

// Text returns what a JSON value is in a place that knows no types, such as a header: the text of a string, and the compact
// JSON of anything else. isString tells the two apart.
func Text(value []byte) (text string, isString bool) {
	if len(value) > 0 && value[0] == '"' && json.Unmarshal(value, &text) == nil {
		return text, true
	}
	var b bytes.Buffer
	if json.Compact(&b, value) != nil {
		return string(value), false
	}
	return b.String(), false
}

// quote writes a JSON string.
func quote(text string) []byte {
	written, _ := encode(text) // a string can always be written
	return written
}

// encode writes any value as JSON. json.Marshal would turn <, > and & into escapes, which no server asked for.
func encode(value any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
