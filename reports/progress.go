package reports

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// ProgressOptions says how progress is shown.
type ProgressOptions struct {
	Total    int              // cases to come, 0 if unknown
	Terminal bool             // the writer is a terminal: one line that rewrites itself
	Colour   bool             // ANSI colours, on a terminal only
	Width    int              // columns, 0 for 80
	Now      func() time.Time // the clock, nil for time.Now
}

// Progress tells a person that a long run is alive. On a terminal that is one line, which appears once the run has taken a second,
// so a short run shows nothing at all, and which Close removes. Elsewhere, in the log of a CI job, it is one line every 30 seconds.
// It draws only when a case ends, so it holds no goroutine and no timer. Its methods may be called from several goroutines. What it
// writes is no part of a report: a write that fails is not an error.
type Progress struct {
	mu      sync.Mutex
	w       io.Writer
	o       ProgressOptions
	ink     ink
	started time.Time
	last    time.Time // when a line was written last
	drawn   bool      // a line stands on the terminal
	done    int
	failed  int
	errored int
}

const (
	progressAfter  = time.Second            // a terminal stays quiet for so long
	progressRedraw = 100 * time.Millisecond // and is redrawn at most so often
	progressEvery  = 30 * time.Second       // anything else gets a line so often
)

// NewProgress returns a Progress whose run starts now.
func NewProgress(w io.Writer, o ProgressOptions) *Progress {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Width <= 0 {
		o.Width = defaultWidth
	}
	now := o.Now()
	return &Progress{w: w, o: o, ink: ink{colour: o.Colour && o.Terminal, width: o.Width}, started: now, last: now}
}

// Case counts a case that has ended.
func (p *Progress) Case(r Result) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	switch r.Status {
	case StatusFailed:
		p.failed++
	case StatusErrored:
		p.errored++
	}
	now := p.o.Now()
	if !p.o.Terminal {
		if now.Sub(p.last) >= progressEvery {
			p.last = now
			fmt.Fprintf(p.w, "%s\n", p.text(r, now, false))
		}
		return
	}
	if now.Sub(p.started) < progressAfter || (p.drawn && now.Sub(p.last) < progressRedraw) {
		return
	}
	p.last, p.drawn = now, true
	fmt.Fprintf(p.w, "\r%s\x1b[K", p.text(r, now, true))
}

// Close removes the line. It may be called more than once.
func (p *Progress) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.drawn {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.drawn = false
	}
}

// text is the state of the run on one line that fits the terminal, if there is one.
func (p *Progress) text(r Result, now time.Time, fit bool) string {
	done := count(p.done, "case")
	if p.o.Total > 0 {
		done = fmt.Sprintf("%d/%d cases", p.done, p.o.Total)
	}
	where := r.Operation
	if r.Workflow != "" {
		where = r.Workflow
	}
	tail := ""
	if p.failed > 0 {
		tail += fmt.Sprintf(", %d failed", p.failed)
	}
	if p.errored > 0 {
		tail += fmt.Sprintf(", %d errored", p.errored)
	}
	head := fmt.Sprintf("%s after %s", done, brief(now.Sub(p.started).Truncate(time.Second)))
	where = "  " + line(where)
	if fit {
		where = p.ink.cut(where, max(0, p.o.Width-1-columns(head)-columns(tail)))
	}
	return head + p.ink.red(tail) + p.ink.dim(where)
}
