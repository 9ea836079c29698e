package payload

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// Requests returns the request bodies of an operation: the document's examples first, then a minimal and a maximal one, for each media
// type it takes. Every sample conforms to its schema; a Refusal names each one that is missing, and why. An operation
// without a request body has neither.
func (m *Maker) Requests(op *spec.Operation) ([]Sample, []Refusal) {
	m.prepare()
	if op == nil || op.RequestBody == nil {
		return nil, nil
	}
	var samples []Sample
	var refusals []Refusal
	for i, mt := range op.RequestBody.Content {
		if !mt.Sendable() {
			continue
		}
		b := body{maker: m, media: mt, face: schema.Request, draw: op.ID + " request"}
		if i > 0 {
			b.suffix = "-as-" + mediaName(mt.Type)
		}
		for _, e := range b.examples() {
			collect(&samples, &refusals, b.example, e)
		}
		for _, k := range []Kind{KindMinimal, KindMaximal} {
			collect(&samples, &refusals, b.generated, k)
		}
	}
	return samples, refusals
}

func collect[T any](samples *[]Sample, refusals *[]Refusal, write func(T) (Sample, *Refusal), what T) {
	s, r := write(what)
	if r != nil {
		*refusals = append(*refusals, *r)
		return
	}
	*samples = append(*samples, s)
}

// Answer returns a body for the response an operation declares for status, which is written as in the document: 200, 4XX, default; a
// plain status falls under its range or default as it would on the wire. For KindExample it is the first example that conforms, or
// else a maximal body, or else a minimal one; a Sample without a body stands for a response that has none. The error is a
// Refusal, or says that the operation declares no such response.
func (m *Maker) Answer(op *spec.Operation, status string, k Kind) (Sample, error) {
	m.prepare()
	r := responseOf(op, status)
	if r == nil {
		return Sample{}, fmt.Errorf("operation %s declares no response for status %s", op.ID, status)
	}
	if len(r.Content) == 0 {
		return Sample{Kind: k, Name: string(k)}, nil
	}
	b := m.answer(op, r, status)
	var first *Refusal
	if k == KindExample {
		for _, e := range b.examples() {
			s, refused := b.example(e)
			if refused == nil {
				return s, nil
			}
			if first == nil {
				first = refused
			}
		}
		k = KindMaximal
	}
	for _, next := range []Kind{k, KindMinimal} {
		s, refused := b.generated(next)
		if refused == nil {
			return s, nil
		}
		if first == nil {
			first = refused
		}
	}
	return Sample{}, *first
}

func (m *Maker) answer(op *spec.Operation, r *spec.Response, status string) body {
	return body{maker: m, media: likeliest(r.Content), face: schema.Response, draw: op.ID + " " + r.Status, status: codeOf(r.Status, status)}
}

func responseOf(op *spec.Operation, status string) *spec.Response {
	for _, r := range op.Responses {
		if strings.EqualFold(r.Status, status) {
			return r
		}
	}
	if code, err := strconv.Atoi(status); err == nil {
		return op.Response(code)
	}
	return nil
}

// codeOf returns the code of an answer: the one asked for, or the first of a range, or 400 for default, which documents use for
// errors.
func codeOf(declared, asked string) int {
	if code, err := strconv.Atoi(asked); err == nil {
		return code
	}
	if code, err := strconv.Atoi(declared[:min(1, len(declared))]); err == nil {
		return code * 100
	}
	return 400
}

// CarriesJSON reports whether a response has a body, and a client that takes anything gets it as JSON.
func CarriesJSON(r *spec.Response) bool {
	return len(r.Content) > 0 && carrierOf(likeliest(r.Content).Type) == carryJSON
}

// likeliest returns the media type a client that takes anything gets: JSON if there is one.
func likeliest(content []*spec.MediaType) *spec.MediaType {
	for _, mt := range content {
		if carrierOf(mt.Type) == carryJSON {
			return mt
		}
	}
	return content[0]
}

// body writes the samples of one media type.
type body struct {
	maker  *Maker
	media  *spec.MediaType
	face   schema.Face
	draw   string // what the values hang on besides the seed
	status int    // of the answer
	suffix string // of the samples' names
	asText bool   // it travels as text
}

// shown is one example with the name its sample gets.
type shown struct {
	name    string
	example spec.Example
}

// goal returns what the value of a body must satisfy.
func (b body) goal() goal { return b.maker.source.goalOf(b.media.Schema) }

// examples lists what the media type shows, or, where it shows nothing, what its schema does.
func (b body) examples() []shown {
	var out []shown
	add := func(e spec.Example) {
		name := "example-" + strconv.Itoa(len(out)+1)
		out = append(out, shown{name + b.suffix, e})
	}
	for _, e := range b.media.Examples {
		add(e)
	}
	if len(out) > 0 || b.media.Schema == nil {
		return out
	}
	flat, err := b.maker.source.flatten(b.goal(), nil)
	if err != nil || len(flat.parts) == 0 {
		return out
	}
	n := flat.parts[0].node
	if v := n.Get("example"); v != nil {
		add(spec.Example{Name: "example", Value: v})
	}
	if list := n.Get("examples"); list.Is(tree.Array) && b.maker.source.is31 {
		for _, v := range list.Items {
			add(spec.Example{Name: "examples", Value: v})
		}
	}
	return out
}

// example judges an example and writes it as its media type asks.
func (b body) example(e shown) (Sample, *Refusal) {
	refuse := func(reason Reason, at tree.Position, path, message string) (Sample, *Refusal) {
		return Sample{}, &Refusal{
			Kind: KindExample, Name: e.name, MediaType: b.media.Type, Reason: reason, Message: message, InstancePath: path, At: at,
		}
	}
	v := fromNode(e.example.Value)
	written := v.appendTo(nil)
	j := &judge{set: b.maker.source.set, face: b.face}
	if broke, bad := j.first(b.goal()[0], written); bad {
		return refuse(ReasonExample, e.example.Value.At, broke.InstancePath, fmt.Sprintf("the example %q does not conform: %s", e.example.Name, broken(broke)))
	}
	s := Sample{Kind: KindExample, Name: e.name, JSON: written, Example: &e.example, Left: b.unjudged(j)}
	if err := b.carry(&s, v); err != nil {
		return refuse(ReasonMediaType, b.media.Node.KeyAt(), "", err.Error())
	}
	return s, nil
}

// generated writes a minimal or a maximal sample.
func (b body) generated(k Kind) (Sample, *Refusal) {
	name := string(k) + b.suffix
	refuse := func(err error) (Sample, *Refusal) {
		at := b.media.Schema
		if at == nil {
			at = b.media.Node
		}
		r := refusal(err, at, k, name, b.media.Type)
		return Sample{}, &r
	}
	unwritten := func(err error) (Sample, *Refusal) {
		return refuse(&dead{reason: ReasonMediaType, at: b.media.Node.KeyAt(), message: err.Error()})
	}
	if err := b.writable(); err != nil {
		return unwritten(err)
	}
	s := Sample{Kind: k, Name: name}
	v, left, err := b.value(k)
	if err != nil {
		return refuse(err)
	}
	for i := range left {
		left[i].Kind, left[i].Name, left[i].MediaType = k, name, b.media.Type
	}
	s.JSON = v.appendTo(nil)
	s.Left = append(left, b.unjudged(&judge{set: b.maker.source.set, face: b.face})...)
	if err := b.carry(&s, v); err != nil {
		return unwritten(err)
	}
	if len(s.Body) > bodyMost {
		return refuse(&dead{reason: ReasonBudget, message: fmt.Sprintf("the body would have %d bytes, more than one sample may", len(s.Body))})
	}
	return s, nil
}

// value returns the value of a generated sample. Without a schema anything will do, and the plainest is sent.
func (b body) value(k Kind) (*value, []Refusal, error) {
	switch carrier := carrierOf(b.media.Type); {
	case b.media.Schema != nil:
		return b.maker.write(order{goal: b.goal(), face: b.face, kind: k, draw: b.draw, status: b.status})
	case carrier == carryText || carrier == carryBytes:
		return text("plumbline"), nil, nil
	}
	return nothing, nil, nil
}

// unjudged lists the keywords of the schema that no validator could check.
func (b body) unjudged(j *judge) []Refusal {
	if b.media.Schema == nil {
		return nil
	}
	var out []Refusal
	for _, r := range j.unjudged(b.media.Schema) {
		out = append(out, Refusal{Reason: ReasonKeyword, MediaType: b.media.Type, Message: r.Keyword + ": " + r.Reason, At: r.At})
	}
	return out
}
