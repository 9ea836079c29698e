package tree

import (
	"context"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestFork_TheCopyStandsInForItsFile: references of other files lead into the copy, and the original stays as it is.
func TestFork_TheCopyStandsInForItsFile(t *testing.T) {
	t.Parallel()
	store := NewStore(Options{})
	other, err := store.Add("other.yaml", []byte("back: {$ref: 'main.yaml#/a'}\n"))
	if err != nil {
		t.Fatal(err)
	}
	main, err := store.Add("main.yaml", []byte("a: {n: 1}\na: {n: 2}\nout: {$ref: 'other.yaml#/back'}\n"))
	if err != nil {
		t.Fatal(err)
	}
	extra, err := NewStore(Options{}).Add("extra.yaml", []byte("m: 3\n"))
	if err != nil {
		t.Fatal(err)
	}
	forked, draft := store.Fork(main)
	if err := draft.Put(draft.File.Root.Get("a"), extra.Root); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name  string
		store *Store
		from  *Node
		want  string
	}{
		{"the original", store, main.Root.Get("out"), `{"n":2}`},
		{"the copy", forked, draft.File.Root.Get("out"), `{"n":2,"m":3}`},
		{"a file beside the copy", forked, other.Root.Get("back"), `{"n":2,"m":3}`},
	} {
		n, err := tt.store.Resolve(context.Background(), tt.from)
		if err != nil || string(n.JSON()) != tt.want {
			t.Errorf("%s: got %s, %v, want %s", tt.name, n.JSON(), err, tt.want)
		}
	}
	if at := draft.File.Root.Get("a").Get("m").KeyAt().String(); at != "extra.yaml:1:1" {
		t.Errorf("what was put in stands at %s", at)
	}
	if len(draft.File.Duplicates) != 1 || draft.File.Duplicates[0].In != draft.File.Root || main.Duplicates[0].In != main.Root {
		t.Error("the duplicate key is not the copy's own")
	}
	if files := forked.Files(); len(files) != 2 || files[0] != other || files[1] != draft.File {
		t.Errorf("got files %v", files)
	}
}

func TestPut_Limits(t *testing.T) {
	t.Parallel()
	store := NewStore(Options{MaxNodes: 10})
	file, err := store.Add("a.yaml", []byte("a: {}"))
	if err != nil {
		t.Fatal(err)
	}
	large, err := NewStore(Options{}).Add("b.yaml", []byte("b: [1, 2, 3, 4, 5, 6, 7, 8]"))
	if err != nil {
		t.Fatal(err)
	}
	deep, err := NewStore(Options{}).Add("c.yaml", []byte(strings.Repeat("[", 999)+strings.Repeat("]", 999)))
	if err != nil {
		t.Fatal(err)
	}
	_, draft := store.Fork(file)
	if err := draft.Put(draft.File.Root, large.Root); err == nil || err.Error() != "the result would have more than 10 values; put in less, or at fewer places" {
		t.Errorf("got %v", err)
	}
	roomy := NewStore(Options{})
	if file, err = roomy.Add("a.yaml", []byte("a: {b: x}")); err != nil {
		t.Fatal(err)
	}
	_, draft = roomy.Fork(file)
	if err := draft.Put(draft.File.Root.Get("a"), deep.Root); err != nil {
		t.Errorf("999 levels below one: %v", err)
	}
	if err := draft.Put(draft.File.Root.Get("a").Items[0], deep.Root); err == nil || !strings.Contains(err.Error(), "deeper than 1000 levels") {
		t.Errorf("got %v", err)
	}
}

// TestDraft_EveryNodeKnowsItsPlace changes a file at random and looks whether every pointer still leads back.
func TestDraft_EveryNodeKnowsItsPlace(t *testing.T) {
	t.Parallel()
	wide := make([]string, 40)
	for i := range wide {
		wide[i] = "k" + strings.Repeat("x", i) + ": {a: [1, 2], b: {c: d}}"
	}
	file, err := NewStore(Options{}).Add("wide.yaml", []byte(strings.Join(wide, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		store := NewStore(Options{})
		start, err := store.Add("main.yaml", []byte("kx: {a: [0]}\nother: {b: [1, {c: 2}]}\n"))
		if err != nil {
			t.Fatal(err)
		}
		_, draft := store.Fork(start)
		for range rapid.IntRange(1, 12).Draw(t, "changes") {
			var all []*Node
			draft.File.Root.Walk(func(n *Node) bool { all = append(all, n); return true })
			n := rapid.SampledFrom(all).Draw(t, "where")
			if rapid.Bool().Draw(t, "remove") {
				draft.Remove(n)
				continue
			}
			if err := draft.Put(n, file.Root); err != nil {
				t.Fatal(err)
			}
		}
		draft.File.Root.Walk(func(n *Node) bool {
			if draft.File.Root.Lookup(n.Pointer()) != n || n.File() != draft.File {
				t.Fatalf("%s leads elsewhere", n.Pointer())
			}
			return true
		})
	})
}
