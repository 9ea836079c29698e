package schema_test

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// realDocuments returns the OpenAPI documents that stand beside the repository, in order, or skips the test.
func realDocuments(t *testing.T) []string {
	t.Helper()
	var files []string
	for _, dir := range [][]string{{"plaid", "full"}, {"plaid", "partner"}, {"real-specs"}} {
		err := filepath.WalkDir(sharedFolder(t, dir...), func(path string, entry fs.DirEntry, err error) error {
			if ext := filepath.Ext(path); err == nil && !entry.IsDir() && (ext == ".yaml" || ext == ".yml" || ext == ".json") {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// TestSet_CompilesEveryRealDocument compiles and hashes every schema of every real document at hand, and prints the time and memory it
// took. A schema may be refused in part, for the reasons that are printed; it must still be there.
func TestSet_CompilesEveryRealDocument(t *testing.T) {
	// Not parallel: it measures memory.
	if testing.Short() {
		t.Skip("reads fifty megabytes of documents")
	}
	documents, schemas := 0, 0
	for _, path := range realDocuments(t) {
		store := tree.NewStore(tree.Options{MaxNodes: 20_000_000})
		f, err := store.Open(context.Background(), path)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		version := f.Root.Get("openapi").String()
		if version == "" {
			continue // a part of a document
		}
		d := v31
		if strings.HasPrefix(version, "3.0") {
			d = v30
		}
		nodes := schemasOf(store, f)
		documents++
		schemas += len(nodes)
		measure(t, filepath.Base(filepath.Dir(path))+" "+filepath.Base(path), schema.NewSet(store, d), nodes)
	}
	t.Logf("%d schemas of %d documents", schemas, documents)
}

// schemasOf returns the outermost schemas of a document and of the files it refers to.
func schemasOf(store *tree.Store, f *tree.File) []*tree.Node {
	var nodes []*tree.Node
	files := []*tree.File{f}
	for next := 0; next < len(files); next++ { // it grows on the way
		files[next].Root.Walk(func(n *tree.Node) bool {
			if ref, ok := n.Reference(); ok && !strings.HasPrefix(ref, "#") {
				if to, err := store.Lookup(n.File(), ref); err == nil && !slices.Contains(files, to.File()) {
					files = append(files, to.File())
				}
			}
			if isSchema(n) {
				nodes = append(nodes, n)
			}
			return !isSchema(n)
		})
	}
	return nodes
}

// isSchema says whether a schema of a document begins at n.
func isSchema(n *tree.Node) bool {
	return n.Kind == tree.Object && (n.Name() == "schema" || n.Parent().Name() == "schemas") && !strings.Contains(n.Pointer(), "/example")
}

// measure compiles and hashes the schemas at nodes and prints what that took.
func measure(t *testing.T, name string, set *schema.Set, nodes []*tree.Node) {
	before, started := heap(), time.Now()
	all, refused := make([]*schema.Schema, len(nodes)), map[string]string{}
	for i, n := range nodes {
		s, err := set.Schema(n)
		if compile := (*schema.CompileError)(nil); errors.As(err, &compile) {
			for _, r := range compile.Refusals {
				refused[r.Keyword+": "+r.Reason] = r.At.String()
			}
		} else if err != nil || s == nil {
			t.Errorf("%s: %s: %v", name, n.Pointer(), err)
		}
		all[i] = s
	}
	compiled := time.Since(started)
	kept, started := heap()-before, time.Now()
	hashes := map[schema.Hash]bool{}
	for _, s := range all {
		hashes[s.Hash()] = true
	}
	t.Logf("%s: %d schemas in %v, %d kB; %d of them different, by hashes in %v", name, len(nodes), compiled.Round(time.Microsecond), max(kept, 0)>>10,
		len(hashes), time.Since(started).Round(time.Microsecond))
	for _, reason := range slices.Sorted(maps.Keys(refused)) {
		t.Logf("    %s: %s", refused[reason], reason)
	}
	runtime.KeepAlive(all)
}

// heap returns the bytes that are in use.
func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
