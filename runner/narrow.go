package runner

import (
	"bytes"
	"context"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// narrow finds which of a case's items is to blame where the request that holds them all was refused: it asks with one half, goes on with
// the half that holds a culprit, and ends with one item. That request then speaks for the case. Where no item alone is refused, the first
// request does.
func (d *Driver) narrow(ctx context.Context, c *Case, out *Outcome) error {
	if len(c.Items) < 2 || out.Call.Status < 400 || out.Call.Status > 499 {
		return nil
	}
	whole, asked := out.Call, []*Call{}
	try := func(items [][]byte) (*Call, error) {
		call, err := d.part(ctx, c, items)
		if err == nil {
			asked = append(asked, call)
		}
		return call, err
	}
	items := c.Items
	last := whole
	for len(items) > 1 {
		half := items[:len(items)/2]
		call, err := try(half)
		if err != nil {
			return err
		}
		if c.Promise.Kept(call.Status) {
			half = items[len(items)/2:]
			if call, err = try(half); err != nil {
				return err
			}
			if c.Promise.Kept(call.Status) {
				break // only together are they refused
			}
		}
		items, last = half, call
	}
	if len(items) > 1 {
		last = whole
	} else {
		out.About = string(items[0]) + " at " + c.ItemsAt
	}
	for _, call := range append([]*Call{whole}, asked...) {
		if call != last {
			out.Before = append(out.Before, call)
		}
	}
	out.Call = last
	return nil
}

// part asks as c does, with some of its items.
func (d *Driver) part(ctx context.Context, c *Case, items [][]byte) (*Call, error) {
	some := *c
	var err error
	list := append(append([]byte("["), bytes.Join(items, []byte(","))...), ']')
	if some.Body, err = tape.Set(c.Body, c.ItemsAt, list); err != nil {
		return nil, err
	}
	body, _, err := d.fill(&some, "")
	if err != nil {
		return nil, err
	}
	return d.ask(ctx, &some, "", body)
}
