package payload

import "github.com/plumbline-dev/plumbline/spec/tree"

// choose visits the branch already taken, or leaves the choice open.
func (f *flattening) choose(key *tree.Node, items []*tree.Node) {
	options := make([]goal, len(items))
	for i, item := range items {
		options[i] = goal{item}
	}
	f.open(choice{key, options})
}

func (f *flattening) open(c choice) {
	for _, t := range f.taken {
		if t.key == c.key {
			for _, n := range t.option {
				f.visit(n)
			}
			return
		}
	}
	f.shape.choices = append(f.shape.choices, c)
}

// condition turns if/then/else into a choice: either what `if` and `then` say together, or what `else` says.
func (f *flattening) condition(n, condition *tree.Node) {
	holds, fails := goal{condition}, goal{}
	if then := n.Get("then"); then != nil {
		holds = append(holds, then)
	}
	if other := n.Get("else"); other != nil {
		fails = append(fails, other)
	}
	f.open(choice{condition, []goal{holds, fails}})
}

// not takes from the shape what a negated schema says about types alone; anything more is for the judge.
func (f *flattening) not(n *tree.Node) {
	f.shape.fussy = true
	if value, ok := n.Bool(); ok && value || n.Is(tree.Object) && n.Len() == 0 {
		f.shape.never = n
		return
	}
	if inner := n.Get("not"); inner != nil && n.Len() == 1 {
		f.visit(inner)
		return
	}
	if set, _ := declaredKinds(n, f.source.is31); n.Len() == 1 && set != isAnything {
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
	for i := 0; i < len(f.shape.nodes); i++ {
		n := f.shape.nodes[i]
		d := n.Get("discriminator")
		if d == nil || n.Get("oneOf") != nil || n.Get("anyOf") != nil {
			continue
		}
		var options []goal
		settled := false
		for _, m := range membersOf(d.Get("mapping")) {
			target := f.source.mapped(n, m.Value.Text)
			if target == nil || target == n {
				continue
			}
			settled = settled || f.seen[target]
			options = append(options, goal{target})
		}
		if !settled && len(options) > 0 {
			f.open(choice{d, options})
		}
	}
}
