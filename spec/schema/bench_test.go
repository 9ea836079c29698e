package schema_test

import (
	"bytes"
	"context"
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// partnerFile is the document the figures are taken with.
const partnerFile = "../pinned/plaid-partner/1.697.4.yaml"

func open(t testing.TB, name string) (*tree.Store, *tree.File) {
	t.Helper()
	store := tree.NewStore(tree.Options{})
	f, err := store.Open(context.Background(), name)
	if err != nil {
		t.Fatal(err)
	}
	return store, f
}

// partnerMessages are messages of the five operations that conform.
var partnerMessages = []struct{ name, pointer, body string }{
	{"create request", "/components/schemas/PartnerCustomerCreateRequest", `{"company_name":"Acme Lending Company","is_diligence_attested":true,
"products":["auth","identity","transactions","assets"],"create_link_customization":true,"logo":"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
"legal_entity_name":"Acme Lending, LLC","website":"https://acme.example","application_name":"Acme",
"technical_contact":{"given_name":"Ada","family_name":"Lovelace","email":"ada@acme.example"},
"billing_contact":{"given_name":"Grace","family_name":"Hopper","email":"grace@acme.example"},
"customer_support_info":{"email":"help@acme.example","phone_number":"+14155550100","contact_url":"https://acme.example/contact","link_update_url":"https://acme.example/update"},
"address":{"city":"San Francisco","street":"1 Market St","region":"CA","postal_code":"94105","country_code":"US"},"is_bank_addendum_completed":true,
"assets_under_management":{"amount":12345.67,"iso_currency_code":"USD"},"redirect_uris":["https://acme.example/a","https://acme.example/b"]}`},
	{"create response", "/components/schemas/PartnerCustomerCreateResponse",
		`{"end_customer":{"client_id":"7f57eb3d2a9j6480121fx361","company_name":"Acme Lending Company","status":"ACTIVE",
"secrets":{"sandbox":"b60b5201d006ca5a7081d27c824d77","production":"79g03eoofwl8240v776r2h667442119"}},"request_id":"4zlKapIkTm8p5KM"}`},
	{"get request", "/components/schemas/PartnerCustomerGetRequest",
		`{"client_id":"7f57eb3d2a9j6480121fx361","secret":"b60b5201d006ca5a7081d27c824d77","end_customer_client_id":"7f57eb3d2a9j6480121fx361"}`},
}

func compiled(t testing.TB, d schema.Dialect, f *tree.File, store *tree.Store, pointer string) *schema.Schema {
	t.Helper()
	s, err := schema.NewSet(store, d).Schema(f.Root.Lookup(pointer))
	if err != nil && d == schema.OpenAPI30 {
		t.Fatal(err)
	}
	return s
}

func TestValidate_DoesNotAllocateOnValidMessages(t *testing.T) {
	// Not parallel: AllocsPerRun counts the allocations of all goroutines.
	store, f := open(t, partnerFile)
	for _, m := range partnerMessages {
		s := compiled(t, schema.OpenAPI30, f, store, m.pointer)
		data := []byte(m.body)
		least := 1.0
		for range 200 { // the least of several runs: the race detector empties pools at random
			least = min(least, testing.AllocsPerRun(1, func() {
				tp, _ := tape.Read(data, tape.Limits{})
				if found := s.Validate(tp.Root(), schema.Options{Face: schema.Request, Compat: true}); found != nil {
					t.Fatalf("%s: %+v", m.name, found)
				}
				tp.Release()
			}))
		}
		if least > 0 {
			t.Errorf("%s: %v allocations, want none", m.name, least)
		}
	}
}

func BenchmarkJudge(b *testing.B) {
	store, f := open(b, partnerFile)
	for _, m := range partnerMessages {
		data := []byte(m.body)
		for name, d := range map[string]schema.Dialect{"3.0": schema.OpenAPI30, "3.1": schema.OpenAPI31} {
			s := compiled(b, d, f, store, m.pointer)
			b.Run(m.name+" "+name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					tp, _ := tape.Read(data, tape.Limits{})
					if s.Validate(tp.Root(), schema.Options{Face: schema.Request}) != nil {
						b.Fatal("a violation")
					}
					tp.Release()
				}
			})
		}
	}
}

// BenchmarkJudgeLarge judges the answer of the largest operation of the vendor's whole document, where that is present.
func BenchmarkJudgeLarge(b *testing.B) {
	store, f := open(b, filepath.Join(sharedFolder(b, "plaid", "full"), "1.697.4.yaml"))
	media := f.Root.Get("paths").Get("/transactions/get").Get("post").Get("responses").Get("200").Get("content").Get("application/json")
	s := compiled(b, schema.OpenAPI30, f, store, media.Get("schema").Pointer())
	data := media.Get("examples").Members[0].Value.Get("value").JSON()
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		tp, _ := tape.Read(data, tape.Limits{})
		if found := s.Validate(tp.Root(), schema.Options{Face: schema.Response, Compat: true}); len(found) > 0 && !found[0].Warning {
			b.Fatal(found)
		}
		tp.Release()
	}
}

func BenchmarkCompile(b *testing.B) {
	store, f := open(b, partnerFile)
	b.ReportAllocs()
	for b.Loop() {
		set := schema.NewSet(store, schema.OpenAPI30)
		for _, m := range f.Root.Get("components").Get("schemas").Members {
			if _, err := set.Schema(m.Value); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkOthers judges the same messages with the libraries that are the second opinion in tests.
func BenchmarkOthers(b *testing.B) {
	loader := openapi3.NewLoader()
	document, err := loader.LoadFromFile(partnerFile)
	if err != nil {
		b.Fatal(err)
	}
	_, f := open(b, partnerFile)
	compiler := jsonschema.NewCompiler()
	root, err := jsonschema.UnmarshalJSON(bytes.NewReader(f.Root.JSON()))
	if err != nil {
		b.Fatal(err)
	}
	if err := compiler.AddResource("file:///partner.json", root); err != nil {
		b.Fatal(err)
	}
	for _, m := range partnerMessages {
		data := []byte(m.body)
		kin := document.Components.Schemas[filepath.Base(m.pointer)].Value
		b.Run(m.name+" kin-openapi", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var v any
				if err := json.Unmarshal(data, &v); err != nil {
					b.Fatal(err)
				}
				if err := kin.VisitJSON(v); err != nil {
					b.Fatal(err)
				}
			}
		})
		other, err := compiler.Compile("file:///partner.json#" + m.pointer)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(m.name+" jsonschema", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
				if err != nil {
					b.Fatal(err)
				}
				if err := other.Validate(v); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
