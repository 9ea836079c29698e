package diff

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
)

// shop is a document that holds each object of the standard once, as vendors write it. MAYBE stands where null is allowed beside a string.
const shop = `
info: {title: Shop, version: '1'}
servers:
- url: https://api.example/v1
- {url: 'https://{region}.example', variables: {region: {default: eu, enum: [eu, us]}}}
security: [{key: []}]
paths:
  /orders:
    get:
      operationId: listOrders
      parameters:
      - {name: old, in: query, deprecated: true, schema: {type: string}}
      - {name: limit, in: query, schema: {type: integer, maximum: 100}}
      - {name: page, in: query, required: true, schema: {type: integer}}
      - {name: sort_by, in: query, schema: {type: string, enum: [up, down]}}
      - {name: ids, in: query, schema: {type: array, items: {type: string}}}
      - {name: X-Trace-Id, in: header, schema: {type: string}}
      - {name: session, in: cookie, schema: {type: string}}
      responses:
        '200':
          description: ok
          headers: {X-Total: {required: true, schema: {type: integer}}, X-Old: {deprecated: true, schema: {type: string}}}
          links: {next: {operationId: listOrders}}
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Order'}}}}
        '400': {$ref: '#/components/responses/Failed'}
    post:
      operationId: createOrder
      security: [{signed: [read]}]
      requestBody:
        required: true
        content:
          application/json: {schema: {$ref: '#/components/schemas/NewOrder'}}
          application/xml: {schema: {type: string}}
      responses:
        '201': {description: made, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}, text/csv: {schema: {type: string}}}}
        '400': {$ref: '#/components/responses/Failed'}
      callbacks:
        shipped:
          '{$request.body#/note}':
            post:
              requestBody: {required: true, content: {application/json: {schema: {type: object, required: [at], properties: {at: {type: string}, by: {type: string}}}}}}
              responses: {'200': {description: ok}}
  /orders/{order_id}:
    parameters: [{name: order_id, in: path, required: true, schema: {type: string, maxLength: 40}}]
    get:
      operationId: getOrder
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
        '404': {$ref: '#/components/responses/Failed'}
    delete:
      operationId: cancelOrder
      responses: {'204': {description: gone}, '404': {$ref: '#/components/responses/Failed'}}
  /files:
    post:
      operationId: sendFile
      requestBody:
        content:
          multipart/form-data:
            encoding: {tags: {style: form, explode: true}, file: {contentType: text/csv}}
            schema: {type: object, properties: {file: {type: string}, tags: {type: array, items: {type: string}}}}
      responses: {'204': {description: ok}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    signed: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://api.example/t', scopes: {read: r, write: w}}}}
  responses:
    Failed: {description: no, content: {application/json: {schema: {type: object, required: [code], properties: {code: {type: string, enum: [bad, worse]}, text: {type: string}}}}}}
  schemas:
    NewOrder:
      type: object
      additionalProperties: true
      required: [item, amount]
      properties:
        item: {type: string, minLength: 1}
        amount: {type: number, minimum: 0.01}
        gift: {type: boolean}
        note: {MAYBE}
        to: {$ref: '#/components/schemas/Address'}
        pay:
          oneOf: [{$ref: '#/components/schemas/Card'}, {$ref: '#/components/schemas/Bank'}]
          discriminator: {propertyName: kind, mapping: {card: '#/components/schemas/Card', bank: '#/components/schemas/Bank'}}
    Order:
      type: object
      required: [id, state]
      properties:
        id: {type: string, maxLength: 40}
        state: {type: string, enum: [open, paid]}
        total: {type: number}
        shipped_at: {type: string, format: date-time}
        remark: {MAYBE}
        extra: {type: object, properties: {token: {type: boolean}}}
        lines: {type: array, maxItems: 50, items: {type: object, required: [sku], properties: {sku: {type: string}, count: {type: integer, format: int32}}}}
        address: {$ref: '#/components/schemas/Address'}
    Address:
      type: object
      required: [city]
      properties: {city: {type: string}, fax: {type: string, deprecated: true}, zip_code: {type: string, pattern: '^[0-9]{5}$'}}
    Card: {type: object, required: [kind, number], properties: {kind: {type: string, enum: [card]}, number: {type: string}}}
    Bank: {type: object, required: [kind, iban], properties: {kind: {type: string, enum: [bank]}, iban: {type: string}}}
`

// spelled writes what the versions of the standard write each in its own way.
var spelled = map[string]*strings.Replacer{
	"3.0.3": strings.NewReplacer("MAYBE", "type: string, nullable: true", "NULLABLE", "type: number, nullable: true"),
	"3.1.0": strings.NewReplacer("MAYBE", "type: [string, 'null']", "NULLABLE", "type: [number, 'null']"),
}

// shopAs is shop in one version of the standard, with one text in another's place.
func shopAs(t testing.TB, version, from, to string) *spec.Document {
	t.Helper()
	spell := spelled[version].Replace
	text, from, to := "openapi: "+version+spell(shop), spell(from), spell(to)
	if strings.Count(text, from) != 1 && from != "" {
		t.Fatalf("%q stands %d times in the document", from, strings.Count(text, from))
	}
	if from != "" {
		text = strings.Replace(text, from, to, 1)
	}
	doc, err := spec.Parse(context.Background(), "shop.yaml", []byte(text), spec.Options{})
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return doc
}

// edits are what a vendor changes in one go, with the one finding that it is.
var edits = []struct{ name, from, to, want string }{
	{"server moved", "- url: https://api.example/v1", "- url: https://api.example/v2", "wire server-changed"},
	{"server on another host", "- url: https://api.example/v1", "- url: https://shop.example/v1", "wire server-changed"},
	{"server gone", "- url: https://api.example/v1\n", "", "wire server-removed"},
	{"server added", "security: [{key: []}]\n", "- url: https://backup.example\nsecurity: [{key: []}]\n", "compatible server-added"},
	{"server variable's value gone", "enum: [eu, us]", "enum: [eu]", "wire server-variable-value-removed"},
	{"server variable's value renamed", "enum: [eu, us]", "enum: [eu, usa]", "wire server-variable-value-removed"},
	{"server variable's default", "default: eu,", "default: us,", "typed server-variable-default-changed"},
	{"security of all", "security: [{key: []}]\n", "security: [{signed: []}]\n", "wire security-changed"},
	{"security of one", "security: [{signed: [read]}]", "security: [{signed: [read, write]}]", "wire security-changed"},
	{"key moved", "in: header, name: X-Key", "in: query, name: key", "wire security-changed"},
	{"key called otherwise", "name: X-Key", "name: X-Api-Key", "wire security-changed"},
	{"path moved", "  /files:", "  /uploads:", "wire operation-moved"},
	{"path parameter renamed", "  /orders/{order_id}:\n    parameters: [{name: order_id", "  /orders/{id}:\n    parameters: [{name: id", "compatible path-parameter-renamed"},
	{"operation gone", "    delete:\n      operationId: cancelOrder\n      responses: {'204': {description: gone}, '404': {$ref: '#/components/responses/Failed'}}\n", "", "wire operation-removed"},
	{"method", "    delete:\n", "    patch:\n", "wire operation-moved"},
	{"operationId", "operationId: cancelOrder", "operationId: removeOrder", "typed operation-id-renamed"},
	{"operation deprecated", "operationId: cancelOrder", "operationId: cancelOrder\n      deprecated: true", "compatible operation-deprecated"},
	{"query parameter renamed", "name: sort_by, in: query", "name: sortBy, in: query", "typed request-parameter-renamed"},
	{"required query parameter renamed", "name: page, in: query", "name: pages, in: query", "wire request-parameter-renamed"},
	{"header parameter renamed", "name: X-Trace-Id", "name: X-Request-Trace-Id", "typed request-parameter-renamed"},
	{"cookie parameter renamed", "name: session", "name: session_id", "typed request-parameter-renamed"},
	{"parameter gone", "      - {name: session, in: cookie, schema: {type: string}}\n", "", "typed request-parameter-removed"},
	{"parameter added", "      - {name: session,", "      - {name: lang, in: query, schema: {type: string}}\n      - {name: session,", "compatible request-parameter-added"},
	{"required parameter added", "      - {name: session,", "      - {name: lang, in: query, required: true, schema: {type: string}}\n      - {name: session,", "wire request-parameter-required-added"},
	{"parameter required", "name: limit, in: query", "name: limit, in: query, required: true", "wire request-parameter-became-required"},
	{"parameter optional", "in: query, required: true, schema", "in: query, schema", "typed request-parameter-became-optional"},
	{"parameter in a header", "name: sort_by, in: query", "name: sort_by, in: header", "wire request-parameter-moved"},
	{"parameter written otherwise", "name: ids, in: query", "name: ids, in: query, explode: false", "wire request-parameter-style-changed"},
	{"parameter's maximum", "maximum: 100", "maximum: 50", "wire request-maximum-narrowed"},
	{"parameter's type", "type: integer, maximum: 100", "type: string", "compatible request-type-widened"},
	{"parameter's values", "enum: [up, down]", "enum: [up]", "wire request-enum-value-removed"},
	{"parameter's value renamed", "enum: [up, down]", "enum: [up, downs]", "wire request-enum-value-renamed"},
	{"parameter's values all others", "enum: [up, down]", "enum: [asc, desc]", "wire request-enum-value-replaced"},
	{"parameter's type and values", "type: string, enum: [up, down]", "type: integer, enum: [1, 2]", "wire request-type-narrowed"},
	{"parameter's type, with values", "type: string, enum: [up, down]", "type: boolean", "wire request-type-narrowed"},
	{"parameter's type, values given", "in: query, schema: {type: array, items: {type: string}}", "in: query, schema: {type: array, items: {type: integer, enum: [1]}}", "wire request-type-narrowed"},
	{"path parameter's length", "required: true, schema: {type: string, maxLength: 40}", "required: true, schema: {type: string, maxLength: 20}", "wire request-max-length-narrowed"},
	{"body optional", "requestBody:\n        required: true\n        content:\n          application/json", "requestBody:\n        content:\n          application/json", "typed request-body-became-optional"},
	{"body required", "requestBody:\n        content:\n          multipart", "requestBody:\n        required: true\n        content:\n          multipart", "wire request-body-became-required"},
	{"media type of a request gone", "          application/xml: {schema: {type: string}}\n", "", "wire request-media-type-removed"},
	{"media type of a request changed", "application/xml: {schema: {type: string}}", "text/xml: {schema: {type: string}}", "wire request-media-type-changed"},
	{"media type of an answer gone", ", text/csv: {schema: {type: string}}", "", "unpromised response-media-type-removed"},
	{"media type of an answer changed", "text/csv: {schema: {type: string}}", "text/tab-separated-values: {schema: {type: string}}", "wire response-media-type-changed"},
	{"style of a form", "style: form, explode: true", "style: form, explode: false", "wire encoding-changed"},
	{"content type of a part", "contentType: text/csv", "contentType: application/xml", "wire encoding-changed"},
	{"success changed", "{'204': {description: gone}", "{'200': {description: gone}", "wire response-success-status-changed"},
	{"failure changed", "'404': {$ref: '#/components/responses/Failed'}\n    delete", "'410': {$ref: '#/components/responses/Failed'}\n    delete", "typed response-status-changed"},
	{"status added", "{'204': {description: gone}", "{'202': {description: later}, '204': {description: gone}", "typed response-status-added"},
	{"statuses as a range", "        '201': {description: made", "        '2XX': {description: made", "typed response-status-added"},
	{"header of an answer gone", "{X-Total: {required: true, schema: {type: integer}}, ", "{", "wire response-header-removed"},
	{"header of an answer renamed", "X-Total:", "X-Total-Count:", "wire response-header-renamed"},
	{"header of an answer optional", "X-Total: {required: true, ", "X-Total: {", "wire response-header-became-optional"},
	{"header's type", "X-Total: {required: true, schema: {type: integer}}", "X-Total: {required: true, schema: {type: number}}", "wire response-type-widened"},
	{"link gone", "          links: {next: {operationId: listOrders}}\n", "", "typed response-link-removed"},
	{"link renamed", "links: {next:", "links: {following:", "typed response-link-renamed"},
	{"callback gone", callbackText, "", "unpromised callback-removed"},
	{"callback's property gone", ", by: {type: string}}", "}", "unpromised response-property-removed"},
	{"callback at another address", "{$request.body#/note}", "{$request.query.u}", "unpromised callback-moved"},
	{"error's value", "enum: [bad, worse]", "enum: [bad, worse, worst]", "typed response-enum-value-added"},
	{"request's property required", "required: [item, amount]", "required: [item, amount, note]", "wire request-property-became-required"},
	{"request's property optional", "required: [item, amount]", "required: [item]", "typed request-property-became-optional"},
	{"request's property gone", "        gift: {type: boolean}\n", "", "typed request-property-removed"},
	{"request's property renamed", "        gift: ", "        gifts: ", "typed request-property-renamed"},
	{"request's required property renamed", "[item, amount]\n      properties:\n        item:", "[items, amount]\n      properties:\n        items:", "wire request-property-renamed"},
	{"request's property added and required", "[item, amount]\n      properties:\n", "[item, amount, unit]\n      properties:\n        unit: {type: string}\n", "wire request-property-required-added"},
	{"request closed", "additionalProperties: true", "additionalProperties: false", "wire request-additional-properties-forbidden"},
	{"request closed, with a property more", "additionalProperties: true\n      required: [item, amount]\n      properties:\n", "additionalProperties: false\n      required: [item, amount]\n      properties:\n        unit: {type: string}\n", "wire request-additional-properties-forbidden"},
	{"request's property nested", "        gift: {type: boolean}\n        note: {MAYBE}\n", "        extras: {type: object, properties: {gift: {type: boolean}, note: {MAYBE}}}\n", "typed request-property-moved"},
	{"request's required properties nested", "required: [item, amount]\n      properties:\n        item: {type: string, minLength: 1}\n        amount: {type: number, minimum: 0.01}\n", "required: [what]\n      properties:\n        what: {type: object, required: [item, amount], properties: {item: {type: string, minLength: 1}, amount: {type: number, minimum: 0.01}}}\n", "wire request-property-moved"},
	{"request's property not null any more", "note: {MAYBE}", "note: {type: string}", "wire request-nullable-removed"},
	{"request's bound", "minimum: 0.01", "minimum: 1", "wire request-minimum-narrowed"},
	{"request's bound exclusive", "minimum: 0.01", "minimum: 0.01, multipleOf: 0.01", "wire request-multiple-of-narrowed"},
	{"alternative gone", "[{$ref: '#/components/schemas/Card'}, {$ref: '#/components/schemas/Bank'}]\n          discriminator: {propertyName: kind, mapping: {card: '#/components/schemas/Card', bank: '#/components/schemas/Bank'}}", "[{$ref: '#/components/schemas/Card'}]\n          discriminator: {propertyName: kind, mapping: {card: '#/components/schemas/Card'}}", "wire request-alternative-removed"},
	{"alternative's tag renamed", "enum: [bank]", "enum: [banks]", "wire request-enum-value-renamed"},
	{"shared pattern", "^[0-9]{5}$", "^[0-9]{4,5}$", "wire response-pattern-widened"},
	{"shared property renamed", "zip_code:", "zipCode:", "unpromised response-property-renamed"},
	{"answer's property gone", "        total: {type: number}\n", "", "unpromised response-property-removed"},
	{"answer's required property gone", "required: [id, state]\n      properties:\n        id: {type: string, maxLength: 40}\n", "required: [state]\n      properties:\n", "wire response-property-removed"},
	{"answer's property renamed", "        shipped_at:", "        shippedAt:", "unpromised response-property-renamed"},
	{"answer's property optional", "required: [id, state]", "required: [id]", "wire response-property-became-optional"},
	{"answer's property null", "total: {type: number}", "total: {NULLABLE}", "wire response-nullable-added"},
	{"answer's value added", "enum: [open, paid]", "enum: [open, paid, lost]", "typed response-enum-value-added"},
	{"answer's type", "total: {type: number}", "total: {type: string}", "wire response-type-widened"},
	{"answer's values all others", "enum: [open, paid]", "enum: [begun, done]", "typed response-enum-value-replaced"},
	{"answer's type, with its format", "shipped_at: {type: string, format: date-time}", "shipped_at: {type: integer, format: int64}", "wire response-type-widened"},
	{"answer's type, with values", "state: {type: string, enum: [open, paid]}", "state: {type: integer}", "wire response-type-widened"},
	{"answer's length", "id: {type: string, maxLength: 40}", "id: {type: string, maxLength: 80}", "wire response-max-length-widened"},
	{"answer's format", "format: date-time", "format: date", "wire response-format-widened"},
	{"answer's format that nobody checks", "sku: {type: string}", "sku: {type: string, format: sku}", "typed response-format-changed"},
	{"request's format that nobody checks", "item: {type: string, minLength: 1}", "item: {type: string, minLength: 1, format: name}", "typed request-format-changed"},
	{"answer's whole number longer", "format: int32", "format: int64", "wire response-format-widened"},
	{"answer's number", "total: {type: number}", "total: {type: integer}", "typed response-type-narrowed"},
	{"answer's list", "maxItems: 50", "maxItems: 100", "wire response-max-items-widened"},
	{"answer's list in an object", "schema: {type: array, items: {$ref: '#/components/schemas/Order'}}", "schema: {type: object, properties: {data: {type: array, items: {$ref: '#/components/schemas/Order'}}}}", "wire response-type-widened"},
	{"answer's part gone", "properties: {sku: {type: string}, count: {type: integer, format: int32}}", "properties: {sku: {type: string}}", "unpromised response-property-removed"},
	{"answer's properties nested", "        total: {type: number}\n        shipped_at: {type: string, format: date-time}\n", "        status: {type: object, properties: {total: {type: number}, shipped_at: {type: string, format: date-time}}}\n", "unpromised response-property-moved"},
	{"answer's properties moved into an object", "        shipped_at: {type: string, format: date-time}\n        remark: {MAYBE}\n        extra: {type: object, properties: {", "        extra: {type: object, properties: {shipped_at: {type: string, format: date-time}, remark: {MAYBE}, ", "unpromised response-property-moved"},
	{"answer's property one of many", "address: {$ref: '#/components/schemas/Address'}", "address: {type: array, items: {$ref: '#/components/schemas/Address'}}", "wire response-type-widened"},
	{"answer's property another thing", "address: {$ref: '#/components/schemas/Address'}", "address: {type: string}", "wire response-type-widened"},
	{"property deprecated", "gift: {type: boolean}", "gift: {type: boolean, deprecated: true}", "compatible schema-deprecated"},
	{"property deprecated, with its sunset", "gift: {type: boolean}", "gift: {type: boolean, deprecated: true, x-sunset: '2030-01-01'}", "compatible schema-deprecated"},
	{"property not deprecated any more", "fax: {type: string, deprecated: true}", "fax: {type: string}", "compatible schema-reactivated"},
	{"property not deprecated, in words", "gift: {type: boolean}", "gift: {type: boolean, deprecated: false}", ""},
	{"parameter deprecated", "{name: limit,", "{name: limit, deprecated: true,", "compatible parameter-deprecated"},
	{"parameter not deprecated any more", "{name: old, in: query, deprecated: true,", "{name: old, in: query,", "compatible parameter-reactivated"},
	{"parameters in another order", "      - {name: old, in: query, deprecated: true, schema: {type: string}}\n      - {name: limit, in: query, schema: {type: integer, maximum: 100}}\n", "      - {name: limit, in: query, schema: {type: integer, maximum: 100}}\n      - {name: old, in: query, deprecated: true, schema: {type: string}}\n", ""},
	{"header deprecated", "X-Total: {required: true,", "X-Total: {deprecated: true, required: true,", "compatible header-deprecated"},
	{"header not deprecated any more", "X-Old: {deprecated: true, ", "X-Old: {", "compatible header-reactivated"},
	{"schema deprecated", "    Card: {type: object,", "    Card: {deprecated: true, type: object,", "compatible schema-deprecated"},
	{"nothing", "", "", ""},
}

var callbackText = shop[strings.Index(shop, "      callbacks:"):strings.Index(shop, "  /orders/{order_id}:")]

func TestCompare_OneEditOneFinding(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"3.0.3", "3.1.0"} {
		base := shopAs(t, version, "", "")
		one := 0
		for _, tt := range edits {
			r, err := Compare(base, shopAs(t, version, tt.from, tt.to), Options{})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range r.Findings {
				got = append(got, fmt.Sprint(f.Class, " ", f.Rule))
				if f.Class == reports.ClassWire && f.Witness == nil {
					t.Errorf("%s: %s has no witness", tt.name, f.Rule)
				}
			}
			if len(got) == 1 {
				one++
			}
			if strings.Join(got, " + ") != tt.want {
				t.Errorf("%s %s: got %q, want %q\n%s", version, tt.name, got, tt.want, tell(r))
			}
		}
		t.Logf("%s: %d of %d give exactly one finding", version, one, len(edits))
	}
}
