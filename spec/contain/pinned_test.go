package contain_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/contain"
)

// TestDecide_PinnedPartner decides the bodies of the pinned documents, each against each later one; where they escape, kin-openapi has to
// take the witness for one too.
func TestDecide_PinnedPartner(t *testing.T) {
	t.Parallel()
	files, _ := filepath.Glob(filepath.Join("..", "pinned", "plaid-partner", "*.yaml"))
	if len(files) < 2 {
		t.Fatalf("pinned documents: %v", files)
	}
	var docs []*spec.Document
	var others []*openapi3.T
	for _, file := range files {
		d, err := spec.Load(context.Background(), file, spec.Options{})
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		other, err := openapi3.NewLoader().LoadFromData(text)
		if err != nil {
			t.Fatal(err)
		}
		docs, others = append(docs, d), append(others, other)
	}
	asked, escapes := 0, 0
	for i := range docs {
		for j := i + 1; j < len(docs); j++ {
			for _, p := range bodies(docs[i], docs[j]) {
				asked++
				r := contain.Decide(p.sub, p.super, contain.Options{Face: p.face})
				if r.Answer == contain.Unproven {
					t.Errorf("%s: %s", p.name, r.Reason)
				}
				if r.Answer != contain.Escapes {
					continue
				}
				escapes++
				sender, receiver := others[i], others[j]
				if p.status != "" {
					sender, receiver = receiver, sender
				}
				if err := otherJudges(sender, p, r.Witness); err != nil {
					t.Errorf("%s: kin-openapi refuses %s by sub: %v", p.name, r.Witness, err)
				}
				if otherJudges(receiver, p, r.Witness) == nil {
					t.Errorf("%s: kin-openapi accepts %s by super, which breaks %s", p.name, r.Witness, r.KeywordPath)
				}
			}
		}
	}
	t.Logf("%d bodies, %d escape", asked, escapes)
}

// otherJudges asks kin-openapi about a body of one operation.
func otherJudges(d *openapi3.T, p pair, value []byte) error {
	var v any
	if err := json.Unmarshal(value, &v); err != nil {
		return err
	}
	for _, item := range d.Paths.Map() {
		for _, op := range item.Operations() {
			switch {
			case op.OperationID != p.id:
			case p.status == "":
				return op.RequestBody.Value.Content.Get("application/json").Schema.Value.VisitJSON(v, openapi3.VisitAsRequest(), openapi3.MultiErrors())
			default:
				return op.Responses.Value(p.status).Value.Content.Get("application/json").Schema.Value.VisitJSON(v, openapi3.VisitAsResponse(), openapi3.MultiErrors())
			}
		}
	}
	return fmt.Errorf("no operation %s", p.id)
}
