package checks

import (
	"fmt"
	"time"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
)

func init() {
	register(Check{
		ID:     "response-time",
		Title:  "the answer arrives within the budget",
		Doc:    "The time runs from the first byte sent to the last byte read, connecting not included. The budget is the caller's (--budget), not the document's.",
		Clause: "the run's own budget",
		Level:  reports.LevelError,
		Apply: func(s *Subject) Verdict {
			switch {
			case !s.Call.Complete || s.Budget <= 0:
				return skip
			case s.Call.Elapsed <= s.Budget:
				return held
			}
			return broken(spec.Fault{
				Received: "the last byte after " + s.Call.Elapsed.Round(time.Millisecond).String(),
				Promised: fmt.Sprintf("a whole answer within %s", s.Budget),
				Fix:      "find what the server waits for, or raise --budget if this is the time it may take",
			})
		},
		Good: []Example{{Name: "in time", Body: `{"name":"Rex"}`, Elapsed: 20 * time.Millisecond}},
		Bad:  []Example{{Name: "too late", Body: `{"name":"Rex"}`, Elapsed: 6 * time.Second}},
	})
}
