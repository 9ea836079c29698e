package arazzo

import (
	"fmt"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

// Payload returns the body of s with every expression replaced by its value, and nil if s has none. A string that is one expression
// becomes the value with its type; expressions in braces become part of the string around them. A payload that is itself a
// string is the body as it stands, made of the string's text.
// Source: Arazzo 1.0.1, Request Body Object.
func (s *Step) Payload(ctx *Context) ([]byte, error) {
	if s.Body == nil {
		return nil, nil
	}
	if s.Body.Kind == tree.String {
		return s.textPayload(ctx)
	}
	return s.appendJSON(nil, s.Body, ctx)
}

func (s *Step) textPayload(ctx *Context) ([]byte, error) {
	t := s.body[s.Body]
	switch {
	case t.isPlain():
		return []byte(s.Body.Text), nil
	case t.whole != nil:
		value, err := t.whole.need(ctx)
		if err != nil {
			return nil, s.payloadError(s.Body, err)
		}
		if text, isString := Text(value); isString {
			return []byte(text), nil
		}
		return value, nil
	}
	text, err := t.text(ctx, s.ContentType == "" || strings.Contains(s.ContentType, "json"))
	if err != nil {
		return nil, s.payloadError(s.Body, err)
	}
	return []byte(text), nil
}

func (s *Step) appendJSON(b []byte, n *tree.Node, ctx *Context) ([]byte, error) {
	var err error
	switch n.Kind {
	case tree.Object:
		b = append(b, '{')
		for i, member := range n.Members {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(append(b, quote(member.Name)...), ':')
			if b, err = s.appendJSON(b, member.Value, ctx); err != nil {
				return nil, err
			}
		}
		return append(b, '}'), nil
	case tree.Array:
		b = append(b, '[')
		for i, item := range n.Items {
			if i > 0 {
				b = append(b, ',')
			}
			if b, err = s.appendJSON(b, item, ctx); err != nil {
				return nil, err
			}
		}
		return append(b, ']'), nil
	}
	t, found := s.body[n]
	if !found {
		return n.AppendJSON(b), nil
	}
	value, err := t.value(ctx)
	if err != nil {
		return nil, s.payloadError(n, err)
	}
	return append(b, value...), nil
}

func (s *Step) payloadError(n *tree.Node, err error) error {
	return fmt.Errorf("%s: step %s: payload: %w", n.At, s.ID, err)
}

// value renders t as JSON: the value of the one expression, or a string.
func (t template) value(ctx *Context) ([]byte, error) {
	if t.whole != nil {
		return t.whole.need(ctx)
	}
	text, err := t.text(ctx, false)
	return quote(text), err
}

// Value returns what the parameter stands for, as JSON; Text writes it for a URL or a header.
func (p Parameter) Value(ctx *Context) ([]byte, error) {
	if p.value.isPlain() {
		return p.node.JSON(), nil
	}
	value, err := p.value.value(ctx)
	if err != nil {
		return nil, fmt.Errorf("%s: parameter %s: %w", p.node.At, p.Name, err)
	}
	return value, nil
}
