package payload

import (
	"strings"
	"sync"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// source is where schemas come from: the store of the document and the version of its dialect.
type source struct {
	store *tree.Store
	is31  bool
	known *sync.Map // *tree.Node -> *shape: of one schema without choices taken, which is nearly every question asked
}

// follow returns the schema that n refers to, or nil if n is no reference. alone says that the reference is all that
// counts: in OpenAPI 3.0 what stands beside $ref is ignored, in 3.1 it counts too.
func (s source) follow(n *tree.Node) (next *tree.Node, alone bool, err error) {
	ref, ok := n.Reference()
	if !ok {
		if ref = n.Get("$dynamicRef").String(); ref == "" || !s.is31 {
			return nil, false, nil
		}
	}
	next, err = s.store.Lookup(n.File(), ref)
	if err != nil {
		at := n.Get("$ref")
		if at == nil {
			at = n.Get("$dynamicRef")
		}
		return nil, false, &dead{reason: ReasonReference, at: at.At, message: strings.TrimSpace(err.Error())}
	}
	return next, !s.is31, nil
}

// target follows references, and an allOf of a single member that says nothing else, to the schema that is meant: the
// node by which recursion is told.
func (s source) target(n *tree.Node) *tree.Node {
	for range 100 {
		next, _, err := s.follow(n)
		if err != nil {
			return n
		}
		if next == nil {
			all := itemsOf(n.Get("allOf"))
			if len(all) != 1 || n.Get("properties") != nil {
				return n
			}
			next = all[0]
		}
		n = next
	}
	return n
}

// component returns the name under which a schema stands in the components, or "".
func component(n *tree.Node) string {
	if p := n.Parent(); p != nil && p.Name() == "schemas" {
		return n.Name()
	}
	return ""
}

// mapped returns the schema that a value of a discriminator's mapping names: a reference or the name of a component.
func (s source) mapped(n *tree.Node, ref string) *tree.Node {
	if !strings.ContainsAny(ref, "#/.") {
		ref = "#/components/schemas/" + ref
	}
	target, err := s.store.Lookup(n.File(), ref)
	if err != nil {
		return nil
	}
	return target
}

// tags returns the values the discriminator d of n may have for a value of this shape, the most fitting first.
func (s *shape) tags(src source, n, d *tree.Node) []string {
	var fitting, rest []string
	for _, m := range membersOf(d.Get("mapping")) {
		target := src.mapped(n, m.Value.Text)
		if target != n && s.has(target) {
			fitting = append(fitting, m.Name)
		} else {
			rest = append(rest, m.Name)
		}
	}
	for _, node := range s.nodes {
		if c := component(node); c != "" && node != n {
			fitting = append(fitting, c)
		}
	}
	if c := component(n); c != "" {
		fitting = append(fitting, c)
	}
	return append(fitting, rest...)
}

func (s *shape) has(n *tree.Node) bool {
	for _, had := range s.nodes {
		if had == n {
			return true
		}
	}
	return false
}

// hidden reports whether a property with this goal does not appear on a face: requests hold nothing that is readOnly,
// responses nothing that is writeOnly. Source: OpenAPI 3.0.3, section 4.7.24.2; JSON Schema 2020-12 Validation, 9.4.
func (s source) hidden(g goal, face schema.Face) bool {
	keyword := "readOnly"
	if face == schema.Response {
		keyword = "writeOnly"
	}
	flat, err := s.flatten(g, nil)
	if err != nil {
		return false
	}
	for _, n := range flat.nodes {
		if set, _ := n.Get(keyword).Bool(); set {
			return true
		}
	}
	return false
}

// itemsOf and membersOf are the items and members of a node that may be absent or of another kind.
func itemsOf(n *tree.Node) []*tree.Node {
	if n == nil {
		return nil
	}
	return n.Items
}

func membersOf(n *tree.Node) []tree.Member {
	if n == nil {
		return nil
	}
	return n.Members
}
