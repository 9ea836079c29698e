package checks

import (
	"fmt"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/expect"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// RuleExpectedPresence is the rule of what an answer lacks although its document does not ask for it.
const RuleExpectedPresence = "expected-presence"

func init() {
	register(Check{
		ID:    RuleExpectedPresence,
		Title: "the body holds what its examples and the pack say it holds, although the document leaves it optional",
		Doc: "What the pack knows of the API is an error. What only the examples show is a warning, because an example is one answer and no promise; " +
			"but an answer that holds nothing at all of what every example holds is an error. --strictness document leaves all of it out, " +
			"--strictness examples takes the examples at their word. Branches of a oneOf, keys of a map, and what is deprecated are never expected.",
		Clause:  "the document's examples, OpenAPI 3.0.3, section 4.7.14 (Media Type Object), and the pack's overlay",
		Level:   reports.LevelError,
		Follows: 1,
		Apply:   expectedPresence,
		Good: []Example{
			{Name: "all that the example holds", Operation: "findPet", Body: `{"id":"p1","born":"2020-01-31","owner":{"mail":"a@example.com"}}`},
			{Name: "null where the document allows it", Operation: "findPet", Body: `{"id":"p2","born":null,"owner":{"mail":"b@example.com"}}`},
		},
		Bad: []Example{
			{Name: "nothing at all", Operation: "findPet", Body: `{}`},
			{Name: "what the pack knows is absent", Operation: "findPet", Body: `{"born":null,"owner":{"mail":"a@example.com"}}`},
			{Name: "what the pack knows is empty", Operation: "findPet", Body: `{"id":"","born":null,"owner":{"mail":"a@example.com"}}`},
			{Name: "a property of the example is absent", Operation: "findPet", Body: `{"id":"p1","born":null}`},
			{Name: "so is one at depth", Operation: "findPet", Body: `{"id":"p1","born":null,"owner":{}}`},
			{Name: "a day that does not exist", Operation: "findPet", Body: `{"id":"p1","born":"2022-02-30","owner":{"mail":"a@example.com"}}`},
			{Name: "no address", Operation: "findPet", Body: `{"id":"p1","born":null,"owner":{"mail":"none"}}`},
		},
	})
}

func expectedPresence(s *Subject) Verdict {
	j := s.Judgement
	if s.misplaced() || s.Expected == nil || j == nil || j.Response == nil || j.MediaType == nil || s.serverError() || !s.readable() {
		return skip
	}
	if !s.Expected.Applies(s.Operation, j.Response, j.MediaType) {
		return skip
	}
	if !s.Body.Usable() {
		return skip // json-well-formed says so
	}
	v := held
	for _, short := range s.Expected.Judge(s.Operation, j.Response, j.MediaType, s.Body.Root()) {
		if s.mayBeEmpty(short.InstancePath) {
			continue // who takes an empty text may show it again
		}
		v.Faults = append(v.Faults, s.shortfall(short))
	}
	return v
}

// mayBeEmpty says whether an empty text stands at a pointer of the answer because a request said so: this one, or the one that created what is shown.
func (s *Subject) mayBeEmpty(pointer string) bool {
	shown, there := s.Body.Root().At(pointer)
	if !there || shown.Kind() != tape.String || shown.Text() != "" {
		return false
	}
	given, known := s.given(pointer)
	return known && given == "" || s.saidEmpty(pointer)
}

// saidEmpty says whether the request held an empty text under the name at which the answer holds one.
func (s *Subject) saidEmpty(pointer string) bool {
	t, _ := tape.Read(s.Call.Body, tape.Limits{})
	defer t.Release()
	if !t.Usable() {
		return false
	}
	_, said := named(t.Root(), pointer[strings.LastIndexByte(pointer, '/')+1:], "", "")
	return said
}

// misplaced says whether the answer has another status than its case, or its step, wants: then it need not be complete.
func (s *Subject) misplaced() bool {
	if p := s.Case.Promise; p.Claim != "" && !p.Kept(s.Call.Status) {
		return true
	}
	for _, failure := range s.Outcome.Failures {
		for _, m := range failure.Outcome.Mismatches {
			if m.Expression == "$statusCode" {
				return true
			}
		}
	}
	return false
}

// shortfall words what an answer lacks as a fault.
func (s *Subject) shortfall(short expect.Shortfall) spec.Fault {
	at := short.At
	at.File = at.File[strings.LastIndexAny(at.File, `/\`)+1:]
	at.Column = 0
	f := spec.Fault{
		Received: short.Received, Promised: short.Promised, InstancePath: short.InstancePath, KeywordPath: short.KeywordPath, At: short.At,
		Warning: short.Source == expect.Examples && !short.Hollow && !s.Trusted,
		Clause:  "the document's examples; OpenAPI 3.0.3, section 4.7.14 (Media Type Object)",
	}
	wanted, _, _ := strings.Cut(short.Promised, ", as ")
	f.Fix = fmt.Sprintf("answer with %s; if it may be otherwise, correct %s or say so in an overlay", wanted, at)
	if short.Source == expect.Pack {
		f.Promised += ", as the pack knows of the API"
		f.Clause = "the pack's overlay"
	}
	return f
}
