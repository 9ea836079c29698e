package engine

import (
	"bytes"
	"net/http"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// instead puts a value where the request holds another, so that the right server does not see what it would refuse.
func instead(pointer, value string, when func(tape.Value, bool) bool) serve {
	return before(func(v *visit) {
		t, _ := tape.Read(v.body, tape.Limits{})
		defer t.Release()
		if !t.Usable() || t.Root().Kind() != tape.Object {
			return
		}
		if !when(t.Root().At(pointer)) {
			return
		}
		if body, err := tape.Set(v.body, pointer, []byte(value)); err == nil {
			v.body = body
		}
	})
}

func absent(_ tape.Value, there bool) bool     { return !there }
func isNull(v tape.Value, there bool) bool     { return there && v.Kind() == tape.Null }
func isNumber(v tape.Value, there bool) bool   { return there && v.Kind() == tape.Number }
func hasNull(v tape.Value, there bool) bool    { return there && bytes.Contains(v.Raw(), []byte("null")) }
func isUnlisted(v tape.Value, there bool) bool { return there && strings.HasSuffix(v.Text(), "_") }
func lacksAmount(v tape.Value, there bool) bool {
	return there && !bytes.Contains(v.Raw(), []byte("amount"))
}
func whenBody(when func([]byte) bool, f func(*visit)) serve {
	return func(right func(*visit), v *visit) {
		if when(v.body) {
			f(v)
			return
		}
		right(v)
	}
}

// failing is the internal error of the API.
var failing = refusing(500, "API_ERROR", "INTERNAL_SERVER_ERROR")

// wrongRequests are servers that take what they should refuse, or fail at it, or refuse what they should take.
var wrongRequests = []wrong{
	{name: "takes a customer without a website", operation: opCreate, rule: "negative-data-rejected", most: 1, serve: instead("/website", `"https://example.com"`, absent)},
	{name: "takes null for a name", operation: opCreate, rule: "negative-data-rejected", most: 1, serve: instead("/company_name", `"x"`, isNull)},
	{name: "takes a number for a city", operation: opCreate, rule: "negative-data-rejected", most: 1, serve: instead("/address/city", `"x"`, isNumber)},
	{name: "takes null in a list of addresses", operation: opCreate, rule: "negative-data-rejected", most: 1, faces: byDocument, serve: instead("/redirect_uris", `[]`, hasNull)},
	{name: "takes products that are not listed", operation: opCreate, rule: "negative-data-rejected", most: 1, serve: instead("/products/0", `"auth"`, isUnlisted)},
	{name: "takes assets without an amount", operation: opCreate, rule: "negative-data-rejected", most: 1, serve: instead("/assets_under_management", `{"amount":1,"iso_currency_code":"USD"}`, lacksAmount)},
	{name: "takes a number for an id", operation: opGet, rule: "negative-data-rejected", most: 1, serve: onRefusal(400, func(v *visit) {
		if bytes.Contains(v.body, []byte(`"end_customer_client_id":41`)) {
			v.status, v.reply = 200, []byte(`{"end_customer":{"client_id":"41","company_name":"x","status":"ACTIVE"},"request_id":"x"}`)
		}
	})},
	{name: "removes whatever the type says", operation: opRemove, rule: "negative-data-rejected", most: 1, serve: before(func(v *visit) {
		if strings.HasPrefix(v.r.Header.Get("Content-Type"), "text/plain") {
			v.r.Header.Set("Content-Type", "application/json")
		}
	})},
	{name: "reads only the first value", operation: opEnable, rule: "negative-data-rejected", most: 1, serve: before(func(v *visit) {
		v.body = bytes.TrimSuffix(bytes.TrimSuffix(v.body, []byte(" x")), []byte("{}"))
	})},
	{name: "closes what is open", operation: opInstitutions, rule: "negative-data-rejected", most: 1, serve: before(func(v *visit) {
		if bytes.HasPrefix(v.body, []byte("{")) && !bytes.Contains(v.body, []byte("}")) {
			v.body = append(v.body, '}')
		}
	})},
	{name: "asks without a body", operation: opInstitutions, rule: "negative-data-rejected", most: 1, serve: onRefusal(400, func(v *visit) {
		if len(v.body) == 0 && v.r.Method == http.MethodPost {
			v.status, v.reply = 200, []byte(`{"flowdown_status":"COMPLETE","questionnaire_status":"COMPLETE","institutions":[],"request_id":"x"}`)
		}
	})},
	{name: "takes every method", operation: opRemove, rule: "unsupported-method-refused", most: 1, serve: before(func(v *visit) { v.r.Method = http.MethodPost })},
	{name: "takes every method to read", operation: opGet, rule: "unsupported-method-refused", most: 1, serve: before(func(v *visit) { v.r.Method = http.MethodPost })},
	{name: "does not say which methods there are", operation: opGet, rule: "unsupported-method-refused", most: 1, serve: onRefusal(405, func(v *visit) { v.header.Del("Allow") })},
	{name: "names other methods", operation: opGet, rule: "unsupported-method-refused", most: 1, serve: onRefusal(405, func(v *visit) { v.header.Set("Allow", "GET") })},
	{name: "fails at another method", operation: opGet, rule: "no-server-error", most: 1, serve: onRefusal(405, failing)},
	{name: "refuses one of the products", operation: opCreate, rule: "positive-data-accepted", most: 1, serve: whenBody(func(b []byte) bool { return bytes.Contains(b, []byte(`"signal"`)) }, refusing(400, "INVALID_REQUEST", "INVALID_FIELD"))},
	{name: "refuses customers without billing contact", operation: opCreate, rule: "positive-data-accepted", most: 1, serve: whenBody(func(b []byte) bool {
		return bytes.Contains(b, []byte("technical_contact")) && bytes.HasPrefix(b, []byte("{")) && !bytes.Contains(b, []byte("billing_contact"))
	}, refusing(400, "INVALID_REQUEST", "MISSING_FIELDS"))},
	{name: "fails at a byte order mark", operation: opGet, rule: "no-server-error", most: 1, serve: whenBody(func(b []byte) bool { return bytes.HasPrefix(b, []byte("\xef\xbb\xbf")) }, failing)},
	{name: "fails at deep nesting", operation: opInstitutions, rule: "no-server-error", most: 1, serve: whenBody(func(b []byte) bool { return bytes.Contains(b, []byte("[[[[[[[[[")) }, failing)},
	{name: "fails at a list", operation: opGet, rule: "no-server-error", most: 1, serve: whenBody(func(b []byte) bool { return bytes.HasPrefix(b, []byte("[")) }, failing)},
	{name: "fails at empty texts", operation: opCreate, rule: "no-server-error", most: 1, serve: whenBody(func(b []byte) bool { return bytes.Contains(b, []byte(`"website":""`)) }, failing)},
	{name: "fails at an id with a quote", operation: opGet, rule: "no-server-error", most: 1, serve: whenBody(func(b []byte) bool { return bytes.Contains(b, []byte(`' OR '`)) }, failing)},
	{name: "takes an empty id for any", operation: opGet, rule: "unknown-resource-refused", most: 1, serve: onRefusal(404, func(v *visit) {
		if v.customer() == "" {
			v.show()
		}
	})},
}
