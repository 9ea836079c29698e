package arazzo

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

// list parses the YAML of a list of workflows.
func list(t testing.TB, text string) *tree.Node {
	t.Helper()
	file, err := tree.NewStore(tree.Options{}).Add("flows.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return file.Root
}

const pets = `
- workflowId: pet-lives
  summary: A pet from purchase to sale
  x-plumbline-lifecycle: real
  inputs:
    type: object
    properties:
      name: {type: string}
      limit: {type: integer}
  parameters:
    - {name: X-Trace, in: header, value: common}
    - {name: limit, in: query, value: 1}
  steps:
    - stepId: buy
      description: buys a pet
      operationId: addPet
      x-note: {free: form}
      parameters:
        - {name: limit, in: query, value: $inputs.limit}
      requestBody:
        contentType: application/json
        payload:
          name: $inputs.name
          label: '{$inputs.name} of {$inputs.limit}'
          plain: a $ sign, 5 {curly} {$} braces
          price: 12.50
          tags: [$inputs.name, fixed]
          nothing: null
          <odd&key>: true
      successCriteria:
        - condition: $statusCode == 201
        - {context: $response.header.Location, condition: '^/pets/\d+$', type: regex}
      onSuccess:
        - name: the shop keeps the pet in quarantine
          type: end
          criteria:
            - condition: $response.body#/state == 'quarantine'
      outputs:
        id: $response.body#/id
        link: '{$response.header.Location}'
    - stepId: find
      operationId: getPet
      parameters:
        - {name: petId, in: path, value: $steps.buy.outputs.id}
      successCriteria:
        - condition: $response.body#/id == $steps.buy.outputs.id
  outputs:
    id: $steps.buy.outputs.id
`

func TestDecode_Workflow(t *testing.T) {
	t.Parallel()
	workflows, err := Decode(list(t, pets))
	if err != nil {
		t.Fatal(err)
	}
	w := workflows[0]
	if w.ID != "pet-lives" || w.Summary != "A pet from purchase to sale" || len(w.Steps) != 2 || w.Step("find") != w.Steps[1] || w.Step("x") != nil {
		t.Errorf("got %+v", w)
	}
	if got, want := w.Operations(), []string{"addPet", "getPet"}; !slices.Equal(got, want) {
		t.Errorf("operations: got %v, want %v", got, want)
	}
	if got := w.Lifecycle; got != "real" {
		t.Errorf("extension of the workflow: got %q", got)
	}
	buy := w.Steps[0]
	if got := string(buy.Node.Get("x-note").JSON()); got != `{"free":"form"}` {
		t.Errorf("extension of the step: got %s", got)
	}
	if len(buy.Parameters) != 2 || buy.Parameters[0].Name != "X-Trace" || buy.Parameters[1].Name != "limit" {
		t.Errorf("parameters: got %+v", buy.Parameters)
	}
	if got := w.Outputs[0].Expression.String(); got != "$steps.buy.outputs.id" {
		t.Errorf("output of the workflow: got %s", got)
	}
	if workflows, err := Decode(nil); err != nil || workflows != nil {
		t.Errorf("no list: got %v, %v", workflows, err)
	}
}

func TestDecode_EveryFaultWithItsPlace(t *testing.T) {
	t.Parallel()
	const text = `- workflowID: a
  dependsOn: [b]
  steps:
    - stepId: one
      operationId: op
      operationid: op
      onFailure: []
      successCriteria:
        - condition: $statuscode == 200
        - {condition: '^2', type: regexp, context: $statusCode}
        - {condition: $.a, type: jsonpath, context: $response.body}
        - {condition: '[', type: regex, context: $response.body}
        - {condition: 'a', type: regex}
        - {condition: $statusCode == 1, context: $response.body}
        - condition: $steps.on.outputs.id == 1
        - condition: 200
        - conditon: x
        - string
      outputs:
        id: $response.body#/id
        bad name: $response.body
        wrong: 5
        worse: response.body
    - stepId: one
      operationPath: '{$sourceDescriptions.a.url}#/paths/~1a/get'
      requestBody:
        payload: {a: $steps.one.outputs.ids, b: $response.body, c: $step.x, d: '{$inputs.a'}
    - stepId: two words
      operationId: ''
      description: [no]
      requestBody: {contentType: text/plain}
      parameters:
        - {name: a, in: body, value: 1}
        - {name: b, in: query}
        - {name: c, in: query, value: $inputs.}
        - {name: c, in: query, value: 1}
        - {reference: $components.parameters.x}
      onSuccess:
        - {name: x, type: goto, stepId: one}
        - {name: x, type: stop}
- workflowId: b
  inputs: [a]
  steps: []
- workflowId: b
  inputs: {properties: {name: {}}}
  summary: x
  summary: y
  steps:
    - {stepId: s, operationId: o, requestBody: {payload: $inputs.nam}}
    - 7
  outputs: {v: $response.body, w: $steps.x.outputs.y}
- text
`
	_, err := Decode(list(t, text))
	var got []string
	for _, line := range strings.Split(err.Error(), "\n") {
		got = append(got, strings.TrimPrefix(line, "flows.yaml:"))
	}
	want := []string{
		`1:3: unknown key "workflowID" (did you mean "workflowId"?)`,
		`1:3: workflowId is missing`,
		`2:3: dependsOn is part of Arazzo, but not driven; put the steps into one workflow`,
		`6:7: unknown key "operationid" (did you mean "operationId"?)`,
		`7:7: onFailure is part of Arazzo, but not driven; leave it out`,
		`9:22: at character 12: unknown runtime expression $statuscode (did you mean $statusCode?)`,
		`10:35: type is "regexp", not simple or regex (did you mean regex?)`,
		`11:34: criteria of type jsonpath are part of Arazzo, but not driven; use simple or regex`,
		"12:23: error parsing regexp: missing closing ]: `[`",
		`13:11: context is missing`,
		`14:50: a simple condition has no context; leave it out, or set type: regex`,
		`15:22: $steps.on.outputs.id: no step before this one is called on`,
		`16:22: condition is a number, not a string`,
		`17:11: unknown key "conditon" (did you mean "condition"?)`,
		`17:11: condition is missing`,
		`18:11: a criterion is a string, not a mapping`,
		`21:9: output "bad name" cannot be named in an expression; use letters, digits, ., - and _`,
		`22:16: output wrong is a number, not an expression`,
		`23:16: output worse: unknown runtime expression response.body (known are $url, $method, $statusCode, $request., $response., $inputs. and $steps.)`,
		`24:15: step one stands twice, first at line 4; give it another id`,
		`25:7: operationPath is part of Arazzo, but not driven; use operationId`,
		`27:22: $steps.one.outputs.ids: step one has no output ids (did you mean id?)`,
		`27:49: $response.body is not known before the request is sent; use $inputs or $steps`,
		`27:68: unknown runtime expression $step.x (did you mean $steps.?)`,
		`27:80: brace before $inputs.a is not closed`,
		`28:15: stepId "two words" cannot be named in an expression; use letters, digits, _ and -`,
		`29:20: operationId is empty`,
		`30:20: description is a list, not a string`,
		`31:20: payload is missing`,
		`33:25: in is "body", not one of path, query, header, cookie`,
		`34:11: value is missing`,
		`35:39: $inputs. does not name anything after its last dot`,
		`36:11: query parameter c stands twice; keep one`,
		`37:11: name is missing`,
		`37:11: in is missing`,
		`37:11: value is missing`,
		`37:12: reference is part of Arazzo, but not driven; write the object here`,
		`39:27: actions of type goto are part of Arazzo, but not driven; end the workflow`,
		`40:18: action x stands twice, first at line 39; give it another id`,
		`40:27: type is "stop", not end or goto`,
		`41:3: workflow b has no steps`,
		`42:11: inputs is a list, not a schema`,
		`44:15: workflow b stands twice, first at line 41; give it another id`,
		`47:3: key "summary" stands twice, first at line 46; keep one`,
		`49:58: $inputs.nam: the workflow declares no such input (did you mean name?)`,
		`50:7: a step is a number, not a mapping`,
		`51:16: $response.body is not known before the request is sent; use $inputs or $steps`,
		`51:35: $steps.x.outputs.y: no step before this one is called x`,
		`52:3: a workflow is a string, not a mapping`,
	}
	for i := range max(len(got), len(want)) {
		var g, w string
		if i < len(got) {
			g = got[i]
		}
		if i < len(want) {
			w = want[i]
		}
		if g != w {
			t.Errorf("error %d:\ngot  %s\nwant %s", i, g, w)
		}
	}
	var place *tree.Error
	if !errors.As(err, &place) || place.File != "flows.yaml" || place.Line == 0 {
		t.Errorf("the errors are no *tree.Error with a place: %v", err)
	}
}

func TestDecode_NoList(t *testing.T) {
	t.Parallel()
	_, err := Decode(list(t, "workflowId: a"))
	if want := "flows.yaml:1:1: workflows is a mapping, not a list"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
