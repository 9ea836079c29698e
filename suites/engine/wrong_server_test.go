package engine

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/runner/mock"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// The operations of the Partner API, as the tables of wrong servers name them.
const (
	opCreate       = "partnerCustomerCreate"
	opGet          = "partnerCustomerGet"
	opEnable       = "partnerCustomerEnable"
	opRemove       = "partnerCustomerRemove"
	opInstitutions = "partnerCustomerOauthInstitutionsGet"
)

// The partners that the mock knows.
var (
	own   = mock.DefaultPartners[0]
	other = mock.DefaultPartners[1]
)

// nowhere is the id of no customer.
const nowhere = "000000000000000000000000"

// wrong is a server that breaks one promise of one operation and keeps all others.
type wrong struct {
	name      string
	operation string
	serve     serve  // answers a request to operation
	fault     string // of the mock, instead
}

// mock is how the server behind it behaves.
func (w wrong) mock() mock.Options {
	o := mock.Options{Seed: 7}
	if w.fault != "" {
		o.Faults = []string{w.fault}
	}
	return o
}

// serve answers one request; right asks the server that keeps its promises.
type serve func(right func(*visit), v *visit)

// visit is one request on its way through a wrong server, and its answer on the way back.
type visit struct {
	w       http.ResponseWriter // only for those that answer on the wire themselves; they set written
	r       *http.Request
	body    []byte
	status  int
	header  http.Header
	reply   []byte
	written bool
	server  *wrongServer
}

// wrongServer is the handler of a wrong server. It holds what a fault must remember between requests.
type wrongServer struct {
	right    http.Handler
	path     string
	serve    serve
	document *spec.Document
	clock    *clock

	made atomic.Int64 // request ids
}

// clock is a clock that moves only when told to.
type clock struct{ elapsed atomic.Int64 }

// Now is the time of the clock.
func (c *clock) Now() time.Time {
	return time.Date(2026, 1, 1, 0, 0, 0, int(c.elapsed.Load()), time.UTC)
}

// ServeHTTP implements http.Handler.
func (s *wrongServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	v := &visit{w: w, r: r, body: body, header: http.Header{}, server: s}
	if r.URL.Path == s.path {
		s.serve(s.ask, v)
	} else {
		s.ask(v)
	}
	if v.written {
		return
	}
	// What the tables write by hand bears no request id of its own.
	for _, hand := range []string{`"request_id":"x"`, `"request_id": "x"`} {
		v.reply = bytes.ReplaceAll(v.reply, []byte(hand), fmt.Appendf(nil, `"request_id":"made-%d"`, s.made.Add(1)))
	}
	for name, values := range v.header {
		w.Header()[name] = values
	}
	w.WriteHeader(v.status)
	_, _ = w.Write(v.reply)
}

// ask lets the right server answer.
func (s *wrongServer) ask(v *visit) {
	r := v.r.Clone(v.r.Context())
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(v.body)), int64(len(v.body))
	answer := httptest.NewRecorder()
	s.right.ServeHTTP(answer, r)
	v.status, v.header, v.reply = answer.Code, answer.Header(), answer.Body.Bytes()
	v.header.Del("Content-Length") // the answer may become a longer or a shorter one
}

// after is a fault in how a request is answered.
func after(f func(v *visit)) serve { return func(right func(*visit), v *visit) { right(v); f(v) } }

// onSuccess is a fault in the answers of success.
func onSuccess(f func(v *visit)) serve {
	return after(func(v *visit) {
		if v.status >= 200 && v.status < 300 {
			f(v)
		}
	})
}

// drop takes what stands at a pointer out of the answer.
func drop(pointer string) func(v *visit) {
	return func(v *visit) { v.reply = edited(v.reply)(tape.Delete(v.reply, pointer)) }
}

// refuse answers as the API refuses.
func (v *visit) refuse(status int, kind, code string) {
	v.status = status
	v.reply = fmt.Appendf(nil, `{"display_message": null, "error_code": %q, "error_message": "no", "error_type": %q, "request_id": "x", "suggested_action": null}`, code, kind)
	v.header = http.Header{"Content-Type": {"application/json"}}
}

// refusing is a fault that answers as the API refuses.
func refusing(status int, kind, code string) func(v *visit) {
	return func(v *visit) { v.refuse(status, kind, code) }
}

// edited is a body after an edit; one that is no JSON stays as it was.
func edited(was []byte) func([]byte, error) []byte {
	return func(now []byte, err error) []byte {
		if err != nil {
			return was
		}
		return now
	}
}

// start serves a wrong server on this machine and returns options that ask it.
func (w wrong) start(t *testing.T, version, face string) (Options, *clock) {
	t.Helper()
	doc, _ := partnerAPI(t, version)
	handler := &wrongServer{
		right: rightMock(t, version, face, w.mock()), serve: w.serve, path: doc.Operation(w.operation).Path,
		document: doc, clock: &clock{},
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	t.Cleanup(server.CloseClientConnections)
	return Options{Document: DefaultPack + "@" + version, Auth: face, Seed: 1, Target: runner.Choice{URL: server.URL, URLGiven: true}}, handler.clock
}

// mostRead is the size of the largest answer that is read of a wrong server, in bytes.
const mostRead = 1 << 16

// judged drives a wrong server by a clock that only it moves; no phases are all.
func (w wrong) judged(t *testing.T, version, face string, phases ...string) *reports.Report {
	t.Helper()
	o, clock := w.start(t, version, face)
	o.Phases = phases
	s := open(t, o)
	s.driver.Client.Now, s.driver.Client.MaxReply = clock.Now, mostRead
	return drive(context.Background(), s)
}

func whenBody(when func([]byte) bool, f func(*visit)) serve {
	return func(right func(*visit), v *visit) {
		if when(v.body) {
			f(v)
			return
		}
		right(v)
	}
}

// failing is the internal error of the API.
var failing = refusing(500, "API_ERROR", "INTERNAL_SERVER_ERROR")
