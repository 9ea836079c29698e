package mock

import (
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// fields is what a schema says about the members of a value: which it names and which it requires, at every depth. The API
// takes a member that its document does not name for a mistake, although the document leaves every object open.
type fields struct {
	known    []field
	required []string
	items    *fields // of an array; nil if nothing is said of them
	free     bool    // other members are described too, so none is a mistake
}

type field struct {
	name string
	hash uint32
	*fields
}

// fieldsOf reads a schema, references and allOf included.
func fieldsOf(doc *spec.Document, n *tree.Node) *fields {
	return (&fieldReader{doc: doc, seen: map[*tree.Node]*fields{}}).read(n)
}

type fieldReader struct {
	doc  *spec.Document
	seen map[*tree.Node]*fields
}

func (r *fieldReader) read(n *tree.Node) *fields {
	n = r.doc.Resolve(n)
	if n == nil {
		return &fields{free: true} // a reference that leads nowhere forbids nothing
	}
	if f := r.seen[n]; f != nil {
		return f
	}
	f := &fields{}
	r.seen[n] = f
	r.gather(n, f, nil)
	// A schema that names no members describes none: whatever stands there is no mistake.
	f.free = f.free || len(f.known) == 0
	return f
}

// gather adds to f what the schema at n says, and what those say that it consists of: around are the ones of which n is a part.
func (r *fieldReader) gather(n *tree.Node, f *fields, around []*tree.Node) {
	if n = r.doc.Resolve(n); n == nil {
		f.free = true
		return
	}
	if slices.Contains(around, n) {
		return // a schema that is a part of itself says nothing more
	}
	around = append(around, n)
	for _, name := range n.Get("required").Strings() {
		if !slices.Contains(f.required, name) {
			f.required = append(f.required, name)
		}
	}
	if properties := n.Get("properties"); properties != nil {
		for _, m := range properties.Members {
			f.known = append(f.known, field{name: m.Name, hash: tape.Hash(m.Name), fields: r.read(m.Value)})
		}
	}
	if extra := n.Get("additionalProperties"); extra.Is(tree.Object) {
		f.free = true
	}
	if items := n.Get("items"); items != nil {
		f.items = r.read(items)
	}
	for _, branch := range []string{"allOf", "oneOf", "anyOf"} {
		if list := n.Get(branch); list != nil {
			for _, item := range list.Items {
				before := len(f.required)
				r.gather(item, f, around)
				if branch != "allOf" { // what one branch requires, another may not
					f.required = f.required[:before]
				}
			}
		}
	}
}

// flaws collects the members a body lacks and those it should not have, as dotted paths.
type flaws struct{ missing, unknown []string }

// mostNamed is the number of culprits an error names; a body of a million mistakes gets a short answer all the same.
const mostNamed = 20

// longestName is the number of bytes of a name that an error repeats.
const longestName = 120

// check compares v with f; path is where v stands.
func (f *fields) check(v tape.Value, path string, out *flaws) {
	switch v.Kind() {
	case tape.Array:
		if f.items == nil {
			return
		}
		for c := v.Walk(); c.Next(); {
			if k := c.Value().Kind(); k == tape.Object || k == tape.Array {
				f.items.check(c.Value(), joined(path, strconv.Itoa(c.Index())), out)
			}
		}
	case tape.Object:
		for _, name := range f.required {
			if _, ok := v.Get(name); !ok && len(out.missing) < mostNamed {
				out.missing = append(out.missing, joined(path, name))
			}
		}
		for c := v.Walk(); c.Next(); {
			known := f.find(&c)
			switch k := c.Value().Kind(); {
			case known == nil && !f.free && len(out.unknown) < mostNamed:
				out.unknown = append(out.unknown, joined(path, string(c.Name())))
			case known != nil && (k == tape.Object || k == tape.Array):
				known.check(c.Value(), joined(path, known.name), out)
			}
		}
	}
}

func (f *fields) find(c *tape.Cursor) *field {
	hash := c.Hash()
	for i := range f.known {
		if f.known[i].hash == hash && f.known[i].name == string(c.Name()) {
			return &f.known[i]
		}
	}
	return nil
}

func joined(path, name string) string {
	if len(name) > longestName {
		name = strings.ToValidUTF8(name[:longestName], "") + "..."
	}
	if path == "" {
		return name
	}
	return path + "." + name
}

// declares says whether a body with this schema may hold something at the path: names of members, or "[]" for the items of an array.
func declares(doc *spec.Document, n *tree.Node, path ...string) bool {
	f := fieldsOf(doc, n)
	for _, step := range path {
		if step == "[]" {
			f = f.items
		} else if i := slices.IndexFunc(f.known, func(k field) bool { return k.name == step }); i >= 0 {
			f = f.known[i].fields
		} else {
			return false
		}
		if f == nil {
			return false
		}
	}
	return true
}
