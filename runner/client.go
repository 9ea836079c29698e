package runner

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/plumbline-dev/plumbline/reports"
)

// Purpose says why an exchange was made.
type Purpose string

// The purposes of an exchange.
const (
	PurposeCase    Purpose = reports.PurposeCase    // the case itself
	PurposePrepare Purpose = reports.PurposePrepare // something the case needs, made before it
	PurposeRepeat  Purpose = reports.PurposeRepeat  // what the case has asked, once more
	PurposeRemove  Purpose = reports.PurposeRemove  // something created before, removed again
)

// Ask is one request as it will be sent, secrets and all. It must never leave the process; a Redactor turns it into a record.
type Ask struct {
	Case      string      // the id of the case it belongs to; named in the User-Agent
	Operation string      // operationId
	Purpose   Purpose     // why it is sent
	Method    string      // as in the document
	Path      string      // with its parameters filled in, relative to the base URL
	Header    http.Header // without User-Agent, which is the client's to add
	Body      []byte      // nil for none
	Creates   bool        // its answer is waited for a moment longer where the run is ended, for without an id nothing can be removed
}

// Trouble is the way in which an exchange failed on the wire.
type Trouble string

// The kinds of trouble, from the least blame on the API to the most.
const (
	TroubleNone      Trouble = ""
	TroubleUnreached Trouble = "unreached"   // no connection: nothing was asked, and nothing is known of the API
	TroubleInterrupt Trouble = "interrupted" // the caller ended it
	TroubleNoAnswer  Trouble = "no-answer"   // connected, but no complete status line and header came back in time
	TroubleCutOff    Trouble = "cut-off"     // the body ended before its announced end
	TroubleTooLarge  Trouble = "too-large"   // the body is larger than the client reads
)

// Call is one request and what came of it, secrets and all. It must never leave the process; a Redactor turns it into a record.
type Call struct {
	Ask
	URL      string        // where it was sent
	Sent     http.Header   // the header fields that were sent
	Status   int           // zero if no answer came
	Answer   http.Header   // the answer's header fields; nil if no answer came
	Reply    []byte        // the answer's body, as far as it was read
	Trouble  Trouble       // what went wrong on the wire
	Err      error         // the error behind Trouble
	Started  time.Time     // when it was sent
	Elapsed  time.Duration // from the first byte sent to the last byte read; zero if nothing was sent
	Complete bool          // the whole answer was read
	Busy     *Call         // the same request before, which the API was too busy for; nil if it was not
	Taken    string        // where it created something, what was given the same id before and is still there; empty if nothing was
}

// Answered says whether a status line and header came back.
func (c *Call) Answered() bool { return c.Status != 0 }

// Client sends requests to one target. It follows no redirect, retries nothing and reads at most MaxReply bytes of an answer.
type Client struct {
	Target   *Target
	Agent    string        // the product token of the User-Agent: plumbline/1.0
	Timeout  time.Duration // for one exchange, connecting included
	MaxReply int64         // bytes
	Rate     float64       // requests in a second at most; 0 is no bound
	Now      func() time.Time

	base  string // the target's URL without a slash at its end
	lanes lanes

	mu   sync.Mutex
	next time.Time // when the next request may leave; see Turn
}

// The limits of a client that was told nothing else.
const (
	DefaultTimeout  = 10 * time.Second
	DefaultMaxReply = 16 << 20
)

// NewClient returns a client of target with the default limits.
func NewClient(target *Target, agent string) *Client {
	hush()
	return &Client{
		Target: target, Agent: agent, Timeout: DefaultTimeout, MaxReply: DefaultMaxReply, Now: time.Now,
		base: strings.TrimRight(target.Base.String(), "/"),
	}
}

// moment is how much longer than the run the answer to what creates something is waited for: less than Ginkgo leaves to a case that was interrupted.
const moment = 3 * time.Second

// outlasting returns a context that ends a moment after ctx.
func outlasting(ctx context.Context) (context.Context, context.CancelFunc) {
	longer, end := context.WithCancelCause(context.WithoutCancel(ctx))
	var last atomic.Pointer[time.Timer]
	stop := context.AfterFunc(ctx, func() { last.Store(time.AfterFunc(moment, func() { end(context.Cause(ctx)) })) })
	return longer, func() {
		stop()
		if timer := last.Load(); timer != nil {
			timer.Stop()
		}
		end(nil)
	}
}

// Do sends a, whose header it adds to, and reads the answer. It never returns an error: what went wrong stands in the call. Where there is a bound on
// how many requests may leave in a second, it is for the caller to wait for its Turn.
func (c *Client) Do(ctx context.Context, a Ask) *Call {
	call := &Call{Ask: a, URL: c.base + a.Path, Started: c.Now()}
	pool := &c.lanes
	if a.Creates && ctx.Err() == nil {
		var release context.CancelFunc
		ctx, release = outlasting(ctx)
		defer release()
		pool = &lanes{} // its lane ends with this context, which nobody else has
	}
	caller := ctx
	lane := pool.take(ctx, c.Now)
	defer pool.give(lane)
	lane.enter(call.Started, c.Timeout)
	req, err := http.NewRequestWithContext(lane.Context, a.Method, call.URL, body(a.Body))
	if err != nil {
		call.Trouble, call.Err = TroubleUnreached, err
		return call
	}
	if a.Header != nil {
		req.Header = a.Header
	}
	if req.Header.Get("Accept-Encoding") == "" {
		req.Header["Accept-Encoding"] = identity
	}
	req.Header["User-Agent"] = []string{c.Agent + " (" + string(a.Purpose) + "; " + a.Case + ")"}
	call.Sent = req.Header
	resp, err := c.Target.Transport.RoundTrip(req)
	if err != nil {
		wrote := lane.wrote.Load()
		call.fail(caller, lane.reason(caller, err), wrote != 0)
		call.Elapsed = c.since(call.Started, wrote)
		return call
	}
	defer resp.Body.Close()
	call.Status, call.Answer = resp.StatusCode, resp.Header
	reply, err := c.read(a.Method, resp)
	err = lane.reason(caller, err)
	call.Elapsed = c.since(call.Started, lane.wrote.Load())
	if err == nil && int64(len(reply)) > c.MaxReply {
		reply, err = reply[:c.MaxReply], errTooLarge
	}
	call.Reply, call.Complete = reply, err == nil
	switch {
	case errors.Is(err, errTooLarge):
		call.Trouble, call.Err = TroubleTooLarge, fmt.Errorf("the body is larger than %d bytes", c.MaxReply)
	case err != nil && caller.Err() != nil:
		call.Trouble, call.Err = TroubleInterrupt, err
	case err != nil:
		call.Trouble, call.Err = TroubleCutOff, plain(err)
	}
	return call
}

// identity is the Accept-Encoding of a request that has no other: without the field a server may compress. Source: RFC 9110, section 12.5.3.
var identity = []string{"identity"}

// read reads the body of an answer to a method, one byte further than MaxReply where there is more.
func (c *Client) read(method string, resp *http.Response) ([]byte, error) {
	if resp.StatusCode == http.StatusSwitchingProtocols {
		return nil, nil // what follows is no body, and may never end; RFC 9110, section 15.2.2
	}
	// What is announced is not sent in answer to HEAD, and a larger body is not made room for before it comes.
	if n := resp.ContentLength; n > 0 && n <= min(c.MaxReply, 64<<10) && method != http.MethodHead {
		reply := make([]byte, n)
		read, err := io.ReadFull(resp.Body, reply)
		return reply[:read], err
	}
	return io.ReadAll(io.LimitReader(resp.Body, c.MaxReply+1))
}

var (
	errTooLarge = errors.New("too large")
	errLate     = errors.New("the body did not end in time")
)

func (c *Client) since(started time.Time, wrote int64) time.Duration {
	if wrote == 0 {
		return 0
	}
	return c.Now().Sub(started) - time.Duration(wrote)
}

// body gives net/http an empty reader's absence for an empty body, and the length for everything else.
func body(b []byte) io.Reader {
	if b == nil {
		return nil
	}
	return bytes.NewReader(b)
}

// fail sorts an error of the transport into the trouble it is. That the caller ended it is seen by the caller's context alone: the error is
// whatever the caller gave as the cause.
func (c *Call) fail(caller context.Context, err error, connected bool) {
	var dial *net.OpError
	switch {
	case caller.Err() != nil:
		c.Trouble, c.Err = TroubleInterrupt, err
	case !connected, errors.As(err, &dial) && dial.Op == "dial":
		c.Trouble, c.Err = TroubleUnreached, err
	case errors.Is(err, context.DeadlineExceeded):
		c.Trouble, c.Err = TroubleNoAnswer, errors.New("no answer in time")
	default:
		c.Trouble, c.Err = TroubleNoAnswer, plain(err)
	}
}

// plain says an error of the wire in words that do not depend on addresses and ports.
func plain(err error) error {
	var op *net.OpError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the connection was closed before the announced end of the body")
	case errors.Is(err, syscall.ECONNRESET):
		return errors.New("the connection was reset")
	case errors.Is(err, io.EOF):
		return errors.New("the connection was closed without an answer")
	case errors.Is(err, context.DeadlineExceeded):
		return errLate
	case errors.As(err, &op):
		return op.Err
	}
	return err
}
