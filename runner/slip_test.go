package runner

import (
	"bytes"
	"encoding/base64"
	"testing"

	"pgregory.net/rapid"
)

func TestSlip(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ value, end, otherCase, cut string }{
		{"a1b2", "a1c2", "a1B2", "a1"},
		{"SECRET", "SECRFT", "SECReT", "SECR"},
		{"7890", "7840", "7840", "78"},
		{"x-", "a-", "X-", ""},
		{"f", "a", "F", ""},
		{"Basic ZHg=", "Basic ZCg=", "Basic Zhg=", "Basic Z"},
		{"9f3c0a52-7d1e-4b6f-8c2d-5e0f1a2b3c4d", "9f3c0a52-7d1e-4b6f-8c2d-5e0f1a2b3c5d", "9f3c0a52-7d1e-4b6f-8c2d-5e0f1a2b3c5d", "9f3c0a52-7d1e-4b6f-8c2d-5e0f1a2b3c"},
		{"==", "00", "00", "00"},
		{"", "", "", ""},
	} {
		for slip, want := range map[Slip]string{SlipEnd: tt.end, SlipCase: tt.otherCase, SlipCut: tt.cut} {
			if got := slip.of(tt.value); got != want {
				t.Errorf("%s of %q: got %q, want %q", slip, tt.value, got, want)
			}
		}
	}
}

// What is almost a secret is never the secret, and no other way to write the same bytes.
func TestSlip_IsNeverTheValue(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.StringN(1, 40, -1).Draw(t, "value")
		secret := rapid.SliceOfN(rapid.Byte(), 2, 40).Draw(t, "secret")
		for _, slip := range Slips {
			if got := slip.of(value); got == value {
				t.Errorf("%s of %q is the same", slip, value)
			}
			for _, code := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
				near := slip.of(code.EncodeToString(secret))
				for _, lenient := range []*base64.Encoding{code, code.WithPadding(base64.NoPadding)} {
					if decoded, err := lenient.DecodeString(near); err == nil && bytes.Equal(decoded, secret) {
						t.Errorf("%s of %x in base64 is %s, the same bytes", slip, secret, near)
					}
				}
			}
		}
	})
}

// Almost a secret is as secret.
func TestSlip_IsNotShown(t *testing.T) {
	t.Parallel()
	r := testRedactor()
	for _, slip := range Slips {
		near := slip.of(ownSecret)
		if shown := r.Text("with " + near + " it"); shown == "with "+near+" it" {
			t.Errorf("%s: a secret but for a character is shown: %s", slip, shown)
		}
	}
}
