package arazzo

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

// whole puts a list of workflows into a document.
func whole(workflows string) string {
	return "arazzo: 1.0.1\ninfo: {title: Pets, version: 1.0.0}\nsourceDescriptions: [{name: pets, url: ./openapi.yaml, type: openapi}]\nworkflows:\n" + workflows
}

func TestLoad(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "flows.arazzo.yaml")
	text := whole("- workflowId: a\n  x-plumbline-exact: true\n  inputs: {properties: {size: {type: integer, default: 3}, name: {type: string}}}\n  steps:\n" +
		"  - {stepId: one, operationId: $sourceDescriptions.pets.addPet}\n" +
		"  - {stepId: two, operationId: findPet, x-plumbline-needs: [one], x-plumbline-partner: other}\n")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	doc, err := Load(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	w := doc.Workflows[0]
	one, two := w.Steps[0], w.Steps[1]
	if doc.Title != "Pets" || doc.Version != "1.0.0" || !w.Exact || w.Lifecycle != "real" || one.OperationID != "addPet" || one.In != w {
		t.Errorf("got %+v, %+v, %+v", doc, w, one)
	}
	if !two.Other || one.Other || len(two.Needs) != 1 || two.Needs[0] != "one" {
		t.Errorf("got needs %v and other %v", two.Needs, two.Other)
	}
	if got := w.Defaults(); len(got) != 1 || got["size"] == nil {
		t.Errorf("defaults: got %v", got)
	}
	if _, err := Load(t.Context(), file+".gone"); err == nil {
		t.Error("a file that is not there is no error")
	}
}

func TestDecodeDocument_Faults(t *testing.T) {
	t.Parallel()
	const step = "- {workflowId: a, steps: [{stepId: one, operationId: addPet%s}]%s}\n"
	flow := func(inStep, inWorkflow string) string {
		return whole(strings.NewReplacer("%s}]", inStep+"}]", "%s}\n", inWorkflow+"}\n").Replace(step))
	}
	for _, tt := range []struct{ name, text, want string }{
		{"another version", strings.Replace(flow("", ""), "1.0.1", "2.0.0", 1), `1:9: arazzo is "2.0.0"; 1.0.0 and 1.0.1 are driven`},
		{"no version", strings.Replace(flow("", ""), "arazzo: 1.0.1\n", "", 1), "1:1: arazzo is missing"},
		{"no info", strings.Replace(flow("", ""), "info: {title: Pets, version: 1.0.0}\n", "", 1), "1:1: info is missing"},
		{"no source", strings.Replace(flow("", ""), "{name: pets, url: ./openapi.yaml, type: openapi}", "", 1), "1:1: sourceDescriptions is empty or missing; name the OpenAPI document"},
		{"a source of workflows", strings.Replace(flow("", ""), "type: openapi", "type: arazzo", 1), "3:62: source descriptions of type arazzo are part of Arazzo, but not driven; put its workflows into this file"},
		{"components", flow("", "") + "components: {inputs: {a: {}}}\n", "6:13: components are part of Arazzo, but not driven; write what they hold where it is used"},
		{"no workflows", whole("  []\n"), "1:1: the document has no workflows"},
		{"a list", "- a\n", "1:1: an Arazzo document is a list, not a mapping"},
		{"another source", strings.Replace(flow("", ""), "addPet", "$sourceDescriptions.cats.addPet", 1), "5:54: $sourceDescriptions.cats.addPet names no source description of this document"},
		{"no such step", flow(", x-plumbline-needs: [none]", ""), "5:82: no step before this one is called none"},
		{"no list of steps", flow(", x-plumbline-needs: one", ""), "5:81: x-plumbline-needs is a string, not a list"},
		{"no such partner", flow(", x-plumbline-partner: another", ""), `5:83: x-plumbline-partner is "another", not other (did you mean other?)`},
		{"credentials are no mapping", flow(", x-plumbline-credentials: me", ""), "5:87: x-plumbline-credentials is a string, not a mapping of credentials to values"},
		{"a credential of a step that is not there", flow(", x-plumbline-credentials: {key: $steps.none.outputs.key}", ""), `5:93: $steps.none.outputs.key: no step before this one is called none`},
		{"two callers", flow(", x-plumbline-partner: other, x-plumbline-credentials: {key: me}", ""), "5:115: x-plumbline-credentials stands beside x-plumbline-partner, and a step asks as one caller; leave one of them out"},
		{"no such extension", flow(", x-plumbline-need: [one]", ""), `5:62: unknown key "x-plumbline-need" (did you mean x-plumbline-needs?)`},
		{"exact is no word", flow("", ", x-plumbline-exact: very"), "5:83: x-plumbline-exact is a string, not true or false"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			file, err := tree.NewStore(tree.Options{}).Add("flows.yaml", []byte(tt.text))
			if err != nil {
				t.Fatal(err)
			}
			_, err = DecodeDocument(file.Root)
			if err == nil {
				t.Fatal("got no error")
			}
			if diff := cmp.Diff("flows.yaml:"+tt.want, err.Error()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestStep_Judge_Exact(t *testing.T) {
	t.Parallel()
	for _, exact := range []string{"true", "false"} {
		flows, err := Decode(list(t, `[{workflowId: a, x-plumbline-exact: `+exact+`, steps: [{stepId: s, operationId: o, successCriteria: [{condition: "$response.body#/a == 'Rex'"}]}]}]`))
		if err != nil {
			t.Fatal(err)
		}
		step := flows[0].Steps[0]
		for body, same := range map[string]bool{`{"a":"Rex"}`: true, `{"a":"rex"}`: exact == "false", `{"a":"Max"}`: false} {
			if asked, failures, err := step.Judge(&Context{Status: 200, ResponseBody: []byte(body)}); err != nil || asked != 1 || (len(failures) == 0) != same {
				t.Errorf("exact %s, %s: got %d, %v, %v", exact, body, asked, failures, err)
			}
		}
	}
}

// What an earlier step did not hand on is its failure alone.
func TestStep_Judge_AsksNothingThatAnotherStepOwes(t *testing.T) {
	t.Parallel()
	flows, err := Decode(list(t, `[{workflowId: a, steps: [{stepId: one, operationId: o, outputs: {id: $response.body#/id}, successCriteria: [{condition: "$response.body#/id != ''"}]},
		{stepId: two, operationId: o, successCriteria: [{condition: $statusCode == 200}, {condition: $response.body#/id == $steps.one.outputs.id}],
		 onSuccess: [{name: over, type: end, criteria: [{condition: $steps.one.outputs.id == null}]}]}]}]`))
	if err != nil {
		t.Fatal(err)
	}
	one, two := flows[0].Steps[0], flows[0].Steps[1]
	ctx := &Context{Status: 200, ResponseBody: []byte(`{"id":""}`)}
	_, failures, err := one.Judge(ctx)
	if err != nil || len(failures) != 1 {
		t.Fatalf("got %v, %v, want one failure", failures, err)
	}
	if missing, err := one.Collect(ctx, failures); err != nil || len(missing) != 0 {
		t.Fatalf("got %v, %v", missing, err)
	}
	asked, failures, err := two.Judge(&Context{Status: 404, ResponseBody: []byte(`{}`), Steps: ctx.Steps})
	if err != nil || asked != 1 || len(failures) != 1 || !failures[0].About("$statusCode") {
		t.Errorf("got %d asked, %v, %v; want the status alone", asked, failures, err)
	}
	if action, err := two.Ended(ctx); action != nil || err != nil {
		t.Errorf("got %v, %v; want no end", action, err)
	}
}
