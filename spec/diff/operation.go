package diff

import (
	"fmt"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
)

// operation compares what both documents say of one operation.
func (c *comparer) operation(m match) {
	c.identity(m)
	c.deprecation(m)
	if !m.sent {
		c.servers(m)
		c.security(m)
	}
	c.parameters(m)
	c.requestBody(m)
	c.responses(m)
	if !m.sent {
		c.callbacks(m)
	}
}

// reach says that a change is met in a message of m that the client sends, or reads.
func (m match) reach(d reports.Direction, path string) reports.Reach {
	return reports.Reach{Operation: m.name, Direction: d, Path: path}
}

// asks is the direction of m's request, seen from the client; answers that of its response.
func (m match) asks() reports.Direction {
	if m.sent {
		return reports.DirectionResponse
	}
	return reports.DirectionRequest
}

func (m match) answers() reports.Direction {
	if m.sent {
		return reports.DirectionRequest
	}
	return reports.DirectionResponse
}

// identity compares the names an operation goes by. Neither is on the wire.
func (c *comparer) identity(m match) {
	before, after := m.base.Node.Get("operationId").String(), m.revision.Node.Get("operationId").String()
	if before != after {
		message := fmt.Sprintf("operationId %s is %s now: generated clients call the method by another name, the wire is the same", before, after)
		switch {
		case before == "":
			message = "operationId " + after + " was added: generated clients call the method by that name, the wire is the same"
		case after == "":
			message = "operationId " + before + " is gone: generated clients call the method by another name, the wire is the same"
		}
		f := &fact{
			rule: "operation-id-renamed", class: reports.ClassTyped, direction: m.asks(),
			change: reports.Change{Kind: reports.ChangeRenamed, Before: before, After: after}, base: m.base.Node, revision: m.revision.Node,
			message: message, fix: "rename the calls when the client is generated anew",
			reaches: []reports.Reach{m.reach(m.asks(), "line")}, explanation: "the operationId is part of no message",
		}
		if before == "" {
			f.class, f.change.Kind = reports.ClassCompatible, reports.ChangeAdded
		}
		c.ledger.enter(f, "")
	}
	if m.base.Path != m.revision.Path && template(m.base.Path) == template(m.revision.Path) && !m.sent {
		c.ledger.enter(&fact{
			rule: "path-parameter-renamed", class: reports.ClassCompatible, direction: m.asks(),
			change: reports.Change{Kind: reports.ChangeRenamed, Before: m.base.Path, After: m.revision.Path},
			base:   m.base.PathNode, revision: m.revision.PathNode,
			message: "path " + m.base.Path + " is written " + m.revision.Path + " now: the same on the wire", fix: "nothing has to be done",
			reaches: []reports.Reach{m.reach(m.asks(), "line")}, explanation: "the name of a path parameter is part of no message",
		}, "")
	}
}

func orNone(name string) string {
	if name == "" {
		return "(none)"
	}
	return name
}

// deprecation tells what is about to go. It breaks nobody yet.
func (c *comparer) deprecation(m match) {
	sunset := func(op *spec.Operation) string { return op.Node.Get("x-sunset").String() }
	before, after := words(m.base.Deprecated, "deprecated", sunset(m.base)), words(m.revision.Deprecated, "deprecated", sunset(m.revision))
	if before == after {
		return
	}
	f := &fact{
		rule: "operation-deprecated", class: reports.ClassCompatible, direction: m.asks(),
		change: reports.Change{Kind: reports.ChangeChanged, Before: before, After: after}, base: m.base.Node, revision: m.revision.Node,
		message: m.name + " is " + after + " now", fix: "plan to stop calling it",
		reaches: []reports.Reach{m.reach(m.asks(), "line")}, explanation: "a deprecated operation answers as before",
	}
	if !m.revision.Deprecated {
		f.rule, f.fix = "operation-reactivated", "nothing has to be done"
		f.message = m.name + " is not " + before + " any more"
	}
	c.ledger.enter(f, "")
}

// words joins what holds, in words.
func words(holds bool, word, sunset string) string {
	var out []string
	if holds {
		out = append(out, word)
	}
	if sunset != "" {
		out = append(out, "sunset "+sunset)
	}
	return strings.Join(out, ", ")
}
