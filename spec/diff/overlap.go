package diff

import (
	"slices"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec/contain"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// overlap judges what a change of one alternative of oneOf does to the values that fit several: those are refused, so an alternative that takes
// less makes values right, and one that takes more makes values wrong, that fit another. One that describes a name which only others did refuses what it
// took under that name.
func (j judging) overlap() effect {
	silent := effect{class: reports.ClassCompatible, rule: j.rule("alternatives", "overlap"), equal: true}
	all := j.inclusion(j.base, 16)
	switch all[0].Answer {
	case contain.Contained:
		return silent
	case contain.Unproven:
		return effect{
			class: reports.ClassUnproven, rule: silent.rule, fix: "compare both by hand", explanation: all[0].Reason,
			message: j.about() + ": alternatives of oneOf changed; whether some value fits two of them now could not be decided",
		}
	}
	gained := j.change.pair.gained(j.change.both)
	for _, r := range all {
		switch fits := j.fits(!j.base, r.Witness); {
		case fits == 0 && j.request() && holdsOne(r.Witness, gained):
			return effect{
				class: reports.ClassWire, rule: silent.rule, value: r.Witness, proof: reports.ProofRejected, accepts: j.base, fix: "send what an alternative takes as " + both(gained),
				message: j.about() + ": " + brief(r.Witness) + " fits no alternative any more, now that one describes " + both(gained) + " too: requests with it are refused",
			}
		case r.Keyword != "oneOf" || fits < 2:
			continue
		}
		if !j.parts(r.Witness) {
			silent = effect{
				class: reports.ClassUnproven, rule: silent.rule, fix: "tell alternatives apart by the discriminator", explanation: tagsDecideNothing,
				message: j.about() + ": by the letter " + brief(r.Witness) + " fits another number of alternatives of oneOf now; as vendors mean the discriminator that is no matter",
			}
			continue
		}
		e := effect{class: reports.ClassWire, rule: silent.rule, value: r.Witness, proof: reports.ProofRejected, accepts: j.base}
		if j.request() {
			e.message = j.about() + ": " + brief(r.Witness) + " fits one alternative of oneOf and fits several now: requests with it are refused"
			e.fix = "send what only one alternative takes"
		} else {
			e.message = j.about() + ": " + brief(r.Witness) + " fitted several alternatives of oneOf, which the base did not allow, and fits one now"
			e.fix = "take what fits several alternatives of the base"
		}
		return e
	}
	return silent
}

// holdsOne reports whether an object holds one of names.
func holdsOne(object []byte, names []string) bool {
	t, _ := tape.Read(object, tape.Limits{})
	defer t.Release()
	return slices.ContainsFunc(names, func(name string) bool { _, there := t.Root().Get(name); return there })
}

// fits counts the alternatives of one side that take a value, of those the other has too: others are changes of their own.
func (j judging) fits(base bool, value []byte) int {
	n, branches := 0, j.change.both[1]
	if base {
		branches = j.change.both[0]
	}
	for _, s := range branches {
		if accepts(conj{s}, value, j.face) {
			n++
		}
	}
	return n
}

// apart reports whether no value fits two alternatives because each requires another value of one property.
func apart(branches []*schema.Schema) bool {
	if len(branches) == 0 {
		return true
	}
	for _, p := range flatten(conj{branches[0]}).properties {
		if p.required == nil {
			continue
		}
		var met []tape.Value
		if !slices.ContainsFunc(branches, func(s *schema.Schema) bool { return !tags(s, p.name, &met) }) {
			return true
		}
	}
	return false
}

// tags reports whether an alternative requires a property that has none of the values met, and adds those it has.
func tags(s *schema.Schema, name string, met *[]tape.Value) bool {
	f := flatten(conj{s})
	p := f.lookup(name)
	if p == nil || p.required == nil || f.types.kinds != 1<<tape.Object {
		return false
	}
	values := flatten(p.schemas.tidy())
	if !values.listed {
		return false
	}
	for _, v := range values.values {
		if slices.ContainsFunc(*met, func(w tape.Value) bool { return tape.Equal(v, w) }) {
			return false
		}
	}
	*met = append(*met, values.values...)
	return true
}
