package runner

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// hijack serves raw bytes on the connection and closes it, with a reset if reset is set.
func hijack(t *testing.T, raw string, reset bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		if tcp, ok := conn.(*net.TCPConn); ok && reset {
			_ = tcp.SetLinger(0)
		}
		_, _ = conn.Write([]byte(raw))
	})
}

// serve returns a target where h answers, over TLS and HTTP/2 or over HTTP/1.1.
func serve(t *testing.T, h http.Handler, http2 bool) *Target {
	t.Helper()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if (r.ProtoMajor == 2) != http2 {
			t.Errorf("got a request over %s", r.Proto)
		}
		h.ServeHTTP(w, r)
	}))
	if server.EnableHTTP2 = http2; http2 {
		server.StartTLS()
	} else {
		server.Start()
	}
	t.Cleanup(server.Close)
	base, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	target := Remote(&Environment{URL: base, Loopback: true})
	t.Cleanup(func() { _ = target.Close() })
	if http2 {
		trusted := x509.NewCertPool()
		trusted.AddCert(server.Certificate())
		target.Transport.(*http.Transport).TLSClientConfig = &tls.Config{RootCAs: trusted}
	}
	return target
}

func TestClient_Trouble(t *testing.T) {
	t.Parallel()
	hang := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then does the server notice that the client is gone
		<-r.Context().Done()
	})
	endless := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = w.Write([]byte("abc"))
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	})
	switching := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		_, _ = conn.Write([]byte("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nhello"))
		_, _ = io.Copy(io.Discard, conn) // until the client is gone
	})
	redirect := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", http.StatusFound) })
	for _, tt := range []struct {
		name     string
		handler  http.Handler
		trouble  Trouble
		status   int
		complete bool
		err      string
		http2    bool
	}{
		{"a whole answer", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(204) }), TroubleNone, 204, true, "", false},
		{"a redirect is not followed", redirect, TroubleNone, 302, true, "", false},
		{"another protocol, which never ends", switching, TroubleNone, 101, true, "", false},
		{"a reset", hijack(t, "", true), TroubleNoAnswer, 0, false, "the connection was reset", false},
		{"a close", hijack(t, "", false), TroubleNoAnswer, 0, false, "the connection was closed without an answer", false},
		{"no HTTP", hijack(t, "hello\r\n\r\n", false), TroubleNoAnswer, 0, false, "malformed", false},
		{"no answer in time", hang, TroubleNoAnswer, 0, false, "no answer in time", false},
		{"a body that does not end in time", endless, TroubleCutOff, 200, false, "the body did not end in time", false},
		{"a body that is cut off", hijack(t, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", false), TroubleCutOff, 200, false, "before the announced end", false},
		{"a chunked body that is cut off", hijack(t, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", false), TroubleCutOff, 200, false, "before the announced end", false},
		{"a body that is too large", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write(make([]byte, 2000)) }), TroubleTooLarge, 200, false, "larger than 1000 bytes", false},
		{"a whole answer over HTTP/2", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(204) }), TroubleNone, 204, true, "", true},
		{"no answer in time over HTTP/2", hang, TroubleNoAnswer, 0, false, "no answer in time", true},
		{"a body that does not end in time over HTTP/2", endless, TroubleCutOff, 200, false, "the body did not end in time", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			target := serve(t, tt.handler, tt.http2)
			client := NewClient(target, "plumbline/test")
			client.MaxReply = 1000
			if strings.HasSuffix(tt.err, "in time") {
				client.Timeout = 250 * time.Millisecond // enough to connect in
			}
			call := client.Do(context.Background(), Ask{Case: "x/y/z", Purpose: PurposeCase, Method: "POST", Path: "/", Body: []byte("{}")})
			if call.Trouble != tt.trouble || call.Status != tt.status || call.Complete != tt.complete {
				t.Errorf("got trouble %q, status %d, complete %v; want %q, %d, %v (%v)", call.Trouble, call.Status, call.Complete, tt.trouble, tt.status, tt.complete, call.Err)
			}
			if tt.err != "" && (call.Err == nil || !strings.Contains(call.Err.Error(), tt.err)) {
				t.Errorf("got error %v, want one with %q", call.Err, tt.err)
			}
		})
	}
}

func TestClient_TheCallerEndsIt(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		cause error // nil is context.Canceled; others are what net/http gives back instead
		begun bool  // the answer has begun
	}{
		{"before the answer", nil, false},
		{"before the answer, and says why", errors.New("somebody pressed a key"), false},
		{"in the middle of the answer", nil, true},
		{"in the middle of the answer, and says why", errors.New("somebody pressed a key"), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ctx, end := context.WithCancelCause(context.Background())
			target := Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body)
				if tt.begun {
					_, _ = w.Write([]byte("abc"))
					_ = http.NewResponseController(w).Flush()
				}
				end(tt.cause)
				<-r.Context().Done()
			}))
			t.Cleanup(func() { _ = target.Close() })
			call := NewClient(target, "plumbline/test").Do(ctx, Ask{Case: "x/y/z", Method: "POST", Path: "/", Body: []byte("{}")})
			if call.Trouble != TroubleInterrupt || call.Complete {
				t.Errorf("got trouble %q, complete %v (%v), want interrupted", call.Trouble, call.Complete, call.Err)
			}
		})
	}
}

func TestClient_NothingListens(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	base, _ := url.Parse(server.URL)
	server.Close()
	client := NewClient(Remote(&Environment{URL: base, Loopback: true}), "plumbline/test")
	if call := client.Do(context.Background(), Ask{Method: "GET", Path: "/"}); call.Trouble != TroubleUnreached || call.Elapsed != 0 {
		t.Errorf("got trouble %q and %s, want unreached and nothing", call.Trouble, call.Elapsed)
	}
}

func TestClient_UserAgentNamesTheCase(t *testing.T) {
	t.Parallel()
	var got string
	target := Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { got = r.UserAgent() }))
	defer target.Close()
	NewClient(target, "plumbline/1.2").Do(context.Background(), Ask{Case: "getPet/bodies/minimal", Purpose: PurposePrepare, Method: "GET", Path: "/"})
	if want := "plumbline/1.2 (prepare; getPet/bodies/minimal)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestRemote_LoopbackNeverLeavesThisMachine(t *testing.T) {
	t.Parallel()
	// The guard looks at the address before a connection is made, so nothing is sent to this one.
	base, _ := url.Parse("http://192.0.2.1:9")
	client := NewClient(Remote(&Environment{URL: base, Loopback: true}), "plumbline/test")
	call := client.Do(context.Background(), Ask{Method: "GET", Path: "/"})
	if call.Trouble != TroubleUnreached || !strings.Contains(call.Err.Error(), "is not this machine") {
		t.Errorf("got trouble %q and error %v, want unreached since it is not this machine", call.Trouble, call.Err)
	}
}
