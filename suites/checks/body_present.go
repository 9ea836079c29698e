package checks

import (
	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
)

func init() {
	register(Check{
		ID:     "body-present",
		Title:  "an answer whose content the document describes has a body",
		Doc:    "An empty body is no JSON value, so it conforms to no schema, yet many validators pass it. An answer to HEAD and a status that allows no body are left alone.",
		Clause: "OpenAPI 3.0.3, section 4.7.17 (Response Object); RFC 8259, section 2",
		Level:  reports.LevelError,
		Apply:  documented(spec.RuleBodyPresent),
		Good:   []Example{{Name: "a body", Body: `{"name":"Rex"}`}},
		Bad:    []Example{{Name: "nothing", Body: ``}},
	})
}
