package payload

import (
	"fmt"
	"iter"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

// texts yields strings for a place: of the format, of the name, of the patterns, then plain ones of a fitting length, then
// a few that happen to satisfy what people write patterns for.
func (d *draft) texts(s *shape, p place) iter.Seq[*value] {
	return func(yield func(*value) bool) {
		if s.lo > s.hi || s.lo > maxText {
			return
		}
		give := func(t string) bool {
			if n := utf8.RuneCountInString(t); n < s.lo || n > s.hi {
				return true
			}
			return yield(text(t))
		}
		dice := d.dice(p, 0)
		c := call{dice: dice, place: p, persona: personaFor(d.persona, p.index), face: d.face, lo: s.lo, hi: s.hi}
		for _, write := range []func(call) (string, bool){formatted(s.format), named} {
			if t, ok := write(c); ok && !give(t) {
				return
			}
		}
		if !d.patterned(s, p, give) {
			return
		}
		want := min(max(12, s.lo), s.hi)
		if t := sentence(dice, want, s.lo, s.hi); len(s.patterns) == 0 && s.format == "" && !give(t) {
			return
		}
		for _, alphabet := range []string{"abcdefghijklmnopqrstuvwxyz", decDigits, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", hexDigits, "A1b2C3d4-"} {
			for _, n := range []int{want, s.lo, s.hi, 1, 64, 300} {
				if n >= s.lo && n <= max(s.lo, longFiller) && !give(dice.letters(n, alphabet)) {
					return
				}
			}
		}
		for _, t := range lucky {
			if !give(t) {
				return
			}
		}
	}
}

// longFiller is how long a text is made that nothing asks to be longer.
const longFiller = 5000

// lucky are texts that satisfy many patterns no walk can plan for: passwords, paths, versions, names.
var lucky = []string{
	"Plumbline-2024!", "Aa1!Aa1!Aa1!", "A1b2C3d4", "a", "A", "1", "0", "example", "Example", "EXAMPLE", "example.com", "https://example.com/", "/example", "example_1", "example-1",
	"1.0.0", "2024-06-15", "12:30", "2024-06-15T09:30:00Z", "user@example.com", "+12125550142", "US", "USD", "en", "en-US", "", "-1", "1.5", "true", "#1f6feb",
}

// patternTries is how many texts of one pattern are offered to the judge.
const patternTries = 16

// patterned yields texts of each pattern; they must satisfy all of them, which the judge tells.
func (d *draft) patterned(s *shape, p place, give func(string) bool) bool {
	for _, n := range s.patterns {
		pat, err := patternOf(n.Text)
		if err != nil {
			continue
		}
		tries := patternTries
		if !pat.loose && len(s.patterns) == 1 && s.format == "" {
			tries = 3
		}
		want := max(usual, s.lo)
		for i := range tries {
			if i == tries/2 {
				want = max(2*usual, s.lo)
			}
			t, ok := pat.text(d.dice(p, i), want, s.lo, s.hi, i >= tries/2)
			if !ok {
				break
			}
			if !give(t) {
				return false
			}
		}
	}
	return true
}

// wordless says why no text was found, where the schema itself tells.
func (d *draft) wordless(s *shape, p place) error {
	if s.lo > s.hi {
		return fail(ReasonUnsatisfiable, lengthNode(s), p, "at least %d characters are asked for, and at most %d are allowed", s.lo, s.hi)
	}
	if s.lo > maxText {
		return fail(ReasonBudget, lengthNode(s), p, "%d characters are asked for, more than one sample may hold", s.lo)
	}
	for _, n := range s.patterns {
		pat, err := patternOf(n.Text)
		if err != nil {
			return fail(ReasonPattern, n, p, "no text can be made from the pattern %s: %v", shortened(n.Text), err)
		}
		if _, ok := pat.text(throw(0, "", 0), usual, s.lo, s.hi, false); !ok {
			return fail(ReasonUnsatisfiable, n, p, "no text of the pattern %s has %s", shortened(n.Text), lengthRange(s.lo, s.hi))
		}
		if pat.loose {
			return fail(ReasonPattern, n, p, "no text was found for the pattern %s, which looks ahead or behind: only ECMA-262 can match it", shortened(n.Text))
		}
	}
	if len(s.patterns) > 1 {
		return fail(ReasonPattern, s.patterns[len(s.patterns)-1], p, "no text was found that matches all %d patterns", len(s.patterns))
	}
	return nil
}

func lengthNode(s *shape) (at *tree.Node) {
	for _, k := range s.parts {
		for _, keyword := range []string{"maxLength", "minLength"} {
			if v := k.node.Get(keyword); v != nil {
				at = v
			}
		}
	}
	return at
}

func shortened(pattern string) string {
	if r := []rune(pattern); len(r) > 80 {
		return string(r[:80]) + "..."
	}
	return pattern
}

func lengthRange(lo, hi int) string {
	switch {
	case hi >= unbounded && lo == 0:
		return "any length"
	case hi >= unbounded:
		return fmt.Sprintf("at least %d characters", lo)
	case lo == hi:
		return fmt.Sprintf("%d characters", lo)
	}
	return fmt.Sprintf("%d to %d characters", lo, hi)
}

// patterns keeps what readPattern returned; documents repeat their patterns often.
var patterns sync.Map

type readResult struct {
	pattern *pattern
	err     error
}

func patternOf(source string) (*pattern, error) {
	if r, ok := patterns.Load(source); ok {
		return r.(readResult).pattern, r.(readResult).err
	}
	p, err := readPattern(source)
	patterns.Store(source, readResult{p, err})
	return p, err
}

const vocabulary = "amber basin cedar delta ember field grove harbor inlet juniper kettle lantern meadow north orchard prairie quarry river summit tidal upland valley willow yarrow"

// sentence returns words with about want code points, never less than lo nor more than hi.
func sentence(d *dice, want, lo, hi int) string {
	words := strings.Fields(vocabulary)
	var b strings.Builder
	for b.Len() < max(want, lo) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		k := d.below(len(words))
		b.WriteString(words[k])
		words = append(words[:k:k], words[k+1:]...)
		if len(words) == 0 {
			words = strings.Fields(vocabulary)
		}
	}
	t := b.String()
	if len(t) > hi {
		t = t[:hi]
	}
	if strings.HasSuffix(t, " ") {
		t = t[:len(t)-1] + "s"
	}
	return t
}
