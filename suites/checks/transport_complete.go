package checks

import (
	"fmt"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
)

func init() {
	register(Check{
		ID:     "transport-complete",
		Title:  "the whole answer arrives: status line, header and body to its announced end",
		Doc:    "A connection that cannot be made at all says nothing about the API and is not this check's matter.",
		Clause: "RFC 9112, sections 6.3 and 8 (incomplete messages)",
		Level:  reports.LevelError,
		Apply:  transportComplete,
		Good:   []Example{{Name: "a whole answer", Body: `{"name":"Rex"}`}},
		Bad: []Example{
			{Name: "no answer in time", Trouble: runner.TroubleNoAnswer},
			{Name: "a body that is cut off", Body: `{"name":`, Trouble: runner.TroubleCutOff},
			{Name: "a body without end", Body: `{"name":`, Trouble: runner.TroubleTooLarge},
		},
	})
}

func transportComplete(s *Subject) Verdict {
	var received, fix string
	switch s.Call.Trouble {
	case runner.TroubleNone:
		return held
	case runner.TroubleNoAnswer:
		received = "no answer"
		fix = "look at the server's log for this request; if it is only slow, give it more time with --timeout"
	case runner.TroubleCutOff:
		received = fmt.Sprintf("status %d and %d bytes of a body that did not end", s.Call.Status, len(s.Call.Reply))
		fix = "send as many bytes as Content-Length announces, or end the last chunk"
	case runner.TroubleTooLarge:
		received = fmt.Sprintf("status %d and a body of more than %d bytes", s.Call.Status, len(s.Call.Reply))
		fix = "end the body; an answer of this size is not read"
	default:
		return skip
	}
	if s.Call.Err != nil {
		received += " (" + s.Call.Err.Error() + ")"
	}
	return broken(spec.Fault{Received: received, Promised: "a whole answer", Fix: fix})
}
