package schema

import (
	"sync"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// walk is one judgement of one value. It has two modes over the same code: quick, which stops at the first
// contradiction and allocates nothing, and explain, which goes on and collects violations with their paths.
type walk struct {
	options Options
	explain bool
	compat  bool // Options.Compat, off while a schema is judged by the letter
	warned  bool // quick: something is accepted that deserves a warning
	stopped bool // explain: enough was collected
	loops   int  // $dynamicRef steps on one value
	steps   int  // how many more schemas may be applied

	// top is the schema by which the value being judged was entered: all schemas that speak about this value are reached from it.
	top *Schema

	// track says whether an unevaluated keyword around the value being judged needs to know which of its parts were evaluated; marks are
	// those parts, by number. Schemas that fail take their marks back.
	track bool
	marks []int32
	bits  []uint64

	scopes []*resource // 3.1: the resources entered, outermost first
	slots  []slot
	frames []frame // explain: the way from the root
	out    []Violation
}

// everything is the mark that stands for all parts.
const everything = int32(-1)

// frame is one step of the way: which keyword led on, and where in the value it led to.
type frame struct {
	by           *Schema // the schema of the keyword, where a message may need it
	keyword, key string  // key is the property, pattern or number behind the keyword
	keyed        bool
	place        string // the member's name or the item's number
	descends     bool
}

var walks = sync.Pool{New: func() any { return new(walk) }}

// Budget of a walk: how many schemas may be applied to a value of any size, and how many more for each value in it. Real schemas apply a
// handful; only alternatives that contain themselves several times over multiply without end.
const (
	fewSteps  = 1_000_000
	moreSteps = 1_000
)

func (w *walk) start(s *Schema, v tape.Value, o Options) {
	w.options, w.compat, w.explain, w.warned, w.top = o, o.Compat, false, false, s
	w.steps = fewSteps + moreSteps*v.Weight()
}

// Validate judges v and returns what contradicts s: nil if nothing does. With Options.First it returns at most one error, and
// what it warned of before. Violations come in the order of the value, at most MostViolations of them. Of a schema that
// multiplies beyond all measure the one violation says that it is undecided.
func (s *Schema) Validate(v tape.Value, o Options) []Violation {
	if s.any {
		return nil
	}
	w := walks.Get().(*walk)
	w.start(s, v, o)
	var found []Violation
	if !w.accepts(s, v) || w.warned || w.steps < 0 {
		w.release()
		w = walks.Get().(*walk)
		w.start(s, v, o)
		w.explain, w.stopped = true, false
		w.accepts(s, v)
		found = w.out
		w.out = nil
		if w.steps < 0 {
			found = []Violation{s.undecided(v)}
		}
	}
	w.release()
	return found
}

// Accepts says whether v conforms to s; faster than Validate where it does not. What is undecided is not accepted.
func (s *Schema) Accepts(v tape.Value, o Options) bool {
	w := walks.Get().(*walk)
	w.start(s, v, o)
	ok := w.accepts(s, v) && w.steps >= 0
	w.release()
	return ok
}

func (s *Schema) undecided(v tape.Value) Violation {
	return Violation{
		Rule: "undecided", At: s.node.KeyAt(), Received: describe(v),
		Promised: "a value that can be judged: the schema applies itself to it more than a million times; part its alternatives by type or by a tag",
	}
}

// release returns the walk to its pool, empty.
func (w *walk) release() {
	w.marks, w.bits, w.scopes, w.frames, w.top, w.track, w.loops = w.marks[:0], w.bits[:0], w.scopes[:0], w.frames[:0], nil, false, 0
	if len(w.slots) > 1<<12 {
		w.slots = nil
	}
	clear(w.slots) // they hold values of a tape
	w.slots = w.slots[:0]
	walks.Put(w)
}

// done says whether to stop after a contradiction.
func (w *walk) done() bool { return !w.explain || w.stopped }

func (w *walk) push(f frame) { w.frames = append(w.frames, f) }

// pop takes the last step back; a quick walk has none.
func (w *walk) pop() {
	if w.explain {
		w.frames = w.frames[:len(w.frames)-1]
	}
}

// accepts judges v by s.
func (w *walk) accepts(s *Schema, v tape.Value) bool {
	if w.steps--; w.steps < 0 {
		w.stopped = true
		return false
	}
	if s.direct != nil && !w.explain { // only who asks for the way needs to walk it
		s = s.direct
	}
	switch s.literal {
	case always:
		return true
	case never:
		w.no(s, v, "")
		return false
	}
	if s.resource != nil && s.resource.scoped && (len(w.scopes) == 0 || w.scopes[len(w.scopes)-1] != s.resource) {
		w.scopes = append(w.scopes, s.resource)
		ok := w.leniently(s, v)
		w.scopes = w.scopes[:len(w.scopes)-1]
		return ok
	}
	return w.leniently(s, v)
}

// leniently accepts a null that a 3.0 schema calls nullable although its letter refuses it, if Compat is asked for.
func (w *walk) leniently(s *Schema, v tape.Value) bool {
	if !s.nullable || !w.compat || v.Kind() != tape.Null {
		return w.judge(s, v)
	}
	w.compat = false
	if w.explain {
		if !w.quietly(s, v, false) {
			kept, stopped := w.out, w.stopped
			w.out, w.stopped = nil, false
			w.judge(s, v)
			strict := w.out
			w.out, w.stopped = kept, stopped
			if len(strict) > 0 {
				strict[0].Warning, strict[0].Causes = true, nil
				w.out = append(w.out, strict[0])
			}
		}
	} else if !w.judge(s, v) {
		w.warned = true
	}
	w.compat = true
	return true
}

// judge applies the keywords of s to v.
func (w *walk) judge(s *Schema, v tape.Value) bool {
	kind := v.Kind()
	if s.types&(1<<kind) == 0 && !(kind == tape.Number && s.types&integers != 0 && v.IsInteger()) {
		w.no(s, v, "type")
		return false // whatever else s says would only repeat it
	}
	ok := true
	if s.enum != nil && !s.enum.has(v) {
		if ok = false; !w.no(s, v, "enum") {
			return false
		}
	}
	if s.constant != nil && !s.constant.has(v) {
		if ok = false; !w.no(s, v, "const") {
			return false
		}
	}
	start, outer := len(w.marks), w.track
	rest := kind == tape.Object && s.restProperties != nil || kind == tape.Array && s.restItems != nil
	if rest {
		w.track = true
	}
	switch kind {
	case tape.Number:
		if s.numbers != nil {
			ok = w.number(s, v) && ok
		}
	case tape.String:
		if s.strings != nil {
			ok = w.string(s, v) && ok
		}
	case tape.Array:
		if s.arrays != nil {
			ok = w.array(s, v) && ok
		}
	case tape.Object:
		if s.objects != nil {
			ok = w.object(s, v) && ok
		}
	}
	if s.combines && (ok || !w.done()) {
		ok = w.combined(s, v) && ok
	}
	if rest {
		if ok { // in a value that fails already, what is left over means nothing
			ok = w.rest(s, v, start)
		}
		if w.track = outer; !outer {
			w.marks = w.marks[:start]
		}
	}
	return ok
}

// descend judges a part of the value being judged.
func (w *walk) descend(child *Schema, v tape.Value) bool {
	track, top, loops, base := w.track, w.top, w.loops, len(w.marks)
	w.track, w.top, w.loops = false, child, 0
	ok := w.accepts(child, v)
	w.track, w.top, w.loops, w.marks = track, top, loops, w.marks[:base]
	return ok
}

// inPlace judges the same value by another schema. If it fails, its marks are taken back.
func (w *walk) inPlace(child *Schema, v tape.Value, keyword, key string) bool {
	if child.any {
		return true
	}
	base := len(w.marks)
	if w.explain {
		w.push(frame{keyword: keyword, key: key, keyed: key != ""})
	}
	ok := w.accepts(child, v)
	w.pop()
	if !ok {
		w.marks = w.marks[:base]
	}
	return ok
}

// quietly asks whether child accepts v, without reporting anything. For a part of the value being judged, part is set.
func (w *walk) quietly(child *Schema, v tape.Value, part bool) bool {
	explain, stopped, base := w.explain, w.stopped, len(w.marks)
	w.explain = false
	ok := false
	if part {
		ok = w.descend(child, v)
	} else {
		ok = w.accepts(child, v)
	}
	w.explain, w.stopped = explain, stopped
	if !ok {
		w.marks = w.marks[:base]
	}
	return ok
}
