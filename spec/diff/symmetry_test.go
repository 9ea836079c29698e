package diff

import (
	"slices"
	"strings"
	"testing"
)

// keywords are those of a schema that can reject a value. Source: JSON Schema 2020-12 Validation and Applicators; OpenAPI 3.0.3, section 4.7.24.
var keywords = []string{
	"type", "null", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern", "format",
	"minItems", "maxItems", "uniqueItems", "items", "prefixItems", "contains", "required", "properties", "additionalProperties", "patternProperties",
	"propertyNames", "minProperties", "maxProperties", "allOf", "anyOf", "oneOf", "not", "if", "dependentRequired", "dependentSchemas",
	"unevaluatedProperties", "unevaluatedItems", "readOnly", "writeOnly",
}

// exempt says why a keyword has no pairing of an effect.
var exempt = map[string]string{
	"null narrowed":                  "null is accepted or not",
	"null widened":                   "null is accepted or not",
	"const narrowed":                 "a constant is one value",
	"const widened":                  "a constant is one value; more of them are an enum",
	"uniqueItems narrowed":           "a boolean is set or not",
	"uniqueItems widened":            "a boolean is set or not",
	"required narrowed":              "each name is a change of its own: added",
	"required widened":               "each name is a change of its own: removed",
	"readOnly narrowed":              "a boolean is set or not",
	"readOnly widened":               "a boolean is set or not",
	"writeOnly narrowed":             "a boolean is set or not",
	"writeOnly widened":              "a boolean is set or not",
	"propertyNames narrowed":         "judged as the whole schema, as added is",
	"propertyNames widened":          "judged as the whole schema, as removed is",
	"allOf narrowed":                 "its parts are merged, so it is a change of their keywords",
	"allOf widened":                  "its parts are merged, so it is a change of their keywords",
	"anyOf widened":                  "the other way round of narrowed, which follows the same edges",
	"oneOf narrowed":                 "an alternative that changes follows the same edges as in anyOf",
	"oneOf widened":                  "an alternative that changes follows the same edges as in anyOf",
	"not narrowed":                   "judged as the whole schema, as added is",
	"not widened":                    "judged as the whole schema, as removed is",
	"if narrowed":                    "judged as the whole schema, as added is",
	"if widened":                     "judged as the whole schema, as removed is",
	"dependentRequired narrowed":     "judged as the whole schema, as added is",
	"dependentRequired widened":      "judged as the whole schema, as removed is",
	"dependentSchemas narrowed":      "judged as the whole schema, as added is",
	"dependentSchemas widened":       "judged as the whole schema, as removed is",
	"unevaluatedProperties narrowed": "judged as the whole schema, as added is",
	"unevaluatedProperties widened":  "judged as the whole schema, as removed is",
	"unevaluatedItems narrowed":      "judged as the whole schema, as added is",
	"unevaluatedItems widened":       "judged as the whole schema, as removed is",
}

// Every keyword has a pairing for each effect, or a reason why not. Each pairing is judged in both directions, so the directions are whole.
func TestPairings_AreSymmetric(t *testing.T) {
	t.Parallel()
	for _, keyword := range keywords {
		for _, effect := range []string{"added", "removed", "narrowed", "widened"} {
			name := keyword + " " + effect
			has := slices.ContainsFunc(pairings, func(p pairing) bool { return p.keyword == keyword && strings.HasPrefix(p.effect, effect) })
			if reason := exempt[name]; has == (reason != "") {
				t.Errorf("%s: has a pairing %v, reason why not %q; exactly one of both is right", name, has, reason)
			}
		}
	}
	for _, p := range pairings {
		if p.keyword != "schema" && p.keyword != "prose" && !slices.Contains(keywords, p.keyword) {
			t.Errorf("%s is no keyword that is listed", p.keyword)
		}
		// What breaks one direction when it is done breaks the other when it is undone, save for what is only typed or not promised.
		if p.request == wire && p.response == wire && !strings.Contains(p.effect, "changed") && !strings.Contains(p.effect, "moved") {
			t.Errorf("%s %s breaks both directions, which only a change to something else can", p.keyword, p.effect)
		}
	}
}
