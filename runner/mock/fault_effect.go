package mock

import (
	"net/http"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// effectFaults refuse what they have done, as a server does that looks at who asks, or at the body, too late.
var effectFaults = []Fault{
	{Name: "refused-creates", Class: ClassFlow, Does: "creates for a caller whose secret is wrong, and then refuses", Rule: "refusal-without-effect", on: onCreate, needs: true, serve: done(wrongSecret)},
	{Name: "refused-creates-invalid", Class: ClassFlow, Does: "creates from a body that it refuses", Rule: "refusal-without-effect", on: onCreate, needs: true, serve: done(invalid)},
	{Name: "refused-enables", Class: ClassFlow, Does: "takes a customer live for a caller whose secret is wrong, and then refuses", Rule: "refusal-without-effect", shown: onRead, on: onChange, needs: true, serve: done(wrongSecret)},
	{Name: "refused-removes", Class: ClassFlow, Does: "removes a customer for a caller without credentials, and then refuses", Rule: "refusal-without-effect", shown: onRead, on: onRemove, needs: true, serve: done(nobody)},
	{Name: "refused-removes-invalid", Class: ClassFlow, Does: "removes the customer that a malformed body names, and then refuses", Rule: "refusal-without-effect", shown: onRead, on: onRemove, needs: true, serve: done(invalid)},
}

// done has the right mock do what a request asks for that it refuses for a flaw, and refuses all the same.
func done(flawed func(v *visit) (mended *visit)) serve {
	return func(right func(*visit), v *visit) {
		if right(v); !v.right() || v.success() {
			return
		}
		if mended := flawed(v); mended != nil {
			right(mended)
		}
	}
}

// wrongSecret is the request of a known caller with another secret, with the right one; nil for any other.
func wrongSecret(v *visit) *visit {
	p, ok := v.who()
	if !ok || v.given("secret") == "" || v.known() {
		return nil
	}
	return v.by(p)
}

// nobody is a request without credentials as one of the first partner; nil for any other.
func nobody(v *visit) *visit {
	if v.given("client_id") != "" || v.given("secret") != "" {
		return nil
	}
	return v.by(v.mock.partners[0])
}

// by is the request as one of a partner.
func (v *visit) by(p Partner) *visit {
	out := v.clone()
	out.as(p)
	return out
}

// invalid is the request of a known caller with a right body in the place of one that breaks the document, which names the same; nil for any other.
func invalid(v *visit) *visit {
	if !v.known() || v.status != http.StatusBadRequest {
		return nil
	}
	mended, ok := v.mended()
	if !ok {
		return nil
	}
	if res, _ := v.mock.pack.About(v.operation.ID); res != nil {
		for _, at := range res.Unique {
			if name := tape.TextAt(v.in, at); name != "" {
				mended.write(at, name)
			}
		}
	}
	return mended
}
