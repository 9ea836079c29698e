package diff

import "strings"

func hook(schema string) string {
	return "paths: {}\nwebhooks: {ev: {post: {requestBody: {required: true, content: {application/json: {schema: " + schema + "}}}, responses: {'200': {description: ok}}}}}"
}

func callback(schema string) string {
	return op("callbacks: {ev: {'{$request.query.u}': {post: {requestBody: {required: true, content: {application/json: {schema: " + schema + "}}}, responses: {'200': {description: ok}}}}}}")
}

// call is a webhook with fields of its own, back a callback.
func call(fields string) string { return "paths: {}\nwebhooks: {ev: {post: {" + fields + "}}}" }

func back(fields string) string {
	return op("callbacks: {ev: {'{$request.query.u}': {post: {" + fields + "}}}}")
}

// unreferenced is a document of one component, to which nothing refers.
func unreferenced(name, schema string) string {
	return "paths: {}\ncomponents: {schemas: {" + name + ": " + schema + "}}"
}

const (
	fine     = "responses: {'200': {description: ok}}"
	fineJSON = "responses: {'200': {description: ok, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}}"
)

// heading is a parameter of a call in a header field.
func heading(members string) string {
	return "parameters: [{name: X-A, in: header, " + members + "}], " + fine
}

// loaded is a call with a body.
func loaded(mediaType, members string) string {
	return "requestBody: {" + members + "content: {" + mediaType + ": {schema: {type: object}}}}, " + fine
}

// sentRows are changes of what the vendor sends: webhooks and callbacks.
var sentRows = []messageRow{
	{"webhook required added", hook(anObject), hook(`{type: object, properties: {p: {type: string}}, required: [p]}`), "compatible response-property-became-required"},
	{"webhook required removed", hook(`{type: object, properties: {p: {type: string}}, required: [p]}`), hook(anObject), "wire response-property-became-optional"},
	{"webhook property removed", hook(anObject), hook(`{type: object}`), "unpromised response-property-removed"},
	{"webhook renamed", hook(anObject), strings.Replace(hook(anObject), "{ev:", "{evs:", 1), "typed webhook-renamed"},
	{"webhook renamed and changed", hook(anObject), strings.Replace(hook(`{type: object}`), "{ev:", "{evs:", 1), "unpromised webhook-removed"},
	{"webhook's header renamed", call(heading("required: true, schema: {type: string}")), strings.Replace(call(heading("required: true, schema: {type: string}")), "X-A", "X-As", 1), "wire response-parameter-renamed"},
	{"callback at another address", callback(anObject), strings.Replace(callback(anObject), "query.u", "query.v", 1), "unpromised callback-moved"},
	{"webhook that is a component", unreferenced("PaidWebhook", anObject), unreferenced("PaidWebhook", "{type: object}"), "unpromised response-property-removed"},
	{"webhook that is a component, renamed", unreferenced("PaidWebhook", anObject), unreferenced("PaymentWebhook", anObject), "typed schema-renamed"},
	{"webhook that is a component, removed", unreferenced("PaidWebhook", anObject), unreferenced("Payment", "{type: object}"), "unpromised webhook-removed"},
	{"webhook that is a component, and no component any more", unreferenced("PaidWebhook", anObject), "paths: {}", "unpromised webhook-removed"},
	{"webhook nullable", hook(anObject), hook(`{type: object, properties: {p: {type: [string, "null"]}}}`), "wire response-nullable-added"},
	{"webhook narrowed", hook(`{type: object, properties: {p: {type: string, enum: [a, b]}}}`), hook(`{type: object, properties: {p: {type: string, enum: [a]}}}`), "compatible response-enum-value-removed"},
	{"webhook removed", hook(anObject), "paths: {}\nwebhooks: {}", "unpromised webhook-removed"},
	{"webhook added", "paths: {}", hook(anObject), "compatible webhook-added"},
	{"callback required removed", callback(`{type: object, properties: {p: {type: string}}, required: [p]}`), callback(anObject), "wire response-property-became-optional"},
	{"callback narrowed", callback(anObject), callback(`{type: object, properties: {p: {type: string, maxLength: 3}}}`), "compatible response-max-length-narrowed"},
	{"callback removed", callback(anObject), op("tags: []"), "unpromised callback-removed"},
	{"webhook's answer without a body", call(fineJSON), call(fine), "typed request-media-type-removed"},
	{"callback's answer without a body", back(fineJSON), back(fine), "typed request-media-type-removed"},
	{"webhook's answer of another type", call(fineJSON), call(strings.Replace(fineJSON, "application/json", "text/plain", 1)), "wire request-media-type-changed"},
	{"webhook's answer needs a property", call(fineJSON), call(strings.Replace(fineJSON, "type: object", "type: object, required: [a]", 1)), "wire request-property-became-required"},
	{"webhook's answer may hold more", call(strings.Replace(fineJSON, "type: string", "type: string, maxLength: 3", 1)), call(fineJSON), "compatible request-max-length-widened"},
	{"webhook's success gone", call("responses: {'200': {description: ok}, '201': {description: ok}}"), call(fine), "unproven request-status-removed"},
	{"webhook's failure gone", call("responses: {'200': {description: ok}, '404': {description: ok}}"), call(fine), "compatible request-status-removed"},
	{"webhook's status added", call(fine), call("responses: {'200': {description: ok}, '404': {description: ok}}"), "compatible request-status-added"},
	{"webhook's header removed", call(heading("schema: {type: string}")), call(fine), "unpromised response-parameter-removed"},
	{"webhook's required header removed", call(heading("required: true, schema: {type: string}")), call(fine), "wire response-parameter-removed"},
	{"callback's required header removed", back(heading("required: true, schema: {type: string}")), back(fine), "wire response-parameter-removed"},
	{"webhook's header optional", call(heading("required: true, schema: {type: string}")), call(heading("schema: {type: string}")), "wire response-parameter-became-optional"},
	{"webhook's header required", call(heading("schema: {type: string}")), call(heading("required: true, schema: {type: string}")), "compatible response-parameter-became-required"},
	{"webhook's header added", call(fine), call(heading("required: true, schema: {type: string}")), "compatible response-parameter-added"},
	{"webhook's header widened", call(heading("schema: {type: string, maxLength: 3}")), call(heading("schema: {type: string}")), "wire response-max-length-widened"},
	{"webhook's header narrowed", call(heading("schema: {type: string}")), call(heading("schema: {type: string, maxLength: 3}")), "compatible response-max-length-narrowed"},
	{"webhook's header string to integer", call(heading("schema: {type: string}")), call(heading("schema: {type: integer}")), "typed response-type-narrowed"},
	{"webhook's header in another case", call(heading("schema: {type: string}")), call(strings.Replace(heading("schema: {type: string}"), "X-A", "x-a", 1)), ""},
	{"webhook's list written otherwise", call(strings.Replace(heading("schema: {type: array, items: {type: string}}"), "in: header", "in: query", 1)), call(strings.Replace(heading("explode: false, schema: {type: array, items: {type: string}}"), "in: header", "in: query", 1)), "unproven response-parameter-style-changed"},
	{"webhook's body gone", call(loaded("application/json", "")), call(fine), "unpromised response-body-removed"},
	{"webhook's required body gone", call(loaded("application/json", "required: true, ")), call(fine), "wire response-body-removed"},
	{"callback's required body gone", back(loaded("application/json", "required: true, ")), back(fine), "wire response-body-removed"},
	{"webhook's body optional", call(loaded("application/json", "required: true, ")), call(loaded("application/json", "")), "wire response-body-became-optional"},
	{"webhook's body required", call(loaded("application/json", "")), call(loaded("application/json", "required: true, ")), "compatible response-body-became-required"},
	{"webhook's body added", call(fine), call(loaded("application/json", "")), "compatible response-body-added"},
	{"webhook's body of another type", call(loaded("application/json", "required: true, ")), call(loaded("text/plain", "required: true, ")), "wire response-media-type-changed"},
	{"callback's body of another type", back(loaded("application/json", "required: true, ")), back(loaded("text/plain", "required: true, ")), "wire response-media-type-changed"},
}
