package diff

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
)

// pairing is one change of a schema with what it does to a request and to a response that hold it. A class of "" says that nothing is found:
// both schemas mean the same.
type pairing struct {
	keyword, effect   string
	base, revision    string
	request, response reports.Class
}

const (
	wire       = reports.ClassWire
	unpromised = reports.ClassUnpromised
	typed      = reports.ClassTyped
	compatible = reports.ClassCompatible
	unproven   = reports.ClassUnproven
	nothing    = reports.Class("")
)

// pairings are written by hand. Each row is two pairs, one for each direction.
var pairings = []pairing{
	{"type", "narrowed", `{type: [string, integer]}`, `{type: string}`, wire, typed},
	{"type", "widened", `{type: string}`, `{type: [string, integer]}`, compatible, wire},
	{"type", "changed", `{type: string}`, `{type: boolean}`, wire, wire},
	{"type", "added", `{minLength: 1}`, `{minLength: 1, type: string}`, wire, typed},
	{"type", "removed", `{type: string, minLength: 1}`, `{minLength: 1}`, compatible, wire},
	{"type", "narrowed", `{type: number}`, `{type: integer}`, wire, typed},
	{"type", "widened", `{type: integer}`, `{type: number}`, compatible, wire},
	{"type", "same", `{type: [string, integer]}`, `{type: [integer, string]}`, nothing, nothing},
	{"null", "added", `{type: string}`, `{type: [string, "null"]}`, compatible, wire},
	{"null", "removed", `{type: [string, "null"]}`, `{type: string}`, wire, typed},
	{"null", "same", `{anyOf: [{type: string}, {type: "null"}]}`, `{type: [string, "null"]}`, nothing, nothing},
	{"enum", "narrowed", `{type: string, enum: [a, b]}`, `{type: string, enum: [a]}`, wire, compatible},
	{"enum", "widened", `{type: string, enum: [a]}`, `{type: string, enum: [a, b]}`, compatible, typed},
	{"enum", "added", `{type: string}`, `{type: string, enum: [a]}`, wire, typed},
	{"enum", "removed", `{type: string, enum: [a]}`, `{type: string}`, compatible, wire},
	{"enum", "renamed", `{type: string, enum: [in_review, done]}`, `{type: string, enum: [IN_REVIEW, done]}`, wire, typed},
	{"enum", "same", `{type: string, enum: [a, b]}`, `{type: string, enum: [b, a]}`, nothing, nothing},
	{"enum", "same", `{type: string, enum: [a, 7]}`, `{type: string, enum: [a]}`, nothing, nothing},
	{"enum", "same", `{type: boolean}`, `{type: boolean, enum: [true, false]}`, nothing, nothing},
	{"const", "added", `{type: string}`, `{type: string, const: a}`, wire, typed},
	{"const", "removed", `{type: string, const: a}`, `{type: string}`, compatible, wire},
	{"const", "changed", `{const: aa}`, `{const: zz}`, wire, typed},
	{"const", "same", `{const: a}`, `{enum: [a]}`, nothing, nothing},
	{"minimum", "added", `{type: integer}`, `{type: integer, minimum: 1}`, wire, compatible},
	{"minimum", "removed", `{type: integer, minimum: 1}`, `{type: integer}`, compatible, wire},
	{"minimum", "narrowed", `{type: integer, minimum: 1}`, `{type: integer, minimum: 2}`, wire, compatible},
	{"minimum", "widened", `{type: integer, minimum: 2}`, `{type: integer, minimum: 1}`, compatible, wire},
	{"maximum", "added", `{type: number}`, `{type: number, maximum: 1}`, wire, compatible},
	{"maximum", "removed", `{type: number, maximum: 1}`, `{type: number}`, compatible, wire},
	{"maximum", "narrowed", `{type: number, maximum: 2}`, `{type: number, maximum: 1.5}`, wire, compatible},
	{"maximum", "widened", `{type: number, maximum: 1.5}`, `{type: number, maximum: 2}`, compatible, wire},
	{"exclusiveMinimum", "added", `{type: number}`, `{type: number, exclusiveMinimum: 0}`, wire, compatible},
	{"exclusiveMinimum", "removed", `{type: number, exclusiveMinimum: 0}`, `{type: number}`, compatible, wire},
	{"exclusiveMinimum", "narrowed", `{type: number, minimum: 0}`, `{type: number, exclusiveMinimum: 0}`, wire, compatible},
	{"exclusiveMinimum", "widened", `{type: number, exclusiveMinimum: 0}`, `{type: number, minimum: 0}`, compatible, wire},
	{"exclusiveMinimum", "same", `{type: integer, exclusiveMinimum: 0}`, `{type: integer, minimum: 1}`, nothing, nothing},
	{"exclusiveMaximum", "added", `{type: number}`, `{type: number, exclusiveMaximum: 9}`, wire, compatible},
	{"exclusiveMaximum", "removed", `{type: number, exclusiveMaximum: 9}`, `{type: number}`, compatible, wire},
	{"exclusiveMaximum", "narrowed", `{type: number, maximum: 9}`, `{type: number, exclusiveMaximum: 9}`, wire, compatible},
	{"exclusiveMaximum", "widened", `{type: number, exclusiveMaximum: 9}`, `{type: number, maximum: 9}`, compatible, wire},
	{"multipleOf", "added", `{type: integer}`, `{type: integer, multipleOf: 2}`, wire, compatible},
	{"multipleOf", "removed", `{type: integer, multipleOf: 2}`, `{type: integer}`, compatible, wire},
	{"multipleOf", "narrowed", `{type: integer, multipleOf: 2}`, `{type: integer, multipleOf: 4}`, wire, compatible},
	{"multipleOf", "widened", `{type: integer, multipleOf: 4}`, `{type: integer, multipleOf: 2}`, compatible, wire},
	{"multipleOf", "same", `{type: integer}`, `{type: integer, multipleOf: 1}`, nothing, nothing},
	{"minLength", "added", `{type: string}`, `{type: string, minLength: 1}`, wire, compatible},
	{"minLength", "removed", `{type: string, minLength: 1}`, `{type: string}`, compatible, wire},
	{"minLength", "narrowed", `{type: string, minLength: 1}`, `{type: string, minLength: 2}`, wire, compatible},
	{"minLength", "widened", `{type: string, minLength: 2}`, `{type: string, minLength: 1}`, compatible, wire},
	{"minLength", "same", `{type: string, minLength: 0}`, `{type: string}`, nothing, nothing},
	{"maxLength", "added", `{type: string}`, `{type: string, maxLength: 3}`, wire, compatible},
	{"maxLength", "removed", `{type: string, maxLength: 3}`, `{type: string}`, compatible, wire},
	{"maxLength", "narrowed", `{type: string, maxLength: 3}`, `{type: string, maxLength: 2}`, wire, compatible},
	{"maxLength", "widened", `{type: string, maxLength: 2}`, `{type: string, maxLength: 3}`, compatible, wire},
	{"pattern", "added", `{type: string}`, `{type: string, pattern: "^a+$"}`, wire, compatible},
	{"pattern", "removed", `{type: string, pattern: "^a+$"}`, `{type: string}`, compatible, wire},
	{"pattern", "narrowed", `{type: string, pattern: "^[ab]$"}`, `{type: string, pattern: "^a$"}`, wire, compatible},
	{"pattern", "widened", `{type: string, pattern: "^a$"}`, `{type: string, pattern: "^[ab]$"}`, compatible, wire},
	{"pattern", "same", `{type: string, pattern: "^[0-9]+$"}`, `{type: string, pattern: "^\\d+$"}`, nothing, nothing},
	{"format", "added", `{type: string}`, `{type: string, format: date}`, wire, typed},
	{"format", "removed", `{type: string, format: date}`, `{type: string}`, compatible, wire},
	{"format", "narrowed", `{type: integer, format: int64}`, `{type: integer, format: int32}`, wire, typed},
	{"format", "widened", `{type: integer, format: int32}`, `{type: integer, format: int64}`, compatible, wire},
	{"format", "changed", `{type: string, format: date}`, `{type: string, format: date-time}`, wire, wire},
	{"format", "unchecked", `{type: string}`, `{type: string, format: phone}`, typed, typed},
	{"minItems", "added", `{type: array, items: {type: string}}`, `{type: array, items: {type: string}, minItems: 1}`, wire, compatible},
	{"minItems", "removed", `{type: array, items: {type: string}, minItems: 1}`, `{type: array, items: {type: string}}`, compatible, wire},
	{"minItems", "narrowed", `{type: array, minItems: 1}`, `{type: array, minItems: 2}`, wire, compatible},
	{"minItems", "widened", `{type: array, minItems: 2}`, `{type: array, minItems: 1}`, compatible, wire},
	{"maxItems", "added", `{type: array, items: {type: string}}`, `{type: array, items: {type: string}, maxItems: 1}`, wire, compatible},
	{"maxItems", "removed", `{type: array, items: {type: string}, maxItems: 1}`, `{type: array, items: {type: string}}`, compatible, wire},
	{"maxItems", "narrowed", `{type: array, maxItems: 2}`, `{type: array, maxItems: 1}`, wire, compatible},
	{"maxItems", "widened", `{type: array, maxItems: 1}`, `{type: array, maxItems: 2}`, compatible, wire},
	{"uniqueItems", "added", `{type: array, items: {type: string}}`, `{type: array, items: {type: string}, uniqueItems: true}`, wire, compatible},
	{"uniqueItems", "removed", `{type: array, items: {type: string}, uniqueItems: true}`, `{type: array, items: {type: string}}`, compatible, wire},
	{"uniqueItems", "same", `{type: array, maxItems: 1}`, `{type: array, maxItems: 1, uniqueItems: true}`, nothing, nothing},
	{"items", "added", `{type: array}`, `{type: array, items: {type: string}}`, wire, typed},
	{"items", "removed", `{type: array, items: {type: string}}`, `{type: array}`, compatible, wire},
	{"items", "narrowed", `{type: array, items: {type: number}}`, `{type: array, items: {type: integer}}`, wire, typed},
	{"items", "widened", `{type: array, items: {type: integer}}`, `{type: array, items: {type: number}}`, compatible, wire},
	{"prefixItems", "added", `{type: array, items: {}}`, `{type: array, prefixItems: [{type: string}]}`, wire, compatible},
	{"prefixItems", "removed", `{type: array, prefixItems: [{type: string}]}`, `{type: array, items: {}}`, compatible, wire},
	{"prefixItems", "narrowed", `{type: array, prefixItems: [{type: number}]}`, `{type: array, prefixItems: [{type: integer}]}`, wire, typed},
	{"prefixItems", "widened", `{type: array, prefixItems: [{type: integer}]}`, `{type: array, prefixItems: [{type: number}]}`, compatible, wire},
	{"contains", "added", `{type: array}`, `{type: array, contains: {type: string}}`, wire, compatible},
	{"contains", "removed", `{type: array, contains: {type: string}}`, `{type: array}`, compatible, wire},
	{"contains", "narrowed", `{type: array, contains: {type: string}}`, `{type: array, contains: {type: string}, minContains: 2}`, wire, compatible},
	{"contains", "widened", `{type: array, contains: {type: string}, maxContains: 1}`, `{type: array, contains: {type: string}, maxContains: 2}`, compatible, wire},
	{"required", "added", `{type: object, properties: {a: {type: string}}}`, `{type: object, properties: {a: {type: string}}, required: [a]}`, wire, compatible},
	{"required", "removed", `{type: object, properties: {a: {type: string}}, required: [a]}`, `{type: object, properties: {a: {type: string}}}`, typed, wire},
	{"required", "moved", `{allOf: [{type: object, properties: {a: {type: string}}, required: [a]}, {type: object}]}`,
		`{required: [a], allOf: [{type: object, properties: {a: {type: string}}}, {type: object}]}`, nothing, nothing},
	{"properties", "added", `{type: object}`, `{type: object, properties: {a: {type: string}}}`, compatible, compatible},
	{"properties", "added required", `{type: object}`, `{type: object, properties: {a: {type: string}}, required: [a]}`, wire, compatible},
	{"properties", "added to a closed object", `{type: object, additionalProperties: false}`, `{type: object, properties: {a: {type: string}}, additionalProperties: false}`, compatible, wire},
	{"properties", "removed", `{type: object, properties: {a: {type: string}}}`, `{type: object}`, typed, unpromised},
	{"properties", "removed required", `{type: object, properties: {a: {type: string}}, required: [a]}`, `{type: object}`, typed, wire},
	{"properties", "removed from a closed object", `{type: object, properties: {a: {type: string}}, additionalProperties: false}`, `{type: object, additionalProperties: false}`, wire, typed},
	{"properties", "renamed", `{type: object, properties: {account_type: {type: string}}}`, `{type: object, properties: {accountType: {type: string}}}`, typed, unpromised},
	{"properties", "narrowed", `{type: object, properties: {a: {type: number}}}`, `{type: object, properties: {a: {type: integer}}}`, wire, typed},
	{"properties", "widened", `{type: object, properties: {a: {type: integer}}}`, `{type: object, properties: {a: {type: number}}}`, compatible, wire},
	{"properties", "moved", `{type: object, properties: {a: {type: string}, o: {type: object}}}`, `{type: object, properties: {o: {type: object, properties: {a: {type: string}}}}}`, typed, unpromised},
	{"properties", "moved required", `{type: object, required: [a], properties: {a: {type: string}, o: {type: object}}}`, `{type: object, properties: {o: {type: object, required: [a], properties: {a: {type: string}}}}}`, wire, wire},
	{"readOnly", "added", `{type: object, properties: {a: {type: string}}}`, `{type: object, properties: {a: {type: string, readOnly: true}}}`, typed, compatible},
	{"readOnly", "removed", `{type: object, properties: {a: {type: string, readOnly: true}}, required: [a]}`, `{type: object, properties: {a: {type: string}}, required: [a]}`, wire, compatible},
	{"writeOnly", "added", `{type: object, properties: {a: {type: string}}}`, `{type: object, properties: {a: {type: string, writeOnly: true}}}`, compatible, unpromised},
	{"writeOnly", "removed", `{type: object, properties: {a: {type: string, writeOnly: true}}}`, `{type: object, properties: {a: {type: string}}}`, compatible, compatible},
	{"readOnly", "required removed", `{type: object, properties: {a: {type: string, readOnly: true}}, required: [a]}`, `{type: object, properties: {a: {type: string, readOnly: true}}}`, compatible, wire},
	{"additionalProperties", "added", `{type: object}`, `{type: object, additionalProperties: false}`, wire, compatible},
	{"additionalProperties", "removed", `{type: object, additionalProperties: false}`, `{type: object}`, compatible, wire},
	{"additionalProperties", "narrowed", `{type: object, additionalProperties: {type: number}}`, `{type: object, additionalProperties: {type: integer}}`, wire, typed},
	{"additionalProperties", "widened", `{type: object, additionalProperties: {type: integer}}`, `{type: object, additionalProperties: {type: number}}`, compatible, wire},
	{"additionalProperties", "same", `{type: object}`, `{type: object, additionalProperties: true}`, nothing, nothing},
	{"patternProperties", "added", `{type: object, patternProperties: {"^y": {type: string}}}`, `{type: object, patternProperties: {"^y": {type: string}, "^x": {type: string}}}`, wire, compatible},
	{"patternProperties", "added", `{type: object}`, `{type: object, patternProperties: {"^x": {type: string}}}`, wire, compatible},
	{"patternProperties", "removed", `{type: object, patternProperties: {"^x": {type: string}}}`, `{type: object}`, compatible, wire},
	{"patternProperties", "removed", `{type: object, patternProperties: {"^x": {type: string}}, additionalProperties: false}`, `{type: object, additionalProperties: false}`, wire, compatible},
	{"patternProperties", "narrowed", `{type: object, patternProperties: {"^x": {type: number}}}`, `{type: object, patternProperties: {"^x": {type: integer}}}`, wire, compatible},
	{"patternProperties", "widened", `{type: object, patternProperties: {"^x": {type: integer}}}`, `{type: object, patternProperties: {"^x": {type: number}}}`, compatible, wire},
	{"propertyNames", "added", `{type: object}`, `{type: object, propertyNames: {maxLength: 2}}`, wire, compatible},
	{"propertyNames", "removed", `{type: object, propertyNames: {maxLength: 2}}`, `{type: object}`, compatible, wire},
	{"minProperties", "added", `{type: object}`, `{type: object, minProperties: 1}`, wire, compatible},
	{"minProperties", "removed", `{type: object, minProperties: 1}`, `{type: object}`, compatible, wire},
	{"minProperties", "narrowed", `{type: object, minProperties: 1}`, `{type: object, minProperties: 2}`, wire, compatible},
	{"minProperties", "widened", `{type: object, minProperties: 2}`, `{type: object, minProperties: 1}`, compatible, wire},
	{"maxProperties", "added", `{type: object}`, `{type: object, maxProperties: 1}`, wire, compatible},
	{"maxProperties", "removed", `{type: object, maxProperties: 1}`, `{type: object}`, compatible, wire},
	{"maxProperties", "narrowed", `{type: object, maxProperties: 2}`, `{type: object, maxProperties: 1}`, wire, compatible},
	{"maxProperties", "widened", `{type: object, maxProperties: 1}`, `{type: object, maxProperties: 2}`, compatible, wire},
	{"allOf", "added", `{type: object}`, `{allOf: [{type: object}, {required: [a], properties: {a: {type: string}}}]}`, wire, compatible},
	{"allOf", "removed", `{allOf: [{type: object}, {required: [a], properties: {a: {type: string}}}]}`, `{type: object}`, typed, wire},
	{"allOf", "same", `{type: object, properties: {a: {type: string}, b: {type: string}}, required: [a, b]}`,
		`{allOf: [{type: object, properties: {a: {type: string}}, required: [a]}, {type: object, properties: {b: {type: string}}, required: [b]}]}`, nothing, nothing},
	{"allOf", "same", `{type: string}`, `{allOf: [{type: string}, {}]}`, nothing, nothing},
	{"anyOf", "added", `{anyOf: [{type: string}, {type: integer}]}`, `{anyOf: [{type: string}, {type: integer}, {type: boolean}]}`, compatible, wire},
	{"anyOf", "removed", `{anyOf: [{type: string}, {type: integer}, {type: boolean}]}`, `{anyOf: [{type: string}, {type: integer}]}`, wire, compatible},
	{"anyOf", "subsumed", `{anyOf: [{type: number}, {type: integer}]}`, `{anyOf: [{type: number}]}`, nothing, nothing},
	{"anyOf", "same", `{anyOf: [{type: string, enum: [a]}, {type: string, enum: [b]}]}`, `{type: string, enum: [a, b]}`, nothing, nothing},
	{"anyOf", "narrowed", `{anyOf: [{type: object, properties: {a: {type: number}}, required: [a]}, {type: string}]}`, `{anyOf: [{type: object, properties: {a: {type: integer}}, required: [a]}, {type: string}]}`, wire, typed},
	{"oneOf", "added", `{oneOf: [{type: string}, {type: integer}]}`, `{oneOf: [{type: string}, {type: integer}, {type: boolean}]}`, compatible, wire},
	{"oneOf", "removed", `{oneOf: [{type: string}, {type: integer}, {type: boolean}]}`, `{oneOf: [{type: string}, {type: integer}]}`, wire, compatible},
	{"oneOf", "overlap", `{oneOf: [{type: number}, {type: string}]}`, `{oneOf: [{type: number}, {type: string}, {type: integer}]}`, wire, compatible},
	{"oneOf", "same", `{oneOf: [{type: string}]}`, `{type: string}`, nothing, nothing},
	{"oneOf", "same", `{anyOf: [{type: string}, {type: integer}]}`, `{oneOf: [{type: string}, {type: integer}]}`, nothing, nothing},
	{"oneOf", "same, what all share written out", `{type: object, required: [k], properties: {k: {type: string}}, oneOf: [{properties: {t: {const: a}}, required: [t]}, {properties: {t: {const: b}}, required: [t]}]}`,
		`{oneOf: [{type: object, properties: {k: {type: string}, t: {const: a}}, required: [k, t]}, {type: object, properties: {k: {type: string}, t: {const: b}}, required: [k, t]}]}`, nothing, nothing},
	{"oneOf", "same, distributed", `{allOf: [{type: object, required: [k], properties: {k: {type: string}}}, {oneOf: [{type: object, properties: {t: {const: a}}, required: [t]}, {type: object, properties: {t: {const: b}}, required: [t]}]}]}`,
		`{oneOf: [{type: object, properties: {k: {type: string}, t: {const: a}}, required: [k, t]}, {type: object, properties: {k: {type: string}, t: {const: b}}, required: [k, t]}]}`, nothing, nothing},
	{"anyOf", "same, flattened", `{anyOf: [{type: string}, {anyOf: [{type: integer}, {type: boolean}]}]}`, `{anyOf: [{type: string}, {type: integer}, {type: boolean}]}`, nothing, nothing},
	{"anyOf", "same, flattened and one more", `{anyOf: [{type: string}, {anyOf: [{type: integer}, {type: boolean}]}]}`, `{anyOf: [{type: string}, {type: integer}, {type: boolean}, {type: array}]}`, compatible, wire},
	{"anyOf", "same, one twice", `{anyOf: [{type: string}, {type: integer}]}`, `{anyOf: [{type: string}, {type: integer}, {type: string}]}`, nothing, nothing},
	{"oneOf", "changed, one twice", `{oneOf: [{type: string}, {type: integer}]}`, `{oneOf: [{type: string}, {type: integer}, {type: string}]}`, wire, compatible},
	{"unevaluatedProperties", "same, no parts", `{type: object, properties: {a: {type: string}}, unevaluatedProperties: false}`, `{type: object, properties: {a: {type: string}}, additionalProperties: false}`, nothing, nothing},
	{"unevaluatedProperties", "same, and a property more", `{type: object, properties: {a: {type: string}}, unevaluatedProperties: false}`, `{type: object, properties: {a: {type: string}, b: {type: string}}, additionalProperties: false}`, compatible, wire},
	{"unevaluatedItems", "same, no parts", `{type: array, prefixItems: [{type: string}], unevaluatedItems: false}`, `{type: array, prefixItems: [{type: string}], items: false}`, nothing, nothing},
	{"if", "same, as alternatives", `{if: {type: string}, then: {maxLength: 3}, else: {type: integer}}`, `{anyOf: [{type: string, maxLength: 3}, {type: integer}]}`, nothing, nothing},
	{"dependentRequired", "same, as a condition", `{type: object, properties: {a: {}, b: {}}, dependentRequired: {a: [b]}}`, `{type: object, properties: {a: {}, b: {}}, if: {required: [a]}, then: {required: [b]}}`, nothing, nothing},
	{"oneOf", "removed property that anything fits", `{oneOf: [{type: object, required: [a], properties: {a: {type: string}, x: {}}}, {type: string}]}`, `{oneOf: [{type: object, required: [a], properties: {a: {type: string}}}, {type: string}]}`, typed, unpromised},
	{"oneOf", "changed, one of closed objects that only a constant tells apart", `{oneOf: [{type: object, additionalProperties: false, properties: {t: {enum: [a]}, x: {type: string}}}, {type: object, additionalProperties: false, properties: {t: {enum: [b]}, y: {type: string}}}]}`,
		`{oneOf: [{type: object, additionalProperties: false, required: [x], properties: {t: {enum: [a]}, x: {type: string}}}, {type: object, additionalProperties: false, properties: {t: {enum: [b]}, y: {type: string}}}]}`, wire, wire},
	{"additionalProperties", "narrowed around parts", `{allOf: [{type: object, properties: {a: {type: string}}}, {type: object, properties: {b: {type: string}, a: {}}, additionalProperties: false}]}`,
		`{allOf: [{type: object, properties: {a: {type: string}}}, {type: object, properties: {b: {type: string}, a: {}}, additionalProperties: false}], additionalProperties: false}`, wire, compatible},
	{"additionalProperties", "widened around parts", `{allOf: [{type: object, properties: {a: {type: string}}}, {type: object, properties: {b: {type: string}, a: {}}, additionalProperties: false}], additionalProperties: false}`,
		`{allOf: [{type: object, properties: {a: {type: string}}}, {type: object, properties: {b: {type: string}, a: {}}, additionalProperties: false}]}`, compatible, wire},
	{"oneOf", "changed around a property that an alternative left open", `{oneOf: [{type: string}, {}, {type: object, properties: {a: {enum: [x]}}}]}`,
		`{properties: {a: {type: boolean}}, oneOf: [{type: string}, {}, {type: object, properties: {a: {enum: [x]}}}]}`, wire, compatible},
	{"oneOf", "changed to an alternative that leaves a property open", `{oneOf: [{type: object, properties: {b: {type: integer}}}, {type: object, properties: {b: {type: string}}}]}`,
		`{oneOf: [{type: object}, {type: object, properties: {b: {type: string}}}]}`, wire, unpromised},
	{"not", "added", `{type: string}`, `{type: string, not: {enum: [bad]}}`, wire, compatible},
	{"not", "removed", `{type: string, not: {enum: [bad]}}`, `{type: string}`, compatible, wire},
	{"if", "added", `{type: object, properties: {a: {type: string}, b: {type: string}}}`, `{type: object, properties: {a: {type: string}, b: {type: string}}, if: {required: [a]}, then: {required: [b]}}`, wire, compatible},
	{"if", "removed", `{type: object, properties: {a: {type: string}, b: {type: string}}, if: {required: [a]}, then: {required: [b]}}`, `{type: object, properties: {a: {type: string}, b: {type: string}}}`, compatible, wire},
	{"dependentRequired", "added", `{type: object, properties: {a: {type: string}, b: {type: string}}}`, `{type: object, properties: {a: {type: string}, b: {type: string}}, dependentRequired: {a: [b]}}`, wire, compatible},
	{"dependentRequired", "removed", `{type: object, properties: {a: {type: string}, b: {type: string}}, dependentRequired: {a: [b]}}`, `{type: object, properties: {a: {type: string}, b: {type: string}}}`, compatible, wire},
	{"dependentSchemas", "added", `{type: object, properties: {a: {type: string}}}`, `{type: object, properties: {a: {type: string}}, dependentSchemas: {a: {minProperties: 2}}}`, wire, compatible},
	{"dependentSchemas", "removed", `{type: object, properties: {a: {type: string}}, dependentSchemas: {a: {minProperties: 2}}}`, `{type: object, properties: {a: {type: string}}}`, compatible, wire},
	{"unevaluatedProperties", "added", `{type: object, properties: {a: {type: string}}}`, `{type: object, properties: {a: {type: string}}, unevaluatedProperties: false}`, wire, compatible},
	{"unevaluatedProperties", "removed", `{type: object, properties: {a: {type: string}}, unevaluatedProperties: false}`, `{type: object, properties: {a: {type: string}}}`, compatible, wire},
	{"unevaluatedItems", "added", `{type: array, prefixItems: [{type: string}]}`, `{type: array, prefixItems: [{type: string}], unevaluatedItems: false}`, wire, typed},
	{"unevaluatedItems", "removed", `{type: array, prefixItems: [{type: string}], unevaluatedItems: false}`, `{type: array, prefixItems: [{type: string}]}`, compatible, wire},
	{"schema", "became false", `{type: string}`, `false`, wire, typed},
	{"schema", "was false", `false`, `{type: string}`, compatible, wire},
	{"schema", "added", `{}`, `{type: string}`, wire, typed},
	{"schema", "removed", `{type: string}`, `{}`, compatible, wire},
	{"prose", "changed", `{type: string, description: a, default: x, x-a: 1}`, `{default: y, description: b, type: string, x-b: 1}`, nothing, nothing},
}

// document writes a document whose one operation takes, or answers with, an object that holds p.
func document(t testing.TB, version, schema string, response bool) *spec.Document {
	t.Helper()
	body := fmt.Sprintf("{application/json: {schema: {type: object, properties: {p: %s}}}}", schema)
	text := "openapi: " + version + "\ninfo: {title: t, version: '1'}\nservers: [{url: https://a.example}]\npaths: {/x: {post: {operationId: x, "
	if response {
		text += "responses: {'200': {description: ok, content: " + body + "}}}}}\n"
	} else {
		text += "requestBody: {required: true, content: " + body + "}, responses: {'204': {description: ok}}}}}\n"
	}
	doc, err := spec.Parse(context.Background(), "x.yaml", []byte(text), spec.Options{})
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return doc
}

// gravest is the class of the gravest finding that is about a message; "" if there is none.
func gravest(r *reports.Report) reports.Class {
	worst := nothing
	for _, f := range r.Findings {
		if f.Class != reports.ClassProse && (worst == nothing || weight(f.Class) < weight(worst)) {
			worst = f.Class
		}
	}
	return worst
}

func TestCompare_Pairings(t *testing.T) {
	t.Parallel()
	for _, tt := range pairings {
		for _, response := range []bool{false, true} {
			want, direction := tt.request, "request"
			if response {
				want, direction = tt.response, "response"
			}
			t.Run(strings.Join([]string{tt.keyword, tt.effect, direction}, " "), func(t *testing.T) {
				t.Parallel()
				r, err := Compare(document(t, "3.1.0", tt.base, response), document(t, "3.1.0", tt.revision, response), Options{})
				if err != nil {
					t.Fatal(err)
				}
				if got := gravest(r); got != want {
					t.Errorf("%s -> %s: got %q, want %q\n%s", tt.base, tt.revision, got, want, tell(r))
				}
				for _, f := range r.Findings {
					if f.Class == wire && f.Witness == nil {
						t.Errorf("%s has no witness", f.Rule)
					}
				}
				// A change within an alternative of oneOf is two: of what the alternative takes, and of what fits no other.
				if len(r.Findings) > 1 && !(tt.keyword == "oneOf" && strings.HasPrefix(tt.effect, "changed")) {
					t.Errorf("%d findings for one cause:\n%s", len(r.Findings), tell(r))
				}
			})
		}
	}
}

// newer are words of 3.1 only.
var newer = []string{"type: [", "null", "const", "exclusive", "prefixItems", "contains", "patternProperties", "propertyNames", "if:", "dependent", "unevaluated"}

// What both versions of the standard can say does the same in both.
func TestCompare_PairingsInOpenAPI30(t *testing.T) {
	t.Parallel()
	compared := 0
	for _, tt := range pairings {
		isNewer := func(text string) bool {
			return text == "false" || slices.ContainsFunc(newer, func(word string) bool { return strings.Contains(text, word) })
		}
		if isNewer(tt.base) || isNewer(tt.revision) {
			continue
		}
		for _, response := range []bool{false, true} {
			want := tt.request
			if response {
				want = tt.response
			}
			r, err := Compare(document(t, "3.0.3", tt.base, response), document(t, "3.0.3", tt.revision, response), Options{})
			if err != nil {
				t.Fatal(err)
			}
			compared++
			if got := gravest(r); got != want {
				t.Errorf("%s %s, response %v: %s -> %s: got %q, want %q\n%s", tt.keyword, tt.effect, response, tt.base, tt.revision, got, want, tell(r))
			}
		}
	}
	if compared < 150 {
		t.Errorf("only %d pairs can be said in 3.0", compared)
	}
}

// places are other ways to stand in a message: what changes there does the same.
var places = []struct{ name, schema string }{
	{"items", `{type: array, items: SCHEMA}`},
	{"a single part", `{allOf: [SCHEMA]}`},
	{"a single alternative", `{oneOf: [SCHEMA]}`},
	{"undeclared names", `{type: object, additionalProperties: SCHEMA}`},
	{"a property of a part", `{allOf: [{type: object, properties: {q: SCHEMA}}, {type: object, properties: {r: {type: string}}}]}`},
	{"an item of a list in front", `{type: array, prefixItems: [{type: string}, SCHEMA]}`},
	{"an alternative beside another type", `{anyOf: [{type: object, required: [q], properties: {q: SCHEMA}}, {type: boolean}]}`},
}

// Where a schema stands changes nothing of what a change of it does.
func TestCompare_PairingsInOtherPlaces(t *testing.T) {
	t.Parallel()
	for _, place := range places {
		t.Run(place.name, func(t *testing.T) {
			t.Parallel()
			for _, tt := range pairings {
				for _, response := range []bool{false, true} {
					want := tt.request
					if response {
						want = tt.response
					}
					if place.name == "undeclared names" && strings.HasSuffix(tt.effect, "false") {
						continue // names that are forbidden are no schema any more
					}
					at := func(schema string) *spec.Document {
						return document(t, "3.1.0", strings.Replace(place.schema, "SCHEMA", schema, 1), response)
					}
					r, err := Compare(at(tt.base), at(tt.revision), Options{})
					if err != nil {
						t.Fatal(err)
					}
					if got := gravest(r); got != want {
						t.Errorf("%s %s, response %v: %s -> %s: got %q, want %q\n%s", tt.keyword, tt.effect, response, tt.base, tt.revision, got, want, tell(r))
					}
				}
			}
		})
	}
}
