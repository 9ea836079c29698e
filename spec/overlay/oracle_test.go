package overlay

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/pb33f/libopenapi"
	oracle "github.com/pb33f/libopenapi/overlay"
	"go.yaml.in/yaml/v4"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

// TestApply_AsLibopenapiDoes applies overlays by another implementation too. It shares the module for JSONPath, not what is done with
// what a path selects.
func TestApply_AsLibopenapiDoes(t *testing.T) {
	t.Parallel()
	for _, actions := range []string{
		`- {target: $.components.schemas.Pet, update: {required: [age], properties: {name: {maxLength: 9}, kind: {enum: [dog]}}}}`,
		`- {target: $, update: {info: {title: Cats}, x-a: [1, {b: null}]}}`,
		`- {target: $.tags, update: [{name: b}]}`,
		`- {target: "$.paths['/pets'].post", remove: true}`,
		`- {target: "$..[?@.type == 'string']", update: {x-a: 1}}`,
		`- {target: "$.paths.*[?@['x-internal']]", remove: true}`,
		"- {target: $.info, update: {x-new: {}}}\n- {target: \"$.info['x-new']\", update: {a: [1]}}\n- {target: \"$.info['x-new'].a\", remove: true}",
		`- {target: $.components.schemas.Pet.properties.*, remove: true}`,
		`- {target: "$.tags[-1:]", remove: true}`,
		`- {target: $.nowhere, remove: true}`,
	} {
		text := head + actions
		ours, missed, err := applied(t, pets, text)
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := libopenapi.NewOverlayDocument([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		result, err := oracle.Apply([]byte(pets), theirs)
		if err != nil {
			t.Fatal(err)
		}
		if len(missed) != len(result.Warnings) {
			t.Errorf("%s: we miss %d targets, libopenapi %d", actions, len(missed), len(result.Warnings))
		}
		var got, want any
		if err := json.Unmarshal(ours.Root.JSON(), &got); err != nil {
			t.Fatal(err)
		}
		file, err := tree.NewStore(tree.Options{}).Add("r.yaml", result.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(file.Root.JSON(), &want); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\ngot  %v\nwant %v", actions, got, want)
		}
	}
}

// TestTarget_JSONPath holds the module for JSONPath to the examples of RFC 9535 that matter in overlays.
func TestTarget_JSONPath(t *testing.T) {
	t.Parallel()
	const store = `{"store":{"book":[{"category":"reference","author":"Nigel Rees","title":"Sayings","price":8.95},
{"category":"fiction","author":"Evelyn Waugh","title":"Sword","price":12.99},
{"category":"fiction","author":"Herman Melville","title":"Moby","isbn":"0-553","price":8.99}],
"bicycle":{"color":"red","price":399}},"a b":{"c/d":1,"e'f":2},"n":[null,true,-1,2,"2"]}`
	for path, want := range map[string]string{
		`$.store.book[*].author`:                            `["Nigel Rees","Evelyn Waugh","Herman Melville"]`,
		`$..author`:                                         `["Nigel Rees","Evelyn Waugh","Herman Melville"]`,
		`$.store..price`:                                    `[8.95,12.99,8.99,399]`,
		`$..book[2].title`:                                  `["Moby"]`,
		`$..book[-1].title`:                                 `["Moby"]`,
		`$..book[0,1].title`:                                `["Sayings","Sword"]`,
		`$..book[:2].title`:                                 `["Sayings","Sword"]`,
		`$..book[?@.isbn].title`:                            `["Moby"]`,
		`$..book[?@.price<10].title`:                        `["Sayings","Moby"]`,
		`$..book[?@.price<10 && @.isbn].title`:              `["Moby"]`,
		`$..book[?!@.isbn].title`:                           `["Sayings","Sword"]`,
		`$..book[?@.category=='reference' || @.isbn].title`: `["Sayings","Moby"]`,
		`$..book[?match(@.author, 'E.*')].title`:            `["Sword"]`,
		`$..book[?search(@.author, 'el')].title`:            `["Sayings","Sword","Moby"]`,
		`$..book[?length(@.title) == 4].title`:              `["Moby"]`,
		`$['a b']['c/d']`:                                   `[1]`,
		`$["a b"]["e'f"]`:                                   `[2]`,
		`$.n[?@ == 2]`:                                      `[2]`,
		`$.n[?@ == null]`:                                   `[null]`,
		`$.n[?@ == '2']`:                                    `["2"]`,
	} {
		o, err := Parse("o.yaml", []byte(head+"- target: "+string(quoted(path))+"\n  remove: true"))
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		file, err := tree.NewStore(tree.Options{}).Add("d.json", []byte(store))
		if err != nil {
			t.Fatal(err)
		}
		m := &mirror{to: map[*tree.Node]*yaml.Node{}, from: map[*yaml.Node]*tree.Node{}}
		selected, err := m.query(&o.Actions[0], m.reflect(file.Root))
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		got := []byte("[")
		for i, n := range selected {
			if i > 0 {
				got = append(got, ',')
			}
			got = n.AppendJSON(got)
		}
		if got = append(got, ']'); string(got) != want {
			t.Errorf("%s:\ngot  %s\nwant %s", path, got, want)
		}
	}
}

func quoted(s string) []byte { b, _ := json.Marshal(s); return b }

// FuzzOverlay: no overlay makes the parser, a path or the merge panic, and what comes out is a whole tree.
func FuzzOverlay(f *testing.F) {
	for _, text := range []string{
		head + "- {target: $.info, update: {title: Cats}}", head + "- {target: $..*, remove: true}", head + "- {target: \"$..[?@.a == 1]\", update: [1]}",
		head + "- {target: \"$[?length(@) > 1]\", remove: true}", "overlay: 1.0.0", head + "- {target: $, update: {a: &a [1], b: *a}}", `{"overlay":"1.0.0"}`,
		head + "- {target: \"$['a','b'][0:2:1]..c\", update: 1}",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		o, err := Parse("o.yaml", text)
		if err != nil {
			return
		}
		store := tree.NewStore(tree.Options{MaxNodes: 5000})
		file, err := store.Add("pets.yaml", []byte(pets))
		if err != nil {
			t.Fatal(err)
		}
		_, draft := store.Fork(file)
		if _, err := o.Apply(draft); err != nil {
			return
		}
		draft.File.Root.Walk(func(n *tree.Node) bool {
			if draft.File.Root.Lookup(n.Pointer()) != n || n.File() != draft.File {
				t.Fatalf("%s is not where it says it is", n.Pointer())
			}
			return true
		})
	})
}
