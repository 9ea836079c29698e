package payload

import (
	"regexp"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/schema"
)

// Each row says what a keyword makes of a minimal and a maximal sample; every sample is judged by two validators besides.
func TestMaker_FollowsEveryKeyword(t *testing.T) {
	t.Parallel()
	const v30, v31 = "3.0.3", "3.1.0"
	for _, tt := range []struct {
		name, version, schema string
		minimal, full         string // regular expressions of the whole JSON text
	}{
		{"type string", v30, `{"type":"string"}`, `".+"`, `".+"`},
		{"type integer", v30, `{"type":"integer"}`, `42`, `42`},
		{"type number", v30, `{"type":"number"}`, `42\.5`, `42\.5`},
		{"type boolean", v30, `{"type":"boolean"}`, `true`, `true`},
		{"type object", v30, `{"type":"object"}`, `\{\}`, `\{\}`},
		{"type array", v30, `{"type":"array","items":{"type":"integer"}}`, `\[\]`, `\[\d+,\d+\]`},
		{"nullable", v30, `{"type":"string","nullable":true}`, `".+"`, `".+"`},
		{"type null", v31, `{"type":"null"}`, `null`, `null`},
		{"a list of types", v31, `{"type":["null","integer"]}`, `42`, `42`},
		{"no type, by its keywords", v30, `{"properties":{"a":{"type":"integer"}},"required":["a"]}`, `\{"a":42\}`, `\{"a":42\}`},
		{"anything", v30, `{}`, `".+"`, `".+"`},
		{"true", v31, `true`, `".+"`, `".+"`},

		{"enum", v30, `{"type":"string","enum":["a","b"]}`, `"[ab]"`, `"[ab]"`},
		{"enum of mixed types, narrowed", v31, `{"enum":["a",1,null],"type":"integer"}`, `1`, `1`},
		{"enum with an empty text", v30, `{"type":"string","enum":["","a"]}`, `"a"`, `"a"`},
		{"const", v31, `{"const":{"a":[1,2.50]}}`, `\{"a":\[1,2\.50\]\}`, `\{"a":\[1,2\.50\]\}`},

		{"minimum and maximum", v30, `{"type":"integer","minimum":7,"maximum":9}`, `9`, `9`},
		{"exclusive switches", v30, `{"type":"integer","minimum":7,"exclusiveMinimum":true,"maximum":9,"exclusiveMaximum":true}`, `8`, `8`},
		{"exclusive numbers", v31, `{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":0.001}`, `0\.000\d+`, `0\.000\d+`},
		{"multipleOf", v30, `{"type":"integer","multipleOf":7,"minimum":50}`, `56`, `56`},
		{"multipleOf a fraction", v30, `{"type":"number","multipleOf":0.05,"minimum":0.01,"maximum":0.1}`, `0\.1`, `0\.1`},
		{"multipleOf two at once", v30, `{"allOf":[{"type":"integer","multipleOf":6,"minimum":1},{"multipleOf":4,"maximum":20}]}`, `12`, `12`},
		{"beyond 2^53", v30, `{"type":"integer","minimum":9007199254740993,"maximum":9007199254740993}`, `9007199254740993`, `9007199254740993`},
		{"negative", v30, `{"type":"number","maximum":-3.25}`, `-3\.25`, `-3\.25`},
		{"int32", v30, `{"type":"integer","format":"int32","minimum":2147483647}`, `2147483647`, `2147483647`},

		{"minLength", v30, `{"type":"string","minLength":40}`, `".{40,}"`, `".{40,}"`},
		{"maxLength", v30, `{"type":"string","maxLength":3}`, `".{0,3}"`, `".{0,3}"`},
		{"an exact length", v30, `{"type":"string","minLength":5,"maxLength":5}`, `".{5}"`, `".{5}"`},
		{"pattern", v30, `{"type":"string","pattern":"^[A-Z]{2}-[0-9]{4}$"}`, `"[A-Z]{2}-\d{4}"`, `"[A-Z]{2}-\d{4}"`},
		{"pattern with a length", v30, `{"type":"string","pattern":"^[a-z]+(-[a-z]+)*$","minLength":30,"maxLength":30}`, `"[a-z-]{30}"`, `"[a-z-]{30}"`},
		{"two patterns", v30, `{"allOf":[{"type":"string","pattern":"^[a-z0-9]{8}$"},{"pattern":"[0-9]$"}]}`, `"[a-z0-9]{7}\d"`, `"[a-z0-9]{7}\d"`},
		{"a pattern that looks ahead", v31, `{"type":"string","pattern":"^(?=.*[0-9])(?=.*[A-Z])(?=.*[!@#]).{8,}$"}`, `".*[!@#].*"`, `".*[!@#].*"`},
		{"byte", v30, `{"type":"string","format":"byte"}`, `"[A-Za-z0-9+/]+=*"`, `"[A-Za-z0-9+/]+=*"`},
		{"uuid", v30, `{"type":"string","format":"uuid"}`, `"[0-9a-f-]{36}"`, `"[0-9a-f-]{36}"`},
		{"date-time", v30, `{"type":"string","format":"date-time"}`, `"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"`, `"\d{4}-.*Z"`},
		{"email within a length", v30, `{"type":"string","format":"email","maxLength":8}`, `"[a-z.@]{6,8}"`, `"[a-z.@]{6,8}"`},
		{"uri of a length", v30, `{"type":"string","format":"uri","minLength":120,"maxLength":120}`, `"https://.{112}"`, `"https://.{112}"`},

		{"required only and all", v30, `{"type":"object","required":["b"],"properties":{"a":{"type":"integer"},"b":{"type":"integer"}}}`, `\{"b":42\}`, `\{"a":42,"b":42\}`},
		{"required and not declared", v30, `{"type":"object","required":["zip"]}`, `\{"zip":"10001"\}`, `\{"zip":"10001"\}`},
		{"additionalProperties as a map", v30, `{"type":"object","additionalProperties":{"type":"integer"}}`, `\{\}`, `\{"\w+":42\}`},
		{"additionalProperties false", v30, `{"type":"object","additionalProperties":false,"properties":{"a":{"type":"integer"}}}`, `\{\}`, `\{"a":42\}`},
		{"minProperties", v30, `{"type":"object","minProperties":3,"properties":{"a":{"type":"integer"}}}`, `\{"a":42(,"\w+":".+"){2}\}`, `\{"a":42(,"\w+":".+"){2}\}`},
		{"maxProperties", v30, `{"type":"object","maxProperties":1,"properties":{"a":{"type":"integer"},"b":{"type":"integer"}}}`, `\{\}`, `\{"a":42\}`},
		{"patternProperties", v31, `{"type":"object","patternProperties":{"^x-[a-z]{3}$":{"type":"integer"}},"additionalProperties":false,"minProperties":2}`, `\{("x-[a-z]{3}":4\d,?){2}\}`, `\{("x-[a-z]{3}":4\d,?){2}\}`},
		{"propertyNames", v31, `{"type":"object","propertyNames":{"pattern":"^[A-Z]{3}$"},"minProperties":2}`, `\{("[A-Z]{3}":[^,]+,?){2}\}`, `\{("[A-Z]{3}":[^,]+,?){2}\}`},
		{"propertyNames against a declared one", v31, `{"properties":{"a":{"type":"integer"},"bb":{"type":"integer"}},"propertyNames":{"maxLength":1}}`, `\{\}`, `\{"a":42\}`},
		{"dependentRequired", v31, `{"type":"object","properties":{"a":{"type":"integer"}},"dependentRequired":{"a":["b"]}}`, `\{\}`, `\{"a":42,"b":".+"\}`},
		{"dependentSchemas", v31, `{"type":"object","required":["a"],"properties":{"a":{"type":"integer"}},"dependentSchemas":{"a":{"required":["c"],"properties":{"c":{"const":7}}}}}`, `\{"a":42,"c":7\}`, `\{"a":42,"c":7\}`},
		{"unevaluatedProperties", v31, `{"type":"object","allOf":[{"properties":{"a":{"type":"integer"}}}],"properties":{"b":{"type":"integer"}},"unevaluatedProperties":false}`, `\{\}`, `\{"a":42,"b":42\}`},

		{"minItems", v30, `{"type":"array","minItems":3,"items":{"type":"integer"}}`, `\[\d+,\d+,\d+\]`, `\[\d+,\d+,\d+\]`},
		{"maxItems", v30, `{"type":"array","maxItems":1,"items":{"type":"integer"}}`, `\[\]`, `\[42\]`},
		{"uniqueItems of an enum", v30, `{"type":"array","uniqueItems":true,"minItems":3,"items":{"type":"string","enum":["a","b","c"]}}`, `\["[abc]","[abc]","[abc]"\]`, `\["[abc]","[abc]","[abc]"\]`},
		{"uniqueItems of booleans", v30, `{"type":"array","uniqueItems":true,"minItems":2,"items":{"type":"boolean"}}`, `\[true,false\]`, `\[true,false\]`},
		{"uniqueItems of objects", v30, `{"type":"array","uniqueItems":true,"minItems":3,"items":{"type":"object","required":["n"],"properties":{"n":{"type":"string","format":"uuid"}}}}`, `\[(\{"n":"[0-9a-f-]+"\},?){3}\]`, `\[(\{"n":"[0-9a-f-]+"\},?){3}\]`},
		{"prefixItems", v31, `{"type":"array","prefixItems":[{"const":1},{"const":"x"}],"items":false,"minItems":1}`, `\[1\]`, `\[1,"x"\]`},
		{"contains", v31, `{"type":"array","items":{"type":"integer"},"contains":{"minimum":100},"minContains":2}`, `\[100,10\d\]`, `\[100,10\d\]`},
		{"maxContains", v31, `{"type":"array","items":{"type":"integer"},"contains":{"type":"integer"},"maxContains":1}`, `\[42\]`, `\[42\]`},

		{"allOf", v30, `{"allOf":[{"type":"object","required":["a"],"properties":{"a":{"type":"integer","minimum":50}}},{"properties":{"a":{"maximum":50},"b":{"type":"boolean"}}}]}`, `\{"a":50\}`, `\{"a":50,"b":true\}`},
		{"anyOf", v30, `{"anyOf":[{"type":"integer"},{"type":"boolean"}]}`, `42`, `42`},
		{"anyOf with null first", v31, `{"anyOf":[{"type":"null"},{"type":"boolean"}]}`, `true`, `true`},
		{"anyOf with a first branch that cannot be", v30, `{"type":"object","anyOf":[{"type":"string"},{"required":["a"]}],"properties":{"a":{"type":"integer"}}}`, `\{"a":42\}`, `\{"a":42\}`},
		{"oneOf by required", v30, `{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"},"c":{"type":"integer"}},"oneOf":[{"required":["a"]},{"required":["b"]}]}`, `\{"a":42\}`, `\{"a":42,"c":42\}`},
		{"oneOf whose branches overlap", v30, `{"oneOf":[{"type":"number","minimum":0},{"type":"number","maximum":100}]}`, `200`, `200`},
		{"two choices at once", v30, `{"allOf":[{"oneOf":[{"type":"string"},{"type":"integer"}]},{"anyOf":[{"type":"boolean"},{"type":"integer"}]}]}`, `42`, `42`},
		{"not a type", v30, `{"not":{"type":"string"}}`, `[{\d].*`, `[{\d].*`},
		{"not required", v30, `{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"}},"not":{"required":["b"]}}`, `\{\}`, `\{"a":42\}`},
		{"not a value", v30, `{"type":"integer","not":{"enum":[42,43]}}`, `\d+`, `\d+`},
		{"if and then", v31, `{"type":"object","required":["k"],"properties":{"k":{"enum":["x"]},"n":{"type":"integer"}},"if":{"properties":{"k":{"const":"x"}}},"then":{"required":["n"]}}`, `\{"k":"x","n":42\}`, `\{"k":"x","n":42\}`},
		{"if and else", v31, `{"type":"object","required":["k"],"properties":{"k":{"const":"y"}},"if":{"properties":{"k":{"const":"x"}}},"then":{"required":["n"]},"else":{"required":["m"]}}`, `\{"k":"y","m":".+"\}`, `\{"k":"y","m":".+"\}`},

		{"$anchor", v31, `{"$ref":"#age","$defs":{"a":{"$anchor":"age","type":"integer"}}}`, `42`, `42`},
		{"$id", v31, `{"$id":"https://example.com/person","properties":{"age":{"$ref":"age"},"again":{"$ref":"person#/$defs/a"}},"required":["age","again"],"$defs":{"a":{"$id":"age","type":"integer","minimum":50}}}`,
			`\{"age":50,"again":50\}`, `\{"age":50,"again":50\}`},
		{"$id of a resource whose pointers are its own", v31, `{"$defs":{"a":{"$id":"https://example.com/a","$ref":"#/$defs/b","$defs":{"b":{"const":1}}},"b":{"const":2}},"$ref":"https://example.com/a"}`, `1`, `1`},
		{"$dynamicRef that a resource further out decides", v31, `{"$id":"https://example.com/strict","$dynamicAnchor":"node","$ref":"tree","required":["n"],"$defs":{"tree":{"$id":"tree","$dynamicAnchor":"node","type":"object","properties":{"n":{"type":"integer"},"child":{"$dynamicRef":"#node"}}}}}`,
			`\{"n":42\}`, `\{"n":42,"child":\{"n":42\}\}`},
		{"dependencies", v31, `{"type":"object","required":["a"],"properties":{"a":{"type":"integer"}},"dependencies":{"a":["b"]}}`, `\{"a":42,"b":".+"\}`, `\{"a":42,"b":".+"\}`},
		{"patternProperties that look ahead", v31, `{"type":"object","required":["abc"],"patternProperties":{"^(?!x)":{"type":"integer"}}}`, `\{"abc":42\}`, `\{"abc":42\}`},
		{"unevaluatedProperties across references", v31, `{"$ref":"#base","unevaluatedProperties":{"type":"boolean"},"required":["a","b"],"$defs":{"a":{"$anchor":"base","properties":{"a":{"type":"integer"}}}}}`, `\{"a":42,"b":true\}`, `\{"a":42,"b":true\}`},
		{"a keyword of the other dialect", v30, `{"type":"integer","const":7,"if":{"minimum":3},"then":{"maximum":1}}`, `42`, `42`},

		{"example of a property", v30, `{"type":"object","properties":{"a":{"type":"string","example":"shown"}},"required":["a"]}`, `\{"a":"shown"\}`, `\{"a":"shown"\}`},
		{"example that does not conform", v30, `{"type":"object","properties":{"a":{"type":"integer","example":"7"}},"required":["a"]}`, `\{"a":42\}`, `\{"a":42\}`},
		{"default", v30, `{"type":"object","properties":{"a":{"type":"integer","default":7}},"required":["a"]}`, `\{"a":7\}`, `\{"a":7\}`},
		{"example of the object, for its properties", v30, `{"type":"object","example":{"a":"given","b":1},"properties":{"a":{"type":"string"},"b":{"type":"integer"}},"required":["a"]}`, `\{"a":"given"\}`, `\{"a":"given","b":1\}`},
		{"example of an object without properties", v30, `{"type":"object","example":{"free":"form"}}`, `\{\}`, `\{"free":"form"\}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			doc := document(t, tt.version, tt.schema, "")
			n := schemaOf(doc)
			m := &Maker{Document: doc, Seed: 1}
			samples, refusals := m.Requests(doc.Operation("send"))
			if len(refusals) > 0 {
				t.Fatalf("got refusals %v, want none", refusals)
			}
			if len(samples) < 2 {
				t.Fatalf("got %d samples, want a minimal and a maximal one", len(samples))
			}
			want := map[Kind]string{KindMinimal: tt.minimal, KindMaximal: tt.full}
			for _, s := range samples {
				if s.Kind == KindExample {
					continue
				}
				if !regexp.MustCompile("^(?:" + want[s.Kind] + ")$").Match(s.Body) {
					t.Errorf("got %s %s, want it to match %s", s.Name, s.Body, want[s.Kind])
				}
				ours(t, doc, n, schema.Request, s.Body)
				if err := accepted(doc, n, s.Body); err != nil {
					t.Errorf("the other validator refuses %s %s: %v", s.Name, s.Body, err)
				}
			}
		})
	}
}
