package diff

import (
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// lift puts the value of an effect into the smallest whole message that holds it, and verifies that. Where that value fits several alternatives of a
// choice, it is made to say which one it is. It returns nil if no such message was found.
func (c *comparer) lift(o occurrence, e effect) *reports.Witness {
	if w := c.liftAs(o, e, false); w != nil || !o.choice() {
		return w
	}
	return c.liftAs(o, e, true)
}

func (c *comparer) liftAs(o occurrence, e effect, tagged bool) *reports.Witness {
	value := e.value
	tag := func(p *pair, object []byte) []byte {
		if tagged {
			return c.tag(e.accepts, p, object, o.root.face)
		}
		return object
	}
	if !slices.Contains([]changeKind{changeBranch, changeWhole, changeOverlap}, o.change.kind) {
		value = tag(o.change.pair, value)
	}
	if o.root.parameters[0] != nil && string(value) == "[]" && len(o.hops) == 0 {
		value = c.array(e.accepts, o.root.pair, 0, c.minimal(e.accepts, o.root.pair.of(e.accepts).items, "", o.root.face), o.root.face) // nothing is written of an empty list
	}
	for i := len(o.hops) - 1; i >= 0; i-- {
		owner, hop := o.root.pair, o.hops[i]
		if i > 0 {
			owner = o.hops[i-1].to
		}
		switch hop.kind {
		case stepProperty, stepAdditional:
			name, _ := hop.segment()
			value = set(tag(owner, c.object(e.accepts, owner, o.root.face)), name, value)
		case stepItem:
			value = c.array(e.accepts, owner, hop.item, value, o.root.face)
		case stepBranch:
			value = c.completed(e.accepts, owner, value, o.root.face)
		}
	}
	if e.proof == reports.ProofUnpromised {
		return c.unpromised(o, value)
	}
	return c.verify(o, value, e.accepts)
}

// tag adds to an object the optional properties that have one value only: by these an alternative is told from the others.
func (c *comparer) tag(base bool, p *pair, object []byte, face schema.Face) []byte {
	if len(object) == 0 || object[0] != '{' {
		return object
	}
	t, _ := tape.Read(object, tape.Limits{})
	defer t.Release()
	for _, known := range p.of(base).properties {
		_, there := t.Root().Get(known.name)
		if f := flatten(known.schemas.tidy()); !there && known.travels(face) && f.listed && len(f.values) == 1 {
			object = set(object, known.name, f.values[0].Raw())
		}
	}
	return object
}

// array writes the smallest array with value at an index.
func (c *comparer) array(base bool, p *pair, at int, value []byte, face schema.Face) []byte {
	f := p.of(base)
	least := at + 1
	for _, part := range f.parts {
		least = max(least, part.words.MinItems)
	}
	out := []byte{'['}
	for i := range least {
		if i > 0 {
			out = append(out, ',')
		}
		switch {
		case i == at:
			out = append(out, value...)
		case i < len(f.prefix):
			out = append(out, c.minimal(base, conj{f.prefix[i]}, "", face)...)
		default:
			out = append(out, c.minimal(base, f.items, "", face)...)
		}
	}
	return append(out, ']')
}

// completed adds to the value of an alternative what the schema around it requires besides.
func (c *comparer) completed(base bool, p *pair, value []byte, face schema.Face) []byte {
	if len(value) == 0 || value[0] != '{' {
		return value
	}
	t, _ := tape.Read(value, tape.Limits{})
	defer t.Release()
	for _, known := range p.of(base).properties {
		if _, there := t.Root().Get(known.name); !there && known.mustTravel(face) {
			value = set(value, known.name, c.sibling(base, p, known, face))
		}
	}
	return value
}

// message is one whole message with the verdicts of both documents on it.
type message struct {
	text   string
	judged [2]verdict // by the base, by the revision
}

// verdict is what a document says of a message.
type verdict struct {
	holds  bool
	faults []spec.Fault
}

// write builds the message of root r around a value, as the document that accepts it would have it.
func (c *comparer) write(r *root, value []byte, base bool) (message, bool) {
	s, op := c.revision, r.match.revision
	if base {
		s, op = c.base, r.match.base
	}
	switch {
	case op == nil:
		return message{webhookText(value), [2]verdict{c.judgeValue(r.base, value, r.face), c.judgeValue(r.revision, value, r.face)}}, true
	case r.status != "":
		return c.writeAnswer(s, r, value, base)
	}
	given := pick(r.parameters, base)
	ask, err := c.ask(s, op, given, value)
	if err != nil {
		return message{}, false
	}
	judged := true
	if given == nil {
		var mediaType string
		if mediaType, ask.Body, judged, err = c.carry(s, pick(r.media, base), value); err != nil {
			return message{}, false
		}
		ask.Header.Set("Content-Type", mediaType)
	}
	text := c.askText(r.match, s, ask)
	if !judged {
		return c.judgedApart(r, text, value), true
	}
	if r.match.sent {
		ask.Path = "/"
	}
	return c.judged(r, text, value, c.base.doc.JudgeRequest(r.match.base, rewritten(ask, op, r.match.base)), c.revision.doc.JudgeRequest(r.match.revision, rewritten(ask, op, r.match.revision))), true
}

// askText writes a request as s has it; what the vendor sends goes to an address that only the client knows.
func (c *comparer) askText(m match, s *side, ask spec.Ask) string {
	op := m.revision
	if s == c.base {
		op = m.base
	}
	if m.sent {
		ask.Path = "/"
		return requestTextAt(op, "", ask)
	}
	return requestText(op, s.doc, ask)
}

// judged is a message that both documents judged. What they had to leave open for the sake of how the body is written is judged by the value alone.
func (c *comparer) judged(r *root, text string, value []byte, before, after *spec.Judgement) message {
	if r.parameters[0] == nil && r.headers[0] == nil && len(before.Notes)+len(after.Notes) > 0 {
		return c.judgedApart(r, text, value)
	}
	return message{text, [2]verdict{{before.Holds(), before.Faults}, {after.Holds(), after.Faults}}}
}

func pick[T any](both [2]*T, base bool) *T {
	if base {
		return both[0]
	}
	return both[1]
}

// writeAnswer is write for an answer.
func (c *comparer) writeAnswer(s *side, r *root, value []byte, base bool) (message, bool) {
	also := ""
	if h := pick(r.headers, base); h != nil {
		also = h.Name
	}
	answer, err := c.answer(s, r.match, r.status, also)
	if err != nil {
		return message{}, false
	}
	if also != "" {
		answer.Header.Set(also, headerText(value))
	} else {
		mediaType, body, judged, err := c.carry(s, pick(r.media, base), value)
		if err != nil {
			return message{}, false
		}
		answer.Header.Set("Content-Type", mediaType)
		answer.Body = body
		if !judged {
			return c.judgedApart(r, answerText(answer), value), true
		}
	}
	return c.judged(r, answerText(answer), value, c.base.doc.JudgeResponse(r.match.base, answer), c.revision.doc.JudgeResponse(r.match.revision, answer)), true
}

// judgedApart is a message whose body is another way to write its value: the value is judged by itself, for there is more than one such way.
func (c *comparer) judgedApart(r *root, text string, value []byte) message {
	return message{text, [2]verdict{c.judgeValue(r.base, value, r.face), c.judgeValue(r.revision, value, r.face)}}
}

// judgeValue judges a value by a schema alone.
func (c *comparer) judgeValue(s *schema.Schema, value []byte, face schema.Face) verdict {
	t, _ := tape.Read(value, tape.Limits{})
	defer t.Release()
	v := verdict{holds: true}
	for _, found := range s.Validate(t.Root(), schema.Options{Face: face, Compat: true}) {
		if found.Warning {
			continue
		}
		v.holds = false
		v.faults = append(v.faults, spec.Fault{
			Keyword: found.Rule, Message: "received " + found.Received + "; promised " + found.Promised, InstancePath: found.InstancePath, KeywordPath: found.KeywordPath,
		})
	}
	return v
}

// verify makes a Witness of a value if one document accepts the message around it and the other rejects it where the change is.
func (c *comparer) verify(o occurrence, value []byte, base bool) *reports.Witness {
	m, ok := c.write(o.root, value, base)
	if !ok {
		return nil
	}
	accepts, rejects, yes, no := c.base, c.revision, m.judged[0], m.judged[1]
	if !base {
		accepts, rejects, yes, no = rejects, accepts, no, yes
	}
	if !yes.holds || no.holds {
		return nil
	}
	fault := o.fault(no.faults)
	if fault == nil {
		return nil
	}
	return &reports.Witness{
		Direction: o.root.direction, Message: m.text, AcceptedBy: accepts.name, RejectedBy: rejects.name, Proof: reports.ProofRejected,
		Judges: c.opinions(o, value, base), Reason: strings.TrimSpace(fault.Message + at(*fault)),
	}
}

// fault returns the fault that shows the change: one of its keyword before any other at its place.
func (o occurrence) fault(faults []spec.Fault) *spec.Fault {
	var found *spec.Fault
	for i := range faults {
		f := &faults[i]
		if f.Warning || !o.shows(f.InstancePath) {
			continue
		}
		if found == nil || f.Keyword == o.change.keyword && found.Keyword != o.change.keyword {
			found = f
		}
	}
	return found
}

// at says where a fault is if its message does not.
func at(f spec.Fault) string {
	if f.InstancePath == "" || strings.Contains(f.Message, " at "+f.InstancePath) {
		return ""
	}
	return " at " + f.InstancePath
}

// shows reports whether a fault at a place of the message is the change's own.
func (o occurrence) shows(instancePath string) bool {
	if o.root.parameters[0] != nil || o.root.headers[0] != nil {
		return true // the value of a field is judged as one
	}
	pointer := o.pointer()
	if strings.HasPrefix(instancePath+"/", pointer+"/") {
		return true
	}
	return o.choice() && strings.HasPrefix(pointer+"/", instancePath+"/")
}

func related(a, b string) bool {
	return strings.HasPrefix(a+"/", b+"/") || strings.HasPrefix(b+"/", a+"/")
}

// unpromised makes a Witness of an answer of the base that holds what the revision does not promise any more.
func (c *comparer) unpromised(o occurrence, value []byte) *reports.Witness {
	m, ok := c.write(o.root, value, true)
	if !ok || !m.judged[0].holds {
		return nil
	}
	return &reports.Witness{
		Direction: o.root.direction, Message: m.text, AcceptedBy: c.base.name, RejectedBy: c.revision.name, Proof: reports.ProofUnpromised,
		Judges: c.acceptedBy(o.root, value), Reason: "the revision does not declare " + o.change.name + inObject(o.pointer()),
	}
}

func inObject(pointer string) string {
	if pointer == "" {
		return ""
	}
	return " in " + pointer
}
