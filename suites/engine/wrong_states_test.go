package engine

import (
	"bytes"
	"net/http"

	"github.com/plumbline-dev/plumbline/runner/mock"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

var (
	own   = mock.DefaultPartners[0]
	other = mock.DefaultPartners[1]

	asPlaid    = []string{"plaid"}
	byDocument = []string{"document"}
)

// wrongStatuses are servers that answer the right request with the wrong status.
var wrongStatuses = []wrong{
	{name: "fails", operation: opGet, rule: "no-server-error", serve: onSuccess(refusing(500, "API_ERROR", "INTERNAL_SERVER_ERROR"))},
	{name: "fails behind a proxy", operation: opCreate, rule: "no-server-error", serve: after(func(v *visit) {
		v.status = 502
		body("<h1>Bad Gateway</h1>")(v)
		v.header.Set("Content-Type", "text/html")
	})},
	{name: "fails where it should refuse", operation: opEnable, rule: "no-server-error", serve: onRefusal(404, refusing(500, "API_ERROR", "INTERNAL_SERVER_ERROR"))},
	// The document's default response covers 201, so the answer is held to the error that it describes, property by property.
	{name: "answers 201", operation: opCreate, rule: "response-schema", most: 5, serve: onSuccess(func(v *visit) { v.status = 201 })},
	{name: "answers 204", operation: opRemove, rule: "workflow-step", serve: onSuccess(func(v *visit) { v.status = 204; body("")(v) })},
	{name: "sends elsewhere", operation: opGet, rule: "redirect-documented", most: 1, serve: onSuccess(func(v *visit) {
		v.status = 302
		v.header = http.Header{"Location": {"/elsewhere"}}
		v.reply = nil
	})},
	{name: "sends elsewhere in HTML", operation: opInstitutions, rule: "redirect-documented", most: 1, serve: onSuccess(func(v *visit) {
		v.status = 301
		v.header = http.Header{"Location": {"/elsewhere"}, "Content-Type": {"text/html"}}
		body("<h1>301 Moved Permanently</h1>")(v)
	})},
	// An operation that is gone breaks everything that uses it.
	{name: "has moved", operation: opRemove, rule: "operation-implemented", serve: after(refusing(404, "INVALID_REQUEST", "NOT_FOUND"))},
	{name: "refuses what is optional", operation: opCreate, rule: "positive-data-accepted", serve: func(right func(*visit), v *visit) {
		if bytes.Contains(v.body, []byte(`"technical_contact"`)) {
			v.refuse(400, "INVALID_REQUEST", "UNKNOWN_FIELDS")
			return
		}
		right(v)
	}},
	{name: "demands what is optional", operation: opCreate, rule: "positive-data-accepted", serve: func(right func(*visit), v *visit) {
		if right(v); v.status == 200 && !bytes.Contains(v.body, []byte(`"technical_contact"`)) {
			v.refuse(400, "INVALID_REQUEST", "MISSING_FIELDS")
		}
	}},
	{name: "makes an unknown customer up", operation: opGet, rule: "unknown-resource-refused", serve: onRefusal(404, (*visit).show)},
	{name: "says 400 of an unknown customer", operation: opRemove, rule: "unknown-resource-refused", serve: onRefusal(404, func(v *visit) { v.status = 400 })},
	{name: "says 403 of an unknown customer", operation: opInstitutions, rule: "unknown-resource-refused", serve: onRefusal(404, func(v *visit) { v.status = 403 })},
}

// wrongGates are servers that look at credentials in another way than promised.
var wrongGates = []wrong{
	{name: "does not check the secret", operation: opGet, rule: "authentication-enforced", serve: before(func(v *visit) {
		switch v.credential("PLAID-CLIENT-ID", "client_id") {
		case own.ClientID:
			v.as(own)
		case other.ClientID:
			v.as(other)
		}
	})},
	{name: "does not check a secret that is there", operation: opCreate, rule: "authentication-enforced", serve: before(func(v *visit) {
		if v.credential("PLAID-CLIENT-ID", "client_id") == own.ClientID && v.r.Header.Get("PLAID-SECRET") != "" {
			v.as(own)
		}
	})},
	{name: "does not demand a secret", operation: opRemove, rule: "authentication-enforced", serve: before(func(v *visit) {
		if v.credential("PLAID-CLIENT-ID", "client_id") == own.ClientID && v.credential("PLAID-SECRET", "secret") == "" {
			v.as(own)
		}
	})},
	{name: "does not check the client id", operation: opInstitutions, rule: "authentication-enforced", serve: before(func(v *visit) {
		if v.credential("PLAID-SECRET", "secret") == own.Secret {
			v.as(own)
		}
	})},
	{name: "lets everybody in", operation: opEnable, rule: "authentication-enforced", serve: before(func(v *visit) {
		if v.credential("PLAID-CLIENT-ID", "client_id") != other.ClientID {
			v.as(own)
			v.r.Header.Set("Plaid-Version", "2020-09-14")
		}
	})},
	{name: "looks customers up before it looks at credentials", operation: opRemove, rule: "authentication-enforced", serve: func(right func(*visit), v *visit) {
		if right(v); v.status == 400 || v.status == 401 {
			v.refuse(404, "INVALID_INPUT", "CUSTOMER_NOT_FOUND")
		}
	}},
	{name: "takes no credentials in the body", operation: opGet, rule: "authentication-enforced", faces: asPlaid, serve: before(func(v *visit) {
		v.body = edited(v.body)(tape.Delete(v.body, "/client_id"))
		v.body = edited(v.body)(tape.Delete(v.body, "/secret"))
	})},
	// Nearly every case asks with headers, so each kind of promise is broken.
	{name: "takes no credentials in headers", operation: opGet, rule: "authentication-enforced", most: 6, faces: asPlaid, serve: before(func(v *visit) {
		v.r.Header.Del("PLAID-CLIENT-ID")
		v.r.Header.Del("PLAID-SECRET")
	})},
	{name: "takes credentials in the body", operation: opGet, rule: "authentication-enforced", faces: byDocument, serve: before(func(v *visit) {
		if text(v.body, "/client_id") == own.ClientID && text(v.body, "/secret") == own.Secret {
			v.as(own)
		}
	})},
	{name: "refuses with 401", operation: opGet, rule: "authentication-enforced", faces: asPlaid, serve: onRefusal(400, func(v *visit) { v.status = 401 })},
	{name: "refuses with 400", operation: opGet, rule: "authentication-enforced", faces: byDocument, serve: onRefusal(401, func(v *visit) { v.status = 400 })},
	{name: "refuses with another code", operation: opEnable, rule: "authentication-enforced", faces: asPlaid, serve: onRefusal(400, func(v *visit) {
		if code := text(v.reply, "/error_code"); code == "MISSING_FIELDS" || code == "INVALID_API_KEYS" {
			set("/error_code", `"INVALID_BODY"`)(v)
		}
	})},
	{name: "demands a version", operation: opGet, rule: "authentication-enforced", faces: asPlaid, serve: func(right func(*visit), v *visit) {
		if v.r.Header.Get("Plaid-Version") == "" {
			v.refuse(400, "INVALID_REQUEST", "INVALID_HEADERS")
			return
		}
		right(v)
	}},
	{name: "demands no version", operation: opInstitutions, rule: "authentication-enforced", faces: byDocument, serve: before(func(v *visit) {
		if v.r.Header.Get("Plaid-Version") == "" {
			v.r.Header.Set("Plaid-Version", "2020-09-14")
		}
	})},
	{name: "shows a customer to another partner", operation: opGet, rule: "tenant-isolated", serve: before(asOwner)},
	{name: "shows registrations to another partner", operation: opInstitutions, rule: "tenant-isolated", serve: before(asOwner)},
	{name: "lets another partner remove", operation: opRemove, rule: "tenant-isolated", serve: before(asOwner)},
	{name: "lets another partner enable", operation: opEnable, rule: "tenant-isolated", serve: before(asOwner)},
	{name: "tells another partner that there is such a customer", operation: opGet, rule: "tenant-isolated", serve: func(right func(*visit), v *visit) {
		if right(v); v.status == 404 && v.credential("PLAID-CLIENT-ID", "client_id") == other.ClientID {
			v.status = 403
		}
	}},
}

// nowhere is the id of the pack that no customer has.
const nowhere = "000000000000000000000000"

// show answers with a customer that the request names, whether or not there is one.
func (v *visit) show() {
	v.status, v.header = 200, http.Header{"Content-Type": {"application/json"}}
	v.reply = []byte(`{"end_customer":{"client_id":` + string(tape.Quote(v.customer())) + `,"company_name":"x","status":"UNDER_REVIEW"},"request_id":"x"}`)
}

// asOwner makes a request of the other partner one of the first.
func asOwner(v *visit) {
	if v.credential("PLAID-CLIENT-ID", "client_id") == other.ClientID {
		v.as(own)
	}
}

// wrongLives are servers that lose track of a customer.
var wrongLives = []wrong{
	{name: "removes nothing", operation: opRemove, shownBy: opGet, rule: "workflow-step", serve: func(right func(*visit), v *visit) {
		path := v.r.URL.Path
		v.r.URL.Path = v.server.document.Operation(opGet).Path
		right(v)
		v.r.URL.Path = path
		if v.status != 200 || text(v.reply, "/end_customer/status") == "ACTIVE" {
			right(v)
			return
		}
		v.reply = []byte(`{"request_id":"x"}`)
	}},
	{name: "keeps removing", operation: opRemove, rule: "workflow-step", serve: func(right func(*visit), v *visit) {
		right(v)
		switch kept := v.recall(v.customer()); {
		case v.status == 200:
			v.remember(v.customer())
		case v.status == 404 && kept != nil:
			v.status, v.reply = 200, kept
		}
	}},
	{name: "removes a customer that is live", operation: opRemove, rule: "workflow-step", serve: after(func(v *visit) {
		if text(v.reply, "/error_code") == "CUSTOMER_REMOVAL_NOT_ALLOWED" {
			v.status, v.reply = 200, []byte(`{"request_id":"x"}`)
		}
	})},
	{name: "refuses to remove a live customer for another reason", operation: opRemove, rule: "workflow-step", serve: after(func(v *visit) {
		if text(v.reply, "/error_code") == "CUSTOMER_REMOVAL_NOT_ALLOWED" {
			set("/error_code", `"CUSTOMER_NOT_FOUND"`)(v)
		}
	})},
	{name: "hands out no sandbox secret", operation: opCreate, rule: "expected-presence", serve: onSuccess(drop("/end_customer/secrets"))},
	{name: "registers another name", operation: opCreate, rule: "workflow-step", serve: onSuccess(set("/end_customer/company_name", `"Another, Inc."`))},
	{name: "creates customers that are live", operation: opCreate, rule: "workflow-step", serve: onSuccess(set("/end_customer/status", `"ACTIVE"`))},
	{name: "hands out no production secret", operation: opEnable, rule: "expected-presence", serve: onSuccess(drop("/production_secret"))},
	{name: "hands out an empty production secret", operation: opEnable, rule: "expected-presence", serve: onSuccess(set("/production_secret", `""`))},
	{name: "shows the secrets again", operation: opGet, rule: "secret-hidden", serve: onSuccess(set("/end_customer/secrets", `{"sandbox":"0123456789abcdef0123456789abcd"}`))},
	{name: "shows another customer", operation: opGet, rule: "workflow-step", serve: onSuccess(set("/end_customer/client_id", `"0123456789abcdef01234567"`))},
	{name: "shows another name", operation: opGet, rule: "workflow-step", serve: onSuccess(set("/end_customer/company_name", `"Another, Inc."`))},
	{name: "never becomes active", operation: opGet, rule: "workflow-step", serve: onSuccess(func(v *visit) {
		v.reply = bytes.Replace(v.reply, []byte(`"ACTIVE"`), []byte(`"PENDING_ENABLEMENT"`), 1)
	})},
	{name: "is active from the first", operation: opGet, rule: "workflow-step", serve: onSuccess(set("/end_customer/status", `"ACTIVE"`))},
	{name: "still shows a removed customer", operation: opGet, rule: "workflow-step", serve: onRefusal(404, func(v *visit) {
		if v.customer() != nowhere && v.credential("PLAID-CLIENT-ID", "client_id") == own.ClientID {
			v.show()
		}
	})},
	{name: "forgets a customer at once", operation: opGet, rule: "positive-data-accepted", serve: onSuccess(refusing(404, "INVALID_INPUT", "CUSTOMER_NOT_FOUND"))},
	{name: "enables again and again", operation: opEnable, rule: "workflow-step", most: 1, serve: func(right func(*visit), v *visit) {
		if right(v); v.status == 200 {
			v.remember(v.customer())
		} else if kept := v.recall(v.customer()); kept != nil {
			v.status, v.reply = 200, kept
		}
	}},
	{name: "hands everybody the same secret", operation: opEnable, rule: "workflow-step", most: 1, serve: onSuccess(set("/production_secret", `"0123456789abcdef0123456789abcd"`))},
	{name: "still shows the registrations of a removed customer", operation: opInstitutions, rule: "workflow-step", most: 1, serve: onRefusal(404, func(v *visit) {
		if v.customer() != nowhere && !isOdd(v.customer()) && v.credential("PLAID-CLIENT-ID", "client_id") == own.ClientID {
			v.status, v.reply, v.header = 200, []byte(`{"request_id":"x"}`), http.Header{"Content-Type": {"application/json"}}
		}
	})},
	{name: "spells its reason in lower case", operation: opRemove, rule: "workflow-step", most: 1, serve: onRefusal(404, func(v *visit) {
		v.reply = bytes.Replace(v.reply, []byte("CUSTOMER_NOT_FOUND"), []byte("customer_not_found"), 1)
	})},
	{name: "cannot remove anything", operation: opRemove, rule: "resource-removable", serve: onSuccess(refusing(400, "INVALID_REQUEST", "INVALID_FIELD"))},
}

// unnoticed are servers that are wrong in a way that no check looks at yet, so that nobody takes a green run for more than it is. What
// each would need stands in its comment.
var unnoticed = []wrong{
	// RFC 9110, section 15.5.2: a 401 names a challenge.
	{name: "refuses without a challenge", operation: opGet, faces: byDocument, serve: onRefusal(401, func(v *visit) { v.header.Del("WWW-Authenticate") })},
	// The document promises no Plaid-Version in answers, although the API always echoes it.
	{name: "does not echo the version", operation: opGet, serve: onSuccess(func(v *visit) { v.header.Del("Plaid-Version") })},
}
