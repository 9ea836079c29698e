package reports

import (
	"cmp"
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

// noReason and noID stand where a reason and an id should.
const (
	noReason = "no reason given"
	noID     = "without an id"
)

// byNote gathers the cases of one outcome by the reason they give, in the order of the plan.
func (p *page) byNote(s Status) (notes []string, cases map[string][]*Result) {
	cases = map[string][]*Result{}
	for i := range p.report.Results {
		r := &p.report.Results[i]
		if r.Status != s {
			continue
		}
		note := cmp.Or(line(r.Note), noReason)
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
		if x := cases[note][0].Own(); x != nil && x.Response != nil {
			p.say("")
			p.evidence("      ", x, "", bodyLines)
		} else if x != nil && strings.TrimSpace(x.Curl) != "" {
			p.say("      %s", visible(x.Curl))
		}
	}
}

// excuse is what the known deviations of one row have in common.
type excuse struct {
	rule, place string
	waiver      Waiver
}

// excused is one row of known deviations.
type excused struct {
	excuse
	operations []string
	times      int
}

// excuses gathers what shares rule, place and waiver, however many operations show it. Findings stay separate by operation, for each
// operation has to be mended; what is excused has only to be remembered.
func excuses(known []Finding) []*excused {
	var rows []*excused
	index := map[excuse]*excused{}
	for _, f := range known {
		e := excuse{rule: f.Rule, place: anyIndex(f.InstancePath)}
		if f.Class != "" {
			e.place = f.Pointer()
		}
		if f.Waiver != nil {
			e.waiver = *f.Waiver
		}
		row := index[e]
		if row == nil {
			row = &excused{excuse: e}
			index[e] = row
			rows = append(rows, row)
		}
		row.times += f.times()
		if f.Operation != "" && !slices.Contains(row.operations, f.Operation) {
			row.operations = append(row.operations, f.Operation)
		}
	}
	return rows
}

// text is what is excused, where, why, and until when. Of several operations it says only how many they are.
func (e *excused) text() string {
	text := line(e.rule)
	if e.place != "" {
		text += " at " + line(e.place)
	}
	switch n := len(e.operations); n {
	case 0:
	case 1:
		text += ", in " + line(e.operations[0])
	default:
		text += ", in " + count(n, "operation")
	}
	if reason := line(e.waiver.Reason); reason != "" {
		text += ": " + reason
	}
	if e.waiver.Until != "" {
		text += " (until " + line(e.waiver.Until) + ")"
	}
	return text
}

func (p *page) known() {
	rows := excuses(p.report.Known)
	if len(rows) == 0 {
		return
	}
	if p.report.compared() {
		p.title("excused")
	} else {
		p.title("known deviations")
	}
	for _, row := range rows {
		details := ""
		if len(row.operations) > 1 {
			details = p.few(row.operations, 5*p.width)
		}
		p.item(row.times, row.text(), details)
	}
}

// notes tells in a row for each rule what breaks no promise and is worth to know: the places, what to do, and the operations.
func (p *page) notes() {
	_, notes := p.apart()
	if len(notes) == 0 {
		return
	}
	p.title("notes")
	type row struct{ rule, fix string }
	var rows []row
	places, operations := map[row][]string{}, map[row][]string{}
	add := func(list map[row][]string, r row, text string) {
		if text != "" && !slices.Contains(list[r], text) {
			list[r] = append(list[r], text)
		}
	}
	for _, f := range notes {
		r := row{line(f.Rule), line(f.Fix)}
		if !slices.Contains(rows, r) {
			rows = append(rows, r)
		}
		add(places, r, anyIndex(f.InstancePath))
		for _, operation := range append([]string{f.Operation}, f.Operations...) {
			add(operations, r, operation)
		}
	}
	for _, r := range rows {
		text, n := r.rule, len(places[r])
		if n > 0 {
			text += " at " + p.few(places[r], 3*p.width)
		}
		p.item(max(1, n), text+": "+r.fix, p.few(operations[r], 5*p.width))
	}
}

// fixed names what an earlier run had found and this one does not.
func (p *page) fixed() {
	if len(p.report.Fixed) == 0 {
		return
	}
	p.title("fixed since the baseline")
	for _, f := range p.report.Fixed {
		p.item(f.times(), line(f.Rule)+" "+p.dots(line(f.Operation), line(f.Message)), "")
	}
}

// leftovers are shouted: someone has to remove by hand what stands there. Each reason is said once, above what it kept.
func (p *page) leftovers() {
	left := p.report.Leftovers
	if len(left) == 0 {
		return
	}
	p.say("")
	p.say("%s", p.red(p.bold("!!! LEFT BEHIND: "+count(len(left), "thing")+" created by this run still exist"+map[bool]string{true: "s"}[len(left) == 1])))
	var reasons []string
	kept := map[string][]string{}
	for _, l := range left {
		reason := cmp.Or(line(l.Reason), noReason)
		if kept[reason] == nil {
			reasons = append(reasons, reason)
		}
		kept[reason] = append(kept[reason], fmt.Sprintf("%s %s, made by %s", line(l.Resource), cmp.Or(line(l.ID), line(l.Name), noID), line(l.Operation)))
	}
	for _, reason := range reasons {
		p.shout(" ", reason+":")
		for _, text := range kept[reason] {
			p.shout("   ", text)
		}
	}
}

// shout writes text behind red marks and an indent; what does not fit on the line hangs below it.
func (p *page) shout(indent, text string) {
	const hang = "  "
	for i, row := range fold(text, p.width-len("!!!"+indent+hang)) {
		if i > 0 {
			row = hang + row
		}
		p.say("%s%s%s", p.red("!!!"), indent, row)
	}
}
