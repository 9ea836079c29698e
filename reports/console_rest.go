package reports

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// title starts a section.
func (p *page) title(text string) {
	p.say("")
	p.say("%s", p.bold(text))
}

// item writes a number and a text that hangs beside it, with details below, dim; none if they are empty.
func (p *page) item(number int, text, details string) {
	const indent = "      "
	lead := fmt.Sprintf("%4d  ", number)
	for _, l := range fold(text, p.width-len(indent)) {
		p.say("%s%s", lead, l)
		lead = indent
	}
	if details == "" {
		return
	}
	for _, l := range fold(details, p.width-len(indent)) {
		p.say("%s%s", indent, p.dim(l))
	}
}

// few joins as many names as fit the width and says how many more there are.
func (p *page) few(names []string, width int) string {
	text := ""
	for i, name := range names {
		next := text
		if i > 0 {
			next += ", "
		}
		next += line(name)
		rest := fmt.Sprintf(" and %d more", len(names)-i-1)
		if i == len(names)-1 {
			rest = ""
		}
		if i > 0 && columns(next+rest) > width {
			return fmt.Sprintf("%s and %d more", text, len(names)-i)
		}
		text = next
	}
	return text
}

// byNote gathers the cases of one outcome by the reason they give, in the order of the plan.
func (p *page) byNote(s Status) (notes []string, cases map[string][]*Result) {
	cases = map[string][]*Result{}
	for i := range p.report.Results {
		r := &p.report.Results[i]
		if r.Status != s {
			continue
		}
		note := line(r.Note)
		if note == "" {
			note = "no reason given"
		}
		if cases[note] == nil {
			notes = append(notes, note)
		}
		cases[note] = append(cases[note], r)
	}
	return notes, cases
}

func (p *page) skipped() {
	notes, cases := p.byNote(StatusSkipped)
	if len(notes) == 0 {
		return
	}
	p.title("skipped")
	for _, note := range notes {
		names := map[string]bool{}
		for _, r := range cases[note] {
			if r.Workflow != "" {
				names[r.Workflow] = true
			} else {
				names[r.Operation] = true
			}
		}
		p.item(len(cases[note]), note, p.few(slices.Sorted(maps.Keys(names)), p.width-6))
	}
}

func (p *page) errored() {
	notes, cases := p.byNote(StatusErrored)
	if len(notes) == 0 {
		return
	}
	p.title("could not ask")
	for _, note := range notes {
		var names []string
		for _, r := range cases[note] {
			names = append(names, r.Case)
		}
		p.item(len(names), note, p.few(names, p.width-6))
		if x := cases[note][0].own(); x != nil && strings.TrimSpace(x.Curl) != "" {
			p.say("      %s", visible(x.Curl))
		}
	}
}

// known draws each excuse once: a row for what shares rule, place and waiver, however many operations show it. Findings stay separate by
// operation, for each operation has to be mended; what is excused has only to be remembered.
func (p *page) known() {
	type excuse struct {
		rule, place string
		waiver      Waiver
	}
	type row struct {
		text       string
		operations []string
		times      int
	}
	index, order := map[excuse]*row{}, []excuse{}
	for _, f := range p.report.Known {
		e := excuse{rule: f.Rule, place: anyIndex(f.InstancePath)}
		if f.Waiver != nil {
			e.waiver = *f.Waiver
		}
		if index[e] == nil {
			index[e] = &row{text: line(f.Rule)}
			if e.place != "" {
				index[e].text += " at " + line(e.place)
			}
			order = append(order, e)
		}
		index[e].times += f.times()
		if f.Operation != "" && !slices.Contains(index[e].operations, f.Operation) {
			index[e].operations = append(index[e].operations, f.Operation)
		}
	}
	if len(order) == 0 {
		return
	}
	p.title("known deviations")
	for _, e := range order {
		text, details, operations := index[e].text, "", index[e].operations
		switch len(operations) {
		case 0:
		case 1:
			text += ", in " + line(operations[0])
		default:
			text += ", in " + count(len(operations), "operation")
			details = p.few(operations, 5*p.width)
		}
		if reason := line(e.waiver.Reason); reason != "" {
			text += ": " + reason
		}
		if e.waiver.Until != "" {
			text += " (until " + line(e.waiver.Until) + ")"
		}
		p.item(index[e].times, text, details)
	}
}

// leftovers are shouted: someone has to remove by hand what stands there.
func (p *page) leftovers() {
	left := p.report.Leftovers
	if len(left) == 0 {
		return
	}
	p.say("")
	p.say("%s", p.red(p.bold("!!! LEFT BEHIND: "+count(len(left), "thing")+" created by this run still exist"+map[bool]string{true: "s"}[len(left) == 1])))
	for _, l := range left {
		text := fmt.Sprintf("%s %s, made by %s: %s", line(l.Resource), line(l.ID), line(l.Operation), line(l.Reason))
		for i, part := range fold(text, p.width-6) {
			lead := p.red("!!!")
			if i > 0 {
				lead = p.red("!!!") + "  "
			}
			p.say("%s %s", lead, part)
		}
	}
}

// verdict closes the page: what it comes to, and what was asked of whom.
func (p *page) verdict() {
	r, s := p.report, p.report.Summary
	v := r.Verdict()
	mark, paint := p.mark("✓"), p.green
	switch v.Code {
	case 1:
		mark, paint = p.mark("✗"), p.red
	case 3:
		mark, paint = "!", p.yellow
	}
	p.say("")
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

	subject := []string{line(r.Subject.Document), line(r.Subject.Title + " " + r.Subject.Version)}
	rows := [][]string{append(subject, brief(r.Elapsed))}
	if r.Kind == KindRun {
		rows = [][]string{
			{count(s.Operations, "operation") + ", " + outcomes(s.Cases)},
			{judged(s) + " in " + brief(r.Elapsed)},
			subject,
		}
	}
	if e := r.Environment; e != nil {
		rows = append(rows, []string{line(e.Name + " " + e.URL), line(e.Lifecycle) + " life cycle", strings.TrimSuffix("auth "+line(e.Auth), "auth "), permission(e), fmt.Sprintf("seed %d", r.Seed)})
	}
	for _, row := range rows {
		var parts []part
		for _, text := range row {
			if text = strings.TrimSpace(text); text != "" {
				parts = append(parts, part{text, p.dim})
			}
		}
		switch len(parts) {
		case 0:
			continue
		case 1:
			for _, text := range fold(parts[0].text, p.width-2) {
				p.say("  %s", p.dim(text))
			}
			continue
		}
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
func judged(s Summary) string {
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
	return text + " over " + count(s.Exchanges, "exchange")
}

func permission(e *Environment) string {
	switch {
	case e.Writes && e.Enable:
		return "writes and enabling allowed"
	case e.Writes:
		return "writes allowed"
	default:
		return "read only"
	}
}
