package contain

import (
	"fmt"
	"slices"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// fresh returns names nobody mentions that a demand may ask for: one for each way in which names are told apart.
func (a *assembly) fresh(d memberDemand) []string {
	if len(a.patterns) > mostPatterns {
		a.out.add(outcome{open: fmt.Sprintf("more than %d patterns of names speak about one object", mostPatterns)}, a.want)
		return nil
	}
	var names []string
	for signs := range uint64(1) << len(a.patterns) {
		name, ok := a.freshName(signs, d.names)
		if ok && a.concerns(d, name) && (d.kind != matching || a.b.expected(d.literal, name)) {
			names = append(names, name)
		}
	}
	return names
}

// likelyNames are what a member is called that no schema names.
var likelyNames = []string{"extra", "other", "more", "note", "key", "x"}

// freshName returns a name nobody mentions that matches exactly those patterns whose bit is set.
func (a *assembly) freshName(signs uint64, more []literal) (string, bool) {
	t := texts{most: -1}
	for i, p := range a.patterns {
		t.patterns = append(t.patterns, textRule{p, signs&(1<<i) == 0})
	}
	taken := slices.Clone(a.known)
	for _, m := range a.members {
		taken = append(taken, m.name)
	}
	check := func(name string) bool {
		for i, p := range a.patterns {
			if matched, decided := p.Match([]byte(name)); !decided || matched != (signs&(1<<i) != 0) {
				return false
			}
		}
		return a.b.allowsName(name, more)
	}
	for _, name := range likelyNames {
		if !slices.Contains(taken, name) && check(name) {
			return name, true
		}
	}
	name, ok, open := a.b.search.nameOf(t, taken, append(slices.Clip(a.b.objects.names), more...), check)
	if open != "" {
		a.out.add(outcome{open: open}, a.want)
	}
	return name, ok
}

// nameOf looks for a text that does what is asked of names.
func (s *search) nameOf(t texts, taken []string, names []literal, check func(string) bool) (name string, ok bool, open string) {
	if len(names) == 0 {
		return s.text(t, taken, check)
	}
	// What schemas ask of names is asked of a string like of any other value; only what patterns and other names ask comes on top.
	var unlike []string
	for _, n := range taken {
		unlike = append(unlike, string(tape.Quote(n)))
	}
	g, fits := s.newGoal(names, unlike)
	if !fits {
		return "", false, ""
	}
	b := s.newBranch(g, tape.String)
	b.texts, b.check = t, check
	o := s.run(b, 1)
	if len(o.values) == 0 {
		return "", false, o.open
	}
	return text(o.values[0]), true, ""
}

// text returns the characters of a JSON string.
func text(quoted string) string {
	t, _ := tape.Read([]byte(quoted), tape.Limits{})
	defer t.Release()
	return t.Root().Text()
}
