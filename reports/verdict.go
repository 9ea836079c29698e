package reports

import (
	"fmt"
	"slices"
	"strings"
)

// Verdict is what a report comes to.
type Verdict struct {
	Code   int    // the exit code
	Word   string // conforms, a number of findings, or could not ask; of a diff whether the upgrade is safe
	Reason string // one line that explains the word, for a person; empty if the word says it all
}

// ExitCode returns the code a program that made this report exits with; see Verdict. It is never 2, which is
// wrong use and therefore has no report.
func (r *Report) ExitCode() int { return r.Verdict().Code }

// Verdict weighs the report. The first row that holds decides:
//
//	1  a finding of LevelError exists, whatever else happened; in a diff one of a level that its Gate lets fail
//	3  the work was interrupted
//	3  a result is errored
//	3  a result failed and neither a finding of LevelError nor a known deviation says why: a mistake of Plumbline's own
//	3  the kind is KindRun and no result passed or failed, because the plan was empty or every case was skipped or disabled
//	0  otherwise; warnings, notes, known deviations, skipped cases and leftovers do not change it
//
// So 0 always means that something was asked and that everything that was asked got its answer.
func (r *Report) Verdict() Verdict {
	grave := 0
	said := map[string]bool{}
	for _, f := range r.Findings {
		if r.Gate.Fails(f.Level) {
			grave++
		}
	}
	for _, f := range r.Known {
		for _, id := range f.cases() {
			said[id] = true
		}
	}
	cases, unexplained := map[Status]int{}, ""
	for _, result := range r.Results {
		cases[result.Status]++
		if result.Status == StatusFailed && !said[result.Case] && unexplained == "" {
			unexplained = result.Case
		}
	}

	if r.compared() && !r.Interrupted {
		return r.weigh(grave > 0)
	}
	unasked := func(reason string) Verdict { return Verdict{Code: 3, Word: "could not ask", Reason: reason} }
	switch {
	case grave > 0:
		reason := seen(r.Findings)
		if n := cases[StatusErrored]; n > 0 {
			reason += fmt.Sprintf("; %s could not be asked", count(n, "case"))
		}
		if r.Interrupted {
			reason += "; the work was interrupted before its end"
		}
		return Verdict{Code: 1, Word: count(len(r.Findings), "finding"), Reason: reason}
	case r.Interrupted:
		return unasked("the work was interrupted before its end")
	case cases[StatusErrored] > 0:
		return unasked(fmt.Sprintf("%d of %s errored", cases[StatusErrored], count(len(r.Results), "case")) + r.trouble())
	case unexplained != "":
		return unasked("case " + unexplained + " failed without a finding, which is a mistake of Plumbline's own")
	case r.Kind == KindRun && cases[StatusPassed]+cases[StatusFailed] == 0:
		return unasked(nothing(cases, len(r.Results)))
	case len(r.Findings) > 0:
		return Verdict{Word: "conforms", Reason: "with " + seen(r.Findings)}
	default:
		return Verdict{Word: "conforms"}
	}
}

// trouble is what kept all errored cases from being asked, as the end of a sentence: what their notes begin with. It is empty where they say different things.
func (r *Report) trouble() string {
	common := ""
	for _, result := range r.Results {
		if result.Status != StatusErrored {
			continue
		}
		what, _, more := strings.Cut(result.Note, ": ")
		if !more || common != "" && what != common {
			return ""
		}
		common = what
	}
	return ": " + common
}

// weigh is the verdict of a diff. Only what is known to be safe is called so: a warning may be a break that was not proven.
func (r *Report) weigh(fails bool) Verdict {
	reason := seen(r.Findings)
	if r.Gate != nil && reason != "" {
		reason += " under policy " + r.Gate.Policy
	}
	switch {
	case fails:
		return Verdict{Code: 1, Word: "not safe to upgrade", Reason: reason}
	case r.worst() == LevelError:
		return Verdict{Word: "not safe to upgrade", Reason: reason + "; nothing fails, as was asked for"}
	case r.worst() == LevelWarning || r.undecided():
		return Verdict{Word: "nothing is proven to break", Reason: reason}
	case r.excuses():
		return Verdict{Word: "safe but for what is excused", Reason: reason}
	default:
		return Verdict{Word: "safe to upgrade", Reason: reason}
	}
}

// undecided reports whether a finding says that something could not be decided, however grave the policy finds that.
func (r *Report) undecided() bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Class == ClassUnproven })
}

// excuses reports whether something that breaks is excused.
func (r *Report) excuses() bool {
	return slices.ContainsFunc(r.Known, func(f Finding) bool { return f.Class.Breaking() })
}

// worst is the level of the gravest finding; findings stand gravest first. It is empty if there is none.
func (r *Report) worst() Level {
	if len(r.Findings) == 0 {
		return ""
	}
	return r.Findings[0].Level
}

// nothing says why no case asked anything.
func nothing(cases map[Status]int, total int) string {
	switch {
	case total == 0:
		return "the plan holds no case"
	case cases[StatusDisabled] == total:
		return "a filter left out every case"
	case cases[StatusSkipped] == total:
		return "every case was skipped"
	default:
		return "every case was skipped or left out by a filter"
	}
}

// seen says how many findings of which level there are, and how often they were seen.
func seen(findings []Finding) string {
	levels, times := map[Level]int{}, 0
	for _, f := range findings {
		levels[f.Level]++
		times += f.times()
	}
	text := ""
	for _, l := range []Level{LevelError, LevelWarning, LevelNote} {
		if levels[l] > 0 && text != "" {
			text += ", "
		}
		if levels[l] > 0 {
			text += count(levels[l], string(l))
		}
	}
	if times > len(findings) {
		text += fmt.Sprintf(", seen %d times", times)
	}
	return text
}
