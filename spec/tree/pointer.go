package tree

import (
	"fmt"
	"strconv"
	"strings"
)

// EscapePointer writes one segment of a JSON pointer: ~ becomes ~0 and / becomes ~1. Source: RFC 6901, section 3.
func EscapePointer(segment string) string {
	if !strings.ContainsAny(segment, "~/") {
		return segment
	}
	return strings.ReplaceAll(strings.ReplaceAll(segment, "~", "~0"), "/", "~1")
}

// unescapePointer reads one segment of a JSON pointer; ok is false if a ~ is followed by neither 0 nor 1.
func unescapePointer(segment string) (text string, ok bool) {
	if strings.IndexByte(segment, '~') < 0 {
		return segment, true
	}
	var b strings.Builder
	for i := 0; i < len(segment); i++ {
		if segment[i] != '~' {
			b.WriteByte(segment[i])
			continue
		}
		i++
		switch {
		case i < len(segment) && segment[i] == '0':
			b.WriteByte('~')
		case i < len(segment) && segment[i] == '1':
			b.WriteByte('/')
		default:
			return "", false
		}
	}
	return b.String(), true
}

// atPointer returns the node that the JSON pointer names below n. It returns nil if there is none, and an error only if the
// pointer is malformed. Source: RFC 6901, section 4.
func (n *Node) atPointer(pointer string) (*Node, error) {
	if pointer == "" {
		return n, nil
	}
	if pointer[0] != '/' {
		return nil, fmt.Errorf("a JSON pointer begins with /, this is %q", pointer)
	}
	for rest := pointer[1:]; ; {
		segment, after, more := strings.Cut(rest, "/")
		name, ok := unescapePointer(segment)
		if !ok {
			return nil, fmt.Errorf("in a JSON pointer ~ is followed by 0 or 1, %q is not", segment)
		}
		n = n.step(name)
		if n == nil || !more {
			return n, nil
		}
		rest = after
	}
}

// Lookup returns the node that the JSON pointer names below n, or nil if the pointer is malformed or nothing stands there.
func (n *Node) Lookup(pointer string) *Node {
	found, err := n.atPointer(pointer)
	if err != nil {
		return nil
	}
	return found
}

func (n *Node) step(name string) *Node {
	if n == nil || n.Kind != Array {
		return n.Get(name)
	}
	if name == "" || len(name) > 9 || name[0] == '0' && name != "0" || strings.Trim(name, "0123456789") != "" {
		return nil
	}
	i, err := strconv.Atoi(name)
	if err != nil || i >= len(n.Items) {
		return nil
	}
	return n.Items[i]
}
