package runner

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"sync"
	"syscall"
	"time"
)

// Target is who answers: a base URL and the transport that reaches it. Close ends what was started for it.
type Target struct {
	Base      *url.URL
	Transport http.RoundTripper
	close     func() error
}

// Close ends the target's connections and, for a handler, its server.
func (t *Target) Close() error {
	if t.close == nil {
		return nil
	}
	return t.close()
}

// idle is how long an unused connection is kept. It is shorter than any server's patience that we know of, because a request
// sent on a connection that the server is just closing looks like a server that resets.
const idle = time.Second

// Remote returns the target behind env's URL. Where env is on this machine, a connection to any other address fails, so that
// what is allowed here cannot reach elsewhere through a name.
func Remote(env *Environment) *Target {
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	transport := &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         dialer.DialContext,
		TLSHandshakeTimeout: 10 * time.Second,
		IdleConnTimeout:     idle,
		MaxIdleConnsPerHost: 16,
		DisableCompression:  true, // the bytes are judged as they are on the wire
		ForceAttemptHTTP2:   true,
	}
	if env.Loopback {
		transport.Proxy = nil
		dialer.Control = onlyLoopback
	}
	return &Target{Base: env.URL, Transport: transport, close: func() error { transport.CloseIdleConnections(); return nil }}
}

// onlyLoopback refuses an address that is not this machine's, after names are resolved and before a connection is made.
func onlyLoopback(_, address string, _ syscall.RawConn) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil || !isLoopback(host) {
		return fmt.Errorf("%s is not this machine", address)
	}
	return nil
}

// Handler returns a target that serves h in this process. Requests travel as HTTP over connections in memory, so that what is
// judged is what a network would carry.
func Handler(h http.Handler) *Target {
	listener := &memoryListener{conns: make(chan net.Conn), done: make(chan struct{})}
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, ErrorLog: log.New(io.Discard, "", 0)}
	go func() { _ = server.Serve(listener) }() // ends with http.ErrServerClosed when the target is closed
	transport := &http.Transport{
		DialContext:         func(ctx context.Context, _, _ string) (net.Conn, error) { return listener.dial(ctx) },
		MaxIdleConnsPerHost: 16,
		DisableCompression:  true,
	}
	// Nothing listens there for this target. It is where plumbline mock listens, so a recorded request can be sent again.
	base := &url.URL{Scheme: "http", Host: "127.0.0.1:4010"}
	return &Target{Base: base, Transport: transport, close: func() error {
		transport.CloseIdleConnections()
		return server.Close()
	}}
}

// memoryListener hands the server's end of in-memory connections to an http.Server.
type memoryListener struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func (l *memoryListener) dial(ctx context.Context) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case l.conns <- server:
		return client, nil
	case <-l.done:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Accept implements net.Listener.
func (l *memoryListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (l *memoryListener) Close() error {
	l.once.Do(func() { close(l.done) })
	return nil
}

// Addr implements net.Listener.
func (l *memoryListener) Addr() net.Addr { return memoryAddr{} }

type memoryAddr struct{}

func (memoryAddr) Network() string { return "memory" }
func (memoryAddr) String() string  { return "mock" }

var errNoTarget = errors.New("no target: an environment has either a url or the mock")

// Open returns the target of env: the handler for the mock, the URL for everything else.
func Open(env *Environment, mock http.Handler) (*Target, error) {
	switch {
	case env.Mock && mock != nil:
		return Handler(mock), nil
	case env.URL != nil:
		return Remote(env), nil
	}
	return nil, errNoTarget
}
