package arazzo

import (
	"fmt"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

// source is where an expression takes its value from.
type source uint8

const (
	fromURL source = iota + 1
	fromMethod
	fromStatus
	fromRequestHeader
	fromRequestQuery
	fromRequestPath
	fromRequestBody
	fromResponseHeader
	fromResponseBody
	fromInput
	fromStep
)

// Expression is a runtime expression: $statusCode, $response.body#/end_customer/status, $steps.create.outputs.id. The zero
// Expression is none.
// Source: Arazzo 1.0.1, Runtime Expressions.
type Expression struct {
	text    string
	from    source
	name    string // of the header, parameter, input or output
	step    string // of $steps
	pointer string // into a JSON value; "" is the whole
}

// String returns the expression as it was written, without braces.
func (e Expression) String() string { return e.text }

// roots are the beginnings an expression may have. Those without a source belong to documents of several workflows.
var roots = []struct {
	prefix string
	from   source
	named  bool // a name follows
}{
	{"$url", fromURL, false},
	{"$method", fromMethod, false},
	{"$statusCode", fromStatus, false},
	{"$request.header.", fromRequestHeader, true},
	{"$request.query.", fromRequestQuery, true},
	{"$request.path.", fromRequestPath, true},
	{"$request.body", fromRequestBody, false},
	{"$response.header.", fromResponseHeader, true},
	{"$response.body", fromResponseBody, false},
	{"$inputs.", fromInput, true},
	{"$steps.", fromStep, true},
	{"$outputs.", 0, true},
	{"$workflows.", 0, true},
	{"$sourceDescriptions.", 0, true},
	{"$components.", 0, true},
}

// ParseExpression reads one runtime expression, written without braces.
func ParseExpression(text string) (Expression, error) {
	if len(text) > maxLength {
		return Expression{}, fmt.Errorf("an expression of %d bytes is longer than %d", len(text), maxLength)
	}
	for _, root := range roots {
		rest, found := strings.CutPrefix(text, root.prefix)
		if !found || !root.named && rest != "" && !strings.ContainsRune("#.[", rune(rest[0])) {
			continue
		}
		if root.from == 0 {
			return Expression{}, fmt.Errorf("%s reaches outside of one workflow, which is not driven; use $inputs or $steps", text)
		}
		e := Expression{text: text, from: root.from}
		if err := e.parse(rest); err != nil {
			return Expression{}, err
		}
		return e, nil
	}
	return Expression{}, unknownRoot(text)
}

func unknownRoot(text string) error {
	var known []string
	for _, root := range roots {
		known = append(known, root.prefix)
	}
	// What looks like a root ends with the first dot, and for a message with the second: $response.header.
	start, _, _ := strings.Cut(text, "#")
	if first, rest, found := strings.Cut(start, "."); found {
		start = first + "."
		if second, _, more := strings.Cut(rest, "."); strings.HasPrefix(text, "$re") {
			start += second
			if more {
				start += "."
			}
		}
	}
	if near := tree.Nearest(start, known); near != "" {
		return fmt.Errorf("unknown runtime expression %s (did you mean %s?)", text, near)
	}
	return fmt.Errorf("unknown runtime expression %s "+
		"(known are $url, $method, $statusCode, $request., $response., $inputs. and $steps.)", text)
}

// parse reads what follows the root.
func (e *Expression) parse(rest string) error {
	switch e.from {
	case fromURL, fromMethod, fromStatus:
		if rest != "" {
			return fmt.Errorf("nothing can follow in %s: it is no object", e.text)
		}
		return nil
	case fromRequestHeader, fromResponseHeader:
		if e.name = rest; !isToken(rest) {
			return fmt.Errorf("%s does not name a header", e.text)
		}
		return nil
	case fromRequestQuery:
		if e.name = rest; rest == "" || strings.ContainsAny(rest, " \t\r\n") {
			return fmt.Errorf("%s does not name a query parameter", e.text)
		}
		return nil
	case fromRequestPath, fromInput:
		if e.name = rest; !isName(rest) {
			return fmt.Errorf("%s does not name anything after its last dot", e.text)
		}
		return nil
	case fromStep:
		step, after, found := strings.Cut(rest, ".outputs.")
		name, way := after, ""
		if i := strings.IndexAny(after, "#["); i >= 0 {
			name, way = after[:i], after[i:]
		}
		if e.step, e.name = step, name; !found || !isName(step) || !isName(name) {
			return fmt.Errorf("%s is not of the form $steps.STEP.outputs.NAME", e.text)
		}
		return e.into(way)
	default:
		return e.into(rest)
	}
}

// into reads the way into a JSON value: #/a/b, or the operators .a and [0].
func (e *Expression) into(way string) error {
	if pointer, found := strings.CutPrefix(way, "#"); found {
		e.pointer = pointer
		return checkPointer(e.text, pointer)
	}
	for way != "" {
		var segment string
		switch way[0] {
		case '.':
			way = way[1:]
			end := strings.IndexAny(way, ".[")
			if end < 0 {
				end = len(way)
			}
			segment, way = way[:end], way[end:]
			if !isName(segment) {
				return fmt.Errorf("%s does not name a property after a dot", e.text)
			}
		case '[':
			index, after, found := strings.Cut(way[1:], "]")
			if !found || index == "" || strings.Trim(index, "0123456789") != "" {
				return fmt.Errorf("%s does not hold a number between its brackets", e.text)
			}
			segment, way = index, after
		default:
			return fmt.Errorf("%s goes on after its value with %q, not with #, . or [", e.text, way)
		}
		e.pointer += "/" + tree.EscapePointer(segment)
	}
	return nil
}

func checkPointer(text, pointer string) error {
	if pointer != "" && pointer[0] != '/' {
		return fmt.Errorf("%s holds no JSON pointer: after # comes / or nothing", text)
	}
	for i := range len(pointer) {
		if pointer[i] == '~' && (i+1 == len(pointer) || pointer[i+1] != '0' && pointer[i+1] != '1') {
			return fmt.Errorf("%s holds no JSON pointer: ~ is written ~0", text)
		}
	}
	return nil
}

// isName reports whether s can name an input, an output, a step or a parameter.
// Source: Arazzo 1.0.1, Workflow Object, outputs; blanks and brackets would end an expression within a condition.
func isName(s string) bool {
	for i := range len(s) {
		if c := s[i]; !isAlphanumeric(c) && c != '.' && c != '-' && c != '_' {
			return false
		}
	}
	return s != ""
}

// isToken reports whether s can name a header. Source: RFC 9110, section 5.6.2.
func isToken(s string) bool {
	for i := range len(s) {
		if !isAlphanumeric(s[i]) && strings.IndexByte("!#$%&'*+-.^_`|~", s[i]) < 0 {
			return false
		}
	}
	return s != ""
}

func isAlphanumeric(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
