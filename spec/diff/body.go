package diff

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/payload"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// requestBody compares what an operation takes. A webhook's is what the client reads.
func (c *comparer) requestBody(m match) {
	before, after := m.base.RequestBody, m.revision.RequestBody
	if c.unresolved(c.base, before) || c.unresolved(c.revision, after) {
		return
	}
	reach := []reports.Reach{m.reach(m.asks(), "body")}
	switch {
	case before == nil && after == nil:
		return
	case before == nil:
		f := &fact{
			rule: "request-body-added", class: reports.ClassCompatible, direction: m.asks(), base: m.base.Node, revision: after.Node, reaches: reach,
			change:  reports.Change{Kind: reports.ChangeAdded, After: "a body, " + presence(after.Required)},
			message: "a body may be sent", fix: "nothing has to be done", explanation: "requests without a body stay right",
		}
		if after.Required && !m.sent {
			f.rule, f.class, f.explanation = "request-body-required-added", reports.ClassWire, ""
			f.message, f.fix = "a body is required now: requests without one are refused", "send a body"
			f.witness = c.withoutBody(m)
			unprovenWithout(f)
		}
		c.ledger.enter(f, "")
		return
	case after == nil:
		c.ledger.enter(&fact{
			rule: "request-body-removed", class: reports.ClassTyped, direction: m.asks(), base: before.Node, revision: m.revision.Node, reaches: reach,
			change:  reports.Change{Kind: reports.ChangeRemoved, Before: "a body, " + presence(before.Required)},
			message: "no body is taken any more: what it holds is not looked at", fix: "stop sending a body", explanation: "a body that is not declared is not forbidden",
		}, "")
		return
	}
	if before.Required != after.Required {
		f := &fact{
			direction: m.asks(), base: before.Node, revision: after.Node, reaches: reach,
			change: reports.Change{Kind: reports.ChangeChanged, Before: presence(before.Required), After: presence(after.Required)},
		}
		if after.Required == m.sent { // the reader of a webhook's body loses by optional what the sender of a request loses by required
			f.rule, f.class = "request-body-became-optional", reports.ClassTyped
			f.message, f.fix, f.explanation = "the body may be left out now", "nothing has to be done", "messages with a body stay right"
			if m.sent {
				f.rule, f.class = "request-body-became-required", reports.ClassCompatible
				f.message = "the body is always there now"
			}
		} else {
			f.rule, f.class = "request-body-became-required", reports.ClassWire
			f.message, f.fix = "the body is required now: requests without one are refused", "send a body"
			f.witness = c.withoutBody(m)
			if m.sent {
				f.rule, f.message, f.fix = "request-body-became-optional", "the body may be left out now", "take a call without a body"
				f.class, f.explanation = reports.ClassUnproven, "whether it is left out is not known"
			}
			unprovenWithout(f)
		}
		c.ledger.enter(f, "")
	}
	c.content(m, m.asks(), "body", before.Content, after.Content, before.Node, after.Node, "")
}

// unresolved notes a body that is a reference to nowhere, of which nothing is known.
func (c *comparer) unresolved(s *side, body *spec.RequestBody) bool {
	if body == nil || !body.Unresolved {
		return false
	}
	s.noteNode("the request body at "+body.Node.Pointer()+" is a reference that leads nowhere: it was not compared", body.Node)
	return true
}

// withoutBody proves that a request without a body is refused.
func (c *comparer) withoutBody(m match) *reports.Witness {
	ask, err := c.ask(c.base, m.base, nil, nil)
	if err != nil {
		return nil
	}
	ask.Body = nil
	ask.Header.Del("Content-Type")
	if !c.base.doc.JudgeRequest(m.base, ask).Holds() {
		return nil
	}
	for _, fault := range c.revision.doc.JudgeRequest(m.revision, ask).Faults {
		if fault.Rule == spec.RuleRequestBody {
			return &reports.Witness{
				Direction: reports.DirectionRequest, Message: requestText(m.base, c.base.doc, ask), AcceptedBy: c.base.name, RejectedBy: c.revision.name,
				Proof: reports.ProofRejected, Reason: fault.Message,
			}
		}
	}
	return nil
}

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
		c.encodings(m, d, path, old, now)
		face := schema.Request
		if status != "" {
			face = schema.Response
		}
		c.root(&root{
			match: m, direction: d, face: face, path: path, baseNode: old.Schema, revisionNode: now.Schema, media: [2]*spec.MediaType{old, now}, status: status,
		})
	}
	for _, now := range after {
		if mediaOf(before, now.Type) == nil {
			added = append(added, now)
		}
	}
	c.mediaTypes(m, d, path, gone, added, before, after, base, revision, status)
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
			message: "of the types " + old.Type + " only " + mediaNames(within) + " comes any more", fix: "nothing has to be done",
			reaches: []reports.Reach{m.reach(reports.DirectionResponse, path)}, explanation: "what comes fell under the range before",
		}, "")
	}
	return len(within) > 0
}

// mediaOf returns the entry that a message of the type falls under.
func mediaOf(content []*spec.MediaType, mediaType string) *spec.MediaType {
	name := essence(mediaType)
	kind, _, _ := strings.Cut(name, "/")
	for _, pattern := range []string{name, kind + "/*", "*/*"} {
		if i := slices.IndexFunc(content, func(m *spec.MediaType) bool { return essence(m.Type) == pattern }); i >= 0 {
			return content[i]
		}
	}
	return nil
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
		if d == reports.DirectionRequest {
			f.message = fmt.Sprintf("bodies of type %s are not taken any more, %s is", old.Type, orNone(mediaNames(after)))
			f.fix = "send " + orNone(mediaNames(after))
			f.witness = c.mediaWitness(m, old, "", status)
		} else {
			f.message = fmt.Sprintf("bodies of type %s do not come any more, %s does", old.Type, orNone(mediaNames(after)))
			f.fix = "read " + orNone(mediaNames(after))
			if len(added) > 0 {
				f.witness = c.mediaWitness(m, old, added[0].Type, status)
			} else if f.witness = c.mediaWitness(m, old, old.Type, status); f.witness != nil {
				f.class = reports.ClassUnpromised
			}
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
			message: "bodies of type " + now.Type + " are there too", fix: "nothing has to be done", reaches: []reports.Reach{m.reach(d, path)},
			explanation: "the client says in Accept what it takes",
		}
		if len(before) == 0 && d == reports.DirectionResponse {
			f.explanation = "a body where none was declared may be passed over"
		}
		c.ledger.enter(f, "")
	}
}

func mediaNames(content []*spec.MediaType) string {
	var names []string
	for _, m := range content {
		names = append(names, m.Type)
	}
	return strings.Join(names, ", ")
}

// mediaWitness is a message whose media type only one document declares: a request of type old, or an answer of the type new.
func (c *comparer) mediaWitness(m match, old *spec.MediaType, now, status string) *reports.Witness {
	w := &reports.Witness{Direction: m.asks(), AcceptedBy: c.base.name, RejectedBy: c.revision.name, Proof: reports.ProofUnroutable}
	if status == "" {
		ask, err := c.ask(c.base, m.base, nil, nil)
		if err != nil {
			return nil
		}
		ask.Header.Set("Content-Type", concrete(old.Type))
		if len(ask.Body) == 0 {
			samples, _ := c.base.maker.Requests(m.base)
			if i := slices.IndexFunc(samples, func(s sample) bool { return essence(s.MediaType) == essence(old.Type) }); i >= 0 {
				ask.Body = samples[i].Body
			}
		}
		if c.revision.doc.JudgeRequest(m.revision, ask).Holds() {
			return nil
		}
		w.Message, w.Reason = requestText(m.base, c.base.doc, ask), "the revision declares no body of type "+old.Type
		return w
	}
	w.Direction = m.answers()
	answer := spec.Answer{Status: statusNumber(status), Header: http.Header{"Content-Type": {concrete(now)}}}
	w.Message, w.Reason = answerText(answer), "the base declares no body of type "+now
	if essence(now) == essence(old.Type) {
		w.Proof, w.Reason = reports.ProofUnpromised, "the revision declares no body of type "+now
		return w
	}
	if made, err := c.revision.maker.Answer(m.revision, status, payload.KindMinimal); err == nil && essence(made.MediaType) == essence(now) {
		answer.Body = made.Body
	}
	if len(answer.Body) == 0 {
		answer.Body = []byte("...")
	}
	w.Message = answerText(answer)
	if c.base.doc.JudgeResponse(m.base, answer).Holds() {
		return nil
	}
	w.Proof, w.AcceptedBy, w.RejectedBy = reports.ProofRejected, c.revision.name, c.base.name
	return w
}
