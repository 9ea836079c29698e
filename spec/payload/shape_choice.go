package payload

import (
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// choose visits the branch already taken, or leaves the choice open. A list that could not be compiled is none.
func (f *flattening) choose(key *tree.Node, alternatives []*schema.Schema) {
	if alternatives == nil {
		return
	}
	options := make([]goal, len(alternatives))
	for i, c := range alternatives {
		options[i] = goal{c}
	}
	f.open(choice{key, options})
}

func (f *flattening) open(c choice) {
	for _, t := range f.taken {
		if t.key == c.key {
			for _, part := range t.option {
				f.visit(part)
			}
			return
		}
	}
	f.shape.choices = append(f.shape.choices, c)
}

// condition turns if/then/else into a choice: either what `if` and `then` say together, or what `else` says.
func (f *flattening) condition(key *tree.Node, k *said) {
	if k.If == nil {
		return
	}
	holds, fails := goal{k.If}, goal{}
	if k.Then != nil {
		holds = append(holds, k.Then)
	}
	if k.Else != nil {
		fails = append(fails, k.Else)
	}
	f.open(choice{key, []goal{holds, fails}})
}

// not takes from the shape what a negated schema says about types alone; anything more is for the judge.
func (f *flattening) not(c *schema.Schema) {
	if c == nil {
		return
	}
	f.shape.fussy = true
	k := f.source.said(c)
	if c.Any() {
		f.shape.never = k.node
		return
	}
	if k.node.Len() != 1 {
		return
	}
	if k.Not != nil {
		f.visit(k.Not)
		return
	}
	if set := kindsOf(k.Types); set != isAnything && k.node.Get("type") != nil {
		if set&isInteger != 0 && set&isFraction == 0 {
			return
		}
		f.shape.kinds &^= set
	}
}

// discriminators settles what the discriminators of the shape ask for. One that stands on a base schema, with a mapping and
// no oneOf beside it, is a choice among the mapped schemas: a value of the base is always one of those.
func (f *flattening) discriminators() {
	if f.err != nil {
		return
	}
	for i := 0; i < len(f.shape.parts); i++ {
		k := f.shape.parts[i]
		if k.Discriminator == nil || k.OneOf != nil || k.AnyOf != nil {
			continue
		}
		var options []goal
		settled := false
		for _, m := range k.Discriminator.Mapping {
			if m.Schema == nil || m.Schema == k.Schema {
				continue
			}
			settled = settled || f.seen[m.Schema]
			options = append(options, goal{m.Schema})
		}
		if !settled && len(options) > 0 {
			f.open(choice{k.node.Get("discriminator"), options})
		}
	}
}
