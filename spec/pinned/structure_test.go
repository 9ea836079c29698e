package pinned_test

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/pinned"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// The documents are compared with what is kept beside the repository: the structure of every version, and the words they
// must not repeat. Where that is absent these tests skip; the counts below hold everywhere.

func TestDocument_Counts(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		version string
		servers int
	}{
		{"1.517.0", 3}, {"1.525.1", 3}, {"1.556.0", 2}, {"1.697.4", 2},
	} {
		t.Run(tt.version, func(t *testing.T) {
			t.Parallel()
			root := document(t, tt.version)
			components := root.Get("components")
			got := []int{root.Get("paths").Len(), components.Get("schemas").Len(), components.Get("securitySchemes").Len(), root.Get("servers").Len()}
			if want := []int{5, 30, 3, tt.servers}; !slices.Equal(got, want) {
				t.Errorf("paths, schemas, security schemes, servers: got %v, want %v", got, want)
			}
			if got, want := root.Get("info").Get("version").String(), "2020-09-14_"+tt.version; got != want {
				t.Errorf("info.version: got %s, want %s", got, want)
			}
			if got, want := root.Get("info").Get("termsOfService").String(), "https://plaid.com/legal/"; got != want {
				t.Errorf("info.termsOfService: got %s, want %s", got, want)
			}
		})
	}
}

func TestDocument_EverythingIsDescribed(t *testing.T) {
	t.Parallel()
	for _, version := range pinned.Names("plaid-partner") {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			root := document(t, version)
			tags := map[string]bool{}
			for _, tag := range root.Get("tags").Items {
				tags[tag.Get("name").String()] = true
				describe(t, tag)
			}
			for _, server := range root.Get("servers").Items {
				describe(t, server)
			}
			describe(t, root.Get("info"))
			for _, path := range root.Get("paths").Members {
				operation := path.Value.Get("post")
				describe(t, operation)
				describe(t, operation.Get("requestBody"))
				for _, response := range operation.Get("responses").Members {
					describe(t, response.Value)
				}
				if operation.Get("summary").String() == "" {
					t.Errorf("%s: no summary", operation.At)
				}
				for _, tag := range operation.Get("tags").Strings() {
					if !tags[tag] {
						t.Errorf("%s: tag %s is not in the root list", operation.At, tag)
					}
				}
			}
			for _, schema := range root.Get("components").Get("schemas").Members {
				describe(t, schema.Value)
				if properties := schema.Value.Get("properties"); properties != nil {
					describeProperties(t, properties)
				}
			}
			for _, scheme := range root.Get("components").Get("securitySchemes").Members {
				describe(t, scheme.Value)
			}
		})
	}
}

func describeProperties(t *testing.T, properties *tree.Node) {
	t.Helper()
	for _, property := range properties.Members {
		if property.Value.Get("$ref") == nil {
			describe(t, property.Value)
		}
	}
}

// describe demands that n says in a sentence or two what it is.
func describe(t *testing.T, n *tree.Node) {
	t.Helper()
	text := n.Get("description").String()
	if len(text) < 10 || len(text) > 500 {
		t.Errorf("%s: %s: description of %d bytes: %q", n.At, n.Pointer(), len(text), text)
	}
}

// mended are the examples in which the kept structure lost a value; the documents hold the seed's.
var mended = map[string]string{
	"/institutions/0/classic_disablement_date":   "2022-06-30",
	"/institutions/1/production_enablement_date": "2022-12-19",
}

func TestDocument_SameStructureAsPublished(t *testing.T) {
	t.Parallel()
	for _, version := range pinned.Names("plaid-partner") {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			want := parse(t, shared(t, "plaid/partner/"+version+".yaml"))
			for _, difference := range compare(document(t, version), want) {
				t.Error(difference)
			}
		})
	}
}

func TestDocument_OwnWords(t *testing.T) {
	t.Parallel()
	foreign := map[string]bool{}
	for _, text := range prose(parse(t, shared(t, "seed/plaid-partner--openapi-original.yml")), nil) {
		for run := range runs(text) {
			foreign[run] = true
		}
	}
	if len(foreign) < 100 {
		t.Fatalf("only %d runs of words found in the seed", len(foreign))
	}
	for _, version := range pinned.Names("plaid-partner") {
		for _, text := range prose(document(t, version), nil) {
			for run := range runs(text) {
				if foreign[run] {
					t.Errorf("%s: %q is copied from the seed", version, run)
				}
			}
		}
	}
}

// runWords is how many words in a row count as copied.
const runWords = 6

var words = regexp.MustCompile(`[\pL\pN_/'-]+`)

// runs yields every run of runWords words of text, in lower case.
func runs(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		found := words.FindAllString(strings.ToLower(text), -1)
		for i := 0; i+runWords <= len(found); i++ {
			if !yield(strings.Join(found[i:i+runWords], " ")) {
				return
			}
		}
	}
}

// prose returns every summary and description under n that is a text and not a property's schema.
func prose(n *tree.Node, texts []string) []string {
	for _, member := range n.Members {
		if (member.Name == "summary" || member.Name == "description") && member.Value.Kind == tree.String {
			texts = append(texts, member.Value.Text)
			continue
		}
		texts = prose(member.Value, texts)
	}
	for _, item := range n.Items {
		texts = prose(item, texts)
	}
	return texts
}

// proseNames are the members that say nothing about structure.
var proseNames = []string{"summary", "description", "title", "externalDocs", "contact", "termsOfService"}

// compare returns where got and want differ, in words, apart from prose and what was mended.
func compare(got, want *tree.Node) []string {
	if value, ok := mended[trimExample(got.Pointer())]; ok && got.String() == value {
		return nil
	}
	if got.Kind != want.Kind || got.Text != want.Text {
		return []string{fmt.Sprintf("%s: got %s %q, want %s %q", got.Pointer(), got.Kind, got.Text, want.Kind, want.Text)}
	}
	names, wantNames := structureNames(got), structureNames(want)
	if !slices.Equal(names, wantNames) {
		return []string{fmt.Sprintf("%s: got members %v, want %v", got.Pointer(), names, wantNames)}
	}
	if len(got.Items) != len(want.Items) {
		return []string{fmt.Sprintf("%s: got %d items, want %d", got.Pointer(), len(got.Items), len(want.Items))}
	}
	var differences []string
	for _, name := range names {
		differences = append(differences, compare(got.Get(name), want.Get(name))...)
	}
	for i := range got.Items {
		differences = append(differences, compare(got.Items[i], want.Items[i])...)
	}
	return differences
}

// trimExample cuts the way to an example's value off a pointer.
func trimExample(pointer string) string {
	_, rest, _ := strings.Cut(pointer, "/examples/example-1/value")
	return rest
}

func structureNames(n *tree.Node) []string {
	var names []string
	for _, member := range n.Members {
		if !slices.Contains(proseNames, member.Name) {
			names = append(names, member.Name)
		}
	}
	return names
}

func document(t *testing.T, version string) *tree.Node {
	t.Helper()
	file, data, err := pinned.Read("plaid-partner@" + version)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := tree.NewStore(tree.Options{}).Add(file, data)
	if err != nil {
		t.Fatal(err)
	}
	return parsed.Root
}

func parse(t *testing.T, file string) *tree.Node {
	t.Helper()
	parsed, err := tree.NewStore(tree.Options{}).Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	return parsed.Root
}

// shared returns the path of a file kept beside the repository and skips the test where it is absent.
func shared(t *testing.T, name string) string {
	t.Helper()
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(root, "go.mod")); err == nil {
			break
		}
		if root == filepath.Dir(root) {
			t.Skip("no go.mod above the test")
		}
		root = filepath.Dir(root)
	}
	file := filepath.Join(root, "..", "shared", filepath.FromSlash(name))
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		t.Skipf("the file to compare with is not there: %s", name)
	}
	return file
}
