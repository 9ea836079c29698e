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
	sent    atomic.Int64 // requests that left or are about to, removals aside
	once    sync.Once
	started time.Time // when the first case was driven
}

// turn waits for the turn of as many requests as are to leave at the same moment. What removes something is not counted, and is waited for beyond the time
// limit.
func (d *Driver) turn(ctx context.Context, purpose Purpose, requests int) error {
	if purpose == PurposeRemove {
		return d.Client.Turn(ctx, time.Time{})
	}
	if !d.limits.take(requests, d.MaxRequests) {
		return unsent(d.spent())
	}
	var before time.Time
	if d.TimeLimit > 0 {
		before = d.limits.started.Add(d.TimeLimit)
	}
	for range requests {
		if err := d.Client.Turn(ctx, before); err != nil {
			d.limits.sent.Add(-int64(requests))
			return err
		}
	}
	return nil
}

// take counts requests that are about to leave, and says whether they may: not one of them if that were more than most; 0 is no bound.
func (l *limits) take(requests, most int) bool {
	for {
		sent := l.sent.Load()
		if most > 0 && sent+int64(requests) > int64(most) {
			return false
		}
		if l.sent.CompareAndSwap(sent, sent+int64(requests)) {
			return true
		}
	}
}

// why says why no further case is driven; empty if one is.
func (l *limits) why(d *Driver) string {
	l.once.Do(func() { l.started = d.Client.Now() })
	switch {
	case d.MaxRequests > 0 && l.sent.Load() >= int64(d.MaxRequests):
		return d.spent()
	case d.TimeLimit > 0 && d.Client.Now().Sub(l.started) >= d.TimeLimit:
		return fmt.Sprintf("the %s of --time-limit are over", d.TimeLimit)
	}
	return ""
}

// Spent says which bound of the caller's keeps further cases from being driven; empty if none does.
func (d *Driver) Spent() string { return d.limits.why(d) }

// spent says that no more requests may be sent, or not as many as are needed.
func (d *Driver) spent() string {
	return fmt.Sprintf("what --max-requests %d allows is spent", d.MaxRequests)
}
