package reports

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestJoin(t *testing.T) {
	t.Parallel()
	shared, own := Location{File: "a.yaml", Line: 3}, Location{File: "a.yaml", Line: 9}
	for _, tt := range []struct {
		name string
		in   []Finding
		want []string // what each finding of the answer says of itself
	}{
		{"one clause that two operations share", []Finding{
			{Rule: "r", Operation: "get", Case: "get/x/a", Received: "1", InstancePath: "/id", Location: shared},
			{Rule: "r", Operation: "put", Case: "put/x/b", Received: "2", InstancePath: "/id", Location: shared},
		}, []string{"get [get put] 2"}},
		{"one answer to two operations", []Finding{
			{Rule: "r", Operation: "get", Case: "get/x/a", Received: "no type", Location: shared},
			{Rule: "r", Operation: "put", Case: "put/x/b", Received: "no type", Location: own},
		}, []string{"get [get put] 2"}},
		{"one case in two operations", []Finding{
			{Rule: "r", Operation: "get", Case: "get/authentication/absent", Received: "status 200"},
			{Rule: "r", Operation: "put", Case: "put/authentication/absent", Received: "status 404"},
		}, []string{"get [get put] 2"}},
		{"two clauses about one value of one answer", []Finding{
			{Rule: "r", Operation: "get", Case: "get/x/a", Received: "7", InstancePath: "/id", KeywordPath: "/type"},
			{Rule: "r", Operation: "get", Case: "get/x/a", Received: "7", InstancePath: "/id", KeywordPath: "/enum"},
		}, []string{"get [] 2"}},
		{"two faults of one message stay two", []Finding{
			{Rule: "r", Operation: "get", Case: "get/x/a", Received: "status 200", KeywordPath: "/a"},
			{Rule: "r", Operation: "get", Case: "get/x/b", Received: "status 200", KeywordPath: "/b"},
		}, []string{"get [] 1", "get [] 1"}},
		{"another place is another cause", []Finding{
			{Rule: "r", Operation: "get", Case: "get/x/a", Received: "7", InstancePath: "/id"},
			{Rule: "r", Operation: "put", Case: "put/x/a", Received: "7", InstancePath: "/name"},
		}, []string{"get [] 1", "put [] 1"}},
		{"another rule, level or case is another cause", []Finding{
			{Rule: "r", Operation: "get", Case: "get/x/a", Received: "7"},
			{Rule: "s", Operation: "put", Case: "put/x/a", Received: "7"},
			{Rule: "r", Operation: "put", Case: "put/x/a", Received: "7", Level: LevelWarning},
			{Rule: "r", Operation: "put", Case: "put/x/b", Received: "8"},
		}, []string{"get [] 1", "put [] 1", "put [] 1", "put [] 1"}},
		{"what no case shows is left alone", []Finding{
			{Rule: "r", Message: "a", Location: shared}, {Rule: "r", Message: "b", Location: shared},
		}, []string{" [] 1", " [] 1"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for i := range tt.in {
				f := &tt.in[i]
				f.Fingerprint = Fingerprint(f.Rule, f.Operation, f.InstancePath, f.KeywordPath)
			}
			var got []string
			for _, f := range join(once(tt.in)) {
				got = append(got, f.Operation+" "+fmt.Sprint(f.Operations)+" "+fmt.Sprint(f.Seen))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Each operation keeps its own words and its own fingerprint, so that a baseline of one does not excuse another.
func TestJoin_EachCaseKeepsItsOwn(t *testing.T) {
	t.Parallel()
	r := &Report{Results: []Result{
		{Case: "get/x/a", Operation: "get", Status: StatusFailed, Findings: []Finding{{Rule: "r", Received: "7", Promised: "string", InstancePath: "/id"}}},
		{Case: "put/x/a", Operation: "put", Status: StatusFailed, Findings: []Finding{{Rule: "r", Received: "7", Promised: "text", InstancePath: "/id"}}},
	}}
	settle(r)
	if len(r.Findings) != 1 || len(r.Findings[0].Fingerprints()) != 2 {
		t.Fatalf("got %d findings %+v, want one of two operations", len(r.Findings), r.Findings)
	}
	apart := r.byCase(r.Findings)
	for id, want := range map[string][2]string{"get/x/a": {"get", "string"}, "put/x/a": {"put", "text"}} {
		got := apart[id][0]
		if got.Operation != want[0] || got.Promised != want[1] || got.Fingerprint != Fingerprint("r", want[0], "/id", "") {
			t.Errorf("case %s has %+v, want operation %s and %s", id, got, want[0], want[1])
		}
	}
}
