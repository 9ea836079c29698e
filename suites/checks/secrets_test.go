package checks

import (
	"bytes"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/packs"
)

func TestSecrets_HandOut(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, value string
		want        bool // it is looked for
	}{
		{"letters and digits", "m1nted-before", true},
		{"letters of one case in a run of hexadecimal", "abcdefabcdefabcdefabcdefabcde0", true},
		{"capitals within", "aBcdEfghIjklMnop", true},
		{"digits", "1234567890", true},
		{"of the shortest length", "s3cret-1", true},
		{"one byte shorter", "s3cret1", false},
		{"a word", "exercitation", false},
		{"a word with a capital", "Exercitation", false},
		{"words of a sentence", "Duis aute irure, dolor.", false},
		{"a name with an apostrophe", "the pet's own", false},
		{"nothing", "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var s Secrets
			s.HandOut(tt.value)
			s.HandOut(tt.value)
			if got := s.Count() == 1; got != tt.want {
				t.Errorf("%q is looked for: %v, want %v", tt.value, got, tt.want)
			}
		})
	}
}

// A secret is known from its own answer on, and not before.
func TestSecrets_Among(t *testing.T) {
	t.Parallel()
	var s Secrets
	s.HandOut("m1nted-first")
	s.HandOut("m1nted-second")
	said := []byte("m1nted-second and m1nted-first")
	for n, want := range []int{0, 1, 2} {
		if got := s.among(n, said); len(got) != want {
			t.Errorf("of the first %d got %q, want %d", n, got, want)
		}
	}
	if got := s.among(2, []byte("m1nted-secon")); len(got) > 0 {
		t.Errorf("a part of a secret is no secret, got %q", got)
	}
}

// A secret is found however programs write it.
func TestSecrets_Encoded(t *testing.T) {
	t.Parallel()
	const secret = "m1nted/Before"
	for _, tt := range []struct{ name, text string }{
		{"as it is", secret},
		{"in hexadecimal", "6D316E7465642F4265666F7265"},
		{"in a query", "m1nted%2FBefore"},
		{"in percent-encoding, every byte", "%6d%31%6e%74%65%64%2f%42%65%66%6f%72%65"},
		{"in percent-encoding, every byte, in capitals", "%6D%31%6E%74%65%64%2F%42%65%66%6F%72%65"},
		{"in percent-encoding, every byte, twice", "%256d%2531%256e%2574%2565%2564%252f%2542%2565%2566%256f%2572%2565"},
		{"in base64", "bTFudGVkL0JlZm9yZQ=="},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var s Secrets
			s.HandOut(secret)
			said := []byte("before " + tt.text + " after")
			if got := s.among(1, bytes.ToLower(said)); len(got) != 1 {
				t.Errorf("%s is not found", said)
			}
			if !s.mayBeIn(nil, said) {
				t.Errorf("%s is passed over", said)
			}
		})
	}
}

func TestIsSecret(t *testing.T) {
	t.Parallel()
	id, key := packs.Credential{Name: "client_id", Secret: true}, packs.Credential{Name: "Client-Secret", Secret: true}
	token, plain := packs.Credential{Name: "token", Secret: true}, packs.Credential{Name: "version"}
	named := &packs.Pack{Secrets: packs.Secrets{Names: []string{"secret"}}, Credentials: []packs.Credential{id, key, plain}}
	marked := &packs.Pack{Secrets: packs.Secrets{Names: []string{"secret"}}, Credentials: []packs.Credential{token, plain}}
	for _, tt := range []struct {
		pack *packs.Pack
		c    packs.Credential
		want bool
	}{{named, key, true}, {named, id, false}, {named, plain, false}, {marked, token, true}, {marked, plain, false}} {
		if got := tt.pack.Hides(&tt.c); got != tt.want {
			t.Errorf("%s: got %v", tt.c.Name, got)
		}
	}
}
