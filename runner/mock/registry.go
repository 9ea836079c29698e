package mock

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// registry behaves as any API whose pack says what its operations do to which resource. What is created is kept for the caller who did, with an id of
// its own and with what the request said of it, until it is removed; a change puts in what its request says. Whose credentials they are it knows.
// What else an operation does no pack says: its answer is what the document shows, and so is a list.
type registry struct {
	stateless
	pack  *packs.Pack
	door  door
	parts map[*spec.Operation]*part

	// Ids of requests are all made from the first that was shown, and so are secrets: what counts on from two texts meets one day.
	stamp1 sync.Once
	stamp0 string
	stamps atomic.Uint64 // how many were given out

	mu    sync.Mutex
	made  uint64 // ids and secrets, so that no two are the same
	first string // secret
	alive map[bearer]*kept
	bytes int // of all that is kept together
}

// part is what an operation has to do with a resource.
type part struct {
	resource *packs.Resource
	create   *spec.Operation // that makes it; its answer is the shape of the resource
	effect   packs.Effect
	place    string // where the operation names the id, as in packs.Pack.About
}

// Keeps says whether the mock of a document and a pack has a life cycle: what is created there can be read, changed and removed.
func Keeps(doc *spec.Document, pack *packs.Pack) bool {
	return pack != nil && (pack.Name == resellerPack || slices.ContainsFunc(pack.Resources, func(res packs.Resource) bool { return doc.Operation(res.Create) != nil }))
}

// Guesses says whether the mock of a pack makes up what it answers besides what it was told: no more is known of the API than its document and pack say.
func Guesses(pack *packs.Pack) bool { return pack == nil || pack.Name != resellerPack }

func newRegistry(doc *spec.Document, pack *packs.Pack, o Options) (*registry, error) {
	face, err := pack.Face(o.Auth)
	if err != nil {
		return nil, err
	}
	b := &registry{
		stateless: stateless{document: doc, samples: newSamples(doc, o.Seed), open: true}, pack: pack,
		door: door{pack: pack, face: face, callers: o.Callers}, parts: map[*spec.Operation]*part{}, alive: map[bearer]*kept{},
	}
	if b.door.callers == nil {
		for _, p := range DefaultPartners {
			b.door.callers = append(b.door.callers, p.Caller(pack, doc))
		}
	}
	for _, op := range doc.Operations {
		res, where := pack.About(op.ID)
		if res == nil || doc.Operation(res.Create) == nil {
			continue
		}
		b.parts[op] = &part{resource: res, create: doc.Operation(res.Create), effect: pack.Operation(op.ID).Effect, place: where}
	}
	return b, nil
}

// decide answers one request to an operation of the document: who asks, then whether it conforms, then what it is about.
func (b *registry) decide(x *exchange) {
	read, _ := tape.Read(x.in, tape.Limits{})
	defer read.Release()
	body := tape.Value{}
	if read.Usable() {
		body = read.Root()
	}
	caller, ok := b.door.admit(x.operation, x.request, body)
	if !ok {
		b.turnAway(x)
		return
	}
	if !b.conforms(x) {
		b.stamp(x)
		return
	}
	s, err := b.samples.of(x.operation)
	if err != nil {
		b.refuse(x, &refuseSample, err.Error())
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	p := b.parts[x.operation]
	if p == nil {
		b.show(x, s, b.echoed(x.operation, s, body), nil)
		return
	}
	if p.effect == packs.Create {
		b.create(x, s, p, caller, body)
		return
	}
	id, named := p.named(x, body)
	if !named {
		with := *s
		with.body = b.echoed(x.operation, s, body)
		list, h := b.listed(x.operation, &with, p.resource, caller)
		b.show(x, &with, list, h)
		return
	}
	at := bearer{caller, p.resource.Name, id}
	k := b.alive[at]
	switch {
	case k == nil:
		status := http.StatusNotFound
		if len(p.resource.NotFound) > 0 {
			status = p.resource.NotFound[0]
		}
		b.refuse(x, &refusal{status, typeInput, "NOT_FOUND", "there is no such " + p.resource.Name}, "")
		return
	case p.effect == packs.Remove:
		delete(b.alive, at)
		b.bytes -= k.bytes
	case p.effect == packs.Change && !b.change(x, p, at, body):
		return
	}
	with := *s
	with.body = b.echoed(x.operation, s, body)
	h := homeOf(s.body, p.resource)
	b.show(x, &with, b.merged(x.operation, &with, h, k.members), h.whole())
}

// turnAway refuses a caller as the face does.
func (b *registry) turnAway(x *exchange) {
	r := refuseIdentity
	if len(b.door.face.Refused) > 0 {
		r.Status = b.door.face.Refused[0]
	}
	if _, x.invite = lacking(x.operation, &http.Request{URL: &url.URL{}}); x.invite == "" {
		x.invite = "ApiKey" // RFC 9110, section 15.5.2: a 401 names a challenge
	}
	b.refuse(x, &r, "credentials of somebody who is known")
	if codes := b.door.face.Codes; len(codes) > 0 && tape.TextAt(x.page.b, b.pack.ErrorCode) != "" {
		x.page.b, _ = tape.Set(x.page.b, b.pack.ErrorCode, tape.Quote(codes[0]))
	}
}

// refuse is stateless.refuse with a request id of its own.
func (b *registry) refuse(x *exchange, r *refusal, detail string) {
	b.stateless.refuse(x, r, detail)
	b.stamp(x)
}

// named returns the id that a request names; false if it names none.
func (p *part) named(x *exchange, body tape.Value) (string, bool) {
	name := packs.InParameter(p.place)
	if name == "" {
		v, ok := body.At(p.place)
		return v.Plain(), ok
	}
	for _, param := range x.operation.Parameters {
		if param.Name != name {
			continue
		}
		switch param.In {
		case "path":
			return x.params[name], true
		case "query":
			return x.request.URL.Query().Get(name), x.request.URL.Query().Has(name)
		case "header":
			return x.request.Header.Get(name), x.request.Header.Get(name) != ""
		}
	}
	return "", false
}

// create keeps a new resource and shows it. A value that the pack says is unique is taken while its bearer lives.
func (b *registry) create(x *exchange, s *sample, p *part, caller int, body tape.Value) {
	h := homeOf(s.body, p.resource)
	id, made := b.mintID(x.operation, s, p.resource, h, caller)
	if !made {
		b.show(x, s, s.body, nil) // the answer has no place for an id, so nobody could ask for what was made
		return
	}
	k := &kept{members: map[string][]byte{}, unique: map[string]string{}}
	for _, pointer := range p.resource.Unique {
		if v, ok := body.At(pointer); ok && v.Kind() != tape.Null {
			k.unique[pointer] = string(v.Raw())
		}
	}
	if !b.room(x, bearer{caller: caller, resource: p.resource.Name}, k.unique) {
		return
	}
	told := map[string][]byte{leaf(p.resource.ID): id}
	if p.resource.Ready != "" && p.resource.State != "" {
		told[leaf(p.resource.State)] = tape.Quote(p.resource.Ready)
	}
	for name, raw := range b.said(p, body) {
		told[name] = raw
	}
	b.show(x, s, b.merged(x.operation, s, h, told), nil)
	members(x.page.b, h.pointer, func(name string, raw []byte) {
		k.members[name] = slices.Clone(raw)
	})
	b.alive[bearer{caller, p.resource.Name, idText(id)}] = k
	b.weigh(k)
}

// said returns the members that a request gives a resource: those of its body, or of the object in it that bears the resource's name. What the API
// decides, and who asks, is not among them.
func (b *registry) said(p *part, body tape.Value) map[string][]byte {
	own := []string{leaf(p.resource.ID), leaf(p.resource.State)}
	if packs.InParameter(p.place) == "" && p.effect != packs.Create {
		own = append(own, leaf(p.place))
	}
	for _, c := range b.pack.Credentials {
		own = append(own, c.Body)
	}
	if inner, ok := body.At(parent(p.resource.ID)); ok && parent(p.resource.ID) != "" && inner.Kind() == tape.Object {
		body = inner
	}
	out := map[string][]byte{}
	if body.Kind() != tape.Object {
		return out
	}
	for name, value := range body.Members() {
		if !slices.Contains(own, name) {
			out[name] = value.Raw()
		}
	}
	return out
}

// leaf is the last name of a JSON pointer, and parent the pointer without it.
func leaf(pointer string) string {
	return strings.NewReplacer("~1", "/", "~0", "~").Replace(pointer[strings.LastIndexByte(pointer, '/')+1:])
}

func parent(pointer string) string { return pointer[:max(0, strings.LastIndexByte(pointer, '/'))] }
