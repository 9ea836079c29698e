package checks

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// RuleValueKept is the rule of an answer that shows another text than the one with which its resource was created.
const RuleValueKept = "value-kept"

func init() {
	register(Check{
		ID:    RuleValueKept,
		Title: "what a resource was created with is shown again as it was given",
		Doc: "Looked at is every answer that shows the resource, the one that creates it among them: no letter is dropped, replaced or folded, nothing is cut, and two spaces stay two. " +
			"White space around a text that is taken off is a warning, for many servers do so on purpose. Which values are shown again is said by the pack. Of what create has shown otherwise already " +
			"nothing more is said where it is read.",
		Clause:  "the pack's resources: a value that is kept",
		Level:   reports.LevelError,
		Follows: 2, // of what is empty, and of a name that is another request's, more is said elsewhere
		Apply:   valueKept,
		Good: []Example{
			{Name: "as it was given", Operation: "addPet", Body: `{"id":"p1","name":"Rex & \"Söhne\""}`, Given: `Rex & "Söhne"`},
			{Name: "as create has shown it", Body: `{"name":"REX"}`, Given: "Rex", Made: "REX"},
		},
		Bad: []Example{
			{Name: "cut", Operation: "addPet", Body: `{"id":"p1","name":"Rex, the d"}`, Given: "Rex, the dog"},
			{Name: "a letter replaced", Body: `{"name":"S?hne"}`, Given: "Söhne"},
			{Name: "spaces made one", Body: `{"name":"Rex Two"}`, Given: "Rex  Two"},
			{Name: "white space taken off", Body: `{"name":"Rex"}`, Given: " Rex "},
			{Name: "another one although create has shown it rightly", Body: `{"name":"Max"}`, Given: "Rex", Made: "Rex"},
			{Name: "emptied", Body: `{"name":""}`, Given: "Rex"},
		},
	})
}

// Given is a text with which a resource was created, and that the pack says is shown with it.
type Given struct {
	Place string // JSON pointer into the body of the request that gave it
	Shown string // JSON pointer into an answer that shows it
	Text  string
	Made  string // what the answer to that request showed
	Told  bool   // it showed something, and this is a later answer
}

func valueKept(s *Subject) Verdict {
	if len(s.Given) == 0 || s.Sample || s.Call.Status < 200 || s.Call.Status > 299 || !s.Call.Complete || !s.Body.Usable() || s.misplaced() {
		return skip
	}
	v := skip
	for i := range s.Given {
		g := &s.Given[i]
		at, ok := s.Body.Root().At(g.Shown)
		if !ok || at.Kind() != tape.String {
			continue // what is absent, and what is no text, is for others to tell
		}
		v.Applied = true
		shown := at.Text()
		if shown == g.Text || g.Told && shown == g.Made {
			continue
		}
		if slices.ContainsFunc(s.Outcome.Rivals, func(rival string) bool { return holdsName(shown, rival) }) {
			continue // which is not a text that was lost: resource-apart says so
		}
		from := apartFrom(shown, g.Text)
		v.Faults = append(v.Faults, spec.Fault{
			InstancePath: g.Shown, Received: excerpt(shown, from), Promised: excerpt(g.Text, from) + ", which the request that created it gave at " + g.Place,
			Fix:     "keep the text as it is given, letter by letter, or refuse the request that gives it",
			Warning: shown == strings.TrimSpace(g.Text),
		})
	}
	return v
}

// given returns the text with which the resource of the answer was created, and that it shows at a pointer; false if nothing is known of it.
func (s *Subject) given(pointer string) (string, bool) {
	for _, g := range s.Given {
		if g.Shown == pointer {
			return g.Text, true
		}
	}
	return "", false
}

// apartFrom is where two texts begin to differ, in bytes.
func apartFrom(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n > 0 && n < len(a) && !utf8.RuneStart(a[n]) {
		n--
	}
	return n
}

// excerpt shows a text, and of a long one the part around a place, with how long it is.
func excerpt(text string, at int) string {
	const most, before = 100, 60
	if len(text) <= most {
		return strconv.Quote(text)
	}
	from, end := max(0, at-before), min(len(text), max(at, 0)+most-before)
	for from > 0 && !utf8.RuneStart(text[from]) {
		from--
	}
	for end < len(text) && !utf8.RuneStart(text[end]) {
		end++
	}
	out := strconv.Quote(text[from:end])
	if from > 0 {
		out = "..." + out
	}
	if end < len(text) {
		out += "..."
	}
	return out + " of " + strconv.Itoa(utf8.RuneCountInString(text)) + " characters"
}
