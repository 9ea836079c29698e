package schema_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// hashOf returns the hash of a document's schema at root, or of the whole document if it has no root.
func hashOf(t testing.TB, d schema.Dialect, document string) schema.Hash {
	t.Helper()
	store := tree.NewStore(tree.Options{})
	f, err := store.Add("doc.yaml", []byte(document))
	if err != nil {
		t.Fatal(err)
	}
	n := f.Root
	if root := n.Get("root"); root != nil {
		n = root
	}
	s, _ := schema.NewSet(store, d).Schema(n)
	return s.Hash()
}

const v30, v31 = schema.OpenAPI30, schema.OpenAPI31

type hashPair struct {
	name string
	da   schema.Dialect
	a    string
	db   schema.Dialect
	b    string
}

const tree30 = `
root: {$ref: '#/Node'}
Node: {type: object, required: [v], properties: {v: {type: string}, left: {$ref: '#/Node'}, right: {$ref: '#/Node'}}}
`

func TestHash_IsEqualForWhatMeansTheSame(t *testing.T) {
	t.Parallel()
	for _, tt := range []hashPair{
		{"a reference and what it leads to", v30, "root: {$ref: '#/A'}\nA: {type: string, maxLength: 3}", v30, "root: {type: string, maxLength: 3}"},
		{"a chain of references", v30, "root: {$ref: '#/A'}\nA: {$ref: '#/B'}\nB: {$ref: '#/C'}\nC: {enum: [a]}", v30, "enum: [a]"},
		{"references inside", v30, "root: {properties: {a: {$ref: '#/A'}}, items: {$ref: '#/A'}}\nA: {type: string}", v30, "{items: {type: string}, properties: {a: {type: string}}}"},
		{"a component under another name", v30, "root: {$ref: '#/A'}\nA: {items: {$ref: '#/B'}}\nB: {type: string}", v30, "root: {$ref: '#/X'}\nX: {items: {$ref: '#/Y'}}\nY: {type: string}"},
		{"siblings of a reference that say nothing", v31, "root: {$ref: '#/A', description: D}\nA: {type: string}", v31, "type: string"},
		{"siblings of a reference in 3.0", v30, "root: {$ref: '#/A', maxLength: 1}\nA: {type: string}", v30, "type: string"},
		{"siblings of a reference and allOf", v31, "root: {$ref: '#/A', maxLength: 1}\nA: {type: string}", v31, "allOf: [{maxLength: 1}, {type: string}]"},
		{"the order of keywords", v30, "type: object\nrequired: [a]\nproperties: {a: {type: string}, b: {type: integer}}", v30, "properties: {b: {type: integer}, a: {type: string}}\nrequired: [a]\ntype: object"},
		{"the order of required", v30, "required: [a, b]", v30, "required: [b, a, b]"},
		{"the order of an enum", v30, "enum: [a, 1, null]", v30, "enum: [null, a, 1.0, a]"},
		{"the order of alternatives", v30, "oneOf: [{type: string}, {type: integer}]\nanyOf: [{minimum: 1}, {maxLength: 2}]", v30, "anyOf: [{maxLength: 2}, {minimum: 1}]\noneOf: [{type: integer}, {type: string}]"},
		{"additionalProperties absent and true", v30, "properties: {a: {}}", v30, "properties: {a: {}}\nadditionalProperties: true"},
		{"additionalProperties absent and empty", v30, "properties: {a: {}}", v30, "properties: {a: {}}\nadditionalProperties: {}"},
		{"additionalProperties false and not anything", v30, "additionalProperties: false", v31, "additionalProperties: {not: {}}"},
		{"prose", v30, "type: string\ntitle: T\ndescription: D\nexample: x\ndefault: y\ndeprecated: true\nx-foo: 1\nexternalDocs: {}\nxml: {name: n}", v30, "type: string"},
		{"prose of 3.1", v31, "type: string\n$comment: C\nexamples: [x]\n$defs: {a: {type: string}}\n$anchor: q", v31, "type: string"},
		{"examples where 3.0 has none", v30, "type: string\nexamples: [x]", v30, "type: string\nexamples: [y]"},
		{"allOf with one branch", v30, "root: {allOf: [{$ref: '#/A'}], description: D}\nA: {type: object, properties: {a: {type: string}}}", v30, "type: object\nproperties: {a: {type: string}}"},
		{"an empty branch", v30, "allOf: [{type: string}, {}, {description: D}]", v30, "type: string"},
		{"anyOf with one branch", v30, "anyOf: [{type: string}]", v30, "oneOf: [{type: string}]"},
		{"allOf regrouped", v30, "type: object\nrequired: [a, b]\nproperties: {a: {type: string}, b: {type: integer}}\nmaxProperties: 3", v30,
			"allOf: [{type: object, required: [b], properties: {b: {type: integer}}}, {properties: {a: {type: string}}, maxProperties: 4}, {allOf: [{maxProperties: 3, required: [a]}]}]"},
		{"a property described twice alike", v30, "properties: {a: {type: string}}", v30, "allOf: [{properties: {a: {type: string}}}, {properties: {a: {type: string, description: D}}}]"},
		{"the stricter bound", v31, "minimum: 3\nexclusiveMinimum: 3\nmaximum: 10", v31, "allOf: [{exclusiveMinimum: 3.0}, {minimum: 2}]\nmaximum: 1e1"},
		{"nullable and a list of types", v30, "type: string\nnullable: true", v31, "type: [\"null\", string]"},
		{"nullable without a type", v30, "nullable: true\nmaxLength: 3", v31, "maxLength: 3"},
		{"nullable with an enum that has null", v30, "type: string\nnullable: true\nenum: [a, null]", v31, "enum: [null, a]"},
		{"a boolean and a number for an exclusive bound", v30, "minimum: 3\nexclusiveMinimum: true\nmaximum: 5\nexclusiveMaximum: false", v31, "exclusiveMinimum: 3\nmaximum: 5"},
		{"integers above 0 and from 1 on", v31, "type: integer\nexclusiveMinimum: 0\nexclusiveMaximum: 10", v30, "type: integer\nminimum: 1\nmaximum: 9\nmultipleOf: 1"},
		{"const and an enum of one value", v31, "const: {a: 1, b: 2}", v30, "enum: [{b: 2, a: 1.0}]"},
		{"an enum whose type says no more", v30, "type: string\nenum: [a, b]", v30, "enum: [b, a]"},
		{"an enum whose type leaves some", v30, "type: string\nenum: [a, b, 1]", v31, "type: [string, boolean]\nenum: [b, a]"},
		{"integers among numbers", v31, "type: [integer, number, string]", v31, "type: [string, number]"},
		{"keywords that cannot apply", v30, "type: string\nminimum: 3\nitems: {type: string}\nrequired: [a]\nformat: int32", v30, "type: string"},
		{"counts that leave everything", v31, "minLength: 0\nminItems: 0\nminProperties: 0\nuniqueItems: false\ncontains: {type: string}\nminContains: 0", v31, "{}"},
		{"true and the empty schema", v31, "properties: {a: true}", v31, "properties: {a: {description: D}}"},
		{"false in several words", v31, "properties: {a: false}", v31, "properties: {a: {not: {}, type: string}}"},
		{"nothing is left", v31, "{type: string, enum: [1]}", v31, "false"},
		{"items that accept everything", v31, "items: {}\nprefixItems: [{}, {type: string}]", v31, "prefixItems: [true, {type: string}]"},
		{"dependencies in new words", v31, "dependencies: {a: [b, c], d: {minProperties: 2}}", v31, "dependentRequired: {a: [c, b]}\ndependentSchemas: {d: {minProperties: 2}}"},
		{"then without if", v31, "then: {type: string}", v31, "{}"},
		{"if without then and else", v31, "if: {type: string}", v31, "{}"},
		{"unevaluated where everything is accepted", v31, "type: object\nunevaluatedProperties: true\nunevaluatedItems: {}", v31, "type: object"},
		{"a cycle under another name", v30, tree30, v30, "root: {$ref: '#/T'}\nT: {properties: {right: {$ref: '#/T'}, left: {$ref: '#/T'}, v: {type: string}}, required: [v], type: object}"},
		{"a cycle written out once", v30, tree30, v30, "root: {type: object, required: [v], properties: {v: {type: string}, right: {$ref: '#/root'},\n" +
			"  left: {type: object, required: [v], properties: {v: {type: string}, left: {$ref: '#/root'}, right: {$ref: '#/root'}}}}}"},
		{"a cycle written out once from outside", v30, tree30, v30, "root: {type: object, required: [v], properties: {v: {type: string}, left: {$ref: '#/Node'}, right: {$ref: '#/Node'}}}\n" +
			"Node: {type: object, required: [v], properties: {v: {type: string}, left: {$ref: '#/Node'}, right: {allOf: [{$ref: '#/Node'}]}}}"},
		{"a cycle of two that are alike", v30, "root: {items: {$ref: '#/root'}}", v30, "root: {$ref: '#/A'}\nA: {items: {$ref: '#/B'}}\nB: {items: {$ref: '#/A'}}"},
		{"cycles in 3.0 and 3.1", v30, tree30, v31, tree30},
		{"a cycle with alternatives", v30, "root: {anyOf: [{type: string}, {items: {$ref: '#/root'}}, {items: {items: {$ref: '#/root'}}}]}", v30,
			"root: {anyOf: [{items: {items: {$ref: '#/root'}}}, {$ref: '#/I'}, {type: string}]}\nI: {items: {$ref: '#/root'}}"},
		{"a discriminator whose components have other names", v30,
			"root: {oneOf: [{$ref: '#/A'}, {$ref: '#/B'}], discriminator: {propertyName: k, mapping: {a: '#/A', b: '#/B'}}}\nA: {required: [k]}\nB: {required: [k, b]}", v30,
			"root: {oneOf: [{$ref: '#/b'}, {$ref: '#/a'}], discriminator: {propertyName: k, mapping: {b: '#/b', a: '#/a'}}}\na: {required: [k]}\nb: {required: [b, k]}"},
		{"a readOnly property behind a reference", v30, "root: {properties: {a: {allOf: [{$ref: '#/A'}]}}}\nA: {type: string, readOnly: true}", v30, "properties: {a: {readOnly: true, type: string}}"},
		{"a dynamic reference", v31, "$ref: https://json-schema.org/draft/2020-12/schema", v31, "$ref: https://json-schema.org/draft/2020-12/schema\ndescription: D"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if a, b := hashOf(t, tt.da, tt.a), hashOf(t, tt.db, tt.b); a != b {
				t.Errorf("%s for\n%s\n%s for\n%s", a, tt.a, b, tt.b)
			}
		})
	}
}

func TestHash_DiffersForWhatMeansSomethingElse(t *testing.T) {
	t.Parallel()
	for _, tt := range []hashPair{
		{"a type", v30, "type: string", v30, "type: integer"},
		{"a type and none", v30, "type: string", v30, "{}"},
		{"null", v30, "type: string", v30, "type: string\nnullable: true"},
		{"nullable that only Compat takes for null", v30, "type: string\nnullable: true\nenum: [a]", v30, "enum: [a]"},
		{"nullable beside allOf", v30, "nullable: true\nallOf: [{type: object}]", v30, "allOf: [{type: object}]"},
		{"a value of an enum", v30, "enum: [a, b]", v30, "enum: [a]"},
		{"text and a number", v30, "enum: ['1']", v30, "enum: [1]"},
		{"numbers that float64 cannot tell apart", v31, "const: 9007199254740993", v31, "const: 9007199254740992"},
		{"a bound", v30, "minimum: 1", v30, "minimum: 1.0000000000000000001"},
		{"an exclusive bound", v30, "minimum: 1", v30, "minimum: 1\nexclusiveMinimum: true"},
		{"a lower bound and an upper one", v30, "minimum: 1", v30, "maximum: 1"},
		{"a length and a count", v30, "maxLength: 1", v30, "maxItems: 1"},
		{"a pattern", v30, "pattern: a", v30, "pattern: b"},
		{"a format", v30, "type: string\nformat: date", v30, "type: string\nformat: date-time"},
		{"a format that is not checked", v30, "type: string\nformat: phone", v30, "type: string\nformat: postcode"},
		{"multipleOf", v30, "multipleOf: 2", v30, "multipleOf: 3"},
		{"uniqueItems", v30, "uniqueItems: true", v30, "{}"},
		{"required", v30, "required: [a]", v30, "required: [b]"},
		{"a declared property", v30, "properties: {a: {}}", v30, "{}"},
		{"a property of another name", v30, "properties: {a: {type: string}}", v30, "properties: {b: {type: string}}"},
		{"additionalProperties", v30, "additionalProperties: false", v30, "{}"},
		{"what is additional", v30, "allOf: [{properties: {a: {}}, additionalProperties: false}, {properties: {b: {}}}]", v30, "properties: {a: {}, b: {}}\nadditionalProperties: false"},
		{"what is not evaluated", v31, "allOf: [{properties: {a: {}}}]\nunevaluatedProperties: false", v31, "allOf: [{properties: {a: {}}, additionalProperties: true}]\nunevaluatedProperties: false"},
		{"items that count as evaluated", v31, "allOf: [{items: true}]\nunevaluatedItems: false", v31, "unevaluatedItems: false"},
		{"unevaluated that stops others", v31, "allOf: [{unevaluatedProperties: true}]\nunevaluatedProperties: false", v31, "unevaluatedProperties: false"},
		{"unevaluated inside and outside", v31, "allOf: [{properties: {a: {}}}, {unevaluatedProperties: false}]", v31, "properties: {a: {}}\nunevaluatedProperties: false"},
		{"if that marks", v31, "if: {properties: {a: {}}}\nunevaluatedProperties: false", v31, "unevaluatedProperties: false"},
		{"patternProperties", v31, "patternProperties: {a: {type: string}}", v31, "properties: {a: {type: string}}"},
		{"propertyNames", v31, "propertyNames: {maxLength: 3}", v31, "{}"},
		{"prefixItems", v31, "prefixItems: [{type: string}]", v31, "items: {type: string}"},
		{"items behind prefixItems", v31, "prefixItems: [{}]\nitems: {type: string}", v31, "items: {type: string}"},
		{"contains", v31, "contains: {type: string}", v31, "contains: {type: string}\nminContains: 2"},
		{"anyOf and oneOf", v30, "anyOf: [{type: string}, {minLength: 1}]", v30, "oneOf: [{type: string}, {minLength: 1}]"},
		{"oneOf twice the same", v30, "oneOf: [{type: string}, {type: string}]", v30, "oneOf: [{type: string}]"},
		{"not", v30, "not: {type: string}", v30, "not: {type: integer}"},
		{"then and else", v31, "if: {type: string}\nthen: {maxLength: 1}", v31, "if: {type: string}\nelse: {maxLength: 1}"},
		{"dependentRequired", v31, "dependentRequired: {a: [b]}", v31, "dependentRequired: {b: [a]}"},
		{"a mark at the root", v30, "type: string\nreadOnly: true", v30, "type: string"},
		{"marks", v30, "properties: {a: {readOnly: true}}", v30, "properties: {a: {writeOnly: true}}"},
		{"a mark of an item", v30, "items: {type: string, readOnly: true}", v30, "items: {type: string}"},
		{"a discriminator's property", v30, "root: {oneOf: [{$ref: '#/A'}], discriminator: {propertyName: a}}\nA: {type: object}", v30, "root: {oneOf: [{$ref: '#/A'}], discriminator: {propertyName: b}}\nA: {type: object}"},
		{"a discriminator's mapping", v30, "root: {oneOf: [{$ref: '#/A'}, {$ref: '#/B'}], discriminator: {propertyName: k, mapping: {x: '#/A', y: '#/B'}}}\nA: {required: [a]}\nB: {required: [b]}", v30,
			"root: {oneOf: [{$ref: '#/A'}, {$ref: '#/B'}], discriminator: {propertyName: k, mapping: {x: '#/B', y: '#/A'}}}\nA: {required: [a]}\nB: {required: [b]}"},
		{"where a base's discriminator leads", v30, "root: {required: [k], discriminator: {propertyName: k, mapping: {x: '#/A'}}}\nA: {required: [a]}\nB: {required: [b]}", v30,
			"root: {required: [k], discriminator: {propertyName: k, mapping: {x: '#/B'}}}\nA: {required: [a]}\nB: {required: [b]}"},
		{"what could not be compiled", v30, "type: string\npattern: '('", v30, "type: string\npattern: ')'"},
		{"what could not be compiled beside a reference", v31, "root: {properties: {a: {$ref: '#/A', nullable: true}}}\nA: {type: string}", v31, "root: {properties: {a: {$ref: '#/A'}}}\nA: {type: string}"},
		{"a mapping that leads nowhere", v30, "discriminator: {propertyName: k, mapping: {x: '#/A', y: '#/B'}}\nA: {}", v30, "discriminator: {propertyName: k, mapping: {x: '#/B', y: '#/A'}}\nA: {}"},
		{"something deep inside a cycle", v30, "root: {properties: {a: {properties: {a: {properties: {a: {$ref: '#/root'}, b: {type: string}}}}}}}", v30,
			"root: {properties: {a: {properties: {a: {properties: {a: {$ref: '#/root'}, b: {type: integer}}}}}}}"},
		{"cycles of other lengths", v30, "root: {$ref: '#/A'}\nA: {required: [a], items: {$ref: '#/B'}}\nB: {items: {$ref: '#/A'}}", v30,
			"root: {$ref: '#/A'}\nA: {required: [a], items: {$ref: '#/B'}}\nB: {items: {$ref: '#/C'}}\nC: {items: {$ref: '#/A'}}"},
		// As deep as the first schema takes to tell its two parts apart, the second one looks the same.
		{"cycles that begin alike", v30, "root: {$ref: '#/P'}\nP: {maxLength: 1, items: {$ref: '#/Q'}}\nQ: {maxLength: 2, items: {$ref: '#/P'}}", v30,
			"root: {$ref: '#/P'}\nP: {maxLength: 1, items: {$ref: '#/Q'}}\nQ: {maxLength: 2, items: {$ref: '#/R'}}\nR: {maxLength: 3, items: {$ref: '#/P'}}"},
		{"where a dynamic reference leads", v31, "$id: https://a.example/\n$dynamicRef: '#n'\n$defs: {n: {$dynamicAnchor: n, type: string}}", v31,
			"$id: https://a.example/\n$dynamicRef: '#n'\n$defs: {n: {$dynamicAnchor: n, type: integer}}"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if a, b := hashOf(t, tt.da, tt.a), hashOf(t, tt.db, tt.b); a == b {
				t.Errorf("%s for both\n%s\n%s", a, tt.a, tt.b)
			}
		})
	}
}

func TestHash_OfNothing(t *testing.T) {
	t.Parallel()
	s, _ := schema.NewSet(tree.NewStore(tree.Options{}), v30).Schema(nil)
	if got, want := s.Hash(), hashOf(t, v31, "description: everything goes"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if s.Hash() == (schema.Hash{}) {
		t.Error("the hash of the schema that accepts everything is zero")
	}
}

// TestHash_IsTheSameInEveryProcess holds a value: reports may keep hashes. If it must change, say so in the commit.
func TestHash_IsTheSameInEveryProcess(t *testing.T) {
	t.Parallel()
	if got, want := hashOf(t, v30, tree30).String(), "885504680512dd7b103fad062b0a56fe"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestHash_DoesNotDependOnWhoAsksFirst(t *testing.T) {
	t.Parallel()
	const document = `{"A":{"properties":{"b":{"$ref":"#/B"},"l":{"$ref":"#/L"}}},"B":{"items":{"$ref":"#/A"},"allOf":[{"$ref":"#/L"}]},
		"L":{"unevaluatedProperties":false,"allOf":[{"$ref":"#/M"}]},"M":{"properties":{"m":{"$ref":"#/L"},"n":{}}},"N":{"properties":{"b":{"$ref":"#/B"},"l":{"$ref":"#/L"}}}}`
	names := []string{"A", "B", "L", "M", "N"}
	var want map[string]schema.Hash
	for first := range names {
		store := tree.NewStore(tree.Options{})
		f, err := store.Add("doc.json", []byte(document))
		if err != nil {
			t.Fatal(err)
		}
		set := schema.NewSet(store, v31)
		got := map[string]schema.Hash{}
		for i := range names {
			name := names[(first+i)%len(names)]
			s, err := set.Schema(f.Root.Get(name))
			if err != nil {
				t.Fatal(err)
			}
			got[name] = s.Hash()
		}
		if want == nil {
			want = got
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("asked from %s on: %v, want %v", names[first], got, want)
		}
	}
	if want["A"] != want["N"] || want["A"] == want["B"] {
		t.Errorf("A and N are the same, B is not: %v", want)
	}
}

func TestHash_IsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	store, f := open(t, partnerFile)
	set := schema.NewSet(store, v30)
	members := f.Root.Get("components").Get("schemas").Members
	hashes := make([][]schema.Hash, 8)
	var wg sync.WaitGroup
	for i := range hashes {
		wg.Go(func() {
			hashes[i] = make([]schema.Hash, len(members))
			for j := range members {
				at := (i*7 + j) % len(members)
				s, err := set.Schema(members[at].Value)
				if err != nil {
					t.Error(err)
				}
				hashes[i][at] = s.Hash()
			}
		})
	}
	wg.Wait()
	for i := range hashes {
		if fmt.Sprint(hashes[i]) != fmt.Sprint(hashes[0]) {
			t.Error("two goroutines were told different hashes")
		}
	}
}
