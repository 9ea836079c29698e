package runner

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Slip is a way in which a value is almost the right one: a server that compares no more than a part of it, or no letters' cases, takes it.
type Slip string

// The slips. None is what writes the same value otherwise: a UUID in capitals, or text in base64 or base32 that differs in bits which count for nothing.
// Where a value has no letter whose case counts, another case is another character.
const (
	SlipLast   Slip = "last"   // the last character is another one
	SlipCase   Slip = "case"   // a letter near the end is a capital or small otherwise
	SlipCut    Slip = "cut"    // the last characters are missing
	SlipMiddle Slip = "middle" // a character in the middle is another one of its kind
	SlipLonger Slip = "longer" // two characters more follow
)

// Slips are all slips, the one first that keeps the form of a value.
var Slips = []Slip{SlipLast, SlipCase, SlipCut, SlipMiddle, SlipLonger}

// Says is the slip in words, as what follows the name of a credential.
func (s Slip) Says() string {
	switch s {
	case SlipCase:
		return "with a letter in the other case"
	case SlipCut:
		return "without its last characters"
	case SlipMiddle:
		return "with another character in its middle"
	case SlipLonger:
		return "with two characters more"
	}
	return "with another last character"
}

// of returns value with the slip; "" for an empty one.
func (s Slip) of(value string) string {
	runes := []rune(strings.TrimRight(value, "=")) // padding says nothing
	if len(runes) == 0 {
		return strings.Repeat("0", len(value))
	}
	padding := value[len(string(runes)):]
	near := max(0, len(runes)-2)
	switch s {
	case SlipCut:
		return string(runes[:near])
	case SlipLonger: // by two, for a reader of base64 may drop the bits of one
		more := another(runes[len(runes)-1])
		return string(append(runes, more, more))
	case SlipMiddle:
		near = middle(runes)
		runes[near] = another(runes[near])
	case SlipLast:
		runes[len(runes)-1] = apart(runes)
	default:
		recase(runes, near, uuid.MatchString(value))
	}
	return string(runes) + padding
}

// uuid is the form of a UUID, in which capitals and small letters are the same. Source: RFC 9562, section 4.
var uuid = regexp.MustCompile(`(?i)^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// recase writes the last letter up to near in the other case; where there is none, or where case says nothing, near is another character.
func recase(runes []rune, near int, caseless bool) {
	for i := near; i >= 0 && !caseless; i-- {
		if other := otherCase(runes[i]); other != runes[i] {
			runes[i] = other
			return
		}
	}
	runes[near] = another(runes[near])
}

// middle is the index of a letter or digit in the middle of the last word, which is what counts of "Bearer x".
func middle(runes []rune) int {
	begin := len(runes) - 1
	for begin > 0 && runes[begin-1] != ' ' {
		begin--
	}
	for i := (begin + len(runes)) / 2; i > begin; i-- {
		if slices.ContainsFunc(kinds, func(kind string) bool { return strings.ContainsRune(kind, runes[i]) }) {
			return i
		}
	}
	return begin
}

// otherCase is a letter in the other case; what has none stays as it is.
func otherCase(r rune) rune {
	if unicode.IsUpper(r) {
		return unicode.ToLower(r)
	}
	return unicode.ToUpper(r)
}

// kinds are the characters that stand for each other.
var kinds = []string{"0123456789", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}

// another is another character of the same kind.
func another(r rune) rune {
	for _, kind := range kinds {
		if at := strings.IndexRune(kind, r); at >= 0 {
			return rune(kind[(at+1)%6]) // within the digits of a hexadecimal number
		}
	}
	return '0'
}

// apart is what the last character is replaced with. It differs from that in the first bits of what it stands for in base64 and in base32, since the others
// may count for nothing; numbers and hexadecimal digits stay such. Source: RFC 4648, sections 3.5, 4 and 6.
func apart(runes []rune) rune {
	all := func(of string) bool {
		return !slices.ContainsFunc(runes, func(r rune) bool { return !strings.ContainsRune(of, r) })
	}
	last := runes[len(runes)-1]
	sameCase := func(small rune) rune {
		if unicode.IsUpper(last) {
			return unicode.ToUpper(small)
		}
		return small
	}
	switch digit := last >= '0' && last <= '9'; {
	case all(kinds[0]):
		return '0' + (last-'0'+5)%10
	case digit && slices.ContainsFunc(runes, unicode.IsUpper):
		return 'A'
	case digit:
		return 'a'
	case all(kinds[0] + "abcdefABCDEF-"): // a UUID among them
		return '2'
	case last >= 'A' && last <= 'P', last >= 'a' && last <= 'p':
		return sameCase('w')
	case last >= 'Q' && last <= 'Z', last >= 'q' && last <= 'z':
		return sameCase('a')
	}
	return 'A'
}
