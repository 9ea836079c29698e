package checks

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec/packs"
)

// shortest is the length in bytes of the shortest secret that is looked for: a shorter one stands in texts by chance.
const shortest = 8

// Secrets are the secrets that the answers of a run handed out, in the order in which they did. The zero value holds none. Its methods may be
// called by several goroutines.
type Secrets struct {
	mu     sync.Mutex
	values []string
	known  map[string]bool
	sieve  runner.Sieve        // of all forms
	forms  map[string][][]byte // by the value, of all that were handed out or asked for
	halves map[string][]string // likewise

	weighed sync.Once
	hidden  []bool // of the pack's credentials, those that must not be shown
}

// mustHide says which of the credentials of a pack, the same one in the whole run, must not be shown.
func (s *Secrets) mustHide(pack *packs.Pack) []bool {
	s.weighed.Do(func() {
		for i := range pack.Credentials {
			s.hidden = append(s.hidden, pack.Hides(&pack.Credentials[i]))
		}
	})
	return s.hidden
}

// HandOut takes note of a secret that an answer handed out. It does nothing for one that is known, or that texts hold by chance: a short one,
// and words, as a place that makes answers up hands them out.
func (s *Secrets) HandOut(value string) {
	if len(value) < shortest || words(value) {
		return
	}
	s.encoded(value)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known[value] {
		return
	}
	if s.known == nil {
		s.known = map[string]bool{}
	}
	s.known[value] = true
	s.values = append(s.values, value)
}

// words says whether a value is nothing but words: letters, with capitals only where a word begins, and what stands between words.
func words(value string) bool {
	within := false
	for _, r := range value {
		switch {
		case unicode.IsLetter(r):
			if within && unicode.IsUpper(r) {
				return false
			}
			within = true
		case unicode.IsSpace(r) || strings.ContainsRune(".,;:!?'", r):
			within = false
		default:
			return false
		}
	}
	return true
}

// Count returns how many secrets have been handed out.
func (s *Secrets) Count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.values)
}

// mayBeIn says whether header fields or a body may hold one of the values that were handed out or asked for, in any of its forms.
func (s *Secrets) mayBeIn(header http.Header, body []byte) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name, values := range header {
		if s.sieve.MayHoldText(name) || slices.ContainsFunc(values, s.sieve.MayHoldText) {
			return true
		}
	}
	return s.sieve.MayHold(body)
}

// among returns those of the first n secrets that a text in small letters holds.
func (s *Secrets) among(n int, text []byte) []string {
	s.mu.Lock()
	first := s.values[:n:n]
	s.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(first), func(value string) bool { return !s.in(value, text) })
}

// in says whether a text in small letters holds a value in any of its forms.
func (s *Secrets) in(value string, text []byte) bool {
	for _, form := range s.encoded(value) {
		if bytes.Contains(text, form) {
			return true
		}
	}
	return false
}

// count returns how often a text in small letters holds a value, in all its forms together.
func (s *Secrets) count(value string, text []byte) int {
	n := 0
	forms := s.encoded(value)
	for i, form := range forms {
		if !slices.ContainsFunc(forms[:i], func(other []byte) bool { return bytes.Equal(form, other) }) {
			n += bytes.Count(text, form)
		}
	}
	return n
}

// encoded is a value in small letters, as it is and as programs write it. It is worked out once for each value, which is looked for from then on.
func (s *Secrets) encoded(value string) [][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	forms, ok := s.forms[value]
	if !ok {
		if s.forms == nil {
			s.forms, s.sieve = map[string][][]byte{}, runner.Folded()
		}
		for _, form := range encoded(value) {
			forms = append(forms, []byte(form))
			s.sieve.Add(form)
		}
		for _, half := range runner.Halves(value) {
			s.sieve.Add(half)
		}
		s.forms[value] = forms
	}
	return forms
}

// encoded is a value in small letters, as it is and as programs write it. Of base64, what hangs on the neighbours is left out.
func encoded(value string) []string {
	every := "%" + strings.ReplaceAll(fmt.Sprintf("% x", value), " ", "%")
	forms := []string{value, hex.EncodeToString([]byte(value)), url.QueryEscape(value), every, url.QueryEscape(every)}
	for shift := range 3 {
		for _, alphabet := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			coded := alphabet.EncodeToString([]byte("xxx"[:shift] + value))
			if len(coded) >= 8+shortest {
				forms = append(forms, coded[4:len(coded)-4])
			}
		}
	}
	for i := range forms {
		forms[i] = strings.ToLower(forms[i])
	}
	slices.Sort(forms)
	return slices.Compact(forms)
}
