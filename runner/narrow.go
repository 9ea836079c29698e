package runner

import (
	"cmp"
	"context"
	"errors"
	"math/bits"
	"net/http"
	"slices"
	"strings"
)

// mostBlamed is how many parts of a case are looked for that are refused. Each costs a few requests, and those that were found are mended first.
const mostBlamed = 3

// narrow finds which of a case's parts are to blame where the request that holds them all was refused: it asks with one half, goes on with the half that holds a
// culprit, ends with one part, and asks for the others without that, as long as they are refused too. A refusal that the case's promise excuses says
// nothing of them either, and an API that has no time or does not answer ends the search. The first refusal of one part that nothing excuses speaks for the case; where no part alone is refused, the first request does.
func (d *Driver) narrow(ctx context.Context, c *Case, out *Outcome) error {
	if len(c.Parts) < 2 || !c.Promise.Accept || out.Call.Status < 400 || out.Call.Status > 499 || mute(out.Call) != nil {
		return nil
	}
	if blameless, err := d.blameless(ctx, c, out); err != nil || blameless {
		return err
	}
	n := narrowing{driver: d, c: c, asked: []*Call{out.Call}}
	speaks, about := (*Call)(nil), []string{}
	left, whole := Every(len(c.Parts)), out.Call
	var err error
	for range mostBlamed {
		var part int
		var call *Call
		if part, call, err = n.culprit(ctx, left); err != nil {
			break
		}
		if call == nil { // only together are they refused
			if speaks == nil && !d.excused(c, whole) {
				speaks = whole
			}
			break
		}
		if !d.excused(c, call) {
			speaks, about = cmp.Or(speaks, call), append(about, c.Parts[part])
		}
		if left = slices.DeleteFunc(left, func(i int) bool { return i == part }); len(left) == 0 {
			break
		}
		if whole, err = n.refused(ctx, left); err != nil || whole == nil {
			break
		}
		if len(left) == 1 {
			if !d.excused(c, whole) {
				speaks, about = cmp.Or(speaks, whole), append(about, c.Parts[left[0]])
			}
			break
		}
	}
	out.About = strings.Join(about, " and for ")
	speaks = cmp.Or(speaks, out.Call)
	for _, call := range n.asked {
		if call != speaks {
			out.Before = append(out.Before, call)
		}
	}
	out.Call = speaks
	return err
}

// blameless says whether the body that holds none of a case's parts is not taken either, so that none of them is to blame.
func (d *Driver) blameless(ctx context.Context, c *Case, out *Outcome) (bool, error) {
	call, err := d.some(ctx, c, nil)
	if err != nil || call == nil {
		return false, err
	}
	out.Before = append(out.Before, call)
	return !c.Promise.Kept(call.Status) && !d.excused(c, call), mute(call)
}

// errMute ends a search: the API says nothing any more of what it is asked.
var errMute = errors.New("no answer that says anything")

// mute is errMute where what came of a call says nothing of its body: no answer, or one of an API that has not looked at it. Source: RFC 6585, section 4.
func mute(call *Call) error {
	if !call.Answered() || call.Status == http.StatusTooManyRequests {
		return errMute
	}
	return nil
}

// excused says whether a refusal keeps the promise of a case all the same.
func (d *Driver) excused(c *Case, call *Call) bool {
	return call.Status/100 == 4 && slices.Contains(c.Promise.Excuses, d.codeOf(call))
}

// narrowing is the search for what is refused of a case.
type narrowing struct {
	driver *Driver
	c      *Case
	asked  []*Call
}

// refused asks with some of the parts, and returns the answer if it is a refusal.
func (n *narrowing) refused(ctx context.Context, parts []int) (*Call, error) {
	call, err := n.driver.some(ctx, n.c, parts)
	if err != nil || call == nil {
		return nil, err
	}
	if n.asked = append(n.asked, call); n.c.Promise.Kept(call.Status) {
		return nil, nil
	}
	if err := mute(call); err != nil {
		return nil, err
	}
	return call, nil
}

// culprit halves parts that are refused together until one is left that is refused alone. It returns no call if there is none.
func (n *narrowing) culprit(ctx context.Context, parts []int) (int, *Call, error) {
	var last *Call
	for len(parts) > 1 {
		half := parts[:len(parts)/2]
		call, err := n.refused(ctx, half)
		if err == nil && call == nil {
			half = parts[len(parts)/2:]
			call, err = n.refused(ctx, half)
		}
		if err != nil || call == nil {
			return 0, nil, err
		}
		parts, last = half, call
	}
	return parts[0], last, nil
}

// some asks as c does, with some of its parts. It returns no call where these cannot stand alone.
func (d *Driver) some(ctx context.Context, c *Case, parts []int) (*Call, error) {
	fewer := *c
	if fewer.Body = c.Some(parts); fewer.Body == nil {
		return nil, nil
	}
	body, _, err := d.fill(&fewer, "")
	if err != nil {
		return nil, err
	}
	return d.ask(ctx, &fewer, "", body)
}

// mostSplits is how many requests the search for what the API fails on may take as long as it only refuses.
const mostSplits = 8

// Splits is how many requests the search among so many parts takes where all are refused, and none fails.
func Splits(parts int) int { return max(0, min(mostSplits, 2*(parts-1))) }

// share is some of a case's parts, while those are looked for that the API fails on.
type share struct {
	parts  []int
	within *share // the smallest one around it that the API failed on; nil if there is none
	call   *Call
	taken  int  // how many of its halves the API took
	told   bool // it failed on a part of it as well
}

// search looks for the parts of a case that the API fails on.
type search struct {
	queue  []*share
	failed []*share
	left   int // how many requests it may still take
}

// split finds which of a case's parts the API fails on. A refusal of all together may be right, and hides that: so each half that is not taken is asked
// for anew, until single ones are left, and first those of what it failed on. The smallest body that the API failed on speaks for the case; where it failed
// on none, the first request does.
func (d *Driver) split(ctx context.Context, c *Case, out *Outcome) error {
	if len(c.Parts) < 2 || out.Call.Status < 400 || c.Promise.Accept && out.Call.Status < 500 || mute(out.Call) != nil {
		return nil
	}
	if c.Promise.Accept {
		if blameless, err := d.blameless(ctx, c, out); err != nil || blameless {
			return err
		}
	}
	whole := &share{parts: Every(len(c.Parts)), call: out.Call}
	s := search{left: mostSplits}
	s.take(whole)
	for len(s.queue) > 0 && s.left > 0 {
		next := s.queue[0]
		s.queue = s.queue[1:]
		call, err := d.some(ctx, c, next.parts)
		if call != nil {
			out.Before = append(out.Before, call)
			err = mute(call)
		}
		if err != nil {
			s.tell(c, out)
			return err
		}
		if call != nil {
			next.call = call
			s.take(next)
		}
		s.left--
	}
	s.tell(c, out)
	return nil
}

// take goes on with what the answer to a share says.
func (s *search) take(now *share) {
	status, within := now.call.Status, now.within
	switch {
	case status < 400:
		if within != nil && len(now.parts) < len(within.parts) {
			within.taken += len(now.parts)
		}
		return
	case status >= 500:
		if len(s.failed) == 0 {
			s.left = 2*bits.Len(uint(len(now.parts)-1)) + 2 // both halves of each share down to one part, and a little for a second one
		}
		s.failed, within = append(s.failed, now), now
		for around := now.within; around != nil; around = around.within {
			around.told = true
		}
	}
	if len(now.parts) < 2 {
		return
	}
	n := len(now.parts) / 2
	halves := []*share{{parts: now.parts[:n], within: within}, {parts: now.parts[n:], within: within}}
	if status >= 500 {
		s.queue = append(halves, s.queue...)
	} else {
		s.queue = append(s.queue, halves...)
	}
}

// tell lets the smallest body that the API failed on speak for a case, and says what else is known.
func (s *search) tell(c *Case, out *Outcome) {
	if len(s.failed) == 0 {
		return
	}
	least := slices.MinFunc(s.failed, func(a, b *share) int { return cmp.Compare(len(a.parts), len(b.parts)) })
	var about []string
	for _, f := range s.failed {
		if f.told || len(f.parts) == len(c.Parts) {
			continue
		}
		var words []string
		for _, n := range f.parts {
			words = append(words, c.Parts[n])
		}
		switch {
		case len(words) == 1 || f.taken == len(words): // only together do they make it fail
			about = append(about, strings.Join(words, " with "))
		default:
			about = append(about, "one of "+strings.Join(words, ", "))
		}
	}
	out.About = strings.Join(about, " and for ")
	if whole := out.Call; least.call != whole {
		out.Before = append(slices.DeleteFunc(out.Before, func(call *Call) bool { return call == least.call }), whole)
		out.Call = least.call
	}
}

// Every returns the numbers of n parts, from 0 on.
func Every(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
