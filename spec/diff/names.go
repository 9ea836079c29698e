package diff

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// renames pairs up properties that went and came and are most likely the same: they mean the same, and no others have names that are alike.
func renames(removed, added []*property) [][2]*property {
	var out [][2]*property
	taken := map[*property]bool{}
	for _, was := range removed {
		is := theOnly(added, func(p *property) bool {
			return !taken[p] && similar(was.name, p.name) && sameMeaning(was.schemas.tidy(), p.schemas.tidy())
		})
		if is != nil {
			taken[is] = true
			out = append(out, [2]*property{was, is})
		}
	}
	return out
}

// theOnly returns the one of list of which it holds; nil if it holds of none, or of several.
func theOnly[T any](list []*T, holds func(*T) bool) *T {
	var found *T
	for _, one := range list {
		switch {
		case !holds(one):
		case found != nil:
			return nil
		default:
			found = one
		}
	}
	return found
}

// sameSchema reports whether the schemas at two nodes mean the same.
func (c *comparer) sameSchema(base, revision *tree.Node) bool {
	return sameMeaning(conj{c.base.schemaOf(base)}.tidy(), conj{c.revision.schemaOf(revision)}.tidy())
}

// similar reports whether two names are most likely the same thing written in another way: without regard to case and separators they
// are equal, nearly equal, or one holds most of the other.
func similar(a, b string) bool {
	if sharesWords(a, b) {
		return true
	}
	a, b = bare(a), bare(b)
	switch {
	case a == "" || b == "":
		return false
	case a == b:
		return true
	case len(a) < 4 || len(b) < 4:
		return false
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	if strings.Contains(b, a) && 3*len(a) >= 2*len(b) {
		return true
	}
	return 4*distance(a, b) <= len(b)
}

// sharesWords reports whether two names have the same words, or one has all words of the other, at least two, and one more.
func sharesWords(a, b string) bool {
	x, y := strings.FieldsFunc(a, isSeparator), strings.FieldsFunc(b, isSeparator)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < 2 || len(y) > len(x)+1 {
		return false
	}
	for _, word := range x {
		if !slices.Contains(y, word) {
			return false
		}
	}
	return true
}

func isSeparator(r rune) bool { return r == '_' || r == '-' || r == '.' || r == ' ' }

// bare is a name in lower case, letters and digits only, without a plural s.
func bare(name string) string {
	out := strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r > 127:
			return r
		}
		return -1
	}, name)
	return strings.TrimSuffix(out, "s")
}

// distance is how many bytes have to be changed, added or taken away to make b of a.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := before
			if a[i] != b[j] {
				cost = 1 + min(before, row[j], row[j+1])
			}
			before, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}

// describe says in a few words what a schema is.
func describe(f *flat) string {
	if f.anything() {
		return "anything"
	}
	text := typeWord(f)
	switch {
	case f.listed:
		text = enumWord(f, valueTexts(f.values))
	case len(f.groups) > 0:
		var names []string
		for _, s := range f.groups[0].branches {
			names = append(names, alternativeWord(s))
		}
		text = map[string]string{"anyOf": "any of ", "oneOf": "one of "}[f.groups[0].keyword] + list(counted(names))
	case f.types.has(tape.Array) && !f.types.has(tape.Object) && len(f.items) > 0:
		text = "array of " + typeWord(flatten(f.items.tidy()))
	}
	if f.null && !f.listed && f.types.all() {
		return text
	}
	if f.null && text != "null" {
		text += " or null"
	}
	return text
}

// alternativeWord says in a word or two what an alternative is.
func alternativeWord(s *schema.Schema) string {
	if component(s) != "" {
		return s.Target().Node().Name()
	}
	f := flatten(conj{s})
	if f.types.all() && len(f.properties) > 0 {
		return "object with " + named(f.properties[0].name)
	}
	return typeWord(f)
}

// counted writes words that stand several times once, with their number.
func counted(words []string) []string {
	var out []string
	for _, word := range words {
		n := 0
		for _, other := range words {
			if other == word {
				n++
			}
		}
		switch text := fmt.Sprintf("%d kinds of %s", n, word); {
		case n == 1:
			out = append(out, word)
		case !slices.Contains(out, text):
			out = append(out, text)
		}
	}
	return out
}

// named is the name of a property as a sentence holds it.
func named(name string) string {
	if name == "" || strings.ContainsAny(name, " \t\n") {
		return strconv.Quote(name)
	}
	return name
}

// placeName names a schema by the component or the file it belongs to and the way from there: PartnerEndCustomer.status, Items[].id.
// It is empty for a schema that stands in the message itself, and for none.
func placeName(n *tree.Node) string {
	if n == nil {
		return ""
	}
	segments := strings.Split(strings.TrimPrefix(n.Pointer(), "/"), "/")
	start, name := 0, ""
	if !slices.Contains([]string{"paths", "components", "webhooks"}, segments[0]) {
		start, name = inFile(n.At.File, segments)
	}
	for i, segment := range segments {
		switch {
		case segment == "schemas" && i == 1 && segments[0] == "components" && i+1 < len(segments):
			name, start = tape.PointerSegment(segments[i+1]), i+2
		case segment == "schema" && name == "":
			start = i + 1
		}
	}
	for i := start; i < len(segments); i++ {
		next := ""
		if i+1 < len(segments) {
			next = tape.PointerSegment(segments[i+1])
		}
		switch segments[i] {
		case "properties":
			if name != "" {
				name += "."
			}
			name += next
			i++
		case "items":
			name += "[]"
		case "additionalProperties":
			name += ".*"
		case "allOf", "anyOf", "oneOf", "prefixItems", "patternProperties":
			i++
		}
	}
	return name
}

// inFile is where the keywords of a schema begin that stands in a file of its own, or among others in one, and its name there: the last
// segment before its keywords, or that of the file.
func inFile(file string, segments []string) (start int, name string) {
	for start < len(segments) && !slices.Contains([]string{"", "properties", "items", "additionalProperties", "allOf", "anyOf", "oneOf", "patternProperties", "not"}, segments[start]) {
		name = tape.PointerSegment(segments[start])
		start++
	}
	if name == "" {
		name = path.Base(file)
		name = strings.TrimSuffix(name, path.Ext(name))
	}
	return start, name
}

// schemaOf compiles the schema at n; what of it cannot be compiled is noted once.
func (s *side) schemaOf(n *tree.Node) *schema.Schema {
	compiled, err := s.doc.Schemas.Schema(n)
	var faults *schema.CompileError
	if errors.As(err, &faults) {
		for _, refusal := range faults.Refusals {
			s.note(inPart(refusal.Keyword, refusal.Reason), refusal.At, refusal.Pointer)
		}
	}
	return compiled
}

// dangles reports whether a schema of c is a reference that leads nowhere; that is noted where it is compiled.
func (s *side) dangles(c conj) bool {
	for _, one := range c {
		if one == nil || one.Target() != one {
			continue
		}
		if _, isRef := one.Node().Reference(); isRef && s.doc.Resolve(one.Node()) == nil {
			return true
		}
	}
	return false
}
