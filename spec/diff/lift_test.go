package diff

import (
	"strings"
	"testing"
)

// A change within one alternative of many is shown by a value that only this one takes, in the smallest message that meets it.
func TestCompare_WitnessWithinAnAlternative(t *testing.T) {
	t.Parallel()
	doc := func(required string) string {
		return `paths:
  /orders: {post: {operationId: order, requestBody: {content: {application/json: {schema: {type: object, properties: {first: {type: object, properties: {pay: {$ref: '#/components/schemas/Pay'}}}}}}}}, responses: {'204': {description: ok}}}}
  /pay: {post: {operationId: pay, requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pay'}}}}, responses: {'204': {description: ok}}}}
components:
  schemas:
    Pay: {oneOf: [{$ref: '#/components/schemas/Card'}, {$ref: '#/components/schemas/Debit'}]}
    Card: {type: object, additionalProperties: false, properties: {type: {type: string, enum: [card]}, holder: {type: string}}}
    Debit: {type: object, additionalProperties: false, required: [` + required + `], properties: {type: {type: string, enum: [debit]}, holder: {type: string}}}`
	}
	r, err := Compare(parse(t, "base.yaml", doc("")), parse(t, "revision.yaml", doc("holder")), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Findings) != 1 || r.Findings[0].Class != wire || r.Findings[0].Witness == nil || !strings.HasSuffix(r.Findings[0].Witness.Message, "\n\n"+`{"type":"debit"}`) {
		t.Errorf("want one finding with a witness that only Debit takes, got\n%s", tell(r))
	}
}

// What one alternative of many takes all the same breaks nobody there; that says nothing of where the schema stands alone.
func TestCompare_ChangeThatOnlySomeMessagesShow(t *testing.T) {
	t.Parallel()
	doc := func(length string, alone bool) string {
		text := "paths:\n"
		for _, name := range []string{"a", "b", "c", "d", "e", "f"} {
			text += "  /" + name + ": {post: {operationId: " + name + ", requestBody: {content: {application/json: {schema: {anyOf: [{$ref: '#/components/schemas/C'}, {type: object, required: [q]}, {type: object, properties: {w: {type: integer}}}]}}}}, responses: {'204': {description: ok}}}}\n"
		}
		if alone {
			text += "  /z: {post: {operationId: z, requestBody: {content: {application/json: {schema: {type: object, properties: {c: {type: object, properties: {c: {$ref: '#/components/schemas/C'}}}}}}}}, responses: {'204': {description: ok}}}}\n"
		}
		return text + "components: {schemas: {C: {type: object, properties: {name: {type: string, maxLength: " + length + "}}}}}"
	}
	for _, tt := range []struct {
		alone bool
		want  string
	}{{true, "wire"}, {false, "compatible"}} {
		r, err := Compare(parse(t, "base.yaml", doc("20", tt.alone)), parse(t, "revision.yaml", doc("10", tt.alone)), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Findings) != 1 || string(r.Findings[0].Class) != tt.want {
			t.Errorf("alone %v: want %s, got\n%s", tt.alone, tt.want, tell(r))
		}
	}
}

// In one message, too, a schema that stands alone says more than the same behind a choice, whichever comes first.
func TestCompare_ChoiceAndPlainInOneMessage(t *testing.T) {
	t.Parallel()
	doc := func(length string) string {
		return `paths:
  /a: {post: {operationId: a, requestBody: {content: {application/json: {schema: {type: object, properties: {a: {anyOf: [{$ref: '#/components/schemas/C'}, {type: object, required: [q]}, {type: object, properties: {w: {type: integer}}}]}, b: {$ref: '#/components/schemas/C'}}}}}}, responses: {'204': {description: ok}}}}
components: {schemas: {C: {type: object, properties: {name: {type: string, maxLength: ` + length + `}}}}}`
	}
	r, err := Compare(parse(t, "base.yaml", doc("20")), parse(t, "revision.yaml", doc("10")), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Findings) != 1 || r.Findings[0].Class != wire || r.Findings[0].Witness == nil {
		t.Errorf("want one break with its proof, got\n%s", tell(r))
	}
}
