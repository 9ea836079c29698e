package mock

import (
	"maps"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// home is the object of an answer that is the resource.
type home struct {
	pointer string
	there   bool
}

// whole is the place of a resource that is shown as it is kept, secrets included; nil where there is none.
func (h home) whole() *home {
	if !h.there {
		return nil
	}
	return &h
}

// homeOf finds the resource in an answer: where the pack says that its id stands, at the top, or in the first object that has such an id.
func homeOf(body []byte, res *packs.Resource) home {
	t, _ := tape.Read(body, tape.Limits{})
	defer t.Release()
	if !t.Usable() {
		return home{}
	}
	id := res.ID[strings.LastIndexByte(res.ID, '/'):]
	for _, pointer := range []string{parent(res.ID), ""} {
		if _, ok := t.Root().At(pointer + id); ok {
			return home{pointer, true}
		}
	}
	if pointer, ok := withMember(t.Root(), leaf(res.ID), ""); ok {
		return home{pointer, true}
	}
	v, ok := t.Root().At(parent(res.ID))
	return home{parent(res.ID), ok && v.Kind() == tape.Object}
}

// withMember finds the first object below v that has a member of a name. Lists are left out: which of their items is meant nobody says.
func withMember(v tape.Value, name, at string) (string, bool) {
	if v.Kind() != tape.Object {
		return "", false
	}
	if _, ok := v.Get(name); ok {
		return at, true
	}
	for member, below := range v.Members() {
		if pointer, ok := withMember(below, name, tape.PointerAppend(at, member)); ok {
			return pointer, true
		}
	}
	return "", false
}

// members calls yield for what an object holds.
func members(body []byte, pointer string, yield func(name string, raw []byte)) {
	t, _ := tape.Read(body, tape.Limits{})
	defer t.Release()
	if v, ok := t.Root().At(pointer); t.Usable() && ok && v.Kind() == tape.Object {
		for name, value := range v.Members() {
			yield(name, value.Raw())
		}
	}
}

// idText is a JSON value as text: a string as it reads.
func idText(raw []byte) string {
	t, _ := tape.Read(raw, tape.Limits{})
	defer t.Release()
	return t.Root().Plain()
}

// merged returns a sample's body with the members of a resource in it, as far as it declares them and stays right.
func (b *registry) merged(op *spec.Operation, s *sample, h home, told map[string][]byte) []byte {
	with := *s
	if !h.there {
		return s.body
	}
	for _, name := range slices.Sorted(maps.Keys(told)) {
		if body, ok := b.put(op, &with, h, name, told[name]); ok {
			with.body = body
		}
	}
	return with.body
}

// mostListed is how many resources a list shows, the first by their ids.
const mostListed = 10

// listed returns a sample's body whose list of resources holds those of a caller, and where the list stands; the body as it is where it has no such list,
// or may not hold them.
func (b *registry) listed(op *spec.Operation, s *sample, res *packs.Resource, caller int) ([]byte, *home) {
	t, _ := tape.Read(s.body, tape.Limits{})
	defer t.Release()
	list, shown, ok := listOf(t.Root(), leaf(res.ID), "")
	if !t.Usable() || !ok {
		return s.body, nil
	}
	var ids []string
	for at := range b.alive {
		if at.caller == caller && at.resource == res.Name {
			ids = append(ids, at.id)
		}
	}
	slices.Sort(ids)
	var items []byte
	for i, id := range ids[:min(len(ids), mostListed)] {
		if i > 0 {
			items = append(items, ',')
		}
		item := shown.Raw()
		for name, raw := range b.alive[bearer{caller, res.Name, id}].members {
			if _, there := shown.Get(name); there && raw != nil {
				item, _ = tape.Set(item, tape.PointerAppend("", name), raw)
			}
		}
		items = append(items, item...)
	}
	body, err := tape.Set(s.body, list, slices.Concat([]byte("["), items, []byte("]")))
	if list == "" {
		body, err = slices.Concat([]byte("["), items, []byte("]")), nil
	}
	if err != nil || !b.document.JudgeResponse(op, spec.Answer{Status: s.status, Header: s.fields(), Body: body}).Holds() {
		return s.body, nil
	}
	return body, &home{pointer: list, there: true}
}

// listOf finds the first list below v whose items are objects with a member of a name, and the first of them.
func listOf(v tape.Value, name, at string) (pointer string, first tape.Value, ok bool) {
	if v.Kind() == tape.Array {
		first, _ := v.Item(0)
		_, ok := first.Get(name)
		return at, first, ok
	}
	if v.Kind() == tape.Object {
		for member, below := range v.Members() {
			if pointer, first, ok := listOf(below, name, tape.PointerAppend(at, member)); ok {
				return pointer, first, true
			}
		}
	}
	return "", tape.Value{}, false
}

// echoed returns a sample's body with what the request said where the answer has members of the same names, as most APIs repeat it.
func (b *registry) echoed(op *spec.Operation, s *sample, body tape.Value) []byte {
	if body.Kind() != tape.Object {
		return s.body
	}
	told := map[string][]byte{}
	for name, value := range body.Members() {
		if !slices.ContainsFunc(b.pack.Credentials, func(c packs.Credential) bool { return c.Body == name }) {
			told[name] = value.Raw()
		}
	}
	return b.merged(op, s, home{there: true}, told)
}

// fits says whether a sample stays right with a member in the resource, or without it for nil.
func (b *registry) fits(op *spec.Operation, s *sample, h home, name string, raw []byte) bool {
	_, ok := b.put(op, s, h, name, raw)
	return ok
}

// put returns a sample's body with a member in the resource; false where it declares none of that name, or would be wrong with it.
func (b *registry) put(op *spec.Operation, s *sample, h home, name string, raw []byte) ([]byte, bool) {
	if !h.there {
		return nil, false
	}
	at := tape.PointerAppend(h.pointer, name)
	body, err := tape.Delete(s.body, at)
	if raw != nil {
		body, err = tape.Set(s.body, at, raw)
	}
	if err != nil {
		return nil, false
	}
	judged := b.document.JudgeResponse(op, spec.Answer{Status: s.status, Header: s.fields(), Body: body})
	if !judged.Holds() {
		return nil, false
	}
	t, _ := tape.Read(body, tape.Limits{})
	defer t.Release()
	return body, !slices.Contains(b.document.Undeclared(judged.MediaType, t.Root()), at)
}

// show writes an answer with secrets and a request id of its own into x. In the resource that is shown as it is kept, for nil in none, secrets stay as they are.
func (b *registry) show(x *exchange, s *sample, body []byte, as *home) {
	with := *s
	with.body = body
	for _, pattern := range b.pack.Secrets.Places {
		t, _ := tape.Read(with.body, tape.Limits{})
		spots := places(t.Root(), pattern, "")
		t.Release()
		for _, at := range spots {
			if as != nil && strings.HasPrefix(at, as.pointer+"/") {
				continue
			}
			with.body = b.secret(x.operation, &with, at)
		}
	}
	with.show(x)
	b.stamp(x)
}
