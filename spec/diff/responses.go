package diff

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/payload"
	"github.com/plumbline-dev/plumbline/spec/schema"
)

// statusNumber is a status that falls under the key of a response: 404, 4XX, default.
func statusNumber(key string) int {
	if n, err := strconv.Atoi(key); err == nil {
		return n
	}
	if len(key) == 3 && key[0] >= '1' && key[0] <= '5' {
		return int(key[0]-'0')*100 + 18
	}
	return http.StatusInternalServerError
}

// responseFor returns what an operation declares for the key of a response: by itself, by its range, by default.
func responseFor(op *spec.Operation, key string) *spec.Response {
	ranged := ""
	if len(key) == 3 {
		ranged = key[:1] + "XX"
	}
	for _, name := range []string{key, ranged, "default"} {
		for _, r := range op.Responses {
			if strings.EqualFold(r.Status, name) {
				return r
			}
		}
	}
	return nil
}

func isSuccess(key string) bool { return strings.HasPrefix(key, "2") }

// responses compares what comes back, status by status. A status that only a range or default covers in one document is compared with that.
func (c *comparer) responses(m match) {
	var keys []string
	for _, r := range slices.Concat(m.base.Responses, m.revision.Responses) {
		if !slices.ContainsFunc(keys, func(known string) bool { return strings.EqualFold(known, r.Status) }) {
			keys = append(keys, r.Status)
		}
	}
	var gone, added []*spec.Response
	done := map[[2]*spec.Response]bool{}
	for _, key := range keys {
		before, after := responseFor(m.base, key), responseFor(m.revision, key)
		pair := [2]*spec.Response{before, after}
		switch {
		case done[pair]:
		case after == nil:
			gone = append(gone, before)
		case before == nil:
			added = append(added, after)
		case before.Unresolved:
			c.base.noteNode("the response "+key+" of "+m.name+" is a reference that leads nowhere: it was not compared", before.Node)
		case after.Unresolved:
			c.revision.noteNode("the response "+key+" of "+m.name+" is a reference that leads nowhere: it was not compared", after.Node)
		default:
			c.headers(m, key, before, after)
			c.links(m, key, before, after)
			c.content(m, m.answers(), "status "+key+" body", before.Content, after.Content, before.Node, after.Node, key)
		}
		done[pair] = true
	}
	c.statuses(m, gone, added)
}

// headers compares the declared header fields of an answer.
func (c *comparer) headers(m match, status string, before, after *spec.Response) {
	find := func(list []*spec.Header, name string) *spec.Header {
		if i := slices.IndexFunc(list, func(h *spec.Header) bool { return strings.EqualFold(h.Name, name) }); i >= 0 {
			return list[i]
		}
		return nil
	}
	for _, old := range before.Headers {
		path := "status " + status + " header " + old.Name
		reach := []reports.Reach{m.reach(m.answers(), path)}
		now := find(after.Headers, old.Name)
		if now == nil {
			c.headerGone(m, status, old, nil, before, after, &fact{
				rule: "response-header-removed", direction: m.answers(), base: old.Node, revision: after.Node, reaches: reach,
				change:  reports.Change{Kind: reports.ChangeRemoved, Before: old.Name + ", " + presence(old.Required)},
				message: "header " + old.Name + " is not promised any more: whoever reads it finds nothing", fix: "do without " + old.Name,
			})
			continue
		}
		if old.Required && !now.Required {
			c.headerGone(m, status, old, now, before, after, &fact{
				rule: "response-header-became-optional", direction: m.answers(), base: old.Node, revision: now.Node, reaches: reach,
				change:  reports.Change{Kind: reports.ChangeChanged, Before: "required", After: "optional"},
				message: "header " + old.Name + " may be missing now: whoever relies on it breaks", fix: "do without " + old.Name + " where it is missing",
			})
		}
		c.root(&root{
			match: m, direction: m.answers(), face: schema.Response, path: path, baseNode: old.Schema, revisionNode: now.Schema, status: status,
			headers: [2]*spec.Header{old, now},
		})
	}
	for _, now := range after.Headers {
		if find(before.Headers, now.Name) == nil {
			c.ledger.enter(&fact{
				rule: "response-header-added", class: reports.ClassCompatible, direction: m.answers(), base: before.Node, revision: now.Node,
				change:  reports.Change{Kind: reports.ChangeAdded, After: now.Name + ", " + presence(now.Required)},
				message: "header " + now.Name + " may come too", fix: "nothing has to be done",
				reaches: []reports.Reach{m.reach(m.answers(), "status "+status+" header "+now.Name)}, explanation: "header fields that are not declared are not forbidden",
			}, now.Name)
		}
	}
}

// headerGone decides what it means that a header need not be there: rejected where the base requires it, else only not promised.
func (c *comparer) headerGone(m match, status string, old, now *spec.Header, before, after *spec.Response, f *fact) {
	f.class = reports.ClassUnpromised
	answer, err := c.answer(c.revision, m, status, "")
	if old.Required && err == nil {
		f.class = reports.ClassWire
		answer.Header.Del(old.Name)
		if c.revision.doc.JudgeResponse(m.revision, answer).Holds() && !c.base.doc.JudgeResponse(m.base, answer).Holds() {
			f.witness = &reports.Witness{
				Direction: m.answers(), Message: answerText(answer), AcceptedBy: c.revision.name, RejectedBy: c.base.name, Proof: reports.ProofRejected,
				Reason: "the base promises header " + old.Name,
			}
		}
		unprovenWithout(f)
	} else if answer, err := c.answer(c.base, m, status, old.Name); err == nil {
		f.witness = &reports.Witness{
			Direction: m.answers(), Message: answerText(answer), AcceptedBy: c.base.name, RejectedBy: c.revision.name, Proof: reports.ProofUnpromised,
			Reason: "the revision does not promise header " + old.Name,
		}
	}
	c.ledger.enter(f, old.Name)
}

// answer builds the smallest answer to m with a status that s accepts, its required headers and the one called also among them.
func (c *comparer) answer(s *side, m match, status, also string) (spec.Answer, error) {
	op := m.base
	if s == c.revision {
		op = m.revision
	}
	a := spec.Answer{Status: statusNumber(status), Header: http.Header{}}
	r := op.Response(a.Status)
	if r == nil {
		return a, nil
	}
	if made, err := s.maker.Answer(op, r.Status, payload.KindMinimal); err == nil && len(made.Body) > 0 {
		a.Body = made.Body
		a.Header.Set("Content-Type", made.MediaType)
	}
	for _, h := range r.Headers {
		if !h.Required && !strings.EqualFold(h.Name, also) {
			continue
		}
		value, err := s.maker.Value(h.Schema, schema.Response, payload.KindMinimal, h.Name, op.ID)
		if err != nil {
			return a, err
		}
		a.Header.Set(h.Name, headerText(value))
	}
	return a, nil
}

// links compares the links of an answer, which only tell clients what can be done next.
func (c *comparer) links(m match, status string, before, after *spec.Response) {
	old, now := before.Node.Get("links"), after.Node.Get("links")
	if old != nil {
		for _, link := range old.Members {
			if now.Get(link.Name) == nil {
				c.ledger.enter(&fact{
					rule: "response-link-removed", class: reports.ClassTyped, direction: m.answers(), base: link.Value, revision: after.Node,
					change:  reports.Change{Kind: reports.ChangeRemoved, Before: link.Name},
					message: "link " + link.Name + " is gone: clients that follow links do not find it", fix: "call the operation it leads to by itself",
					reaches: []reports.Reach{m.reach(m.answers(), "status "+status+" link "+link.Name)}, explanation: "a link is part of no message",
				}, link.Name)
			}
		}
	}
	if now != nil {
		for _, link := range now.Members {
			if old.Get(link.Name) == nil {
				c.ledger.enter(&fact{
					rule: "response-link-added", class: reports.ClassCompatible, direction: m.answers(), base: before.Node, revision: link.Value,
					change: reports.Change{Kind: reports.ChangeAdded, After: link.Name}, message: "link " + link.Name + " was added", fix: "nothing has to be done",
					reaches: []reports.Reach{m.reach(m.answers(), "status "+status+" link "+link.Name)}, explanation: "a link is part of no message",
				}, link.Name)
			}
		}
	}
}
