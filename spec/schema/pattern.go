package schema

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/dlclark/regexp2/v2"
)

// Pattern is a compiled regular expression of ECMA-262. What RE2 can express with the same meaning runs on RE2, in time
// linear in the text; the rest (look-around, references to groups, large repeats) runs on a backtracking engine with a time limit.
// Source: JSON Schema 2020-12 Core, section 6.4; ECMA-262, section 22.2, with the leniency of its annex B.
type Pattern struct {
	text string
	fast *regexp.Regexp
	slow *regexp2.Regexp
	any  *[256]bool // where text is one class of ASCII characters, which bytes are in it
}

// matchTimeout is how long the backtracking engine may look at one string.
const matchTimeout = 250 * time.Millisecond

// String returns the expression as the document writes it.
func (p *Pattern) String() string { return p.text }

// plain is the expression for a message: a character that would break its line is written as \u and its number, which means the same.
func (p *Pattern) plain() string {
	var b strings.Builder
	for _, r := range p.text {
		if unicode.IsControl(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// RE2 returns an expression of RE2 with the same meaning, for package regexp/syntax; "" if RE2 cannot say it.
func (p *Pattern) RE2() string {
	if p.fast == nil {
		return ""
	}
	return p.fast.String()
}

// Match says whether text holds a match, and whether that could be decided in time.
func (p *Pattern) Match(text []byte) (matched, decided bool) {
	switch {
	case p.any != nil:
		for _, c := range text {
			if p.any[c] {
				return true, true
			}
		}
		return false, true
	case p.fast != nil:
		return p.fast.Match(text), true
	}
	matched, err := p.slow.MatchString(string(text))
	return matched && err == nil, err == nil
}

// matches says whether text certainly holds a match.
func (p *Pattern) matches(text []byte) bool {
	matched, _ := p.Match(text)
	return matched
}

// errBacktrack says that an expression is fine but nothing for RE2.
var errBacktrack = errors.New("needs backtracking")

// compileRegexp compiles an expression of ECMA-262.
func compileRegexp(text string) (*Pattern, error) {
	t := translator{rest: text}
	err := t.run()
	if err == nil {
		fast, bad := regexp.Compile(t.out.String())
		if bad == nil {
			return &Pattern{text: text, fast: fast, any: class(fast.String())}, nil
		}
	} else if !errors.Is(err, errBacktrack) {
		return nil, err
	}
	slow, err := regexp2.Compile(text, regexp2.ECMAScript|regexp2.Unicode)
	if err != nil {
		return nil, err
	}
	slow.MatchTimeout = matchTimeout
	return &Pattern{text: text, slow: slow}, nil
}

// class returns the bytes of an expression of RE2 that is one class of ASCII characters; nil for any other. No other character holds such a byte.
func class(text string) *[256]bool {
	parsed, err := syntax.Parse(text, syntax.Perl)
	if err != nil || parsed.Op != syntax.OpCharClass || len(parsed.Rune) == 0 || parsed.Rune[len(parsed.Rune)-1] >= utf8.RuneSelf {
		return nil
	}
	var in [256]bool
	for i := 0; i < len(parsed.Rune); i += 2 {
		for c := parsed.Rune[i]; c <= parsed.Rune[i+1]; c++ {
			in[c] = true
		}
	}
	return &in
}

// translator writes an expression of ECMA-262 in the syntax of RE2.
type translator struct {
	rest string
	out  strings.Builder
}

// The classes that differ between the two. White space is WhiteSpace and LineTerminator of ECMA-262, sections 12.2 and 12.3.
const (
	lineEnds  = `\n\r\x{2028}\x{2029}`
	spaces    = `\t-\r \x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}`
	notSpaces = `\x{0}-\x{8}\x{E}-\x{1F}!-\x{9F}\x{A1}-\x{167F}\x{1681}-\x{1FFF}\x{200B}-\x{2027}\x{202A}-\x{202E}` +
		`\x{2030}-\x{205E}\x{2060}-\x{2FFF}\x{3001}-\x{FEFE}\x{FF00}-\x{10FFFF}`
)

func (t *translator) run() error {
	for t.rest != "" {
		r, size := utf8.DecodeRuneInString(t.rest)
		switch r {
		case '\\':
			if err := t.escape(false); err != nil {
				return err
			}
			continue
		case '[':
			if err := t.class(); err != nil {
				return err
			}
			continue
		case '(':
			if err := t.group(); err != nil {
				return err
			}
			continue
		case '.':
			t.out.WriteString("[^" + lineEnds + "]")
		case '{':
			if n := repeat.FindString(t.rest); n != "" {
				t.out.WriteString(n)
				size = len(n)
			} else {
				t.out.WriteString(`\{`)
			}
		case '}', ']':
			t.out.WriteString(`\` + string(r))
		default:
			t.out.WriteRune(r)
		}
		t.rest = t.rest[size:]
	}
	return nil
}

var (
	repeat    = regexp.MustCompile(`^\{[0-9]+(,[0-9]*)?\}`)
	groupName = regexp.MustCompile(`^\(\?<[A-Za-z_][A-Za-z0-9_]*>`)
	modifiers = regexp.MustCompile(`^\(\?[im]*(-[im]+)?:`)
	category  = regexp.MustCompile(`^[pP]\{(?:(?:General_Category|gc|Script|sc)=)?([A-Za-z_]+)\}`)
)

// group reads an opening parenthesis and what belongs to it.
func (t *translator) group() error {
	if !strings.HasPrefix(t.rest, "(?") {
		t.out.WriteByte('(')
		t.rest = t.rest[1:]
		return nil
	}
	opening := groupName.FindString(t.rest)
	if opening == "" {
		opening = modifiers.FindString(t.rest)
	}
	if opening != "" {
		t.out.WriteString(opening)
		t.rest = t.rest[len(opening):]
		return nil
	}
	for _, look := range [...]string{"(?=", "(?!", "(?<"} {
		if strings.HasPrefix(t.rest, look) {
			return errBacktrack
		}
	}
	return fmt.Errorf("%s begins no group of ECMA-262", t.rest[:min(len(t.rest), 4)])
}

// class reads a character class.
func (t *translator) class() error {
	t.rest = t.rest[1:]
	negated := strings.HasPrefix(t.rest, "^")
	if negated {
		t.rest = t.rest[1:]
	}
	if strings.HasPrefix(t.rest, "]") { // an empty class matches nothing, its negation everything
		t.rest = t.rest[1:]
		if negated {
			t.out.WriteString(`[\x{0}-\x{10FFFF}]`)
		} else {
			t.out.WriteString(`[^\x{0}-\x{10FFFF}]`)
		}
		return nil
	}
	t.out.WriteByte('[')
	if negated {
		t.out.WriteByte('^')
	}
	for t.rest != "" {
		r, size := utf8.DecodeRuneInString(t.rest)
		switch r {
		case ']':
			t.out.WriteByte(']')
			t.rest = t.rest[1:]
			return nil
		case '\\':
			if err := t.escape(true); err != nil {
				return err
			}
			continue
		case '[', '^', '&', '~':
			t.out.WriteString(`\` + string(r))
		default:
			t.out.WriteRune(r)
		}
		t.rest = t.rest[size:]
	}
	return errors.New("a character class has no end")
}
