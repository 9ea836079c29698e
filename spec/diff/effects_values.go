package diff

import (
	"slices"

	"github.com/plumbline-dev/plumbline/reports"
)

// values judges values that were added to an enum, removed from it, or replaced.
func (j judging) values() effect {
	same := func(value string) bool { return j.takes(true, []byte(value)) == j.takes(false, []byte(value)) }
	if j.spelled && j.change.record != reports.ChangeRenamed { // a value may be written another way and be the same text
		told := *j.change
		told.gone, told.came = slices.DeleteFunc(slices.Clone(told.gone), same), slices.DeleteFunc(slices.Clone(told.came), same)
		if len(told.gone)+len(told.came) == 0 {
			return effect{equal: true}
		}
		j.change = &told
	}
	ch := j.change
	removed, added := ch.gone, ch.came
	shown := added
	if j.request() {
		shown = removed
	}
	what := map[string]string{reports.ChangeAdded: "added", reports.ChangeRemoved: "removed", reports.ChangeRenamed: "renamed", reports.ChangeChanged: "replaced"}[ch.record]
	e := effect{class: reports.ClassCompatible, rule: j.rule(ch.word, what), fix: "nothing has to be done", explanation: "what may be there could be there before"}
	e.message = j.about() + j.valuesTurn()
	i := slices.IndexFunc(shown, func(value string) bool {
		return j.takes(j.base, []byte(value)) && !j.takes(!j.base, []byte(value))
	})
	if i < 0 {
		e.equal = j.spelled && !slices.ContainsFunc(slices.Concat(removed, added), func(value string) bool { return !same(value) })
		return e
	}
	e.value, e.proof, e.accepts, e.explanation = []byte(shown[i]), reports.ProofRejected, j.base, ""
	if j.request() {
		e.class, e.message = reports.ClassWire, e.message+": requests with "+map[bool]string{true: "it", false: "them"}[len(removed) == 1]+" are refused"
		e.fix = "do not send " + either(removed)
		if len(removed) > 0 && len(added) > 0 {
			e.message = j.about() + j.valuesTurn() + ": requests with what it had are refused"
			e.fix = "send " + both(added) + " instead of " + both(removed)
		}
		return e
	}
	e.class, e.message = reports.ClassTyped, e.message+": code that knows every value does not know "+map[bool]string{true: "this one", false: "these"}[len(added) == 1]
	e.fix = "take " + both(added) + " too, or have a branch for values that are not known"
	return e
}

// valuesTurn says what became of the values of a list, as those see it who send or read one.
func (j judging) valuesTurn() string {
	gone, came := j.change.gone, j.change.came
	switch {
	case len(gone) > 0 && len(came) > 0:
		return " has " + both(came) + " in place of " + both(gone)
	case len(came) > 0 && j.request():
		return " takes " + both(came) + " too"
	case len(came) > 0:
		return " may be " + either(came) + " too"
	case j.request():
		return " does not take " + either(gone) + " any more"
	}
	return " is never " + either(gone) + " any more"
}

// verb says what became of the values of a list.
func (ch *change) verb() string {
	was := map[bool]string{true: " was ", false: " were "}
	switch {
	case len(ch.gone) == 0:
		return both(ch.came) + was[len(ch.came) == 1] + "added"
	case len(ch.came) == 0:
		return both(ch.gone) + was[len(ch.gone) == 1] + "removed"
	}
	return both(ch.came) + " came in place of " + both(ch.gone)
}
