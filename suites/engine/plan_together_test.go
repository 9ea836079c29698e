package engine

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner/mock"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// Values that may be right at the same time are asked for at once, and the one that a server refuses is named all the same.
func TestPlan_TogetherNamesTheOneRefused(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ fault, id, received string }{
		{"refuses-product", opCreate + "/bodies/enum-products-2", `for "statements" at /products`},
		{"refuses-longest-text", opCreate + "/bodies/maxLength-all", "at /website"},
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
		{"default", []string{"enum-colours-1", "enum-colours-2", "enum-sizes-all", "zero", "maxLength-all", "booleans-all", "minLength-title"}},
		{"thorough", []string{
			"enum-colours-0-red", "enum-colours-0-blue", "enum-colours-0-grey", "enum-sizes-0-s", "enum-sizes-0-m", "zero", "maxItems-colours", "minLength-title", "maxLength-title", "maxLength-about", "type-sold", "type-shown",
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
			if tt.profile == "default" && (len(text(bodies["maxLength-all"], "/title")) != 20 || len(text(bodies["maxLength-all"], "/about")) != 30) {
				t.Errorf("at once: %s", bodies["maxLength-all"])
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
		list := map[string]string{opCreate + "/negative/enum-products-0": "/products", opCreate + "/negative/type-redirect_uris-0-boolean": "/redirect_uris"}[c.ID]
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
