package diff

import (
	"slices"
	"strings"
	"unicode"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// identifierRules are the words of changes that are about the length or the form of a text.
var identifierRules = []string{"min-length", "max-length", "pattern", "format"}

// ofIdentifier reports whether f is about the length or form of an identifier that comes, wherever it is met. What a client sends is not
// meant: whoever keeps an identifier sends back what it got.
func (f *fact) ofIdentifier() bool {
	if f.bothWays || f.direction != reports.DirectionResponse || len(f.reaches) == 0 {
		return false
	}
	if !slices.ContainsFunc(identifierRules, func(word string) bool { return strings.HasPrefix(f.rule, "response-"+word+"-") }) {
		return false
	}
	return !slices.ContainsFunc(f.reaches, func(r reports.Reach) bool {
		return r.Direction == reports.DirectionResponse && !isIdentifier(lastName(r.Path))
	})
}

// lastName is the name at the end of the path of a Reach: that of the property around the items of an array, or of a header field.
func lastName(path string) string {
	segments := strings.FieldsFunc(path, func(r rune) bool { return r == '/' || r == ' ' })
	for i := len(segments) - 1; i >= 0; i-- {
		if strings.Trim(segments[i], "0123456789") != "" {
			return tape.PointerSegment(segments[i])
		}
	}
	return ""
}

// identifierWords end the name of an identifier.
var identifierWords = []string{"id", "ids", "uid", "uids", "uuid", "uuids", "guid", "guids"}

// isIdentifier reports whether name is that of an identifier the API gives: item_id, accountId, X-Request-ID. One that begins with client is
// the client's own, as client_user_id, but for client_id, which the API gives the client.
func isIdentifier(name string) bool {
	words := wordsOf(name)
	if len(words) == 0 || !slices.Contains(identifierWords, words[len(words)-1]) {
		return false
	}
	return words[0] != "client" || len(words) == 2
}

// wordsOf splits a name at separators and where a small letter meets a capital one, and returns its words in lower case.
func wordsOf(name string) []string {
	var words []string
	for _, part := range strings.FieldsFunc(name, isSeparator) {
		start, runes := 0, []rune(part)
		for i := 1; i < len(runes); i++ {
			if unicode.IsUpper(runes[i]) && !unicode.IsUpper(runes[i-1]) {
				words, start = append(words, strings.ToLower(string(runes[start:i]))), i
			}
		}
		words = append(words, strings.ToLower(string(runes[start:])))
	}
	return words
}
