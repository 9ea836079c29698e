package schema_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// suiteFailures are the tests of the JSON Schema test suite that are known to disagree, by "file: group: test", with the reason. A row
// that no longer disagrees fails the test.
var suiteFailures = map[string]string{
	"cross-draft.json: refs to historic drafts are processed as historic drafts: first item not a string is valid": "the schema says it is written in draft " +
		"2019-09; OpenAPI 3.1 leaves other dialects open, and here they are refused by name and read as 2020-12",
}

// sharedFolder returns a folder that stands beside the repository, or skips the test.
func sharedFolder(t testing.TB, elem ...string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if dir == filepath.Dir(dir) {
			t.Skip("no go.mod above this package")
		}
		dir = filepath.Dir(dir)
	}
	path := filepath.Join(append([]string{dir, "..", "shared"}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("%s is not here", filepath.Join(elem...))
	}
	return path
}

type suiteGroup struct {
	Description string
	Schema      json.RawMessage
	Tests       []struct {
		Description string
		Data        json.RawMessage
		Valid       bool
	}
}

func suiteGroups(t *testing.T, path string) []suiteGroup {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var groups []suiteGroup
	if err := json.Unmarshal(data, &groups); err != nil {
		t.Fatal(err)
	}
	return groups
}

// suiteStore serves the suite's remote schemas from its folder.
func suiteStore(remotes string) *tree.Store {
	return tree.NewStore(tree.Options{AllowRemote: true, Fetch: func(_ context.Context, url string) ([]byte, error) {
		path, ok := strings.CutPrefix(url, "http://localhost:1234/")
		if !ok {
			return nil, errors.New("not a remote of the suite")
		}
		return os.ReadFile(filepath.Join(remotes, filepath.FromSlash(path)))
	}})
}

// runSuite runs files of the suite. Groups whose schema is refused count as not expressible if the refusal is one of a dialect
// that cannot say it; allowed are keywords that may be refused all the same, because they only hold other schemas.
func runSuite(t *testing.T, d schema.Dialect, pattern string, allowed map[string]bool, o schema.Options) {
	root := sharedFolder(t, "json-schema-test-suite")
	files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pattern)))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files of the suite at %s: %v", pattern, err)
	}
	asked, right, inexpressible := 0, 0, 0
	for _, path := range files {
		file := filepath.Base(path)
		for _, g := range suiteGroups(t, path) {
			store := suiteStore(filepath.Join(root, "remotes"))
			f, err := store.Add("schema.json", g.Schema)
			if err != nil {
				t.Fatalf("%s: %s: %v", file, g.Description, err)
			}
			s, err := schema.NewSet(store, d).Schema(f.Root)
			if compile := (*schema.CompileError)(nil); errors.As(err, &compile) {
				refused := false
				for _, r := range compile.Refusals {
					refused = refused || !allowed[r.Keyword]
				}
				if refused && d == schema.OpenAPI30 {
					inexpressible += len(g.Tests)
					continue
				}
				if refused {
					t.Logf("%s: %s: %v", file, g.Description, err)
				}
			}
			for _, test := range g.Tests {
				asked++
				name := file + ": " + g.Description + ": " + test.Description
				tp, faults := tape.Read(test.Data, tape.Limits{})
				if !tp.Usable() {
					t.Fatalf("%s: %v", name, faults)
				}
				found := s.Validate(tp.Root(), o)
				if accepts := s.Accepts(tp.Root(), o); accepts != (len(found) == 0) {
					t.Errorf("%s: accepted %v, but violations %+v", name, accepts, found)
				}
				_, excused := suiteFailures[name]
				switch ok := (len(found) == 0) == test.Valid; {
				case ok && excused:
					t.Errorf("%s: is right by now; take its row out of suiteFailures", name)
				case ok:
					right++
				case !excused:
					t.Errorf("%s: valid is %v, want %v\nschema %s\ndata %s\nviolations %+v", name, len(found) == 0, test.Valid, compact(g.Schema), test.Data, found)
				}
				tp.Release()
			}
		}
	}
	t.Logf("%s: %d of %d right, %d not expressible in %s", pattern, right, asked, inexpressible, d)
}

func compact(data []byte) string {
	var b bytes.Buffer
	_ = json.Compact(&b, data)
	return b.String()
}

func TestSuite_Draft202012(t *testing.T) {
	t.Parallel()
	runSuite(t, schema.OpenAPI31, "tests/draft2020-12/*.json", nil, schema.Options{AnnotateFormats: true})
}

func TestSuite_Draft4AsOpenAPI30(t *testing.T) {
	t.Parallel()
	runSuite(t, schema.OpenAPI30, "tests/draft4/*.json", map[string]bool{"definitions": true, "$schema": true}, schema.Options{})
}

// TestSuite_Optional runs what the suite leaves open: patterns, numbers at their edges, and the formats that are checked here.
func TestSuite_Optional(t *testing.T) {
	t.Parallel()
	files := []string{"*"}
	for _, format := range []string{
		"date-time", "date", "duration", "ecmascript-regex", "email", "hostname", "ipv4", "ipv6", "json-pointer", "regex", "relative-json-pointer", "time", "unknown", "uri-reference", "uri", "uuid",
	} {
		files = append(files, "format/"+format)
	}
	for _, file := range files {
		runSuite(t, schema.OpenAPI31, "tests/draft2020-12/optional/"+file+".json", nil, schema.Options{})
	}
}
