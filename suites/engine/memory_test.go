package engine

import (
	"slices"
	"testing"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

func TestMemory(t *testing.T) {
	t.Parallel()
	_, pack := partnerAPI(t, versions[0])
	var m memory
	answer := func(id, body string, before ...*runner.Call) recalled {
		call := &runner.Call{Ask: runner.Ask{Case: id}, Reply: []byte(body), Complete: true}
		read, _ := tape.Read(call.Reply, tape.Limits{})
		defer read.Release()
		return m.recall(pack, &runner.Outcome{Call: call, Before: before}, read)
	}
	created := &runner.Call{Ask: runner.Ask{Case: "a"}, Reply: []byte(`{"end_customer":{"secrets":{"sandbox":"s3cret-1","production":"s3cret-2"}},"request_id":"r1"}`), Complete: true}
	for _, tt := range []struct {
		name, body, repeated string
		before               []*runner.Call
		handedOut            int
		again                string // the case that handed the answer's secret out before
	}{
		{"what prepared a case is known", `{"production_secret":"s3cret-3","request_id":"r2"}`, "", []*runner.Call{created}, 2, ""},
		{"what it handed out itself was known to the next alone", `{"request_id":"r1"}`, "a", nil, 3, ""},
		{"the same secret counts once", `{"production_secret":"s3cret-3"}`, "", nil, 3, "b"},
		{"a short one is not looked for", `{"production_secret":"s4"}`, "", nil, 3, ""},
		{"an empty id is nobody's", `{"request_id":""}`, "", nil, 3, ""},
		{"nor is one that is no string", `{"request_id":1}`, "", nil, 3, ""},
		{"what cannot be read says nothing", `{"request_id":"r2"`, "", nil, 3, ""},
	} {
		got, again := answer("b", tt.body, tt.before...), ""
		for _, h := range got.handed {
			again = h.Before
		}
		if got.repeated != tt.repeated || got.handedOut != tt.handedOut || again != tt.again {
			t.Errorf("%s: got %+v, want %d, %q and %q", tt.name, got, tt.handedOut, tt.repeated, tt.again)
		}
	}
}

// A resource's own secret may be told from that of another by the id beside it, in an answer and in a list.
func TestMemory_WhoseASecretIs(t *testing.T) {
	t.Parallel()
	file, _ := packed(t, restDocument, restPack+"secrets: {places: [/pin, /pets/*/pin, /collar/pin]}\n")
	pack, err := packs.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	var m memory
	for _, tt := range []struct {
		name, body string
		same       []bool
	}{
		{"handed out", `{"id":"p1","pin":"s3cret-1"}`, []bool{false}},
		{"shown again", `{"id":"p1","pin":"s3cret-1"}`, []bool{true}},
		{"in a list beside that of another", `{"pets":[{"id":"p0","pin":"s3cret-0"},{"id":"p1","pin":"s3cret-1"}]}`, []bool{false, true}},
		{"below the id", `{"id":"p1","collar":{"pin":"s3cret-1"}}`, []bool{true}},
		{"of another", `{"id":"p2","pin":"s3cret-1"}`, []bool{false}},
		{"of nobody", `{"pin":"s3cret-1"}`, []bool{false}},
	} {
		call := &runner.Call{Ask: runner.Ask{Case: tt.name}, Reply: []byte(tt.body), Complete: true}
		read, _ := tape.Read(call.Reply, tape.Limits{})
		var same []bool
		for _, h := range m.recall(pack, &runner.Outcome{Call: call}, read).handed {
			same = append(same, h.Same)
		}
		read.Release()
		if !slices.Equal(same, tt.same) {
			t.Errorf("%s: got %v, want %v", tt.name, same, tt.same)
		}
	}
}

// What a resource was created with is known of every answer that shows it with its id.
func TestMemory_WhatAResourceWasGiven(t *testing.T) {
	t.Parallel()
	_, pack := partnerAPI(t, versions[0])
	var m memory
	for _, tt := range []struct {
		name, operation, asked, answered string
		status                           int
		given, made                      string
	}{
		{"created", opCreate, `{"company_name":"Søn  1"}`, `{"end_customer":{"client_id":"c1","company_name":"Son 1"}}`, 200, "Søn  1", ""},
		{"refused", opCreate, `{"company_name":"Two"}`, `{"end_customer":{"client_id":"c2"}}`, 400, "", ""},
		{"read", opGet, `{}`, `{"end_customer":{"client_id":"c1","company_name":"x"}}`, 200, "Søn  1", "Son 1"},
		{"another", opGet, `{}`, `{"end_customer":{"client_id":"c2","company_name":"x"}}`, 200, "", ""},
		{"without an id", opGet, `{}`, `{"end_customer":{"company_name":"x"}}`, 200, "", ""},
		{"with another under its id", opCreate, `{"company_name":"Three"}`, `{"end_customer":{"client_id":"c1","company_name":"Three"}}`, 200, "Three", ""},
		{"read when two have it", opGet, `{}`, `{"end_customer":{"client_id":"c1","company_name":"x"}}`, 200, "", ""},
		{"no name given", opCreate, `{"company_name":1}`, `{"end_customer":{"client_id":"c4","company_name":"1"}}`, 200, "", ""},
		{"asked with what cannot be read", opCreate, `{"company_name":`, `{"end_customer":{"client_id":"c5","company_name":"1"}}`, 200, "", ""},
	} {
		call := &runner.Call{Ask: runner.Ask{Case: tt.name, Operation: tt.operation, Body: []byte(tt.asked)}, Status: tt.status, Reply: []byte(tt.answered), Complete: true}
		read, _ := tape.Read(call.Reply, tape.Limits{})
		given, made := "", ""
		for _, g := range m.recall(pack, &runner.Outcome{Call: call}, read).given {
			given, made = g.Text, g.Made
		}
		read.Release()
		if given != tt.given || made != tt.made {
			t.Errorf("%s: got %q and %q, want %q and %q", tt.name, given, made, tt.given, tt.made)
		}
	}
}

// Once a resource was changed, nobody knows any longer what it is shown with.
func TestMemory_WhatIsChangedIsForgotten(t *testing.T) {
	t.Parallel()
	const byBody = `{"id":"p 1","name":"Rex"}`
	pets := func(place string) *packs.Pack {
		return &packs.Pack{
			Operations: []packs.Operation{
				{ID: "add", Effect: packs.Create, Resource: "pet"}, {ID: "get", Effect: packs.Read, Resource: "pet"}, {ID: "rename", Effect: packs.Change, Resource: "pet"},
				{ID: "feed", Effect: packs.Change}, {ID: "drop", Effect: packs.Remove, Resource: "pet"}, {ID: "chip", Effect: packs.Change, Resource: "pet", Keeps: true}, {ID: "whatever", Resource: "pet"},
			},
			Resources: []packs.Resource{{Name: "pet", ID: "/id", Parameter: place, Kept: []packs.Kept{{Given: "/name", Shown: "/name"}}}},
		}
	}
	for _, tt := range []struct {
		name, place, operation, path, body string
		status                             int
		known                              bool
	}{
		{"changed by its path", "{pet}", "rename", "/pets/p%201", `{"name":"Max"}`, 204, false},
		{"changed by its query", "{pet}", "rename", "/pets?pet=p+1", `{"name":"Max"}`, 200, false},
		{"changed by its body", "/pet", "rename", "/rename", `{"pet":"p 1","name":"Max"}`, 200, false},
		{"removed", "/pet", "drop", "/drop", `{"pet":"p 1"}`, 200, false},
		{"nobody said what it does", "/pet", "whatever", "/whatever", `{"pet":"p 1"}`, 200, false},
		{"it failed, who knows how late", "/pet", "rename", "/rename", `{"pet":"p 1"}`, 500, false},
		{"it keeps what there was", "/pet", "chip", "/chip", `{"pet":"p 1"}`, 200, true},
		{"refused", "/pet", "rename", "/rename", `{"pet":"p 1"}`, 400, true},
		{"another is changed", "{pet}", "rename", "/pets/p%202", `{"name":"Max"}`, 200, true},
		{"without an id", "/pet", "rename", "/rename", `{"pet":`, 200, true},
		{"about no resource", "{pet}", "feed", "/feed/p%201", "", 200, true},
		{"read", "{pet}", "get", "/pets/p%201", "", 200, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			pack := pets(tt.place)
			var m memory
			ask := func(operation, path, asked string, status int, answered string) recalled {
				call := &runner.Call{Ask: runner.Ask{Operation: operation, Path: path, Body: []byte(asked)}, Status: status, Reply: []byte(answered), Complete: true}
				read, _ := tape.Read(call.Reply, tape.Limits{})
				defer read.Release()
				return m.recall(pack, &runner.Outcome{Call: call}, read)
			}
			ask("add", "/pets", `{"name":"Rex"}`, 201, byBody)
			ask(tt.operation, tt.path, tt.body, tt.status, "")
			if got := len(ask("get", "/pets/p%201", "", 200, byBody).given) > 0; got != tt.known {
				t.Errorf("what it was created with is known: %v, want %v", got, tt.known)
			}
		})
	}
}
