package diff

import (
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// fill compares both sides of a pair: what they say of the value itself becomes changes, what they say of its parts edges.
func (p *pairs) fill(m *pair) {
	before, after := m.flat[0], m.flat[1]
	if before.anything() || after.anything() {
		m.note(&change{kind: changeWhole, keyword: "schema", word: "schema", before: describe(before), after: describe(after), record: reports.ChangeChanged})
		return
	}
	if !before.saysAlike(after) && m.regrouped() {
		return
	}
	if p.reduced(m) {
		return
	}
	if !sameBranches(before, after) && !p.branches(m) {
		m.note(&change{kind: changeWhole, keyword: choiceKeyword(before, after), word: "schema", before: describe(before), after: describe(after), record: reports.ChangeChanged})
		return // what else differs is a part of that
	}
	m.types()
	m.enum()
	m.keywords()
	m.together()
	m.discriminators()
	if before.types.has(tape.Object) && after.types.has(tape.Object) {
		p.undeclared(m, p.properties(m))
	}
	if before.types.has(tape.Array) && after.types.has(tape.Array) {
		p.items(m)
	}
}

// note adds a change, placed at the schemas themselves unless it says where.
func (m *pair) note(ch *change) {
	ch.pair = m
	if ch.base == nil {
		ch.base = m.node(true)
	}
	if ch.revision == nil {
		ch.revision = m.node(false)
	}
	m.changes = append(m.changes, ch)
}

// node is where a side of the pair stands; nil if nothing stands there.
func (m *pair) node(base bool) *tree.Node {
	if c := m.side(base); len(c) > 0 {
		return c[0].Node()
	}
	return nil
}

// edge adds the pair of a part, if it differs.
func (p *pairs) edge(m *pair, s step, base, revision conj, readOnly, writeOnly bool) {
	if to := p.get(base, revision); to != nil {
		m.edges = append(m.edges, edge{step: s, to: to, readOnly: readOnly, writeOnly: writeOnly})
	}
}

// types compares the JSON types, and whether null is one of them.
func (m *pair) types() {
	before, after := m.flat[0], m.flat[1]
	untyped := before.null && before.types.all() || after.null && after.types.all() // then null is one of the types that went or came
	if before.null != after.null && !(untyped && before.types != after.types) && before.nulls() == after.nulls() {
		m.note(&change{
			kind: changeNull, keyword: "nullable", word: "nullable", what: "nullable", before: nullWord(before), after: nullWord(after), record: reports.ChangeChanged,
		})
	}
	if before.types != after.types {
		m.note(&change{
			kind: changeKeyword, keyword: "type", word: "type", what: "type", before: typeWord(before), after: typeWord(after), record: reports.ChangeChanged,
			limits: map[bool][]byte{true: typeLimit(before), false: typeLimit(after)},
		})
	}
}

// nulls counts the alternatives that take null, if there is one choice: where they are not as many as they were, the alternatives are told.
func (f *flat) nulls() int {
	n := 0
	if len(f.groups) == 1 {
		for _, s := range f.groups[0].branches {
			if s.Accepts(nullText, schema.Options{Compat: true}) {
				n++
			}
		}
	}
	return n
}

func nullWord(f *flat) string {
	if len(f.groups) > 0 {
		return describe(f)
	}
	if f.null && typeWord(f) != "null" {
		return typeWord(f) + " or null"
	}
	return typeWord(f)
}

func typeWord(f *flat) string {
	if f.types.all() {
		return "any type"
	}
	if names := f.types.names(); len(names) > 0 {
		return strings.Join(names, " or ")
	}
	if f.null {
		return "null"
	}
	return noValue
}

// noValue is what is called the type of a schema that no value conforms to.
const noValue = "no value"

// typeLimit is a schema of the types alone. Null is always among them: it is a change of its own.
func typeLimit(f *flat) []byte {
	return []byte(`{"type":["` + strings.Join(append(f.types.names(), "null"), `","`) + `"]}`)
}

// enum compares the lists of values.
func (m *pair) enum() {
	before, after := m.flat[0], m.flat[1]
	if !before.listed && !after.listed {
		return
	}
	old, now := valueTexts(before.values), valueTexts(after.values)
	if before.listed != after.listed {
		m.note(&change{
			kind: changeEnum, keyword: "enum", word: "enum", what: "enum", before: enumWord(before, old), after: enumWord(after, now), record: reports.ChangeChanged,
			limits: map[bool][]byte{true: enumLimit(before, old), false: enumLimit(after, now)},
		})
		return
	}
	removed, added := without(old, now), without(now, old)
	one := change{kind: changeValues, keyword: "enum", word: "enum-value", before: fullList(removed), after: fullList(added), gone: removed, came: added}
	switch {
	case len(removed) == 1 && len(added) == 1 && (len(old) == 1 && len(now) == 1 || similar(removed[0], added[0])):
		one.what, one.record = "renamed", reports.ChangeRenamed
		m.note(&one)
		return
	case len(removed) > 0 && len(added) > 0 && len(removed) == len(old) && len(added) == len(now):
		one.what, one.record = "replaced", reports.ChangeChanged
		m.note(&one)
		return
	}
	if len(removed) > 0 {
		went := one
		went.what, went.record, went.after, went.came = "removed", reports.ChangeRemoved, "", nil
		m.note(&went)
	}
	if len(added) > 0 {
		came := one
		came.what, came.record, came.before, came.gone = "added", reports.ChangeAdded, "", nil
		m.note(&came)
	}
}

func valueTexts(values []tape.Value) []string {
	var out []string
	for _, v := range values {
		if text := string(v.AppendCanonical(nil)); !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

func enumWord(f *flat, values []string) string {
	switch {
	case f.listed && len(values) == 1:
		return "exactly " + values[0]
	case f.listed:
		return "one of " + list(values)
	case f.types.all():
		return "anything"
	}
	return "any " + typeWord(f)
}

func enumLimit(f *flat, values []string) []byte {
	if !f.listed {
		return nil
	}
	return []byte(`{"enum":[` + strings.Join(append(slices.Clone(values), "null"), ",") + `]}`)
}

// without returns the texts of a that b lacks.
func without(a, b []string) []string {
	var out []string
	for _, text := range a {
		if !slices.Contains(b, text) {
			out = append(out, text)
		}
	}
	return out
}

// discriminators compares how alternatives are named, which no value conforms by.
func (m *pair) discriminators() {
	before, after := discriminator(m.flat[0]), discriminator(m.flat[1])
	if before == nil || after == nil {
		return // what a discriminator adds or takes away of messages is told by what stands beside it
	}
	if before.Property != after.Property {
		m.note(&change{
			kind: changeDiscriminator, keyword: "discriminator", word: "discriminator", what: "discriminator", record: reports.ChangeChanged,
			before: before.Property, after: after.Property,
		})
		return
	}
	old, now := mapped(before), mapped(after)
	if len(old) == 0 || len(now) == 0 {
		return
	}
	told := func(all, other []*schema.Schema, name *schema.Schema) bool { // an alternative that one document has: a change of its own
		same := func(s *schema.Schema) bool { return s.Hash() == name.Hash() || component(s) == component(name) }
		return slices.ContainsFunc(all, same) && !slices.ContainsFunc(other, same)
	}
	alternatives := [2][]*schema.Schema{m.flat[0].alternatives(), m.flat[1].alternatives()}
	differs := func(one, other []schema.Mapping, i int) bool {
		for _, mapping := range one {
			at := slices.IndexFunc(other, func(o schema.Mapping) bool { return o.Value == mapping.Value })
			switch {
			case told(alternatives[i], alternatives[1-i], mapping.Schema):
			case at < 0, component(mapping.Schema) != component(other[at].Schema) && mapping.Schema.Hash() != other[at].Schema.Hash() && !told(alternatives[1-i], alternatives[i], other[at].Schema):
				return true
			}
		}
		return false
	}
	if !differs(old, now, 0) && !differs(now, old, 1) {
		return
	}
	m.note(&change{
		kind: changeDiscriminator, keyword: "discriminator", word: "discriminator-mapping", what: "mapping", record: reports.ChangeChanged,
		before: mappingWord(old), after: mappingWord(now),
	})
}

// mapped are the values of a discriminator that lead somewhere.
func mapped(d *schema.Discriminator) []schema.Mapping {
	return slices.DeleteFunc(slices.Clone(d.Mapping), func(m schema.Mapping) bool { return m.Schema == nil })
}

// mappingWord writes what values lead to, the names of components aside that lead to themselves.
func mappingWord(all []schema.Mapping) string {
	var out []string
	for _, m := range all {
		switch name := branchName(m.Schema); {
		case name != m.Value:
			out = append(out, m.Value+" for "+name)
		case !slices.ContainsFunc(all, func(o schema.Mapping) bool { return o.Value != m.Value && branchName(o.Schema) == name }):
			out = append(out, m.Value)
		}
	}
	return list(out)
}

// alternatives are those of all groups.
func (f *flat) alternatives() []*schema.Schema {
	var out []*schema.Schema
	for _, g := range f.groups {
		out = append(out, g.branches...)
	}
	return out
}

func discriminator(f *flat) *schema.Discriminator {
	for _, p := range f.parts {
		if d := p.words.Discriminator; d != nil {
			return d
		}
	}
	return nil
}
