package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// headlines say what a diff comes to, the first line about those whom it breaks and the second about the rest, as far as there is any:
//
//	7 changes break requests you may send, 3 break answers you may read, 41 are safe
//	5 disturb only generated code, 2 could not be decided, 12 touch only descriptions, examples or extensions
func (r *Report) headlines() []string {
	c := r.Summary.Changes
	if c == nil {
		c = emptyChanges()
	}
	requests, answers, safe := c.Breaks[DirectionRequest], c.Breaks[DirectionResponse], c.Classes[ClassCompatible]
	var first, second []string
	// The first number has the noun, the ones after it lean on it.
	say := func(to *[]string, n int, one, many string) {
		noun := ""
		if len(first)+len(second) == 0 {
			noun = "change"
			if n != 1 {
				noun = "changes"
			}
			noun += " "
		}
		verb := many
		if n == 1 {
			verb = one
		}
		*to = append(*to, fmt.Sprintf("%d %s%s", n, noun, verb))
	}
	if requests > 0 {
		say(&first, requests, "breaks requests you may send", "break requests you may send")
	}
	if answers > 0 {
		say(&first, answers, "breaks answers you may read", "break answers you may read")
	}
	if safe > 0 {
		say(&first, safe, "is safe", "are safe")
	}
	if n := c.Classes[ClassTyped]; n > 0 {
		say(&second, n, "disturbs only generated or exhaustive code", "disturb only generated or exhaustive code")
	}
	if n := c.Classes[ClassUnproven]; n > 0 {
		say(&second, n, "could not be decided", "could not be decided")
	}
	if n := c.Classes[ClassProse]; n > 0 {
		say(&second, n, "touches only descriptions, examples or extensions", "touch only descriptions, examples or extensions")
	}
	if r.Summary.Known > 0 {
		say(&second, r.Summary.Known, "is excused", "are excused")
	}
	var lines []string
	text, none := strings.Join(first, ", "), "nothing breaks"
	if r.excuses() {
		none = "nothing breaks that is not excused"
	}
	switch {
	case len(first)+len(second) == 0:
		return []string{"nothing changed"}
	case requests+answers == 0 && text == "":
		lines = append(lines, none)
	case requests+answers == 0:
		lines = append(lines, none+": "+text)
	default:
		lines = append(lines, text)
	}
	if len(second) > 0 {
		lines = append(lines, strings.Join(second, ", "))
	}
	return lines
}

// effect says in a few words what a change does to whom.
func (f *Finding) effect() string {
	switch {
	case f.Class == ClassWire && f.BothWays:
		return "breaks requests you may send and answers you may read"
	case f.Class == ClassWire && f.Direction == DirectionResponse:
		return "breaks answers you may read"
	case f.Class == ClassWire:
		return "breaks requests you may send"
	case f.Class == ClassUnpromised:
		return "breaks code that reads it"
	case f.Class == ClassTyped:
		return "disturbs only generated or exhaustive code"
	case f.Class == ClassUnproven:
		return "could not be decided"
	case f.Class == ClassCompatible:
		return "is safe"
	case f.Class == ClassProse:
		return "touches no message"
	}
	return ""
}

// Headlines say in one or two lines what a diff comes to: whom it breaks, and what there is besides.
func (r *Report) Headlines() string { return strings.Join(r.headlines(), "\n") }

// changeFacts are the facts of a finding of a diff. Whom it reaches is no part of them: each format folds that as it can.
func (f *Finding) changeFacts() []fact {
	var facts []fact
	if c := f.Change; c != nil {
		before, after := line(c.Before), line(c.After)
		baseAt, revisionAt := f.Base.text(), f.Revision.text()
		switch c.Kind {
		case ChangeAdded:
			before, baseAt = "nothing", ""
		case ChangeRemoved:
			after = "nothing"
			if revisionAt != "" {
				revisionAt = "near " + revisionAt
			}
		}
		facts = append(facts, fact{"before", before}, fact{"", baseAt}, fact{"after", after}, fact{"", revisionAt}, fact{"at", line(f.Pointer())})
	} else {
		facts = append(facts, fact{"document", line(f.Location.String())}, f.keyword())
	}
	why := ""
	if f.Class == ClassUnproven || f.Class == ClassCompatible {
		why = line(f.Explanation)
	}
	back := "undone in"
	if f.Change != nil && f.Change.Kind == ChangeRemoved {
		back = "back in"
	}
	facts = append(facts, fact{"since", line(f.Step)}, fact{back, line(f.Returned)})
	return append(facts, fact{"why", why}, fact{"clause", line(f.Clause)}, fact{"fix", line(f.Fix)})
}

// text is the place as file:line:column; empty for nil.
func (p *Place) text() string {
	if p == nil {
		return ""
	}
	return line(p.Location.String())
}

// reach says which operations meet the change and where in their messages. Operations that meet it at the same places stand together, and
// of more than most operations only so many are named; 0 names all.
func (f *Finding) reach(most int) []string {
	var order []string
	places, at := map[string][]string{}, map[string][]string{} // operation -> places; places joined -> operations
	for _, r := range f.Reaches {
		op := line(r.Operation)
		if places[op] == nil {
			order = append(order, op)
		}
		places[op] = append(places[op], r.text())
	}
	for _, op := range f.Operations {
		if op = line(op); places[op] == nil {
			order, places[op] = append(order, op), []string{}
		}
	}
	var groups []string
	for _, op := range order {
		key := strings.Join(places[op], " and ")
		if at[key] == nil {
			groups = append(groups, key)
		}
		at[key] = append(at[key], op)
	}
	var lines []string
	named := 0
	for i, key := range groups {
		operations := at[key]
		shown := len(operations)
		if most > 0 {
			shown = max(0, min(shown, most-named))
		}
		if shown == 0 {
			rest := 0
			for _, key := range groups[i:] {
				rest += len(at[key])
			}
			return append(lines, fmt.Sprintf("and %s at other places", count(rest, "operation")))
		}
		named += shown
		text := strings.Join(operations[:shown], ", ")
		if more := len(operations) - shown; more > 0 {
			text += fmt.Sprintf(" and %d more", more)
		}
		if key != "" {
			text += ": " + key
		}
		lines = append(lines, text)
	}
	return lines
}

// text is where in which message the change is met. A status belongs to an answer, and a webhook says whose it is: there the
// direction is no news.
func (r Reach) text() string {
	for _, clear := range []string{"request ", "status ", "webhook ", "callback "} {
		if strings.HasPrefix(r.Path, clear) {
			return line(r.Path)
		}
	}
	return line(string(r.Direction) + " " + r.Path)
}

// sentence says what the witness proves.
func (w *Witness) sentence() string {
	what, of := "request", "takes"
	if w.Direction == DirectionResponse {
		what, of = "answer", "allows"
	}
	switch {
	case w.Proof == ProofUnpromised:
		return fmt.Sprintf("the %s promises what this %s holds, the %s no longer does", w.AcceptedBy, what, w.RejectedBy)
	case w.Proof == ProofUnroutable:
		return fmt.Sprintf("the %s knows this %s, in the %s it leads nowhere", w.AcceptedBy, what, w.RejectedBy)
	default:
		return fmt.Sprintf("the %s %s this %s, the %s does not", w.AcceptedBy, of, what, w.RejectedBy)
	}
}

// because is why the one version rejects the witness, and who confirmed both verdicts.
func (w *Witness) because() string {
	text := line(w.Reason)
	if len(w.Judges) > 0 {
		text = strings.TrimSuffix(text, ".") + " (confirmed by " + line(strings.Join(w.Judges, " and ")) + ")"
	}
	return text
}

// lines are the message of the witness, one line each, fit to be shown. A JSON body that is too long for a line is indented, which
// changes nothing but white space.
func (w *Witness) lines() []string {
	message := strings.ReplaceAll(w.Message, "\r\n", "\n")
	head, body, found := strings.Cut(message, "\n\n")
	var pretty bytes.Buffer
	if found && len(body) > oneLine && depth(body) <= deepest && json.Indent(&pretty, []byte(strings.TrimSpace(body)), "", "  ") == nil {
		message = head + "\n\n" + pretty.String()
	}
	var all []string
	for _, l := range strings.Split(strings.TrimRight(message, "\n"), "\n") {
		all = append(all, short(visible(strings.TrimRight(l, "\r"))))
	}
	return all
}

// longLine is how many characters of a line are shown; JSON has the whole message.
const longLine = 2000

// short folds a line that nobody reads to its end.
func short(line string) string {
	if runes := []rune(line); len(runes) > longLine {
		return string(runes[:longLine]) + "... (" + strconv.Itoa(len(runes)) + " characters)"
	}
	return line
}

// oneLine is the length up to which the body of a witness stays on one line.
const oneLine = 64

// changeText is what Text adds for a finding of a diff: what it does, whom it reaches and the witness.
func (f *Finding) changeText() string {
	text, name := "", "reaches"
	for _, row := range f.reach(foldAt) {
		text += "\n" + pad(name, 9) + " " + row
		name = ""
	}
	if effect := f.effect(); effect != "" {
		text += "\n" + pad("effect", 9) + " " + effect
	}
	if w := f.Witness; w != nil {
		text += "\n\n" + w.sentence() + ":\n\n    " + strings.Join(w.lines(), "\n    ") + "\n\n" + w.because()
	}
	return text
}
