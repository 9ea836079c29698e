package payload

import "github.com/plumbline-dev/plumbline/spec/tree"

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
