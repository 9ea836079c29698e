package payload

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/dlclark/regexp2/v2"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/schema"
)

// The JSON Schema Test Suite says of each of its schemas which values are valid. Where it shows one, there is one to be found: a
// sample must be written, or the refusal explained here.
func TestMaker_FindsValuesForTheTestSuite(t *testing.T) {
	files, err := filepath.Glob(shared(t, "json-schema-test-suite", "tests", "draft2020-12") + "/*.json")
	if err != nil || len(files) == 0 {
		t.Skip("the test suite is not here")
	}
	explained := map[string]string{}
	samples, empty, missed := 0, 0, map[string]int{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var groups []struct {
			Description string
			Schema      json.RawMessage
			Tests       []struct {
				Data  json.RawMessage
				Valid bool
			}
		}
		if err := json.Unmarshal(data, &groups); err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		for i, g := range groups {
			doc := document(t, "3.1.0", "true", "")
			schemaFile, err := doc.Store.Add(fmt.Sprintf("%s-%d.json", name, i), g.Schema)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(g.Schema, []byte(remoteHost)) {
				addRemotes(t, doc)
			}
			m := &Maker{Document: doc, Seed: 1}
			satisfiable := false
			for _, one := range g.Tests {
				satisfiable = satisfiable || one.Valid
			}
			for _, k := range []Kind{KindMinimal, KindMaximal} {
				body, err := m.Value(schemaFile.Root, schema.Face(0), k, "value", "suite")
				switch {
				case err == nil:
					samples++
					if err := suiteAccepts(g.Schema, body); err != nil {
						t.Errorf("%s: %s: the other validator refuses %s %s: %v", name, g.Description, k, body, err)
					}
				case !satisfiable:
					empty++
				default:
					key := name + ": " + g.Description
					if missed[key]++; explained[key] == "" {
						t.Errorf("%s: no %s, though the suite knows one: %v", key, k, err)
					}
				}
			}
		}
	}
	var lines []string
	for key, n := range missed {
		lines = append(lines, fmt.Sprintf("%d %s: %s", n, key, explained[key]))
	}
	sort.Strings(lines)
	t.Logf("%d samples; refused: %d of schemas without a valid value, %d others\n%s",
		samples, empty, len(missed), strings.Join(lines, "\n"))
}

// remoteHost is where the suite's schemas look for others.
const remoteHost = "http://localhost:1234/"

// addRemotes puts the suite's remote schemas into the document's store, under the names by which they are asked for.
func addRemotes(t *testing.T, doc *spec.Document) {
	t.Helper()
	folder := shared(t, "json-schema-test-suite", "remotes")
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		_, err = doc.Store.Add(remoteHost+filepath.ToSlash(name), data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// suiteAccepts judges by jsonschema; a schema it cannot compile without the suite's remotes has no second opinion.
func suiteAccepts(text json.RawMessage, body []byte) error {
	whole, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return err
	}
	c := jsonschema.NewCompiler()
	c.UseRegexpEngine(func(pattern string) (jsonschema.Regexp, error) {
		re, err := regexp2.Compile(pattern, regexp2.ECMAScript|regexp2.Unicode)
		return ecma{re}, err
	})
	if err := c.AddResource("mem:///suite.json", whole); err != nil {
		return nil
	}
	s, err := c.Compile("mem:///suite.json")
	if err != nil {
		return nil
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return err
	}
	return s.Validate(v)
}
