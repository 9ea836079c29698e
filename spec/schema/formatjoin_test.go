package schema

import "testing"

func TestInContext_NonJoiner(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		text string
		want bool
	}{
		{"between two letters that join", "\u0645\u06cc\u200c\u062e", true},
		{"after a letter that joins only the one before", "\u0627\u200c\u062e", false},
		{"before a letter that joins only the one before", "\u0628\u200c\u0627", true},
		{"over a mark", "\u0628\u064b\u200c\u0627", true},
		{"at the end", "\u0628\u200c", false},
		{"between letters that never join", "a\u200cb", false},
		{"after a virama", "\u0915\u094d\u200c\u0937", true},
	} {
		runes := []rune(tt.text)
		for i, r := range runes {
			if r == 0x200c && inContext(runes, i) != tt.want {
				t.Errorf("%s: %v, want %v", tt.name, !tt.want, tt.want)
			}
		}
	}
}

func TestIsRegexp_RemembersAtMostSoMany(t *testing.T) {
	// Not parallel: it counts what all tests share.
	for i := range 3 * mostRegexps {
		if text := []byte{'a' + byte(i%26), '0' + byte(i/26%10), '0' + byte(i/260%10), '('}; isRegexp(text) || !isRegexp(text[:3]) {
			t.Fatalf("%s is judged wrongly", text)
		}
	}
	if n := len(regexps.known); n == 0 || n > mostRegexps {
		t.Errorf("%d are remembered, want at most %d", n, mostRegexps)
	}
}
