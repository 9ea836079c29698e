package mock

import (
	"net/http"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// gateFaults look at credentials in another way than promised.
var gateFaults = []Fault{
	{Name: "secret-unchecked", Class: ClassIntent, Does: "takes any secret, and none, from a client id that it knows", Rule: "authentication-enforced", on: onRead, needs: true, serve: before(func(v *visit) {
		if p, ok := v.who(); ok {
			v.as(p)
		}
	})},
	{Name: "wrong-secret-accepted", Class: ClassIntent, Does: "takes a wrong secret with the right client id", Rule: "authentication-enforced", on: onCreate, needs: true, serve: before(func(v *visit) {
		if p, ok := v.who(); ok && v.given("secret") != "" {
			v.as(p)
		}
	})},
	{Name: "other-secret-accepted", Class: ClassIntent, Does: "takes the secret of another partner with the right client id", Rule: "authentication-enforced", on: onList, needs: true, serve: before(func(v *visit) {
		if p, ok := v.who(); ok && slices.ContainsFunc(v.mock.partners, func(other Partner) bool { return other.Secret == v.given("secret") }) {
			v.as(p)
		}
	})},
	{Name: "secret-not-demanded", Class: ClassIntent, Does: "demands no secret, and checks one that is there", Rule: "authentication-enforced", on: onRemove, needs: true, serve: before(func(v *visit) {
		if p, ok := v.who(); ok && v.given("secret") == "" {
			v.as(p)
		}
	})},
	{Name: "client-id-unchecked", Class: ClassIntent, Does: "takes any client id, and none, with the right secret", Rule: "authentication-enforced", on: onList, needs: true, serve: before(bySecret)},
	{Name: "secret-in-any-case", Class: ClassIntent, Does: "takes a secret whatever the case of its letters", Rule: "authentication-enforced", on: onRead, needs: true, serve: before(func(v *visit) {
		v.almost(strings.EqualFold)
	})},
	{Name: "secret-cut-short", Class: ClassIntent, Does: "takes the beginning of a secret for the whole", Rule: "authentication-enforced", on: onChange, needs: true, serve: before(func(v *visit) {
		v.almost(func(given, secret string) bool { return len(given) >= 8 && strings.HasPrefix(secret, given) })
	})},
	{Name: "secret-by-beginning", Class: ClassIntent, Does: "compares no more than the first eight characters of a secret", Rule: "authentication-enforced", on: onRemove, needs: true, serve: before(func(v *visit) {
		v.almost(func(given, secret string) bool { return len(given) >= 8 && given[:8] == secret[:min(8, len(secret))] })
	})},
	{Name: "secret-but-its-last", Class: ClassIntent, Does: "does not look at the last character of a secret", Rule: "authentication-enforced", on: onCreate, needs: true, serve: before(func(v *visit) {
		v.almost(func(given, secret string) bool {
			return len(given) == len(secret) && strings.HasPrefix(given, secret[:len(secret)-1])
		})
	})},
	{Name: "secret-by-its-ends", Class: ClassIntent, Does: "compares the beginning and the end of a secret, and nothing between", Rule: "authentication-enforced", on: onRemove, needs: true, serve: before(func(v *visit) {
		v.almost(func(given, secret string) bool {
			return len(given) == len(secret) && given[:8] == secret[:8] && given[len(given)-8:] == secret[len(secret)-8:]
		})
	})},
	{Name: "secret-with-more", Class: ClassIntent, Does: "takes what begins with a secret", Rule: "authentication-enforced", on: onList, needs: true, serve: before(func(v *visit) {
		v.almost(func(given, secret string) bool { return strings.HasPrefix(given, secret) })
	})},
	{Name: "secret-empty-accepted", Class: ClassIntent, Does: "takes a secret that is there and empty", Rule: "authentication-enforced", on: onRead, needs: true, serve: before(func(v *visit) {
		if p, ok := v.who(); ok && v.empty("secret") {
			v.as(p)
		}
	})},
	{Name: "client-id-empty-accepted", Class: ClassIntent, Does: "takes a client id that is there and empty, with a right secret", Rule: "authentication-enforced", on: onList, needs: true, serve: before(func(v *visit) {
		if v.empty("client_id") {
			bySecret(v)
		}
	})},
	{Name: "client-id-in-any-case", Class: ClassIntent, Does: "takes a client id whatever the case of its letters", Rule: "authentication-enforced", Faces: []string{"document"}, on: onRead, needs: true, serve: before(func(v *visit) {
		v.nearlyNamed(strings.EqualFold)
	})},
	{Name: "client-id-by-beginning", Class: ClassIntent, Does: "compares no more than the first six characters of a client id", Rule: "authentication-enforced", on: onRemove, needs: true, serve: before(func(v *visit) {
		v.nearlyNamed(func(given, id string) bool { return len(given) >= 6 && strings.HasPrefix(id, given[:6]) })
	})},
	{Name: "customer-taken-for-partner", Class: ClassIntent, Does: "lets a customer in with what was handed out to it, in its partner's name", Rule: "authentication-enforced", on: onRead, needs: true, serve: before(func(v *visit) {
		if secret := v.given("secret"); secret != "" && v.mock.handedOut(v.given("client_id")) == secret {
			v.as(v.mock.partners[0])
		}
	})},
	{Name: "credentials-unchecked", Class: ClassIntent, Does: "lets everybody in", Rule: "authentication-enforced", on: onChange, needs: true, serve: before(func(v *visit) {
		if _, ok := v.who(); !ok || !v.stranger() {
			v.as(v.mock.partners[0])
		}
	})},
	{Name: "credentials-not-demanded", Class: ClassIntent, Does: "lets in who brings no credentials at all", Rule: "authentication-enforced", on: onRead, needs: true, serve: before(func(v *visit) {
		if v.given("client_id") == "" && v.given("secret") == "" {
			v.as(v.mock.partners[0])
		}
	})},
	{Name: "looked-up-first", Class: ClassIntent, Does: "looks customers up before it looks at credentials", Rule: "authentication-enforced", on: onRemove, needs: true, serve: after(func(v *visit) {
		if v.turnedAway() {
			refuse(&refuseNotFound)(v)
		}
	})},
	{Name: "body-credentials-refused", Class: ClassIntent, Does: "takes no credentials in the body", Rule: "authentication-enforced", Faces: []string{"plaid"}, on: onRead, needs: true, serve: before(func(v *visit) {
		kept := v.request.Header.Clone()
		for i := range v.mock.pack.Credentials {
			v.forget(&v.mock.pack.Credentials[i])
		}
		v.request.Header = kept
	})},
	{Name: "header-credentials-refused", Class: ClassIntent, Does: "takes no credentials in headers", Rule: "authentication-enforced", Faces: []string{"plaid"}, on: onRead, needs: true, serve: before(func(v *visit) {
		for _, c := range v.mock.pack.Credentials {
			if c.Body != "" {
				v.request.Header.Del(c.Header)
			}
		}
	})},
	{Name: "body-credentials-accepted", Class: ClassIntent, Does: "takes credentials in the body where the document puts them into headers", Rule: "authentication-enforced", Faces: []string{"document"}, on: onRead, needs: true, serve: before(func(v *visit) {
		for _, p := range v.mock.partners {
			if tape.TextAt(v.in, "/client_id") == p.ClientID && tape.TextAt(v.in, "/secret") == p.Secret {
				v.as(p)
			}
		}
	})},
	{Name: "refusal-401", Class: ClassIntent, Does: "refuses credentials with 401 where the API does with 400", Rule: "authentication-enforced", Faces: []string{"plaid"}, on: onRead, needs: true, serve: after(func(v *visit) {
		if v.turnedAway() {
			v.status = http.StatusUnauthorized
		}
	})},
	{Name: "refusal-400", Class: ClassIntent, Does: "refuses credentials with 400 where the document says 401", Rule: "authentication-enforced", Faces: []string{"document"}, on: onRead, needs: true, serve: onRefusal([]int{http.StatusUnauthorized}, status(http.StatusBadRequest))},
	{Name: "refusal-code", Class: ClassIntent, Does: "refuses credentials with the code of another error", Rule: "authentication-enforced", Faces: []string{"plaid"}, on: onChange, needs: true, serve: after(func(v *visit) {
		if v.turnedAway() {
			v.put(atErrorCode, `"INVALID_BODY"`)
		}
	})},
	{Name: "version-demanded", Class: ClassIntent, Does: "demands a version that may be absent", Rule: "authentication-enforced", Faces: []string{"plaid"}, on: onRead, needs: true, serve: func(right func(*visit), v *visit) {
		if v.given("version") == "" && v.right() {
			refuse(&refuseHeaders)(v)
			return
		}
		right(v)
	}},
	{Name: "version-not-demanded", Class: ClassIntent, Does: "demands no version, one scheme of three that the document joins", Rule: "authentication-enforced", Faces: []string{"document"}, on: onList, needs: true, serve: before(func(v *visit) {
		if c := v.mock.pack.Credential("version"); v.given("version") == "" {
			v.request.Header.Set(c.Header, c.Default)
		}
	})},
	{Name: "other-reads", Class: ClassIntent, Does: "shows a customer to another partner", Rule: "tenant-isolated", on: onRead, needs: true, serve: before(asOwner)},
	{Name: "other-lists", Class: ClassIntent, Does: "shows registrations to another partner", Rule: "tenant-isolated", on: onList, needs: true, serve: before(asOwner)},
	{Name: "other-enables", Class: ClassIntent, Does: "lets another partner enable a customer", Rule: "tenant-isolated", on: onChange, needs: true, serve: before(asOwner)},
	{Name: "other-removes", Class: ClassIntent, Does: "lets another partner remove a customer", Rule: "tenant-isolated", on: onRemove, needs: true, serve: before(asOwner)},
	{Name: "other-enables-unsaid", Class: ClassIntent, Does: "refuses another partner and takes the customer live all the same", Rule: "workflow-step", shown: onRead, on: onChange, needs: true, serve: allTheSame},
	{Name: "other-removes-unsaid", Class: ClassIntent, Does: "refuses another partner and removes the customer all the same", Rule: "positive-data-accepted", shown: onRead, on: onRemove, needs: true, serve: allTheSame},
	{Name: "other-named", Class: ClassIntent, Does: "tells another partner the name of a customer that it refuses to show", Rule: "tenant-isolated", on: onRead, needs: true, serve: nameAllTheSame},
	{Name: "other-told", Class: ClassIntent, Does: "tells another partner with 403 that there is such a customer", Rule: "tenant-isolated", on: onRead, needs: true, serve: after(func(v *visit) {
		if p, ok := v.who(); v.status == http.StatusNotFound && ok && p != v.mock.partners[0] {
			v.status = http.StatusForbidden
		}
	})},
}

// almost makes the request one of the partner whose id it names, if its secret is taken for the partner's.
func (v *visit) almost(taken func(given, secret string) bool) {
	for _, p := range v.mock.partners {
		if v.given("client_id") == p.ClientID && taken(v.given("secret"), p.Secret) {
			v.as(p)
		}
	}
}

// nearlyNamed makes the request one of the partner whose secret it holds, if its client id is taken for the partner's.
func (v *visit) nearlyNamed(taken func(given, id string) bool) {
	for _, p := range v.mock.partners {
		if v.given("secret") == p.Secret && taken(v.given("client_id"), p.ClientID) {
			v.as(p)
		}
	}
}

// empty says whether a credential is there and empty, in its header.
func (v *visit) empty(name string) bool {
	c := v.mock.pack.Credential(name)
	return c != nil && len(v.request.Header.Values(c.Header)) > 0 && v.given(name) == ""
}

// bySecret makes the request one of the partner whose secret it holds.
func bySecret(v *visit) {
	for _, p := range v.mock.partners {
		if v.given("secret") == p.Secret {
			v.as(p)
		}
	}
}

// asOwner makes a request of another partner one of the first.
func asOwner(v *visit) {
	if p, ok := v.who(); ok && p != v.mock.partners[0] && v.given("secret") == p.Secret {
		v.as(v.mock.partners[0])
	}
}

// allTheSame refuses another partner, and has the right mock do for the owner what it was asked for.
func allTheSame(right func(*visit), v *visit) {
	if right(v); v.status != http.StatusNotFound || !v.stranger() {
		return
	}
	owned := v.clone()
	asOwner(owned)
	right(owned)
}

// nameAllTheSame refuses another partner in words that hold the customer's name.
func nameAllTheSame(right func(*visit), v *visit) {
	if right(v); v.status != http.StatusNotFound || !v.stranger() {
		return
	}
	owned := v.clone()
	asOwner(owned)
	if right(owned); owned.success() {
		v.put("/error_message", string(tape.Quote(tape.TextAt(owned.out, atName)+" is no customer of yours")))
	}
}

// turnedAway says whether the request was refused because of who asks.
func (v *visit) turnedAway() bool {
	if v.status == http.StatusUnauthorized {
		return true
	}
	code := tape.TextAt(v.out, atErrorCode)
	return v.right() && !v.success() && (!v.named() || slices.Contains([]string{refuseKeys.Code, refuseIDForm.Code}, code) && !v.known())
}

// known says whether the request holds the credentials of a partner.
func (v *visit) known() bool {
	p, ok := v.who()
	return ok && v.given("secret") == p.Secret
}
