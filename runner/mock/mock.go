// Package mock answers as an API would, from its document and its pack alone: an http.Handler with no network, no files and no clock
// of its own. It promises that every answer conforms to the document (apart from deviations of the real API that its pack lists)
// and that the same requests in the same order get the same bytes for the same seed. Where no conforming answer can be made, it says
// so with 501 and the code NO_SAMPLE, and the other operations are answered all the same.
//
// For the pack plaid-partner it is stateful: customers are created, enabled and removed, two partners cannot see each other's, and the
// errors are the API's own. For every other pack it keeps what the pack's operations create, change and remove; what else they do is made up. Where the pack
// knows of no resource the mock is stateless: it checks the request and answers with the document's example, or a body generated from the schema.
//
// A request goes one way:
//
//	receive  route by the document, read the body
//	decide   the behaviour checks credentials, fields and state, and writes the answer into the exchange
//	send     the exchange goes out
//
// A mock can be wrong on purpose: Options.Faults names faults, each of which breaks one promise of one operation and keeps all others. They
// stand around the right mock and see each request before it and each answer after it.
//
//	handler, err := mock.New(document, pack, mock.Options{Seed: 1})
//	server := httptest.NewServer(handler)
//
// It does not imitate: rate limits, webhooks, decisions that Plaid's people take, and TLS.
package mock

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
)

// Options says how the mock behaves. The zero Options is the pack's own face, the default partners and seed 0.
type Options struct {
	Seed     uint64           // what ids, secrets and generated bodies follow from
	Auth     string           // the face of authentication, by the pack's name for it; "" is the pack's default
	Partners []Partner        // who may ask; nil: DefaultPartners
	Callers  []Caller         // who may ask by credentials of other names than partners have; nil: the partners, as Partner.Caller has them
	Clock    func() time.Time // what the days in answers are taken from; nil: always the same day, 2022-12-19
	// Log is told of every exchange (method, path, status, error code), and of a panic with its stack. It is never told a body, a query or
	// a credential. Nil: nobody is.
	Log func(format string, a ...any)
	// Faults are the names of those that the mock has, each at most once; NAME@operationId has a fault at another operation than the one it
	// is meant for. None: the mock keeps every promise.
	Faults []string
	Wait   func(time.Duration) // how a late answer waits; nil: time.Sleep
}

// Partner is one reseller's own credentials.
type Partner struct{ ClientID, Secret string }

// DefaultPartners are the two partners of a mock that was told none. They are the same in every run and fit nothing but a mock.
var DefaultPartners = [2]Partner{defaultPartner("first"), defaultPartner("second")}

// defaultPartner derives credentials from a sentence, so that no source file holds a string that looks like a secret.
func defaultPartner(which string) Partner {
	derive := func(what string, length int) string {
		sum := sha256.Sum256([]byte("plumbline mock: " + what + " of the " + which + " partner"))
		return hex.EncodeToString(sum[:])[:length]
	}
	return Partner{ClientID: derive("client_id", clientIDLength), Secret: derive("secret", secretLength)}
}

// maxBody is the size in bytes of the largest request body that is read. A logo of 4 MB in base64 fits.
const maxBody = 8 << 20

// New returns the mock of doc. The pack decides how it behaves; a nil pack is stateless. It returns an error if the face is
// unknown, if partners are given and incomplete, or if the document's request bodies cannot be checked.
func New(doc *spec.Document, pack *packs.Pack, o Options) (http.Handler, error) {
	var b behaviour
	var err error
	switch {
	case pack != nil && pack.Name == resellerPack:
		b, err = newReseller(doc, pack, o)
	case Keeps(doc, pack):
		b, err = newRegistry(doc, pack, o)
	default:
		b, err = newStateless(doc, pack, o)
	}
	if err != nil {
		return nil, fmt.Errorf("mock of %s: %w", doc.Name, err)
	}
	h := &handler{document: doc, behaviour: b, log: o.Log}
	h.prefixes = prefixes(doc)
	h.exchanges.New = func() any { return new(exchange) }
	return withFaults(h, pack, o)
}

// behaviour is what a kind of API does once a request was received.
type behaviour interface {
	// decide writes the answer to x, whose operation is known and whose body was read.
	decide(x *exchange)
	// refuse writes the error that r says; detail completes its message.
	refuse(x *exchange, r *refusal, detail string)
}

type handler struct {
	document  *spec.Document
	behaviour behaviour
	prefixes  []string // paths of the document's servers, the longest first
	log       func(format string, a ...any)
	exchanges sync.Pool
}

// ServeHTTP answers one request.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := h.exchanges.Get().(*exchange)
	x.request = r
	h.decide(x)
	if h.log != nil {
		h.log("%s %s %d %s", r.Method, r.URL.EscapedPath(), x.status, x.code)
	}
	x.send(w)
	if x.reset() {
		h.exchanges.Put(x)
	}
}

// decide brings x from its request to its answer. A panic becomes the API's internal error.
func (h *handler) decide(x *exchange) {
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		if v == http.ErrAbortHandler {
			panic(v)
		}
		if h.log != nil {
			h.log("panic: %v\n%s", v, debug.Stack())
		}
		h.behaviour.refuse(x, &refuseServer, "")
	}()
	if refused, detail := h.receive(x); refused != nil {
		h.behaviour.refuse(x, refused, detail)
		return
	}
	h.behaviour.decide(x)
}

// receive finds the operation and reads the body.
func (h *handler) receive(x *exchange) (*refusal, string) {
	op, params, allowed := h.route(x.request.Method, x.request.URL.EscapedPath())
	switch {
	case op != nil:
		x.operation, x.params = op, params
		return x.read(maxBody)
	case len(allowed) > 0:
		x.allow = strings.Join(allowed, ", ")
		x.near, _, _ = h.route(allowed[0], x.request.URL.EscapedPath())
		return &refuseMethod, x.allow
	}
	if len(h.document.Operations) > 0 {
		x.near = h.document.Operations[0]
	}
	return &refuseRoute, ""
}

// route finds the operation at a path, below any of the document's servers; without one, allowed are the methods that the path has.
func (h *handler) route(method, path string) (op *spec.Operation, params map[string]string, allowed []string) {
	op, params, allowed = h.document.Route(method, path)
	for _, prefix := range h.prefixes {
		if op != nil || len(allowed) > 0 {
			break
		}
		if rest, ok := strings.CutPrefix(path, prefix); ok && strings.HasPrefix(rest, "/") {
			path = rest
			op, params, allowed = h.document.Route(method, path)
		}
	}
	// RFC 9110, section 9.1: whoever answers GET answers HEAD.
	if op == nil && method == http.MethodHead && slices.Contains(allowed, http.MethodGet) {
		op, params, _ = h.document.Route(http.MethodGet, path)
	}
	return op, params, allowed
}

// prefixes lists the paths of the document's servers, so that a client whose base URL has kept one is understood.
func prefixes(doc *spec.Document) []string {
	var out []string
	for _, s := range doc.Servers {
		path := s.Expand(nil)
		if _, rest, ok := strings.Cut(path, "://"); ok {
			i := strings.IndexByte(rest, '/')
			if i < 0 {
				continue
			}
			path = rest[i:]
		}
		if path = strings.TrimRight(path, "/"); path != "" && !slices.Contains(out, path) {
			out = append(out, path)
		}
	}
	slices.SortStableFunc(out, func(a, b string) int { return len(b) - len(a) })
	return out
}
