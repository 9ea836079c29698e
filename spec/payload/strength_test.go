package payload

import "testing"

func TestMaker_StrengthCountsWhatADocumentNotices(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, schema   string
		noticed, total int
	}{
		{"anything", `{}`, 0, 3},
		{"a plain object", `{"type":"object","properties":{"a":{"type":"string"}}}`, 4, 8},
		{"a strict object", `{"type":"object","required":["a"],"additionalProperties":false,"properties":{"a":{"type":"string","enum":["x"]}}}`, 8, 8},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			doc := document(t, "3.0.3", tt.schema, "")
			mutations, err := (&Maker{Document: doc}).Strength(doc.Operation("send"), "200")
			if err != nil {
				t.Fatal(err)
			}
			noticed := 0
			for _, m := range mutations {
				if m.Noticed {
					noticed++
				}
			}
			if noticed != tt.noticed || len(mutations) != tt.total {
				t.Errorf("got %d of %d noticed, want %d of %d: %v", noticed, len(mutations), tt.noticed, tt.total, mutations)
			}
		})
	}
}

// The Partner API requires nothing in its answers, so most of what can go wrong with them is right by the document.
func TestMaker_StrengthOfThePartnerDocument(t *testing.T) {
	t.Parallel()
	doc := pinned(t)[0]
	m := &Maker{Document: doc, Seed: 1}
	for _, op := range doc.Operations {
		mutations, err := m.Strength(op, "200")
		if err != nil {
			t.Fatal(err)
		}
		noticed := 0
		for _, one := range mutations {
			if one.Noticed {
				noticed++
			}
			if one.Change == "absent" && one.Noticed {
				t.Errorf("%s: got an absent %s noticed, want it unnoticed: nothing is required", op.ID, one.InstancePath)
			}
		}
		t.Logf("%s: %d of %d wrong answers noticed", op.ID, noticed, len(mutations))
	}
}
