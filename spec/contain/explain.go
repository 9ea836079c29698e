package contain

import (
	"fmt"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/schema"
)

// mostSteps is how many steps are collected.
const mostSteps = 200

// note records what was found out about one goal in which super is to be broken. Parts that mean the same are no goals.
func (s *search) note(g goal, o outcome) {
	if !s.options.Explain || len(s.steps) >= mostSteps {
		return
	}
	var asked, denied []string
	for _, l := range g.literals {
		switch {
		case l.not && l.super:
			denied = append(denied, place(l.schema))
		case l.not:
			asked = append(asked, "not "+place(l.schema))
		default:
			asked = append(asked, place(l.schema))
		}
	}
	if len(denied) == 0 {
		return
	}
	if len(asked) == 0 {
		asked = []string{"any value"}
	}
	found := "contained: no value of the one breaks the other"
	switch {
	case len(o.values) > 0:
		found = fmt.Sprintf("%.100s escapes", o.values[0])
	case o.open != "":
		found = "not found out: " + o.open
	}
	s.steps = append(s.steps, fmt.Sprintf("%s against %s: %s", strings.Join(asked, " and "), strings.Join(denied, " or "), found))
}

// place names a schema by its pointer and line.
func place(s *schema.Schema) string {
	if s.Node() == nil {
		return "anything"
	}
	pointer := s.Node().Pointer()
	if pointer == "" {
		pointer = "/"
	}
	return fmt.Sprintf("%s (line %d)", pointer, s.Position().Line)
}
