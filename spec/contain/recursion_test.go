package contain_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/contain"
	"github.com/plumbline-dev/plumbline/spec/schema"
)

// TestDecide_Recursion decides schemas that hold themselves.
func TestDecide_Recursion(t *testing.T) {
	t.Parallel()
	const (
		tree   = `{"type":"object","properties":{"v":{"type":"integer"},"kids":{"type":"array","items":{"$ref":"#"}}}}`
		nested = `{"type":"object","properties":{"v":{"type":"integer"},"kids":{"type":"array","items":{"type":"object","properties":{"v":{"type":"integer"},"kids":{"type":"array","items":{"$ref":"#"}}}}}}}`
	)
	for _, tt := range []struct{ name, sub, super, witness string }{
		{"the same, written out further", tree, nested, ""},
		{"the same, written out less far", nested, tree, ""},
		{"a deep type that is wider", strings.Replace(nested, `"items":{"type":"object","properties":{"v":{"type":"integer"}`, `"items":{"type":"object","properties":{"v":{"type":"number"}`, 1), tree, `{"kids":[{"v":1.5}]}`},
		{"narrower at every level", strings.Replace(tree, `"integer"`, `"integer","minimum":0`, 1), tree, ""},
		{"wider at every level", strings.Replace(tree, `"integer"`, `"number"`, 1), tree, `{"v":1.5}`},
		{"endless, so that nothing conforms", `{"type":"object","required":["next"],"properties":{"next":{"$ref":"#"}}}`, `{"type":"string"}`, ""},
		{"endless but for one way out", `{"anyOf":[{"type":"object","required":["next"],"properties":{"next":{"$ref":"#"}}},{"type":"null"}]}`, `{"type":"null"}`, `{"next":null}`},
		{"a list of lists", `{"type":"array","items":{"$ref":"#"}}`, `{"type":"array","items":{"type":"array","items":{"$ref":"#"}}}`, ""},
		{"a list of lists, one level only", `{"type":"array","items":{"$ref":"#"}}`, `{"type":"array","items":{"type":"array","maxItems":0}}`, `[[[]]]`},
		{"two schemas that hold each other", `{"$defs":{"a":{"type":"object","properties":{"b":{"$ref":"#/$defs/b"}}},"b":{"type":"object","properties":{"a":{"$ref":"#/$defs/a"}}}},"$ref":"#/$defs/a"}`,
			`{"type":"object","properties":{"b":{"type":"object"}}}`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := contain.Decide(compiled(t, schema.OpenAPI31, tt.sub), compiled(t, schema.OpenAPI31, tt.super), contain.Options{})
			if string(r.Witness) != tt.witness || (tt.witness == "") != (r.Answer == contain.Contained) {
				t.Errorf("%s (%s) %s, want %q", r.Answer, r.Reason, r.Witness, tt.witness)
			}
		})
	}
}

// TestDecide_Ends holds schemas that multiply beyond all measure: the answer comes, and it is the same each time.
func TestDecide_Ends(t *testing.T) {
	t.Parallel()
	branches := func(n int, text string) string {
		var all []string
		for i := range n {
			all = append(all, fmt.Sprintf(text, i, i))
		}
		return strings.Join(all, ",")
	}
	for name, pair := range map[string][2]string{
		"alternatives of alternatives": {`{"allOf":[` + branches(12, `{"anyOf":[{"required":["a%d"]},{"required":["b%d"]},{"maxProperties":3}]}`) + `]}`, `{"type":"object","minProperties":1}`},
		"one of many that overlap": {`{"oneOf":[` + branches(20, `{"properties":{"p%d":{"type":"string"}},"required":["q%d"]}`) + `]}`,
			`{"oneOf":[` + branches(20, `{"properties":{"p%d":{"type":"integer"}},"required":["r%d"]}`) + `]}`},
		"many items that differ":  {`{"type":"array","uniqueItems":true,"minItems":30,"items":{"type":"integer"}}`, `{"type":"array","uniqueItems":true,"minItems":35}`},
		"a long text":             {`{"type":"string","minLength":100000}`, `{"type":"string","pattern":"^(a|b|aa)*c$"}`},
		"a pattern of great size": {`{"type":"string","pattern":"^(a|b)*a(a|b){14}$"}`, `{"type":"string","pattern":"^(a|b)*b(a|b){14}$"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := contain.Options{Work: 10_000}
			sub, super := compiled(t, schema.OpenAPI31, pair[0]), compiled(t, schema.OpenAPI31, pair[1])
			first := contain.Decide(sub, super, o)
			if again := contain.Decide(sub, super, o); fmt.Sprint(first) != fmt.Sprint(again) {
				t.Errorf("first %+v, then %+v", first, again)
			}
			t.Logf("%s %.80s (%s)", first.Answer, first.Witness, first.Reason)
		})
	}
}

// TestDecide_Stripe decides the bodies of two versions of a document with a cycle of 66 schemas.
func TestDecide_Stripe(t *testing.T) {
	t.Parallel()
	folder := sharedFolder(t, "real-specs", "stripe")
	count := map[contain.Answer]int{}
	reasons := map[string]int{}
	begin := time.Now()
	all := pairs(t, folder+"/v361.yaml", folder+"/v481.yaml")
	loaded, deciders := time.Since(begin), faces()
	begin = time.Now()
	for _, p := range all {
		r := deciders[p.face].Decide(p.sub, p.super)
		count[r.Answer]++
		if r.Answer == contain.Unproven {
			reasons[r.Reason]++
		}
	}
	t.Logf("%d bodies in %s, loaded in %s: %v %v", len(all), time.Since(begin), loaded, count, reasons)
	if count[contain.Unproven]*50 > len(all) {
		t.Errorf("%d of %d are unproven: %v", count[contain.Unproven], len(all), reasons)
	}
}

// pairs returns the bodies two documents both have.
func pairs(t testing.TB, base, revision string) []pair {
	t.Helper()
	var docs [2]*spec.Document
	for i, name := range []string{base, revision} {
		d, err := spec.Load(context.Background(), name, spec.Options{})
		if err != nil {
			t.Skip(err)
		}
		docs[i] = d
	}
	return bodies(docs[0], docs[1])
}
