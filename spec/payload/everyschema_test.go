package payload

import (
	"context"
	"flag"
	"io/fs"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-dev/plumbline/spec"
)

// every asks for all documents and all faults, which takes some minutes: go test ./spec/payload -run EverySchema -every
var every = flag.Bool("every", false, "write every schema of every document with all its faults, not of the newest of each API with some")

// Every schema that a document at hand names among its components is written, smallest and largest and with each of its faults, and the
// other validators are asked about all of that. What cannot be written is told with its reason, and time and memory are printed.
func TestMaker_WritesEverySchemaOfEveryDocument(t *testing.T) {
	if testing.Short() {
		t.Skip("reads fifty megabytes of documents")
	}
	for _, path := range everyDocument(t) {
		doc, err := spec.Load(context.Background(), path, spec.Options{})
		if err != nil || doc.Root.Get("openapi") == nil {
			continue // a part of a document
		}
		name := filepath.Base(filepath.Dir(path)) + "/" + filepath.Base(path)
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			started := time.Now()
			m := &Maker{Document: doc, Seed: 1}
			m.prepare()
			schemas := doc.Root.Get("components").Get("schemas")
			if schemas.Len() == 0 {
				t.Skip("it names no schemas")
			}
			type written struct {
				pointer string
				sample  Sample
			}
			var all []written
			refused := map[Reason]int{}
			for i, c := range schemas.Members {
				b := body{maker: m, media: &spec.MediaType{Type: "application/json", Schema: c.Value, Node: c.Value}, draw: c.Name}
				for _, k := range []Kind{KindMinimal, KindMaximal} {
					s, r := b.generated(k)
					if r != nil {
						refused[r.Reason]++
						if r.Reason == ReasonJudged || r.Reason == ReasonBudget {
							t.Errorf("%s: %v", c.Name, r)
						}
						continue
					}
					all = append(all, written{c.Value.Pointer(), s})
				}
				if *every || i%(1+schemas.Len()/25) == 0 {
					faults, _ := b.varied(KindFault)
					for _, s := range faults {
						all = append(all, written{c.Value.Pointer(), s})
					}
				}
			}
			spent := time.Since(started)
			runtime.ReadMemStats(&after)
			t.Logf("%d schemas, %d samples in %v, %d MB of memory used in all; refused: %v", schemas.Len(), len(all), spent.Round(time.Millisecond), (after.TotalAlloc-before.TotalAlloc)>>20, refused)
			other := opinionOf(t, doc)
			asked, disagree := 0, map[string]int{}
			for _, w := range all {
				known, err := other(w.pointer, neither, w.sample.JSON)
				if !known {
					continue
				}
				asked++
				if (err == nil) == (w.sample.Kind != KindFault) {
					continue
				}
				key := string(w.sample.Kind)
				if w.sample.Variation != nil {
					key = w.sample.Variation.Keyword
				}
				key = doc.OpenAPI[:3] + " " + key
				if disagree[key]++; lenient[key] == "" && disagree[key] < 3 {
					t.Logf("%s %s: %.300v", w.pointer, w.sample.Name, err)
				}
			}
			t.Logf("%d samples judged by the other validator", asked)
			for key, n := range disagree {
				if lenient[key] == "" {
					t.Errorf("%s: %d samples judged otherwise", key, n)
				}
			}
		})
	}
}

// everyDocument lists the files that may be documents.
func everyDocument(t *testing.T) []string {
	t.Helper()
	var files []string
	for _, dir := range []string{"plaid/full", "plaid/partner", "real-specs"} {
		err := filepath.WalkDir(shared(t, strings.Split(dir, "/")...), func(path string, entry fs.DirEntry, err error) error {
			if ext := filepath.Ext(path); err == nil && !entry.IsDir() && (ext == ".yaml" || ext == ".yml" || ext == ".json") && !strings.Contains(path, "/resources/") && !strings.Contains(path, "/shared/models/") {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if *every {
		return files
	}
	newest := files[:0] // names sort by version
	for i, file := range files {
		if i+1 == len(files) || filepath.Dir(files[i+1]) != filepath.Dir(file) {
			newest = append(newest, file)
		}
	}
	return newest
}
