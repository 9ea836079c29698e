package diff

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// among names what is declared besides as an object is closed; nothing if nothing is.
func among(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return ", with " + both(names) + " among them"
}

// brief is a value for a message, cut where it is long; a text still ends as one.
func brief(value []byte) string {
	if len(value) <= 60 {
		return string(value)
	}
	runes := []rune(string(value))
	short := string(runes[:min(57, len(runes))]) + "..."
	if value[0] == '"' {
		short += `"`
	}
	return short
}

// briefWords is what a keyword says for a message, cut after a word where it is long.
func briefWords(text string) string {
	if len(text) <= 60 {
		return text
	}
	short := string([]rune(text)[:min(57, utf8.RuneCountInString(text))])
	if i := strings.LastIndexByte(short, ' '); i > 30 {
		short = strings.TrimSuffix(short[:i], ",") + " "
	}
	return short + "..."
}

// fullList writes texts for the record, which holds what a message folds; only lists nobody reads are cut.
func fullList(texts []string) string {
	if len(texts) > 40 {
		return strings.Join(texts[:40], ", ") + " and " + plural(len(texts)-40, "other")
	}
	return strings.Join(texts, ", ")
}

// list writes texts as a person reads them, folded past six.
func list(texts []string) string {
	if len(texts) > 6 {
		return strings.Join(texts[:5], ", ") + " and " + plural(len(texts)-5, "other")
	}
	return strings.Join(texts, ", ")
}

// both writes texts that all are meant, folded past six.
func both(texts []string) string { return joined(texts, " and ") }

// either writes texts of which any is meant, folded past six.
func either(texts []string) string { return joined(texts, " or ") }

func joined(texts []string, last string) string {
	if len(texts) < 2 || len(texts) > 6 {
		return list(texts)
	}
	return strings.Join(texts[:len(texts)-1], ", ") + last + texts[len(texts)-1]
}

// article puts a or an before a word.
func article(word string) string {
	for _, whole := range []string{"any ", "one of ", "exactly ", "no ", "null"} {
		if strings.HasPrefix(word, whole) {
			return word
		}
	}
	if word != "" && strings.ContainsRune("aeiou", rune(word[0])) {
		return "an " + word
	}
	return "a " + word
}

// plural writes a count with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
