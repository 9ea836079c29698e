package mock

import (
	"crypto/subtle"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// gate decides who asks. A credential counts wherever the face looks for it, each by itself: a header wins over the body, because a
// body made from the document's example holds credentials that are nobody's. What is absent, malformed and wrong is told apart.
type gate struct {
	id, secret, version credential
	body                bool // the body is looked at as well
	status              int  // of a refusal
	invite              string
	partners            map[string]*partner
}

// credential is one of the values that make up an identity.
type credential struct {
	header   string // canonical
	property string // of the body; "" if it never stands there
	optional bool
	shown    string // how an error names it
	fallback string // what counts if it is absent and may be
}

func newGate(pack *packs.Pack, o Options) (*gate, error) {
	face, err := pack.Face(o.Auth)
	if err != nil {
		return nil, err
	}
	g := &gate{body: slices.Contains(face.Places, "body"), status: http.StatusBadRequest, partners: map[string]*partner{}}
	if len(face.Refused) > 0 {
		g.status = face.Refused[0]
	}
	if g.status == http.StatusUnauthorized {
		g.invite = `ApiKey realm="` + pack.Name + `"` // RFC 9110, section 15.5.2: a 401 names a challenge
	}
	for _, wanted := range []struct {
		name string
		into *credential
	}{{"client_id", &g.id}, {"secret", &g.secret}, {"version", &g.version}} {
		name, into := wanted.name, wanted.into
		i := slices.IndexFunc(pack.Credentials, func(c packs.Credential) bool { return c.Name == name })
		if i < 0 || pack.Credentials[i].Header == "" {
			return nil, fmt.Errorf("pack %s: credential %s with a header is missing; the mock needs client_id, secret and version", pack.Name, name)
		}
		c := pack.Credentials[i]
		*into = credential{
			header: c.Field(), shown: c.Header,
			optional: slices.Contains(face.Optional, name), fallback: c.Default,
		}
		if g.body && c.Body != "" {
			into.property, into.shown = c.Body, c.Body
		}
	}
	partners := o.Partners
	if partners == nil {
		partners = DefaultPartners[:]
	}
	for i, p := range partners {
		switch {
		case p.ClientID == "" || p.Secret == "":
			return nil, fmt.Errorf("partner %d of the mock: the client id or the secret is empty; give both", i+1)
		case g.partners[p.ClientID] != nil:
			return nil, fmt.Errorf("partner %d of the mock: another partner has the same client id; give each its own", i+1)
		}
		g.partners[p.ClientID] = newPartner(p)
	}
	return g, nil
}

func newPartner(p Partner) *partner {
	return &partner{id: p.ClientID, secret: p.Secret, customers: map[string]*customer{}, names: map[string]bool{}}
}

// admit returns the partner whose credentials x holds. body is the zero Value if the face does not look there.
func (g *gate) admit(x *exchange, body tape.Value) (*partner, *refusal, string) {
	id, idGiven := g.id.find(x.request.Header, body)
	secret, secretGiven := g.secret.find(x.request.Header, body)
	_, versionGiven := g.version.find(x.request.Header, tape.Value{})
	versionGiven = versionGiven || g.version.optional
	if !idGiven || !secretGiven || !versionGiven {
		var missing []string
		for _, c := range []struct {
			given bool
			*credential
		}{{idGiven, &g.id}, {secretGiven, &g.secret}, {versionGiven, &g.version}} {
			if !c.given {
				missing = append(missing, c.shown)
			}
		}
		return nil, &refuseMissing, strings.Join(missing, ", ")
	}
	p := g.partners[id]
	if p == nil && !wellFormedID(id) { // a partner that was given to us may be called anything
		return nil, &refuseIDForm, ""
	}
	if p == nil || subtle.ConstantTimeCompare([]byte(p.secret), []byte(secret)) != 1 {
		return nil, &refuseKeys, ""
	}
	return p, nil, ""
}

// find returns a credential's value. A value that is no string is given and empty, which no partner's is.
func (c *credential) find(h http.Header, body tape.Value) (string, bool) {
	if values := h[c.header]; len(values) > 0 {
		return values[0], true
	}
	if c.property == "" {
		return "", false
	}
	v, ok := body.Get(c.property)
	return v.Text(), ok
}

// wellFormedID says whether s could be a client_id: 24 hexadecimal digits.
func wellFormedID(s string) bool {
	if len(s) != clientIDLength {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') && (c < 'A' || c > 'F') {
			return false
		}
	}
	return true
}

// wellFormedVersion says whether s names a version of the API: a day, as in 2020-09-14.
func wellFormedVersion(s string) bool {
	if len(s) != len("2020-09-14") {
		return false
	}
	for i := range len(s) {
		if dash := i == 4 || i == 7; dash != (s[i] == '-') || !dash && (s[i] < '0' || s[i] > '9') {
			return false
		}
	}
	return true
}
