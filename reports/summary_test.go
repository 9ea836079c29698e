package reports

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSummarise(t *testing.T) {
	t.Parallel()
	answered := Exchange{Purpose: PurposeCase, Response: &Response{Status: 200}}
	prepared := Exchange{Purpose: PurposePrepare, Response: &Response{Status: 201}}
	removed := Exchange{Purpose: PurposeRemove, Response: &Response{Status: 204}}
	silent := Exchange{Purpose: PurposeCase, Err: "connection refused"}
	results := []Result{
		{Case: "get/1", Operation: "get", Status: StatusPassed, Checks: []string{"schema", "status"}, Exchanges: []Exchange{prepared, answered, removed}},
		{Case: "get/2", Operation: "get", Status: StatusFailed, Checks: []string{"schema", "status"}, Exchanges: []Exchange{answered}, Findings: []Finding{
			{Rule: "schema", Level: LevelWarning, InstancePath: "/b"}, {Rule: "schema", InstancePath: "/a"}, {Rule: "schema", Level: LevelError, InstancePath: "/c"},
		}},
		{Case: "put/1", Operation: "put", Status: StatusPassed, Checks: []string{"time", "status"}, Exchanges: []Exchange{answered}, Findings: []Finding{
			{Rule: "time", Level: LevelNote}, {Rule: "status", Level: LevelError, Waiver: &Waiver{Reason: "known"}},
		}},
		{Case: "del/1", Operation: "del", Status: StatusErrored, Exchanges: []Exchange{silent}},
		{Case: "del/2", Operation: "del", Status: StatusSkipped},
		{Case: "del/3", Operation: "del", Status: StatusDisabled},
	}
	others := []Finding{{Rule: "document", Level: LevelWarning, Location: Location{File: "a.yaml", Line: 3}}}
	summary, findings, known := Summarise(results, others...)

	want := Summary{
		Operations: 2,
		Cases:      map[Status]int{StatusDisabled: 1, StatusSkipped: 1, StatusPassed: 2, StatusFailed: 1, StatusErrored: 1},
		Exchanges:  6,
		Checks:     Checks{Kinds: 3, Held: 4, Broken: 1, Known: 1},
		Findings:   map[Level]int{LevelError: 2, LevelWarning: 2, LevelNote: 1},
		Known:      1,
	}
	if diff := cmp.Diff(want, summary); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}
	var got []string
	for _, f := range findings {
		got = append(got, string(f.Level)+" "+f.Rule+" "+f.Case+" "+f.Operation+" "+f.InstancePath)
	}
	if diff := cmp.Diff([]string{
		"error schema get/2 get /a", "error schema get/2 get /c", "warning document   ", "warning schema get/2 get /b", "note time put/1 put ",
	}, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	if len(known) != 1 || known[0].Rule != "status" || known[0].Case != "put/1" {
		t.Errorf("known: got %+v", known)
	}
	if findings[0].Exchange != &results[1].Exchanges[0] || findings[0].Fingerprint != Fingerprint("schema", "get", "/a", "") {
		t.Errorf("the finding has exchange %p and fingerprint %s", findings[0].Exchange, findings[0].Fingerprint)
	}
	if results[1].Findings[1].Level != "" {
		t.Error("Summarise changed a result")
	}
}

// One cause is counted once, and every judgement of it for itself; what is excused in one case and not in another is both.
func TestSummarise_CountsEachCauseOnce(t *testing.T) {
	t.Parallel()
	waiver := &Waiver{Reason: "known"}
	result := func(id, operation string, findings ...Finding) Result {
		return Result{Case: id, Operation: operation, Status: StatusFailed, Checks: []string{"schema", "status"}, Findings: findings}
	}
	summary, findings, known := Summarise([]Result{
		result("a", "get", Finding{Rule: "schema", InstancePath: "/0/x"}, Finding{Rule: "schema", InstancePath: "/1/x"}),
		result("b", "get", Finding{Rule: "schema", InstancePath: "/2/x"}, Finding{Rule: "status", Waiver: waiver}),
		result("c", "put", Finding{Rule: "schema", InstancePath: "/0/x"}),
		result("d", "get", Finding{Rule: "schema", InstancePath: "/0/x", Waiver: waiver}, Finding{Rule: "status", Waiver: waiver}),
		result("e", "get", Finding{Rule: "schema", InstancePath: "/0/x", Waiver: waiver}, Finding{Rule: "schema", InstancePath: "/y"}),
	})
	if want := (Checks{Kinds: 2, Held: 3, Broken: 4, Known: 3}); summary.Checks != want {
		t.Errorf("checks: got %+v, want %+v", summary.Checks, want)
	}
	if summary.Findings[LevelError] != 3 || summary.Known != 2 {
		t.Errorf("got %d findings and %d known, want 3 and 2", summary.Findings[LevelError], summary.Known)
	}
	var got []string
	for _, f := range append(findings, known...) {
		got = append(got, fmt.Sprintf("%s %s %s %v %d", f.Operation, f.Rule, f.InstancePath, f.Cases, f.Seen))
	}
	want := []string{"get schema /0/x [a b] 3", "put schema /0/x [c] 1", "get schema /y [e] 1", "get status  [b d] 2", "get schema /0/x [d e] 2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSummarise_OfNothing(t *testing.T) {
	t.Parallel()
	summary, findings, known := Summarise(nil)
	if diff := cmp.Diff(emptySummary(), summary); diff != "" || findings == nil || known == nil || len(findings)+len(known) > 0 {
		t.Errorf("got %v and %v, summary (-want +got):\n%s", findings, known, diff)
	}
}

func TestResult_Own(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		purposes []string
		want     int
	}{
		{"none", nil, -1}, {"one", []string{"case"}, 0}, {"prepared", []string{"prepare", "case"}, 1},
		{"removed after", []string{"prepare", "case", "remove"}, 1}, {"never reached", []string{"prepare"}, 0},
	} {
		r := &Result{}
		for _, p := range tt.purposes {
			r.Exchanges = append(r.Exchanges, Exchange{Purpose: p})
		}
		var want *Exchange
		if tt.want >= 0 {
			want = &r.Exchanges[tt.want]
		}
		if got := r.Own(); got != want {
			t.Errorf("%s: got %+v, want %+v", tt.name, got, want)
		}
	}
}
