package runner

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plumbline-dev/plumbline/spec/packs"
)

// steps returns the cases of the small API's workflow.
func steps(d *Driver) []*Case {
	var cases []*Case
	for _, step := range d.Pack.Workflows[0].Steps {
		op := d.Document.Operation(step.OperationID)
		cases = append(cases, &Case{
			ID: "life/" + step.ID, Operation: op.ID, Phase: PhaseWorkflows, Method: op.Method, MediaType: "application/json",
			Workflow: "life", Step: step, Auth: Auth{Places: []Place{PlaceHeader}},
		})
	}
	return cases
}

// added is the answer to the first step: an id, and a mood in a header.
func added(id, mood string) line {
	l := pet(id)
	l.header = map[string]string{"X-Mood": mood}
	return l
}

const visit = "/owners/Ann & Co/pets/p 1"

func TestDriver_Workflow(t *testing.T) {
	t.Parallel()
	const (
		askAdd   = `/pets {"name":"Plumbline a-e7c742df-1"}`
		askVisit = `/owners/Ann%20&%20Co/pets/p%201?colour=blue`
		askSell  = `/pets/sell {"id":"p 1"}`
	)
	for _, tt := range []struct {
		name     string
		lines    map[string][]line
		change   func(cases []*Case)
		want     []string // what is asked
		skips    []string // part of why each step is skipped; empty if it is not
		troubles []string // part of why each step could not be asked
		failures []string // part of what does not hold in each step
	}{
		{
			"everything holds", map[string][]line{"/pets": {added("p 1", "blue")}, visit: {said(`{"pet":{"id":"p 1"}}`)}, "/pets/sell": {said(`{}`)}}, nil,
			[]string{askAdd, askVisit, askSell}, []string{"", "", ""}, nil, []string{"", "", ""},
		},
		{
			"the first fails and hands nothing on", map[string][]line{"/pets": {{status: 400}}}, nil,
			[]string{askAdd}, []string{"", "step add before it did not hand on its", "step add before it did not hand on its"}, nil, []string{"received 400 for $statusCode", "", ""},
		},
		{
			"one in the middle fails and hides nothing", map[string][]line{"/pets": {added("p 1", "blue")}, visit: {said(`{"pet":{"id":"p2"}}`)}, "/pets/sell": {said(`{}`)}}, nil,
			[]string{askAdd, askVisit, askSell}, []string{"", "", ""}, nil, []string{"", `received "p2" for $response.body#/pet/id`, ""},
		},
		{
			"a step that needs another that failed", map[string][]line{"/pets": {added("p 1", "blue")}, visit: {{status: 500}}},
			func(cases []*Case) { cases[2].Step.Needs = []string{"visit"} },
			[]string{askAdd, askVisit}, []string{"", "", "step visit before it did not succeed"}, nil, []string{"", "received 500 for $statusCode", ""},
		},
		{
			"a step that needs another of which a value is wrong", map[string][]line{"/pets": {added("p 1", "blue")}, visit: {said(`{"pet":{"id":"p2"}}`)}, "/pets/sell": {said(`{}`)}},
			func(cases []*Case) { cases[2].Step.Needs = []string{"visit"} },
			[]string{askAdd, askVisit, askSell}, []string{"", "", ""}, nil, []string{"", `received "p2"`, ""},
		},
		{
			"a step ends the workflow early", map[string][]line{"/pets": {added("p 1", "blue")}, visit: {said(`{"pet":{"id":"p 1","asleep":true}}`)}}, nil,
			[]string{askAdd, askVisit}, []string{"", "", "the workflow ended at step visit: the pet is asleep"}, nil, []string{"", "", ""},
		},
		{
			"what one step needs is not there", map[string][]line{"/pets": {pet("p 1")}, "/pets/sell": {said(`{}`)}}, nil,
			[]string{askAdd, askSell}, []string{"", "step add before it did not hand on its mood", ""}, nil, []string{"$response.header.X-Mood", "", ""},
		},
		{
			"no answer", map[string][]line{"/pets": {{cut: true}}}, nil,
			[]string{askAdd}, []string{"", "step add before it did not hand on its", "step add before it did not hand on its"}, nil, []string{"", "", ""},
		},
		{
			"a step that must not be made keeps only those from being made that need it", map[string][]line{"/pets": {added("p 1", "blue")}, "/pets/sell": {said(`{}`)}},
			func(cases []*Case) { cases[1].Skip = "nobody is at home" },
			[]string{askAdd, askSell}, []string{"", "nobody is at home", ""}, nil, []string{"", "", ""},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d, s := testDriver(t, tt.lines)
			cases := steps(d)
			if tt.change != nil {
				tt.change(cases)
			}
			for i, c := range cases {
				out := d.Drive(context.Background(), c)
				if !strings.Contains(out.Skip, tt.skips[i]) || (tt.skips[i] == "") != (out.Skip == "") {
					t.Errorf("%s: got skip %q, want %q", c.ID, out.Skip, tt.skips[i])
				}
				said := ""
				for _, f := range out.Failures {
					for _, m := range f.Outcome.Mismatches {
						said += m.String() + "; "
					}
				}
				if !strings.Contains(said, tt.failures[i]) || (tt.failures[i] == "") != (said == "") {
					t.Errorf("%s: got failures %q, want %q", c.ID, said, tt.failures[i])
				}
				if out.Trouble != "" {
					t.Errorf("%s: got trouble %q", c.ID, out.Trouble)
				}
			}
			if diff := cmp.Diff(tt.want, s.wire()); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestDriver_Workflow_PutsParametersInTheirPlaces(t *testing.T) {
	t.Parallel()
	d, s := testDriver(t, map[string][]line{"/pets": {added("p 1", "blue")}, visit: {said(`{"pet":{"id":"p 1"}}`)}, "/pets/sell": {said(`{}`)}})
	for _, c := range steps(d)[:2] {
		if out := d.Drive(context.Background(), c); len(out.Failures) > 0 || out.Skip != "" || out.Trouble != "" {
			t.Fatalf("%s: %+v", c.ID, out)
		}
	}
	got := s.requests()[1]
	for name, want := range map[string]string{"X-Mood": "blue", "Cookie": "session=42", "X-Id": "me-1", "X-Key": "key-1", "X-Version": "7"} {
		if value := got.header.Get(name); value != want {
			t.Errorf("%s: got %q, want %q", name, value, want)
		}
	}
	if got.body != "" || got.header.Get("Content-Type") != "" {
		t.Errorf("got a body %q of type %q, want none", got.body, got.header.Get("Content-Type"))
	}
}

func TestDriver_Workflow_AccountsForWhatItMakes(t *testing.T) {
	t.Parallel()
	lines := map[string][]line{"/pets": {added("p 1", "blue")}, visit: {said(`{"pet":{"id":"p 1"}}`)}, "/pets/sell": {said(`{}`)}, "/pets/drop": {said(`{}`)}}
	for _, tt := range []struct {
		name  string
		steps int
		drops bool
		left  int
	}{
		{"not sold, so it is removed", 2, true, 0},
		{"sold, so it is listed", 3, false, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			copied := map[string][]line{}
			for path, l := range lines {
				copied[path] = l
			}
			d, s := testDriver(t, copied)
			for _, c := range steps(d)[:tt.steps] {
				d.Drive(context.Background(), c)
			}
			if removed := d.Remove(context.Background(), "life"); len(removed.Failed) > 0 || removed.Late != nil {
				t.Errorf("%d removals failed", len(removed.Failed))
			}
			if got := strings.Contains(strings.Join(s.wire(), "\n"), "/pets/drop"); got != tt.drops {
				t.Errorf("removed %v, want %v", got, tt.drops)
			}
			if left := d.Leftovers(); len(left) != tt.left {
				t.Errorf("left over are %v, want %d", left, tt.left)
			}
		})
	}
}

// What a step says itself stays as it is, at a place where names must be unique as well: its criteria may ask for it.
func TestDriver_Workflow_SendsWhatItSays(t *testing.T) {
	t.Parallel()
	doc, _ := pets(t)
	file := filepath.Join(t.TempDir(), "pack.yaml")
	if err := os.WriteFile(file, []byte(strings.Replace(petsPack, "{name: $inputs.unique}", "{name: Rex}", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	pack, err := packs.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	d, s := testDriver(t, map[string][]line{"/pets": {added("p 1", "blue"), added("p 2", "blue")}})
	d.Document, d.Pack = doc, pack
	c := steps(d)[0]
	d.Drive(context.Background(), c)
	c.Link = true
	d.Drive(context.Background(), c)
	asked := s.requests()
	if len(asked) != 2 || asked[0].body != `{"name":"Rex"}` || strings.Contains(asked[1].body, "Rex") {
		t.Errorf("got %+v, want the name as it is said, and one of the run's own for a link", s.wire())
	}
}
