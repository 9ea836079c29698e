package contain_test

import (
	"testing"

	"github.com/plumbline-dev/plumbline/spec/contain"
	"github.com/plumbline-dev/plumbline/spec/schema"
)

// TestDecide_EqualInMeaning holds pairs that are written differently and accept the same values: contained both ways.
func TestDecide_EqualInMeaning(t *testing.T) {
	t.Parallel()
	const (
		base     = `{"type":"object","required":["id"],"properties":{"id":{"type":"string"},"n":{"type":"integer"}}}`
		v30, v31 = schema.OpenAPI30, schema.OpenAPI31
	)
	for _, tt := range []struct {
		name     string
		dialect  schema.Dialect
		one, two string
	}{
		{"flat or regrouped into allOf", v30, base, `{"allOf":[{"type":"object","properties":{"id":{"type":"string"}}},{"required":["id"],"properties":{"n":{"type":"integer"}}}]}`},
		{"a reference inlined", v30, `{"$ref":"#/x","x":` + base + `}`, base},
		{"allOf around a reference", v30, `{"allOf":[{"$ref":"#/x"}],"x":` + base + `}`, `{"allOf":[{"$ref":"#/y"},{"description":"other words"}],"y":` + base + `}`},
		{"an empty branch of allOf", v30, base, `{"allOf":[` + base + `,{}]}`},
		{"required moved between branches", v30, `{"allOf":[{"required":["id"]},{"properties":{"id":{"type":"string"}}}]}`, `{"required":["id"],"allOf":[{},{"properties":{"id":{"type":"string"}}}]}`},
		{"oneOf with one branch", v30, base, `{"oneOf":[` + base + `]}`},
		{"anyOf or oneOf of disjoint types", v30, `{"anyOf":[{"type":"string"},{"type":"integer"}]}`, `{"oneOf":[{"type":"string"},{"type":"integer"}]}`},
		{"anyOf or oneOf told apart by a tag", v30,
			`{"anyOf":[{"type":"object","required":["k"],"properties":{"k":{"enum":["a"]}}},{"type":"object","required":["k"],"properties":{"k":{"enum":["b"]},"v":{"type":"string"}}}]}`,
			`{"oneOf":[{"type":"object","required":["k"],"properties":{"k":{"enum":["a"]}}},{"type":"object","required":["k"],"properties":{"k":{"enum":["b"]},"v":{"type":"string"}}}]}`},
		{"enums of anyOf merged", v30, `{"anyOf":[{"enum":["a"]},{"enum":["b","c"]}]}`, `{"enum":["a","b","c"]}`},
		{"a subsumed branch of anyOf removed", v30, `{"anyOf":[{"type":"string"},{"type":"string","maxLength":3}]}`, `{"type":"string"}`},
		{"a type split by length", v30, `{"type":"string"}`, `{"anyOf":[{"type":"string","maxLength":3},{"type":"string","minLength":2}]}`},
		{"const or an enum of one", v31, `{"const":"a"}`, `{"enum":["a"]}`},
		{"anyOf with null or a list of types", v31, `{"anyOf":[{"type":"string","maxLength":3},{"type":"null"}]}`, `{"type":["string","null"],"maxLength":3}`},
		{"an integer above 0 or from 1", v30, `{"type":"integer","minimum":0,"exclusiveMinimum":true}`, `{"type":"integer","minimum":1}`},
		{"integers or multiples of 1", v30, `{"type":"integer"}`, `{"type":"number","multipleOf":1}`},
		{"an integer between two that follow each other", v31, `{"type":"integer","exclusiveMinimum":1,"exclusiveMaximum":3}`, `{"const":2}`},
		{"a value of enum that the type excludes", v30, `{"type":"string","enum":["a",529]}`, `{"type":"string","enum":["a","a"]}`},
		{"a value of enum that is too long", v30, `{"type":"string","maxLength":2,"enum":["a","abc"]}`, `{"enum":["a"]}`},
		{"equivalent patterns", v30, `{"type":"string","pattern":"^[0-9]{2}$"}`, `{"type":"string","pattern":"^\\d\\d$"}`},
		{"a pattern that bounds a length", v30, `{"type":"string","pattern":"^a+$","maxLength":2}`, `{"type":"string","pattern":"^aa?$"}`},
		{"a pattern of all texts", v30, `{"type":"string","pattern":".*"}`, `{"type":"string"}`},
		{"additionalProperties absent or true", v30, base, base[:len(base)-1] + `,"additionalProperties":true}`},
		{"a property nothing can be", v31, `{"properties":{"a":{"enum":[]}}}`, `{"properties":{"a":false}}`},
		{"a branch nothing can be", v30, `{"anyOf":[{"type":"string"},{"type":"string","minLength":3,"maxLength":2}]}`, `{"type":"string"}`},
		{"not twice", v30, `{"not":{"not":{"type":"string"}}}`, `{"type":"string"}`},
		{"a Boolean or its two values", v30, `{"type":"boolean"}`, `{"enum":[true,false]}`},
		{"a closed object written with patternProperties", v31, `{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}`,
			`{"type":"object","patternProperties":{"^a$":{"type":"string"}},"propertyNames":{"const":"a"}}`},
		{"unevaluatedProperties over allOf or a closed object", v31, `{"allOf":[{"properties":{"a":{"type":"string"}}}],"properties":{"b":{}},"unevaluatedProperties":false}`,
			`{"properties":{"a":{"type":"string"},"b":{}},"additionalProperties":false}`},
		{"if and then or anyOf", v31, `{"if":{"type":"string"},"then":{"maxLength":3}}`, `{"anyOf":[{"not":{"type":"string"}},{"maxLength":3}]}`},
		{"dependentRequired or anyOf", v31, `{"type":"object","dependentRequired":{"a":["b"]}}`, `{"type":"object","anyOf":[{"not":{"required":["a"]}},{"required":["b"]}]}`},
		{"prefixItems over a bounded array or items", v31, `{"type":"array","maxItems":2,"prefixItems":[{"type":"string"},{"type":"string"}]}`, `{"type":"array","maxItems":2,"items":{"type":"string"}}`},
		{"contains or minItems", v31, `{"type":"array","items":{"type":"string"},"contains":{"type":"string"}}`, `{"type":"array","items":{"type":"string"},"minItems":1}`},
		{"two Booleans that differ", v31, `{"type":"array","items":{"type":"boolean"},"uniqueItems":true,"minItems":2}`, `{"enum":[[true,false],[false,true]]}`},
		{"nullable beside a type, 3.0", v30, `{"type":"string","nullable":true,"enum":["a",null]}`, `{"enum":["a",null]}`},
		{"nullable beside no type, 3.0", v30, `{"nullable":true,"allOf":[{"type":"string"}]}`, `{"type":"string"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			one, two := compiled(t, tt.dialect, tt.one), compiled(t, tt.dialect, tt.two)
			for _, p := range [][2]*schema.Schema{{one, two}, {two, one}} {
				for _, undeclared := range []contain.Undeclared{contain.Formal, contain.Declared} {
					if r := contain.Decide(p[0], p[1], contain.Options{Undeclared: undeclared}); r.Answer != contain.Contained {
						t.Errorf("%s (%s) %s: %s or %s", r.Answer, r.Reason, r.Witness, tt.one, tt.two)
					}
				}
			}
		})
	}
}

func TestDecide_AcrossDialects(t *testing.T) {
	t.Parallel()
	old := compiled(t, schema.OpenAPI30, `{"type":"object","properties":{"a":{"type":"string","nullable":true},"b":{"type":"integer","minimum":0,"exclusiveMinimum":true}}}`)
	same := compiled(t, schema.OpenAPI31, `{"type":"object","properties":{"a":{"anyOf":[{"type":"string"},{"type":"null"}]},"b":{"type":"integer","exclusiveMinimum":0}}}`)
	other := compiled(t, schema.OpenAPI31, `{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer","minimum":1}}}`)
	for _, p := range [][2]*schema.Schema{{old, same}, {same, old}, {other, old}} {
		if r := contain.Decide(p[0], p[1], contain.Options{}); r.Answer != contain.Contained {
			t.Errorf("%s: %s", r.Answer, r.Witness)
		}
	}
	if r := contain.Decide(old, other, contain.Options{}); r.Answer != contain.Escapes || string(r.Witness) != `{"a":null}` {
		t.Errorf("%s: %s", r.Answer, r.Witness)
	}
}

// One item may break what several keywords ask of items, where there is no room for one of each.
func TestDecideAll_OneItemBreaksSeveralKeywords(t *testing.T) {
	t.Parallel()
	sub := compiled(t, schema.OpenAPI30, `{"oneOf":[{"type":"array","maxItems":1,"items":{"type":"number"}},{"type":"array","maxItems":1,"items":{"type":"string"}}]}`)
	super := compiled(t, schema.OpenAPI30, `{"oneOf":[{"type":"boolean"},{"type":"array","maxItems":1,"items":{"type":"string"}}]}`)
	for _, most := range []int{1, 16} {
		if r := contain.DecideAll(sub, super, contain.Options{}, most)[0]; r.Answer != contain.Escapes || string(r.Witness) != "[1]" {
			t.Errorf("of up to %d: got %v %s, want [1] to escape", most, r.Answer, r.Witness)
		}
	}
}
