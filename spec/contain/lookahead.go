package contain

import (
	"strings"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// conditions are rules that together say what a pattern says. Most are one; one that looks ahead from its start, as rules for passwords do, is a rule
// for each look and one for the rest: ^(?=.*[0-9])(?!admin).{8,}$ is ^.*[0-9], not ^admin, and ^.{8,}$.
func (s *search) conditions(p *schema.Pattern) []textRule {
	if known, ok := s.looks[p.String()]; ok {
		return known
	}
	rules := []textRule{{p, false}}
	if p.RE2() == "" {
		if parted := looksApart(p.String()); parted != nil {
			rules = parted
		}
	}
	s.looks[p.String()] = rules
	return rules
}

// looksApart takes a pattern apart that begins with looks ahead; nil if it does not, or a part of it cannot be reckoned with.
func looksApart(source string) []textRule {
	rest, anchored := strings.CutPrefix(source, "^")
	if !anchored || alternates(rest) {
		return nil
	}
	var rules []textRule
	add := func(text string, not bool) bool {
		s, err := compiledText(`{"pattern":` + string(tape.Quote(text)) + `}`)
		if err != nil || s.Keywords().Pattern == nil || s.Keywords().Pattern.RE2() == "" {
			return false
		}
		rules = append(rules, textRule{s.Keywords().Pattern, not})
		return true
	}
	for strings.HasPrefix(rest, "(?=") || strings.HasPrefix(rest, "(?!") {
		end := closing(rest)
		if end < 0 || end+1 < len(rest) && strings.ContainsRune("*+?{", rune(rest[end+1])) || !add("^(?:"+rest[3:end]+")", rest[2] == '!') {
			return nil
		}
		rest = rest[end+1:]
	}
	if len(rules) == 0 || !add("^"+rest, false) {
		return nil
	}
	return rules
}

// closing returns where the group ends that source begins with; -1 if it does not.
func closing(source string) int {
	return bare(source, func(c byte, depth int) bool { return c == ')' && depth == 0 })
}

// alternates reports whether a | stands outside of all groups.
func alternates(source string) bool {
	return bare(source, func(c byte, depth int) bool { return c == '|' && depth == 0 }) >= 0
}

// bare returns where the first character stands that is wanted, of those that are neither escaped nor in a class; -1 if none is. The depth is in how many
// groups what follows the character stands.
func bare(source string, wanted func(c byte, depth int) bool) int {
	depth, class := 0, false
	for i := 0; i < len(source); i++ {
		c := source[i]
		switch {
		case c == '\\':
			i++
			continue
		case class:
			class = c != ']'
			continue
		case c == '[':
			class = true
		case c == '(':
			depth++
		case c == ')':
			depth--
		}
		if wanted(c, depth) {
			return i
		}
	}
	return -1
}
