package runner

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"github.com/plumbline-dev/plumbline/reports"
)

// maxRecorded is how much of an answer's body a record holds, in bytes; how much was read is always said.
const maxRecorded = 64 << 10

// noted are calls whose secrets are still to be learnt: that is done when something is to be shown.
type noted struct {
	some  atomic.Bool
	mu    sync.Mutex
	calls []*Call
}

// Later takes note of a call in both messages of which there may be secrets, to be learnt when something is to be shown.
func (r *Redactor) Later(c *Call) {
	r.noted.mu.Lock()
	defer r.noted.mu.Unlock()
	r.noted.calls = append(r.noted.calls, c)
	r.noted.some.Store(true)
}

// catchUp learns the secrets of the calls of which a note was taken. Whoever comes while another one does waits, for it must not show them either.
func (r *Redactor) catchUp() {
	if !r.noted.some.Load() {
		return
	}
	r.noted.mu.Lock()
	defer r.noted.mu.Unlock()
	for _, c := range r.noted.calls {
		r.Learn(c.Sent, c.Body)
		r.Learn(c.Answer, c.Reply)
	}
	r.noted.calls = nil
	r.noted.some.Store(false)
}

// Large says whether the answer is larger than a record shows.
func (c *Call) Large() bool { return len(c.Reply) > maxRecorded }

// Record returns the call as it may be shown and written. What the call mints is learnt before any of it is rendered.
func (r *Redactor) Record(c *Call) reports.Exchange {
	r.catchUp()
	asked, answered := r.read(c.Body), r.read(c.Reply)
	r.learn(c.Sent, asked)
	r.learn(c.Answer, answered)
	x := reports.Exchange{
		Purpose: string(c.Purpose),
		Request: reports.Request{Method: c.Method, URL: r.Text(c.URL), Headers: r.fields(c.Sent), Body: r.body(asked)},
		Started: c.Started.UTC(),
		Elapsed: c.Elapsed,
	}
	x.Curl = r.curl(c, x.Request)
	if c.Answered() {
		render := r.body
		if !c.Complete {
			render = r.cut
		}
		body := render(answered)
		if len(body) > maxRecorded {
			body = strings.ToValidUTF8(body[:maxRecorded], "")
		}
		x.Response = &reports.Response{Status: c.Status, Headers: r.fields(c.Answer), Body: body, Size: int64(len(c.Reply))}
	}
	if c.Err != nil {
		x.Err = r.Text(c.Err.Error())
	}
	return x
}

// fields returns header fields sorted by name, each value as it may be shown.
func (r *Redactor) fields(h http.Header) []reports.Header {
	out := make([]reports.Header, 0, len(h))
	for name, values := range h {
		for _, v := range values {
			out = append(out, reports.Header{Name: r.Name(name), Value: r.Header(name, v)})
		}
	}
	slices.SortStableFunc(out, func(a, b reports.Header) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// curl returns one line that sends the request again. Own credentials are read from the environment variables they came from;
// any other secret stands as its replacement, and such a line shows the request without being able to repeat it. request is the call's as
// it may be shown.
func (r *Redactor) curl(c *Call, request reports.Request) string {
	var line strings.Builder
	line.Grow(512 + len(request.Body))
	shown := request.Body
	binary := c.Body != nil && !printable(c.Body)
	if binary {
		body := []byte(shown)
		if shown == strings.ToValidUTF8(string(c.Body), "\uFFFD") { // nothing in it was secret
			body = c.Body
		}
		line.WriteString("printf %s " + base64.StdEncoding.EncodeToString(body) + " | base64 -d | ")
	}
	line.WriteString("curl -sS -i -X " + c.Method)
	for _, h := range request.Headers {
		line.WriteString(" -H ")
		if h.Value == "" { // what ends in a colon takes the field out
			r.quote(&line, h.Name, ";")
			continue
		}
		r.quote(&line, h.Name, ": ", h.Value)
	}
	switch {
	case binary:
		line.WriteString(" --data-binary @-")
	case c.Body != nil:
		line.WriteString(" --data-raw ")
		r.quote(&line, shown)
	}
	line.WriteByte(' ')
	r.quote(&line, request.URL)
	return line.String()
}

// quote writes texts as one word of a POSIX shell; the replacements of own credentials become references to their environment variables.
func (r *Redactor) quote(line *strings.Builder, texts ...string) {
	w := word{line: line}
	for _, text := range texts {
		for text != "" {
			at := strings.IndexByte(text, '\'')
			if known := strings.Index(text, redaction); known >= 0 && (at < 0 || known < at) {
				if end := known + strings.IndexByte(text[known:], ']') + 1; end > known {
					if variable := r.variables[text[known:end]]; variable != "" {
						w.plain(text[:known])
						w.variable(variable)
						text = text[end:]
						continue
					}
				}
				at = known + 1 // another secret, which stays as it is shown
				w.plain(text[:at])
				text = text[at:]
				continue
			}
			if at < 0 {
				w.plain(text)
				break
			}
			w.plain(text[:at])
			w.plain(`'\''`)
			text = text[at+1:]
		}
	}
	w.end()
}

// word is one word of a shell while it is written: parts between single quotes, and variables between double ones.
type word struct {
	line        *strings.Builder
	open, there bool // a single quote is open; something was written
}

func (w *word) plain(text string) {
	if text == "" {
		return
	}
	if !w.open {
		w.line.WriteByte('\'')
	}
	w.open, w.there = true, true
	w.line.WriteString(text)
}

func (w *word) variable(name string) {
	if w.open {
		w.line.WriteByte('\'')
	}
	w.open, w.there = false, true
	w.line.WriteString(`"$`)
	w.line.WriteString(name)
	w.line.WriteByte('"')
}

func (w *word) end() {
	switch {
	case w.open:
		w.line.WriteByte('\'')
	case !w.there:
		w.line.WriteString("''")
	}
}

// printable says whether a shell can carry b between quotes on one screen.
func printable(b []byte) bool {
	if !utf8.Valid(b) {
		return false
	}
	return !bytes.ContainsFunc(b, func(c rune) bool { return unicode.IsControl(c) && c != '\n' && c != '\t' })
}
