package packs_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/arazzo"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/pinned"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

func plaid(t *testing.T) *packs.Pack {
	t.Helper()
	p, err := packs.Load("plaid-partner")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// document returns the root of a pinned document and a store that follows its references.
func document(t *testing.T, name string) (*tree.Node, *tree.Store) {
	t.Helper()
	file, data, err := pinned.Read(name)
	if err != nil {
		t.Fatal(err)
	}
	store := tree.NewStore(tree.Options{})
	parsed, err := store.Add(file, data)
	if err != nil {
		t.Fatal(err)
	}
	return parsed.Root, store
}

// operations returns the operations of a document by their ids.
func operations(root *tree.Node) map[string]*tree.Node {
	found := map[string]*tree.Node{}
	for _, path := range root.Get("paths").Members {
		for _, method := range path.Value.Members {
			found[method.Value.Get("operationId").String()] = method.Value
		}
	}
	return found
}

func TestPlaidPartner_AgreesWithEveryPinnedDocument(t *testing.T) {
	t.Parallel()
	p := plaid(t)
	for _, version := range pinned.Names("plaid-partner") {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			root, store := document(t, "plaid-partner@"+version)
			known := operations(root)
			for _, op := range p.Operations {
				if known[op.ID] == nil {
					t.Errorf("operation %s is not in the document", op.ID)
				}
			}
			if len(known) != len(p.Operations) {
				t.Errorf("the document has %d operations, the pack %d", len(known), len(p.Operations))
			}
			for _, credential := range p.Credentials {
				scheme := root.Get("components").Get("securitySchemes").Get(credential.Scheme)
				if got := scheme.Get("name").String(); got != credential.Header {
					t.Errorf("credential %s: the document names header %q, the pack %q", credential.Name, got, credential.Header)
				}
			}
			for _, w := range p.Workflows {
				for _, step := range w.Steps {
					checkPayload(t, store, known[step.OperationID], step)
				}
			}
		})
	}
	if _, _, err := pinned.Read(p.Document); err != nil {
		t.Error(err)
	}
}

// checkPayload demands that a payload holds what the request's schema requires, and nothing that it does not know.
func checkPayload(t *testing.T, store *tree.Store, operation *tree.Node, step *arazzo.Step) {
	t.Helper()
	schema, err := store.Resolve(t.Context(), operation.Lookup("/requestBody/content/application~1json/schema"))
	if err != nil {
		t.Fatal(err)
	}
	body := `{}`
	ctx := &arazzo.Context{
		Inputs: map[string]any{"unique": "u"},
		Steps:  map[string]arazzo.Outputs{"create": {"client_id": []byte(`"c"`)}, "create-another": {"client_id": []byte(`"d"`)}, "create-neighbour": {"client_id": []byte(`"e"`)}},
	}
	if payload, err := step.Payload(ctx); err != nil {
		t.Fatal(err)
	} else if payload != nil {
		body = string(payload)
	}
	file, err := tree.NewStore(tree.Options{}).Add("payload.json", []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range schema.Get("required").Strings() {
		if file.Root.Get(name) == nil {
			t.Errorf("step %s: the payload lacks %s", step.ID, name)
		}
	}
	for _, member := range file.Root.Members {
		if schema.Get("properties").Get(member.Name) == nil {
			t.Errorf("step %s: the document knows no %s", step.ID, member.Name)
		}
	}
}

func TestPlaidPartner_Faces(t *testing.T) {
	t.Parallel()
	p := plaid(t)
	face, err := p.Face("")
	if err != nil || face.Name != "plaid" || !face.Accepts("body") || !face.Accepts("header") || !slices.Equal(face.Refused, []int{400}) {
		t.Errorf("default: got %+v, %v", face, err)
	}
	face, err = p.Face("document")
	if err != nil || face.Accepts("body") || len(face.Optional) > 0 || !slices.Equal(face.Refused, []int{401, 403}) {
		t.Errorf("document: got %+v, %v", face, err)
	}
	_, err = p.Face("documents")
	if want := `pack plaid-partner: unknown face "documents" (did you mean "document"?); it has plaid, document`; err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	if got := p.Credential("version").Default; got != "2020-09-14" {
		t.Errorf("version: got default %q", got)
	}
}

func TestPlaidPartner_Effects(t *testing.T) {
	t.Parallel()
	p := plaid(t)
	for _, tt := range []struct {
		id, method string
		want       packs.Effect
	}{
		{"partnerCustomerCreate", "POST", packs.Create},
		{"partnerCustomerGet", "POST", packs.Read},
		{"partnerCustomerEnable", "POST", packs.Change},
		{"partnerCustomerRemove", "POST", packs.Remove},
		{"partnerCustomerOauthInstitutionsGet", "POST", packs.Read},
		{"unlisted", "GET", packs.Read},
		{"unlisted", "head", packs.Read},
		{"unlisted", "POST", packs.Change},
		{"unlisted", "QUERY", packs.Change},
	} {
		if got := p.OperationFor(tt.id, tt.method); got.Effect != tt.want || got.ID != tt.id {
			t.Errorf("%s %s: got %+v, want %s", tt.method, tt.id, got, tt.want)
		}
	}
	if got := p.Operation("unlisted"); got.Effect != "" || got.ID != "unlisted" {
		t.Errorf("unlisted: got %+v", got)
	}
	if !p.Operation("partnerCustomerEnable").Irreversible {
		t.Error("enabling can be undone")
	}
}

func TestPlaidPartner_StepsReadAsSentences(t *testing.T) {
	t.Parallel()
	for _, w := range plaid(t).Workflows {
		if w.Summary == "" || w.Lifecycle != "real" {
			t.Errorf("workflow %s: got summary %q, life cycle %s", w.ID, w.Summary, w.Lifecycle)
		}
		for _, step := range w.Steps {
			if d := step.Description; d == "" || d != strings.ToLower(d[:1])+d[1:] || strings.HasSuffix(d, ".") || len(step.Success) == 0 && !step.Other {
				t.Errorf("step %s of %s: description %q with %d criteria", step.ID, w.ID, d, len(step.Success))
			}
		}
	}
}
