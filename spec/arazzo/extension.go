package arazzo

import (
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

// The extensions of Plumbline. What a reader that does not know them makes of a workflow is weaker, never another one.
// Source: Arazzo 1.0.1, Specification Extensions.
const (
	LifecycleKey = "x-plumbline-lifecycle" // of a workflow: how much of a resource's life a place must have; real if absent
	ExactKey     = "x-plumbline-exact"     // of a workflow: true compares strings with regard to case, which == of Arazzo does not
	NeedsKey     = "x-plumbline-needs"     // of a step: the earlier steps that must have been answered with the status they want
	PartnerKey   = "x-plumbline-partner"   // of a step: other, if the second caller asks

	// CredentialsKey is of a step that must be refused: values that stand in the place of the caller's credentials, by the names that these have in the pack.
	CredentialsKey = "x-plumbline-credentials"
)

const extensions = "x-plumbline-"

// lifecycles are the values of LifecycleKey: whether what is created can be read and removed, is a sample only, or nothing.
var lifecycles = []string{"real", "sample", "none"}

// extended reads the extensions of Plumbline in n, and reports every other key that looks like one.
func (d *decoder) extended(n *tree.Node, known ...string) map[string]*tree.Node {
	found := map[string]*tree.Node{}
	for _, member := range n.Members {
		switch {
		case !strings.HasPrefix(member.Name, extensions):
		case slices.Contains(known, member.Name):
			found[member.Name] = member.Value
		default:
			d.fail(member.At, "", "unknown key %q%s", member.Name, suggest(member.Name, known))
		}
	}
	return found
}

// word returns the text of an extension that is one of a few words.
func (d *decoder) word(n *tree.Node, name string, known ...string) string {
	switch {
	case n == nil:
		return ""
	case !n.Is(tree.String) || !slices.Contains(known, n.Text):
		d.fail(n.At, "", "%s is %q, not %s%s", name, shorten(n.String()), strings.Join(known, " or "), suggest(n.String(), known))
		return ""
	}
	return n.Text
}

// credentials reads the values of a step's credentials.
func (d *decoder) credentials(n *tree.Node, known *scope) []Parameter {
	if n == nil {
		return nil
	}
	if !n.Is(tree.Object) {
		d.fail(n.At, "", "%s is %s, not a mapping of credentials to values", CredentialsKey, article(n.Kind))
		return nil
	}
	var out []Parameter
	for _, member := range n.Members {
		if !member.Value.Is(tree.String) {
			d.fail(member.At, "", "%s is %s, not a string", member.Name, article(member.Value.Kind))
			continue
		}
		value, err := parseTemplate(member.Value.Text)
		if err != nil {
			d.fail(member.Value.At, "", "%v", err)
			continue
		}
		value.expressions(func(e Expression) { d.refers(member.Value.At, e, known, false) })
		out = append(out, Parameter{Name: member.Name, node: member.Value, value: value})
	}
	return out
}

func (d *decoder) workflowExtensions(w *Workflow) {
	found := d.extended(w.Node, LifecycleKey, ExactKey)
	w.Lifecycle = lifecycles[0]
	if word := d.word(found[LifecycleKey], LifecycleKey, lifecycles...); word != "" {
		w.Lifecycle = word
	}
	if exact := found[ExactKey]; exact != nil && !exact.Is(tree.Bool) {
		d.fail(exact.At, "", "%s is %s, not true or false", ExactKey, article(exact.Kind))
	} else {
		w.Exact = exact.Is(tree.Bool) && exact.Text == "true"
	}
}

func (d *decoder) stepExtensions(s *Step, known *scope) {
	found := d.extended(s.Node, NeedsKey, PartnerKey, CredentialsKey)
	s.Credentials = d.credentials(found[CredentialsKey], known)
	s.Other = d.word(found[PartnerKey], PartnerKey, "other") != ""
	if both := found[CredentialsKey]; both != nil && found[PartnerKey] != nil {
		d.fail(both.At, "", "%s stands beside %s, and a step asks as one caller; leave one of them out", CredentialsKey, PartnerKey)
	}
	for _, item := range d.list(found[NeedsKey], NeedsKey) {
		id := item.String()
		if _, earlier := known.steps[id]; !earlier {
			d.fail(item.At, "", "no step before this one is called %s%s", shorten(id), suggest(id, known.ids()))
			continue
		}
		s.Needs = append(s.Needs, id)
	}
}
