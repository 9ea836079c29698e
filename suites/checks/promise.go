package checks

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// claimed returns the verdict of a check that a case itself calls for: the answer keeps the case's promise.
func claimed(id, fix string) func(*Subject) Verdict {
	return func(s *Subject) Verdict {
		p := s.Case.Promise
		if p.Claim != id || !s.Call.Answered() || s.serverError() || s.sentElsewhere() {
			return skip
		}
		if p.Accept && s.nothingThere() {
			return skip
		}
		received := ""
		if !p.Kept(s.Call.Status) && !(p.Accept && s.Call.Status/100 == 4 && slices.Contains(p.Excuses, s.errorCode())) {
			received = "status " + strconv.Itoa(s.Call.Status)
			received += s.withCode() + s.about()
		} else if len(p.Codes) > 0 {
			if code := s.errorCode(); code != "" && !slices.Contains(p.Codes, code) {
				received = fmt.Sprintf("status %d", s.Call.Status) + s.withCode()
			}
		}
		if received == "" {
			return held
		}
		fault := spec.Fault{Received: received, Promised: promised(p), Fix: fix, At: s.Operation.Node.At}
		if !p.Accept && s.Call.Status < 300 {
			fault.Keyword = Accepted // which is graver than a refusal in other words, and another cause
		}
		return broken(fault)
	}
}

// about is what the answer is about, as the end of a sentence, where that is less than the case; empty elsewhere.
func (s *Subject) about() string {
	if s.Outcome == nil || s.Outcome.About == "" {
		return ""
	}
	return " for " + s.Outcome.About
}

// promised says a promise in words: "a refusal with 400 and one of MISSING_FIELDS, ..., since PLAID-SECRET is demanded".
func promised(p runner.Promise) string {
	var b strings.Builder
	if p.Accept {
		b.WriteString("success")
	} else {
		b.WriteString("a refusal")
	}
	switch {
	case len(p.Statuses) > 0:
		words := make([]string, len(p.Statuses))
		for i, s := range p.Statuses {
			words[i] = strconv.Itoa(s)
		}
		b.WriteString(" with " + strings.Join(words, " or "))
	case p.Accept:
		b.WriteString(" with 2xx")
	default:
		b.WriteString(" with 4xx")
	}
	if len(p.Codes) > 0 {
		b.WriteString(" and one of " + strings.Join(p.Codes, ", "))
	}
	if p.Why != "" {
		b.WriteString(", since " + p.Why)
	}
	return b.String()
}

// Accepted is the keyword of a fault that a request was accepted which had to be refused.
const Accepted = "accepted"

// withCode says the error code of the answer by the name of its property, as the end of what was received; empty where there is none.
func (s *Subject) withCode() string {
	code := s.errorCode()
	if code == "" {
		return ""
	}
	name := s.Pack.ErrorCode[strings.LastIndexByte(s.Pack.ErrorCode, '/')+1:]
	return fmt.Sprintf(" with %s %s", name, strconv.Quote(code))
}

// foundNothing says whether an answer is the pack's for a resource that is not there.
func (s *Subject) foundNothing() bool {
	res := s.Pack.Resource(s.Pack.Operation(s.Operation.ID).Resource)
	return res != nil && slices.Contains(res.NotFound, s.Call.Status)
}

// nameTaken says whether an answer is the pack's for a new resource whose name there is already.
func (s *Subject) nameTaken() bool {
	if s.Call.Status < 400 {
		return false
	}
	op := s.Pack.Operation(s.Operation.ID)
	res := s.Pack.Resource(op.Resource)
	return op.Effect == packs.Create && res != nil && slices.Contains(res.Taken, s.errorCode())
}

// disowned says whether an answer is about whoever asks and not about what was asked, by a code of which the pack knows that.
func (s *Subject) disowned() bool {
	return len(s.Pack.NoCaller) > 0 && s.Call.Status >= 400 && slices.Contains(s.Pack.NoCaller, s.errorCode())
}

// errorCode is what the pack's error code property says in the answer; empty if it says nothing.
func (s *Subject) errorCode() string {
	if s.Pack == nil || s.Pack.ErrorCode == "" {
		return ""
	}
	if !s.Body.Usable() {
		return ""
	}
	v, ok := s.Body.Root().At(s.Pack.ErrorCode)
	if !ok || v.Kind() != tape.String {
		return ""
	}
	return v.Text()
}

// readable says whether the document's own checks found a body of the right type that can be read. Where they did not, what a body
// should hold is not worth a finding of its own.
func (s *Subject) readable() bool {
	if s.coding() != "" {
		return false
	}
	for _, f := range s.Judgement.Faults {
		switch f.Rule {
		case spec.RuleMediaTypeDocumented, spec.RuleBodyPresent, spec.RuleJSONWellFormed:
			return false
		}
	}
	return true
}

// absent returns the shortest part of a pointer at which the answer holds nothing: /customer for /customer/id where there is no customer.
// It is the pointer itself where there is something, or where the answer cannot be read.
func (s *Subject) absent(pointer string) string {
	if !s.Body.Usable() {
		return pointer
	}
	for at := 1; at < len(pointer); at++ {
		if pointer[at] != '/' {
			continue
		}
		if _, ok := s.Body.Root().At(pointer[:at]); !ok {
			return pointer[:at]
		}
	}
	return pointer
}
