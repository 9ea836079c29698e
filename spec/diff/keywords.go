package diff

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// limiter is a keyword, or a few that say one thing together, that rejects values by itself: a schema of it alone shows what it rejects.
type limiter struct {
	keyword string // the usual one of them
	word    string // in the id of the rule
	about   tape.Kind
	write   func(f *flat) []string // members of a JSON object, one list of conditions that all hold; empty if nothing is said
}

// limiters are the keywords that are judged alone.
var limiters = []limiter{
	{"minimum", "minimum", tape.Number, bound("minimum", "exclusiveMinimum", func(k schema.Keywords) (*tape.Decimal, *tape.Decimal) { return k.Minimum, k.ExclusiveMinimum })},
	{"maximum", "maximum", tape.Number, bound("maximum", "exclusiveMaximum", func(k schema.Keywords) (*tape.Decimal, *tape.Decimal) { return k.Maximum, k.ExclusiveMaximum })},
	{"multipleOf", "multiple-of", tape.Number, each(func(k schema.Keywords) string {
		if k.MultipleOf == nil {
			return ""
		}
		return `"multipleOf":` + k.MultipleOf.String()
	})},
	{"minLength", "min-length", tape.String, least("minLength", func(k schema.Keywords) int { return k.MinLength })},
	{"maxLength", "max-length", tape.String, most("maxLength", func(k schema.Keywords) int { return k.MaxLength })},
	{"pattern", "pattern", tape.String, each(func(k schema.Keywords) string {
		if k.Pattern == nil {
			return ""
		}
		return `"pattern":` + string(tape.Quote(k.Pattern.String()))
	})},
	{"format", "format", 0, each(func(k schema.Keywords) string {
		if k.Format == "" {
			return ""
		}
		return `"format":` + string(tape.Quote(k.Format))
	})},
	{"minItems", "min-items", tape.Array, least("minItems", func(k schema.Keywords) int { return k.MinItems })},
	{"maxItems", "max-items", tape.Array, most("maxItems", func(k schema.Keywords) int { return k.MaxItems })},
	{"uniqueItems", "unique-items", tape.Array, each(func(k schema.Keywords) string {
		if !k.UniqueItems {
			return ""
		}
		return `"uniqueItems":true`
	})},
	{"minProperties", "min-properties", tape.Object, least("minProperties", func(k schema.Keywords) int { return k.MinProperties })},
	{"maxProperties", "max-properties", tape.Object, most("maxProperties", func(k schema.Keywords) int { return k.MaxProperties })},
}

// each collects what every part says, sorted and once.
func each(write func(schema.Keywords) string) func(*flat) []string {
	return func(f *flat) []string {
		var out []string
		for _, p := range f.parts {
			if text := write(p.words); text != "" && !slices.Contains(out, text) {
				out = append(out, text)
			}
		}
		slices.Sort(out)
		return out
	}
}

// least is a lower limit: the greatest counts.
func least(name string, of func(schema.Keywords) int) func(*flat) []string {
	return func(f *flat) []string {
		limit := 0
		for _, p := range f.parts {
			limit = max(limit, of(p.words))
		}
		if limit == 0 {
			return nil
		}
		return []string{fmt.Sprintf("%q:%d", name, limit)}
	}
}

// most is an upper limit, -1 for none: the smallest counts.
func most(name string, of func(schema.Keywords) int) func(*flat) []string {
	return func(f *flat) []string {
		limit := -1
		for _, p := range f.parts {
			if n := of(p.words); !p.words.Never && n >= 0 && (limit < 0 || n < limit) {
				limit = n
			}
		}
		if limit < 0 {
			return nil
		}
		return []string{strconv.Quote(name) + ":" + strconv.Itoa(limit)}
	}
}

// bound is a bound with its exclusive twin.
func bound(inclusive, exclusive string, of func(schema.Keywords) (*tape.Decimal, *tape.Decimal)) func(*flat) []string {
	return each(func(k schema.Keywords) string {
		var out []string
		in, ex := of(k)
		if in != nil {
			out = append(out, strconv.Quote(inclusive)+":"+in.String())
		}
		if ex != nil {
			out = append(out, strconv.Quote(exclusive)+":"+ex.String())
		}
		return strings.Join(out, ",")
	})
}

// keywords compares the keywords that are judged alone, those that can say something of both sides' types.
func (m *pair) keywords() {
	before, after := m.flat[0], m.flat[1]
	for _, r := range limiters {
		if r.about != 0 && (!before.types.has(r.about) || !after.types.has(r.about)) {
			continue
		}
		old, now := r.write(before), r.write(after)
		if slices.Equal(old, now) || encodes(old, now, after) || encodes(now, old, before) {
			continue
		}
		if before.unread(r.keyword) || after.unread(r.keyword) {
			continue
		}
		ch := &change{
			kind: changeKeyword, keyword: r.keyword, word: r.word, what: r.keyword, before: plain(r.keyword, old), after: plain(r.keyword, now), record: reports.ChangeChanged,
			limits: map[bool][]byte{true: limit(old), false: limit(now)},
		}
		switch {
		case len(old) == 0:
			ch.record = reports.ChangeAdded
		case len(now) == 0:
			ch.record = reports.ChangeRemoved
		}
		m.note(ch)
	}
}

// unread reports whether f has a pattern that is no regular expression: what it means nobody knows, and the fault is told.
func (f *flat) unread(keyword string) bool {
	return keyword == "pattern" && slices.ContainsFunc(f.parts, func(p part) bool { return p.schema.Node().Get(keyword) != nil && p.words.Pattern == nil })
}

// encodes reports whether the only format of one side is one for bytes, and other says the same by the keywords that took its place.
// Source: OpenAPI 3.1.1, "Migrating binary descriptions from OAS 3.0".
func encodes(own, others []string, other *flat) bool {
	word := map[string]string{`"format":"byte"`: "contentEncoding", `"format":"binary"`: "contentMediaType"}
	if len(own) != 1 || len(others) > 0 || word[own[0]] == "" {
		return false
	}
	return slices.ContainsFunc(other.parts, func(p part) bool {
		n := p.schema.Node().Get(word[own[0]])
		return n != nil && (word[own[0]] == "contentMediaType" || n.String() == "base64")
	})
}

// limit is a schema of conditions that all hold; nil if there is none.
func limit(conditions []string) []byte {
	switch len(conditions) {
	case 0:
		return nil
	case 1:
		return []byte("{" + conditions[0] + "}")
	}
	return []byte(`{"allOf":[{` + strings.Join(conditions, "},{") + `}]}`)
}

// plain writes conditions for a person: a value alone where the keyword is the usual one.
func plain(keyword string, conditions []string) string {
	var out []string
	for _, condition := range conditions {
		text := strings.TrimPrefix(condition, strconv.Quote(keyword)+":")
		if unquoted, err := strconv.Unquote(text); err == nil && !strings.ContainsFunc(unquoted, unicode.IsControl) {
			out = append(out, unquoted) // a text of the document, such as a pattern: it stays as it is
			continue
		}
		out = append(out, strings.NewReplacer(`":`, " ", `"`, "", ",", " and ").Replace(text))
	}
	return strings.Join(out, " and ")
}

// together are the keywords that only count together with others: a value is needed that the whole schema accepts.
var together = []string{
	"not", "if", "dependencies", "propertyNames", "patternProperties", "contains", "unevaluatedItems", "unevaluatedProperties", "$dynamicRef",
}

// together compares them.
func (m *pair) together() {
	before, after := m.flat[0], m.flat[1]
	for _, keyword := range together {
		if slices.Equal(before.said(keyword), after.said(keyword)) {
			continue
		}
		ch := &change{
			kind: changeWhole, keyword: keyword, word: kebab(keyword), what: keyword, record: reports.ChangeChanged,
			before: saidWord(before, keyword), after: saidWord(after, keyword),
		}
		if old, now, ok := patternLimits(before, after); ok && keyword == "patternProperties" && before.closed == nil && after.closed == nil {
			ch.kind, ch.limits = changeKeyword, map[bool][]byte{true: old, false: now}
		}
		m.note(ch)
	}
}

// patternLimits are schemas of patternProperties alone, if what they apply can be written down without references: a pattern is about names
// nobody declares, so it has to be judged without the policy for those.
func patternLimits(before, after *flat) (old, now []byte, ok bool) {
	write := func(f *flat) (text []byte, ok bool) {
		var conditions []string
		for _, p := range f.parts {
			if n := p.schema.Node().Get("patternProperties"); n != nil {
				conditions = append(conditions, `"patternProperties":`+string(n.JSON()))
			}
		}
		text = limit(conditions)
		return text, !strings.Contains(string(text), `"$`)
	}
	old, okOld := write(before)
	now, okNow := write(after)
	return old, now, okOld && okNow
}

// saidWord is what the parts of f say by a keyword, as the document writes it; "" if nothing.
func saidWord(f *flat, keyword string) string {
	if len(f.said(keyword)) == 0 {
		return ""
	}
	members := map[string][]string{"dependencies": {"dependentRequired", "dependentSchemas", "dependencies"}, "if": {"if", "then", "else"}, "contains": {"contains", "minContains", "maxContains"}}[keyword]
	if members == nil {
		members = []string{keyword}
	}
	var out []string
	for _, p := range f.parts {
		for _, name := range members {
			if n := p.schema.Node().Get(name); n != nil {
				out = append(out, name+" "+string(n.JSON()))
			}
		}
	}
	if keyword == "dependencies" {
		return strings.Join(out, " and ")
	}
	return strings.Join(out, " ")
}

// said is what the parts of f say by a keyword, in a form that compares: hashes of the schemas it applies.
func (f *flat) said(keyword string) []string {
	var out []string
	add := func(name string, schemas ...*schema.Schema) {
		for _, s := range schemas {
			if s != nil {
				name += " " + s.Hash().String()
			} else {
				name += " -"
			}
		}
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	for _, p := range f.parts {
		k := p.words
		switch {
		case keyword == "not" && k.Not != nil:
			add("", k.Not)
		case keyword == "if" && k.If != nil && (k.Then != nil || k.Else != nil):
			add("", k.If, k.Then, k.Else)
		case keyword == "propertyNames" && k.PropertyNames != nil:
			add("", k.PropertyNames)
		case keyword == "contains" && k.Contains != nil:
			add(fmt.Sprint(k.MinContains, " ", k.MaxContains), k.Contains)
		case keyword == "unevaluatedItems" && k.UnevaluatedItems != nil && !closesItems(k) && !k.UnevaluatedItems.Any():
			add(fmt.Sprint(k.Items != nil), k.UnevaluatedItems)
		case keyword == "unevaluatedProperties" && k.UnevaluatedProperties != nil && !closes(k) && !k.UnevaluatedProperties.Any():
			add(fmt.Sprint(k.AdditionalProperties != nil), k.UnevaluatedProperties)
		case keyword == "$dynamicRef" && k.DynamicRef != nil:
			add("", k.DynamicRef)
		case keyword == "dependencies":
			for _, d := range k.Dependencies {
				needs := slices.Clone(d.Needs)
				slices.Sort(needs)
				add(d.Name+" "+strings.Join(needs, ","), d.Schema)
			}
		case keyword == "patternProperties":
			for _, pp := range k.PatternProperties {
				add(pp.Pattern.String(), pp.Schema)
			}
		}
	}
	slices.Sort(out)
	return out
}

// kebab writes a keyword as it stands in the id of a rule: patternProperties becomes pattern-properties.
func kebab(keyword string) string {
	var b strings.Builder
	for _, r := range strings.TrimPrefix(keyword, "$") {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte('-')
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}
