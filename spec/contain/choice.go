package contain

import "github.com/plumbline-dev/plumbline/spec/schema"

// someOf takes one alternative. Where an unevaluated keyword asks what each evaluates, it is settled of all of them.
func someOf(l literal, list []*schema.Schema) choice {
	var c choice
	for i := range list {
		c = append(c, func(b *branch) bool {
			b.ask(l.part(list[i]))
			if l.track != 0 {
				for _, before := range list[:i] {
					b.ask(l.part(before).negated())
				}
				for _, after := range list[i+1:] {
					b.choices = append(b.choices, choice{
						func(b *branch) bool { b.ask(l.part(after)); return true },
						func(b *branch) bool { b.ask(l.part(after).negated()); return true },
					})
				}
			}
			return true
		})
	}
	return c
}

// oneOf takes one alternative and refuses the others.
func oneOf(l literal, list []*schema.Schema) choice {
	var c choice
	for i := range list {
		c = append(c, func(b *branch) bool {
			b.ask(l.part(list[i]))
			for j, other := range list {
				if j != i {
					b.ask(l.part(other).negated())
				}
			}
			return true
		})
	}
	return c
}

// conditional is "if and then, or not if and else".
func conditional(l literal, k *schema.Keywords) choice {
	return choice{
		func(b *branch) bool {
			b.ask(l.part(k.If))
			if k.Then != nil {
				b.ask(l.part(k.Then))
			}
			return true
		},
		func(b *branch) bool {
			b.ask(l.part(k.If).negated())
			if k.Else != nil {
				b.ask(l.part(k.Else))
			}
			return true
		},
	}
}
