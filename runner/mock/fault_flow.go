package mock

import (
	"fmt"
	"html"
	"net/http"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// createFaults are answers about a new customer that do not follow from what was asked.
var createFaults = []Fault{
	{Name: "created-without-id", Class: ClassFlow, Does: "creates and does not say the id", Rule: "resource-identified", on: onCreate, serve: onSuccess(drop(atID))},
	{Name: "created-with-empty-id", Class: ClassFlow, Does: "creates and says an empty id", Rule: "resource-identified", on: onCreate, serve: onSuccess(set(atID, tape.String, `""`))},
	{Name: "created-nothing", Class: ClassFlow, Does: "creates and says nothing of it", Rule: "resource-identified", on: onCreate, serve: onSuccess(body(`{}`))},
	{Name: "created-with-known-id", Class: ClassFlow, Does: "gives every customer the same id", Rule: "resource-unique", on: onCreate, needs: true, serve: sameID},
	{Name: "created-with-other-name", Class: ClassFlow, Does: "registers a customer under another name", Rule: "value-kept", on: onCreate, needs: true, serve: onSuccess(set(atName, tape.String, `"Another, Inc."`))},
	{Name: "created-in-ascii", Class: ClassFlow, Does: "loses letters outside ASCII", Rule: "value-kept", on: onCreate, needs: true, serve: onSuccess(renamed(func(name string) string {
		return strings.Map(func(r rune) rune {
			if r > unicode.MaxASCII {
				return '?'
			}
			return r
		}, name)
	}))},
	{Name: "created-in-first-plane", Class: ClassFlow, Does: "loses characters beyond the first plane", Rule: "value-kept", on: onCreate, needs: true, serve: onSuccess(renamed(func(name string) string {
		return strings.Map(func(r rune) rune {
			if r > 0xffff {
				return unicode.ReplacementChar
			}
			return r
		}, name)
	}))},
	{Name: "created-name-cut", Class: ClassFlow, Does: "cuts a name after 64 characters", Rule: "value-kept", on: onCreate, needs: true, serve: onSuccess(renamed(func(name string) string {
		return string([]rune(name)[:min(64, utf8.RuneCountInString(name))])
	}))},
	{Name: "created-live", Class: ClassFlow, Does: "says that a new customer is live", Rule: "workflow-step", on: onCreate, needs: true, serve: onSuccess(set(atStatus, tape.String, `"ACTIVE"`))},
	{Name: "created-without-secrets", Class: ClassFlow, Does: "hands out no secrets", Rule: "expected-presence", on: onCreate, needs: true, serve: onSuccess(drop(atSecrets))},
	{Name: "created-without-sandbox-secret", Class: ClassFlow, Does: "hands out no secret for the sandbox", Rule: "expected-presence", on: onCreate, needs: true, serve: onSuccess(drop(atSandbox))},
	{Name: "created-with-empty-secret", Class: ClassFlow, Does: "hands out an empty secret for the sandbox", Rule: "expected-presence", on: onCreate, needs: true, serve: onSuccess(set(atSandbox, tape.String, `""`))},
	{Name: "created-with-equal-secrets", Class: ClassFlow, Does: "hands out one secret for both environments", Rule: "secret-unique", on: onCreate, needs: true, serve: onSuccess(func(v *visit) {
		secret := jsonAt(v.out, atSandbox)
		for _, at := range []string{atSecrets + "/production", atSecrets + "/development"} {
			if jsonAt(v.out, at) != "" {
				v.put(at, secret)
			}
		}
	})},
	{Name: "created-with-own-secret", Class: ClassFlow, Does: "hands out the partner's own secret", Rule: "secret-hidden", on: onCreate, needs: true, serve: onSuccess(func(v *visit) {
		v.put(atSandbox, strconv.Quote(v.given("secret")))
	})},
	{Name: "created-with-same-secret", Class: ClassFlow, Does: "hands every customer the same secret", Rule: "secret-unique", on: onCreate, needs: true, serve: onSuccess(set(atSandbox, tape.String, `"0123456789abcdef0123456789abcd"`))},
	{Name: "created-not", Class: ClassFlow, Does: "says that it created a customer, and did not", Rule: "positive-data-accepted", shown: onRead, on: onCreate, needs: true, serve: onSuccess(func(v *visit) {
		v.put(atID, strconv.Quote("5f1e2d3c4b5a69788796a5b4"[:24-6]+strconv.Itoa(100000+v.mock.count("created"))))
	})},
}

// renamed shows a customer under a name that is made of its own.
func renamed(other func(name string) string) func(v *visit) {
	return func(v *visit) { v.put(atName, string(tape.Quote(other(tape.TextAt(v.out, atName))))) }
}

// sameID gives every new customer the id of the first. The right mock keeps each under its own, and the last one answers for all.
func sameID(right func(*visit), v *visit) {
	if right(v); !v.success() || !v.right() {
		return
	}
	if v.recall("first") == nil {
		v.remember("first")
	}
	v.put(atID, strconv.Quote(tape.TextAt(v.recall("first"), atID)))
}

// flowFaults lose track of a customer.
var flowFaults = []Fault{
	{Name: "get-other-id", Class: ClassFlow, Does: "shows a customer under another id", Rule: "workflow-step", on: onRead, needs: true, serve: onSuccess(set(atID, tape.String, `"0123456789abcdef01234567"`))},
	{Name: "get-other-name", Class: ClassFlow, Does: "shows a customer under another name", Rule: "value-kept", on: onRead, needs: true, serve: onSuccess(set(atName, tape.String, `"Another, Inc."`))},
	{Name: "get-name-cut", Class: ClassFlow, Does: "shows a name cut after ten letters", Rule: "value-kept", on: onRead, needs: true, serve: onSuccess(renamed(func(name string) string { return name[:min(10, len(name))] }))},
	{Name: "get-name-escaped", Class: ClassFlow, Does: "shows a name escaped for a page", Rule: "value-kept", on: onRead, needs: true, serve: onSuccess(renamed(html.EscapeString))},
	{Name: "get-spaces-collapsed", Class: ClassFlow, Does: "shows one space where a name has two", Rule: "value-kept", on: onRead, needs: true, serve: onSuccess(renamed(func(name string) string {
		return strings.Join(strings.Fields(name), " ")
	}))},
	{Name: "get-live-other-name", Class: ClassFlow, Does: "shows a live customer under another name", Rule: "value-kept", on: onRead, needs: true, serve: onSuccess(func(v *visit) {
		if tape.TextAt(v.out, atStatus) == "ACTIVE" {
			set(atName, tape.String, `"Another, Inc."`)(v)
		}
	})},
	{Name: "list-live-enum", Class: ClassFlow, Does: "shows a status outside its enum once a customer is live", Rule: "response-schema", on: onList, needs: true, serve: onceLive(func(v *visit) {
		v.put("/flowdown_status", `"LIVE"`)
	})},
	{Name: "list-live-open", Class: ClassFlow, Does: "shows a formality as unfinished once a customer is live", Rule: "workflow-step", on: onList, needs: true, serve: onceLive(func(v *visit) {
		v.put("/flowdown_status", `"IN_REVIEW"`)
	})},
	{Name: "status-skips", Class: ClassFlow, Does: "shows a customer as live before it is", Rule: "workflow-step", on: onRead, needs: true, serve: onSuccess(set(atStatus, tape.String, `"ACTIVE"`))},
	{Name: "status-stays", Class: ClassFlow, Does: "never shows a customer as live", Rule: "workflow-step", on: onRead, needs: true, serve: onSuccess(edit(`"ACTIVE"`, `"PENDING_ENABLEMENT"`))},
	{Name: "status-goes-back", Class: ClassFlow, Does: "shows a live customer as under review", Rule: "workflow-step", on: onRead, needs: true, serve: onSuccess(edit(`"ACTIVE"`, `"UNDER_REVIEW"`))},
	{Name: "status-denied", Class: ClassFlow, Does: "shows a customer as denied that is to be enabled", Rule: "workflow-step", on: onRead, needs: true, serve: onSuccess(edit(`"PENDING_ENABLEMENT"`, `"DENIED"`))},
	{Name: "enable-without-secret", Class: ClassFlow, Does: "enables and hands out no secret", Rule: "expected-presence", on: onChange, needs: true, serve: onSuccess(drop(atProduction))},
	{Name: "enable-with-empty-secret", Class: ClassFlow, Does: "enables and hands out an empty secret", Rule: "expected-presence", on: onChange, needs: true, serve: onSuccess(set(atProduction, tape.String, `""`))},
	{Name: "enable-with-sandbox-secret", Class: ClassFlow, Does: "enables with the secret of the sandbox", Rule: "secret-unique", on: onChange, needs: true, serve: onSuccess(func(v *visit) {
		v.put(atProduction, strconv.Quote(v.sandbox()))
	})},
	{Name: "enable-with-own-secret", Class: ClassFlow, Does: "enables with the partner's own secret", Rule: "secret-hidden", on: onChange, needs: true, serve: onSuccess(func(v *visit) {
		v.put(atProduction, strconv.Quote(v.given("secret")))
	})},
	{Name: "enable-with-same-secret", Class: ClassFlow, Does: "enables every customer with the same secret", Rule: "secret-unique", on: onChange, needs: true, serve: onSuccess(set(atProduction, tape.String, `"0123456789abcdef0123456789abcd"`))},
	{Name: "enable-again", Class: ClassFlow, Does: "enables a customer again and again", Rule: "workflow-step", on: onChange, needs: true, serve: repeating(refuseEnabled.Code)},
	{Name: "enable-not", Class: ClassFlow, Does: "says that it enabled a customer, and did not", Rule: "workflow-step", shown: onRead, on: onChange, needs: true, serve: instead((*visit).enabled)},
	{Name: "enable-after-remove", Class: ClassFlow, Does: "enables a customer that was removed", Rule: "workflow-step", on: onChange, needs: true, serve: gone(func(v *visit) {
		v.enabled()
	})},
	{Name: "remove-not", Class: ClassFlow, Does: "says that it removed a customer, and did not", Rule: "workflow-step", shown: onRead, on: onRemove, needs: true, serve: instead((*visit).removed)},
	{Name: "remove-another-too", Class: ClassFlow, Does: "removes the customer that was created last as well", Rule: "positive-data-accepted", shown: onRead, on: onRemove, needs: true, serve: func(right func(*visit), v *visit) {
		if right(v); !v.success() || !v.right() {
			return
		}
		last := *v
		last.write(atSubject, v.mock.newest())
		right(&last)
	}},
	{Name: "remove-again", Class: ClassFlow, Does: "removes a customer again and again", Rule: "workflow-step", on: onRemove, needs: true, serve: gone((*visit).removed)},
	{Name: "remove-live", Class: ClassFlow, Does: "removes a customer that is live", Rule: "workflow-step", on: onRemove, needs: true, serve: coded(refuseRemoval.Code, (*visit).removed)},
	{Name: "remove-live-other-code", Class: ClassFlow, Does: "refuses to remove a live customer for another reason", Rule: "workflow-step", on: onRemove, needs: true, serve: coded(refuseRemoval.Code, set(atErrorCode, tape.String, `"CUSTOMER_NOT_FOUND"`))},
	{Name: "remove-refused-some", Class: ClassFlow, Does: "removes no customer that has a technical contact", Rule: "resource-removable", on: onAll, needs: true, serve: func(right func(*visit), v *visit) {
		if v.right() && v.operation == onRemove.find(v.mock.document, v.mock.pack) && v.recall("contact "+v.subject()) != nil {
			refuse(&refuseRemoval)(v)
			return
		}
		if right(v); v.success() && holds(`"technical_contact"`)(v) {
			v.remember("contact " + tape.TextAt(v.out, atID))
		}
	}},
	{Name: "remove-refused", Class: ClassFlow, Does: "removes nothing and says so", Rule: "positive-data-accepted", on: onRemove, needs: true, serve: onSuccess(refuse(&refuseField))},
	{Name: "get-after-remove", Class: ClassFlow, Does: "still shows a customer that was removed", Rule: "workflow-step", on: onRead, needs: true, serve: gone(show)},
	{Name: "list-after-remove", Class: ClassFlow, Does: "still shows the registrations of a customer that was removed", Rule: "workflow-step", on: onList, needs: true, serve: gone(func(v *visit) {
		v.repeat([]byte(`{"institutions":[],"flowdown_status":"NOT_STARTED","questionnaire_status":"NOT_STARTED","request_id":""}`))
	})},
	{Name: "code-lower", Class: ClassFlow, Does: "spells an error code in lower case", Rule: "workflow-step", on: onRemove, needs: true, serve: onRefusal(nil, edit(refuseNotFound.Code, "customer_not_found"))},
	{Name: "forgets-at-once", Class: ClassFlow, Does: "knows no customer that it created", Rule: "positive-data-accepted", on: onRead, needs: true, serve: onSuccess(refuse(&refuseNotFound))},
	{Name: "forgets-after-a-read", Class: ClassFlow, Does: "knows a customer for one read", Rule: "positive-data-accepted", on: onRead, needs: true, serve: onSuccess(func(v *visit) {
		if v.mock.count("read "+v.subject()) > 1 {
			refuse(&refuseNotFound)(v)
		}
	})},
	{Name: "request-id-repeated", Class: ClassFlow, Does: "gives every answer the same request id", Rule: "request-id-unique", on: onRead, serve: onSuccess(set(atRequestID, tape.String, `"4zlKapIkTm8p5KM"`))},
	{Name: "request-id-empty", Class: ClassFlow, Does: "gives an empty request id", Rule: "expected-presence", on: onRead, serve: onSuccess(set(atRequestID, tape.String, `""`))},
	{Name: "flaky-status", Class: ClassFlow, Does: "fails at every third request", Rule: "no-server-error", on: onRead, serve: after(func(v *visit) {
		if v.right() && v.mock.count("flaky")%3 == 0 {
			refuse(&refuseServer)(v)
		}
	})},
	{Name: "flaky-body", Class: ClassFlow, Does: "shows another status at every third read", Rule: "workflow-step", on: onRead, needs: true, serve: onSuccess(func(v *visit) {
		if v.mock.count("flaky")%3 == 0 {
			edit(`"PENDING_ENABLEMENT"`, `"UNDER_REVIEW"`)(v)
		}
	})},
}

// coded is a fault in the refusals with one code.
func coded(code string, f func(v *visit)) serve {
	return after(func(v *visit) {
		if tape.TextAt(v.out, atErrorCode) == code {
			f(v)
		}
	})
}

// repeating repeats the first success of a customer where the right mock refuses with a code.
func repeating(code string) serve {
	return after(func(v *visit) {
		kept := v.recall(v.subject())
		switch {
		case v.success():
			v.remember(v.subject())
		case kept != nil && tape.TextAt(v.out, atErrorCode) == code:
			v.repeat(kept)
		}
	})
}

// gone is a fault in what is said of a customer that was there and was removed.
func gone(f func(v *visit)) serve {
	return after(func(v *visit) {
		if v.status == http.StatusNotFound && v.sandbox() != "" && !v.stranger() {
			f(v)
		}
	})
}

// instead only reads a customer, and answers as if it had done more: once where it can be done once.
func instead(success func(v *visit)) serve {
	return func(right func(*visit), v *visit) {
		read := onRead.find(v.mock.document, v.mock.pack)
		if !v.right() || read == nil {
			right(v)
			return
		}
		asked := *v
		asked.via(read, right)
		if asked.status != http.StatusOK || tape.TextAt(asked.out, atStatus) != string(pendingEnablement) {
			right(v)
			return
		}
		success(v)
	}
}

// enabled answers as if a customer had been taken live.
func (v *visit) enabled() {
	v.repeat(fmt.Appendf(nil, `{"production_secret":"79g03eoofwl8240v776r%010d","request_id":""}`, v.mock.count("secret")))
}

// removed answers as if a customer had been removed.
func (v *visit) removed() { v.repeat([]byte(`{"request_id":""}`)) }

// onceLive alters what is answered about a customer that is live.
func onceLive(alter func(*visit)) serve {
	return func(right func(*visit), v *visit) {
		right(v)
		asked, read := *v, onRead.find(v.mock.document, v.mock.pack)
		if !v.right() || !v.success() || read == nil {
			return
		}
		if asked.via(read, right); tape.TextAt(asked.out, atStatus) == "ACTIVE" {
			alter(v)
		}
	}
}
