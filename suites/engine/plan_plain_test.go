package engine

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/plumbline-dev/plumbline/runner/mock"
)

// What a case is about is what is sent, with names that are still unique, and nothing else of the body is another.
func TestPlan_PlainAndOddTexts(t *testing.T) {
	t.Parallel()
	w := record(rightMock(t, "1.517.0", "document", mock.Options{}))
	o := through(t, w)
	o.Auth, o.Cases = "document", []string{
		opCreate + "/bodies/edges-1", opCreate + "/wire/empty-optional-texts", opCreate + "/bodies/letters",
		opCreate + "/wire/long-names", opCreate + "/wire/very-long-names", opCreate + "/wire/control", opCreate + "/wire/non-bmp", opCreate + "/wire/empty-texts",
		opCreate + "/wire/huge-number",
	}
	r := run(t, o)
	if len(r.Findings) > 0 || len(r.Results) != 9 {
		t.Fatalf("%d results with findings %v", len(r.Results), distinct(r.Findings))
	}
	bodies := map[string][]byte{}
	for _, a := range w.requests() {
		_, id, _ := strings.Cut(strings.TrimSuffix(a.header.Get("User-Agent"), ")"), "(case; "+opCreate+"/")
		bodies[id] = a.body
	}
	for _, tt := range []struct{ id, at, want string }{
		{"bodies/edges-1", "/products", `[]`}, {"bodies/edges-1", "/redirect_uris", `[]`}, {"bodies/edges-1", "/assets_under_management/amount", `0`},
		{"wire/empty-optional-texts", "/registration_number", `""`}, {"wire/empty-optional-texts", "/address/city", `""`},
	} {
		if got := string(valueAt(bodies[tt.id], tt.at)); got != tt.want {
			t.Errorf("%s sends %s at %s, want %s", tt.id, got, tt.at, tt.want)
		}
	}
	for _, kept := range []string{"/website", "/legal_entity_name", "/assets_under_management/iso_currency_code"} {
		if text(bodies["wire/empty-optional-texts"], kept) == "" {
			t.Errorf("%s is required, and is empty", kept)
		}
	}
	for id, held := range map[string]string{
		"wire/long-names": strings.Repeat("長", 300), "wire/very-long-names": strings.Repeat("長", 1100), "wire/control": "a\x00b\x1fc\x7f", "wire/non-bmp": "🔑 𠮷野家 ",
		"bodies/letters": `Žofie  O'Øster & "株式会社"`,
	} {
		for _, at := range []string{"/company_name", "/application_name", "/legal_entity_name"} {
			before, whole := strings.CutSuffix(text(bodies[id], at), held)
			if !whole || strings.HasPrefix(before, "Plumbline 1-") != (at != "/legal_entity_name") {
				t.Errorf("%s sends %q at %s", id, text(bodies[id], at), at)
			}
		}
	}
	// Of names that tell resources apart one is there.
	empty := bodies["wire/empty-texts"]
	if company, application := text(empty, "/company_name"), text(empty, "/application_name"); company != "" || !strings.HasPrefix(application, "Plumbline 1-") {
		t.Errorf("of empty texts %q and %q are left", company, application)
	}
	for id, want := range map[string]string{"bodies/letters": large, "wire/huge-number": "1e400", "wire/very-long-names": "1e300"} {
		if got := string(valueAt(bodies[id], "/assets_under_management/amount")); got != want {
			t.Errorf("%s sends %s, want %s", id, got, want)
		}
	}
}

// Names are only made longer where the document leaves room for that, and lists empty where it does.
func TestPlan_SpotsKeepToTheDocument(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "strict.yaml")
	document := `openapi: 3.1.0
info: {title: Strict, version: "1"}
paths:
  /things:
    post:
      operationId: addThing
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [name, code]
              properties:
                name: {type: string, maxLength: 40}
                nick_name: {type: string}
                code: {type: string, minLength: 1}
                tags: {type: array, items: {type: string}}
                parts: {type: array, minItems: 1, items: {type: object, properties: {sizes: {type: array, items: {type: integer}}}}}
      responses: {"201": {description: made}}
`
	if err := os.WriteFile(file, []byte(document), 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(t, Options{Pack: "none", Document: file, Profile: "thorough", PlanOnly: true})
	var got []string
	for _, c := range s.Groups()[0].Cases {
		for _, part := range []string{"empty-", "long-", "boundary", "maxLength"} {
			if strings.Contains(c.ID, part) {
				got = append(got, strings.TrimPrefix(c.ID, "addThing/"))
				break
			}
		}
	}
	want := []string{
		"bodies/empty-list-tags", "bodies/empty-list-parts-0-sizes", "bodies/maxLength-name", "negative/maxLength-name", "wire/empty-texts", "wire/empty-optional-texts", "wire/empty-text-nick_name", "wire/empty-text-tags-0", "wire/long-names", "wire/very-long-names",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	for _, c := range s.Groups()[0].Cases {
		if c.ID != "addThing/wire/long-names" {
			continue
		}
		if utf8.RuneCountInString(text(c.Body, "/name")) > 40 || utf8.RuneCountInString(text(c.Body, "/nick_name")) != 300 {
			t.Errorf("sends %s", c.Body)
		}
	}
}

// Letters of any kind are demanded of names that people say, and a number beyond 32 bits where the document has room for one in so many words.
func TestPlan_LettersAndLargeNumbers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, property, schema, want string }{
		{"a name", "name", "{type: string}", "letters"},
		{"a company's", "legal_entity_name", "{type: string}", "letters"},
		{"a user's", "username", "{type: string}", ""},
		{"a user's in two words", "user_name", "{type: string}", ""},
		{"a host's", "hostname", "{type: string}", ""},
		{"a domain's", "domain_name", "{type: string}", ""},
		{"a file's", "filename", "{type: string}", ""},
		{"one for the screen", "screen_name", "{type: string}", ""},
		{"a namespace", "namespace", "{type: string}", ""},
		{"a number", "size", "{type: number}", "large"},
		{"a double", "size", "{type: number, format: double}", "large"},
		{"a count", "quantity", "{type: integer}", ""},
		{"of 32 bits", "size", "{type: integer, format: int32}", ""},
		{"of 64 bits", "size", "{type: integer, format: int64}", "large"},
		{"as large by a bound", "size", "{type: integer, maximum: 5000000000}", "large"},
		{"smaller by a bound", "size", "{type: integer, maximum: 100}", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "things.yaml")
			document := `{openapi: 3.1.0, info: {title: Things, version: "1"}, paths: {/things: {post: {operationId: addThing, responses: {"201": {description: made}},
requestBody: {required: true, content: {application/json: {schema: {type: object, required: [` + tt.property + `], properties: {` + tt.property + `: ` + tt.schema + `}}}}}}}}}`
			if err := os.WriteFile(file, []byte(document), 0o600); err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, c := range open(t, Options{Pack: "none", Document: file, Profile: "thorough", PlanOnly: true}).Groups()[0].Cases {
				if name := strings.TrimPrefix(c.ID, "addThing/bodies/"); name == "letters" || name == "large" {
					got += name
				}
			}
			if got != tt.want {
				t.Errorf("demanded is %q, want %q", got, tt.want)
			}
		})
	}
}

// Where the document has less room for a name than a long one takes, it is filled, the name that tells resources apart before it counted.
func TestPlan_LongNamesWhereThereIsLittleRoom(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "tight.yaml")
	bounds := `{overlay: 1.0.0, info: {title: Tight, version: "1"}, actions: [
{target: $.components.schemas.PartnerCustomerCreateRequest.properties.company_name, update: {maxLength: 100}},
{target: $.components.schemas.PartnerCustomerCreateRequest.properties.application_name, update: {maxLength: 32}}]}`
	if err := os.WriteFile(file, []byte(bounds), 0o600); err != nil {
		t.Fatal(err)
	}
	w := record(rightMock(t, versions[0], "document", mock.Options{}))
	o := through(t, w)
	o.Auth, o.Document, o.Overlays, o.Seed = "document", DefaultPack+"@"+versions[0], []string{file}, 0x7f3a9b21
	o.Cases = []string{opCreate + "/wire/very-long-names"}
	if r := run(t, o); len(r.Findings) > 0 || len(r.Results) != 1 {
		t.Fatalf("%d results with findings %v", len(r.Results), distinct(r.Findings))
	}
	sent := w.requests()
	if len(sent) == 0 {
		t.Fatal("nothing was sent")
	}
	if company, application := text(sent[0].body, "/company_name"), text(sent[0].body, "/application_name"); utf8.RuneCountInString(company) > 100 || len(company) < 256 || strings.Contains(application, "長") {
		t.Errorf("sends %q and %q", company, application)
	}
}

// A right body written otherwise says the same.
func TestSpaced(t *testing.T) {
	t.Parallel()
	if got, want := string(spaced([]byte(`{"a":[1,{}],"b":"x y"}`))), "\r\n {\n\t\"a\": [\n\t\t1,\n\t\t{}\n\t],\n\t\"b\": \"x y\"\n} \n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := string(spaced([]byte("{"))); got != "{" {
		t.Errorf("what is no JSON became %q", got)
	}
}
