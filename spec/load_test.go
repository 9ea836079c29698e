package spec

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

func TestParse_Refuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"Swagger", "swagger: '2.0'\npaths: {}\n", "f.yaml:1:1: this is a Swagger document (swagger: 2.0), OpenAPI 3.0 and 3.1 are understood; convert it to OpenAPI 3, for instance with swagger2openapi or editor.swagger.io"},
		{"Swagger as a number", "{\"swagger\": 2.0}", "f.yaml:1:2: this is a Swagger document (swagger: 2.0), OpenAPI 3.0 and 3.1 are understood; convert it to OpenAPI 3, for instance with swagger2openapi or editor.swagger.io"},
		{"AsyncAPI", "asyncapi: 3.0.0\n", "f.yaml:1:1: this is an AsyncAPI document (asyncapi: 3.0.0), OpenAPI 3.0 and 3.1 are understood; name the OpenAPI document of the HTTP API"},
		{"no version", "info: {}\npaths: {}\n", "f.yaml:1:1: the openapi key is missing; add openapi: 3.0.3 if this is an OpenAPI document"},
		{"3.2", "openapi: 3.2.0\n", "f.yaml:1:10: OpenAPI 3.2.0 is not supported, 3.0 and 3.1 are; write openapi: 3.1.0 if the document uses nothing newer, or convert it to 3.1"},
		{"4.0", "openapi: 4.0.0\n", "f.yaml:1:10: OpenAPI 4.0.0 is not supported, 3.0 and 3.1 are; convert the document to OpenAPI 3.0 or 3.1"},
		{"30", "openapi: 3.00\n", "f.yaml:1:10: OpenAPI 3.00 is not supported, 3.0 and 3.1 are; write openapi: 3.1.0 if the document uses nothing newer, or convert it to 3.1"},
		{"a version that is none", "openapi: [3]\n", "f.yaml:1:10: the value of openapi is an array, not a version; write openapi: 3.0.3 or 3.1.0"},
		{"a list", "- openapi: 3.0.3\n", "f.yaml:1:1: the file holds an array, not an OpenAPI document; name a file that begins with an openapi key"},
		{"a word", "hello\n", "f.yaml:1:1: the file holds a string, not an OpenAPI document; name a file that begins with an openapi key"},
		{"nothing", "", "f.yaml: the file is empty; name a file that holds a YAML or JSON document"},
		{"broken", "openapi: 3.0.3\n  x: 1\n", "f.yaml:2:4: mapping values are not allowed in this context; quote the text that holds the colon, or mend the indentation"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := Parse(context.Background(), "f.yaml", []byte(tt.text), Options{})
			var fault *tree.Error
			if err == nil || err.Error() != tt.want || !errors.As(err, &fault) {
				t.Errorf("got error %v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestParse_AcceptsWhatIsMissingOrOfTheWrongKind(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"openapi: 3.0.0\n", "openapi: 3.1\n", "openapi: '3.0'\n", "openapi: 3.1.0-rc1\n", "openapi: 3.0.3\npaths: []\ninfo: x\nservers: {}\nsecurity: 1\ncomponents: []\ntags: x\n",
		"openapi: 3.0.3\npaths: {/a: 1, /b: {get: [], parameters: {}}, /c: {get: {parameters: x, requestBody: [], responses: [], security: {}, tags: {}}}}\n",
		"openapi: 3.0.3\npaths: {/a: {get: {parameters: [1, {}, {name: 1, in: []}], requestBody: {content: {a: 1, b: {schema: 1, example: 1, examples: []}}}, responses: {200: 1, 300: {headers: [], content: 1}, 400: {headers: {a: 1}}}}}}\n",
		"openapi: 3.0.3\ncomponents: {securitySchemes: {a: 1}, schemas: {a: 1, b: {properties: 1, allOf: {}, items: [], required: 1, discriminator: {mapping: {x: [], y: 1}}}}, examples: {a: 1}}\nservers: [1, {url: 1, variables: 1}]\nsecurity: [1, {a: 1}]\n",
		"openapi: 3.0.3\r\npaths:\r\n  /a:\r\n    get: {}\r\n", "\uFEFFopenapi: 3.0.3\n",
		"openapi: 3.0.3\npaths: {'/a/{x': {get: {}}, '/b/}{': {get: {}}, '': {get: {}}, 'x-a': {get: {}}}\n",
		"openapi: 3.1.0\ncomponents: {schemas: {a: true, b: false, c: {items: true}}}\n",
	} {
		d, err := Parse(context.Background(), "f.yaml", []byte(text), Options{})
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		d.Problems(context.Background())
		for _, op := range d.Operations {
			d.JudgeResponse(op, Answer{Status: 200, Header: header("Content-Type", "b", "a", "1"), Body: []byte("{}")})
			d.JudgeResponse(op, Answer{Status: 400, Header: header("a", "1")})
			d.JudgeRequest(op, Ask{Header: header("Content-Type", "b"), Body: []byte("{}")})
		}
		d.Route("GET", "/a/x")
	}
}

func TestLoad_Files(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put := func(name, text string) {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("main.yaml", "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /a: {$ref: 'parts/a.yaml'}\n")
	put("parts/a.yaml", "get:\n  operationId: a\n  responses:\n    '200':\n      description: d\n      content: {application/json: {schema: {$ref: 'pet.json#/Pet'}}}\n    '400': {$ref: 'nope.yaml'}\n")
	put("parts/pet.json", `{"Pet": {"type": "object", "properties": {"x": {"$ref": "#/Nope"}, "y": {"type": "string"}, "y": {"type": "integer"}}}}`)
	d, err := Load(context.Background(), filepath.Join(dir, "main.yaml"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := "parts/a.yaml:7:19: received a reference to nope.yaml, which cannot be read; promised a Response Object (DIR/parts/nope.yaml: no such file; check the path); put the file in its place, or correct the reference\n" +
		"parts/pet.json:1:57: received a reference to #/Nope, where nothing stands; promised a Schema Object; define #/Nope, or correct the reference\n" +
		"parts/pet.json:1:93: received key y a second time, first at line 1; promised each key once; remove one of the two; readers differ in which one they take\n"
	got := strings.ReplaceAll(strings.ReplaceAll(messages(d.Problems(context.Background())), dir+"/parts/nope", "DIR/parts/nope"), dir+"/", "")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	j := d.JudgeResponse(d.Operation("a"), Answer{Status: 200, Header: header("Content-Type", "application/json"), Body: []byte(`{"y":"x"}`)})
	if len(j.Faults) != 1 || filepath.Base(j.Faults[0].At.File) != "pet.json" || len(j.Notes) != 1 {
		t.Errorf("got %s and notes %q, want one fault in pet.json and a note on the dangling reference", told(j), j.Notes)
	}
	if _, err := Load(context.Background(), filepath.Join(dir, "nope.yaml"), Options{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got error %v, want one that wraps fs.ErrNotExist", err)
	}
	if _, err := Load(context.Background(), "https://example.com/x.yaml", Options{}); err == nil || !strings.Contains(err.Error(), "not used unless allowed") {
		t.Errorf("got error %v, want the network refused", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(pets))
	f.Add([]byte("openapi: 3.1.0\npaths: {/a: {$ref: '#/paths/~1a'}}\n"))
	f.Add([]byte(`{"openapi": "3.0.3", "paths": {"/a/{b}": {"get": {"responses": {"200": {"content": {"*/*": {"schema": {"$ref": "#"}}}}}}}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Parse(context.Background(), "fuzz.yaml", data, Options{MaxBytes: 1 << 16})
		if err != nil {
			return
		}
		for _, p := range d.Problems(context.Background()) {
			if p.At.Line == 0 || p.Rule == "" || p.Level == "" || p.Message == "" || p.Fix == "" {
				t.Fatalf("a problem lacks something: %+v", p)
			}
		}
		for _, op := range d.Operations {
			d.JudgeResponse(op, Answer{Status: 200, Header: header("Content-Type", "application/json"), Body: []byte(`{"a": [1, null]}`)})
			d.JudgeRequest(op, Ask{Header: header("Content-Type", "application/json"), Body: []byte(`[]`), Query: "a=1&a[b]=2"})
			d.Route(op.Method, op.Path)
		}
	})
}
