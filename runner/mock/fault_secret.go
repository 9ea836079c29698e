package mock

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// secretFaults show what nobody must see.
var secretFaults = []Fault{
	{Name: "secret-in-error", Class: ClassSecret, Does: "repeats the caller's secret in an error", Rule: "secret-hidden", on: onRead, needs: true, serve: onRefusal(notFound, func(v *visit) {
		v.put("/error_message", strconv.Quote("no such customer for secret "+v.given("secret")))
	})},
	{Name: "secret-in-header", Class: ClassSecret, Does: "repeats the caller's secret in a header", Rule: "secret-hidden", on: onList, needs: true, serve: onSuccess(func(v *visit) {
		v.header.Set("X-Debug-Auth", v.given("client_id")+":"+v.given("secret"))
	})},
	{Name: "secret-in-answer", Class: ClassSecret, Does: "repeats the caller's secret in a success", Rule: "secret-hidden", on: onRemove, needs: true, serve: onSuccess(func(v *visit) {
		v.put("/request", string(tape.Quote(`{"secret":"`+v.given("secret")+`"}`)))
	})},
	{Name: "secrets-in-get", Class: ClassSecret, Does: "shows the secrets of a customer again", Rule: "secret-hidden", on: onRead, needs: true, serve: onSuccess(func(v *visit) {
		if kept := v.sandbox(); kept != "" {
			v.put(atSecrets, `{"sandbox":`+strconv.Quote(kept)+`}`)
		}
	})},
	{Name: "other-secrets-in-get", Class: ClassSecret, Does: "shows secrets that it never handed out", Rule: "workflow-step", on: onRead, serve: onSuccess(func(v *visit) {
		sum := sha256.Sum256(v.out) // another one each time, since the request id is
		v.put(atSecrets, `{"sandbox":"`+hex.EncodeToString(sum[:15])+`"}`)
	})},
	{Name: "secret-in-list", Class: ClassSecret, Does: "shows a secret of a customer where its registrations are read", Rule: "secret-hidden", on: onList, needs: true, serve: onSuccess(func(v *visit) {
		if kept := v.sandbox(); kept != "" {
			v.put("/note", strconv.Quote("created with "+kept))
		}
	})},
	{Name: "secret-beside-new-one", Class: ClassSecret, Does: "shows the secret for the sandbox where it hands out the one for production", Rule: "secret-hidden", on: onChange, needs: true, serve: onSuccess(func(v *visit) {
		if kept := v.sandbox(); kept != "" {
			v.put("/was", strconv.Quote(kept))
		}
	})},
	{Name: "secret-as-request-id", Class: ClassSecret, Does: "names the request by the secret that it hands out", Rule: "secret-hidden", on: onCreate, needs: true, serve: onSuccess(func(v *visit) {
		v.put(atRequestID, jsonAt(v.out, atSandbox))
	})},
	{Name: "secret-in-cookie", Class: ClassSecret, Does: "keeps the caller's secret in a cookie", Rule: "secret-hidden", on: onChange, needs: true, serve: onSuccess(func(v *visit) {
		v.header.Set("Set-Cookie", "session="+v.given("secret")+"; Path=/; HttpOnly")
	})},
	{Name: "secret-in-location", Class: ClassSecret, Does: "names the caller's secret in the place of what it created", Rule: "secret-hidden", on: onCreate, needs: true, serve: onSuccess(func(v *visit) {
		v.header.Set("Location", "/partner/customer?id="+tape.TextAt(v.out, atID)+"&key="+v.given("secret"))
	})},
	{Name: "secret-half-in-error", Class: ClassSecret, Does: "shows the first half of the caller's secret in an error", Rule: "secret-hidden", on: onRead, needs: true, serve: onRefusal(notFound, func(v *visit) {
		secret := v.given("secret")
		v.put("/error_message", strconv.Quote("no such customer for "+secret[:(len(secret)+1)/2]+"..."))
	})},
	{Name: "secret-tail-in-header", Class: ClassSecret, Does: "shows the last half of the caller's secret in a header", Rule: "secret-hidden", on: onRemove, needs: true, serve: onSuccess(func(v *visit) {
		secret := v.given("secret")
		v.header.Set("X-Key-Hint", "****"+secret[len(secret)/2:])
	})},
	{Name: "other-secret-in-error", Class: ClassSecret, Does: "shows the secret of another partner in an error", Rule: "secret-hidden", on: onList, needs: true, serve: onRefusal(notFound, func(v *visit) {
		if other := v.neighbour(); other != nil {
			v.put("/error_message", strconv.Quote("no such customer, did you mean "+other.Secret+"?"))
		}
	})},
	{Name: "other-id-in-answer", Class: ClassSecret, Does: "shows the id of another partner in a success", Rule: "secret-hidden", on: onRead, needs: true, serve: onSuccess(func(v *visit) {
		if other := v.neighbour(); other != nil {
			v.put("/neighbour", strconv.Quote(other.ClientID))
		}
	})},
	{Name: "address-in-header", Class: ClassSecret, Does: "names the machine behind it in a header", Rule: "no-stack-trace", on: onRead, serve: onSuccess(func(v *visit) { v.header.Set("X-Upstream", "10.12.0.7:8080") })},
	{Name: "stack-trace-in-header", Class: ClassSecret, Does: "shows where in the program it failed in a header", Rule: "no-stack-trace", on: onRemove, serve: onRefusal(notFound, func(v *visit) {
		v.header.Set("X-Error", "TypeError: customer is undefined at remove (/srv/app/customers.js:41:7)")
	})},
	{Name: "address-in-error", Class: ClassSecret, Does: "names the database that it cannot reach", Rule: "no-stack-trace", on: onList, serve: onRefusal(notFound, set("/error_message", tape.String, `"dial tcp 10.12.0.7:5432: connect: connection refused"`))},
	{Name: "stack-trace", Class: ClassSecret, Does: "shows a stack trace in an error", Rule: "no-stack-trace", on: onRead, serve: onRefusal(notFound, set("/error_message", tape.String, string(tape.Quote(trace))))},
	{Name: "stack-trace-python", Class: ClassSecret, Does: "shows a stack trace of Python in an error", Rule: "no-stack-trace", on: onRemove, serve: onRefusal(notFound, set("/error_message", tape.String, string(tape.Quote(tracePython))))},
	{Name: "stack-trace-failing", Class: ClassSecret, Does: "fails with 500 and a stack trace", Rule: "no-server-error", on: onList, serve: onSuccess(func(v *visit) {
		v.status = http.StatusInternalServerError
		media("text/plain")(v)
		body(trace)(v)
	})},
}

// neighbour is the partner who did not ask; nil if there is none.
func (v *visit) neighbour() *Partner {
	i := slices.IndexFunc(v.mock.partners, func(p Partner) bool { return p.ClientID != v.given("client_id") })
	if i < 0 {
		return nil
	}
	return &v.mock.partners[i]
}

// What programs say where they should not.
const (
	trace       = "panic: runtime error: invalid memory address or nil pointer dereference\n\ngoroutine 34 [running]:\nmain.(*store).get(0x0, {0xc000120018, 0x18})\n\t/srv/app/store.go:41 +0x1d\n"
	tracePython = "Traceback (most recent call last):\n  File \"/srv/app/customers.py\", line 41, in get\n    return self.customers[key]\nKeyError: 'x'\n"
)

// late is how much later than usual a slow answer comes: more than any budget that is usual.
const late = 6 * time.Second

// timeFaults are late.
var timeFaults = []Fault{
	{Name: "slow", Class: ClassTime, Does: "answers six seconds late", Rule: "response-time", on: onRead, serve: onSuccess(func(v *visit) { v.mock.wait(late) })},
	{Name: "slow-refusal", Class: ClassTime, Does: "refuses six seconds late", Rule: "response-time", on: onRemove, serve: onRefusal(nil, func(v *visit) { v.mock.wait(late) })},
}
