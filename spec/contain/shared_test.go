package contain_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tree"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// sharedFolder returns a folder that stands beside the repository, or skips the test.
func sharedFolder(t testing.TB, elem ...string) string {
	t.Helper()
	path := filepath.Join(append([]string{"..", "..", "..", "shared"}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("%s is not here", filepath.Join(elem...))
	}
	return path
}

// compiled returns the schema a JSON text is. What cannot be compiled of it is left out, as the caller of this package sees it.
func compiled(t testing.TB, d schema.Dialect, text string) *schema.Schema {
	t.Helper()
	file, err := tree.NewStore(tree.Options{}).Add("schema.json", []byte(text))
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	s, _ := schema.NewSet(tree.NewStore(tree.Options{}), d).Schema(file.Root)
	return s
}

// accepts asks another validator, with formats checked.
func accepts(t testing.TB, text, value string) bool {
	t.Helper()
	ok, err := second(text, "", value)
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return ok
}

// second asks another validator about the schema at a pointer of a text.
func second(text, pointer, value string) (bool, error) {
	parsed, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		return false, err
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("file:///schema.json", parsed); err != nil {
		return false, err
	}
	s, err := c.Compile("file:///schema.json#" + pointer)
	if err != nil {
		return false, err
	}
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(value))
	if err != nil {
		return false, err
	}
	return s.Validate(v) == nil, nil
}

// fuzzed returns the schema a text is, or nil if it is none.
func fuzzed(d schema.Dialect, text string) *schema.Schema {
	store := tree.NewStore(tree.Options{})
	file, err := store.Add("schema.json", []byte(text))
	if err != nil || !file.Root.Is(tree.Object) {
		return nil
	}
	s, err := schema.NewSet(store, d).Schema(file.Root)
	if err != nil {
		return nil
	}
	return s
}
