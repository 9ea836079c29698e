package payload

import (
	"bytes"
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/schema"
)

// pinned loads the pinned documents of the Partner API, oldest first.
func pinned(t testing.TB) []*spec.Document {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "pinned", "plaid-partner", "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no pinned documents: %v", err)
	}
	var docs []*spec.Document
	for _, f := range files {
		doc, err := spec.Load(context.Background(), f, spec.Options{})
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, doc)
	}
	return docs
}

func TestMaker_PinnedDocumentsGiveEveryKind(t *testing.T) {
	t.Parallel()
	for _, doc := range pinned(t) {
		t.Run(filepath.Base(doc.Name), func(t *testing.T) {
			t.Parallel()
			m := &Maker{Document: doc, Seed: 1}
			for _, op := range doc.Operations {
				samples, refusals := m.Requests(op)
				if len(refusals) > 0 {
					t.Errorf("%s: got refusals %v, want none", op.ID, refusals)
				}
				var names []string
				for _, s := range samples {
					names = append(names, s.Name)
					mt := op.RequestBody.Content[0]
					ours(t, doc, mt.Schema, schema.Request, s.Body)
					if err := acceptedBy30(doc, mt.Schema, s.Body); err != nil {
						t.Errorf("%s %s: the other validator refuses %s: %v", op.ID, s.Name, s.Body, err)
					}
					if len(s.Left) > 0 {
						t.Errorf("%s %s: left out %v, want nothing left out", op.ID, s.Name, s.Left)
					}
				}
				if got, want := strings.Join(names, " "), "example-1 minimal maximal"; got != want {
					t.Errorf("%s: got samples %s, want %s", op.ID, got, want)
				}
				for _, r := range op.Responses {
					for _, k := range []Kind{KindExample, KindMinimal, KindMaximal} {
						s, err := m.Answer(op, r.Status, k)
						if err != nil {
							t.Errorf("%s %s %s: %v", op.ID, r.Status, k, err)
							continue
						}
						ours(t, doc, r.Content[0].Schema, schema.Response, s.Body)
					}
				}
			}
		})
	}
}

func TestMaker_PartnerCreateIsWhole(t *testing.T) {
	t.Parallel()
	docs := pinned(t)
	samples, _ := (&Maker{Document: docs[0]}).Requests(docs[0].Operation("partnerCustomerCreate"))
	minimal, full := samples[1], samples[2]
	wantMinimal := []string{"company_name", "is_diligence_attested", "legal_entity_name", "website", "application_name", "address", "is_bank_addendum_completed"}
	if got := topLevel(t, minimal.Body); strings.Join(got, " ") != strings.Join(wantMinimal, " ") {
		t.Errorf("got a minimal body with %v, want %v", got, wantMinimal)
	}
	wantFull := []string{
		"client_id", "secret", "company_name", "is_diligence_attested", "products", "create_link_customization", "logo", "legal_entity_name", "website",
		"application_name", "technical_contact", "billing_contact", "customer_support_info", "address", "is_bank_addendum_completed", "assets_under_management",
		"redirect_uris", "registration_number",
	}
	if got := topLevel(t, full.Body); strings.Join(got, " ") != strings.Join(wantFull, " ") {
		t.Errorf("got a maximal body with %v, want %v", got, wantFull)
	}
}

// topLevel returns the names of an object in order.
func topLevel(t *testing.T, body []byte) []string {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(body))
	var names []string
	if _, err := d.Token(); err != nil {
		t.Fatal(err)
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, name.(string))
		var v json.RawMessage
		if err := d.Decode(&v); err != nil {
			t.Fatal(err)
		}
	}
	return names
}

func TestMaker_SameSeedSameBytes(t *testing.T) {
	t.Parallel()
	docs := pinned(t)
	doc := docs[len(docs)-1]
	write := func(m *Maker) string {
		var b strings.Builder
		for _, op := range doc.Operations {
			samples, _ := m.Requests(op)
			for _, s := range samples {
				b.Write(s.Body)
			}
			s, err := m.Answer(op, "200", KindMaximal)
			if err != nil {
				t.Error(err)
			}
			b.Write(s.Body)
		}
		return b.String()
	}
	want := write(&Maker{Document: doc, Seed: 7})
	one := &Maker{Document: doc, Seed: 7}
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if got := write(one); got != want {
				t.Error("got other bytes from the same seed, asked from several places at once")
			}
		})
	}
	wait.Wait()
	if got := write(&Maker{Document: doc, Seed: 8}); got == want {
		t.Error("got the same bytes from another seed")
	}
}

// What one operation, kind or property does must not shift the values of another.
func TestMaker_PlacesDoNotDisturbEachOther(t *testing.T) {
	t.Parallel()
	few := document(t, "3.0.3", `{"type":"object","required":["z_id"],"properties":{"z_id":{"type":"string"}}}`, "")
	many := document(t, "3.0.3", `{"type":"object","required":["z_id"],"properties":{"a_id":{"type":"string"},"z_id":{"type":"string"}}}`, "")
	one, _ := (&Maker{Document: few}).Requests(few.Operation("send"))
	two, _ := (&Maker{Document: many}).Requests(many.Operation("send"))
	want := string(rawValue(string(one[0].Body)).get("z_id").text)
	for _, s := range []Sample{one[1], two[0], two[1]} {
		if got := rawValue(string(s.Body)).get("z_id").text; got != want {
			t.Errorf("got %s in %s, want %s as in the first", got, s.Body, want)
		}
	}
}

func TestMaker_ValuesReadLikeTheirNames(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ property, schema, want string }{
		{"email", `{"type":"string"}`, `"maya.lindqvist@example.com"`},
		{"website", `{"type":"string"}`, `"https://example.com/"`},
		{"company_name", `{"type":"string"}`, `"Harbor Lane Books"`},
		{"legal_entity_name", `{"type":"string"}`, `"Harbor Lane Books LLC"`},
		{"postal_code", `{"type":"string"}`, `"10001"`},
		{"billingPostalCode", `{"type":"string"}`, `"10001"`},
		{"country_code", `{"type":"string"}`, `"US"`},
		{"iso_currency_code", `{"type":"string"}`, `"USD"`},
		{"phone_number", `{"type":"string"}`, `"+12125550142"`},
		{"given_name", `{"type":"string"}`, `"Maya"`},
		{"familyName", `{"type":"string"}`, `"Lindqvist"`},
		{"redirect_uris", `{"type":"array","items":{"type":"string"}}`, `["https://example.com/oauth/callback","https://example.com/oauth/callback/1"]`},
		{"city", `{"type":"string"}`, `"New York"`},
		{"street", `{"type":"string"}`, `"350 Fifth Avenue"`},
		{"region", `{"type":"string"}`, `"NY"`},
		{"amount", `{"type":"number","format":"double"}`, `1205.5`},
		{"amount", `{"type":"integer"}`, `1205`},
		{"limit", `{"type":"integer","maximum":5}`, `5`},
		{"expiryYear", `{"type":"string"}`, `"2030"`},
		{"date_of_birth", `{"type":"string","format":"date"}`, `"1987-03-14"`},
		{"callback_url", `{"type":"string","format":"uri"}`, `"https://example.com/callback"`},
		{"client_id", `{"type":"string"}`, `"placeholder-client-id"`},
		{"secret", `{"type":"string"}`, `"placeholder-secret"`},
		{"access_token", `{"type":"string"}`, `"placeholder-access-token"`},
		{"postal_code", `{"type":"string","pattern":"^[A-Z]{2}$"}`, `"HK"`},
	} {
		t.Run(tt.property+" "+tt.schema, func(t *testing.T) {
			t.Parallel()
			doc := document(t, "3.0.3", `{"type":"object","properties":{"`+tt.property+`":`+tt.schema+`}}`, "")
			samples, refusals := (&Maker{Document: doc, Seed: 6}).Requests(doc.Operation("send"))
			if len(refusals) > 0 {
				t.Fatal(refusals)
			}
			if got, want := string(samples[1].Body), `{"`+tt.property+`":`+tt.want+`}`; got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

func TestMaker_FacesHideWhatDoesNotTravel(t *testing.T) {
	t.Parallel()
	doc := document(t, "3.0.3", `{"$ref":"#/components/schemas/Order"}`,
		`"Order":{"type":"object","required":["id","pin","n"],"properties":{"id":{"type":"integer","readOnly":true},"pin":{"type":"integer","writeOnly":true},"n":{"type":"integer"},`+
			`"made":{"$ref":"#/components/schemas/Made"}}},"Made":{"type":"integer","readOnly":true}`)
	m := &Maker{Document: doc}
	op := doc.Operation("send")
	samples, refusals := m.Requests(op)
	if len(refusals) > 0 || len(samples) != 2 {
		t.Fatalf("got %d samples and refusals %v, want two samples", len(samples), refusals)
	}
	answer, err := m.Answer(op, "200", KindMaximal)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, got, want string }{
		{"minimal request", string(samples[0].Body), `{"pin":42,"n":42}`},
		{"maximal request", string(samples[1].Body), `{"pin":42,"n":42}`},
		{"maximal answer", string(answer.Body), `{"id":1042,"n":42,"made":42}`},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, tt.got, tt.want)
		}
	}
}
