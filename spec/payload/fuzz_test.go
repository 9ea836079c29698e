package payload

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/schema"
)

// FuzzMaker asks for samples of any schema at all: nothing may panic, nothing may hang, and what comes back must conform.
func FuzzMaker(f *testing.F) {
	for _, text := range []string{
		`{"type":"object","required":["a"],"properties":{"a":{"$ref":"#/components/schemas/Node"}}}`,
		`{"oneOf":[{"type":"integer","multipleOf":0.3,"minimum":1e10},{"$ref":"#/components/schemas/Node"}]}`,
		`{"type":"array","uniqueItems":true,"minItems":4,"items":{"enum":[1,2,3,"a"]}}`,
		`{"if":{"type":"string"},"then":{"pattern":"^(a|b)+$"},"else":{"minProperties":3}}`,
		`{"type":["null","string"],"format":"email","minLength":300}`,
		`{"allOf":[{"not":{"not":{"const":{"a":[1]}}}}],"unevaluatedProperties":false}`,
		`{"type":"object","patternProperties":{"^[a-z]{2}$":false},"minProperties":9,"propertyNames":{"maxLength":3}}`,
		`{"prefixItems":[true,false],"contains":{"type":"integer"},"minContains":2,"type":"array"}`,
		`{"discriminator":{"propertyName":"kind","mapping":{"n":"#/components/schemas/Node"}},"type":"object"}`,
		`{"minimum":1e400,"maximum":-1e400,"exclusiveMinimum":5}`, `{"minLength":1e9}`, `{"minItems":1e12}`, `{"multipleOf":1e-300,"minimum":1}`,
		`{"dependentSchemas":{"a":{"required":["b"]},"b":{"required":["a"]}},"required":["a"]}`,
	} {
		f.Add(text, uint64(1), true)
		f.Add(text, uint64(2), false)
	}
	f.Fuzz(func(t *testing.T, text string, seed uint64, is31 bool) {
		version := "3.0.3"
		if is31 {
			version = "3.1.0"
		}
		doc, err := spec.Parse(context.Background(), "fuzz.json", fmt.Appendf(nil, `{"openapi":%q,"info":{"title":"t","version":"1"},"paths":{},"components":{"schemas":{
"Node":{"type":"object","required":["next"],"properties":{"next":{"oneOf":[{"$ref":"#/components/schemas/Node"},{"type":"boolean"}]},"n":{"type":"number"}}},"S":%s}}}`, version, text), spec.Options{})
		if err != nil {
			return
		}
		n := doc.Root.Get("components").Get("schemas").Get("S")
		m := &Maker{Document: doc, Seed: seed}
		for _, k := range []Kind{KindMinimal, KindMaximal} {
			started := time.Now()
			body, err := m.Value(n, schema.Request, k, "value", "fuzz")
			if spent := time.Since(started); spent > 20*time.Second {
				t.Fatalf("%s took %v", k, spent)
			}
			if err == nil {
				ours(t, doc, n, schema.Request, body)
			}
		}
	})
}
