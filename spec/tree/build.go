package tree

// maxDepth is how deep a file may nest. Real documents stay below 60; without a limit a hostile one exhausts the stack.
const maxDepth = 1000

// builder makes the nodes of one file. Nodes come out of blocks: a document has a hundred thousand of them.
type builder struct {
	file    *File
	name    string
	nodes   int // made so far
	limit   int // how many may be made
	block   []Node
	members []Member
	items   []*Node
}

const blockSize = 512

// node makes a node that stands at line and column.
func (b *builder) node(kind Kind, line, column int) (*Node, error) {
	at := Position{File: b.name, Line: line, Column: column}
	if b.nodes++; b.nodes > b.limit {
		return nil, b.tooMany(at)
	}
	if len(b.block) == cap(b.block) {
		b.block = make([]Node, 0, blockSize)
	}
	b.block = append(b.block, Node{Kind: kind, At: at, file: b.file})
	return &b.block[len(b.block)-1], nil
}

func (b *builder) tooMany(at Position) error {
	return errorAt(at, "write out less, or expand fewer aliases", "more than %d values, aliases expanded", b.limit)
}

// adoptItems closes an array: items became complete since the stack had height from.
func (b *builder) adoptItems(n *Node, from int) {
	if len(b.items) > from {
		n.Items = append(make([]*Node, 0, len(b.items)-from), b.items[from:]...)
	}
	b.items = b.items[:from]
	for i, item := range n.Items {
		item.parent, item.place = n, i
	}
}

// adoptMembers closes an object: members became complete since the stack had height from. Of a name that stands there
// twice the last one is kept, in the place of the first, and the file remembers the pair.
func (b *builder) adoptMembers(n *Node, from int) {
	if len(b.members) > from {
		n.Members = append(make([]Member, 0, len(b.members)-from), b.members[from:]...)
	}
	clear(b.members[from:])
	b.members = b.members[:from]
	if len(n.Members) > indexFrom {
		n.index = make(map[string]int32, len(n.Members))
	}
	kept := n.Members[:0]
	for _, m := range n.Members {
		first := -1
		if n.index != nil {
			if i, ok := n.index[m.Name]; ok {
				first = int(i)
			}
		} else {
			for i := range kept {
				if kept[i].Name == m.Name {
					first = i
					break
				}
			}
		}
		if first >= 0 {
			b.file.Duplicates = append(b.file.Duplicates, Duplicate{Name: m.Name, At: m.At, First: kept[first].At, In: n})
			dropped := kept[first].Value // what stands in it may be a duplicate's place itself
			dropped.parent, dropped.place = n, first
			kept[first] = m
			continue
		}
		if n.index != nil {
			n.index[m.Name] = int32(len(kept))
		}
		kept = append(kept, m)
	}
	n.Members = kept
	for i := range kept {
		kept[i].Value.parent, kept[i].Value.place = n, i
	}
}
