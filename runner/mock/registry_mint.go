package mock

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// mintID returns a new id, as JSON, like the one that the sample shows. It is false where that shows none, or takes no other.
func (b *registry) mintID(op *spec.Operation, s *sample, res *packs.Resource, h home, caller int) ([]byte, bool) {
	t, _ := tape.Read(s.body, tape.Limits{})
	defer t.Release()
	shown, ok := t.Root().At(res.ID)
	if !t.Usable() || !ok || h.pointer != parent(res.ID) {
		return nil, false
	}
	for range 8 {
		b.made++
		var id []byte
		switch {
		case shown.Kind() == tape.String:
			id = tape.Quote(another(shown.Text(), b.made))
		case shown.IsInteger():
			first, err := strconv.ParseUint(shown.Plain(), 10, 32)
			if err != nil {
				first = 1000
			}
			id = strconv.AppendUint(nil, first+b.made, 10)
		default:
			return nil, false
		}
		if b.alive[bearer{caller, res.Name, idText(id)}] == nil && idText(id) != res.Unknown && b.fits(op, s, h, leaf(res.ID), id) {
			return id, true
		}
	}
	return nil, false
}

// another is a text like s, and another for each n: its letters and digits count on, each among its own kind, from the right.
func another(s string, n uint64) string {
	b := []byte(s)
	hex := strings.Trim(strings.ToLower(s), "0123456789abcdef-") == ""
	for i := len(b) - 1; i >= 0 && n > 0; i-- {
		first, count := byte(0), uint64(26)
		switch c := b[i]; {
		case c >= '0' && c <= '9':
			first, count = '0', 10
		case c >= 'a' && c <= 'z':
			first = 'a'
		case c >= 'A' && c <= 'Z':
			first = 'A'
		default:
			continue
		}
		if hex && count == 26 {
			count = 6
		}
		n += uint64(b[i] - first)
		b[i] = first + byte(n%count)
		n /= count
	}
	if n > 0 {
		return string(b) + strconv.FormatUint(n, 10)
	}
	return string(b)
}

// secret returns a sample's body with a secret at a place that no other answer has; the body itself where none fits.
func (b *registry) secret(op *spec.Operation, s *sample, at string) []byte {
	b.made++
	shown := tape.TextAt(s.body, at)
	b.first = cmp.Or(b.first, shown)
	for _, base := range []string{b.first, shown} {
		if body, ok := b.put(op, s, home{pointer: parent(at), there: true}, leaf(at), tape.Quote(another(base, b.made))); ok {
			return body
		}
	}
	return s.body
}

// stamp gives an answer a request id that no other has, where the pack knows of one.
func (b *registry) stamp(x *exchange) {
	if b.pack.RequestID == "" {
		return
	}
	if shown := tape.TextAt(x.page.b, b.pack.RequestID); shown != "" {
		b.stamp1.Do(func() { b.stamp0 = shown })
		x.page.b, _ = tape.Set(x.page.b, b.pack.RequestID, tape.Quote(another(b.stamp0, b.stamps.Add(1))))
	}
}

// places returns where strings stand below v at a pointer in which a segment * stands for every member and item.
func places(v tape.Value, pointer, at string) []string {
	if pointer == "" {
		if v.Kind() == tape.String {
			return []string{at}
		}
		return nil
	}
	segment, rest := pointer[1:], ""
	if end := strings.IndexByte(segment, '/'); end >= 0 {
		segment, rest = segment[:end], segment[end:]
	}
	if segment != "*" {
		below, _ := v.At("/" + segment)
		return places(below, rest, at+"/"+segment)
	}
	var out []string
	for c := v.Walk(); c.Next(); {
		step := strconv.Itoa(c.Index())
		if name := c.Name(); name != nil {
			step = string(name)
		}
		out = append(out, places(c.Value(), rest, tape.PointerAppend(at, step))...)
	}
	return out
}
