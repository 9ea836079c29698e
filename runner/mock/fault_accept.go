package mock

import (
	"bytes"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/payload"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// acceptFaults take requests that the document forbids, as a server does that reads what it needs and looks at nothing else.
var acceptFaults = []Fault{
	{Name: "accepts-missing-property", Class: ClassIntent, Does: "creates without a property that is required", Rule: "negative-data-rejected", on: onCreate, serve: accepting(keyword("required"))},
	{Name: "accepts-missing-id", Class: ClassIntent, Does: "answers although the request names nothing", Rule: "negative-data-rejected", on: onRead, serve: accepting(keyword("required"))},
	{Name: "accepts-wrong-type", Class: ClassIntent, Does: "takes a value of another type", Rule: "negative-data-rejected", on: onCreate, serve: accepting(retyped(0))},
	{Name: "accepts-wrong-type-below", Class: ClassIntent, Does: "takes a value of another type inside an object", Rule: "negative-data-rejected", on: onCreate, serve: accepting(retyped(2))},
	{Name: "accepts-wrong-id-type", Class: ClassIntent, Does: "takes an id that is no string", Rule: "negative-data-rejected", on: onList, serve: accepting(retyped(0))},
	{Name: "accepts-wrong-credential-type", Class: ClassIntent, Does: "takes a number for a credential in the body, where it reads those in headers", Rule: "negative-data-rejected", Faces: []string{"document"}, on: onRead, needs: true, serve: before(func(v *visit) {
		if c := v.mock.pack.Credential("client_id"); v.right() && kindAt(v.in, "/"+c.Body) == tape.Number {
			v.write("/"+c.Body, "x")
		}
	})},
	{Name: "accepts-null", Class: ClassIntent, Does: "takes null for a value that cannot be", Rule: "negative-data-rejected", on: onCreate, serve: accepting(nulled)},
	{Name: "accepts-null-below", Class: ClassIntent, Faces: []string{"document"}, Does: "takes null for a value inside an object", Rule: "negative-data-rejected", on: onCreate, needs: true, serve: accepting(retypedAt("/address/country_code", tape.Null))},
	{Name: "accepts-enum-outside", Class: ClassIntent, Does: "takes a value that its enum lacks", Rule: "negative-data-rejected", on: onCreate, serve: accepting(keyword("enum"))},
	{Name: "accepts-enum-outside-behind", Class: ClassIntent, Does: "takes a list of which only the first item is a value that its enum has", Rule: "negative-data-rejected", on: onCreate, needs: true, serve: accepting(func(v *visit) bool {
		return broken(v, func(f spec.Fault) bool { return f.Keyword == "enum" && !strings.HasSuffix(f.InstancePath, "/0") })
	})},
	{Name: "accepts-spelt-boolean", Class: ClassIntent, Does: "takes the text true for the boolean", Rule: "negative-data-rejected", on: onCreate, serve: accepting(coerced(func(raw string) bool { return raw == `"true"` }))},
	{Name: "accepts-one-for-true", Class: ClassIntent, Does: "takes 1 for true", Rule: "negative-data-rejected", on: onCreate, serve: accepting(coerced(func(raw string) bool { return raw == "1" }))},
	{Name: "accepts-boolean-for-text", Class: ClassIntent, Does: "takes a boolean for a text", Rule: "negative-data-rejected", on: onCreate, serve: accepting(coerced(func(raw string) bool { return raw == "true" }))},
	{Name: "accepts-list-for-one", Class: ClassIntent, Does: "takes a list of one text for the text", Rule: "negative-data-rejected", on: onCreate, serve: accepting(coerced(func(raw string) bool { return strings.HasPrefix(raw, "[") }))},
	{Name: "accepts-number-for-text", Class: ClassIntent, Does: "takes a number for a text", Rule: "negative-data-rejected", on: onCreate, needs: true, serve: accepting(retypedAt("/address/postal_code", tape.Number))},
	{Name: "accepts-spelt-number", Class: ClassIntent, Does: "takes a number that is written as a text", Rule: "negative-data-rejected", on: onCreate, needs: true, serve: accepting(retypedAt("/assets_under_management/amount", tape.String))},
	{Name: "accepts-one-for-list", Class: ClassIntent, Does: "takes one text for a list of one", Rule: "negative-data-rejected", on: onCreate, needs: true, serve: accepting(retypedAt("/redirect_uris", tape.String))},
	{Name: "accepts-list-for-object", Class: ClassIntent, Does: "takes a list for an object", Rule: "negative-data-rejected", on: onCreate, needs: true, serve: accepting(retypedAt("/address", tape.Array))},
	{Name: "accepts-text-for-object", Class: ClassIntent, Does: "takes a text for an object", Rule: "negative-data-rejected", on: onCreate, needs: true, serve: accepting(retypedAt("/billing_contact", tape.String))},
	{Name: "accepts-one-for-last-boolean", Class: ClassIntent, Does: "takes 1 for true where it reads the last boolean", Rule: "negative-data-rejected", on: onCreate, needs: true, serve: accepting(retypedAt("/is_bank_addendum_completed", tape.Number))},
	{Name: "accepts-enum-empty", Class: ClassIntent, Does: "takes an empty text for a value of an enum", Rule: "negative-data-rejected", on: onCreate, serve: accepting(func(v *visit) bool {
		return broken(v, func(f spec.Fault) bool { return f.Keyword == "enum" && jsonAt(v.in, f.InstancePath) == `""` })
	})},
	{Name: "accepts-enum-in-capitals", Class: ClassIntent, Does: "takes a value of an enum in another case", Rule: "negative-data-rejected", on: onCreate, serve: accepting(func(v *visit) bool {
		return broken(v, func(f spec.Fault) bool {
			raw := jsonAt(v.in, f.InstancePath)
			return f.Keyword == "enum" && raw != strings.ToLower(raw)
		})
	})},
	{Name: "accepts-names-in-capitals", Class: ClassIntent, Does: "reads the names of properties whatever their case", Rule: "negative-data-rejected", on: onRead, serve: before(func(v *visit) {
		if v.right() {
			v.in = bytes.Replace(v.in, []byte(`"END_CUSTOMER_CLIENT_ID"`), []byte(`"end_customer_client_id"`), 1)
		}
	})},
	{Name: "accepts-malformed-json", Class: ClassIntent, Does: "takes a body that is no JSON", Rule: "negative-data-rejected", on: onCreate, serve: accepting(unreadable)},
	{Name: "accepts-malformed-json-reading", Class: ClassIntent, Does: "answers a body that is no JSON", Rule: "negative-data-rejected", on: onRead, serve: accepting(unreadable)},
	{Name: "accepts-comments", Class: ClassIntent, Does: "takes a body with comments", Rule: "negative-data-rejected", on: onChange, serve: before(func(v *visit) {
		if before, after, found := bytes.Cut(v.in, []byte("*/")); v.right() && found && bytes.HasPrefix(before, []byte("/*")) {
			v.in = after
		}
	})},
	{Name: "accepts-nan", Class: ClassIntent, Does: "takes NaN for a number", Rule: "negative-data-rejected", on: onList, serve: before(func(v *visit) {
		if v.right() {
			v.in = bytes.Replace(v.in, []byte(`"plumbline_nan":NaN,`), nil, 1)
		}
	})},
	{Name: "accepts-raw-control", Class: ClassIntent, Does: "takes a control character that is not escaped", Rule: "negative-data-rejected", on: onCreate, serve: before(func(v *visit) {
		if v.right() {
			v.in = bytes.ReplaceAll(v.in, []byte("\x1f"), []byte(" "))
		}
	})},
	{Name: "accepts-and-drops-control", Class: ClassIntent, Does: "takes control characters in a name, and drops them", Rule: "value-kept", on: onCreate, needs: true, serve: onSuccess(renamed(func(name string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsControl(r) {
				return -1
			}
			return r
		}, name)
	}))},
	{Name: "accepts-no-body", Class: ClassIntent, Does: "creates without a body", Rule: "negative-data-rejected", on: onCreate, serve: accepting(func(v *visit) bool { return len(v.in) == 0 })},
	{Name: "accepts-wrong-media-type", Class: ClassIntent, Does: "takes a body of a media type that the document does not name", Rule: "negative-data-rejected", on: onCreate, serve: accepting(func(v *visit) bool {
		return v.request.Header.Get("Content-Type") != "" && broken(v, func(f spec.Fault) bool { return f.Rule == spec.RuleRequestMediaType })
	})},
	{Name: "accepts-wrong-media-type-reading", Class: ClassIntent, Does: "answers a body of a media type that the document does not name", Rule: "negative-data-rejected", on: onRead, serve: accepting(func(v *visit) bool {
		return v.request.Header.Get("Content-Type") != "" && broken(v, func(f spec.Fault) bool { return f.Rule == spec.RuleRequestMediaType })
	})},
	{Name: "accepts-id-in-list", Class: ClassIntent, Does: "takes a list with an id for the id", Rule: "negative-data-rejected", on: onChange, needs: true, serve: before(func(v *visit) {
		if raw := jsonAt(v.in, atSubject); v.right() && strings.HasPrefix(raw, `["`) && strings.HasSuffix(raw, `"]`) {
			v.write(atSubject, strings.Trim(raw, `[]"`))
		}
	})},
	{Name: "accepts-form", Class: ClassIntent, Does: "takes a body that is sent as a form", Rule: "negative-data-rejected", on: onList, serve: before(func(v *visit) {
		if v.right() && mediaType(v.request.Header.Get("Content-Type")) == "application/x-www-form-urlencoded" {
			v.request = v.request.Clone(v.request.Context())
			v.request.Header.Set("Content-Type", "application/json")
		}
	})},
	{Name: "accepts-form-members", Class: ClassIntent, Does: "reads the fields of a form where the document names JSON alone", Rule: "negative-data-rejected", on: onRead, needs: true, serve: before(func(v *visit) {
		if fields, err := url.ParseQuery(string(v.in)); v.right() && err == nil && mediaType(v.request.Header.Get("Content-Type")) == "application/x-www-form-urlencoded" {
			v.request = v.request.Clone(v.request.Context())
			v.request.Header.Set("Content-Type", "application/json")
			v.in = fmt.Appendf(nil, "{%q:%q}", strings.TrimPrefix(atSubject, "/"), fields.Get(strings.TrimPrefix(atSubject, "/")))
		}
	})},
	{Name: "accepts-undeclared-property", Class: ClassIntent, Tight: true, Does: "takes a property that a closed object does not name", Rule: "negative-data-rejected", on: onCreate, serve: accepting(keyword("additionalProperties"))},
	{Name: "accepts-long-text", Class: ClassIntent, Tight: true, Does: "takes a text that is too long", Rule: "negative-data-rejected", on: onCreate, serve: accepting(keyword("maxLength"))},
	{Name: "accepts-long-list", Class: ClassIntent, Tight: true, Does: "takes a list that is too long", Rule: "negative-data-rejected", on: onCreate, serve: accepting(keyword("maxItems"))},
	{Name: "accepts-other-pattern", Class: ClassIntent, Tight: true, Does: "takes a text that its pattern rules out", Rule: "negative-data-rejected", on: onCreate, serve: accepting(keyword("pattern"))},
	{Name: "accepts-longer-id", Class: ClassIntent, Tight: true, Does: "takes an id that is too long for the one that it begins with", Rule: "negative-data-rejected", on: onChange, needs: true, serve: before(func(v *visit) {
		if id := v.subject(); v.right() && len(id) == 25 {
			v.write(atSubject, id[:24])
		}
	})},
	{Name: "accepts-body-in-list", Class: ClassIntent, Tight: true, Does: "takes a list with a right body for the body", Rule: "negative-data-rejected", on: onChange, serve: before(func(v *visit) {
		if body := bytes.TrimSpace(v.in); v.right() && bytes.HasPrefix(body, []byte("[{")) && bytes.HasSuffix(body, []byte("}]")) {
			v.in = body[1 : len(body)-1]
		}
	})},
	{Name: "ignores-parameters", Class: ClassIntent, Does: "answers whatever its parameters hold", Rule: "negative-data-rejected", on: onAsked, serve: after(func(v *visit) {
		if v.right() && !v.success() && broken(v, func(f spec.Fault) bool { return f.Rule == spec.RuleRequestParameter }) {
			pretend(v)
		}
	})},
}

// broken says whether the document finds a fault in the request that fits.
func broken(v *visit, fits func(spec.Fault) bool) bool {
	judged := v.mock.document.JudgeRequest(v.operation, spec.Ask{
		Path: v.request.URL.EscapedPath(), Query: v.request.URL.RawQuery, Header: v.request.Header, Body: v.in,
	})
	return slices.ContainsFunc(judged.Faults, func(f spec.Fault) bool { return !f.Warning && fits(f) })
}

// keyword says whether the request breaks a keyword of its schema.
func keyword(name string) func(v *visit) bool {
	return func(v *visit) bool {
		return broken(v, func(f spec.Fault) bool { return f.Rule == spec.RuleRequestSchema && f.Keyword == name })
	}
}

// retyped says whether the request holds a value of a wrong type other than null, below at least so many names.
func retyped(depth int) func(v *visit) bool {
	return func(v *visit) bool {
		return broken(v, func(f spec.Fault) bool {
			return f.Keyword == "type" && strings.Count(f.InstancePath, "/") >= depth && kindAt(v.in, f.InstancePath) != tape.Null
		})
	}
}

// coerced says whether the request holds a value of a wrong type that is written so.
func coerced(fits func(raw string) bool) func(v *visit) bool {
	return func(v *visit) bool {
		return broken(v, func(f spec.Fault) bool { return f.Keyword == "type" && fits(jsonAt(v.in, f.InstancePath)) })
	}
}

// retypedAt says whether the request holds a value of this wrong type at one place.
func retypedAt(at string, kind tape.Kind) func(v *visit) bool {
	return func(v *visit) bool {
		return kindAt(v.in, at) == kind && broken(v, func(f spec.Fault) bool { return f.Keyword == "type" && f.InstancePath == at })
	}
}

// nulled says whether the request holds a null that its schema does not allow.
func nulled(v *visit) bool {
	return broken(v, func(f spec.Fault) bool { return f.Keyword == "type" && kindAt(v.in, f.InstancePath) == tape.Null })
}

// unreadable says whether the request has a body that is no JSON value.
func unreadable(v *visit) bool {
	t, _ := tape.Read(v.in, tape.Limits{})
	defer t.Release()
	return len(v.in) > 0 && !t.Usable()
}

// kindAt is the kind of the value at a pointer of a JSON body.
func kindAt(body []byte, pointer string) tape.Kind {
	t, _ := tape.Read(body, tape.Limits{})
	defer t.Release()
	if !t.Usable() {
		return 0
	}
	at, _ := t.Root().At(pointer)
	return at.Kind()
}

// accepting takes requests with a flaw: the right mock is asked with a right body in the place of the flawed one, so who asks is looked at
// all the same, and what is created is really there.
func accepting(flawed func(v *visit) bool) serve {
	return func(right func(*visit), v *visit) {
		if right(v); !v.right() || v.success() || !flawed(v) {
			return
		}
		mended, ok := v.mended()
		if !ok {
			return
		}
		right(mended)
		if mended.status == 404 { // of a request that names nothing there is nothing to find
			mended.status = 200
			if s, err := v.mock.samples.of(v.operation); err == nil {
				mended.repeat(s.body)
			}
		}
		if mended.success() {
			v.status, v.header, v.out = mended.status, mended.header, mended.out
		}
	}
}

// mended is the visit with a right body: that of the plainest request, with the credentials and the subject of this one.
func (v *visit) mended() (*visit, bool) {
	made, _ := v.mock.samples.maker.Requests(v.operation)
	i := slices.IndexFunc(made, func(s payload.Sample) bool { return s.Kind == payload.KindMinimal })
	if i < 0 {
		return nil, false
	}
	out := v.clone()
	out.in = made[i].Body
	out.request.Header.Set("Content-Type", made[i].MediaType)
	for _, c := range v.mock.pack.Credentials {
		if at := tape.PointerAppend("", c.Body); c.Body != "" && tape.TextAt(v.in, at) != "" {
			out.write(at, tape.TextAt(v.in, at))
		}
	}
	res, place := v.mock.pack.About(v.operation.ID)
	switch {
	case res == nil:
	case v.mock.pack.Operation(v.operation.ID).Effect == packs.Create:
		for _, at := range res.Unique {
			out.write(at, fmt.Sprintf("Accepted %d", v.mock.count("accepted")))
		}
	case packs.InParameter(place) == "":
		id := tape.TextAt(v.in, place)
		if id == "" {
			id = res.Unknown
		}
		out.write(place, id)
	}
	return out, true
}

// write puts a string into the request's body.
func (v *visit) write(pointer, text string) {
	if in, err := tape.Set(v.in, pointer, []byte(strconv.Quote(text))); err == nil {
		v.in = in
	}
}
