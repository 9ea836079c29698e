package payload

import (
	"slices"
	"strconv"
)

// named reports whether propertyNames allows a name.
func (o *objectDraft) named(name string) bool {
	g := o.shape.nameGoal()
	return len(g) == 0 || o.judge.holds(g, text(name))
}

// extra writes one property the schema does not name.
func (o *objectDraft) extra(i int) bool {
	for salt := range 40 {
		name, ok := o.extraName(i, salt)
		if !ok || o.has(name) || !o.named(name) {
			continue
		}
		g, forbidden := o.shape.member(name)
		if forbidden != nil {
			continue
		}
		if v, ok := o.attempt(name, g); ok {
			o.made[name] = v
			o.may = append(o.may, name)
			return true
		}
		return false
	}
	return false
}

// extraName suggests a name: one that propertyNames describes, one of a patternProperties, or a plain one.
func (o *objectDraft) extraName(i, salt int) (string, bool) {
	if g := o.shape.nameGoal(); len(g) > 0 {
		p := o.place.member("name")
		p.index, p.lean = i+salt, true
		v, err := o.write(g, p)
		if err != nil || v.kind != text("").kind {
			return "", false
		}
		return v.text, true
	}
	for _, k := range o.shape.parts {
		for _, one := range k.PatternProperties {
			if salt%2 == 1 {
				break // the names of a pattern may be too few
			}
			if p, err := readPattern(one.Pattern.String()); err == nil {
				return p.text(throw(o.seed, o.place.pointer, o.salt+i+salt), usual, 1, unbounded, salt > 20)
			}
		}
	}
	plain := []string{"reference", "note", "label", "origin", "channel", "segment", "category", "region"}
	if n := i + salt - 1; n < len(plain) {
		return plain[n], true
	}
	return "key_" + strconv.Itoa(i+salt), true
}

// settle puts the members in order and, where the schema says more than a plan can follow, has the judge look; if it refuses
// the object with all its optional properties, as many of them are kept as it allows.
func (o *objectDraft) settle() (*value, error) {
	full := o.assemble(func(string) bool { return true })
	if !o.shape.fussy || o.judge.holds(o.shape.roots, full) {
		return full, nil
	}
	kept := map[string]bool{}
	for _, n := range o.must {
		kept[n] = true
	}
	in := func(n string) bool { return kept[n] }
	holds := o.judge.holds(o.shape.roots, o.assemble(in))
	for again := true; again; {
		again = false
		for _, n := range o.may {
			if kept[n] {
				continue
			}
			if err := o.spend(o.place, firstNode(o.shape)); err != nil {
				return nil, err
			}
			kept[n] = true
			if o.judge.holds(o.shape.roots, o.assemble(in)) {
				holds, again = true, true
			} else {
				delete(kept, n)
			}
		}
	}
	if !holds {
		before := len(o.may)
		if o.extra(1); len(o.may) > before { // one more member may be what is missing
			kept[o.may[before]] = true
			holds = o.judge.holds(o.shape.roots, o.assemble(in))
		}
	}
	if !holds {
		return nil, o.refused(o.shape, o.place, full)
	}
	return o.assemble(in), nil
}

// assemble puts the members that are wanted in order: declared ones as they stand, then required ones that are declared
// nowhere, then the rest.
func (o *objectDraft) assemble(wanted func(string) bool) *value {
	out := &value{kind: nothing.kind}
	add := func(name string) {
		if v := o.made[name]; v != nil && wanted(name) {
			out.names = append(out.names, name)
			out.items = append(out.items, v)
		}
	}
	for _, name := range o.shape.declared {
		add(name)
	}
	for _, list := range [][]string{o.must, o.may} {
		for _, name := range list {
			if !slices.Contains(o.shape.declared, name) {
				add(name)
			}
		}
	}
	return out
}

// refused says by which keyword the judge turned a value down.
func (d *draft) refused(s *shape, p place, v *value) error {
	body := v.appendTo(nil)
	for _, n := range s.roots {
		if broke, bad := d.judge.first(n, body); bad {
			return &dead{reason: ReasonJudged, at: broke.At, pointer: p.pointer + broke.InstancePath, message: broken(broke)}
		}
	}
	return fail(ReasonJudged, firstNode(s), p, "the value was refused")
}
