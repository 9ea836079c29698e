package spec

import (
	"fmt"
	"strings"
	"testing"
)

// parameterDocument returns a document with one operation on /x/{color}, whose one parameter is described by rest.
func parameterDocument(t testing.TB, version, in, rest string) *Document {
	t.Helper()
	return mustDocument(t, fmt.Sprintf("openapi: %s\ninfo: {title: t, version: '1'}\npaths:\n  /x/{color}:\n    get:\n      operationId: x\n      parameters: [{name: color, in: %s, required: true, %s}]\n      responses: {default: {description: d}}\n", version, in, rest))
}

// askFor puts the text of a parameter into its place.
func askFor(in, wire string) Ask {
	switch in {
	case "path":
		return Ask{Path: "/x/" + wire}
	case "query":
		return Ask{Query: wire}
	case "header":
		return Ask{Header: header("color", wire)}
	}
	return Ask{Header: header("Cookie", wire)}
}

// styleRow is one combination of the table in OpenAPI 3.0.3, section 4.7.12.3, with the spelling it shows there for blue, for blue, black, brown
// and for R 100, G 200, B 150; and a spelling that is wrong, with the verdict on it.
type styleRow struct{ in, style, explode, shape, wire, want, wrong, verdict string }

// The values of the table, and what stands for them where the standard leaves the spelling open.
const (
	wireArray  = `["blue","black","brown"]`
	wireObject = `{"R":100,"G":200,"B":150}`
)

var styleTable = []styleRow{
	{"path", "simple", "false", "primitive", "blue", `"blue"`, "red", "enum"},
	{"path", "simple", "true", "primitive", "blue", `"blue"`, "red", "enum"},
	{"path", "simple", "false", "array", "blue,black,brown", wireArray, "blue,red", "enum"},
	{"path", "simple", "true", "array", "blue,black,brown", wireArray, "blue;black", "enum"},
	{"path", "simple", "false", "object", "R,100,G,200,B,150", wireObject, "R,100,G", "an odd number of names and values"},
	{"path", "simple", "true", "object", "R=100,G=200,B=150", wireObject, "R,100", "a part without an equals sign"},
	{"path", "label", "false", "primitive", ".blue", `"blue"`, "blue", "a value that does not begin with a dot"},
	{"path", "label", "true", "primitive", ".blue", `"blue"`, ".red", "enum"},
	{"path", "label", "false", "array", ".blue,black,brown", wireArray, "blue,black", "a value that does not begin with a dot"},
	{"path", "label", "true", "array", ".blue.black.brown", wireArray, ".blue,black", "enum"},
	{"path", "label", "false", "object", ".R,100,G,200,B,150", wireObject, ".R,x", "type"},
	{"path", "label", "true", "object", ".R=100.G=200.B=150", wireObject, ".R=x", "type"},
	{"path", "matrix", "false", "primitive", ";color=blue", `"blue"`, "blue", "a value that is not written so"},
	{"path", "matrix", "true", "primitive", ";color=blue", `"blue"`, ";colour=blue", "a value that is not written so"},
	{"path", "matrix", "false", "array", ";color=blue,black,brown", wireArray, ";color=blue;color=black", "enum"},
	{"path", "matrix", "true", "array", ";color=blue;color=black;color=brown", wireArray, ";color=blue;black", "a value that is not written so"},
	{"path", "matrix", "false", "object", ";color=R,100,G,200,B,150", wireObject, ";R=100", "a value that is not written so"},
	{"path", "matrix", "true", "object", ";R=100;G=200;B=150", wireObject, ";R=x", "type"},
	{"query", "form", "false", "primitive", "color=blue", `"blue"`, "color=blue&color=black", "it 2 times"},
	{"query", "form", "true", "primitive", "color=blue", `"blue"`, "color=red", "enum"},
	{"query", "form", "false", "array", "color=blue,black,brown", wireArray, "color=blue&color=black", "it 2 times"},
	{"query", "form", "true", "array", "color=blue&color=black&color=brown", wireArray, "color=blue,black", "enum"},
	{"query", "form", "false", "object", "color=R,100,G,200,B,150", wireObject, "color=R", "an odd number of names and values"},
	{"query", "form", "true", "object", "R=100&G=200&B=150", wireObject, "color=R,100", "it under its own name"},
	{"query", "spaceDelimited", "false", "primitive", "color=blue", `"blue"`, "color=red", "open"},
	{"query", "spaceDelimited", "true", "primitive", "color=blue", `"blue"`, "color=red", "open"},
	{"query", "spaceDelimited", "false", "array", "color=blue%20black+brown", wireArray, "color=blue,black", "enum"},
	{"query", "spaceDelimited", "true", "array", "color=blue&color=black&color=brown", wireArray, "color=red", "open"},
	{"query", "spaceDelimited", "false", "object", "color=R%20100%20G%20200%20B%20150", wireObject, "color=R%20x", "type"},
	{"query", "spaceDelimited", "true", "object", "R=100&G=200&B=150", wireObject, "R=x", "open"},
	{"query", "pipeDelimited", "false", "primitive", "color=blue", `"blue"`, "color=red", "open"},
	{"query", "pipeDelimited", "true", "primitive", "color=blue", `"blue"`, "color=red", "open"},
	{"query", "pipeDelimited", "false", "array", "color=blue|black%7Cbrown", wireArray, "color=blue,black", "enum"},
	{"query", "pipeDelimited", "true", "array", "color=blue&color=black&color=brown", wireArray, "color=red", "open"},
	{"query", "pipeDelimited", "false", "object", "color=R|100|G|200|B|150", wireObject, "color=R|100|G", "an odd number of names and values"},
	{"query", "pipeDelimited", "true", "object", "R=100&G=200&B=150", wireObject, "R=x", "open"},
	{"query", "deepObject", "false", "primitive", "color=blue", `"blue"`, "color=red", "open"},
	{"query", "deepObject", "true", "primitive", "color=blue", `"blue"`, "color[x]=red", "open"},
	{"query", "deepObject", "false", "array", "color[]=blue&color[]=black&color[]=brown", wireArray, "color[]=red", "open"},
	{"query", "deepObject", "true", "array", "color[0]=blue&color[1]=black&color[2]=brown", wireArray, "color[0]=red", "open"},
	{"query", "deepObject", "false", "object", "color[R]=100&color[G]=200&color[B]=150", wireObject, "color[R]=x", "type"},
	{"query", "deepObject", "true", "object", "color%5BR%5D=100&color[G]=200&color[B]=150", wireObject, "color=R,100", "it without brackets"},
	{"header", "simple", "false", "primitive", "blue", `"blue"`, "red", "enum"},
	{"header", "simple", "true", "primitive", "blue", `"blue"`, "red", "enum"},
	{"header", "simple", "false", "array", "blue, black,brown", wireArray, "blue, red", "enum"},
	{"header", "simple", "true", "array", "blue,black,brown", wireArray, "blue black", "enum"},
	{"header", "simple", "false", "object", "R,100,G,200,B,150", wireObject, "R,x", "type"},
	{"header", "simple", "true", "object", "R=100, G=200, B=150", wireObject, "R", "a part without an equals sign"},
	{"cookie", "form", "false", "primitive", "a=b; color=blue", `"blue"`, "color=red", "enum"},
	{"cookie", "form", "true", "primitive", `color="blue"`, `"blue"`, "color=red", "enum"},
	{"cookie", "form", "false", "array", "color=blue,black,brown", wireArray, "color=blue,red", "enum"},
	{"cookie", "form", "true", "array", "color=blue; color=black; color=brown", wireArray, "color=blue; color=red", "enum"},
	{"cookie", "form", "false", "object", "color=R,100,G,200,B,150", wireObject, "color=R,x", "type"},
	{"cookie", "form", "true", "object", "R=100; G=200; B=150", wireObject, "R=x", "type"},
}

var styleSchemas = map[string]string{
	"primitive": `{type: string, enum: [blue, black, brown]}`,
	"array":     `{type: array, items: {type: string, enum: [blue, black, brown]}}`,
	"object":    `{type: object, properties: {R: {type: integer}, G: {type: integer}, B: {type: integer}}}`,
}

func TestJudgeRequest_EveryStyle(t *testing.T) {
	t.Parallel()
	for _, row := range styleTable {
		t.Run(strings.Join([]string{row.in, row.style, row.explode, row.shape}, " "), func(t *testing.T) {
			t.Parallel()
			d := parameterDocument(t, "3.0.3", row.in, fmt.Sprintf("style: %s, explode: %s, schema: %s", row.style, row.explode, styleSchemas[row.shape]))
			op := d.Operations[0]
			ask := askFor(row.in, row.wire)
			r := &parameterReader{document: d, op: op, ask: ask, query: parseQuery(ask.Query), cookies: parseCookies(ask.Header.Values("Cookie")), path: op.valuesIn(ask.Path)}
			w := r.find(op.Parameters[0])
			if !w.there {
				t.Fatal("the parameter was not found")
			}
			if got := string(w.readings[0].read(&wireReader{document: d})); got != row.want {
				t.Errorf("got %s, want %s", got, row.want)
			}
			if j := d.JudgeRequest(op, ask); len(j.Faults)+len(j.Notes) > 0 {
				t.Errorf("%s: got %s, notes %q", row.wire, told(j), j.Notes)
			}
			j := d.JudgeRequest(op, askFor(row.in, row.wrong))
			if row.verdict == "open" {
				if len(j.Faults) > 0 || len(j.Notes) != 1 || !strings.Contains(j.Notes[0], "the standard leaves open how style "+row.style) {
					t.Errorf("%s: got %s and notes %q, want a note that the standard leaves it open", row.wrong, told(j), j.Notes)
				}
				return
			}
			if len(j.Faults) == 0 || j.Faults[0].Keyword != row.verdict && j.Faults[0].Received != row.verdict || j.Holds() {
				t.Errorf("%s: got %s, want %s", row.wrong, told(j), row.verdict)
			}
		})
	}
}

func TestJudgeRequest_EveryStyleIsInTheTable(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, row := range styleTable {
		seen[strings.Join([]string{row.in, row.style, row.explode, row.shape}, " ")] = true
	}
	for in, styles := range map[string][]string{"path": {"simple", "label", "matrix"}, "query": {"form", "spaceDelimited", "pipeDelimited", "deepObject"}, "header": {"simple"}, "cookie": {"form"}} {
		for _, style := range styles {
			for _, explode := range []string{"false", "true"} {
				for shape := range styleSchemas {
					if name := strings.Join([]string{in, style, explode, shape}, " "); !seen[name] {
						t.Errorf("%s is not in the table", name)
					}
				}
			}
		}
	}
}

func TestJudgeRequest_ParametersAtTheEdge(t *testing.T) {
	t.Parallel()
	const integers = `{type: array, items: {type: integer}}`
	const rgb = `{type: object, properties: {R: {type: integer}, G: {type: integer}}, required: [R], additionalProperties: false}`
	for _, tt := range []struct{ name, in, rest, wire, want string }{
		{"matrix leaves out the equals sign of an empty text", "path", "style: matrix, schema: {type: string, maxLength: 0}", ";color", ""},
		{"label without anything is an empty text", "path", "style: label, schema: {type: string, maxLength: 0}", ".", ""},
		{"label with the dots of the table in 3.0.3", "path", "style: label, schema: " + integers, ".1.2.3", ""},
		{"an encoded comma is part of a value", "path", "schema: {type: array, items: {type: string}, minItems: 2, maxItems: 2}", "a%2Cb,c", ""},
		{"a broken escape", "path", "schema: {type: string}", "a%zz", "request-parameter path parameter color: received a % that begins no escape; promised percent-encoded text, in which a % is %25"},
		{"an empty list", "query", "explode: false, schema: " + integers, "color=", ""},
		{"a list of one empty text", "query", "explode: false, schema: {type: array, minItems: 1, items: {type: string}}", "color=", ""},
		{"a list where all commas are encoded", "query", "explode: false, schema: " + integers, "color=1%2C2", "warning: request-parameter query parameter color: received a value that only lenient servers read as meant; promised commas that are not percent-encoded between its values"},
		{"a list or one value", "query", "explode: false, schema: {oneOf: [{type: integer}, " + integers + "]}", "color=1", ""},
		{"text that is a number where both are allowed", "query", "schema: {oneOf: [{type: integer, maximum: 5}, {type: string, minLength: 2}]}", "color=12", ""},
		{"and where neither takes it", "query", "schema: {oneOf: [{type: integer, maximum: 5}, {type: string, minLength: 2}]}", "color=9", "request-parameter query parameter color: maximum"},
		{"a number beyond 2^53", "query", "schema: {type: integer, maximum: 9007199254740992}", "color=9007199254740993", "request-parameter query parameter color: maximum"},
		{"a number as nobody writes it", "query", "schema: {type: number}", "color=0x10", "request-parameter query parameter color: type"},
		{"a number with two signs", "query", "schema: {type: number}", "color=1e%2B-3", "request-parameter query parameter color: type"},
		{"null", "query", "schema: {type: integer, nullable: true}", "color=", ""},
		{"an empty value that is allowed", "query", "allowEmptyValue: true, schema: {type: integer}", "color=", ""},
		{"an empty value without an equals sign", "query", "allowEmptyValue: true, schema: {type: integer}", "color", ""},
		{"an empty value that is judged", "query", "schema: {type: integer}", "color=", "request-parameter query parameter color: type"},
		{"an empty text is a text", "query", "schema: {type: string}", "color=", ""},
		{"plus is a space", "query", "schema: {type: string, enum: ['a b']}", "color=a+b", ""},
		{"plus is a plus where reserved characters are allowed", "query", "allowReserved: true, schema: {type: string, enum: ['a+b', 'c d']}", "color=a+b", ""},
		{"or a space", "query", "allowReserved: true, schema: {type: string, enum: ['a+b', 'c d']}", "color=c+d", ""},
		{"reserved characters without leave", "query", "schema: {type: string, format: uri}", "color=http://a.example/b?c=d", ""},
		{"content", "query", "content: {application/json: {schema: {type: object, required: [a]}}}", "color=%7B%22a%22%3A1%7D", ""},
		{"content that is broken", "query", "content: {application/json: {schema: {type: object}}}", "color=%7B", "request-parameter query parameter color: json-malformed"},
		{"content twice", "query", "content: {application/json: {schema: {type: object}}}", "color={}&color={}", "request-parameter query parameter color: received it 2 times; promised it once"},
		{"content in a path", "path", "content: {application/json: {schema: {type: array, maxItems: 1}}}", "%5B1,2%5D", "request-parameter path parameter color: maxItems"},
		{"content in a header", "header", "content: {text/plain: {schema: {type: integer}}}", "x", "request-parameter header parameter color: type"},
		{"content in a cookie", "cookie", "content: {text/plain: {schema: {type: string, maxLength: 1}}}", "color=xy", "request-parameter cookie parameter color: maxLength"},
		{"an exploded cookie as the table shows it", "cookie", "schema: {type: array, minItems: 2, items: {type: integer}}", "color=1&color=2", ""},
		{"an exploded cookie object as the table shows it", "cookie", "schema: " + rgb, "R=1&G=2", ""},
		{"a cookie that is percent-encoded", "cookie", "schema: {enum: ['a,b']}", "color=a%2Cb", ""},
		{"a cookie that is there twice", "cookie", "schema: {type: integer}", "color=1; color=x", ""},
		{"a style that is none", "query", "style: simple, explode: false, schema: " + integers, "color=1,2", ""},
		{"a cookie that is not there", "cookie", "schema: {type: string}", "colour=a", "request-parameter received no cookie parameter color; promised one, as it is required"},
		{"a free-form object takes every name", "query", "schema: {type: object, additionalProperties: {type: integer}}", "a=1&b=x", "request-parameter query parameter color: type"},
		{"an exploded object without one of its names", "query", "schema: " + rgb, "G=1", "request-parameter query parameter color: required"},
		{"a property twice", "query", "schema: " + rgb, "R=1&R=2", "request-parameter query parameter color: type"},
		{"a deep object without one of its names", "query", "style: deepObject, schema: " + rgb, "color[G]=1", "request-parameter query parameter color: required"},
		{"a deep object with another name", "query", "style: deepObject, schema: " + rgb, "color[R]=1&color[X]=1", "request-parameter query parameter color: additionalProperties"},
		{"a deep object that nests is read as servers agree on", "query", "style: deepObject, schema: {type: object, properties: {a: {type: object, properties: {b: {type: integer}}}}}", "color[a][b]=1", ""},
		{"a deep object that holds a list", "query", "style: deepObject, schema: {type: object, properties: {a: " + integers + "}}", "color[a][]=1&color[a][]=2", ""},
		{"a name that is not closed is another name", "query", "style: deepObject, schema: " + rgb, "color[R=1", "request-parameter received no query parameter color; promised one, as it is required\nwarning: request-parameter received query parameter \"color[R\", which is not declared; promised query parameter color"},
		{"a deep object or a text", "query", "style: deepObject, schema: {anyOf: [" + rgb + ", {enum: ['', none]}]}", "color=none", ""},
		{"a required one that is not there", "query", "schema: {type: string}", "", "request-parameter received no query parameter color; promised one, as it is required"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := parameterDocument(t, "3.0.3", tt.in, tt.rest)
			j := d.JudgeRequest(d.Operations[0], askFor(tt.in, tt.wire))
			if got := withoutLines(told(j)); got != tt.want || len(j.Notes) > 0 {
				t.Errorf("got\n%s\nwant\n%s\nnotes %q", got, tt.want, j.Notes)
			}
		})
	}
}

func TestJudgeRequest_ParametersIn31(t *testing.T) {
	t.Parallel()
	const shared = "\ncomponents: {schemas: {Colour: {type: string}, Deep: {type: object, properties: {a: {type: integer}}}}}\n"
	for _, tt := range []struct{ name, in, rest, wire, want string }{
		{"items by their place", "query", "explode: false, schema: {type: array, prefixItems: [{type: string}, {type: integer}], items: {type: boolean}}", "color=1,2,true", ""},
		{"and a wrong one", "query", "explode: false, schema: {type: array, prefixItems: [{type: string}, {type: integer}], items: {type: boolean}}", "color=1,x,true", "request-parameter query parameter color: type"},
		{"a list by its items alone", "query", "explode: false, schema: {items: {type: integer}}", "color=1,2", ""},
		{"an object by its properties alone", "query", "schema: {properties: {R: {const: 1}}}", "R=2", "request-parameter query parameter color: const"},
		{"a value by its const alone", "query", "schema: {const: 1}", "color=1", ""},
		{"a value by its enum alone", "query", "schema: {enum: [true, 1, a]}", "color=true", ""},
		{"null by type", "query", "schema: {type: [integer, 'null']}", "color=null", ""},
		{"what stands beside a reference counts", "query", "schema: {$ref: '#/components/schemas/Colour', maxLength: 2}", "color=abc", "request-parameter query parameter color: maxLength"},
		{"a property of several schemas", "query", "style: deepObject, schema: {allOf: [{$ref: '#/components/schemas/Deep'}, {properties: {a: {maximum: 5}}}]}", "color[a]=7", "request-parameter query parameter color: maximum"},
		{"a list in brackets or bare", "query", "style: deepObject, schema: {type: array, items: {type: integer}}", "color=1&color=2", ""},
		{"no schema at all", "query", "example: x", "color=1", ""},
		{"an empty path is an empty list", "path", "schema: {type: array, maxItems: 0}", "", ""},
		{"a header with a list", "header", "explode: true, schema: {type: array, items: {type: integer}}", "1, 2 ,3", ""},
		{"cookies that are none", "cookie", "schema: {type: integer}", "x; =1; color=1", ""},
		{"a true schema", "query", "schema: true", "color=1", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := mustDocument(t, fmt.Sprintf("openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n  /x/{color}:\n    get:\n      parameters: [{name: color, in: %s, required: true, %s}]\n      responses: {default: {description: d}}", tt.in, tt.rest)+shared)
			ask := askFor(tt.in, tt.wire)
			if tt.wire == "" {
				ask = Ask{PathParameters: map[string]string{"color": ""}}
			}
			j := d.JudgeRequest(d.Operations[0], ask)
			if got := withoutLines(told(j)); got != tt.want || len(j.Notes) > 0 {
				t.Errorf("got\n%s\nwant\n%s\nnotes %q", got, tt.want, j.Notes)
			}
		})
	}
}

// withoutLines takes the line numbers off what told returns.
func withoutLines(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line[:max(0, strings.LastIndexByte(line, '('))], " ")
	}
	return strings.Join(lines, "\n")
}

func TestJudgeRequest_UndeclaredQuery(t *testing.T) {
	t.Parallel()
	d := mustDocument(t, `openapi: 3.0.3
info: {title: t, version: '1'}
security: [{key: []}]
paths:
  /a:
    get:
      parameters: [{name: limit, in: query, schema: {type: integer}}, {name: filter, in: query, style: deepObject, schema: {type: object}}, {name: point, in: query, schema: {type: object, properties: {x: {}}}}]
      responses: {default: {description: d}}
    put: {responses: {default: {description: d}}}
components: {securitySchemes: {key: {type: apiKey, in: query, name: api_key}}}
`)
	const declared = "query parameter limit, filter or point"
	for _, tt := range []struct{ id, query, want string }{
		{"GET /a", "limit=1&filter[a]=1&x=1&api_key=k", ""},
		{"GET /a", "limt=1", `warning: request-parameter received query parameter "limt", which is not declared; promised ` + declared},
		{"GET /a", "y=1&y=2&filter[b=1", "warning: request-parameter received query parameter \"y\", which is not declared; promised " + declared + "\nwarning: request-parameter received query parameter \"filter[b\", which is not declared; promised " + declared},
		{"PUT /a", "y=1", `warning: request-parameter received query parameter "y", which is not declared; promised no query parameter`},
		{"PUT /a", "a&b&c&d&e&f&g&h&i&j&k&l", strings.TrimSuffix(func() string {
			text := ""
			for _, name := range "abcdefghij" {
				text += fmt.Sprintf("warning: request-parameter received query parameter \"%c\", which is not declared; promised no query parameter\n", name)
			}
			return text
		}(), "\n")},
	} {
		j := d.JudgeRequest(d.Operation(tt.id), Ask{Query: tt.query})
		if got := withoutLines(told(j)); got != tt.want || !j.Holds() {
			t.Errorf("%s %s: got\n%s\nwant\n%s", tt.id, tt.query, got, tt.want)
		}
	}
	j := d.JudgeRequest(d.Operation("GET /a"), Ask{Query: "limt=1"})
	if want := "write limit if that is meant, or declare it as a query parameter"; len(j.Faults) != 1 || j.Faults[0].Fix != want {
		t.Errorf("got %+v, want the fix %q", j.Faults, want)
	}
}
