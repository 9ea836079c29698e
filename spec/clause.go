package spec

import "strings"

// sections are the objects of the standard by the number their section has within its chapter on the document's structure, which
// is 4.7 in OpenAPI 3.0.3 and 4.8 in OpenAPI 3.1.0.
const (
	sectionParameter   = "12 (Parameter Object)"
	sectionRequestBody = "13 (Request Body Object)"
	sectionMediaType   = "14 (Media Type Object)"
	sectionEncoding    = "15 (Encoding Object)"
	sectionResponses   = "16 (Responses Object)"
	sectionResponse    = "17 (Response Object)"
	sectionHeader      = "21 (Header Object)"
	sectionSchema      = "24 (Schema Object)"
)

// clause names a section of the version of the standard the document is written in.
func (d *Document) clause(section string) string {
	if d.Is31() {
		return "OpenAPI 3.1.0, section 4.8." + section
	}
	return "OpenAPI 3.0.3, section 4.7." + section
}

// wright holds the sections of draft-wright-json-schema-validation-00, which OpenAPI 3.0 takes its keywords from.
var wright = map[string]string{
	"multipleOf": "5.1", "maximum": "5.2", "exclusiveMaximum": "5.3", "minimum": "5.4", "exclusiveMinimum": "5.5",
	"maxLength": "5.6", "minLength": "5.7", "pattern": "5.8", "items": "5.9", "maxItems": "5.10", "minItems": "5.11",
	"uniqueItems": "5.12", "maxProperties": "5.13", "minProperties": "5.14", "required": "5.15", "properties": "5.16",
	"additionalProperties": "5.18", "enum": "5.20", "type": "5.21", "allOf": "5.22", "anyOf": "5.23", "oneOf": "5.24", "not": "5.25",
	"format": "7",
}

// validation2020 holds the sections of JSON Schema Validation 2020-12, core2020 those of its core.
var (
	validation2020 = map[string]string{
		"type": "6.1.1", "enum": "6.1.2", "const": "6.1.3", "multipleOf": "6.2.1", "maximum": "6.2.2", "exclusiveMaximum": "6.2.3",
		"minimum": "6.2.4", "exclusiveMinimum": "6.2.5", "maxLength": "6.3.1", "minLength": "6.3.2", "pattern": "6.3.3",
		"maxItems": "6.4.1", "minItems": "6.4.2", "uniqueItems": "6.4.3", "maxContains": "6.4.4", "minContains": "6.4.5",
		"maxProperties": "6.5.1", "minProperties": "6.5.2", "required": "6.5.3", "dependentRequired": "6.5.4", "format": "7",
	}
	core2020 = map[string]string{
		"allOf": "10.2.1.1", "anyOf": "10.2.1.2", "oneOf": "10.2.1.3", "not": "10.2.1.4", "if": "10.2.2.1", "then": "10.2.2.2",
		"else": "10.2.2.3", "dependentSchemas": "10.2.2.4", "prefixItems": "10.3.1.1", "items": "10.3.1.2", "contains": "10.3.1.3",
		"properties": "10.3.2.1", "patternProperties": "10.3.2.2", "additionalProperties": "10.3.2.3", "propertyNames": "10.3.2.4",
		"unevaluatedItems": "11.2", "unevaluatedProperties": "11.3",
	}
)

// keywordClause names the clause a keyword of a schema stands on.
func (d *Document) keywordClause(keyword string) string {
	object := d.clause(sectionSchema)
	if !d.Is31() {
		if section := wright[keyword]; section != "" {
			return object + "; JSON Schema Validation draft 5, section " + section + " (" + keyword + ")"
		}
		return object
	}
	if section := validation2020[keyword]; section != "" {
		return object + "; JSON Schema Validation 2020-12, section " + section + " (" + keyword + ")"
	}
	if section := core2020[keyword]; section != "" {
		return object + "; JSON Schema Core 2020-12, section " + section + " (" + keyword + ")"
	}
	return object
}

// asserts reports whether keyword is one that can make a value fail in the version the document is written in.
func (d *Document) asserts(keyword string) bool {
	if !d.Is31() {
		return wright[keyword] != "" || keyword == "nullable"
	}
	return validation2020[keyword]+core2020[keyword] != ""
}

// jsonClauses names the clause behind each rule of package tape.
var jsonClauses = map[string]string{
	"json-empty":          "RFC 8259, section 2 (JSON Grammar)",
	"json-malformed":      "RFC 8259, section 2 (JSON Grammar)",
	"json-trailing":       "RFC 8259, section 2 (JSON Grammar)",
	"json-duplicate-name": "RFC 8259, section 4 (Objects); RFC 7493, section 2.3",
	"json-bom":            "RFC 8259, section 8.1 (Character Encoding)",
	"json-utf8":           "RFC 8259, section 8.1 (Character Encoding); RFC 7493, section 2.1",
	"json-charset":        "RFC 8259, sections 8.1 (Character Encoding) and 11 (IANA Considerations)",
	"json-depth":          "RFC 8259, section 9 (Parsers)",
	"json-size":           "RFC 8259, section 9 (Parsers)",
}

// jsonClause returns the clause of a rule of package tape.
func jsonClause(rule string) string {
	if clause := jsonClauses[rule]; clause != "" {
		return clause
	}
	return "RFC 8259" + strings.TrimPrefix(rule, "json")
}
