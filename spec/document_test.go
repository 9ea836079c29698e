package spec

import (
	"fmt"
	"strings"
	"testing"
)

func TestDocument_Model(t *testing.T) {
	t.Parallel()
	d := mustDocument(t, `openapi: 3.0.3
info: {title: Pets, version: 1.10}
servers:
  - {url: 'https://{region}.example.com/{base}', description: main, variables: {region: {default: eu, enum: [eu, us]}, base: {default: v1}}}
security: [{key: []}]
paths:
  /b:
    servers: [{url: /path}]
    parameters:
      - {name: shared, in: query, schema: {type: string}}
      - {name: replaced, in: query, schema: {type: string}}
    post:
      operationId: second
      tags: [x, y]
      deprecated: true
      summary: s
      security: []
      servers: [{url: /op}]
      parameters:
        - {name: replaced, in: query, required: true}
        - {$ref: '#/components/parameters/Own'}
        - {$ref: '#/components/parameters/Nope'}
      requestBody: {$ref: '#/components/requestBodies/Body'}
      responses:
        default: {$ref: '#/components/responses/Error'}
        '200': {$ref: '#/components/responses/Nope'}
        2XX: {description: range}
        x-note: {}
    get: {responses: {200: {description: d}}}
  /a: {$ref: '#/x-items/a'}
  x-more: {get: {}}
x-items:
  a: {get: {operationId: first, security: [{key: [], other: [read]}, {}]}}
components:
  parameters: {Own: {name: Own, in: header, example: 1}}
  requestBodies:
    Body:
      required: true
      content:
        application/json:
          schema: {type: object}
          examples: {one: {value: {a: 1}}, two: {$ref: '#/components/examples/Two'}, far: {externalValue: 'http://x'}}
  examples: {Two: {value: [2]}}
  responses:
    Error: {description: d, headers: {X: {$ref: '#/components/headers/X'}}, content: {application/json: {example: {e: 1}}}}
  headers: {X: {required: true, schema: {type: string}}}
  securitySchemes: {key: {type: apiKey, in: header, name: PLAID}, bearer: {type: http, scheme: bearer, bearerFormat: JWT}}
`)
	var got strings.Builder
	fmt.Fprintf(&got, "%s %s %s %s %d %v\n", d.Name, d.OpenAPI, d.Title, d.Version, len(d.SecuritySchemes), d.Is31())
	fmt.Fprintf(&got, "%s %s\n", d.Servers[0].Expand(nil), d.Servers[0].Expand(map[string]string{"region": "us"}))
	for _, op := range d.Operations {
		fmt.Fprintf(&got, "%s: %s %s %v %v %q servers %s\n", op.ID, op.Method, op.Path, op.Tags, op.Deprecated, op.Summary, op.Servers[0].URL)
		for _, p := range op.Parameters {
			fmt.Fprintf(&got, "  %s %s required %v style %s explode %v examples %d\n", p.In, p.Name, p.Required, p.Style, p.Explode, len(p.Examples))
		}
		for _, r := range op.Security {
			for _, s := range r {
				fmt.Fprintf(&got, "  needs %s %v defined %v\n", s.Name, s.Scopes, s.Scheme != nil)
			}
			fmt.Fprintf(&got, "  or\n")
		}
		if b := op.RequestBody; b != nil {
			for _, e := range b.Content[0].Examples {
				fmt.Fprintf(&got, "  body %v %s %s %s\n", b.Required, b.Content[0].Type, e.Name, e.Value.JSON())
			}
		}
		for _, r := range op.Responses {
			fmt.Fprintf(&got, "  %s line %d unresolved %v headers %d content %d\n", r.Status, r.At.Line, r.Unresolved, len(r.Headers), len(r.Content))
		}
	}
	want := `pets.yaml 3.0.3 Pets 1.10 2 false
https://eu.example.com/v1 https://us.example.com/v1
second: POST /b [x y] true "s" servers /op
  query shared required false style form explode true examples 0
  query replaced required true style form explode true examples 0
  header Own required false style simple explode false examples 1
  body true application/json one {"a":1}
  body true application/json two [2]
  default line 25 unresolved false headers 1 content 1
  200 line 26 unresolved true headers 0 content 0
  2XX line 27 unresolved false headers 0 content 0
GET /b: GET /b [] false "" servers /path
  query shared required false style form explode true examples 0
  query replaced required false style form explode true examples 0
  needs key [] defined true
  or
  200 line 29 unresolved false headers 0 content 0
first: GET /a [] false "" servers https://{region}.example.com/{base}
  needs key [] defined true
  needs other [read] defined false
  or
  or
`
	if got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
	post := d.Operation("second")
	for status, want := range map[int]string{200: "200", 201: "2XX", 302: "default"} {
		if r := post.Response(status); r == nil || r.Status != want {
			t.Errorf("status %d: got %+v, want %s", status, r, want)
		}
	}
	if r := d.Operation("GET /b").Response(404); r != nil {
		t.Errorf("got %s for an undeclared status", r.Status)
	}
	if d.Operation("nope") != nil || d.Operation("nope").Response(200) != nil {
		t.Error("an unknown operation was found")
	}
}

func TestDocument_Encoding(t *testing.T) {
	t.Parallel()
	d := bodyDocument(t, "3.0.3", formData, `schema: {type: object}, encoding: {a: {contentType: 'image/png, text/*', headers: {X: {required: true}, Content-Type: {}}}, x-b: {style: pipeDelimited}, c: {explode: false}, d: {allowReserved: true}, e: {}}`)
	var got strings.Builder
	for _, e := range d.Operations[0].RequestBody.Content[0].Encoding {
		fmt.Fprintf(&got, "%s %q types %d headers %d %s explode %v reserved %v styled %v line %d\n", e.Property, e.ContentType, len(e.types), len(e.Headers), e.Style, e.Explode, e.AllowReserved, e.Styled, e.Node.At.Line)
	}
	want := `a "image/png, text/*" types 2 headers 1 form explode true reserved false styled false line 7
x-b "" types 0 headers 0 pipeDelimited explode false reserved false styled true line 7
c "" types 0 headers 0 form explode false reserved false styled true line 7
d "" types 0 headers 0 form explode true reserved true styled true line 7
e "" types 0 headers 0 form explode true reserved false styled false line 7
`
	if got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
}

// A map of headers has names of the document's own choice, so x-request-id is a header there, and no extension.
func TestParse_HeadersMayBeCalledLikeExtensions(t *testing.T) {
	t.Parallel()
	doc, err := Parse(t.Context(), "x.yaml", []byte("openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {/x: {get: {operationId: x, responses: {'200': {description: ok, headers: {x-request-id: {required: true, schema: {type: string}}}}}}}}\n"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	j := doc.JudgeResponse(doc.Operation("x"), Answer{Status: 200})
	if len(j.Faults) != 1 || j.Faults[0].Rule != RuleResponseHeader {
		t.Errorf("got %v, want a fault about the missing header", j.Faults)
	}
}
