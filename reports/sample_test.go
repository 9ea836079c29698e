package reports

import (
	"fmt"
	"time"
)

// The samples are reports as the engine makes them: two for which no test has to invent anything, green and red, and the shapes
// at the edges. Times are fixed, so goldens hold none of a machine's.

const document = "plaid-partner@1.517.0"

var partnerOperations = []string{
	"partnerCustomerCreate", "partnerCustomerGet", "partnerCustomerOAuthInstitutionsGet", "partnerCustomerEnable", "partnerCustomerRemove",
}

var started = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

func base(kind Kind) *Report {
	return &Report{
		Format:  Format,
		Kind:    kind,
		Tool:    Tool{Name: "plumbline", Version: "v0.1.0"},
		Subject: Subject{Pack: "plaid-partner", Title: "The Plaid Partner API", Version: "2020-09-14_1.517.0", Document: document, Digest: "sha256:5d41402abc4b2a76b9719d911017c592"},
		Environment: &Environment{
			Name: "mock", URL: "http://mock.plumbline", Lifecycle: "real", Auth: "plaid", Writes: true, Enable: true,
		},
		Seed: 1, Started: started, Elapsed: 212 * time.Millisecond,
	}
}

// settle fills in what the engine computes.
func settle(r *Report, others ...Finding) *Report {
	r.Summary, r.Findings, r.Known = Summarise(r.Results, others...)
	r.Summary.Exchanges += len(r.Removals)
	return r
}

// asked is a result of one case with its own exchange.
func asked(operation, phase, name, title string, s Status, body string) Result {
	return Result{
		Case: operation + "/" + phase + "/" + name, Title: title, Operation: operation, Phase: phase, Status: s,
		Elapsed: 3 * time.Millisecond,
		Checks:  []string{"body-present", "json-well-formed", "media-type-documented", "response-schema", "status-documented", "transport-complete"},
		Exchanges: []Exchange{{
			Purpose: PurposeCase,
			Request: Request{Method: "POST", URL: "http://mock.plumbline/partner/customer/get", Body: `{"end_customer_client_id":"632f3c9a1b"}`,
				Headers: []Header{{"Content-Type", "application/json"}, {"Plaid-Client-Id", "${PLAID_CLIENT_ID}"}, {"Plaid-Secret", "[secret 1f3a, 30 characters]"}}},
			Response: &Response{Status: 200, Body: body, Size: int64(len(body)), Headers: []Header{
				{"Content-Type", "application/json; charset=utf-8"}, {"Date", "Fri, 02 Jan 2026 03:04:05 GMT"}, {"Plaid-Version", "2020-09-14"}, {"X-Request-Id", "m8MDnv9okwxFNBV"},
			}},
			Started: started, Elapsed: 3 * time.Millisecond,
			Curl: `curl -sS -i -X POST -H 'Content-Type: application/json' -H 'PLAID-CLIENT-ID: '"$PLAID_CLIENT_ID" -H 'PLAID-SECRET: '"$PLAID_SECRET" -H 'Plaid-Version: 2020-09-14' --data-raw '{"end_customer_client_id":"632f3c9a1b"}' 'http://mock.plumbline/partner/customer/get'`,
		}},
	}
}

func skipped(operation, phase, name, title, note string) Result {
	return Result{Case: operation + "/" + phase + "/" + name, Title: title, Operation: operation, Phase: phase, Status: StatusSkipped, Note: note}
}

const noSecondPartner = "needs a second partner: set PLAID_OTHER_CLIENT_ID and PLAID_OTHER_SECRET"

const customerBody = `{"end_customer":{"client_id":"632f3c9a1b","company_name":"Example Company","status":"ACTIVE","secrets":{"sandbox":"[secret 77c2, 30 characters]"}},"request_id":"m8MDnv9okwxFNBV"}`

// plan is every case of the samples, all passed.
func plan() []Result {
	var all []Result
	for i, op := range partnerOperations {
		for n := range 1 + i%2 {
			all = append(all, asked(op, "examples", fmt.Sprintf("example-%d", n+1), "answers the example request", StatusPassed, customerBody))
		}
		all = append(all,
			asked(op, "bodies", "minimal", "answers the minimal body", StatusPassed, customerBody),
			asked(op, "bodies", "maximal", "answers the maximal body", StatusPassed, customerBody))
		for _, who := range []string{"an unknown client id", "a wrong secret", "no client id", "no secret", "credentials in the body"} {
			all = append(all, asked(op, "authentication", fmt.Sprintf("%02d", len(all)), "refuses "+who, StatusPassed, `{}`))
		}
		if op != "partnerCustomerCreate" {
			all = append(all, asked(op, "resources", "unknown", "refuses an unknown end customer", StatusPassed, `{}`))
		}
	}
	for _, w := range []struct {
		id    string
		steps []string
	}{
		{"enable-customer", []string{"create", "get", "enable", "get-enabled", "remove-refused"}},
		{"remove-customer", []string{"create", "remove", "get-removed"}},
	} {
		for _, step := range w.steps {
			r := asked("partnerCustomerGet", "workflows", step, "step "+step, StatusPassed, customerBody)
			r.Case, r.Workflow = w.id+"/"+step, w.id
			all = append(all, r)
		}
	}
	return all
}

func green() *Report {
	r := base(KindRun)
	r.Results = plan()
	return settle(r)
}

// deviant is a green run in which answers of three operations differ from the document as known.
func deviant() *Report {
	r := base(KindRun)
	r.Results = plan()
	for i := range r.Results {
		result := &r.Results[i]
		if result.Phase == "resources" && result.Operation != "partnerCustomerEnable" {
			result.Findings = []Finding{{Rule: "response-schema", Level: LevelNote, Message: `received string "PARTNER_ERROR" at /error_type; promised one of 16 values`, InstancePath: "/error_type",
				Waiver: &Waiver{Reason: "Plaid answers with error_type PARTNER_ERROR, which its documents list since 1.556.0 only", Until: "1.556.0"}}}
		}
	}
	return settle(r)
}

func institutions(n int) string {
	body := `{"flowdown_status":"COMPLETE","questionnaire_status":"COMPLETE","institutions":[`
	for i := range n {
		if i > 0 {
			body += ","
		}
		body += fmt.Sprintf(`{"name":"Bank %d","institution_id":"ins_%d","environments":{"production":%s},"errors":[]}`, i, i, map[bool]string{true: "null", false: `"PROCESSING"`}[i == 3 || i == 8])
	}
	return body + `],"request_id":"4zlKapIkTm8p5KM"}`
}

// red has a fault of each kind a person meets: a broken schema seen in several cases, at another item in one of them; a broken answer; a
// step of a workflow that breaks three criteria; a warning; a deviation that two operations are known for; cases that could not be
// asked; something removed again, and something left behind.
func red() *Report {
	r := base(KindRun)
	r.Environment = &Environment{Name: "sandbox", URL: "https://sandbox.plaid.com", Lifecycle: "sample", Auth: "plaid", Writes: true}
	r.Results = plan()
	status := func(item int) Finding {
		return Finding{
			Rule: "response-schema", Level: LevelError,
			Message:  fmt.Sprintf("received null at /institutions/%d/environments/production, promised string (one of NOT_STARTED, PROCESSING, APPROVED, ENABLED, ATTENTION_REQUIRED)", item),
			Received: "null", Promised: "string (one of NOT_STARTED, PROCESSING, APPROVED, ENABLED, ATTENTION_REQUIRED)",
			Fix:          "Send one of the documented values, or declare the property nullable.",
			Clause:       "OpenAPI 3.0.3, section 4.7.24 (Schema Object, nullable)",
			InstancePath: fmt.Sprintf("/institutions/%d/environments/production", item),
			KeywordPath:  "/components/schemas/PartnerEndCustomerOAuthInstitution/properties/environments/properties/production/type",
			Location:     Location{File: document, Line: 1042, Column: 17},
		}
	}
	criterion := func(condition, at, received, promised string) Finding {
		return Finding{
			Rule: "workflow-step", Level: LevelError, Message: fmt.Sprintf("received %s at %s; promised %s", received, at, promised), Received: received, Promised: promised,
			Fix: "Compare the answer with what the step describes.", Clause: "Arazzo 1.0.1, section 4.6.11 (Criterion Object)", InstancePath: at, KeywordPath: condition,
		}
	}
	for i := range r.Results {
		result := &r.Results[i]
		switch {
		case result.Operation == "partnerCustomerOAuthInstitutionsGet" && (result.Phase == "examples" || result.Phase == "bodies"):
			result.Status = StatusFailed
			result.Exchanges[0].Response.Body = institutions(9)
			result.Exchanges[0].Response.Size = int64(len(institutions(9)))
			result.Findings = []Finding{status(3)}
			if result.Phase == "examples" {
				result.Findings = []Finding{status(3), status(8)}
			}
			if result.Case == "partnerCustomerOAuthInstitutionsGet/bodies/maximal" {
				result.Findings = []Finding{status(8)}
			}
		case result.Case == "partnerCustomerGet/resources/unknown":
			result.Status = StatusFailed
			result.Exchanges[0].Response.Status = 500
			result.Exchanges[0].Response.Body = "<html>\r\n<head><title>500 Internal Server Error</title></head>\r\n<body>\x1b[31mboom\x1b[0m</body>\r\n</html>\r\n"
			result.Exchanges[0].Response.Size = int64(len(result.Exchanges[0].Response.Body))
			result.Exchanges[0].Response.Headers[0].Value = "text/html"
			result.Findings = []Finding{
				{Rule: "no-server-error", Level: LevelError, Message: "received status 500, promised an answer below 500", Received: "status 500", Promised: "an answer below 500",
					Fix: "Answer a wrong request with a 4xx status; a 5xx says that the server itself failed.", Clause: "RFC 9110, section 15.6", Location: Location{File: document, Line: 310, Column: 9}},
				{Rule: "media-type-documented", Level: LevelError, Message: "received text/html, promised application/json", Received: "text/html", Promised: "application/json",
					Fix: "Send the documented media type, or document the one that is sent.", Clause: "OpenAPI 3.0.3, section 4.7.17 (Response Object, content)", Location: Location{File: document, Line: 318, Column: 13}},
			}
		case result.Case == "partnerCustomerEnable/bodies/maximal":
			result.Findings = []Finding{{Rule: "response-time", Level: LevelWarning, Message: "the answer to the full body took longer than the budget", Received: "after 6.1 s", Promised: "within 5 s",
				Fix: "Answer sooner, or raise the budget with --budget.", Clause: "budget of the pack"}}
		case result.Phase == "bodies" && (result.Operation == "partnerCustomerCreate" || result.Operation == "partnerCustomerGet"):
			result.Findings = []Finding{{Rule: "response-schema", Level: LevelError, Message: "received LIMITED, promised ACTIVE or DENIED", InstancePath: "/end_customer/status",
				Waiver: &Waiver{Reason: "Plaid sends statuses that this version of the document does not list yet", Until: "1.670.0"}}}
		case result.Case == "remove-customer/create":
			result.Status = StatusFailed
			result.Findings = []Finding{
				criterion("$response.body#/end_customer/company_name == $request.body#/company_name", "/end_customer/company_name", `"Example Company"`, `"Plumbline 9785c9fb" as in $request.body#/company_name`),
				criterion("$response.body#/end_customer/secrets/production != null && $response.body#/end_customer/secrets/production != ''", "/end_customer/secrets/production", "nothing for $response.body#/end_customer/secrets/production", "a value"),
				criterion("$response.body#/end_customer/secrets/sandbox == $steps.create.outputs.secret", "/end_customer/secrets", "an object", "a string"),
			}
		case result.Workflow == "enable-customer":
			result.Status, result.Note, result.Exchanges, result.Checks = StatusSkipped, "sandbox has the life cycle sample, the workflow needs real", nil, nil
		case result.Case == "partnerCustomerRemove/bodies/minimal":
			result.Status, result.Note, result.Checks = StatusErrored, "dial tcp 52.45.18.3:443: connection reset by peer", nil
			result.Exchanges[0].Response, result.Exchanges[0].Err = nil, "connection reset by peer"
		}
	}
	for _, op := range partnerOperations[1:] {
		r.Results = append(r.Results, skipped(op, "tenants", "other", "hides the customer of another partner", noSecondPartner))
	}
	left := func(id, reason string) Leftover {
		return Leftover{Resource: "end_customer", ID: id, Operation: "partnerCustomerCreate", Reason: reason}
	}
	const refused, unanswered = "partnerCustomerRemove answered 400 CUSTOMER_REMOVAL_NOT_ALLOWED", "partnerCustomerRemove gave no answer: connection reset by peer"
	r.Leftovers = []Leftover{left("632f3c9a1b2c3d4e5f607182", refused), left("632f3c9a1b2c3d4e5f607183", unanswered), left("632f3c9a1b2c3d4e5f607184", refused)}
	r.Removals = []Exchange{{
		Purpose: PurposeRemove, Started: started, Elapsed: 2 * time.Millisecond,
		Request:  Request{Method: "POST", URL: "http://mock.plumbline/partner/customer/remove", Body: `{"end_customer_client_id":"632f3c9a1b"}`},
		Response: &Response{Status: 200, Body: `{"request_id":"m8MDnv9okwxFNBV"}`, Size: 32},
		Curl:     `curl -sS -i -X POST --data-raw '{"end_customer_client_id":"632f3c9a1b"}' 'http://mock.plumbline/partner/customer/remove'`,
	}}
	r.Elapsed = 14*time.Second + 210*time.Millisecond
	return settle(r)
}

// checked is a document that was checked by itself.
func checked() *Report {
	r := base(KindCheck)
	r.Environment, r.Elapsed = nil, 9*time.Millisecond
	r.Subject = Subject{Title: "The Plaid Partner API", Version: "2020-09-14_1.517.0", Document: "api/openapi.yml", Digest: "sha256:5d41402abc4b2a76b9719d911017c592"}
	dangling := func(name string, row int, at string) Finding {
		return Finding{Rule: "reference-dangling", Level: LevelError, Message: fmt.Sprintf("#/components/schemas/%s names nothing", name), Received: "", Promised: "",
			Fix: "Add the schema, or point the reference at one that exists.", Clause: "OpenAPI 3.0.3, section 4.7.23 (Reference Object)",
			KeywordPath: at, Location: Location{File: "api/openapi.yml", Line: row, Column: 17}}
	}
	return settle(r,
		dangling("PartnerEndCustomerAddress", 88, "/components/schemas/A/properties/address/$ref"),
		Finding{Rule: "security-scheme-undefined", Level: LevelError, Message: "security requires plaidVersion, which securitySchemes does not define",
			Fix: "Define it under components/securitySchemes.", Clause: "OpenAPI 3.0.3, section 4.7.30 (Security Requirement Object)", KeywordPath: "/security/0/plaidVersion", Location: Location{File: "api/openapi.yml", Line: 12, Column: 5}},
		Finding{Rule: "operation-summary", Level: LevelWarning, Message: "partnerCustomerGet has no summary", Fix: "Add one line that says what it does.", Operation: "partnerCustomerGet", KeywordPath: "/paths/~1partner~1customer~1get/post", Location: Location{File: "api/openapi.yml", Line: 40, Column: 7}},
	)
}

// unreachable is a run whose target never answered.
func unreachable() *Report {
	r := base(KindRun)
	r.Environment.Name, r.Environment.URL, r.Environment.Lifecycle = "url", "http://127.0.0.1", "real"
	r.Results = plan()[:9]
	for i := range r.Results {
		result := &r.Results[i]
		result.Status, result.Note, result.Checks = StatusErrored, "could not connect: dial tcp 127.0.0.1: connection refused", nil
		result.Exchanges[0].Response, result.Exchanges[0].Err = nil, "dial tcp 127.0.0.1: connection refused"
	}
	return settle(r)
}

// empty is a run that asked nothing.
func empty() *Report {
	r := base(KindRun)
	r.Results = []Result{skipped("partnerCustomerGet", "tenants", "other", "hides the customer of another partner", noSecondPartner)}
	return settle(r)
}
