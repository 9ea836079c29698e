package payload

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dlclark/regexp2/v2"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// reporter is what a test and a property have in common.
type reporter interface {
	Helper()
	Fatalf(format string, args ...any)
}

// document returns a document whose one operation, "send", takes and answers JSON of the given schema. components, if not
// empty, holds the members of components.schemas.
func document(t reporter, version, schema, components string) *spec.Document {
	t.Helper()
	text := fmt.Sprintf(`{"openapi":%q,"info":{"title":"t","version":"1"},"paths":{"/send":{"post":{"operationId":"send",
"requestBody":{"content":{"application/json":{"schema":%s}}},
"responses":{"200":{"description":"ok","content":{"application/json":{"schema":%s}}}}}}},"components":{"schemas":{%s}}}`,
		version, schema, schema, components)
	doc, err := spec.Parse(context.Background(), "test.json", []byte(text), spec.Options{})
	if err != nil {
		t.Fatalf("the document of the test does not load: %v\n%s", err, text)
	}
	return doc
}

func schemaOf(doc *spec.Document) *tree.Node {
	return doc.Operation("send").RequestBody.Content[0].Schema
}

// accepted judges a body by validators that share no line with ours.
func accepted(doc *spec.Document, n *tree.Node, body []byte) error {
	if doc.Is31() {
		return acceptedBy31(doc, n, body)
	}
	return acceptedBy30(doc, n, body)
}

func acceptedBy31(doc *spec.Document, n *tree.Node, body []byte) error {
	whole, err := jsonschema.UnmarshalJSON(bytes.NewReader(doc.Root.JSON()))
	if err != nil {
		return err
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	c.UseRegexpEngine(func(pattern string) (jsonschema.Regexp, error) {
		re, err := regexp2.Compile(pattern, regexp2.ECMAScript|regexp2.Unicode)
		return ecma{re}, err
	})
	if err := c.AddResource("mem:///document.json", whole); err != nil {
		return err
	}
	s, err := c.Compile("mem:///document.json#" + n.Pointer())
	if err != nil {
		return fmt.Errorf("compile: %w", err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return err
	}
	return s.Validate(v)
}

// ecma lets the other validator read the patterns of ECMA-262 that Go's engine refuses.
type ecma struct{ *regexp2.Regexp }

func (e ecma) MatchString(text string) bool {
	ok, err := e.Regexp.MatchString(text)
	return ok && err == nil
}

// schema30 returns the schema at n with what it refers to, as kin-openapi reads it.
func schema30(doc *spec.Document, n *tree.Node) (*openapi3.Schema, error) {
	text := fmt.Sprintf(`{"openapi":"3.0.3","info":{"title":"t","version":"1"},"paths":{},"components":{"schemas":%s}}`,
		schemasWith(doc, n))
	loaded, err := openapi3.NewLoader().LoadFromData([]byte(text))
	if err != nil {
		return nil, err
	}
	return loaded.Components.Schemas["TheSchemaUnderTest"].Value, nil
}

func schemasWith(doc *spec.Document, n *tree.Node) string {
	all := strings.TrimSuffix(string(doc.Root.Get("components").Get("schemas").JSON()), "}")
	if all == "null" {
		all = "{"
	}
	if all != "{" {
		all += ","
	}
	return all + `"TheSchemaUnderTest":` + string(n.JSON()) + "}"
}

func acceptedBy30(doc *spec.Document, n *tree.Node, body []byte) error {
	s, err := schema30(doc, n)
	if err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return err
	}
	return s.VisitJSON(v)
}

// acceptedByDraft4 is a third opinion for schemas of OpenAPI 3.0 that are schemas of draft 4 too: kin-openapi takes some
// negated schemas for no constraint at all.
func acceptedByDraft4(text string, body []byte) error {
	whole, err := jsonschema.UnmarshalJSON(strings.NewReader(fmt.Sprintf(
		`{"$schema":"http://json-schema.org/draft-04/schema#","allOf":[%s],"components":{"schemas":{%s}}}`, text, drawnComponents)))
	if err != nil {
		return err
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("mem:///draft4.json", whole); err != nil {
		return err
	}
	s, err := c.Compile("mem:///draft4.json")
	if err != nil {
		return err
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return err
	}
	return s.Validate(v)
}

// ours judges a body by spec/schema, for a face.
func ours(t testing.TB, doc *spec.Document, n *tree.Node, face schema.Face, body []byte) {
	t.Helper()
	compiled, _ := doc.Schemas.Schema(n)
	j := &judge{set: doc.Schemas, face: face}
	if broke, bad := j.first(compiled, body); bad {
		t.Fatalf("the sample %s %s", body, broken(broke))
	}
}

// shared returns a path below the folder of shared material, or skips the test.
func shared(t testing.TB, elem ...string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if filepath.Dir(dir) == dir {
			t.Skip("no go.mod above this package")
		}
		dir = filepath.Dir(dir)
	}
	path := filepath.Join(append([]string{dir, "..", "shared"}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("shared material is not here: %s", filepath.Join(elem...))
	}
	return path
}

// rawValue reads a JSON text into a value.
func rawValue(text string) *value {
	file, err := tree.NewStore(tree.Options{}).Add("probe.json", []byte(text))
	if err != nil {
		panic(err)
	}
	return fromNode(file.Root)
}

// violations lists what a compiled schema has against a body, without warnings.
func violations(s *schema.Schema, body []byte, face schema.Face) []schema.Violation {
	t, _ := tape.Read(body, tape.Limits{})
	defer t.Release()
	var out []schema.Violation
	for _, v := range s.Validate(t.Root(), schema.Options{Face: face}) {
		if !v.Warning {
			out = append(out, v)
		}
	}
	return out
}
