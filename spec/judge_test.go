package spec

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"
)

const pets = `openapi: 3.0.3
info: {title: Pets, version: '1'}
paths:
  /pets/{petId}:
    parameters:
      - {name: petId, in: path, required: true, schema: {type: integer, minimum: 1}}
    get:
      operationId: getPet
      parameters:
        - {name: fields, in: query, schema: {type: array, items: {enum: [name, status]}}, explode: false}
        - {name: limit, in: query, required: true, schema: {type: integer}}
        - {name: X-Trace, in: header, schema: {type: string, maxLength: 4}}
        - {name: session, in: cookie, schema: {type: boolean}}
        - {name: filter, in: query, style: deepObject, explode: true, schema: {type: object, properties: {age: {type: integer}}}}
        - {name: where, in: query, content: {application/json: {schema: {type: object, required: [q]}}}}
      responses:
        '200':
          description: ok
          headers:
            X-Rate: {required: true, schema: {type: integer}}
            X-List: {schema: {type: array, items: {type: integer}}}
            Content-Type: {required: true, schema: {type: integer}}
          content:
            application/json: {schema: {$ref: '#/components/schemas/Pet'}}
            text/*: {schema: {type: string, maxLength: 3}}
            application/vnd.pet+json; version=2: {schema: {type: object, required: [v2]}}
        '204': {description: nothing}
        4XX:
          description: bad
          content: {'*/*': {}}
        default: {description: else}
    head:
      responses: {'200': {description: ok, content: {application/json: {}}}}
    post:
      operationId: putPet
      requestBody:
        required: true
        content:
          application/json: {schema: {$ref: '#/components/schemas/Pet'}}
          application/x-www-form-urlencoded: {schema: {type: object, required: [age], properties: {age: {type: integer}, tags: {type: array, items: {type: string}}}}}
      responses:
        '201': {description: made}
        '302': {$ref: '#/components/responses/Nowhere'}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        id: {type: integer, readOnly: true}
        name: {type: string}
        status: {type: string, nullable: true, enum: [ACTIVE, GONE]}
`

func mustDocument(t testing.TB, text string) *Document {
	t.Helper()
	d, err := Parse(context.Background(), "pets.yaml", []byte(text), Options{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func header(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i < len(pairs); i += 2 {
		h.Add(pairs[i], pairs[i+1])
	}
	return h
}

// told writes what a judgement found, one line a fault: rule, place in the body, message, line of the document. Of what packages tape and
// schema find only the keyword is told: their words are theirs to test.
func told(j *Judgement) string {
	var out []string
	for _, f := range j.Faults {
		message := f.Message
		if f.Keyword != "" {
			name, _, _ := strings.Cut(message, "received ")
			message = name + f.Keyword
		}
		line := fmt.Sprintf("%s %s %s (%d)", f.Rule, f.InstancePath, message, f.At.Line)
		if f.Warning {
			line = "warning: " + line
		}
		out = append(out, strings.Join(strings.Fields(line), " "))
	}
	return strings.Join(out, "\n")
}

func TestJudgeResponse(t *testing.T) {
	t.Parallel()
	d := mustDocument(t, pets)
	jsonType := []string{"Content-Type", "application/json", "X-Rate", "1"}
	for _, tt := range []struct {
		name   string
		id     string
		status int
		header []string
		body   string
		want   string
	}{
		{"all is well", "getPet", 200, jsonType, `{"name":"x"}`, ""},
		{"a charset changes nothing", "getPet", 200, []string{"Content-Type", "Application/JSON; charset=UTF-8", "X-Rate", "1"}, `{"name":"x"}`, ""},
		{"a property missing", "getPet", 200, jsonType, `{}`, "response-schema required (48)"},
		{"null where the enum forgets it", "getPet", 200, jsonType, `{"name":"x","status":null}`, "warning: response-schema /status enum (52)"},
		{"a wrong type", "getPet", 200, jsonType, `{"name":1}`, "response-schema /name type (51)"},
		{"an undeclared status has no schema", "putPet", 200, jsonType, `{`, "status-documented received status 200; promised status 201 or 302 (41)\njson-well-formed json-malformed (0)"},
		{"a range takes what is not exact", "getPet", 404, []string{"Content-Type", "image/png"}, "x", ""},
		{"default takes the rest", "getPet", 500, nil, "", ""},
		{"no body where one is declared", "getPet", 200, jsonType, "", "body-present received status 200 without a body; promised a body of type application/json, text/* or application/vnd.pet+json; version=2 (23)"},
		{"a body on 204", "getPet", 204, jsonType, "{}", "body-present received a body of 2 bytes with status 204; promised no body (27)"},
		{"a body for HEAD", "HEAD /pets/{petId}", 200, jsonType, "{}", "body-present received a body of 2 bytes with status 200; promised no body (33)"},
		{"no body for HEAD", "HEAD /pets/{petId}", 200, jsonType, "", ""},
		{"a body where no content is declared", "getPet", 500, jsonType, "{}", `warning: media-type-documented received a body of type "application/json"; promised no body, as no content is declared (31)`},
		{"another media type", "getPet", 200, []string{"Content-Type", "image/png", "X-Rate", "1"}, "x", `media-type-documented received Content-Type "image/png"; promised application/json, text/* or application/vnd.pet+json; version=2 (23)`},
		{"a range of types", "getPet", 200, []string{"Content-Type", "text/plain", "X-Rate", "1"}, "ok", ""},
		{"a text that is too long", "getPet", 200, []string{"Content-Type", "text/plain", "X-Rate", "1"}, "long", "response-schema maxLength (25)"},
		{"a parameter that is asked for", "getPet", 200, []string{"Content-Type", "application/vnd.pet+json;version=2", "X-Rate", "1"}, "{}", "response-schema required (26)"},
		{"a parameter of another value", "getPet", 200, []string{"Content-Type", "application/vnd.pet+json;version=3", "X-Rate", "1"}, "{}", `media-type-documented received Content-Type "application/vnd.pet+json;version=3"; promised application/json, text/* or application/vnd.pet+json; version=2 (23)`},
		{"no media type", "getPet", 404, nil, "x", "media-type-documented received a body without a Content-Type; promised */* (30)"},
		{"a malformed media type", "getPet", 404, []string{"Content-Type", "json"}, "x", `media-type-documented received Content-Type "json"; promised */* (30)`},
		{"two media types", "getPet", 404, []string{"Content-Type", "text/a", "Content-Type", "text/b"}, "x", `media-type-documented received several Content-Type fields that differ; promised */* (30)`},
		{"a header missing", "getPet", 200, []string{"Content-Type", "application/json"}, `{"name":"x"}`, "response-header received status 200 without header X-Rate; promised header X-Rate, as it is required (20)"},
		{"a header of the wrong type", "getPet", 200, []string{"Content-Type", "application/json", "X-Rate", "many"}, `{"name":"x"}`, "response-header header X-Rate: type (20)"},
		{"a header's list", "getPet", 200, append([]string{"X-List", "1, 2", "X-List", "x"}, jsonType...), `{"name":"x"}`, "response-header header X-List: type (21)"},
		{"a name twice", "getPet", 200, jsonType, `{"name":"x","name":"y"}`, "json-well-formed /name json-duplicate-name (0)"},
		{"bytes after the value", "getPet", 200, jsonType, `{"name":"x"} x`, "json-well-formed json-trailing (0)"},
		{"a byte order mark", "getPet", 200, jsonType, "\uFEFF{\"name\":\"x\"}", "json-well-formed json-bom (0)"},
		{"a response that leads nowhere", "putPet", 302, jsonType, `{"a":1}`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			op := d.Operation(tt.id)
			answer := Answer{Status: tt.status, Header: header(tt.header...), Body: []byte(tt.body)}
			j := d.JudgeResponse(op, answer)
			got := told(j)
			if got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
			for _, f := range j.Faults {
				if f.Message == "" || f.Received == "" || f.Promised == "" || f.Fix == "" || f.Clause == "" || !j.Applied(f.Rule) {
					t.Errorf("a fault lacks something, or its rule was not applied: %+v, %v", f, j.Rules())
				}
			}
			if again := d.JudgeResponse(op, answer); !reflect.DeepEqual(j, again) {
				t.Error("the same answer was judged differently the second time")
			}
		})
	}
}

func TestJudgeResponse_RulesThatApplied(t *testing.T) {
	t.Parallel()
	d := mustDocument(t, pets)
	for _, tt := range []struct {
		name   string
		answer Answer
		want   []string
	}{
		{"a whole answer", Answer{Status: 200, Header: header("Content-Type", "application/json", "X-Rate", "1"), Body: []byte(`{"name":"x"}`)},
			[]string{RuleStatusDocumented, RuleBodyPresent, RuleMediaTypeDocumented, RuleResponseHeader, RuleJSONWellFormed, RuleResponseSchema}},
		{"no body", Answer{Status: 204}, []string{RuleStatusDocumented, RuleBodyPresent}},
		{"cut off", Answer{Status: 200, Header: header("Content-Type", "application/json", "X-Rate", "1"), Body: []byte(`{"na`), Truncated: true},
			[]string{RuleStatusDocumented, RuleMediaTypeDocumented, RuleResponseHeader}},
		{"no JSON", Answer{Status: 400, Header: header("Content-Type", "text/html"), Body: []byte(`<p>`)},
			[]string{RuleStatusDocumented, RuleBodyPresent, RuleMediaTypeDocumented}},
	} {
		j := d.JudgeResponse(d.Operation("getPet"), tt.answer)
		if got := j.Rules(); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
		if !j.Holds() {
			t.Errorf("%s: got %s", tt.name, told(j))
		}
	}
}

func TestJudgeResponse_Strict(t *testing.T) {
	t.Parallel()
	d, err := Parse(context.Background(), "pets.yaml", []byte(pets), Options{Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	j := d.JudgeResponse(d.Operation("getPet"), Answer{Status: 200, Header: header("Content-Type", "application/json", "X-Rate", "1"), Body: []byte(`{"name":"x","status":null}`)})
	if len(j.Faults) != 1 || j.Faults[0].Warning || j.Holds() {
		t.Errorf("got %s, want an error", told(j))
	}
}

func TestJudgeResponse_FaultPointsIntoTheDocument(t *testing.T) {
	t.Parallel()
	d := mustDocument(t, pets)
	j := d.JudgeResponse(d.Operation("getPet"), Answer{Status: 200, Header: header("Content-Type", "application/json", "X-Rate", "1"), Body: []byte(`{"name":1}`)})
	want := Fault{
		Rule: "response-schema", Keyword: "type",
		Message: "received number 1 at /name; promised string", Received: "number 1", Promised: "string",
		Fix:          "answer with string at /name, or correct pets.yaml:51 if the document is wrong",
		Clause:       "OpenAPI 3.0.3, section 4.7.24 (Schema Object); JSON Schema Validation draft 5, section 5.21 (type)",
		InstancePath: "/name",
		KeywordPath:  "/paths/~1pets~1{petId}/get/responses/200/content/application~1json/schema/$ref/properties/name/type",
	}
	if len(j.Faults) != 1 {
		t.Fatalf("got %s", told(j))
	}
	got := j.Faults[0]
	at := got.At
	got.At.File, got.At.Line, got.At.Column = "", 0, 0
	if got != want || at.File != "pets.yaml" || at.Line != 51 {
		g, _ := json.MarshalIndent(got, "", " ")
		w, _ := json.MarshalIndent(want, "", " ")
		t.Errorf("got %s at %s\nwant %s at pets.yaml:51", g, at, w)
	}
}

func TestJudgeRequest(t *testing.T) {
	t.Parallel()
	d := mustDocument(t, pets)
	for _, tt := range []struct {
		name, id string
		path     string
		query    string
		header   []string
		body     string
		want     string
	}{
		{"all is well", "getPet", "7", "limit=1&fields=name,status&filter[age]=3&where=%7B%22q%22:1%7D", []string{"X-Trace", "abcd", "Cookie", "session=true"}, "", ""},
		{"a path parameter of the wrong type", "getPet", "x", "limit=1", nil, "", `request-parameter path parameter petId: type (6)`},
		{"a path parameter out of bounds", "getPet", "0", "limit=1", nil, "", `request-parameter path parameter petId: minimum (6)`},
		{"a required one missing", "getPet", "7", "", nil, "", "request-parameter received no query parameter limit; promised one, as it is required (11)"},
		{"a list with a wrong item", "getPet", "7", "limit=1&fields=name,x", nil, "", `request-parameter query parameter fields: enum (10)`},
		{"a header too long", "getPet", "7", "limit=1", []string{"X-Trace", "abcde"}, "", `request-parameter header parameter X-Trace: maxLength (12)`},
		{"a cookie", "getPet", "7", "limit=1", []string{"Cookie", "a=b; session=maybe"}, "", `request-parameter cookie parameter session: type (13)`},
		{"a deep object", "getPet", "7", "limit=1&filter%5Bage%5D=x", nil, "", `request-parameter query parameter filter: type (14)`},
		{"a parameter that holds JSON", "getPet", "7", "limit=1&where=%7B%7D", nil, "", `request-parameter query parameter where: required (15)`},
		{"a parameter that holds broken JSON", "getPet", "7", "limit=1&where=%7B", nil, "", `request-parameter query parameter where: json-malformed (0)`},
		{"a body", "putPet", "7", "", []string{"Content-Type", "application/json"}, `{"name":"x"}`, ""},
		{"no body", "putPet", "7", "", nil, "", "request-body received no body; promised a body of type application/json or application/x-www-form-urlencoded (37)"},
		{"another type", "putPet", "7", "", []string{"Content-Type", "text/plain"}, "x", `request-media-type received Content-Type "text/plain"; promised application/json or application/x-www-form-urlencoded (38)`},
		{"no type", "putPet", "7", "", nil, "{}", `request-media-type received a body without a Content-Type; promised application/json or application/x-www-form-urlencoded (38)`},
		{"broken JSON", "putPet", "7", "", []string{"Content-Type", "application/json"}, "{", `request-json json-malformed (0)`},
		{"a wrong body", "putPet", "7", "", []string{"Content-Type", "application/json"}, "[]", `request-schema type (47)`},
		{"a form", "putPet", "7", "", []string{"Content-Type", "application/x-www-form-urlencoded"}, "age=3&tags=a&tags=1", ""},
		{"a wrong form", "putPet", "7", "", []string{"Content-Type", "application/x-www-form-urlencoded"}, "age=x", `request-schema /age type (40)`},
		{"a nested form is left open", "putPet", "7", "", []string{"Content-Type", "application/x-www-form-urlencoded"}, "age[a]=x", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			j := d.JudgeRequest(d.Operation(tt.id), Ask{PathParameters: map[string]string{"petId": tt.path}, Query: tt.query, Header: header(tt.header...), Body: []byte(tt.body)})
			if got := told(j); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestJudgeResponse_WhatAnObjectLacksIsOneFault(t *testing.T) {
	t.Parallel()
	d := mustDocument(t, head+"  /a:\n    get:\n      operationId: a\n      responses: {'200': {description: d, content: {application/json: {schema: {type: object, required: [a, b, c, a], properties: {b: {type: object, required: [x, y]}}}}}}}\n")
	j := d.JudgeResponse(d.Operations[0], Answer{Status: 200, Header: header("Content-Type", "application/json"), Body: []byte(`{"b": {}}`)})
	got := ""
	for _, f := range j.Faults {
		got += f.InstancePath + ": " + f.Message + " (" + f.KeywordPath[strings.LastIndex(f.KeywordPath, "/schema"):] + ")\n"
	}
	want := `/b: received object without "x", "y" at /b; promised properties "x", "y" (/schema/properties/b/required)
: received object without "a", "c"; promised properties "a", "c" (/schema/required)
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A success that falls under a default about errors is told as what it most often is: the wrong status.
func TestJudgeResponse_SuccessUnderDefault(t *testing.T) {
	t.Parallel()
	d := mustDocument(t, `openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /x:
    post:
      operationId: make
      responses:
        '201': {description: made, content: {application/json: {schema: {type: object}}}}
        default: {description: no, content: {application/problem+json: {schema: {type: object, required: [title]}}}}
`)
	for _, tt := range []struct {
		status          int
		media, promised string
	}{
		{200, "application/problem+json", `property "title", as the response default has it for status 200, which the document does not list`},
		{500, "application/problem+json", `property "title"`},
		{200, "application/json", "application/problem+json, as the response default has it for status 200, which the document does not list"},
		{500, "application/json", "application/problem+json"},
		{200, "", "application/problem+json"},
		{201, "text/plain", "application/json"},
	} {
		h := http.Header{}
		if tt.media != "" {
			h.Set("Content-Type", tt.media)
		}
		if j := d.JudgeResponse(d.Operation("make"), Answer{Status: tt.status, Header: h, Body: []byte("{}")}); len(j.Faults) == 0 || j.Faults[0].Promised != tt.promised || !strings.HasSuffix(j.Faults[0].Message, tt.promised) {
			t.Errorf("%d %s: got %+v, want promised %q", tt.status, tt.media, j.Faults, tt.promised)
		}
	}
}
