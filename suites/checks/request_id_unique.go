package checks

import (
	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// RuleRequestIDUnique is the rule of an answer that names its request as an earlier one did.
const RuleRequestIDUnique = "request-id-unique"

func init() {
	register(Check{
		ID:     RuleRequestIDUnique,
		Title:  "no two answers of a run name their request by the same id",
		Doc:    "Whoever asks support about one request names it by this id. Where it stands is said by the pack; whether it is there is for expected-presence.",
		Clause: "the pack's request id",
		Level:  reports.LevelError,
		Apply:  requestIDUnique,
		After:  func(s *Subject, _ spec.Fault) string { return s.Repeated },
		Good:   []Example{{Name: "one of its own", Body: `{"name":"Rex","request":"r2"}`}},
		Bad:    []Example{{Name: "that of another answer", Body: `{"name":"Rex","request":"r1"}`, Repeated: "getPet/bodies/minimal"}},
	})
}

func requestIDUnique(s *Subject) Verdict {
	if s.Pack.RequestID == "" || !s.Call.Complete || s.serverError() {
		return skip
	}
	if !s.Body.Usable() {
		return skip
	}
	if id, ok := s.Body.Root().At(s.Pack.RequestID); !ok || id.Kind() != tape.String || id.Text() == "" {
		return skip
	}
	if s.Repeated == "" {
		return held
	}
	return broken(spec.Fault{
		InstancePath: s.Pack.RequestID, Received: "a request id that an earlier answer had", Promised: "an id that names this request alone, and not also the one of " + s.Repeated,
		Fix: "draw a new id for every request",
	})
}
