package contain

import (
	"slices"

	"github.com/plumbline-dev/plumbline/spec/schema"
)

// objects is what is asked of an object.
type objects struct {
	least, most int // members; most is -1 if there is no bound
	required    []string
	forbidden   []string
	order       []string // names in the order schemas declare them
	groups      []memberGroup
	names       []literal // asked of every name
	demands     []memberDemand
	rest        []restMembers
}

// memberGroup is properties, patternProperties and additionalProperties of one schema.
type memberGroup struct {
	literal
	keywords *schema.Keywords
}

// memberDemand asks that a member is there whose value breaks or meets something.
type memberDemand struct {
	literal
	free    bool       // of the value nothing is asked
	name    string     // with kind named
	kind    demandKind // which names may be it
	pattern *schema.Pattern
	group   *schema.Keywords // with kind additional: what declares names
	beside  uint64           // with kind unevaluated: the tracker whose keywords must not evaluate the name
	names   []literal        // asked of the name
}

type demandKind uint8

const (
	named demandKind = iota
	matching
	additional
	unevaluated
	anyName
)

// restMembers is unevaluatedProperties.
type restMembers struct {
	literal
	tracker uint64
}

func (o objects) clone() objects {
	o.required, o.forbidden, o.order = slices.Clip(o.required), slices.Clip(o.forbidden), slices.Clip(o.order)
	o.groups, o.names, o.demands, o.rest = slices.Clip(o.groups), slices.Clip(o.names), slices.Clip(o.demands), slices.Clip(o.rest)
	return o
}

func (o *objects) atMost(n int) {
	if o.most < 0 || n < o.most {
		o.most = n
	}
}

// require asks that a member is there; false if it must not be.
func (o *objects) require(name string) bool {
	if !slices.Contains(o.required, name) {
		o.required = append(o.required, name)
	}
	return !slices.Contains(o.forbidden, name)
}

// forbid asks that a member is absent; false if it must be there.
func (o *objects) forbid(name string) bool {
	if !slices.Contains(o.forbidden, name) {
		o.forbidden = append(o.forbidden, name)
	}
	return !slices.Contains(o.required, name)
}

func (b *branch) acceptObject(l literal, k *schema.Keywords) bool {
	o := &b.objects
	o.least = max(o.least, k.MinProperties)
	if k.MaxProperties >= 0 {
		o.atMost(k.MaxProperties)
	}
	for _, p := range k.Properties {
		o.order = append(o.order, p.Name)
	}
	if len(k.Properties) > 0 || len(k.PatternProperties) > 0 || k.AdditionalProperties != nil {
		o.groups = append(o.groups, memberGroup{l, k})
	}
	if k.PropertyNames != nil {
		o.names = append(o.names, l.part(k.PropertyNames))
	}
	for _, name := range k.Required {
		if !b.excused(l, name) && !o.require(name) {
			return false
		}
	}
	for _, d := range k.Dependencies {
		b.choices = append(b.choices, choice{
			func(b *branch) bool { return b.objects.forbid(d.Name) },
			func(b *branch) bool {
				for _, name := range d.Needs {
					if !b.objects.require(name) {
						return false
					}
				}
				if d.Schema != nil {
					b.ask(l.part(d.Schema))
				}
				return b.objects.require(d.Name)
			},
		})
	}
	return true
}

func (b *branch) objectViolations(l literal, k *schema.Keywords) choice {
	var c choice
	for _, name := range k.Required {
		if !b.excused(l, name) {
			c = append(c, func(b *branch) bool { return b.objects.forbid(name) })
		}
	}
	for _, p := range k.Properties {
		if b.expected(l, p.Name) {
			c = append(c, b.demand(memberDemand{literal: l.part(p.Schema), kind: named, name: p.Name}))
		}
	}
	for _, p := range k.PatternProperties {
		c = append(c, b.demand(memberDemand{literal: l.part(p.Schema), kind: matching, pattern: p.Pattern}))
	}
	if k.AdditionalProperties != nil {
		c = append(c, b.demand(memberDemand{literal: l.part(k.AdditionalProperties), kind: additional, group: k}))
	}
	if k.PropertyNames != nil {
		c = append(c, b.demand(memberDemand{literal: l, free: true, kind: anyName, names: []literal{l.part(k.PropertyNames)}}))
	}
	if k.MinProperties > 0 {
		c = append(c, func(b *branch) bool { b.objects.atMost(k.MinProperties - 1); return true })
	}
	if k.MaxProperties >= 0 {
		c = append(c, func(b *branch) bool { b.objects.least = max(b.objects.least, k.MaxProperties+1); return true })
	}
	for _, d := range k.Dependencies {
		for _, name := range d.Needs {
			c = append(c, func(b *branch) bool { return b.objects.require(d.Name) && b.objects.forbid(name) })
		}
		if d.Schema != nil {
			c = append(c, func(b *branch) bool { b.ask(l.part(d.Schema)); return b.objects.require(d.Name) })
		}
	}
	return c
}

// demand asks for a member. Where its name is known, the way ends at once if no value can be it.
func (b *branch) demand(d memberDemand) option {
	return func(b *branch) bool {
		o := &b.objects
		if d.kind != named {
			o.demands = append(o.demands, d)
			return true
		}
		if slices.Contains(o.forbidden, d.name) {
			return false
		}
		o.demands = append(o.demands, d)
		known := *b
		asked := known.membersAsked(d.name)
		return !b.search.find(asked).empty()
	}
}

// declares says whether a schema says something of its own about the members of a name.
func declares(k *schema.Keywords, name string) bool {
	for i := range k.Properties {
		if k.Properties[i].Name == name {
			return true
		}
	}
	for _, p := range k.PatternProperties {
		if matched, decided := p.Pattern.Match([]byte(name)); matched || !decided {
			return true
		}
	}
	return false
}

// applied returns the schemas one group applies to the member of a name.
func applied(k *schema.Keywords, name string) []*schema.Schema {
	var all []*schema.Schema
	for i := range k.Properties {
		if k.Properties[i].Name == name {
			all = append(all, k.Properties[i].Schema)
		}
	}
	for _, p := range k.PatternProperties {
		if matched, _ := p.Pattern.Match([]byte(name)); matched {
			all = append(all, p.Schema)
		}
	}
	if len(all) == 0 && k.AdditionalProperties != nil {
		all = append(all, k.AdditionalProperties)
	}
	return all
}

// membersAsked is what is asked of the value under a name: by every schema that applies to it, and by the demands for that name.
func (b *branch) membersAsked(name string) []literal {
	o := &b.objects
	var asked []literal
	for _, g := range o.groups {
		for _, s := range applied(g.keywords, name) {
			asked = append(asked, literal{schema: s, super: g.super})
		}
	}
	for _, r := range o.rest {
		if !b.evaluates(r.tracker, name) {
			asked = append(asked, literal{schema: r.schema, super: r.super})
		}
	}
	for _, d := range o.demands {
		if d.kind == named && d.name == name && !d.free {
			asked = append(asked, literal{schema: d.schema, not: d.not, super: d.super})
		}
	}
	return asked
}

// evaluates says whether the keywords of a tracker evaluate the member of a name. Source: JSON Schema 2020-12 Core, section 11.3.
func (b *branch) evaluates(tracker uint64, name string) bool {
	for _, g := range b.objects.groups {
		if g.track&tracker != 0 && len(applied(g.keywords, name)) > 0 {
			return true
		}
	}
	for _, r := range b.objects.rest {
		if r.track&tracker != 0 {
			return true
		}
	}
	return false
}
