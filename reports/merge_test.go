package reports

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOnce(t *testing.T) {
	t.Parallel()
	waiver := func(reason string) *Waiver { return &Waiver{Reason: reason, Until: "2.0.0"} }
	got := once([]Finding{
		{Fingerprint: "1", Level: LevelError, Case: "a", Received: "null", InstancePath: "/0"},
		{Fingerprint: "2", Level: LevelError, Case: "a"},
		{Fingerprint: "1", Level: LevelError, Case: "a", Received: "null", InstancePath: "/3"},
		{Fingerprint: "1", Level: LevelError, Case: "b", Received: "null", InstancePath: "/0"},
		{Fingerprint: "1", Level: LevelError, Case: "c", Received: "7", InstancePath: "/4", Location: Location{Line: 9}},
		{Fingerprint: "1", Level: LevelError, Case: "c", Received: "8", InstancePath: "/5"},
		{Fingerprint: "1", Level: LevelError, Case: "b", Received: "9", InstancePath: "/6"},
		{Fingerprint: "1", Level: LevelWarning, Case: "c"},
		{Fingerprint: "1", Level: LevelError, Case: "c", Waiver: waiver("one")},
		{Fingerprint: "1", Level: LevelError, Case: "d", Waiver: waiver("two")},
		{Fingerprint: "1", Level: LevelError, Case: "e", Waiver: waiver("one")},
		{Fingerprint: "3", Level: LevelError, Location: Location{Line: 1}, Message: "x"},
		{Fingerprint: "3", Level: LevelError, Location: Location{Line: 2}, Message: "x"},
		{Fingerprint: "3", Level: LevelError, Location: Location{Line: 2}, Message: "y"},
		{Fingerprint: "3", Level: LevelError, Location: Location{Line: 2}, Message: "x"},
	})
	none := []Variant{}
	want := []Finding{
		{Fingerprint: "1", Level: LevelError, Case: "a", Received: "null", InstancePath: "/0", Cases: []string{"a", "b", "c"}, Seen: 6,
			Variants: []Variant{{Case: "c", Received: "7", InstancePath: "/4", Location: Location{Line: 9}, Fingerprint: "1"}}},
		{Fingerprint: "2", Level: LevelError, Case: "a", Cases: []string{"a"}, Seen: 1, Variants: none},
		{Fingerprint: "1", Level: LevelWarning, Case: "c", Cases: []string{"c"}, Seen: 1, Variants: none},
		{Fingerprint: "1", Level: LevelError, Case: "c", Waiver: waiver("one"), Cases: []string{"c", "e"}, Seen: 2, Variants: none},
		{Fingerprint: "1", Level: LevelError, Case: "d", Waiver: waiver("two"), Cases: []string{"d"}, Seen: 1, Variants: none},
		{Fingerprint: "3", Level: LevelError, Location: Location{Line: 1}, Message: "x", Cases: []string{}, Seen: 1, Variants: none},
		{Fingerprint: "3", Level: LevelError, Location: Location{Line: 2}, Message: "x", Cases: []string{}, Seen: 2, Variants: none},
		{Fingerprint: "3", Level: LevelError, Location: Location{Line: 2}, Message: "y", Cases: []string{}, Seen: 1, Variants: none},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := once(nil); got == nil || len(got) != 0 {
		t.Errorf("merged, nothing is %#v, want an empty list", got)
	}
}

// Merged again, as when a report is made of another one's findings, nothing is counted twice.
func TestOnce_OfWhatIsMerged(t *testing.T) {
	t.Parallel()
	merged := once([]Finding{{Fingerprint: "1", Case: "a"}, {Fingerprint: "1", Case: "a"}})
	if diff := cmp.Diff([]Finding{{Fingerprint: "1", Case: "a", Cases: []string{"a"}, Seen: 1, Variants: []Variant{}}}, once(merged)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Each case gets back its own words and its own exchange.
func TestReport_ByCase(t *testing.T) {
	t.Parallel()
	result := func(id string, findings ...Finding) Result {
		return Result{Case: id, Operation: "get", Status: StatusFailed, Exchanges: []Exchange{{Purpose: "case", Curl: "curl " + id}}, Findings: findings}
	}
	r := &Report{Results: []Result{
		result("a", Finding{Rule: "r", Received: "null", InstancePath: "/0"}, Finding{Rule: "r", Received: "7", InstancePath: "/1"}),
		result("b", Finding{Rule: "r", Received: "7", InstancePath: "/1"}, Finding{Rule: "s"}),
		result("c"),
	}}
	settle(r)
	got := map[string][]string{}
	for id, findings := range r.byCase(r.Findings) {
		for _, f := range findings {
			if f.Cases != nil || f.Variants != nil || f.Seen != 0 {
				t.Errorf("what case %s showed still speaks of others: %+v", id, f)
			}
			got[id] = append(got[id], f.Case+" "+f.Rule+" "+f.Received+" "+f.InstancePath+" "+f.Exchange.Curl)
		}
	}
	want := map[string][]string{"a": {"a r null /0 curl a"}, "b": {"b r 7 /1 curl b", "b s   curl b"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// What only follows from another is met first: the cause speaks for both, and each case keeps its own words and its own fingerprint.
func TestOnce_TheCauseSpeaks(t *testing.T) {
	t.Parallel()
	got := once([]Finding{
		{Rule: "shape", Fingerprint: "2", Follows: "1", Level: LevelError, Case: "a", Message: "not listed"},
		{Rule: "shape", Fingerprint: "2", Follows: "1", Level: LevelError, Case: "b", Message: "not listed"},
		{Rule: "schema", Fingerprint: "1", Level: LevelError, Case: "c", Message: "listed"},
		{Rule: "schema", Fingerprint: "1", Level: LevelError, Case: "d", Message: "listed"},
	})
	want := []Finding{{
		Rule: "schema", Fingerprint: "1", Level: LevelError, Case: "c", Message: "listed", Cases: []string{"a", "b", "c", "d"}, Seen: 4,
		Variants: []Variant{{Case: "a", Message: "not listed", Fingerprint: "2"}, {Case: "b", Message: "not listed", Fingerprint: "2"}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if both := got[0].Fingerprints(); len(both) != 2 {
		t.Errorf("fingerprints %v", both)
	}
}

// What follows from a finding is said with it where it is read: each broken promise once, and no more than can be read.
func TestFinding_SoAlso(t *testing.T) {
	t.Parallel()
	said := func(fingerprint, promised, at string) Variant {
		return Variant{Case: "get", Fingerprint: fingerprint, Received: "7", Promised: promised, InstancePath: at}
	}
	for _, tt := range []struct {
		name     string
		variants []Variant
		want     string
	}{
		{"nothing", nil, ""},
		{"the same in other words", []Variant{said("1", "a name", "/name"), said("2", "an id", "/id")}, ""},
		{"two, one of them twice", []Variant{said("2", "a name", "/name"), said("2", "a name", "/name"), said("3", "success", "")}, "7 at /name in get; 7 in get"},
		{"more than are read", []Variant{said("2", "a", ""), said("3", "b", ""), said("4", "c", ""), said("5", "d", ""), said("6", "e", "")}, "7 in get; 7 in get; 7 in get; and 2 more"},
	} {
		if got := (Finding{Fingerprint: "1", Promised: "an id", Variants: tt.variants}).soAlso(); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
