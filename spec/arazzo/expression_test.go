package arazzo

import (
	"net/http"
	"strings"
	"testing"
)

// exchange is what the tests evaluate against.
func exchange() *Context {
	return &Context{
		Method: "POST", URL: "https://api.example.com/pets/7?page[size]=20&tag=", Status: 200,
		RequestHeader:  http.Header{"Content-Type": {"application/json"}},
		ResponseHeader: http.Header{"X-Rate-Limit": {"5", "6"}, "X-Cached": {"true"}, "X-Empty": {""}},
		RequestBody:    []byte(`{"name":"Rex","tags":["a","b"]}`),
		ResponseBody: []byte(`{"pet":{"id":"p-1","name":"REX","age":7.0,"big":12345678901234567890,"owner":null,` +
			`"tags":["a","b"],"a/b":{"m~n":1},"ok":true,"no":false,"zero":0,"empty":""}}`),
		Path:   map[string]string{"petId": "7"},
		Inputs: map[string]any{"unique": "u<1>", "count": 7, "when": "7"},
		Steps:  map[string]Outputs{"create": {"id": []byte(`"p-1"`), "pet": []byte(`{"tags":["x","y"]}`)}},
	}
}

func TestExpression_Eval(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ expression, want string }{
		{"$statusCode", `200`},
		{"$method", `"POST"`},
		{"$url", `"https://api.example.com/pets/7?page[size]=20&tag="`},
		{"$request.header.content-type", `"application/json"`},
		{"$request.header.Accept", ``},
		{"$request.query.page[size]", `"20"`},
		{"$request.query.tag", `""`},
		{"$request.query.none", ``},
		{"$request.path.petId", `"7"`},
		{"$request.path.other", ``},
		{"$request.body", `{"name":"Rex","tags":["a","b"]}`},
		{"$request.body#", `{"name":"Rex","tags":["a","b"]}`},
		{"$request.body#/tags/1", `"b"`},
		{"$request.body.tags[1]", `"b"`},
		{"$response.header.X-Rate-Limit", `"5"`},
		{"$response.header.X-Empty", `""`},
		{"$response.body#/pet/age", `7.0`},
		{"$response.body#/pet/big", `12345678901234567890`},
		{"$response.body#/pet/owner", `null`},
		{"$response.body#/pet/a~1b/m~0n", `1`},
		{"$response.body#/pet/tags/2", ``},
		{"$response.body#/pet/tags/01", ``},
		{"$response.body#/nothing/here", ``},
		{"$inputs.unique", `"u<1>"`},
		{"$inputs.count", `7`},
		{"$steps.create.outputs.id", `"p-1"`},
		{"$steps.create.outputs.pet#/tags/0", `"x"`},
		{"$steps.create.outputs.pet[0]", ``},
	} {
		t.Run(tt.expression, func(t *testing.T) {
			t.Parallel()
			e, err := ParseExpression(tt.expression)
			if err != nil {
				t.Fatal(err)
			}
			got, ok, err := e.Eval(exchange())
			if err != nil || string(got) != tt.want || ok != (tt.want != "") {
				t.Errorf("got %s, %v, %v, want %q", got, ok, err, tt.want)
			}
			if e.String() != tt.expression {
				t.Errorf("String: got %s", e)
			}
		})
	}
}

func TestExpression_CannotBeEvaluated(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, expression, want string
		ctx                    Context
	}{
		{"unknown input", "$inputs.uniqe", "$inputs.uniqe: no such input was given (did you mean unique?)", Context{Inputs: map[string]any{"unique": 1}}},
		{"input that is no JSON", "$inputs.f", "$inputs.f: json: unsupported type: func()", Context{Inputs: map[string]any{"f": func() {}}}},
		{"step not run", "$steps.a.outputs.b", "step a before it did not hand on its b", Context{}},
		{
			"output not there", "$steps.a.outputs.b", "step a before it did not hand on its b",
			Context{Steps: map[string]Outputs{"a": {}}},
		},
		{"body that is no JSON", "$response.body#/a", "$response.body#/a: the response body is not JSON", Context{ResponseBody: []byte("<html>")}},
		{"empty body", "$response.body#/a", "$response.body#/a: the response body is empty", Context{}},
		{"nothing received", "$statusCode", "$statusCode: nothing was received", Context{}},
		{"malformed URL", "$request.query.a", "$request.query.a: the URL is malformed", Context{URL: ":"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e, err := ParseExpression(tt.expression)
			if err != nil {
				t.Fatal(err)
			}
			if _, ok, err := e.Eval(&tt.ctx); ok || err == nil || err.Error() != tt.want {
				t.Errorf("got  %v, %v\nwant %s", ok, err, tt.want)
			}
		})
	}
	if _, _, err := (Expression{}).Eval(&Context{}); err == nil {
		t.Error("the zero Expression was evaluated")
	}
}

func TestParseExpression_Malformed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{"$status", "unknown runtime expression $status (known are $url"},
		{"$statuscode", "unknown runtime expression $statuscode (did you mean $statusCode?)"},
		{"$input.a", "unknown runtime expression $input.a (did you mean $inputs.?)"},
		{"$response.boddy#/a", "unknown runtime expression $response.boddy#/a (did you mean $response.body?)"},
		{"$response.headers.A", "unknown runtime expression $response.headers.A (did you mean $response.header.?)"},
		{"$response.bodyguard", "unknown runtime expression $response.bodyguard"},
		{"$step.a.outputs.b", "unknown runtime expression $step.a.outputs.b (did you mean $steps.?)"},
		{"status", "unknown runtime expression status"},
		{"", "unknown runtime expression "},
		{"$", "unknown runtime expression $"},
		{"$workflows.a.outputs.b", "$workflows.a.outputs.b reaches outside of one workflow"},
		{"$components.parameters.p", "reaches outside of one workflow"},
		{"$statusCode.a", "nothing can follow in $statusCode.a: it is no object"},
		{"$response.header.", "does not name a header"},
		{"$response.header.a b", "does not name a header"},
		{"$inputs.", "does not name anything after its last dot"},
		{"$inputs.a b", "does not name anything after its last dot"},
		{"$request.query.", "does not name a query parameter"},
		{"$steps.create", "$steps.create is not of the form $steps.STEP.outputs.NAME"},
		{"$steps.create.output.id", "is not of the form"},
		{"$steps.create.outputs.", "is not of the form"},
		{"$steps..outputs.id", "is not of the form"},
		{"$steps.create.outputs.id#a", "holds no JSON pointer: after # comes / or nothing"},
		{"$response.body#a", "holds no JSON pointer: after # comes / or nothing"},
		{"$response.body#/a~", "holds no JSON pointer: ~ is written ~0"},
		{"$response.body#/a~2", "holds no JSON pointer: ~ is written ~0"},
		{"$response.body.", "does not name a property after a dot"},
		{"$response.body[x]", "does not hold a number between its brackets"},
		{"$response.body[0", "does not hold a number between its brackets"},
		{"$response.body[0]a", `goes on after its value with "a"`},
		{"$inputs." + strings.Repeat("a", maxLength), "is longer than 8192"},
	} {
		t.Run(shorten(tt.text), func(t *testing.T) {
			t.Parallel()
			got, err := ParseExpression(tt.text)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got  %v, %v\nwant %s", got, err, tt.want)
			}
		})
	}
}

func FuzzParseExpression(f *testing.F) {
	for _, seed := range []string{"$url", "$response.body#/a~1b/0", "$steps.a.outputs.b[0].c", "$request.query.a[b]", "$response.header.X-A", "$inputs."} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := ParseExpression(text)
		if err != nil {
			return
		}
		if e.String() != text {
			t.Errorf("got %q back from %q", e, text)
		}
		_, _, _ = e.Eval(exchange())
	})
}
