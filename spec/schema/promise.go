package schema

// promise says what keyword of s asks for.
func promise(s *Schema, keyword string) string {
	value := func(name string) string { return string(s.node.Get(name).JSON()) }
	switch keyword {
	case "type", "enum", "const":
		return describeTypes(s)
	case "minimum":
		return "number of at least " + value("minimum")
	case "maximum":
		return "number of at most " + value("maximum")
	case "exclusiveMinimum":
		return "number above " + either(value, s.dialect, "minimum", "exclusiveMinimum")
	case "exclusiveMaximum":
		return "number below " + either(value, s.dialect, "maximum", "exclusiveMaximum")
	case "multipleOf":
		return "multiple of " + value("multipleOf")
	case "minLength":
		return "string of at least " + counted(s.strings.minimum, "character", "characters")
	case "maxLength":
		return "string of at most " + counted(s.strings.maximum, "character", "characters")
	case "pattern":
		return "string matching " + s.strings.pattern.plain()
	case "format":
		return describeFormat(s)
	case "minItems":
		return "array of at least " + counted(s.arrays.minimum, "item", "items")
	case "maxItems":
		return "array of at most " + counted(s.arrays.maximum, "item", "items")
	case "uniqueItems":
		return "array whose items all differ"
	case "contains", "minContains":
		return "array with at least " + counted(s.arrays.containsMinimum, "item", "items") + " of the kind contains describes"
	case "maxContains":
		return "array with at most " + counted(s.arrays.containsMax, "item", "items") + " of the kind contains describes"
	case "minProperties":
		return "object with at least " + counted(s.objects.minimum, "property", "properties")
	case "maxProperties":
		return "object with at most " + counted(s.objects.maximum, "property", "properties")
	case "not":
		if s.not.any {
			return "nothing: no value is allowed here"
		}
		return "anything but " + describeTypes(s.not) + named(s.not)
	case "anyOf":
		return oneOfThem("one of", len(s.anyOf))
	case "oneOf":
		return oneOfThem("exactly one of", len(s.oneOf))
	case "$dynamicRef":
		return "a schema that comes to an end"
	}
	return keyword
}

// either returns the bound an exclusive keyword speaks of: in 3.0 it stands beside it.
func either(value func(string) string, d Dialect, inclusive, exclusive string) string {
	if d == OpenAPI30 {
		return value(inclusive)
	}
	return value(exclusive)
}
