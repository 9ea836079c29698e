package reports

import "strings"

// diffHeading says which documents were compared and what that comes to.
func (l *leaf) diffHeading() {
	r := l.report
	base := ""
	if r.Base != nil {
		base = versionOf(r.Base)
	}
	l.say("## %s → %s", escaped(base), escaped(versionOf(&r.Subject)))
	l.say("")
	v := r.Verdict()
	l.say("**%s**%s", escaped(v.Word), escaped(colon(v.Reason)))
	l.say("")
	for _, text := range r.headlines() {
		l.say("%s  ", escaped(text))
	}
	if len(r.Steps) == 0 {
		return
	}
	l.say("")
	l.say("| step | |")
	l.say("|---|---|")
	for _, s := range r.Steps {
		one := &Report{Kind: KindDiff, Summary: Summary{Changes: s.Changes}}
		l.say("| %s | %s |", cell(s.Revision.Document), escaped(one.headlines()[0]))
	}
}

// versionOf names a document by its title and version, or by its file where it says neither.
func versionOf(s *Subject) string {
	if text := line(strings.TrimSpace(s.Title + " " + s.Version)); text != "" {
		return text
	}
	return line(s.Document)
}

// markdownMarks are the characters that Markdown or HTML may take for more than they are. A character reference is text to both.
var markdownMarks = strings.NewReplacer(
	"&", "&amp;", "<", "&lt;", ">", "&gt;", "\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]", "#", "\\#", "|", "\\|", "~", "\\~", "@", "&#64;",
)

// escaped is text that Markdown shows as it is. An @ would call a person who has nothing to do with it.
func escaped(s string) string { return markdownMarks.Replace(line(s)) }

// code is text as a span of code. Its fence is longer than any run of backticks in it. Source: CommonMark 0.31, section 6.1.
func code(s string) string {
	if s = line(s); s == "" {
		return ""
	}
	fence := strings.Repeat("`", longestRun(s)+1)
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return fence + s + fence
}

// cell is code in a cell of a table, where every bar splits, in code or not.
func cell(s string) string { return strings.ReplaceAll(code(s), "|", "\\|") }

// fenced is text as a block of code.
func fenced(text string) string {
	fence := strings.Repeat("`", max(3, longestRun(text)+1))
	return fence + "http\n" + visible(text) + "\n" + fence + "\n"
}

// longestRun is the length of the longest run of backticks in s.
func longestRun(s string) int {
	longest, run := 0, 0
	for _, c := range s {
		if c != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}
