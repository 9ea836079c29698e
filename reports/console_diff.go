package reports

import (
	"cmp"
	"fmt"
	"strings"
)

// foldAt is how many operations a finding of a diff names; --explain names all.
const foldAt = 10

// witnessLines is how much of a witness is shown.
const witnessLines = 40

// diff draws the report of two documents that were compared: what it comes to, each finding with its proof, and the verdict.
func (p *page) diff() {
	r := p.report
	p.say("%s", p.bold(line(r.Tool.Name+" "+r.Tool.Version))+p.dim(p.mark(" · ")+p.versions()))
	p.say("")
	p.headlines()
	p.history()
	p.known()
	p.fixed()
	p.changes()
	p.say("")
	p.word()
	for _, row := range p.weighed() {
		p.aside(row)
	}
}

// versions names the two documents.
func (p *page) versions() string {
	base := ""
	if p.report.Base != nil {
		base = line(p.report.Base.Document)
	}
	return base + p.mark(" → ") + line(p.report.Subject.Document)
}

func (p *page) headlines() {
	for i, text := range p.report.headlines() {
		for _, row := range fold(text, p.width) {
			if i == 0 {
				row = p.bold(row)
			}
			p.say("%s", row)
		}
	}
}

// history draws a line for each step: how many of its changes break what.
func (p *page) history() {
	if len(p.report.Steps) == 0 {
		return
	}
	p.say("")
	widest := 0
	for _, s := range p.report.Steps {
		widest = max(widest, columns(line(s.Revision.Document)))
	}
	for _, s := range p.report.Steps {
		one := &Report{Kind: KindDiff, Summary: Summary{Changes: s.Changes}}
		mark := p.status(StatusPassed)
		switch {
		case s.Findings[LevelError] > 0:
			mark = p.status(StatusFailed)
		case s.Findings[LevelWarning] > 0:
			mark = p.yellow("!")
		}
		name, text := line(s.Revision.Document), one.headlines()[0]
		if 2+widest+2+columns(text) <= p.width {
			p.say("%s %s  %s", mark, pad(name, widest), text)
			continue
		}
		p.say("%s %s", mark, name)
		for _, row := range fold(text, p.width-4) {
			p.say("    %s", row)
		}
	}
}

// changes draws the findings. What breaks, disturbs or is undecided is shown in full up to a number, what is safe only when an
// explanation is asked for: it is most of an upgrade, and nothing has to be done about it.
func (p *page) changes() {
	findings := p.report.Findings
	for i := range findings {
		f := &findings[i]
		switch {
		case f.quiet() && !p.options.Explain:
			continue
		case f.quiet():
			p.say("")
			p.change(i+1, f)
		case i >= p.options.Full && i < len(findings)-1 && !p.options.Explain:
			if i == p.options.Full {
				p.title("in short; --explain shows them in full")
			}
			p.item(i+1, fmt.Sprintf("%s: %s: %s", f.Level, line(f.Rule), line(f.Message)), cmp.Or(f.Revision.text(), line(f.Location.String())))
		default:
			p.say("")
			p.change(i+1, f)
		}
	}
}

// quiet reports whether nobody has to look at f.
func (f *Finding) quiet() bool {
	return f.Class == ClassCompatible && f.Level == LevelNote
}

// change draws one finding of a diff.
func (p *page) change(number int, f *Finding) {
	indent := p.head(number, f, "")
	if effect := f.effect(); effect != "" {
		p.fact(indent, f.Level, fact{"effect", effect})
	}
	most := foldAt
	if p.options.Explain {
		most = 0
	}
	facts := f.changeFacts()
	fix := facts[len(facts)-1]
	for _, x := range facts[:len(facts)-1] {
		if x.value != "" {
			p.fact(indent, f.Level, x)
		}
	}
	name := "reaches"
	for _, row := range f.reach(most) {
		p.fact(indent, f.Level, fact{name, row})
		name = " "
	}
	if fix.value != "" {
		p.fact(indent, f.Level, fix)
	}
	if f.Witness != nil {
		p.witness(indent, f.Witness)
	}
}

// witness draws the proof: what it proves, the message, and why.
func (p *page) witness(indent string, w *Witness) {
	p.say("")
	for _, row := range fold(w.sentence()+":", p.width-len(indent)) {
		p.say("%s%s", indent, row)
	}
	p.say("")
	lines := w.lines()
	rest := len(lines) - witnessLines
	if rest > 1 && !p.options.Explain {
		lines = lines[:witnessLines]
	}
	for _, l := range lines {
		p.say("%s    %s", indent, l)
	}
	if len(w.lines()) > len(lines) {
		p.say("%s    %s", indent, p.dim(p.mark("… ")+count(rest, "more line")))
	}
	p.say("")
	for _, row := range fold(w.because(), p.width-len(indent)) {
		p.say("%s%s", indent, p.dim(row))
	}
}

// weighed is what stands below the verdict of a diff.
func (p *page) weighed() [][]string {
	r := p.report
	var rows [][]string
	if n := r.Summary.Changes; n != nil && n.Classes[ClassCompatible] > 0 && !p.options.Explain {
		rows = append(rows, []string{"--explain shows what is safe, and how that was established"})
	}
	if n := r.unreached(); n > 0 && !p.options.Explain {
		rows = append(rows, []string{count(n, "change") + " in components that no operation reaches; --explain shows " + map[bool]string{true: "it", false: "them"}[n == 1]})
	}
	if r.Gate != nil {
		rows = append(rows, []string{"policy " + line(r.Gate.Policy), "fails on " + line(string(r.Gate.FailOn))})
	}
	for _, s := range []*Subject{r.Base, &r.Subject} {
		if s != nil {
			rows = append(rows, []string{line(s.Document), strings.TrimSpace(line(s.Title + " " + s.Version))})
		}
	}
	return rows
}
