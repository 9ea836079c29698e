package expect

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// bookOf returns a document with one operation whose answer has this media type, written in flow style.
func bookOf(t *testing.T, media, components string) (*Book, *spec.Operation) {
	t.Helper()
	text := "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  /a:\n    get:\n      operationId: a\n      responses:\n        '200':\n          description: d\n" +
		"          content: {application/json: " + media + "}\ncomponents: {schemas: " + components + "}\n"
	doc, err := spec.Parse(context.Background(), "d.yaml", []byte(text), spec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return NewBook(doc, nil), doc.Operation("a")
}

// judged returns what a book has against a body of the first answer of an operation, in short.
func judged(t *testing.T, b *Book, op *spec.Operation, r *spec.Response, body string) []string {
	t.Helper()
	v, faults := tape.Read([]byte(body), tape.Limits{})
	defer v.Release()
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	var out []string
	for _, s := range b.Judge(op, r, r.Content[0], v.Root()) {
		line := string(s.Source) + " " + s.InstancePath
		if s.Hollow {
			line = "hollow " + s.InstancePath
		}
		if s.At.Line == 0 || s.Received == "" || s.Promised == "" || s.KeywordPath == "" {
			t.Errorf("%s lacks a place or words: %+v", line, s)
		}
		out = append(out, line)
	}
	return out
}

func TestJudge_WhatExamplesShow(t *testing.T) {
	t.Parallel()
	const pet = `{type: object, properties: {name: {type: string}, born: {type: string, nullable: true}, tags: {type: array, items: {type: object, properties: {k: {type: string}, v: {type: string}}}}}}`
	for _, tt := range []struct{ name, media, body, want string }{
		{"all is there", `{schema: ` + pet + `, example: {name: a, born: '2020-01-02'}}`, `{"name":"b","born":"2021-02-03"}`, ""},
		{"an absent property", `{schema: ` + pet + `, example: {name: a, born: '2020-01-02'}}`, `{"name":"b"}`, "examples /born"},
		{"null is there", `{schema: ` + pet + `, example: {name: a, born: '2020-01-02'}}`, `{"name":"b","born":null}`, ""},
		{"nothing", `{schema: ` + pet + `, example: {name: a, born: '2020-01-02'}}`, `{}`, "hollow /name"},
		{"nothing but what nobody knows", `{schema: ` + pet + `, example: {name: a}}`, `{"x":1}`, "hollow /name"},
		{"not all examples hold it", `{schema: ` + pet + `, examples: {a: {value: {name: a, born: null}}, b: {value: {name: b}}}}`, `{"name":"c"}`, ""},
		{"what the document requires is its own to say", `{schema: {type: object, required: [name], properties: {name: {type: string}, n: {type: integer}}}, example: {name: a, n: 1}}`, `{"n":1}`, ""},
		{"an example that breaks its schema shows nothing", `{schema: ` + pet + `, example: {name: 7, born: null}}`, `{}`, ""},
		{"an empty text", `{schema: ` + pet + `, example: {name: a}}`, `{"name":""}`, "examples /name"},
		{"a blank one", `{schema: ` + pet + `, example: {name: a}}`, `{"name":"  "}`, "examples /name"},
		{"an empty text that an example shows", `{schema: ` + pet + `, examples: {a: {value: {name: a}}, b: {value: {name: ''}}}}`, `{"name":""}`, ""},
		{"a day that does not exist", `{schema: ` + pet + `, example: {name: a, born: '2020-01-02'}}`, `{"name":"b","born":"2022-02-30"}`, "examples /born"},
		{"no day at all", `{schema: ` + pet + `, example: {name: a, born: '2020-01-02'}}`, `{"name":"b","born":"not a date"}`, "examples /born"},
		{"null beside a day in another example", `{schema: ` + pet + `, examples: {a: {value: {name: a, born: null}}, b: {value: {name: b, born: '2020-01-02'}}}}`, `{"name":"b","born":"soon"}`, "examples /born"},
		{"null alone tells nothing of the text", `{schema: ` + pet + `, example: {name: a, born: null}}`, `{"name":"b","born":"soon"}`, ""},
		{"days in some examples only", `{schema: ` + pet + `, examples: {a: {value: {name: a, born: soon}}, b: {value: {name: b, born: '2020-01-02'}}}}`, `{"name":"b","born":"late"}`, ""},
		{"all items of all examples are one place", `{schema: ` + pet + `, example: {name: a, tags: [{k: a, v: b}, {k: c}]}}`, `{"name":"b","tags":[{"k":"x"},{"v":"y"}]}`, "examples /tags/1/k"},
		{"an empty list", `{schema: ` + pet + `, example: {name: a, tags: [{k: a, v: b}]}}`, `{"name":"b","tags":[]}`, ""},
		{"an empty list in the example tells nothing", `{schema: ` + pet + `, example: {name: a, tags: []}}`, `{"name":"b","tags":[{}]}`, ""},
		{"a list of hollow things", `{schema: {type: array, items: ` + pet + `}, example: [{name: a}]}`, `[{}]`, "hollow /0/name"},
		{"an empty list at the root", `{schema: {type: array, items: ` + pet + `}, example: [{name: a}]}`, `[]`, ""},
		{"the schema's own example", `{schema: {$ref: '#/components/schemas/Own'}}`, `{"b":1}`, "examples /a"},
		{"a property's own example tells its form, not its presence", `{schema: {$ref: '#/components/schemas/Parts'}}`, `{"mail":"x","day":"y"}`, "examples /day,examples /mail"},
		{"and nothing where it is absent", `{schema: {$ref: '#/components/schemas/Parts'}}`, `{}`, ""},
		{"one branch of several tells nothing", `{schema: {oneOf: [{$ref: '#/components/schemas/Own'}, {$ref: '#/components/schemas/Parts'}]}, example: {a: x, b: 1}}`, `{}`, ""},
		{"a branch beside null does", `{schema: {oneOf: [{$ref: '#/components/schemas/Own'}, {enum: [null]}]}, example: {a: x, b: 1}}`, `{"a":"y"}`, ""},
		{"the keys of a map are data", `{schema: {type: object, additionalProperties: {type: integer}}, example: {alice: 1, bob: 2}}`, `{"carol":3}`, ""},
		{"those of an object that nothing describes are not", `{schema: {type: object}, example: {alice: 1}}`, `{}`, "hollow /alice"},
		{"what is not declared beside what is", `{schema: ` + pet + `, example: {name: a, extra: 1}}`, `{"name":"b"}`, ""},
		{"deprecated", `{schema: {type: object, properties: {a: {type: string}, old: {type: string, deprecated: true}}}, example: {a: x, old: y}}`, `{"a":"z"}`, ""},
		{"writeOnly", `{schema: {type: object, properties: {a: {type: string}, old: {type: string, writeOnly: true}}}, example: {a: x}}`, `{"a":"z"}`, ""},
		{"no schema at all", `{example: {a: x, b: y}}`, `{"a":"z"}`, "examples /b"},
		{"an id of zeros", `{schema: {type: object, properties: {pet_id: {type: string}}}, example: {pet_id: p-1}}`, `{"pet_id":"000-000"}`, "examples /pet_id"},
		{"zero as an id", `{schema: {type: object, properties: {id: {type: integer}}}, example: {id: 7}}`, `{"id":0}`, "examples /id"},
		{"zero as something else", `{schema: {type: object, properties: {paid: {type: integer}}}, example: {paid: 7}}`, `{"paid":0}`, ""},
		{"zeros as an amount", `{schema: {type: object, properties: {amount: {type: string}}}, example: {amount: '7'}}`, `{"amount":"0"}`, ""},
		{"an enum is the document's to say", `{schema: {type: object, properties: {a: {type: string, enum: [x, '']}}}, example: {a: x}}`, `{"a":""}`, ""},
		{"a user name that looks like an address", `{schema: {type: object, properties: {user: {type: string}}}, example: {user: a@example.com}}`, `{"user":"alice"}`, ""},
		{"an address", `{schema: {type: object, properties: {email: {type: string}}}, example: {email: a@example.com}}`, `{"email":"alice"}`, "examples /email"},
		{"a URL", `{schema: {type: object, properties: {contact_url: {type: string}}}, example: {contact_url: 'https://example.com/'}}`, `{"contact_url":"example.com"}`, "examples /contact_url"},
		{"a URL without scheme is none", `{schema: {type: object, properties: {contact_url: {type: string}}}, example: {contact_url: example.com/contact}}`, `{"contact_url":"nowhere"}`, ""},
		{"a schema that holds itself", `{schema: {$ref: '#/components/schemas/Loop'}, example: {next: {next: {n: 1}}}}`, `{"next":{"next":{}}}`, "examples /next/next/n"},
		{"another type is the document's to say", `{schema: ` + pet + `, example: {name: a, tags: [{k: a}]}}`, `{"name":7,"tags":{}}`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b, op := bookOf(t, tt.media, `{Own: {type: object, properties: {a: {type: string}, b: {type: integer}}, example: {a: x, b: 1}}, Parts: {type: object, properties: {day: {type: string, example: '2020-01-02'}, mail: {type: string, example: a@example.com}}}, Loop: {type: object, properties: {n: {type: integer}, next: {$ref: '#/components/schemas/Loop'}}}}`)
			if got := strings.Join(judged(t, b, op, op.Responses[0], tt.body), ","); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestJudge_NamesTheExamplesLine: a reader finds what was expected where the example shows it.
func TestJudge_NamesTheExamplesLine(t *testing.T) {
	t.Parallel()
	doc, err := spec.Parse(context.Background(), "d.yaml", []byte(`openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a:
    get:
      operationId: a
      responses:
        '200':
          description: d
          content:
            application/json:
              schema: {type: object, properties: {a: {type: string}, b: {type: string}}}
              example:
                a: x
                b: y
`), spec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	op := doc.Operation("a")
	v, _ := tape.Read([]byte(`{"a":"z"}`), tape.Limits{})
	defer v.Release()
	got := NewBook(doc, nil).Judge(op, op.Responses[0], op.Responses[0].Content[0], v.Root())
	want := "d.yaml:15:17 /paths/~1a/get/responses/200/content/application~1json/example/b"
	if len(got) != 1 || got[0].At.String()+" "+got[0].KeywordPath != want {
		t.Errorf("got %+v, want %s", got, want)
	}
}

// TestJudge_IsBounded: a large answer that is wrong everywhere gives no more shortfalls than a reader can use.
func TestJudge_IsBounded(t *testing.T) {
	t.Parallel()
	b, op := bookOf(t, `{schema: {type: array, items: {type: object, properties: {a: {type: string}, b: {type: string}}}}, example: [{a: x, b: y}]}`, "{}")
	items := slices.Repeat([]string{`{"a":"z"}`}, 5000)
	if got := judged(t, b, op, op.Responses[0], fmt.Sprintf("[%s]", strings.Join(items, ","))); len(got) != schema.MostViolations {
		t.Errorf("got %d shortfalls", len(got))
	}
}
