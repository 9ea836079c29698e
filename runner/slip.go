package runner

import (
	"regexp"
	"strings"
	"unicode"
)

// Slip is a way in which a value is almost the right one: a server that compares no more than a beginning of it, or no letters' cases, takes it.
type Slip string

// The slips. None is at the very end, where base64 may have bits that count for nothing, and none is what writes the same value otherwise. Where a
// value has no letter whose case counts, another case is another character.
const (
	SlipEnd  Slip = "end"  // a character near the end is another one of its kind
	SlipCase Slip = "case" // a letter near the end is a capital or small otherwise
	SlipCut  Slip = "cut"  // the last characters are missing
)

// Slips are all slips, the one first that keeps the form of a value.
var Slips = []Slip{SlipEnd, SlipCase, SlipCut}

// Says is the slip in words, as what follows the name of a credential.
func (s Slip) Says() string {
	switch s {
	case SlipCase:
		return "with a letter in the other case"
	case SlipCut:
		return "without its last characters"
	}
	return "with another character near its end"
}

// of returns value with the slip; "" for an empty one.
func (s Slip) of(value string) string {
	runes := []rune(strings.TrimRight(value, "=")) // padding says nothing
	if len(runes) == 0 {
		return strings.Repeat("0", len(value))
	}
	padding := value[len(string(runes)):]
	near := max(0, len(runes)-2)
	switch {
	case s == SlipCut:
		return string(runes[:near])
	case s == SlipCase && !uuid.MatchString(value):
		for i := near; i >= 0; i-- {
			if other := otherCase(runes[i]); other != runes[i] {
				runes[i] = other
				return string(runes) + padding
			}
		}
	}
	runes[near] = another(runes[near])
	return string(runes) + padding
}

// uuid is the form of a UUID, in which capitals and small letters are the same. Source: RFC 9562, section 4.
var uuid = regexp.MustCompile(`(?i)^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// otherCase is a letter in the other case; what has none stays as it is.
func otherCase(r rune) rune {
	if unicode.IsUpper(r) {
		return unicode.ToLower(r)
	}
	return unicode.ToUpper(r)
}

// another is another character of the same kind.
func another(r rune) rune {
	for _, kind := range []string{"0123456789", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"} {
		if at := strings.IndexRune(kind, r); at >= 0 {
			return rune(kind[(at+1)%6]) // within the digits of a hexadecimal number
		}
	}
	return '0'
}
