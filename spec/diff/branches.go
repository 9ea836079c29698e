package diff

import (
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec/schema"
)

// sameBranches reports whether both sides offer the same alternatives in the same way.
func sameBranches(a, b *flat) bool {
	return slices.EqualFunc(a.groups, b.groups, func(a, b group) bool {
		return a.keyword == b.keyword && slices.Equal(hashesOf(a.branches), hashesOf(b.branches))
	})
}

func hashesOf(list []*schema.Schema) []schema.Hash {
	out := make([]schema.Hash, len(list))
	for i, s := range list {
		out[i] = s.Hash()
	}
	slices.SortFunc(out, func(a, b schema.Hash) int { return slices.Compare(a[:], b[:]) })
	return out
}

// choiceKeyword is the keyword by which sides differ that do not offer the same alternatives.
func choiceKeyword(a, b *flat) string {
	for _, f := range [2]*flat{b, a} {
		if len(f.groups) > 0 {
			return f.groups[0].keyword
		}
	}
	return "anyOf"
}

// branches pairs up the alternatives of two schemas that each have one group of them. It returns false if they cannot be told apart well
// enough, so that they have to be judged whole.
func (p *pairs) branches(m *pair) bool {
	before, after := m.flat[0], m.flat[1]
	if len(before.groups) != 1 || len(after.groups) != 1 || before.groups[0].keyword != after.groups[0].keyword {
		return false
	}
	old, now := slices.Clone(before.groups[0].branches), slices.Clone(after.groups[0].branches)
	keyword, edges := before.groups[0].keyword, len(m.edges)
	var both [2][]*schema.Schema
	for _, like := range []func(a, b *schema.Schema) bool{
		func(a, b *schema.Schema) bool { return a.Hash() == b.Hash() },
		func(a, b *schema.Schema) bool { return component(a) != "" && component(a) == component(b) },
		func(a, b *schema.Schema) bool {
			return component(a) == "" && component(b) == "" && a.Keywords().Types.Values() == b.Keywords().Types.Values() && sharesNames(a, b)
		},
	} {
		for i := 0; i < len(old); i++ {
			j := slices.IndexFunc(now, func(s *schema.Schema) bool { return like(old[i], s) })
			if j < 0 {
				continue
			}
			both[0], both[1] = append(both[0], old[i]), append(both[1], now[j])
			p.edge(m, step{kind: stepBranch}, conj{old[i]}, conj{now[j]}, false, false)
			old, now = slices.Delete(old, i, i+1), slices.Delete(now, j, j+1)
			i--
		}
	}
	if keyword == "oneOf" && len(m.edges) > edges && !(apart(both[0]) && apart(both[1]) && len(m.gained(both)) == 0) {
		m.note(&change{kind: changeOverlap, keyword: keyword, word: "alternatives", what: "overlap", record: reports.ChangeChanged, before: describe(before), after: describe(after), both: both})
	}
	for _, s := range old {
		m.note(&change{
			kind: changeBranch, keyword: keyword, word: "alternative", what: "removed", record: reports.ChangeRemoved, before: branchName(s), branch: s,
			base: s.Node(), revision: after.groups[0].holder.Node(),
		})
	}
	for _, s := range now {
		m.note(&change{
			kind: changeBranch, keyword: keyword, word: "alternative", what: "added", record: reports.ChangeAdded, after: branchName(s), branch: s, added: true,
			base: before.groups[0].holder.Node(), revision: s.Node(),
		})
	}
	return true
}

// gained are the names that an alternative describes now and did not, while another one, or the schema around, did: under these it took any value.
func (m *pair) gained(both [2][]*schema.Schema) []string {
	var names []string
	for i := range both[0] {
		if both[0][i].Hash() == both[1][i].Hash() {
			continue
		}
		old := flatten(conj{both[0][i]}.tidy())
		for _, p := range flatten(conj{both[1][i]}.tidy()).properties {
			known := m.flat[0].lookup(p.name) != nil || m.flat[0].offers(p.name, map[*schema.Schema]bool{both[0][i].Target(): true})
			if p.declared != nil && old.lookup(p.name) == nil && known && !slices.Contains(names, p.name) {
				names = append(names, p.name)
			}
		}
	}
	return names
}

// reduced compares a choice with one of its alternatives alone, in whose place it came or that is left of it: what else was offered came or went. It returns
// false if that is not what the two schemas are.
func (p *pairs) reduced(m *pair) bool {
	came := len(m.flat[0].groups) == 0
	many, one := m.flat[0], m.flat[1]
	if came {
		many, one = one, many
	}
	if len(many.groups) != 1 || len(one.groups) != 0 {
		return false
	}
	g, alone := many.groups[0], one.saying()
	if beside := many.saying(); len(beside) > 0 || len(alone) == 0 {
		return false
	}
	i := slices.IndexFunc(g.branches, func(s *schema.Schema) bool {
		return s.Hash() == alone[0].Hash() || component(s) != "" && component(s) == component(alone[0])
	})
	if i < 0 {
		return false
	}
	base, revision := conj{g.branches[i]}, m.side(came)
	if came {
		base, revision = m.side(true), base
	}
	p.edge(m, step{kind: stepBranch}, base, revision, false, false)
	for j, s := range g.branches {
		ch := &change{kind: changeBranch, keyword: g.keyword, word: "alternative", branch: s, added: came}
		switch {
		case j == i:
			continue
		case came:
			ch.what, ch.record, ch.after, ch.revision = "added", reports.ChangeAdded, branchName(s), s.Node()
		default:
			ch.what, ch.record, ch.before, ch.base = "removed", reports.ChangeRemoved, branchName(s), s.Node()
		}
		m.note(ch)
	}
	return true
}

// saying are the schemas of f that say something themselves, and do not only apply others.
func (f *flat) saying() []*schema.Schema {
	var out []*schema.Schema
	for _, p := range f.parts {
		k := p.words
		k.Ref, k.AllOf, k.AnyOf, k.OneOf, k.Discriminator, k.Nullable = nil, nil, nil, nil, nil, false
		if !onlyAnyOf(k) {
			out = append(out, p.schema)
		}
	}
	return out
}

// sharesNames reports whether two objects declare most of their properties alike; schemas that are no objects do, and one of free form is like any.
func sharesNames(a, b *schema.Schema) bool {
	x, y := flatten(conj{a}), flatten(conj{b})
	if len(x.properties) == 0 || len(y.properties) == 0 {
		return true
	}
	shared := 0
	for _, p := range x.properties {
		if y.lookup(p.name) != nil {
			shared++
		}
	}
	return 2*shared >= max(len(x.properties), len(y.properties))
}

// component is the pointer of the component a schema is, or refers to; "" if it stands where it is used.
func component(s *schema.Schema) string {
	target := s.Target().Node()
	if parent := target.Parent(); parent != nil && parent.Name() == "schemas" {
		return target.Pointer()
	}
	return ""
}

func branchName(s *schema.Schema) string {
	if component(s) != "" {
		return s.Target().Node().Name()
	}
	return strings.TrimPrefix(describe(flatten(conj{s})), "exactly ")
}
