package tree

import (
	"context"
	"errors"
	"testing"

	"pgregory.net/rapid"
)

func TestNode_PointerLeadsBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		root := mustParse(t, string(drawNode(t, 4).JSON()))
		root.Walk(func(n *Node) bool {
			if got := root.Lookup(n.Pointer()); got != n {
				t.Fatalf("pointer %q leads to %s, not back to %s", n.Pointer(), got.JSON(), n.JSON())
			}
			return true
		})
	})
}

func TestNode_LookupFollowsRFC6901(t *testing.T) {
	t.Parallel()
	// The document and the pointers are those of RFC 6901, section 5.
	root := mustParse(t, `{"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8}`)
	for pointer, want := range map[string]string{
		"/foo": `["bar","baz"]`, "/foo/0": `"bar"`, "/": "0", "/a~1b": "1", "/c%d": "2", "/e^f": "3", "/g|h": "4", `/i\j`: "5", `/k"l`: "6", "/ ": "7", "/m~0n": "8",
	} {
		if got := root.Lookup(pointer); got == nil || string(got.JSON()) != want {
			t.Errorf("%q: got %s, want %s", pointer, got.JSON(), want)
		}
	}
	for _, pointer := range []string{"/bar", "/foo/2", "/foo/01", "/foo/-", "/foo/-1", "/foo/0/x", "foo", "/m~n", "/m~", "/foo/99999999999999999999", "/foo/"} {
		if got := root.Lookup(pointer); got != nil {
			t.Errorf("%q: got %s, want nothing", pointer, got.JSON())
		}
	}
}

func FuzzLookup(f *testing.F) {
	root := mustParse(f, "a: {b/c: [1, {$ref: '#/a'}], m~n: 2}\n$defs: {x: {$anchor: here}}\n")
	for _, ref := range []string{"", "#", "#/a/b~1c/0", "#/a/m~0n", "#here", "#%2Fa", "#/a%zz", "other.yaml#/x", "http://x/y", "//h/p", "a:b", "\x00", "#/a/~"} {
		f.Add(ref)
	}
	f.Fuzz(func(t *testing.T, ref string) {
		store := NewStore(Options{MaxBytes: 1})
		n, err := store.Lookup(root.File(), ref)
		var fault *RefError
		switch {
		case err == nil && n == nil:
			t.Fatalf("%q: neither a node nor an error", ref)
		case err != nil && !errors.As(err, &fault):
			t.Fatalf("%q: got error %T, want a *RefError", ref, err)
		case err == nil && n.File() == root.File() && root.Lookup(n.Pointer()) != n:
			t.Fatalf("%q: found a node whose pointer %q does not lead back", ref, n.Pointer())
		}
		_, _ = store.Resolve(context.Background(), n)
	})
}
