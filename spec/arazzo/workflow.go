package arazzo

import (
	"fmt"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

// Workflow is a sequence of steps. Source: Arazzo 1.0.1, Workflow Object.
type Workflow struct {
	ID          string // workflowId
	Summary     string
	Description string
	Inputs      *tree.Node // JSON Schema of the inputs; nil if none are declared
	Steps       []*Step
	Outputs     []Output
	Node        *tree.Node // the whole object, extensions included
}

// Step is one call of an operation. Source: Arazzo 1.0.1, Step Object.
type Step struct {
	ID          string // stepId
	Description string
	OperationID string
	Parameters  []Parameter
	Body        *tree.Node // requestBody.payload as written, nil if there is none; Payload renders it
	ContentType string     // requestBody.contentType; "" leaves it to the operation
	Success     []Criterion
	OnSuccess   []Action
	Outputs     []Output
	Node        *tree.Node // the whole object, extensions included

	body map[*tree.Node]template // the strings of Body that hold expressions
}

// Parameter is a value that a step sends outside of the body. Source: Arazzo 1.0.1, Parameter Object.
type Parameter struct {
	Name string
	In   string // path, query, header or cookie

	node  *tree.Node
	value template
}

// Output is a value a step or a workflow hands on.
type Output struct {
	Name       string
	Expression Expression
	At         tree.Position
}

// Action is what follows a step that succeeded. Only the type end is driven: it ends the workflow before its other steps.
// Source: Arazzo 1.0.1, Success Action Object.
type Action struct {
	Name     string // why, in words: a driver shows it as the reason for skipping the rest
	Criteria []Criterion
	At       tree.Position
}

// Failure is a success criterion that does not hold.
type Failure struct {
	Criterion Criterion
	Outcome   Outcome
	Step      *Step
}

// String returns the step, and what was received and promised.
func (f Failure) String() string { return fmt.Sprintf("step %s: %s", f.Step.ID, f.Outcome) }

// Extension returns the value of an x- member, or nil.
func (w *Workflow) Extension(name string) *tree.Node { return w.Node.Get(name) }

// Extension returns the value of an x- member, or nil.
func (s *Step) Extension(name string) *tree.Node { return s.Node.Get(name) }

// Step returns the step called id, or nil.
func (w *Workflow) Step(id string) *Step {
	for _, s := range w.Steps {
		if s.ID == id {
			return s
		}
	}
	return nil
}

// Operations returns the ids of the operations w calls, each once, in the order of the first call.
func (w *Workflow) Operations() []string {
	var ids []string
	seen := map[string]bool{}
	for _, s := range w.Steps {
		if !seen[s.OperationID] {
			seen[s.OperationID] = true
			ids = append(ids, s.OperationID)
		}
	}
	return ids
}

// Judge returns every success criterion of s that does not hold for the exchange in ctx. The error means that one could
// not be asked.
func (s *Step) Judge(ctx *Context) ([]Failure, error) {
	var failures []Failure
	for _, c := range s.Success {
		outcome, err := c.Judge(ctx)
		if err != nil {
			return failures, fmt.Errorf("step %s: condition %s: %w", s.ID, c.Condition, err)
		}
		if !outcome.Holds {
			failures = append(failures, Failure{Criterion: c, Outcome: outcome, Step: s})
		}
	}
	return failures, nil
}

// Ended returns the first action that ends the workflow after this step succeeded, or nil.
func (s *Step) Ended(ctx *Context) (*Action, error) {
	for i := range s.OnSuccess {
		action := &s.OnSuccess[i]
		all := true
		for _, c := range action.Criteria {
			holds, err := c.Holds(ctx)
			if err != nil {
				return nil, fmt.Errorf("step %s: action %q: condition %s: %w", s.ID, action.Name, c.Condition, err)
			}
			all = all && holds
		}
		if all {
			return action, nil
		}
	}
	return nil, nil
}

// Collect keeps the outputs of s in ctx, where later steps find them, and returns those that the exchange did not have.
func (s *Step) Collect(ctx *Context) (missing []Mismatch, err error) {
	outputs := Outputs{}
	for _, output := range s.Outputs {
		got, err := output.Expression.eval(ctx)
		if err != nil {
			return missing, fmt.Errorf("step %s: output %s: %w", s.ID, output.Name, err)
		}
		if got.json == nil {
			missing = append(missing, output.Expression.mismatch(got, "a value, for output "+output.Name))
			continue
		}
		outputs[output.Name] = got.json
	}
	if ctx.Steps == nil {
		ctx.Steps = map[string]Outputs{}
	}
	ctx.Steps[s.ID] = outputs
	return missing, nil
}
