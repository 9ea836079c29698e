package mock

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/payload"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// written are the header fields that say how the body was really sent; any other value would break the answer.
var written = []string{"Content-Encoding", "Content-Length", "Transfer-Encoding"}

// headers fills the required headers of a response: with the first of the document's examples that conforms, else with a value
// made from the schema.
func (s *samples) headers(op *spec.Operation, r *spec.Response, status int) ([][2]string, error) {
	var out [][2]string
	for _, h := range r.Headers {
		name := http.CanonicalHeaderKey(h.Name)
		// A challenge that nobody wrote is left to whoever refuses: it fits the request.
		if !h.Required || slices.Contains(written, name) || name == "Www-Authenticate" && len(h.Examples) == 0 {
			continue
		}
		value, err := s.header(op, h, status)
		if err != nil {
			return nil, fmt.Errorf("header %s of response %s of operation %s: %w", h.Name, r.Status, op.ID, err)
		}
		out = append(out, [2]string{h.Name, value})
	}
	return out, nil
}

func (s *samples) header(op *spec.Operation, h *spec.Header, status int) (string, error) {
	for _, e := range h.Examples {
		text := e.Value.String() // as it was written: YAML reads a string of digits as a number
		if e.Value.Is(tree.Array) || e.Value.Is(tree.Object) {
			text = onWire(h, e.Value.JSON())
		}
		if s.fits(h, status, text) {
			return text, nil
		}
	}
	n := h.Schema
	if len(h.Content) > 0 {
		n = h.Content[0].Schema
	}
	made, err := s.maker.Value(n, schema.Response, payload.KindMinimal, h.Name, op.ID+" "+h.Name)
	if err != nil {
		return "", err
	}
	if text := onWire(h, made); s.fits(h, status, text) {
		return text, nil
	}
	return "", errors.New("no value was found that conforms and can stand in a header; give it an example")
}

// fits says whether text conforms to what is declared of h and can be sent: RFC 9110, section 5.5, allows no control characters.
func (s *samples) fits(h *spec.Header, status int, text string) bool {
	if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
		return false
	}
	alone := &spec.Operation{Responses: []*spec.Response{{Status: "default", Headers: []*spec.Header{h}}}}
	judged := s.maker.Document.JudgeResponse(alone, spec.Answer{Status: status, Header: http.Header{http.CanonicalHeaderKey(h.Name): {text}}})
	return !slices.ContainsFunc(judged.Faults, func(f spec.Fault) bool { return f.Rule == spec.RuleResponseHeader && !f.Warning })
}

// onWire writes a JSON value as a header does: style simple, or JSON as it is where a media type describes it. Source: OpenAPI 3.0.3,
// section 4.7.12.3 (Style Values).
func onWire(h *spec.Header, value []byte) string {
	v, faults := tape.Read(value, tape.Limits{})
	defer v.Release()
	if len(faults) > 0 || len(h.Content) > 0 {
		return string(value)
	}
	var parts []string
	switch root := v.Root(); root.Kind() {
	case tape.Array:
		for _, item := range root.Items() {
			parts = append(parts, plain(item))
		}
	case tape.Object:
		between := ","
		if h.Explode {
			between = "="
		}
		for name, member := range root.Members() {
			parts = append(parts, name+between+plain(member))
		}
	default:
		return plain(root)
	}
	return strings.Join(parts, ",")
}

// plain writes a string as its text, and anything else as JSON.
func plain(v tape.Value) string {
	if v.Kind() == tape.String {
		return v.Text()
	}
	return string(v.Raw())
}
