package runner

import (
	"context"
	"errors"
	"time"
)

// unsent is an error that says why a request was not sent, although nothing was wrong with it: its turn did not come while it could still be sent.
type unsent string

// Error returns the reason.
func (u unsent) Error() string { return string(u) }

// Turn waits until a request may leave, where there is a bound on how many may in a second: nobody's turn is kept for who has stopped waiting. It
// is an error if ctx ends before, or if the turn would come only after the time before; a zero time is no bound.
func (c *Client) Turn(ctx context.Context, before time.Time) error {
	if c.Rate <= 0 {
		return nil
	}
	gap := time.Duration(float64(time.Second) / c.Rate)
	for {
		c.mu.Lock()
		now := c.Now()
		left := c.next.Sub(now)
		if left <= 0 {
			if now.Sub(c.next) > gap { // nobody wanted to send for a while, which is no credit
				c.next = now
			}
			c.next = c.next.Add(gap)
			c.mu.Unlock()
			return nil
		}
		c.mu.Unlock()
		if !before.IsZero() && now.Add(left).After(before) {
			return unsent("its turn by --rate would have come only after the time that --time-limit allows")
		}
		timer := time.NewTimer(left)
		select {
		case <-ctx.Done():
			timer.Stop()
			return unsent("the run was ended before its turn by --rate came")
		case <-timer.C:
		}
	}
}

// takes is how long it takes at least until n more requests may have left.
func (c *Client) takes(n int) time.Duration {
	if c.Rate <= 0 {
		return 0
	}
	return time.Duration(float64(n) * float64(time.Second) / c.Rate)
}

// notSent takes note of why the request of an outcome could not be sent.
func (out *Outcome) notSent(err error) {
	var late unsent
	if errors.As(err, &late) {
		out.Skip = late.Error()
		return
	}
	out.Trouble = err.Error()
}

// closer takes note of why a closer look at an outcome failed. Where there was no time for it, or the API said nothing more, what was asked says
// enough.
func (out *Outcome) closer(err error) {
	if err == nil {
		return
	}
	if late := unsent(""); !errors.As(err, &late) && !errors.Is(err, errMute) {
		out.Trouble = err.Error()
	}
}
