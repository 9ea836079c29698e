// Package overlay reads OpenAPI Overlay 1.0 files and applies them to a document: what a team knows of an API and its document does
// not say, kept in a file of its own.
//
// It promises that lines stay true: what was in the document keeps its place there, what an overlay put in has its place in the
// overlay. Actions are applied in their order, each to what the ones before it left. An action whose target selects nothing is no
// error but is told, for it most likely is misspelt. It reads no document and judges none.
//
//	file -> Parse -> Overlay --(Apply to a tree.Draft)--> the changed tree, and the actions that changed nothing
//
// Where 1.0.0 leaves open what happens to an array inside of an update, its items are appended, as later versions say; an update
// that is itself an array is a list of entries to append. JSONPath is the one of RFC 9535, by another module, over a mirror of the tree.
// Source: OpenAPI Overlay Specification 1.0.0.
package overlay

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/pb33f/jsonpath/pkg/jsonpath"
	"github.com/pb33f/jsonpath/pkg/jsonpath/config"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

// Overlay is one Overlay file.
type Overlay struct {
	Name    string // the file, as it was given
	Title   string // info.title
	Version string // info.version
	Extends string // the document it is meant for, a URI reference; "" for any
	Digest  string // sha256: and the hex digest of its bytes
	Actions []Action
	At      tree.Position // of extends; of the file where there is none
}

// Action is one change.
type Action struct {
	Target      string     // a JSONPath expression
	Description string     // for people
	Update      *tree.Node // what is merged into each target or appended to it; nil if nothing is
	Remove      bool       // each target is taken out of what holds it; then Update has no effect
	At          tree.Position

	path *jsonpath.JSONPath
}

// Load reads the overlay at a path. Every fault of the file is a *tree.Error with its place; all of them come at once.
func Load(ctx context.Context, name string) (*Overlay, error) {
	file, err := tree.NewStore(tree.Options{}).Open(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("overlay: %w", err)
	}
	return decode(file)
}

// Parse is Load for bytes at hand; name is what positions show.
func Parse(name string, data []byte) (*Overlay, error) {
	file, err := tree.NewStore(tree.Options{}).Add(name, data)
	if err != nil {
		return nil, fmt.Errorf("overlay: %w", err)
	}
	return decode(file)
}

// reader gathers the faults of one file.
type reader struct{ errs []error }

func (r *reader) fail(at tree.Position, fix, problem string, values ...any) {
	r.errs = append(r.errs, &tree.Error{File: at.File, Line: at.Line, Column: at.Column, Problem: fmt.Sprintf(problem, values...), Fix: fix})
}

func decode(file *tree.File) (*Overlay, error) {
	r := &reader{}
	o := &Overlay{Name: file.Name, Digest: file.Digest, At: file.Root.At}
	for _, dup := range file.Duplicates {
		r.fail(dup.At, "keep one", "key %q stands twice, first at line %d", dup.Name, dup.First.Line)
	}
	if root := file.Root; r.version(root) {
		r.keys(root, "overlay", "info", "extends", "actions")
		info := r.need(root, "info", tree.Object)
		r.keys(info, "title", "version")
		o.Title, o.Version = r.need(info, "title", tree.String).String(), r.need(info, "version", tree.String).String()
		if e := root.Get("extends"); e != nil {
			o.Extends, o.At = r.need(root, "extends", tree.String).String(), e.At
		}
		actions := r.need(root, "actions", tree.Array)
		if actions != nil && len(actions.Items) == 0 {
			r.fail(actions.At, "add one with a target and an update or remove: true", "actions is empty")
		}
		if actions != nil {
			for _, n := range actions.Items {
				o.Actions = append(o.Actions, r.action(n))
			}
		}
	}
	if len(r.errs) > 0 {
		return nil, fmt.Errorf("overlay: %w", errors.Join(r.errs...))
	}
	return o, nil
}

// version says whether the file is an Overlay of a version that is understood.
func (r *reader) version(root *tree.Node) bool {
	v := root.Get("overlay")
	switch {
	case !root.Is(tree.Object) || v == nil:
		hint := "name a file that begins with overlay: 1.0.0"
		if root.Get("openapi") != nil {
			hint = "this is an OpenAPI document; name it with --document"
		}
		r.fail(root.At, hint, "the file is no OpenAPI Overlay: it has no overlay key")
	case v.Kind == tree.Object || v.Kind == tree.Array || v.Kind == tree.Bool || v.Kind == tree.Null:
		r.fail(v.At, "write overlay: 1.0.0", "overlay is no version")
	case v.Text != "1.0" && !strings.HasPrefix(v.Text, "1.0."):
		r.fail(v.At, "write overlay: 1.0.0 if the file uses nothing newer", "Overlay %s is not supported, 1.0 is", v.Text)
	default:
		return true
	}
	return false
}

// need returns the value of a required key, or nil if it is absent or of another kind, which it tells.
func (r *reader) need(n *tree.Node, key string, kind tree.Kind) *tree.Node {
	if n == nil {
		return nil
	}
	v := n.Get(key)
	switch {
	case v == nil:
		r.fail(n.At, "add it", "%s is missing", key)
	case v.Kind != kind:
		fix := ""
		if kind == tree.String && v.Kind == tree.Number {
			fix = "put it in quotes"
		}
		r.fail(v.At, fix, "%s holds %s, not %s", key, a(v.Kind), a(kind))
	default:
		return v
	}
	return nil
}

func a(k tree.Kind) string {
	switch k {
	case tree.Array, tree.Object:
		return "an " + k.String()
	case tree.Null:
		return "null"
	}
	return "a " + k.String()
}

// keys tells the keys of n that are neither known nor extensions.
func (r *reader) keys(n *tree.Node, known ...string) {
	if n == nil {
		return
	}
next:
	for _, m := range n.Members {
		if strings.HasPrefix(m.Name, "x-") {
			continue
		}
		for _, k := range known {
			if m.Name == k {
				continue next
			}
		}
		fix := "known are " + strings.Join(known, ", ")
		if near := tree.Nearest(m.Name, known); near != "" {
			fix = fmt.Sprintf("did you mean %q?", near)
		}
		r.fail(m.At, fix, "unknown key %q", m.Name)
	}
}

func (r *reader) action(n *tree.Node) Action {
	out := Action{At: n.At}
	if n.Kind != tree.Object {
		r.fail(n.At, "write target: and update: or remove: true", "an action is %s, not an object", a(n.Kind))
		return out
	}
	r.keys(n, "target", "description", "update", "remove")
	if target := r.need(n, "target", tree.String); target != nil {
		out.Target, out.At = target.Text, target.At
		var err error
		if out.path, err = compile(target.Text); err != nil {
			r.fail(target.At, "write a JSONPath that begins with $, and names that hold more than letters, digits and _ in brackets: $.info['x-audience']", "target is no JSONPath: %s", firstLine(err.Error()))
		}
	}
	if d := n.Get("description"); d != nil {
		out.Description = r.need(n, "description", tree.String).String()
	}
	out.Update = n.Get("update")
	if remove := n.Get("remove"); remove != nil && r.need(n, "remove", tree.Bool) != nil {
		out.Remove, _ = remove.Bool()
	}
	if out.Update == nil && !out.Remove {
		r.fail(n.At, "add update: with what to merge, or remove: true", "the action neither updates nor removes")
	}
	return out
}

// compile reads a JSONPath. The module that does it has panics for what it holds to be impossible; a file must not be able to
// reach one.
func compile(text string) (path *jsonpath.JSONPath, err error) {
	defer func() {
		if r := recover(); r != nil {
			path, err = nil, fmt.Errorf("%v", r)
		}
	}()
	if len(text) > maxTarget {
		return nil, fmt.Errorf("it has %d characters, %d are read at most", len(text), maxTarget)
	}
	return jsonpath.NewPath(text, config.WithStrictRFC9535())
}

// maxTarget bounds a JSONPath, which is read by descending into it.
const maxTarget = 4096

func firstLine(text string) string {
	text, _, _ = strings.Cut(text, "\n")
	return strings.TrimSpace(text)
}

// Meant reports whether the overlay is meant for the document in the file called name: it says so, or says nothing. A path in extends is
// relative to the overlay's own file; a pinned name, plaid-partner@1.517.0, is the file plaid-partner/1.517.0.yaml wherever it stands.
func (o *Overlay) Meant(name string) bool {
	if o.Extends == "" || o.Extends == name {
		return true
	}
	path := func(s string) string {
		abs, err := filepath.Abs(filepath.FromSlash(s))
		if err != nil {
			return s
		}
		return abs
	}
	if strings.HasSuffix(filepath.ToSlash(name), "/"+strings.Replace(o.Extends, "@", "/", 1)+".yaml") {
		return true
	}
	return !strings.Contains(o.Extends, "://") && path(filepath.Join(filepath.Dir(o.Name), o.Extends)) == path(name)
}
