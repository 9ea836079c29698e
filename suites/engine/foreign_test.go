package engine

import (
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
)

// odd is a document that is right, and asks for care: its own mock must be found right.
const odd = `openapi: 3.1.0
info: {title: Odd, version: "1"}
paths:
  /pets/mine:
    get:
      operationId: mine
      responses: {"200": {description: one, content: {application/json: {schema: {type: object}, example: {id: "7"}}}}}
  /pets/{name}:
    parameters: [{name: name, in: path, required: true, schema: {type: string}, example: Rex}]
    get:
      operationId: pet
      responses:
        "200":
          description: one
          content: {application/json: {schema: {type: object}, example: {id: "7"}}}
          links:
            change: {operationId: change, parameters: {name: $request.path.name}}
            owner: {operationId: pet, parameters: {name: $response.body#/owner}}
    delete: {operationId: drop, responses: {"204": {description: gone}}}
    patch:
      operationId: change
      requestBody: {required: true, content: {application/json: {schema: {}}}}
      responses: {"200": {description: changed}, "400": {description: nothing is said of why}}
  /pets/check:
    post:
      operationId: check
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {"200": {description: checked}, 4XX: {description: refused}}
  /flags/{row}:
    put:
      operationId: mark
      parameters: [{name: row, in: path, required: true, schema: {type: integer}, example: 1}]
      requestBody: {required: true, content: {application/json: {schema: {type: string, enum: ["."]}}}}
      responses:
        "200": {description: done, content: {application/yaml: {schema: {type: object, properties: {row: {type: integer}}}}}}
    get:
      operationId: flag
      parameters: [{name: row, in: path, required: true, schema: {type: integer}, example: 1}]
      responses: {"200": {description: one, links: {mark: {operationId: mark, parameters: {row: $request.path.row}}}}}
  /count:
    put:
      operationId: count
      requestBody: {required: true, content: {application/json: {schema: {type: integer, minimum: 12}}, examples: {}}}
      responses: {"204": {description: done}, 4XX: {description: refused}}
  /<url>:
    get: {operationId: angular, responses: {"204": {description: nothing}}}
  /silent:
    get: {}
`

func TestRun_OddDocument(t *testing.T) {
	t.Parallel()
	file := askingFile(t, odd)
	r := run(t, Options{Pack: "none", Document: file, Seed: 1})
	for _, f := range r.Findings {
		if f.Level == reports.LevelError || f.Case == "" {
			t.Errorf("%s %s %s: %s", f.Level, f.Rule, f.Case, f.Message)
		}
	}
	status := map[string]reports.Result{}
	for _, result := range r.Results {
		status[result.Case] = result
	}
	for id, want := range map[string]reports.Status{
		"link-pet-change/to": reports.StatusPassed, "link-flag-mark/to": reports.StatusPassed, "link-pet-owner/to": reports.StatusSkipped,
		"change/wire/malformed": reports.StatusPassed, "count/wire/malformed": reports.StatusPassed, "GET /silent/bodies/none": reports.StatusPassed,
	} {
		if status[id].Status != want {
			t.Errorf("%s is %q, want %q: %s", id, status[id].Status, want, status[id].Note)
		}
	}
	if note := status["link-pet-owner/to"].Note; !strings.Contains(note, "$response.body#/owner, which the link hands on") {
		t.Errorf("a link that leads nowhere is skipped with %q", note)
	}
	for _, id := range []string{"mine/methods/delete", "mine/methods/patch", "count/wire/truncated", "count/bodies/minimal-as-", "check/methods/head"} {
		if _, asked := status[id]; asked {
			t.Errorf("%s is asked, and a right server may answer it with success", id)
		}
	}
}

// A refusal that the document does not list is a warning where HTTP has that status for what was wrong, and an error where not.
func TestRun_UnlistedRefusals(t *testing.T) {
	t.Parallel()
	file := askingFile(t, odd)
	s := open(t, Options{Pack: "none", Document: file, Seed: 1})
	var levels []string
	for _, f := range drive(t.Context(), s).Findings {
		if f.Rule == "status-documented" {
			levels = append(levels, string(f.Level))
		}
	}
	if len(levels) == 0 || slices.Contains(levels, string(reports.LevelError)) {
		t.Errorf("415 for a media type that the document does not list: levels %v, want warnings", levels)
	}
}

// What other vendors wrote, each document with its own mock.
func TestRun_RealDocuments(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"learn-openapis/examples/v3.0/link-example.yaml", "learn-openapis/examples/v3.0/callback-example.yaml", "learn-openapis/examples/v3.0/petstore.yaml",
		"learn-openapis/examples/v3.0/uspto.yaml", "learn-openapis/examples/v3.0/api-with-examples.yaml", "learn-openapis/examples/v3.0/petstore-expanded.yaml",
		"learn-openapis/examples/v3.1/tictactoe.yaml", "learn-openapis/examples/v3.1/non-oauth-scopes.yaml",
		"museum/1.2.1-20241120-2770b2b.yaml", "museum/1.0.0-20231101-0624581.yaml", "obuk-vrp/v3.1.9.yaml", "adyen-checkout/v72.yaml",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := beside(t, "real-specs/"+name)
			r := run(t, Options{Pack: "none", Document: file, Seed: 1, Profile: "quick"})
			for _, f := range r.Findings {
				if f.Level == reports.LevelError {
					t.Errorf("%s %s: %s", f.Rule, f.Case, f.Message)
				}
			}
			if passed := r.Summary.Cases[reports.StatusPassed]; passed == 0 || r.Summary.Cases[reports.StatusErrored] > 0 {
				t.Errorf("%d cases passed, %d errored", passed, r.Summary.Cases[reports.StatusErrored])
			}
		})
	}
}

// Parameters that take lists and objects are written in their styles, and a body that a form cannot write is not sent as if it were right.
func TestRun_StructuredParameters(t *testing.T) {
	t.Parallel()
	file := askingFile(t, `openapi: 3.0.3
info: {title: Scopes, version: "1"}
paths:
  /scopes/{ids}:
    post:
      operationId: scopes
      parameters:
        - {name: ids, in: path, required: true, style: matrix, explode: true, schema: {type: array, minItems: 2, items: {type: integer}}}
        - {name: scope, in: query, required: true, style: deepObject, explode: true, schema: {type: object, required: [kind], properties: {kind: {type: string, enum: [a, b]}}}}
        - {name: filter, in: query, required: true, content: {application/json: {schema: {type: object, required: [n], properties: {n: {type: integer}}}}}}
        - {name: X-List, in: header, required: true, schema: {type: array, minItems: 1, items: {type: string, format: date}}}
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, required: [features], properties: {features: {type: object, properties: {on: {type: boolean}}}}}
      responses: {"204": {description: done}, "400": {description: refused, content: {application/json: {schema: {type: object}}}}}
`)
	r := run(t, Options{Pack: "none", Document: file, Seed: 1})
	asked := 0
	for _, result := range r.Results {
		if strings.Contains(result.Title, "parameter scope") || strings.Contains(result.Title, "parameter ids") {
			asked++
		}
		if result.Case == "scopes/bodies/minimal" && !strings.Contains(result.Note, "leaves nothing in a form") {
			t.Errorf("a minimal body is %s: %s", result.Status, result.Note)
		}
	}
	if len(r.Findings) > 0 || asked < 3 {
		t.Errorf("%d cases of structured parameters, found\n  %s", asked, strings.Join(distinct(r.Findings), "\n  "))
	}
}
