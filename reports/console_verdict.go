package reports

import (
	"fmt"
	"strings"
)

// verdict closes the page: what it comes to, and what was asked of whom.
func (p *page) verdict() {
	p.say("")
	p.word()
	for _, row := range p.closing() {
		p.aside(row)
	}
}

// word draws the verdict itself.
func (p *page) word() {
	v := p.report.Verdict()
	mark, paint := p.mark("✓"), p.green
	switch v.Code {
	case 1:
		mark, paint = p.mark("✗"), p.red
	case 3:
		mark, paint = "!", p.yellow
	}
	// Not to fail is no praise: a break that was let pass is one, and a warning may be.
	if p.report.compared() && v.Code == 0 {
		switch {
		case p.report.worst() == LevelError:
			mark, paint = p.mark("✗"), p.red
		case p.report.worst() == LevelWarning || p.report.undecided() || p.report.excuses():
			mark, paint = "!", p.yellow
		}
	}
	said := v.Word
	if v.Reason != "" {
		said += ": " + line(v.Reason)
	}
	lead := p.bold(paint(mark + " " + v.Word))
	for i, row := range fold(said, p.width-2) {
		if i == 0 {
			row = strings.TrimPrefix(row, v.Word)
		}
		p.say("%s%s", lead, row)
		lead = "  "
	}
}

// closing is what stands below the verdict, in rows whose parts may be empty.
func (p *page) closing() [][]string {
	r := p.report
	subject := []string{line(r.Subject.Document), line(r.Subject.Title + " " + r.Subject.Version)}
	rows := [][]string{append(subject, brief(r.Elapsed))}
	if r.Kind == KindRun {
		rows = [][]string{
			{count(r.Summary.Operations, "operation") + ", " + outcomes(r.Summary.Cases)},
			{r.judged() + " in " + brief(r.Elapsed)},
			{r.unmet()},
			{r.strength()},
			{r.removed()},
			subject,
		}
	}
	if e := r.Environment; e != nil {
		auth := ""
		if e.Auth != "" {
			auth = "auth " + line(e.Auth)
		}
		rows = append(rows, []string{line(e.Name + " " + e.URL), line(e.Lifecycle) + " life cycle", auth, permission(e), fmt.Sprintf("seed %d", r.Seed)})
	}
	return rows
}

// aside draws one row of the closing lines: one part as a sentence that folds, several side by side as far as they fit.
func (p *page) aside(row []string) {
	var parts []part
	for _, text := range row {
		if text = strings.TrimSpace(text); text != "" {
			parts = append(parts, part{text, p.dim})
		}
	}
	switch len(parts) {
	case 0:
	case 1:
		for _, text := range fold(parts[0].text, p.width-2) {
			p.say("  %s", p.dim(text))
		}
	default:
		for _, text := range p.rows(parts, " · ", p.width-2) {
			p.say("  %s", text)
		}
	}
}

// outcomes says how many cases there are and how they ended, gravest first.
func outcomes(cases map[Status]int) string {
	total, parts := 0, []string{}
	for _, s := range []Status{StatusErrored, StatusFailed, StatusPassed, StatusSkipped, StatusDisabled} {
		if n := cases[s]; n > 0 {
			total += n
			word := string(s)
			if s == StatusDisabled {
				word = "left out by a filter"
			}
			parts = append(parts, fmt.Sprintf("%d %s", n, word))
		}
	}
	text := count(total, "case")
	if len(parts) > 0 {
		text += ": " + strings.Join(parts, ", ")
	}
	return text
}

// judged says how often the checks held. A known deviation is no break: a page that says conforms must not read like one that does not.
// It held over the exchanges that were judged, not over those that only prepared or removed something.
func (r *Report) judged() string {
	s := r.Summary
	if s.Checks.Kinds == 0 {
		return "no check applied to " + count(s.Exchanges, "exchange")
	}
	parts := []string{fmt.Sprintf("%s held %s", count(s.Checks.Kinds, "check"), count(s.Checks.Held, "time"))}
	if s.Checks.Broken > 0 {
		parts = append(parts, "broke "+count(s.Checks.Broken, "time"))
	}
	if s.Checks.Known > 0 {
		parts = append(parts, "met a known deviation "+count(s.Checks.Known, "time"))
	}
	text := parts[0]
	if last := len(parts) - 1; last > 0 {
		text = strings.Join(parts[:last], ", ") + " and " + parts[last]
	}
	over := 0
	for i := range r.Results {
		if len(r.Results[i].Checks) > 0 && len(r.Results[i].Exchanges) > 0 {
			over++
		}
	}
	if over < s.Exchanges {
		return fmt.Sprintf("%s over %d of %s", text, over, count(s.Exchanges, "exchange"))
	}
	return text + " over " + count(s.Exchanges, "exchange")
}

// mostUnmet is how many operations are named that answered nothing with success.
const mostUnmet = 5

// unmet says which operations answered nothing with success: a run in which all is refused must not read like one that saw everything.
func (r *Report) unmet() string {
	names := r.Summary.Unmet
	if len(names) == 0 {
		return ""
	}
	shown := strings.Join(names[:min(len(names), mostUnmet)], ", ")
	if more := len(names) - mostUnmet; more > 0 {
		shown += fmt.Sprintf(" and %d more", more)
	}
	what := "what they promise"
	if len(names) == 1 {
		what = "what it promises"
	}
	text := count(len(names), "operation") + " never answered with success, so that " + what + " of it was not judged: " + line(shown)
	if r.Subject.Pack == "none" {
		text += "; a pack says which requests make what others ask for"
	}
	return text
}

// strength says how much of what can go wrong would have been noticed.
func (r *Report) strength() string {
	if r.Summary.Strength == nil {
		return ""
	}
	return r.Summary.Strength.Text()
}

// removed says what was cleared away; what was not is in the leftovers, which say so themselves.
func (r *Report) removed() string {
	if len(r.Removals) == 0 {
		return ""
	}
	return count(len(r.Removals), "thing") + " created and removed again"
}

func permission(e *Environment) string {
	switch {
	case e.Writes && e.Enable:
		return "all writes allowed"
	case e.Writes:
		return "writes allowed that can be undone"
	default:
		return "read only"
	}
}
