package spec

import (
	"context"
	"net/http"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/overlay"
)

// TestOverlaid_TightensAndKeepsLines: what the overlay demands is judged, at the overlay's line; what stood there before keeps its own.
func TestOverlaid_TightensAndKeepsLines(t *testing.T) {
	t.Parallel()
	const document = `openapi: 3.0.3
info: {title: Pets, version: "1"}
paths:
  /pet:
    get:
      operationId: getPet
      responses:
        "200":
          description: a pet
          content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
components:
  schemas:
    Pet:
      type: object
      properties:
        name: {type: string}
`
	doc, err := Parse(context.Background(), "pets.yaml", []byte(document), Options{})
	if err != nil {
		t.Fatal(err)
	}
	o, err := overlay.Parse("tight.yaml", []byte(`overlay: 1.0.0
info: {title: Tight, version: "1"}
actions:
  - target: $.components.schemas.Pet
    update:
      required: [name, tag]
      properties:
        tag: {$ref: "#/components/schemas/Tag"}
  - target: $.components.schemas
    update:
      Tag: {type: string, minLength: 1}
  - target: $.components.schemas.Owner
    remove: true
`))
	if err != nil {
		t.Fatal(err)
	}
	tight, err := doc.Overlaid(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	faults := func(d *Document, body string) (out []string) {
		for _, f := range d.JudgeResponse(d.Operation("getPet"), Answer{Status: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(body)}).Faults {
			out = append(out, f.Keyword+" "+f.InstancePath+" "+f.At.String())
		}
		return out
	}
	for _, tt := range []struct {
		name, body string
		d          *Document
		want       []string
	}{
		{"the document alone takes an empty object", `{}`, doc, nil},
		{"a type of the document", `{"name":1,"tag":"a"}`, tight, []string{"type /name pets.yaml:16:16"}},
		{"what the overlay requires", `{"name":"a"}`, tight, []string{"required  tight.yaml:6:24"}},
		{"a component of the overlay's own", `{"name":"a","tag":""}`, tight, []string{"minLength /tag tight.yaml:11:27"}},
	} {
		got := faults(tt.d, tt.body)
		if len(got) != len(tt.want) || len(got) > 0 && got[0] != tt.want[0] {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
	if doc.Digest == tight.Digest || len(doc.Missed()) != 0 {
		t.Error("the overlaid document is told from the one it comes from by its digest alone, and the latter stays as it is")
	}
	want := "tight.yaml:12:13 warning received target $.components.schemas.Owner, which selects nothing in pets.yaml; promised a place to change"
	for _, p := range tight.Problems(context.Background()) {
		if p.Rule == RuleOverlayTarget && p.At.String()+" "+p.Level+" "+p.Message == want {
			return
		}
	}
	t.Errorf("want the problem %s", want)
}
