package engine

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner/mock"
	"github.com/plumbline-dev/plumbline/spec/payload"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// Values that may be right at the same time are asked for at once, and the one that a server refuses is named all the same.
func TestPlan_TogetherNamesTheOneRefused(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ fault, id, received string }{
		{"refuses-product", opCreate + "/bodies/enum-products-2", `for "statements" at /products`},
		{"refuses-longest-text", opCreate + "/bodies/edges-3", "at /website"},
	} {
		t.Run(tt.fault, func(t *testing.T) {
			t.Parallel()
			r := run(t, Options{
				Document: DefaultPack + "@1.697.4", Overlays: []string{"../prove/tight.yaml"}, Mock: mock.Options{Faults: []string{tt.fault}}, Cases: []string{opCreate + "/bodies"},
			})
			if len(r.Findings) != 1 {
				t.Fatalf("findings %v", distinct(r.Findings))
			}
			if f := r.Findings[0]; f.Case != tt.id || !strings.Contains(f.Received, tt.received) {
				t.Errorf("case %s received %q, want %s and %q", f.Case, f.Received, tt.id, tt.received)
			}
		})
	}
}

// Where several of those that go out together are refused, all are named.
func TestPlan_TogetherNamesAllRefused(t *testing.T) {
	t.Parallel()
	r := run(t, Options{Auth: "document", Mock: mock.Options{Faults: []string{"refuses-zero", "refuses-empty-list"}}, Cases: []string{opCreate + "/bodies"}})
	if len(r.Findings) != 1 {
		t.Fatalf("findings %v", distinct(r.Findings))
	}
	for _, part := range []string{"zero at /assets_under_management/amount", "an empty list at /products", "an empty list at /redirect_uris"} {
		if !strings.Contains(r.Findings[0].Received, part) {
			t.Errorf("received %q, which does not name %s", r.Findings[0].Received, part)
		}
	}
}

// What may be left out is absent once while the rest is there, and what stands inside of an object where the object does.
func TestPlan_AbsentInHalves(t *testing.T) {
	t.Parallel()
	s := open(t, Options{Auth: "document", PlanOnly: true})
	op := s.Document.Operation(opCreate)
	full := (&planner{document: s.Document, maker: &payload.Maker{Document: s.Document}}).maximal(op)
	absent := map[string]int{}
	for _, c := range s.Groups()[0].Cases {
		if !strings.HasPrefix(c.ID, opCreate+"/bodies/absent-") {
			continue
		}
		for i, part := range c.Parts {
			at := strings.TrimPrefix(part, "nothing at ")
			if absent[at]++; valueAt(c.Body, at) != nil || valueAt(full.Body, at) == nil || strings.Count(at, "/") > 1 && valueAt(c.Body, parent(at)) == nil {
				t.Errorf("%s sends %s, want nothing at %s", c.ID, c.Body, at)
			}
			if alone := c.Some([]int{i}); valueAt(alone, at) != nil || itemsAt([]byte("["+string(alone)+"]"), "") != 1 || valueAt(alone, "/address") == nil {
				t.Errorf("%s alone: %s", at, alone)
			}
		}
	}
	if len(absent) != 24 {
		t.Errorf("%d parts are absent: %v", len(absent), absent)
	}
	for at, n := range absent {
		if n != 1 {
			t.Errorf("%s is absent %d times", at, n)
		}
	}
}

// Where the profile goes deep each part that may be absent is so alone.
func TestPlan_AbsentAloneWhereItGoesDeep(t *testing.T) {
	t.Parallel()
	s := open(t, Options{Auth: "document", Profile: "thorough", PlanOnly: true})
	alone := 0
	for _, c := range s.Groups()[0].Cases {
		if name, ok := strings.CutPrefix(c.ID, opCreate+"/bodies/absent-"); ok {
			if alone++; c.Parts != nil || c.Keep == "" || valueAt(c.Body, c.Keep) != nil || slug(c.Keep) != name {
				t.Errorf("%s has parts %q and is about %q", c.ID, c.Parts, c.Keep)
			}
		}
	}
	if alone != 24 {
		t.Errorf("%d parts are absent alone", alone)
	}
}

// Lists hold as many of the values as they may, edges stand beside each other where the document lets them, and a profile that goes deep asks for each alone.
func TestPlan_Together(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "things.yaml")
	document := `openapi: 3.1.0
info: {title: Things, version: "1"}
paths:
  /things:
    post:
      operationId: addThing
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              additionalProperties: false
              properties:
                colours: {type: array, maxItems: 2, items: {enum: [red, green, blue, grey]}}
                sizes: {type: array, items: {enum: [s, m, l]}}
                title: {type: string, minLength: 2, maxLength: 20}
                about: {type: string, maxLength: 30}
                sold: {type: boolean}
                shown: {type: boolean}
                weight: {type: number, minimum: 0}
      responses: {"201": {description: made}}
`
	if err := os.WriteFile(file, []byte(document), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		profile string
		want    []string
	}{
		{"default", []string{"enum-colours-1", "enum-colours-2", "enum-sizes-all", "edges-1", "edges-2"}},
		{"thorough", []string{
			"enum-colours-0-red", "enum-colours-0-blue", "enum-colours-0-grey", "enum-sizes-0-s", "enum-sizes-0-m", "zero", "large", "maxItems-colours", "minLength-title", "maxLength-title", "maxLength-about", "type-sold", "type-shown",
		}},
	} {
		t.Run(tt.profile, func(t *testing.T) {
			t.Parallel()
			s := open(t, Options{Pack: "none", Document: file, Profile: tt.profile, PlanOnly: true})
			var got []string
			bodies := map[string][]byte{}
			for _, c := range s.Groups()[0].Cases {
				name, isBody := strings.CutPrefix(c.ID, "addThing/bodies/")
				if bodies[name] = c.Body; isBody && !strings.HasPrefix(name, "absent-") && !strings.HasPrefix(name, "empty-") && !slices.Contains([]string{"minimal", "maximal", "letters", "charset"}, name) {
					got = append(got, name)
				}
				if c.Parts != nil && len(c.Parts) < 2 && name != "enum-colours-2" {
					t.Errorf("%s holds %q", name, c.Parts)
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
			if tt.profile == "default" {
				one, two := bodies["edges-1"], bodies["edges-2"]
				least := fmt.Sprintf("%d %d %s %s %s", len(text(one, "/title")), len(text(one, "/about")), valueAt(one, "/sold"), valueAt(one, "/weight"), valueAt(one, "/sizes"))
				if most := fmt.Sprintf("%d %s", len(text(two, "/title")), valueAt(two, "/weight")); least != "2 30 false 0 []" || most != "20 3000000000" {
					t.Errorf("at once: %s and %s, in\n%s\n%s", least, most, one, two)
				}
			}
		})
	}
}

// What the budget has no room for are repetitions: of each kind of fault the first is asked for before the second of any.
func TestPlan_BudgetKeepsOneOfEachKind(t *testing.T) {
	t.Parallel()
	r := run(t, Options{Document: DefaultPack + "@1.697.4", Overlays: []string{"../prove/tight.yaml"}, MaxRequests: 330})
	asked := map[string]bool{}
	for _, result := range r.Results {
		if name, ok := strings.CutPrefix(result.Case, opCreate+"/negative/"); ok && result.Status == reports.StatusPassed {
			kind, _, _ := strings.Cut(name, "-")
			asked[kind] = true
		}
	}
	for _, kind := range []string{"required", "type", "enum", "additionalProperties", "minLength", "maxLength", "maxItems", "pattern"} {
		if !asked[kind] {
			t.Errorf("no fault of %s is asked for; asked for are %v", kind, asked)
		}
	}
}

// A fault in a list stands behind a right item, so that who looks at the first alone takes it.
func TestPlan_FaultyItemStandsBehind(t *testing.T) {
	t.Parallel()
	s := open(t, Options{Document: DefaultPack + "@1.697.4", PlanOnly: true})
	found := 0
	for _, c := range s.Groups()[0].Cases {
		list := map[string]string{opCreate + "/negative/enum-products-0": "/products", opCreate + "/negative/type-redirect_uris-0-number": "/redirect_uris"}[c.ID]
		if list == "" {
			continue
		}
		found++
		first, wrong := valueAt(c.Body, list+"/0"), valueAt(c.Body, list+"/1")
		body, err := tape.Set(c.Body, list, slices.Concat([]byte("["), first, []byte("]")))
		if err != nil || len(first) == 0 || len(wrong) == 0 {
			t.Fatalf("%s sends %s (%v)", c.ID, c.Body, err)
		}
		if p := (&planner{document: s.Document}); !p.keeps(s.Document.Operation(opCreate), c.MediaType, body) {
			t.Errorf("%s: the first item is wrong too: %s", c.ID, first)
		}
	}
	if found != 2 {
		t.Errorf("%d cases", found)
	}
}
