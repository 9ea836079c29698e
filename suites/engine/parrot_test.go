package engine

import (
	"bytes"
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
	a.header.Del("Content-Length") // which is that of the right answer
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
