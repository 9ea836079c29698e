package payload

import (
	"bytes"
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dlclark/regexp2/v2"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/schema"
)

// opinion judges a body at a place of a document by a validator that shares no line with ours.
type opinion func(pointer string, face schema.Face, body []byte) (known bool, err error)

const neither = schema.Face(0)

// opinionOf reads the whole document once more, by kin-openapi for 3.0 and by jsonschema for 3.1.
func opinionOf(t *testing.T, doc *spec.Document) opinion {
	t.Helper()
	whole := doc.Root.JSON()
	if doc.Is31() {
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(whole))
		if err != nil {
			t.Fatal(err)
		}
		c := jsonschema.NewCompiler()
		c.AssertFormat()
		c.UseRegexpEngine(func(pattern string) (jsonschema.Regexp, error) {
			re, err := regexp2.Compile(pattern, regexp2.ECMAScript|regexp2.Unicode)
			return ecma{re}, err
		})
		if err := c.AddResource("mem:///document.json", v); err != nil {
			t.Fatal(err)
		}
		return func(pointer string, face schema.Face, body []byte) (bool, error) {
			s, err := c.Compile("mem:///document.json#" + pointer)
			if err != nil {
				return false, nil // the other validator cannot read the schema, so it has no opinion
			}
			v, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
			if err != nil {
				return true, err
			}
			return true, s.Validate(v)
		}
	}
	openapi3.DefineStringFormatValidator("date", openapi3.NewRegexpFormatValidator(`^\d{4}-\d{2}-\d{2}$`))
	loaded, err := openapi3.NewLoader().LoadFromData(whole)
	if err != nil {
		t.Skipf("kin-openapi does not load the document: %v", err)
	}
	return func(pointer string, face schema.Face, body []byte) (bool, error) {
		s := kinSchema(loaded, pointer)
		if s == nil {
			return false, nil
		}
		d := json.NewDecoder(bytes.NewReader(body))
		d.UseNumber()
		var v any
		if err := d.Decode(&v); err != nil {
			return true, err
		}
		switch face {
		case schema.Request:
			return true, s.VisitJSON(v, openapi3.VisitAsRequest())
		case schema.Response:
			return true, s.VisitJSON(v, openapi3.VisitAsResponse())
		}
		return true, s.VisitJSON(v)
	}
}

// kinSchema finds the schema of a media type or of a component by its pointer.
func kinSchema(doc *openapi3.T, pointer string) *openapi3.Schema {
	p := strings.Split(pointer, "/") // paths PATH METHOD requestBody content TYPE schema, or responses STATUS content TYPE schema
	for i := range p {
		p[i] = strings.ReplaceAll(strings.ReplaceAll(p[i], "~1", "/"), "~0", "~")
	}
	if len(p) == 4 && p[1] == "components" && doc.Components != nil && doc.Components.Schemas[p[3]] != nil {
		return doc.Components.Schemas[p[3]].Value
	}
	if len(p) < 8 || p[1] != "paths" {
		return nil
	}
	item := doc.Paths.Value(p[2])
	if item == nil {
		return nil
	}
	op := item.GetOperation(strings.ToUpper(p[3]))
	var content openapi3.Content
	switch {
	case op == nil:
		return nil
	case p[4] == "requestBody":
		content = op.RequestBody.Value.Content
	default:
		content = op.Responses.Value(p[5]).Value.Content
	}
	mt := content[p[len(p)-2]]
	if mt == nil || mt.Schema == nil {
		return nil
	}
	return mt.Schema.Value
}

// lenient says, by version and keyword, where the other validators are known to look away.
var lenient = map[string]string{
	"3.0 format":   "kin-openapi checks few formats",
	"3.0 type":     "kin-openapi lets null pass where nullable stands beside a combinator, though a type further in refuses it",
	"3.0 nullable": "kin-openapi refuses null where an allOf holds a schema without a type",
	"3.1 format":   "jsonschema knows the formats of JSON Schema, not int32 and int64",
}

// Boundaries and enum values of real documents are accepted by the other validators, and their faults refused. Where the others
// are known to look away, the keyword is listed with the reason.
func TestMaker_VariedSamplesHaveASecondOpinion(t *testing.T) {
	if testing.Short() {
		t.Skip("reads documents of several megabytes twice")
	}
	for _, file := range []string{
		"plaid/partner/1.697.4.yaml", "plaid/full/1.697.4.yaml", "real-specs/museum/1.2.1-20241120-2770b2b.yaml", "real-specs/adyen-checkout/v72.yaml",
	} {
		t.Run(file, func(t *testing.T) {
			doc, err := spec.Load(context.Background(), filepath.Join(shared(t), file), spec.Options{})
			if err != nil {
				t.Skip(err)
			}
			other := opinionOf(t, doc)
			judged, disagree := 0, map[string]int{}
			m := &Maker{Document: doc, Seed: 1}
			for _, op := range doc.Operations {
				if op.RequestBody == nil || len(op.RequestBody.Content) == 0 || op.RequestBody.Content[0].Schema == nil {
					continue
				}
				for _, k := range []Kind{KindBoundary, KindEnum, KindAbsent, KindFault} {
					samples, _ := m.Varied(op, k)
					for _, s := range samples {
						if carrierOf(s.MediaType) != carryJSON {
							continue
						}
						known, err := other(op.RequestBody.Content[0].Schema.Pointer(), schema.Request, s.JSON)
						if !known {
							continue
						}
						if judged++; (err == nil) == (k != KindFault) {
							continue
						}
						key := doc.OpenAPI[:3] + " " + s.Variation.Keyword
						if disagree[key]++; disagree[key] < 3 && lenient[key] == "" {
							t.Logf("%s %s: %v\n%.1500s", op.ID, s.Name, err, s.Variation.Value)
						}
					}
				}
			}
			t.Logf("%d samples judged", judged)
			for key, n := range disagree {
				if lenient[key] == "" {
					t.Errorf("%s: %d samples judged otherwise", key, n) // a new disagreement is a fault of ours until it is explained
				} else {
					t.Logf("%s: %d samples judged otherwise: %s", key, n, lenient[key])
				}
			}
		})
	}
}

// Samples of real documents are accepted by the other validators too.
func TestMaker_RealSamplesHaveASecondOpinion(t *testing.T) {
	if testing.Short() {
		t.Skip("reads documents of several megabytes twice")
	}
	for _, file := range []string{
		"plaid/partner/1.697.4.yaml", "plaid/full/1.697.4.yaml", "real-specs/museum/1.2.1-20241120-2770b2b.yaml", "real-specs/adyen-checkout/v72.yaml",
		"real-specs/stripe/v481.yaml",
	} {
		t.Run(file, func(t *testing.T) {
			doc, err := spec.Load(context.Background(), filepath.Join(shared(t), file), spec.Options{})
			if err != nil {
				t.Skip(err)
			}
			other := opinionOf(t, doc)
			judged, refused := 0, map[string]int{}
			ask := func(op *spec.Operation, mt *spec.MediaType, face schema.Face, s Sample) {
				if mt.Schema == nil || s.JSON == nil {
					return
				}
				known, err := other(mt.Schema.Pointer(), face, s.JSON)
				if !known {
					return
				}
				if judged++; err != nil {
					line, _, _ := strings.Cut(err.Error(), "\n")
					refused[line]++
					if refused[line] == 1 {
						t.Logf("%s %s: %.600v", op.ID, s.Name, err)
					}
				}
			}
			m := &Maker{Document: doc, Seed: 1}
			for i, op := range doc.Operations {
				if len(doc.Operations) > 400 && i%6 > 0 {
					continue // every sixth of the largest document tells enough
				}
				samples, _ := m.Requests(op)
				for _, s := range samples {
					for _, mt := range op.RequestBody.Content {
						if concrete(mt.Type) == s.MediaType || carrierOf(mt.Type) == carryParts {
							ask(op, mt, schema.Request, s)
						}
					}
				}
				for _, r := range op.Responses {
					if len(r.Content) == 0 {
						continue
					}
					for _, k := range []Kind{KindMinimal, KindMaximal} {
						if s, err := m.Answer(op, r.Status, k); err == nil {
							ask(op, likeliest(r.Content), schema.Response, s)
						}
					}
				}
			}
			t.Logf("%d samples judged", judged)
			for line, n := range refused {
				t.Errorf("%d times: %.300s", n, line)
			}
		})
	}
}
