package checks

import (
	"bytes"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/runner"
)

// halvesOf are the halves of a secret that give it away, in small letters. They are worked out once for each value.
func (s *Secrets) halvesOf(value string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	halves, ok := s.halves[value]
	if !ok {
		for _, half := range runner.Halves(value) {
			halves = append(halves, strings.ToLower(half))
		}
		if s.halves == nil {
			s.halves = map[string][]string{}
		}
		s.halves[value] = halves
	}
	return halves
}

// partly says whether a text in small letters holds half of a value or more of it, and not the whole. What is as long as the value and goes on otherwise is
// another one, made by the same maker; with one character for all that is left out it is the same, masked.
func (s *Secrets) partly(value string, text []byte) bool {
	whole := strings.ToLower(value)
	for _, half := range s.halvesOf(value) {
		for from := 0; ; {
			at := bytes.Index(text[from:], []byte(half))
			if at < 0 {
				break
			}
			at += from
			from = at + 1
			word := wordAround(text, at, at+len(half))
			if strings.Contains(word, whole) || len(word) == len(whole) && !masks(word, whole) {
				continue
			}
			return true
		}
	}
	return false
}

// partlyAmong returns those of the first n secrets of which a text in small letters holds half or more.
func (s *Secrets) partlyAmong(n int, text []byte) []string {
	s.mu.Lock()
	first := s.values[:n:n]
	s.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(first), func(value string) bool { return !s.partly(value, text) })
}

// wordAround is what stands around a part of a text without a space or a sign.
func wordAround(text []byte, from, to int) string {
	for from > 0 && inWord(text[from-1]) {
		from--
	}
	for to < len(text) && inWord(text[to]) {
		to++
	}
	return string(text[from:to])
}

func inWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_'
}

// masks says whether a word of the length of a value differs from it only where it repeats one character.
func masks(word, value string) bool {
	first, last := 0, len(word)
	for first < last && word[first] == value[first] {
		first++
	}
	for last > first && word[last-1] == value[last-1] {
		last--
	}
	middle := word[first:last]
	return strings.Count(middle, middle[:1]) == len(middle)
}
