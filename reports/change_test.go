package reports

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSummariseDiff(t *testing.T) {
	t.Parallel()
	at := func(pointer string) *Place {
		return &Place{Location: Location{File: "a.yaml", Line: 3}, Pointer: pointer}
	}
	changes := []Finding{
		{Rule: "b", Level: LevelWarning, Class: ClassTyped, Direction: DirectionResponse, Operations: []string{"get", "list"}, Revision: at("#/b")},
		{Rule: "c", Level: LevelError, Class: ClassUnpromised, Direction: DirectionResponse, Operations: []string{"get"}, Revision: at("#"), Base: at("#/c"), Change: &Change{Kind: ChangeRemoved}},
		{Rule: "a", Level: LevelError, Class: ClassWire, Direction: DirectionRequest, BothWays: true, Operations: []string{"put"}, Revision: at("#/a")},
		{Rule: "d", Level: LevelError, Class: ClassWire, Direction: DirectionRequest, Operations: []string{"del"}, Revision: at("#/d"), Waiver: &Waiver{Reason: "we do not use it"}},
	}
	summary, findings, known := SummariseDiff(changes, map[Class]int{ClassProse: 7})

	want := emptySummary()
	want.Operations, want.Known = 4, 1
	want.Findings[LevelError], want.Findings[LevelWarning] = 2, 1
	want.Changes = emptyChanges()
	want.Changes.Classes = map[Class]int{ClassWire: 2, ClassUnpromised: 1, ClassTyped: 1, ClassUnproven: 0, ClassCompatible: 0, ClassProse: 7}
	want.Changes.Breaks = map[Direction]int{DirectionRequest: 1, DirectionResponse: 2}
	if diff := cmp.Diff(want, summary); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}
	var order []string
	for _, f := range append(findings, known...) {
		order = append(order, f.Rule+" "+f.Fingerprint)
	}
	wantOrder := []string{"a " + Fingerprint("a", "", "", "#/a"), "c " + Fingerprint("c", "", "", "#/c"), "b " + Fingerprint("b", "", "", "#/b"), "d " + Fingerprint("d", "", "", "#/d")}
	if diff := cmp.Diff(wantOrder, order); diff != "" {
		t.Errorf("order and fingerprints (-want +got):\n%s", diff)
	}
	if changes[0].Fingerprint != "" {
		t.Error("the findings given were changed")
	}
}

func TestGate_SaysWhatFails(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		gate  *Gate
		level Level
		code  int
	}{
		{nil, LevelError, 1}, {nil, LevelWarning, 0},
		{&Gate{}, LevelError, 1}, {&Gate{FailOn: FailOnError}, LevelWarning, 0},
		{&Gate{FailOn: FailOnWarning}, LevelWarning, 1}, {&Gate{FailOn: FailOnWarning}, LevelNote, 0},
		{&Gate{FailOn: FailOnNever}, LevelError, 0},
	} {
		r := &Report{Kind: KindDiff, Gate: tt.gate, Findings: []Finding{{Rule: "r", Level: tt.level}}}
		if got := r.ExitCode(); got != tt.code {
			t.Errorf("gate %+v with one %s exits %d, want %d", tt.gate, tt.level, got, tt.code)
		}
	}
}
