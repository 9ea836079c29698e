package diff

import (
	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec/contain"
	"github.com/plumbline-dev/plumbline/spec/schema"
)

// branch judges an alternative that only one document has.
func (j judging) branch() effect {
	ch := j.change
	if j.spelled && j.inclusion(true, 1)[0].Answer == contain.Contained && j.inclusion(false, 1)[0].Answer == contain.Contained {
		return effect{equal: true} // the texts of the alternative are those of another
	}
	what := "removed"
	if ch.added {
		what = "added"
	}
	e := effect{class: reports.ClassCompatible, rule: j.rule("alternative", what), fix: "nothing has to be done"}
	e.message = j.about() + ": " + ch.keyword + map[bool]string{true: " has one more alternative, " + ch.after, false: " does not have the alternative " + ch.before + " any more"}[ch.added]
	offered := ch.added != j.base // the alternative belongs to the document that accepts what is looked for
	var results []contain.Result
	within := false // the other document takes all values of the alternative by itself
	if offered {
		r := j.branchWithin(ch.branch)
		e.explanation, within = r.Reason, r.Answer == contain.Contained
		if r.Answer == contain.Escapes {
			results = append(results, r)
		}
	} else if ch.keyword == "anyOf" {
		e.explanation = "the other alternatives are as they were"
		return e
	}
	tagged, tag := []byte(nil), ""
	if offered && !j.spelled {
		tagged, tag = j.named(ch.branch)
	}
	undecided := false
	switch all := j.inclusion(j.base, 16); all[0].Answer {
	case contain.Escapes:
		results = append(all, results...)
	case contain.Contained:
		e.explanation = all[0].Reason
		if tagged != nil {
			return j.asMeant(e, tag)
		}
		return e
	case contain.Unproven:
		undecided = ch.keyword == "oneOf" || !within
		e.explanation = all[0].Reason
	}
	if tagged != nil {
		results = append(results, contain.Result{Witness: tagged})
	}
	var byLetter []byte // a value that shows the change in one reading only
	for _, r := range results {
		if j.spelled && !contain.Spells(conj{ch.branch}, spelt(r.Witness), j.face) || !j.spelled && !accepts(conj{ch.branch}, r.Witness, j.face) {
			continue
		}
		if !offered && r.Keyword != ch.keyword || !j.takes(j.base, r.Witness) || j.takes(!j.base, r.Witness) {
			continue
		}
		if j.parts(r.Witness) {
			return j.branchShown(e, r.Witness)
		}
		byLetter = r.Witness
	}
	switch {
	case tagged != nil:
		return j.asMeant(e, tag)
	case byLetter != nil:
		e.class, e.fix, e.explanation = reports.ClassUnproven, "tell alternatives apart by the discriminator", tagsDecideNothing
		e.message += "; by the letter " + brief(byLetter) + " fits another number of alternatives then; as vendors mean the discriminator that is no matter"
	case undecided:
		e.class, e.fix = reports.ClassUnproven, "compare both by hand"
	case len(results) > 0 && offered && !within:
		e.class, e.fix, e.explanation = reports.ClassUnproven, "compare both by hand", "no value of this alternative alone was found"
	}
	return e
}

// branchShown is the effect of an alternative that a value shows.
func (j judging) branchShown(e effect, value []byte) effect {
	e.class, e.value, e.proof, e.accepts, e.explanation = reports.ClassWire, value, reports.ProofRejected, j.base, ""
	if j.request() {
		e.message += "; requests with " + brief(value) + " are refused"
		e.fix = "send what another alternative takes"
	} else {
		e.message += "; " + brief(value) + " may come, which the base did not allow"
		e.fix = "take " + branchName(j.change.branch) + " too"
	}
	return e
}

// branchWithin decides whether the other document takes every value of an alternative.
func (j judging) branchWithin(branch *schema.Schema) contain.Result {
	o := contain.Options{Face: j.face, Work: mostWork}
	if j.spelled {
		return contain.DecideSpelled([]*schema.Schema{branch}, j.change.pair.side(!j.base), o, 1)[0]
	}
	return contain.Decide(branch, j.single(!j.base), o)
}
