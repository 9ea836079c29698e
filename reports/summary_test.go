package reports

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSummarise(t *testing.T) {
	t.Parallel()
	answered := Exchange{Purpose: "case", Response: &Response{Status: 200}}
	prepared := Exchange{Purpose: "prepare", Response: &Response{Status: 201}}
	removed := Exchange{Purpose: "remove", Response: &Response{Status: 204}}
	silent := Exchange{Purpose: "case", Err: "connection refused"}
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
		Checks:     Checks{Kinds: 3, Held: 3, Broken: 3},
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
		if got := r.own(); got != want {
			t.Errorf("%s: got %+v, want %+v", tt.name, got, want)
		}
	}
}
