package checks

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/arazzo"
	"github.com/plumbline-dev/plumbline/spec/expect"
	"github.com/plumbline-dev/plumbline/spec/overlay"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
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

// expected is what examples and pack say of the API's answers.
func expected(t *testing.T, doc *spec.Document) *expect.Book {
	t.Helper()
	o, err := overlay.Parse("known.yaml", []byte(ExampleOverlay))
	if err != nil {
		t.Fatal(err)
	}
	tight, err := doc.Overlaid(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return expect.NewBook(doc, tight)
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
	call := e.call(op.Method)
	s := &Subject{
		Document: doc, Pack: pack, Operation: op, Case: &runner.Case{ID: "example", Operation: id, Path: e.Path, Promise: e.Promise},
		Outcome: &runner.Outcome{Call: call, Criteria: len(e.Criteria)}, Call: call, Budget: 5 * time.Second, Expected: expected(t, doc),
		Repeated: e.Repeated, Names: e.Names, Secrets: &Secrets{}, Handed: e.Handed, Others: e.Others, Sample: e.Sample,
	}
	call.Taken = e.Taken
	s.Outcome.Changed, s.Outcome.Rivals = e.Changed, e.Rivals
	if e.Earlier != "" {
		s.Case.Like, s.Outcome.Earlier = "earlier", &runner.Call{Reply: []byte(e.Earlier), Status: 200, Complete: true}
	}
	if e.Given != "" {
		s.Given = []Given{{Place: "/name", Shown: "/name", Text: e.Given, Made: e.Made, Told: e.Made != ""}}
	}
	if e.Origin != "" {
		s.Outcome.Origin = &runner.Call{Reply: []byte(e.Origin), Status: 200, Complete: true}
	}
	s.Body, _ = tape.Read(call.Reply, tape.Limits{})
	for _, value := range e.Minted {
		s.Secrets.HandOut(value)
	}
	s.HandedOut = s.Secrets.Count()
	for _, h := range e.Handed {
		s.Secrets.HandOut(h.Secret)
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
	if call.Complete && s.Own() {
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

// TestExpectedPresence_Levels: the pack's word and an empty answer are errors, what only an example shows is a warning.
func TestExpectedPresence_Levels(t *testing.T) {
	t.Parallel()
	doc, pack := exampleWorld(t)
	for _, tt := range []struct {
		name, body string
		trusted    bool
		want       []string
	}{
		{"nothing", `{}`, false, []string{"error /id pets.yaml:37"}},
		{"the pack's property", `{"born":null,"owner":{"mail":"a@example.com"}}`, false, []string{"error /id known.yaml:5"}},
		{"an example's property", `{"id":"p1","born":null}`, false, []string{"warning /owner pets.yaml:37"}},
		{"an example's property, trusted", `{"id":"p1","born":null}`, true, []string{"error /owner pets.yaml:37"}},
		{"a format", `{"id":"p1","born":"2022-02-30","owner":{"mail":""}}`, false, []string{"warning /born pets.yaml:37", "warning /owner/mail pets.yaml:37"}},
	} {
		s := Example{Operation: "findPet", Body: tt.body}.subject(t, doc, pack)
		s.Trusted = tt.trusted
		var got []string
		for _, f := range expectedPresence(s).Faults {
			level := "error"
			if f.Warning {
				level = "warning"
			}
			got = append(got, fmt.Sprintf("%s %s %s:%d", level, f.InstancePath, f.At.File, f.At.Line))
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
	s := Example{Operation: "findPet", Body: `{}`}.subject(t, doc, pack)
	if s.Expected = nil; expectedPresence(s).Applied {
		t.Error("applies where nothing but the document counts")
	}
}
