package schema_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
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

// message is a message that conforms, for a schema of a document.
type message struct{ name, pointer, body string }

// partnerMessages are messages of the five operations.
var partnerMessages = []message{
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
	if err != nil && d == v30 {
		t.Fatal(err)
	}
	return s
}

// transactions returns the answer of the largest operation of the vendor's whole document, 4 kB, if that is present.
func transactions(t testing.TB) (*tree.Store, *tree.File, message) {
	t.Helper()
	store, f := open(t, filepath.Join(sharedFolder(t, "plaid", "full"), "1.697.4.yaml"))
	media := f.Root.Get("paths").Get("/transactions/get").Get("post").Get("responses").Get("200").Get("content").Get("application/json")
	return store, f, message{"transactions response", media.Get("schema").Pointer(), string(media.Get("examples").Members[0].Value.Get("value").JSON())}
}

// judgeOnce reads and judges a message as the runner does; only warnings may come of it.
func judgeOnce(t testing.TB, s *schema.Schema, name string, data []byte) {
	tp, _ := tape.Read(data, tape.Limits{})
	for _, v := range s.Validate(tp.Root(), schema.Options{Face: schema.Request, Compat: true}) {
		if !v.Warning {
			t.Fatalf("%s: %+v", name, v)
		}
	}
	tp.Release()
}

func TestValidate_DoesNotAllocateOnValidMessages(t *testing.T) {
	// Not parallel: AllocsPerRun counts the allocations of all goroutines.
	store, f := open(t, partnerFile)
	for _, m := range partnerMessages {
		for _, d := range []schema.Dialect{v30, v31} {
			assertNoAllocations(t, compiled(t, d, f, store, m.pointer), m)
		}
	}
	t.Run("a large answer", func(t *testing.T) {
		store, f, m := transactions(t)
		assertNoAllocations(t, compiled(t, v30, f, store, m.pointer), m)
	})
}

func assertNoAllocations(t *testing.T, s *schema.Schema, m message) {
	t.Helper()
	data, least := []byte(m.body), 1.0
	for range 200 { // the least of several runs: the race detector empties pools at random
		least = min(least, testing.AllocsPerRun(1, func() { judgeOnce(t, s, m.name, data) }))
	}
	if least > 0 {
		t.Errorf("%s: %v allocations, want none", m.name, least)
	}
}

// BenchmarkJudge reads and judges messages beside the libraries that are the second opinion in tests, and beside encoding/json, which
// only reads them. Its names are dialect, message and who judges. kin-openapi is asked in 3.0 alone: it compiles a schema of 3.1
// again at each call.
func BenchmarkJudge(b *testing.B) {
	store, f := open(b, partnerFile)
	for _, m := range partnerMessages {
		benchmarkMessage(b, store, f, m)
	}
	if exists(filepath.Join(sharedFolder(b, "plaid"), "full")) {
		store, f, m := transactions(b)
		benchmarkMessage(b, store, f, m)
	}
}

func benchmarkMessage(b *testing.B, store *tree.Store, f *tree.File, m message) {
	data, name := []byte(m.body), strings.ReplaceAll(m.name, " ", "-")
	run := func(who string, judge func(b *testing.B)) {
		b.Run(who, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				judge(b)
			}
		})
	}
	older, newer := compiled(b, v30, f, store, m.pointer), newSchema(b, part(f, m.pointer, v31))
	run("3.0/"+name+"/ours", func(b *testing.B) { judgeOnce(b, older, m.name, data) })
	run("3.1/"+name+"/ours", func(b *testing.B) { judgeOnce(b, newer, m.name, data) })
	kin, other := kinSchema(b, part(f, m.pointer, v30)), otherSchema(b, part(f, m.pointer, v31))
	run("3.0/"+name+"/kin", func(b *testing.B) {
		var v any
		if err := json.Unmarshal(data, &v); err != nil {
			b.Fatal(err)
		}
		_ = kin.VisitJSON(v) // it refuses what Compat warns of
	})
	run("3.1/"+name+"/jsonschema", func(b *testing.B) {
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			b.Fatal(err)
		}
		if err := other.Validate(v); err != nil {
			b.Fatal(err)
		}
	})
	run("3.0/"+name+"/encoding-json", func(b *testing.B) {
		var v any
		if err := json.Unmarshal(data, &v); err != nil {
			b.Fatal(err)
		}
	})
}

// part returns a document of the schema at pointer, called Root, and what it refers to, in the words of a dialect; other libraries
// take long to load the whole document.
func part(f *tree.File, pointer string, d schema.Dialect) string {
	all, schemas := f.Root.Get("components").Get("schemas"), object{}
	var take func(name string, n *tree.Node)
	take = func(name string, n *tree.Node) {
		if schemas[name] != nil {
			return
		}
		text := string(n.JSON())
		schemas[name] = decoded(text)
		if d == v31 {
			schemas[name] = modern(schemas[name])
		}
		for _, found := range componentName.FindAllStringSubmatch(text, -1) {
			take(found[1], all.Get(found[1]))
		}
	}
	take("Root", f.Root.Lookup(pointer))
	version := strings.TrimPrefix(d.String(), "OpenAPI ") + ".0"
	return encoded(object{"openapi": version, "info": object{"title": "T", "version": "1"}, "paths": object{}, "components": object{"schemas": schemas}})
}

var componentName = regexp.MustCompile(`"#/components/schemas/(\w+)"`)

func newSchema(b *testing.B, document string) *schema.Schema {
	s, err := compile(b, v31, document, "/components/schemas/Root")
	if err != nil {
		b.Fatal(err)
	}
	return s
}

func kinSchema(b *testing.B, document string) *openapi3.Schema {
	loaded, err := openapi3.NewLoader().LoadFromData([]byte(document))
	if err != nil {
		b.Fatal(err)
	}
	return loaded.Components.Schemas["Root"].Value
}

func otherSchema(b *testing.B, document string) *jsonschema.Schema {
	root, err := jsonschema.UnmarshalJSON(strings.NewReader(document))
	if err != nil {
		b.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("file:///part.json", root); err != nil {
		b.Fatal(err)
	}
	s, err := compiler.Compile("file:///part.json#/components/schemas/Root")
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// BenchmarkCompile compiles what the five partner operations need, and every schema of the vendor's whole document, where that is
// present; then it hashes them.
func BenchmarkCompile(b *testing.B) {
	store, f := open(b, partnerFile)
	benchmarkCompile(b, "five-operations", store, schemasOf(store, f))
	if path := filepath.Join(sharedFolder(b, "plaid"), "full", "1.697.4.yaml"); exists(path) {
		store, f := open(b, path)
		benchmarkCompile(b, "whole-document", store, schemasOf(store, f))
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func benchmarkCompile(b *testing.B, name string, store *tree.Store, nodes []*tree.Node) {
	for _, then := range []string{"", "-and-hash"} {
		b.Run(name+then, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				set := schema.NewSet(store, v30)
				for _, n := range nodes {
					s, err := set.Schema(n)
					if err != nil {
						b.Fatal(err)
					}
					if then != "" {
						s.Hash()
					}
				}
			}
		})
	}
}
