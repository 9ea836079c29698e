// Package waivers excuses findings that are known: those a person wrote down with a reason and an end, those a pack knows of its API, and
// those an earlier run has met already.
//
// It promises that nothing is excused in silence or for ever: what it excuses keeps its place in the record with the reason, a waiver that
// has ended excuses nothing and is named, and so is one that excused nothing. It does not decide what is a finding.
//
//	files, pack, baseline -> Set -> Excuse each finding -> Stale, Fixed when all are known
//
//	rows, err := waivers.Load("known.yaml")
//	set := waivers.New(waivers.Terms{Today: time.Now(), Version: document.Version}, rows...)
//	finding = set.Excuse(finding) // finding.Waiver says why, if it is excused
//
// A file of waivers:
//
//	waivers:
//	  - rule: response-schema
//	    operation: partnerCustomerGet   # "*" is every operation
//	    path: /end_customer/status      # in the message or the document, of a change in the document; a segment * is any, "*" alone every place, "" none
//	    received: ENABLED               # what the finding's received holds, of a change what stands there after it; may be left out
//	    reason: the status is renamed with the next release, ticket 4711
//	    until: 2027-03-31               # the last day, or the first version of the document that needs no excuse
package waivers

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// Waiver excuses the findings of one rule at one place.
type Waiver struct {
	Rule      string     `yaml:"rule"`
	Operation string     `yaml:"operation"` // operationId; * for every one, "" for findings about none
	Path      string     `yaml:"path"`      // of the finding's instance path or keyword path; a segment * stands for any, * alone for every place
	Received  string     `yaml:"received"`  // what the finding's received must hold; "" for anything
	Reason    string     `yaml:"reason"`    // why it is excused
	Until     string     `yaml:"until"`     // the last day, or the first version of the document without it; "" only in packs
	Node      *tree.Node `yaml:"."`

	pack bool // it is the pack's: not to be used is no fault of it, and neither is to have ended
}

// anything stands for every operation or place.
const anything = "*"

// covers says whether w is about f, whatever the time.
func (w *Waiver) covers(f reports.Finding) bool {
	if f.Class != "" {
		return w.coversChange(f)
	}
	return w.Rule == f.Rule &&
		(w.Operation == anything || w.Operation == f.Operation) &&
		(w.Path == anything || matches(w.Path, f.InstancePath) || f.KeywordPath != "" && matches(w.Path, f.KeywordPath)) &&
		strings.Contains(f.Received, w.Received)
}

// coversChange is covers for a finding of a diff, which one operation may share with many: a waiver that names an operation is about
// what reaches that one only, for what a change does to the others nobody has excused.
func (w *Waiver) coversChange(f reports.Finding) bool {
	operation := w.Operation == anything || len(f.Operations) == 1 && f.Operations[0] == w.Operation || len(f.Operations) == 0 && w.Operation == ""
	after := ""
	if f.Change != nil {
		after = f.Change.After
	}
	return w.Rule == f.Rule && operation &&
		(w.Path == anything || matches(w.Path, strings.TrimPrefix(f.Pointer(), "#"))) &&
		strings.Contains(after, w.Received)
}

// matches compares two JSON pointers; a segment * of pattern stands for any segment.
func matches(pattern, pointer string) bool {
	want, got := strings.Split(pattern, "/"), strings.Split(pointer, "/")
	if len(want) != len(got) {
		return false
	}
	for i := range want {
		if want[i] != anything && want[i] != got[i] {
			return false
		}
	}
	return true
}

// record is w as a record holds it.
func (w *Waiver) record() *reports.Waiver {
	return &reports.Waiver{Reason: w.Reason, Until: w.Until, Source: w.source()}
}

func (w *Waiver) source() string { return w.location().String() }

func (w *Waiver) location() reports.Location {
	if w.Node == nil {
		return reports.Location{}
	}
	return reports.Location{File: w.Node.At.File, Line: w.Node.At.Line}
}

// Terms are what the end of a waiver is measured by.
type Terms struct {
	Today   time.Time // any time of the day; days are UTC's
	Version string    // of the document; of two, the newer one
}

// Set is what excuses the findings of one piece of work. Its methods may be called by several goroutines.
type Set struct {
	terms    Terms
	waivers  []Waiver
	baseline *Baseline
}

// New returns a set of waivers that end by the given terms.
func New(terms Terms, waivers ...Waiver) *Set { return &Set{terms: terms, waivers: waivers} }

// Compare makes s excuse what an earlier run has met as well.
func (s *Set) Compare(b *Baseline) { s.baseline = b }

// Excuse returns f with the waiver that excuses it, as a note, or as it is. Where the only waiver that covers it has ended, the finding's
// fix names that.
func (s *Set) Excuse(f reports.Finding) reports.Finding {
	ended := ""
	for i := range s.waivers {
		w := &s.waivers[i]
		if !w.covers(f) {
			continue
		}
		if !w.ended(s.terms) {
			f.Level, f.Waiver = reports.LevelNote, w.record()
			return f
		}
		if !w.pack {
			ended = fmt.Sprintf("%s; the waiver of it in %s ended with %s", f.Fix, w.source(), w.Until)
		}
	}
	if ended != "" {
		f.Fix = ended
		return f
	}
	if s.baseline.holds(f) {
		f.Level, f.Waiver = reports.LevelNote, s.baseline.record()
	}
	return f
}

// Rule is the rule of the findings about waivers themselves.
const Rule = "waiver-in-use"

// Found is what a piece of work found, and what it looked at.
type Found struct {
	Known      []reports.Finding           // what was excused
	Left       []reports.Finding           // what was not
	Operations []string                    // of the document; nil where that is not known
	Looked     func(operation string) bool // whether all that is asked of an operation was asked; it is * or "" for a waiver about every operation or none
}

// Stale returns a warning for each waiver that has ended, and for each that excused nothing although all that is asked of its operation was
// asked. Where its operation is none of the document's, or findings of its rule stand elsewhere, the fix says what it may mean.
func (s *Set) Stale(found Found) []reports.Finding {
	used := map[string]bool{}
	for _, f := range found.Known {
		if f.Waiver != nil {
			used[f.Waiver.Source] = true
		}
	}
	var stale []reports.Finding
	for i := range s.waivers {
		w := &s.waivers[i]
		switch {
		case w.pack:
		case w.ended(s.terms):
			stale = append(stale, w.stale("a waiver that ended with "+w.Until, "a waiver that has not ended", "mend what it excused, or give it a new end and say why"))
		case !used[w.source()] && found.Looked(w.Operation):
			stale = append(stale, w.stale("a waiver that excused nothing", "a waiver for what is still found", w.meant(found)))
		}
	}
	return stale
}

// meant is the fix for a waiver that excused nothing: what its writer may have had in mind.
func (w *Waiver) meant(found Found) string {
	if w.Operation != anything && w.Operation != "" && found.Operations != nil && !slices.Contains(found.Operations, w.Operation) {
		hint := ""
		if near := tree.Nearest(w.Operation, found.Operations); near != "" {
			hint = fmt.Sprintf(" (did you mean %q?)", near)
		}
		return fmt.Sprintf("the document has no operation %q%s; mend it, or take the waiver out of the file", w.Operation, hint)
	}
	var places []string
	for _, f := range found.Left {
		if f.Rule == w.Rule && (w.Operation == anything || w.Operation == f.Operation) {
			places = append(places, fmt.Sprintf("%q", f.InstancePath))
		}
	}
	if len(places) == 0 {
		return "take it out of the file, or mend its rule, operation and path"
	}
	slices.Sort(places)
	return "findings of this rule stand at " + strings.Join(slices.Compact(places), ", ") + "; mend the path and what is received, or take the waiver out of the file"
}

// stale is the finding about w itself.
func (w *Waiver) stale(received, promised, fix string) reports.Finding {
	what := fmt.Sprintf("%s (%s, operation %q, path %q: %s)", received, w.Rule, w.Operation, w.Path, w.Reason)
	return reports.Finding{
		Rule: Rule, Level: reports.LevelWarning, Message: "received " + what + "; promised " + promised,
		Received: what, Promised: promised, Fix: fix, Location: w.location(),
		Fingerprint: reports.Fingerprint(Rule, w.Operation, w.Path, w.Rule),
	}
}
