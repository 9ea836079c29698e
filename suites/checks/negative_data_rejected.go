package checks

import (
	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
)

func init() {
	refuse := runner.Promise{Claim: "negative-data-rejected", Why: "the document does not take null at /name (type)"}
	register(Check{
		ID:    "negative-data-rejected",
		Title: "a request that breaks the document is refused with a 4xx",
		Doc: "Each body has exactly one fault, and was judged to have it before it was sent, so that nothing else can be the reason for a refusal. Which 4xx it is " +
			"is the server's choice. Requests to which either answer is right, and those that a pack knows the API to take, are not held to this.",
		Clause: "OpenAPI, Request Body Object and Schema Object (3.0.3, sections 4.7.13 and 4.7.24; 3.1.0, sections 4.8.13 and 4.8.24); RFC 9110, section 15.5",
		Level:  reports.LevelError,
		Apply:  claimed("negative-data-rejected", "judge the request by the document before it is carried out"),
		Good: []Example{
			{Name: "400", Status: 400, Body: `{"error":"name is no text"}`, Promise: refuse},
			{Name: "422", Status: 422, Body: `{"error":"name is no text"}`, Promise: refuse},
		},
		Bad: []Example{
			{Name: "accepted", Body: `{"name":"Rex"}`, Promise: refuse},
		},
	})
}
