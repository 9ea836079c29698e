package runner

import (
	"cmp"
	"context"
	"math/bits"
	"slices"
	"strings"
)

// narrow finds which of a case's parts is to blame where the request that holds them all was refused: it asks with one half, goes on with
// the half that holds a culprit, and ends with one part. That request then speaks for the case. Where no part alone is refused, the first
// request does.
func (d *Driver) narrow(ctx context.Context, c *Case, out *Outcome) error {
	if len(c.Parts) < 2 || !c.Promise.Accept || out.Call.Status < 400 || out.Call.Status > 499 {
		return nil
	}
	whole, asked := out.Call, []*Call{}
	refused := func(parts []int) (*Call, error) {
		call, err := d.some(ctx, c, parts)
		if err != nil || call == nil {
			return nil, err
		}
		if asked = append(asked, call); c.Promise.Kept(call.Status) {
			return nil, nil
		}
		return call, nil
	}
	parts, last := Every(len(c.Parts)), whole
	for len(parts) > 1 {
		half := parts[:len(parts)/2]
		call, err := refused(half)
		if err == nil && call == nil {
			half = parts[len(parts)/2:]
			call, err = refused(half)
		}
		if err != nil {
			return err
		}
		if call == nil {
			break // only together are they refused
		}
		parts, last = half, call
	}
	if len(parts) > 1 {
		last = whole
	} else {
		out.About = c.Parts[parts[0]]
	}
	for _, call := range append([]*Call{whole}, asked...) {
		if call != last {
			out.Before = append(out.Before, call)
		}
	}
	out.Call = last
	return nil
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
	if len(c.Parts) < 2 || out.Call.Status < 400 || c.Promise.Accept && out.Call.Status < 500 {
		return nil
	}
	whole := &share{parts: Every(len(c.Parts)), call: out.Call}
	s := search{left: mostSplits}
	s.take(whole)
	for len(s.queue) > 0 && s.left > 0 {
		next := s.queue[0]
		s.queue = s.queue[1:]
		call, err := d.some(ctx, c, next.parts)
		if err != nil {
			s.tell(c, out)
			return err
		}
		if call != nil {
			out.Before = append(out.Before, call)
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
