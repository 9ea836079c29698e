package diff

import (
	"strings"
	"testing"
)

// What a finding says of a pattern is what the document says, and values of types that have nothing in common are told once.
func TestCompare_SaysWhatTheDocumentSays(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, base, revision, want string }{
		{"pattern with commas", "{type: string, pattern: '^[a-z]{2,3}$'}", "{type: string, pattern: '^[a-z]{2,4}$'}", "the body of status 200 may hold more: pattern ^[a-z]{2,3}$ became ^[a-z]{2,4}$; \"aaaa\" may come, which the base did not allow"},
		{"pattern with quotes", `{type: string, pattern: '^"a":$'}`, "{type: string}", "the body of status 200 may hold more: pattern ^\"a\":$ is gone; \"a\" may come, which the base did not allow"},
		{"listed text to number", "{type: string, enum: [a, b]}", "{type: integer}", "the body of status 200 may hold other values: string became integer; 1 may come, which the base did not allow"},
		{"listed texts to listed numbers", "{type: string, enum: [a, b]}", "{type: integer, enum: [1, 2]}", "the body of status 200 may hold other values: string became integer; 1 may come, which the base did not allow"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, err := Compare(parse(t, "base.yaml", answers(tt.base)), parse(t, "revision.yaml", answers(tt.revision)), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Findings) != 1 || r.Findings[0].Message != tt.want {
				t.Errorf("got\n%swant one finding: %s", tell(r), tt.want)
			}
		})
	}
}

// What a finding says reads aloud: lists end with a word, what is cut still ends as what it is, and nothing breaks the line.
func TestCompare_ReadsAloud(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, base, revision, request, response string }{
		{"values", "{type: string, enum: [a, b, c]}", "{type: string, enum: [c]}", `p does not take "a" or "b" any more: requests with them are refused; do not send "a" or "b"`, `p is never "a" or "b" any more; nothing has to be done`},
		{"more values", "{type: string, enum: [c]}", "{type: string, enum: [a, b, c]}", `p takes "a" and "b" too; nothing has to be done`,
			`p may be "a" or "b" too: code that knows every value does not know these; take "a" and "b" too, or have a branch for values that are not known`},
		{"other values", "{type: string, enum: [a, b]}", "{type: string, enum: [y, z]}", `p has "y" and "z" in place of "a" and "b": requests with what it had are refused; send "y" and "z" instead of "a" and "b"`,
			`p has "y" and "z" in place of "a" and "b": code that knows every value does not know these; take "y" and "z" too, or have a branch for values that are not known`},
		{"one value", "{type: string}", "{type: string, enum: [a]}", `p takes less: any string became exactly "a"; requests with "other" there are refused; send exactly "a" only`, `p: any string became exactly "a"; generated types change; nothing has to be done`},
		{"no value", "{type: string}", "false", `p takes less: string became no value; requests with "a" there are refused; do not send it`, `p: string became no value; generated types change; nothing has to be done`},
		{"type", "{type: object}", "{type: array}", `p takes other values: object became array; requests with {} there are refused; send an array only`, `p may hold other values: object became array; [] may come, which the base did not allow; take an array`},
		{"a long text", "{type: string}", "{type: string, maxLength: 70}", `p takes less: maxLength 70 is new; requests with "` + strings.Repeat("a", 56) + `..." there are refused; keep to maxLength 70`, `p: maxLength 70 is new; nothing has to be done`},
		{"control characters", "{type: string}", `{type: string, pattern: "^\n$"}`, `p takes less: pattern ^\n$ is new; requests with "a" there are refused; keep to pattern ^\n$`, `p: pattern ^\n$ is new; nothing has to be done`},
		{"closed", "{type: object, properties: {a: {}}}", "{type: object, properties: {a: {}, b: {}, c: {}}, additionalProperties: false}",
			`p takes only declared names now, with b and c among them: requests that hold any other are refused; send declared names only`, `p holds only declared names now, with b and c among them; nothing has to be done`},
	} {
		for _, response := range []bool{false, true} {
			want := tt.request
			if response {
				want = tt.response
			}
			r, err := Compare(document(t, "3.1.0", tt.base, response), document(t, "3.1.0", tt.revision, response), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Findings) != 1 || r.Findings[0].Message+"; "+r.Findings[0].Fix != want {
				t.Errorf("%s, response %v: want %s, got\n%s%+v", tt.name, response, want, tell(r), r.Findings)
			}
		}
	}
}

// Null among alternatives is one change: the alternative that takes it, or one that does now.
func TestCompare_NullAmongAlternatives(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, base, revision, request, response string }{
		{"one of its own", "{oneOf: [{type: string}, {type: integer}]}", "{oneOf: [{type: string}, {type: integer}, {type: 'null'}]}", "compatible request-nullable-added", "wire response-nullable-added"},
		{"in one of any", "{anyOf: [{type: string}, {type: integer}]}", "{anyOf: [{type: string}, {type: [integer, 'null']}]}", "compatible request-nullable-added", "wire response-nullable-added"},
	} {
		for direction, want := range map[string]string{"request": tt.request, "response": tt.response} {
			r, err := Compare(document(t, "3.1.0", tt.base, direction == "response"), document(t, "3.1.0", tt.revision, direction == "response"), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Findings) != 1 || string(r.Findings[0].Class)+" "+r.Findings[0].Rule != want {
				t.Errorf("%s, %s: want one finding, %s, got\n%s", tt.name, direction, want, tell(r))
			}
		}
	}
}

// What is said of an operation and of a component holds: a call that another operation answers does not fail, and a component that messages refer to
// is not called documentation.
func TestCompare_SaysWhatIsReached(t *testing.T) {
	t.Parallel()
	template := "'/a/{x}': {get: {operationId: one, parameters: [{name: x, in: path, required: true, schema: {type: string}}], responses: {}}}"
	child := func(own string) string {
		return answers("{allOf: [{$ref: '#/components/schemas/A'}, {type: object, properties: {"+own+"}}]}") + "\ncomponents: {schemas: {A: {type: object, properties: {"
	}
	for _, tt := range []struct{ name, base, revision, want string }{
		{"answered by another", "paths: {" + template + ", /a/list: {get: {operationId: list, responses: {}}}}", "paths: {" + template + "}", "GET /a/list is gone: every call of list is answered by one"},
		{"property of a part", child("z: {type: string}") + "a: {type: string}, b: {type: string}}}}}", child("z: {type: string}, b: {type: string}") + "a: {type: string}}}}}", ""},
	} {
		r, err := Compare(parse(t, "base.yaml", tt.base), parse(t, "revision.yaml", tt.revision), Options{})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, f := range r.Findings {
			got += f.Message
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// A pattern that cannot be read proves nothing, and bytes described as each version of OpenAPI does mean the same.
func TestCompare_WhatCannotBeCompared(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, version, base, revision, want string }{
		{"pattern that is none", "3.0.3", "{type: string, pattern: '^('}", "{type: string, pattern: '^[a-z]+$'}", "unproven document-fault"},
		{"pattern that is none any more", "3.0.3", "{type: string, pattern: '^[a-z]+$'}", "{type: string, pattern: '^('}", "unproven document-fault"},
		{"base64", "3.1.0", "{type: string, format: byte}", "{type: string, contentEncoding: base64}", ""},
		{"bytes", "3.1.0", "{type: string, format: binary}", "{type: string, contentMediaType: application/octet-stream}", ""},
		{"another encoding", "3.1.0", "{type: string, format: byte}", "{type: string, contentEncoding: base16}", "wire response-format-widened"},
	} {
		r, err := Compare(document(t, "3.0.3", tt.base, true), document(t, tt.version, tt.revision, true), Options{})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, f := range r.Findings {
			got += string(f.Class) + " " + f.Rule
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q\n%s", tt.name, got, tt.want, tell(r))
		}
	}
}

// A value that is written another way and is the same text on the wire has not gone.
func TestCompare_ValuesAreTexts(t *testing.T) {
	t.Parallel()
	asked := func(schema string) string {
		return "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    get:\n      operationId: a\n      parameters: [{name: q, in: query, schema: " + schema + "}]\n      responses: {'200': {description: d}}\n"
	}
	r, err := Compare(parse(t, "base.yaml", asked(`{type: string, enum: ["1", "2"]}`)), parse(t, "revision.yaml", asked("{type: integer, enum: [1]}")), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Findings {
		if strings.Contains(f.Message, `"1"`) {
			t.Errorf("1 is taken as before: %s", f.Message)
		}
	}
}
