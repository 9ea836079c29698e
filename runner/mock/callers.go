package mock

import (
	"crypto/subtle"
	"net/http"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// Caller is who asks: the values of a pack's credentials by their names.
type Caller map[string]string

// Caller returns what p sends to an API of this pack: each credential with what goes before it where it stands, as the security schemes of the
// document say. Without a document nothing goes before any.
func (p Partner) Caller(pack *packs.Pack, doc *spec.Document) Caller {
	values := Caller{}
	for _, c := range pack.Credentials {
		switch {
		case c.Default != "":
			values[c.Name] = c.Default
		case c.Name == "client_id":
			values[c.Name] = p.ClientID
		default:
			values[c.Name] = schemeOf(c, doc) + p.Secret
		}
	}
	return values
}

// schemeOf is what goes before a credential in the header Authorization, with a space, and in the header Cookie; empty elsewhere, and where the
// document does not say. Source: RFC 9110, section 11.4; RFC 6750, section 2.1; RFC 6265, section 5.4.
func schemeOf(c packs.Credential, doc *spec.Document) string {
	if doc == nil {
		return ""
	}
	switch s := doc.SecuritySchemes[c.Scheme]; {
	case s == nil:
	case s.Type == "apiKey" && s.In == "cookie" && strings.EqualFold(c.Header, "Cookie"):
		return s.ParameterName + "="
	case !strings.EqualFold(c.Header, "Authorization"):
	case s.Type == "http":
		return s.Scheme + " "
	case s.Type == "oauth2" || s.Type == "openIdConnect":
		return "Bearer "
	}
	return ""
}

// door lets in who is known, by the credentials of any pack.
type door struct {
	pack    *packs.Pack
	face    packs.Face
	callers []Caller
}

// admit returns the number of the caller who sent a request, from 1: 0 where nobody need say who asks and nobody did. It is false for a stranger: for
// credentials that are lacking, or nobody's, or not all of one caller's.
func (d *door) admit(op *spec.Operation, r *http.Request, body tape.Value) (caller int, ok bool) {
	given := map[string]string{}
	for i := range d.pack.Credentials {
		if value, there := d.given(&d.pack.Credentials[i], r, body); there {
			given[d.pack.Credentials[i].Name] = value
		}
	}
	i := slices.IndexFunc(d.callers, func(known Caller) bool {
		named := false
		for _, c := range d.pack.Credentials {
			value, there := given[c.Name]
			if c.Default != "" || !there {
				continue
			}
			if subtle.ConstantTimeCompare([]byte(value), []byte(known[c.Name])) != 1 {
				return false
			}
			named = true
		}
		return named
	})
	if i >= 0 && d.enough(op, r, given) {
		return i + 1, true
	}
	return 0, len(d.pack.Credentials) == 0 || d.enough(op, r, nil)
}

// enough says whether a request with these credentials has all that an operation demands: what one of its requirements asks for and, where the document
// says nothing of security, all that the pack knows.
func (d *door) enough(op *spec.Operation, r *http.Request, given map[string]string) bool {
	has := func(c packs.Credential) bool {
		_, there := given[c.Name]
		return there || slices.Contains(d.face.Optional, c.Name)
	}
	if op.Security == nil {
		return !slices.ContainsFunc(d.pack.Credentials, func(c packs.Credential) bool { return !has(c) })
	}
	return len(op.Security) == 0 || slices.ContainsFunc(op.Security, func(requirement spec.Requirement) bool {
		return !slices.ContainsFunc(requirement, func(ref spec.SchemeRef) bool {
			if i := slices.IndexFunc(d.pack.Credentials, func(c packs.Credential) bool { return fills(c, ref) }); i >= 0 {
				return !has(d.pack.Credentials[i])
			}
			what, _ := absent(ref.Scheme, r)
			return what != ""
		})
	})
}

// fills says whether a credential is what a security scheme asks for: it names the scheme, or stands in the header where that is read.
func fills(c packs.Credential, ref spec.SchemeRef) bool {
	header := "Authorization"
	switch s := ref.Scheme; {
	case c.Scheme == ref.Name:
		return true
	case s == nil || s.Type == "mutualTLS" || s.Type == "apiKey" && s.In != "header":
		return false
	case s.Type == "apiKey":
		header = s.ParameterName
	}
	return strings.EqualFold(c.Header, header)
}

// given returns a credential where the face takes it. Of a cookie it is the one of its name.
func (d *door) given(c *packs.Credential, r *http.Request, body tape.Value) (string, bool) {
	if values := r.Header.Values(c.Header); c.Header != "" && len(values) > 0 && (d.face.Accepts("header") || c.Body == "") {
		if !strings.EqualFold(c.Header, "Cookie") {
			return values[0], true
		}
		for _, known := range d.callers {
			name, _, _ := strings.Cut(known[c.Name], "=")
			if cookie, err := r.Cookie(name); err == nil {
				return name + "=" + cookie.Value, true
			}
		}
		return "", false
	}
	if c.Query != "" {
		query := r.URL.Query()
		return query.Get(c.Query), query.Has(c.Query)
	}
	if c.Body == "" || !d.face.Accepts("body") || body.Kind() != tape.Object {
		return "", false
	}
	v, ok := body.Get(c.Body)
	return v.Text(), ok
}
