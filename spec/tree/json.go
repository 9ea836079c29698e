package tree

import (
	"strconv"
	"unicode/utf8"
)

// JSON returns n as compact JSON: members in the order of the source, numbers as written, strings with no escape that
// JSON does not ask for. A nil node is null.
func (n *Node) JSON() []byte {
	return n.AppendJSON(nil)
}

// AppendJSON appends what JSON returns to b.
func (n *Node) AppendJSON(b []byte) []byte {
	if n == nil {
		return append(b, "null"...)
	}
	switch n.Kind {
	case Object:
		b = append(b, '{')
		for i := range n.Members {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendString(b, n.Members[i].Name)
			b = append(b, ':')
			b = n.Members[i].Value.AppendJSON(b)
		}
		return append(b, '}')
	case Array:
		b = append(b, '[')
		for i, item := range n.Items {
			if i > 0 {
				b = append(b, ',')
			}
			b = item.AppendJSON(b)
		}
		return append(b, ']')
	case String:
		return appendString(b, n.Text)
	case Number, Bool:
		return append(b, n.Text...)
	default:
		return append(b, "null"...)
	}
}

const hexDigits = "0123456789abcdef"

// appendString writes a JSON string. Bytes that are no UTF-8 become U+FFFD: they can only come from a lone surrogate.
func appendString(b []byte, text string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(text); {
		c := text[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			i++
			continue
		}
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(text[i:])
			if r != utf8.RuneError || size > 1 {
				i += size
				continue
			}
			b = append(append(b, text[start:i]...), "\uFFFD"...)
			i++
			start = i
			continue
		}
		b = append(b, text[start:i]...)
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		case '\t':
			b = append(b, '\\', 't')
		default:
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
		i++
		start = i
	}
	return append(append(b, text[start:]...), '"')
}

// plain is n as encoding/json would decode it into any, except that numbers which are whole and fit are int64.
func (n *Node) plain() any {
	switch n.Kind {
	case Object:
		m := make(map[string]any, len(n.Members))
		for i := range n.Members {
			m[n.Members[i].Name] = n.Members[i].Value.plain()
		}
		return m
	case Array:
		list := make([]any, len(n.Items))
		for i, item := range n.Items {
			list[i] = item.plain()
		}
		return list
	case String:
		return n.Text
	case Bool:
		return n.Text == "true"
	case Number:
		if i, ok := wholeNumber(n.Text); ok {
			return i
		}
		f, _ := strconv.ParseFloat(n.Text, 64)
		return f
	default:
		return nil
	}
}
