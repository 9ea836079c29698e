package engine

import (
	"slices"
	"testing"

	"github.com/plumbline-dev/plumbline/runner"
)

func TestMemory(t *testing.T) {
	t.Parallel()
	_, pack := partnerAPI(t, versions[0])
	var m memory
	answer := func(id, body string, before ...*runner.Call) ([]string, string) {
		call := &runner.Call{Ask: runner.Ask{Case: id}, Reply: []byte(body), Complete: true}
		return m.recall(pack, &runner.Outcome{Call: call, Before: before})
	}
	created := &runner.Call{Ask: runner.Ask{Case: "a"}, Reply: []byte(`{"end_customer":{"secrets":{"sandbox":"s1","production":"s2"}},"request_id":"r1"}`), Complete: true}
	for _, tt := range []struct {
		name, body, repeated string
		before               []*runner.Call
		minted               []string
	}{
		{"what prepared a case is known", `{"production_secret":"s3","request_id":"r2"}`, "", []*runner.Call{created}, []string{"s1", "s2"}},
		{"what it handed out itself was known to the next alone", `{"request_id":"r1"}`, "a", nil, []string{"s1", "s2", "s3"}},
		{"the same secret counts once", `{"production_secret":"s3"}`, "", nil, []string{"s1", "s2", "s3"}},
		{"an empty id is nobody's", `{"request_id":""}`, "", nil, []string{"s1", "s2", "s3"}},
		{"nor is one that is no string", `{"request_id":1}`, "", nil, []string{"s1", "s2", "s3"}},
		{"what cannot be read says nothing", `{"request_id":"r2"`, "", nil, []string{"s1", "s2", "s3"}},
	} {
		minted, repeated := answer("b", tt.body, tt.before...)
		slices.Sort(minted)
		if repeated != tt.repeated || !slices.Equal(minted, tt.minted) {
			t.Errorf("%s: got %v and %q, want %v and %q", tt.name, minted, repeated, tt.minted, tt.repeated)
		}
	}
}
