package mock

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// visit is one request on its way through a mock with faults, and its answer on the way back.
type visit struct {
	mock      *wrong
	operation *spec.Operation // the one at this path, whatever the method; nil if there is none
	w         http.ResponseWriter
	request   *http.Request // its body is in
	in        []byte        // the request's body
	status    int
	header    http.Header
	out       []byte   // the answer's body
	written   bool     // the fault answered on the wire itself
	meeting   *meeting // at which it waited; nil if it did not
}

// receive reads a request whole.
func (w *wrong) receive(rw http.ResponseWriter, r *http.Request) (*visit, error) {
	v := &visit{mock: w, w: rw, header: http.Header{}}
	var allowed []string
	v.operation, _, allowed = w.route(r.Method, r.URL.EscapedPath())
	if v.operation == nil && len(allowed) > 0 {
		v.operation, _, _ = w.route(allowed[0], r.URL.EscapedPath())
	}
	if r.ContentLength > maxBody {
		return nil, errTooLarge
	}
	v.request = r.Clone(r.Context()) // a fault may change what the right mock is asked
	if r.Body == nil {
		return v, nil
	}
	var err error
	if v.in, err = io.ReadAll(io.LimitReader(r.Body, maxBody+1)); err == nil {
		return v, nil
	}
	r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(v.in), failing{err}))
	return nil, err
}

var errTooLarge = fmt.Errorf("the body is larger than %d bytes", maxBody)

// failing is the rest of a body that does not arrive.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// clone is the visit with a request of its own, which may be changed.
func (v *visit) clone() *visit {
	out := *v
	out.request = v.request.Clone(v.request.Context())
	return &out
}

// ask lets h answer what v asks.
func (v *visit) ask(h http.Handler) {
	r := v.request.Clone(v.request.Context())
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(v.in)), int64(len(v.in))
	kept := &keeper{header: http.Header{}}
	h.ServeHTTP(kept, r)
	v.status, v.header, v.out = kept.status, kept.header, kept.body
	v.header.Del("Content-Length") // net/http counts what is sent in the end
}

// keeper is a ResponseWriter that keeps what is written.
type keeper struct {
	header http.Header
	status int
	body   []byte
}

func (k *keeper) Header() http.Header { return k.header }

func (k *keeper) WriteHeader(status int) { k.status = status }

func (k *keeper) Write(b []byte) (int, error) {
	k.body = append(k.body, b...)
	return len(b), nil
}

// send writes the answer out.
func (v *visit) send() {
	if v.written {
		return
	}
	h := v.w.Header()
	for name, values := range v.header {
		h[name] = values
	}
	if v.request.Method != http.MethodHead && len(v.out) > 0 && h["Content-Length"] == nil {
		h["Content-Length"] = []string{strconv.Itoa(len(v.out))}
	}
	v.w.WriteHeader(v.status)
	if len(v.out) > 0 {
		_, _ = v.w.Write(v.out) // net/http drops what a HEAD or a 204 must not carry
	}
}

// success says whether the answer so far is a 2xx.
func (v *visit) success() bool { return v.status >= 200 && v.status < 300 }

// right says whether the request has the operation's own method.
func (v *visit) right() bool { return v.operation != nil && v.operation.Method == v.request.Method }

// before is a fault in how a request is understood.
func before(f func(v *visit)) serve { return func(right func(*visit), v *visit) { f(v); right(v) } }

// after is a fault in how a request is answered.
func after(f func(v *visit)) serve { return func(right func(*visit), v *visit) { right(v); f(v) } }

// onSuccess is a fault in the answers of success.
func onSuccess(fs ...func(v *visit)) serve {
	return after(func(v *visit) {
		if v.success() && v.right() {
			for _, f := range fs {
				f(v)
			}
		}
	})
}

// onRefusal is a fault in the answers that refuse with one of the statuses, or with any if none is named. A wrong method is no matter of
// the operation.
func onRefusal(statuses []int, fs ...func(v *visit)) serve {
	return after(func(v *visit) {
		if v.right() && v.status >= 400 && (len(statuses) == 0 || slices.Contains(statuses, v.status)) {
			for _, f := range fs {
				f(v)
			}
		}
	})
}

// body replaces the answer's body.
func body(text string) func(v *visit) { return func(v *visit) { v.out = []byte(text) } }

// media replaces the answer's media type; "" takes it away.
func media(contentType string) func(v *visit) {
	return func(v *visit) {
		v.header["Content-Type"] = nil // so that net/http guesses none either
		if contentType != "" {
			v.header.Set("Content-Type", contentType)
		}
	}
}

// status replaces the answer's status.
func status(code int) func(v *visit) { return func(v *visit) { v.status = code } }

// heading sets a header field of the answer; an empty value takes it away.
func heading(name, value string) func(v *visit) {
	return func(v *visit) {
		if v.header.Del(name); value != "" {
			v.header.Set(name, value)
		}
	}
}

// edit replaces bytes of the answer's body once.
func edit(old, new string) func(v *visit) {
	return func(v *visit) { v.out = bytes.Replace(v.out, []byte(old), []byte(new), 1) }
}

// set puts JSON at the place in the answer's body; where the body has no such place, at the first value of the same kind, so that a fault
// can be had from an API of any shape.
func set(pointer string, kind tape.Kind, raw string) func(v *visit) {
	return func(v *visit) { v.put(v.place(pointer, kind), raw) }
}

// drop takes what stands at the place out of the answer's body; where the body has none, its first member.
func drop(pointer string) func(v *visit) {
	return func(v *visit) {
		at := v.placeOf(pointer, func(tape.Value) bool { return true })
		if out, err := tape.Delete(v.out, at); err == nil && at != "" {
			v.out = out
		}
	}
}

// add puts a member into the answer's body that was not there.
func add(pointer, raw string) func(v *visit) { return func(v *visit) { v.put(pointer, raw) } }

func (v *visit) put(pointer, raw string) {
	if pointer == "" {
		return
	}
	if out, err := tape.Set(v.out, pointer, []byte(raw)); err == nil {
		v.out = out
	}
}

// place returns pointer if the answer's body has a value of that kind there, else the pointer of the first such value; "" if there is none.
func (v *visit) place(pointer string, kind tape.Kind) string {
	return v.placeOf(pointer, func(at tape.Value) bool { return at.Kind() == kind })
}

func (v *visit) placeOf(pointer string, fits func(tape.Value) bool) string {
	t, _ := tape.Read(v.out, tape.Limits{})
	defer t.Release()
	if !t.Usable() {
		return ""
	}
	if at, ok := t.Root().At(pointer); ok && fits(at) {
		return pointer
	}
	return firstOf(t.Root(), "", fits)
}

// firstOf returns the pointer of the first value below at that fits, depth first; "" if none does.
func firstOf(at tape.Value, pointer string, fits func(tape.Value) bool) string {
	try := func(child tape.Value, path string) string {
		if fits(child) {
			return path
		}
		return firstOf(child, path, fits)
	}
	switch at.Kind() {
	case tape.Object:
		for name, child := range at.Members() {
			if found := try(child, tape.PointerAppend(pointer, name)); found != "" {
				return found
			}
		}
	case tape.Array:
		for i, child := range at.Items() {
			if found := try(child, pointer+"/"+strconv.Itoa(i)); found != "" {
				return found
			}
		}
	}
	return ""
}

// refuse answers as the API refuses.
func refuse(r *refusal) func(v *visit) {
	return func(v *visit) {
		v.begin(r.Status)
		p := page{}
		p.open('{')
		p.raw("display_message", "null")
		p.text("error_code", r.Code)
		p.text("error_message", r.Message)
		p.text("error_type", r.Type)
		p.text("request_id", v.requestID())
		p.raw("suggested_action", "null")
		p.shut('}')
		v.out = p.b
	}
}

// begin starts the answer anew, with the header fields that every answer of the API has.
func (v *visit) begin(status int) {
	v.status = status
	v.header = http.Header{"Content-Type": mediaJSON}
	if c := v.mock.pack.Credential("version"); c != nil {
		v.header.Set(c.Header, c.Default)
	}
}

// requestID is one that no other answer of this mock has.
func (v *visit) requestID() string { return fmt.Sprintf("wrong%010d", v.mock.count("request id")) }

// remember keeps the answer's body under a key.
func (v *visit) remember(key string) {
	v.mock.mu.Lock()
	defer v.mock.mu.Unlock()
	v.mock.memory[key] = bytes.Clone(v.out)
}

// recall returns what was kept under a key; nil if nothing was.
func (v *visit) recall(key string) []byte {
	v.mock.mu.Lock()
	defer v.mock.mu.Unlock()
	return v.mock.memory[key]
}

// repeat answers 200 with a body that was given before, under a new request id.
func (v *visit) repeat(kept []byte) {
	v.begin(http.StatusOK)
	v.out = kept
	if v.place("/request_id", tape.String) == "/request_id" {
		v.put("/request_id", strconv.Quote(v.requestID()))
	}
}

// subject is the customer that the request is about.
func (v *visit) subject() string { return tape.TextAt(v.in, "/end_customer_client_id") }

// given is a credential of the request: a header wins over the body.
func (v *visit) given(name string) string {
	c := v.mock.pack.Credential(name)
	if c == nil {
		return ""
	}
	if value := v.request.Header.Get(c.Header); value != "" || c.Body == "" {
		return value
	}
	return tape.TextAt(v.in, tape.PointerAppend("", c.Body))
}

// as makes the request one of a partner.
func (v *visit) as(p Partner) {
	for _, c := range v.mock.pack.Credentials {
		v.request.Header.Set(c.Header, map[string]string{"client_id": p.ClientID, "secret": p.Secret}[c.Name]+c.Default)
	}
}

// forget takes a credential out of the request, wherever it stands.
func (v *visit) forget(c *packs.Credential) {
	v.request.Header.Del(c.Header)
	if c.Body == "" {
		return
	}
	if in, err := tape.Delete(v.in, tape.PointerAppend("", c.Body)); err == nil {
		v.in = in
	}
}

// via lets right answer another operation in the place of this one.
func (v *visit) via(op *spec.Operation, right func(*visit)) {
	other := *v
	other.request = v.request.Clone(v.request.Context())
	other.request.Method, other.request.URL = op.Method, &url.URL{Path: op.Path}
	right(&other)
	v.status, v.header, v.out = other.status, other.header, other.out
}

// who is the partner that asks, if it is one.
func (v *visit) who() (Partner, bool) {
	i := slices.IndexFunc(v.mock.partners, func(p Partner) bool { return p.ClientID == v.given("client_id") })
	if i < 0 {
		return Partner{}, false
	}
	return v.mock.partners[i], true
}

// stranger says whether the one who asks is not the first partner.
func (v *visit) stranger() bool { return v.given("client_id") != v.mock.partners[0].ClientID }
