package mock

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// Fault is one way in which a mock can be wrong on purpose, so that whatever judges it can show that it notices. It breaks one promise
// of one operation, the same way every time, and keeps all others.
type Fault struct {
	Name  string // unique; reads as what is wrong: answer-null
	Class Class
	Does  string   // what the mock does, a sentence without its subject
	Rule  string   // of the finding that must come of it
	Faces []string // of authentication in which it is wrong; nil is all of them
	Tight bool     // it breaks no promise of the document as published, only of one that promises more

	on    role // the operation that is wrong
	shown role // the operation whose answers show it, where that is another one
	needs bool // the life cycle of the pack plaid-partner
	serve serve
}

// Class groups faults by the promise that they break.
type Class string

// The classes of faults, in the order in which they are listed.
const (
	ClassSpec   Class = "spec"   // the answer is not what its schema describes, or no JSON
	ClassIntent Class = "intent" // the answer is well formed and wrong: what is right is refused, or what is wrong accepted
	ClassHTTP   Class = "http"   // the answer breaks a rule of HTTP
	ClassTight  Class = "tight"  // only a document that promises more, or an example, says that it is wrong
	ClassFlow   Class = "flow"   // the answer does not follow from those before it
	ClassSecret Class = "secret" // the answer holds what nobody must see
	ClassTime   Class = "time"   // the answer is late
	ClassRace   Class = "race"   // the answer is wrong only where something else is asked at the same moment
)

// role says which operation a fault is about, by what the pack says of it.
type role string

// The roles of operations. A pack that has no operation in a role leaves the fault without a place.
const (
	onRead   role = "reads"        // the first that reads
	onList   role = "reads a list" // the last that reads
	onCreate role = "creates"
	onChange role = "changes"
	onRemove role = "removes"
	onAsked  role = "takes a parameter that can be wrong"
	onAll    role = "is asked at all" // every one, and what is none
)

// Faults returns every named fault, by class and then by name.
func Faults() []Fault {
	return slices.Concat(specFaults, errorFaults, jsonFaults, statusFaults, acceptFaults, refuseFaults, failFaults, gateFaults, httpFaults, wireFaults, tightFaults, createFaults, effectFaults, flowFaults, secretFaults, timeFaults, raceFaults)
}

// serve answers one request; right asks the mock that keeps its promises.
type serve func(right func(*visit), v *visit)

// placed is a fault with the operation that it is about; nil for all.
type placed struct {
	Fault
	operation *spec.Operation
}

// Place finds the operation that a fault of this mock is about: spelt NAME, the one that the fault is meant for, and NAME@operationId any
// other. The error says which faults or operations there are.
func place(doc *spec.Document, pack *packs.Pack, spelt string) (placed, error) {
	name, id, given := strings.Cut(spelt, "@")
	all := Faults()
	i := slices.IndexFunc(all, func(f Fault) bool { return f.Name == name })
	if i < 0 {
		return placed{}, fmt.Errorf("unknown fault %q%s; plumbline list faults shows them all", name, nearestFault(all, name))
	}
	f := placed{Fault: all[i]}
	stateful := pack != nil && pack.Name == resellerPack
	switch {
	case f.needs && !stateful:
		return placed{}, fmt.Errorf("fault %s is one of the life cycle of the pack %s", name, resellerPack)
	case given:
		if f.operation = doc.Operation(id); f.operation == nil {
			return placed{}, fmt.Errorf("fault %s: the document has no operation %q; plumbline list operations shows them all", spelt, id)
		}
	case f.on != onAll:
		if f.operation = f.on.find(doc, pack); f.operation == nil {
			return placed{}, fmt.Errorf("fault %s is about an operation that %s, and the pack knows of none; name one with %s@operationId", name, f.on, name)
		}
	}
	return f, nil
}

// find returns the operation of doc in a role; nil if there is none.
func (r role) find(doc *spec.Document, pack *packs.Pack) *spec.Operation {
	if pack == nil {
		pack = &packs.Pack{}
	}
	if r == onAsked {
		if i := slices.IndexFunc(doc.Operations, asks); i >= 0 {
			return doc.Operations[i]
		}
		return nil
	}
	effect := map[role]packs.Effect{onRead: packs.Read, onList: packs.Read, onCreate: packs.Create, onChange: packs.Change, onRemove: packs.Remove}[r]
	var found *spec.Operation
	for _, op := range doc.Operations {
		if pack.OperationFor(op.ID, op.Method).Effect == effect {
			if found = op; r != onList {
				break
			}
		}
	}
	return found
}

// asks says whether an operation takes a parameter besides those that make up its path.
func asks(op *spec.Operation) bool {
	return slices.ContainsFunc(op.Parameters, func(p *spec.Parameter) bool { return p.In != "path" && p.Schema != nil })
}

// nearestFault names the faults that hold a part of name.
func nearestFault(all []Fault, name string) string {
	var near []string
	for _, f := range all {
		if part, _, _ := strings.Cut(name, "-"); part != "" && strings.HasPrefix(f.Name, part) {
			near = append(near, f.Name)
		}
	}
	if len(near) == 0 {
		return ""
	}
	return " (did you mean " + strings.Join(near[:min(3, len(near))], ", ") + "?)"
}

// wrong is a mock with faults: it stands before the right one, and sees every request before it and every answer after it.
type wrong struct {
	right    http.Handler
	document *spec.Document
	pack     *packs.Pack
	samples  *samples
	partners []Partner
	faults   []placed
	wait     func(time.Duration)
	route    func(method, path string) (*spec.Operation, map[string]string, []string)

	mu        sync.Mutex
	memory    map[string][]byte
	counts    map[string]int
	waiting   *meeting          // a request that waits for another one; nil if none does
	sandboxes map[string]string // the first secret of each customer that ever was, by its id
	last      string            // the id of the customer that was created last
}

// withFaults returns h with the faults that o names.
func withFaults(h *handler, pack *packs.Pack, o Options) (http.Handler, error) {
	if len(o.Faults) == 0 {
		return h, nil
	}
	w := &wrong{
		right: h, document: h.document, pack: pack, samples: newSamples(h.document, o.Seed), partners: o.Partners, wait: o.Wait, route: h.route,
		memory: map[string][]byte{}, counts: map[string]int{}, sandboxes: map[string]string{},
	}
	if w.pack == nil {
		w.pack = &packs.Pack{}
	}
	if w.partners == nil {
		w.partners = DefaultPartners[:]
	}
	if w.wait == nil {
		w.wait = time.Sleep
	}
	for _, spelt := range o.Faults {
		f, err := place(h.document, pack, spelt)
		if err != nil {
			return nil, err
		}
		w.faults = append(w.faults, f)
	}
	return w, nil
}

// ServeHTTP answers one request, wrongly where a fault says so.
func (w *wrong) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	v, err := w.receive(rw, r)
	if err != nil {
		w.right.ServeHTTP(rw, r) // the mock has its own words for a body that does not arrive
		return
	}
	w.answer(v, w.faults)
	v.send()
}

// answer lets the faults have their say, the first one last, so that it sees what the others did.
func (w *wrong) answer(v *visit, faults []placed) {
	for i, f := range faults {
		if f.operation == nil || v.operation != nil && v.operation.Path == f.operation.Path {
			f.serve(func(v *visit) { w.answer(v, faults[i+1:]) }, v)
			return
		}
	}
	v.ask(w.right)
	w.watch(v)
}

// watch remembers every customer that was created, for faults that tell a removed one from one that never was.
func (w *wrong) watch(v *visit) {
	secret := tape.TextAt(v.out, atSandbox)
	if id := tape.TextAt(v.out, atID); v.success() && id != "" && secret != "" {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.sandboxes[id], w.last = secret, id
	}
}

// newest is the id of the customer that was created last.
func (w *wrong) newest() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.last
}

// sandbox is the secret that the customer of the request was created with; "" if there never was such a customer.
func (v *visit) sandbox() string { return v.mock.handedOut(v.subject()) }

// handedOut is the secret that a customer was created with; "" if there never was such a customer.
func (w *wrong) handedOut(id string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.sandboxes[id]
}

// count returns how often key was counted, this time included.
func (w *wrong) count(key string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.counts[key]++
	return w.counts[key]
}

// About returns the operationId whose answers show the fault where doc and pack are mocked; "" for any. It is an error if the mock has no
// place for the fault.
func (f Fault) About(doc *spec.Document, pack *packs.Pack) (string, error) {
	p, err := place(doc, pack, f.Name)
	if err != nil {
		return "", err
	}
	if f.shown != "" {
		p.operation = f.shown.find(doc, pack)
	}
	if p.operation == nil {
		return "", nil
	}
	return p.operation.ID, nil
}
