package engine

import (
	"testing"

	"github.com/plumbline-dev/plumbline/runner"
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
