package diff

import (
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// headers compares the declared header fields of an answer.
func (c *comparer) headers(m match, status string, before, after *spec.Response) {
	find := func(list []*spec.Header, name string) *spec.Header {
		if i := slices.IndexFunc(list, func(h *spec.Header) bool { return strings.EqualFold(h.Name, name) }); i >= 0 {
			return list[i]
		}
		return nil
	}
	renamed := map[*spec.Header]bool{}
	renaming := func(old *spec.Header) *spec.Header {
		return theOnly(after.Headers, func(h *spec.Header) bool {
			return !renamed[h] && find(before.Headers, h.Name) == nil && similar(old.Name, h.Name) && h.Required == old.Required && c.sameSchema(headerSchema(old), headerSchema(h))
		})
	}
	for _, old := range before.Headers {
		path := "status " + status + " header " + old.Name
		reach := []reports.Reach{m.reach(m.answers(), path)}
		now := find(after.Headers, old.Name)
		if now == nil {
			if is := renaming(old); is != nil {
				renamed[is] = true
				c.headerGone(m, status, old, &fact{
					rule: "response-header-renamed", direction: m.answers(), base: old.Node, revision: is.Node, reaches: reach,
					change:  reports.Change{Kind: reports.ChangeRenamed, Before: old.Name, After: is.Name},
					message: "header " + old.Name + " is called " + is.Name + " now: whoever reads it by the old name finds nothing", fix: "read it as " + is.Name,
				})
				continue
			}
			c.headerGone(m, status, old, &fact{
				rule: "response-header-removed", direction: m.answers(), base: old.Node, revision: after.Node, reaches: reach,
				change:  reports.Change{Kind: reports.ChangeRemoved, Before: old.Name + ", " + presence(old.Required)},
				message: "header " + old.Name + " is not promised any more: whoever reads it finds nothing", fix: "do without " + old.Name,
			})
			continue
		}
		if old.Required && !now.Required {
			c.headerGone(m, status, old, &fact{
				rule: "response-header-became-optional", direction: m.answers(), base: old.Node, revision: now.Node, reaches: reach,
				change:  reports.Change{Kind: reports.ChangeChanged, Before: "required", After: "optional"},
				message: "header " + old.Name + " may be missing now: whoever relies on it breaks", fix: "do without " + old.Name + " where it is missing",
			})
		}
		was, is := c.headerStyle(c.base, old), c.headerStyle(c.revision, now)
		if was != is && was != plainText && is != plainText {
			c.ledger.enter(&fact{
				rule: "response-header-style-changed", class: reports.ClassUnproven, direction: m.answers(), base: old.Node, revision: now.Node, reaches: reach,
				change:  reports.Change{Kind: reports.ChangeChanged, Before: was, After: is},
				message: "header " + old.Name + " is written in another way: " + is + ", it was " + was, fix: "read " + old.Name + " as " + is,
				explanation: "how a client reads a header field of several parts is not known",
			}, "")
		}
		if len(old.Content) > 0 != (len(now.Content) > 0) && was != plainText && is != plainText {
			continue // its parts are not where they were
		}
		c.root(&root{
			match: m, direction: m.answers(), face: schema.Response, path: path, baseNode: headerSchema(old), revisionNode: headerSchema(now), status: status,
			headers: [2]*spec.Header{old, now},
		})
	}
	for _, now := range after.Headers {
		if find(before.Headers, now.Name) == nil && !renamed[now] {
			c.ledger.enter(&fact{
				rule: "response-header-added", class: reports.ClassCompatible, direction: m.answers(), base: before.Node, revision: now.Node,
				change:  reports.Change{Kind: reports.ChangeAdded, After: now.Name + ", " + presence(now.Required)},
				message: "header " + now.Name + " may come too", fix: "nothing has to be done",
				reaches: []reports.Reach{m.reach(m.answers(), "status "+status+" header "+now.Name)}, explanation: "header fields that are not declared are not forbidden",
			}, now.Name)
		}
	}
}

// headerSchema is where the schema of a header field stands, by itself or in its media type; nil for none.
func headerSchema(h *spec.Header) *tree.Node {
	if len(h.Content) > 0 {
		return h.Content[0].Schema
	}
	return h.Schema
}

// plainText is how a value is written that is one text.
const plainText = "plain text"

// headerStyle says how a header field is written that may hold an object; an array is written alike whether it is exploded or not.
// Source: OpenAPI 3.0.3, section 4.7.12.3 (style simple).
func (c *comparer) headerStyle(s *side, h *spec.Header) string {
	switch {
	case len(h.Content) > 0:
		return "content " + h.Content[0].Type
	case !flatten(conj{s.schemaOf(h.Schema)}.tidy()).types.has(tape.Object) || flatten(conj{s.schemaOf(h.Schema)}.tidy()).anything():
		return plainText
	case h.Explode:
		return "style simple, exploded"
	}
	return "style simple"
}

// headerGone decides what it means that a header need not be there: rejected where the base requires it, else only not promised.
func (c *comparer) headerGone(m match, status string, old *spec.Header, f *fact) {
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

// links compares the links of an answer, which only tell clients what can be done next.
func (c *comparer) links(m match, status string, before, after *spec.Response) {
	old, now := before.Node.Get("links"), after.Node.Get("links")
	renamed := map[string]bool{}
	if old != nil {
		for _, link := range old.Members {
			if now.Get(link.Name) != nil {
				continue
			}
			if is := linkAs(link.Value, old, now); is != nil && !renamed[is.Name()] {
				renamed[is.Name()] = true
				c.ledger.enter(&fact{
					rule: "response-link-renamed", class: reports.ClassTyped, direction: m.answers(), base: link.Value, revision: is,
					change:  reports.Change{Kind: reports.ChangeRenamed, Before: link.Name, After: is.Name()},
					message: "link " + link.Name + " is called " + is.Name() + " now: clients that follow it by the old name do not find it", fix: "follow it as " + is.Name(),
					reaches: []reports.Reach{m.reach(m.answers(), "status "+status+" link "+link.Name)}, explanation: "a link is part of no message",
				}, "")
			} else {
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
			if old.Get(link.Name) == nil && !renamed[link.Name] {
				c.ledger.enter(&fact{
					rule: "response-link-added", class: reports.ClassCompatible, direction: m.answers(), base: before.Node, revision: link.Value,
					change: reports.Change{Kind: reports.ChangeAdded, After: link.Name}, message: "link " + link.Name + " was added", fix: "nothing has to be done",
					reaches: []reports.Reach{m.reach(m.answers(), "status "+status+" link "+link.Name)}, explanation: "a link is part of no message",
				}, link.Name)
			}
		}
	}
}

// linkAs returns the link of now that old does not have and that says what link says; nil if there is none.
func linkAs(link, old, now *tree.Node) *tree.Node {
	if now == nil {
		return nil
	}
	for _, m := range now.Members {
		if old.Get(m.Name) == nil && string(m.Value.JSON()) == string(link.JSON()) {
			return m.Value
		}
	}
	return nil
}
