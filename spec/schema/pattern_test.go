package schema

import (
	"strings"
	"testing"
	"time"

	"github.com/dlclark/regexp2/v2"
	"pgregory.net/rapid"
)

func TestCompileRegexp_MeansWhatECMAScriptMeans(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		pattern      string
		fast         bool
		match, other []string
	}{
		{`^$|^[A-Za-z0-9]{2,4}$`, true, []string{"", "ab", "AB12"}, []string{"a", "abcde", "ab\n"}},
		{`^\s$`, true, []string{" ", "\v", "\u00a0", "\ufeff", "\u2029", "\u3000"}, []string{"x", "\u200b", "\u180e"}},
		{`^\S$`, true, []string{"x", "\u200b", "😀"}, []string{" ", "\u00a0", "\u2028"}},
		{`^[\S\n]$`, true, []string{"x", "\n"}, []string{" ", "\u00a0"}},
		{`^[^\s]$`, true, []string{"x"}, []string{"\ufeff"}},
		{`^.$`, true, []string{"x", "😀", "\u0085"}, []string{"\n", "\r", "\u2028"}},
		{`^\w+\d$`, true, []string{"a1"}, []string{"é1", "a٣"}},
		{`^[]$`, true, nil, []string{"", "x"}},
		{`^[^]$`, true, []string{"\n", "x"}, []string{""}},
		{`^[[:alpha:]]$`, true, []string{"a]", ":]"}, []string{"b", "["}[:1]},
		{`^[\b]$`, true, []string{"\b"}, []string{"b"}},
		{`^\cJ$`, true, []string{"\n"}, []string{"J"}},
		{`^\x41\u0042\u{1F600}\uD83D\uDE00$`, true, []string{"AB😀😀"}, []string{"AB"}},
		{`^\/\-\.\_\ \"$`, true, []string{`/-._ "`}, nil},
		{`^\p{Letter}\p{L}\p{Script=Greek}$`, true, []string{"aéα"}, []string{"a1α"}},
		{`^a{,2}$`, true, []string{"a{,2}"}, []string{"aa"}},
		{`^{a}]$`, true, []string{"{a}]"}, nil},
		{`^(?<year>\d{4})-(?:0|1)$`, true, []string{"2024-1"}, nil},
		{`^x{1001}$`, false, []string{strings.Repeat("x", 1001)}, []string{"x"}},
		{`^(?!.*secret).+$`, false, []string{"open"}, []string{"a secret"}},
		{`^(?=.*\d)(?=.*[a-z]).{4,}$`, false, []string{"abc1"}, []string{"abcd"}},
		{`(?<!a)b`, false, []string{"cb"}, []string{"ab"}},
		{`^(a|b)\1$`, false, []string{"aa"}, []string{"ab"}},
		{`^(?<q>['"]).*\k<q>$`, false, []string{`"x"`}, []string{`"x'`}},
	} {
		p, err := compileRegexp(tt.pattern)
		if err != nil {
			t.Errorf("%s: %v", tt.pattern, err)
			continue
		}
		if (p.fast != nil) != tt.fast {
			t.Errorf("%s: runs on RE2: %v, want %v", tt.pattern, p.fast != nil, tt.fast)
		}
		for _, text := range tt.match {
			if !p.matches([]byte(text)) {
				t.Errorf("%s does not match %q", tt.pattern, text)
			}
		}
		for _, text := range tt.other {
			if p.matches([]byte(text)) {
				t.Errorf("%s matches %q", tt.pattern, text)
			}
		}
	}
}

func TestCompileRegexp_Refuses(t *testing.T) {
	t.Parallel()
	for _, pattern := range []string{
		`\A`, `\z`, `\Z`, `\Q.\E`, `\a`, `(?i)x`, `(?P<n>x)`, `(?#c)`, `\pL`, `[a`, `(`, `)`, `*`, `a**`, `\`, `\x4`, `\u12`, `\u{110000}`, `[z-a]`, `\c1`,
	} {
		if p, err := compileRegexp(pattern); err == nil {
			t.Errorf("%s compiles, on RE2: %v", pattern, p.fast != nil)
		}
	}
}

func TestMatch_GivesUpInTime(t *testing.T) {
	t.Parallel()
	p, err := compileRegexp(`^(?=x)(x+x+)+y$`)
	if err != nil {
		t.Fatal(err)
	}
	started := time.Now()
	if matched, decided := p.Match([]byte(strings.Repeat("x", 5000))); matched || decided {
		t.Errorf("matched %v, decided %v; want neither", matched, decided)
	}
	if took := time.Since(started); took > 20*matchTimeout {
		t.Errorf("gave up after %v, want about %v", took, matchTimeout)
	}
}

// TestCompileRegexp_BothEnginesAgree draws expressions of pieces and asks the backtracking engine, which reads ECMA-262 itself, too.
func TestCompileRegexp_BothEnginesAgree(t *testing.T) {
	t.Parallel()
	pieces := rapid.SampledFrom([]string{
		"a", "b", "1", "é", "-", ".", "^", "$", "|", "(", ")", "{", "}", "]", "[ab]", "[^a]", "[a-c\\d]", "[^\\s]", "[\\w-]", "[\\]]", "[.$^]", "[^]", "[]", "[a-]", "[^\\W]", "[^\\D1]", "[\\b]",
		"\\d", "\\D", "\\w", "\\W", "\\s", "\\S", "\\b", "\\B", "\\.", "\\/", "\\-", "\\n", "\\t", "\\v", "\\cA", "\\x41", "\\u0061", "\\p{L}", "\\p{Lu}", "\\P{L}",
		"(a|b)", "(?:ab)", "(?<n>a)", "a*", "b+", "c?", "a{2}", "a{,2}", "a{1,2}?",
	})
	texts := rapid.SampledFrom([]string{"a", "b", "c", "1", "A", "_", "-", " ", "\n", "\r", "\u2028", "\u00a0", "é", "😀", "[", "]", "{", "}", ".", "$", "^", "/", "\\"})
	join := func(list []string) string { return strings.Join(list, "") }
	rapid.Check(t, func(r *rapid.T) {
		pattern := rapid.Map(rapid.SliceOfN(pieces, 1, 5), join).Draw(r, "pattern")
		text := rapid.Map(rapid.SliceOfN(texts, 0, 4), join).Draw(r, "text")
		if strings.Count(pattern, "<n>") > 1 {
			r.Skip("a name that stands twice is refused by the backtracking engine alone")
		}
		p, err := compileRegexp(pattern)
		slow, refused := regexp2.Compile(pattern, regexp2.ECMAScript|regexp2.Unicode)
		if (err == nil) != (refused == nil) {
			r.Fatalf("%s: error %v, the other engine says %v", pattern, err, refused)
		}
		if err != nil {
			return
		}
		slow.MatchTimeout = 10 * time.Second
		want, err := slow.MatchString(text)
		if got := p.matches([]byte(text)); err != nil || got != want {
			r.Fatalf("%s on %q: %v, the other engine says %v, %v", pattern, text, got, want, err)
		}
	})
}

func FuzzPattern(f *testing.F) {
	for _, s := range []string{`^[\w-.]+$`, `(?<a>b)\1`, `\p{L}{2,3}`, `[^\S\d]`, `a|b*?`, `\uD83D\uDE00`, `(?!x)`} {
		f.Add(s, "text")
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		p, err := compileRegexp(pattern)
		if err != nil {
			return
		}
		p.Match([]byte(text))
	})
}
