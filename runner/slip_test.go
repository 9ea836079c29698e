package runner

import (
	"bytes"
	"encoding/base32"
	"encoding/base64"
	"testing"

	"pgregory.net/rapid"
)

func TestSlip(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ value, last, otherCase, cut, middle, longer string }{
		{"a1b2", "a1ba", "a1B2", "a1", "a1c2", "a1b233"},
		{"SECRET", "SECREA", "SECReT", "SECR", "SECAET", "SECRETCC"},
		{"7890", "7895", "7840", "78", "7840", "789011"},
		{"x-", "xA", "X-", "", "a-", "x-00"},
		{"f", "2", "F", "", "a", "faa"},
		{"5f1e9a7c3b2d4e6f80a1b2c3", "5f1e9a7c3b2d4e6f80a1b2ca", "5f1e9a7c3b2d4e6f80a1b2C3", "5f1e9a7c3b2d4e6f80a1b2", "5f1e9a7c3b2d5e6f80a1b2c3", "5f1e9a7c3b2d4e6f80a1b2c344"},
		{"Basic ZHg=", "Basic ZHw=", "Basic Zhg=", "Basic Z", "Basic ZCg=", "Basic ZHgbb"},
		{
			"9f3c0a52-7d1e-4b6f-8c2d-5e0f1a2b3c4d", "9f3c0a52-7d1e-4b6f-8c2d-5e0f1a2b3c42", "9f3c0a52-7d1e-4b6f-8c2d-5e0f1a2b3c5d", "9f3c0a52-7d1e-4b6f-8c2d-5e0f1a2b3c",
			"9f3c0a52-7d1e-4b6a-8c2d-5e0f1a2b3c4d", "9f3c0a52-7d1e-4b6f-8c2d-5e0f1a2b3c4dee",
		},
		{"==", "00", "00", "00", "00", "00"},
		{"", "", "", "", "", ""},
	} {
		for slip, want := range map[Slip]string{SlipLast: tt.last, SlipCase: tt.otherCase, SlipCut: tt.cut, SlipMiddle: tt.middle, SlipLonger: tt.longer} {
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
		secret := rapid.SliceOfN(rapid.Byte(), 8, 40).Draw(t, "secret")
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
			near := slip.of(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret))
			if decoded, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(near); err == nil && bytes.Equal(decoded, secret) {
				t.Errorf("%s of %x in base32 is %s, the same bytes", slip, secret, near)
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
