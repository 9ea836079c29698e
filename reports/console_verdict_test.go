package reports

import (
	"slices"
	"strings"
	"testing"
)

func TestReport_Judged(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		checks Checks
		want   string
	}{
		{"nothing applied", Checks{}, "no check applied to 3 exchanges"},
		{"all held", Checks{Kinds: 14, Held: 525}, "14 checks held 525 times over 3 exchanges"},
		{"held but for known deviations", Checks{Kinds: 14, Held: 525, Known: 11}, "14 checks held 525 times and met a known deviation 11 times over 3 exchanges"},
		{"broken", Checks{Kinds: 1, Held: 0, Broken: 1}, "1 check held 0 times and broke 1 time over 3 exchanges"},
		{"all three", Checks{Kinds: 2, Held: 3, Broken: 4, Known: 1}, "2 checks held 3 times, broke 4 times and met a known deviation 1 time over 3 exchanges"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			judged := Result{Checks: []string{"status"}, Exchanges: []Exchange{{Purpose: PurposeCase}}}
			r := &Report{Summary: Summary{Exchanges: 3, Checks: tt.checks}, Results: []Result{judged, judged, judged}}
			if got := r.judged(); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// What was only prepared, removed or never answered was sent and not judged.
func TestReport_JudgedCountsWhatWasJudged(t *testing.T) {
	t.Parallel()
	r := &Report{
		Results: []Result{
			{Checks: []string{"status", "schema"}, Exchanges: []Exchange{{Purpose: PurposePrepare}, {Purpose: PurposeCase}}},
			{Exchanges: []Exchange{{Purpose: PurposeCase}}},
			{Status: StatusSkipped},
		},
		Removals: []Exchange{{Purpose: PurposeRemove}},
		Summary:  Summary{Exchanges: 4, Checks: Checks{Kinds: 2, Held: 2}},
	}
	if got, want := r.judged(), "2 checks held 2 times over 1 of 4 exchanges"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestConsole_SaysWhatWasRemoved(t *testing.T) {
	t.Parallel()
	for n, want := range []string{"", "1 thing created and removed again", "2 things created and removed again"} {
		out := console(t, &Report{Kind: KindRun, Removals: make([]Exchange, n)}, ConsoleOptions{})
		if got := strings.Contains(out, "removed again"); got != (n > 0) || !strings.Contains(out, want) {
			t.Errorf("%d removals: want %q in\n%s", n, want, out)
		}
	}
}

// An operation that refuses every right request is told, however green the run is.
func TestSummarise_Unmet(t *testing.T) {
	t.Parallel()
	result := func(operation, phase string, status Status, answer int) Result {
		r := Result{Case: operation + "/" + phase, Operation: operation, Phase: phase, Status: status}
		if answer > 0 {
			r.Exchanges = []Exchange{{Purpose: PurposePrepare, Response: &Response{Status: 201}}, {Purpose: PurposeCase, Response: &Response{Status: answer}}}
		}
		return r
	}
	results := []Result{
		result("refuses", "bodies", StatusPassed, 404), result("refuses", "negative", StatusPassed, 400), result("refuses", "methods", StatusPassed, 200),
		result("later", "bodies", StatusPassed, 404), result("later", "workflows", StatusPassed, 200),
		result("wrong", "negative", StatusPassed, 400),
		result("skipped", "bodies", StatusSkipped, 0),
		result("brief", "bodies", StatusPassed, 0), result("brief", "examples", StatusFailed, 400),
		result("moved", "examples", StatusPassed, 302),
		result("fails", "examples", StatusFailed, 500),
	}
	summary, _, _ := Summarise(results)
	if want := []string{"refuses", "fails"}; !slices.Equal(summary.Unmet, want) {
		t.Errorf("got %q, want %q", summary.Unmet, want)
	}
	for _, tt := range []struct {
		unmet []string
		pack  string
		want  string
	}{
		{nil, "none", ""},
		{[]string{"a"}, "pets", "1 operation never answered with success, so that what it promises of it was not judged: a"},
		{[]string{"a", "b", "c", "d", "e", "f", "g"}, "none", "7 operations never answered with success, so that what they promise of it was not judged: a, b, c, d, e and 2 more; a pack says which requests make what others ask for"},
	} {
		r := &Report{Subject: Subject{Pack: tt.pack}, Summary: Summary{Unmet: tt.unmet}}
		if got := r.unmet(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}
