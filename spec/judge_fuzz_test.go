package spec

import (
	"reflect"
	"testing"
)

// everything is a document in which a message meets each way to carry a value.
const everything = `
info: {title: t, version: '1'}
paths:
  /x/{a}/{b}/{c}:
    parameters:
      - {name: a, in: path, required: true, style: matrix, explode: true, schema: {$ref: '#/components/schemas/Any'}}
      - {name: b, in: path, required: true, style: label, schema: {type: array, items: {type: integer}}}
      - {name: c, in: path, required: true, explode: true, schema: {type: object, additionalProperties: {type: boolean}}}
      - {name: d, in: query, style: deepObject, schema: {$ref: '#/components/schemas/Tree'}}
      - {name: e, in: query, schema: {$ref: '#/components/schemas/Any'}}
      - {name: f, in: query, style: pipeDelimited, schema: {$ref: '#/components/schemas/Any'}}
      - {name: g, in: query, allowReserved: true, explode: false, schema: {$ref: '#/components/schemas/Any'}}
      - {name: h, in: query, content: {application/json: {schema: {$ref: '#/components/schemas/Tree'}}}}
      - {name: i, in: header, explode: true, schema: {$ref: '#/components/schemas/Any'}}
      - {name: j, in: cookie, schema: {$ref: '#/components/schemas/Any'}}
    post:
      operationId: x
      requestBody:
        content:
          '*/*': &m
            schema: {$ref: '#/components/schemas/Tree'}
            encoding:
              list: {explode: false}
              tree: {style: deepObject}
              file: {contentType: 'image/*, text/plain', headers: {X: {required: true, schema: {type: integer}}}}
              any: {contentType: application/json}
      responses: {'200': {description: d, headers: {i: {schema: {$ref: '#/components/schemas/Any'}}}, content: {'*/*': *m}}}
components:
  schemas:
    Any: {anyOf: [{type: integer}, {type: string, maxLength: 3}, {type: array, items: {type: number}}, {type: object, properties: {x: {type: boolean}}}]}
    Tree:
      type: object
      required: [id]
      properties: {id: {type: integer}, list: {type: array, items: {type: string}}, tree: {$ref: '#/components/schemas/Tree'}, file: {type: string, format: binary}, any: {$ref: '#/components/schemas/Any'}}
`

func FuzzJudge(f *testing.F) {
	for _, seed := range []struct{ path, query, contentType, body string }{
		{"/x/;a=1;a=2/.1.2/x=true,y=false", "d[id]=1&d[tree][id]=2&e=1&e=2&f=1|2&g=a,b&h=%7B%22id%22:1%7D&x=true", urlencoded, "id=1&list=a,b&tree[id]=1&any=%22x%22&tree[list][]=a"},
		{"/x/;x=true/.1,2/", "f=%7C&g=%2C+&d[=&d[][]=&e=", formData + `; boundary="b"`, wire("id\n\n1", "file\nContent-Type: image/png\nX: 1\n\n\xff", "tree\n\n{\"id\":1}", "list\n\na", "list\n\nb", "any\nContent-Type: application/json\n\n[1]")},
		{"/x/a/b/c", "%zz=%zz&e=%", "text/plain; charset=iso-8859-1", "\xff"},
		{"/x/;a/./", "", "application/json; charset=utf-16", `{"id":1,"tree":{"id":2}}`},
		{"/", "&&=&", "multipart/mixed; boundary=b", "--b\r\n\r\n1\r\n--b--"},
	} {
		f.Add(seed.path, seed.query, seed.contentType, []byte(seed.body))
	}
	documents := []*Document{mustDocument(f, "openapi: 3.0.3"+everything), mustDocument(f, "openapi: 3.1.0"+everything)}
	f.Fuzz(func(t *testing.T, path, query, contentType string, body []byte) {
		h := header("Content-Type", contentType, "i", query, "Cookie", "j="+query)
		for _, d := range documents {
			op := d.Operations[0]
			ask := Ask{Path: path, PathParameters: map[string]string{"a": path, "b": query, "c": contentType}, Query: query, Header: h, Body: body}
			answer := Answer{Status: 200, Header: h, Body: body}
			request, response := d.JudgeRequest(op, ask), d.JudgeResponse(op, answer)
			for _, j := range []*Judgement{request, response} {
				for _, fault := range j.Faults {
					if fault.Message == "" || fault.Received == "" || fault.Promised == "" || fault.Fix == "" || fault.Clause == "" || !j.Applied(fault.Rule) {
						t.Fatalf("a fault lacks something, or its rule was not applied: %+v, %v", fault, j.Rules())
					}
				}
			}
			if !reflect.DeepEqual(request, d.JudgeRequest(op, ask)) || !reflect.DeepEqual(response, d.JudgeResponse(op, answer)) {
				t.Fatal("the same message was judged differently the second time")
			}
		}
	})
}

func TestJudgeRequest_SchemasThatHoldThemselves(t *testing.T) {
	t.Parallel()
	d := mustDocument(t, head+"  /a:\n    get:\n      operationId: a\n      parameters: [{name: q, in: query, schema: {$ref: '#/components/schemas/A'}}]\n"+ok+
		"components: {schemas: {A: {anyOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}, {type: integer}]}, B: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/C'}]}, C: {allOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}}}\n")
	if got := d.outline(d.Operations[0].Parameters[0].Schema).kinds; got != kindsByName["integer"] {
		t.Errorf("got types %b, want a number's", got)
	}
}
