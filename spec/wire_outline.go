package spec

import (
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// each calls visit once with every schema that speaks about the same value as n: n itself, what it refers to, and what it is composed of. It goes
// on below a schema only where visit says so.
func (d *Document) each(n *tree.Node, visit func(*tree.Node) bool) {
	d.eachUnseen(n, map[*tree.Node]bool{}, visit)
}

func (d *Document) eachUnseen(n *tree.Node, seen map[*tree.Node]bool, visit func(*tree.Node) bool) {
	if n == nil || seen[n] {
		return
	}
	seen[n] = true
	if _, isRef := n.Reference(); isRef {
		if alone := !d.Is31() || len(n.Members) == 1; !alone && !visit(n) {
			return
		} else if d.eachUnseen(d.Resolve(n), seen, visit); alone {
			return // what stands beside a reference counts in 3.1 only
		}
	} else if !visit(n) {
		return
	}
	for _, keyword := range [...]string{"allOf", "anyOf", "oneOf"} {
		if list := n.Get(keyword); list != nil {
			for _, item := range list.Items {
				d.eachUnseen(item, seen, visit)
			}
		}
	}
	for _, keyword := range [...]string{"then", "else"} {
		d.eachUnseen(n.Get(keyword), seen, visit)
	}
}

// newOutline gathers what schemas of the same value say together.
func (d *Document) newOutline(nodes []*tree.Node) *outline {
	o := &outline{document: d, nodes: nodes, properties: map[string]*later{}, kinds: d.kindsOf(nodes)}
	o.shapes = o.kinds.shapes()
	free, named := false, false
	prefixes := 0
	for _, n := range nodes {
		o.counts = o.counts || d.contentCounts(n)
		d.each(n, func(n *tree.Node) bool {
			o.gather(n)
			prefixes = max(prefixes, n.Get("prefixItems").Len())
			rest := n.Get("additionalProperties")
			allowed, literal := rest.Bool()
			free = free || rest.Is(tree.Object) || literal && allowed || n.Get("patternProperties") != nil
			named = named || n.Get("properties").Len() > 0 || literal && !allowed
			return true
		})
	}
	o.free = free || !named
	o.prefix = make([]*later, prefixes)
	for i := range o.prefix {
		o.prefix[i] = &later{nodes: d.prefixed(nodes, i)}
	}
	return o
}

// gather adds what one schema says.
func (o *outline) gather(n *tree.Node) {
	if properties := n.Get("properties"); properties.Is(tree.Object) {
		for _, m := range properties.Members {
			if o.properties[m.Name] == nil {
				o.names = append(o.names, m.Name)
			}
			o.properties[m.Name] = o.properties[m.Name].and(m.Value)
		}
	}
	if rest := n.Get("additionalProperties"); rest.Is(tree.Object) {
		o.rest = o.rest.and(rest)
	}
	if items := n.Get("items"); items.Is(tree.Object) {
		o.items = o.items.and(items)
	}
	switch n.Get("format").String() {
	case "binary":
		o.binary = true
	case "byte", "base64":
		o.encoded = true
	}
	o.encoded = o.encoded || n.Get("contentEncoding") != nil
}

// and adds a schema to those that speak about one value.
func (l *later) and(n *tree.Node) *later {
	if l == nil {
		return &later{nodes: []*tree.Node{n}}
	}
	if !slices.Contains(l.nodes, n) {
		l.nodes = append(l.nodes, n)
	}
	return l
}

// prefixed returns the schemas of the item with that number where some of them have prefixItems.
func (d *Document) prefixed(nodes []*tree.Node, index int) []*tree.Node {
	var out []*tree.Node
	for _, n := range nodes {
		d.each(n, func(n *tree.Node) bool {
			if prefix := n.Get("prefixItems"); prefix != nil && index < len(prefix.Items) {
				out = append(out, prefix.Items[index])
			} else if items := n.Get("items"); items.Is(tree.Object) {
				out = append(out, items)
			}
			return true
		})
	}
	return out
}

// kindsOf gathers the types that schemas, and those they are composed of, allow.
func (d *Document) kindsOf(nodes []*tree.Node) kinds {
	found := kinds(0)
	for _, n := range nodes {
		d.each(n, func(n *tree.Node) bool {
			own := kinds(0)
			for _, name := range n.Get("type").Strings() {
				own |= kindsByName[name]
			}
			if own == 0 {
				found |= impliedKinds(n)
				return true
			}
			if truth(n.Get("nullable")) {
				own |= 1 << tape.Null
			}
			found |= own
			return false // what a schema with a type is composed of can only narrow it
		})
	}
	return found
}

// impliedKinds is what a schema without a type is about, by its other keywords.
func impliedKinds(n *tree.Node) kinds {
	found := kinds(0)
	if n.Get("properties") != nil || n.Get("additionalProperties").Is(tree.Object) || n.Get("patternProperties") != nil {
		found |= 1 << tape.Object
	}
	if n.Get("items") != nil || n.Get("prefixItems") != nil {
		found |= 1 << tape.Array
	}
	if only := n.Get("const"); only != nil {
		found |= kindsByName[only.Kind.String()]
	}
	if values := n.Get("enum"); values != nil {
		for _, value := range values.Items {
			found |= kindsByName[value.Kind.String()]
		}
	}
	return found
}

// unread are the keywords that look at nothing but the type of a string.
var unread = map[string]bool{
	"type": true, "nullable": true, "title": true, "description": true, "default": true, "example": true, "examples": true, "deprecated": true,
	"externalDocs": true, "contentMediaType": true, "contentEncoding": true, "contentSchema": true, "$comment": true, "readOnly": true, "writeOnly": true,
}

// contentCounts reports whether the verdict on a string depends on what it holds. Where it does not, a file of any size costs nothing.
func (d *Document) contentCounts(n *tree.Node) bool {
	if _, isRef := n.Reference(); isRef && !(d.Is31() && len(n.Members) > 1) {
		n = d.Resolve(n)
	}
	if !n.Is(tree.Object) {
		return n != nil
	}
	for _, m := range n.Members {
		if !unread[m.Name] && !strings.HasPrefix(m.Name, "x-") && (m.Name != "format" || m.Value.String() != "binary") {
			return true
		}
	}
	return false
}
