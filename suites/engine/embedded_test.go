package engine

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/runner/mock"
)

// embeddedWorkflow asks for what a pack says, and for what only the API itself knows.
const embeddedWorkflow = `credentials: [{name: key, variable: PETS_KEY, other: PETS_OTHER_KEY, header: X-Key, secret: true, wrong: nobody-has-it}]
faces: [{name: pets, summary: a key, places: [header], refused: [401]}]
default_face: pets
workflows:
  - workflowId: life
    summary: A pet from its first day to its last
    x-plumbline-lifecycle: real
    steps:
      - stepId: add
        operationId: addPet
        requestBody: {contentType: application/json, payload: {name: Rex}}
        successCriteria: [{condition: $statusCode == 201}, {condition: $response.body#/name == 'Rex'}]
        outputs: {id: $response.body#/id}
      - stepId: get
        operationId: getPet
        parameters: [{name: id, in: path, value: $steps.add.outputs.id}]
        successCriteria: [{condition: $statusCode == 200}, {condition: $response.body#/name == 'Rex'}]
      - stepId: guess
        operationId: getPet
        parameters: [{name: id, in: path, value: $steps.add.outputs.id}]
        successCriteria: [{condition: $response.body#/name == 'Max'}]
      - stepId: drop
        operationId: dropPet
        parameters: [{name: id, in: path, value: $steps.add.outputs.id}]
        successCriteria: [{condition: $statusCode == 204}]
      - stepId: gone
        operationId: getPet
        parameters: [{name: id, in: path, value: $steps.add.outputs.id}]
        successCriteria: [{condition: $statusCode == 404}]
`

// embeddedList is a list of what the API keeps.
const embeddedList = `  /pets:
    get:
      operationId: listPets
      responses:
        "200": {description: all, content: {application/json: {schema: {type: object, required: [pets], properties: {pets: {type: array, items: {$ref: "#/components/schemas/Pet"}}}}}}}
        "401": {description: who}
`

// The embedded mock of any API keeps what its pack says is created, so a right run of it is green and whole; what nobody can know of the API is skipped,
// and says so.
func TestRun_EmbeddedMockOfAnyPack(t *testing.T) {
	t.Parallel()
	refused := strings.NewReplacer(`"400": {description: wrong}`, `"400": {description: wrong}, "401": {description: who}`, `, "404": {`, `, "401": {description: who}, "404": {`, "  /pets:\n", embeddedList, "        \"404\": {", "        \"401\": {description: who}\n        \"404\": {").Replace(restDocument)
	for _, tt := range []struct{ name, document, place string }{
		{"by a text in the path", refused, "'{id}'"},
		{"by a number in the path", fmt.Sprintf(numberedDocument, numberedInPath), "'{id}'"},
		{"by a number in the body", fmt.Sprintf(numberedDocument, numberedInBody), "/id"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			pack := strings.NewReplacer("'{id}'", tt.place, "unknown: nobody", "unknown: '4711'").Replace(restPack)
			named := tt.document == refused
			if named {
				pack = strings.Replace(pack, "operations:\n", "operations:\n  - {id: listPets, effect: read, resource: pet}\n", 1) + embeddedWorkflow
			}
			file, _ := packed(t, tt.document, pack)
			r := run(t, Options{Pack: file, Seed: 1})
			for _, f := range r.Findings {
				t.Errorf("%s in %s: %s", f.Rule, f.Case, f.Message)
			}
			if r.Environment.Lifecycle != string(runner.LifecycleReal) || len(r.Removals) == 0 {
				t.Errorf("life cycle %s with %d removals", r.Environment.Lifecycle, len(r.Removals))
			}
			for _, result := range r.Results {
				want := reports.StatusPassed
				if result.Case == "life/guess" {
					want = reports.StatusSkipped
					if !strings.Contains(result.Note, "makes up what neither the document nor the pack says of the API, here $response.body#/name: ask the API itself") {
						t.Errorf("skipped for %q", result.Note)
					}
				}
				if result.Status != want {
					t.Errorf("%s: %s %s", result.Case, result.Status, result.Note)
				}
			}
			for _, id := range []string{"getPet/tenants/other", "listPets/tenants/other"} {
				if named && !slices.Contains(planned(r), id) {
					t.Errorf("no case %s", id)
				}
			}
			if slices.Contains(planned(r), "listPets/resources/unknown") {
				t.Error("a list is asked for one that is not there")
			}
		})
	}
}

// planned returns the ids of the cases of a run.
func planned(r *reports.Report) []string {
	var out []string
	for _, result := range r.Results {
		out = append(out, result.Case)
	}
	return out
}

// A mock that keeps nothing says so.
func TestRun_EmbeddedMockWithoutAResource(t *testing.T) {
	t.Parallel()
	file, _ := packed(t, restDocument, "name: pets\ntitle: Pets\ndocument: pets.yaml\n")
	for _, tt := range []struct {
		lifecycle, want runner.Lifecycle
	}{{"", runner.LifecycleSample}, {runner.LifecycleReal, runner.LifecycleReal}} {
		s := open(t, Options{Pack: file, PlanOnly: true, Target: runner.Choice{Lifecycle: tt.lifecycle}})
		if s.Environment.Lifecycle != tt.want {
			t.Errorf("asked for %q, got %q, want %q", tt.lifecycle, s.Environment.Lifecycle, tt.want)
		}
	}
}

// A key may stand in the query: it is sent there, a wrong one and none are refused, and no report holds it.
func TestRun_KeyInTheQuery(t *testing.T) {
	t.Parallel()
	document := strings.NewReplacer("paths:\n", "security: [{key: []}]\npaths:\n", "components:\n", "components:\n  securitySchemes: {key: {type: apiKey, in: query, name: api key}}\n",
		`, "404": {`, `, "401": {description: who}, "404": {`, "        \"404\": {", "        \"401\": {description: who}\n        \"404\": {",
		`"400": {description: wrong}`, `"400": {description: wrong}, "401": {description: who}`).Replace(restDocument)
	file, _ := packed(t, document, restPack+`credentials: [{name: key, variable: PETS_KEY, other: PETS_OTHER_KEY, query: api key, secret: true, scheme: key, wrong: nobody-has-it}]
faces: [{name: pets, summary: a key in the query, places: [query], refused: [401]}]
default_face: pets
`)
	r := run(t, Options{Pack: file, Seed: 1})
	for _, f := range r.Findings {
		t.Errorf("%s in %s: %s", f.Rule, f.Case, f.Message)
	}
	if got := r.Summary.Cases[reports.StatusPassed]; got != len(r.Results) {
		t.Errorf("%d of %d cases passed", got, len(r.Results))
	}
	for _, id := range []string{"getPet/authentication/absent", "getPet/authentication/wrong-key", "getPet/tenants/other"} {
		if !slices.Contains(planned(r), id) {
			t.Errorf("no case %s", id)
		}
	}
	record, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	text := string(record)
	for _, p := range mock.DefaultPartners {
		if strings.Contains(text, p.Secret) {
			t.Error("the record holds the key")
		}
	}
	if !strings.Contains(text, `api+key=`) || !strings.Contains(text, `PETS_KEY`) {
		t.Error("the record does not show that a key was sent in the query, and how to send it again")
	}
}
