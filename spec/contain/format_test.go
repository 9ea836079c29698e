package contain

import (
	"fmt"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
	"pgregory.net/rapid"
)

// TestFormats holds the languages of formats against the validator: every text of a format is in over, and every text in under, or in
// over of an exact format, is one of the format. Texts are drawn from the samples by small changes.
func TestFormats(t *testing.T) {
	t.Parallel()
	for _, name := range formatNames {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := formats[name]
			store := tree.NewStore(tree.Options{})
			file, err := store.Add("schema.json", fmt.Appendf(nil, `{"type":"string","format":%q}`, name))
			if err != nil {
				t.Fatal(err)
			}
			s, err := schema.NewSet(store, schema.OpenAPI31).Schema(file.Root)
			if err != nil {
				t.Fatal(err)
			}
			in := func(expression, text string) bool {
				a, err := newExpression(expression)
				if err != nil {
					t.Fatal(err)
				}
				state := 0
				for _, r := range text {
					state = a.step(state, r)
				}
				return a.accepts(state)
			}
			samples := append([]string{"", "a", "-1", "23:59:60Z", "2023-02-29", "2000-02-29", "1900-02-29", "P1Y1D", "P1W", "256.1.1.1", "::", "a=", "QQ==", "/~2", "00", "0#"}, f.samples...)
			rapid.Check(t, func(r *rapid.T) {
				text := []rune(rapid.SampledFrom(samples).Draw(r, "sample"))
				for range rapid.IntRange(0, 2).Draw(r, "changes") {
					at := rapid.IntRange(0, len(text)).Draw(r, "at")
					c := rapid.SampledFrom([]rune("0129aPTZz:-./#=~@é ")).Draw(r, "character")
					if at < len(text) && rapid.Bool().Draw(r, "replace") {
						text[at] = c
					} else {
						text = append(text[:at:at], append([]rune{c}, text[at:]...)...)
					}
				}
				tp, _ := tape.Read(tape.Quote(string(text)), tape.Limits{})
				defer tp.Release()
				is := s.Accepts(tp.Root(), schema.Options{})
				if is && f.over != "" && !in(f.over, string(text)) {
					r.Fatalf("%q is of the format and not in over", string(text))
				}
				if !is && (f.under != "" && in(f.under, string(text)) || f.exact && in(f.over, string(text))) {
					r.Fatalf("%q is not of the format and in its language", string(text))
				}
			})
			for _, text := range f.samples {
				tp, _ := tape.Read(tape.Quote(text), tape.Limits{})
				if !s.Accepts(tp.Root(), schema.Options{}) {
					t.Errorf("the sample %q is none", text)
				}
			}
		})
	}
}
