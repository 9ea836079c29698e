package runner

import (
	"strings"
	"unicode"
)

// Slip is a way in which a value is almost the right one: a server that compares no more than a beginning of it, or no letters' cases, takes it.
type Slip string

// The slips. Where a value has no letter, another case of one is another end.
const (
	SlipEnd  Slip = "end"  // the last character is another one of its kind
	SlipCase Slip = "case" // the last letter is a capital or small otherwise
	SlipCut  Slip = "cut"  // the last character is missing
)

// Slips are all slips, the one first that keeps the form of a value.
var Slips = []Slip{SlipEnd, SlipCase, SlipCut}

// Says is the slip in words, as what follows the name of a credential.
func (s Slip) Says() string {
	switch s {
	case SlipCase:
		return "with its last letter in the other case"
	case SlipCut:
		return "without its last character"
	}
	return "with another last character"
}

// of returns value with the slip; "" for an empty one.
func (s Slip) of(value string) string {
	runes := []rune(value)
	if len(runes) == 0 {
		return ""
	}
	last := len(runes) - 1
	if s == SlipCase {
		for i := last; i >= 0; i-- {
			if other := otherCase(runes[i]); other != runes[i] {
				runes[i] = other
				return string(runes)
			}
		}
	}
	if s == SlipCut {
		return string(runes[:last])
	}
	runes[last] = another(runes[last])
	return string(runes)
}

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
