package engine

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/payload"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// longish is how many characters a text has that is longer than most, and that nobody is astonished at: an address on the web, a street, a remark.
const longish = 60

// prose is how long a text of several words is at least that may as well be longer; a shorter one may be the name of a town.
const prose = 12

// morePath and moreProse are what makes a text of that length of a shorter one.
const morePath, moreProse = "/about/our-partners/and-how-to-reach-each-of-them/on-the-web", ", third floor, entrance from the courtyard behind the station"

// longValues are right bodies with a text that is longer than most, where the document sets no bound that others stand at already: who keeps a bound of its own refuses what people
// write. Only prose and URLs are made longer, for a code or a number has the length that it has; and names have cases of their own.
func (p *planner) longValues(op *spec.Operation, bounds []variety) []variety {
	full := p.maximal(op)
	if full == nil {
		return nil
	}
	var named []string
	if res, id := p.pack.About(op.ID); res != nil {
		named = append(res.Unique[:len(res.Unique):len(res.Unique)], id)
	}
	var out []variety
	for _, at := range p.places(full.Body) {
		text := lengthy(tape.TextAt(full.Body, at))
		if text == "" || slices.Contains(named, at) || hasIndex(at) || bounded(bounds, at) || strings.Contains(at[strings.LastIndexByte(at, '/'):], "name") {
			continue
		}
		body, err := tape.Set(full.Body, at, tape.Quote(text))
		if err != nil || !p.keeps(op, full.MediaType, body) {
			continue
		}
		c := p.sampled(op, runner.PhaseBodies, *full, slug("long "+at), "")
		c.Body, c.Keep, c.Promise.Excuses = body, at, p.face.Excuses
		p.loosen(c, op, at, string(payload.KindBoundary))
		c.Title = fmt.Sprintf("%s a text of %d characters at %s", verb(c), utf8.RuneCountInString(text), at)
		out = append(out, variety{"plain value", c})
	}
	return out
}

// bounded says whether one of the cases is about a place.
func bounded(bounds []variety, at string) bool {
	return slices.ContainsFunc(bounds, func(v variety) bool { return v.c.Keep == at })
}

// lengthy is a text of the same kind that is longer than most; "" for one that is neither prose nor a URL, or is that long already.
func lengthy(text string) string {
	more := ""
	switch {
	case utf8.RuneCountInString(text) >= longish:
	case strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "http://"):
		text, more = strings.TrimSuffix(text, "/"), morePath
	case isProse(text):
		more = moreProse
	}
	if more == "" || strings.ContainsAny(text, "?#") {
		return ""
	}
	return strings.TrimRight(text+more[:longish-min(longish, utf8.RuneCountInString(text))], " ,/-")
}

// isProse says whether a text is what people write: several words, and few digits. A telephone number, an account, a card and a time have spaces too.
func isProse(text string) bool {
	words, letters, digits := 0, 0, 0
	for _, word := range strings.Fields(text) {
		if word = strings.Trim(word, ".,;:()"); word != "" && !strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }) {
			words++
		}
	}
	for _, r := range text {
		switch {
		case r == '+':
			return false
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r):
			digits++
		}
	}
	return words > 1 && 3*digits <= letters && len(text) >= prose
}
