package arazzo

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

// Decode reads a list of workflows, as it stands under workflows: in an Arazzo document. The error holds every fault of the
// list, each a *tree.Error: unknown keys, unknown steps, inputs and outputs, malformed expressions and conditions, and
// the parts of Arazzo that are not driven.
func Decode(n *tree.Node) ([]*Workflow, error) {
	d := &decoder{}
	d.duplicates(n)
	workflows := d.workflows(n)
	return workflows, d.joined()
}

func (d *decoder) workflows(n *tree.Node) []*Workflow {
	var workflows []*Workflow
	names := map[string]tree.Position{}
	for _, item := range d.list(n, "workflows") {
		w := d.workflow(item)
		d.unique(names, w.ID, item.Get("workflowId"), "workflow")
		workflows = append(workflows, w)
	}
	return workflows
}

// decoder walks nodes and keeps every fault. tree.Node.Decode is not used, for Arazzo allows any x- key and reports
// parts that are known but not driven.
type decoder struct {
	errs    []*tree.Error
	sources map[string]bool // names of the document's source descriptions
}

// undriven are the fixed fields of Arazzo that Plumbline does not act on, with what to do instead. Leaving one out in
// silence would drive another workflow than was written.
var undriven = map[string]string{
	"dependsOn":      "put the steps into one workflow",
	"successActions": "use onSuccess in the step",
	"failureActions": "leave it out",
	"onFailure":      "leave it out",
	"operationPath":  "use operationId",
	"workflowId":     "put its steps here",
	"replacements":   "use expressions in the payload",
	"reference":      "write the object here",
	"goto":           "end the workflow",
	"jsonpath":       "use simple or regex",
	"xpath":          "use simple or regex",
}

func (d *decoder) fail(at tree.Position, fix, format string, values ...any) {
	problem := fmt.Sprintf(format, values...)
	d.errs = append(d.errs, &tree.Error{File: at.File, Line: at.Line, Column: at.Column, Problem: problem, Fix: fix})
}

// joined returns every fault in the order of the file, or nil.
func (d *decoder) joined() error {
	place := func(e *tree.Error) tree.Position { return tree.Position{File: e.File, Line: e.Line, Column: e.Column} }
	slices.SortStableFunc(d.errs, func(a, b *tree.Error) int {
		switch {
		case place(a).Before(place(b)):
			return -1
		case place(b).Before(place(a)):
			return 1
		}
		return 0
	})
	var errs []error
	for _, fault := range d.errs {
		errs = append(errs, fault)
	}
	return errors.Join(errs...)
}

func (d *decoder) duplicates(n *tree.Node) {
	if n.File() == nil {
		return
	}
	for _, duplicate := range n.File().Duplicates {
		for in := duplicate.In; in != nil; in = in.Parent() {
			if in == n {
				d.fail(duplicate.At, "keep one", "key %q stands twice, first at line %d", duplicate.Name, duplicate.First.Line)
			}
		}
	}
}

// object demands that n is a mapping with no other keys than known ones and extensions.
func (d *decoder) object(n *tree.Node, what string, known ...string) bool {
	if !n.Is(tree.Object) {
		d.fail(n.At, "", "%s is %s, not a mapping", what, article(n.Kind))
		return false
	}
	for _, member := range n.Members {
		fix, isUndriven := undriven[member.Name]
		switch near := tree.Nearest(member.Name, known); {
		case slices.Contains(known, member.Name) || strings.HasPrefix(member.Name, "x-"):
		case isUndriven:
			d.fail(member.At, fix, "%s is part of Arazzo, but not driven", member.Name)
		case near != "":
			d.fail(member.At, "", "unknown key %q (did you mean %q?)", member.Name, near)
		default:
			d.fail(member.At, "", "unknown key %q (known are %s)", member.Name, strings.Join(known, ", "))
		}
	}
	return true
}

func article(k tree.Kind) string {
	switch k {
	case tree.Array:
		return "a list"
	case tree.Object:
		return "a mapping"
	case tree.Null:
		return "null"
	default:
		return "a " + k.String()
	}
}

// list returns the items of n; nil if it is absent.
func (d *decoder) list(n *tree.Node, what string) []*tree.Node {
	if n != nil && n.Kind != tree.Array {
		d.fail(n.At, "", "%s is %s, not a list", what, article(n.Kind))
		return nil
	}
	if n == nil {
		return nil
	}
	return n.Items
}

// text returns the string that name has in n. An absent one is a fault only if required.
func (d *decoder) text(n *tree.Node, name string, required bool) string {
	value := n.Get(name)
	switch {
	case value == nil && required:
		d.fail(n.At, "", "%s is missing", name)
	case value == nil:
	case value.Kind != tree.String:
		d.fail(value.At, "", "%s is %s, not a string", name, article(value.Kind))
	case required && value.Text == "":
		d.fail(value.At, "", "%s is empty", name)
	}
	if !value.Is(tree.String) {
		return ""
	}
	return value.Text
}

// unique keeps where id was used and reports a second use.
func (d *decoder) unique(seen map[string]tree.Position, id string, n *tree.Node, what string) {
	if id == "" {
		return
	}
	if first, found := seen[id]; found {
		d.fail(n.At, "give it another id", "%s %s stands twice, first at line %d", what, id, first.Line)
		return
	}
	seen[id] = n.At
}

var identifier = regexp.MustCompile(`^[A-Za-z0-9_\-]+$`)

func (d *decoder) identifier(n *tree.Node, name string) string {
	id := d.text(n, name, true)
	if id != "" && !identifier.MatchString(id) {
		d.fail(n.Get(name).At, "use letters, digits, _ and -", "%s %q cannot be named in an expression", name, shorten(id))
	}
	return id
}

func (d *decoder) workflow(n *tree.Node) *Workflow {
	w := &Workflow{Node: n}
	if !d.object(n, "a workflow", "workflowId", "summary", "description", "inputs", "steps", "outputs", "parameters") {
		return w
	}
	d.workflowExtensions(w)
	w.ID = d.identifier(n, "workflowId")
	w.Summary, w.Description = d.text(n, "summary", false), d.text(n, "description", false)
	if w.Inputs = n.Get("inputs"); w.Inputs != nil && w.Inputs.Kind != tree.Object {
		d.fail(w.Inputs.At, "", "inputs is %s, not a schema", article(w.Inputs.Kind))
		w.Inputs = nil
	}
	common := d.parameters(n.Get("parameters"), nil)
	known := newScope(w.Inputs)
	names := map[string]tree.Position{}
	steps := d.list(n.Get("steps"), "steps")
	if len(steps) == 0 {
		d.fail(n.At, "", "workflow %s has no steps", w.ID)
	}
	for _, item := range steps {
		s := d.step(item, common, known)
		s.In = w
		d.unique(names, s.ID, item.Get("stepId"), "step")
		w.Steps = append(w.Steps, s)
		known.add(s)
	}
	w.Outputs = d.outputs(n.Get("outputs"), known, false)
	return w
}

func (d *decoder) step(n *tree.Node, common []Parameter, known *scope) *Step {
	s := &Step{Node: n, body: map[*tree.Node]template{}}
	if !d.object(n, "a step", "stepId", "description", "operationId", "parameters", "requestBody", "successCriteria",
		"onSuccess", "outputs") {
		return s
	}
	s.ID, s.Description = d.identifier(n, "stepId"), d.text(n, "description", false)
	s.OperationID = d.operation(n)
	d.stepExtensions(s, known)
	s.Parameters = d.parameters(n.Get("parameters"), common)
	for _, p := range s.Parameters {
		p.value.expressions(func(e Expression) { d.refers(p.node.At, e, known, false) })
	}
	if body := n.Get("requestBody"); body != nil && d.object(body, "requestBody", "contentType", "payload") {
		s.ContentType, s.Body = d.text(body, "contentType", false), body.Get("payload")
		if s.Body == nil {
			d.fail(body.At, "", "payload is missing")
		}
		d.payload(s.Body, s.body, known)
	}
	s.Success = d.criteria(n.Get("successCriteria"), "successCriteria", known)
	s.OnSuccess = d.actions(n.Get("onSuccess"), known)
	s.Outputs = d.outputs(n.Get("outputs"), known, true)
	return s
}
