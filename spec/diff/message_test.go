package diff

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
)

// parse reads the paths, and what else stands beside them, of a document.
func parse(t testing.TB, name, rest string) *spec.Document {
	t.Helper()
	text := "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n" + rest
	doc, err := spec.Parse(context.Background(), name, []byte(text), spec.Options{})
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return doc
}

// op is a document of one operation GET /x with fields of its own.
func op(fields string) string {
	return "servers: [{url: https://a.example}]\npaths: {/x: {get: {operationId: x, responses: {'200': {description: ok}}, " + fields + "}}}"
}

// answer is a document of one operation whose answers are given.
func answer(responses string) string {
	return "paths: {/x: {get: {operationId: x, responses: {" + responses + "}}}}"
}

// query, inPath, field, form, parts and as are documents with a schema, given by its members, in a place where scalars are text.
func query(members string) string {
	return op("parameters: [{name: q, in: query, schema: {" + members + "}}]")
}

func inPath(members string) string {
	return "paths: {'/x/{p}': {get: {operationId: x, parameters: [{name: p, in: path, required: true, schema: {" + members + "}}], responses: {}}}}"
}

func field(members string) string {
	return answer("'200': {description: ok, headers: {X-A: {required: true, schema: {" + members + "}}}}")
}

// encoded is a form with a list a and a text b, and encodings; partEncoded one of parts with a content type for a.
func encoded(encoding string) string {
	return op("requestBody: {required: true, content: {application/x-www-form-urlencoded: {encoding: " + encoding + ", schema: {type: object, properties: {a: {type: array, items: {type: string}}, b: {type: string}}}}}}")
}

func partEncoded(contentType string) string {
	return op("requestBody: {required: true, content: {multipart/form-data: {encoding: {a: {contentType: " + contentType + "}}, schema: {type: object, properties: {a: {type: string}}}}}}")
}

func form(members string) string {
	return as("application/x-www-form-urlencoded", "type: object, properties: {a: {"+members+"}}")
}

func parts(members string) string {
	return as("multipart/form-data", "type: object, properties: {a: {"+members+"}}")
}

func as(mediaType, members string) string {
	return op("requestBody: {required: true, content: {" + mediaType + ": {schema: {" + members + "}}}}")
}

// answerAs is a document whose answer has a media type; served one of an operation with a server.
func answerAs(mediaType string) string {
	return answer("'200': {description: ok, content: {'" + mediaType + "': {schema: {type: object}}}}")
}

func served(server, path string) string {
	parameters := "[]"
	if strings.Contains(path, "{i}") {
		parameters = "[{name: i, in: path, required: true, schema: {type: integer}}]"
	}
	return "servers: [{url: '" + server + "'}]\npaths: {'" + path + "': {get: {operationId: x, parameters: " + parameters + ", responses: {}}}}"
}

// asks is a document of one operation that takes a body, answers one of an operation that has it for an answer.
func asks(schema string) string {
	return op("requestBody: {required: true, content: {application/json: {schema: " + schema + "}}}")
}

func answers(schema string) string {
	return answer("'200': {description: ok, content: {application/json: {schema: " + schema + "}}}")
}

// pets are two alternatives with a discriminator; petSchemas what they refer to.
func pets(property, mapping string) string {
	return "{oneOf: [{$ref: '#/components/schemas/C'}, {$ref: '#/components/schemas/D'}], discriminator: {propertyName: " + property + ", mapping: {" + mapping + "}}}"
}

const petSchemas = "\ncomponents: {schemas: {C: {type: object, required: [kind, sort, claws]}, D: {type: object, required: [kind, sort, teeth], not: {required: [claws]}}}}"

const anObject = `{type: object, properties: {p: {type: string}}}`

// messageRow is a change outside of schemas, or of where schemas stand: what is found, as class and rule; empty for nothing.
type messageRow struct{ name, base, revision, want string }

var messages = slices.Concat(lineRows, sentRows)

// lineRows are changes of what a client asks and is answered.
var lineRows = []messageRow{
	{"success of a range to one", answer("'2XX': {description: ok}"), answer("'200': {description: ok}"), "compatible response-status-removed"},
	{"success of one range gone", answer("'2XX': {description: ok}"), answer("'400': {description: no}"), "unpromised response-success-status-removed"},
	{"any type of answer to one", answer("'200': {description: ok, content: {'*/*': {schema: {type: string}}}}"), answer("'200': {description: ok, content: {application/json: {schema: {type: string}}}}"), "compatible response-media-type-narrowed"},
	{"any type of answer to one, and null too", answer("'200': {description: ok, content: {'*/*': {schema: {type: string}}}}"), answer("'200': {description: ok, content: {application/json: {schema: {type: [string, 'null']}}}}"), "wire response-nullable-added"},
	{"server spelt otherwise", "servers: [{url: 'HTTPS://A.example:443/v1'}]\npaths: {/x: {get: {operationId: x, responses: {}}}}", "servers: [{url: 'https://a.example/v1'}]\npaths: {/x: {get: {operationId: x, responses: {}}}}", ""},
	{"server on another port", "servers: [{url: 'https://a.example:444/v1'}]\npaths: {/x: {get: {operationId: x, responses: {}}}}", "servers: [{url: 'https://a.example/v1'}]\npaths: {/x: {get: {operationId: x, responses: {}}}}", "wire server-changed"},
	{"operation removed", "paths: {/x: {get: {operationId: x, responses: {}}}}", "paths: {}", "wire operation-removed"},
	{"deprecated operation removed", "paths: {/x: {get: {operationId: x, deprecated: true, responses: {}}}}", "paths: {}", "wire operation-removed"},
	{"operation added", "paths: {}", "paths: {/x: {get: {operationId: x, responses: {}}}}", "compatible operation-added"},
	{"operation moved", "paths: {/x: {get: {operationId: x, responses: {}}}}", "paths: {/y: {get: {operationId: x, responses: {}}}}", "wire operation-moved"},
	{"method changed", "paths: {/x: {get: {operationId: x, responses: {}}}}", "paths: {/x: {post: {operationId: x, responses: {}}}}", "wire operation-moved"},
	{"operationId renamed", "paths: {/x: {get: {operationId: x, responses: {}}}}", "paths: {/x: {get: {operationId: y, responses: {}}}}", "typed operation-id-renamed"},
	{"operation not deprecated any more", op("deprecated: true"), op("deprecated: false"), "compatible operation-reactivated"},
	{"parameter not empty any more", op("parameters: [{name: q, in: query, allowEmptyValue: true, schema: {type: string}}]"), op("parameters: [{name: q, in: query, schema: {type: string}}]"), "unproven request-parameter-writing-narrowed"},
	{"media type of a request changed", op("requestBody: {content: {application/json: {schema: {type: object}}}}"), op("requestBody: {content: {text/plain: {schema: {type: string}}}}"), "wire request-media-type-changed"},
	{"optional body added", op("tags: []"), op("requestBody: {content: {application/json: {schema: {type: object}}}}"), "compatible request-body-added"},
	{"link added", answer("'200': {description: ok}"), answer("'200': {description: ok, links: {next: {operationId: x}}}"), "compatible response-link-added"},
	{"default of a server variable", op("servers: [{url: 'https://{r}.a.example', variables: {r: {default: eu, enum: [eu, us]}}}]"), op("servers: [{url: 'https://{r}.a.example', variables: {r: {default: us, enum: [eu, us]}}}]"), "typed server-variable-default-changed"},
	{"discriminator of what is sent", asks(pets("kind", "c: '#/components/schemas/C'")) + petSchemas, asks(pets("sort", "c: '#/components/schemas/C'")) + petSchemas, "typed request-discriminator-changed"},
	{"discriminator of what comes", answers(pets("kind", "c: '#/components/schemas/C'")) + petSchemas, answers(pets("sort", "c: '#/components/schemas/C'")) + petSchemas, "typed response-discriminator-changed"},
	{"mapping of what is sent", asks(pets("kind", "c: '#/components/schemas/C'")) + petSchemas, asks(pets("kind", "cat: '#/components/schemas/C'")) + petSchemas, "typed request-discriminator-mapping-changed"},
	{"operation deprecated", op("deprecated: false"), op("deprecated: true"), "compatible operation-deprecated"},
	{"path parameter renamed", "paths: {'/x/{a}': {get: {operationId: x, parameters: [{name: a, in: path, required: true, schema: {type: string}}], responses: {}}}}",
		"paths: {'/x/{b}': {get: {operationId: x, parameters: [{name: b, in: path, required: true, schema: {type: string}}], responses: {}}}}", "compatible path-parameter-renamed"},
	{"parameter required", op("parameters: [{name: q, in: query, schema: {type: string}}]"), op("parameters: [{name: q, in: query, required: true, schema: {type: string}}]"), "wire request-parameter-became-required"},
	{"parameter optional", op("parameters: [{name: q, in: query, required: true, schema: {type: string}}]"), op("parameters: [{name: q, in: query, schema: {type: string}}]"), "typed request-parameter-became-optional"},
	{"required parameter added", op("parameters: []"), op("parameters: [{name: q, in: query, required: true, schema: {type: string}}]"), "wire request-parameter-required-added"},
	{"optional parameter added", op("parameters: []"), op("parameters: [{name: q, in: query, schema: {type: string}}]"), "compatible request-parameter-added"},
	{"parameter removed", op("parameters: [{name: q, in: query, schema: {type: string}}]"), op("parameters: []"), "typed request-parameter-removed"},
	{"parameter moved", op("parameters: [{name: q, in: query, schema: {type: string}}]"), op("parameters: [{name: q, in: header, schema: {type: string}}]"), "wire request-parameter-moved"},
	{"parameter narrowed", op("parameters: [{name: q, in: query, schema: {type: integer}}]"), op("parameters: [{name: q, in: query, schema: {type: integer, maximum: 9}}]"), "wire request-maximum-narrowed"},
	{"query integer to string", query("type: integer"), query("type: string"), "compatible request-type-widened"},
	{"query string to integer", query("type: string"), query("type: integer"), "wire request-type-narrowed"},
	{"query boolean to its texts", query("type: boolean"), query("type: string, enum: ['true', 'false']"), "typed request-type-widened"},
	{"query numbers to their texts", query("type: integer, enum: [1, 2]"), query("type: string, enum: ['1', '2']"), "typed request-type-widened"},
	{"query integer to a short string", query("type: integer"), query("type: string, maxLength: 3"), "wire request-type-narrowed"},
	{"query of any type to a bound", query(""), query("maximum: 5"), ""},
	{"query bound without a type", query("maximum: 9"), query("maximum: 5"), ""},
	{"query length without a type", query(""), query("maxLength: 5"), "wire request-schema-changed"},
	{"query integer to integer or string", query("type: integer"), query("type: [integer, string]"), "compatible request-type-widened"},
	{"query alternatives", query("anyOf: [{type: string}, {type: integer}]"), query("type: string"), ""},
	{"query list of integers to strings", query("type: array, items: {type: integer}"), query("type: array, items: {type: string}"), "compatible request-type-widened"},
	{"query list of strings to integers", query("type: array, items: {type: string}"), query("type: array, items: {type: integer}"), "wire request-type-narrowed"},
	{"query string to a list of them", query("type: string"), query("type: array, items: {type: string}"), "compatible request-type-widened"},
	{"query string to a list of integers", query("type: string"), query("type: array, items: {type: integer}"), "wire request-type-narrowed"},
	{"query list takes more at least", query("type: array, items: {type: string}"), query("type: array, items: {type: string}, minItems: 2"), "wire request-min-items-narrowed"},
	{"query null to none, as text", query("type: [string, 'null']"), query("type: string"), "compatible request-nullable-removed"},
	{"query null to none, as a number", query("type: [integer, 'null']"), query("type: integer"), "wire request-nullable-removed"},
	{"parameter of a path that does not hold it", op("parameters: [{name: p, in: path, required: true, schema: {type: string}}]"), op("parameters: [{name: p, in: path, required: true, schema: {type: integer}}]"), ""},
	{"list of a form repeated, then not", encoded("{a: {style: form, explode: true}}"), encoded("{a: {style: form, explode: false}}"), "wire encoding-changed"},
	{"list of a form with commas, then repeated", encoded("{a: {style: form, explode: false}}"), encoded("{}"), "wire encoding-changed"},
	{"list of a form parted by pipes", encoded("{a: {style: form, explode: false}}"), encoded("{a: {style: pipeDelimited, explode: false}}"), "wire encoding-changed"},
	{"encoding of a value that is one", encoded("{b: {style: form, explode: true}}"), encoded("{b: {style: form, explode: false}}"), ""},
	{"header of a part required", partEncoded("text/csv, headers: {X-P: {schema: {type: string}}}"), partEncoded("text/csv, headers: {X-P: {required: true, schema: {type: string}}}"), "wire encoding-changed"},
	{"header of a part not required", partEncoded("text/csv, headers: {X-P: {required: true, schema: {type: string}}}"), partEncoded("text/csv, headers: {X-P: {schema: {type: string}}}"), ""},
	{"answer's header exploded", field("type: object, properties: {a: {type: string}}"), strings.Replace(field("type: object, properties: {a: {type: string}}"), "required: true,", "required: true, explode: true,", 1), "unproven response-header-style-changed"},
	{"answer's header of a list exploded", field("type: array, items: {type: string}"), strings.Replace(field("type: array, items: {type: string}"), "required: true,", "required: true, explode: true,", 1), ""},
	{"answer's header as JSON", field("type: object, properties: {a: {type: string}}"), answer("'200': {description: ok, headers: {X-A: {required: true, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}}}"), "unproven response-header-style-changed"},
	{"answer's header of JSON", answer("'200': {description: ok, headers: {X-A: {required: true, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}}}"),
		answer("'200': {description: ok, headers: {X-A: {required: true, content: {application/json: {schema: {type: object, properties: {a: {type: integer}}}}}}}}"), "wire response-type-widened"},
	{"success of one to a range, and default", answer("'200': {description: ok, content: {application/json: {schema: {type: string}}}}, default: {description: no, content: {application/json: {schema: {type: object}}}}"),
		answer("2XX: {description: ok, content: {application/json: {schema: {type: string}}}}, default: {description: no, content: {application/json: {schema: {type: object}}}}"), "typed response-status-added"},
	{"success of a range to one, and default", answer("2XX: {description: ok, content: {application/json: {schema: {type: string}}}}, default: {description: no, content: {application/json: {schema: {type: object}}}}"),
		answer("'200': {description: ok, content: {application/json: {schema: {type: string}}}}, default: {description: no, content: {application/json: {schema: {type: object}}}}"), "compatible response-status-removed"},
	{"query of floats to doubles", query("type: number, format: double"), query("type: number, format: float"), "typed request-format-narrowed"},
	{"query of longs to integers", query("type: integer, format: int64"), query("type: integer, format: int32"), "wire request-format-narrowed"},
	{"content type of a part", partEncoded("text/csv"), partEncoded("application/xml"), "wire encoding-changed"},
	{"content types of a part, more", partEncoded("text/csv"), partEncoded("'text/csv, application/xml'"), "compatible encoding-changed"},
	{"query as JSON integer to string", op("parameters: [{name: q, in: query, content: {application/json: {schema: {type: integer}}}}]"), op("parameters: [{name: q, in: query, content: {application/json: {schema: {type: string}}}}]"), "wire request-type-narrowed"},
	{"path integer to string", inPath("type: integer"), inPath("type: string"), "compatible request-type-widened"},
	{"query integer to a length without a type", query("type: integer"), query("maxLength: 2"), "wire request-type-narrowed"},
	{"path may not be empty", inPath("type: string"), inPath("type: string, minLength: 1"), ""},
	{"query may not be empty", query("type: string"), query("type: string, minLength: 1"), "wire request-min-length-narrowed"},
	{"path string to integer", inPath("type: string"), inPath("type: integer"), "wire request-type-narrowed"},
	{"answer's header string to integer", field("type: string"), field("type: integer"), "typed response-type-narrowed"},
	{"answer's header integer to string", field("type: integer"), field("type: string"), "wire response-type-widened"},
	{"answer's header bound without a type", field("maximum: 9"), field("maximum: 10"), ""},
	{"form integer to string", form("type: integer"), form("type: string"), "compatible request-type-widened"},
	{"form string to integer", form("type: string"), form("type: integer"), "wire request-type-narrowed"},
	{"form list of integers to strings", form("type: array, items: {type: integer}"), form("type: array, items: {type: string}"), "compatible request-type-widened"},
	{"form integer within an object to string", form("type: object, properties: {b: {type: integer}}"), form("type: object, properties: {b: {type: string}}"), "unproven request-type-narrowed"},
	{"parts integer to string", parts("type: integer"), parts("type: string"), "compatible request-type-widened"},
	{"parts string to integer", parts("type: string"), parts("type: integer"), "wire request-type-narrowed"},
	{"parts integer within an object to string", parts("type: object, properties: {b: {type: integer}}"), parts("type: object, properties: {b: {type: string}}"), "wire request-type-narrowed"},
	{"text integer to string", as("text/plain", "type: integer"), as("text/plain", "type: string"), "compatible request-type-widened"},
	{"text string to integer", as("text/plain", "type: string"), as("text/plain", "type: integer"), "wire request-type-narrowed"},
	{"text object", as("text/plain", "type: object, properties: {b: {type: integer}}"), as("text/plain", "type: object, properties: {b: {type: integer, maximum: 1}}"), "unproven request-maximum-narrowed"},
	{"header parameter narrowed", op("parameters: [{name: X-Q, in: header, schema: {type: string, enum: [a, b]}}]"), op("parameters: [{name: x-q, in: header, schema: {type: string, enum: [a]}}]"), "wire request-enum-value-removed"},
	{"path item's parameter required", "paths: {/x: {parameters: [{name: q, in: query, schema: {type: string}}], get: {operationId: x, responses: {}}}}",
		"paths: {/x: {parameters: [{name: q, in: query, required: true, schema: {type: string}}], get: {operationId: x, responses: {}}}}", "wire request-parameter-became-required"},
	{"explode of a list", op("parameters: [{name: q, in: query, schema: {type: array, items: {type: string}}}]"), op("parameters: [{name: q, in: query, explode: false, schema: {type: array, items: {type: string}}}]"), "wire request-parameter-style-changed"},
	{"explode of one value", op("parameters: [{name: q, in: query, schema: {type: string}}]"), op("parameters: [{name: q, in: query, explode: false, schema: {type: string}}]"), ""},
	{"body required", op("requestBody: {content: {application/json: {}}}"), op("requestBody: {required: true, content: {application/json: {}}}"), "wire request-body-became-required"},
	{"body optional", op("requestBody: {required: true, content: {application/json: {}}}"), op("requestBody: {content: {application/json: {}}}"), "typed request-body-became-optional"},
	{"required body added", op("tags: []"), op("requestBody: {required: true, content: {application/json: {schema: {type: object}}}}"), "wire request-body-required-added"},
	{"body removed", op("requestBody: {required: true, content: {application/json: {}}}"), op("tags: []"), "typed request-body-removed"},
	{"media type of a request removed", op("requestBody: {content: {application/json: {schema: {type: object}}, text/plain: {schema: {type: string}}}}"), op("requestBody: {content: {application/json: {schema: {type: object}}}}"), "wire request-media-type-removed"},
	{"media type of a request added", op("requestBody: {content: {application/json: {schema: {type: object}}}}"), op("requestBody: {content: {application/json: {schema: {type: object}}, text/plain: {schema: {type: string}}}}"), "compatible request-media-type-added"},
	{"media type of an answer changed", answer("'200': {description: ok, content: {application/json: {schema: {type: object}}}}"), answer("'200': {description: ok, content: {application/pdf: {}}}"), "wire response-media-type-changed"},
	{"media type of an answer removed", answer("'200': {description: ok, content: {application/json: {}, text/plain: {}}}"), answer("'200': {description: ok, content: {application/json: {}}}"), "unpromised response-media-type-removed"},
	{"media type of an answer added", answer("'200': {description: ok, content: {application/json: {}}}"), answer("'200': {description: ok, content: {application/json: {}, text/plain: {}}}"), "compatible response-media-type-added"},
	{"any type to one", as("'*/*'", "type: object"), as("application/json", "type: object"), "wire request-media-type-removed"},
	{"texts to one type", as("'text/*'", "type: string"), as("text/plain", "type: string"), "wire request-media-type-removed"},
	{"server variable listed", op("servers: [{url: 'https://{r}.a.example', variables: {r: {default: eu}}}]"), op("servers: [{url: 'https://{r}.a.example', variables: {r: {default: eu, enum: [eu]}}}]"), "wire server-variable-value-removed"},
	{"server variable not listed any more", op("servers: [{url: 'https://{r}.a.example', variables: {r: {default: eu, enum: [eu]}}}]"), op("servers: [{url: 'https://{r}.a.example', variables: {r: {default: eu}}}]"), ""},
	{"object of a query written otherwise", op("parameters: [{name: q, in: query, style: deepObject, schema: {type: object, properties: {a: {type: string}}}}]"), op("parameters: [{name: q, in: query, schema: {type: object, properties: {a: {type: string}}}}]"), "wire request-parameter-style-changed"},
	{"media type became a range", op("requestBody: {content: {application/json: {schema: {type: object}}}}"), op("requestBody: {content: {application/*: {schema: {type: object}}}}"), "compatible request-media-type-added"},
	{"parameter of a media type changed", answerAs("application/json;version=1"), answerAs("application/json;version=2"), "wire response-media-type-changed"},
	{"parameter of a media type added", answerAs("application/json"), answerAs("application/json;version=2"), "compatible response-media-type-narrowed"},
	{"parameter of a media type dropped", answerAs("application/json;version=1"), answerAs("application/json"), "typed response-media-type-changed"},
	{"charset of JSON", answerAs("application/json"), answerAs("application/json; charset=utf-8"), ""},
	{"charset of JSON dropped", answerAs("application/json; charset=UTF-8"), answerAs("application/json"), ""},
	{"parameter of a request's media type changed", as("application/json;version=1", "type: object"), as("application/json;version=2", "type: object"), "wire request-media-type-changed"},
	{"parameter of a request's media type dropped", as("application/json;version=1", "type: object"), as("application/json", "type: object"), ""},
	{"body of an answer gone", answerAs("application/json"), answer("'200': {description: ok}"), "unpromised response-media-type-removed"},
	{"server's path became the path's", served("https://a.example/v1", "/p"), served("https://a.example", "/v1/p"), "compatible path-prefix-moved"},
	{"path became the server's", served("/", "/v1/p"), served("/v1", "/p"), "compatible path-prefix-moved"},
	{"server's path became the path's, and a bound", served("https://a.example/v1", "/p/{i}"), strings.Replace(served("https://a.example", "/v1/p/{i}"), "type: integer", "type: integer, maximum: 9", 1), "wire request-maximum-narrowed"},
	{"server's path went", served("https://a.example/v1", "/p"), served("https://a.example", "/p"), "wire server-changed"},
	{"server's path went, another operation came", served("https://a.example/v1", "/p"), strings.Replace(served("https://a.example", "/v1/p"), "paths: {", "paths: {/p: {get: {operationId: other, responses: {}}}, ", 1), "compatible path-prefix-moved"},
	{"required header that is ignored", op("parameters: []"), op("parameters: [{name: Accept, in: header, required: true, schema: {type: string}}]"), "compatible request-parameter-added"},
	{"header that is ignored became required", op("parameters: [{name: authorization, in: header, schema: {type: string}}]"), op("parameters: [{name: authorization, in: header, required: true, schema: {type: integer}}]"), ""},
	{"header that is ignored removed", op("parameters: [{name: Content-Type, in: header, schema: {type: string}}]"), op("parameters: []"), ""},
	{"answer's header in another case", answer("'200': {description: ok, headers: {X-A: {schema: {type: string}}}}"), answer("'200': {description: ok, headers: {x-a: {schema: {type: string}}}}"), ""},
	{"header parameter in another case", op("parameters: [{name: X-Q, in: header, schema: {type: string}}]"), op("parameters: [{name: x-q, in: header, schema: {type: string}}]"), ""},
	{"required header parameter in another case, and moved", op("parameters: [{name: X-Q, in: header, schema: {type: string}}]"), op("parameters: [{name: x-q, in: query, schema: {type: string}}]"), "typed request-parameter-removed"},
	{"status removed", answer("'200': {description: ok}, '201': {description: ok}"), answer("'200': {description: ok}"), "unpromised response-success-status-removed"},
	{"error status removed", answer("'200': {description: ok}, '404': {description: no}"), answer("'200': {description: ok}"), "compatible response-status-removed"},
	{"status added", answer("'200': {description: ok}"), answer("'200': {description: ok}, '404': {description: no}"), "typed response-status-added"},
	{"status added under default", answer("'200': {description: ok}, default: {description: no}"), answer("'200': {description: ok}, '404': {description: no}, default: {description: no}"), ""},
	{"status became a range", answer("'200': {description: ok}, '404': {description: no}"), answer("'200': {description: ok}, 4XX: {description: no}"), "typed response-status-added"},
	{"success replaced", answer("'200': {description: ok}"), answer("'201': {description: ok}"), "wire response-success-status-changed"},
	{"success replaced by two", answer("'200': {description: ok}"), answer("'201': {description: ok}, '202': {description: ok}"), "wire response-success-status-added"},
	{"required header removed", answer("'200': {description: ok, headers: {X-A: {required: true, schema: {type: string}}}}"), answer("'200': {description: ok}"), "wire response-header-removed"},
	{"header removed", answer("'200': {description: ok, headers: {X-A: {schema: {type: string}}}}"), answer("'200': {description: ok}"), "unpromised response-header-removed"},
	{"header optional", answer("'200': {description: ok, headers: {X-A: {required: true, schema: {type: string}}}}"), answer("'200': {description: ok, headers: {X-A: {schema: {type: string}}}}"), "wire response-header-became-optional"},
	{"header added", answer("'200': {description: ok}"), answer("'200': {description: ok, headers: {X-A: {schema: {type: string}}}}"), "compatible response-header-added"},
	{"header widened", answer("'200': {description: ok, headers: {X-A: {required: true, schema: {type: integer, maximum: 9}}}}"), answer("'200': {description: ok, headers: {X-A: {required: true, schema: {type: integer}}}}"), "wire response-maximum-widened"},
	{"link removed", answer("'200': {description: ok, links: {next: {operationId: x}}}"), answer("'200': {description: ok}"), "typed response-link-removed"},
	{"server removed", op("servers: [{url: https://a.example}, {url: https://b.example}]"), op("servers: [{url: https://a.example}]"), "wire server-removed"},
	{"server added", op("servers: [{url: https://a.example}]"), op("servers: [{url: https://a.example}, {url: https://b.example}]"), "compatible server-added"},
	{"server with a slash", op("servers: [{url: https://a.example}]"), op("servers: [{url: https://a.example/}]"), ""},
	{"server became a template", op("servers: [{url: https://eu.a.example}]"), op("servers: [{url: 'https://{r}.a.example', variables: {r: {default: eu, enum: [eu, us]}}}]"), "compatible server-added"},
	{"server variable's value removed", op("servers: [{url: 'https://{r}.a.example', variables: {r: {default: eu, enum: [eu, us]}}}]"), op("servers: [{url: 'https://{r}.a.example', variables: {r: {default: eu, enum: [eu]}}}]"), "wire server-variable-value-removed"},
	{"security added", op("tags: []"), op("security: [{key: []}]") + "\ncomponents: {securitySchemes: {key: {type: apiKey, in: header, name: K}}}", "wire security-changed"},
	{"security removed", op("security: [{key: []}]") + "\ncomponents: {securitySchemes: {key: {type: apiKey, in: header, name: K}}}", op("tags: []"), "compatible security-loosened"},
	{"scheme renamed", op("security: [{key: []}]") + "\ncomponents: {securitySchemes: {key: {type: apiKey, in: header, name: K}}}", op("security: [{other: []}]") + "\ncomponents: {securitySchemes: {other: {type: apiKey, in: header, name: K}}}", ""},
	{"scheme moved", op("security: [{key: []}]") + "\ncomponents: {securitySchemes: {key: {type: apiKey, in: header, name: K}}}", op("security: [{key: []}]") + "\ncomponents: {securitySchemes: {key: {type: apiKey, in: query, name: K}}}", "wire security-changed"},
	{"scope added", op("security: [{o: [read]}]"), op("security: [{o: [read, write]}]"), "wire security-changed"},
	{"schema renamed", answer("'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}") + "\ncomponents: {schemas: {A: " + anObject + "}}",
		answer("'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/B'}}}}") + "\ncomponents: {schemas: {B: " + anObject + "}}", "typed schema-renamed"},
	{"reference written out", answer("'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}") + "\ncomponents: {schemas: {A: " + anObject + "}}",
		answer("'200': {description: ok, content: {application/json: {schema: "+anObject+"}}}") + "\ncomponents: {schemas: {A: " + anObject + "}}", ""},
	{"schema that holds itself", answer("'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/T'}}}}") + "\ncomponents: {schemas: {T: {type: object, properties: {v: {type: string}, kids: {type: array, items: {$ref: '#/components/schemas/T'}}}}}}",
		answer("'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/T'}}}}") + "\ncomponents: {schemas: {T: {type: object, properties: {v: {type: integer}, kids: {type: array, items: {$ref: '#/components/schemas/T'}}}}}}", "wire response-type-widened"},
}

func TestCompare_Messages(t *testing.T) {
	t.Parallel()
	for _, tt := range messages {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, err := Compare(parse(t, "base.yaml", tt.base), parse(t, "revision.yaml", tt.revision), Options{})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range r.Findings {
				got = append(got, string(f.Class)+" "+f.Rule)
				if f.Class == wire && f.Witness == nil {
					t.Errorf("%s has no witness", f.Rule)
				}
			}
			if tt.want == "" && len(got) > 0 || tt.want != "" && (len(got) == 0 || !slices.Contains(got, tt.want) || !strings.HasPrefix(got[0], strings.Fields(tt.want)[0])) {
				t.Errorf("got %q, want %q first\n%s", got, tt.want, tell(r))
			}
		})
	}
}

// The same documents give the same bytes, and documents that mean the same no finding.
func TestCompare_IsTheSameEachTime(t *testing.T) {
	t.Parallel()
	for _, tt := range messages {
		base, revision := parse(t, "base.yaml", tt.base), parse(t, "revision.yaml", tt.revision)
		first, err := Compare(base, revision, Options{})
		if err != nil {
			t.Fatal(err)
		}
		again, err := Compare(parse(t, "base.yaml", tt.base), parse(t, "revision.yaml", tt.revision), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if tell(first) != tell(again) {
			t.Errorf("%s: two runs differ:\n%s\n%s", tt.name, tell(first), tell(again))
		}
		same, err := Compare(base, base, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(same.Findings) > 0 {
			t.Errorf("%s: a document compared with itself: %s", tt.name, tell(same))
		}
	}
}

func TestCompare_BadInput(t *testing.T) {
	t.Parallel()
	good := answer("'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}") + "\ncomponents: {schemas: {A: " + anObject + "}}"
	dangling := answer("'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}")
	for _, tt := range []struct{ name, base, revision string }{
		{"a reference that leads nowhere in the base", dangling, good},
		{"a reference that leads nowhere in the revision", good, dangling},
	} {
		r, err := Compare(parse(t, "base.yaml", tt.base), parse(t, "revision.yaml", tt.revision), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Findings) != 1 || r.Findings[0].Rule != "document-fault" || r.Findings[0].Level != reports.LevelNote || r.Findings[0].Class != reports.ClassUnproven {
			t.Errorf("%s: want one note that is unproven, got\n%s", tt.name, tell(r))
		}
	}
	same, err := Compare(parse(t, "base.yaml", dangling), parse(t, "revision.yaml", dangling), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(same.Findings) != 1 || same.Findings[0].Class != "" || same.Findings[0].Level != reports.LevelNote {
		t.Errorf("the same fault in both documents: want one note that is no change, got\n%s", tell(same))
	}
	for _, o := range []Options{{Operations: []string{"y"}}, {Tags: []string{"none"}}} {
		if _, err := Compare(parse(t, "a.yaml", good), parse(t, "b.yaml", good), o); err == nil {
			t.Errorf("%+v: a filter that matches nothing is taken", o)
		}
	}
	pack := &packs.Pack{Name: "other", Operations: []packs.Operation{{ID: "elsewhere"}}}
	for _, o := range []Options{{Pack: pack}, {Pack: pack, Operations: []string{"x"}}} {
		if _, err := Compare(parse(t, "a.yaml", good), parse(t, "b.yaml", good), o); err == nil {
			t.Errorf("%+v: a pack that knows nothing of the documents is taken", o)
		}
	}
	if _, err := Compare(nil, parse(t, "b.yaml", good), Options{}); err == nil {
		t.Error("a missing document is taken")
	}
}

// A 3.0 document and a 3.1 one that say the same are the same, in whatever direction.
func TestCompare_BetweenVersionsOfTheStandard(t *testing.T) {
	t.Parallel()
	const object = `{type: object, required: [a], properties: {a: {type: string}}}`
	for _, tt := range []struct{ older, newer string }{
		{`{type: string, nullable: true, enum: [a, null]}`, `{type: [string, "null"], enum: [a, null]}`},
		{`{type: string, nullable: true, enum: [a]}`, `{type: [string, "null"], enum: [a, null]}`},
		{`{nullable: true, allOf: [` + object + `]}`, `{anyOf: [` + object + `, {type: "null"}]}`},
		{`{nullable: true, allOf: [` + object + `]}`, `{oneOf: [{type: "null"}, ` + object + `]}`},
		{`{nullable: true, allOf: [` + object + `]}`, `{type: [object, "null"], required: [a], properties: {a: {type: string}}}`},
		{`{nullable: true, oneOf: [` + object + `]}`, `{anyOf: [` + object + `, {const: null}]}`},
		{`{nullable: true, oneOf: [` + object + `, {type: string}]}`, `{oneOf: [` + object + `, {type: string}, {type: "null"}]}`},
		{`{nullable: true, allOf: [{type: string, enum: [a, b]}]}`, `{anyOf: [{type: string, enum: [a, b]}, {type: "null"}]}`},
		{`{type: array, nullable: true, items: ` + object + `}`, `{anyOf: [{type: array, items: ` + object + `}, {type: "null"}]}`},
		{`{type: number, minimum: 0, exclusiveMinimum: true}`, `{type: number, exclusiveMinimum: 0}`},
	} {
		for _, response := range []bool{false, true} {
			older, newer := document(t, "3.0.3", tt.older, response), document(t, "3.1.0", tt.newer, response)
			for _, pair := range [][2]*spec.Document{{older, newer}, {newer, older}} {
				r, err := Compare(pair[0], pair[1], Options{})
				if err != nil {
					t.Fatal(err)
				}
				if len(r.Findings) > 0 {
					t.Errorf("%s and %s: %s -> %s, response %v: %s", tt.older, tt.newer, pair[0].OpenAPI, pair[1].OpenAPI, response, tell(r))
				}
			}
		}
	}
}

// What nullable means in 3.0: beside a reference nothing, beside a type null, beside an allOf that refuses null what its vendor means by it.
func TestCompare_NullableOfOpenAPI30(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, base, revision string
		request, response    reports.Class
	}{
		{"beside a type", `{type: string}`, `{type: string, nullable: true}`, compatible, wire},
		{"beside an enum", `{type: string, enum: [a]}`, `{type: string, nullable: true, enum: [a]}`, compatible, unproven},
		{"beside an enum in a part", `{type: string, enum: [a]}`, `{allOf: [{type: string, nullable: true, enum: [a]}]}`, compatible, unproven},
		{"around an enum in a part", `{type: string, enum: [a]}`, `{nullable: true, allOf: [{type: string, enum: [a]}]}`, compatible, unproven},
		{"beside an enum that lists it", `{type: string, enum: [a]}`, `{type: string, nullable: true, enum: [a, null]}`, compatible, wire},
		{"null in the enum", `{type: string, nullable: true, enum: [a]}`, `{type: string, nullable: true, enum: [a, null]}`, nothing, nothing},
		{"without a type", `{maxLength: 3}`, `{maxLength: 3, nullable: true}`, nothing, nothing},
		{"around a part that refuses it", `{type: object}`, `{nullable: true, allOf: [{type: object}]}`, compatible, unproven},
		{"in one part of two", `{type: object}`, `{allOf: [{type: object}, {type: object, nullable: true}]}`, nothing, nothing},
		{"gone", `{type: string, nullable: true}`, `{type: string}`, wire, typed},
	} {
		for _, response := range []bool{false, true} {
			want := tt.request
			if response {
				want = tt.response
			}
			r, err := Compare(document(t, "3.0.3", tt.base, response), document(t, "3.0.3", tt.revision, response), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got := gravest(r); got != want {
				t.Errorf("%s, response %v: got %q, want %q\n%s", tt.name, response, got, want, tell(r))
			}
		}
	}
}

// A witness reads as its media type is written.
func TestCompare_FormWitness(t *testing.T) {
	t.Parallel()
	body := func(schema string) string {
		return op("requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: object, properties: {b: " + schema + "}}}}}}}")
	}
	r, err := Compare(parse(t, "base.yaml", body("{type: string, enum: [x y, z]}")), parse(t, "revision.yaml", body("{type: string, enum: [z]}")), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Findings) != 1 || r.Findings[0].Witness == nil || !strings.HasSuffix(r.Findings[0].Witness.Message, "\n\na%5Bb%5D=x+y") {
		t.Errorf("want a form, got\n%s", tell(r))
	}
}
