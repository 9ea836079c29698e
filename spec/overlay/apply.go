package overlay

import (
	"errors"
	"fmt"

	"go.yaml.in/yaml/v4"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

// Miss is an action whose target selected nothing.
type Miss struct {
	Target string
	At     tree.Position // of the target
}

// Apply changes the draft of a document's file by every action in turn. It returns the actions that selected nothing. The error is a
// *tree.Error that stands at the action's target: it selects what cannot be updated or removed.
// Source: OpenAPI Overlay Specification 1.0.0, section 4.4 (Schema), Action Object.
func (o *Overlay) Apply(d *tree.Draft) ([]Miss, error) {
	m := &mirror{to: map[*tree.Node]*yaml.Node{}, from: map[*yaml.Node]*tree.Node{}}
	root := m.reflect(d.File.Root)
	var missed []Miss
	for i := range o.Actions {
		action := &o.Actions[i]
		selected, err := m.query(action, root)
		if err != nil {
			return nil, err
		}
		if len(selected) == 0 {
			missed = append(missed, Miss{action.Target, action.At})
		}
		changed := map[*tree.Node]bool{}
		for _, n := range selected {
			if err := action.apply(d, n); err != nil {
				return nil, err
			}
			if action.Remove {
				n = n.Parent()
			}
			changed[n] = true
		}
		for n := range changed {
			m.refresh(n)
		}
	}
	return missed, nil
}

// apply changes one target.
func (action *Action) apply(d *tree.Draft, n *tree.Node) error {
	switch {
	case action.Remove && n.Parent() == nil:
		return action.fail("name something inside of the document", "the target is the whole document, which cannot be removed")
	case action.Remove:
		d.Remove(n)
	case n.Kind != tree.Object && n.Kind != tree.Array:
		return action.fail("select the object that holds it, and update that", "the target selects %s at %s, and only objects and arrays are updated", a(n.Kind), n.At)
	case n.Kind == tree.Object && action.Update.Kind != tree.Object:
		return action.fail("write an object with what to merge", "the target selects an object at %s, but update holds %s", n.At, a(action.Update.Kind))
	default:
		var full *tree.Error
		if err := d.Put(n, action.Update); errors.As(err, &full) {
			return action.fail(full.Fix, "%s", full.Problem)
		}
	}
	return nil
}

func (action *Action) fail(fix, problem string, values ...any) error {
	return &tree.Error{
		File: action.At.File, Line: action.At.Line, Column: action.At.Column,
		Problem: fmt.Sprintf("overlay: "+problem, values...), Fix: fix,
	}
}

// mirror shows a tree as the nodes that JSONPath is evaluated on, and keeps up with its changes.
type mirror struct {
	to   map[*tree.Node]*yaml.Node
	from map[*yaml.Node]*tree.Node
}

var tags = map[tree.Kind]string{tree.Null: "!!null", tree.Bool: "!!bool", tree.String: "!!str"}

// reflect makes the mirror image of n.
func (m *mirror) reflect(n *tree.Node) *yaml.Node {
	y := &yaml.Node{}
	m.fill(y, n)
	return y
}

func (m *mirror) fill(y *yaml.Node, n *tree.Node) {
	*y = yaml.Node{Kind: yaml.ScalarNode, Tag: tags[n.Kind], Value: n.Text}
	m.to[n], m.from[y] = y, n
	switch n.Kind {
	case tree.Null:
		y.Value = "null"
	case tree.Number:
		y.Tag = "!!float"
		if whole(n.Text) {
			y.Tag = "!!int"
		}
	case tree.Object:
		y.Kind, y.Tag, y.Content = yaml.MappingNode, "!!map", make([]*yaml.Node, 0, 2*len(n.Members))
		for i := range n.Members {
			key := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: n.Members[i].Name}
			y.Content = append(y.Content, key, m.reflect(n.Members[i].Value))
		}
	case tree.Array:
		y.Kind, y.Tag, y.Content = yaml.SequenceNode, "!!seq", make([]*yaml.Node, 0, len(n.Items))
		for _, item := range n.Items {
			y.Content = append(y.Content, m.reflect(item))
		}
	}
}

func whole(number string) bool {
	for _, c := range number {
		if c != '-' && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// refresh makes the image of n anew, in the place where its old one stands.
func (m *mirror) refresh(n *tree.Node) {
	if y := m.to[n]; y != nil {
		m.fill(y, n)
	}
}

// query returns what the action's target selects, each node once, in the order of the document.
func (m *mirror) query(action *Action, root *yaml.Node) (out []*tree.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			out, err = nil, action.fail("write a simpler JSONPath", "the target cannot be evaluated: %v", r)
		}
	}()
	seen := map[*tree.Node]bool{}
	for _, y := range action.path.Query(root) {
		if n := m.from[y]; n != nil && !seen[n] {
			seen[n] = true
			out = append(out, n)
		}
	}
	return out, nil
}
