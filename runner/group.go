package runner

import (
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"

	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// group is what cases that build on each other leave behind, where no workflow of Arazzo says how.
type group struct {
	ids      map[string]string   // by case, of what it created
	answers  map[string]*Call    // by case
	accepted string              // the case that should have been refused and was not; empty while there is none
	raced    map[string]*Outcome // by case, of those that were sent at the same moment; nil before that
}

// groupOf returns what is known of the group that a case belongs to. Its cases come in order.
func (d *Driver) groupOf(c *Case) *group {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.groups == nil {
		d.groups = map[string]*group{}
	}
	if d.groups[c.Workflow] == nil {
		d.groups[c.Workflow] = &group{ids: map[string]string{}, answers: map[string]*Call{}}
	}
	return d.groups[c.Workflow]
}

// made returns the id of what an earlier case of the group created; problem says why there is none.
func (d *Driver) made(c *Case) (id, problem string) {
	g := d.groupOf(c)
	switch {
	case c.Like != "" && g.accepted != "":
		return "", fmt.Sprintf("case %s was not refused, so what came of it says nothing here", g.accepted)
	case g.ids[c.Of] == "":
		return "", fmt.Sprintf("case %s before it created nothing", c.Of)
	}
	return g.ids[c.Of], ""
}

// keep takes note of the answer to a case of a group, and holds it against the earlier one that it should be like.
func (d *Driver) keep(ctx context.Context, c *Case, out *Outcome) {
	g := d.groupOf(c)
	g.answers[c.ID] = out.Call
	success := out.Call.Status >= 200 && out.Call.Status < 300
	if op := d.Pack.Operation(c.Operation); success && op.Effect == packs.Create {
		g.ids[c.ID], _ = idAt(out.Call.Reply, d.Pack.Resource(op.Resource).ID)
	}
	if success && !c.Promise.Accept {
		g.accepted = c.ID
	}
	if c.Named != "" && c.Promise.Accept && out.Call.Status >= 400 && out.Call.Status <= 499 && g.accepted == "" {
		d.retry(ctx, c, out)
	}
	if c.Like != "" {
		d.compare(ctx, c, g.answers[c.Like], out)
	}
}

// retry creates under another name what was refused. Where that is done, it is the name that was refused: a request before, which was refused as well, has
// taken it, and what it created is listed, for nobody knows its id.
func (d *Driver) retry(ctx context.Context, c *Case, out *Outcome) {
	res := d.Pack.Resource(c.Resource)
	if _, problem := d.create(ctx, c, res, c.Workflow, out); problem != "" {
		return
	}
	out.Earlier = out.Before[len(out.Before)-1]
	d.ledger.suspect(res, c.Operation, out.Call)
}

// compare finds what has changed since an earlier answer. What changes by itself is no change: where there is a difference, a new resource is read twice, and
// what differs there too says nothing.
func (d *Driver) compare(ctx context.Context, c *Case, earlier *Call, out *Outcome) {
	if earlier == nil || earlier.Status < 200 || earlier.Status > 299 || !out.Call.Complete || out.Call.Status >= 500 {
		return
	}
	changed := d.differences(earlier, out.Call)
	if earlier.Status == out.Call.Status && len(changed) == 0 {
		out.Earlier = earlier
		return
	}
	first, second := d.twice(ctx, c, out)
	if first == nil || first.Status < 200 || first.Status > 299 || second.Status != first.Status && second.Status == out.Call.Status {
		return
	}
	if res := d.Pack.Resource(c.Resource); slices.Contains(res.NotFound, out.Call.Status) {
		d.ledger.doubt(res.Name, d.groupOf(c).ids[c.Of], res.Remove)
	}
	restless := d.differences(first, second)
	out.Earlier = earlier
	out.Changed = slices.DeleteFunc(changed, func(at string) bool { return slices.Contains(restless, at) })
}

// twice reads a new resource twice, with nothing in between; nil if it cannot.
func (d *Driver) twice(ctx context.Context, c *Case, out *Outcome) (first, second *Call) {
	id, problem := d.create(ctx, c, d.Pack.Resource(c.Resource), c.Workflow, out)
	if problem != "" {
		return nil, nil
	}
	body, problem, err := d.fill(c, id)
	if err != nil || problem != "" {
		return nil, nil
	}
	var calls [2]*Call
	for i := range calls {
		if calls[i], err = d.send(ctx, c, PurposePrepare, id, body); err != nil {
			return nil, nil
		}
		out.Before = append(out.Before, calls[i])
	}
	return calls[0], calls[1]
}

// differences are the pointers at which two answers differ, but for what names the request: those of values that are there once, or are not equal.
func (d *Driver) differences(a, b *Call) []string {
	before, _ := tape.Read(a.Reply, tape.Limits{})
	defer before.Release()
	after, _ := tape.Read(b.Reply, tape.Limits{})
	defer after.Release()
	if !before.Usable() || !after.Usable() {
		return nil // json-well-formed says so
	}
	var out []string
	differ(before.Root(), after.Root(), "", &out)
	return slices.DeleteFunc(out, func(at string) bool { return at == d.Pack.RequestID && at != "" })
}

// differ adds the pointers below at where two values differ.
func differ(a, b tape.Value, at string, out *[]string) {
	switch {
	case a.Kind() == tape.Object && b.Kind() == tape.Object:
		for name, below := range a.Members() {
			if other, ok := b.Get(name); ok {
				differ(below, other, tape.PointerAppend(at, name), out)
			} else {
				*out = append(*out, tape.PointerAppend(at, name))
			}
		}
		for name := range b.Members() {
			if _, ok := a.Get(name); !ok {
				*out = append(*out, tape.PointerAppend(at, name))
			}
		}
	case a.Kind() == tape.Array && b.Kind() == tape.Array && a.Len() == b.Len():
		for i, below := range a.Items() {
			other, _ := b.At("/" + strconv.Itoa(i))
			differ(below, other, at+"/"+strconv.Itoa(i), out)
		}
	case !tape.Equal(a, b):
		*out = append(*out, at)
	}
}

// nameOf returns what stands at the i-th place of a body that must be unique: a name of the case's own, or that of the group which several of its cases take,
// one after the other, while all but the last have to be refused.
func (d *Driver) nameOf(c *Case, i int) string {
	if c.Named == "" || d.groupOf(c).accepted != "" {
		return d.uniqueName(c.ID)
	}
	whose := fnv.New32a()
	whose.Write([]byte(c.Named + " of all")) // and not that of what else is made for the group
	return fmt.Sprintf("%s%08x-%d", d.NamePrefix(), whose.Sum32(), i+1)
}
