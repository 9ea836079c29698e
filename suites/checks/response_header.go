package checks

import (
	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
)

func init() {
	register(Check{
		ID:     "response-header",
		Title:  "every header field that the document requires is there, and conforms to its schema",
		Doc:    "Header fields that the document does not declare are left alone. A declared Content-Type is ignored, as the standard says.",
		Clause: "OpenAPI 3.0.3, section 4.7.21 (Header Object)",
		Level:  reports.LevelError,
		Apply:  documented(spec.RuleResponseHeader),
		Good:   []Example{{Name: "an integer", Body: `{"name":"Rex"}`, Header: map[string]string{"X-Rate-Left": "7"}}},
		Bad:    []Example{{Name: "a word where a number is promised", Body: `{"name":"Rex"}`, Header: map[string]string{"X-Rate-Left": "many"}}},
	})
}
