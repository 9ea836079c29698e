package packs_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/packs"
)

func TestNames(t *testing.T) {
	t.Parallel()
	if got, want := packs.Names(), []string{"none", "plaid-partner"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestLoad_AnotherAPI(t *testing.T) {
	t.Parallel()
	p, err := packs.Load("testdata/library.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if p.Name != "lending-library" || p.Document != "testdata/library-openapi.yaml" || p.ErrorCode != "/code" {
		t.Errorf("got %+v", p)
	}
	if c := p.Credential("token"); c == nil || c.Header != "Authorization" || !c.Secret || c.Body != "" || p.Credential("x") != nil {
		t.Errorf("credential: got %+v", c)
	}
	if r := p.Resource("loan"); r == nil || r.Create != "borrowBook" || !slices.Equal(r.NotFound, []int{404, 410}) || p.Resource("x") != nil {
		t.Errorf("resource: got %+v", r)
	}
	if w := p.Workflows[0]; w.Lifecycle != "sample" || !slices.Equal(w.Operations(), []string{"borrowBook", "returnBook"}) {
		t.Errorf("workflow: got %+v", w)
	}
	if op := p.Operation("payFine"); op.Effect != packs.Change || !op.Irreversible || op.Resource != "" {
		t.Errorf("operation: got %+v", op)
	}
}

func TestLoad_UnknownOrAbsent(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, ask, want string }{
		{"mistyped", "plaid-partnr", `unknown pack "plaid-partnr" (did you mean "plaid-partner"?); known are none, plaid-partner, or give the path of a YAML file`},
		{"empty", "", `unknown pack ""; known are none, plaid-partner, or give the path of a YAML file`},
		{"no such file", "testdata/none.yaml", "pack: testdata/none.yaml: no such file; check the path"},
		{"a folder", "./testdata", "pack: ./testdata: is a directory"},
		{"no YAML", "./load.go", "pack: ./load.go:"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p, err := packs.Load(tt.ask)
			if err == nil || p != nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("got  %v, %v\nwant %s", p, err, tt.want)
			}
		})
	}
	if _, err := packs.Load("testdata/none.yaml"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an absent file is not fs.ErrNotExist: %v", err)
	}
}

func TestLoad_EveryFaultWithItsPlace(t *testing.T) {
	t.Parallel()
	p, err := packs.Load("testdata/broken.yaml")
	if err == nil || p != nil {
		t.Fatalf("got %v, %v, want an error", p, err)
	}
	got := strings.Split(strings.ReplaceAll(strings.TrimPrefix(err.Error(), "pack: "), "testdata/broken.yaml:", ""), "\n")
	want := []string{
		`1:1: pack: document is missing`,
		`1:1: pack: title is missing`,
		`1:7: "Broken Pack" is no name for a pack; use small letters, digits and -`,
		`2:1: unknown key "titel" (did you mean "title"?)`,
		`3:13: "code" is not a JSON pointer; begin it with /, and write ~1 for / and ~0 for ~ in a name`,
		`5:26: "my-id" is no name for an environment variable; use capitals, digits and _`,
		`6:5: credential id travels nowhere; name the header, the query parameter or the body's property that carries it`,
		`6:12: credential id stands twice; keep one`,
		`7:66: credential key is secret and has a default; leave one of the two out`,
		`9:37: unknown place "bdoy" (did you mean "body"?); known are body, header, query`,
		`9:62: 99 is no HTTP status`,
		`9:78: unknown credential "kay" (did you mean "key"?); known are id, key`,
		`10:5: face one lacks places or refused; say where credentials are accepted and with which statuses they are refused`,
		`10:12: face one stands twice; keep one`,
		`11:70: codes is the string "X", not a list`,
		`12:15: unknown face "too" (did you mean "two"?); known are one, two`,
		`14:5: resource thing has an unknown id, but no not_found; list the statuses`,
		`14:27: unknown operation "makeThin" (did you mean "makeThing"?); known are dropThing, makeThing, readThing`,
		`14:60: "id" is not a JSON pointer; begin it with /, and write ~1 for / and ~0 for ~ in a name`,
		`14:75: "/a~b" is not a JSON pointer; begin it with /, and write ~1 for / and ~0 for ~ in a name`,
		`15:5: resource: id is missing`,
		`15:5: resource: parameter is missing`,
		`15:12: resource thing stands twice; keep one`,
		`15:45: kept: shown is missing`,
		`15:53: "name" is not a JSON pointer; begin it with /, and write ~1 for / and ~0 for ~ in a name`,
		`17:29: effect is the string "creates": not one of read, create, change, remove (did you mean "create"?)`,
		`18:5: operation dropThing is to remove nothing; name the resource`,
		`18:48: "thing" is not a JSON pointer; begin it with /, and write ~1 for / and ~0 for ~ in a name`,
		`18:48: operation dropThing names the id of nothing that is there; leave it out, or name the resource`,
		`19:45: unknown resource "thin" (did you mean "thing"?); known are thing`,
		`19:65: operation readThing reads, which is never irreversible`,
		`20:5: operation: effect is missing`,
		`20:10: operation readThing stands twice; keep one`,
		`20:28: operation readThing does not change what there is, so nothing need be said of what it keeps; leave it out`,
		`22:11: "secret" is not a JSON pointer; begin it with /, and write ~1 for / and ~0 for ~ in a name`,
		`24:5: deviation: reason is missing`,
		`24:40: unknown operation "readThin" (did you mean "readThing"?); known are dropThing, makeThing, readThing`,
		`24:65: "a" is not a JSON pointer; begin it with /, and write ~1 for / and ~0 for ~ in a name`,
		`24:75: "v1" is no version; write it like 1.556.0`,
		`27:28: x-plumbline-lifecycle is "reel", not real or sample or none (did you mean real?)`,
		`28:5: unknown key "x-plumbline-livecycle" (did you mean x-plumbline-lifecycle?)`,
		`30:34: unknown operation "readThink" (did you mean "readThing"?); known are dropThing, makeThing, readThing`,
		`30:68: unknown runtime expression $input.x (did you mean $inputs.?)`,
	}
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Errorf("error %d:\ngot  %s\nwant %s", i, line(got, i), line(want, i))
		}
	}
}

func line(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

func TestLoad_Malformed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"empty file", "", "the file is empty"},
		{"comment only", "# nothing\n", "the file is empty"},
		{"null", "null\n", "the file is empty"},
		{"a list", "- name: x\n", "is a list, not a mapping"},
		{"no pack", "{}\n", "name is missing"},
		{"bad YAML", "name: [\n", "pack.yaml:"},
		{"duplicate key", "name: a\nname: b\n", `key "name" stands twice`},
		{"workflows no list", "workflows: {}\n", "workflows is a mapping, not a list"},
		{"credentials without a face", "credentials: [{name: a, variable: A, header: a}]\n", "has credentials but no face"},
		{"credentials in a body without a property", "credentials: [{name: a, variable: A, header: a}]\n" +
			"faces: [{name: f, summary: s, places: [body], refused: [400]}]\n", "none has a property for it"},
		{"faces without a default", "faces: [{name: f, summary: s, places: [header], refused: [400]}]\n", "default_face is missing"},
		{"webhooks", "webhooks: [\"[\"]\n", `"[" is no pattern`},
		{"wrong kinds", "credentials: {}\noperations: [7]\nsecrets: x\n", "secrets is the string \"x\", not a mapping"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "pack.yaml")
			if err := os.WriteFile(file, []byte(tt.text), 0o600); err != nil {
				t.Fatal(err)
			}
			p, err := packs.Load(file)
			if err == nil || p != nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got  %v, %v\nwant %s", p, err, tt.want)
			}
		})
	}
}

// Codes say nothing where the pack does not say where they stand.
func TestLoad_CodesWithoutAPlace(t *testing.T) {
	t.Parallel()
	for name, line := range map[string]string{
		"no_operation": "no_operation: [NO_PATH]",
		"no_caller":    "no_caller: [NOBODY]",
		"taken":        "resources: [{name: pet, create: addPet, id: /id, parameter: /id, taken: [EXISTS]}]",
	} {
		file := filepath.Join(t.TempDir(), name+".yaml")
		text := "name: pets\ntitle: Pets\ndocument: pets\noperations: [{id: addPet, effect: create, resource: pet}]\n" + line + "\n"
		if name != "taken" {
			text = strings.Replace(text, "operations: [{id: addPet, effect: create, resource: pet}]\n", "", 1)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := packs.Load(file); err == nil || !strings.Contains(err.Error(), "does not say where one stands; set error_code") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
