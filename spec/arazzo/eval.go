package arazzo

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// Outputs are what a step handed on, by name; each is one JSON value.
type Outputs map[string]json.RawMessage

// Context is what runtime expressions are evaluated in: one exchange, the inputs of the workflow and what earlier steps handed
// on. The driver fills it; the zero Context knows nothing. It is not safe for concurrent use.
type Context struct {
	Method         string
	URL            string // as requested, with its query
	Status         int    // 0 if nothing was received
	RequestHeader  http.Header
	ResponseHeader http.Header
	RequestBody    []byte            // as sent
	ResponseBody   []byte            // as received
	Path           map[string]string // path parameters, decoded
	Inputs         map[string]any    // anything encoding/json can write
	Steps          map[string]Outputs

	exact bool // strings are compared with regard to case
}

// UnmetError says that an earlier step did not hand on what an expression refers to, because it failed or was not made.
type UnmetError struct{ Expression, Step, Output string }

// Error implements error.
func (e *UnmetError) Error() string {
	return fmt.Sprintf("step %s before it did not hand on its %s", e.Step, e.Output)
}

// Eval returns the value of e as JSON, exactly as it was written where it comes from JSON. ok is false if there is no such value
// (a header that was not sent, a property that is absent). The error says that e cannot be evaluated: an input that was not
// given, an output of a step that handed none on, a body that is no JSON.
func (e Expression) Eval(ctx *Context) (value []byte, ok bool, err error) {
	got, err := e.eval(ctx)
	switch {
	case err != nil:
		return nil, false, err
	case got.senseless != "":
		return nil, false, fmt.Errorf("%s: %s", e.text, got.senseless)
	}
	return got.json, got.json != nil, nil
}

// need is Eval for a place where a value must stand.
func (e Expression) need(ctx *Context) ([]byte, error) {
	value, ok, err := e.Eval(ctx)
	if err == nil && !ok {
		err = fmt.Errorf("%s: there is no such value", e.text)
	}
	return value, err
}

// operand is the value of one side of a comparison.
type operand struct {
	json      []byte // nil: not there
	untyped   bool   // from a place that knows text only
	senseless string // why it can be nothing at all; "" if it is or is not there
}

func (e Expression) eval(ctx *Context) (operand, error) {
	switch e.from {
	case fromURL:
		return untyped(ctx.URL, ctx.URL != ""), nil
	case fromMethod:
		return untyped(ctx.Method, ctx.Method != ""), nil
	case fromStatus:
		if ctx.Status == 0 {
			return operand{senseless: "nothing was received"}, nil
		}
		return operand{json: strconv.AppendInt(nil, int64(ctx.Status), 10)}, nil
	case fromRequestHeader:
		return header(ctx.RequestHeader, e.name), nil
	case fromResponseHeader:
		return header(ctx.ResponseHeader, e.name), nil
	case fromRequestQuery:
		return e.query(ctx.URL), nil
	case fromRequestPath:
		text, ok := ctx.Path[e.name]
		return untyped(text, ok), nil
	case fromRequestBody:
		return e.within(ctx.RequestBody, "the request body"), nil
	case fromResponseBody:
		return e.within(ctx.ResponseBody, "the response body"), nil
	case fromInput:
		return e.input(ctx.Inputs)
	case fromStep:
		return e.output(ctx.Steps)
	default:
		return operand{}, errors.New("no expression")
	}
}

func untyped(text string, ok bool) operand {
	if !ok {
		return operand{}
	}
	return operand{json: quote(text), untyped: true}
}

func header(h http.Header, name string) operand {
	values := h.Values(name)
	if len(values) == 0 {
		return operand{}
	}
	return untyped(values[0], true)
}

func (e Expression) query(address string) operand {
	u, err := url.Parse(address)
	if err != nil {
		return operand{senseless: "the URL is malformed"}
	}
	values := u.Query()[e.name]
	if len(values) == 0 {
		return operand{}
	}
	return untyped(values[0], true)
}

// within returns the value at e's pointer in a JSON text. A whole body that is no JSON is a string.
func (e Expression) within(text []byte, what string) operand {
	if len(text) == 0 {
		if e.pointer == "" {
			return operand{}
		}
		return operand{senseless: what + " is empty"}
	}
	t, _ := tape.Read(text, tape.Limits{})
	defer t.Release()
	if !t.Usable() {
		if e.pointer == "" {
			return untyped(string(text), true)
		}
		return operand{senseless: what + " is not JSON"}
	}
	value, ok := t.Root().At(e.pointer)
	if !ok {
		return operand{}
	}
	return operand{json: bytes.Clone(value.Raw())}
}

func (e Expression) input(inputs map[string]any) (operand, error) {
	value, ok := inputs[e.name]
	if !ok {
		return operand{}, fmt.Errorf("%s: no such input was given%s", e.text, suggest(e.name, slices.Sorted(maps.Keys(inputs))))
	}
	written, err := encode(value)
	if err != nil {
		return operand{}, fmt.Errorf("%s: %w", e.text, err)
	}
	return operand{json: written}, nil
}

func (e Expression) output(steps map[string]Outputs) (operand, error) {
	value, ok := steps[e.step][e.name] // that step and output exist is known since the workflow was read
	if !ok {
		return operand{}, &UnmetError{Expression: e.text, Step: e.step, Output: e.name}
	}
	return e.within(value, "output "+e.name), nil
}

// suggest returns a question to append to an error, or nothing.
func suggest(word string, known []string) string {
	if near := tree.Nearest(word, known); near != "" {
		return fmt.Sprintf(" (did you mean %s?)", near)
	}
	return ""
}

// shownRunes is how much of a value or a text an explanation shows.
const shownRunes = 120

// show writes a value for a person: whole or not at all, so that whoever reports it still recognises a secret and takes it out.
func show(value []byte) string {
	v, release := read(value)
	defer release()
	text, isString := Text(value)
	if isString {
		text = string(quote(text))
	}
	length := utf8.RuneCountInString(text)
	switch {
	case length <= shownRunes:
		return text
	case v.Kind() == tape.Object:
		return fmt.Sprintf("an object of %d members", v.Len())
	case v.Kind() == tape.Array:
		return fmt.Sprintf("an array of %d items", v.Len())
	default:
		return fmt.Sprintf("a %s of %d characters", v.Kind(), length)
	}
}

// shorten cuts a text that is no message's value, such as a part of a condition.
func shorten(text string) string {
	if utf8.RuneCountInString(text) <= shownRunes {
		return text
	}
	return string([]rune(text)[:shownRunes-1]) + "…"
}
