package contain_test

import (
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/contain"
	"github.com/plumbline-dev/plumbline/spec/schema"
)

// TestDecide_EachKeyword narrows each keyword: what is narrower is contained, and what is wider escapes with a witness that breaks
// that keyword. The witness is confirmed by another validator.
func TestDecide_EachKeyword(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, wide, narrow, witness, keyword string }{
		{"false", `{"type":"string"}`, `false`, `"a"`, "false"},
		{"type", `{}`, `{"type":"string"}`, `1`, "type"},
		{"type of two", `{"type":["string","null"]}`, `{"type":"string"}`, `null`, "type"},
		{"number and integer", `{"type":"number"}`, `{"type":"integer"}`, `1.5`, "type"},
		{"enum", `{"type":"string"}`, `{"enum":["a","b"]}`, `"other"`, "enum"},
		{"enum of fewer", `{"enum":["a","b",3]}`, `{"enum":["a","b"]}`, `3`, "enum"},
		{"const", `{"enum":[1,2]}`, `{"const":1}`, `2`, "const"},
		{"minimum", `{"type":"integer","minimum":3}`, `{"type":"integer","minimum":5}`, `3`, "minimum"},
		{"maximum", `{"type":"integer"}`, `{"type":"integer","maximum":99}`, `100`, "maximum"},
		{"exclusiveMinimum", `{"type":"number","minimum":0}`, `{"type":"number","exclusiveMinimum":0}`, `0`, "exclusiveMinimum"},
		{"exclusiveMaximum", `{"type":"number","maximum":7}`, `{"type":"number","maximum":7,"exclusiveMaximum":7}`, `7`, "exclusiveMaximum"},
		{"multipleOf", `{"type":"number","multipleOf":0.01}`, `{"type":"number","multipleOf":0.05}`, `0.01`, "multipleOf"},
		{"minLength", `{"type":"string"}`, `{"type":"string","minLength":1}`, `""`, "minLength"},
		{"maxLength", `{"type":"string","maxLength":5}`, `{"type":"string","maxLength":3}`, `"aaaa"`, "maxLength"},
		{"pattern", `{"type":"string","pattern":"^[a-z]+$"}`, `{"type":"string","pattern":"^[a-z]{2,}$"}`, `"a"`, "pattern"},
		{"pattern of more letters", `{"type":"string","pattern":"^[a-z_]{3}$"}`, `{"type":"string","pattern":"^[a-z]{3}$"}`, `"aa_"`, "pattern"},
		{"pattern at a word's edge", `{"type":"string","pattern":"b"}`, `{"type":"string","pattern":"\\bb"}`, `"ab"`, "pattern"},
		{"pattern that looks ahead", `{"type":"string"}`, `{"type":"string","pattern":"^(?=.*[0-9])"}`, `"a"`, "pattern"},
		{"format", `{"type":"string"}`, `{"type":"string","format":"date"}`, `"a"`, "format"},
		{"format of more", `{"type":"string","format":"uri-reference"}`, `{"type":"string","format":"uri"}`, `"a"`, "format"},
		{"format of numbers", `{"type":"integer","format":"int64"}`, `{"type":"integer","format":"int32"}`, `2147483648`, "format"},
		{"required", `{"type":"object"}`, `{"type":"object","required":["name"]}`, `{}`, "required"},
		{"properties", `{"type":"object","properties":{"n":{"type":["integer","null"]}}}`, `{"type":"object","properties":{"n":{"type":"integer"}}}`, `{"n":null}`, "type"},
		{"additionalProperties", `{"type":"object","properties":{"a":{}}}`, `{"type":"object","properties":{"a":{}},"additionalProperties":false}`, `{"extra":"extra"}`, "additionalProperties"},
		{"additionalProperties with a type", `{"type":"object"}`, `{"type":"object","additionalProperties":{"type":"string"}}`, `{"extra":1}`, "type"},
		{"patternProperties", `{"type":"object","patternProperties":{"^x-":{}}}`, `{"type":"object","patternProperties":{"^x-":{"type":"string"}}}`, `{"x-":1}`, "type"},
		{"propertyNames", `{"type":"object"}`, `{"type":"object","propertyNames":{"pattern":"^[a-z]{1,3}$"}}`, `{"extra":"extra"}`, "pattern"},
		{"minProperties", `{"type":"object"}`, `{"type":"object","minProperties":1}`, `{}`, "minProperties"},
		{"maxProperties", `{"type":"object"}`, `{"type":"object","maxProperties":0}`, `{"extra":"extra"}`, "maxProperties"},
		{"items", `{"type":"array","items":{"type":"number"}}`, `{"type":"array","items":{"type":"integer"}}`, `[1.5]`, "type"},
		{"prefixItems", `{"type":"array"}`, `{"type":"array","prefixItems":[{},{"type":"string"}]}`, `["a",1]`, "type"},
		{"minItems", `{"type":"array"}`, `{"type":"array","minItems":1}`, `[]`, "minItems"},
		{"maxItems", `{"type":"array","items":{"type":"integer"}}`, `{"type":"array","items":{"type":"integer"},"maxItems":1}`, `[1,1]`, "maxItems"},
		{"uniqueItems", `{"type":"array"}`, `{"type":"array","uniqueItems":true}`, `["a","a"]`, "uniqueItems"},
		{"contains", `{"type":"array"}`, `{"type":"array","contains":{"type":"string"}}`, `[]`, "contains"},
		{"minContains", `{"type":"array","contains":{"const":1}}`, `{"type":"array","contains":{"const":1},"minContains":2}`, `[1]`, "minContains"},
		{"maxContains", `{"type":"array","contains":{"const":1}}`, `{"type":"array","contains":{"const":1},"maxContains":1}`, `[1,1]`, "maxContains"},
		{"allOf", `{"allOf":[{"type":"integer"}]}`, `{"allOf":[{"type":"integer"},{"minimum":0}]}`, `-1`, "minimum"},
		{"anyOf", `{"anyOf":[{"type":"string"},{"type":"boolean"},{"type":"null"}]}`, `{"anyOf":[{"type":"string"},{"type":"null"}]}`, `true`, "anyOf"},
		{"oneOf that overlaps", `{"oneOf":[{"type":"string","maxLength":3}]}`, `{"oneOf":[{"type":"string","maxLength":3},{"type":"string","minLength":3,"maxLength":3}]}`, `"aaa"`, "oneOf"},
		{"not", `{"type":"string"}`, `{"type":"string","not":{"pattern":"^x"}}`, `"x"`, "not"},
		{"if and then", `{"type":"object","properties":{"k":{"enum":["a","b"]}}}`,
			`{"type":"object","properties":{"k":{"enum":["a","b"]}},"if":{"required":["k"],"properties":{"k":{"const":"a"}}},"then":{"required":["v"]}}`, `{"k":"a"}`, "required"},
		{"if and else", `{"type":"integer"}`, `{"type":"integer","if":{"minimum":0},"else":{"multipleOf":10}}`, `-1`, "multipleOf"},
		{"dependentRequired", `{"type":"object"}`, `{"type":"object","dependentRequired":{"a":["b"]}}`, `{"a":"a"}`, "dependentRequired"},
		{"dependentSchemas", `{"type":"object"}`, `{"type":"object","dependentSchemas":{"a":{"maxProperties":1}}}`, `{"a":"a","extra":"extra"}`, "maxProperties"},
		{"unevaluatedProperties", `{"type":"object","allOf":[{"properties":{"a":{}}}]}`, `{"type":"object","allOf":[{"properties":{"a":{}}}],"unevaluatedProperties":false}`, `{"extra":"extra"}`, "unevaluatedProperties"},
		{"unevaluatedItems", `{"type":"array","allOf":[{"prefixItems":[{}]}]}`, `{"type":"array","allOf":[{"prefixItems":[{}]}],"unevaluatedItems":false}`, `["a","a"]`, "unevaluatedItems"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			wide, narrow := compiled(t, schema.OpenAPI31, tt.wide), compiled(t, schema.OpenAPI31, tt.narrow)
			if r := contain.Decide(narrow, wide, contain.Options{}); r.Answer != contain.Contained {
				t.Errorf("the narrower is %s (%s): %s", r.Answer, r.Reason, r.Witness)
			}
			r := contain.Decide(wide, narrow, contain.Options{Undeclared: contain.Formal})
			if r.Answer != contain.Escapes || string(r.Witness) != tt.witness || r.Keyword != tt.keyword {
				t.Fatalf("the wider is %s (%s): %s breaks %q, want %s to break %q", r.Answer, r.Reason, r.Witness, r.Keyword, tt.witness, tt.keyword)
			}
			if !strings.HasPrefix(r.KeywordPath, "/") {
				t.Errorf("keyword path %q", r.KeywordPath)
			}
			if strings.Contains(tt.narrow, "(?=") || strings.Contains(tt.narrow, "int32") {
				return // the other validator cannot look ahead, and knows no formats of numbers
			}
			if !accepts(t, tt.wide, tt.witness) || accepts(t, tt.narrow, tt.witness) {
				t.Errorf("another validator does not take %s for a witness", tt.witness)
			}
		})
	}
}

// TestDecide_Undeclared holds what is expected under names that sub does not declare.
func TestDecide_Undeclared(t *testing.T) {
	t.Parallel()
	const open = `{"type":"object","properties":{"a":{"type":"string"}}}`
	for _, tt := range []struct {
		name, sub, super string
		declared, formal string // the witness; "" if contained
	}{
		{"an optional property added to an open object", open, `{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer"}}}`, "", `{"b":"b"}`},
		{"a required property added", open, `{"type":"object","required":["b"],"properties":{"a":{"type":"string"},"b":{"type":"integer"}}}`, `{}`, `{}`},
		{"an open object closed", open, `{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}`, `{"extra":"extra"}`, `{"extra":"extra"}`},
		{"a property of a closed object taken away", `{"type":"object","properties":{"a":{"type":"string"},"b":{}},"additionalProperties":false}`,
			`{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}`, `{"b":"b"}`, `{"b":"b"}`},
		{"a property added where all others had a type", `{"type":"object","additionalProperties":{"type":"string"}}`,
			`{"type":"object","properties":{"b":{"type":"integer"}},"additionalProperties":{"type":"string"}}`, `{"b":"b"}`, `{"b":"b"}`},
		{"a property that sub requires and does not describe", `{"type":"object","required":["b"]}`, `{"type":"object","required":["b"],"properties":{"b":{"type":"integer"}}}`, `{"b":"b"}`, `{"b":"b"}`},
		{"a pattern of names added", open, `{"type":"object","properties":{"a":{"type":"string"}},"patternProperties":{"^x-":{"type":"integer"}}}`, "", `{"x-":"x-"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for undeclared, want := range map[contain.Undeclared]string{contain.Declared: tt.declared, contain.Formal: tt.formal} {
				r := contain.Decide(compiled(t, schema.OpenAPI31, tt.sub), compiled(t, schema.OpenAPI31, tt.super), contain.Options{Undeclared: undeclared})
				if string(r.Witness) != want || (want == "") != (r.Answer == contain.Contained) {
					t.Errorf("policy %d: %s (%s) %s, want %q", undeclared, r.Answer, r.Reason, r.Witness, want)
				}
			}
		})
	}
}

// TestDecide_Face holds what readOnly and writeOnly change in each direction.
func TestDecide_Face(t *testing.T) {
	t.Parallel()
	const (
		plain    = `{"type":"object","properties":{"id":{"type":"string"}}}`
		required = `{"type":"object","required":["id"],"properties":{"id":{"type":"string","readOnly":true}}}`
		retyped  = `{"type":"object","properties":{"id":{"type":"integer","readOnly":true}}}`
		marked   = `{"type":"object","properties":{"id":{"type":"string","readOnly":true}}}`
	)
	for _, tt := range []struct {
		name, sub, super string
		face             schema.Face
		undeclared       contain.Undeclared
		witness          string
	}{
		{"required and readOnly, in a request", plain, required, schema.Request, contain.Formal, ""},
		{"required and readOnly, in a response", plain, required, schema.Response, contain.Formal, `{}`},
		{"required and readOnly, in neither", plain, required, 0, contain.Formal, `{}`},
		{"readOnly and retyped, in a request", marked, retyped, schema.Request, contain.Declared, ""},
		{"readOnly and retyped, in a request, to the letter", marked, retyped, schema.Request, contain.Formal, `{"id":"d3cbe8db"}`},
		{"readOnly and retyped, in a response", marked, retyped, schema.Response, contain.Declared, `{"id":"d3cbe8db"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := contain.Decide(compiled(t, schema.OpenAPI30, tt.sub), compiled(t, schema.OpenAPI30, tt.super), contain.Options{Face: tt.face, Undeclared: tt.undeclared})
			if (tt.witness == "") != (r.Answer == contain.Contained) || len(tt.witness) < 4 && string(r.Witness) != tt.witness {
				t.Errorf("%s (%s) %s, want %q", r.Answer, r.Reason, r.Witness, tt.witness)
			}
		})
	}
}

// A limit on the length of texts is decided however great it is: the text that breaks it is only long.
func TestDecide_GreatLength(t *testing.T) {
	t.Parallel()
	r := contain.Decide(compiled(t, schema.OpenAPI31, `{"type":"string"}`), compiled(t, schema.OpenAPI31, `{"type":"string","maxLength":100000}`), contain.Options{})
	if r.Answer != contain.Escapes || len(r.Witness) != 100_003 {
		t.Errorf("got %s (%s) with %d bytes, want a text of 100001 letters", r.Answer, r.Reason, len(r.Witness))
	}
}
