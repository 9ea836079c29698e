package packs_test

import (
	"os"
	"strings"
	"testing"

	"github.com/pb33f/libopenapi"
	opinion "github.com/pb33f/libopenapi/arazzo"

	"github.com/plumbline-dev/plumbline/spec/arazzo"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// inDocument returns the workflows of a pack's file as a whole Arazzo document.
func inDocument(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, workflows, found := strings.Cut("\n"+string(data), "\nworkflows:")
	if !found {
		t.Fatalf("%s has no workflows", file)
	}
	return "arazzo: 1.0.1\ninfo: {title: A pack, version: 1.0.0}\nsourceDescriptions: [{name: api, url: ./openapi.yaml, type: openapi}]\nworkflows:" + workflows
}

// TestWorkflows_SecondOpinion holds what the packs call Arazzo to another reader of it: what we drive is what the standard means by it.
func TestWorkflows_SecondOpinion(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"plaid-partner.yaml", "testdata/library.yaml"} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			text := inDocument(t, file)
			doc, err := libopenapi.NewArazzoDocument([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			if result := opinion.Validate(doc); result != nil && result.HasErrors() {
				for _, problem := range result.Errors {
					t.Error(problem)
				}
			}
			read, err := tree.NewStore(tree.Options{}).Add(file, []byte(text))
			if err != nil {
				t.Fatal(err)
			}
			own, err := arazzo.DecodeDocument(read.Root)
			if err != nil {
				t.Fatal(err)
			}
			if len(own.Workflows) != len(doc.Workflows) {
				t.Fatalf("we read %d workflows, they %d", len(own.Workflows), len(doc.Workflows))
			}
			for i, w := range own.Workflows {
				theirs := doc.Workflows[i]
				if w.ID != theirs.WorkflowId || len(w.Steps) != len(theirs.Steps) {
					t.Errorf("workflow %s of %d steps: they read %s of %d", w.ID, len(w.Steps), theirs.WorkflowId, len(theirs.Steps))
					continue
				}
				for j, step := range w.Steps {
					if other := theirs.Steps[j]; step.ID != other.StepId || step.OperationID != other.OperationId || len(step.Success) != len(other.SuccessCriteria) {
						t.Errorf("step %s/%s: they read %s of %s with %d criteria", w.ID, step.ID, other.StepId, other.OperationId, len(other.SuccessCriteria))
					}
				}
			}
		})
	}
}
