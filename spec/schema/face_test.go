package schema_test

import (
	"testing"

	"github.com/plumbline-dev/plumbline/spec/schema"
)

const faces = `
root: {allOf: [{$ref: '#/Base'}, {required: [id, password, name]}]}
Base: {type: object, properties: {id: {$ref: '#/ID'}, password: {type: string, writeOnly: true}, name: {type: string}}}
ID: {type: string, readOnly: true}
`

func TestValidate_Faces(t *testing.T) {
	t.Parallel()
	for face, tests := range map[schema.Face][]judgement{
		0: {
			{"neither", faces, `{"name":"x"}`, []string{
				`required  /allOf/1/required/0 line 2: received object without "id"; promised property "id": string`,
				`required  /allOf/1/required/1 line 2: received object without "password"; promised property "password": string`,
			}},
		},
		schema.Request: {
			{"a request may lack what is readOnly", faces, `{"password":"x","name":"x"}`, nil},
			{"a request needs the rest", faces, `{"id":"x"}`, []string{
				`required  /allOf/1/required/1 line 2: received object without "password"; promised property "password": string`,
				`required  /allOf/1/required/2 line 2: received object without "name"; promised property "name": string`,
			}},
		},
		schema.Response: {
			{"a response may lack what is writeOnly", faces, `{"id":"x","name":"x"}`, nil},
			{"a response needs the rest", faces, `{"password":"x"}`, []string{
				`required  /allOf/1/required/0 line 2: received object without "id"; promised property "id": string`,
				`required  /allOf/1/required/2 line 2: received object without "name"; promised property "name": string`,
			}},
		},
	} {
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				t.Parallel()
				tt.run(t, schema.OpenAPI30, schema.Options{Face: face})
			})
		}
	}
}

func TestValidate_Compat(t *testing.T) {
	t.Parallel()
	for _, tt := range []judgement{
		{"nullable and an enum with null", "type: string\nnullable: true\nenum: [A, null]", "null", nil},
		{"nullable and an enum that lacks null", "type: string\nnullable: true\nenum: [A]", "null", []string{
			`warning enum  /enum line 3: received null; promised string (exactly A)`,
		}},
		{"nullable beside a combinator", "root: {nullable: true, allOf: [{$ref: '#/A'}]}\nA: {type: object}", "null", []string{
			`warning type  /allOf/0/$ref/type line 2: received null; promised object`,
		}},
		{"nullable inside an alternative that is taken", "anyOf: [{type: integer}, {type: string, nullable: true, enum: [A]}]", "null", []string{
			`warning enum  /anyOf/1/enum line 1: received null; promised string (exactly A)`,
		}},
		{"null where nothing is nullable", "type: string", "null", []string{
			`type  /type line 1: received null; promised string`,
		}},
		{"a warning and an error", "properties: {a: {type: string, nullable: true, enum: [A]}, b: {type: string}}", `{"a":null,"b":null}`, []string{
			`warning enum /a /properties/a/enum line 1: received null; promised string (exactly A)`,
			`type /b /properties/b/type line 1: received null; promised string`,
		}},
		{"oneOf that fits once by the letter", "oneOf: [{type: string, nullable: true}, {type: integer, nullable: true, enum: [1]}]", "null", nil},
		{"not is meant by the letter", "not: {type: string, nullable: true, enum: [A]}", "null", nil},
		{"readOnly in a request", faces, `{"id":"x","password":"x","name":"x"}`, []string{
			`warning readOnly /id /allOf/0/$ref/properties/id/readOnly line 3: received string "x"; promised no readOnly property in a request`,
		}},
		{"a discriminator that names another alternative", pets, `{"pet":{"kind":"dog","lives":3}}`, []string{
			`warning discriminator /pet /properties/pet/$ref/discriminator line 5: received object that fits Cat but whose kind is "dog"; promised kind is one of cat, dog`,
		}},
		{"a discriminator that names the alternative", pets, `{"pet":{"kind":"cat","lives":3}}`, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.run(t, schema.OpenAPI30, schema.Options{Face: schema.Request, Compat: true})
		})
	}
}
