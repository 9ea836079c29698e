package diff

import (
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// content compares the media types of a body, and the schemas of those both documents have. Status is empty for a request.
func (c *comparer) content(m match, d reports.Direction, path string, before, after []*spec.MediaType, base, revision *tree.Node, status string) {
	var gone, added []*spec.MediaType
	for _, old := range before {
		now := mediaOf(after, old.Type)
		if now == nil && d == reports.DirectionResponse && c.narrowedType(m, path, old, after, status) {
			continue
		}
		if now == nil {
			gone = append(gone, old)
			continue
		}
		if d == reports.DirectionResponse && essence(old.Type) == essence(now.Type) && mediaOf(before, now.Type) == nil {
			c.parametersDropped(m, path, old, now)
		}
		c.encodings(m, d, path, old, now, status)
		face := schema.Request
		if status != "" {
			face = schema.Response
		}
		c.root(&root{
			match: m, direction: d, face: face, path: path, baseNode: old.Schema, revisionNode: now.Schema, media: [2]*spec.MediaType{old, now}, status: status,
		})
	}
	for _, now := range after {
		if mediaOf(before, now.Type) == nil && !slices.ContainsFunc(before, func(old *spec.MediaType) bool {
			return essence(old.Type) == essence(now.Type) && mediaOf(after, old.Type) == now
		}) {
			added = append(added, now)
		}
	}
	c.mediaTypes(m, d, path, gone, added, before, after, base, revision, status)
}

// parametersDropped enters a media type that comes without the parameters it had.
func (c *comparer) parametersDropped(m match, path string, old, now *spec.MediaType) {
	c.ledger.enter(&fact{
		rule: "response-media-type-changed", class: reports.ClassTyped, direction: reports.DirectionResponse, base: old.Node, revision: now.Node,
		change:  reports.Change{Kind: reports.ChangeChanged, Before: old.Type, After: now.Type},
		message: "bodies of type " + old.Type + " come as " + now.Type + " now: a client that looks at the parameters does not find them", fix: "read " + now.Type,
		reaches: []reports.Reach{m.reach(reports.DirectionResponse, path)}, explanation: "type and subtype are the same",
	}, "")
}

// narrowedType compares the types of an answer that fall under a range with what was promised of all of them, and says whether there are any.
func (c *comparer) narrowedType(m match, path string, old *spec.MediaType, after []*spec.MediaType, status string) bool {
	var within []*spec.MediaType
	for _, now := range after {
		if mediaOf([]*spec.MediaType{old}, now.Type) != nil {
			within = append(within, now)
			c.root(&root{
				match: m, direction: reports.DirectionResponse, face: schema.Response, path: path, baseNode: old.Schema, revisionNode: now.Schema,
				media: [2]*spec.MediaType{now, now}, status: status,
			})
		}
	}
	if len(within) > 0 {
		c.ledger.enter(&fact{
			rule: "response-media-type-narrowed", class: reports.ClassCompatible, direction: reports.DirectionResponse, base: old.Node, revision: within[0].Node,
			change:  reports.Change{Kind: reports.ChangeChanged, Before: old.Type, After: mediaNames(within)},
			message: "bodies of type " + old.Type + " come as " + mediaNames(within) + " only now", fix: "nothing has to be done",
			reaches: []reports.Reach{m.reach(reports.DirectionResponse, path)}, explanation: "what comes fell under the range before",
		}, "")
	}
	return len(within) > 0
}

// mediaOf returns the entry that a message of the type falls under.
func mediaOf(content []*spec.MediaType, mediaType string) *spec.MediaType {
	return spec.MediaTypeFor(content, mediaType)
}

// mediaTypes enters media types that only one document has. In what is sent to the client a new type beside the old ones is chosen by
// the client's Accept field, so it disturbs nobody; one in their place does.
func (c *comparer) mediaTypes(m match, d reports.Direction, path string, gone, added, before, after []*spec.MediaType, base, revision *tree.Node, status string) {
	what := "request"
	if d == reports.DirectionResponse {
		what = "response"
	}
	for _, old := range gone {
		f := &fact{
			rule: what + "-media-type-removed", class: reports.ClassWire, direction: d, base: old.Node, revision: revision,
			change:  reports.Change{Kind: reports.ChangeRemoved, Before: old.Type},
			reaches: []reports.Reach{m.reach(d, path)},
		}
		if len(added) > 0 {
			f.rule, f.revision = what+"-media-type-changed", added[0].Node
			f.change = reports.Change{Kind: reports.ChangeChanged, Before: old.Type, After: mediaNames(added)}
		}
		switch {
		case len(after) == 0 && m.sent && d == reports.DirectionRequest:
			f.class, f.message, f.fix = reports.ClassTyped, "what is answered is not looked at any more: no body is declared", "nothing has to be done"
			f.explanation = "a body that is not declared is not forbidden"
		case d == reports.DirectionRequest:
			f.message = "bodies of type " + old.Type + " are not taken any more" + instead(after, "is")
			f.fix = "send " + orNone(mediaNames(after))
			f.witness = c.refusedType(m, old, status)
		case len(after) == 0:
			f.message, f.fix = "no body comes any more: whoever reads it finds nothing", "do without the body"
		default:
			f.message = "bodies of type " + old.Type + " do not come any more" + instead(after, "does")
			f.fix = "read " + mediaNames(after)
		}
		switch {
		case d == reports.DirectionRequest:
		case len(added) > 0:
			f.witness = c.newType(m, added[0], status)
		default:
			f.class, f.witness = reports.ClassUnpromised, c.oldType(m, old, status)
		}
		unprovenWithout(f)
		c.ledger.enter(f, "")
	}
	if len(gone) > 0 {
		return // told there
	}
	for _, now := range added {
		f := &fact{
			rule: what + "-media-type-added", class: reports.ClassCompatible, direction: d, base: base, revision: now.Node,
			change:  reports.Change{Kind: reports.ChangeAdded, After: now.Type},
			message: "bodies of type " + now.Type + map[reports.Direction]string{reports.DirectionRequest: " are taken too", reports.DirectionResponse: " may come too"}[d], fix: "nothing has to be done", reaches: []reports.Reach{m.reach(d, path)},
			explanation: map[reports.Direction]string{reports.DirectionRequest: "bodies as before are still taken", reports.DirectionResponse: "the client says in Accept what it takes"}[d],
		}
		if len(before) == 0 && d == reports.DirectionResponse {
			f.explanation = "a body where none was declared may be passed over"
		}
		c.ledger.enter(f, "")
	}
}

// instead says what is left in place of a type that went.
func instead(content []*spec.MediaType, verb string) string {
	switch len(content) {
	case 0:
		return ""
	case 1:
		return ", only " + content[0].Type + " " + verb
	}
	return ", only " + mediaNames(content) + " " + map[string]string{"is": "are", "does": "do"}[verb]
}

func mediaNames(content []*spec.MediaType) string {
	var names []string
	for _, m := range content {
		names = append(names, m.Type)
	}
	return strings.Join(names, ", ")
}

// bodyMessage is a message whose body has the media type of an entry, as the document that declares it has it: a request of the client or of the
// vendor, or, with a status, an answer. It returns an empty text if none could be made.
func (c *comparer) bodyMessage(m match, s *side, media *spec.MediaType, status string) (text string, judge func(doc *spec.Document, op *spec.Operation) bool) {
	op, base := m.revision, s == c.base
	if base {
		op = m.base
	}
	face := schema.Request
	if status != "" {
		face = schema.Response
	}
	mediaType, body, _, err := c.carry(s, media, c.minimal(base, conj{s.schemaOf(media.Schema)}, "", face))
	if err != nil || len(body) == 0 {
		mediaType, body = concrete(media.Type), []byte("...") // what stands in it is of no matter
	}
	if status != "" {
		answer, err := c.answer(s, m, status, "")
		if err != nil {
			return "", nil
		}
		answer.Header.Set("Content-Type", mediaType)
		answer.Body = body
		return answerText(answer), func(doc *spec.Document, op *spec.Operation) bool { return typeHolds(doc.JudgeResponse(op, answer)) }
	}
	ask, err := c.ask(s, op, nil, nil)
	if err != nil {
		return "", nil
	}
	ask.Header.Set("Content-Type", mediaType)
	ask.Body = body
	return c.askText(m, s, ask), func(doc *spec.Document, to *spec.Operation) bool {
		return typeHolds(doc.JudgeRequest(to, rewritten(ask, op, to)))
	}
}

// typeHolds reports whether a document declares the media type of a message.
func typeHolds(j *spec.Judgement) bool {
	return !slices.ContainsFunc(j.Faults, func(f spec.Fault) bool {
		return !f.Warning && (f.Rule == spec.RuleRequestMediaType || f.Rule == spec.RuleMediaTypeDocumented)
	})
}

// refusedType is a message of the client with a body of a type that only the base takes.
func (c *comparer) refusedType(m match, old *spec.MediaType, status string) *reports.Witness {
	d := m.asks()
	if status != "" {
		d = m.answers()
	}
	for _, mediaType := range append([]string{old.Type}, likelyTypes...) {
		if mediaOf([]*spec.MediaType{old}, mediaType) == nil {
			continue // it does not fall under the range that went
		}
		one := *old
		one.Type = mediaType
		text, holds := c.bodyMessage(m, c.base, &one, status)
		if text == "" || !holds(c.base.doc, m.base) || holds(c.revision.doc, m.revision) {
			continue
		}
		return &reports.Witness{
			Direction: d, Message: text, AcceptedBy: c.base.name, RejectedBy: c.revision.name, Proof: reports.ProofUnroutable,
			Reason: "the revision declares no body of type " + concrete(mediaType),
		}
	}
	return nil
}

// likelyTypes are types to show that a range went, for one that is left may take what its likeliest type is.
var likelyTypes = []string{"application/json", "text/plain", "text/csv", "application/xml", "application/octet-stream", "image/png", "image/jpeg", "audio/mpeg", "video/mp4"}

// newType is a message of the vendor with a body of a type that only the revision declares.
func (c *comparer) newType(m match, now *spec.MediaType, status string) *reports.Witness {
	text, holds := c.bodyMessage(m, c.revision, now, status)
	if text == "" || !holds(c.revision.doc, m.revision) || holds(c.base.doc, m.base) {
		return nil
	}
	return &reports.Witness{
		Direction: reports.DirectionResponse, Message: text, AcceptedBy: c.revision.name, RejectedBy: c.base.name, Proof: reports.ProofRejected,
		Reason: "the base declares no body of type " + now.Type,
	}
}

// oldType is a message of the vendor with a body of a type that the revision does not promise.
func (c *comparer) oldType(m match, old *spec.MediaType, status string) *reports.Witness {
	text, holds := c.bodyMessage(m, c.base, old, status)
	if text == "" || !holds(c.base.doc, m.base) {
		return nil
	}
	return &reports.Witness{
		Direction: reports.DirectionResponse, Message: text, AcceptedBy: c.base.name, RejectedBy: c.revision.name, Proof: reports.ProofUnpromised,
		Reason: "the revision declares no body of type " + old.Type,
	}
}
