package schema

import (
	"bytes"
	"unicode/utf8"

	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// choice is a list of allowed values: an enum, or the one value of a const.
type choice struct {
	values []tape.Value
	texts  map[string]struct{} // the strings among them, where there are many
}

// manyValues is the number of values from which on a map finds a string faster than a look at each.
const manyValues = 8

func (c *compiler) choice(nodes []*tree.Node) *choice {
	out := &choice{}
	for _, n := range nodes {
		out.values = append(out.values, c.value(n))
	}
	if len(nodes) >= manyValues {
		out.texts = map[string]struct{}{}
		for _, v := range out.values {
			if v.Kind() == tape.String {
				out.texts[v.Text()] = struct{}{}
			}
		}
	}
	return out
}

func (c *choice) has(v tape.Value) bool {
	if v.Kind() == tape.String {
		text := v.Bytes()
		if c.texts != nil {
			_, ok := c.texts[string(text)]
			return ok
		}
		for _, allowed := range c.values {
			if allowed.Kind() == tape.String && bytes.Equal(allowed.Bytes(), text) {
				return true
			}
		}
		return false
	}
	for _, allowed := range c.values {
		if tape.Equal(allowed, v) {
			return true
		}
	}
	return false
}

// numberRules are the keywords that speak about numbers.
type numberRules struct {
	minimum, maximum, above, below, multiple *tape.Decimal // above and below are the exclusive bounds
	format                                   *numberFormat
}

func (s *Schema) numberRules() *numberRules {
	if s.numbers == nil {
		s.numbers = &numberRules{}
	}
	return s.numbers
}

func compileBound(c *compiler, s *Schema, m tree.Member) {
	d, ok := c.decimal(s, m)
	if !ok {
		return
	}
	r := s.numberRules()
	switch m.Name {
	case "minimum":
		if exclusive, _ := s.node.Get("exclusiveMinimum").Bool(); exclusive && s.dialect == OpenAPI30 {
			r.above = d
		} else {
			r.minimum = d
		}
	case "maximum":
		if exclusive, _ := s.node.Get("exclusiveMaximum").Bool(); exclusive && s.dialect == OpenAPI30 {
			r.below = d
		} else {
			r.maximum = d
		}
	case "exclusiveMinimum":
		r.above = d
	case "exclusiveMaximum":
		r.below = d
	case "multipleOf":
		if d.Cmp(tape.Decimal{}) <= 0 {
			c.refuse(s, m, "must be greater than 0, not %s", m.Value.Text)
			return
		}
		r.multiple = d
	}
}

// compileExclusive30 only checks: the bound beside it reads the flag.
func compileExclusive30(c *compiler, s *Schema, m tree.Member) {
	if m.Value.Kind == tree.Number {
		c.refuse(s, m, "is true or false in OpenAPI 3.0, beside minimum or maximum; a number is 3.1")
		return
	}
	c.bool(s, m)
}

// number judges a number by the keywords for numbers.
func (w *walk) number(s *Schema, v tape.Value) bool {
	r, d, ok := s.numbers, v.Decimal(), true
	if r.minimum != nil && d.Cmp(*r.minimum) < 0 {
		if ok = false; !w.no(s, v, "minimum") {
			return false
		}
	}
	if r.maximum != nil && d.Cmp(*r.maximum) > 0 {
		if ok = false; !w.no(s, v, "maximum") {
			return false
		}
	}
	if r.above != nil && d.Cmp(*r.above) <= 0 {
		if ok = false; !w.no(s, v, "exclusiveMinimum") {
			return false
		}
	}
	if r.below != nil && d.Cmp(*r.below) >= 0 {
		if ok = false; !w.no(s, v, "exclusiveMaximum") {
			return false
		}
	}
	if r.multiple != nil && !d.MultipleOf(*r.multiple) {
		if ok = false; !w.no(s, v, "multipleOf") {
			return false
		}
	}
	if r.format != nil && !w.options.AnnotateFormats && !r.format.holds(d) {
		if ok = false; !w.no(s, v, "format") {
			return false
		}
	}
	return ok
}

// stringRules are the keywords that speak about strings. Lengths count characters, as in RFC 8259.
type stringRules struct {
	minimum, maximum int // maximum: -1 if there is none
	pattern          *Pattern
	format           *stringFormat
}

func (s *Schema) stringRules() *stringRules {
	if s.strings == nil {
		s.strings = &stringRules{maximum: -1}
	}
	return s.strings
}

func compileLength(c *compiler, s *Schema, m tree.Member) {
	n, ok := c.count(s, m)
	switch {
	case !ok || m.Name == "minLength" && n == 0:
	case m.Name == "minLength":
		s.stringRules().minimum = n
	default:
		s.stringRules().maximum = n
	}
}

func compilePattern(c *compiler, s *Schema, m tree.Member) {
	if p := c.pattern(s, m, m.Value.String(), m.Value.Kind); p != nil {
		s.stringRules().pattern = p
	}
}

// pattern compiles a regular expression, once for all places it stands in.
func (c *compiler) pattern(s *Schema, m tree.Member, text string, kind tree.Kind) *Pattern {
	if kind != tree.String {
		c.refuse(s, m, "must be a regular expression in a string, not %s", kind)
		return nil
	}
	if p := c.set.patterns[text]; p != nil {
		return p
	}
	p, err := compileRegexp(text)
	if err != nil {
		c.refuse(s, m, "%s is no regular expression of ECMA-262: %v", text, err)
		return nil
	}
	c.set.patterns[text] = p
	return p
}

func compileFormat(c *compiler, s *Schema, m tree.Member) {
	if m.Value.Kind != tree.String {
		c.refuse(s, m, "must be a format's name, not %s", m.Value.Kind)
		return
	}
	if f := numberFormats[m.Value.Text]; f != nil {
		s.numberRules().format = f
	}
	if f := stringFormats[m.Value.Text]; f != nil {
		s.stringRules().format = f
	}
}

// string judges a string by the keywords for strings.
func (w *walk) string(s *Schema, v tape.Value) bool {
	r, text, ok := s.strings, v.Bytes(), true
	if r.minimum > 0 || r.maximum >= 0 {
		n := len(text)
		if !v.ASCII() {
			n = utf8.RuneCount(text)
		}
		if n < r.minimum {
			if ok = false; !w.no(s, v, "minLength") {
				return false
			}
		}
		if r.maximum >= 0 && n > r.maximum {
			if ok = false; !w.no(s, v, "maxLength") {
				return false
			}
		}
	}
	if r.pattern != nil {
		if matched, decided := r.pattern.Match(text); !matched {
			ok = false
			if !decided {
				return w.undecided(s, v, r.pattern)
			}
			if !w.no(s, v, "pattern") {
				return false
			}
		}
	}
	if r.format != nil && !w.options.AnnotateFormats && !r.format.holds(text) {
		if ok = false; !w.no(s, v, "format") {
			return false
		}
	}
	return ok
}
