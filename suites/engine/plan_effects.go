package engine

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/arazzo"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/suites/checks"
)

// effects are, for each resource that can be created and read, requests that have to be refused, and reads between them that show what they did: a server that
// refuses what it has done already answers as a right one does. What would create is refused first; then a resource of the same name must still be to be had.
func (p *planner) effects() []Group {
	var groups []Group
	for i := range p.pack.Resources {
		res := &p.pack.Resources[i]
		g := p.unchanged(res)
		if g == nil {
			continue
		}
		for _, c := range g.refusals(g.create) {
			c.Named = g.group.Name
			g.add(c)
		}
		made := g.plain(g.create, "create", "creates what was refused before")
		made.Named = g.group.Name
		made.Promise = runner.Promise{Claim: checks.RuleRefusalWithoutEffect, Accept: true, Why: "every request for it before was refused", Excuses: p.face.Excuses}
		g.add(made)
		before := g.readBack("read", made, "reads it")
		for _, op := range p.document.Operations {
			about := p.about(op)
			if about.Resource != res.Name || about.Effect != packs.Change && about.Effect != packs.Remove || !runner.Names(p.pack, op) {
				continue
			}
			refused := g.refusals(op)
			for _, c := range refused {
				c.Use, c.Of, c.Resource = runner.UseMade, made.ID, res.Name
				g.add(c)
			}
			if len(refused) == 0 {
				continue
			}
			after := g.readBack("read-after-"+op.ID, made, fmt.Sprintf("reads it as it was before %s", refusedRequests(len(refused), op)))
			after.Like = before.ID
			after.Promise = runner.Promise{Claim: checks.RuleRefusalWithoutEffect, Accept: true, Why: "every request of " + op.ID + " that named it was refused"}
		}
		groups = append(groups, g.group)
	}
	return groups
}

// refusedRequests are n requests of op, in words.
func refusedRequests(n int, op *spec.Operation) string {
	if n == 1 {
		return "a request of " + op.ID + " that was refused"
	}
	return fmt.Sprintf("%d requests of %s that were refused", n, op.ID)
}

// unchanged is the group of the effects of a resource, still empty; nil if there is none.
func (p *planner) unchanged(res *packs.Resource) *sequence {
	return p.sequence(res, runner.PhaseEffects, "-unchanged", "What was refused has changed nothing")
}

// showsEffects says whether refused requests of op are followed by a read that shows what came of them.
func (p *planner) showsEffects(op *spec.Operation) bool {
	about := p.about(op)
	res := p.pack.Resource(about.Resource)
	if res == nil || about.Effect == packs.Read {
		return false
	}
	g := p.unchanged(res)
	return g != nil && g.forbidden(op) == "" && (about.Effect != packs.Create || op == g.create)
}

// sequence is a group of cases about one resource on its way into the plan.
type sequence struct {
	planner      *planner
	resource     *packs.Resource
	create, read *spec.Operation
	phase        runner.Phase
	group        Group
}

// sequence returns an empty group about a resource. It is nil where its phase or its cases are not asked for, and where the document lacks what makes or what reads
// the resource.
func (p *planner) sequence(res *packs.Resource, phase runner.Phase, suffix, title string) *sequence {
	g := &sequence{planner: p, resource: res, phase: phase, group: Group{Name: res.Name + suffix, Title: title, Workflow: true}}
	g.create = p.document.Operation(res.Create)
	for _, op := range p.document.Operations {
		if about := p.about(op); g.read == nil && about.Resource == res.Name && about.Effect == packs.Read && runner.Names(p.pack, op) {
			g.read = op
		}
	}
	asked := len(p.cases) == 0 || slices.ContainsFunc(p.cases, func(prefix string) bool { return within(prefix, g.group.Name) })
	if g.create == nil || g.read == nil || !asked || !p.wants(phase) {
		return nil
	}
	return g
}

// plain is a right request as a case of the group, which is not yet in it.
func (g *sequence) plain(op *spec.Operation, name, title string) *runner.Case {
	return g.joined(g.planner.plain(op, g.phase, "", title), name)
}

// joined makes a case one of the group.
func (g *sequence) joined(c *runner.Case, name string) *runner.Case {
	c.ID, c.Phase, c.Workflow = g.group.Name+"/"+name, g.phase, g.group.Name
	return c
}

// add puts a case into the group, where it is skipped if it must not be sent.
func (g *sequence) add(c *runner.Case) {
	c.Skip = cmp.Or(c.Skip, g.forbidden(g.planner.document.Operation(c.Operation)))
	g.group.Cases = append(g.group.Cases, c)
}

// forbidden says why op cannot be asked about something that was created; empty if it can.
func (g *sequence) forbidden(op *spec.Operation) string {
	switch env := g.planner.environment; {
	case !env.Writes:
		return fmt.Sprintf("%s writes, and environment %s allows no writes (--allow-writes)", g.create.ID, env.Name)
	case env.Lifecycle != runner.LifecycleReal:
		return fmt.Sprintf("environment %s has life cycle %q: what is created there cannot be used", env.Name, env.Lifecycle)
	case g.planner.about(op).Irreversible && !env.Enable:
		return fmt.Sprintf("%s cannot be undone, and environment %s does not allow that (--allow-enable)", op.ID, env.Name)
	}
	return ""
}

// readBack adds a case that reads what an earlier one has made.
func (g *sequence) readBack(name string, made *runner.Case, title string) *runner.Case {
	c := g.plain(g.read, name, title)
	c.Use, c.Of = runner.UseMade, made.ID
	c.Promise = runner.Promise{Claim: "positive-data-accepted", Accept: true, Why: "it was created a moment ago"}
	g.add(c)
	return c
}

// refusals are requests of op that are right in all but one thing: who asks, or the body.
func (g *sequence) refusals(op *spec.Operation) []*runner.Case {
	p := g.planner
	var out []*runner.Case
	for _, c := range p.credentialCases(op) {
		if last := strings.TrimPrefix(c.ID, op.ID+"/authentication/"); slices.Contains(p.inEffects(), last) {
			out = append(out, g.joined(c, op.ID+"-"+last))
		}
	}
	if res := g.resource; op != g.create && p.wants(runner.PhaseTenants) && len(p.pack.Credentials) > 0 && !p.toldByWorkflow(op) {
		c := g.plain(op, op.ID+"-other", "hides it from another caller")
		c.Auth.Other, c.Promise = true, p.hidden(res)
		if p.credentials != nil && p.credentials.Other == nil {
			c.Skip = cmp.Or(c.Skip, p.lacksPartner())
		}
		out = append(out, c)
	}
	if c := g.flawed(op); c != nil {
		out = append(out, c)
	}
	return out
}

// inEffects are the names of the cases about credentials that the effects phase sends: none at all, and a wrong secret.
func (p *planner) inEffects() []string { return []string{"absent", "wrong-" + dashed(p.lastSecret())} }

// lastSecret is the name of the last credential of which the pack knows a wrong value, and that may not be absent.
func (p *planner) lastSecret() string {
	name := ""
	for _, c := range p.pack.Credentials {
		if c.Wrong != "" && !slices.Contains(p.face.Optional, c.Name) {
			name = c.Name
		}
	}
	return name
}

// toldByWorkflow says whether a workflow asks op as another caller: then it shows what comes of that.
func (p *planner) toldByWorkflow(op *spec.Operation) bool {
	return slices.ContainsFunc(p.workflows, func(w *arazzo.Workflow) bool {
		return slices.ContainsFunc(w.Steps, func(s *arazzo.Step) bool { return s.Other && s.OperationID == op.ID })
	})
}

// flawed is a request of op whose body breaks the document at a place that neither names the resource nor what must be unique about it, else one with bytes after
// its body; nil where there is neither.
func (g *sequence) flawed(op *spec.Operation) *runner.Case {
	p := g.planner
	_, named := p.pack.About(op.ID)
	for _, v := range p.negative(op) {
		c := v.c
		if c.Promise.Claim == "negative-data-rejected" && c.Keep != "" && c.Keep != named && !slices.Contains(g.resource.Unique, c.Keep) {
			return g.joined(c, op.ID+"-invalid")
		}
	}
	if op.RequestBody == nil {
		return nil
	}
	for _, v := range p.refusedWire(op) {
		if v.c.Wire != nil && v.c.ID == op.ID+"/wire/trailing" {
			return g.joined(v.c, op.ID+"-invalid")
		}
	}
	return nil
}
