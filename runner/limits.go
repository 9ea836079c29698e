package runner

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// limits keeps count of what the caller wants bounded. A bound that is reached ends no request and keeps nothing from being removed; it
// keeps further cases from being driven.
type limits struct {
	sent    atomic.Int64 // requests, removals aside
	once    sync.Once
	started time.Time // when the first case was driven
}

// turn waits for the turn of a request. What removes something is waited for beyond the time limit.
func (d *Driver) turn(ctx context.Context, purpose Purpose) error {
	var before time.Time
	if d.TimeLimit > 0 && purpose != PurposeRemove {
		before = d.limits.started.Add(d.TimeLimit)
	}
	return d.Client.Turn(ctx, before)
}

// why says why no further case is driven; empty if one is.
func (l *limits) why(d *Driver) string {
	l.once.Do(func() { l.started = d.Client.Now() })
	switch {
	case d.MaxRequests > 0 && l.sent.Load() >= int64(d.MaxRequests):
		return fmt.Sprintf("the %d requests of --max-requests are spent", d.MaxRequests)
	case d.TimeLimit > 0 && d.Client.Now().Sub(l.started) >= d.TimeLimit:
		return fmt.Sprintf("the %s of --time-limit are over", d.TimeLimit)
	}
	return ""
}
