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
func (c *comparer) encodings(m match, d reports.Direction, path string, before, after *spec.MediaType) {
	if len(before.Encoding)+len(after.Encoding) == 0 {
		return
	}
	form := flatten(conj{c.base.schemaOf(before.Schema)})
	for _, old := range before.Encoding {
		i := slices.IndexFunc(after.Encoding, func(e *spec.Encoding) bool { return e.Property == old.Property })
		now := &spec.Encoding{Property: old.Property, Style: "form", Explode: true, Node: after.Node}
		if i >= 0 {
			now = after.Encoding[i]
		}
		c.encoding(m, d, path, old, now, form.lookup(old.Property).several())
	}
	for _, now := range after.Encoding {
		if !slices.ContainsFunc(before.Encoding, func(e *spec.Encoding) bool { return e.Property == now.Property }) {
			c.encoding(m, d, path, &spec.Encoding{Property: now.Property, Style: "form", Explode: true, Node: before.Node}, now, form.lookup(now.Property).several())
		}
	}
}

func (c *comparer) encoding(m match, d reports.Direction, path string, old, now *spec.Encoding, several bool) {
	was, is := encodingName(old, several), encodingName(now, several)
	if was == is {
		return
	}
	f := &fact{
		rule: "encoding-changed", class: reports.ClassUnproven, direction: d, base: old.Node, revision: now.Node,
		change:  reports.Change{Kind: reports.ChangeChanged, Before: was, After: is},
		message: fmt.Sprintf("property %s of the form is written as %s, it was %s", now.Property, is, was), fix: "write it as " + is,
		reaches:     []reports.Reach{m.reach(d, path+" /"+now.Property)},
		explanation: "forms are not written here, so no message shows it",
	}
	if types := strings.Split(strings.ReplaceAll(now.ContentType, " ", ""), ","); old.Style == now.Style && old.Explode == now.Explode && old.ContentType != "" && slices.Contains(types, old.ContentType) {
		f.class, f.explanation = reports.ClassCompatible, "the type it had is among those it may have"
	}
	c.ledger.enter(f, now.Property)
}

func encodingName(e *spec.Encoding, several bool) string {
	var out []string
	if several {
		out = append(out, e.Style)
	}
	if several && e.Explode {
		out = append(out, "exploded")
	}
	if e.ContentType != "" {
		out = append(out, e.ContentType)
	}
	return cmp.Or(strings.Join(out, ", "), "plain text")
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
