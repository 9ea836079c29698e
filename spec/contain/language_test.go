package contain_test

import (
	"testing"

	"github.com/plumbline-dev/plumbline/spec/contain"
	"github.com/plumbline-dev/plumbline/spec/schema"
)

// TestDecide_Patterns decides between patterns and formats; an empty witness stands for contained, "?" for unproven.
func TestDecide_Patterns(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, sub, super, witness string }{
		{"anchored in one and open in the other", `{"pattern":"^ab$"}`, `{"pattern":"b"}`, ""},
		{"open in one and anchored in the other", `{"pattern":"b"}`, `{"pattern":"^b"}`, `"ab"`},
		{"a class within another", `{"pattern":"^[0-9]+$"}`, `{"pattern":"^\\w+$"}`, ""},
		{"a repeat within another", `{"pattern":"^(ab){2,3}$"}`, `{"pattern":"^(ab)+$"}`, ""},
		{"alternatives in another order", `{"pattern":"^(cat|dog)$"}`, `{"pattern":"^(?:dog|cat|cow)$"}`, ""},
		{"one alternative more", `{"pattern":"^(dog|cat|cow)$"}`, `{"pattern":"^(cat|dog)$"}`, `"cow"`},
		{"two patterns together", `{"allOf":[{"pattern":"^a"},{"pattern":"b$"}],"type":"string"}`, `{"pattern":"^a[^]*b$"}`, ""},
		{"a pattern and a length", `{"type":"string","pattern":"^[a-z]{2,4}$"}`, `{"type":"string","minLength":2,"maxLength":4}`, ""},
		{"a length that a pattern exceeds", `{"type":"string","pattern":"^[a-z]{2,5}$"}`, `{"type":"string","maxLength":4}`, `"aaaaa"`},
		{"case folded in a group", `{"pattern":"^(?i:ab)$"}`, `{"pattern":"^[aA][bB]$"}`, ""},
		{"texts of an enum that match", `{"enum":["aa","ab"]}`, `{"type":"string","pattern":"^a"}`, ""},
		{"a language of few texts", `{"type":"string","pattern":"^[ab]$"}`, `{"enum":["a","b"]}`, ""},
		{"a language of few texts but one", `{"type":"string","pattern":"^[abc]$"}`, `{"enum":["a","b"]}`, `"c"`},
		{"characters beyond ASCII", `{"type":"string","pattern":"^[a-zé]$"}`, `{"type":"string","pattern":"^[a-z]$"}`, `"é"`},
		{"a line's end", `{"type":"string","pattern":"^a[^]$"}`, `{"type":"string","pattern":"^a.$"}`, `"a\n"`},
		{"looking ahead, the same", `{"type":"string","pattern":"^(?=.*[0-9]).+$"}`, `{"pattern":"^(?=.*[0-9]).+$"}`, ""},
		{"looking ahead, and too long", `{"type":"string","pattern":"^(?=.*[0-9])(?=.*[a-z]).{8,}$"}`, `{"maxLength":7}`, "*"},
		{"looking ahead on the one side only", `{"type":"string","pattern":"^[0-9]$"}`, `{"pattern":"^(?=[0-9])"}`, ""},
		{"looking behind on the one side only", `{"type":"string","pattern":"^[0-9]$"}`, `{"pattern":"(?<=[0-9])$"}`, "?"},
		{"dates are no times", `{"type":"string","format":"date"}`, `{"not":{"type":"string","format":"date-time"}}`, ""},
		{"a date by a pattern", `{"type":"string","format":"date"}`, `{"pattern":"^\\d{4}-\\d{2}-\\d{2}$"}`, ""},
		{"a pattern that allows what is no date", `{"type":"string","pattern":"^2024-0[12]-30$"}`, `{"format":"date"}`, `"2024-02-30"`},
		{"every address is a reference", `{"type":"string","format":"uri"}`, `{"format":"uri-reference"}`, ""},
		{"an identifier has 36 characters", `{"type":"string","format":"uuid"}`, `{"minLength":36,"maxLength":36}`, ""},
		{"a host may be an address of numbers", `{"type":"string","format":"ipv4"}`, `{"format":"hostname"}`, ""},
		{"a format nobody checks", `{"type":"string"}`, `{"type":"string","format":"iban"}`, "?"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sub, super := compiled(t, schema.OpenAPI31, tt.sub), compiled(t, schema.OpenAPI31, tt.super)
			if tt.sub[:8] == `{"patter` {
				sub = compiled(t, schema.OpenAPI31, `{"type":"string",`+tt.sub[1:])
			}
			want := contain.Escapes
			switch tt.witness {
			case "":
				want = contain.Contained
			case "?":
				want = contain.Unproven
			}
			r := contain.Decide(sub, super, contain.Options{})
			if r.Answer != want || want == contain.Escapes && tt.witness != "*" && string(r.Witness) != tt.witness {
				t.Errorf("%s (%s) %s, want %s %s", r.Answer, r.Reason, r.Witness, want, tt.witness)
			}
		})
	}
}
