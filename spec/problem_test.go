package spec

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// head begins a document that has no problem of its own.
const head = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n"

// ok ends an operation.
const ok = "      responses: {'200': {description: ok}}\n"

func TestProblems(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"none", head + "  /a:\n    get:\n      operationId: a\n" + ok, ""},
		{"references that lead nowhere, everywhere", head + `  /a:
    parameters: [{$ref: '#/components/parameters/P'}]
    get:
      operationId: a
      parameters: [{$ref: '#/components/parameters/Q'}]
      requestBody: {$ref: '#/components/requestBodies/B'}
      responses:
        '200': {$ref: '#/components/responses/R'}
        '400':
          description: d
          headers: {X: {$ref: '#/components/headers/H'}}
          links: {l: {$ref: '#/components/links/L'}}
          content: {application/json: {schema: {$ref: '#/components/schemas/S'}, examples: {e: {$ref: '#/components/examples/E'}}}}
      callbacks: {c: {$ref: '#/components/callbacks/C'}}
  /b: {$ref: '#/components/pathItems/I'}
components:
  schemas:
    T:
      properties: {a: {$ref: '#/x'}, $ref: {type: string}}
      items: {$ref: '#/x'}
      allOf: [{$ref: '#/x'}]
      not: {$ref: '#/x'}
      additionalProperties: {$ref: '#/x'}
      discriminator: {propertyName: p, mapping: {a: T, b: '#/components/schemas/T', c: Nope, d: '#/x'}}
`, `5:25 error reference-dangling
8:27 error reference-dangling
9:27 error reference-dangling
11:23 error reference-dangling
14:31 error reference-dangling
15:29 error reference-dangling
16:55 error reference-dangling
16:103 error reference-dangling
17:29 error reference-dangling
18:14 error reference-dangling
22:30 error reference-dangling
23:21 error reference-dangling
24:22 error reference-dangling
25:19 error reference-dangling
26:36 error reference-dangling
27:88 error discriminator-mapping-dangling
27:97 error discriminator-mapping-dangling`},
		{"what only looks like a reference", head + `  /a:
    get:
      operationId: a
      x-note: {$ref: '#/nope'}
      responses:
        '200':
          description: d
          content:
            application/json:
              schema: {type: object, enum: [{$ref: '#/nope'}], default: {$ref: '#/nope'}, example: {$ref: '#/nope'}}
              examples: {e: {value: {$ref: '#/nope'}}}
`, ""},
		{"siblings of a reference do not count in 3.0", head + `components:
  schemas:
    A: {type: string}
    B: {$ref: '#/components/schemas/A', properties: {x: {$ref: '#/nope'}}}
`, "3:1 warning lint-paths-required\n7:41 note reference-siblings-ignored"},
		{"siblings that are ignored, and those that nobody misses", head + `  /a:
    get:
      operationId: a
      parameters: [{$ref: '#/components/parameters/P', required: true}, {$ref: '#/components/parameters/Q', description: d, x-a: 1}]
      responses: {'200': {$ref: '#/components/responses/R', summary: s, content: {}}}
  /b: {$ref: '#/x-item', get: {operationId: b, responses: {'200': {description: d}}}}
x-item: {}
components:
  parameters: {P: {name: p, in: query, schema: {type: string}}, Q: {name: q, in: query, schema: {type: string}}}
  responses: {R: {description: d}}
  schemas:
    A: {type: string}
    B: {type: object, properties: {a: {$ref: '#/components/schemas/A', nullable: true, default: x}, $ref: {type: string}}}
`, "7:56 note reference-siblings-ignored\n8:73 note reference-siblings-ignored\n16:72 note reference-siblings-ignored"},
		{"in 3.1 those of a schema count, the others do not", "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n" + `  /a:
    get:
      operationId: a
      parameters: [{$ref: '#/components/parameters/P', required: true}]
      responses: {'200': {description: d}}
components:
  parameters: {P: {name: p, in: query, schema: {$ref: '#/components/schemas/A', default: x}}}
  schemas: {A: {type: string}}
`, "7:56 note reference-siblings-ignored"},
		{"and count in 3.1", "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n" + `components:
  schemas:
    A: {type: string}
    B: {$ref: '#/components/schemas/A', properties: {x: {$ref: '#/nope'}}}
`, "6:64 error reference-dangling"},
		{"a circle of references", head + `  {}
components:
  schemas:
    A: {$ref: '#/components/schemas/B'}
    B: {$ref: '#/components/schemas/A'}
    C: {properties: {c: {$ref: '#/components/schemas/C'}}}
`, "7:15 error reference-circular\n8:15 error reference-circular"},
		{"a circle through allOf", head + `  {}
components:
  schemas:
    A: {$ref: '#/components/schemas/B'}
    B: {allOf: [{$ref: '#/components/schemas/A'}]}
`, "7:9 error schema-refused"},
		{"other files", head + `  /a: {$ref: 'https://example.com/a.yaml'}
  /b: {$ref: 'nope.yaml#/b'}
  /c: {$ref: '#/a~7'}
  /d: {$ref: 7}
`, "4:14 warning reference-remote\n5:14 error reference-unreadable\n6:14 error reference-malformed\n7:14 error reference-malformed"},
		{"security", head + `  /a:
    get:
      operationId: a
      security: [{key: []}, {kye: [], oauth: [x]}, {}]
` + ok + `components: {securitySchemes: {key: {type: apiKey, in: header, name: K}}}
security: [{nope: []}]
`, "7:30 error security-scheme-undefined\n7:39 error security-scheme-undefined\n10:13 error security-scheme-undefined"},
		{"keys that stand twice", head + "  /a:\n    get:\n      operationId: a\n      operationId: b\n" + ok + "  /a: {}\n", "7:7 error duplicate-key\n9:3 error duplicate-key"},
		{"operationIds", head + "  /a:\n    get:\n      operationId: a\n" + ok + "    post:\n      operationId: a\n" + ok + "    put:\n" + ok,
			"9:20 error operation-id-duplicate\n11:5 warning operation-id-missing"},
		{"path parameters", head + `  /a/{x}/{y}:
    parameters: [{name: x, in: path, schema: {type: string}}, {name: z, in: path, required: true, schema: {type: string}}]
    get:
      operationId: a
` + ok, "5:18 error path-parameter-optional\n5:63 error path-parameter-unused\n6:5 error path-parameter-undeclared"},
		{"responses", head + "  /a:\n    get: {operationId: a}\n    put: {operationId: b, responses: {}}\n    post: {operationId: c, responses: {2xx: {description: d}, 600: {description: d}, x-a: 1}}\n",
			"5:5 error response-missing\n6:5 error response-missing\n7:63 error response-status-invalid"},
		{"examples", head + `  /a:
    get:
      operationId: a
      parameters: [{name: q, in: query, schema: {type: integer}, example: x}]
      responses:
        '200':
          description: d
          content:
            application/json:
              schema: {$ref: '#/components/schemas/S'}
              examples:
                good: {value: {id: 1}}
                bad: {value: {id: x, secret: 1}}
                shared: {$ref: '#/components/examples/E'}
            application/xml: {schema: {$ref: '#/components/schemas/S'}, example: <a/>}
components:
  examples: {E: {value: []}}
  schemas:
    S: {type: object, required: [id], properties: {id: {type: integer, example: none, default: 1.5}}}
`, "7:75 warning example-invalid\n16:35 warning example-invalid\n20:25 warning example-invalid\n22:81 warning example-invalid\n22:96 warning default-invalid"},
		{"an example without what only a request holds", head + `  /a:
    get:
      operationId: a
      responses:
        '200':
          description: d
          content: {application/json: {schema: {required: [p], properties: {p: {type: string, writeOnly: true}}}, example: {}}}
`, ""},
		{"keywords that cannot be judged", head + `  {}
components:
  schemas:
    A: {type: strong, pattern: '(', minimum: x}
    B: {items: {$ref: '#/components/schemas/A'}, type: array}
    C: {colour: red}
`, "7:9 error schema-refused\n7:23 error schema-refused\n7:37 error schema-refused\n9:9 warning schema-refused"},
		{"what kin-openapi finds", "openapi: 3.0.3\ninfo: {title: t}\npaths:\n  /a:\n    get:\n      operationId: a\n      responses: {'200': {}}\n  b: {}\n",
			"2:1 warning lint-info-version-required\n5:5 warning lint-response-description-required\n8:3 error lint-path-must-start-with-slash"},
		{"a media type that is none", head + "  /a:\n    get:\n      operationId: a\n      responses: {'200': {description: d, content: {json: {}, '*': {}, text/*: {}, 'application/json; charset': {}}}}\n", "7:53 warning media-type-malformed\n7:84 warning media-type-malformed"},
		{"webhooks and callbacks", "openapi: 3.1.0\ninfo: {title: t, version: '1'}\nwebhooks:\n  w:\n    post:\n      security: [{nope: []}]\n      callbacks: {c: {'{$url}': {post: {responses: {default: {$ref: '#/x'}}}}}}\n" + ok,
			"6:19 error security-scheme-undefined\n7:69 error reference-dangling"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d, err := Parse(context.Background(), "d.yaml", []byte(tt.text), Options{})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			problems := d.Problems(context.Background())
			for _, p := range problems {
				got = append(got, fmt.Sprintf("%d:%d %s %s", p.At.Line, p.At.Column, p.Level, p.Rule))
				if p.At.File != "d.yaml" || p.Message == "" || p.Fix == "" || strings.HasSuffix(p.Fix, ".") {
					t.Errorf("a problem lacks something: %+v", p)
				}
				if p.Rule != "duplicate-key" && d.Root.Lookup(p.Pointer) == nil {
					t.Errorf("pointer %s of %s leads nowhere", p.Pointer, p.Rule)
				}
			}
			if text := strings.Join(got, "\n"); text != tt.want {
				t.Errorf("got\n%s\nwant\n%s\n%s", text, tt.want, messages(problems))
			}
			if !reflect.DeepEqual(problems, d.Problems(context.Background())) {
				t.Error("the second call differs")
			}
		})
	}
}

func messages(problems []Problem) string {
	text := ""
	for _, p := range problems {
		text += p.At.String() + ": " + p.Message + "; " + p.Fix + "\n"
	}
	return text
}

func TestProblems_SayWhatToDo(t *testing.T) {
	t.Parallel()
	d := mustDocument(t, head+"  /a:\n    get:\n      operationId: a\n      security: [{kye: []}]\n      responses: {'200': {$ref: '#/components/responses/Pest'}}\ncomponents:\n  responses: {Pets: {description: d}}\n  securitySchemes: {key: {type: apiKey, in: header, name: K}}\n")
	want := "pets.yaml:7:19: received security scheme kye, which is not defined; promised one of components.securitySchemes; write key if that is meant, or define it under components.securitySchemes\n" +
		"pets.yaml:8:33: received a reference to #/components/responses/Pest, where nothing stands; promised a Response Object; define it, or write #/components/responses/Pets if that is meant\n"
	if got := messages(d.Problems(context.Background())); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestProblems_SiblingsSayWhatToDo(t *testing.T) {
	t.Parallel()
	d := mustDocument(t, head+"  {}\ncomponents:\n  schemas:\n    A: {type: string}\n    B: {properties: {a: {$ref: '#/components/schemas/A', nullable: true}, b: {default: x, $ref: '#/components/schemas/A'}}}\n  parameters: {P: {$ref: '#/components/parameters/Q', required: true, in: path}, Q: {name: q, in: query, schema: {}}}\n")
	want := "pets.yaml:8:58: received nullable beside a $ref, where nothing else counts; promised a Schema Object or a reference to one, not both; put nullable: true where the reference leads to; beside allOf: [{$ref: ...}] it would need a type too\n" +
		"pets.yaml:8:79: received default beside a $ref, where nothing else counts; promised a Schema Object or a reference to one, not both; write allOf: [{$ref: ...}] in place of the reference, so that what stands beside it counts\n" +
		"pets.yaml:9:55: received required, in beside a $ref, where nothing else counts; promised a Parameter Object or a reference to one, not both; move it to what the reference leads to, or take it away\n"
	if got := messages(d.Problems(context.Background())); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestProblems_EndWithTheContext(t *testing.T) {
	t.Parallel()
	d := mustDocument(t, pets)
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	early := d.Problems(ended)
	if got := d.Problems(context.Background()); len(got) <= len(early) {
		t.Errorf("got %d problems after the context ended and %d later, want the work begun anew", len(early), len(got))
	}
}
