package checks

import (
	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
)

func init() {
	register(Check{
		ID:     "response-schema",
		Title:  "the body conforms to the schema that the document gives for this status and media type",
		Doc:    "Every violation is reported with its place in the body and in the document. Properties that the document does not declare are allowed where the schema is open.",
		Clause: "OpenAPI 3.0.3, section 4.7.14 (Media Type Object) and 4.7.24 (Schema Object)",
		Level:  reports.LevelError,
		Apply:  documented(spec.RuleResponseSchema),
		Good: []Example{
			{Name: "all properties", Body: `{"name":"Rex","tag":null}`},
			{Name: "an undeclared property in an open object", Body: `{"name":"Rex","age":3}`},
		},
		Bad: []Example{
			{Name: "a property of the wrong type", Body: `{"name":7}`},
			{Name: "a required property is absent", Body: `{"tag":"brown"}`},
			{Name: "null where the schema has no null", Body: `{"name":null}`},
			{Name: "an enum value that is not listed", Body: `{"name":"Rex","kind":"bird"}`},
		},
	})
}
