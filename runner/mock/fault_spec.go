package mock

import (
	"bytes"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// The places of the Partner API that faults prefer. A mock of another API has the fault at its first value of the same kind.
const (
	atCustomer     = "/end_customer"
	atID           = "/end_customer/client_id"
	atName         = "/end_customer/company_name"
	atStatus       = "/end_customer/status"
	atSecrets      = "/end_customer/secrets"
	atSandbox      = "/end_customer/secrets/sandbox"
	atSubject      = "/end_customer_client_id"
	atProduction   = "/production_secret"
	atRequestID    = "/request_id"
	atInstitutions = "/institutions"
	atInstitution  = "/institutions/0/institution_id"
	atRegistration = "/institutions/0/environments/production"
	atEnabledOn    = "/institutions/0/production_enablement_date"
	atErrorCode    = "/error_code"
	atErrorType    = "/error_type"
)

// specFaults are answers of success that are JSON, and not as their schema says.
var specFaults = []Fault{
	{Name: "answer-null", Class: ClassSpec, Does: "answers null", Rule: "response-schema", on: onRead, serve: onSuccess(body(`null`))},
	{Name: "answer-list", Class: ClassSpec, Does: "answers a list in the place of an object", Rule: "response-schema", on: onList, serve: onSuccess(body(`[]`))},
	{Name: "answer-text", Class: ClassSpec, Does: "answers a JSON string in the place of an object", Rule: "response-schema", on: onRemove, serve: onSuccess(body(`"removed"`))},
	{Name: "answer-in-list", Class: ClassSpec, Does: "wraps its answer in a list", Rule: "response-schema", on: onRead, serve: onSuccess(func(v *visit) {
		v.out = []byte("[" + string(v.out) + "]")
	})},
	{Name: "name-null", Class: ClassSpec, Does: "has null for a name", Rule: "response-schema", on: onRead, serve: onSuccess(set(atName, tape.String, `null`))},
	{Name: "name-number", Class: ClassSpec, Does: "has a number for a name", Rule: "response-schema", on: onRead, serve: onSuccess(set(atName, tape.String, `7`))},
	{Name: "name-object", Class: ClassSpec, Does: "has an object for a name", Rule: "response-schema", on: onCreate, serve: onSuccess(set(atName, tape.String, `{"text":"Acme"}`))},
	{Name: "id-number", Class: ClassSpec, Does: "has a number for an id", Rule: "response-schema", on: onRead, serve: onSuccess(set(atID, tape.String, `12345`))},
	{Name: "status-null", Class: ClassSpec, Does: "has null for a status", Rule: "response-schema", on: onRead, serve: onSuccess(set(atStatus, tape.String, `null`))},
	{Name: "status-outside", Class: ClassSpec, Does: "has a status that its enum lacks", Rule: "response-schema", on: onRead, serve: onSuccess(set(atStatus, tape.String, `"ENABLED"`))},
	{Name: "status-lower", Class: ClassSpec, Does: "spells a status in lower case", Rule: "response-schema", on: onCreate, serve: onSuccess(func(v *visit) {
		at := v.place(atStatus, tape.String)
		v.put(at, string(tape.Quote(strings.ToLower(tape.TextAt(v.out, at)))))
	})},
	{Name: "status-empty", Class: ClassSpec, Does: "has an empty status", Rule: "response-schema", on: onRead, serve: onSuccess(set(atStatus, tape.String, `""`))},
	{Name: "status-list", Class: ClassSpec, Does: "has a list of one status", Rule: "response-schema", on: onCreate, serve: onSuccess(set(atStatus, tape.String, `["PENDING_ENABLEMENT"]`))},
	{Name: "customer-null", Class: ClassSpec, Does: "has null for its object", Rule: "response-schema", on: onRead, serve: onSuccess(set(atCustomer, tape.Object, `null`))},
	{Name: "customer-text", Class: ClassSpec, Does: "has a string for its object", Rule: "response-schema", on: onRead, serve: onSuccess(set(atCustomer, tape.Object, `"Acme"`))},
	{Name: "customer-list", Class: ClassSpec, Does: "has a list for its object", Rule: "response-schema", on: onRead, serve: onSuccess(set(atCustomer, tape.Object, `[]`))},
	{Name: "secrets-text", Class: ClassSpec, Does: "has a string for its object of secrets", Rule: "response-schema", on: onCreate, serve: onSuccess(set(atSecrets, tape.Object, `"none"`))},
	{Name: "secret-number", Class: ClassSpec, Does: "has a number for a secret", Rule: "response-schema", on: onChange, serve: onSuccess(set(atProduction, tape.String, `123456789012345`))},
	{Name: "secret-null", Class: ClassSpec, Does: "has null for a secret", Rule: "response-schema", on: onChange, serve: onSuccess(set(atProduction, tape.String, `null`))},
	{Name: "request-id-number", Class: ClassSpec, Does: "has a number for a request id", Rule: "response-schema", on: onRemove, serve: onSuccess(set(atRequestID, tape.String, `1`))},
	{Name: "request-id-null", Class: ClassSpec, Does: "has null for a request id", Rule: "response-schema", on: onRead, serve: onSuccess(set(atRequestID, tape.String, `null`))},
	{Name: "list-object", Class: ClassSpec, Does: "has an object for a list", Rule: "response-schema", on: onList, serve: onSuccess(set(atInstitutions, tape.Array, `{}`))},
	{Name: "list-null", Class: ClassSpec, Does: "has null for a list", Rule: "response-schema", on: onList, serve: onSuccess(set(atInstitutions, tape.Array, `null`))},
	{Name: "item-null", Class: ClassSpec, Does: "has null for an item of a list", Rule: "response-schema", on: onList, serve: onSuccess(set("/institutions/0", tape.Object, `null`))},
	{Name: "item-text", Class: ClassSpec, Does: "has a string for an item of a list", Rule: "response-schema", on: onList, serve: onSuccess(set("/institutions/1", tape.Object, `"First Platypus Bank"`))},
	{Name: "item-status-outside", Class: ClassSpec, Does: "has a status that its enum lacks, deep in a list", Rule: "response-schema", on: onList, serve: onSuccess(set(atRegistration, tape.String, `"not-started"`))},
	{Name: "item-date-number", Class: ClassSpec, Does: "has a number for a date that may be null", Rule: "response-schema", on: onList, serve: onSuccess(func(v *visit) {
		v.put(v.placeOf(atEnabledOn, func(at tape.Value) bool { return at.Kind() == tape.Null || at.Kind() == tape.String }), `20221219`)
	})},
}

// errorFaults are refusals that are not as the schema of errors says. Every operation refuses in the same words, so one is enough.
var errorFaults = []Fault{
	{Name: "error-without-code", Class: ClassSpec, Does: "refuses without an error code", Rule: "response-schema", on: onRemove, serve: onRefusal(nil, drop(atErrorCode))},
	{Name: "error-without-type", Class: ClassSpec, Does: "refuses without an error type", Rule: "response-schema", on: onRead, serve: onRefusal(nil, drop(atErrorType))},
	{Name: "error-without-message", Class: ClassSpec, Does: "refuses without an error message", Rule: "response-schema", on: onCreate, serve: onRefusal(nil, drop("/error_message"))},
	{Name: "error-code-number", Class: ClassSpec, Does: "has a number for an error code", Rule: "response-schema", on: onList, serve: onRefusal(nil, set(atErrorCode, tape.String, `404`))},
	{Name: "error-message-null", Class: ClassSpec, Does: "has null for an error message", Rule: "response-schema", on: onChange, serve: onRefusal(nil, set("/error_message", tape.String, `null`))},
	{Name: "error-type-outside", Class: ClassSpec, Does: "has an error type that its enum lacks", Rule: "response-schema", on: onRead, serve: onRefusal(nil, set(atErrorType, tape.String, `"OOPS"`))},
	{Name: "error-status-float", Class: ClassSpec, Does: "has a fraction for the whole number that says the status", Rule: "response-schema", on: onRead, needs: true, serve: onRefusal(nil, add("/status", `400.5`))},
	{Name: "error-status-text", Class: ClassSpec, Does: "has a string for the whole number that says the status", Rule: "response-schema", on: onRemove, needs: true, serve: onRefusal(nil, add("/status", `"400"`))},
	{Name: "error-causes-object", Class: ClassSpec, Does: "has an object for the list of causes", Rule: "response-schema", on: onCreate, needs: true, serve: onRefusal(nil, add("/causes", `{}`))},
	{Name: "error-empty-object", Class: ClassSpec, Does: "refuses with an empty object", Rule: "response-schema", on: onList, serve: onRefusal(nil, body(`{}`))},
	{Name: "error-own-shape", Class: ClassSpec, Does: "refuses in a shape of its own", Rule: "response-schema", on: onChange, serve: onRefusal(nil, body(`{"error":{"code":404,"message":"not found"}}`))},
	{Name: "error-null", Class: ClassSpec, Does: "refuses with null", Rule: "expected-presence", on: onChange, serve: onRefusal(nil, body(`null`))},
	{Name: "error-text", Class: ClassSpec, Does: "refuses in words that are no JSON", Rule: "json-well-formed", on: onList, serve: onRefusal(nil, body("bad request"))},
	{Name: "error-nothing", Class: ClassSpec, Does: "refuses without a body", Rule: "body-present", on: onRemove, serve: onRefusal(nil, body(""))},
}

// jsonFaults are answers that are no JSON, or not one value of it.
var jsonFaults = []Fault{
	{Name: "json-nothing", Class: ClassSpec, Does: "succeeds without a body", Rule: "body-present", on: onRead, serve: onSuccess(body(""))},
	{Name: "json-comma", Class: ClassSpec, Does: "ends its object with a comma", Rule: "json-well-formed", on: onChange, serve: onSuccess(func(v *visit) {
		if i := bytes.LastIndexByte(v.out, '}'); i >= 0 {
			v.out = append(bytes.TrimRight(v.out[:i], " \n"), ",}"...)
		}
	})},
	{Name: "json-comment", Class: ClassSpec, Does: "writes a comment into its JSON", Rule: "json-well-formed", on: onRead, serve: onSuccess(func(v *visit) {
		v.out = append([]byte("// customer\n"), v.out...)
	})},
	{Name: "json-half", Class: ClassSpec, Does: "sends half of its JSON as if that were all", Rule: "json-well-formed", on: onRead, serve: onSuccess(func(v *visit) { v.out = v.out[:len(v.out)/2] })},
	{Name: "json-more", Class: ClassSpec, Does: "says more after the end of its JSON", Rule: "json-well-formed", on: onRead, serve: onSuccess(func(v *visit) { v.out = append(v.out, " ok"...) })},
	{Name: "json-twice", Class: ClassSpec, Does: "sends its JSON twice", Rule: "json-well-formed", on: onRemove, serve: onSuccess(func(v *visit) { v.out = append(v.out, v.out...) })},
	{Name: "json-duplicate-name", Class: ClassSpec, Does: "says a name twice in one object", Rule: "json-well-formed", on: onRead, serve: onSuccess(func(v *visit) {
		v.out = append([]byte(`{"request_id":"first",`), bytes.TrimPrefix(v.out, []byte("{"))...)
	})},
	{Name: "json-bom", Class: ClassSpec, Does: "begins with a byte order mark", Rule: "json-well-formed", on: onRead, serve: onSuccess(func(v *visit) { v.out = append([]byte("\ufeff"), v.out...) })},
	{Name: "json-utf8", Class: ClassSpec, Does: "sends bytes that are no UTF-8", Rule: "json-well-formed", on: onRead, serve: onSuccess(func(v *visit) {
		if i := bytes.LastIndexByte(v.out, '"'); i >= 0 {
			v.out = append(append(bytes.Clone(v.out[:i]), 0xff), v.out[i:]...)
		}
	})},
	{Name: "json-surrogate", Class: ClassSpec, Does: "sends half of a surrogate pair", Rule: "json-well-formed", on: onList, serve: onSuccess(func(v *visit) {
		if i := bytes.LastIndexByte(v.out, '"'); i >= 0 {
			v.out = append(append(bytes.Clone(v.out[:i]), `\ud800`...), v.out[i:]...)
		}
	})},
	{Name: "json-utf16", Class: ClassSpec, Does: "sends its JSON in UTF-16", Rule: "json-well-formed", on: onRead, serve: onSuccess(func(v *visit) {
		var wide bytes.Buffer
		for _, b := range v.out {
			wide.Write([]byte{b, 0})
		}
		v.out = wide.Bytes()
	})},
	{Name: "json-nan", Class: ClassSpec, Does: "writes NaN", Rule: "json-well-formed", on: onRead, serve: onSuccess(body(`{"request_id":NaN}`))},
	{Name: "json-quotes", Class: ClassSpec, Does: "writes strings in single quotes", Rule: "json-well-formed", on: onRemove, serve: onSuccess(func(v *visit) { v.out = bytes.ReplaceAll(v.out, []byte(`"`), []byte(`'`)) })},
	{Name: "json-control", Class: ClassSpec, Does: "writes a line break inside a string", Rule: "json-well-formed", on: onRead, serve: onSuccess(func(v *visit) {
		if i := bytes.LastIndexByte(v.out, '"'); i >= 0 {
			v.out = append(append(bytes.Clone(v.out[:i]), '\n'), v.out[i:]...)
		}
	})},
	{Name: "json-deep", Class: ClassSpec, Does: "nests deeper than anybody reads", Rule: "json-well-formed", on: onRead, serve: onSuccess(body(`{"a":` + strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000) + `}`))},
	{Name: "json-single-line-comment", Class: ClassSpec, Does: "writes a comment into its JSON", Rule: "json-well-formed", on: onList, serve: onSuccess(func(v *visit) { v.out = append([]byte("// ok\n"), v.out...) })},
}
