package engine

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/runner/mock"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// parrot is a server that keeps every promise but one: it repeats secrets.
type parrot struct {
	right http.Handler
	// say changes the right answer; secrets are all that were ever sent to it or made by it, this answer's included.
	say   func(a *answer, secrets []string)
	whole bool // say replaces the answer; then one that makes a secret is left alone, for nobody could know it from elsewhere

	mu      sync.Mutex
	secrets []string
}

// answer is what a parrot says.
type answer struct {
	w       http.ResponseWriter
	status  int
	header  http.Header
	body    []byte
	written bool // say wrote it to w itself
}

// ServeHTTP implements http.Handler.
func (p *parrot) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	right := httptest.NewRecorder()
	p.right.ServeHTTP(right, r)
	a := &answer{w: w, status: right.Code, header: right.Header(), body: right.Body.Bytes()}
	p.mu.Lock()
	before := len(p.secrets)
	for _, at := range []string{"/production_secret", "/end_customer/secrets/sandbox", "/end_customer/secrets/production", "/end_customer/secrets/development"} {
		if secret := text(a.body, at); secret != "" && !slices.Contains(p.secrets, secret) {
			p.secrets = append(p.secrets, secret)
		}
	}
	secrets, made := slices.Clone(p.secrets), len(p.secrets) > before
	p.mu.Unlock()
	if !made || !p.whole {
		p.say(a, secrets)
	}
	if a.written {
		return
	}
	for name, values := range a.header {
		w.Header()[name] = values
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body)
}

// known returns every secret there was.
func (p *parrot) known() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.secrets)
}

// raw takes the connection over and sends bytes as they are.
func (a *answer) raw(text string) {
	conn, _, err := http.NewResponseController(a.w).Hijack()
	if err != nil {
		panic(err)
	}
	a.written = true
	defer conn.Close()
	_, _ = io.WriteString(conn, text)
}

// put puts JSON at a pointer of an answer that is an object.
func (a *answer) put(pointer string, value any) {
	quoted, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	if edited, err := tape.Set(a.body, pointer, quoted); err == nil {
		a.body = edited
	}
}

// all is every secret in one line.
func all(secrets []string) string { return "seen: " + strings.Join(secrets, " and ") }

// each encodes every secret.
func each(encode func(string) string) func(a *answer, secrets []string) {
	return func(a *answer, secrets []string) {
		var said []string
		for _, s := range secrets {
			said = append(said, encode(s))
		}
		a.put("/error_message", all(said))
		a.put("/note", all(said))
		a.header.Set("X-Debug", strings.Join(said, "; "))
		if a.status == http.StatusOK {
			a.put("/end_customer/status", said[len(said)-1]) // no status that is promised, so a finding says what it is
		}
	}
}

// escaped writes every character of s as JSON can escape it.
func escaped(s string) string {
	var b strings.Builder
	for _, r := range s {
		fmt.Fprintf(&b, `\u%04x`, r)
	}
	return b.String()
}

// parrots are the ways in which secrets are repeated.
var parrots = []struct {
	name  string
	say   func(a *answer, secrets []string)
	whole bool
}{
	{"keeps silent", func(*answer, []string) {}, false},
	{"repeats them as they are", each(func(s string) string { return s }), false},
	{"in capitals", each(strings.ToUpper), false},
	{"in small letters", each(strings.ToLower), false},
	{"escaped for a query", each(url.QueryEscape), false},
	{"escaped for a path", each(url.PathEscape), false},
	{"escaped with small digits", each(func(s string) string { return lowerEscapes(url.QueryEscape(s)) }), false},
	{"escaped twice", each(func(s string) string { return url.QueryEscape(url.QueryEscape(s)) }), false},
	{"escaped for HTML", each(html.EscapeString), false},
	{"quoted", each(strconv.Quote), false},
	{"in base64", each(func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }), false},
	{"in base64 for URLs", each(func(s string) string { return base64.URLEncoding.EncodeToString([]byte(s)) }), false},
	{"in base64 after a byte", each(func(s string) string { return base64.StdEncoding.EncodeToString([]byte("x" + s)) }), false},
	{"in base64 after a user", each(func(s string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte("me:"+s+"\n")) }), false},
	{"in hexadecimal", each(func(s string) string { return hex.EncodeToString([]byte(s)) }), false},
	{"in hexadecimal, in capitals", each(func(s string) string { return strings.ToUpper(hex.EncodeToString([]byte(s))) }), false},
	{"with escapes of JSON", func(a *answer, secrets []string) {
		said := escaped(all(secrets))
		if edited, err := tape.Set(a.body, "/note", []byte(`"`+said+`"`)); err == nil {
			a.body = edited
		}
	}, false},
	{"with slashes escaped", func(a *answer, secrets []string) {
		quoted, _ := json.Marshal(all(secrets))
		if edited, err := tape.Set(a.body, "/note", bytes.ReplaceAll(quoted, []byte("/"), []byte(`\/`))); err == nil {
			a.body = edited
		}
	}, false},
	{"without escaping for HTML", func(a *answer, secrets []string) {
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		_ = e.Encode(all(secrets))
		if edited, err := tape.Set(a.body, "/note", bytes.TrimSpace(b.Bytes())); err == nil {
			a.body = edited
		}
	}, false},
	{"in every header", func(a *answer, secrets []string) {
		a.header.Set("Location", "https://example.com/?secret="+url.QueryEscape(secrets[0]))
		a.header.Set("Set-Cookie", "session="+secrets[len(secrets)-1])
		a.header.Set("WWW-Authenticate", `Key secret="`+secrets[0]+`"`)
		a.header["X-Debug"] = secrets
		a.header.Set("Content-Type", "application/json; secret="+strconv.Quote(secrets[0]))
	}, false},
	{"in the name of a header", func(a *answer, secrets []string) { a.header.Set("X-"+token(secrets[len(secrets)-1]), "1") }, false},
	{"in places of other names", func(a *answer, secrets []string) {
		last := secrets[len(secrets)-1]
		a.put("/institutions", map[string]any{"a": []string{last}})
		a.put("/end_customer/client_id", last)
		a.put("/end_customer/company_name", secrets[0])
		a.put("/request_id", last)
	}, true},
	{"in the names of properties", func(a *answer, secrets []string) {
		a.put("/end_customer", map[string]any{secrets[0]: 1, "status": map[string]any{secrets[len(secrets)-1]: []int{1}}})
	}, true},
	{"in a page", func(a *answer, secrets []string) {
		a.header.Set("Content-Type", "text/html")
		a.body = []byte("<h1>" + html.EscapeString(all(secrets)) + "</h1><!-- " + all(secrets) + " -->")
	}, true},
	{"in a form", func(a *answer, secrets []string) {
		a.header.Set("Content-Type", "application/x-www-form-urlencoded")
		form := url.Values{}
		for i, s := range secrets {
			form.Set("secret_"+strconv.Itoa(i), s)
		}
		a.body = []byte(form.Encode())
	}, true},
	{"twice under one name", func(a *answer, secrets []string) {
		a.body = fmt.Appendf(nil, `{"production_secret":%q,"production_secret":%q,"secret":%q}`, secrets[0], secrets[len(secrets)-1], secrets[0])
	}, true},
	{"after the end", func(a *answer, secrets []string) { a.body = append(a.body, all(secrets)...) }, false},
	{"in bytes that are no text", func(a *answer, secrets []string) { a.body = []byte("\xff\x00\xfe" + all(secrets) + "\xff") }, true},
	{"in a body that is cut off inside one", func(a *answer, secrets []string) {
		last := secrets[len(secrets)-1]
		a.raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n{\"note\":\"you sent " + last[:len(last)-3])
	}, true},
	{"in a value that is cut off", func(a *answer, secrets []string) {
		if i := bytes.LastIndex(a.body, []byte(secrets[len(secrets)-1])); i > 0 {
			a.body = a.body[:i+12]
		}
	}, true},
	{"in a status line", func(a *answer, secrets []string) {
		a.raw("HTTP/1.1 999 " + all(secrets) + "\r\nContent-Length: 0\r\n\r\n")
	}, true},
	{"in what is no status line", func(a *answer, secrets []string) { a.raw(all(secrets) + "\r\n\r\n") }, true},
	{"in a header that is none", func(a *answer, secrets []string) { a.raw("HTTP/1.1 200 OK\r\n" + all(secrets) + "\r\n\r\n") }, true},
	{"in the length of a body", func(a *answer, secrets []string) {
		a.raw("HTTP/1.1 200 OK\r\nContent-Length: " + secrets[0] + "\r\n\r\n")
	}, true},
}

// token is s as far as it can stand in the name of a header.
func token(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' && r < 'A' || r > 'Z' && r < 'a' || r > 'z' {
			return -1
		}
		return r
	}, s)
}

// lowerEscapes writes the digits of percent-encoding in small letters, as many servers do.
func lowerEscapes(s string) string {
	b := []byte(s)
	for i := range b {
		if b[i] == '%' {
			copy(b[i:], bytes.ToLower(b[i:min(i+3, len(b))]))
		}
	}
	return string(b)
}

// window is how many characters of a canary in a row are a leak.
const window = 12

// leaks looks for canaries in text: any twelve characters in a row of one, in capitals or small letters, and its encodings. It returns
// the first that it finds and where it stands; both are empty if there is none.
func leaks(text string, canaries ...string) (canary, at string) {
	pieces, low := map[string]string{}, strings.ToLower(text)
	for _, c := range canaries {
		forms := []string{c, hex.EncodeToString([]byte(c)), url.QueryEscape(c), html.EscapeString(c)}
		for _, enc := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			for shift := range 3 {
				coded := enc.EncodeToString([]byte("xxx"[:shift] + c))
				forms = append(forms, coded[4:len(coded)-4]) // what stands at the ends depends on the neighbours
			}
		}
		for _, form := range forms {
			for form = strings.ToLower(form); len(form) >= window; form = form[1:] {
				pieces[form[:window]] = c
			}
		}
		for form := escaped(c); len(form) >= 6*window; form = form[6:] {
			pieces[form[:6*window]] = c
		}
	}
	for i := 0; i+window <= len(low); i++ {
		c := pieces[low[i:i+window]]
		if low[i] == '\\' && c == "" {
			c = pieces[low[i:min(i+6*window, len(low))]]
		}
		if c != "" {
			return c, around(low, i)
		}
	}
	return "", ""
}

// around is the part of text about an offset.
func around(text string, at int) string {
	return "..." + text[max(0, at-60):min(len(text), at+90)] + "..."
}

// written is every byte that a run could show or write: each result as it comes, with the text of its findings, and the report in
// every format.
func written(t *testing.T, s *Session) string {
	t.Helper()
	var b strings.Builder
	ctx := context.Background()
	got, extra := map[string]reports.Result{}, []reports.Result{}
	keep := json.NewEncoder(&b)
	show := func(r reports.Result) {
		_ = keep.Encode(r)
		for _, f := range r.Findings {
			b.WriteString(f.Text() + "\n")
			_ = keep.Encode(f)
		}
		for _, x := range r.Exchanges {
			b.WriteString(x.Curl + "\n") // as it is pasted, not as JSON escapes it
		}
	}
	for _, g := range s.Groups() {
		for _, c := range g.Cases {
			got[c.ID] = s.Run(ctx, c)
			show(got[c.ID])
		}
		if result, gone := s.Remove(ctx, g.Name); !gone {
			extra = append(extra, result)
			show(result)
		}
	}
	if result, gone := s.Remove(ctx, ""); !gone {
		extra = append(extra, result)
		show(result)
	}
	r := s.Report(s.Complete(got, false, extra), Remains{Removals: s.Removals(), Leftovers: s.Leftovers()}, false)
	for _, format := range reports.Formats() {
		if err := format.Write(&b, r); err != nil {
			t.Fatal(err)
		}
	}
	for _, o := range []reports.ConsoleOptions{{Colour: true}, {Plain: true, Width: 200, Full: 1000}, {Colour: true, Width: 40, Replay: func(id string) string { return "again " + id }}} {
		if err := reports.WriteConsole(&b, r, o); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// canaries are credentials that are found again wherever they turn up: as Plaid makes them, and with everything that an encoding changes.
var canaries = map[string][2]mock.Partner{
	"as Plaid makes them": {
		{ClientID: "5f0ca9a9a9c0ffee0b1dd1e5", Secret: "0wnca9a9c0ffeef00dbeefcafe1337"},
		{ClientID: "7e57ca9a9bad5eed5deadbee", Secret: "07hca9a9decafbadc0dedfacade999"},
	},
	"of every character": {
		{ClientID: `own/id+canary=<1>&"quoted"%41'x`, Secret: `own\secret/canary+<2>&"quoted"=%zz`},
		{ClientID: `other/id+canary=<3>&"quoted"~y`, Secret: `other\secret/canary+<4>&'quoted'=?`},
	},
}

func TestCanaries_NoneIsWritten(t *testing.T) {
	t.Parallel()
	for kind, pair := range canaries {
		for _, tt := range parrots {
			t.Run(kind+", "+tt.name, func(t *testing.T) {
				t.Parallel()
				own, other := pair[0], pair[1]
				p := &parrot{
					right: rightMock(t, versions[0], "plaid", mock.Options{Seed: 7, Partners: pair[:]}), say: tt.say, whole: tt.whole,
					secrets: []string{own.ClientID, own.Secret, other.ClientID, other.Secret},
				}
				server := httptest.NewServer(p)
				t.Cleanup(server.Close)
				// Some of the cases: every kind of exchange is among them.
				cases := []string{opCreate, opGet, opInstitutions + "/bodies", "customer-goes-live"}
				s := open(t, Options{Seed: 1, Cases: cases, Target: runner.Choice{URL: server.URL, URLGiven: true}, Lookup: variables(map[string]string{
					"PLAID_CLIENT_ID": own.ClientID, "PLAID_SECRET": own.Secret, "PLAID_OTHER_CLIENT_ID": other.ClientID, "PLAID_OTHER_SECRET": other.Secret,
				})})
				text := written(t, s)
				if !strings.Contains(text, "[redacted ") {
					t.Error("nothing was redacted, so nothing is proved")
				}
				if canary, at := leaks(text, p.known()...); canary != "" {
					t.Errorf("secret %s is written: %q", canary, at)
				}
			})
		}
	}
}

func TestLeaks_FindsWhatItLooksFor(t *testing.T) {
	t.Parallel()
	const canary = `own\secret/canary+<2>&"quoted"=%zz`
	for _, text := range []string{
		canary, "x" + strings.ToUpper(canary), canary[3:17], url.QueryEscape(canary), lowerEscapes(url.QueryEscape(canary)), hex.EncodeToString([]byte(canary)),
		html.EscapeString(canary), escaped(canary), base64.StdEncoding.EncodeToString([]byte(canary)), base64.StdEncoding.EncodeToString([]byte("ab" + canary + "c")),
	} {
		if found, _ := leaks("before "+text+" after", "another secret of some length", canary); found != canary {
			t.Errorf("%s is not found", text)
		}
	}
	if found, at := leaks("[redacted string(30) 3fa2c1]", canary); found != "" {
		t.Errorf("a replacement is taken for a leak: %s", at)
	}
}
