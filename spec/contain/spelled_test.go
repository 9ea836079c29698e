package contain_test

import (
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/contain"
	"github.com/plumbline-dev/plumbline/spec/schema"
)

// Where scalars travel as text, the text counts and not the type.
func TestDecideSpelled(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, sub, super, want string }{
		{"integer to string", `{"type":"integer"}`, `{"type":"string"}`, "contained"},
		{"string to integer", `{"type":"string"}`, `{"type":"integer"}`, `"a"`},
		{"integer to a short string", `{"type":"integer"}`, `{"type":"string","maxLength":3}`, `escapes`},
		{"small integer to a short string", `{"type":"integer","minimum":0,"maximum":100}`, `{"type":"string","maxLength":3}`, "contained"},
		{"integer to digits", `{"type":"integer"}`, `{"type":"string","pattern":"^[0-9]+$"}`, "-1"},
		{"natural number to digits", `{"type":"integer","minimum":0}`, `{"type":"string","pattern":"^[0-9]+$"}`, "contained"},
		{"digits to integer", `{"type":"string","pattern":"^[0-9]+$"}`, `{"type":"integer"}`, `"00"`},
		{"digits without a zero in front to integer", `{"type":"string","pattern":"^[1-9][0-9]*$"}`, `{"type":"integer"}`, "contained"},
		{"integer to number", `{"type":"integer"}`, `{"type":"number"}`, "contained"},
		{"number to integer", `{"type":"number"}`, `{"type":"integer"}`, "1.5"},
		{"number to string", `{"type":"number"}`, `{"type":"string"}`, "contained"},
		{"boolean to string", `{"type":"boolean"}`, `{"type":"string"}`, "contained"},
		{"string to boolean", `{"type":"string"}`, `{"type":"boolean"}`, `"a"`},
		{"boolean to its texts", `{"type":"boolean"}`, `{"type":"string","enum":["true","false"]}`, "contained"},
		{"texts to boolean", `{"type":"string","enum":["true","false"]}`, `{"type":"boolean"}`, "contained"},
		{"boolean to one text", `{"type":"boolean"}`, `{"type":"string","enum":["true"]}`, "false"},
		{"numbers to their texts", `{"enum":[1,2]}`, `{"type":"string","enum":["1","2"]}`, "contained"},
		{"texts to their numbers", `{"type":"string","enum":["1","2"]}`, `{"enum":[1,2]}`, "contained"},
		{"texts to fewer numbers", `{"type":"string","enum":["1","2"]}`, `{"enum":[1]}`, `"2"`},
		{"a bound where no type is", `{}`, `{"maximum":5}`, "contained"},
		{"a length where no type is", `{}`, `{"maxLength":1}`, "escapes"},
		{"a bound", `{"type":"integer"}`, `{"type":"integer","maximum":5}`, "6"},
		{"a string too", `{"type":"integer"}`, `{"type":["integer","string"],"maximum":5}`, "contained"},
		{"date to string", `{"type":"string","format":"date"}`, `{"type":"string"}`, "contained"},
		{"alternatives", `{"type":"integer"}`, `{"anyOf":[{"type":"integer","minimum":0},{"type":"string"}]}`, "contained"},
		{"nothing", `false`, `{"type":"integer"}`, "contained"},
		{"to nothing", `{"type":"integer"}`, `false`, "escapes"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sub, super := []*schema.Schema{compiled(t, schema.OpenAPI31, tt.sub)}, []*schema.Schema{compiled(t, schema.OpenAPI31, tt.super)}
			r := contain.DecideSpelled(sub, super, contain.Options{}, 4)
			got := r[0].Answer.String()
			if r[0].Answer == contain.Escapes && tt.want != "escapes" {
				got = string(r[0].Witness)
			}
			if got != tt.want {
				t.Errorf("%s -> %s: got %s (%s), want %s", tt.sub, tt.super, got, r[0].Reason, tt.want)
			}
		})
	}
}

// No text contradicts a verdict: what is contained takes every text the other takes, and a witness is taken by the one only.
func TestDecideSpelled_NoTextContradictsIt(t *testing.T) {
	t.Parallel()
	schemas := []string{
		`{}`, `{"type":"string"}`, `{"type":"integer"}`, `{"type":"number"}`, `{"type":"boolean"}`, `{"type":["integer","string"]}`, `{"maximum":5}`, `{"maxLength":1}`,
		`{"type":"integer","minimum":0}`, `{"type":"integer","maximum":5}`, `{"type":"string","maxLength":2}`, `{"type":"string","pattern":"^[0-9]+$"}`,
		`{"type":"string","pattern":"^[a-z]*$"}`, `{"enum":[1,"a",true]}`, `{"type":"string","enum":["1","5"]}`, `{"anyOf":[{"type":"integer"},{"type":"boolean"}]}`,
		`{"anyOf":[{"type":"integer","maximum":3},{"type":"string","minLength":2}]}`, `{"not":{"type":"string"}}`, `{"type":"number","multipleOf":0.5}`, `{"type":"string","format":"date"}`,
		`{"type":"integer","minimum":1,"maximum":99}`, `{"type":["number","null"],"exclusiveMinimum":0}`, `{"type":"string","not":{"const":"12"}}`,
	}
	texts := []string{"", "a", "ab", "abc", "0", "1", "5", "6", "-1", "12", "100", "1.5", "0.5", "00", "true", "false", "2024-02-29", "null", " 1"} // 1e2 and -0 are integers, and nobody writes them so
	for _, x := range schemas {
		for _, y := range schemas {
			sub, super := []*schema.Schema{compiled(t, schema.OpenAPI31, x)}, []*schema.Schema{compiled(t, schema.OpenAPI31, y)}
			r := contain.DecideSpelled(sub, super, contain.Options{}, 1)[0]
			if r.Answer == contain.Unproven {
				t.Logf("%s -> %s: %s", x, y, r.Reason)
			}
			for _, text := range texts {
				if r.Answer == contain.Contained && text != "" && text != "null" && contain.Spells(sub, text, 0) && !contain.Spells(super, text, 0) {
					t.Errorf("%s -> %s is contained, and %q escapes", x, y, text)
				}
			}
			if r.Answer == contain.Escapes {
				text := strings.Trim(string(r.Witness), `"`)
				if !contain.Spells(sub, text, 0) || contain.Spells(super, text, 0) {
					t.Errorf("%s -> %s: %s is no witness", x, y, r.Witness)
				}
			}
		}
	}
}
