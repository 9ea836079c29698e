package contain_test

import (
	"slices"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/contain"
	"github.com/plumbline-dev/plumbline/spec/schema"
)

func TestDecide_Explain(t *testing.T) {
	t.Parallel()
	sub := compiled(t, schema.OpenAPI31, `{"type":"object","properties":{"same":{"type":"string"},"n":{"type":"integer","minimum":1}}}`)
	super := compiled(t, schema.OpenAPI31, `{"type":"object","properties":{"same":{"type":"string"},"n":{"type":"number"}}}`)
	d := contain.New(contain.Options{Explain: true})
	for range 2 { // what is remembered is explained all the same
		want := []string{
			"/properties/n (line 1) against /properties/n (line 1): contained: no value of the one breaks the other",
			"/ (line 1) against / (line 1): contained: no value of the one breaks the other",
		}
		if r := d.Decide(sub, super); r.Answer != contain.Contained || !slices.Equal(r.Steps, want) {
			t.Errorf("%s: %q, want %q", r.Answer, r.Steps, want)
		}
	}
	if r := d.Decide(super, sub); r.Answer != contain.Escapes || len(r.Steps) != 2 || r.Steps[1] != `/ (line 1) against / (line 1): {"n":1.5} escapes` {
		t.Errorf("%s: %q", r.Answer, r.Steps)
	}
	if r := contain.Decide(sub, super, contain.Options{}); r.Steps != nil {
		t.Errorf("unasked: %q", r.Steps)
	}
}

func TestDecideAll(t *testing.T) {
	t.Parallel()
	sub := compiled(t, schema.OpenAPI31, `{"type":"object","properties":{"a":{"type":"string"},"b":{"type":["integer","null"]},"c":{"type":"array","items":{"enum":["x","y"]}}}}`)
	super := compiled(t, schema.OpenAPI31, `{"type":"object","required":["a"],"properties":{"a":{"type":"string"},"b":{"type":"integer"},"c":{"type":"array","items":{"enum":["x"]}}}}`)
	var got []string
	for _, r := range contain.DecideAll(sub, super, contain.Options{}, 10) {
		got = append(got, string(r.Witness)+" "+r.KeywordPath)
	}
	// Each breaks one thing: where required is not what is shown, the witness has what is required.
	want := []string{`{} /required/0`, `{"b":null,"a":"a"} /properties/b/type`, `{"c":["y"],"a":"a"} /properties/c/items/enum`}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if all := contain.DecideAll(super, sub, contain.Options{}, 10); len(all) != 1 || all[0].Answer != contain.Contained {
		t.Errorf("%+v", all)
	}
}

// FuzzDecide holds that whatever two schemas say, the answer comes, and that a witness is one.
func FuzzDecide(f *testing.F) {
	for _, seed := range [][2]string{
		{`{"type":"string"}`, `{"type":"string","pattern":"^(?=a)"}`},
		{`{"anyOf":[{"type":"integer"},{"const":null}]}`, `{"oneOf":[{"minimum":1},{"multipleOf":0.1}]}`},
		{`{"type":"object","properties":{"a":{"$ref":"#"}}}`, `{"unevaluatedProperties":{"not":{"$ref":"#"}},"patternProperties":{"^a":{}}}`},
		{`{"type":"array","contains":{"type":"boolean"},"maxContains":2}`, `{"uniqueItems":true,"prefixItems":[true,false]}`},
		{`{"if":{"required":["a"]},"then":false}`, `{"dependentSchemas":{"a":{"minProperties":2}},"propertyNames":{"enum":["a"]}}`},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, one, two string) {
		for _, d := range []schema.Dialect{schema.OpenAPI30, schema.OpenAPI31} {
			sub, super := fuzzed(d, one), fuzzed(d, two)
			if sub == nil || super == nil {
				return
			}
			r := contain.Decide(sub, super, contain.Options{Work: 2000})
			if r.Answer == contain.Escapes && (!judged(t, sub, string(r.Witness), 0) || judged(t, super, string(r.Witness), 0)) {
				t.Errorf("%s is no witness for %s and %s", r.Witness, one, two)
			}
			if r.Answer == contain.Unproven && r.Reason == "" {
				t.Errorf("unproven without a reason: %s and %s", one, two)
			}
		}
	})
}
