package schema_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"pgregory.net/rapid"
)

// writer writes compiled schemas as schemas of 3.1, from what Keywords tells alone.
type writer struct {
	names map[*schema.Schema]string
	out   object
}

// ref returns a reference to s, writing it first if it is met for the first time.
func (w *writer) ref(s *schema.Schema) any {
	name, met := w.names[s]
	if !met {
		name = fmt.Sprintf("s%d", len(w.names))
		w.names[s] = name
		w.out[name] = w.schema(s.Keywords())
	}
	return object{"$ref": "#/" + name}
}

func (w *writer) list(schemas []*schema.Schema) any {
	var list []any
	for _, s := range schemas {
		list = append(list, w.ref(s))
	}
	return list
}

func raw(v tape.Value) json.RawMessage { return json.RawMessage(v.Raw()) }

func (w *writer) schema(k schema.Keywords) any {
	if k.Never {
		return false
	}
	s := object{}
	var types []any
	for kind := tape.Null; kind <= tape.Object; kind++ {
		switch {
		case kind == tape.Number && k.Types.OnlyIntegers():
			types = append(types, "integer")
		case k.Types.Has(kind):
			types = append(types, kind.String())
		}
	}
	if len(types) < 6 || k.Types.OnlyIntegers() {
		s["type"] = append([]any{}, types...)
	}
	if k.Enum != nil {
		values := []any{}
		for _, v := range k.Enum {
			values = append(values, raw(v))
		}
		s["enum"] = values
	}
	if k.Const.Kind() != 0 {
		s["const"] = raw(k.Const)
	}
	for name, bound := range map[string]*tape.Decimal{
		"minimum": k.Minimum, "maximum": k.Maximum, "exclusiveMinimum": k.ExclusiveMinimum, "exclusiveMaximum": k.ExclusiveMaximum, "multipleOf": k.MultipleOf,
	} {
		if bound != nil {
			s[name] = json.Number(bound.String())
		}
	}
	for name, least := range map[string]int{"minLength": k.MinLength, "minItems": k.MinItems, "minProperties": k.MinProperties} {
		if least > 0 {
			s[name] = least
		}
	}
	for name, most := range map[string]int{"maxLength": k.MaxLength, "maxItems": k.MaxItems, "maxProperties": k.MaxProperties} {
		if most >= 0 {
			s[name] = most
		}
	}
	if k.Pattern != nil {
		s["pattern"] = k.Pattern.String()
	}
	if k.Format != "" {
		s["format"] = k.Format
	}
	w.applied(k, s)
	return s
}

// applied writes the keywords that apply schemas.
func (w *writer) applied(k schema.Keywords, s object) {
	for name, sub := range map[string]*schema.Schema{
		"items": k.Items, "contains": k.Contains, "unevaluatedItems": k.UnevaluatedItems, "additionalProperties": k.AdditionalProperties, "propertyNames": k.PropertyNames,
		"unevaluatedProperties": k.UnevaluatedProperties, "not": k.Not, "if": k.If, "then": k.Then, "else": k.Else,
	} {
		if sub != nil {
			s[name] = w.ref(sub)
		}
	}
	if k.Ref != nil {
		s["$ref"] = w.ref(k.Ref).(object)["$ref"]
	}
	if k.Contains != nil {
		s["minContains"] = k.MinContains
		if k.MaxContains >= 0 {
			s["maxContains"] = k.MaxContains
		}
	}
	for name, list := range map[string][]*schema.Schema{"allOf": k.AllOf, "anyOf": k.AnyOf, "oneOf": k.OneOf, "prefixItems": k.PrefixItems} {
		if len(list) > 0 {
			s[name] = w.list(list)
		}
	}
	for name, set := range map[string]bool{"uniqueItems": k.UniqueItems, "readOnly": k.ReadOnly, "writeOnly": k.WriteOnly} {
		if set {
			s[name] = true
		}
	}
	if k.Required != nil {
		s["required"] = k.Required
	}
	properties, patterns, required, schemas := object{}, object{}, object{}, object{}
	for _, p := range k.Properties {
		properties[p.Name] = w.ref(p.Schema)
	}
	for _, p := range k.PatternProperties {
		patterns[p.Pattern.String()] = w.ref(p.Schema)
	}
	for _, d := range k.Dependencies {
		if d.Schema != nil {
			schemas[d.Name] = w.ref(d.Schema)
		} else {
			required[d.Name] = d.Needs
		}
	}
	for name, of := range map[string]object{"properties": properties, "patternProperties": patterns, "dependentRequired": required, "dependentSchemas": schemas} {
		if len(of) > 0 {
			s[name] = of
		}
	}
}

// TestKeywords_TellEverything writes schemas again from what Keywords tells of them: the result means the same.
func TestKeywords_TellEverything(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		d := rapid.SampledFrom([]schema.Dialect{v30, v31}).Draw(r, "dialect")
		document := drawDocument(r, d, 2)
		if d == v30 && meansMore(decoded(document).(object)["root"]) || meansMore(decoded(document).(object)["x"]) {
			r.Skip("with Compat, nullable may mean more than 3.1 can say")
		}
		s := drawnSchema(r, d, document)
		w := writer{map[*schema.Schema]string{}, object{}}
		w.out["root"] = w.ref(s)
		if again := drawnSchema(r, v31, encoded(w.out)); again.Hash() != s.Hash() {
			r.Fatalf("%s\nis told as %s", document, encoded(w.out))
		}
	})
}

func TestKeywords_InTheWordsOfBothDialects(t *testing.T) {
	t.Parallel()
	s, err := compile(t, v30, `
type: object
required: [id, gone]
properties:
  id: {type: string, readOnly: true, pattern: '^\d+$'}
  amount: {type: integer, nullable: true, minimum: 1.50, exclusiveMinimum: true, format: int32}
additionalProperties: false
discriminator: {propertyName: id, mapping: {x: '#/properties/id'}}`, "")
	if err != nil {
		t.Fatal(err)
	}
	k := s.Keywords()
	if got := k.Types.String(); got != "object" {
		t.Errorf("type is %s, want object", got)
	}
	if want := []string{"id", "gone"}; !reflect.DeepEqual(k.Required, want) {
		t.Errorf("required %q, want %q", k.Required, want)
	}
	if !k.AdditionalProperties.Keywords().Never {
		t.Error("additionalProperties is not false")
	}
	id, amount := k.Properties[0], k.Properties[1]
	if id.Name != "id" || !id.Required || !id.ReadOnly || id.WriteOnly || amount.Required {
		t.Errorf("properties %+v", k.Properties)
	}
	if p := id.Schema.Keywords().Pattern; p.String() != `^\d+$` || p.RE2() != `^\d+$` {
		t.Errorf("pattern %s, for RE2 %s", p, p.RE2())
	}
	of := amount.Schema.Keywords()
	if of.Types.String() != "integer or null" || !of.Types.OnlyIntegers() || !of.Nullable || of.Minimum != nil || of.ExclusiveMinimum.String() != "1.5" || of.Format != "int32" {
		t.Errorf("amount %+v", of)
	}
	if d := k.Discriminator; d.Property != "id" || len(d.Mapping) != 1 || d.Mapping[0].Value != "x" || d.Mapping[0].Schema != id.Schema {
		t.Errorf("discriminator %+v", d)
	}
	if at := s.KeywordPosition("properties", "amount"); at.Line != 6 {
		t.Errorf("amount stands at %s, want line 6", at)
	}
	if at := amount.Schema.KeywordPosition("exclusiveMinimum"); at.Line != 6 || at.Column != 58 {
		t.Errorf("exclusiveMinimum stands at %s", at)
	}
}

func TestTarget_FollowsReferencesThatSayNothing(t *testing.T) {
	t.Parallel()
	for document, want := range map[string]bool{
		"root: {$ref: '#/A'}\nA: {$ref: '#/B'}\nB: {type: string}":               true,
		"root: {$ref: '#/A', maxLength: 1}\nA: {$ref: '#/B'}\nB: {type: string}": false,
	} {
		s, err := compile(t, v31, document, "/root")
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Target() != s; got != want {
			t.Errorf("%s: another target: %v, want %v", strings.ReplaceAll(document, "\n", ", "), got, want)
		}
	}
}
