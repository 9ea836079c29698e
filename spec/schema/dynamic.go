package schema

import (
	"maps"
	"net/url"

	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// dynamicRef is a reference whose target depends on the resources that were entered on the way to it: the outermost one that
// declares the $dynamicAnchor wins. Source: JSON Schema 2020-12 Core, section 8.2.3.2.
type dynamicRef struct {
	set    *Set
	static *Schema // where a $ref of the same text leads
	name   string  // of the dynamic anchor; "" if static is not one
}

// mostLoops is how many $dynamicRefs may follow each other on one value.
const mostLoops = 50

func compileDynamicRef(c *compiler, s *Schema, m tree.Member) {
	if m.Value.Kind != tree.String {
		c.refuse(s, m, "must be a string, not %s", m.Value.Kind)
		return
	}
	n, target, err := c.resolve(s, m.Value.Text)
	if err != nil {
		c.refuse(s, m, "%v", err)
		return
	}
	s.dynamic = &dynamicRef{set: c.set, static: c.schema(n)}
	if target == nil {
		return
	}
	if u, err := url.Parse(m.Value.Text); err == nil && u.Fragment != "" && target.dynamic[u.Fragment] == n {
		s.dynamic.name = u.Fragment
		c.set.wanted[u.Fragment] = true
	}
}

// dynamicTargets compiles every dynamic anchor a $dynamicRef may find, in all resources met so far.
func (c *compiler) dynamicTargets() {
	if len(c.set.wanted) == 0 {
		return
	}
	for _, r := range c.set.resources {
		for name, n := range r.dynamic {
			if !c.set.wanted[name] {
				continue
			}
			known := r.targets.Load()
			if known != nil && (*known)[name] != nil {
				continue
			}
			more := map[string]*Schema{name: c.schema(n)} // walks in progress keep the old map
			if known != nil {
				maps.Copy(more, *known)
			}
			r.targets.Store(&more)
		}
	}
}

// candidates returns every schema the reference may lead to. The set's lock must be held.
func (d *dynamicRef) candidates() []*Schema {
	var list []*Schema
	if d.name == "" {
		return nil
	}
	for _, r := range d.set.resources {
		if targets := r.targets.Load(); targets != nil && (*targets)[d.name] != nil {
			list = append(list, (*targets)[d.name])
		}
	}
	return list
}

// dynamically judges v by the schema a $dynamicRef leads to from here.
func (w *walk) dynamically(s *Schema, v tape.Value) bool {
	target := s.dynamic.static
	if s.dynamic.name != "" {
		for _, r := range w.scopes {
			if targets := r.targets.Load(); targets != nil && (*targets)[s.dynamic.name] != nil {
				target = (*targets)[s.dynamic.name]
				break
			}
		}
	}
	if w.loops >= mostLoops {
		w.no(s, v, "$dynamicRef")
		return false
	}
	w.loops++
	ok := w.inPlace(target, v, "$dynamicRef", "")
	w.loops--
	return ok
}

// Scope is the resource in which judging begins, as far as it decides where a $dynamicRef leads; the zero Scope decides nothing. Scopes can
// be compared.
type Scope struct{ resource *resource }

// Scope returns the scope in which a value is judged by s: zero unless its resource declares a $dynamicAnchor.
func (s *Schema) Scope() Scope {
	if s.resource == nil || !s.resource.scoped {
		return Scope{}
	}
	return Scope{s.resource}
}

// DynamicRef returns where the $dynamicRef of s leads when judging began in scope; nil if s has none. A resource that is entered in
// between may decide otherwise where the scope itself does not.
func (s *Schema) DynamicRef(scope Scope) *Schema {
	if s.dynamic == nil {
		return nil
	}
	if scope.resource != nil && s.dynamic.name != "" {
		if targets := scope.resource.targets.Load(); targets != nil && (*targets)[s.dynamic.name] != nil {
			return (*targets)[s.dynamic.name]
		}
	}
	return s.dynamic.static
}
