package engine

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/arazzo"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// workflows returns those of the pack and of the Arazzo documents in files. A file is written for the document that is driven, so a step of
// an operation that it lacks is an error; of the pack's workflows it is a reason to skip them.
func workflows(ctx context.Context, pack *packs.Pack, document *spec.Document, files []string) ([]*arazzo.Workflow, error) {
	all := slices.Clone(pack.Workflows)
	var known []string
	for _, op := range document.Operations {
		known = append(known, op.ID)
	}
	for _, name := range files {
		doc, err := arazzo.Load(ctx, name)
		if err != nil {
			return nil, fmt.Errorf("workflow: %w", err)
		}
		for _, w := range doc.Workflows {
			at := w.Node.At
			if slices.ContainsFunc(all, func(other *arazzo.Workflow) bool { return other.ID == w.ID }) || document.Operation(w.ID) != nil {
				return nil, fmt.Errorf("workflow: %s: there is something else called %s already; give it another workflowId", at, w.ID)
			}
			for _, step := range w.Steps {
				if document.Operation(step.OperationID) != nil {
					continue
				}
				hint := ""
				if near := tree.Nearest(step.OperationID, known); near != "" {
					hint = fmt.Sprintf(" (did you mean %q?)", near)
				}
				return nil, fmt.Errorf("workflow: %s: step %s: the document has no operation %q%s", step.Node.At, step.ID, step.OperationID, hint)
			}
			all = append(all, w)
		}
	}
	return all, strangeCredentials(pack, all)
}

// strangeCredentials is an error where a step asks with a credential that the pack has not.
func strangeCredentials(pack *packs.Pack, all []*arazzo.Workflow) error {
	var known []string
	for _, cred := range pack.Credentials {
		known = append(known, cred.Name)
	}
	for _, w := range all {
		for _, step := range w.Steps {
			for _, cred := range step.Credentials {
				if !slices.Contains(known, cred.Name) {
					return fmt.Errorf("workflow: %s: step %s: the pack %s has no credential %q; it has %s", step.Node.At, step.ID, pack.Name, cred.Name, cmp.Or(strings.Join(known, ", "), "none"))
				}
			}
		}
	}
	return nil
}

// workflow returns the steps of w as cases that must run in their order.
func (p *planner) workflow(w *arazzo.Workflow) Group {
	g := Group{Name: w.ID, Title: w.Summary, Workflow: true}
	whole := p.impossible(w)
	for _, step := range w.Steps {
		c := &runner.Case{
			ID: w.ID + "/" + step.ID, Title: cmp.Or(step.Description, step.ID), Operation: step.OperationID,
			Phase: runner.PhaseWorkflows, Workflow: w.ID, Step: step, Skip: whole,
			Auth: runner.Auth{Places: []runner.Place{runner.PlaceHeader}, Other: step.Other},
		}
		g.Cases = append(g.Cases, c)
		op := p.document.Operation(step.OperationID)
		if op == nil {
			c.Skip = cmp.Or(c.Skip, fmt.Sprintf("the document has no operation %s", step.OperationID))
			continue
		}
		c.Method = op.Method
		if step.Body != nil {
			c.MediaType = cmp.Or(step.ContentType, "application/json")
		}
		if about := p.about(op); about.Irreversible && !p.environment.Enable {
			c.Skip = cmp.Or(c.Skip, fmt.Sprintf("%s cannot be undone, and environment %s does not allow that (--allow-enable)", op.ID, p.environment.Name))
		}
		switch status := step.Wants(); {
		case step.Other:
			p.stranger(c)
		case len(step.Credentials) > 0:
			c.Auth.Wrong = map[string]string{} // their values are known when the step is made
			for _, cred := range step.Credentials {
				c.Auth.Wrong[cred.Name] = ""
			}
			c.Promise = runner.Promise{Claim: "authentication-enforced", Why: "the credentials were not given to a caller of this API"}
		case status >= 200 && status < 300: // where that is refused, the same is found as by a case of its own
			c.Promise = runner.Promise{Claim: "positive-data-accepted", Accept: true, Why: "the step wants success", Excuses: p.face.Excuses}
		}
	}
	return g
}

// stranger makes a step of the second partner keep the promise that every resource keeps: it is not there for others.
func (p *planner) stranger(c *runner.Case) {
	if res := p.pack.Resource(p.pack.Operation(c.Operation).Resource); res != nil {
		c.Promise = p.hidden(res)
	}
	if p.credentials != nil && p.credentials.Other == nil {
		c.Skip = cmp.Or(c.Skip, p.lacksPartner())
	}
}

// impossible says why a workflow cannot apply in this environment at all.
func (p *planner) impossible(w *arazzo.Workflow) string {
	for _, id := range w.Operations() {
		about := p.pack.Operation(id)
		switch {
		case about.Effect != packs.Read && !p.environment.Writes:
			return fmt.Sprintf("%s writes, and environment %s allows no writes (--allow-writes)", id, p.environment.Name)
		case about.Effect == packs.Create && p.environment.Lifecycle != runner.LifecycleReal && w.Lifecycle == string(runner.LifecycleReal):
			return fmt.Sprintf("environment %s has life cycle %q: what is created there cannot be used", p.environment.Name, p.environment.Lifecycle)
		}
	}
	return ""
}
