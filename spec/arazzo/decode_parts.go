package arazzo

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

// scope is what an expression of a step may refer to: the declared inputs and the outputs of earlier steps.
type scope struct {
	inputs []string // nil if the workflow declares none: then any may be given
	steps  map[string][]string
}

func newScope(inputs *tree.Node) *scope {
	known := &scope{steps: map[string][]string{}}
	if properties := inputs.Get("properties"); properties != nil {
		known.inputs = []string{}
		for _, member := range properties.Members {
			known.inputs = append(known.inputs, member.Name)
		}
	}
	return known
}

func (k *scope) add(s *Step) {
	names := []string{}
	for _, output := range s.Outputs {
		names = append(names, output.Name)
	}
	k.steps[s.ID] = names
}

// ids are the steps so far, sorted.
func (k *scope) ids() []string { return slices.Sorted(maps.Keys(k.steps)) }

// refers reports an expression that leads nowhere. received says whether the step's own exchange is at hand.
func (d *decoder) refers(at tree.Position, e Expression, known *scope, received bool) {
	switch e.from {
	case fromInput:
		if known.inputs != nil && !slices.Contains(known.inputs, e.name) {
			d.fail(at, "", "%s: the workflow declares no such input%s", e.text, suggest(e.name, known.inputs))
		}
	case fromStep:
		outputs, found := known.steps[e.step]
		switch {
		case !found:
			near := suggest(e.step, known.ids())
			d.fail(at, "", "%s: no step before this one is called %s%s", e.text, e.step, near)
		case !slices.Contains(outputs, e.name):
			d.fail(at, "", "%s: step %s has no output %s%s", e.text, e.step, e.name, suggest(e.name, outputs))
		}
	default:
		if !received {
			d.fail(at, "use $inputs or $steps", "%s is not known before the request is sent", e.text)
		}
	}
}

// template parses a string and reports what is wrong with it.
func (d *decoder) template(n *tree.Node, known *scope) template {
	t, err := parseTemplate(n.Text)
	if err != nil {
		d.fail(n.At, "", "%v", err)
	}
	if known != nil {
		t.expressions(func(e Expression) { d.refers(n.At, e, known, false) })
	}
	return t
}

// payload fills into with every string below n that holds an expression.
func (d *decoder) payload(n *tree.Node, into map[*tree.Node]template, known *scope) {
	if n.Is(tree.String) {
		if t := d.template(n, known); !t.isPlain() {
			into[n] = t
		}
		return
	}
	if n == nil {
		return
	}
	for _, member := range n.Members {
		d.payload(member.Value, into, known)
	}
	for _, item := range n.Items {
		d.payload(item, into, known)
	}
}

// parameters returns those of n and, before them, the common ones that n does not override.
func (d *decoder) parameters(n *tree.Node, common []Parameter) []Parameter {
	var own []Parameter
	for _, item := range d.list(n, "parameters") {
		if !d.object(item, "a parameter", "name", "in", "value") {
			continue
		}
		p := Parameter{Name: d.text(item, "name", true), In: d.text(item, "in", true), node: item.Get("value")}
		if places := []string{"path", "query", "header", "cookie"}; p.In != "" && !slices.Contains(places, p.In) {
			d.fail(item.Get("in").At, "", "in is %q, not one of %s", p.In, strings.Join(places, ", "))
		}
		switch {
		case p.node == nil:
			d.fail(item.At, "", "value is missing")
			continue
		case p.node.Kind == tree.String:
			p.value = d.template(p.node, nil)
		}
		if slices.ContainsFunc(own, p.same) {
			d.fail(item.At, "keep one", "%s parameter %s stands twice", p.In, p.Name)
		}
		own = append(own, p)
	}
	kept := slices.DeleteFunc(slices.Clone(common), func(p Parameter) bool { return slices.ContainsFunc(own, p.same) })
	return append(kept, own...)
}

func (p Parameter) same(other Parameter) bool { return p.Name == other.Name && p.In == other.In }

func (d *decoder) outputs(n *tree.Node, known *scope, received bool) []Output {
	if n == nil || !n.Is(tree.Object) {
		if n != nil {
			d.fail(n.At, "", "outputs is %s, not a mapping", article(n.Kind))
		}
		return nil
	}
	var outputs []Output
	for _, member := range n.Members {
		if !isName(member.Name) {
			d.fail(member.At, "use letters, digits, ., - and _", "output %q cannot be named in an expression", shorten(member.Name))
		}
		if member.Value.Kind != tree.String {
			d.fail(member.Value.At, "", "output %s is %s, not an expression", member.Name, article(member.Value.Kind))
			continue
		}
		e, err := ParseExpression(braceless(member.Value.Text))
		if err != nil {
			d.fail(member.Value.At, "", "output %s: %v", member.Name, err)
			continue
		}
		d.refers(member.Value.At, e, known, received)
		outputs = append(outputs, Output{Name: member.Name, Expression: e, At: member.At})
	}
	return outputs
}

// braceless takes the braces off an expression that stands alone in them.
func braceless(text string) string {
	if inner, found := strings.CutPrefix(text, "{"); found && strings.HasSuffix(inner, "}") {
		return strings.TrimSuffix(inner, "}")
	}
	return text
}

func (d *decoder) criteria(n *tree.Node, what string, known *scope) []Criterion {
	var criteria []Criterion
	for _, item := range d.list(n, what) {
		if !d.object(item, "a criterion", "context", "condition", "type") {
			continue
		}
		c, ok := d.criterion(item)
		if !ok {
			continue
		}
		c.expressions(func(e Expression) { d.refers(item.Get("condition").At, e, known, true) })
		criteria = append(criteria, c)
	}
	return criteria
}

func (d *decoder) criterion(n *tree.Node) (c Criterion, ok bool) {
	before := len(d.errs)
	c.Condition = d.text(n, "condition", true)
	kind := "simple"
	if n.Get("type") != nil {
		kind = d.text(n, "type", true)
	}
	if len(d.errs) > before {
		return c, false
	}
	var err error
	at := n.Get("condition").At
	switch kind {
	case "simple":
		if context := n.Get("context"); context != nil {
			d.fail(context.At, "leave it out, or set type: regex", "a simple condition has no context")
		}
		c, err = ParseCriterion(c.Condition)
	case "regex":
		at = n.At
		if text := d.text(n, "context", true); text != "" {
			c.context, err = ParseExpression(braceless(text))
		}
		if err == nil {
			at = n.Get("condition").At
			c.pattern, err = regexp.Compile(c.Condition)
		}
	case "jsonpath", "xpath":
		d.fail(n.Get("type").At, undriven[kind], "criteria of type %s are part of Arazzo, but not driven", kind)
	default:
		d.fail(n.Get("type").At, "", "type is %q, not simple or regex%s", kind, suggest(kind, []string{"simple", "regex"}))
	}
	if err != nil {
		d.fail(at, "", "%v", err)
	}
	return c, len(d.errs) == before
}

func (d *decoder) actions(n *tree.Node, known *scope) []Action {
	var actions []Action
	names := map[string]tree.Position{}
	for _, item := range d.list(n, "onSuccess") {
		if !d.object(item, "an action", "name", "type", "criteria", "stepId", "workflowId") {
			continue
		}
		a := Action{Name: d.text(item, "name", true), At: item.At}
		d.unique(names, a.Name, item.Get("name"), "action")
		switch kind := d.text(item, "type", true); kind {
		case "end", "":
		case "goto":
			d.fail(item.Get("type").At, undriven[kind], "actions of type goto are part of Arazzo, but not driven")
		default:
			d.fail(item.Get("type").At, "", "type is %q, not end or goto", kind)
		}
		a.Criteria = d.criteria(item.Get("criteria"), "criteria", known)
		actions = append(actions, a)
	}
	return actions
}
