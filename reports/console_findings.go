package reports

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// bodyLines is how much of an answer's body a finding shows; sameLines, if the answer was shown with an earlier finding.
const (
	bodyLines = 20
	sameLines = 7
)

// shown are the header fields that help to read an answer; any that ends in -request-id or -version belongs to them too.
var shown = []string{
	"allow", "content-encoding", "content-length", "content-type", "location", "retry-after", "transfer-encoding", "www-authenticate",
}

// numbers returns, for each case, which of the findings on this page are its own: " → 1, 3".
func (p *page) numbers() map[string]string {
	text := map[string]string{}
	for i, f := range p.full() {
		for _, id := range f.cases() {
			if text[id] == "" {
				text[id] = p.mark(" → ") + fmt.Sprint(i+1)
			} else {
				text[id] += fmt.Sprintf(", %d", i+1)
			}
		}
	}
	return text
}

// told is what the page has shown of one answer.
type told struct {
	number int         // the finding it was shown with
	marks  map[int]int // by line of the body, the finding that marked it
}

// full are the findings that are drawn one by one: those of a run but for its notes.
func (p *page) full() []Finding {
	full, _ := p.apart()
	return full
}

// apart parts the notes of a run from its other findings. They break nothing, and there may be many.
func (p *page) apart() (full, notes []Finding) {
	if p.report.Kind != KindRun {
		return p.report.Findings, nil
	}
	for _, f := range p.report.Findings {
		if f.Level == LevelNote {
			notes = append(notes, f)
		} else {
			full = append(full, f)
		}
	}
	return full, notes
}

func (p *page) findings() {
	findings := p.full()
	titles := map[string]string{}
	for i := range p.report.Results {
		titles[p.report.Results[i].Case] = p.report.Results[i].Title
	}
	answered := map[*Exchange]*told{}
	for i := range findings {
		if i == p.options.Full && i < len(findings)-1 {
			p.title(fmt.Sprintf("%d more in short; --report json=FILE has them in full", len(findings)-i))
			for j, rest := range findings[i:] {
				p.item(i+j+1, line(rest.Rule)+" "+p.dots(line(rest.subject()), line(rest.Message)), "")
			}
			return
		}
		p.say("")
		p.finding(i+1, &findings[i], titles[findings[i].Case], answered)
	}
}

// finding draws one finding: what it is about, its facts, and its evidence as far as the page does not hold it yet.
func (p *page) finding(number int, f *Finding, title string, answered map[*Exchange]*told) {
	indent := p.head(number, f, title)
	for _, x := range p.facts(f) {
		if x.value != "" {
			p.fact(indent, f.Level, x)
		}
	}
	if f.Exchange == nil {
		return
	}
	p.say("")
	if before := answered[f.Exchange]; before != nil {
		p.again(indent, number, f, before)
		return
	}
	answered[f.Exchange] = p.exchange(indent, number, f)
}

// head draws the rule, the subject and, unless the facts say it all, the message of a finding. It returns the indent of what follows.
func (p *page) head(number int, f *Finding, title string) string {
	lead := fmt.Sprintf("%d  ", number)
	indent := strings.Repeat(" ", len(lead))
	rule := fmt.Sprintf("%s: %s", f.Level, line(f.Rule))
	rest := ""
	if room := p.width - len(lead) - len(rule) - 1; room > 0 {
		rule += " "
		rest = strings.Repeat("─", room)
	}
	p.say("%s%s%s", p.bold(lead), p.bold(p.level(f.Level, rule)), p.dim(p.mark(rest)))
	subject, message := p.dots(line(f.subject()), line(title)), line(f.Message)
	if f.Class != "" {
		subject = "" // a change is about whatever it reaches
	}
	received, promised := line(f.Received), line(f.Promised)
	if received != "" && promised != "" && strings.Contains(message, received) && strings.Contains(message, promised) {
		message = ""
	}
	for _, text := range []string{subject, message} {
		if text == "" {
			continue
		}
		for _, row := range fold(text, p.width-len(indent)) {
			p.say("%s%s", indent, row)
		}
	}
	return indent
}

// facts are those of f and what only this page knows. The command that runs the case again names it, and the one before it, so that neither has a line of its own.
func (p *page) facts(f *Finding) []fact {
	facts, replay := f.facts(), ""
	if p.options.Replay != nil && f.Case != "" {
		cases := []string{f.Case}
		if f.After != "" {
			cases = []string{f.After, f.Case}
		}
		replay = line(p.options.Replay(cases...))
		facts = slices.DeleteFunc(facts, func(x fact) bool { return x.name == "case" || x.name == "after" })
	}
	return append(facts, fact{"also in", p.others(f)}, fact{"replay", replay})
}

// fact draws the name of a fact and, beside it, its value on as many lines as that takes.
func (p *page) fact(indent string, l Level, x fact) {
	width := p.width - len(indent) - 10
	rows := fold(x.value, width)
	switch x.name {
	case "replay": // a line to paste stays one line
		rows = []string{x.value}
	case "", "at":
		rows = foldPath(x.value, width)
	}
	lead := x.name
	for _, row := range rows {
		p.say("%s%s %s", indent, p.dim(pad(lead, 9)), p.value(l, x.name, row))
		lead = ""
	}
}

// others names the further cases that show a finding.
func (p *page) others(f *Finding) string {
	cases := f.cases()
	if len(cases) < 2 {
		return ""
	}
	return count(len(cases)-1, "more case") + ": " + p.few(cases[1:], 2*p.width)
}

// value paints what a fact of that name says.
func (p *page) value(l Level, name, value string) string {
	switch name {
	case "received":
		return p.level(l, value)
	case "promised":
		return p.green(value)
	case "", "criterion", "case", "also in", "clause":
		return p.dim(value)
	default:
		return value
	}
}

// exchange draws the evidence: the request as a line to paste, and the answer.
func (p *page) exchange(indent string, number int, f *Finding) *told {
	drawn := &told{number: number, marks: map[int]int{}}
	p.before(indent, f)
	if e := p.evidence(indent, f.Exchange, f.InstancePath, bodyLines); e != nil {
		drawn.marks[e.at] = number
	}
	return drawn
}

// evidence draws one exchange: the request as a line to paste, and the answer with at most most lines of its body and a mark at a pointer into it. It
// returns what it has drawn of the body; nil where there is none.
func (p *page) evidence(indent string, x *Exchange, at string, most int) (drawn *excerpt) {
	if curl := visible(x.Curl); strings.TrimSpace(curl) != "" {
		p.say("%s%s", indent, curl)
		p.say("")
	}
	if x.Response == nil {
		p.say("%s%s", indent, p.bold("no answer")+fmt.Sprintf(" after %s: %s", brief(x.Elapsed), line(x.Err)))
		return nil
	}
	status := fmt.Sprintf("%d %s", x.Response.Status, http.StatusText(x.Response.Status))
	p.say("%s%s%s", indent, p.bold(strings.TrimSpace(status)), p.dim(fmt.Sprintf(" in %s, %s", brief(x.Elapsed), count(int(x.Response.Size), "byte"))))
	for _, h := range x.Response.Headers {
		if name := strings.ToLower(h.Name); slices.Contains(shown, name) || strings.HasSuffix(name, "-request-id") || strings.HasSuffix(name, "-version") {
			p.say("%s%s", indent, p.dim(p.cut(line(name+": "+h.Value), p.width-len(indent))))
		}
	}
	if strings.TrimSpace(x.Response.Body) == "" {
		p.say("%s%s", indent, p.dim("(no body)"))
	} else {
		e := p.body(indent, x.Response.Body, at, most)
		drawn = &e
	}
	if x.Err != "" {
		p.say("%s%s", indent, p.yellow("then: ")+line(x.Err))
	}
	return drawn
}

// before draws what came before a step of a workflow, in its order, and before that the case on which a finding rests: whoever repeats the request has
// to repeat that first.
func (p *page) before(indent string, f *Finding) {
	results := p.report.Results
	at := slices.IndexFunc(results, func(r Result) bool { return r.Case == f.Case })
	if i := slices.IndexFunc(results, func(r Result) bool { return f.After != "" && r.Case == f.After }); i >= 0 {
		if workflow := results[i].Workflow; workflow == "" || at < 0 || workflow != results[at].Workflow {
			p.earlier(indent, "before it, case "+line(f.After), results[i].Own())
		}
	}
	if at < 0 || results[at].Workflow == "" {
		return
	}
	for i := range results[:at] {
		if results[i].Workflow == results[at].Workflow {
			p.earlier(indent, "before it, step "+line(results[i].Case[strings.LastIndex(results[i].Case, "/")+1:]), results[i].Own())
		}
	}
}

// earlier draws a request that came before the one that a finding is about, as a line to paste.
func (p *page) earlier(indent, title string, x *Exchange) {
	if x == nil || strings.TrimSpace(x.Curl) == "" {
		return
	}
	p.say("%s%s", indent, p.dim(title))
	p.say("%s%s", indent, visible(x.Curl))
	p.say("")
}

// again draws evidence that the page holds already: of the answer only what no finding before has marked.
func (p *page) again(indent string, number int, f *Finding, before *told) {
	if f.Exchange.Response == nil {
		p.say("%s%s", indent, p.dim(fmt.Sprintf("asked as in %d, and not answered", before.number)))
		return
	}
	text := fmt.Sprintf("asked and answered as in %d", before.number)
	at := excerptOf(f.Exchange.Response.Body, f.InstancePath, sameLines, p.width).at
	marked := before.marks[at]
	if at >= 0 && marked > before.number {
		text += fmt.Sprintf(", marked as in %d", marked)
	}
	p.say("%s%s", indent, p.dim(text))
	if at >= 0 && marked == 0 {
		p.body(indent, f.Exchange.Response.Body, f.InstancePath, sameLines)
		before.marks[at] = number
	}
}

// body draws at most most lines of an answer's body, with a mark at the value that a pointer leads to.
func (p *page) body(indent, text, at string, most int) excerpt {
	width := p.width - len(indent) - 2
	e := excerptOf(text, at, most, width)
	if e.before > 0 {
		p.say("%s  %s", indent, p.dim(p.mark("… ")+count(e.before, "line")))
	}
	for i, l := range e.lines {
		l = p.cut(visible(l), width)
		if i == e.marked {
			p.say("%s%s %s", indent, p.red(p.mark("▸")), p.bold(l))
		} else {
			p.say("%s  %s", indent, l)
		}
	}
	if e.after > 0 {
		p.say("%s  %s", indent, p.dim(p.mark("… ")+count(e.after, "more line")))
	}
	return e
}
