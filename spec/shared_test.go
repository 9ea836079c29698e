package spec

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/tree"
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

// documents returns every YAML and JSON file below the folders, those of DigitalOcean's parts left out: they are no documents.
func documents(t testing.TB, folders ...string) []string {
	t.Helper()
	var out []string
	for _, folder := range folders {
		err := filepath.WalkDir(shared(t, folder), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			if strings.Contains(path, "digitalocean") && filepath.Base(path) != "DigitalOcean-public.v2.yaml" {
				return nil
			}
			switch filepath.Ext(path) {
			case ".yaml", ".yml", ".json":
				out = append(out, path)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func TestLoad_EveryRealDocument(t *testing.T) {
	t.Parallel()
	for _, path := range documents(t, "plaid/full", "plaid/partner", "real-specs") {
		t.Run(filepath.Base(filepath.Dir(path))+"/"+filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			d, err := Load(context.Background(), path, Options{})
			if strings.Contains(path, "3.2-tags") {
				if err == nil || !strings.Contains(err.Error(), "OpenAPI 3.2.0 is not supported, 3.0 and 3.1 are") {
					t.Errorf("got error %v, want the version refused", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if len(d.Operations) == 0 && d.Root.Get("webhooks") == nil {
				t.Error("no operations and no webhooks")
			}
			problems := d.Problems(context.Background())
			for _, p := range problems {
				if p.Level == LevelError {
					t.Errorf("%s: %s: %s", p.At, p.Rule, p.Message)
				}
				if p.At.Line == 0 || p.Fix == "" || p.Message == "" {
					t.Errorf("a problem lacks something: %+v", p)
				}
			}
			if d.Root.File().Size > 100_000 {
				return
			}
			again, err := Load(context.Background(), path, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(problems, again.Problems(context.Background())) {
				t.Error("the problems differ when the document is read a second time")
			}
		})
	}
}

func TestProblems_TheSeedHasNineteen(t *testing.T) {
	t.Parallel()
	d := loadSeed(t)
	rules, names, places := map[string]int{}, map[string]bool{}, map[tree.Position]bool{}
	for _, p := range d.Problems(context.Background()) {
		rules[p.Rule+" "+p.Level]++
		if p.Rule == "reference-dangling" {
			names[d.Root.Lookup(p.Pointer).Get("$ref").String()] = true
			places[p.At] = true
		}
	}
	want := map[string]int{"reference-dangling error": 16, "security-scheme-undefined error": 3}
	if !reflect.DeepEqual(rules, want) || len(names) != 12 || len(places) != 16 {
		t.Errorf("got %v, %d names at %d places; want %v, 12 names at 16 places", rules, len(names), len(places), want)
	}
}

func loadSeed(t testing.TB) *Document {
	t.Helper()
	d, err := Load(context.Background(), filepath.Join(shared(t, "seed"), "plaid-partner--openapi-original.yml"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func BenchmarkLoad(b *testing.B) {
	path := filepath.Join(shared(b, "plaid", "full"), "1.697.4.yaml")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Load(context.Background(), path, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkProblems(b *testing.B) {
	path := filepath.Join(shared(b, "plaid", "full"), "1.697.4.yaml")
	for b.Loop() {
		b.StopTimer()
		d, err := Load(context.Background(), path, Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		d.Problems(context.Background())
	}
}
