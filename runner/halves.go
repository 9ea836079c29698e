package runner

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// tellingHalf is how many characters half of a secret must have to be known by them, and of how many different ones it must be made.
const tellingHalf, differentInHalf = 12, 6

// Halves returns the first and the last half of a secret, as far as one that is shown gives the secret away and cannot stand in a text by chance:
// letters and digits at random. The beginning of a JSON Web Token says how it was made, and many begin alike; of a UUID that holds the time, much
// is the same as in the one made before it. Source: RFC 7519, section 3; RFC 9562, section 5.
func Halves(value string) []string {
	n := (len(value) + 1) / 2
	if n < tellingHalf || strings.ContainsFunc(value, func(r rune) bool { return r > unicode.MaxASCII || r <= ' ' }) || timed(value) {
		return nil
	}
	halves := []string{value[:n], value[len(value)-n:]}
	if strings.HasPrefix(value, "eyJ") {
		halves = halves[1:]
	}
	return slices.DeleteFunc(halves, func(half string) bool { return !random(half) })
}

// random says whether a text looks drawn at random: digits among letters, and many different ones.
func random(text string) bool {
	seen := map[rune]bool{}
	letters, digits := false, false
	for _, r := range text {
		seen[r] = true
		letters = letters || unicode.IsLetter(r)
		digits = digits || unicode.IsDigit(r)
	}
	return letters && digits && len(seen) >= differentInHalf
}

// timed says whether a value is a UUID made of the time: of version 1, 2, 6 or 7.
func timed(value string) bool {
	return len(value) == 36 && value[8] == '-' && value[13] == '-' && value[18] == '-' && value[23] == '-' && strings.ContainsRune("1267", rune(value[14]))
}

// secretHalf is a half of a secret and the whole, in small letters.
type secretHalf struct{ half, whole string }

// shorn returns a text without what it holds of secrets from a half on.
func (r *Redactor) shorn(s string) string {
	r.mu.RLock()
	if !r.sieve.MayHoldText(s) {
		r.mu.RUnlock()
		return s
	}
	lower := small(s)
	var parts []stretch
	for _, h := range r.halves {
		for from := 0; ; {
			at := strings.Index(lower[from:], h.half)
			if at < 0 {
				break
			}
			p := h.around(lower, from+at)
			parts = append(parts, p)
			from = p.end
		}
	}
	r.mu.RUnlock()
	slices.SortFunc(parts, func(a, b stretch) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.end, a.end)) })
	var out strings.Builder
	done := 0
	for _, p := range parts {
		if p.from < done {
			continue
		}
		out.WriteString(s[done:p.from])
		out.WriteString(r.token("string", s[p.from:p.end]))
		done = p.end
	}
	out.WriteString(s[done:])
	return out.String()
}

// stretch is a part of a text.
type stretch struct{ from, end int }

// around returns how much of the secret a text holds where its half stands.
func (h secretHalf) around(text string, at int) stretch {
	p := stretch{at, at + len(h.half)}
	if strings.HasPrefix(h.whole, h.half) {
		for n := len(h.half); p.end < len(text) && n < len(h.whole) && text[p.end] == h.whole[n]; n++ {
			p.end++
		}
		return p
	}
	for n := len(h.whole) - len(h.half); p.from > 0 && n > 0 && text[p.from-1] == h.whole[n-1]; n-- {
		p.from--
	}
	return p
}

// small is a text with small letters for the capitals of ASCII, byte for byte.
func small(s string) string {
	out := []byte(s)
	for i, c := range out {
		if c >= 'A' && c <= 'Z' {
			out[i] = c + 'a' - 'A'
		}
	}
	return string(out)
}
