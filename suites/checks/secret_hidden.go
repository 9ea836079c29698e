package checks

import (
	"encoding/base64"
	"encoding/hex"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

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
	register(Check{
		ID:    RuleSecretHidden,
		Title: "no answer repeats the caller's secret, and none but the one that hands a secret out shows it",
		Doc: "Looked for are the secret credentials of the request and every secret that an earlier answer handed out, as they are, in hexadecimal, base64 and " +
			"as in a URL, in header fields and in the body. Which credentials are secret and where secrets are handed out is said by the pack.",
		Clause: "OWASP API Security 2023, API3 (Broken Object Property Level Authorization); CWE-209 (Error Message Containing Sensitive Information)",
		Level:  reports.LevelError,
		Apply:  secretHidden,
		Good: []Example{
			{Name: "nothing of it", Body: `{"name":"Rex"}`, Sent: mine, Minted: []string{"m1nted-before"}},
			{Name: "an answer that hands one out", Operation: "addPet", Body: `{"id":"p1","secret":"m1nted-before"}`, Sent: mine, Minted: []string{"m1nted-before"}},
			{Name: "a wrong secret that is repeated", Status: 401, Body: `{"error":"nobody-s-secret is wrong"}`, Sent: map[string]string{"X-Key": "nobody-s-secret"}, Minted: []string{"m1nted-before"}},
		},
		Bad: []Example{
			{Name: "in an error", Status: 404, Body: `{"error":"no pet for k3y-0f-the-caller"}`, Sent: mine},
			{Name: "in the name of a property", Body: `{"name":"Rex","k3y-0f-the-caller":1}`, Sent: mine},
			{Name: "escaped", Body: `{"name":"k3y\u002d0f-the-caller"}`, Sent: mine},
			{Name: "in a header", Body: `{"name":"Rex"}`, Header: map[string]string{"X-Debug": "key=K3Y-0F-THE-CALLER"}, Sent: mine},
			{Name: "in the name of a header", Body: `{"name":"Rex"}`, Header: map[string]string{"X-k3y-0f-the-caller": "1"}, Sent: mine},
			{Name: "in base64", Body: `{"name":"eDprM3ktMGYtdGhlLWNhbGxlcg=="}`, Sent: mine},
			{Name: "in a page", ContentType: "text/html", Body: `<p>k3y-0f-the-caller</p>`, Sent: mine},
			{Name: "handed out before", Body: `{"name":"Rex","note":"made with m1nted-before"}`, Minted: []string{"m1nted-before"}},
		},
	})
}

// shortest is the length in bytes of the shortest secret that is looked for: a shorter one stands in texts by chance.
const shortest = 8

func secretHidden(s *Subject) Verdict {
	if !s.Call.Answered() {
		return skip
	}
	kinds := map[string]string{} // what each secret is
	for _, c := range s.Pack.Credentials {
		if value := sent(s.Call, c); value != c.Wrong && value != c.Default && len(value) >= shortest && isSecret(s.Pack, c.Name) {
			kinds[value] = "the caller's own " + c.Name
		}
	}
	if effect := s.Pack.Operation(s.Operation.ID).Effect; s.Call.Status >= 400 || effect == packs.Read || effect == packs.Remove {
		for _, value := range s.Minted {
			if len(value) >= shortest {
				kinds[value] = "a secret that an earlier answer handed out"
			}
		}
	}
	if len(kinds) == 0 {
		return skip
	}
	for _, value := range slices.Sorted(maps.Keys(kinds)) {
		if at, where := shown(s.Call, value); where != "" {
			return broken(spec.Fault{
				InstancePath: at, Received: kinds[value] + where, Promised: "an answer without it",
				Fix: "take it out of the answer, and out of the logs that the same text goes to",
			})
		}
	}
	return held
}

// isSecret says whether what is called name is one of what the pack calls secret.
func isSecret(pack *packs.Pack, name string) bool {
	return slices.ContainsFunc(pack.Secrets.Names, func(word string) bool { return strings.Contains(strings.ToLower(name), strings.ToLower(word)) })
}

// sent is the value of a credential as a request holds it.
func sent(call *runner.Call, c packs.Credential) string {
	if value := call.Sent.Get(c.Header); value != "" || c.Body == "" {
		return value
	}
	t, _ := tape.Read(call.Body, tape.Limits{})
	defer t.Release()
	if !t.Usable() {
		return ""
	}
	v, _ := t.Root().At(tape.PointerAppend("", c.Body))
	return v.Text()
}

// shown says where an answer shows a value, and the pointer to it where that is in a JSON body; where is empty if it does not.
func shown(call *runner.Call, value string) (at, where string) {
	forms := encoded(value)
	holds := func(text string) bool {
		text = strings.ToLower(text)
		return slices.ContainsFunc(forms, func(form string) bool { return strings.Contains(text, form) })
	}
	for _, name := range slices.Sorted(maps.Keys(call.Answer)) {
		switch {
		case holds(name):
			return "", " in the name of a header field" // which is not said: it would be the secret
		case holds(strings.Join(call.Answer[name], ", ")):
			return "", " in the header field " + name
		}
	}
	t, _ := tape.Read(call.Reply, tape.Limits{})
	defer t.Release()
	if t.Usable() {
		if at, ok := find(t.Root(), "", holds); ok {
			return at, " in the body"
		}
	}
	if holds(string(call.Reply)) {
		return "", " in the body"
	}
	return "", ""
}

// find returns the pointer of the first string, or name, below v that fits.
func find(v tape.Value, at string, fits func(string) bool) (string, bool) {
	switch v.Kind() {
	case tape.String:
		return at, fits(v.Text())
	case tape.Object:
		for name, below := range v.Members() {
			if fits(name) {
				return at, true
			}
			if found, ok := find(below, tape.PointerAppend(at, name), fits); ok {
				return found, true
			}
		}
	case tape.Array:
		for i, below := range v.Items() {
			if found, ok := find(below, at+"/"+strconv.Itoa(i), fits); ok {
				return found, true
			}
		}
	}
	return "", false
}

// encoded is a value in lower case, as it is and as programs write it. Of base64, what hangs on the neighbours is left out.
func encoded(value string) []string {
	forms := []string{value, hex.EncodeToString([]byte(value)), url.QueryEscape(value)}
	for shift := range 3 {
		for _, alphabet := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			coded := alphabet.EncodeToString([]byte("xxx"[:shift] + value))
			if len(coded) > 8+shortest {
				forms = append(forms, coded[4:len(coded)-4])
			}
		}
	}
	for i := range forms {
		forms[i] = strings.ToLower(forms[i])
	}
	return forms
}
