package mock

import (
	"fmt"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/pinned"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

func TestFields_NamesWhatIsMissingAndUnknown(t *testing.T) {
	t.Parallel()
	const document = `openapi: 3.0.3
info: {title: t, version: '1'}
paths: {}
components:
  schemas:
    Node: {required: [id, id], properties: {id: {type: string}, next: {$ref: '#/components/schemas/Node'}, any: {}, map: {additionalProperties: {type: object, properties: {}}}}}
    List: {properties: {nodes: {type: array, items: {$ref: '#/components/schemas/Node'}}, lost: {$ref: '#/components/schemas/Lost'}, grid: {items: {items: {properties: {x: {}}}}}}}
    Either:
      properties: {kind: {}}
      allOf: [{required: [kind]}, {properties: {a: {}}}]
      oneOf: [{required: [b], properties: {b: {}}}, {properties: {c: {}}}]
    Open: {properties: {a: {}}, additionalProperties: {type: string}}
    Circle: {properties: {a: {}}, allOf: [{$ref: '#/components/schemas/Circle'}, {oneOf: [{$ref: '#/components/schemas/Circle'}, {properties: {b: {}}}]}]}
`
	doc, err := spec.Parse(t.Context(), "t.yaml", []byte(document), spec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ schema, body, missing, unknown string }{
		{"Node", `{"id":1}`, "", ""},
		{"Node", `{}`, "id", ""},
		{"Node", `[{}]`, "", ""},
		{"Node", `{"id":1,"next":{"next":{"ID":2}}}`, "next.id next.next.id", "next.next.ID"},
		{"Node", `{"id":1,"any":{"x":1},"map":{"x":{"y":1}}}`, "", ""},
		{"List", `{"nodes":[{"id":1},{"x":1},7]}`, "nodes.1.id", "nodes.1.x"},
		{"List", `{"lost":{"x":1},"grid":[[{"x":1},{"y":1}]]}`, "", "grid.0.1.y"},
		{"Either", `{"a":1,"b":1,"c":1,"d":1}`, "kind", "d"},
		{"Open", `{"b":1}`, "", ""},
		{"Circle", `{"a":1,"b":1,"c":1}`, "", "c"},
	} {
		f := fieldsOf(doc, doc.Root.Get("components").Get("schemas").Get(tt.schema))
		v, faults := tape.Read([]byte(tt.body), tape.Limits{})
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		var got flaws
		f.check(v.Root(), "", &got)
		if missing, unknown := strings.Join(got.missing, " "), strings.Join(got.unknown, " "); missing != tt.missing || unknown != tt.unknown {
			t.Errorf("%s %s: got missing %q and unknown %q, want %q and %q", tt.schema, tt.body, missing, unknown, tt.missing, tt.unknown)
		}
		v.Release()
	}
}

// TestNew_ClosedDocument serves a copy of the document whose answers are closed: nothing may be said that it does not declare.
func TestNew_ClosedDocument(t *testing.T) {
	t.Parallel()
	for _, version := range versions {
		file, data, err := pinned.Read(resellerPack + "@" + version)
		if err != nil {
			t.Fatal(err)
		}
		closed := strings.ReplaceAll(string(data), "additionalProperties: true", "additionalProperties: false")
		// An allOf of closed objects accepts nothing, so the two that are combined stay open.
		for _, name := range []string{"    PartnerEndCustomer:", "    PartnerEndCustomerWithSecrets:"} {
			before, after, _ := strings.Cut(closed, name)
			closed = before + name + strings.Replace(after, "additionalProperties: false", "additionalProperties: true", 1)
		}
		doc, err := spec.Parse(t.Context(), file, []byte(closed), spec.Options{})
		if err != nil {
			t.Fatal(err)
		}
		pack, err := packs.Load(resellerPack)
		if err != nil {
			t.Fatal(err)
		}
		handler, err := New(doc, pack, Options{})
		if err != nil {
			t.Fatal(err)
		}
		c := &client{t: t, doc: doc, version: version, handler: handler, header: credentials(0), ids: map[string]bool{}}
		id := c.create("Acme Attention Required", "App").EndCustomer.ClientID
		for _, operation := range []string{"get", "enable", "oauth_institutions/get", "oauth_institutions/get", "remove", "enable"} {
			c.post(operation, about(id))
		}
		c.post("get", fmt.Sprintf(`{"nickname":1,%s`, about(id)[1:])).is(t, "an unknown member", 400, "UNKNOWN_FIELDS")
	}
}
