package diff

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// encodings compares how the properties of a form are written.
//
// Only values of several parts are written in more than one way, and what base takes for one is all that was ever sent.
func (c *comparer) encodings(m match, d reports.Direction, path string, before, after *spec.MediaType, status string) {
	if len(before.Encoding)+len(after.Encoding) == 0 || status != "" {
		return // it counts in requests only: OpenAPI 3.0.3, section 4.7.14
	}
	form := flatten(conj{c.base.schemaOf(before.Schema)})
	for _, old := range before.Encoding {
		i := slices.IndexFunc(after.Encoding, func(e *spec.Encoding) bool { return e.Property == old.Property })
		now := &spec.Encoding{Property: old.Property, Style: "form", Explode: true, Node: after.Node}
		if i >= 0 {
			now = after.Encoding[i]
		}
		c.encoding(m, d, path, before, after, old, now, form.lookup(old.Property))
	}
	for _, now := range after.Encoding {
		if !slices.ContainsFunc(before.Encoding, func(e *spec.Encoding) bool { return e.Property == now.Property }) {
			c.encoding(m, d, path, before, after, &spec.Encoding{Property: now.Property, Style: "form", Explode: true, Node: before.Node}, now, form.lookup(now.Property))
		}
	}
}

func (c *comparer) encoding(m match, d reports.Direction, path string, before, after *spec.MediaType, old, now *spec.Encoding, property *property) {
	c.partHeaders(m, d, path, before, old, now, property)
	several := property.several()
	was, is := encodingName(old, several), encodingName(now, several)
	if was == is {
		return
	}
	f := &fact{
		rule: "encoding-changed", class: reports.ClassUnproven, direction: d, base: old.Node, revision: now.Node,
		change:  reports.Change{Kind: reports.ChangeChanged, Before: was, After: is},
		message: fmt.Sprintf("property %s of the form is written as %s, it was %s", now.Property, is, was), fix: "write it as " + is,
		reaches:     []reports.Reach{m.reach(d, path+" /"+now.Property)},
		explanation: "no message was found that shows it",
	}
	if types := strings.Split(strings.ReplaceAll(now.ContentType, " ", ""), ","); old.Style == now.Style && old.Explode == now.Explode && old.ContentType != "" && slices.Contains(types, old.ContentType) {
		f.class, f.explanation = reports.ClassCompatible, "the type it had is among those it may have"
	} else if property != nil && !m.sent {
		c.encodingWitness(m, f, before, property, several && (old.Style != now.Style || old.Explode != now.Explode))
	}
	c.ledger.enter(f, now.Property)
}

// partHeaders enters the header fields that a part of a form has to have now. Source: OpenAPI 3.0.3, section 4.7.15 (headers).
func (c *comparer) partHeaders(m match, d reports.Direction, path string, before *spec.MediaType, old, now *spec.Encoding, property *property) {
	required := func(e *spec.Encoding, name string) bool {
		return slices.ContainsFunc(e.Headers, func(h *spec.Header) bool { return h.Required && strings.EqualFold(h.Name, name) })
	}
	for _, h := range now.Headers {
		if !h.Required || required(old, h.Name) || property == nil || m.sent {
			continue
		}
		f := &fact{
			rule: "encoding-changed", class: reports.ClassUnproven, direction: d, base: old.Node, revision: h.Node,
			change:  reports.Change{Kind: reports.ChangeAdded, After: "header " + h.Name + ", required"},
			message: fmt.Sprintf("the part %s of the form has to have a header %s now", now.Property, h.Name), fix: "send header " + h.Name + " with the part " + now.Property,
			reaches: []reports.Reach{m.reach(d, path+" /"+now.Property)}, explanation: "no message was found that shows it",
		}
		c.encodingWitness(m, f, before, property, false)
		c.ledger.enter(f, h.Name)
	}
}

// encodingWitness makes a form as base has it, and lets the revision read it. What it reads in another way is as good as lost.
func (c *comparer) encodingWitness(m match, f *fact, media *spec.MediaType, property *property, reread bool) {
	value := c.minimal(true, property.schemas, property.name, schema.Request)
	if items := flatten(property.schemas.tidy()); len(value) > 0 && value[0] == '[' {
		item := c.minimal(true, items.items, property.name, schema.Request)
		value = []byte("[" + string(item) + "," + string(item) + "]")
	}
	whole := set(c.minimal(true, conj{c.base.schemaOf(media.Schema)}, "", schema.Request), property.name, value)
	mediaType, body, _, err := c.carry(c.base, media, whole)
	if err != nil {
		return
	}
	ask, err := c.ask(c.base, m.base, nil, nil)
	if err != nil {
		return
	}
	ask.Header.Set("Content-Type", mediaType)
	ask.Body = body
	if !c.base.doc.JudgeRequest(m.base, ask).Holds() {
		return
	}
	w := &reports.Witness{
		Direction: reports.DirectionRequest, Message: c.askText(m, c.base, ask), AcceptedBy: c.base.name, RejectedBy: c.revision.name,
		Proof: reports.ProofUnroutable, Reason: "the revision reads " + property.name + " as " + f.change.After,
	}
	judged := c.revision.doc.JudgeRequest(m.revision, rewritten(ask, m.base, m.revision))
	for _, fault := range judged.Faults {
		if !fault.Warning && strings.HasPrefix(fault.InstancePath+"/", tape.PointerAppend("", property.name)+"/") {
			w.Proof, w.Reason = reports.ProofRejected, fault.Message
		}
	}
	switch {
	case w.Proof == reports.ProofRejected, reread:
		f.class, f.witness, f.explanation = reports.ClassWire, w, ""
		f.message += "; forms written as before are not read as meant"
	case judged.Holds() && len(judged.Notes) == 0:
		f.class, f.explanation = reports.ClassCompatible, "a form written as before is still taken"
	}
}

func encodingName(e *spec.Encoding, several bool) string {
	var out []string
	if several {
		out = append(out, "style "+e.Style)
	}
	if several && e.Explode {
		out = append(out, "exploded")
	}
	if e.ContentType != "" {
		out = append(out, e.ContentType)
	}
	return cmp.Or(strings.Join(out, ", "), plainText)
}

// several reports whether values of a property may be arrays or objects; nothing is known of one that is not declared.
func (p *property) several() bool { return p != nil && several(p.schemas, map[*schema.Schema]bool{}) }

func several(c conj, seen map[*schema.Schema]bool) bool {
	f := flatten(c.tidy())
	if !f.types.has(tape.Array) && !f.types.has(tape.Object) {
		return false
	}
	for _, g := range f.groups {
		may := false
		for _, branch := range g.branches {
			if !seen[branch] {
				seen[branch] = true
				may = may || several(conj{branch}, seen)
			}
		}
		if !may {
			return false
		}
	}
	return !f.listed || len(f.values) == 0
}
