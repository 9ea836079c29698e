package diff

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// parameters compares what stands on the request line and in its header fields.
func (c *comparer) parameters(m match) {
	if m.sent {
		c.sentParameters(m)
		return
	}
	taken := map[*spec.Parameter]bool{}
	for _, before := range m.base.Parameters {
		after := partner(m, before)
		if after == nil {
			continue
		}
		taken[after] = true
		if !before.Ignored() && (onPath(m.base, before) || onPath(m.revision, after)) {
			c.parameter(m, before, after)
		}
	}
	var gone []*spec.Parameter
	for _, before := range m.base.Parameters {
		if before.Ignored() || partner(m, before) != nil || !onPath(m.base, before) {
			continue
		}
		i := slices.IndexFunc(m.revision.Parameters, func(p *spec.Parameter) bool { return !taken[p] && !p.Ignored() && p.Name == before.Name })
		if i < 0 {
			gone = append(gone, before)
			continue
		}
		taken[m.revision.Parameters[i]] = true
		c.parameterMoved(m, before, m.revision.Parameters[i])
	}
	for _, before := range gone {
		if after := c.renamedParameter(m, before, taken); after != nil {
			taken[after] = true
			c.parameterRenamed(m, before, after)
		} else {
			c.parameterGone(m, before)
		}
	}
	for _, after := range m.revision.Parameters {
		if !taken[after] {
			c.parameterNew(m, after)
		}
	}
}

// onPath reports whether p can stand in a message: one of the path does only where the path names it.
func onPath(op *spec.Operation, p *spec.Parameter) bool {
	return p.In != "path" || strings.Contains(op.Path, "{"+p.Name+"}")
}

// partner returns the parameter of the revision that before is; those of the path are known by where they stand in it.
func partner(m match, before *spec.Parameter) *spec.Parameter {
	if before.In != "path" {
		return m.revision.Parameter(before.In, before.Name)
	}
	i := slices.Index(pathNames(m.base.Path), before.Name)
	names := pathNames(m.revision.Path)
	if i < 0 || i >= len(names) {
		return m.revision.Parameter(before.In, before.Name)
	}
	return m.revision.Parameter("path", names[i])
}

func pathNames(path string) []string {
	var names []string
	for _, part := range strings.Split(path, "{")[1:] {
		name, _, _ := strings.Cut(part, "}")
		names = append(names, name)
	}
	return names
}

func parameterName(p *spec.Parameter) string { return p.In + " parameter " + p.Name }

// parameter compares a parameter both documents have.
func (c *comparer) parameter(m match, before, after *spec.Parameter) {
	name := parameterName(after)
	reach := []reports.Reach{m.reach(reports.DirectionRequest, name)}
	if before.Required != after.Required {
		f := &fact{
			direction: reports.DirectionRequest, base: before.Node, revision: after.Node, reaches: reach,
			change: reports.Change{Kind: reports.ChangeChanged, Before: presence(before.Required), After: presence(after.Required)},
		}
		if after.Required {
			f.rule, f.class = "request-parameter-became-required", reports.ClassWire
			f.message = name + " is required now: requests without it are refused"
			f.fix = "send " + name + " in every call"
			f.witness = c.refusedLine(m, nil, nil)
			unprovenWithout(f)
		} else {
			f.rule, f.class = "request-parameter-became-optional", reports.ClassTyped
			f.message = name + " need not be sent any more: only generated code that always asks for it changes"
			f.fix, f.explanation = "nothing has to be done on the wire", "every request that holds it stays right"
		}
		c.ledger.enter(f, "")
	}
	c.parameterStyle(m, before, after)
	if before.AllowEmptyValue && !after.AllowEmptyValue || before.AllowReserved && !after.AllowReserved {
		c.ledger.enter(&fact{
			rule: "request-parameter-writing-narrowed", class: reports.ClassUnproven, direction: reports.DirectionRequest, base: before.Node, revision: after.Node,
			change:  reports.Change{Kind: reports.ChangeChanged, Before: narrowedWriting(before, after)},
			message: name + " may not be " + narrowedWriting(before, after) + " any more", fix: "send it percent-encoded and with a value", reaches: reach,
			explanation: "servers differ in what they make of such a request line",
		}, "")
	}
	c.root(&root{
		match: m, direction: reports.DirectionRequest, face: schema.Request, path: name, baseNode: parameterSchema(before), revisionNode: parameterSchema(after),
		parameters: [2]*spec.Parameter{before, after},
	})
}

// parameterSchema is where the schema of a parameter stands, by itself or in its media type; nil for none.
func parameterSchema(p *spec.Parameter) *tree.Node {
	if len(p.Content) > 0 {
		return p.Content[0].Schema
	}
	return p.Schema
}

func presence(required bool) string {
	if required {
		return "required"
	}
	return "optional"
}

// narrowedWriting says in which ways before may be written and after may not.
func narrowedWriting(before, after *spec.Parameter) string {
	var out []string
	if before.AllowEmptyValue && !after.AllowEmptyValue {
		out = append(out, "without a value")
	}
	if before.AllowReserved && !after.AllowReserved {
		out = append(out, "with reserved characters as they are")
	}
	return "written " + strings.Join(out, ", or ")
}

// parameterStyle compares how a parameter is written. Explode and the separators only matter where there is more than one value to write.
func (c *comparer) parameterStyle(m match, before, after *spec.Parameter) {
	several := c.holdsSeveral(before)
	style := func(p *spec.Parameter) string {
		if len(p.Content) > 0 {
			return "content " + p.Content[0].Type
		}
		out := "style " + p.Style
		if !several && p.In != "path" {
			return plainText
		}
		if several && p.Explode {
			out += ", exploded"
		}
		return out
	}
	was, is := style(before), style(after)
	if was == is {
		return
	}
	f := &fact{
		rule: "request-parameter-style-changed", class: reports.ClassWire, direction: m.asks(), base: before.Node, revision: after.Node,
		change:  reports.Change{Kind: reports.ChangeChanged, Before: was, After: is},
		message: fmt.Sprintf("%s is written in another way: %s, it was %s; requests written as before are read as something else", parameterName(after), orNone(is), orNone(was)),
		fix:     "write " + parameterName(after) + " as " + orNone(is), reaches: []reports.Reach{m.reach(m.asks(), parameterName(after))},
	}
	if m.sent {
		f.rule, f.class, f.explanation = "response-parameter-style-changed", reports.ClassUnproven, "how a client reads it is not known"
		f.message = fmt.Sprintf("%s is written in another way: %s, it was %s", parameterName(after), orNone(is), orNone(was))
		f.fix = "read " + parameterName(after) + " as " + orNone(is)
		c.ledger.enter(f, "")
		return
	}
	if value, err := c.base.parameterValue(m.base, before); err == nil {
		if several && len(value) > 0 && value[0] == '[' {
			value = []byte(`["a","b"]`)
		}
		if several && string(value) == "{}" {
			value = c.withMember(parameterSchema(before))
		}
		if ask, err := c.ask(c.base, m.base, before, value); err == nil {
			f.witness = &reports.Witness{
				Direction: reports.DirectionRequest, Message: requestText(m.base, c.base.doc, ask), AcceptedBy: c.base.name, RejectedBy: c.revision.name,
				Proof: reports.ProofUnroutable, Reason: "the revision reads " + parameterName(after) + " as " + orNone(is),
			}
		}
	}
	unprovenWithout(f)
	c.ledger.enter(f, "")
}

// withMember is the smallest object of base at n that has a member.
func (c *comparer) withMember(n *tree.Node) []byte {
	for _, p := range flatten(conj{c.base.schemaOf(n)}).properties {
		if p.declared != nil && p.travels(schema.Request) {
			return set([]byte("{}"), p.name, c.minimal(true, p.schemas, p.name, schema.Request))
		}
	}
	return []byte(`{"a":"b"}`)
}

// holdsSeveral reports whether values of a parameter may be arrays or objects.
func (c *comparer) holdsSeveral(p *spec.Parameter) bool {
	s, _ := c.base.doc.Schemas.Schema(p.Schema)
	types := flatten(conj{s}).types
	return len(p.Content) == 0 && (types.has(tape.Array) || types.has(tape.Object))
}

func (c *comparer) parameterGone(m match, before *spec.Parameter) {
	name := parameterName(before)
	c.ledger.enter(&fact{
		rule: "request-parameter-removed", class: reports.ClassTyped, direction: reports.DirectionRequest,
		change: reports.Change{Kind: reports.ChangeRemoved, Before: name}, base: before.Node, revision: m.revision.Node,
		message: name + " is gone: requests that hold it are still right, but what it asked for is not looked at any more",
		fix:     "stop sending " + name, reaches: []reports.Reach{m.reach(reports.DirectionRequest, name)},
		explanation: "a parameter that is not declared is not forbidden",
	}, "")
}

func (c *comparer) parameterMoved(m match, before, after *spec.Parameter) {
	f := &fact{
		rule: "request-parameter-moved", class: reports.ClassWire, direction: reports.DirectionRequest,
		change: reports.Change{Kind: reports.ChangeMoved, Before: before.In, After: after.In}, base: before.Node, revision: after.Node,
		message: fmt.Sprintf("%s stands in the %s now: where it was it is not looked at any more", parameterName(before), after.In),
		fix:     "send it in the " + after.In, reaches: []reports.Reach{m.reach(reports.DirectionRequest, parameterName(before))},
	}
	if value, err := c.base.parameterValue(m.base, before); err == nil {
		if ask, err := c.ask(c.base, m.base, before, value); err == nil {
			f.witness = &reports.Witness{
				Direction: reports.DirectionRequest, Message: requestText(m.base, c.base.doc, ask), AcceptedBy: c.base.name, RejectedBy: c.revision.name,
				Proof: reports.ProofUnroutable, Reason: "the revision looks for " + after.Name + " in the " + after.In,
			}
		}
	}
	unprovenWithout(f)
	c.ledger.enter(f, "")
}

// renamedParameter returns the only parameter of the revision that stands where before stood, means the same and is called nearly the same; nil if
// there is none, or several.
func (c *comparer) renamedParameter(m match, before *spec.Parameter, taken map[*spec.Parameter]bool) *spec.Parameter {
	return theOnly(m.revision.Parameters, func(p *spec.Parameter) bool {
		return !taken[p] && !p.Ignored() && p.In == before.In && p.In != "path" && similar(before.Name, p.Name) && c.sameSchema(parameterSchema(before), parameterSchema(p))
	})
}

func (c *comparer) parameterRenamed(m match, before, after *spec.Parameter) {
	f := &fact{
		rule: "request-parameter-renamed", class: reports.ClassTyped, direction: reports.DirectionRequest, base: before.Node, revision: after.Node,
		change:  reports.Change{Kind: reports.ChangeRenamed, Before: before.Name, After: after.Name},
		message: parameterName(before) + " is called " + after.Name + " now: under the old name it is not looked at any more",
		fix:     "send it as " + after.Name, reaches: []reports.Reach{m.reach(reports.DirectionRequest, parameterName(before))},
		explanation: "a parameter that is not declared is not forbidden",
	}
	if after.Required {
		f.class, f.explanation = reports.ClassWire, ""
		f.message = parameterName(before) + " is called " + after.Name + " now and is required: requests with the old name are refused"
		if value, err := c.base.parameterValue(m.base, before); err == nil {
			f.witness = c.refusedLine(m, before, value)
		}
		unprovenWithout(f)
	}
	c.ledger.enter(f, "")
}

func (c *comparer) parameterNew(m match, after *spec.Parameter) {
	name := parameterName(after)
	f := &fact{
		rule: "request-parameter-added", class: reports.ClassCompatible, direction: reports.DirectionRequest,
		change: reports.Change{Kind: reports.ChangeAdded, After: name + ", " + presence(after.Required)}, base: m.base.Node, revision: after.Node,
		message: name + " was added; it need not be sent", fix: "nothing has to be done", reaches: []reports.Reach{m.reach(reports.DirectionRequest, name)},
		explanation: "requests without it stay right",
	}
	switch {
	case after.Ignored():
		f.message = name + " was added, which changes nothing: what " + after.Name + " holds is said elsewhere in a document"
		f.explanation = "a header parameter called Accept, Content-Type or Authorization is ignored; source: OpenAPI 3.0.3, section 4.7.12.2.1"
	case after.Required:
		f.rule, f.class = "request-parameter-required-added", reports.ClassWire
		f.message, f.fix, f.explanation = name+" was added and is required: requests without it are refused", "send "+name+" in every call", ""
		f.witness = c.refusedLine(m, nil, nil)
		unprovenWithout(f)
	}
	c.ledger.enter(f, "")
}

// refusedLine proves that the smallest request of base is refused by the revision for the sake of its parameters. The parameter given, if any, holds
// value in it.
func (c *comparer) refusedLine(m match, given *spec.Parameter, value []byte) *reports.Witness {
	ask, err := c.ask(c.base, m.base, given, value)
	if err != nil || !c.base.doc.JudgeRequest(m.base, ask).Holds() {
		return nil
	}
	for _, fault := range c.revision.doc.JudgeRequest(m.revision, rewritten(ask, m.base, m.revision)).Faults {
		if fault.Rule == spec.RuleRequestParameter && !fault.Warning {
			return &reports.Witness{
				Direction: reports.DirectionRequest, Message: requestText(m.base, c.base.doc, ask), AcceptedBy: c.base.name, RejectedBy: c.revision.name,
				Proof: reports.ProofRejected, Reason: fault.Message,
			}
		}
	}
	return nil
}

// unprovenWithout says of a fact that should break and has no witness what is known: nothing for sure.
func unprovenWithout(f *fact) {
	if f.witness == nil && f.class == reports.ClassWire {
		f.class, f.explanation = reports.ClassUnproven, "no message could be made that shows it"
	}
}
