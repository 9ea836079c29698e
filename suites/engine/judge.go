package engine

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/suites/checks"
)

// verdict is what all checks together say of one outcome.
type verdict struct {
	checks   []string          // ids of those that applied
	findings []reports.Finding // not yet redacted
	known    []reports.Finding // excused by a waiver
}

// judge holds one outcome to every check.
func (s *Session) judge(out *runner.Outcome) verdict {
	var v verdict
	if out.Call == nil {
		return v
	}
	subject := &checks.Subject{
		Document: s.Document, Pack: s.Pack, Operation: s.Document.Operation(out.Case.Operation),
		Case: out.Case, Outcome: out, Call: out.Call, Budget: s.options.Budget,
		Expected: s.expected(), Trusted: s.options.Strictness == StrictExamples, Secrets: &s.memory.secrets,
	}
	subject.Body, _ = tape.Read(out.Call.Reply, tape.Limits{})
	defer subject.Body.Release()
	known := s.memory.recall(s.Pack, out, subject.Body)
	subject.HandedOut, subject.Handed, subject.Repeated, subject.Given = known.handedOut, known.handed, known.repeated, known.given
	subject.Others = s.driver.Credentials.Other
	if out.Case.Auth.Other {
		subject.Others = s.driver.Credentials.Own
	}
	subject.Names = s.driver.NamePrefix()
	subject.Sample = s.Environment.Lifecycle != runner.LifecycleReal
	// Of a method or a path that the document does not list it promises nothing.
	if out.Call.Complete && subject.Own() {
		subject.Judgement = s.Document.JudgeResponse(subject.Operation, spec.Answer{Status: out.Call.Status, Header: out.Call.Answer, Body: out.Call.Reply, Tape: subject.Body})
	}
	if subject.Judgement != nil && len(s.faults) == 0 { // a finding about the document says it otherwise
		for _, note := range subject.Judgement.Notes {
			v.findings = append(v.findings, s.unjudged(out.Case, note))
		}
	}
	v.checks = make([]string, 0, len(s.checks))
	for i := range s.checks {
		check := &s.checks[i]
		said := check.Apply(subject)
		if !said.Applied {
			continue
		}
		v.checks = append(v.checks, check.ID)
		for _, f := range said.Faults {
			found := s.finding(check, out.Case, f)
			if check.After != nil {
				found.After = restsOn(out.Case, check.After(subject, f))
			}
			v.findings = append(v.findings, found)
		}
	}
	if len(v.findings) == 0 {
		return v
	}
	// What follows from a finding is left out first: what excuses the cause excuses what follows from it.
	all := causes(v.findings, out)
	v.findings = nil
	for _, f := range all {
		if f = s.waivers.Excuse(f); f.Waiver != nil {
			v.known = append(v.known, f)
		} else {
			v.findings = append(v.findings, f)
		}
	}
	return v
}

// causes leaves out findings that only follow from another one of the same exchange: where the case's own claim about the status is
// broken, an undocumented status, and what an answer holds that should not have been given at all; a workflow's criterion about a place where the
// document or the pack is already broken, and all such criteria, and what could not be judged, where the body could not be read at all; a workflow's
// criterion about the status where a success is found wrong for being another one.
func causes(findings []reports.Finding, out *runner.Outcome) []reports.Finding {
	unreadable, claimed, promised, documented := false, false, false, false
	for _, f := range findings {
		promised = promised || f.Rule == out.Case.Promise.Claim
		claimed = claimed || f.Rule == out.Case.Promise.Claim || checks.Follows(f.Rule) > 1 && f.InstancePath == ""
		unreadable = unreadable || f.Rule == checks.RuleContentCoding || f.Rule == spec.RuleMediaTypeDocumented || f.Rule == spec.RuleBodyPresent || f.Rule == spec.RuleJSONWellFormed
		documented = documented || f.Rule == spec.RuleResponseSchema || f.Rule == spec.RuleStatusDocumented
	}
	if slices.ContainsFunc(findings, ofAbsence) {
		findings = slices.DeleteFunc(slices.Clone(findings), func(f reports.Finding) bool { return checks.OfOperation(f.Rule) })
	}
	success := out.Call.Status >= 200 && out.Call.Status < 300
	follows := func(f reports.Finding) bool {
		switch {
		case f.Rule == spec.RuleStatusDocumented:
			return claimed && !(success && out.Case.Promise.Accept)
		case f.Rule == checks.RuleRequestIDUnique: // what should not be there at all may be what was there before
			return len(findings) > 1
		case f.Rule == checks.RulePropertyDocumented: // of an answer that is wrong it says nothing new that there is more to it
			return slices.ContainsFunc(findings, func(other reports.Finding) bool { return other.Rule != f.Rule })
		case f.Rule == unjudgedRule: // the answer is to blame, not the document
			return unreadable
		case checks.Follows(f.Rule) > 1 && strings.Contains(f.KeywordPath, "$statusCode"):
			return promised || documented && success && out.Case.Promise.Accept
		case claimed && success != out.Case.Promise.Accept && slices.Contains(contents, f.Rule):
			return true
		case checks.Follows(f.Rule) == 0 || f.InstancePath == "":
			return false
		}
		return unreadable || slices.ContainsFunc(findings, func(other reports.Finding) bool {
			whole := other.InstancePath == "" && !slices.Contains(contents, other.Rule)                 // not about the body
			shown := other.Rule == checks.RuleSecretHidden && below(other.InstancePath, f.InstancePath) // what should not be there at all holds it
			graver := other.Level != reports.LevelNote || f.Level == reports.LevelNote                  // a note must not hide what makes a run fail
			return checks.Follows(other.Rule) < checks.Follows(f.Rule) && graver && !whole && below(f.InstancePath, other.InstancePath) || shown
		})
	}
	return slices.DeleteFunc(slices.Clone(findings), follows)
}

// contents are the rules about what a body holds.
var contents = []string{spec.RuleResponseSchema, checks.RuleExpectedPresence, checks.RuleErrorShape, "resource-identified", "secret-unique"}

// below says whether a JSON pointer leads to other or to something inside it.
func below(pointer, other string) bool {
	return pointer == other || strings.HasPrefix(pointer, other+"/")
}

// finding is a fault that a check found in a case, with what a reader needs to act on it.
func (s *Session) finding(check *checks.Check, c *runner.Case, f spec.Fault) reports.Finding {
	f.Rule = check.ID
	if f.Clause == "" {
		f.Clause = check.Clause
	}
	finding := Finding(f, c.Operation)
	finding.Case = c.ID
	if f.Keyword == checks.Accepted {
		finding.Fingerprint = reports.Fingerprint(f.Rule, c.Operation, f.InstancePath, f.Keyword)
	}
	if c.Step != nil && check.Follows > 1 {
		// Several steps hold answers to the same criterion, each by what a step of its own handed on: one cause.
		finding.Fingerprint = reports.Fingerprint(f.Rule, c.Operation, f.InstancePath, handedOn.ReplaceAllString(f.KeywordPath, "$$steps.outputs."))
	}
	if !f.Warning {
		finding.Level = check.Level
	}
	return finding
}

// restsOn returns the earlier case on which a finding of c rests; "" where whoever asks c again asks that one too.
func restsOn(c *runner.Case, after string) string {
	if after == c.ID || c.Workflow != "" && within(after, c.Workflow) {
		return ""
	}
	return after
}

// handedOn is the name of a step in an expression.
var handedOn = regexp.MustCompile(`\$steps\.[^.]+\.outputs\.`)

// unjudgedRule is the rule of a finding that a part of an answer could not be judged. It says nothing about the API, but a run that
// holds one is less green than it looks.
const unjudgedRule = "judged-in-whole"

// unjudged is the finding that a part of an answer could not be judged, and why.
func (s *Session) unjudged(c *runner.Case, why string) reports.Finding {
	f := Finding(spec.Fault{
		Rule: unjudgedRule, Received: "an answer that was judged in part: " + why, Promised: "a document whose promises can all be judged",
		Fix: "look at what plumbline spec check says of the document", Warning: true,
	}, c.Operation)
	f.Case = c.ID
	return f
}

// Finding is a fault of one message as a record holds it: an error, or a warning where the fault is one. It shows values of the
// message; whoever may hold secrets redacts it.
func Finding(f spec.Fault, operation string) reports.Finding {
	message := f.Message
	switch {
	case message != "":
	case f.InstancePath != "":
		message = fmt.Sprintf("received %s at %s; promised %s", f.Received, f.InstancePath, f.Promised)
	default:
		message = fmt.Sprintf("received %s; promised %s", f.Received, f.Promised)
	}
	level := reports.LevelError
	if f.Warning {
		level = reports.LevelWarning
	}
	return reports.Finding{
		Rule: f.Rule, Level: level, Operation: operation, Message: message,
		Received: f.Received, Promised: f.Promised, Fix: f.Fix, Clause: f.Clause,
		InstancePath: f.InstancePath, KeywordPath: f.KeywordPath,
		Location:    reports.Location{File: f.At.File, Line: f.At.Line, Column: f.At.Column},
		Fingerprint: reports.Fingerprint(f.Rule, operation, f.InstancePath, f.KeywordPath),
	}
}
