package diff

import (
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// security compares who is let in. A request of base carries the credentials of one of its requirements; it is let in by the revision if
// those meet one of the revision's. Source: OpenAPI 3.0.3, section 4.7.30 (Security Requirement Object).
func (c *comparer) security(m match) {
	before, after := alternatives(m.base), alternatives(m.revision)
	base, revision := securityNode(c.base.doc, m.base), securityNode(c.revision.doc, m.revision)
	f := &fact{
		class: reports.ClassWire, direction: reports.DirectionRequest, base: base, revision: revision,
		change:  reports.Change{Kind: reports.ChangeChanged, Before: requirementNames(before), After: requirementNames(after)},
		reaches: []reports.Reach{m.reach(reports.DirectionRequest, "security")},
	}
	for _, old := range before {
		if slices.ContainsFunc(after, func(now spec.Requirement) bool { return meets(old, now) }) {
			continue
		}
		f.rule = "security-changed"
		f.message = "requests with " + requirementName(old) + " are not let in any more: " + requirementNames(after) + " is asked for"
		f.fix = "send " + requirementNames(after)
		if ask, err := c.ask(c.base, m.base, nil, nil); err == nil {
			carry(&ask, old)
			f.witness = &reports.Witness{
				Direction: reports.DirectionRequest, Message: requestText(m.base, c.base.doc, ask), AcceptedBy: c.base.name, RejectedBy: c.revision.name,
				Proof: reports.ProofRejected, Reason: "its credentials meet none of " + requirementNames(after),
			}
		}
		c.ledger.enter(f, requirementName(old))
		return
	}
	for _, now := range after {
		if slices.ContainsFunc(before, func(old spec.Requirement) bool { return meets(old, now) && meets(now, old) }) {
			continue
		}
		f.rule, f.class = "security-loosened", reports.ClassCompatible
		f.message, f.fix = "requests with "+requirementName(now)+" are let in too", "nothing has to be done"
		f.explanation = "every requirement of base is still enough"
		c.ledger.enter(f, requirementName(now))
		return
	}
}

// alternatives are the requirements of op: without any, everybody is let in.
func alternatives(op *spec.Operation) []spec.Requirement {
	if len(op.Security) == 0 {
		return []spec.Requirement{{}}
	}
	return op.Security
}

// securityNode is where the requirements of op stand: op's own, or the document's.
func securityNode(doc *spec.Document, op *spec.Operation) *tree.Node {
	if own := op.Node.Get("security"); own != nil {
		return own
	}
	if shared := doc.Root.Get("security"); shared != nil {
		return shared
	}
	return op.Node
}

// meets reports whether the credentials of a request that old asks for are all that now asks for. Schemes are compared by what they are;
// their names are part of no message.
func meets(old, now spec.Requirement) bool {
	for _, need := range now {
		if !slices.ContainsFunc(old, func(have spec.SchemeRef) bool { return sameScheme(have, need) }) {
			return false
		}
	}
	return true
}

func sameScheme(have, need spec.SchemeRef) bool {
	a, b := have.Scheme, need.Scheme
	if a == nil || b == nil { // a scheme that is not defined is known by its name alone
		return have.Name == need.Name && covers(have.Scopes, need.Scopes)
	}
	if a.Type != b.Type || a.In != b.In || !strings.EqualFold(a.Scheme, b.Scheme) {
		return false
	}
	switch a.Type {
	case "apiKey":
		return a.ParameterName == b.ParameterName || a.In == "header" && strings.EqualFold(a.ParameterName, b.ParameterName)
	case "oauth2", "openIdConnect":
		return have.Name == need.Name && covers(have.Scopes, need.Scopes)
	}
	return true
}

// covers reports whether all needed scopes are had.
func covers(have, need []string) bool {
	return !slices.ContainsFunc(need, func(scope string) bool { return !slices.Contains(have, scope) })
}

func requirementNames(list []spec.Requirement) string {
	var out []string
	for _, r := range list {
		out = append(out, requirementName(r))
	}
	return strings.Join(out, " or ")
}

func requirementName(r spec.Requirement) string {
	if len(r) == 0 {
		return "no credentials"
	}
	var out []string
	for _, ref := range r {
		name := ref.Name
		if s := ref.Scheme; s != nil {
			switch s.Type {
			case "apiKey":
				name += " (" + s.In + " " + s.ParameterName + ")"
			case "http":
				name += " (" + s.Scheme + ")"
			}
		}
		if len(ref.Scopes) > 0 {
			name += " with scope " + strings.Join(ref.Scopes, ", ")
		}
		out = append(out, name)
	}
	return strings.Join(out, " and ")
}

// carry puts placeholders for the credentials of r into a request.
func carry(ask *spec.Ask, r spec.Requirement) {
	for _, ref := range r {
		s := ref.Scheme
		switch {
		case s == nil:
		case s.Type == "apiKey" && s.In == "header":
			ask.Header.Set(s.ParameterName, "...")
		case s.Type == "apiKey" && s.In == "cookie":
			ask.Header.Add("Cookie", s.ParameterName+"=...")
		case s.Type == "apiKey":
			ask.Query = spec.JoinQuery(ask.Query, s.ParameterName+"=...")
		case s.Type == "http":
			ask.Header.Set("Authorization", s.Scheme+" ...")
		case s.Type == "oauth2", s.Type == "openIdConnect":
			ask.Header.Set("Authorization", "Bearer ...")
		}
	}
}
