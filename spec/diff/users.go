package diff

import (
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

// usersOf returns the operations, path items and components in which a reference to the component at n stands, or to a part of it. All references of the
// document are looked through once.
func (s *side) usersOf(n *tree.Node) []*tree.Node {
	if s.users == nil {
		s.users = map[string][]*tree.Node{}
		for i := range s.doc.Root.Members {
			area := &s.doc.Root.Members[i]
			for j := range area.Value.Members {
				s.lookThrough(area.Value.Members[j].Value, area.Name == "components")
			}
		}
	}
	return s.users["#"+n.Pointer()]
}

// lookThrough notes the references below a path item, or below a kind of components, by the operation or the component in which they stand.
func (s *side) lookThrough(item *tree.Node, components bool) {
	for i := range item.Members {
		user := item.Members[i].Value
		if !components && user.Get("responses") == nil {
			user = item
		}
		item.Members[i].Value.Walk(func(n *tree.Node) bool {
			if ref, isRef := n.Reference(); isRef {
				ref = componentOf(ref)
				if known := s.users[ref]; len(known) == 0 || known[len(known)-1] != user {
					s.users[ref] = append(known, user)
				}
			}
			return true
		})
	}
}

// componentOf is the part of a reference that names a component: #/components/schemas/Pet of #/components/schemas/Pet/properties/name.
func componentOf(ref string) string {
	end, slashes := 0, 0
	for ; end < len(ref) && slashes < 4; end++ {
		if ref[end] == '/' {
			slashes++
		}
	}
	if slashes == 4 && strings.HasPrefix(ref, "#/components/") {
		return ref[:end-1]
	}
	return ref
}

// container returns the operation, the path item or the component in which n stands; the root of its file if it stands in none.
func container(n *tree.Node) *tree.Node {
	var chain [4]*tree.Node // the root and what is below it on the way to n
	for ; n != nil; n = n.Parent() {
		copy(chain[1:], chain[:3])
		chain[0] = n
	}
	at := chain[0]
	for _, below := range chain[1:] {
		if below != nil && (below != chain[3] || chain[1].Name() == "components" || below.Get("responses") != nil) {
			at = below
		}
	}
	return at
}

// around returns what n stands in, and all that refers to that, through others perhaps.
func (s *side) around(n *tree.Node) map[*tree.Node]bool {
	met := map[*tree.Node]bool{container(n): true}
	for queue := []*tree.Node{container(n)}; len(queue) > 0; queue = queue[1:] {
		for _, user := range s.usersOf(queue[0]) {
			if !met[user] {
				met[user] = true
				queue = append(queue, user)
			}
		}
	}
	return met
}

// referred reports whether anything in the document refers to the schema called name.
func (s *side) referred(name string) bool {
	return len(s.usersOf(s.doc.Root.Lookup("/components/schemas/"+tree.EscapePointer(name)))) > 0
}

// sent reports whether messages are described with the component at n: what stands outside of the schemas refers to it, through others perhaps.
func (s *side) sent(n *tree.Node) bool {
	for user := range s.around(n) {
		if !strings.HasPrefix(user.Pointer(), "/components/schemas/") {
			return true
		}
	}
	return false
}
