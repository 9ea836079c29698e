package waivers

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec/packs"
)

var today = time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)

// written writes a file of waivers and returns its path.
func written(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "known.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// one returns a set of the one waiver that these lines describe.
func one(t *testing.T, lines ...string) *Set {
	t.Helper()
	rows, err := Load(written(t, "waivers:\n  - "+strings.Join(lines, "\n    ")))
	if err != nil {
		t.Fatal(err)
	}
	return New(Terms{Today: today, Version: "2020-09-14_1.517.0"}, rows...)
}

func TestExcuse(t *testing.T) {
	t.Parallel()
	found := reports.Finding{
		Rule: "response-schema", Operation: "get", InstancePath: "/items/3/state", KeywordPath: "/components/schemas/State/enum",
		Received: `"ENABLED"`, Fix: "send one of the states",
	}
	full := func(changed ...string) []string {
		lines := []string{"rule: response-schema", "operation: get", "path: /items/*/state", "reason: renamed", "until: 2027-01-31"}
		for _, c := range changed {
			key, _, _ := strings.Cut(c, ":")
			for i, l := range lines {
				if strings.HasPrefix(l, key+":") {
					lines[i] = c
				}
			}
		}
		return lines
	}
	for _, tt := range []struct {
		name    string
		lines   []string
		excused bool
	}{
		{"it is about this", full(), true},
		{"every operation", full(`operation: "*"`), true},
		{"every place", full(`path: "*"`), true},
		{"its place in the document", full("path: /components/schemas/*/enum"), true},
		{"what was received", append(full(), "received: ENABLED"), true},
		{"on its last day", full("until: 2026-11-27"), true},
		{"before its version", full("until: 1.518.0"), true},
		{"another rule", full("rule: response-header"), false},
		{"another operation", full("operation: put"), false},
		{"another place", full("path: /items/*/id"), false},
		{"no place", full(`path: ""`), false},
		{"the place above", full("path: /items/*"), false},
		{"something else was received", append(full(), "received: DISABLED"), false},
		{"after its last day", full("until: 2026-11-26"), false},
		{"with its version", full("until: 1.517.0"), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := one(t, tt.lines...).Excuse(found)
			if excused := got.Waiver != nil; excused != tt.excused {
				t.Fatalf("got %+v, want excused %v", got, tt.excused)
			}
			if tt.excused && (got.Level != reports.LevelNote || got.Waiver.Reason != "renamed" || !strings.HasSuffix(got.Waiver.Source, "known.yaml:2")) {
				t.Errorf("got level %s and %+v", got.Level, got.Waiver)
			}
		})
	}
	ended := one(t, full("until: 2026-11-26")...).Excuse(found)
	if !strings.Contains(ended.Fix, "known.yaml:2 ended with 2026-11-26") || ended.Level == reports.LevelNote {
		t.Errorf("got fix %q, want it to name the waiver that ended", ended.Fix)
	}
}

func TestStale(t *testing.T) {
	t.Parallel()
	row := []string{"rule: r", "operation: get", "path: /a", "reason: late"}
	found := reports.Finding{Rule: "r", Operation: "get", InstancePath: "/a"}
	every, nothing := func(string) bool { return true }, func(string) bool { return false }
	for _, tt := range []struct {
		name   string
		until  string
		found  bool
		looked func(string) bool
		want   string
	}{
		{"in use", "2027-01-01", true, every, ""},
		{"unused", "2027-01-01", false, every, "a waiver that excused nothing"},
		{"unused, but nothing was looked at", "2027-01-01", false, nothing, ""},
		{"ended", "2026-01-01", true, every, "a waiver that ended with 2026-01-01"},
		{"ended, and nothing was looked at", "2026-01-01", false, nothing, "a waiver that ended with 2026-01-01"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			set := one(t, append(row, "until: "+tt.until)...)
			var known []reports.Finding
			if f := set.Excuse(found); tt.found && f.Waiver != nil {
				known = append(known, f)
			}
			stale := set.Stale(Found{Known: known, Looked: tt.looked})
			switch {
			case tt.want == "" && len(stale) == 0:
			case tt.want == "" || len(stale) != 1:
				t.Errorf("got %v, want %q", stale, tt.want)
			case !strings.HasPrefix(stale[0].Received, tt.want) || stale[0].Level != reports.LevelWarning || stale[0].Location.Line != 2:
				t.Errorf("got %+v, want a warning at line 2 of %q", stale[0], tt.want)
			}
		})
	}
}

// What excused nothing may be misspelt: the fix says what may be meant.
func TestStale_SaysWhatMayBeMeant(t *testing.T) {
	t.Parallel()
	left := []reports.Finding{{Rule: "r", Operation: "getPet", InstancePath: "/b"}, {Rule: "r", Operation: "listPets", InstancePath: "/c"}, {Rule: "other", Operation: "getPet", InstancePath: "/d"}}
	for _, tt := range []struct{ name, operation, want string }{
		{"an operation that the document lacks", "getPets", `the document has no operation "getPets" (did you mean "getPet"?); mend it, or take the waiver out of the file`},
		{"one that is like no other", "bicycle", `the document has no operation "bicycle"; mend it, or take the waiver out of the file`},
		{"another place", "getPet", `findings of this rule stand at "/b"; mend the path and what is received, or take the waiver out of the file`},
		{"another place of every operation", `"*"`, `findings of this rule stand at "/b", "/c"; mend the path and what is received, or take the waiver out of the file`},
		{"nothing is found any more", "addPet", "take it out of the file, or mend its rule, operation and path"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			set := one(t, "rule: r", "operation: "+tt.operation, "path: /a", "reason: late", "until: 2027-01-01")
			stale := set.Stale(Found{Left: left, Operations: []string{"addPet", "getPet", "listPets"}, Looked: func(string) bool { return true }})
			if len(stale) != 1 || stale[0].Fix != tt.want {
				t.Errorf("got %+v, want the fix %q", stale, tt.want)
			}
		})
	}
}

func TestLoad_Faults(t *testing.T) {
	t.Parallel()
	file := written(t, `waivers:
  - rule: response-schema
    operation: get
    path: status
    until: next week
  - rule: ""
    operation: "*"
    path: ""
    reason: late
    untill: 2027-01-01
`)
	_, err := Load(file)
	if err == nil {
		t.Fatal("got no error")
	}
	want := []string{
		`waivers: FILE:10:5: unknown key "untill" (did you mean "until"?)`,
		"FILE:2:5: a waiver without reason; say why it is excused",
		`FILE:4:11: "status" is no JSON pointer; begin it with /, and write ~1 for / and ~0 for ~ in a name`,
		`FILE:5:12: "next week" is no end; write a day like 2027-03-31, or the first version of the document that needs no excuse, like 1.556.0`,
		"FILE:6:11: a waiver without rule; name the rule of the finding; it stands before the finding's text",
		"FILE:6:5: a waiver without until; write the last day, like 2027-03-31",
	}
	if diff := cmp.Diff(want, strings.Split(strings.ReplaceAll(err.Error(), file, "FILE"), "\n")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, text := range []string{"", "waivers: 3\n", "- rule: x\n", "waivers: [3]\n"} {
		if rows, err := Load(written(t, text)); err == nil {
			t.Errorf("%q: got %v, want an error", text, rows)
		}
	}
}

func TestOfPack_EveryPack(t *testing.T) {
	t.Parallel()
	for _, name := range packs.Names() {
		p, err := packs.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := OfPack(p); err != nil {
			t.Errorf("pack %s: %v", name, err)
		}
	}
}

func TestOfPack_Deviations(t *testing.T) {
	t.Parallel()
	p, err := packs.Load("plaid-partner")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := OfPack(p)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, rule, path, received, version string
		want                                bool
	}{
		{"of an error", "response-schema", "/error_type", `string "PARTNER_ERROR"`, "2020-09-14_1.517.0", true},
		{"of an institution", "response-schema", "/institutions/2/errors/0/error_type", `string "PARTNER_ERROR"`, "2020-09-14_1.517.0", true},
		{"of a document that was mended", "response-schema", "/error_type", `string "PARTNER_ERROR"`, "2020-09-14_1.556.0", false},
		{"of a document without a version", "response-schema", "/error_type", `string "PARTNER_ERROR"`, "draft", true},
		{"another value", "response-schema", "/error_type", `string "PARTY_ERROR"`, "2020-09-14_1.517.0", false},
		{"another rule", "status-documented", "/error_type", `string "PARTNER_ERROR"`, "2020-09-14_1.517.0", false},
		{"another place", "response-schema", "/error_code", `string "PARTNER_ERROR"`, "2020-09-14_1.517.0", false},
		{"deeper", "response-schema", "/a/error_type", `string "PARTNER_ERROR"`, "2020-09-14_1.517.0", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			set := New(Terms{Today: today, Version: tt.version}, rows...)
			f := set.Excuse(reports.Finding{Rule: tt.rule, Operation: "partnerCustomerGet", InstancePath: tt.path, Received: tt.received})
			if got := f.Waiver != nil; got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
			if stale := set.Stale(Found{Looked: func(string) bool { return true }}); len(stale) > 0 {
				t.Errorf("a deviation of the pack that was not met is reported: %v", stale)
			}
		})
	}
}

func TestBaseline(t *testing.T) {
	t.Parallel()
	finding := func(rule, id string, waiver *reports.Waiver) reports.Finding {
		return reports.Finding{Rule: rule, Level: reports.LevelError, Case: id, Cases: []string{id}, Waiver: waiver, Fingerprint: reports.Fingerprint(rule, "", "", "")}
	}
	earlier := &reports.Report{
		Started:  today,
		Findings: []reports.Finding{finding("kept", "a", nil), finding("fixed", "a", nil), finding("not-asked", "b", nil), finding(Rule, "", nil)},
		Known: []reports.Finding{
			finding("excused", "a", &reports.Waiver{Reason: "a person said so"}),
			finding("older", "a", &reports.Waiver{Reason: "the run before", Baseline: true}),
		},
	}
	set := New(Terms{Today: today})
	set.Compare(NewBaseline("run.json", earlier))
	for rule, want := range map[string]bool{"kept": true, "older": true, "excused": false, "new": false} {
		if f := set.Excuse(finding(rule, "a", nil)); (f.Waiver != nil) != want {
			t.Errorf("%s: got %+v, want excused %v", rule, f.Waiver, want)
		} else if want && (f.Level != reports.LevelNote || !f.Waiver.Baseline || f.Waiver.Reason != "no news since the run of 2026-11-27 in run.json") {
			t.Errorf("%s: got %s %+v", rule, f.Level, f.Waiver)
		}
	}
	now := &reports.Report{
		Results:  []reports.Result{{Case: "a", Status: reports.StatusPassed}, {Case: "b", Status: reports.StatusSkipped}},
		Findings: []reports.Finding{finding("new", "a", nil)},
		Known:    []reports.Finding{finding("kept", "a", nil)},
	}
	var fixed []string
	for _, f := range set.Fixed(now) {
		fixed = append(fixed, f.Rule)
	}
	if diff := cmp.Diff([]string{"fixed", "older"}, fixed); diff != "" {
		t.Errorf("fixed (-want +got):\n%s", diff)
	}
	if got := New(Terms{}).Fixed(now); len(got) != 0 {
		t.Errorf("without a baseline: got %v", got)
	}
}
