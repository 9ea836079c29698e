package schema

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

// Set holds the schemas of one document and of the files it refers to. A schema is compiled with everything it
// reaches when it is first asked for. A Set is safe for concurrent use.
type Set struct {
	store   *tree.Store
	dialect Dialect

	roots sync.Map // *tree.Node -> *root

	mu        sync.Mutex // guards what follows; held while compiling
	nodes     map[*tree.Node]*Schema
	patterns  map[string]*Pattern
	files     map[*tree.File]*resource // 3.1: the files looked through for $id and anchors
	byID      map[string]*resource     // 3.1: by absolute URI
	byRoot    map[*tree.Node]*resource // 3.1: by the node that opens it
	resources []*resource              // 3.1: in the order met
	wanted    map[string]bool          // 3.1: names $dynamicRef asks for
	refused   bool                     // any keyword of any schema
	cycles    map[Hash]Hash            // of forms within a cycle: what they would be hashed to outside -> their hash
}

type root struct {
	schema *Schema
	err    error
}

// NewSet returns an empty set for documents of dialect d whose references store resolves.
func NewSet(store *tree.Store, d Dialect) *Set {
	return &Set{
		store: store, dialect: d, nodes: map[*tree.Node]*Schema{}, patterns: map[string]*Pattern{}, files: map[*tree.File]*resource{},
		byID: map[string]*resource{}, byRoot: map[*tree.Node]*resource{}, wanted: map[string]bool{}, cycles: map[Hash]Hash{},
	}
}

// Refusal is one keyword that could not be compiled.
type Refusal struct {
	Keyword string
	Pointer string        // JSON pointer of the schema within its file
	At      tree.Position // of the keyword
	Reason  string        // what is wrong and how to mend it
	Circle  bool          // it is a reference that resolves, but only leads back to the schema it stands in
}

// Error returns the refusal in one line.
func (r Refusal) Error() string { return fmt.Sprintf("%s: %s: %s", r.At, r.Keyword, r.Reason) }

// CompileError lists every keyword of a schema, and of the schemas it reaches, that could not be compiled.
type CompileError struct {
	Refusals []Refusal // ordered by place
}

// Error returns one line for each refusal.
func (e *CompileError) Error() string {
	lines := make([]string, len(e.Refusals))
	for i, r := range e.Refusals {
		lines[i] = r.Error()
	}
	return strings.Join(lines, "\n")
}

var anything = &Schema{literal: always, any: true, types: allTypes}

// Schema returns the compiled schema that stands at n; a nil node stands for the schema that accepts everything. The schema is
// never nil. An error is a *CompileError; the schema beside it checks everything but what the error names.
func (s *Set) Schema(n *tree.Node) (*Schema, error) {
	if n == nil {
		return anything, nil
	}
	if r, ok := s.roots.Load(n); ok {
		r := r.(*root)
		return r.schema, r.err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c := compiler{set: s}
	r := &root{schema: c.schema(n)}
	c.run()
	if s.refused { // few documents hold one, and looking for it takes time
		r.err = refusals(r.schema)
	}
	s.roots.Store(n, r)
	return r.schema, r.err
}

// refusals gathers what was refused in s and everything it reaches.
func refusals(s *Schema) error {
	seen := map[*Schema]bool{s: true}
	var found []Refusal
	for queue := []*Schema{s}; len(queue) > 0; {
		next := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		found = append(found, next.refused...)
		next.edges(func(to *Schema, _ bool) {
			if !seen[to] {
				seen[to] = true
				queue = append(queue, to)
			}
		})
	}
	if len(found) == 0 {
		return nil
	}
	slices.SortStableFunc(found, func(a, b Refusal) int {
		switch {
		case a.At.Before(b.At):
			return -1
		case b.At.Before(a.At):
			return 1
		}
		return strings.Compare(a.Keyword, b.Keyword)
	})
	return &CompileError{Refusals: found}
}
