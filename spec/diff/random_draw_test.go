package diff

import (
	"maps"
	"math/rand/v2"
	"slices"
)

// object is a JSON object that is being edited.
type object = map[string]any

// draftsman draws schemas and edits them. The same seed draws the same.
type draftsman struct {
	*rand.Rand
	newer bool // in the words of 3.1
}

func one[T any](d draftsman, from ...T) T { return from[d.IntN(len(from))] }

// schema draws a schema; one without depth has no parts.
func (d draftsman) schema(depth int) any {
	kind := one(d, "string", "integer", "number", "boolean", "object", "object", "array", "ref", "choice", "all", "any")
	if depth == 0 && (kind == "object" || kind == "array" || kind == "choice" || kind == "all") {
		kind = "string"
	}
	s := object{}
	switch kind {
	case "any":
		return s
	case "ref":
		return object{"$ref": "#/components/schemas/" + one(d, "X", "Y", "Z")}
	case "choice":
		var branches []any
		for range 2 + d.IntN(2) {
			branches = append(branches, d.schema(depth-1))
		}
		s[one(d, "anyOf", "oneOf")] = branches
		return s
	case "all":
		s["allOf"] = []any{d.schema(depth - 1), d.schema(depth - 1)}
		return s
	}
	s["type"] = kind
	for range d.IntN(3) {
		d.say(s, kind, depth)
	}
	if kind == "object" && s["properties"] == nil {
		d.property(s, depth)
	}
	if kind == "array" && s["items"] == nil {
		s["items"] = d.schema(depth - 1)
	}
	if d.IntN(8) == 0 {
		d.null(s)
	}
	return s
}

func (d draftsman) property(s object, depth int) {
	p, _ := s["properties"].(object)
	if p == nil {
		p = object{}
		s["properties"] = p
	}
	of := d.schema(max(depth-1, 0))
	if m, isObject := of.(object); isObject && d.IntN(10) == 0 && m["$ref"] == nil {
		m[one(d, "readOnly", "writeOnly")] = true
	}
	p[one(d, "a", "b", "c")] = of
}

func (d draftsman) null(s object) {
	if !d.newer {
		s["nullable"] = true
	} else if t, isText := s["type"].(string); isText {
		s["type"] = []any{t, "null"}
	}
}

// say writes one keyword into a schema of a type.
func (d draftsman) say(s object, kind string, depth int) {
	depth = max(depth-1, 0)
	switch kind {
	case "string":
		switch d.IntN(6) {
		case 0:
			s["enum"] = one(d, []any{"a", "b"}, []any{"a"}, []any{"a", "b", "c"}, []any{"x", "y"})
		case 1:
			s["minLength"] = d.IntN(3)
		case 2:
			s["maxLength"] = 1 + d.IntN(4)
		case 3:
			s["pattern"] = one(d, "^[a-z]+$", "^[a-c]*$", "^a", "[0-9]", "^[a-z]{2,3}$")
		case 4:
			s["format"] = one(d, "date", "date-time", "uuid", "email", "byte")
		default:
			if d.newer {
				s["const"] = one(d, "a", "b")
			}
		}
	case "integer", "number":
		switch d.IntN(5) {
		case 0:
			s["minimum"] = d.IntN(4)
		case 1:
			s["maximum"] = 3 + d.IntN(4)
		case 2:
			s["multipleOf"] = one[any](d, 1, 2, 3, 0.5)
		case 3:
			s["enum"] = one(d, []any{1, 2}, []any{1}, []any{2, 3})
		default:
			if d.newer {
				s[one(d, "exclusiveMinimum", "exclusiveMaximum")] = d.IntN(5)
			} else {
				s["minimum"], s["exclusiveMinimum"] = d.IntN(3), true
			}
		}
	case "object":
		switch d.IntN(9) {
		case 0, 1, 2:
			d.property(s, depth+1)
		case 3:
			s["required"] = one(d, []any{"a"}, []any{"a", "b"}, []any{"c"})
		case 4:
			s["additionalProperties"] = one[any](d, false, true, d.schema(depth))
		case 5:
			s[one(d, "minProperties", "maxProperties")] = 1 + d.IntN(2)
		default:
			if d.newer {
				d.sayNewer(s, depth)
			}
		}
	case "array":
		switch d.IntN(5) {
		case 0:
			s["minItems"] = d.IntN(3)
		case 1:
			s["maxItems"] = 1 + d.IntN(3)
		case 2:
			s["uniqueItems"] = true
		case 3:
			s["items"] = d.schema(depth)
		default:
			if d.newer {
				s[one(d, "contains", "not")] = d.schema(depth)
			}
		}
	}
}

func (d draftsman) sayNewer(s object, depth int) {
	switch d.IntN(5) {
	case 0:
		s["dependentRequired"] = object{"a": []any{"b"}}
	case 1:
		s["patternProperties"] = object{"^c": d.schema(depth)}
	case 2:
		s["propertyNames"] = object{"maxLength": 1}
	case 3:
		s["if"], s["then"] = object{"required": []any{"a"}}, object{"required": []any{"b"}}
	default:
		s["unevaluatedProperties"] = false
	}
}

// within lists the schemas in s, itself first.
func within(s any) []object {
	m, isObject := s.(object)
	if !isObject {
		return nil
	}
	out := []object{m}
	for _, name := range slices.Sorted(maps.Keys(m)) {
		switch v := m[name].(type) {
		case object:
			if name == "properties" || name == "patternProperties" {
				for _, p := range slices.Sorted(maps.Keys(v)) {
					out = append(out, within(v[p])...)
				}
			} else if name != "dependentRequired" {
				out = append(out, within(v)...)
			}
		case []any:
			for _, item := range v {
				out = append(out, within(item)...)
			}
		}
	}
	return out
}

// edit changes one thing in a schema.
func (d draftsman) edit(s object) {
	all := within(s)
	at := all[d.IntN(len(all))]
	kind, _ := at["type"].(string)
	switch d.IntN(6) {
	case 0, 1:
		if kind == "" {
			kind = one(d, "string", "integer", "object")
		}
		d.say(at, kind, 1)
	case 2:
		if names := slices.Sorted(maps.Keys(at)); len(names) > 0 {
			delete(at, names[d.IntN(len(names))])
		}
	case 3:
		d.null(at)
	case 4:
		for _, keyword := range []string{"anyOf", "oneOf"} {
			if list, has := at[keyword].([]any); has {
				if d.IntN(2) == 0 && len(list) > 1 {
					at[keyword] = list[1:]
				} else {
					at[keyword] = append(list, d.schema(1))
				}
				return
			}
		}
		d.property(at, 1)
	default:
		of := d.schema(1)
		clear(at)
		maps.Copy(at, of.(object))
	}
}
