package diff

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// faultRule is the rule of what could not be compared because a document is faulty there.
const faultRule = "document-fault"

// note keeps that a part of the document could not be compared, and where. A fault met in several places is one.
func (s *side) note(text string, at tree.Position, pointer string) {
	place := reports.Place{Location: reports.Location{File: at.File, Line: at.Line, Column: at.Column}, Pointer: "#" + pointer}
	if !slices.Contains(s.notes[text], place) {
		s.notes[text] = append(s.notes[text], place)
	}
}

// noteNode is note for what stands at n.
func (s *side) noteNode(text string, n *tree.Node) { s.note(text, n.KeyAt(), n.Pointer()) }

// faults are the findings that say what could not be compared. What is faulty in one document only leaves open what changed there, so it
// is unproven; what is faulty in both in the same way is no change, and has no class. Neither is more than a note unless the policy names
// the rule, or lets pass only what is known to be safe: a fault is no proof of anything. They are counted in hidden where the policy shows none.
func (c *comparer) faults(hidden map[reports.Class]int) []reports.Finding {
	var out []reports.Finding
	for _, text := range slices.Sorted(maps.Keys(c.base.notes)) {
		if places := c.revision.notes[text]; places != nil {
			out = append(out, fault("in both documents "+text, places))
			out[len(out)-1].Level = reports.LevelNote
		}
	}
	level := c.options.Policy.faultLevel()
	for _, s := range []*side{c.base, c.revision} {
		other := c.revision
		if s == c.revision {
			other = c.base
		}
		for _, text := range slices.Sorted(maps.Keys(s.notes)) {
			if other.notes[text] != nil {
				continue
			}
			if level == "" {
				hidden[reports.ClassUnproven]++
				continue
			}
			one := fault("in the "+s.name+" "+text, s.notes[text])
			one.Level, one.Class, one.Change = level, reports.ClassUnproven, &reports.Change{Kind: reports.ChangeChanged}
			if s == c.base {
				one.Base = &s.notes[text][0]
			} else {
				one.Revision = &s.notes[text][0]
			}
			out = append(out, one)
		}
	}
	return out
}

// fault is the finding about one fault, met at these places.
func fault(text string, places []reports.Place) reports.Finding {
	message := text
	if len(places) > 1 {
		message += fmt.Sprintf(" (in %d places)", len(places))
	}
	return reports.Finding{
		Rule: faultRule, Message: message, Fix: "mend the document; plumbline spec check lists every fault with its line",
		Location: places[0].Location, Fingerprint: reports.Fingerprint(faultRule, "", "", text),
	}
}

// faultLevel is how grave it is that something could not be compared; "" where it is to be none.
func (p *Policy) faultLevel() reports.Level {
	if p != nil {
		if l, named := p.rules[faultRule]; named {
			return l.shown()
		}
		if p.classes[reports.ClassUnproven] == levelError {
			return reports.LevelError
		}
	}
	return reports.LevelNote
}

// inPart is the text of a schema that could only be compared in part.
func inPart(keyword, reason string) string {
	return "a schema is compared only in part: " + keyword + ": " + strings.TrimSpace(reason)
}
