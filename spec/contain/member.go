package contain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// assembly is an object as it is being put together.
type assembly struct {
	b        *branch
	want     int
	known    []string // names that any schema mentions
	patterns []*schema.Pattern
	members  []member
	out      outcome
	others   []string // objects it must not be
}

// member is one member the object has to have.
type member struct {
	name  string
	asked []literal
}

// Bounds on what is reckoned with in one object.
const (
	mostMembers  = 2000
	mostPatterns = 6
)

// solveObject looks for an object with as few members as it may have.
func (b *branch) solveObject(want int) outcome {
	o := &b.objects
	if o.most >= 0 && o.least > o.most {
		return outcome{}
	}
	for _, d := range o.demands {
		if d.kind == named && !o.require(d.name) {
			return outcome{}
		}
	}
	a := &assembly{b: b, want: want, others: b.others()}
	a.mention(o.order...)
	a.mention(o.required...)
	a.mention(o.forbidden...)
	for _, g := range o.groups {
		a.look(g.keywords)
	}
	for _, d := range o.demands {
		if d.group != nil {
			a.look(d.group)
		}
		if d.pattern != nil {
			a.addPattern(d.pattern)
		}
	}
	for _, name := range a.known {
		if slices.Contains(o.required, name) && !a.hold(name, nil) {
			return a.out
		}
	}
	a.meet(0)
	return a.out
}

func (a *assembly) mention(names ...string) {
	for _, name := range names {
		if !slices.Contains(a.known, name) {
			a.known = append(a.known, name)
		}
	}
}

// look notes the names and patterns a schema tells apart.
func (a *assembly) look(k *schema.Keywords) {
	for i := range k.Properties {
		a.mention(k.Properties[i].Name)
	}
	for _, p := range k.PatternProperties {
		a.addPattern(p.Pattern)
	}
}

func (a *assembly) addPattern(p *schema.Pattern) {
	if !slices.ContainsFunc(a.patterns, func(q *schema.Pattern) bool { return q.String() == p.String() }) {
		a.patterns = append(a.patterns, p)
	}
}

// hold adds a member, of whose value more may be asked than what applies to its name; false if there is no such value or name.
func (a *assembly) hold(name string, more []literal) bool {
	b := a.b
	if slices.Contains(b.objects.forbidden, name) || !b.allowsName(name, nil) {
		return false
	}
	i := slices.IndexFunc(a.members, func(m member) bool { return m.name == name })
	m := member{name: name}
	if i >= 0 {
		m.asked = append(slices.Clip(a.members[i].asked), more...)
	} else {
		m.asked = append(b.membersAsked(name), more...)
	}
	if o := b.search.find(m.asked); o.empty() {
		return false
	}
	if i >= 0 {
		a.members = slices.Clone(a.members)
		a.members[i] = m
	} else {
		a.members = append(slices.Clip(a.members), m)
	}
	return b.objects.most < 0 || len(a.members) <= b.objects.most
}

// allowsName says whether a name does all that is asked of names, and of this one.
func (b *branch) allowsName(name string, more []literal) bool {
	quoted := string(tape.Quote(name))
	for _, list := range [...][]literal{b.objects.names, more} {
		g, ok := b.search.newGoal(list, nil)
		if !ok || !b.search.holds(g, quoted) {
			return false
		}
	}
	return true
}

func (a *assembly) done() bool { return len(a.out.values) >= a.want || a.b.search.left < 0 }

// meet gives the demands, from number i on, a member each; two may share one.
func (a *assembly) meet(i int) {
	for i < len(a.b.objects.demands) && a.b.objects.demands[i].kind == named {
		i++
	}
	if !a.b.search.spend(1) {
		a.out.add(outcome{open: outOfWork}, a.want)
		return
	}
	if i == len(a.b.objects.demands) {
		a.finish()
		return
	}
	d := a.b.objects.demands[i]
	var more []literal
	if !d.free {
		more = []literal{{schema: d.schema, not: d.not, super: d.super}}
	}
	members := a.members
	try := func(name string) {
		if a.b.allowsName(name, d.names) && a.hold(name, more) {
			a.meet(i + 1)
		}
		a.members = members
	}
	names := slices.Clone(a.known)
	for _, m := range members {
		if !slices.Contains(names, m.name) {
			names = append(names, m.name)
		}
	}
	for _, name := range names {
		if a.concerns(d, name) && a.b.expected(d.literal, name) {
			if try(name); a.done() {
				return
			}
		}
	}
	for _, name := range a.fresh(d) {
		if try(name); a.done() {
			return
		}
	}
}

// concerns says whether the member of a name can be the one a demand asks for.
func (a *assembly) concerns(d memberDemand, name string) bool {
	switch d.kind {
	case matching:
		matched, _ := d.pattern.Match([]byte(name))
		return matched
	case additional:
		return !declares(d.group, name)
	case unevaluated:
		return !a.b.evaluates(d.beside, name)
	}
	return true
}

// finish adds members until there are enough, and makes the object.
func (a *assembly) finish() {
	o := &a.b.objects
	members := a.members
	defer func() { a.members = members }()
	if o.least > mostMembers {
		a.out.add(outcome{open: fmt.Sprintf("objects of more than %d members are not reckoned with", mostMembers)}, a.want)
		return
	}
	for _, name := range a.known {
		if len(a.members) >= o.least {
			break
		}
		if !slices.ContainsFunc(a.members, func(m member) bool { return m.name == name }) {
			a.optional(name)
		}
	}
	for signs := range uint64(1) << min(len(a.patterns), mostPatterns) {
		for len(a.members) < o.least {
			name, ok := a.freshName(signs, nil)
			if !ok || !a.optional(name) {
				break
			}
		}
	}
	if len(a.members) >= o.least {
		a.build()
	} else if len(a.patterns) > mostPatterns {
		a.out.add(outcome{open: fmt.Sprintf("more than %d patterns of names speak about one object", mostPatterns)}, a.want)
	}
}

// optional adds a member if it can be there.
func (a *assembly) optional(name string) bool {
	before := a.members
	if !a.hold(name, nil) {
		a.members = before
		return false
	}
	return true
}

// build writes the object, once for each value of the first member that has several.
func (a *assembly) build() {
	values := make([]string, len(a.members))
	vary, variants := -1, []string(nil)
	for i, m := range a.members {
		o := a.b.search.find(m.asked)
		if len(o.values) == 0 {
			a.out.add(outcome{open: o.open}, a.want)
			return
		}
		values[i] = o.values[0]
		if vary < 0 && len(o.values) > 1 {
			vary, variants = i, o.values
		}
	}
	a.give(values)
	if vary >= 0 {
		for _, v := range variants[1:] {
			values[vary] = v
			a.give(values)
		}
	}
	if len(a.others) > 0 {
		a.differ(values)
	}
}

func (a *assembly) give(values []string) {
	var text strings.Builder
	for i, m := range a.members {
		text.WriteByte(",{"[btoi(i == 0)])
		text.Write(tape.Quote(m.name))
		text.WriteByte(':')
		text.WriteString(values[i])
	}
	if len(a.members) == 0 {
		text.WriteByte('{')
	}
	text.WriteByte('}')
	written, _ := tape.Read([]byte(text.String()), tape.Limits{})
	defer written.Release()
	if !slices.Contains(a.others, string(written.Root().AppendCanonical(nil))) {
		a.out.add(outcome{values: []string{text.String()}}, a.want)
	} else {
		a.out.add(outcome{open: "no other value was found, where several that differ are asked for"}, a.want)
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// differ writes objects that differ in the value of one member, or have one more.
func (a *assembly) differ(values []string) {
	values = slices.Clone(values)
	for i, m := range a.members {
		had := []string{values[i]}
		for len(had) <= len(a.others) && !a.done() {
			o := a.b.search.find(m.asked, had...)
			if len(o.values) == 0 {
				break
			}
			had = append(had, o.values[0])
			values[i] = o.values[0]
			a.give(values)
		}
		values[i] = had[0]
	}
	members := a.members
	names := slices.Clone(a.known)
	if name, ok := a.freshName(0, nil); ok {
		names = append(names, name)
	}
	for _, name := range names {
		if a.done() || slices.ContainsFunc(members, func(m member) bool { return m.name == name }) || !a.optional(name) {
			continue
		}
		asked := a.members[len(a.members)-1].asked
		had := []string{}
		for len(had) <= len(a.others) && !a.done() {
			o := a.b.search.find(asked, had...)
			if len(o.values) == 0 {
				break
			}
			had = append(had, o.values[0])
			a.give(append(slices.Clip(values), o.values[0]))
		}
		a.members = members
	}
}
