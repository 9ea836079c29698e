package payload

import (
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// hopeless tells an unsatisfiable schema from one that never ends, by looking for a part that nothing satisfies.
func (d *draft) hopeless(n *schema.Schema, p place) error {
	if err := d.cause(n, p, map[*schema.Schema]bool{}); err != nil {
		return err
	}
	what := "the schema"
	t := d.source.target(n)
	if c := component(t); c != "" {
		what = c
	}
	return fail(ReasonEndless, t.Node(), p, "no finite value satisfies %s: each one must hold another one like it", what)
}

// cause returns what contradicts itself in n or in what n requires; nil if n only leads back to itself.
func (d *draft) cause(n *schema.Schema, p place, seen map[*schema.Schema]bool) error {
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
	for i := len(s.parts) - 1; i >= 0; i-- {
		for _, keyword := range []string{"type", "not"} {
			if t := s.parts[i].node.Get(keyword); t != nil {
				return t
			}
		}
	}
	return nil
}
