package mock

import (
	"maps"
	"net/http"
	"slices"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// bearer tells resources apart: no caller sees another's.
type bearer struct {
	caller       int
	resource, id string
}

// kept is one resource.
type kept struct {
	members map[string][]byte // as JSON by name; nil is one that was taken out
	unique  map[string]string // what no other of the same caller may share, as JSON by the pack's pointer to it
	bytes   int
}

// The bounds of what a registry remembers, so that a test left running overnight meets a refusal and no full memory.
const (
	maxKept      = 100_000
	maxKeptBytes = 64 << 20
)

// change puts what a request says into the resource at a place, as far as it has room for it; false if the request is refused. What is null and may not be
// is taken out, as RFC 7396 has it.
func (b *registry) change(x *exchange, p *part, at bearer, body tape.Value) bool {
	k, said := b.alive[at], b.said(p, body)
	unique := maps.Clone(k.unique)
	for _, pointer := range p.resource.Unique {
		switch raw, ok := said[leaf(pointer)]; {
		case ok && string(raw) == "null":
			delete(unique, pointer)
		case ok:
			unique[pointer] = string(raw)
		}
	}
	if !b.room(x, at, unique) {
		return false
	}
	s, err := b.samples.of(p.create)
	if err != nil {
		b.refuse(x, &refuseSample, err.Error())
		return false
	}
	k.unique = unique
	h := homeOf(s.body, p.resource)
	for name, raw := range said {
		switch {
		case b.fits(p.create, s, h, name, raw):
			k.members[name] = slices.Clone(raw)
		case string(raw) == "null" && b.fits(p.create, s, h, name, nil):
			k.members[name] = nil
		}
	}
	b.weigh(k)
	return true
}

// weigh counts the bytes of k anew.
func (b *registry) weigh(k *kept) {
	b.bytes -= k.bytes
	k.bytes = 0
	for name, raw := range k.members {
		k.bytes += len(name) + len(raw)
	}
	for _, raw := range k.unique {
		k.bytes += len(raw)
	}
	b.bytes += k.bytes
}

// room says whether what is at a place, nowhere yet if it has no id, may bear what is unique and grow; it refuses the request otherwise.
func (b *registry) room(x *exchange, at bearer, unique map[string]string) bool {
	switch {
	case b.taken(at, unique):
		b.refuse(x, &refusal{conflictOf(x.operation), typeInput, "ALREADY_EXISTS", "there is such a " + at.resource + " already"}, "")
	case at.id == "" && len(b.alive) >= maxKept, b.bytes > maxKeptBytes:
		b.refuse(x, &refusal{http.StatusTooManyRequests, typeLimit, "RATE_LIMIT", "this mock holds no more; remove some or start it anew"}, "")
	default:
		return true
	}
	return false
}

// taken says whether another resource of the kind and the caller of the one at a place has a value that no two may share.
func (b *registry) taken(at bearer, unique map[string]string) bool {
	for where, other := range b.alive {
		if where.caller != at.caller || where.resource != at.resource || where.id == at.id {
			continue
		}
		for pointer, raw := range unique {
			if has, ok := other.unique[pointer]; ok && has == raw {
				return true
			}
		}
	}
	return false
}

// conflictOf is the status with which an operation refuses what there is already.
func conflictOf(op *spec.Operation) int {
	for _, status := range []int{http.StatusConflict, http.StatusUnprocessableEntity} {
		if r := op.Response(status); r != nil && r.Status != "default" {
			return status
		}
	}
	return http.StatusBadRequest
}
