package payload

import (
	"testing"
	"time"
)

// Each row is a schema without samples; the refusal names the reason, the place in the instance and the line.
func TestMaker_RefusesWithReasonAndLine(t *testing.T) {
	t.Parallel()
	const v30, v31 = "3.0.3", "3.1.0"
	for _, tt := range []struct {
		name, version, schema, components string
		reason                            Reason
		path, message                     string
	}{
		{"false", v31, `false`, ``, ReasonUnsatisfiable, "", "the schema is false: nothing satisfies it"},
		{"types that exclude each other", v30, `{"allOf":[{"type":"string"},{"type":"integer"}]}`, ``, ReasonUnsatisfiable, "", "the types that must hold together exclude each other"},
		{"bounds that cross", v30, `{"type":"integer","minimum":3,"maximum":2}`, ``, ReasonUnsatisfiable, "", "no number satisfies the bounds and multipleOf together"},
		{"no multiple between the bounds", v30, `{"type":"integer","minimum":1,"maximum":5,"multipleOf":7}`, ``, ReasonUnsatisfiable, "", "no number satisfies the bounds and multipleOf together"},
		{"lengths that cross", v30, `{"type":"string","minLength":3,"maxLength":2}`, ``, ReasonUnsatisfiable, "", "at least 3 characters are asked for, and at most 2 are allowed"},
		{"a pattern too short for the length", v30, `{"type":"string","pattern":"^a{3}$","minLength":5}`, ``, ReasonUnsatisfiable, "", "no text of the pattern ^a{3}$ has at least 5 characters"},
		{"a pattern that refers back", v30, `{"type":"string","pattern":"^(a|b)x\\1x\\1$"}`, ``, ReasonPattern, "", "no text can be made from the pattern ^(a|b)x\\1x\\1$: it refers back to an earlier group, which only ECMA-262 can match"},
		{"a pattern that looks ahead too far", v30, `{"type":"string","pattern":"^(?=.*zq.*qz)(?=.*7731).{20,}$"}`, ``, ReasonPattern, "", "no text was found for the pattern ^(?=.*zq.*qz)(?=.*7731).{20,}$, which looks ahead or behind: only ECMA-262 can match it"},
		{"required and forbidden", v30, `{"type":"object","required":["a"],"additionalProperties":false}`, ``, ReasonUnsatisfiable, "", `"a" is required, and additionalProperties on line 2 does not allow it`},
		{"a required part that cannot be", v30, `{"type":"object","required":["a"],"properties":{"a":{"type":"object","required":["b"],"properties":{"b":{"type":"integer","minimum":3,"maximum":2}}}}}`, ``, ReasonUnsatisfiable, "/a/b", "no number satisfies the bounds and multipleOf together"},
		{"more members than names", v30, `{"type":"object","additionalProperties":false,"properties":{"a":{"type":"integer"}},"minProperties":2}`, ``, ReasonUnsatisfiable, "", "minProperties asks for 2 properties, and only 1 can be written"},
		{"more items than allowed", v30, `{"type":"array","items":{},"minItems":3,"maxItems":2}`, ``, ReasonUnsatisfiable, "", "at least 3 items are asked for, and at most 2 are allowed"},
		{"more different items than there are", v30, `{"type":"array","items":{"type":"boolean"},"uniqueItems":true,"minItems":3}`, ``, ReasonUnsatisfiable, "", "uniqueItems and minItems ask for 3 different items, and only 2 were found"},
		{"an enum of the wrong type", v30, `{"type":"string","enum":[1,2]}`, ``, ReasonUnsatisfiable, "", `none of the 2 values listed satisfies the rest of the schema: received number 1 at the root; promised one of 1, 2 (type at test.json:2:57)`},
		{"not anything", v30, `{"not":{}}`, ``, ReasonUnsatisfiable, "", "the schema is false: nothing satisfies it"},
		{"an object that holds itself", v30, `{"$ref":"#/components/schemas/Node"}`, `"Node":{"type":"object","required":["next"],"properties":{"next":{"$ref":"#/components/schemas/Node"}}}`, ReasonEndless, "", "no finite value satisfies Node: each one must hold another one like it"},
		{"a part that is false, in a part that is required", v31, `{"type":"object","required":["a"],"properties":{"a":{"type":"array","minItems":1,"items":{"anyOf":[false,false]}}}}`, ``, ReasonUnsatisfiable, "/a/0", "the schema is false: nothing satisfies it"},
		{"two objects that hold each other", v30, `{"$ref":"#/components/schemas/A"}`, `"A":{"type":"object","required":["b"],"properties":{"b":{"$ref":"#/components/schemas/B"}}},"B":{"type":"array","minItems":1,"items":{"$ref":"#/components/schemas/A"}}`, ReasonEndless, "", "no finite value satisfies A: each one must hold another one like it"},
		{"a choice without a way out", v30, `{"$ref":"#/components/schemas/A"}`, `"A":{"oneOf":[{"type":"object","required":["a"],"properties":{"a":{"$ref":"#/components/schemas/A"}}},{"type":"array","minItems":1,"items":{"$ref":"#/components/schemas/A"}}]}`, ReasonEndless, "", "no finite value satisfies A: each one must hold another one like it"},
		{"a reference to nowhere", v30, `{"type":"object","required":["a"],"properties":{"a":{"$ref":"#/components/schemas/Gone"}}}`, ``, ReasonReference, "/a", "reference #/components/schemas/Gone leads nowhere"},
		{"more items than a sample holds", v30, `{"type":"array","items":{"type":"integer"},"minItems":900000000}`, ``, ReasonBudget, "", "900000000 items are asked for, more than one sample may hold"},
		{"a longer text than a sample holds", v30, `{"type":"string","minLength":900000000}`, ``, ReasonBudget, "", "900000000 characters are asked for, more than one sample may hold"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			doc := document(t, tt.version, tt.schema, tt.components)
			m := &Maker{Document: doc, Seed: 1}
			started := time.Now()
			samples, refusals := m.Requests(doc.Operation("send"))
			if spent := time.Since(started); spent > 5*time.Second {
				t.Errorf("it took %v to refuse, want at most 5s", spent)
			}
			if len(samples) > 0 || len(refusals) != 2 {
				t.Fatalf("got samples %v and refusals %v, want the refusal of minimal and full", samples, refusals)
			}
			for i, kind := range []Kind{KindMinimal, KindMaximal} {
				r := refusals[i]
				if r.Kind != kind || r.Reason != tt.reason || r.InstancePath != tt.path || r.Message != tt.message {
					t.Errorf("got  %s %s at %q: %s\nwant %s %s at %q: %s", r.Kind, r.Reason, r.InstancePath, r.Message, kind, tt.reason, tt.path, tt.message)
				}
				if r.At.File != "test.json" || r.At.Line == 0 {
					t.Errorf("got the place %v, want one in the document", r.At)
				}
			}
		})
	}
}

// A schema that comes back to itself is cut where it may be cut first.
func TestMaker_CutsRecursion(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, version, schema, components, minimal, full string }{
		{
			"an optional child", "3.0.3", `{"$ref":"#/components/schemas/Node"}`,
			`"Node":{"type":"object","required":["n"],"properties":{"n":{"type":"integer"},"child":{"$ref":"#/components/schemas/Node"}}}`,
			`{"n":42}`, `{"n":42,"child":{"n":42}}`,
		},
		{
			"a list of children", "3.0.3", `{"$ref":"#/components/schemas/Node"}`,
			`"Node":{"type":"object","required":["children"],"properties":{"children":{"type":"array","items":{"$ref":"#/components/schemas/Node"}}}}`,
			`{"children":[]}`, `{"children":[{"children":[]}]}`,
		},
		{
			"a required child that may be null", "3.1.0", `{"$ref":"#/components/schemas/Node"}`,
			`"Node":{"type":"object","required":["next"],"properties":{"next":{"anyOf":[{"$ref":"#/components/schemas/Node"},{"type":"null"}]}}}`,
			`{"next":null}`, `{"next":null}`,
		},
		{
			"a choice whose way out stands last", "3.0.3", `{"$ref":"#/components/schemas/Term"}`,
			`"Term":{"oneOf":[{"$ref":"#/components/schemas/Sum"},{"type":"integer"}]},` +
				`"Sum":{"type":"object","required":["left","right"],"properties":{"left":{"$ref":"#/components/schemas/Term"},"right":{"$ref":"#/components/schemas/Term"}}}`,
			`{"left":42,"right":42}`, `{"left":42,"right":42}`,
		},
		{
			"a wrapper around the reference", "3.0.3", `{"$ref":"#/components/schemas/Node"}`,
			`"Node":{"type":"object","properties":{"n":{"type":"integer"},"up":{"allOf":[{"$ref":"#/components/schemas/Node"}],"description":"x"}}}`,
			`{}`, `{"n":42,"up":{}}`,
		},
		{
			"a $dynamicRef to its own anchor", "3.1.0", `{"$ref":"#/components/schemas/Node"}`,
			`"Node":{"$dynamicAnchor":"node","type":"object","required":["n"],"properties":{"n":{"type":"integer"},"child":{"$dynamicRef":"#node"}}}`,
			`{"n":42}`, `{"n":42,"child":{"n":42}}`,
		},
		{
			"an allOf that holds itself", "3.0.3", `{"$ref":"#/components/schemas/A"}`,
			`"A":{"type":"object","properties":{"n":{"type":"integer"}},"allOf":[{"$ref":"#/components/schemas/A"}]}`,
			`{}`, `{"n":42}`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			doc := document(t, tt.version, tt.schema, tt.components)
			samples, refusals := (&Maker{Document: doc}).Requests(doc.Operation("send"))
			if len(refusals) > 0 || len(samples) != 2 {
				t.Fatalf("got %d samples and refusals %v, want two samples", len(samples), refusals)
			}
			if got := string(samples[0].Body); got != tt.minimal {
				t.Errorf("got minimal %s, want %s", got, tt.minimal)
			}
			if got := string(samples[1].Body); got != tt.full {
				t.Errorf("got full %s, want %s", got, tt.full)
			}
		})
	}
}
