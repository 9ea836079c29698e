package engine

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec/packs"
)

// A refusal is promised only where the document lets nobody in who asks like that: not where it demands nothing, nor where another of its requirements is met.
func TestPlan_RefusalsThatTheDocumentPromises(t *testing.T) {
	t.Parallel()
	pack := doorsPack(t)
	s, err := Open(context.Background(), Options{
		Pack: pack, Target: runner.Choice{URL: "http://127.0.0.1:1", URLGiven: true}, PlanOnly: true, Phases: []string{"authentication"},
		Lookup: func(name string) (string, bool) {
			return "12345678", strings.HasPrefix(name, "DOORS_") && !strings.HasSuffix(name, "_FILE")
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var got []string
	for _, g := range s.Groups() {
		for _, c := range g.Cases {
			if !c.Promise.Accept {
				got = append(got, strings.Replace(c.ID, "/authentication", "", 1))
			}
		}
	}
	want := []string{
		"shut/without-token", "shut/empty-token", "shut/absent", "either/absent", "both/without-token", "both/without-key", "both/absent",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// Every way in which a credential is almost right is asked somewhere, whatever the environment allows; and what is empty at two operations.
func TestPlan_EveryWayOfBeingAlmostRight(t *testing.T) {
	t.Parallel()
	for _, face := range faces {
		for _, environment := range []string{"mock", "production"} {
			t.Run(face+" in "+environment, func(t *testing.T) {
				t.Parallel()
				s := open(t, Options{
					Auth: face, PlanOnly: true, Target: runner.Choice{Name: environment}, Profile: "thorough",
					Lookup: variables(map[string]string{"PLAID_CLIENT_ID": own.ClientID, "PLAID_SECRET": own.Secret}),
				})
				ways, empty := map[string][]string{}, map[string]int{}
				for _, g := range s.Groups() {
					for _, c := range g.Cases {
						if c.Skip != "" || c.Step != nil {
							continue
						}
						for name, slip := range c.Auth.Near {
							ways[name] = append(ways[name], string(slip))
						}
						for name := range c.Auth.Wrong {
							ways[name] = append(ways[name], "nobody's")
						}
						for _, name := range c.Auth.Empty {
							empty[name]++
						}
					}
				}
				want := map[string]string{"secret": "case cut last longer middle", "client_id": "case cut last longer nobody's"}
				if face == "plaid" { // on which nobody knows whether an id in capitals is the same
					want["client_id"] = "cut last longer nobody's"
				}
				for name := range want {
					slices.Sort(ways[name])
					if got := strings.Join(slices.Compact(ways[name]), " "); got != want[name] {
						t.Errorf("%s: got %s, want %s", name, got, want[name])
					}
					if empty[name] != 2 {
						t.Errorf("%s is empty at %d operations, want 2", name, empty[name])
					}
				}
			})
		}
	}
}

// The mock is asked with credentials of its own, written as the document's security schemes want them.
func TestRun_MockTakesItsOwnToken(t *testing.T) {
	t.Parallel()
	s := open(t, Options{Pack: doorsPack(t), Cases: []string{"shut"}})
	for _, g := range s.Groups() {
		for _, c := range g.Cases {
			if r := s.Run(context.Background(), c); r.Status != reports.StatusPassed {
				t.Errorf("%s: %s %s %+v", r.Case, r.Status, r.Note, r.Findings)
			}
		}
	}
}

// doorsPack writes a document and its pack into a folder of the test, and returns the path of the pack.
func doorsPack(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range map[string]string{
		"doors.yaml": `openapi: 3.0.3
info: {title: Doors, version: "1"}
security: [{bearer: []}]
paths:
  /shut: {get: {operationId: shut, responses: {"200": {description: ok}}}}
  /open: {get: {operationId: open, security: [], responses: {"200": {description: ok}}}}
  /optional: {get: {operationId: optional, security: [{}, {bearer: []}], responses: {"200": {description: ok}}}}
  /either: {get: {operationId: either, security: [{bearer: []}, {key: []}], responses: {"200": {description: ok}}}}
  /both: {get: {operationId: both, security: [{bearer: [], key: []}], responses: {"200": {description: ok}}}}
components:
  securitySchemes: {bearer: {type: http, scheme: bearer}, key: {type: apiKey, in: header, name: X-Key}}
`,
		"pack.yaml": `name: doors
title: Doors
document: doors.yaml
credentials:
  - {name: token, variable: DOORS_TOKEN, header: Authorization, secret: true, scheme: bearer}
  - {name: key, variable: DOORS_KEY, header: X-Key, secret: true, scheme: key}
faces: [{name: doors, summary: two headers, places: [header], refused: [401]}]
default_face: doors
`,
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(folder, "pack.yaml")
}

// Where the pack says that the case of a credential's letters may say nothing, another case is no wrong one: of a secret as of a name.
func TestPlan_AnotherCaseThatSaysNothing(t *testing.T) {
	t.Parallel()
	s := open(t, Options{Auth: "document", PlanOnly: true, Profile: "thorough"})
	for _, tt := range []struct {
		place string
		want  []string // credentials that are asked with in another case
	}{
		{"/none", []string{"client_id", "secret"}}, {"/secret", []string{"client_id"}}, {"", nil},
	} {
		p, err := s.planner(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		pack := *p.pack
		pack.Either = append(slices.Clone(pack.Either), packs.Either{InstancePath: tt.place, Kind: "other-case"})
		p.pack = &pack
		var got []string
		for _, op := range s.Document.Operations {
			for _, cred := range pack.Credentials {
				for _, c := range p.wrong(op, cred) {
					if c.Auth.Near[cred.Name] == runner.SlipCase && !slices.Contains(got, cred.Name) {
						got = append(got, cred.Name)
					}
				}
			}
		}
		if slices.Sort(got); !slices.Equal(got, tt.want) {
			t.Errorf("%q: asked in another case are %q, want %q", tt.place, got, tt.want)
		}
	}
}
