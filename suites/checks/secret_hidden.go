package checks

import (
	"bytes"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// RuleSecretHidden is the rule of a secret that an answer shows.
const RuleSecretHidden = "secret-hidden"

func init() {
	mine := map[string]string{"X-Key": "k3y-0f-the-caller"}
	handed := []Handed{{At: "/secret", Secret: "m1nted-now"}}
	long := map[string]string{"X-Key": "79g03eoofwl8240v776r2h667442119"}
	others := map[string]string{"secret": "0th3r-p4rtner-s"}
	register(Check{
		ID:    RuleSecretHidden,
		Title: "no answer repeats the caller's secret, and none but the one that hands a secret out shows it",
		Doc: "Looked for are the secret credentials of the request, those of the other partner, and every secret that an earlier answer handed out, as they are, in hexadecimal, base64 and " +
			"as in a URL, in header fields and in the body; and half of each or more from its beginning or its end. Which credentials are secret and where secrets are handed out is said by the pack.",
		Clause: "OWASP API Security 2023, API3 (Broken Object Property Level Authorization); CWE-209 (Error Message Containing Sensitive Information)",
		Level:  reports.LevelError,
		Apply:  secretHidden,
		Good: []Example{
			{Name: "nothing of it", Body: `{"name":"Rex"}`, Sent: mine, Minted: []string{"m1nted-before"}},
			{Name: "an answer that hands one out", Operation: "addPet", Body: `{"id":"p1","secret":"m1nted-now"}`, Sent: mine, Minted: []string{"m1nted-before"}, Handed: handed},
			{Name: "another of the same form that begins alike", Body: `{"name":"Rex","tag":"79g03eoofwl8240v99111111c1l1e22"}`, Sent: long},
			{Name: "its end, as people know it by", Body: `{"name":"Rex","tag":"***************************2119"}`, Sent: long},
			{Name: "a wrong secret that is repeated", Status: 401, Body: `{"error":"nobody-s-secret is wrong"}`, Sent: map[string]string{"X-Key": "nobody-s-secret"}, Minted: []string{"m1nted-before"}},
		},
		Bad: []Example{
			{Name: "in an error", Status: 404, Body: `{"error":"no pet for k3y-0f-the-caller"}`, Sent: mine},
			{Name: "in the name of a property", Body: `{"name":"Rex","k3y-0f-the-caller":1}`, Sent: mine},
			{Name: "escaped", Body: `{"name":"k3y\u002d0f-the-caller"}`, Sent: mine},
			{Name: "in a header", Body: `{"name":"Rex"}`, Header: map[string]string{"X-Debug": "key=K3Y-0F-THE-CALLER"}, Sent: mine},
			{Name: "in the name of a header", Body: `{"name":"Rex"}`, Header: map[string]string{"X-k3y-0f-the-caller": "1"}, Sent: mine},
			{Name: "in base64", Body: `{"name":"eDprM3ktMGYtdGhlLWNhbGxlcg=="}`, Sent: mine},
			{Name: "in a cookie", Body: `{"name":"Rex"}`, Header: map[string]string{"Set-Cookie": "session=k3y-0f-the-caller; Path=/; HttpOnly"}, Sent: mine},
			{Name: "in a place to go to", Status: 404, Body: `{"error":"no"}`, Header: map[string]string{"Location": "/login?key=k3y-0f-the-caller"}, Sent: mine},
			{Name: "its first half", Body: `{"name":"Rex","tag":"79g03eoofwl8240v..."}`, Sent: long},
			{Name: "its last half in a header", Body: `{"name":"Rex"}`, Header: map[string]string{"X-Debug": "key *************0v776r2h667442119"}, Sent: long},
			{Name: "all but its last letters, which are masked", Body: `{"name":"Rex","tag":"79g03eoofwl8240v776r2h66744xxxx"}`, Sent: long},
			{Name: "half of one that was handed out before", Body: `{"name":"Rex","tag":"79g03eoofwl8240v"}`, Minted: []string{"79g03eoofwl8240v776r2h667442119"}},
			{Name: "another partner's", Body: `{"name":"Rex","tag":"0th3r-p4rtner-s"}`, Sent: mine, Others: others},
			{Name: "in a page", ContentType: "text/html", Body: `<p>k3y-0f-the-caller</p>`, Sent: mine},
			{Name: "once more in the answer that hands it out", Operation: "addPet", Body: `{"id":"m1nted-now","secret":"m1nted-now"}`, Handed: handed},
			{Name: "in a header of the answer that hands it out", Operation: "addPet", Body: `{"id":"p1","secret":"m1nted-now"}`, Header: map[string]string{"X-Secret": "m1nted-now"}, Handed: handed},
			{Name: "an earlier one where another is handed out", Operation: "addPet", Body: `{"id":"p1","secret":"m1nted-now","was":"m1nted-before"}`, Minted: []string{"m1nted-before"}, Handed: handed},
			{Name: "handed out before", Body: `{"name":"Rex","note":"made with m1nted-before"}`, Minted: []string{"m1nted-before"}},
		},
	})
}

func secretHidden(s *Subject) Verdict {
	if !s.Call.Answered() {
		return skip
	}
	var room [4]shownSecret
	own := s.callers(room[:0])
	if len(own)+len(s.Handed)+s.HandedOut == 0 {
		return skip
	}
	if !s.mayShow() {
		return held
	}
	seen := s.seen(own, s.said())
	slices.SortStableFunc(seen, func(a, b shownSecret) int { return strings.Compare(a.value, b.value) })
	for _, secret := range seen {
		if at, where := s.shown(secret); where != "" {
			return broken(spec.Fault{
				InstancePath: at, Received: secret.name() + where, Promised: "an answer without it",
				Fix: "take it out of the answer, and out of the logs that the same text goes to",
			})
		}
	}
	return held
}

// callers appends to list the secrets of the caller and of the other partner, which are looked for from then on.
func (s *Subject) callers(list []shownSecret) []shownSecret {
	hidden := s.Secrets.mustHide(s.Pack)
	for i := range s.Pack.Credentials {
		c := &s.Pack.Credentials[i]
		if value := sent(s.Call, c); hidden[i] && value != c.Wrong && value != c.Default && len(value) >= shortest {
			list = append(list, shownSecret{value: value, whose: "the caller's own ", what: c.Name})
			for _, part := range runner.CredentialParts(value) {
				list = append(list, shownSecret{value: part, whose: "the caller's own ", what: c.Name})
			}
		}
		// An id may be shown to whom it belongs, and to nobody else.
		if value := s.Others[c.Name]; c.Secret && len(value) >= shortest {
			list = append(list, shownSecret{value: value, whose: "another partner's ", what: c.Name, credential: c})
		}
	}
	for _, secret := range list {
		s.Secrets.encoded(secret.value)
	}
	return list
}

// seen are the secrets that an answer seems to hold: of callers, of earlier answers, and those that it hands out itself where it has them twice. Half of one
// counts where none is there whole.
func (s *Subject) seen(callers []shownSecret, said []byte) []shownSecret {
	callers = slices.DeleteFunc(callers, func(secret shownSecret) bool { // what the request itself holds is the caller's
		return secret.credential != nil && sent(s.Call, secret.credential) == secret.value
	})
	var seen []shownSecret
	for _, secret := range callers {
		told := slices.ContainsFunc(seen, func(other shownSecret) bool { return other.whose == secret.whose && other.what == secret.what }) // whole, so its parts say nothing new
		if !told && s.Secrets.in(secret.value, said) {
			seen = append(seen, secret)
		}
	}
	handed, places := s.handedOut()
	for _, secret := range handed {
		if s.Secrets.count(secret.value, said) > 1 {
			seen = append(seen, secret)
		}
	}
	earlier := func(value string) shownSecret {
		return shownSecret{value: value, what: "a secret that an earlier answer handed out", except: places}
	}
	for _, value := range s.Secrets.among(s.HandedOut, said) {
		if !slices.ContainsFunc(seen, func(other shownSecret) bool { return other.value == value }) {
			seen = append(seen, earlier(value))
		}
	}
	if len(seen) > 0 {
		return seen
	}
	for _, value := range s.Secrets.partlyAmong(s.HandedOut, said) {
		handed = append(handed, earlier(value))
	}
	for _, secret := range append(callers, handed...) {
		if s.Secrets.partly(secret.value, said) {
			secret.part = true
			seen = append(seen, secret)
		}
	}
	return seen
}

// handedOut are the secrets that an answer hands out, and the places where it may. Where secrets are handed out they are not hidden: whether they are new
// ones is for secret-unique.
func (s *Subject) handedOut() (handed []shownSecret, places []string) {
	for _, h := range s.Handed {
		if s.shownAgain(h) {
			places = append(places, h.At)
		}
	}
	if effect := s.Pack.Operation(s.Operation.ID).Effect; s.Call.Status >= 400 || effect == packs.Read || effect == packs.Remove {
		return nil, places
	}
	for _, h := range s.Handed {
		if !slices.Contains(places, h.At) {
			places = append(places, h.At)
		}
	}
	for _, h := range s.Handed {
		if len(h.Secret) >= shortest {
			handed = append(handed, shownSecret{value: h.Secret, what: "the secret that this answer hands out at " + h.At, except: places})
		}
	}
	return handed, places
}

// shownSecret is a secret in an answer, what it is, and where in the body it may stand.
type shownSecret struct {
	value, whose, what string
	except             []string
	credential         *packs.Credential // that another partner has; nil for what is no such
	part               bool              // half of it or more is shown, and not the whole
}

// InPart begins what secret-hidden received where a secret is not shown whole.
const InPart = "half or more of "

// name says what is shown.
func (s shownSecret) name() string {
	if s.part {
		return InPart + s.whose + s.what
	}
	return s.whose + s.what
}

// mayShow says whether it is worth while to look closer: most answers hold nothing that looks like a secret.
func (s *Subject) mayShow() bool {
	escaped := bytes.IndexByte(s.Call.Reply, '\\') >= 0
	return escaped || s.Secrets.mayBeIn(s.Call.Answer, s.Call.Reply)
}

// said is all that an answer says, in small letters: names and values of its header fields, and its body as it is, and what is escaped there
// without the escapes.
func (s *Subject) said() []byte {
	b := make([]byte, 0, 512+len(s.Call.Reply))
	for name, values := range s.Call.Answer {
		b = append(append(b, name...), '\n')
		for i, value := range values {
			if i > 0 {
				b = append(b, ", "...)
			}
			b = append(b, value...)
		}
		b = append(b, '\n')
	}
	b = append(b, s.Call.Reply...)
	if s.Body.Usable() && bytes.IndexByte(s.Call.Reply, '\\') >= 0 {
		find(s.Body.Root(), "", nil, func(text string) bool {
			b = append(append(b, '\n'), text...)
			return false
		})
	}
	for i, c := range b {
		switch {
		case c >= utf8.RuneSelf:
			return bytes.ToLower(b)
		case c >= 'A' && c <= 'Z':
			b[i] = c + 'a' - 'A'
		}
	}
	return b
}

// sent is the value of a credential as a request holds it.
func sent(call *runner.Call, c *packs.Credential) string {
	if values := call.Sent[c.Field()]; len(values) > 0 && values[0] != "" {
		return values[0]
	}
	if c.Query != "" {
		_, query, _ := strings.Cut(call.Path, "?")
		values, _ := url.ParseQuery(query)
		return values.Get(c.Query)
	}
	if c.Body == "" {
		return ""
	}
	t, _ := tape.Read(call.Body, tape.Limits{})
	defer t.Release()
	if !t.Usable() {
		return ""
	}
	v, _ := t.Root().At(tape.PointerAppend("", c.Body))
	return v.Text()
}

// shown says where the answer shows a secret that it may not show there, and the pointer to it where that is in a JSON body; where is empty if it does
// not.
func (s *Subject) shown(secret shownSecret) (at, where string) {
	in := s.Secrets.in
	if secret.part {
		in = s.Secrets.partly
	}
	holds := func(text string) bool { return in(secret.value, bytes.ToLower([]byte(text))) }
	for _, name := range slices.Sorted(maps.Keys(s.Call.Answer)) {
		switch {
		case holds(name):
			return "", " in the name of a header field" // which is not said: it would be the secret
		case holds(strings.Join(s.Call.Answer[name], ", ")):
			return "", " in the header field " + name
		}
	}
	if s.Body.Usable() {
		if at, ok := find(s.Body.Root(), "", secret.except, holds); ok {
			return at, " in the body"
		}
	}
	if len(secret.except) > 0 {
		return "", "" // the bytes hold it, where it may be
	}
	if holds(string(s.Call.Reply)) {
		return "", " in the body"
	}
	return "", ""
}

// find returns the pointer of the first string, or name, below v that fits, except at some places.
func find(v tape.Value, at string, except []string, fits func(string) bool) (string, bool) {
	switch v.Kind() {
	case tape.String:
		return at, !slices.Contains(except, at) && fits(v.Text())
	case tape.Object:
		for name, below := range v.Members() {
			if fits(name) {
				return at, true
			}
			if found, ok := find(below, tape.PointerAppend(at, name), except, fits); ok {
				return found, true
			}
		}
	case tape.Array:
		for i, below := range v.Items() {
			if found, ok := find(below, at+"/"+strconv.Itoa(i), except, fits); ok {
				return found, true
			}
		}
	}
	return "", false
}
