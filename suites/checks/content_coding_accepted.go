package checks

import (
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
)

// RuleContentCoding is the rule of a body that cannot be read because it is coded. Nothing else about such a body is worth a finding.
const RuleContentCoding = "content-coding-accepted"

func init() {
	register(Check{
		ID:     RuleContentCoding,
		Title:  "the body is not compressed where nobody asked for that",
		Doc:    "Requests are sent with Accept-Encoding: identity, so that what is judged is what was sent. A coding that the request ruled out leaves the reader with bytes it said it cannot read.",
		Clause: "RFC 9110, sections 8.4 and 12.5.3 (Content-Encoding, Accept-Encoding)",
		Level:  reports.LevelError,
		Apply: func(s *Subject) Verdict {
			if !s.Call.Answered() || s.serverError() {
				return skip
			}
			coding := s.coding()
			if coding == "" {
				return held
			}
			return broken(spec.Fault{
				Received: "Content-Encoding " + strconv.Quote(coding), Promised: "no content coding, as Accept-Encoding: identity asks",
				Fix: "compress only what the request's Accept-Encoding accepts",
			})
		},
		Good: []Example{{Name: "none", Body: `{"name":"Rex"}`}, {Name: "identity", Body: `{"name":"Rex"}`, Header: map[string]string{"Content-Encoding": "identity"}}},
		Bad:  []Example{{Name: "gzip", Body: "\x1f\x8b", Header: map[string]string{"Content-Encoding": "gzip"}}},
	})
}

// coding is what the answer's body is coded with; empty if it is not.
func (s *Subject) coding() string {
	named := s.Call.Answer["Content-Encoding"]
	if len(named) == 0 {
		return ""
	}
	coding := strings.Join(named, ", ")
	if strings.EqualFold(coding, "identity") {
		return ""
	}
	return coding
}
