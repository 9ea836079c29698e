package contain

import (
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// refuse asks that a value breaks a schema: at once where there is only one way to, later where there are several.
func (b *branch) refuse(l literal) {
	s, k := l.schema, b.search.view(l.schema)
	if k.Never || !k.Types.Has(b.kind) {
		return // broken by its type
	}
	if s.Target() != s {
		b.ask(l.part(s.Target()))
		return
	}
	b.denied = append(b.denied, l)
}

// violations are the ways to break a schema with a value of the branch's type.
func (b *branch) violations(l literal) choice {
	k := b.search.view(l.schema)
	positive := l.negated()
	var c choice
	deny := func(part *schema.Schema) {
		c = append(c, func(b *branch) bool { b.ask(l.part(part)); return true })
	}
	if k.Enum != nil {
		c = append(c, func(b *branch) bool { b.excluded = append(b.excluded, k.Enum...); return true })
	}
	if k.Const.Kind() != 0 {
		c = append(c, func(b *branch) bool { b.excluded = append(b.excluded, k.Const); return true })
	}
	switch b.kind {
	case tape.Number:
		c = append(c, numberViolations(k)...)
	case tape.String:
		c = append(c, b.search.textViolations(k)...)
	case tape.Array:
		c = append(c, arrayViolations(l, k)...)
	case tape.Object:
		c = append(c, b.objectViolations(l, k)...)
	}
	if k.Ref != nil {
		deny(k.Ref)
	}
	for _, part := range k.AllOf {
		deny(part)
	}
	if k.AnyOf != nil {
		c = append(c, noneOf(l, k.AnyOf))
	}
	if k.OneOf != nil {
		c = append(c, noneOf(l, k.OneOf))
		for i := range k.OneOf {
			for j := range i {
				c = append(c, func(b *branch) bool { return b.both(positive.part(k.OneOf[j]), positive.part(k.OneOf[i])) })
			}
		}
	}
	if k.Not != nil {
		c = append(c, func(b *branch) bool { b.ask(positive.part(k.Not)); return true })
	}
	if k.If != nil && k.Then != nil {
		c = append(c, func(b *branch) bool { b.ask(positive.part(k.If)); b.ask(l.part(k.Then)); return true })
	}
	if k.If != nil && k.Else != nil {
		c = append(c, func(b *branch) bool { b.ask(l.part(k.If)); b.ask(l.part(k.Else)); return true })
	}
	if k.DynamicRef != nil {
		c = append(c, func(b *branch) bool {
			b.doubt = dynamicDoubt
			return true
		})
	}
	if k.UnevaluatedItems != nil && b.kind == tape.Array || k.UnevaluatedProperties != nil && b.kind == tape.Object {
		c = append(c, func(b *branch) bool { return b.leftUnevaluated(l, k) })
	}
	return c
}

func noneOf(l literal, list []*schema.Schema) option {
	return func(b *branch) bool {
		for _, part := range list {
			b.ask(l.part(part))
		}
		return true
	}
}

// both asks two things at once, if neither contradicts what was asked before.
func (b *branch) both(l, m literal) bool {
	for _, known := range b.met {
		if opposite(l, known) || opposite(m, known) {
			return false
		}
	}
	b.ask(l)
	b.ask(m)
	return true
}
