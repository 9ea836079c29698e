package checks

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/arazzo"
	"github.com/plumbline-dev/plumbline/spec/packs"
)

// said is what a check says of an example: each fault's place, and what was received and promised; nil where it does not apply.
func said(v Verdict) []string {
	if !v.Applied {
		return nil
	}
	words := []string{}
	for _, f := range v.Faults {
		words = append(words, fmt.Sprintf("%s: %s; %s", f.InstancePath, f.Received, f.Promised))
	}
	return words
}

// applied is what is said where nothing is wrong.
var applied = []string{}

func check(t *testing.T, id string) Check {
	t.Helper()
	i := slices.IndexFunc(All(), func(c Check) bool { return c.ID == id })
	if i < 0 {
		t.Fatalf("there is no check %s", id)
	}
	return All()[i]
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	doc, pack := exampleWorld(t)
	own := map[string]string{"X-Key": "k3y-0f-the-caller"}
	gzip := map[string]string{"Content-Encoding": "gzip"}
	const hidden = "an answer without it"
	for _, tt := range []struct {
		check, name string
		example     Example
		want        []string
	}{
		{"status-documented", "also of a body that is coded", Example{Body: "\x1f\x8b", Header: gzip}, applied},
		{"response-schema", "not of a body that is coded", Example{Body: "\x1f\x8b", Header: gzip}, nil},
		{"response-schema", "not of a server that failed", Example{Status: 500, Body: `{}`}, nil},
		{"response-schema", "of one that did not", Example{Status: 499, Body: `{}`}, []string{`: object without "error"; property "error": string`}},

		{"error-shape", "what the operation answers and lists", Example{Operation: "dropPet", Status: 404, Body: `{"message":"gone"}`}, nil},
		{"error-shape", "no refusal yet", Example{Operation: "listPets", Status: 399, Body: `{"message":"gone"}`}, nil},
		{"error-shape", "a server that failed", Example{Operation: "listPets", Status: 500, Body: `{"message":"gone"}`}, nil},
		{"error-shape", "a body that is coded", Example{Operation: "listPets", Status: 410, Body: "\x1f\x8b", Header: gzip}, nil},
		{"error-shape", "a part that is wrong", Example{Operation: "listPets", Status: 410, Body: `{"error":1}`}, []string{"/error: status 410 with number 1 at /error; string, as in every error that the document lists for the operation"}},
		{"error-shape", "no body", Example{Operation: "listPets", Status: 401, ContentType: "none"}, []string{": status 401 without a body; a body of type application/json, as in every error that the document lists for the operation"}},
		{"error-shape", "the least of refusals", Example{Operation: "listPets", Method: "PUT", Status: 400, Body: `{}`}, []string{`: status 400 with object without "error", for PUT; property "error": string, as in every error that the document lists for the operation`}},
		{"error-shape", "another method", Example{Operation: "listPets", Method: "PUT", Status: 405, ContentType: "text/html", Body: "no"}, []string{`: status 405 with Content-Type "text/html", for PUT; application/json, as in every error that the document lists for the operation`}},
		{"error-shape", "a method whose answer has no body", Example{Operation: "listPets", Method: "HEAD", Status: 405, ContentType: "text/html"}, nil},

		{"property-documented", "one at depth", Example{Operation: "findPet", Body: `{"owner":{"phone":1}}`}, []string{`/owner/phone: a property "phone"; what the document declares, and no more`}},
		{"property-documented", "nothing more", Example{Body: `{"name":"Rex"}`}, applied},
		{"property-documented", "not JSON", Example{Body: `{"name":`}, nil},

		{"resource-identified", "the last of the successes", Example{Operation: "addPet", Status: 299, Body: `{}`}, []string{"/id: nothing; the id of the new pet, a string that is not empty, or an integer"}},
		{"resource-identified", "the first of them", Example{Operation: "addPet", Status: 200, Body: `{"id":""}`}, []string{`/id: ""; the id of the new pet, a string that is not empty, or an integer`}},
		{"resource-identified", "what follows them", Example{Operation: "addPet", Status: 300, Body: `{}`}, nil},
		{"resource-identified", "what comes before", Example{Operation: "addPet", Status: 199, Body: `{}`}, nil},
		{"resource-identified", "an id of another type", Example{Operation: "addPet", Body: `{"id":true}`}, []string{"/id: boolean; the id of the new pet, a string that is not empty, or an integer"}},
		{"resource-identified", "an operation that creates nothing", Example{Body: `{}`}, nil},

		{"secret-hidden", "a secret of the shortest length", Example{Body: `{"name":"k3y-0f-t"}`, Sent: map[string]string{"X-Key": "k3y-0f-t"}}, []string{"/name: the caller's own secret in the body; " + hidden}},
		{"secret-hidden", "what follows the scheme", Example{Body: `{"name":"t0ken-0f-the-caller"}`, Sent: map[string]string{"X-Key": "Bearer t0ken-0f-the-caller"}}, []string{"/name: the caller's own secret in the body; " + hidden}},
		{"secret-hidden", "a shorter one", Example{Body: `{"name":"k3y-0f-"}`, Sent: map[string]string{"X-Key": "k3y-0f-"}}, nil},
		{"secret-hidden", "one handed out, in the least of refusals", Example{Operation: "addPet", Status: 400, Body: `{"error":"m1nted-before"}`, Minted: []string{"m1nted-before"}}, []string{"/error: a secret that an earlier answer handed out in the body; " + hidden}},
		{"secret-hidden", "an earlier one in what is no refusal yet", Example{Operation: "addPet", Status: 399, Body: `{"error":"m1nted-before"}`, Minted: []string{"m1nted-before"}}, []string{"/error: a secret that an earlier answer handed out in the body; " + hidden}},
		{"secret-hidden", "where something is removed", Example{Operation: "dropPet", Body: `{"note":"m1nted-before"}`, Minted: []string{"m1nted-before"}}, []string{"/note: a secret that an earlier answer handed out in the body; " + hidden}},
		{"secret-hidden", "nothing was handed out", Example{Body: `{"name":"Rex"}`}, nil},
		{"secret-hidden", "nothing of what was handed out is shown", Example{Body: `{"name":"Rex"}`, Minted: []string{"m1nted-before"}}, applied},
		{"secret-hidden", "at depth", Example{Body: `{"a":[{"b~/c":"k3y-0f-the-caller"}]}`, Sent: own}, []string{"/a/0/b~0~1c: the caller's own secret in the body; " + hidden}},
		{"secret-hidden", "the second item of a list", Example{Body: `["x","k3y-0f-the-caller"]`, Sent: own}, []string{"/1: the caller's own secret in the body; " + hidden}},
		{"secret-hidden", "the name of a property at depth", Example{Body: `{"a":{"k3y-0f-the-caller":1}}`, Sent: own}, []string{"/a: the caller's own secret in the body; " + hidden}},
		{"secret-hidden", "in capitals that are no ASCII beside it", Example{Body: `{"name":"ÄÖÜ K3Y-0F-THE-CALLER"}`, Sent: own}, []string{"/name: the caller's own secret in the body; " + hidden}},
		{"secret-hidden", "behind an escape elsewhere", Example{Body: `{"a":"x\ny","name":"k3y\u002d0f-the-caller"}`, Sent: own}, []string{"/name: the caller's own secret in the body; " + hidden}},
		{"secret-hidden", "in the second of two fields of one name", Example{Body: `{}`, Header: map[string]string{"X-Debug": "a, k3y-0f-the-caller"}, Sent: own}, []string{": the caller's own secret in the header field X-Debug; " + hidden}},
		{"secret-hidden", "in hexadecimal", Example{Body: `{"name":"6B33792D30662D7468652D63616C6C6572"}`, Sent: own}, []string{"/name: the caller's own secret in the body; " + hidden}},
		{"secret-hidden", "in base64, shifted by a byte", Example{Body: `{"name":"Om0zeS0wZi10aGUtY2FsbGVy"}`, Sent: map[string]string{"X-Key": "m3y-0f-the-caller"}}, []string{"/name: the caller's own secret in the body; " + hidden}},

		{"secret-hidden", "in base64, as short as it is looked for", Example{Body: `{"name":"bTFudGVkLWZpcnN0"}`, Minted: []string{"m1nted-first"}}, []string{"/name: a secret that an earlier answer handed out in the body; " + hidden}},
		{"secret-hidden", "what chance makes of base64", Example{Body: `{"name":"xcmVx"}`, Minted: []string{"s3cret-1"}}, applied},

		{"expected-presence", "what the pack knows", Example{Operation: "findPet", Body: `{"id":"","born":null,"owner":{"mail":"a@example.com"}}`}, []string{`/id: string "" of 0 characters; string of at least 1 character, as the pack knows of the API`}},
		{"expected-presence", "what the examples show", Example{Operation: "findPet", Body: `{"id":"p1","born":null}`}, []string{`/owner: nothing; property "owner", as every example has it`}},

		{"workflow-step", "one at its place", Example{Body: `{"name":"Rex"}`, Criteria: []string{"$response.body#/name == 'Max'"}}, []string{`/name: "Rex" for $response.body#/name; 'Max'`}},
		{
			"workflow-step", "three at one place", Example{Body: `{"name":"Rex"}`, Criteria: []string{"$response.body#/name == 'Max'", "$response.body#/name == 'Moritz'", "$response.body#/name == 'Fido'"}},
			[]string{`/name: "Rex" for $response.body#/name; 'Max' (2 more of the step's criteria fail here)`},
		},
		{
			"workflow-step", "two at one place and one elsewhere", Example{Body: `{"name":"Rex","tag":"a"}`, Criteria: []string{"$response.body#/name == 'Max'", "$response.body#/tag == 'b'", "$response.body#/name == 'Fido'"}},
			[]string{`/name: "Rex" for $response.body#/name; 'Max' (1 more of the step's criteria fail here)`, `/tag: "a" for $response.body#/tag; 'b'`},
		},
		{
			"workflow-step", "an object that is absent, once", Example{Body: `{"name":"Rex"}`, Criteria: []string{"$response.body#/owner/mail == 'a'", "$response.body#/owner/name == 'b'"}},
			[]string{`/owner: nothing for $response.body#/owner/mail; 'a' (1 more of the step's criteria fail here)`},
		},
		{"workflow-step", "the status alone", Example{Status: 404, Body: `{"error":"x"}`, Criteria: []string{"$response.body#/name == 'Max'", "$statusCode == 200", "$response.body#/tag == 'a'"}}, []string{": 404 for $statusCode; 200"}},
		{
			"workflow-step", "each that has no place of its own", Example{Body: `{"name":"Rex"}`, Criteria: []string{"$response.header.X-A == 'a'", "$response.header.X-B == 'b'"}},
			[]string{`: nothing for $response.header.X-A; 'a'`, `: nothing for $response.header.X-B; 'b'`},
		},
		{"workflow-step", "no criteria", Example{Body: `{"name":"Rex"}`}, nil},
	} {
		t.Run(tt.check+" "+tt.name, func(t *testing.T) {
			t.Parallel()
			got := said(check(t, tt.check).Apply(tt.example.subject(t, doc, pack)))
			if (got == nil) != (tt.want == nil) || !slices.Equal(got, tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestExpectedPresence_ClauseIsWhoseWordItIs(t *testing.T) {
	t.Parallel()
	doc, pack := exampleWorld(t)
	for body, want := range map[string]string{
		`{"id":"","born":null,"owner":{"mail":"a@example.com"}}`: "the pack's overlay",
		`{"id":"p1","born":null}`:                                "the document's examples; OpenAPI 3.0.3, section 4.7.14 (Media Type Object)",
	} {
		v := expectedPresence(Example{Operation: "findPet", Body: body}.subject(t, doc, pack))
		if len(v.Faults) != 1 || v.Faults[0].Clause != want {
			t.Errorf("of %s got %+v, want clause %q", body, v.Faults, want)
		}
	}
}

func TestSubject_Absent(t *testing.T) {
	t.Parallel()
	doc, pack := exampleWorld(t)
	for _, tt := range []struct{ name, body, pointer, want string }{
		{"it is there", `{"a":{"b":1}}`, "/a/b", "/a/b"},
		{"its last part is absent", `{"a":{}}`, "/a/b", "/a/b"},
		{"so is what it stands in", `{}`, "/a/b/c", "/a"},
		{"and only a part of that", `{"a":{}}`, "/a/b/c", "/a/b"},
		{"the whole", `{}`, "", ""},
		{"an answer that cannot be read", `{"a":`, "/a/b", "/a/b"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := (Example{Body: tt.body}).subject(t, doc, pack).absent(tt.pointer); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// A credential that the request holds in its body is looked for like one in a header.
func TestSecretHidden_CredentialInTheBody(t *testing.T) {
	t.Parallel()
	doc, pack := exampleWorld(t)
	pack.Credentials[0].Body = "key"
	for _, tt := range []struct {
		name, sent string
		header     string
		want       string // what is found
	}{
		{"in the body", `{"key":"k3y-0f-the-caller"}`, "", "the caller's own secret"},
		{"in the header, whatever the body holds", `{"key":"an0ther-key"}`, "k3y-0f-the-caller", "the caller's own secret"},
		{"a body that cannot be read", `{"key":`, "", ""},
		{"a body without it", `{}`, "", ""},
		{"the wrong one", `{"key":"nobody-s-secret"}`, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := Example{Operation: "addPet", Body: `{"echo":"k3y-0f-the-caller nobody-s-secret"}`}.subject(t, doc, pack)
			s.Call.Body = []byte(tt.sent)
			if tt.header != "" {
				s.Call.Sent.Set("X-Key", tt.header)
			}
			v := secretHidden(s)
			got := ""
			if len(v.Faults) > 0 {
				got, _, _ = strings.Cut(v.Faults[0].Received, " in ")
			}
			if got != tt.want || v.Applied != (tt.want != "") {
				t.Errorf("applied %v and found %q, want %q", v.Applied, got, tt.want)
			}
		})
	}
}

// The criterion that failed stands with the fault, and the promise of a case alone does not make an answer misplaced.
func TestSubject_Misplaced(t *testing.T) {
	t.Parallel()
	doc, pack := exampleWorld(t)
	for _, tt := range []struct {
		name    string
		example Example
		want    bool
	}{
		{"no promise", Example{Operation: "findPet", Body: `{}`}, false},
		{"a promise without a claim", Example{Operation: "findPet", Body: `{}`, Promise: runner.Promise{}}, false},
		{"a promise that is kept", Example{Operation: "findPet", Body: `{}`, Promise: runner.Promise{Claim: "x", Accept: true}}, false},
		{"a promise that is broken", Example{Operation: "findPet", Body: `{}`, Promise: runner.Promise{Claim: "x"}}, true},
		{"a step that wants another status", Example{Operation: "findPet", Body: `{}`, Criteria: []string{"$statusCode == 201"}}, true},
		{"a step that wants another body", Example{Operation: "findPet", Body: `{}`, Criteria: []string{"$response.body#/id == 'x'"}}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tt.example.subject(t, doc, pack).misplaced(); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestAnyItem(t *testing.T) {
	t.Parallel()
	for pointer, want := range map[string]string{"": "", "/a": "/a", "/a/0/b": "/a/*/b", "/12": "/*", "/a1/1a": "/a1/1a", "//0": "//*"} {
		if got := anyItem(pointer); got != want {
			t.Errorf("of %q got %q, want %q", pointer, got, want)
		}
	}
}

// What another method of the path is answered is an error only where the operation lists that very status, or a pack knows what all errors hold.
func TestErrorShape_Level(t *testing.T) {
	t.Parallel()
	doc, pack := exampleWorld(t)
	for _, tt := range []struct {
		name    string
		example Example
		code    string
		warning bool
	}{
		{"the operation's own", Example{Operation: "listPets", Status: 410, Body: `{}`}, "", false},
		{"another method with a status that is not listed", Example{Operation: "listPets", Method: "PUT", Status: 410, Body: `{}`}, "", true},
		{"another method where errors are known to hold a code", Example{Operation: "listPets", Method: "PUT", Status: 410, Body: `{}`}, "/code", false},
		{"another method with one that is", Example{Operation: "listPets", Method: "PUT", Status: 404, Body: `{}`}, "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			own := *pack
			own.ErrorCode = tt.code
			v := errorShape(tt.example.subject(t, doc, &own))
			if len(v.Faults) != 1 || v.Faults[0].Warning != tt.warning {
				t.Errorf("got %+v, want one fault and warning %v", v, tt.warning)
			}
		})
	}
}

// A 404 for a resource that is known to be there is about the operation; one for an id that is made up may be about that.
func TestOperationImplemented_PathParameter(t *testing.T) {
	t.Parallel()
	doc, err := spec.Parse(context.Background(), "pet.yaml", []byte(`openapi: 3.0.3
info: {title: Pets, version: "1"}
paths:
  /pet/{id}/{part}:
    parameters: [{name: part, in: path, required: true, schema: {type: string}}, {name: id, in: path, required: true, schema: {type: string}}]
    get: {operationId: getPart, responses: {"200": {description: a part}}}
  /pet/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {operationId: getPet, responses: {"200": {description: a pet}}}
`), spec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	pack := &packs.Pack{
		Operations: []packs.Operation{{ID: "getPet", Effect: packs.Read, Resource: "pet"}, {ID: "getPart", Effect: packs.Read, Resource: "pet"}},
		Resources:  []packs.Resource{{Name: "pet", Parameter: "{id}"}},
	}
	for _, tt := range []struct {
		operation string
		use       runner.Use
		found     bool
	}{
		{"getPet", runner.UseShared, true},
		{"getPet", runner.UseFresh, true},
		{"getPet", runner.UseUnknown, false},
		{"getPet", runner.UseNone, false},
		{"getPart", runner.UseShared, false}, // the other parameter is made up
	} {
		s := Example{Operation: tt.operation, Status: 404, ContentType: "text/plain", Body: "404 page not found", Promise: runner.Promise{Claim: "positive-data-accepted", Accept: true}}.subject(t, doc, pack)
		s.Case.Use = tt.use
		if v := operationImplemented(s); !v.Applied || (len(v.Faults) > 0) != tt.found {
			t.Errorf("%s with use %q: got %+v, want found %v", tt.operation, tt.use, v, tt.found)
		}
	}
}

// A path that names something by a made up value may lead to nothing: the refusal that says so breaks no promise, and keeps none either.
func TestClaimed_MadeUpPath(t *testing.T) {
	t.Parallel()
	doc, err := spec.Parse(context.Background(), "pets.yaml", []byte(`openapi: 3.0.3
info: {title: Pets, version: "1"}
paths:
  /pets: {get: {operationId: listPets, responses: {"200": {description: pets}, 4XX: {description: refused}}}}
  /pet/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {operationId: getPet, responses: {"200": {description: a pet}, 4XX: {description: refused}}}
  /bare/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {operationId: getBare, responses: {"200": {description: a pet}}}
  /pay:
    post: {operationId: payPet, requestBody: {content: {application/json: {}}}, responses: {"200": {description: paid}, "404": {description: none}, 4XX: {description: refused}}}
`), spec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	known := &packs.Pack{
		Operations: []packs.Operation{{ID: "getPet", Effect: packs.Read, Resource: "pet"}, {ID: "payPet", Effect: packs.Change, Resource: "pet", Parameter: "/pet"}},
		Resources:  []packs.Resource{{Name: "pet", Parameter: "{id}"}},
	}
	for _, tt := range []struct {
		name, operation string
		pack            *packs.Pack
		use             runner.Use
		status          int
		step            bool
		applied, held   bool
	}{
		{"nobody made it", "getPet", &packs.Pack{}, runner.UseNone, 404, false, false, false},
		{"it is gone", "getPet", &packs.Pack{}, runner.UseNone, 410, false, false, false},
		{"another refusal", "getPet", &packs.Pack{}, runner.UseNone, 400, false, true, false},
		{"an answer", "getPet", &packs.Pack{}, runner.UseNone, 200, false, true, true},
		{"the run made it", "getPet", known, runner.UseShared, 404, false, true, false},
		{"no parameter", "listPets", &packs.Pack{}, runner.UseNone, 404, false, true, false},
		{"a refusal that the document does not list", "getBare", &packs.Pack{}, runner.UseNone, 404, false, true, false},
		{"a body may name something", "payPet", &packs.Pack{}, runner.UseNone, 404, false, false, false},
		{"a body that is refused in a way the document lists by range alone", "payPet", &packs.Pack{}, runner.UseNone, 410, false, true, false},
		{"the run made what the body names", "payPet", known, runner.UseShared, 404, false, true, false},
		{"a step knows what it names", "getPet", &packs.Pack{}, runner.UseNone, 404, true, true, false},
	} {
		s := Example{Operation: tt.operation, Status: tt.status, Body: `{}`, Promise: runner.Promise{Claim: "positive-data-accepted", Accept: true}}.subject(t, doc, tt.pack)
		s.Case.Use = tt.use
		if tt.step {
			s.Case.Step = &arazzo.Step{}
		}
		if v := claimed("positive-data-accepted", "accept it")(s); v.Applied != tt.applied || v.Applied && (len(v.Faults) == 0) != tt.held {
			t.Errorf("%s: got %+v, want applied %v and held %v", tt.name, v, tt.applied, tt.held)
		}
	}
}

// Two fields of one name are one list, and what it holds may go from one to the next.
func TestSecretHidden_OverTwoFields(t *testing.T) {
	t.Parallel()
	doc, pack := exampleWorld(t)
	s := Example{Body: `{}`, Sent: map[string]string{"X-Key": "k3y-0f, the-caller"}}.subject(t, doc, pack)
	s.Call.Answer["X-Debug"] = []string{"k3y-0f", "the-caller"}
	if got, want := said(secretHidden(s)), []string{": the caller's own secret in the header field X-Debug; an answer without it"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A case on the wire that either answer suits may be refused with the status that HTTP has for it; no other case may.
func TestStatusDocumented_EitherAnswer(t *testing.T) {
	t.Parallel()
	doc, pack := exampleWorld(t)
	for phase, warning := range map[runner.Phase]bool{runner.PhaseWire: true, runner.PhaseBodies: false} {
		s := Example{Operation: "listPets", Status: 415, Body: `{"error":"what is that"}`}.subject(t, doc, pack)
		s.Case.Phase = phase
		if v := statusDocumented(s); len(v.Faults) != 1 || v.Faults[0].Warning != warning {
			t.Errorf("phase %s: got %+v, want one fault and warning %v", phase, v, warning)
		}
	}
}
