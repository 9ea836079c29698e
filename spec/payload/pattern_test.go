package payload

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPattern_TextsMatchWhatTheyWereMadeFrom(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, pattern string
		lo, hi        int
	}{
		{"a class with a count", `^[0-9]{5}$`, 0, unbounded},
		{"an optional tail", `^\d{5}(-\d{4})?$`, 10, 10},
		{"alternatives of different lengths", `^(a{3}|b{5}|c{9})$`, 9, 9},
		{"repeated alternatives of different lengths", `^(?:aaa|bbbbb)+$`, 16, 16},
		{"an exact length through two open ends", `^[a-f]+-[0-9]*$`, 33, 33},
		{"open at both ends, longer than the pattern", `abc`, 10, 12},
		{"open at the start only", `abc$`, 10, 12},
		{"a count above what RE2 knows", `^x{1200,1500}$`, 0, unbounded},
		{"a wide range above what RE2 knows", `^[a-z]{1,5000}$`, 3000, 3000},
		{"two counts above what RE2 knows", `^a{1,2000}b{1,3000}$`, 0, unbounded},
		{"an escaped slash", `^\/v\d+\/$`, 0, unbounded},
		{"a code point by number", `^\u00e9[\u0041-\u0043]\x2d$`, 0, unbounded},
		{"a code point in braces", `^\u{1F600}$`, 0, unbounded},
		{"a negated class", `^[^"\\]+$`, 4, 4},
		{"a bracket inside a bracket", `^[[a]+$`, 3, 3},
		{"everything", `^[^]$`, 0, unbounded},
		{"a property", `^\p{Lu}\p{Letter}+$`, 5, 5},
		{"a script by name", `^\p{Script=Greek}{3}$`, 0, unbounded},
		{"a named group", `^(?<year>\d{4})$`, 0, unbounded},
		{"the empty pattern", ``, 3, 3},
		{"a literal brace", `^a{b}$`, 0, unbounded},
		{"a star of a star", `^(a*)*$`, 7, 7},
		{"a plus of nothing", `^(?:)+a$`, 1, 1},
		{"a lone letter escape", `^\a\e$`, 0, unbounded},
		{"long", `^.{900}$`, 900, 900},
		{"colour", `^#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})$`, 0, unbounded},
		{"identifier", `^(cus|acct)_[a-zA-Z0-9]{14,}$`, 30, 30},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p, err := readPattern(tt.pattern)
			if err != nil {
				t.Fatalf("readPattern(%s): %v", tt.pattern, err)
			}
			for salt := range 20 {
				text, ok := p.text(throw(1, tt.name, salt), usual, tt.lo, tt.hi, salt > 10)
				if !ok {
					t.Fatalf("no text of %s has %d to %d code points", tt.pattern, tt.lo, tt.hi)
				}
				if n := utf8.RuneCountInString(text); n < tt.lo || n > tt.hi {
					t.Fatalf("got %q with %d code points, want %d to %d", text, n, tt.lo, tt.hi)
				}
				if !matches(t, tt.pattern, text) {
					t.Fatalf("got %q, which does not match %s", text, tt.pattern)
				}
			}
		})
	}
}

// matches judges with Go's own engine, which did not make the text; counts above its limit are checked by hand.
func matches(t *testing.T, pattern, text string) bool {
	t.Helper()
	switch pattern {
	case `^x{1200,1500}$`:
		return strings.Trim(text, "x") == "" && len(text) >= 1200 && len(text) <= 1500
	case `^[a-z]{1,5000}$`:
		return strings.Trim(text, "abcdefghijklmnopqrstuvwxyz") == "" && len(text) <= 5000
	case `^a{1,2000}b{1,3000}$`:
		return regexp.MustCompile(`^a+b+$`).MatchString(text)
	}
	tr, err := translate(pattern)
	if err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(tr.out.String()).MatchString(text)
}

func TestPattern_RefusesWhatItCannotWalk(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, pattern, want string }{
		{"a number that refers back", `^(a+)b\1$`, "it refers back to an earlier group, which only ECMA-262 can match"},
		{"a name that refers back", `^(?<x>a)\k<x>$`, "it refers back to an earlier group, which only ECMA-262 can match"},
		{"an open bracket", `^[a-z$`, "the bracket at offset 1 is never closed"},
		{"an open look-ahead", `^(?=a`, "the group at offset 1 is never closed"},
		{"an open group", `^(a`, "it cannot be read: missing closing ): `^(a`"},
		{"a lone backslash", `a\`, "it ends in a lone backslash"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := readPattern(tt.pattern)
			if err == nil || err.Error() != tt.want {
				t.Fatalf("got error %v, want %s", err, tt.want)
			}
		})
	}
}

func TestPattern_SaysWhenNoTextHasTheLength(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, pattern string
		lo, hi        int
	}{
		{"too short", `^a{5}$`, 0, 4},
		{"too long", `^a{5}$`, 6, 9},
		{"between two alternatives", `^(a{3}|a{9})$`, 4, 8},
		{"no text at all", `^[]$`, 0, unbounded},
		{"half a surrogate pair", `^\uD800$`, 0, unbounded},
		{"bounds that cross", `a`, 5, 4},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p, err := readPattern(tt.pattern)
			if err != nil {
				t.Fatal(err)
			}
			if text, ok := p.text(throw(1, "", 0), usual, tt.lo, tt.hi, false); ok {
				t.Fatalf("got %q, want none", text)
			}
		})
	}
}

func TestPattern_DropsLookAroundAndSaysSo(t *testing.T) {
	t.Parallel()
	p, err := readPattern(`^(?!admin)(?=[^)]{2,})[a-z]{4}(?<!x)$`)
	if err != nil {
		t.Fatal(err)
	}
	text, ok := p.text(throw(3, "", 0), usual, 0, unbounded, false)
	if !ok || !regexp.MustCompile(`^[a-z]{4}$`).MatchString(text) {
		t.Fatalf("got %q, %v, want four letters", text, ok)
	}
	if !p.loose {
		t.Fatal("got a pattern that promises its texts, want a loose one")
	}
}

func FuzzPattern(f *testing.F) {
	for _, seed := range []string{
		`^[0-9]{5}$`, `^(a{3}|b{5})*c?$`, `(?i)ab+`, `^\u00e9$`, `[^a-z]`, `a{1,2000}`, `(?=x)y`, `^((a|bb){2,5}){1,3}$`, `\p{L}+`, `[[]`, `$^`, `(a*)*`,
		`(?:(?:a{2}){3}){4}`, `[\d-x]`, `\x{10FFFF}`, `\uD800`,
	} {
		f.Add(seed, uint64(1), 0, 40)
	}
	f.Fuzz(func(t *testing.T, source string, seed uint64, lo, hi int) {
		if len(source) > 200 || lo < 0 || lo > 2000 || hi > 4000 {
			return
		}
		p, err := readPattern(source)
		if err != nil {
			return
		}
		text, ok := p.text(throw(seed, source, 0), usual, lo, hi, seed%2 == 1)
		if !ok {
			return
		}
		if n := utf8.RuneCountInString(text); n < lo || n > hi {
			t.Fatalf("pattern %q: got %d code points, want %d to %d", source, n, lo, hi)
		}
		tr, err := translate(source)
		if err != nil || p.loose || tr.counts > 0 || anchorsInside(p) {
			return
		}
		re, err := regexp.Compile(tr.out.String())
		if err != nil {
			return
		}
		if !re.MatchString(text) {
			t.Fatalf("got %q, which does not match %q", text, source)
		}
	})
}

// anchorsInside reports that an anchor may stand where no text can satisfy it, as in a^b: only a judge can tell.
func anchorsInside(p *pattern) bool { return p.start || p.end }
