package reports

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// headline is the one line that stands for a finding in a list.
func (f Finding) headline() string {
	if m := line(f.Message); m != "" {
		return m
	}
	return line(f.Rule)
}

// fact is one thing to know about a finding. It has no name if it belongs to the fact before it.
type fact struct{ name, value string }

// facts are what a person needs to act on f, in the order in which it is read; a value that is empty is not known.
func (f Finding) facts() []fact {
	if f.Class != "" {
		return f.changeFacts()
	}
	return []fact{
		{"received", line(f.Received)},
		{"promised", line(f.Promised)},
		{"at", line(f.InstancePath)},
		{"clause", line(f.Clause)},
		{"document", line(f.Location.String())},
		f.keyword(),
		{"fix", line(f.Fix)},
		{"case", line(f.Case)},
		{"after", line(f.After)},
		{"so also", line(f.soAlso())},
	}
}

// mostShown is how much of what follows from a finding is said where it is read in a hurry; the record holds all.
const mostShown = 3

// soAlso says what else the cases of f showed that follows from it: another promise that was broken, and where.
func (f Finding) soAlso() string {
	var said, shown []string
	more := 0
	for _, v := range f.Variants {
		if v.Fingerprint == f.Fingerprint || v.Promised == f.Promised || slices.Contains(said, v.Promised) {
			continue
		}
		if said = append(said, v.Promised); len(shown) == mostShown {
			more++
			continue
		}
		at := ""
		if v.InstancePath != "" {
			at = " at " + v.InstancePath
		}
		shown = append(shown, v.Received+at+" in "+v.Case)
	}
	if more > 0 {
		return strings.Join(shown, "; ") + fmt.Sprintf("; and %d more", more)
	}
	return strings.Join(shown, "; ")
}

// keyword is the keyword path as a fact: without a name below the place in the document, or as the criterion it is where it leads nowhere.
func (f Finding) keyword() fact {
	path := line(f.KeywordPath)
	if path != "" && path[0] != '/' && path[0] != '#' {
		return fact{"criterion", path}
	}
	return fact{"", path}
}

// Text is the finding as plain text that needs nothing around it, without colour and without its exchange: the rule, the message and the
// aligned facts, one a line, and of a diff what it reaches and its witness. It ends without a line feed.
func (f Finding) Text() string {
	text := line(string(f.Level)+": "+f.Rule) + "\n" + f.headline()
	for _, x := range f.facts() {
		if x.value != "" {
			text += "\n" + pad(x.name, 9) + " " + x.value
		}
	}
	return text + f.changeText()
}

// Text is the exchange as plain text: the request as a line to paste and the answer with all of its headers. At most 20 lines of the body are
// shown, around the value at pointer, a JSON pointer, which is marked. It ends without a line feed.
func (x *Exchange) Text(pointer string) string {
	text := visible(x.Curl) + "\n"
	if x.Response == nil {
		return text + "\nno answer: " + line(x.Err)
	}
	text += strings.TrimRight(fmt.Sprintf("\n%d %s", x.Response.Status, http.StatusText(x.Response.Status)), " ") + "\n"
	for _, h := range x.Response.Headers {
		text += line(h.Name+": "+h.Value) + "\n"
	}
	e := excerptOf(x.Response.Body, pointer, bodyLines, defaultWidth)
	if e.before > 0 {
		text += "\n  ... " + count(e.before, "line")
	}
	for i, l := range e.lines {
		lead := "\n  "
		if i == e.marked {
			lead = "\n> "
		}
		text += lead + visible(l)
	}
	if e.after > 0 {
		text += "\n  ... " + count(e.after, "more line")
	}
	if x.Err != "" {
		text += "\nthen: " + line(x.Err)
	}
	return text
}
