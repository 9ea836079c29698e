package runner

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// tightened is the document of the pets in which addPet takes bodies of the first schema and findPet of the second.
func tightened(t *testing.T, d *Driver, add, find string) {
	t.Helper()
	parts := strings.SplitN(petsDocument, "{schema: {type: object}}", 3)
	text := parts[0] + "{schema: " + add + "}" + parts[1] + "{schema: " + find + "}" + parts[2]
	doc, err := spec.Parse(context.Background(), "pets.yaml", []byte(text), spec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d.Document = doc
}

func TestDriver_Drive_NamesWhatItMakesAsTheDocumentAsks(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, property, want, skip string }{
		{"short", "{type: string, maxLength: 9}", "", ""},
		{"very short", "{type: string, maxLength: 4}", "", ""},
		{"long", "{type: string, minLength: 60}", "", ""},
		{"letters and blanks", "{type: string, pattern: '^[A-Za-z ]+$'}", "", ""},
		{"lower case and dashes", "{type: string, pattern: '^[a-z0-9-]+$'}", "plumbline-a-1d7be97a-1", ""},
		{"upper case", "{type: string, pattern: '^[A-Z]{1,30}$'}", "", ""},
		{"digits", "{type: string, pattern: '^[0-9]{6}$'}", "", ""},
		{"an address", "{type: string, format: email}", "plumbline-a-1d7be97a-1@example.com", ""},
		{"a uuid", "{type: string, format: uuid}", "", ""},
		{"anything", "{type: string}", "Plumbline a-1d7be97a-1", ""},
		{"one of two", "{type: string, enum: [Ann, Bob]}", "", "no name that this run could make conforms to the document at /name, which promises string (one of Ann, Bob)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d, s := testDriver(t, map[string][]line{"/pets": {pet("p1")}})
			tightened(t, d, "{type: object, properties: {name: "+tt.property+"}}", "{type: object}")
			c := &Case{ID: "addPet/bodies/full", Operation: "addPet", Method: "POST", MediaType: "application/json", Body: []byte("{}"), Promise: Promise{Accept: true}}
			names := map[string]bool{}
			for range 3 {
				out := d.Drive(context.Background(), c)
				if out.Skip != tt.skip || out.Trouble != "" {
					t.Fatalf("got skip %q and trouble %q, want skip %q", out.Skip, out.Trouble, tt.skip)
				}
				if out.Call == nil {
					return
				}
				op := d.Document.Operation("addPet")
				if j := d.Document.JudgeRequest(op, spec.Ask{Header: out.Call.Sent, Body: out.Call.Body}); !j.Holds() {
					t.Errorf("%s: %s", out.Call.Body, j.Faults[0].Message)
				}
				names[tape.TextAt(out.Call.Body, "/name")] = true
			}
			if len(names) != 3 || tt.want != "" && !names[tt.want] {
				t.Errorf("got %v, want three different names, one of them %q", names, tt.want)
			}
			if len(s.wire()) != 3 {
				t.Errorf("got %v, want three requests", s.wire())
			}
		})
	}
}

// A text that is to stand beside a name does so where the document has room for both.
func TestDriver_Drive_WritesTextsBesideNames(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, property, text, want string }{
		{"behind it", "{type: string}", NameMark + " & \\u0000", "Plumbline a-1d7be97a-1 & \x00"},
		{"around it", "{type: string}", "a " + NameMark + " b", "a Plumbline a-1d7be97a-1 b"},
		{"instead", "{type: string}", NoNameMark, ""},
		{"room beside a shorter name", "{type: string, maxLength: 20}", NameMark + " & more", "raovnqhtpfhu & more"},
		{"no room", "{type: string, maxLength: 8}", NameMark + " & more", ""},
		{"never empty", "{type: string, minLength: 1}", NoNameMark, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d, _ := testDriver(t, map[string][]line{"/pets": {pet("p1")}})
			tightened(t, d, "{type: object, properties: {name: "+tt.property+"}}", "{type: object}")
			c := &Case{ID: "addPet/bodies/full", Operation: "addPet", Method: "POST", MediaType: "application/json", Body: []byte(`{"name":"` + tt.text + `"}`), Promise: Promise{Accept: true}}
			out := d.Drive(context.Background(), c)
			if without := strings.HasPrefix(out.Skip, "no name with what is to stand beside it conforms to the document at /name, which promises "); without != (tt.want == "" && tt.name != "instead") {
				t.Fatalf("got skip %q", out.Skip)
			} else if without {
				return
			}
			if got := tape.TextAt(out.Call.Body, "/name"); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// The fault that a body was written to have stays in it, and nothing else comes to it.
func TestDriver_Drive_LeavesAFaultAlone(t *testing.T) {
	t.Parallel()
	const add = "{type: object, required: [name], properties: {name: {type: string, maxLength: 24}, age: {type: integer}}}"
	for _, tt := range []struct{ name, body, want string }{
		{"no object", `[]`, `/pets []`},
		{"nothing", `null`, `/pets null`},
		{"at the name", `{"name":null}`, `/pets {"name":null}`},
		{"no name", `{"age":1}`, `/pets {"age":1}`},
		{"a name too long", `{"name":"1234567890123456789012345"}`, `/pets {"name":"1234567890123456789012345"}`},
		{"elsewhere", `{"name":"x","age":"old"}`, `/pets {"name":"Plumbline a-2037bc6c-1","age":"old"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d, s := testDriver(t, map[string][]line{"/pets": {{status: 400}}})
			tightened(t, d, add, "{type: object}")
			c := &Case{ID: "addPet/faults/x", Operation: "addPet", Method: "POST", MediaType: "application/json", Body: []byte(tt.body)}
			if out := d.Drive(context.Background(), c); out.Call == nil {
				t.Fatalf("nothing was asked: %s %s", out.Skip, out.Trouble)
			}
			if got := fmt.Sprint(s.wire()); got != "["+tt.want+"]" {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestDriver_Drive_SkipsWhereAnIdDoesNotConform(t *testing.T) {
	t.Parallel()
	const long = "{type: object, properties: {id: {type: string, minLength: 5}}}"
	for _, tt := range []struct {
		name, add, find string
		use             Use
		skip            string
	}{
		{"unknown", "{type: object}", long, UseUnknown,
			"the id that the pack gives for a pet that exists nowhere does not conform to the document at /id, which promises string of at least 5 characters"},
		{"of its own", "{type: object}", long, UseFresh, "the id of the pet does not conform to the document at /id, which promises string of at least 5 characters"},
		{"none can be made", "{type: object, properties: {name: {type: string, enum: [any]}}}", "{type: object}", UseFresh,
			"no pet can be created: no name that this run could make conforms to the document at /name, which promises string (exactly any)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d, _ := testDriver(t, map[string][]line{"/pets": {pet("p1")}, "/pets/find": {said(`{}`)}})
			tightened(t, d, tt.add, tt.find)
			c := petCase(tt.use)
			c.Body, c.Promise.Accept = []byte(`{"id":"12345"}`), tt.use == UseFresh
			out := d.Drive(context.Background(), c)
			if out.Call != nil || out.Skip != tt.skip {
				t.Errorf("got skip %q, want %q", out.Skip, tt.skip)
			}
		})
	}
}

// A workflow names what it makes itself; where the document forbids the name, each name becomes another, and the same one the same.
func TestDriver_Drive_NamesWhatAWorkflowMakesAsTheDocumentAsks(t *testing.T) {
	t.Parallel()
	d, s := testDriver(t, map[string][]line{"/pets": {pet("p1"), pet("p2")}})
	tightened(t, d, "{type: object, properties: {name: {type: string, maxLength: 8}}}", "{type: object}")
	first := steps(d)[0]
	for range 2 {
		if out := d.Drive(context.Background(), first); out.Call == nil {
			t.Fatalf("nothing was asked: %s %s", out.Skip, out.Trouble)
		}
	}
	got := s.wire()
	if len(got) != 2 || got[0] != got[1] || strings.Contains(got[0], "Plumbline") || len(got[0]) > len(`/pets {"name":"12345678"}`) {
		t.Errorf("got %q, want the same short name twice", got)
	}
}
