package diff

import (
	"slices"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec/schema"
)

// properties compares the declared properties of two objects by name, then by meaning for those that may have been renamed. It returns the names of those
// that came as undeclared ones went: that is told as one.
func (p *pairs) properties(m *pair) (besides []string) {
	before, after := m.flat[0], m.flat[1]
	var removed, added []*property
	for _, was := range before.properties {
		is := after.lookup(was.name)
		switch {
		case was.declared == nil:
		case is == nil:
			removed = append(removed, was)
		default:
			p.edge(m, step{kind: stepProperty, name: was.name}, was.schemas, is.schemas, was.readOnly && is.readOnly, was.writeOnly && is.writeOnly)
			m.travels(was, is)
		}
	}
	for _, is := range after.properties {
		if is.declared != nil && before.lookup(is.name) == nil {
			added = append(added, is)
		}
	}
	for _, pair := range renames(removed, added) {
		was, is := pair[0], pair[1]
		removed, added = drop(removed, was), drop(added, is)
		m.note(&change{
			kind: changePropertyRenamed, keyword: "properties", word: "property", what: was.name, name: was.name, record: reports.ChangeRenamed,
			before: was.name, after: is.name, was: was, is: is, base: was.declared.Node(), revision: is.declared.Node(),
		})
	}
	for _, was := range removed {
		p.removed(m, was)
	}
	for _, is := range added {
		if before.closed == nil && after.closed != nil && is.required == nil {
			besides = append(besides, named(is.name))
			p.formerly(m, is)
			continue
		}
		p.added(m, is)
	}
	m.required()
	return besides
}

// removed notes a property that is not declared any more. If undeclared names have a schema it is compared with that.
func (p *pairs) removed(m *pair, was *property) {
	after := m.flat[1]
	if after.closed == nil && len(after.additional) > 0 {
		p.edge(m, step{kind: stepProperty, name: was.name}, was.schemas, after.additional, was.readOnly, was.writeOnly)
	}
	m.note(&change{
		kind: changePropertyRemoved, keyword: "properties", word: "property", what: was.name, name: was.name, record: reports.ChangeRemoved,
		before: was.name + ": " + describe(flatten(was.schemas.tidy())) + ", " + presence(was.required != nil), was: was,
		base: was.declared.Node(), revision: m.node(false),
	})
}

// formerly compares a property that is declared now with what its name had to hold before, if undeclared names have a schema.
func (p *pairs) formerly(m *pair, is *property) {
	if before := m.flat[0]; before.closed == nil && len(before.additional) > 0 {
		p.edge(m, step{kind: stepProperty, name: is.name}, before.additional, is.schemas, is.readOnly, is.writeOnly)
	}
}

func (p *pairs) added(m *pair, is *property) {
	p.formerly(m, is)
	m.note(&change{
		kind: changePropertyAdded, keyword: "properties", word: "property", what: is.name, name: is.name, record: reports.ChangeAdded,
		after: is.name + ": " + describe(flatten(is.schemas.tidy())) + ", " + presence(is.required != nil), is: is,
		base: m.node(true), revision: is.declared.Node(),
	})
}

// travels compares in which direction a property is there.
func (m *pair) travels(was, is *property) {
	if was.readOnly == is.readOnly && was.writeOnly == is.writeOnly {
		return
	}
	m.note(&change{
		kind: changeTravels, keyword: "readOnly", word: "property", what: "travels " + was.name, name: was.name, record: reports.ChangeChanged,
		before: travelWord(was), after: travelWord(is), was: was, is: is, base: was.declared.Node(), revision: is.declared.Node(),
	})
}

func travelWord(p *property) string {
	switch {
	case p.readOnly && p.writeOnly:
		return "readOnly and writeOnly"
	case p.readOnly:
		return "readOnly"
	case p.writeOnly:
		return "writeOnly"
	}
	return "in both directions"
}

// travelTurn says in which directions a property is there now.
func travelTurn(was, is *property) string {
	switch {
	case !is.readOnly && !is.writeOnly:
		return " is not " + travelWord(was) + " any more"
	case !was.readOnly && !was.writeOnly:
		return " is " + travelWord(is) + " now"
	}
	return " is " + travelWord(is) + " now, it was " + travelWord(was)
}

// required compares which names must be there. A name that came or went with its property is told there.
func (m *pair) required() {
	before, after := m.flat[0], m.flat[1]
	done := map[string]bool{}
	for _, list := range [2][]*property{before.properties, after.properties} {
		for _, p := range list {
			was, is := before.requires(p.name), after.requires(p.name)
			old, now := before.lookup(p.name), after.lookup(p.name)
			came, went := old == nil && now != nil, old != nil && now == nil
			if done[p.name] || was == nil && is == nil || came && was == nil || went && is == nil || was != nil && is != nil && !came && !went {
				continue
			}
			done[p.name] = true
			if old == nil {
				old = &property{name: p.name, required: was}
			}
			if now == nil {
				now = &property{name: p.name, required: is}
			}
			ch := &change{
				kind: changeRequired, keyword: "required", word: "property", what: p.name, name: p.name, record: reports.ChangeChanged,
				before: presence(was != nil), after: presence(is != nil), was: old, is: now, base: nodeOf(old.declared), revision: nodeOf(now.declared),
			}
			m.note(ch)
		}
	}
}

// undeclared compares what names may stand in an object that it does not declare; besides are those that it declares now, which closed it.
func (p *pairs) undeclared(m *pair, besides []string) {
	before, after := m.flat[0], m.flat[1]
	if (before.closed == nil) == (after.closed == nil) {
		if before.closed == nil {
			p.edge(m, step{kind: stepAdditional}, before.additional, after.additional, false, false)
		} else if was, is := before.shutOut(after), after.shutOut(before); !slices.Equal(was, is) {
			m.note(&change{
				kind: changeWhole, keyword: "additionalProperties", word: "additional-properties", what: "shut out", record: reports.ChangeChanged,
				before: besideWord(was), after: besideWord(is),
			})
		}
		return
	}
	ch := &change{
		kind: changeClosed, keyword: "additionalProperties", word: "additional-properties", what: "additionalProperties", record: reports.ChangeChanged,
		before: closedWord(before), after: closedWord(after),
	}
	if ch.came = besides; len(besides) > 0 {
		ch.after += ", " + both(besides) + " among them"
	}
	m.note(ch)
}

// shutOut are the names that both sides declare and a closed part of f forbids all the same: it only knows those it declares itself.
func (f *flat) shutOut(other *flat) []string {
	var out []string
	for _, p := range f.properties {
		if p.declared == nil || other.lookup(p.name) == nil {
			continue
		}
		for _, part := range f.parts {
			k := part.words
			shuts := closes(k) || k.AdditionalProperties != nil && k.AdditionalProperties.Keywords().Never
			if shuts && len(k.PatternProperties) == 0 && !slices.ContainsFunc(k.Properties, func(own schema.Property) bool { return own.Name == p.name }) {
				out = append(out, named(p.name))
				break
			}
		}
	}
	slices.Sort(out)
	return out
}

func besideWord(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return "false beside " + list(names)
}

func closedWord(f *flat) string {
	switch {
	case f.closed != nil:
		return "only declared names"
	case len(f.additional) > 0:
		return "any name that holds " + describe(flatten(f.additional.tidy()))
	}
	return "any name"
}

// items compares what arrays hold.
func (p *pairs) items(m *pair) {
	before, after := m.flat[0], m.flat[1]
	if len(before.prefix) != len(after.prefix) {
		m.note(&change{
			kind: changeWhole, keyword: "prefixItems", word: "prefix-items", what: "prefixItems", record: reports.ChangeChanged,
			before: plural(len(before.prefix), "item"), after: plural(len(after.prefix), "item"),
		})
		return
	}
	for i := range before.prefix {
		p.edge(m, step{kind: stepItem, item: i}, conj{before.prefix[i]}, conj{after.prefix[i]}, false, false)
	}
	p.edge(m, step{kind: stepItem, item: len(before.prefix)}, before.items, after.items, false, false)
}

func drop(list []*property, p *property) []*property {
	out := make([]*property, 0, len(list))
	for _, known := range list {
		if known != p {
			out = append(out, known)
		}
	}
	return out
}
