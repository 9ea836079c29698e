package checks

import (
	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
)

// blamed is the verdict of who asked with the right credentials for what is not there, and was told that they are wrong.
var blamed = claimed("unknown-resource-refused", "answer that the resource was not found: the credentials are right")

// Who is refused although nothing lacks needs another mending than who is let in although something does.
var (
	letIn   = claimed("authentication-enforced", "answer a request with credentials in this place, or without this one, as any other that is right")
	keptOut = claimed("authentication-enforced", "check every credential of the requirement before anything else of the request is looked at")
)

func init() {
	refuse := runner.Promise{Claim: "authentication-enforced", Statuses: []int{401}, Why: "the secret is wrong"}
	coded := runner.Promise{Claim: "authentication-enforced", Statuses: []int{400}, Codes: []string{"BAD_KEY"}, Why: "the secret is wrong"}
	accept := runner.Promise{Claim: "authentication-enforced", Accept: true, Why: "headers are enough"}
	register(Check{
		ID:    "authentication-enforced",
		Title: "credentials are demanded where they are promised, each of them, and accepted in each place where they may stand",
		Doc: "Which places and statuses are right is said by the face of authentication (--auth): what the document says, or what the vendor " +
			"really does. Every scheme of a requirement is left out and made wrong by itself, since a server that looks at one of them passes any test that changes all at once. " +
			"Who is known and names what is not there must not be told that nobody knows who asks.",
		Clause: "OpenAPI, Security Requirement Object (3.0.3, section 4.7.30; 3.1.0, section 4.8.30), and the face of authentication",
		Level:  reports.LevelError,
		Apply: func(s *Subject) Verdict {
			switch {
			case s.Case.Promise.Accept:
				return letIn(s)
			case s.Case.Promise.Claim == "unknown-resource-refused" && s.disowned():
				return blamed(s)
			}
			return keptOut(s)
		},
		Good: []Example{
			{Name: "refused", Status: 401, Body: `{"error":"no"}`, Promise: refuse},
			{Name: "refused with the right code", Status: 400, Body: `{"error":"no","code":"BAD_KEY"}`, Promise: coded},
			{Name: "accepted", Body: `{"name":"Rex"}`, Promise: accept},
		},
		Bad: []Example{
			{Name: "accepted in spite of a wrong secret", Body: `{"name":"Rex"}`, Promise: refuse},
			{Name: "looked up before credentials were checked", Status: 404, Body: `{"error":"no such pet"}`, Promise: refuse},
			{Name: "refused for another reason", Status: 400, Body: `{"error":"no","code":"NAME_TOO_LONG"}`, Promise: coded},
			{Name: "told to be nobody for an id that is not there", Status: 403, Body: `{"error":"no","code":"NOBODY"}`, Promise: runner.Promise{Claim: "unknown-resource-refused", Statuses: []int{404}, Why: "there is no such pet"}},
			{Name: "refused although headers are enough", Status: 401, Body: `{"error":"no"}`, Promise: accept},
		},
	})
}
