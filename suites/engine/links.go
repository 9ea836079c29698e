package engine

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/arazzo"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// links returns a workflow for each link of the document's successful answers: the operation that is answered with it, then the one that it
// leads to, asked with what the answer holds. Source: OpenAPI 3.0.3, section 4.7.20 (Link Object).
func (p *planner) links() []Group {
	var groups []Group
	for _, op := range p.document.Operations {
		for _, answer := range op.Responses {
			links := p.document.Resolve(answer.Node).Get("links")
			if !strings.HasPrefix(answer.Status, "2") || links == nil {
				continue
			}
			for _, member := range links.Members {
				groups = append(groups, p.link(op, answer.Status, member.Name, p.document.Resolve(member.Value)))
			}
		}
	}
	return groups
}

var unnamable = regexp.MustCompile(`[^A-Za-z0-9_-]+`)

// link is one link as a workflow of two steps. One that cannot be followed is a case that is skipped with the reason.
func (p *planner) link(op *spec.Operation, status, name string, link *tree.Node) Group {
	id := "link-" + unnamable.ReplaceAllString(op.ID+"-"+name, "-")
	w, err := p.linked(id, op, status, link)
	if err != nil {
		c := &runner.Case{ID: id + "/from", Title: "follows the link " + name, Operation: op.ID, Phase: runner.PhaseWorkflows, Workflow: id, Method: op.Method, Skip: err.Error()}
		return Group{Name: id, Workflow: true, Cases: []*runner.Case{c}}
	}
	g := p.workflow(w)
	g.Title = fmt.Sprintf("the link %s of %s", name, op.ID)
	accept := runner.Promise{Claim: "positive-data-accepted", Accept: true, Why: "the document's links lead there"}
	for _, c := range g.Cases {
		c.Promise, c.Link = accept, true
	}
	return g
}

// leads returns the operation that a link leads to; nil if the document has none.
func (p *planner) leads(link *tree.Node) *spec.Operation {
	if id := link.Get("operationId").String(); id != "" {
		return p.document.Operation(id)
	}
	pointer := strings.TrimPrefix(link.Get("operationRef").String(), "#")
	for _, op := range p.document.Operations {
		if pointer != "" && op.Node.Pointer() == pointer {
			return op
		}
	}
	return nil
}

// The parts of an Arazzo workflow that links need.
type (
	flowParameter struct {
		Name  string `json:"name"`
		In    string `json:"in"`
		Value any    `json:"value"`
	}
	flowBody struct {
		ContentType string          `json:"contentType"`
		Payload     json.RawMessage `json:"payload"`
	}
	flowCondition struct {
		Condition string `json:"condition"`
	}
	flowStep struct {
		StepID      string            `json:"stepId"`
		Description string            `json:"description"`
		OperationID string            `json:"operationId"`
		Needs       []string          `json:"x-plumbline-needs"`
		Parameters  []flowParameter   `json:"parameters"`
		Body        *flowBody         `json:"requestBody,omitempty"`
		Success     []flowCondition   `json:"successCriteria"`
		Outputs     map[string]string `json:"outputs"`
	}
	flowOf struct {
		WorkflowID string     `json:"workflowId"`
		Steps      []flowStep `json:"steps"`
	}
)

// linked writes a link down as the Arazzo workflow that it is, and reads that.
func (p *planner) linked(id string, op *spec.Operation, status string, link *tree.Node) (*arazzo.Workflow, error) {
	target := p.leads(link)
	if target == nil {
		return nil, fmt.Errorf("the document has no operation that the link leads to")
	}
	from, err := p.linkStep("from", op)
	if err != nil {
		return nil, err
	}
	from.Description = "answers with the link"
	from.Success = []flowCondition{{"$statusCode == " + status}}
	if strings.Contains(strings.ToUpper(status), "X") {
		from.Success = []flowCondition{{"$statusCode >= 200 && $statusCode < 300"}}
	}
	to, err := p.linkStep("to", target)
	if err != nil {
		return nil, err
	}
	to.Description, to.Needs = "accepts what the link leads to", []string{"from"}
	to.Success = []flowCondition{{"$statusCode >= 200 && $statusCode < 300"}}
	hand := func(value *tree.Node) any {
		if !value.Is(tree.String) || !strings.HasPrefix(value.Text, "$") {
			return json.RawMessage(value.JSON())
		}
		name := fmt.Sprintf("value%d", len(from.Outputs)+1)
		from.Outputs[name] = value.Text
		return "$steps.from.outputs." + name
	}
	if parameters := link.Get("parameters"); parameters != nil {
		for _, member := range parameters.Members {
			if err := to.set(target, member.Name, hand(member.Value)); err != nil {
				return nil, err
			}
		}
	}
	if body := link.Get("requestBody"); body != nil {
		payload, err := json.Marshal(hand(body))
		if err != nil {
			return nil, err
		}
		to.Body = &flowBody{ContentType: "application/json", Payload: payload}
	}
	written, err := json.Marshal([]flowOf{{WorkflowID: id, Steps: []flowStep{from, to}}})
	if err != nil {
		return nil, err
	}
	file, err := tree.NewStore(tree.Options{}).Add(id, written)
	if err != nil {
		return nil, err
	}
	flows, err := arazzo.Decode(file.Root)
	if err != nil {
		return nil, fmt.Errorf("the link cannot be followed: %w", err)
	}
	return flows[0], nil
}

// linkStep is a step of op with the plainest right request.
func (p *planner) linkStep(id string, op *spec.Operation) (flowStep, error) {
	step := flowStep{StepID: id, OperationID: op.ID, Needs: []string{}, Parameters: []flowParameter{}, Outputs: map[string]string{}}
	sample, problem := p.template(op)
	if problem != "" {
		return step, fmt.Errorf("%s", problem)
	}
	if sample.Body != nil {
		if !json.Valid(sample.Body) {
			return step, fmt.Errorf("%s takes no JSON, and workflows send nothing else", op.ID)
		}
		step.Body = &flowBody{ContentType: sample.MediaType, Payload: sample.Body}
		if bytes.HasPrefix(bytes.TrimSpace(sample.Body), []byte(`"`)) { // the text of a payload is a body as it stands
			step.Body.Payload = tape.Quote(string(sample.Body))
		}
	}
	values := p.parameters(op)
	for _, param := range op.Parameters {
		if value, ok := values[runner.Parameter{In: param.In, Name: param.Name}]; ok {
			step.Parameters = append(step.Parameters, flowParameter{param.Name, param.In, value})
		}
	}
	return step, nil
}

// set gives the parameter called name, or in.name where an operation has several of one name, its value.
func (s *flowStep) set(op *spec.Operation, name string, value any) error {
	for _, param := range op.Parameters {
		if name != param.Name && name != param.In+"."+param.Name {
			continue
		}
		s.Parameters = slices.DeleteFunc(s.Parameters, func(p flowParameter) bool { return p.Name == param.Name && p.In == param.In })
		s.Parameters = append(s.Parameters, flowParameter{param.Name, param.In, value})
		return nil
	}
	return fmt.Errorf("%s has no parameter %s that the link sets", op.ID, name)
}
