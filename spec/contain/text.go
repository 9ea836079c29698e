package contain

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/plumbline-dev/plumbline/spec/payload"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// texts is what is asked of a string.
type texts struct {
	least, most int // in characters; most is -1 if there is no bound
	patterns    []textRule
	formats     []formatRule
}

// textRule asks that a text holds a match of a pattern, or none.
type textRule struct {
	pattern *schema.Pattern
	not     bool
}

// formatRule asks that a text is of a format, or is not.
type formatRule struct {
	name string
	not  bool
}

// within says whether every text of one format is one of another, too.
func (f formatRule) within(g formatRule) bool { return slices.Contains(formats[f.name].within, g.name) }

func (t texts) clone() texts {
	t.patterns, t.formats = slices.Clip(t.patterns), slices.Clip(t.formats)
	return t
}

func (t *texts) atMost(n int) {
	if t.most < 0 || n < t.most {
		t.most = n
	}
}

func (b *branch) acceptText(k *schema.Keywords) {
	t := &b.texts
	t.least = max(t.least, k.MinLength)
	if k.MaxLength >= 0 {
		t.atMost(k.MaxLength)
	}
	if k.Pattern != nil {
		t.patterns = append(t.patterns, b.search.conditions(k.Pattern)...)
	}
	if asserts(k.Format) {
		t.formats = append(t.formats, formatRule{k.Format, false})
	}
}

func (s *search) textViolations(k *schema.Keywords) choice {
	var c choice
	if k.MinLength > 0 {
		c = append(c, func(b *branch) bool { b.texts.atMost(k.MinLength - 1); return true })
	}
	if k.MaxLength >= 0 {
		c = append(c, func(b *branch) bool { b.texts.least = max(b.texts.least, k.MaxLength+1); return true })
	}
	if k.Pattern != nil {
		for _, rule := range s.conditions(k.Pattern) {
			c = append(c, func(b *branch) bool {
				b.texts.patterns = append(b.texts.patterns, textRule{rule.pattern, !rule.not})
				return true
			})
		}
	}
	if asserts(k.Format) {
		c = append(c, func(b *branch) bool {
			b.texts.formats = append(b.texts.formats, formatRule{k.Format, true})
			return true
		})
	}
	return c
}

// contradicts says whether a rule and its opposite are both asked.
func (t *texts) contradicts() bool {
	if t.most >= 0 && t.least > t.most {
		return true
	}
	for i, p := range t.patterns {
		for _, q := range t.patterns[:i] {
			if p.not != q.not && p.pattern.String() == q.pattern.String() {
				return true
			}
		}
	}
	for i, f := range t.formats {
		for _, g := range t.formats[:i] {
			if f.not != g.not && f.name == g.name || g.not && !f.not && f.within(g) || f.not && !g.not && g.within(f) {
				return true
			}
		}
	}
	return false
}

// solveText looks for a text that does what is asked of the branch.
func (b *branch) solveText() outcome {
	var excluded []string
	for _, v := range b.goal.unlike {
		if v[0] == '"' {
			excluded = append(excluded, text(v))
		}
	}
	for _, v := range b.excluded {
		if v.Kind() == tape.String {
			excluded = append(excluded, v.Text())
		}
	}
	found, ok, open := b.search.text(b.texts, excluded, func(t string) bool { return b.holds(string(tape.Quote(t))) })
	if !ok {
		switch open {
		case "":
			open = b.doubt
		case noText:
			open = b.search.surprise(b.goal, noText)
		}
		return outcome{open: open}
	}
	return outcome{values: []string{string(tape.Quote(found))}}
}

// text looks for a text that does what t asks, is none of those excluded, and that check lets pass. Without one, open is "" if there is
// none, or says why it was not found out.
func (s *search) text(t texts, excluded []string, check func(string) bool) (text string, ok bool, open string) {
	if t.contradicts() {
		return "", false, ""
	}
	fits := func(text string) bool {
		n := utf8.RuneCountInString(text)
		return n >= t.least && (t.most < 0 || n <= t.most) && !slices.Contains(excluded, text) && check(text)
	}
	for _, text := range t.likely() {
		if fits(text) {
			return text, true, ""
		}
	}
	m, doubt := s.languageOf(t, excluded)
	if m == nil {
		return "", false, doubt
	}
	words, complete := m.words(s, t.least, t.most, mostWords)
	for _, w := range words {
		if fits(w) {
			return w, true, ""
		}
	}
	switch {
	case complete && len(words) == 0:
		return "", false, ""
	case doubt != "":
		return "", false, doubt
	case !complete:
		return "", false, outOfWork
	}
	return "", false, noText
}

const noText = "no text was found that does all that is asked, and it was not proved that there is none"

// mostWords is how many texts of a language are offered to the validator.
const mostWords = 64

// mostLetters is how long a text is made only because a length is asked for.
const mostLetters = 200_000

// likely are texts worth a try before any automaton is built.
func (t *texts) likely() []string {
	all := []string{"a"}
	if t.least > 1 && t.least <= mostLetters {
		all = append(all, strings.Repeat("a", t.least))
	}
	all = append(all, "other")
	for _, p := range t.patterns {
		if !p.not && p.pattern.RE2() == "" {
			all = append(all, payload.Matching(p.pattern.String(), t.least, t.most)...)
		}
	}
	if len(t.formats) > 0 {
		for _, f := range t.formats {
			all = append(all, formats[f.name].samples...)
		}
		for _, name := range formatNames {
			all = append(all, formats[name].samples...)
		}
	}
	return all
}
