package mock

import (
	"net/http"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// tightFaults are answers that a document of the real world lets pass, since it requires nothing and closes nothing. What they lack stands
// in every example of the answer.
var tightFaults = []Fault{
	{Name: "empty-object", Class: ClassTight, Does: "answers an empty object", Rule: "expected-presence", on: onList, serve: onSuccess(body(`{}`))},
	{Name: "error-as-success", Class: ClassTight, Does: "succeeds with the body of an error", Rule: "expected-presence", on: onList, serve: onSuccess(body(`{"error_code":"INTERNAL_SERVER_ERROR","error_message":"no"}`))},
	{Name: "customer-missing", Class: ClassTight, Does: "leaves the customer out", Rule: "expected-presence", on: onRead, serve: onSuccess(drop(atCustomer))},
	{Name: "id-missing", Class: ClassTight, Does: "leaves the customer's id out", Rule: "expected-presence", on: onRead, serve: onSuccess(drop(atID))},
	{Name: "name-missing", Class: ClassTight, Does: "leaves the customer's name out", Rule: "expected-presence", on: onRead, serve: onSuccess(drop(atName))},
	{Name: "status-missing", Class: ClassTight, Does: "leaves the customer's status out", Rule: "expected-presence", on: onRead, serve: onSuccess(drop(atStatus))},
	{Name: "status-missing-created", Class: ClassTight, Does: "leaves a new customer's status out", Rule: "expected-presence", on: onCreate, serve: onSuccess(drop(atStatus))},
	{Name: "request-id-missing", Class: ClassTight, Does: "leaves the request id out", Rule: "expected-presence", on: onRemove, serve: onSuccess(drop(atRequestID))},
	{Name: "request-id-missing-read", Class: ClassTight, Does: "leaves the request id out where it reads", Rule: "expected-presence", on: onRead, serve: onSuccess(drop(atRequestID))},
	{Name: "institutions-missing", Class: ClassTight, Does: "leaves the list of institutions out", Rule: "expected-presence", on: onList, serve: onSuccess(drop(atInstitutions))},
	{Name: "flowdown-missing", Class: ClassTight, Does: "leaves the state of the flowdown out", Rule: "expected-presence", on: onList, serve: onSuccess(drop("/flowdown_status"))},
	{Name: "institution-id-missing", Class: ClassTight, Does: "leaves the id of an item out", Rule: "expected-presence", on: onList, serve: onSuccess(drop(atInstitution))},
	{Name: "institution-twice", Class: ClassTight, Does: "lists an item twice", Rule: "expected-presence", on: onList, needs: true, serve: onSuccess(func(v *visit) {
		if first := jsonAt(v.out, "/institutions/0"); first != "" {
			v.put(atInstitutions, "["+first+","+first+"]")
		}
	})},
	{Name: "environments-missing", Class: ClassTight, Does: "leaves an object inside an item out", Rule: "expected-presence", on: onList, serve: onSuccess(drop("/institutions/0/environments"))},
	{Name: "property-renamed", Class: ClassTight, Does: "writes a property in another case", Rule: "expected-presence", on: onRead, serve: onSuccess(edit(`"company_name"`, `"companyName"`))},
	{Name: "undeclared-property", Class: ClassTight, Tight: true, Does: "has a property that a closed object does not name", Rule: "response-schema", on: onRead, serve: onSuccess(add("/internal_notes", `"x"`))},
	{Name: "undeclared-property-below", Class: ClassTight, Tight: true, Does: "has a property that a closed object inside does not name", Rule: "response-schema", on: onCreate, needs: true, serve: onSuccess(add("/end_customer/risk_score", `7`))},
	{Name: "undeclared-property-removed", Class: ClassTight, Tight: true, Does: "says more of a removal than is declared", Rule: "response-schema", on: onRemove, serve: onSuccess(add("/removed", `true`))},
	{Name: "date-impossible", Class: ClassTight, Does: "has a date that no calendar has", Rule: "expected-presence", on: onList, needs: true, serve: onSuccess(add(atEnabledOn, `"2022-02-30"`))},
	{Name: "date-early", Class: ClassTight, Does: "has a day on which a bank admitted what it has not approved", Rule: "expected-presence", on: onList, needs: true, serve: onSuccess(func(v *visit) {
		if tape.TextAt(v.out, atRegistration) == string(registrationNotStarted) {
			v.put(atEnabledOn, `"2022-12-19"`)
		}
	})},
	{Name: "errors-of-nothing", Class: ClassTight, Does: "reports errors of a bank that asks for nothing", Rule: "expected-presence", on: onList, needs: true, serve: onSuccess(func(v *visit) {
		if tape.TextAt(v.out, atRegistration) == string(registrationNotStarted) {
			v.put("/institutions/0/errors", `[{"error_type":"PARTNER_ERROR","error_code":"OAUTH_REGISTRATION_ERROR","error_message":"no logo","display_message":null}]`)
		}
	})},
	{Name: "date-format", Class: ClassTight, Does: "writes a date in another way", Rule: "expected-presence", on: onList, needs: true, serve: onSuccess(add(atEnabledOn, `"19.12.2022"`))},
	{Name: "request-id-short", Class: ClassTight, Tight: true, Does: "has a request id of three letters", Rule: "response-schema", on: onRead, serve: onSuccess(func(v *visit) {
		v.put(v.place(atRequestID, tape.String), `"`+v.requestID()[12:]+`"`)
	})},
	{Name: "id-malformed", Class: ClassTight, Tight: true, Does: "has an id of another form", Rule: "response-schema", on: onList, needs: true, serve: onSuccess(add(atInstitution, `""`))},
	{Name: "secret-short", Class: ClassTight, Tight: true, Does: "hands out a secret of three letters", Rule: "response-schema", on: onChange, needs: true, serve: onSuccess(add(atProduction, `"abc"`))},
	{Name: "version-missing", Class: ClassTight, Tight: true, Does: "does not echo the version in a header", Rule: "response-header", on: onRead, needs: true, serve: onSuccess(heading("Plaid-Version", ""))},
	{Name: "version-malformed", Class: ClassTight, Tight: true, Does: "echoes a version that is no date", Rule: "response-header", on: onList, needs: true, serve: onSuccess(heading("Plaid-Version", "latest"))},
	{Name: "status-undocumented", Class: ClassTight, Tight: true, Does: "succeeds with a status that the document does not have", Rule: "status-documented", on: onCreate, serve: onSuccess(status(http.StatusCreated))},
}
