package engine

import (
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec/payload"
)

// Of the types that a value is not, the likeliest is asked for everywhere, and others where servers convert them most.
func TestWrongTypes_Choose(t *testing.T) {
	t.Parallel()
	w := wrongTypes{full: &payload.Sample{JSON: []byte(`{"name":"Rex","sold":true,"price":1.5,"tags":["a"],"home":{"city":"Bern","street":"x","open":false,"yard":{"trees":[1]}}}`)}}
	for _, tt := range []struct {
		place         string
		further       int
		asked, lesser bool
	}{
		{"/name", 0, true, false}, {"/name", 1, false, false}, {"/name", 2, true, false}, // a list of it for the first text
		{"/home/city", 0, true, false}, {"/home/city", 1, true, true}, {"/home/city", 2, false, true}, // a boolean for the second
		{"/home/street", 1, false, true}, {"/home/street", 2, true, true},
		{"/sold", 0, true, false}, {"/sold", 1, true, false}, {"/home/open", 1, true, false},
		{"/price", 0, true, false}, {"/price", 1, true, true},
		{"/tags", 0, true, false}, {"/tags", 1, true, true}, {"/tags", 2, true, true},
		{"/home", 0, true, false}, {"/home", 1, true, false}, {"/home", 2, true, true},
		{"/home/yard", 0, true, false}, {"/home/yard", 1, true, true},
		{"", 0, true, false}, {"", 1, false, false}, {"/nowhere", 1, false, false},
	} {
		if asked, lesser := w.choose(&payload.Variation{Keyword: "type", Place: tt.place, Further: tt.further}); asked != tt.asked || asked && lesser != tt.lesser {
			t.Errorf("%s, %d others before it: asked %v, lesser %v; want %v and %v", tt.place, tt.further, asked, lesser, tt.asked, tt.lesser)
		}
	}
	if asked, lesser := (&wrongTypes{}).choose(&payload.Variation{Keyword: "enum", Place: "/a", Further: 1}); !asked || lesser {
		t.Error("what is no wrong type is always asked for")
	}
}

// Who reads the JSON of several operations is asked how by each of them in turn; what a reader must refuse is asked of every operation.
func TestPlan_ReadersAreAskedInTurn(t *testing.T) {
	t.Parallel()
	for _, face := range faces {
		s := open(t, Options{Auth: face, PlanOnly: true})
		asked := map[string][]string{}
		for _, g := range s.Groups() {
			for _, c := range g.Cases {
				if name, ok := strings.CutPrefix(c.ID, c.Operation+"/wire/"); ok && c.Phase == runner.PhaseWire {
					asked[name] = append(asked[name], c.Operation)
				}
			}
		}
		for _, name := range turns {
			if len(asked[name]) < 3 || !slices.Contains(asked[name], opCreate) {
				t.Errorf("face %s: %s is asked of %v", face, name, asked[name])
			}
		}
		for _, name := range []string{"malformed", "truncated", "empty", "trailing", "as-text-plain", "array", "null"} {
			if len(asked[name]) != 5 {
				t.Errorf("face %s: %s is asked of %v", face, name, asked[name])
			}
		}
	}
}

// Where either answer is right to many values, they cost one request and the search among them, and that is reckoned with.
func TestPlan_OpenFaultsTravelTogether(t *testing.T) {
	t.Parallel()
	s := open(t, Options{Auth: "plaid", PlanOnly: true})
	found := false
	for _, c := range s.Groups()[0].Cases {
		if c.ID != opCreate+"/negative/either-1" {
			continue
		}
		found = true
		b := &bill{pack: s.Pack, left: 100}
		if b.pay(c); b.left != 100-1-runner.Splits(len(c.Parts)) {
			t.Errorf("%d parts cost %d", len(c.Parts), 100-b.left)
		}
		if one := c.Some([]int{1}); c.Promise.Claim != "" || len(c.Parts) < worthJoining || string(valueAt(c.Body, "/logo")) != "null" || strings.Count(string(one), ":null") != 1 {
			t.Errorf("promise %v, parts %q, one of them %s", c.Promise, c.Parts, one)
		}
	}
	if !found {
		t.Error("there is none")
	}
}
