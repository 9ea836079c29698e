package reports

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// bodyLines is how much of an answer's body a finding shows; sameLines, if the whole answer was shown with an earlier finding.
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
	for i, g := range distinct(p.report.Findings) {
		for _, id := range g.cases {
			if text[id] == "" {
				text[id] = p.mark(" → ") + fmt.Sprint(i+1)
			} else {
				text[id] += fmt.Sprintf(", %d", i+1)
			}
		}
	}
	return text
}

// findings draws each finding once, however many cases show it.
func (p *page) findings() {
	groups := distinct(p.report.Findings)
	if len(groups) == 0 {
		return
	}
	titles := map[string]string{}
	for i := range p.report.Results {
		titles[p.report.Results[i].Case] = p.report.Results[i].Title
	}
	answered := map[*Exchange]int{}
	for i, g := range groups {
		if i == p.options.Full && i < len(groups)-1 {
			p.title(fmt.Sprintf("%d more in short; --report json=FILE has them in full", len(groups)-i))
			for j, rest := range groups[i:] {
				p.item(i+j+1, line(rest.Rule)+" "+p.dots(line(rest.Operation), line(rest.Message)), nil)
			}
			return
		}
		p.say("")
		p.finding(i+1, g, titles[g.Case], answered)
	}
}

func (p *page) finding(number int, g *group, title string, answered map[*Exchange]int) {
	lead := fmt.Sprintf("%d  ", number)
	indent := strings.Repeat(" ", len(lead))
	head := fmt.Sprintf("%s: %s ", g.Level, line(g.Rule))
	rule := strings.Repeat("─", max(0, p.width-len(lead)-len(head)))
	p.say("%s%s%s", p.bold(lead), p.bold(p.level(g.Level, head)), p.dim(p.mark(rule)))
	if subject := p.dots(line(g.Operation), line(title)); subject != "" {
		for _, row := range fold(subject, p.width-len(indent)) {
			p.say("%s%s", indent, row)
		}
	}

	received, promised, message := line(g.Received), line(g.Promised), line(g.Message)
	if received == "" || promised == "" || !strings.Contains(message, received) || !strings.Contains(message, promised) {
		for _, row := range fold(message, p.width-len(indent)) {
			p.say("%s%s", indent, row)
		}
	}
	facts := []struct{ name, value string }{
		{"received", received},
		{"promised", promised},
		{"at", line(g.InstancePath)},
		{"clause", line(g.Clause)},
		{"document", line(g.Location.String())},
		{"", line(g.KeywordPath)},
		{"fix", line(g.Fix)},
		{"case", line(g.Case)},
		{"also in", p.others(g)},
		{"replay", ""},
	}
	if p.options.Replay != nil && g.Case != "" {
		facts[7].value, facts[9].value = "", line(p.options.Replay(g.Case))
	}
	for _, fact := range facts {
		if fact.value == "" {
			continue
		}
		rows := fold(fact.value, p.width-len(indent)-10)
		switch fact.name {
		case "replay": // a line to paste stays one line
			rows = []string{fact.value}
		case "":
			rows = foldPath(fact.value, p.width-len(indent)-10)
		}
		for i, row := range rows {
			name := fact.name
			if i > 0 {
				name = ""
			}
			p.say("%s%s %s", indent, p.dim(pad(name, 9)), p.fact(g.Level, fact.name, row))
		}
	}
	if g.Exchange != nil {
		p.say("")
		p.exchange(indent, g, answered[g.Exchange])
		if answered[g.Exchange] == 0 {
			answered[g.Exchange] = number
		}
	}
}

// others names the further cases that show a finding.
func (p *page) others(g *group) string {
	if len(g.cases) < 2 {
		return ""
	}
	return count(len(g.cases)-1, "more case") + ": " + p.few(g.cases[1:], 2*p.width)
}

func (p *page) fact(l Level, name, value string) string {
	switch name {
	case "received":
		return p.level(l, value)
	case "promised":
		return p.green(value)
	case "", "case", "also in", "clause":
		return p.dim(value)
	default:
		return value
	}
}

// exchange draws the evidence: the request as a line to paste, and the answer.
func (p *page) exchange(indent string, g *group, before int) {
	x := g.Exchange
	most := bodyLines
	if before > 0 {
		most = sameLines
		p.say("%s%s", indent, p.dim(fmt.Sprintf("asked and answered as in %d", before)))
	} else if x.Curl != "" {
		p.say("%s%s", indent, visible(x.Curl))
		p.say("")
	}
	if x.Response == nil {
		p.say("%s%s", indent, p.bold("no answer")+fmt.Sprintf(" after %s: %s", brief(x.Elapsed), line(x.Err)))
		return
	}
	if before == 0 {
		status := fmt.Sprintf("%d %s", x.Response.Status, http.StatusText(x.Response.Status))
		p.say("%s%s%s", indent, p.bold(strings.TrimSpace(status)), p.dim(fmt.Sprintf(" in %s, %s", brief(x.Elapsed), count(int(x.Response.Size), "byte"))))
		for _, h := range x.Response.Headers {
			if name := strings.ToLower(h.Name); slices.Contains(shown, name) || strings.HasSuffix(name, "-request-id") || strings.HasSuffix(name, "-version") {
				p.say("%s%s", indent, p.dim(p.cut(line(name+": "+h.Value), p.width-len(indent))))
			}
		}
	}
	if before == 0 || g.InstancePath != "" {
		p.body(indent, x.Response.Body, g.InstancePath, most)
	}
	if x.Err != "" {
		p.say("%s%s", indent, p.yellow("then: ")+line(x.Err))
	}
}

func (p *page) body(indent, body, pointer string, most int) {
	if strings.TrimSpace(body) == "" {
		p.say("%s%s", indent, p.dim("(no body)"))
		return
	}
	width := p.width - len(indent) - 2
	e := excerptOf(body, pointer, most, width)
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
}
