package engine

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/arazzo"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/payload"
)

// Group is the cases of one operation, or the steps of one workflow, in the order in which they run.
type Group struct {
	Name     string // operationId or workflowId
	Title    string // for people
	Workflow bool   // the steps build on each other
	Cases    []*runner.Case
}

// planner builds the cases of a session.
type planner struct {
	workflows   []*arazzo.Workflow
	document    *spec.Document
	pack        *packs.Pack
	environment *runner.Environment
	credentials *runner.Credentials
	face        packs.Face
	maker       *payload.Maker
	made        map[string]made             // by operationId
	broken      map[string][]payload.Sample // likewise
	values      map[string]values           // of parameters, by operationId
	doors       []*spec.Operation           // see guarded; nil until they are asked for
	rank        map[*runner.Case]int        // how far from the first of its kind; the budget is spent on the nearest
	profile     Profile
	phases      []runner.Phase // only these; empty leaves it to the profile
	cases       []string       // prefixes of ids that were asked for; a phase named in one is planned whatever the profile says
	maxRequests int            // 0 leaves it to the profile
	maxExamples int            // bodies that the fuzz phase makes for one operation; 0 is DefaultExamples
}

// made is what the maker gives for one operation.
type made struct {
	samples  []payload.Sample
	refusals []payload.Refusal
}

// requests returns the right requests of op. Each operation's are made once.
func (p *planner) requests(op *spec.Operation) made {
	m, ok := p.made[op.ID]
	if !ok {
		m.samples, m.refusals = p.maker.Requests(op)
		if p.made == nil {
			p.made = map[string]made{}
		}
		p.made[op.ID] = m
	}
	return m
}

// wrongBodies returns the bodies of op that break the document in one way. Each operation's are made once.
func (p *planner) wrongBodies(op *spec.Operation) []payload.Sample {
	samples, ok := p.broken[op.ID]
	if !ok {
		samples, _ = p.maker.Varied(op, payload.KindFault)
		if p.broken == nil {
			p.broken = map[string][]payload.Sample{}
		}
		p.broken[op.ID] = samples
	}
	return samples
}

// plan returns every group in the order of the document, workflows last. The same inputs give the same plan.
func (p *planner) plan() []Group {
	var groups []Group
	p.rank = map[*runner.Case]int{}
	p.values = map[string]values{} // settled once, for cases are driven side by side
	for _, op := range p.document.Operations {
		if p.asks(op) {
			p.values[op.ID] = p.settle(op)
		}
	}
	for _, op := range p.document.Operations {
		if !p.asks(op) {
			continue
		}
		g := Group{Name: op.ID, Title: op.Summary}
		for _, part := range []struct {
			phase runner.Phase
			cases func(*spec.Operation) []variety
		}{
			{runner.PhaseExamples, p.examples}, {runner.PhaseBodies, p.bodies}, {runner.PhaseNegative, p.negative}, {runner.PhaseWire, p.wire},
			{runner.PhaseMethods, p.methods}, {runner.PhaseAuthentication, p.authentication}, {runner.PhaseResources, p.resources}, {runner.PhaseTenants, p.tenants},
			{runner.PhaseFuzz, p.fuzz},
		} {
			if p.profile.brief && part.phase == runner.PhaseBodies && len(g.Cases) > 0 {
				continue
			}
			if p.wants(part.phase) {
				g.Cases = append(g.Cases, p.pick(part.phase, part.cases(op))...)
			}
		}
		for _, c := range g.Cases {
			if c.Skip == "" {
				c.Skip = p.forbidden(op, c)
			}
		}
		if len(g.Cases) > 0 {
			groups = append(groups, g)
		}
	}
	if p.wants(runner.PhaseWorkflows) {
		for _, w := range p.workflows {
			// Where nothing is asked about other partners, nor is what such a step and those around it show.
			if !p.wants(runner.PhaseTenants) && len(p.phases) == 0 && slices.ContainsFunc(w.Steps, func(s *arazzo.Step) bool { return s.Other }) {
				continue
			}
			groups = append(groups, p.workflow(w))
		}
	}
	return slices.Concat(groups, p.links(), p.effects(), p.races())
}

// asks says whether cases of op are asked for: of a large document those of the others need not be made.
func (p *planner) asks(op *spec.Operation) bool {
	return len(p.cases) == 0 || slices.ContainsFunc(p.cases, func(prefix string) bool { return within(prefix, op.ID) || within(op.ID, prefix) })
}

// forbidden says why a case of op must not be sent in this environment.
func (p *planner) forbidden(op *spec.Operation, c *runner.Case) string {
	about := p.about(op)
	switch {
	case about.Effect != packs.Read && !p.environment.Writes:
		return fmt.Sprintf("%s writes, and environment %s allows no writes (--allow-writes)", op.ID, p.environment.Name)
	case c.Method != op.Method && !p.environment.Writes && !safe(c.Method):
		return fmt.Sprintf("%s may write, and environment %s allows no writes (--allow-writes)", c.Method, p.environment.Name)
	case about.Irreversible && (c.Use == runner.UseFresh || c.Use == runner.UseSpare || about.Resource == "") && !p.environment.Enable:
		return fmt.Sprintf("%s cannot be undone, and environment %s does not allow that (--allow-enable)", op.ID, p.environment.Name)
	}
	return ""
}

// safe says whether a method that the document does not list for a path asks for no change. Source: RFC 9110, section 9.2.1.
func safe(method string) bool {
	return slices.Contains([]string{http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace}, method)
}

// about is what the pack knows of op; where it knows nothing, HTTP says whether the method is safe.
func (p *planner) about(op *spec.Operation) packs.Operation {
	return p.pack.OperationFor(op.ID, op.Method)
}

// base returns a case of op that asks with the face's own credentials.
func (p *planner) base(op *spec.Operation, phase runner.Phase, name, title string) *runner.Case {
	about := p.about(op)
	c := &runner.Case{
		ID: strings.Join([]string{op.ID, string(phase), name}, "/"), Title: title,
		Operation: op.ID, Phase: phase, Method: op.Method,
		Auth:     runner.Auth{Places: []runner.Place{runner.PlaceHeader}},
		Resource: about.Resource, Use: p.use(op, about),
	}
	c.Parameters, c.Skip = p.parameters(op), p.valuesOf(op).problem
	if _, _, err := runner.Address(p.document, op, c.Parameters); err != nil {
		c.Skip = err.Error()
	}
	return c
}

// isCredential says whether a parameter is a header or a part of the query that the pack fills with a credential.
func (p *planner) isCredential(param *spec.Parameter) bool {
	return slices.ContainsFunc(p.pack.Credentials, func(c packs.Credential) bool {
		return param.In == "header" && strings.EqualFold(c.Header, param.Name) || param.In == "query" && c.Query == param.Name
	})
}

// use is how a request that should succeed names its resource.
func (p *planner) use(op *spec.Operation, about packs.Operation) runner.Use {
	switch {
	case about.Effect == packs.Create || !runner.Names(p.pack, op):
		return runner.UseNone
	case about.Effect == packs.Read:
		return runner.UseShared
	}
	return runner.UseFresh
}

// bodyPlaces says where the credentials of a right request stand: the minimal body shows the headers alone; an example or a full
// body carries them itself, and has them in the headers as well where the face demands those.
func (p *planner) bodyPlaces(s payload.Sample) []runner.Place {
	switch {
	case s.Kind == payload.KindMinimal:
		return []runner.Place{runner.PlaceHeader}
	case slices.Contains(p.face.Places, string(runner.PlaceBody)):
		return []runner.Place{runner.PlaceBody}
	}
	return []runner.Place{runner.PlaceHeader, runner.PlaceBody}
}

// template returns the plainest right request of op, for cases that are about something else than the body.
func (p *planner) template(op *spec.Operation) (payload.Sample, string) {
	m := p.requests(op)
	for _, s := range m.samples {
		if s.Kind == payload.KindMinimal {
			return s, ""
		}
	}
	if len(m.samples) > 0 {
		return m.samples[0], ""
	}
	if len(m.refusals) > 0 {
		return payload.Sample{}, m.refusals[0].Error()
	}
	return payload.Sample{}, ""
}

// fullest returns the right request of op that holds all its document knows; nil if there is none.
func (p *planner) fullest(op *spec.Operation) (body []byte, mediaType string) {
	for _, s := range p.requests(op).samples {
		if s.Kind == payload.KindMaximal {
			return s.Body, s.MediaType
		}
	}
	return nil, ""
}

// plain returns a case of op with the plainest right request.
func (p *planner) plain(op *spec.Operation, phase runner.Phase, name, title string) *runner.Case {
	s, problem := p.template(op)
	c := p.base(op, phase, name, title)
	c.Body, c.MediaType, c.Skip = s.Body, s.MediaType, cmp.Or(c.Skip, problem)
	return c
}

// tenants are requests of a second partner for the first one's resources.
func (p *planner) tenants(op *spec.Operation) []variety {
	about := p.about(op)
	res := p.pack.Resource(about.Resource)
	if res == nil || about.Effect == packs.Create || len(p.pack.Credentials) == 0 {
		return nil
	}
	c := p.plain(op, runner.PhaseTenants, "other", "hides its "+res.Name+" from another caller")
	c.Auth.Other = true
	switch {
	case runner.Names(p.pack, op):
		c.Promise = p.hidden(res)
		if c.Use == runner.UseFresh {
			c.Use = runner.UseSpare
		}
		if about.Effect != packs.Read && p.wants(runner.PhaseWorkflows) && len(p.cases) == 0 && p.toldByWorkflow(op) {
			return nil // and what came of it too
		}
	case about.Effect == packs.Read:
		c.Title = "shows no " + res.Name + " of another caller"
		c.Use, c.Hides = runner.UseShared, true
	default:
		return nil
	}
	if p.credentials != nil && p.credentials.Other == nil && c.Skip == "" {
		c.Skip = p.lacksPartner()
	}
	return []variety{{"other", c}}
}

// hidden is the promise that a resource is not there for another caller.
func (p *planner) hidden(res *packs.Resource) runner.Promise {
	return runner.Promise{Claim: "tenant-isolated", Statuses: res.NotFound, Why: "the " + res.Name + " belongs to another caller"}
}

// lacksPartner says why nothing can be asked as another caller.
func (p *planner) lacksPartner() string {
	if names := otherVariables(p.pack); len(names) > 0 {
		return "no second caller: set " + strings.Join(names, " and ")
	}
	return "no second caller: the pack " + p.pack.Name + " names no variables for the credentials of one (other)"
}

func otherVariables(pack *packs.Pack) []string {
	var names []string
	for _, c := range pack.Credentials {
		if c.Other != "" && c.Default == "" {
			names = append(names, c.Other)
		}
	}
	return names
}
