package schema_test

import (
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// FuzzValidate compiles whatever it is given in both dialects. Nothing may crash or hang, the two walks must agree, and with Compat
// a value may be accepted that is not without, never the other way round.
func FuzzValidate(f *testing.F) {
	for _, document := range []string{
		pets, faces, `{"$ref":"#"}`, `{"$dynamicRef":"#m","$dynamicAnchor":"m","properties":{"a":{"$dynamicRef":"#m"}}}`,
		`{"type":["string","null"],"format":"date-time","pattern":"^(?=a)","unevaluatedProperties":false,"allOf":[{"properties":{"a":{}}}]}`,
		`{"nullable":true,"enum":["A"],"oneOf":[{"not":{}},{"minimum":1e400}],"discriminator":{"propertyName":"a"}}`,
		`{"$id":"http://x/y","$defs":{"a":{"$anchor":"q","contains":{},"minContains":0}},"items":{"$ref":"#q"},"uniqueItems":true}`,
		`{"if":{"required":["a"]},"then":{"dependentRequired":{"a":["b"]}},"else":{"propertyNames":{"format":"hostname"}}}`,
	} {
		for _, value := range []string{`{"a":[1,{"b":null}],"kind":"cat"}`, `null`, `"2024-02-30T00:00:60Z"`, `[1,1.0,1e999999999]`, `"xn--l-fda.[::1]"`} {
			f.Add(document, value)
		}
	}
	for _, format := range []string{"date", "time", "duration", "email", "hostname", "ipv4", "ipv6", "uri", "uri-reference", "uuid", "regex", "byte", "int32", "double"} {
		f.Add(`{"format":"`+format+`"}`, `"P1Y"`)
	}
	f.Fuzz(func(t *testing.T, document, value string) {
		tp, _ := tape.Read([]byte(value), tape.Limits{})
		defer tp.Release()
		if !tp.Usable() || strings.Contains(document, "http") && strings.Contains(document, "schema") && len(document) > 4000 {
			return
		}
		for _, d := range []schema.Dialect{schema.OpenAPI30, schema.OpenAPI31} {
			store := tree.NewStore(tree.Options{MaxNodes: 10_000})
			file, err := store.Add("doc.yaml", []byte(document))
			if err != nil {
				return
			}
			set := schema.NewSet(store, d)
			for _, n := range []*tree.Node{file.Root, file.Root.Get("root"), file.Root.Get("Pet")} {
				s, _ := set.Schema(n)
				for _, o := range []schema.Options{{}, {Face: schema.Request, Compat: true}, {Face: schema.Response, First: true}} {
					failed := false
					for _, v := range s.Validate(tp.Root(), o) {
						failed = failed || !v.Warning
						if v.Rule == "" || v.Received == "" || v.Promised == "" {
							t.Fatalf("a violation without words: %+v", v)
						}
						if _, ok := tp.Root().At(v.InstancePath); !ok {
							t.Fatalf("no value at %q", v.InstancePath)
						}
					}
					if s.Accepts(tp.Root(), o) == failed {
						t.Fatalf("with %+v the two walks disagree", o)
					}
				}
				if s.Accepts(tp.Root(), schema.Options{}) && !s.Accepts(tp.Root(), schema.Options{Compat: true}) && !strings.Contains(document, "not") && !strings.Contains(document, "Of") && !strings.Contains(document, "if") && !strings.Contains(document, "contains") {
					t.Fatal("Compat refuses what the letter accepts")
				}
			}
		}
	})
}

// FuzzHash hashes whatever it is given: twice the same, and the same only for what accepts the same.
func FuzzHash(f *testing.F) {
	for _, a := range []string{pets, faces, tree30, `{"anyOf":[{"items":{"$ref":"#"}}],"unevaluatedItems":{"not":{}}}`} {
		for _, b := range []string{
			`{"type":["string","null"],"allOf":[{"properties":{"a":{}}}],"unevaluatedProperties":false}`, `{"nullable":true,"type":"string","enum":["A"]}`,
			`{"$dynamicRef":"#m","$dynamicAnchor":"m","properties":{"a":{"$dynamicRef":"#m"}}}`, `{"oneOf":[{"not":{}},{"minimum":1e400}],"exclusiveMinimum":true,"minimum":0}`,
		} {
			f.Add(a, b, `{"a":[1,{"b":null}],"kind":"cat"}`)
		}
	}
	f.Fuzz(func(t *testing.T, a, b, value string) {
		tp, _ := tape.Read([]byte(value), tape.Limits{})
		defer tp.Release()
		if !tp.Usable() || len(a)+len(b) > 4000 {
			return
		}
		met := map[schema.Hash][2]bool{}
		for _, document := range []string{a, b, a} {
			for _, d := range []schema.Dialect{v30, v31} {
				store := tree.NewStore(tree.Options{MaxNodes: 10_000})
				file, err := store.Add("doc.yaml", []byte(document))
				if err != nil {
					return
				}
				for _, n := range []*tree.Node{file.Root, file.Root.Get("root"), file.Root.Get("Pet")} {
					s, _ := schema.NewSet(store, d).Schema(n)
					hash, again := s.Hash(), schema.Hash{}
					if same, _ := schema.NewSet(store, d).Schema(n); same != nil {
						again = same.Hash()
					}
					verdict := [2]bool{s.Accepts(tp.Root(), schema.Options{}), s.Accepts(tp.Root(), schema.Options{Compat: true, Face: schema.Request})}
					if before, ok := met[hash]; hash != again || ok && before != verdict {
						t.Fatalf("hash %s, then %s; verdicts %v, then %v", hash, again, before, verdict)
					}
					met[hash] = verdict
				}
			}
		}
	})
}
