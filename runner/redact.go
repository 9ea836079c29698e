package runner

import (
	"cmp"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/plumbline-dev/plumbline/spec/packs"
)

// minLearnt is the shortest minted value that is looked for by its value; a shorter one is replaced only where it stands,
// because replacing it everywhere would eat words that are no secret.
const minLearnt = 6

// Redactor keeps secrets out of everything that is shown or written. It knows them by place (headers, properties, pointers that
// the pack names) and by value: what it has once seen in a secret place it replaces wherever the value turns up again,
// also escaped for JSON or a URL, in another case, or in base64. Equal secrets give equal replacements:
//
//	[redacted string(30) 3fa2c1]
//
// The digest is keyed with the redactor's own key, so it says nothing about a secret to someone who guesses at it.
// A Redactor may be used by several goroutines.
type Redactor struct {
	secrets packs.Secrets
	ends    []string // the last segments of the pack's secret places, each once; "*" where one is not plain
	words   []string // lower-case words; a property whose name holds one is secret, with all that is below it
	names   Sieve    // of words, and of names one of which every secret place has
	headers []string // names of header fields whose values are secret
	key     []byte
	noted   noted

	mu       sync.RWMutex
	known    map[string]string // value -> replacement
	forms    []form            // of all known values
	sieve    Sieve             // of all forms
	halves   []secretHalf      // of the known values
	own      map[string]string // value -> environment variable that holds it
	public   map[string]bool   // values that look like secrets by their place and are none
	tokens   map[secret]string // for a run meets the same few secrets in every exchange
	replacer *strings.Replacer // of all forms; nil where one was added since it was built

	variables map[string]string // replacement of an own credential -> its environment variable
}

// secret is a value in a secret place, and what kind of value it is there.
type secret struct{ kind, value string }

// alwaysSecret are header fields that carry credentials by their own standard (RFC 9110, section 11; RFC 6265).
var alwaysSecret = []string{"Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key"}

// NewRedactor returns a redactor for the pack that already knows the values of creds. A key of nil is replaced by a random one;
// a fixed key makes the digests of two runs comparable and is for tests and the mock, whose secrets are public.
func NewRedactor(pack *packs.Pack, creds *Credentials, key []byte) *Redactor {
	if key == nil {
		key = make([]byte, 32)
		rand.Read(key) // never fails: crypto/rand ends the process instead
	}
	r := &Redactor{
		secrets: pack.Secrets, key: key, names: Folded(),
		headers: slices.Clone(alwaysSecret),
		known:   map[string]string{}, own: map[string]string{}, public: map[string]bool{}, variables: map[string]string{}, tokens: map[secret]string{},
	}
	for _, place := range pack.Secrets.Places {
		last := place[strings.LastIndexByte(place, '/')+1:]
		if strings.ContainsRune(last, '~') {
			last = "*"
		}
		if !slices.Contains(r.ends, last) {
			r.ends = append(r.ends, last)
		}
		r.names.Add(lastNamed(place))
	}
	for _, name := range pack.Secrets.Names {
		word := strings.ToLower(name)
		r.words = append(r.words, word)
		r.names.Add(word)
	}
	for _, c := range pack.Credentials {
		if !c.Secret {
			continue
		}
		if c.Header != "" {
			r.headers = append(r.headers, c.Header)
		}
		if creds == nil {
			continue
		}
		r.learnOwn(creds.Own[c.Name], c.Variable)
		r.learnOwn(creds.Other[c.Name], c.Other)
	}
	for value, variable := range r.own {
		r.variables[r.known[value]] = variable
	}
	return r
}

func (r *Redactor) learnOwn(value, variable string) {
	if value == "" {
		return
	}
	if r.known[value] == "" {
		r.remember(value, r.token("string", value))
	}
	r.own[value] = variable
	for _, part := range CredentialParts(value) {
		if r.known[part] == "" {
			r.remember(part, r.token("string", part))
		}
	}
}

// Reveal declares values that stand in secret places and are no secrets: those that a case made up to be refused. A
// reader needs to see them, and the curl line to repeat them. It does nothing for a value that is already known as a secret.
func (r *Redactor) Reveal(values ...string) {
	r.catchUp()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, v := range values {
		if _, secret := r.known[v]; !secret {
			r.public[v] = true
		}
	}
}

func (r *Redactor) revealed(value string) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.public[value]
}

// redaction is what every replacement begins with.
const redaction = "[redacted "

// token is what stands in a record instead of a secret.
func (r *Redactor) token(kind, value string) string {
	r.mu.RLock()
	made, ok := r.tokens[secret{kind, value}]
	r.mu.RUnlock()
	if ok {
		return made
	}
	mac := hmac.New(sha256.New, r.key)
	mac.Write([]byte(value))
	made = fmt.Sprintf(redaction+"%s(%d) %s]", kind, utf8.RuneCountInString(value), hex.EncodeToString(mac.Sum(nil)[:3]))
	r.mu.Lock()
	r.tokens[secret{kind, value}] = made
	r.mu.Unlock()
	return made
}

// remember makes a value known. The caller holds the lock, where anybody else may read.
func (r *Redactor) remember(value, token string) {
	r.known[value] = token
	for _, half := range Halves(value) {
		r.halves = append(r.halves, secretHalf{half: strings.ToLower(half), whole: strings.ToLower(value)})
		for _, written := range []string{half, strings.ToLower(half), strings.ToUpper(half)} {
			r.sieve.Add(written)
		}
	}
	for _, f := range forms(value, token) {
		r.forms = append(r.forms, f)
		r.sieve.Add(f.from)
	}
	r.replacer = nil
}

// all is what replaces every known form. Longer forms come first, so that a secret that holds another one is replaced whole.
func (r *Redactor) all() *strings.Replacer {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.replacer != nil {
		return r.replacer
	}
	slices.SortFunc(r.forms, func(a, b form) int {
		return cmp.Or(cmp.Compare(len(b.from), len(a.from)), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	pairs := make([]string, 0, 2*len(r.forms))
	for _, f := range r.forms {
		pairs = append(pairs, f.from, f.to)
	}
	r.replacer = strings.NewReplacer(pairs...)
	return r.replacer
}

// Text replaces every known secret in s, and what is left of one.
func (r *Redactor) Text(s string) string {
	r.catchUp()
	return r.shorn(r.exact(s))
}

// exact replaces every known secret that s holds whole.
func (r *Redactor) exact(s string) string {
	r.mu.RLock()
	clean := !r.sieve.MayHoldText(s)
	r.mu.RUnlock()
	if clean {
		return s
	}
	return torn(r.all().Replace(s))
}

// Name returns the name of a header field as it may be shown. Its letters have been made large and small as HTTP likes them.
func (r *Redactor) Name(name string) string {
	r.catchUp()
	var room [64]byte
	small := room[:0]
	for i := range len(name) {
		c := name[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		small = append(small, c)
	}
	r.mu.RLock()
	clean := !r.sieve.MayHold(small)
	r.mu.RUnlock()
	if clean {
		return name
	}
	if shown := r.Text(string(small)); shown != string(small) {
		return shown
	}
	return name
}

// hides says whether the values of a header field are secret.
func (r *Redactor) hides(name string) bool {
	for _, h := range r.headers {
		if len(h) == len(name) && strings.EqualFold(h, name) {
			return true
		}
	}
	return false
}

// Header returns the value of a header field as it may be shown.
func (r *Redactor) Header(name, value string) string {
	r.catchUp()
	if r.hides(name) && value != "" && !r.revealed(value) {
		return r.token("string", value)
	}
	return r.Text(value)
}

// Learn takes note of the secrets in a message: those in secret places of the body and in secret header fields.
// It is called for both messages of an exchange before any part of it is shown.
func (r *Redactor) Learn(header http.Header, body []byte) { r.learn(header, r.read(body)) }

func (r *Redactor) learn(header http.Header, m message) {
	for name, values := range header {
		if r.hides(name) {
			for _, v := range values {
				if !r.revealed(v) {
					r.meet("string", v)
				}
			}
		}
	}
	for _, s := range m.secrets {
		r.meet(s.kind, s.value)
	}
}

// meet makes a value known that stands in a secret place.
func (r *Redactor) meet(kind, value string) {
	if len(value) < minLearnt {
		return
	}
	r.mu.RLock()
	_, known := r.known[value]
	r.mu.RUnlock()
	if known {
		return
	}
	token := r.token(kind, value)
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, known := r.known[value]; !known {
		r.remember(value, token)
	}
}

// Body returns a message's body as it may be shown: secret places first, then every known value.
func (r *Redactor) Body(body []byte) string {
	r.catchUp()
	return r.body(r.read(body))
}

func (r *Redactor) body(m message) string { return r.shorn(r.exactBody(m)) }

// exactBody is a body without what it holds whole of secrets.
func (r *Redactor) exactBody(m message) string {
	if len(m.secrets) == 0 && m.end == len(m.body) {
		return r.whole(string(m.body))
	}
	var out strings.Builder
	done := 0
	for _, s := range m.secrets {
		if s.at < done {
			continue
		}
		out.Write(m.body[done:s.at])
		out.WriteString(`"` + r.token(s.kind, s.value) + `"`)
		done = s.end
	}
	if m.end < len(m.body) && r.suspect(m.body) {
		out.Write(m.body[done:max(done, m.end)])
		fmt.Fprintf(&out, "[withheld %d bytes that are no JSON and may hold secrets]", len(m.body)-m.end)
	} else {
		out.Write(m.body[done:])
	}
	return r.whole(out.String())
}

// whole is a body, its secret places replaced, without known values and as characters.
func (r *Redactor) whole(body string) string { return strings.ToValidUTF8(r.exact(body), "\uFFFD") }

// cut returns what is left of a body that was cut off, as it may be shown: its end may be the beginning of a secret.
func (r *Redactor) cut(m message) string {
	shown := r.exactBody(m)
	r.mu.RLock()
	defer r.mu.RUnlock()
	longest, replacement := 0, ""
	for value, token := range r.known {
		for n := len(value) - 1; n >= max(minCredential, longest); n-- {
			if strings.HasSuffix(shown, value[:n]) {
				if n > longest || token < replacement {
					longest, replacement = n, token
				}
				break
			}
		}
	}
	return r.shorn(shown[:len(shown)-longest]) + replacement
}

// placed says whether a pointer is one of the pack's secret places; * stands for any one segment.
func (r *Redactor) placed(pointer string) bool {
	return slices.ContainsFunc(r.secrets.Places, func(place string) bool { return matches(place, pointer) })
}

func matches(place, pointer string) bool {
	for {
		p, restPlace, morePlace := strings.Cut(strings.TrimPrefix(place, "/"), "/")
		q, restPointer, morePointer := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
		if p != "*" && p != q || morePlace != morePointer {
			return false
		}
		if !morePlace {
			return true
		}
		place, pointer = restPlace, restPointer
	}
}
