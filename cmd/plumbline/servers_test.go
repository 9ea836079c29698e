package main

import (
	"context"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"path"
	"regexp"
	"sync"
	"sync/atomic"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/plumbline-dev/plumbline/runner/mock"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/source"
	"github.com/plumbline-dev/plumbline/suites/engine"
)

// servers are what a scenario can start by name. Those that misbehave break one promise each, and only in what their scenario is about.
var servers = map[string]func(s *site) http.Handler{
	"html":    answer("text/html", "<h1>hello</h1>"),
	"empty":   answer("application/json", `{}`),
	"schemas": answer("application/yaml", "Book: {type: object}\n"),
	// enabled gives every customer a status that the document does not know, and is right otherwise.
	"enabled": func(s *site) http.Handler {
		return s.partner(answer("application/json", `{"end_customer": {"status": "ENABLED"}}`)(s))
	},
	"hang": func(s *site) http.Handler {
		return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { s.hang(r) })
	},
	"reset": func(*site) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				return
			}
			if tcp, ok := conn.(*net.TCPConn); ok {
				_ = tcp.SetLinger(0)
			}
			conn.Close()
		})
	},
	// proxy lets nothing through. A client that would ask a place on the network asks the proxy instead, which counts.
	"proxy": func(*site) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	},
	// numbered answers a customer's name as a number, and is right otherwise.
	"numbered": func(s *site) http.Handler {
		name := regexp.MustCompile(`("company_name": *)"(?:[^"\\]|\\.)*"`)
		right := s.partner(nil)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			seen := httptest.NewRecorder()
			right.ServeHTTP(seen, r)
			reply := seen.Body.Bytes()
			if r.URL.Path == getPath {
				reply = name.ReplaceAll(reply, []byte("${1}7"))
				seen.Header().Del("Content-Length")
			}
			maps.Copy(w.Header(), seen.Header())
			w.WriteHeader(seen.Code)
			_, _ = w.Write(reply)
		})
	},
	// expiring is right for five requests, and then knows nobody.
	"expiring": func(s *site) http.Handler {
		right, asked := s.partner(nil), atomic.Int32{}
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if asked.Add(1) <= 5 {
				right.ServeHTTP(w, r)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, `{"error_type": "INVALID_INPUT", "error_code": "INVALID_API_KEYS", "error_message": "no", "display_message": null, "request_id": "x"}`)
		})
	},
	// stuck is right until a customer is read, which hangs.
	"stuck": func(s *site) http.Handler {
		return s.partner(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { s.hang(r) }))
	},
}

// answer is a server that answers everything alike.
func answer(mediaType, body string) func(*site) http.Handler {
	return func(*site) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", mediaType)
			_, _ = io.WriteString(w, body)
		})
	}
}

// site is a server with what a scenario wants to know of it.
type site struct {
	ts      *testscript.TestScript
	reached chan struct{} // closed when a request has come that hangs
	once    sync.Once

	mu    sync.Mutex
	count int            // of all requests
	done  map[string]int // calls of the Partner API that succeeded, by the last part of their path
}

func (s *site) requests() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.count
}

// hang holds a request until its client has gone.
func (s *site) hang(r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body) // only then does the server notice that the client is gone
	s.once.Do(func() { close(s.reached) })
	<-r.Context().Done()
}

// getPath is where a customer is read.
const getPath = "/partner/customer/get"

// partner serves the mock of the Partner API, with get in the place of partnerCustomerGet unless it is nil.
func (s *site) partner(get http.Handler) http.Handler {
	pack, err := packs.Load(engine.DefaultPack)
	s.ts.Check(err)
	doc, err := source.Open(context.Background(), pack.Document, spec.Options{})
	s.ts.Check(err)
	right, err := mock.New(doc, pack, mock.Options{Seed: 1})
	s.ts.Check(err)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == getPath && get != nil {
			get.ServeHTTP(w, r)
			return
		}
		seen := httptest.NewRecorder()
		right.ServeHTTP(seen, r)
		if seen.Code == http.StatusOK {
			s.mu.Lock()
			s.done[path.Base(r.URL.Path)]++
			s.mu.Unlock()
		}
		maps.Copy(w.Header(), seen.Header())
		w.WriteHeader(seen.Code)
		_, _ = w.Write(seen.Body.Bytes())
	})
}

// startServer starts a server by name. The server none is an address at which nothing listens.
func startServer(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: server NAME")
	}
	if args[0] == "none" {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		ts.Check(err)
		ts.Setenv("ADDRESS", listener.Addr().String())
		ts.Setenv("URL", "http://"+listener.Addr().String())
		ts.Check(listener.Close())
		return
	}
	build, ok := servers[args[0]]
	if !ok {
		ts.Fatalf("no server %q", args[0])
	}
	s := &site{ts: ts, reached: make(chan struct{}), done: map[string]int{}}
	handler := build(s)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.count++
		s.mu.Unlock()
		handler.ServeHTTP(w, r)
	}))
	ts.Defer(server.Close)
	ts.Defer(server.CloseClientConnections)
	ts.Setenv("URL", server.URL)
	ts.Setenv("ADDRESS", server.Listener.Addr().String())
	stageOf(ts).site = s
}

// asked holds the number of requests that have reached the server: none or some.
func asked(ts *testscript.TestScript, neg bool, args []string) {
	s := stageOf(ts).site
	if neg || s == nil || len(args) != 1 {
		ts.Fatalf("usage: asked none|some, after server")
	}
	if got := s.requests(); (args[0] == "none") != (got == 0) {
		ts.Fatalf("%d requests reached the server, want %s", got, args[0])
	}
}

// removed holds every customer that was created to having been removed, but for those that were enabled, which cannot be.
func removed(ts *testscript.TestScript, neg bool, args []string) {
	s := stageOf(ts).site
	if neg || s == nil || len(args) != 1 || args[0] != "all" {
		ts.Fatalf("usage: removed all, after server")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := s.done; n["create"] == 0 || n["create"] != n["remove"]+n["enable"] {
		ts.Fatalf("%d customers were created, %d removed and %d enabled", n["create"], n["remove"], n["enable"])
	}
}
