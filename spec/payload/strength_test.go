package payload

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/expect"
	"github.com/plumbline-dev/plumbline/spec/packs"
)

// strengthOf makes the answers of one operation wrong, without a pack.
func strengthOf(t *testing.T, schema, example string) *Strength {
	t.Helper()
	doc := document(t, "3.0.3", schema, example)
	op := doc.Operation("send")
	s, err := (&Maker{Document: doc}).Strength(op, responseOf(op, "200"), expect.NewBook(doc, nil), 0)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestMaker_StrengthCountsWhatADocumentNotices(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, schema string
		want         []string // what the document does not notice
	}{
		{"a plain object", `{"type":"object","properties":{"a":{"type":"string"}}}`, []string{"empty ", "unknown member ", "absent /a", "empty /a", "endless /a"}},
		{"a strict object", `{"type":"object","required":["a"],"additionalProperties":false,"properties":{"a":{"type":"string","minLength":1,"maxLength":9}}}`, nil},
		{"a list", `{"type":"array","items":{"type":"integer","minimum":0}}`, []string{"empty ", "absent /0", "huge /0"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, m := range strengthOf(t, tt.schema, "").Mutations {
				if !m.Document {
					got = append(got, m.Change+" "+m.InstancePath)
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

// TestMaker_StrengthGrows: what the document leaves unnoticed the examples notice, and the rest the pack, in every version.
func TestMaker_StrengthGrows(t *testing.T) {
	t.Parallel()
	pack, err := packs.Load("plaid-partner")
	if err != nil {
		t.Fatal(err)
	}
	for _, doc := range pinned(t) {
		tight, err := doc.Overlaid(context.Background(), pack.Overlay)
		if err != nil {
			t.Fatal(err)
		}
		book, m := expect.NewBook(doc, tight), &Maker{Document: doc, Seed: 1}
		var all []*Strength
		for _, op := range doc.Operations {
			for _, r := range op.Responses {
				s, err := m.Strength(op, r, book, 0)
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, s)
				for _, one := range s.Mutations {
					if r.Status == "200" && one.Document && one.Change == "absent" && !strings.Contains(one.InstancePath, "/errors/") {
						t.Errorf("%s %s: got an absent %s noticed by the document, which requires nothing", doc.Version, op.ID, one.InstancePath)
					}
					if one.InstancePath == "/request_id" && one.Change == "absent" && !one.Pack {
						t.Errorf("%s %s %s: got an absent request_id unnoticed by the pack", doc.Version, op.ID, r.Status)
					}
				}
			}
		}
		c := Count(all...)
		if c.Made < 300 || c.Document >= c.Examples || c.Examples >= c.Pack || c.Pack > c.Made {
			t.Errorf("%s: got %+v, want each to notice more than the one before", doc.Version, c)
		}
		t.Logf("%s: %+v", doc.Version, c)
	}
}

// TestMaker_StrengthIsBounded: of many wrong answers some are made, spread over all, the same ones each time.
func TestMaker_StrengthIsBounded(t *testing.T) {
	t.Parallel()
	doc := pinned(t)[0]
	book, op := expect.NewBook(doc, nil), doc.Operations[0]
	whole, err := (&Maker{Document: doc}).Strength(op, op.Responses[0], book, 0)
	if err != nil {
		t.Fatal(err)
	}
	some, err := (&Maker{Document: doc}).Strength(op, op.Responses[0], book, 10)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(some.Mutations); n > 10 || n < 5 || some.Mutations[1] != whole.Mutations[(len(whole.Mutations)+9)/10] {
		t.Errorf("got %d of %d: %v", n, len(whole.Mutations), some.Mutations)
	}
}
