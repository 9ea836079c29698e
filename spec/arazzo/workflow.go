package arazzo

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

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
	Lifecycle   string     // see LifecycleKey
	Exact       bool       // see ExactKey
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
	Needs       []string    // ids of earlier steps; see NeedsKey
	Other       bool        // the second caller asks; see PartnerKey
	Credentials []Parameter // in the place of the caller's own, by name; see CredentialsKey
	In          *Workflow   // the workflow it belongs to
	Node        *tree.Node  // the whole object, extensions included

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

// Wants returns the status that a success criterion of s demands by itself; 0 if none does.
func (s *Step) Wants() int {
	for _, c := range s.Success {
		n := c.simple
		if n == nil || n.op != opEqual || n.left.op != opExpression || n.left.expression.from != fromStatus || n.right.op != opLiteral {
			continue
		}
		if status, err := strconv.Atoi(n.right.text); err == nil {
			return status
		}
	}
	return 0
}

// About says whether f is about what an expression stands for.
func (f Failure) About(expression string) bool {
	return slices.ContainsFunc(f.Outcome.Mismatches, func(m Mismatch) bool { return m.Expression == expression })
}

// Defaults returns the values that the schema of w's inputs gives them, by name.
func (w *Workflow) Defaults() map[string]any {
	values := map[string]any{}
	if properties := w.Inputs.Get("properties"); properties != nil {
		for _, member := range properties.Members {
			if value := member.Value.Get("default"); value != nil {
				values[member.Name] = json.RawMessage(value.JSON())
			}
		}
	}
	return values
}

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

// Judge returns how many success criteria of s were asked of the exchange in ctx, and every one that does not hold. One that refers to what
// an earlier step did not hand on is not asked: why it was not is that step's failure. The error means that one could not be asked for
// another reason.
func (s *Step) Judge(ctx *Context) (asked int, failures []Failure, err error) {
	ctx.exact = s.In.Exact
	for _, c := range s.Success {
		outcome, err := c.Judge(ctx)
		var unmet *UnmetError
		switch {
		case errors.As(err, &unmet):
			continue
		case err != nil:
			return asked, failures, fmt.Errorf("step %s: condition %s: %w", s.ID, c.Condition, err)
		case !outcome.Holds:
			failures = append(failures, Failure{Criterion: c, Outcome: outcome, Step: s})
		}
		asked++
	}
	return asked, failures, nil
}

// Ended returns the first action that ends the workflow after this step, or nil. An action whose criteria refer to what an earlier step did
// not hand on ends nothing.
func (s *Step) Ended(ctx *Context) (*Action, error) {
	ctx.exact = s.In.Exact
	for i := range s.OnSuccess {
		action := &s.OnSuccess[i]
		all := true
		for _, c := range action.Criteria {
			holds, err := c.Holds(ctx)
			var unmet *UnmetError
			if err != nil && !errors.As(err, &unmet) {
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

// Collect keeps the outputs of s in ctx, where later steps find them, and returns those that the exchange did not have. One that is null or
// empty where a criterion failed is not kept: it names nothing, and whatever used it would fail for this one's cause.
func (s *Step) Collect(ctx *Context, failures []Failure) (missing []Mismatch, err error) {
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
		blank := string(got.json) == "null" || string(got.json) == `""`
		if blank && slices.ContainsFunc(failures, func(f Failure) bool { return f.About(output.Expression.text) }) {
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
