package mock

import (
	"bytes"
	"encoding/json"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

var notFound = []int{http.StatusNotFound}

// statusFaults answer with a well-formed body under the wrong status.
var statusFaults = []Fault{
	{Name: "success-201", Class: ClassIntent, Does: "succeeds with 201 where the document says 200", Rule: "response-schema", on: onCreate, serve: onSuccess(status(http.StatusCreated))},
	{Name: "success-202", Class: ClassIntent, Does: "succeeds with 202 where the document says 200", Rule: "response-schema", on: onRead, serve: onSuccess(status(http.StatusAccepted))},
	{Name: "success-204", Class: ClassIntent, Does: "succeeds with 204 and without a body where the document says 200", Rule: "workflow-step", on: onRemove, serve: onSuccess(status(http.StatusNoContent), body(""), media(""))},
	{Name: "unknown-made-up", Class: ClassIntent, Does: "makes up a customer that nobody created", Rule: "unknown-resource-refused", on: onRead, needs: true, serve: onRefusal(notFound, show)},
	{Name: "unknown-registrations", Class: ClassIntent, Does: "shows registrations of a customer that nobody created", Rule: "unknown-resource-refused", on: onList, needs: true, serve: onRefusal(notFound, func(v *visit) {
		if s, err := v.mock.samples.of(v.operation); err == nil {
			v.repeat(s.body)
		}
	})},
	{Name: "unknown-enabled", Class: ClassIntent, Does: "enables a customer that nobody created", Rule: "unknown-resource-refused", on: onChange, needs: true, serve: onRefusal(notFound, (*visit).enabled)},
	{Name: "unknown-removed", Class: ClassIntent, Does: "removes a customer that nobody created", Rule: "unknown-resource-refused", on: onRemove, needs: true, serve: onRefusal(notFound, (*visit).removed)},
	{Name: "unknown-prefix", Class: ClassIntent, Does: "finds a customer by the beginning of its id", Rule: "unknown-resource-refused", on: onRead, needs: true, serve: before(byPrefix)},
	{Name: "unknown-prefix-enabled", Class: ClassIntent, Does: "enables the customer whose id begins with the same eight characters", Rule: "unknown-resource-refused", on: onChange, needs: true, serve: before(byEight)},
	{Name: "unknown-prefix-removed", Class: ClassIntent, Does: "removes the customer whose id begins so", Rule: "unknown-resource-refused", on: onRemove, needs: true, serve: before(byPrefix)},
	{Name: "unknown-longer", Class: ClassIntent, Does: "cuts ids that are too long", Rule: "unknown-resource-refused", on: onList, needs: true, serve: before(func(v *visit) {
		if id := v.subject(); len(id) > 24 {
			v.write(atSubject, id[:24])
		}
	})},
	{Name: "unknown-200", Class: ClassIntent, Does: "says with 200 that a customer is unknown", Rule: "unknown-resource-refused", on: onList, serve: onRefusal(notFound, status(http.StatusOK))},
	{Name: "unknown-400", Class: ClassIntent, Does: "says 400 of an unknown customer", Rule: "unknown-resource-refused", on: onRemove, serve: onRefusal(notFound, status(http.StatusBadRequest))},
	{Name: "unknown-403", Class: ClassIntent, Does: "says 403 of an unknown customer", Rule: "unknown-resource-refused", on: onList, serve: onRefusal(notFound, status(http.StatusForbidden))},
	{Name: "refusals-200", Class: ClassIntent, Does: "says with 200 what is wrong with a request", Rule: "negative-data-rejected", on: onCreate, serve: onRefusal(nil, func(v *visit) {
		if code := tape.TextAt(v.out, atErrorCode); code != refuseKeys.Code && v.named() {
			v.status = http.StatusOK
		}
	})},
	{Name: "moved", Class: ClassIntent, Does: "has an operation that is not there", Rule: "operation-implemented", on: onRemove, serve: after(func(v *visit) {
		if v.right() {
			refuse(&refuseRoute)(v)
		}
	})},
	{Name: "not-implemented", Class: ClassIntent, Does: "has not implemented an operation", Rule: "operation-implemented", on: onList, serve: onSuccess(refuse(&refusal{http.StatusNotImplemented, typeServer, "INTERNAL_SERVER_ERROR", "not implemented"}))},
	{Name: "not-routed", Class: ClassIntent, Does: "knows no such path, and says so in plain text", Rule: "operation-implemented", on: onChange, serve: after(func(v *visit) {
		v.begin(http.StatusNotFound)
		media("text/plain; charset=utf-8")(v)
		body("404 page not found\n")(v)
	})},
	{Name: "not-allowed", Class: ClassIntent, Does: "does not allow the method that the document lists", Rule: "operation-implemented", on: onRead, serve: after(func(v *visit) {
		if v.right() {
			refuse(&refuseMethod)(v)
			v.header.Set("Allow", http.MethodGet)
		}
	})},
}

// byPrefix makes the request one about a customer whose id begins with more than eight characters that it names.
func byPrefix(v *visit) {
	if id := v.subject(); len(id) > 8 {
		if whole := v.beginning(id); whole != "" {
			v.write(atSubject, whole)
		}
	}
}

// byEight makes the request one about a customer whose id has the same first eight characters.
func byEight(v *visit) {
	if id := v.subject(); len(id) >= 8 && v.beginning(id) != id {
		if whole := v.beginning(id[:8]); whole != "" {
			v.write(atSubject, whole)
		}
	}
}

// beginning is the id of a customer that was created and begins so; "" if there is none.
func (v *visit) beginning(id string) string {
	v.mock.mu.Lock()
	defer v.mock.mu.Unlock()
	for whole := range v.mock.sandboxes {
		if strings.HasPrefix(whole, id) {
			return whole
		}
	}
	return ""
}

// show answers with a customer that the request names, whether or not there is one.
func show(v *visit) {
	v.repeat([]byte(`{"end_customer":{"client_id":"","company_name":"Nobody","status":"UNDER_REVIEW"},"request_id":""}`))
	v.put(atID, string(tape.Quote(v.subject())))
}

// named says whether both credentials are there, so that a refusal is about something else.
func (v *visit) named() bool { return v.given("client_id") != "" && v.given("secret") != "" }

// refuseFaults refuse requests that the document allows.
var refuseFaults = []Fault{
	{Name: "refuses-all", Class: ClassIntent, Does: "refuses every request", Rule: "positive-data-accepted", on: onList, serve: onSuccess(refuse(&refuseField))},
	{Name: "refuses-caller", Class: ClassIntent, Does: "takes a caller whom it lets in elsewhere for a stranger", Rule: "positive-data-accepted", on: onChange, needs: true, serve: onSuccess(refuse(&refuseKeys))},
	{Name: "refuses-optional", Class: ClassIntent, Does: "refuses an optional property", Rule: "positive-data-accepted", on: onCreate, needs: true, serve: refusing(holds(`"technical_contact"`))},
	{Name: "demands-optional", Class: ClassIntent, Does: "demands an optional property", Rule: "positive-data-accepted", on: onCreate, needs: true, serve: refusing(func(v *visit) bool { return !holds(`"technical_contact"`)(v) })},
	{Name: "refuses-enum-value", Class: ClassIntent, Does: "refuses one value of an enum inside a list", Rule: "positive-data-accepted", on: onCreate, needs: true, serve: refusing(holds(`"liabilities"`))},
	{Name: "refuses-empty-object", Class: ClassIntent, Does: "refuses an object whose properties are all optional and absent", Rule: "positive-data-accepted", on: onCreate, needs: true, serve: refusing(func(v *visit) bool {
		return kindAt(v.in, "/address") == tape.Object && tape.TextAt(v.in, "/address/city") == ""
	})},
	{Name: "refuses-false", Class: ClassIntent, Does: "takes false for absent", Rule: "positive-data-accepted", on: onCreate, needs: true, serve: refusing(func(v *visit) bool {
		return slices.ContainsFunc([]string{"/is_diligence_attested", "/is_bank_addendum_completed", "/create_link_customization"}, func(at string) bool { return jsonAt(v.in, at) == "false" })
	})},
	{Name: "refuses-zero", Class: ClassIntent, Does: "takes zero for absent", Rule: "positive-data-accepted", on: onCreate, needs: true, serve: refusing(func(v *visit) bool {
		return strings.Trim(jsonAt(v.in, "/assets_under_management/amount"), "0.") == "" && jsonAt(v.in, "/assets_under_management/amount") != ""
	})},
	{Name: "refuses-longer-text", Class: ClassIntent, Does: "refuses an address on the web of more than 40 characters", Rule: "positive-data-accepted", on: onCreate, needs: true, serve: refusing(func(v *visit) bool {
		return utf8.RuneCountInString(tape.TextAt(v.in, "/website")) > 40
	})},
	{Name: "refuses-empty-list", Class: ClassIntent, Does: "refuses an empty list", Rule: "positive-data-accepted", on: onCreate, needs: true, serve: refusing(func(v *visit) bool {
		return slices.ContainsFunc([]string{"/products", "/redirect_uris"}, func(at string) bool { return jsonAt(v.in, at) == "[]" })
	})},
	{Name: "refuses-non-ascii", Class: ClassIntent, Does: "refuses names with letters outside ASCII", Rule: "positive-data-accepted", on: onCreate, serve: refusing(func(v *visit) bool {
		return bytes.ContainsFunc(v.in, func(r rune) bool { return r > 127 }) || bytes.Contains(v.in, []byte(`\u`))
	})},
	{Name: "refuses-example", Class: ClassIntent, Does: "refuses the document's own example", Rule: "positive-data-accepted", on: onCreate, needs: true, serve: refusing(holds(`bob.jones@example.com`))},
	{Name: "refuses-json-asked-for", Class: ClassIntent, Does: "refuses to answer in the media type that the document lists, where that is asked for", Rule: "positive-data-accepted", on: onRead, serve: refusing(func(v *visit) bool {
		return v.request.Header.Get("Accept") == "application/json"
	})},
	{Name: "refuses-half-a-contact", Class: ClassIntent, Does: "demands a part of an optional object that may be left out", Rule: "positive-data-accepted", on: onCreate, needs: true, serve: refusing(func(v *visit) bool {
		return jsonAt(v.in, "/billing_contact") != "" && jsonAt(v.in, "/billing_contact/email") == ""
	})},
	{Name: "refuses-product", Class: ClassIntent, Tight: true, Does: "refuses a value that its enum lists", Rule: "positive-data-accepted", on: onCreate, needs: true, serve: refusing(holds(`"statements"`))},
	{Name: "refuses-longest-text", Class: ClassIntent, Tight: true, Does: "refuses a text of the length that is the most allowed", Rule: "positive-data-accepted", on: onCreate, needs: true, serve: refusing(func(v *visit) bool {
		return utf8.RuneCountInString(tape.TextAt(v.in, "/website")) == 200
	})},
	{Name: "refuses-undeclared-property", Class: ClassIntent, Faces: []string{"document"}, Does: "refuses a property that the document does not name, in an object that takes more in so many words", Rule: "positive-data-accepted", on: onCreate, needs: true, serve: refusing(func(v *visit) bool {
		var contact map[string]any
		err := json.Unmarshal([]byte(jsonAt(v.in, "/technical_contact")), &contact)
		for _, declared := range []string{"given_name", "family_name", "email"} {
			delete(contact, declared)
		}
		return err == nil && len(contact) > 0
	})},
	{Name: "refuses-large-amount", Class: ClassIntent, Does: "refuses a number that 32 bits have no room for", Rule: "positive-data-accepted", on: onCreate, needs: true, serve: refusing(func(v *visit) bool {
		amount, err := strconv.ParseFloat(jsonAt(v.in, "/assets_under_management/amount"), 64)
		return err == nil && amount > math.MaxInt32
	})},
	{Name: "refuses-media-type-in-capitals", Class: ClassIntent, Does: "refuses a media type in capitals", Rule: "positive-data-accepted", on: onList, serve: refusing(func(v *visit) bool {
		return v.request.Header.Get("Content-Type") != strings.ToLower(v.request.Header.Get("Content-Type"))
	})},
	{Name: "refuses-white-space", Class: ClassIntent, Does: "refuses a body with white space around its tokens", Rule: "positive-data-accepted", on: onRead, serve: refusing(func(v *visit) bool {
		return json.Valid(v.in) && bytes.ContainsAny(v.in, "\n")
	})},
	{Name: "refuses-charset", Class: ClassIntent, Does: "refuses a media type with a parameter", Rule: "positive-data-accepted", on: onRead, serve: refusing(func(v *visit) bool {
		return strings.Contains(v.request.Header.Get("Content-Type"), ";")
	})},
}

// refusing refuses requests that would succeed and fit.
func refusing(fits func(v *visit) bool) serve {
	return func(right func(*visit), v *visit) {
		if !fits(v) {
			right(v)
			return
		}
		// The right mock is asked who asks, and about nothing that is there.
		asked := *v
		if res, place := v.mock.pack.About(v.operation.ID); res != nil && packs.InParameter(place) == "" && v.subject() != "" {
			asked.write(place, res.Unknown)
		}
		if v.mock.pack.Operation(v.operation.ID).Effect == "create" {
			asked.in = []byte(`{}`)
			for _, c := range v.mock.pack.Credentials {
				if at := tape.PointerAppend("", c.Body); c.Body != "" && tape.TextAt(v.in, at) != "" {
					asked.write(at, tape.TextAt(v.in, at))
				}
			}
		}
		right(&asked)
		v.status, v.header, v.out = asked.status, asked.header, asked.out
		if code := tape.TextAt(v.out, atErrorCode); v.success() || v.status == 404 || code == refuseMissing.Code && v.named() {
			refuse(&refuseField)(v)
		}
	}
}

// holds says whether the request's body holds a text.
func holds(text string) func(v *visit) bool {
	return func(v *visit) bool { return bytes.Contains(v.in, []byte(text)) }
}

// jsonAt is the JSON at a pointer of a body; "" if there is none.
func jsonAt(body []byte, pointer string) string {
	t, _ := tape.Read(body, tape.Limits{})
	defer t.Release()
	if !t.Usable() {
		return ""
	}
	at, ok := t.Root().At(pointer)
	if !ok {
		return ""
	}
	return string(at.Raw())
}

// failFaults break down where they should succeed or refuse.
var failFaults = []Fault{
	{Name: "fails", Class: ClassIntent, Does: "fails with 500", Rule: "no-server-error", on: onRead, serve: onSuccess(refuse(&refuseServer))},
	{Name: "fails-behind-proxy", Class: ClassIntent, Does: "fails with 502 and a page in HTML", Rule: "no-server-error", on: onCreate, serve: after(page502)},
	{Name: "fails-on-unknown", Class: ClassIntent, Does: "fails with 500 on an id that it does not know", Rule: "no-server-error", on: onChange, serve: onRefusal(notFound, refuse(&refuseServer))},
	{Name: "fails-on-malformed-json", Class: ClassIntent, Does: "fails with 500 on a body that is no JSON", Rule: "no-server-error", on: onRead, serve: failing500(unreadable)},
	{Name: "fails-on-wrong-type", Class: ClassIntent, Does: "fails with 500 on a value of another type", Rule: "no-server-error", on: onCreate, serve: failing500(retyped(0))},
	{Name: "fails-on-null", Class: ClassIntent, Does: "fails with 500 on null", Rule: "no-server-error", on: onList, serve: failing500(nulled)},
	{Name: "fails-on-missing-property", Class: ClassIntent, Does: "fails with 500 where a required property is absent", Rule: "no-server-error", on: onRemove, serve: failing500(keyword("required"))},
	{Name: "fails-on-no-body", Class: ClassIntent, Does: "fails with 500 on an empty body", Rule: "no-server-error", on: onRead, serve: failing500(func(v *visit) bool { return len(v.in) == 0 })},
	{Name: "fails-on-not-an-object", Class: ClassIntent, Does: "fails with 500 on a body that is no object", Rule: "no-server-error", on: onRead, serve: failing500(func(v *visit) bool {
		kind := kindAt(v.in, "")
		return kind != 0 && kind != tape.Object
	})},
	{Name: "fails-on-wrong-media-type", Class: ClassIntent, Does: "fails with 500 on another media type", Rule: "no-server-error", on: onCreate, serve: failing500(func(v *visit) bool {
		return mediaType(v.request.Header.Get("Content-Type")) != "application/json"
	})},
	{Name: "fails-without-credentials", Class: ClassIntent, Does: "fails with 500 where credentials are absent", Rule: "no-server-error", on: onRead, needs: true, serve: failing500(func(v *visit) bool { return !v.named() })},
	{Name: "fails-on-empty-list", Class: ClassIntent, Does: "fails with 500 on an empty list of optional items", Rule: "no-server-error", on: onCreate, needs: true, serve: breaking(func(v *visit) bool {
		return jsonAt(v.in, "/redirect_uris") == "[]"
	})},
	{Name: "fails-on-empty-text", Class: ClassIntent, Does: "fails with 500 on an optional text that is empty", Rule: "no-server-error", on: onCreate, needs: true, serve: breaking(func(v *visit) bool {
		return jsonAt(v.in, "/registration_number") == `""`
	})},
	{Name: "fails-on-long-name", Class: ClassIntent, Does: "fails with 500 on a name of more than 255 characters", Rule: "no-server-error", on: onCreate, needs: true, serve: breaking(func(v *visit) bool {
		return utf8.RuneCountInString(tape.TextAt(v.in, "/company_name")) > 255
	})},
	{Name: "fails-on-apostrophe", Class: ClassIntent, Does: "fails with 500 on an apostrophe in a name", Rule: "no-server-error", on: onCreate, needs: true, serve: breaking(func(v *visit) bool {
		return strings.Contains(tape.TextAt(v.in, "/company_name"), "'")
	})},
	{Name: "fails-on-huge-amount", Class: ClassIntent, Does: "fails with 500 on a number that its store cannot hold", Rule: "no-server-error", on: onCreate, needs: true, serve: breaking(func(v *visit) bool {
		return strings.Contains(jsonAt(v.in, "/assets_under_management/amount"), "e")
	})},
	{Name: "fails-on-number-beyond-double", Class: ClassIntent, Does: "fails with 500 on a number that no double holds", Rule: "no-server-error", on: onCreate, needs: true, serve: breaking(func(v *visit) bool {
		return jsonAt(v.in, "/assets_under_management/amount") == "1e400"
	})},
	{Name: "fails-on-empty-name", Class: ClassIntent, Does: "fails with 500 on an empty name", Rule: "no-server-error", on: onCreate, needs: true, serve: breaking(func(v *visit) bool {
		return jsonAt(v.in, "/company_name") == `""`
	})},
	{Name: "fails-on-very-long-name", Class: ClassIntent, Does: "fails with 500 on a name of more than 1000 characters", Rule: "no-server-error", on: onCreate, needs: true, serve: breaking(func(v *visit) bool {
		return utf8.RuneCountInString(tape.TextAt(v.in, "/company_name")) > 1000
	})},
	{Name: "fails-on-nul-in-name", Class: ClassIntent, Does: "fails with 500 on U+0000 in a name", Rule: "no-server-error", on: onCreate, needs: true, serve: breaking(func(v *visit) bool {
		return strings.Contains(tape.TextAt(v.in, "/company_name"), "\x00")
	})},
	{Name: "fails-on-emoji", Class: ClassIntent, Does: "fails with 500 on a name beyond the first plane", Rule: "no-server-error", on: onCreate, needs: true, serve: breaking(func(v *visit) bool {
		return strings.ContainsFunc(tape.TextAt(v.in, "/legal_entity_name"), func(r rune) bool { return r > 0xffff })
	})},
	{Name: "fails-on-control", Class: ClassIntent, Does: "fails with 500 on a character that its store cannot hold", Rule: "no-server-error", on: onChange, serve: breaking(holds(`\u0000`))},
	{Name: "fails-on-deep-nesting", Class: ClassIntent, Does: "fails with 500 on a value that is nested deeper than it reads", Rule: "no-server-error", on: onChange, serve: breaking(holds(strings.Repeat("[", 1000)))},
	{Name: "fails-on-other-method", Class: ClassIntent, Does: "fails with 500 on another method", Rule: "no-server-error", on: onRead, serve: after(func(v *visit) {
		if !v.right() {
			refuse(&refuseServer)(v)
		}
	})},
}

// failing500 fails on requests that fit and that are refused otherwise.
func failing500(fits func(v *visit) bool) serve {
	return after(func(v *visit) {
		if v.right() && !v.success() && fits(v) {
			refuse(&refuseServer)(v)
		}
	})
}

// breaking fails on requests that fit, whatever would become of them otherwise, and changes nothing.
func breaking(fits func(v *visit) bool) serve {
	return func(right func(*visit), v *visit) {
		if v.right() && fits(v) {
			refuse(&refuseServer)(v)
			return
		}
		right(v)
	}
}

func page502(v *visit) {
	v.status = http.StatusBadGateway
	media("text/html")(v)
	body("<!doctype html><h1>Bad Gateway</h1>")(v)
}
