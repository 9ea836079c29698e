package checks

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/arazzo"
	"github.com/plumbline-dev/plumbline/spec/packs"
)

// exampleWorld loads the API that the examples are about.
func exampleWorld(t *testing.T) (*spec.Document, *packs.Pack) {
	t.Helper()
	doc, err := spec.Parse(context.Background(), "pets.yaml", []byte(ExampleDocument), spec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if problems := doc.Problems(context.Background()); len(problems) > 0 {
		t.Fatalf("the examples' document has problems: %v", problems)
	}
	file := filepath.Join(t.TempDir(), "pets.yaml")
	if err := os.WriteFile(file, []byte(ExamplePack), 0o600); err != nil {
		t.Fatal(err)
	}
	pack, err := packs.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	return doc, pack
}

// subject returns an example as a check sees it.
func (e Example) subject(t *testing.T, doc *spec.Document, pack *packs.Pack) *Subject {
	t.Helper()
	id := e.Operation
	if id == "" {
		id = "getPet"
	}
	op := doc.Operation(id)
	if op == nil {
		t.Fatalf("the examples' document has no operation %s", id)
	}
	call := e.call()
	s := &Subject{
		Document: doc, Pack: pack, Operation: op, Case: &runner.Case{ID: "example", Operation: id, Promise: e.Promise},
		Outcome: &runner.Outcome{Call: call, Criteria: len(e.Criteria)}, Call: call, Budget: 5 * time.Second,
	}
	world := &arazzo.Context{Status: call.Status, ResponseHeader: call.Answer, ResponseBody: call.Reply}
	for _, condition := range e.Criteria {
		criterion, err := arazzo.ParseCriterion(condition)
		if err != nil {
			t.Fatal(err)
		}
		outcome, err := criterion.Judge(world)
		if err != nil {
			t.Fatal(err)
		}
		if !outcome.Holds {
			s.Outcome.Failures = append(s.Outcome.Failures, arazzo.Failure{Criterion: criterion, Outcome: outcome})
		}
	}
	if call.Complete {
		s.Judgement = doc.JudgeResponse(op, spec.Answer{Status: call.Status, Header: call.Answer, Body: call.Reply})
	}
	return s
}

func TestChecks_Examples(t *testing.T) {
	t.Parallel()
	doc, pack := exampleWorld(t)
	for _, check := range All() {
		t.Run(check.ID, func(t *testing.T) {
			t.Parallel()
			if len(check.Bad) == 0 || len(check.Good) == 0 {
				t.Error("a check without good and bad examples has not shown that it can fail")
			}
			for _, e := range check.Good {
				t.Run("good: "+e.Name, func(t *testing.T) {
					v := check.Apply(e.subject(t, doc, pack))
					if !v.Applied || len(v.Faults) > 0 {
						t.Errorf("applied %v with faults %+v, want applied and none", v.Applied, v.Faults)
					}
				})
			}
			for _, e := range check.Bad {
				t.Run("bad: "+e.Name, func(t *testing.T) {
					v := check.Apply(e.subject(t, doc, pack))
					if !v.Applied || len(v.Faults) == 0 {
						t.Errorf("applied %v with faults %+v, want at least one", v.Applied, v.Faults)
					}
					for _, f := range v.Faults {
						if f.Received == "" || f.Promised == "" || f.Fix == "" {
							t.Errorf("fault %+v lacks received, promised or fix", f)
						}
					}
				})
			}
		})
	}
}

func TestChecks_DoNotApplyWithoutAnAnswer(t *testing.T) {
	t.Parallel()
	doc, pack := exampleWorld(t)
	for _, check := range All() {
		t.Run(check.ID, func(t *testing.T) {
			t.Parallel()
			e := Example{Trouble: runner.TroubleNoAnswer, Promise: runner.Promise{Claim: check.ID, Accept: true}}
			if v := check.Apply(e.subject(t, doc, pack)); v.Applied && check.ID != "transport-complete" {
				t.Errorf("applied with faults %+v to an exchange without an answer", v.Faults)
			}
		})
	}
}

func TestChecks_OneFindingForAServerError(t *testing.T) {
	t.Parallel()
	doc, pack := exampleWorld(t)
	e := Example{Status: 502, ContentType: "text/html", Body: "<h1>bad gateway</h1>", Promise: runner.Promise{Claim: "positive-data-accepted", Accept: true}}
	var found []string
	for _, check := range All() {
		if v := check.Apply(e.subject(t, doc, pack)); len(v.Faults) > 0 {
			found = append(found, check.ID)
		}
	}
	if len(found) != 1 || found[0] != "no-server-error" {
		t.Errorf("found by %v, want by no-server-error alone", found)
	}
}

func TestChecks_AreDocumented(t *testing.T) {
	t.Parallel()
	for _, check := range All() {
		if check.Title == "" || check.Doc == "" || check.Clause == "" || check.Level == "" {
			t.Errorf("check %s lacks title, doc, clause or level", check.ID)
		}
	}
}
