package reports

import (
	"cmp"
	"fmt"
	"io"
	"strings"
)

// What reads this, and what it really does with it:
//
// A comment on GitHub holds at most 65,536 characters and one on GitLab 1,000,000; a longer one is refused, not cut. So what comes last is
// told in one line each, and what does not fit even so is counted. Both show HTML that is written raw, so no text of a document may reach them
// unescaped, and a fence has to be longer than any run of its own marks inside. A tool that updates its comment finds it by a first line
// that is not shown.

func init() {
	register(Writer{
		Name:    "markdown",
		Summary: "Markdown, for a comment on a pull request or a changelog",
		Doc: `The report as text for a pull request, a changelog or a wiki, of at most 60,000 bytes. Of a diff: how many changes break what, then each
change with what stood before and after, whom it reaches, what to do and, folded, its witness. Of a run: the outcome of each operation,
then the findings. It begins with the comment <!-- plumbline -->, by which a tool can find what it wrote before.`,
		Write: writeMarkdown,
	})
}

// markdownMost is how many bytes are written. A comment on GitHub holds 65,536 characters, and whoever posts it may add a few.
const markdownMost = 60_000

// leaf is a Markdown page under construction.
type leaf struct {
	strings.Builder
	report *Report
}

func writeMarkdown(w io.Writer, r *Report) error {
	l := &leaf{report: r}
	l.say("<!-- plumbline -->")
	if r.compared() {
		l.diffHeading()
	} else {
		l.runHeading()
	}
	l.findings()
	l.known()
	l.left()
	l.say("")
	l.say("%s", l.closing())
	_, err := io.WriteString(w, l.String())
	return err
}

func (l *leaf) say(format string, a ...any) {
	fmt.Fprintf(l, format, a...)
	l.WriteByte('\n')
}

// runHeading says what a run, a check or a judgement comes to, and how each operation and workflow ended.
func (l *leaf) runHeading() {
	r := l.report
	v := r.Verdict()
	l.say("## %s", escaped(strings.TrimSpace(r.Subject.Title+" "+r.Subject.Version)))
	l.say("")
	l.say("**%s**%s", escaped(v.Word), escaped(colon(v.Reason)))
	blocks := blocksOf(r)
	if len(blocks) == 0 {
		return
	}
	l.say("")
	l.say("| | cases | passed | failed | could not ask | skipped |")
	l.say("|---|--:|--:|--:|--:|--:|")
	for _, b := range blocks {
		l.say("| %s | %d | %d | %d | %d | %d |", cell(b.name), len(b.results), b.cases[StatusPassed], b.cases[StatusFailed], b.cases[StatusErrored], b.cases[StatusSkipped])
	}
}

func colon(s string) string {
	if s == "" {
		return ""
	}
	return ": " + s
}

// sections are the headings under which findings stand, in their order. A finding of a run has a level alone.
var sections = []struct {
	title string
	holds func(f *Finding) bool
}{
	{"Errors", func(f *Finding) bool { return f.Class == "" && f.Level == LevelError }},
	{"Breaks requests and answers", func(f *Finding) bool { return f.Class == ClassWire }},
	{"Breaks code that reads an answer", func(f *Finding) bool { return f.Class == ClassUnpromised }},
	{"Disturbs only generated or exhaustive code", func(f *Finding) bool { return f.Class == ClassTyped }},
	{"Could not be decided", func(f *Finding) bool { return f.Class == ClassUnproven }},
	{"Warnings and notes", func(f *Finding) bool { return f.Class == "" && f.Level != LevelError }},
	{"Safe", func(f *Finding) bool { return f.Class == ClassCompatible }},
	{"Descriptions, examples and extensions", func(f *Finding) bool { return f.Class == ClassProse }},
}

// chapter is what stands under one heading.
type chapter struct {
	title    string
	findings []*Finding
}

// quiet reports whether nobody has to look at what is in s.
func (s chapter) quiet() bool {
	return s.findings[0].Class == ClassCompatible || s.findings[0].Class == ClassProse
}

// sections returns those that hold any finding.
func (l *leaf) chapters() []chapter {
	var all []chapter
	for _, s := range sections {
		one := chapter{title: s.title}
		for i := range l.report.Findings {
			if f := &l.report.Findings[i]; s.holds(f) {
				one.findings = append(one.findings, f)
			}
		}
		if len(one.findings) > 0 {
			all = append(all, one)
		}
	}
	return all
}

// findings writes each section. As many findings are told in full as leave room to name all the others in a line each; what is safe, or
// prose, is a line each anyway, folded away, as far as there is room.
func (l *leaf) findings() {
	all, named, left := l.chapters(), 0, 0 // named is the room that the lines of those to come take
	for _, s := range all {
		for _, f := range s.findings {
			if !s.quiet() {
				named += len(l.short(f))
			}
		}
	}
	for _, s := range all {
		var written strings.Builder
		with := func(text string) int { return l.Len() + written.Len() + len(text) }
		for _, f := range s.findings {
			text := l.short(f)
			if !s.quiet() {
				named -= len(text)
				if whole := l.full(f); with(whole)+named < markdownMost-4000 { // the rest is for headings and the end
					text = whole
				}
			}
			if with(text) > markdownMost-3000 {
				left++
				continue
			}
			written.WriteString(text)
		}
		l.chapter(s, written.String())
	}
	if left > 0 {
		l.say("")
		l.say("%s; `--report json=FILE` has them all.", count(left, "more finding"))
	}
}

// chapter writes the heading of s and what of it there was room for.
func (l *leaf) chapter(s chapter, written string) {
	l.say("")
	switch {
	case written == "":
		l.say("**%s (%d)**: no room to list them here", s.title, len(s.findings))
	case s.quiet():
		l.say("<details><summary>%s (%d)</summary>\n", s.title, len(s.findings))
		l.say("%s\n</details>", written)
	default:
		l.say("### %s (%d)\n", s.title, len(s.findings))
		l.WriteString(written)
	}
}

// short is a finding as one item of a list.
func (l *leaf) short(f *Finding) string {
	text := fmt.Sprintf("- %s: %s", code(f.Rule), escaped(f.headline()))
	if at := f.at(); at != "" {
		text += " (" + code(at) + ")"
	}
	return text + "\n"
}

// full is a finding with its facts, whom it reaches, and its proof, folded.
func (l *leaf) full(f *Finding) string {
	b := &leaf{report: l.report}
	b.say("#### %s", escaped(f.headline()))
	b.say("")
	who := ""
	if f.Class == "" && f.Operation != "" {
		who = ", " + code(f.subject())
	}
	b.say("%s %s%s", f.Level, code(f.Rule), who)
	b.say("")
	facts := f.facts()
	for i, x := range facts {
		if x.value == "" || x.name == "" || x.name == "fix" {
			continue
		}
		text := fmt.Sprintf("- %s: %s", x.name, code(x.value))
		if x.name == "why" || x.name == "clause" {
			text = fmt.Sprintf("- %s: %s", x.name, escaped(x.value))
		}
		// A fact without a name belongs to the one before it: the place of what stood there.
		if i+1 < len(facts) && facts[i+1].name == "" && facts[i+1].value != "" {
			place, near := strings.CutPrefix(facts[i+1].value, "near ")
			text += " (" + map[bool]string{true: "near "}[near] + code(place) + ")"
		}
		b.say("%s", text)
	}
	for i, row := range f.reach(foldAt) {
		if i == 0 {
			b.say("- reaches:")
		}
		b.say("  - %s", escaped(row))
	}
	if fix := line(f.Fix); fix != "" {
		b.say("")
		b.say("**What to do:** %s", escaped(fix))
	}
	title, text, why := f.proof()
	if text != "" {
		b.say("")
		b.say("<details><summary>%s</summary>", escaped(title))
		b.say("")
		b.WriteString(fenced(text))
		if why != "" {
			b.say("")
			b.say("%s", escaped(why))
		}
		b.say("")
		b.say("</details>")
	}
	b.say("")
	return b.String()
}

// proof is the evidence of a finding: what it shows, a text, and what to see in it; nothing if it has none.
func (f *Finding) proof() (title, text, why string) {
	switch {
	case f.Witness != nil:
		return f.Witness.sentence(), strings.Join(f.Witness.lines(), "\n"), f.Witness.because()
	case f.Exchange != nil:
		return "the request and the answer", f.Exchange.Text(f.InstancePath), ""
	}
	return "", "", ""
}

// at is the place to look at first.
func (f *Finding) at() string {
	if f.Revision != nil {
		return f.Revision.text()
	}
	return line(f.Location.String())
}

// left lists what a run left behind.
func (l *leaf) left() {
	if len(l.report.Leftovers) == 0 {
		return
	}
	l.say("")
	l.say("### Left behind (%d)", len(l.report.Leftovers))
	l.say("")
	for _, x := range l.report.Leftovers {
		l.say("- %s %s: %s", escaped(line(x.Resource)), code(cmp.Or(x.ID, x.Name)), escaped(line(x.Reason)))
	}
}

// known lists what is excused, each with its reason.
func (l *leaf) known() {
	rows := excuses(l.report.Known)
	if len(rows) == 0 {
		return
	}
	l.say("")
	l.say("### Excused (%d)", len(l.report.Known))
	l.say("")
	for _, row := range rows {
		l.say("- %d × %s", row.times, escaped(row.text()))
	}
}

// closing names the program and the documents.
func (l *leaf) closing() string {
	r := l.report
	parts := []string{line(r.Tool.Name + " " + r.Tool.Version)}
	if r.Gate != nil {
		parts = append(parts, "policy "+line(r.Gate.Policy))
	}
	for _, s := range []*Subject{r.Base, &r.Subject} {
		if s != nil && s.Document != "" {
			parts = append(parts, line(s.Document))
		}
	}
	return "<sub>" + escaped(strings.Join(parts, " · ")) + "</sub>"
}
