package reports

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// What reads this: a person, in a terminal or in the log of a CI job, often on a phone and often at night. So a green run is one
// screen and a red one ends with what to do: the findings stand last, just above the verdict, because the end is what a
// terminal shows. Nothing that an API sent is written raw: control characters become escapes. Width is never
// measured here; the log of a CI job has none.

func init() {
	register(Writer{
		Name:    "console",
		Summary: "what a person reads, without colour",
		Doc: `The text that plumbline run prints: one block for each operation and workflow, then skipped cases by reason, known deviations,
cases that could not be asked, every finding with its request as a curl line, the answer, what was received and promised, the clause, the
place in the document and the fix, what was left behind, and the verdict. Of a diff: how many changes break what, then every finding with what
stood before and after, its places, whom it reaches, the fix and the witness.`,
		Write: func(w io.Writer, r *Report) error { return WriteConsole(w, r, ConsoleOptions{}) },
	})
}

// ConsoleOptions says how a report is drawn. The zero value suits a file: no colour, 80 columns.
type ConsoleOptions struct {
	Colour bool                         // ANSI colours; the caller knows the terminal and NO_COLOR
	Plain  bool                         // ASCII marks only
	Width  int                          // columns, 0 for 80; lines to paste are never broken
	Full   int                          // how many findings are shown in full, 0 for 20; the rest get one line each
	Replay func(cases ...string) string // the command that runs cases again, in the order of the plan; nil if there is none
	// Explain shows every finding of a diff in full, what is safe and every operation included.
	Explain bool
}

// narrowest is the width below which a report gets no narrower: columns of facts need their place.
const narrowest = 40

// page is a console report under construction.
type page struct {
	strings.Builder
	ink
	options ConsoleOptions
	report  *Report
}

// WriteConsole writes r for a person.
func WriteConsole(w io.Writer, r *Report, o ConsoleOptions) error {
	p := &page{ink: ink{colour: o.Colour, plain: o.Plain, width: o.Width}, options: o, report: r}
	if p.width <= 0 {
		p.width = defaultWidth
	}
	p.width = max(p.width, narrowest)
	if p.options.Full <= 0 {
		p.options.Full = 20
	}
	if r.compared() {
		p.diff()
		_, err := io.WriteString(w, p.String())
		return err
	}
	p.heading()
	p.blocks()
	p.skipped()
	p.known()
	p.notes()
	p.fixed()
	p.errored()
	p.findings()
	p.leftovers()
	p.verdict()
	_, err := io.WriteString(w, p.String())
	return err
}

// say writes one line.
func (p *page) say(format string, a ...any) {
	p.WriteString(strings.TrimRight(fmt.Sprintf(format, a...), " "))
	p.WriteByte('\n')
}

// dots joins parts that are not empty.
func (p *page) dots(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), p.mark(" · "))
}

func (p *page) heading() {
	r := p.report
	p.say("%s", p.bold(line(r.Tool.Name+" "+r.Tool.Version))+p.dim(p.mark(" · ")+line(r.Subject.Title+" "+r.Subject.Version)))
}

// block gathers the results of one operation or one workflow.
type block struct {
	name     string
	workflow bool
	results  []*Result
	cases    map[Status]int
	worst    Status
	elapsed  time.Duration
}

// blocksOf returns the blocks of r, operations first, each kind in the order of the plan. Results that a filter left out make none.
func blocksOf(r *Report) []*block {
	var all []*block
	index := map[string]*block{}
	for i := range r.Results {
		result := &r.Results[i]
		if result.Status == StatusDisabled {
			continue
		}
		name, key := result.Operation, "o"+result.Operation
		if result.Workflow != "" {
			name, key = result.Workflow, "w"+result.Workflow
		}
		b := index[key]
		if b == nil {
			b = &block{name: name, workflow: result.Workflow != "", cases: map[Status]int{}}
			index[key] = b
			all = append(all, b)
		}
		b.results = append(b.results, result)
		b.cases[result.Status]++
		b.worst = Worse(b.worst, result.Status)
		b.elapsed += result.Elapsed
	}
	slices.SortStableFunc(all, func(a, b *block) int {
		switch {
		case a.workflow == b.workflow:
			return 0
		case b.workflow:
			return -1
		default:
			return 1
		}
	})
	return all
}

// blocks draws the table of operations and workflows. What its cases were stands beside each name if every block then fits the width,
// below it otherwise.
func (p *page) blocks() {
	blocks := blocksOf(p.report)
	if len(blocks) == 0 {
		return
	}
	numbers := p.numbers()
	name, cases, took, widest := 0, 0, 0, 0
	for _, b := range blocks {
		name = max(name, columns(line(b.name)))
		cases = max(cases, columns(b.count()))
		took = max(took, columns(brief(b.elapsed)))
		row := -columns(b.separator())
		for _, part := range p.parts(b) {
			row += columns(part.text) + columns(b.separator())
		}
		widest = max(widest, row)
	}
	wide := 2+name+2+cases+2+took+3+widest <= p.width
	workflow := false
	p.say("")
	for i, b := range blocks {
		if b.workflow && !workflow && i > 0 {
			p.say("")
		}
		workflow = b.workflow
		head := fmt.Sprintf("%s %s  %*s  %s", p.status(b.worst), p.bold(pad(line(b.name), name)), cases, b.count(), p.dim(fmt.Sprintf("%*s", took, brief(b.elapsed))))
		rows := p.rows(p.parts(b), b.separator(), p.width-4)
		if wide {
			head, rows = head+"   "+rows[0], rows[1:]
		}
		p.say("%s", head)
		for _, row := range rows {
			p.say("    %s", row)
		}
		p.failed(b, numbers)
	}
}

// mostFailed is how many cases that show the same findings are named below an operation: the findings themselves are to stay in sight.
const mostFailed = 3

// failed names the cases of a block that failed, and says of those beyond the first few how many show the same findings.
func (p *page) failed(b *block, numbers map[string]string) {
	left := map[string]int{} // how many are not named yet, by the findings that they show
	for _, r := range b.results {
		if r.Status == StatusFailed {
			left[numbers[r.Case]]++
		}
	}
	named := map[string]int{}
	for _, r := range b.results {
		number := numbers[r.Case]
		switch {
		case r.Status != StatusFailed || left[number] == 0:
		case named[number] < mostFailed || left[number] == 1:
			p.say("      %s %s%s", p.status(r.Status), p.cut(line(r.Title), p.width-24), p.dim(number))
			named[number]++
			left[number]--
		default:
			p.say("      %s %s%s", p.status(r.Status), count(left[number], "more case"), p.dim(number))
			left[number] = 0
		}
	}
}

func (b *block) count() string {
	if b.workflow {
		return count(len(b.results), "step")
	}
	return count(len(b.results), "case")
}

// separator stands between the parts of a block: the steps of a workflow follow one another, phases do not.
func (b *block) separator() string {
	if b.workflow {
		return " → "
	}
	return " · "
}

// part is a phase or a step with its outcome; paint says how it is shown.
type part struct {
	text  string
	paint func(string) string
}

// parts says what a block consists of: the steps of a workflow in order, the phases of an operation with their counts.
func (p *page) parts(b *block) []part {
	if b.workflow {
		return p.steps(b)
	}
	return p.phases(b)
}

func (p *page) steps(b *block) []part {
	var parts []part
	for _, r := range b.results {
		step := line(r.Case[strings.LastIndex(r.Case, "/")+1:])
		if b.cases[StatusSkipped] == len(b.results) {
			parts = append(parts, part{step, p.dim})
		} else {
			parts = append(parts, p.part(step, "", r.Status))
		}
	}
	return parts
}

func (p *page) phases(b *block) []part {
	var names []string
	cases, worst := map[string]map[Status]int{}, map[string]Status{}
	for _, r := range b.results {
		if cases[r.Phase] == nil {
			names = append(names, r.Phase)
			cases[r.Phase] = map[Status]int{}
		}
		cases[r.Phase][r.Status]++
		worst[r.Phase] = Worse(worst[r.Phase], r.Status)
	}
	var parts []part
	for _, name := range names {
		parts = append(parts, p.part(line(name), " "+tally(cases[name]), worst[name]))
	}
	return parts
}

// tally says how many of the cases that were to be asked passed, and how many were skipped beside them. A case that could not be
// asked is one that was to be; a skipped one is not, for nothing was wrong with it.
func tally(cases map[Status]int) string {
	passed, skipped := cases[StatusPassed], cases[StatusSkipped]
	meant := passed + cases[StatusFailed] + cases[StatusErrored]
	if meant == 0 {
		return fmt.Sprint(skipped)
	}
	text := fmt.Sprint(passed)
	if passed < meant {
		text += fmt.Sprintf("/%d", meant)
	}
	if skipped > 0 {
		text += fmt.Sprintf(", %d skipped", skipped)
	}
	return text
}

// part marks and paints a name after the outcome of its worst case; what passed needs no mark.
func (p *page) part(name, number string, s Status) part {
	switch s {
	case StatusErrored:
		return part{"! " + name + number, p.yellow}
	case StatusFailed:
		return part{p.mark("✗ ") + name + number, p.red}
	case StatusSkipped:
		return part{p.mark("– ") + name + number, p.dim}
	default:
		return part{name + number, p.dim}
	}
}

// rows joins parts into lines of at most width columns.
func (p *page) rows(parts []part, separator string, width int) []string {
	var rows []string
	row, used := "", 0
	for _, x := range parts {
		if used > 0 && used+columns(separator)+columns(x.text) > width {
			rows, row, used = append(rows, row), "", 0
		}
		if used > 0 {
			row += p.dim(p.mark(separator))
			used += columns(separator)
		}
		row += x.paint(x.text)
		used += columns(x.text)
	}
	return append(rows, row)
}
