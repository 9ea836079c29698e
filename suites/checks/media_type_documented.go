package checks

import (
	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
)

func init() {
	register(Check{
		ID:     "media-type-documented",
		Title:  "the Content-Type is one that the document lists for this status",
		Doc:    "Ranges such as application/* and parameters such as charset are compared as RFC 9110 says. An answer without a body needs no Content-Type.",
		Clause: "OpenAPI 3.0.3, section 4.7.17 (Response Object); RFC 9110, section 8.3",
		Level:  reports.LevelError,
		Apply:  documented(spec.RuleMediaTypeDocumented),
		Good: []Example{
			{Name: "the listed type", Body: `{"name":"Rex"}`},
			{Name: "with a charset", ContentType: "application/json; charset=utf-8", Body: `{"name":"Rex"}`},
			{Name: "in capitals", ContentType: "Application/JSON", Body: `{"name":"Rex"}`},
		},
		Bad: []Example{
			{Name: "HTML", ContentType: "text/html", Body: `<p>Rex</p>`},
			{Name: "no Content-Type", ContentType: "none", Body: `{"name":"Rex"}`},
		},
	})
}
