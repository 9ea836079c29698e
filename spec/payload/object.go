package payload

import (
	"slices"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

// object writes an object: required properties, then, unless the place is lean, every declared one, then as many more as
// minProperties asks for. Members stand in the order of the schema. If what optional properties bring along cannot be
// written, the object does without those that bring something along, and then without any.
func (d *draft) object(s *shape, p place) (*value, error) {
	v, err := d.objectOf(s, p, false)
	if err == nil || p.lean {
		return v, err
	}
	for _, lean := range []bool{false, true} {
		if d.over() {
			break
		}
		q := p
		q.lean = lean
		if v, again := d.objectOf(s, q, true); again == nil {
			return v, nil
		}
	}
	return nil, err
}

func (d *draft) objectOf(s *shape, p place, alone bool) (*value, error) {
	o := &objectDraft{draft: d, shape: s, place: p, alone: alone, made: map[string]*value{}}
	for _, r := range s.required {
		if err := o.require(r); err != nil {
			return nil, err
		}
	}
	for _, step := range []func() error{o.dependents, o.fillUp, o.dependents, o.fillUp} {
		if err := step(); err != nil {
			return nil, err
		}
		if len(o.shape.choices) > 0 {
			return d.search(o.shape.roots, p, o.shape.taken) // a dependent schema holds choices of its own
		}
	}
	return o.settle()
}

type objectDraft struct {
	*draft
	shape *shape
	place place
	alone bool // no optional property that brings others along
	must  []string
	may   []string          // optional, and written
	made  map[string]*value // by name
}

func (o *objectDraft) has(name string) bool { return o.made[name] != nil }

// require writes a property that must be there.
func (o *objectDraft) require(r name) error {
	if o.has(r.text) {
		return nil
	}
	g, forbidden := o.shape.member(r.text)
	if forbidden != nil {
		return fail(ReasonUnsatisfiable, r.at, o.place, "%q is required, and %s on line %d does not allow it",
			r.text, keywordOf(forbidden), forbidden.KeyAt().Line)
	}
	if len(g) > 0 && o.source.hidden(g, o.face) {
		return nil
	}
	v, err := o.property(r.text, g)
	if err != nil {
		return err
	}
	o.made[r.text] = v
	o.must = append(o.must, r.text)
	return nil
}

func (o *objectDraft) property(name string, g goal) (*value, error) {
	p := o.place.member(name)
	for _, k := range o.shape.parts {
		if k.Discriminator != nil && k.Discriminator.Property == name {
			p.tags = append(p.tags, o.shape.tags(k)...)
		}
	}
	return o.write(g, p)
}

// dependents adds what the properties written so far bring along, until nothing more comes.
func (o *objectDraft) dependents() error {
	for range 50 {
		names, schemas := o.shape.dependents(o.has)
		before := len(o.made)
		var fresh goal
		for _, n := range schemas {
			if !o.shape.has(n) && !slices.Contains(o.shape.roots, n) {
				fresh = append(fresh, n)
			}
		}
		if len(fresh) > 0 {
			next, err := o.source.lay(append(slices.Clone(o.shape.roots), fresh...), o.shape.taken)
			if err != nil {
				return at(err, o.place)
			}
			if err := o.contradiction(next, o.place); err != nil {
				return err
			}
			next.fussy = true
			o.shape = next
			names = append(names, next.required...)
		}
		for _, n := range names {
			if err := o.require(n); err != nil {
				return err
			}
		}
		if len(fresh) == 0 && len(o.made) == before {
			return nil
		}
	}
	return nil
}

// fillUp writes the optional properties: all of them, or in a lean place as many as minProperties asks for.
func (o *objectDraft) fillUp() error {
	if most := o.shape.maxMembers; len(o.made) > most {
		return fail(ReasonUnsatisfiable, firstNode(o.shape), o.place, "%d properties are required, and maxProperties allows %d", len(o.made), most)
	}
	if !o.place.lean {
		o.optional(o.shape.maxMembers)
		o.open()
	} else if len(o.made) < o.shape.minMembers {
		o.optional(o.shape.minMembers)
	}
	for i := 1; len(o.made) < o.shape.minMembers; i++ {
		if err := o.spend(o.place, firstNode(o.shape)); err != nil {
			return err
		}
		if !o.extra(i) {
			return fail(ReasonUnsatisfiable, firstNode(o.shape), o.place, "minProperties asks for %d properties, and only %d can be written",
				o.shape.minMembers, len(o.made))
		}
	}
	return nil
}

// optional writes declared properties until the object has most of them. One that cannot be written is left out and told.
func (o *objectDraft) optional(most int) {
	for _, name := range o.shape.declared {
		if len(o.made) >= most || o.over() {
			return
		}
		if o.has(name) {
			continue
		}
		g, forbidden := o.shape.member(name)
		if forbidden != nil || o.source.hidden(g, o.face) || !o.named(name) || o.alone && o.brings(name) {
			continue
		}
		if v, ok := o.attempt(name, g); ok {
			o.made[name] = v
			o.may = append(o.may, name)
		}
	}
}

// brings reports whether a property makes others necessary.
func (o *objectDraft) brings(property string) bool {
	names, schemas := o.shape.dependents(func(n string) bool { return n == property })
	return len(names)+len(schemas) > 0
}

// attempt writes an optional property with at most half of the work that is left.
func (o *objectDraft) attempt(name string, g goal) (*value, bool) {
	reserve := o.work / 2
	o.work -= reserve
	v, err := o.property(name, g)
	spent := o.work < 0
	o.work = max(o.work, 0) + reserve
	if err == nil {
		return v, true
	}
	if o.room >= 0 {
		r := refusal(err, firstOf(g, o.shape), "", name, "")
		if spent {
			r.Reason = ReasonBudget
		}
		o.left = append(o.left, r)
	}
	return nil, false
}

func firstOf(g goal, s *shape) *tree.Node {
	if len(g) > 0 {
		return g[0].Node()
	}
	return firstNode(s)
}

// open gives an object that declares no property and describes the rest one such member, so that a map is seen to be one.
func (o *objectDraft) open() {
	if len(o.shape.declared)+len(o.made) > 0 || o.shape.maxMembers == 0 {
		return
	}
	for _, k := range o.shape.parts {
		if more := k.AdditionalProperties; more != nil && more.Node().Is(tree.Object) && more.Node().Len() > 0 || len(k.PatternProperties) > 0 {
			o.extra(1)
			return
		}
	}
}
