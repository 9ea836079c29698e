package diff

import (
	"encoding/json"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// kinOpinion judges a value by the schema at n of a 3.0 document with kin-openapi. It cannot where references make a cycle: kin-openapi
// follows them without end to learn whether a schema is empty.
func (s *side) kinOpinion(n *tree.Node, face schema.Face, value []byte) (accepted, ok bool) {
	if s.doc.Is31() {
		return false, false
	}
	t := &kinTranslator{side: s, members: memberNames(value), open: map[*tree.Node]bool{}, done: map[*tree.Node]*openapi3.Schema{}}
	translated := t.schema(n)
	var v any
	if t.failed || translated == nil || json.Unmarshal(value, &v) != nil {
		return false, false
	}
	options := []openapi3.SchemaValidationOption{openapi3.EnableFormatValidation()}
	switch face {
	case schema.Request:
		options = append(options, openapi3.VisitAsRequest())
	case schema.Response:
		options = append(options, openapi3.VisitAsResponse())
	}
	return translated.Value.VisitJSON(v, options...) == nil, true
}

// kinTranslator makes schemas of kin-openapi of those of a document, those a value with certain members can meet.
type kinTranslator struct {
	side    *side
	members map[string]bool
	open    map[*tree.Node]bool // being translated
	done    map[*tree.Node]*openapi3.Schema
	failed  bool
}

// kinSchema is what of a schema kin-openapi reads by itself: scalars and lists of them.
type kinSchema struct {
	Type             string   `json:"type,omitempty"`
	Format           string   `json:"format,omitempty"`
	Pattern          string   `json:"pattern,omitempty"`
	Enum             []any    `json:"enum,omitempty"`
	Minimum          *float64 `json:"minimum,omitempty"`
	Maximum          *float64 `json:"maximum,omitempty"`
	ExclusiveMinimum bool     `json:"exclusiveMinimum,omitempty"`
	ExclusiveMaximum bool     `json:"exclusiveMaximum,omitempty"`
	MultipleOf       *float64 `json:"multipleOf,omitempty"`
	MinLength        uint64   `json:"minLength,omitempty"`
	MaxLength        *uint64  `json:"maxLength,omitempty"`
	MinItems         uint64   `json:"minItems,omitempty"`
	MaxItems         *uint64  `json:"maxItems,omitempty"`
	UniqueItems      bool     `json:"uniqueItems,omitempty"`
	MinProperties    uint64   `json:"minProperties,omitempty"`
	MaxProperties    *uint64  `json:"maxProperties,omitempty"`
	Nullable         bool     `json:"nullable,omitempty"`
	ReadOnly         bool     `json:"readOnly,omitempty"`
	WriteOnly        bool     `json:"writeOnly,omitempty"`
	Required         []string `json:"required,omitempty"`
}

// scalarNames are the members of a schema that a kinSchema holds.
var scalarNames = map[string]bool{
	"type": true, "format": true, "pattern": true, "enum": true, "minimum": true, "maximum": true, "exclusiveMinimum": true, "exclusiveMaximum": true,
	"multipleOf": true, "minLength": true, "maxLength": true, "minItems": true, "maxItems": true, "uniqueItems": true, "minProperties": true,
	"maxProperties": true, "nullable": true, "readOnly": true, "writeOnly": true, "required": true,
}

// schema translates the schema at n; nil stands for none.
func (t *kinTranslator) schema(n *tree.Node) *openapi3.SchemaRef {
	target := t.side.doc.Resolve(n)
	if !target.Is(tree.Object) {
		t.failed = t.failed || n != nil
		return nil
	}
	if known := t.done[target]; known != nil {
		return &openapi3.SchemaRef{Value: known}
	}
	if t.open[target] {
		t.failed = true
		return nil
	}
	t.open[target] = true
	out := t.scalars(target)
	for _, m := range target.Members {
		t.applied(out, m)
	}
	t.open[target] = false
	t.done[target] = out
	return &openapi3.SchemaRef{Value: out}
}

// scalars translates what applies no other schema.
func (t *kinTranslator) scalars(n *tree.Node) *openapi3.Schema {
	members := map[string]json.RawMessage{}
	for _, m := range n.Members {
		if scalarNames[m.Name] {
			members[m.Name] = m.Value.JSON()
		}
	}
	text, err := json.Marshal(members)
	if err != nil {
		t.failed = true
		return &openapi3.Schema{}
	}
	var k kinSchema
	if err := json.Unmarshal(text, &k); err != nil {
		t.failed = true
	}
	out := &openapi3.Schema{
		Format: k.Format, Pattern: k.Pattern, Enum: k.Enum, Min: k.Minimum, Max: k.Maximum, MultipleOf: k.MultipleOf, MinLength: k.MinLength, MaxLength: k.MaxLength,
		MinItems: k.MinItems, MaxItems: k.MaxItems, UniqueItems: k.UniqueItems, MinProps: k.MinProperties, MaxProps: k.MaxProperties, Nullable: k.Nullable,
		ReadOnly: k.ReadOnly, WriteOnly: k.WriteOnly, Required: k.Required,
	}
	out.ExclusiveMin.Bool, out.ExclusiveMax.Bool = &k.ExclusiveMinimum, &k.ExclusiveMaximum
	if k.Type != "" {
		out.Type = &openapi3.Types{k.Type}
	}
	return out
}

// applied translates a keyword that applies other schemas.
func (t *kinTranslator) applied(out *openapi3.Schema, m tree.Member) {
	list := func() (refs openapi3.SchemaRefs) {
		for _, item := range m.Value.Items {
			refs = append(refs, t.schema(item))
		}
		return refs
	}
	switch m.Name {
	case "properties":
		out.Properties = openapi3.Schemas{}
		for _, p := range m.Value.Members {
			if t.members[p.Name] {
				out.Properties[p.Name] = t.schema(p.Value)
			}
		}
	case "additionalProperties":
		if allowed, isBool := m.Value.Bool(); isBool {
			out.AdditionalProperties.Has = &allowed
		} else {
			out.AdditionalProperties.Schema = t.schema(m.Value)
		}
	case "items":
		out.Items = t.schema(m.Value)
	case "not":
		out.Not = t.schema(m.Value)
	case "allOf":
		out.AllOf = list()
	case "anyOf":
		out.AnyOf = list()
	case "oneOf":
		out.OneOf = list()
	}
}
