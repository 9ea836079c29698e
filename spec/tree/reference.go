package tree

import (
	"context"
	"errors"
	"net/url"
	"path"
	"path/filepath"
	"strings"
)

// maxHops bounds a chain of references; the longest in a real document is four.
const maxHops = 100

// Reference returns the text of n's $ref and whether n is a reference: an object with a string called $ref.
func (n *Node) Reference() (ref string, ok bool) {
	target := n.Get("$ref")
	if !target.Is(String) {
		return "", false
	}
	return target.Text, true
}

// Resolve follows references from n until it reaches a node that is none, and returns that; n itself if n is no
// reference. The error is a *RefError that stands at the reference that fails, which may be a later one of the chain.
func (s *Store) Resolve(ctx context.Context, n *Node) (*Node, error) {
	var seen []*Node
	for {
		ref, ok := n.Reference()
		if !ok {
			if bad := n.Get("$ref"); bad != nil && n.Kind == Object && !inProperties(n) {
				return nil, &RefError{At: bad.At, Ref: string(bad.JSON()), Kind: RefMalformed, Err: errors.New("a $ref is a string")}
			}
			return n, nil
		}
		at := n.Get("$ref").At
		for _, before := range seen {
			if before == n {
				return nil, &RefError{At: at, Ref: ref, Kind: RefCircular}
			}
		}
		if seen = append(seen, n); len(seen) > maxHops {
			return nil, &RefError{At: at, Ref: ref, Kind: RefCircular}
		}
		next, err := s.follow(ctx, n.file, ref, at)
		if err != nil {
			return nil, err
		}
		n = next
	}
}

// inProperties reports whether n is the object that holds property names, where $ref is a name like any other.
func inProperties(n *Node) bool {
	switch n.Name() {
	case "properties", "patternProperties":
		return true
	}
	return false
}

// Lookup returns the node that a reference in file f names: #/a/b, other.yaml#/x, other.yaml, #anchor. It follows this one
// reference only. The error is a *RefError without a position.
func (s *Store) Lookup(f *File, ref string) (*Node, error) {
	return s.follow(context.Background(), f, ref, Position{})
}

func (s *Store) follow(ctx context.Context, f *File, ref string, at Position) (*Node, error) {
	fail := func(kind RefKind, err error) (*Node, error) {
		return nil, &RefError{At: at, Ref: ref, Kind: kind, Err: err}
	}
	target, fragment, _ := strings.Cut(ref, "#")
	if target != "" {
		var err error
		f, err = s.fileOf(ctx, f, target)
		switch {
		case errors.Is(err, errRemote):
			return fail(RefRemote, nil)
		case errors.Is(err, errMalformed):
			return fail(RefMalformed, err)
		case err != nil:
			return fail(RefUnreadable, err)
		}
	}
	fragment, err := url.PathUnescape(fragment)
	if err != nil {
		return fail(RefMalformed, err)
	}
	if fragment != "" && fragment[0] != '/' {
		if n := f.anchor(fragment); n != nil {
			return n, nil
		}
		return fail(RefDangling, nil)
	}
	n, err := f.Root.atPointer(fragment)
	switch {
	case err != nil:
		return fail(RefMalformed, err)
	case n == nil:
		return fail(RefDangling, nil)
	}
	return n, nil
}

var errMalformed = errors.New("not a URI reference")

// fileOf reads the file that target, a URI reference without its fragment, names from within f. Source: RFC 3986, section 5.
func (s *Store) fileOf(ctx context.Context, f *File, target string) (*File, error) {
	if isURL(target) {
		return s.Open(ctx, target)
	}
	u, err := url.Parse(target)
	if err != nil || u.Scheme != "" || u.Host != "" && !f.remote {
		return nil, errMalformed
	}
	if f.remote {
		base, err := url.Parse(f.key)
		if err != nil {
			return nil, errMalformed
		}
		return s.Open(ctx, base.ResolveReference(u).String())
	}
	if u.Path == "" {
		return f, nil
	}
	if s.options.Files != nil {
		key := path.Join(path.Dir(f.key), u.Path)
		return s.read(ctx, s.shown("", key), key, false)
	}
	file := filepath.FromSlash(u.Path)
	if filepath.IsAbs(file) {
		return s.read(ctx, file, filepath.Clean(file), false)
	}
	return s.read(ctx, filepath.Join(filepath.Dir(f.Name), file), filepath.Join(filepath.Dir(f.key), file), false)
}
