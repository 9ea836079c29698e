package runner

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plumbline-dev/plumbline/reports"
)

func TestLedger(t *testing.T) {
	t.Parallel()
	l := &ledger{}
	for _, e := range []entry{{id: "a", owner: "x"}, {id: "b"}, {id: "c", owner: "x"}, {id: "a", owner: "y"}, {id: "d", owner: "y"}} {
		e.resource, e.operation = "pet", "addPet"
		l.add(&e)
	}
	l.add(&entry{resource: "owner", id: "a", operation: "addOwner", owner: "x"})
	for range 2 {
		l.add(&entry{resource: "pet", operation: "addPet", fixed: "no id came back"})
	}
	l.drop("pet", "b")
	l.drop("pet", "")
	l.drop("owner", "d")
	l.fix("pet", "d", "it is sold")
	l.doubt("pet", "c", "sellPet")
	ids := func(owner string) []string {
		var out []string
		for _, e := range l.removable(owner) {
			out = append(out, e.resource+" "+e.id+" "+e.doubt)
		}
		return out
	}
	for _, tt := range []struct {
		owner string
		want  []string
	}{
		{"x", []string{"owner a ", "pet c sellPet", "pet a "}},
		{"y", nil},
		{"z", nil},
		{"", []string{"owner a ", "pet c sellPet", "pet a "}},
	} {
		if diff := cmp.Diff(tt.want, ids(tt.owner)); diff != "" {
			t.Errorf("removable of %q, newest first (-want +got):\n%s", tt.owner, diff)
		}
	}
	want := []reports.Leftover{
		{Resource: "pet", ID: "a", Operation: "addPet", Reason: "not removed yet"},
		{Resource: "pet", ID: "c", Operation: "addPet", Reason: "not removed yet"},
		{Resource: "pet", ID: "d", Operation: "addPet", Reason: "it is sold"},
		{Resource: "owner", ID: "a", Operation: "addOwner", Reason: "not removed yet"},
		{Resource: "pet", Operation: "addPet", Reason: "no id came back"},
		{Resource: "pet", Operation: "addPet", Reason: "no id came back"},
	}
	if diff := cmp.Diff(want, l.leftovers()); diff != "" {
		t.Errorf("leftovers (-want +got):\n%s", diff)
	}
}

// petOperation is a case of an operation that needs a pet of its own.
func petOperation(operation, id string) *Case {
	c := petCase(UseFresh)
	c.ID, c.Operation = id, operation
	return c
}

func TestDriver_Remove(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		lines  map[string][]line
		cases  []*Case
		owner  string
		drops  []string // the bodies of requests that remove, in their order
		failed int
		left   []reports.Leftover
	}{
		{"what a case made", map[string][]line{"/pets": {pet("p1"), pet("p2")}, "/pets/find": {said(`{}`)}, "/pets/drop": {said(`{}`)}},
			[]*Case{petOperation("findPet", "a"), petOperation("findPet", "b")}, "a",
			[]string{`{"id":"p1"}`}, 0, []reports.Leftover{{Resource: "pet", ID: "p2", Operation: "addPet", Reason: "not removed yet"}}},
		{"everything, newest first", map[string][]line{"/pets": {pet("p1"), pet("p2")}, "/pets/find": {said(`{}`)}, "/pets/drop": {said(`{}`)}},
			[]*Case{petOperation("findPet", "a"), petOperation("findPet", "b")}, "",
			[]string{`{"id":"p2"}`, `{"id":"p1"}`}, 0, nil},
		{"what was removed already is not removed again", map[string][]line{"/pets": {pet("p1")}, "/pets/drop": {said(`{}`)}},
			[]*Case{petOperation("dropPet", "a")}, "", []string{`{"id":"p1"}`}, 0, nil},
		{"what was sold is not removed", map[string][]line{"/pets": {pet("p1")}, "/pets/sell": {said(`{}`)}},
			[]*Case{petOperation("sellPet", "a")}, "", nil, 0,
			[]reports.Leftover{{Resource: "pet", ID: "p1", Operation: "addPet", Reason: "sellPet cannot be undone, and dropPet refuses what it was applied to"}}},
		{"what was not sold is removed", map[string][]line{"/pets": {pet("p1")}, "/pets/sell": {{status: 402}}, "/pets/drop": {said(`{}`)}},
			[]*Case{petOperation("sellPet", "a")}, "", []string{`{"id":"p1"}`}, 0, nil},
		{"a refusal is a failure", map[string][]line{"/pets": {pet("p1")}, "/pets/find": {said(`{}`)}, "/pets/drop": {{status: 409}}},
			[]*Case{petOperation("findPet", "a")}, "", []string{`{"id":"p1"}`}, 1,
			[]reports.Leftover{{Resource: "pet", ID: "p1", Operation: "addPet", Reason: "dropPet answered 409"}}},
		{"not found is a failure too", map[string][]line{"/pets": {pet("p1")}, "/pets/find": {said(`{}`)}, "/pets/drop": {{status: 404}}},
			[]*Case{petOperation("findPet", "a")}, "", []string{`{"id":"p1"}`}, 1,
			[]reports.Leftover{{Resource: "pet", ID: "p1", Operation: "addPet", Reason: "dropPet answered 404"}}},
		{"not found after a removal whose answer is lost is none", map[string][]line{"/pets": {pet("p1")}, "/pets/drop": {{cut: true}, {status: 404}}},
			[]*Case{petOperation("dropPet", "a")}, "", []string{`{"id":"p1"}`, `{"id":"p1"}`}, 0, nil},
		{"a refusal after a sale whose answer is lost is none, but it is listed", map[string][]line{"/pets": {pet("p1")}, "/pets/sell": {{cut: true}}, "/pets/drop": {{status: 409}}},
			[]*Case{petOperation("sellPet", "a")}, "", []string{`{"id":"p1"}`}, 0,
			[]reports.Leftover{{Resource: "pet", ID: "p1", Operation: "addPet", Reason: "sellPet gave no answer, and then dropPet answered 409"}}},
		{"no answer is a failure", map[string][]line{"/pets": {pet("p1")}, "/pets/find": {said(`{}`)}, "/pets/drop": {{cut: true}}},
			[]*Case{petOperation("findPet", "a")}, "", []string{`{"id":"p1"}`}, 1,
			[]reports.Leftover{{Resource: "pet", ID: "p1", Operation: "addPet", Reason: "dropPet: the connection was closed without an answer"}}},
		{"a server that is busy is asked again", map[string][]line{"/pets": {pet("p1")}, "/pets/find": {said(`{}`)}, "/pets/drop": {{status: 429}, {status: 503}, said(`{}`)}},
			[]*Case{petOperation("findPet", "a")}, "", []string{`{"id":"p1"}`, `{"id":"p1"}`, `{"id":"p1"}`}, 0, nil},
		{"so is one that says when", map[string][]line{"/pets": {pet("p1")}, "/pets/find": {said(`{}`)}, "/pets/drop": {{status: 429, header: map[string]string{"Retry-After": "2"}}, said(`{}`)}},
			[]*Case{petOperation("findPet", "a")}, "", []string{`{"id":"p1"}`, `{"id":"p1"}`}, 0, nil},
		{"one that stays busy is a failure", map[string][]line{"/pets": {pet("p1")}, "/pets/find": {said(`{}`)}, "/pets/drop": {{status: 503}}},
			[]*Case{petOperation("findPet", "a")}, "", []string{`{"id":"p1"}`, `{"id":"p1"}`, `{"id":"p1"}`}, 1,
			[]reports.Leftover{{Resource: "pet", ID: "p1", Operation: "addPet", Reason: "dropPet answered 503"}}},
		{"not found after a server has failed is none", map[string][]line{"/pets": {pet("p1")}, "/pets/find": {said(`{}`)}, "/pets/drop": {{status: 500}, {status: 404}}},
			[]*Case{petOperation("findPet", "a")}, "", []string{`{"id":"p1"}`, `{"id":"p1"}`}, 0, nil},
		{"not found after a server was busy is a failure", map[string][]line{"/pets": {pet("p1")}, "/pets/find": {said(`{}`)}, "/pets/drop": {{status: 429}, {status: 404}}},
			[]*Case{petOperation("findPet", "a")}, "", []string{`{"id":"p1"}`, `{"id":"p1"}`}, 1,
			[]reports.Leftover{{Resource: "pet", ID: "p1", Operation: "addPet", Reason: "dropPet answered 404"}}},
		{"what came back without an id is listed by its name", map[string][]line{"/pets": {said(`{}`)}},
			[]*Case{petOperation("findPet", "a")}, "", nil, 0,
			[]reports.Leftover{{Resource: "pet", Name: "Plumbline a-e40c292c-1", Operation: "addPet", Reason: "no id came back, so it cannot be removed; if it is there, it bears this name"}}},
		{"so is what never came back", map[string][]line{"/pets": {{cut: true}}},
			[]*Case{petOperation("findPet", "a")}, "", nil, 0,
			[]reports.Leftover{{Resource: "pet", Name: "Plumbline a-e40c292c-1", Operation: "addPet", Reason: "no id came back, so it cannot be removed; if it is there, it bears this name"}}},
		{"a refusal to create leaves nothing", map[string][]line{"/pets": {{status: 400, body: `{"pet":{"id":"p1"}}`}}},
			[]*Case{petOperation("findPet", "a")}, "", nil, 0, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d, s := testDriver(t, tt.lines)
			for _, c := range tt.cases {
				d.Drive(context.Background(), c)
			}
			ended, end := context.WithCancel(context.Background())
			end() // removing works all the same
			failed := d.Remove(ended, tt.owner).Failed
			var drops []string
			for _, a := range s.requests() {
				if a.path == "/pets/drop" {
					drops = append(drops, a.body)
				}
			}
			if diff := cmp.Diff(tt.drops, drops); diff != "" {
				t.Errorf("removals (-want +got):\n%s", diff)
			}
			if len(failed) != tt.failed {
				t.Errorf("%d removals failed, want %d", len(failed), tt.failed)
			}
			if diff := cmp.Diff(append([]reports.Leftover{}, tt.left...), d.Leftovers()); diff != "" {
				t.Errorf("leftovers (-want +got):\n%s", diff)
			}
		})
	}
}

// A removal that gets no answer is not asked for again and again, and what nobody removes is not created any more, but on this machine.
func TestDriver_Remove_GivesUp(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		drop     line
		own      int    // how many of the cases are the removing operation's own
		remove   string // the operation that removes; "" is dropPet
		loopback bool
		made     int // how many are created
		drops    int // how often a removal is asked for, in cases too
	}{
		{"no answer", line{cut: true}, 0, "", false, 2, 2},
		{"no answer on this machine", line{cut: true}, 0, "", true, 5, 2},
		{"a refusal", line{status: 409}, 0, "", false, 2, 2},
		{"a refusal on this machine", line{status: 409}, 0, "", true, 5, 5},
		{"no answer to a case that removes either", line{cut: true}, 1, "", false, 2, 3},
		{"no answer to two cases that remove either", line{cut: true}, 2, "", false, 2, 4},
		{"no answer to two cases that remove either, on this machine", line{cut: true}, 2, "", true, 5, 4},
		{"no request can be made of it", said(`{}`), 0, "visitPet", false, 2, 0},
		{"nothing of it", said(`{}`), 0, "", false, 5, 5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d, s := testDriver(t, map[string][]line{"/pets": {pet("p1"), pet("p2"), pet("p3"), pet("p4"), pet("p5")}, "/pets/find": {said(`{}`)}, "/pets/drop": {tt.drop}})
			d.Environment.Loopback = tt.loopback
			if tt.remove != "" {
				d.Pack.Resource("pet").Remove = tt.remove
			}
			for i, id := range []string{"a", "b", "c", "d", "e"} {
				c := petOperation("findPet", id)
				if i < tt.own {
					c.Operation = "dropPet"
				}
				out := d.Drive(context.Background(), c)
				d.Remove(context.Background(), id)
				if out.Call == nil && !strings.Contains(out.Skip, "could not be removed 2 times in a row") {
					t.Errorf("%s: skip %q, trouble %q", id, out.Skip, out.Trouble)
				}
			}
			made, drops := 0, 0
			for _, a := range s.requests() {
				switch a.path {
				case "/pets":
					made++
				case "/pets/drop":
					drops++
				}
			}
			if made != tt.made || drops != tt.drops {
				t.Errorf("%d were created and %d removals asked for, want %d and %d", made, drops, tt.made, tt.drops)
			}
			own := petOperation("addPet", "f")
			own.Use, own.Resource = UseNone, "pet"
			if out := d.Drive(context.Background(), own); (out.Skip != "") != (tt.made == 2) {
				t.Errorf("a case that creates itself: skip %q", out.Skip)
			}
		})
	}
}

// In the end an operation that was given up is asked once more: it may answer again by then.
func TestDriver_Remove_OnceMoreInTheEnd(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		drop  []line
		drops int // how often a removal is asked for in the end
		left  []string
	}{
		{"it answers again", []line{{cut: true}, {cut: true}, said(`{}`)}, 2, []string{"p1", "p2"}},
		{"it answers once", []line{{cut: true}, {cut: true}, {status: 409}, {cut: true}}, 2, []string{"p1", "p2", "p3", "p4"}},
		{"it stays silent", []line{{cut: true}}, 1, []string{"p1", "p2", "p3", "p4"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d, s := testDriver(t, map[string][]line{"/pets": {pet("p1"), pet("p2"), pet("p3"), pet("p4")}, "/pets/find": {said(`{}`)}, "/pets/drop": tt.drop})
			for _, id := range []string{"a", "b", "c", "d"} {
				d.Drive(context.Background(), petOperation("findPet", id))
				d.Remove(context.Background(), id)
			}
			before := len(s.requests())
			d.Remove(context.Background(), "")
			if drops := len(s.requests()) - before; drops != tt.drops {
				t.Errorf("%d removals were asked for in the end, want %d", drops, tt.drops)
			}
			var left []string
			for _, l := range d.Leftovers() {
				if left = append(left, l.ID); l.Reason == "not removed yet" {
					t.Errorf("%s is left over without a reason", l.ID)
				}
			}
			if !slices.Equal(left, tt.left) {
				t.Errorf("left over are %v, want %v", left, tt.left)
			}
		})
	}
}

func TestDriver_Remove_SaysWhoItIsFor(t *testing.T) {
	t.Parallel()
	d, s := testDriver(t, map[string][]line{"/pets": {pet("p1"), pet("p2")}, "/pets/find": {said(`{}`)}, "/pets/drop": {said(`{}`)}})
	d.Drive(context.Background(), petOperation("findPet", "a/b/c"))
	d.Drive(context.Background(), petCase(UseShared))
	d.Remove(context.Background(), "")
	var agents []string
	for _, a := range s.requests() {
		if a.path == "/pets/drop" {
			agents = append(agents, a.agent)
		}
	}
	want := []string{"plumbline/test (remove; run)", "plumbline/test (remove; a/b/c)"}
	if !slices.Equal(agents, want) {
		t.Errorf("got %v, want %v", agents, want)
	}
}

func TestDriver_Leftovers_DependOnTheLifeCycle(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		lifecycle Lifecycle
		mock      bool
		want      string // part of the reason; empty if nothing is left over
	}{
		{LifecycleReal, false, "not removed yet"},
		{LifecycleNone, false, `environment test has life cycle "none", so it was not removed`},
		{LifecycleSample, false, ""},
		{LifecycleReal, true, ""},
	} {
		d, _ := testDriver(t, map[string][]line{"/pets": {pet("p1")}})
		d.Environment.Lifecycle, d.Environment.Mock = tt.lifecycle, tt.mock
		c := petOperation("addPet", "a")
		c.Use, c.Resource = UseNone, "pet"
		d.Drive(context.Background(), c)
		reason := ""
		for _, l := range d.Leftovers() {
			reason += l.ID + " " + l.Reason
		}
		if !strings.Contains(reason, tt.want) || (tt.want == "") != (reason == "") {
			t.Errorf("life cycle %s, mock %v: left over is %q, want %q", tt.lifecycle, tt.mock, reason, tt.want)
		}
	}
}
