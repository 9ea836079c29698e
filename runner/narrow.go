package runner

import (
	"context"
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
	parts, last := make([]int, len(c.Parts)), whole
	for i := range parts {
		parts[i] = i
	}
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

// mostSplits is how many requests the search for what the API fails on may take.
const mostSplits = 8

// split finds which of a case's parts the API fails on. A refusal of all together may be right, and hides that: so each half that is not taken is asked
// for anew, until single ones are left. What the API failed on speaks for the case, and where it failed on nothing, the first request does.
func (d *Driver) split(ctx context.Context, c *Case, out *Outcome) error {
	whole := out.Call
	if len(c.Parts) < 2 || whole.Status < 400 || c.Promise.Accept && whole.Status < 500 {
		return nil
	}
	var failed []string
	var last *Call
	every := make([]int, len(c.Parts))
	for i := range every {
		every[i] = i
	}
	left := mostSplits
	for halves := halved(every); len(halves) > 0 && left > 0; left-- {
		parts := halves[0]
		halves = halves[1:]
		call, err := d.some(ctx, c, parts)
		if err != nil {
			return err
		}
		if call == nil {
			continue
		}
		out.Before = append(out.Before, call)
		switch {
		case call.Status < 400:
		case len(parts) > 1:
			halves = append(halves, halved(parts)...)
		case call.Status >= 500:
			failed, last = append(failed, c.Parts[parts[0]]), call
		}
	}
	if last != nil {
		out.Before = append(slices.DeleteFunc(out.Before, func(call *Call) bool { return call == last }), whole)
		out.Call, out.About = last, strings.Join(failed, " and for ")
	}
	return nil
}

func halved(parts []int) [][]int { return [][]int{parts[:len(parts)/2], parts[len(parts)/2:]} }
