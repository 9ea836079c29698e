package spec

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// The values of the standard's table of styles, each written, and read again by a schema that takes nothing else.
// Source: OpenAPI 3.0.4, section 4.7.12.4 (Style Examples).
func TestAsk_Put(t *testing.T) {
	t.Parallel()
	const (
		text   = `"blue"`
		list   = `["blue","black","brown"]`
		object = `{"R":100,"G":200,"B":150}`
	)
	for _, tt := range []struct {
		in, style string
		explode   bool
		value     string
		want      string
	}{
		{"path", "simple", false, text, "/blue"}, {"path", "simple", false, `"a b/c"`, "/a%20b%2Fc"},
		{"path", "simple", false, list, "/blue,black,brown"}, {"path", "simple", false, object, "/R,100,G,200,B,150"},
		{"path", "simple", true, list, "/blue,black,brown"}, {"path", "simple", true, object, "/R=100,G=200,B=150"},
		{"path", "label", false, text, "/.blue"}, {"path", "label", false, list, "/.blue,black,brown"}, {"path", "label", false, object, "/.R,100,G,200,B,150"},
		{"path", "label", true, list, "/.blue.black.brown"}, {"path", "label", true, object, "/.R=100.G=200.B=150"},
		{"path", "matrix", false, text, "/;c=blue"}, {"path", "matrix", false, list, "/;c=blue,black,brown"}, {"path", "matrix", false, object, "/;c=R,100,G,200,B,150"},
		{"path", "matrix", true, list, "/;c=blue;c=black;c=brown"}, {"path", "matrix", true, object, "/;R=100;G=200;B=150"},
		{"query", "form", false, text, "?c=blue"}, {"query", "form", false, `"a&b c"`, "?c=a%26b+c"},
		{"query", "form", false, list, "?c=blue,black,brown"}, {"query", "form", false, object, "?c=R,100,G,200,B,150"},
		{"query", "form", true, list, "?c=blue&c=black&c=brown"}, {"query", "form", true, object, "?R=100&G=200&B=150"},
		{"query", "spaceDelimited", false, list, "?c=blue%20black%20brown"}, {"query", "pipeDelimited", false, list, "?c=blue%7Cblack%7Cbrown"},
		{"query", "deepObject", true, object, "?c[R]=100&c[G]=200&c[B]=150"},
		{"header", "simple", false, list, "C: blue,black,brown"}, {"header", "simple", false, object, "C: R,100,G,200,B,150"}, {"header", "simple", true, object, "C: R=100,G=200,B=150"},
		{"cookie", "form", false, text, "Cookie: c=blue"}, {"cookie", "form", false, list, "Cookie: c=blue,black,brown"}, {"cookie", "form", false, object, "Cookie: c=R,100,G,200,B,150"},
		{"cookie", "form", true, list, "Cookie: c=blue; c=black; c=brown"}, {"cookie", "form", true, object, "Cookie: R=100; G=200; B=150"},
	} {
		t.Run(fmt.Sprintf("%s %s %v %s", tt.in, tt.style, tt.explode, tt.value), func(t *testing.T) {
			t.Parallel()
			path := "/"
			if tt.in == "path" {
				path = "/{c}"
			}
			source := fmt.Sprintf(`openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  %s:
    get:
      operationId: a
      parameters: [{name: c, in: %s, style: %s, explode: %v, required: true, schema: {type: TYPE, enum: [%s]}}]
      responses: {"200": {description: d}}
`, path, tt.in, tt.style, tt.explode, tt.value)
			kind := map[byte]string{'"': "string", '[': "array, items: {type: string}", '{': "object, additionalProperties: {type: integer}"}[tt.value[0]]
			doc, err := Parse(context.Background(), "t.yaml", []byte(strings.Replace(source, "TYPE", kind, 1)), Options{})
			if err != nil {
				t.Fatal(err)
			}
			op := doc.Operation("a")
			ask := Ask{Path: path, Header: http.Header{}}
			plain := strings.Trim(tt.value, `"`)
			if err := doc.PutText(&ask, op.Parameters[0], plain); err != nil {
				t.Fatal(err)
			}
			got := ask.Path
			if ask.Query != "" {
				got = "?" + ask.Query
			}
			for name, values := range ask.Header {
				got = name + ": " + strings.Join(values, "; ")
			}
			if got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if judged := doc.JudgeRequest(op, ask); !judged.Holds() {
				t.Errorf("it is not read as it was written: %s", judged.Faults[0].Message)
			}
		})
	}
}

func TestAsk_PutRefused(t *testing.T) {
	t.Parallel()
	for _, value := range []string{`[[1]]`, `{"a":{"b":1}}`, `[{"a":1}]`} {
		ask := Ask{Header: http.Header{}}
		if err := ask.Put(&Parameter{Name: "c", In: "query", Style: "form", Explode: true}, []byte(value)); err == nil || !strings.Contains(err.Error(), "query parameter c holds values in values") {
			t.Errorf("%s: %v", value, err)
		}
	}
	// A text that looks like JSON is one where a text is allowed; what a media type describes stands there as it is.
	ask := Ask{Header: http.Header{}}
	if err := ask.Put(&Parameter{Name: "c", In: "query", Content: []*MediaType{{Type: "application/json"}}}, []byte(`[[1]]`)); err != nil || ask.Query != "c=%5B%5B1%5D%5D" {
		t.Errorf("got %q, %v", ask.Query, err)
	}
}
