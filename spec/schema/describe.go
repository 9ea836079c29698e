package schema

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// The longest texts in messages, in characters.
const (
	longestValue   = 80
	longestPromise = 200
)

// describe says what was received: its type and, if it is short, its value. A string is shown as it was sent.
func describe(v tape.Value) string {
	switch v.Kind() {
	case tape.Bool:
		return "boolean " + string(v.Raw())
	case tape.Number:
		if len(v.Bytes()) > longestValue {
			return "number of " + strconv.Itoa(len(v.Bytes())) + " characters"
		}
		return "number " + v.Text()
	case tape.String:
		if n := utf8.RuneCount(v.Bytes()); n > longestValue {
			return "string of " + strconv.Itoa(n) + " characters"
		}
		return "string " + quoted(v.Text())
	case tape.Array:
		return "array of " + counted(v.Len(), "item", "items")
	}
	return v.Kind().String()
}

func describeLength(v tape.Value) string {
	n := utf8.RuneCount(v.Bytes())
	if n > longestValue {
		return describe(v)
	}
	return describe(v) + " of " + counted(n, "character", "characters")
}

// quoted shows a text as it was sent; of a long one only the length, for a text cut in two could no longer be recognised as a secret.
func quoted(text string) string {
	if n := utf8.RuneCountInString(text); n > longestValue {
		return "a text of " + strconv.Itoa(n) + " characters"
	}
	return `"` + text + `"`
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// clip shortens a promise; it is a text of the document, never of a message.
func clip(text string) string {
	if utf8.RuneCountInString(text) <= longestPromise {
		return text
	}
	runes := []rune(text)
	return string(runes[:longestPromise-3]) + "..."
}

// describeTypes says which values s is for: "string or null", "string (one of A, B)".
func describeTypes(s *Schema) string {
	for hops := 0; s.alias && hops < 20; hops++ {
		s = s.ref
	}
	if s.literal == never {
		return "nothing"
	}
	types, values := s.types, ""
	if allowed := s.allowed(); allowed != nil {
		types &= allowed.kinds()
		values = listed(allowed)
	}
	text := ""
	if s.types&allTypes != allTypes {
		text = types.String()
	}
	switch {
	case text == "" && values == "":
		return "any value"
	case values == "":
		return text
	case text == "":
		return values
	}
	return text + " (" + values + ")"
}

// allowed returns the values const or enum leave; nil if s has neither.
func (s *Schema) allowed() *choice {
	if s.constant != nil {
		return s.constant
	}
	return s.enum
}

// kinds returns the types of the values.
func (c *choice) kinds() Types {
	types := Types(0)
	for _, v := range c.values {
		types |= 1 << v.Kind()
		if v.IsInteger() {
			types |= integers
		}
	}
	return types
}

// listed names the values of an enum, as many as fit.
func listed(c *choice) string {
	before := "one of "
	switch len(c.values) {
	case 0:
		return "one of no values at all"
	case 1:
		before = "exactly "
	}
	var b strings.Builder
	b.WriteString(before)
	for i, v := range c.values {
		text := v.Text()
		if v.Kind() != tape.String {
			text = string(v.Raw())
		} else if text == "" || strings.ContainsAny(text, ", ") {
			text = quoted(text)
		}
		if b.Len()+len(text) > 150 && i > 0 {
			b.WriteString(", ...")
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(text)
	}
	return b.String()
}

// named returns the name a schema goes by, in parentheses: its component's name or its title.
func named(s *Schema) string {
	if name := s.name(); name != "" {
		return " (" + name + ")"
	}
	return ""
}

func (s *Schema) name() string {
	if ref := s.node.Get("$ref").String(); strings.Contains(ref, "/") {
		return lastSegment(ref)
	}
	switch s.node.Parent().Name() {
	case "schemas", "$defs", "definitions":
		return s.node.Name()
	}
	return s.node.Get("title").String()
}

// alternative names one of several alternatives, counted from 1.
func alternative(list []*Schema, i int) string {
	return strconv.Itoa(i+1) + named(list[i])
}

// alternatives says what no alternative accepted, and why the nearest did not. It names what that one promises, not what was received.
func alternatives(list []*Schema, near int, t try) string {
	text := oneOfThem("one of", len(list))
	if t.distance == 3 {
		var kinds []string
		for _, s := range list {
			if d := describeTypes(s); d != "any value" {
				kinds = append(kinds, d)
			}
		}
		return text + ": " + strings.Join(kinds, "; ")
	}
	if len(list) > 1 {
		text += "; nearest is alternative " + alternative(list, near)
	} else {
		text += named(list[near])
	}
	if len(t.violations) > 0 {
		v := t.violations[0]
		text += ", which promises " + v.Promised
		if v.InstancePath != "" {
			text += " at " + v.InstancePath
		}
	}
	return text
}

// oneOfThem words that a value is to match alternatives: one of them, or exactly one of them.
func oneOfThem(how string, n int) string {
	if n == 1 {
		return "a value that matches the only alternative"
	}
	return "a value that matches " + how + " " + strconv.Itoa(n) + " alternatives"
}

// neverText words a contradiction to a schema that is false, by the keyword that led to it.
func (w *walk) neverText(v tape.Value) (received, promised string) {
	if len(w.frames) == 0 {
		return describe(v), "nothing: no value is allowed here"
	}
	switch f := w.frames[len(w.frames)-1]; f.keyword {
	case "additionalProperties":
		return "property " + quoted(f.place), f.by.objects.only()
	case "unevaluatedProperties", "patternProperties", "properties":
		return "property " + quoted(f.place), "no property of this name"
	case "items", "prefixItems", "unevaluatedItems":
		return "item " + f.place, "no item here"
	case "propertyNames":
		return describe(v), "no property at all"
	}
	return describe(v), "nothing: no value is allowed here"
}

// only names the properties an object may have.
func (r *objectRules) only() string {
	var names []string
	for i := range r.table.entries {
		if p := &r.table.entries[i]; p.schema != nil {
			names = append(names, p.name)
		}
	}
	for i := range r.patterns {
		names = append(names, "those matching "+r.patterns[i].pattern.plain())
	}
	if len(names) == 0 {
		return "no property at all"
	}
	return "no property but " + strings.Join(names, ", ")
}

// placeOf names the part a cursor stands at.
func placeOf(c *tape.Cursor) string {
	if name := c.NameValue(); name.Kind() == tape.String {
		return name.Text()
	}
	return strconv.Itoa(c.Index())
}

// isMember says whether path leads to a direct part of the value at of.
func isMember(of, path string) bool {
	rest, ok := strings.CutPrefix(path, of+"/")
	return ok && !strings.Contains(rest, "/")
}
