package tree

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// shared returns a folder of the material that stands beside the repository, or skips.
func shared(t testing.TB, elem ...string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if dir == filepath.Dir(dir) {
			t.Skip("no go.mod above the test, so no shared material either")
		}
	}
	path := filepath.Join(append([]string{filepath.Dir(dir), "shared"}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skip("the shared material is not here: ", err)
	}
	return path
}

func TestStore_ReadsEveryRealDocument(t *testing.T) {
	t.Parallel()
	store := NewStore(Options{MaxNodes: 20_000_000})
	for _, dir := range []string{"plaid", "real-specs", "seed"} {
		root := shared(t, dir)
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			switch filepath.Ext(path) {
			case ".yaml", ".yml", ".json":
				if _, err := store.Open(context.Background(), path); err != nil {
					t.Error(err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	path := filepath.Join(shared(b, "plaid", "full"), "1.697.4.yaml")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := NewStore(Options{}).Open(context.Background(), path); err != nil {
			b.Fatal(err)
		}
	}
}
