package runner

import (
	"context"
	"net/http/httptrace"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// lane carries one request after another, each no longer than its time. What a context that ends in time and a trace cost, a lane costs once: as long as
// no request in it comes too late, it carries the next one too.
type lane struct {
	context.Context // of its requests
	over            <-chan struct{}
	end             context.CancelCauseFunc
	timer           *time.Timer
	begun           time.Time
	now             func() time.Time
	wrote           atomic.Int64 // nanoseconds since begun; zero until there is a connection and the request's first byte could leave
}

// newLane returns a lane whose requests end with ctx.
func newLane(ctx context.Context, now func() time.Time) *lane {
	l := &lane{over: ctx.Done(), now: now}
	ctx, l.end = context.WithCancelCause(ctx)
	l.Context = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: l.connected})
	return l
}

// enter begins a request that may take as long as limit.
func (l *lane) enter(begun time.Time, limit time.Duration) {
	l.begun = begun
	l.wrote.Store(0)
	if l.timer == nil {
		l.timer = time.AfterFunc(limit, func() { l.end(context.DeadlineExceeded) })
	} else {
		l.timer.Reset(limit)
	}
}

// leave ends a request, and says whether the lane can carry another one.
func (l *lane) leave() bool { return l.timer.Stop() && l.Err() == nil }

// reason is what a request in the lane failed of: the lane's end in time, where that was it, and whoever waits for the request did not end it. HTTP/2 tells of
// each end as if that had been the caller's, while HTTP/1 gives back what the context ended of.
func (l *lane) reason(caller context.Context, err error) error {
	if err == nil || l.Err() == nil || caller.Err() != nil {
		return err
	}
	return context.Cause(l.Context)
}

func (l *lane) connected(httptrace.GotConnInfo) {
	l.wrote.Store(max(1, int64(l.now().Sub(l.begun))))
}

// lanes are those in which nothing is under way.
type lanes struct {
	mu   sync.Mutex
	free []*lane
}

// take returns a lane whose requests end with ctx. Those of other callers stay, unless their callers are gone.
func (s *lanes) take(ctx context.Context, now func() time.Time) *lane {
	s.mu.Lock()
	defer s.mu.Unlock()
	var fits *lane
	s.free = slices.DeleteFunc(s.free, func(l *lane) bool {
		switch {
		case l.Err() != nil:
			return true
		case fits == nil && l.over == ctx.Done():
			fits = l
			return true
		}
		return false
	})
	if fits != nil {
		return fits
	}
	return newLane(ctx, now)
}

// give takes a lane back in which a request has ended.
func (s *lanes) give(l *lane) {
	if !l.leave() {
		l.end(nil)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.free = append(s.free, l)
}
