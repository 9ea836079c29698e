package payload

import (
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
	lean    bool   // required parts only
	deepest int    // below this depth only required parts are written
	room    int    // how many values may still be written
	work    int    // how many steps may still be taken
	stack   []*tree.Node
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
		at = g[0]
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

func (d *draft) onStack(n *tree.Node) bool {
	for _, open := range d.stack {
		if open == n {
			return true
		}
	}
	return false
}

// hopeless tells an unsatisfiable schema from one that never ends, by looking for a part that nothing satisfies.
func (d *draft) hopeless(n *tree.Node, p place) error {
	if err := d.cause(n, p, map[*tree.Node]bool{}); err != nil {
		return err
	}
	what := "the schema"
	t := d.source.target(n)
	if c := component(t); c != "" {
		what = c
	}
	return fail(ReasonEndless, t, p, "no finite value satisfies %s: each one must hold another one like it", what)
}

// cause returns what contradicts itself in n or in what n requires; nil if n only leads back to itself.
func (d *draft) cause(n *tree.Node, p place, seen map[*tree.Node]bool) error {
	if seen[n] || d.heights.of(goal{n}) < endless || p.depth > maxDepth {
		return nil
	}
	seen[n] = true
	s, err := d.source.flatten(goal{n}, nil)
	if err != nil {
		return at(err, p)
	}
	if err := d.contradiction(s, p); err != nil {
		return err
	}
	look := func(g goal, p place) error {
		for _, part := range g {
			if err := d.cause(part, p, seen); err != nil {
				return err
			}
		}
		return nil
	}
	for _, c := range s.choices {
		for _, option := range c.options {
			if err := look(option, p); err != nil {
				return err
			}
		}
	}
	for _, r := range s.required {
		if g, forbidden := s.member(r.text); forbidden == nil {
			if err := look(g, p.member(r.text)); err != nil {
				return err
			}
		}
	}
	for i := range min(s.minItems, s.prefix()+1) {
		if g, forbidden := s.item(i); forbidden == nil {
			if err := look(g, p.item(i)); err != nil {
				return err
			}
		}
	}
	return nil
}

// contradiction says why a shape allows nothing at all, as far as that can be told without trying.
func (d *draft) contradiction(s *shape, p place) error {
	if s.never != nil {
		return fail(ReasonUnsatisfiable, s.never, p, "the schema is false: nothing satisfies it")
	}
	if s.kinds == 0 {
		return fail(ReasonUnsatisfiable, lastTyped(s), p, "the types that must hold together exclude each other")
	}
	return nil
}

// lastTyped returns the last `type` of the shape, the one that leaves nothing over.
func lastTyped(s *shape) *tree.Node {
	for i := len(s.nodes) - 1; i >= 0; i-- {
		for _, keyword := range []string{"type", "not"} {
			if t := s.nodes[i].Get(keyword); t != nil {
				return t
			}
		}
	}
	return nil
}

// search takes the open choices one by one, in the order of the document, until a combination of branches gives a value.
func (d *draft) search(g goal, p place, t []taken) (*value, error) {
	s, err := d.source.flatten(g, t)
	if err != nil {
		return nil, at(err, p)
	}
	if err := d.contradiction(s, p); err != nil {
		return nil, err
	}
	if len(s.choices) == 0 {
		return d.build(s, p)
	}
	c := s.choices[0]
	var first error
	for _, option := range d.ranked(c, p) {
		q := p
		q.cut = p.cut || d.returns(option)
		q.lean = p.lean || q.cut
		v, err := d.search(g, q, append(t[:len(t):len(t)], taken{c.key, option}))
		if err == nil {
			return v, nil
		}
		if first == nil {
			first = err
		}
		if d.over() {
			return nil, err
		}
		if err := d.spend(p, c.key); err != nil {
			return nil, err
		}
	}
	if first == nil {
		first = fail(ReasonEndless, c.key, p, "no branch of %s has a finite value", keywordOf(c.key))
	}
	return nil, first
}

// returns reports whether a branch leads back to a schema that is being written further up.
func (d *draft) returns(option goal) bool {
	for _, n := range option {
		if d.onStack(d.source.target(n)) {
			return true
		}
	}
	return false
}

// ranked returns the branches worth trying: those with a finite value, in the order of the document, branches that only
// allow null last; once the schema has come back to itself, the flattest first.
func (d *draft) ranked(c choice, p place) []goal {
	type rank struct{ height, place int }
	var out []goal
	var ranks []rank
	again := p.cut
	for _, option := range c.options {
		again = again || d.returns(option)
	}
	for i, option := range c.options {
		r := rank{d.heights.of(option), i}
		if r.height >= endless {
			continue
		}
		if !again {
			r.height = 0
		}
		if s, err := d.source.flatten(option, nil); err == nil && s.kinds == isNull && !again {
			r.height = 1
		}
		at := len(out)
		for at > 0 && ranks[at-1].height > r.height {
			at--
		}
		out = append(out[:at], append([]goal{option}, out[at:]...)...)
		ranks = append(ranks[:at], append([]rank{r}, ranks[at:]...)...)
	}
	return out[:min(len(out), maxBranch)]
}

// keywordOf names a choice as the document does.
func keywordOf(key *tree.Node) string {
	if n := key.Name(); n != "" {
		return n
	}
	return "the choice"
}

// build writes a value for a shape without open choices.
func (d *draft) build(s *shape, p place) (*value, error) {
	if d.room--; d.room < 0 {
		return nil, fail(ReasonBudget, firstNode(s), p, "the sample would hold more values than one sample may")
	}
	mark := len(d.stack)
	defer func() { d.stack = d.stack[:mark] }()
	for _, n := range s.roots {
		d.stack = append(d.stack, d.source.target(n))
	}
	d.stack = append(d.stack, s.nodes...)
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
	if len(s.nodes) == 0 {
		return nil
	}
	return s.nodes[0]
}

// at gives an error that knows its line the place in the instance.
func at(err error, p place) error {
	if e, ok := err.(*dead); ok && e.pointer == "" {
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
