package runner

import (
	"testing"

	"pgregory.net/rapid"
)

func TestSlip(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ value, end, otherCase, cut string }{
		{"a1b2", "a1b3", "a1B2", "a1b"},
		{"SECRET", "SECREC", "SECREt", "SECRE"},
		{"79", "74", "74", "7"},
		{"x-", "x0", "X-", "x"},
		{"f", "a", "F", ""},
		{"", "", "", ""},
	} {
		for slip, want := range map[Slip]string{SlipEnd: tt.end, SlipCase: tt.otherCase, SlipCut: tt.cut} {
			if got := slip.of(tt.value); got != want {
				t.Errorf("%s of %q: got %q, want %q", slip, tt.value, got, want)
			}
		}
	}
}

// What is almost a secret is never the secret, and is not shown either.
func TestSlip_IsNeverTheValue(t *testing.T) {
	t.Parallel()
	r := testRedactor()
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.StringN(1, 40, -1).Draw(t, "value")
		for _, slip := range Slips {
			if got := slip.of(value); got == value {
				t.Errorf("%s of %q is the same", slip, value)
			}
		}
	})
	for _, slip := range Slips {
		near := slip.of(ownSecret)
		if shown := r.Text("with " + near + " it"); shown == "with "+near+" it" {
			t.Errorf("%s: a secret but for a character is shown: %s", slip, shown)
		}
	}
}
