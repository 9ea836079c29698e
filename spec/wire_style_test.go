package spec

import (
	"fmt"
	"testing"
)

func TestRequest_ParameterStyles(t *testing.T) {
	t.Parallel()
	// The values and their spellings are those of the table in OpenAPI 3.0.3, section 4.7.12.3.
	array, object := `{type: array, items: {type: string}}`, `{type: object, properties: {R: {type: integer}, G: {type: integer}, B: {type: integer}}}`
	for _, tt := range []struct{ style, explode, in, schema, wire, want string }{
		{"matrix", "false", "path", "{type: string}", ";color=blue", `"blue"`},
		{"matrix", "false", "path", array, ";color=blue,black,brown", `["blue","black","brown"]`},
		{"matrix", "true", "path", array, ";color=blue;color=black;color=brown", `["blue","black","brown"]`},
		{"matrix", "false", "path", object, ";color=R,100,G,200,B,150", `{"R":100,"G":200,"B":150}`},
		{"matrix", "true", "path", object, ";R=100;G=200;B=150", `{"R":100,"G":200,"B":150}`},
		{"label", "false", "path", "{type: string}", ".blue", `"blue"`},
		{"label", "true", "path", array, ".blue.black.brown", `["blue","black","brown"]`},
		{"label", "true", "path", object, ".R=100.G=200.B=150", `{"R":100,"G":200,"B":150}`},
		{"simple", "false", "path", array, "blue,black,brown", `["blue","black","brown"]`},
		{"simple", "false", "path", object, "R,100,G,200,B,150", `{"R":100,"G":200,"B":150}`},
		{"simple", "true", "path", object, "R=100,G=200,B=150", `{"R":100,"G":200,"B":150}`},
		{"form", "true", "query", "{type: string}", "color=", `""`},
		{"form", "true", "query", "{type: number}", "color=1.5e3", `1.5e3`},
		{"form", "false", "query", array, "color=blue,b%2Cl,brown", `["blue","b,l","brown"]`},
		{"form", "true", "query", array, "color=blue&x=1&color=black", `["blue","black"]`},
		{"form", "false", "query", object, "color=R,100,G,200,B,150", `{"R":100,"G":200,"B":150}`},
		{"form", "true", "query", object, "R=100&G=200&B=150&x=1", `{"R":100,"G":200,"B":150}`},
		{"spaceDelimited", "false", "query", array, "color=blue%20black+brown", `["blue","black","brown"]`},
		{"pipeDelimited", "false", "query", array, "color=blue|black%7Cbrown", `["blue","black","brown"]`},
		{"deepObject", "true", "query", object, "color[R]=100&color[G]=200&color[B]=150", `{"R":100,"G":200,"B":150}`},
		{"simple", "false", "header", array, "blue, black", `["blue","black"]`},
		{"form", "false", "cookie", array, "blue,black", `["blue","black"]`},
		{"simple", "false", "header", "{oneOf: [{type: integer}, {type: boolean}]}", "true", `true`},
		{"simple", "false", "header", "{enum: [1, a]}", "1", `1`},
	} {
		name := fmt.Sprintf("%s %s %s %s", tt.in, tt.style, tt.explode, tt.wire)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := mustDocument(t, fmt.Sprintf("openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /x:\n    get:\n      parameters: [{name: color, in: %s, style: %s, explode: %s, schema: %s}]\n      responses: {default: {description: d}}\n",
				tt.in, tt.style, tt.explode, tt.schema))
			p := d.Operations[0].Parameters[0]
			ask := Ask{PathParameters: map[string]string{"color": tt.wire}, Query: tt.wire, Header: header("color", tt.wire, "Cookie", "color="+tt.wire)}
			read, there := d.reading(p, ask, parseQuery(ask.Query))
			if !there {
				t.Fatal("the parameter was not found")
			}
			if got := string(read(&wireReader{document: d})); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
