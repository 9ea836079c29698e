package runner

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestSieve(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, text string
		added      []string
		want       bool
	}{
		{"nothing was added", "anything at all", nil, false},
		{"an empty text is nowhere", "anything at all", []string{""}, false},
		{"the text itself", "s3cret-1", []string{"s3cret-1"}, true},
		{"at the end", "it is s3cret-1", []string{"other-one", "s3cret-1"}, true},
		{"as short as what it is known by", "a s3cret", []string{"s3cret"}, true},
		{"the beginning of it", "it is s3cre", []string{"s3cret-1"}, false},
		{"zero bytes are bytes", "\x00\x00s3cre", []string{"\x00\x00\x00s3c"}, false},
		{"something short may be anywhere", "anything", []string{"abc"}, true},
		{"but not in nothing", "", []string{"abc"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var s Sieve
			for _, text := range tt.added {
				s.Add(text)
			}
			if got := s.MayHold([]byte(tt.text)); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestFolded(t *testing.T) {
	t.Parallel()
	s := Folded()
	s.Add("s3cret-é")
	for text, want := range map[string]bool{"S3CRET-É": true, "a s3Cret-é": true, "s3crat-é": false, "": false} {
		if got := s.MayHold([]byte(text)); got != want {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}

// TestSieve_NeverWrongAboutNone: whatever holds one of the texts is let through.
func TestSieve_NeverWrongAboutNone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		shortest := rapid.SampledFrom([]int{1, head, head + 3, head + 2*widest}).Draw(t, "shortest")
		added := rapid.SliceOfN(rapid.StringN(shortest, shortest+8, -1), 1, 20).Draw(t, "added")
		text := rapid.String().Draw(t, "before") + rapid.SampledFrom(added).Draw(t, "one") + rapid.String().Draw(t, "after")
		if rapid.Bool().Draw(t, "without") {
			text = rapid.String().Draw(t, "text")
		}
		var s Sieve
		holds := false
		for _, a := range added {
			s.Add(a)
			holds = holds || strings.Contains(text, a)
		}
		if holds && !s.MayHold([]byte(text)) {
			t.Fatalf("%q holds one of %q and is not let through", text, added)
		}
	})
}
