package overlay

import (
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

// pets is the document that overlays of these tests change.
const pets = `openapi: 3.0.3
info: {title: Pets, version: "1"}
tags: [{name: a}]
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        200: {description: all}
    post:
      operationId: addPet
      x-internal: true
      responses: {}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string, minLength: 1}
        age: {type: integer}
`

// head is the beginning of every overlay here: four lines.
const head = "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions:\n"

// applied returns pets as the overlay leaves it, and the targets that selected nothing.
func applied(t *testing.T, document, text string) (*tree.File, []Miss, error) {
	t.Helper()
	o, err := Parse("o.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	store := tree.NewStore(tree.Options{})
	file, err := store.Add("pets.yaml", []byte(document))
	if err != nil {
		t.Fatal(err)
	}
	before := string(file.Root.JSON())
	_, draft := store.Fork(file)
	missed, err := o.Apply(draft)
	if after := string(file.Root.JSON()); after != before {
		t.Errorf("the original changed:\n%s\n%s", before, after)
	}
	return draft.File, missed, err
}

func TestApply(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, actions, at, want string }{
		{"an object is merged at every depth", `- {target: $.components.schemas.Pet, update: {properties: {name: {maxLength: 9}}}}`, "/components/schemas/Pet/properties/name", `{"type":"string","minLength":1,"maxLength":9}`},
		{"a value takes the place of another", `- {target: $.info, update: {title: Cats}}`, "/info", `{"title":"Cats","version":"1"}`},
		{"a value of another kind too", `- {target: $.info, update: {title: {en: Cats}}}`, "/info", `{"title":{"en":"Cats"},"version":"1"}`},
		{"an entry is appended to an array", `- {target: $.tags, update: {name: b}}`, "/tags", `[{"name":"a"},{"name":"b"}]`},
		{"so is each of a list of entries", `- {target: $.tags, update: [{name: b}, {name: c}]}`, "/tags", `[{"name":"a"},{"name":"b"},{"name":"c"}]`},
		{"and a text", `- {target: $.components.schemas.Pet.required, update: age}`, "/components/schemas/Pet/required", `["name","age"]`},
		{"an array inside of an update is appended", `- {target: $.components.schemas.Pet, update: {required: [age]}}`, "/components/schemas/Pet/required", `["name","age"]`},
		{"an object is removed", `- {target: "$.paths['/pets'].post", remove: true}`, "/paths/~1pets", `{"get":{"operationId":"listPets","responses":{"200":{"description":"all"}}}}`},
		{"so is an item", `- {target: "$.tags[0]", remove: true}`, "/tags", `[]`},
		{"and a text", `- {target: $.info.version, remove: true}`, "/info", `{"title":"Pets"}`},
		{"remove goes before update", `- {target: $.info.version, remove: true, update: {a: 1}}`, "/info", `{"title":"Pets"}`},
		{"by a filter", `- {target: "$.paths.*[?@['x-internal'] == true]", remove: true}`, "/paths/~1pets/post", `null`},
		{"by a filter on an operationId", `- {target: "$.paths.*[?@.operationId == 'addPet'].responses", update: {default: {description: no}}}`, "/paths/~1pets/post/responses", `{"default":{"description":"no"}}`},
		{"at every depth", `- {target: "$..[?@.type == 'string']", update: {x-a: 1}}`, "/components/schemas/Pet/properties", `{"name":{"type":"string","minLength":1,"x-a":1},"age":{"type":"integer"}}`},
		{"numbers as names", `- {target: "$.paths['/pets'].get.responses['200']", update: {x-a: 1}}`, "/paths/~1pets/get/responses/200", `{"description":"all","x-a":1}`},
		{"what an earlier action put in", "- {target: $.info, update: {x-new: {}}}\n- {target: \"$.info['x-new']\", update: {a: [1]}}\n- {target: \"$.info['x-new'].a\", update: 2}", "/info/x-new", `{"a":[1,2]}`},
		{"not what an earlier action took out", "- {target: $.tags, remove: true}\n- {target: $, update: {tags: [1]}}", "/tags", `[1]`},
		{"every member", `- {target: $.components.schemas.Pet.properties.*, remove: true}`, "/components/schemas/Pet/properties", `{}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			file, missed, err := applied(t, pets, head+tt.actions)
			if err != nil || len(missed) > 0 {
				t.Fatal(err, missed)
			}
			if got := string(file.Root.Lookup(tt.at).JSON()); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestApply_PlacesStayTrue(t *testing.T) {
	t.Parallel()
	file, _, err := applied(t, pets, head+"- target: $.components.schemas.Pet\n  update:\n    required:\n      - age\n    properties:\n      name:\n        maxLength: 9\n")
	if err != nil {
		t.Fatal(err)
	}
	for pointer, want := range map[string]string{
		"/components/schemas/Pet/properties/age":            "pets.yaml:21:9",
		"/components/schemas/Pet/properties/name/minLength": "pets.yaml:20:30",
		"/components/schemas/Pet/properties/name/maxLength": "o.yaml:10:9",
		"/components/schemas/Pet/required/1":                "o.yaml:7:9",
	} {
		n := file.Root.Lookup(pointer)
		if got := n.KeyAt().String(); got != want || n.Pointer() != pointer || n.File() != file {
			t.Errorf("%s: got %s, %s, want %s", pointer, got, n.Pointer(), want)
		}
	}
}

func TestApply_WhatSelectsNothingIsTold(t *testing.T) {
	t.Parallel()
	_, missed, err := applied(t, pets, head+"- target: $.paths['/cats']\n  remove: true\n- {target: $.info, update: {x-a: 1}}\n- {target: $.info.contact.name, remove: true}")
	if err != nil || len(missed) != 2 || missed[0].Target != "$.paths['/cats']" || missed[0].At.Line != 4 || missed[1].At.Line != 7 {
		t.Errorf("got %v, %v", missed, err)
	}
}

func TestApply_WhatCannotBeDone(t *testing.T) {
	t.Parallel()
	bomb := head + strings.Repeat("- {target: $..*, update: {a: {}, b: {}, c: [{}, {}]}}\n", 40)
	for _, tt := range []struct{ name, overlay, want string }{
		{"a text is updated", head + "- target: $.info.title\n  update: Cats", "o.yaml:4:11: overlay: the target selects a string at pets.yaml:2:15, and only objects and arrays are updated; select the object that holds it, and update that"},
		{"an object by a text", head + "- {target: $.info, update: Cats}", "o.yaml:4:12: overlay: the target selects an object at pets.yaml:2:7, but update holds a string; write an object with what to merge"},
		{"an object by a list", head + "- {target: $.info, update: [1]}", "o.yaml:4:12: overlay: the target selects an object at pets.yaml:2:7, but update holds an array; write an object with what to merge"},
		{"all is removed", head + "- {target: $, remove: true}", "o.yaml:4:12: overlay: the target is the whole document, which cannot be removed; name something inside of the document"},
		{"a bomb", bomb, "only objects and arrays are updated"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, _, err := applied(t, pets, tt.overlay)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

// TestApply_GrowthIsBounded: each action makes the document several times as large.
func TestApply_GrowthIsBounded(t *testing.T) {
	t.Parallel()
	o, err := Parse("o.yaml", []byte(head+strings.Repeat("- {target: '$..*', update: {a: {}, b: {}}}\n", 40)))
	if err != nil {
		t.Fatal(err)
	}
	store := tree.NewStore(tree.Options{MaxNodes: 2000})
	file, err := store.Add("d.yaml", []byte("{a: {}}"))
	if err != nil {
		t.Fatal(err)
	}
	_, draft := store.Fork(file)
	if _, err = o.Apply(draft); err == nil || !strings.Contains(err.Error(), "the result would have more than 2000 values") {
		t.Errorf("got %v", err)
	}
}

func TestParse_Faults(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"empty", "", "o.yaml: the file is empty"},
		{"an OpenAPI document", "openapi: 3.0.3", "o.yaml:1:1: the file is no OpenAPI Overlay: it has no overlay key; this is an OpenAPI document; name it with --document"},
		{"another version", "overlay: 2.0.0", "o.yaml:1:10: Overlay 2.0.0 is not supported, 1.0 is; write overlay: 1.0.0 if the file uses nothing newer"},
		{"no info", "overlay: 1.0.0\nactions: [{target: $, update: {}}]", "o.yaml:1:1: info is missing; add it"},
		{"a version that is a number", "overlay: 1.0.0\ninfo: {title: T, version: 1}\nactions: [{target: $, update: {}}]", "o.yaml:2:27: version holds a number, not a string; put it in quotes"},
		{"no actions", "overlay: 1.0.0\ninfo: {title: T, version: '1'}", "o.yaml:1:1: actions is missing; add it"},
		{"an empty list of them", "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions: []", "o.yaml:3:10: actions is empty"},
		{"a misspelt key", head + "- {taget: $, update: {}}", `o.yaml:4:4: unknown key "taget"; did you mean "target"?`},
		{"a key twice", head + "- {target: $, target: $, update: {}}", `o.yaml:4:15: key "target" stands twice`},
		{"no target", head + "- {update: {}}", "o.yaml:4:3: target is missing; add it"},
		{"neither update nor remove", head + "- {target: $.info, remove: false}", "o.yaml:4:3: the action neither updates nor removes"},
		{"remove is no boolean", head + "- {target: $.info, remove: 'yes'}", "o.yaml:4:28: remove holds a string, not a boolean"},
		{"a malformed path", head + "- {target: \"$.paths[\", update: {}}", "o.yaml:4:12: target is no JSONPath:"},
		{"a path without $", head + "- {target: paths, update: {}}", "o.yaml:4:12: target is no JSONPath:"},
		{"a JSON pointer", head + "- {target: /paths, update: {}}", "o.yaml:4:12: target is no JSONPath:"},
		{"a long path", head + "- {target: '$" + strings.Repeat(".a", 3000) + "', update: {}}", "it has 6001 characters"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := Parse("o.yaml", []byte(tt.text))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestMeant(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		extends, name string
		want          bool
	}{
		{"", "a.yaml", true},
		{"a.yaml", "over/a.yaml", true},
		{"./a.yaml", "over/a.yaml", true},
		{"../a.yaml", "a.yaml", true},
		{"a.yaml", "a.yaml", true},
		{"b.yaml", "over/a.yaml", false},
		{"https://example.com/a.yaml", "https://example.com/a.yaml", true},
		{"https://example.com/a.yaml", "a.yaml", false},
		{"plaid-partner@1.517.0", "spec/pinned/plaid-partner/1.517.0.yaml", true},
		{"plaid-partner@1.517.0", "spec/pinned/plaid-partner/1.525.1.yaml", false},
	} {
		o := &Overlay{Name: "over/o.yaml", Extends: tt.extends}
		if got := o.Meant(tt.name); got != tt.want {
			t.Errorf("extends %s, document %s: got %v", tt.extends, tt.name, got)
		}
	}
}
