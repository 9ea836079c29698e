package tree

import (
	"fmt"
	"slices"
)

// Draft is a copy of a file that may be changed until its store is used. What is put into it keeps the file, line and column that
// it came from, so a place in the result is a place that somebody can open; references in it are those of the copy.
type Draft struct {
	File *File

	nodes, limit int // made so far, and how many may be

	known map[*Node]*Node // from the objects of the original to their copies; only where the file has duplicates
}

// Fork returns a store that holds the files of s, with a copy of f in the place of f. The copy may be changed through the
// Draft; s and its files stay as they are. The two stores share what they have read so far and nothing after that.
func (s *Store) Fork(f *File) (*Store, *Draft) {
	s.mu.Lock()
	defer s.mu.Unlock()
	copied := &File{Name: f.Name, Digest: f.Digest, Size: f.Size, key: f.key, remote: f.remote}
	d := &Draft{File: copied, limit: s.options.MaxNodes}
	if len(f.Duplicates) > 0 {
		d.known = map[*Node]*Node{}
	}
	copied.Root = d.copy(f.Root)
	for _, dup := range f.Duplicates {
		dup.In = d.known[dup.In]
		copied.Duplicates = append(copied.Duplicates, dup)
	}
	d.known = nil
	out := &Store{options: s.options, files: make(map[string]*entry, len(s.files)), nodes: s.nodes}
	for key, e := range s.files {
		if e.file == f {
			e = &entry{file: copied}
		}
		out.files[key] = e
	}
	for _, file := range s.order {
		if file == f {
			file = copied
		}
		out.order = append(out.order, file)
	}
	return out, d
}

// copy returns n and all that is below it as nodes of the draft, without a parent.
func (d *Draft) copy(n *Node) *Node {
	d.nodes++
	out := &Node{Kind: n.Kind, Text: n.Text, At: n.At, file: d.File}
	if d.known != nil {
		d.known[n] = out
	}
	if len(n.Items) > 0 {
		out.Items = make([]*Node, len(n.Items))
		for i, item := range n.Items {
			out.Items[i] = d.copy(item)
		}
	}
	if len(n.Members) > 0 {
		out.Members = make([]Member, len(n.Members))
		for i, m := range n.Members {
			out.Members[i] = Member{Name: m.Name, At: m.At, Value: d.copy(m.Value)}
		}
	}
	out.settle()
	return out
}

// settle makes the children of n know their places again.
func (n *Node) settle() {
	n.index = nil
	if len(n.Members) > indexFrom {
		n.index = make(map[string]int32, len(n.Members))
	}
	for i, m := range n.Members {
		m.Value.parent, m.Value.place = n, i
		if n.index != nil {
			n.index[m.Name] = int32(i)
		}
	}
	for i, item := range n.Items {
		item.parent, item.place = n, i
	}
}

// Put changes the node n of the draft by a value: to an array it is appended, into anything else it is merged. A value that is itself
// an array is a list of things to append. The error is an *Error without a place: the draft would become too large or too deep.
func (d *Draft) Put(n, value *Node) error {
	if depth := n.depth() + value.height(); depth > maxDepth {
		return &Error{Problem: fmt.Sprintf("the result would nest deeper than %d levels", maxDepth), Fix: "flatten what is put in"}
	}
	if n.Kind == Array && value.Kind != Array {
		n.Items = append(n.Items, d.copy(value))
		n.settle()
	} else {
		d.merge(n, value)
	}
	if d.nodes > d.limit {
		return &Error{Problem: fmt.Sprintf("the result would have more than %d values", d.limit), Fix: "put in less, or at fewer places"}
	}
	return nil
}

// depth is how many nodes stand above n.
func (n *Node) depth() int {
	depth := 0
	for ; n.parent != nil; n = n.parent {
		depth++
	}
	return depth
}

// height is how many levels n and what is below it have.
func (n *Node) height() int {
	most := 0
	for i := range n.Members {
		most = max(most, n.Members[i].Value.height())
	}
	for _, item := range n.Items {
		most = max(most, item.height())
	}
	return most + 1
}

// merge puts from into the node n of the draft: members of objects are merged, name by name, at every depth; items of an array are
// appended; anything else, and a value of another kind, takes the place of what was there. Source: OpenAPI Overlay 1.0.0, section 4.4.3
// (Action Object); what it leaves open about arrays is as its later versions say it.
func (d *Draft) merge(n, from *Node) {
	switch {
	case n.Kind != from.Kind:
		fresh := d.copy(from)
		n.Kind, n.Text, n.At, n.Members, n.Items = fresh.Kind, fresh.Text, fresh.At, fresh.Members, fresh.Items
	case n.Kind == Object:
		for _, m := range from.Members {
			if old := n.Get(m.Name); old != nil {
				d.merge(old, m.Value)
				continue
			}
			n.Members = append(n.Members, Member{Name: m.Name, At: m.At, Value: d.copy(m.Value)})
		}
	case n.Kind == Array:
		for _, item := range from.Items {
			n.Items = append(n.Items, d.copy(item))
		}
	default:
		n.Text, n.At = from.Text, from.At
	}
	n.settle()
}

// Remove takes n out of the object or array of the draft that holds it. The root of a file cannot be taken out.
func (d *Draft) Remove(n *Node) {
	p := n.parent
	if p == nil || n.place >= len(p.Members)+len(p.Items) {
		return
	}
	if p.Kind == Object && p.Members[n.place].Value == n {
		p.Members = slices.Delete(p.Members, n.place, n.place+1)
	} else if p.Kind == Array && p.Items[n.place] == n {
		p.Items = slices.Delete(p.Items, n.place, n.place+1)
	}
	p.settle()
}
