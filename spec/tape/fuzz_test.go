package tape_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// FuzzRead compares the reader with encoding/json. Both know the same grammar; the reader is stricter in what RFC 8259 leaves to
// receivers (duplicate names, unpaired surrogates, UTF-8), which are faults that leave the tape usable, and more lenient
// in nothing: a byte order mark and trailing bytes are refused by both.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		`{"a":[1,2.5e-3,"x\u00e9\ud83d\ude00",null,true,false]}`, "\xef\xbb\xbf{}", `[1,]`, "\"\xff\"", `{"a":1,"a":2}`, `01`, `1e`, ` [ ] x`,
		`"\ud800\u0041"`, `{"":{"":[{}]}}`, `"01234567890123456789\"\\"`, "-", "nul", `{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"a":2}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		tp, faults := tape.Read(data, tape.Limits{Depth: 100})
		defer tp.Release()
		wellFormed, tooDeep := true, false
		for _, fault := range faults {
			switch fault.Rule {
			case tape.RuleDuplicateName, tape.RuleUTF8:
			case tape.RuleDepth:
				tooDeep = true
			default:
				wellFormed = false
			}
			if fault.Offset < 0 || fault.Offset > len(data) || fault.Message == "" {
				t.Fatalf("fault without a place or a message: %+v", fault)
			}
		}
		if tooDeep {
			return
		}
		if valid := json.Valid(data); valid != wellFormed {
			t.Fatalf("encoding/json says valid is %v; faults: %v", valid, faults)
		}
		if !tp.Usable() || !wellFormed {
			return
		}
		decoder := json.NewDecoder(bytes.NewReader(data))
		decoder.UseNumber()
		var want any
		if err := decoder.Decode(&want); err != nil {
			t.Fatal(err)
		}
		same(t, tp.Root(), want)
		if !tape.Equal(tp.Root(), tp.Root()) {
			t.Fatal("the value differs from itself")
		}
		if end := tp.Root().Offset() + len(tp.Root().Raw()); len(bytes.TrimSpace(data[end:])) != 0 {
			t.Fatal("the root ends too early")
		}
	})
}

// same compares a value with what encoding/json made of the same bytes. encoding/json, too, keeps the last of duplicate names and
// reads what is no UTF-8 and unpaired surrogates as U+FFFD.
func same(t *testing.T, v tape.Value, want any) {
	t.Helper()
	switch want := want.(type) {
	case nil:
		if v.Kind() != tape.Null {
			t.Fatalf("%v where null stands", v.Kind())
		}
	case bool:
		if v.Kind() != tape.Bool || v.Bool() != want {
			t.Fatalf("%s where %v stands", v.Raw(), want)
		}
	case json.Number:
		if v.Kind() != tape.Number || v.Text() != want.String() {
			t.Fatalf("%s where %v stands", v.Raw(), want)
		}
	case string:
		if v.Kind() != tape.String || v.Text() != want {
			t.Fatalf("%q where %q stands", v.Text(), want)
		}
	case []any:
		if v.Kind() != tape.Array || v.Len() != len(want) {
			t.Fatalf("%s where an array of %d stands", v.Raw(), len(want))
		}
		for i, item := range v.Items() {
			same(t, item, want[i])
		}
	case map[string]any:
		names := map[string]bool{}
		for name := range v.Members() {
			names[name] = true
		}
		if v.Kind() != tape.Object || len(names) != len(want) {
			t.Fatalf("%s where an object of %d stands", v.Raw(), len(want))
		}
		for name, member := range want {
			got, ok := v.Get(name)
			if !ok {
				t.Fatalf("no member %q", name)
			}
			same(t, got, member)
		}
	}
}

var benchmarkTexts = map[string]string{
	"create request": `{"company_name":"Acme Lending Company","is_diligence_attested":true,"products":["auth","identity","transactions","assets"],
"create_link_customization":true,"logo":"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
"legal_entity_name":"Acme Lending, LLC","website":"https://acme.example","application_name":"Acme","technical_contact":{"given_name":"Ada","family_name":"Lovelace","email":"ada@acme.example"},
"billing_contact":{"given_name":"Grace","family_name":"Hopper","email":"grace@acme.example"},"customer_support_info":{"email":"help@acme.example","phone_number":"+14155550100","contact_url":"https://acme.example/contact","link_update_url":"https://acme.example/update"},
"address":{"city":"San Francisco","street":"1 Market St","region":"CA","postal_code":"94105","country_code":"US"},"is_bank_addendum_completed":true,"assets_under_management":{"amount":12345.67,"iso_currency_code":"USD"},"redirect_uris":["https://acme.example/a","https://acme.example/b"]}`,
	"get response": `{"end_customer":{"client_id":"7f57eb3d2a9j6480121fx361","company_name":"Acme Lending Company","status":"ACTIVE"},"request_id":"4zlKapIkTm8p5KM"}`,
}

func BenchmarkRead(b *testing.B) {
	for name, text := range benchmarkTexts {
		data := []byte(text)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				tp, faults := tape.Read(data, tape.Limits{})
				if faults != nil {
					b.Fatal(faults)
				}
				tp.Release()
			}
		})
		b.Run(name+" with encoding/json", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var v any
				if err := json.Unmarshal(data, &v); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestRead_DoesNotAllocate(t *testing.T) {
	// Not parallel: AllocsPerRun counts the allocations of all goroutines.
	for name, text := range benchmarkTexts {
		data := []byte(text)
		got := 1.0
		for range 200 { // the least of several runs: the race detector empties pools at random
			got = min(got, testing.AllocsPerRun(1, func() {
				tp, _ := tape.Read(data, tape.Limits{})
				tp.Release()
			}))
		}
		if got > 0 {
			t.Errorf("%s: %v allocations, want none", name, got)
		}
	}
}
