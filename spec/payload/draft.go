package payload

import (
	"errors"
	"fmt"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// draft is one attempt at one value: from the shape of its goal down to its scalars. It is bounded twice, by the number
// of values it may hold and by the work it may spend, and both are counted, never timed, so that the outcome is the same on
// every machine.
type draft struct {
	source  source
	judge   *judge
	heights *heights
	face    schema.Face
	seed    uint64
	persona uint64 // picks the person all samples of a Maker are about
	status  int    // of an answer; 0 for a request
	salt    int    // which attempt this is
	keep    bool   // values remember their shape and place
	deepest int    // below this depth only required parts are written
	room    int    // how many values may still be written
	work    int    // how many steps may still be taken
	stack   []*schema.Schema
	left    []Refusal // optional parts that could not be written
}

// The limits of one draft.
const (
	roomFull  = 3000    // values of a sample that holds all it may
	roomMost  = 200000  // values of a sample that must be that large
	workMost  = 400000  // steps
	maxDepth  = 100     // levels of nesting
	maxBranch = 64      // branches of one choice that are tried
	bodyMost  = 8 << 20 // bytes of one sample
)

// place is where in the instance a value stands, with what its surroundings say about it.
type place struct {
	pointer string
	name    string       // of the property; of an item: of the property that holds the array
	parent  string       // the name of the object the property stands in
	index   int          // of the item; 0 outside arrays
	depth   int          // 0 for the root
	offered []*tree.Node // values that an example further up holds for this place
	tags    []string     // what a discriminator asks for here
	cut     bool         // a schema came back to itself: take the shortest way out
	lean    bool         // required parts only, here and below
	try     int          // how many values of this place were not different enough
}

func (p place) member(name string) place {
	next := p.below(tape.PointerAppend(p.pointer, name))
	next.name, next.parent, next.index = name, p.name, 0
	for _, n := range p.offered {
		if v := n.Get(name); v != nil {
			next.offered = append(next.offered, v)
		}
	}
	return next
}

func (p place) item(i int) place {
	next := p.below(fmt.Sprintf("%s/%d", p.pointer, i))
	next.name, next.parent, next.index = p.name, p.parent, p.index+i
	for _, n := range p.offered {
		if items := itemsOf(n); i < len(items) {
			next.offered = append(next.offered, items[i])
		}
	}
	return next
}

func (p place) below(pointer string) place {
	return place{pointer: pointer, depth: p.depth + 1, lean: p.lean}
}

// dead is why no value could be written at a place.
type dead struct {
	reason  Reason
	at      tree.Position
	pointer string
	message string
}

func (e *dead) Error() string { return e.message }

func fail(reason Reason, at *tree.Node, p place, format string, args ...any) error {
	e := &dead{reason: reason, pointer: p.pointer, message: fmt.Sprintf(format, args...)}
	if at != nil {
		e.at = at.KeyAt()
	}
	return e
}

// spend takes one step of the work and says whether there was one left.
func (d *draft) spend(p place, at *tree.Node) error {
	if d.work--; d.work < 0 {
		return fail(ReasonBudget, at, p, "the work allowed for one sample was spent before a value was found")
	}
	if p.depth > maxDepth {
		return fail(ReasonBudget, at, p, "the value would nest deeper than %d levels", maxDepth)
	}
	return nil
}

func (d *draft) over() bool { return d.work < 0 || d.room < 0 }

// write returns a value for the goal.
func (d *draft) write(g goal, p place) (*value, error) {
	var at *tree.Node
	if len(g) > 0 {
		at = g[0].Node()
	}
	if err := d.spend(p, at); err != nil {
		return nil, err
	}
	p.lean = p.lean || p.depth >= d.deepest
	for _, n := range g {
		t := d.source.target(n)
		if d.onStack(t) {
			p.cut, p.lean = true, true
		}
		if d.heights.of(goal{n}) >= endless {
			return nil, d.hopeless(n, p)
		}
	}
	return d.search(g, p, nil)
}

func (d *draft) onStack(n *schema.Schema) bool {
	for _, open := range d.stack {
		if open == n {
			return true
		}
	}
	return false
}

// build writes a value for a shape without open choices, and notes where it stands if the draft keeps that.
func (d *draft) build(s *shape, p place) (*value, error) {
	v, err := d.make(s, p)
	if err != nil || !d.keep {
		return v, err
	}
	kept := *v
	kept.spot = &spot{shape: s, place: p}
	return &kept, nil
}

func (d *draft) make(s *shape, p place) (*value, error) {
	if d.room--; d.room < 0 {
		return nil, fail(ReasonBudget, firstNode(s), p, "the sample would hold more values than one sample may")
	}
	mark := len(d.stack)
	defer func() { d.stack = d.stack[:mark] }()
	for _, n := range s.roots {
		d.stack = append(d.stack, d.source.target(n))
	}
	for _, k := range s.parts {
		d.stack = append(d.stack, k.Schema)
	}
	p.offered = append(p.offered[:len(p.offered):len(p.offered)], s.examples...)
	if v, ok := d.offered(s, p); ok {
		return v, nil
	}
	if len(s.enums)+len(s.consts) > 0 {
		return d.enumerated(s, p)
	}
	var first error
	for _, k := range d.kinds(s, p) {
		v, err := d.ofKind(k, s, p)
		if err == nil {
			return v, nil
		}
		if first == nil {
			first = err
		}
		if d.over() {
			break
		}
	}
	return nil, first
}

// kinds returns the types to try. On the way out of a recursion a scalar comes before what nests, even null.
func (d *draft) kinds(s *shape, p place) []kinds {
	out := s.preferred()
	if p.try > 2 && len(out) > 1 {
		by := p.try % len(out)
		return append(append([]kinds{}, out[by:]...), out[:by]...)
	}
	if !p.cut {
		return out
	}
	var flat, deep []kinds
	for _, k := range out {
		if k&isCompound == 0 {
			flat = append(flat, k)
		} else {
			deep = append(deep, k)
		}
	}
	if len(s.order) == 0 && len(deep) > 0 { // an untyped schema still means what its keywords speak of
		return out
	}
	return append(flat, deep...)
}

func (d *draft) ofKind(k kinds, s *shape, p place) (*value, error) {
	switch k {
	case isObject:
		return d.object(s, p)
	case isArray:
		return d.array(s, p)
	}
	return d.scalar(k, s, p)
}

func firstNode(s *shape) *tree.Node {
	if len(s.parts) == 0 {
		return nil
	}
	return s.parts[0].node
}

// at gives an error that knows its line the place in the instance.
func at(err error, p place) error {
	var e *dead
	if errors.As(err, &e) && e.pointer == "" {
		copied := *e
		copied.pointer = p.pointer
		return &copied
	}
	return err
}

// label writes a place for a message.
func label(pointer string) string {
	if pointer == "" {
		return "the root"
	}
	return strings.ToValidUTF8(pointer, "?")
}
