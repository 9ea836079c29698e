package diff

import (
	"slices"
	"strconv"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// A discriminator never changes what conforms, by the letter. Vendors mean it to: a value is to fit the alternative that it names, and what fits
// others besides does no harm. What the two readings disagree on is not called a break, nor safe.
// Source: OpenAPI 3.0.4, section 4.7.25 (Discriminator Object).
const tagsDecideNothing = "by the letter a discriminator decides nothing, and alternatives that do not fix its property overlap; source: OpenAPI 3.0.4, section 4.7.25 (Discriminator Object)"

// meant reports whether one document takes a value as a discriminator is meant: by the alternative that the value names. Without a discriminator it
// is what the letter says.
func (j judging) meant(base bool, value []byte) bool {
	d := discriminator(j.change.pair.of(base))
	if d == nil {
		return j.takes(base, value)
	}
	t, _ := tape.Read(value, tape.Limits{})
	defer t.Release()
	tag, _ := t.Root().Get(d.Property)
	i := slices.IndexFunc(d.Mapping, func(m schema.Mapping) bool { return tag.Kind() == tape.String && m.Value == tag.Text() })
	return i >= 0 && d.Mapping[i].Schema != nil && accepts(conj{d.Mapping[i].Schema}, value, j.face)
}

// parts reports whether a value tells the two documents apart in both readings.
func (j judging) parts(value []byte) bool {
	return j.takes(j.base, value) && !j.takes(!j.base, value) && j.meant(j.base, value) && !j.meant(!j.base, value)
}

// named is the smallest value that names an alternative by a tag that only the document that accepts what is looked for has for it; nil if there
// is none.
func (j judging) named(branch *schema.Schema) (value []byte, tag string) {
	d := discriminator(j.change.pair.of(j.base))
	if d == nil || discriminator(j.change.pair.of(!j.base)) == nil {
		return nil, ""
	}
	for _, m := range d.Mapping {
		if m.Schema == nil || component(m.Schema) != component(branch) {
			continue
		}
		value := set(j.minimal(j.base, conj{branch}, ""), d.Property, []byte(strconv.Quote(m.Value)))
		if j.meant(j.base, value) && !j.meant(!j.base, value) {
			return value, d.Property + " " + strconv.Quote(m.Value)
		}
	}
	return nil, ""
}

// asMeant is the effect of an alternative that only a discriminator tells from the others, so that no value shows by the letter what its tag does.
func (j judging) asMeant(e effect, tag string) effect {
	e.class, e.explanation = reports.ClassUnproven, tagsDecideNothing
	if j.request() {
		e.message += "; as vendors mean it, requests with " + tag + " are refused"
		e.fix = "send what another alternative takes"
	} else {
		e.message += "; as vendors mean it, " + tag + " may come"
		e.fix = "take " + branchName(j.change.branch) + " too"
	}
	return e
}
