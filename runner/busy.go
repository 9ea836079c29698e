package runner

import (
	"context"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"
)

// An API that limits the rate of requests says that it has not looked at one, and when to come back. Where that is soon, the request is sent once more: a run
// at night is worth a second. Source: RFC 6585, section 4 (429 Too Many Requests); RFC 9110, section 10.2.3 (Retry-After).
const (
	longestWait = 5  // seconds that Retry-After may ask for
	mostWaits   = 24 // of one run; whoever is busy more often wants another --rate
)

// courtesy counts how often a run has waited for a busy API. A wait that led to nothing is the last one.
type courtesy struct{ waits atomic.Int64 }

// patiently sends a request whose turn has come, and sends it once more where the API was busy and says that it soon will not be. It asks for another turn
// then, and waits for none that --max-requests or --time-limit would not allow.
func (d *Driver) patiently(ctx context.Context, a Ask) *Call {
	call := d.exchange(ctx, a)
	wait, ok := d.backSoon(call)
	if !ok {
		return call
	}
	select {
	case <-ctx.Done():
		return call
	case <-time.After(wait):
	}
	if d.turn(ctx, a.Purpose, 1) != nil {
		return call
	}
	a.Header = call.Header.Clone() // the client adds to it
	second := d.exchange(ctx, a)
	second.Busy = call
	if second.Status == http.StatusTooManyRequests {
		d.courtesy.waits.Store(mostWaits)
	}
	return second
}

// backSoon says how long to wait for an API that was busy; false if it was not, does not say that it will not be soon, or must not be asked again by then.
func (d *Driver) backSoon(call *Call) (time.Duration, bool) {
	if call.Status != http.StatusTooManyRequests || call.Purpose == PurposeRemove {
		return 0, false // a removal has a patience of its own
	}
	seconds, err := strconv.Atoi(call.Answer.Get("Retry-After"))
	if err != nil || seconds < 0 || seconds > longestWait {
		return 0, false
	}
	wait := time.Duration(seconds) * d.pause()
	if d.limits.why(d) != "" || d.TimeLimit > 0 && d.Client.Now().Add(wait).Sub(d.limits.started) >= d.TimeLimit {
		return 0, false
	}
	return wait, d.courtesy.waits.Add(1) <= mostWaits
}
