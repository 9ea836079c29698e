package runner

import "context"

// narrow finds which of a case's parts is to blame where the request that holds them all was refused: it asks with one half, goes on with
// the half that holds a culprit, and ends with one part. That request then speaks for the case. Where no part alone is refused, the first
// request does.
func (d *Driver) narrow(ctx context.Context, c *Case, out *Outcome) error {
	if len(c.Parts) < 2 || out.Call.Status < 400 || out.Call.Status > 499 {
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
