package schema

import (
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// keyword compiles one keyword into a schema. In the tables a nil keyword is an annotation: it says nothing about values.
type keyword func(c *compiler, s *Schema, m tree.Member)

// shared are the keywords both dialects have with one meaning.
var shared = map[string]keyword{
	"enum": compileEnum, "multipleOf": compileBound, "maximum": compileBound, "minimum": compileBound,
	"maxLength": compileLength, "minLength": compileLength, "pattern": compilePattern, "format": compileFormat,
	"maxItems": compileCount, "minItems": compileCount, "uniqueItems": compileUnique,
	"maxProperties": compileCount, "minProperties": compileCount, "required": compileRequired,
	"properties": compileProperties, "additionalProperties": compileAdditional, "items": compileItems,
	"allOf": compileAllOf, "anyOf": compileAnyOf, "oneOf": compileOneOf, "not": compileNot,
	"$ref": compileRef, "discriminator": compileDiscriminator, "readOnly": compileFlag, "writeOnly": compileFlag,
	"title": nil, "description": nil, "default": nil, "deprecated": nil, "example": nil, "externalDocs": nil, "xml": nil,
}

// Source: OpenAPI 3.0.3, section 4.7.24 (Schema Object).
var keywords30 = with(shared, map[string]keyword{
	"type": compileType30, "nullable": compileNullable, "exclusiveMaximum": compileExclusive30, "exclusiveMinimum": compileExclusive30,
})

// Source: JSON Schema 2020-12 Core and Validation, OpenAPI 3.1.0, section 4.8.24 (Schema Object).
var keywords31 = with(shared, map[string]keyword{
	"type": compileType31, "const": compileConst, "exclusiveMaximum": compileBound, "exclusiveMinimum": compileBound,
	"prefixItems": compilePrefixItems, "contains": compileContains, "minContains": compileCount, "maxContains": compileCount,
	"patternProperties": compilePatternProperties, "propertyNames": compileNames, "dependentRequired": compileDependentRequired,
	"dependentSchemas": compileDependentSchemas, "dependencies": compileDependencies, "if": compileIf, "then": compileThen, "else": compileElse,
	"unevaluatedItems": compileRestItems, "unevaluatedProperties": compileRestProperties, "$dynamicRef": compileDynamicRef,
	"$id": compileID, "$anchor": compileID, "$dynamicAnchor": compileID, "$schema": compileSchemaURI, "$vocabulary": nil, "$comment": nil, "$defs": nil, "definitions": nil,
	"examples": nil, "contentEncoding": nil, "contentMediaType": nil, "contentSchema": nil,
})

// elsewhere are keywords people know from another dialect, with what to write instead.
var elsewhere = map[Dialect]map[string]string{
	OpenAPI30: {
		"const": "const is not part of OpenAPI 3.0; write enum with one value", "patternProperties": "patternProperties is not part of OpenAPI 3.0; name the properties or use 3.1",
		"if": "if is not part of OpenAPI 3.0; use oneOf or 3.1", "then": "then is not part of OpenAPI 3.0; use oneOf or 3.1", "else": "else is not part of OpenAPI 3.0; use oneOf or 3.1",
		"examples": "examples is not part of OpenAPI 3.0; write example", "$id": "$id is not part of OpenAPI 3.0", "id": "id is not part of OpenAPI 3.0",
		"$schema": "$schema is not part of OpenAPI 3.0", "$comment": "$comment is not part of OpenAPI 3.0; write description", "$defs": "$defs is not part of OpenAPI 3.0; use components/schemas",
		"definitions": "definitions is not part of OpenAPI 3.0; use components/schemas",
	},
	OpenAPI31: {
		"nullable":        "nullable is not part of OpenAPI 3.1; add null to type",
		"additionalItems": "additionalItems became items in JSON Schema 2020-12; write prefixItems and items",
		"$recursiveRef":   "$recursiveRef became $dynamicRef in JSON Schema 2020-12", "$recursiveAnchor": "$recursiveAnchor became $dynamicAnchor in JSON Schema 2020-12",
		"id": "id became $id in JSON Schema draft 6",
	},
}

func with(base, more map[string]keyword) map[string]keyword {
	all := make(map[string]keyword, len(base)+len(more))
	for _, table := range [...]map[string]keyword{base, more} {
		for name, k := range table {
			all[name] = k
		}
	}
	return all
}

// nearestKeyword returns the keyword of the dialect that differs least from name, if by no more than two letters.
func nearestKeyword(d Dialect, name string) string {
	table := keywords31
	if d == OpenAPI30 {
		table = keywords30
	}
	best, least := "", 3
	for known := range table {
		if n := distance(name, known); n < least || n == least && n < 3 && known < best {
			best, least = known, n
		}
	}
	if least >= len(name)/2+1 {
		return ""
	}
	return best
}

// distance counts the letters to insert, remove or replace to make b of a.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			step := 1
			if a[i] == b[j] {
				step = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j]+1, row[j+1]+1, diagonal+step)
		}
	}
	return row[len(b)]
}

func compileType30(c *compiler, s *Schema, m tree.Member) {
	if m.Value.Kind != tree.String {
		c.refuse(s, m, "must be one type's name, not %s; OpenAPI 3.0 writes nullable and anyOf where 3.1 lists types", m.Value.Kind)
		return
	}
	types, ok := typeNames[m.Value.Text]
	if !ok || m.Value.Text == "null" {
		c.refuse(s, m, "%q is no type of OpenAPI 3.0; the types are boolean, number, integer, string, array and object", m.Value.Text)
		return
	}
	// nullable adds null to the type beside it. Source: OpenAPI 3.0.3, section 4.7.24.1 (nullable).
	if nullable, _ := s.node.Get("nullable").Bool(); nullable {
		types |= 1 << tape.Null
	}
	s.types = types
}

func compileType31(c *compiler, s *Schema, m tree.Member) {
	names := m.Value.Items
	switch {
	case m.Value.Kind == tree.String:
		names = []*tree.Node{m.Value}
	case m.Value.Kind != tree.Array:
		c.refuse(s, m, "must be a type's name or a list of them, not %s", m.Value.Kind)
		return
	}
	if len(names) == 0 {
		c.refuse(s, m, "must name at least one type: an empty list allows no value")
		return
	}
	types := Types(0)
	for _, name := range names {
		t, ok := typeNames[name.String()]
		if !ok || name.Kind != tree.String {
			c.refuse(s, m, "%q is no type; the types are null, boolean, number, integer, string, array and object", name.String())
			return
		}
		types |= t
	}
	s.types = types
}

func compileNullable(c *compiler, s *Schema, m tree.Member) { s.nullable = c.bool(s, m) }
func compileFlag(c *compiler, s *Schema, m tree.Member)     { c.bool(s, m) }

func compileEnum(c *compiler, s *Schema, m tree.Member) {
	if c.list(s, m) {
		s.enum = c.choice(m.Value.Items)
	}
}

func compileConst(c *compiler, s *Schema, m tree.Member) {
	s.constant = c.choice([]*tree.Node{m.Value})
}

func compileAllOf(c *compiler, s *Schema, m tree.Member) { s.allOf = c.schemas(s, m) }
func compileAnyOf(c *compiler, s *Schema, m tree.Member) { s.anyOf = c.schemas(s, m) }
func compileOneOf(c *compiler, s *Schema, m tree.Member) { s.oneOf = c.schemas(s, m) }
func compileNot(c *compiler, s *Schema, m tree.Member)   { s.not = c.schema(m.Value) }

func compileIf(c *compiler, s *Schema, m tree.Member) { s.condition = c.schema(m.Value) }

// then and else mean nothing without if. Source: JSON Schema 2020-12 Core, sections 10.2.2.2 and 10.2.2.3.
func compileThen(c *compiler, s *Schema, m tree.Member) {
	if s.node.Get("if") != nil {
		s.then = c.schema(m.Value)
	}
}

func compileElse(c *compiler, s *Schema, m tree.Member) {
	if s.node.Get("if") != nil {
		s.orElse = c.schema(m.Value)
	}
}

func compileRestItems(c *compiler, s *Schema, m tree.Member) { s.restItems = c.schema(m.Value) }
func compileRestProperties(c *compiler, s *Schema, m tree.Member) {
	s.restProperties = c.schema(m.Value)
}
