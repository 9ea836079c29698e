package contain_test

import (
	"testing"

	"github.com/plumbline-dev/plumbline/spec/contain"
	"github.com/plumbline-dev/plumbline/spec/schema"
)

// Rules for passwords look ahead from their start; each look is a rule of its own, so they are decided like others.
func TestDecide_PatternsThatLookAheadFromTheirStart(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ sub, super, want string }{
		{`^(?=.*[A-Z])[A-Za-z0-9]{8,}$`, `^(?=.*[A-Z])(?=.*[0-9])[A-Za-z0-9]{8,}$`, "escapes"},
		{`^(?=.*[A-Z])(?=.*[0-9])[A-Za-z0-9]{8,}$`, `^(?=.*[A-Z])[A-Za-z0-9]{8,}$`, "contained"},
		{`^(?=.*[A-Z]).{10,}$`, `^(?=.*[A-Z]).{8,}$`, "contained"},
		{`^(?=.*[A-Z]).{8,}$`, `^(?=.*[A-Z]).{10,}$`, "escapes"},
		{`^(?!admin)[a-z]+$`, `^[a-z]+$`, "contained"},
		{`^[a-z]+$`, `^(?!admin)[a-z]+$`, "escapes"},
		{`^(?!a)[a-z]+$`, `^(?!admin)[a-z]+$`, "contained"},
		{`^(?=[)]|x)[)x]+$`, `^[)x]+$`, "contained"},
		{`^(?=a)b|c`, `^b|c`, "unproven"},
		{`^(?:(?=a)a)+$`, `^a+$`, "unproven"},
	} {
		pattern := func(p string) *schema.Schema {
			return compiled(t, schema.OpenAPI31, `{"type":"string","pattern":"`+p+`"}`)
		}
		r := contain.Decide(pattern(tt.sub), pattern(tt.super), contain.Options{})
		if r.Answer.String() != tt.want {
			t.Errorf("%s -> %s: got %s %s (%s), want %s", tt.sub, tt.super, r.Answer, r.Witness, r.Reason, tt.want)
		}
	}
}
