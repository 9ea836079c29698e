package reports

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

func sarifBytes(t *testing.T, r *Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := writeSARIF(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSARIF_Golden(t *testing.T) {
	t.Parallel()
	r := upgraded()
	r.Findings = append(r.Findings[1:4:4], r.Findings[len(r.Findings)-1])
	golden(t, "sarif-diff", string(sarifBytes(t, r)))
}

// The published schema of SARIF 2.1.0 with Errata 01 (OASIS) accepts what is written of every kind of report.
func TestSARIF_FitsThePublishedSchema(t *testing.T) {
	t.Parallel()
	file, err := os.Open("testdata/sarif-schema-2.1.0.json.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	schema, err := jsonschema.UnmarshalJSON(unzipped)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("sarif.json", schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range map[string]*Report{
		"green": green(), "deviant": deviant(), "red": red(), "check": checked(), "unreachable": unreachable(), "empty": empty(), "diff": upgraded(), "same": same(), "history": walked(),
	} {
		instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(sarifBytes(t, r)))
		if err != nil {
			t.Fatal(err)
		}
		if err := compiled.Validate(instance); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if compiled.Validate(map[string]any{"version": "2.1.0"}) == nil {
		t.Error("the schema accepts a log without runs, so it tells nothing")
	}
}

// What GitHub would refuse or drop is not written.
func TestSARIF_StaysWithinTheLimits(t *testing.T) {
	t.Parallel()
	r := base(KindDiff)
	var many []Finding
	for i := range 6000 {
		level := LevelNote
		if i == 5999 {
			level = LevelError
		}
		many = append(many, Finding{Rule: "r", Level: level, Class: ClassWire, Message: "m", Revision: at("a.yaml", 1, 1, fmt.Sprintf("#/%d", i))})
	}
	r.Summary, r.Findings, r.Known = SummariseDiff(many, nil)
	log := sarifOf(r)
	if got := log.Runs[0].Results; len(got) != 5000 || got[0].Level != LevelError {
		t.Errorf("%d results, the first of level %s", len(got), got[0].Level)
	}
}

func TestSARIF_FilesAreNamedFromTheRootOfTheRepository(t *testing.T) {
	t.Parallel()
	r := &Report{Folder: "ci/api"}
	for _, tt := range []struct{ file, want string }{
		{"openapi.yaml", "%SRCROOT% ci/api/openapi.yaml"},
		{"../../docs/my api.yaml", "%SRCROOT% docs/my%20api.yaml"},
		{"git:v1:docs/openapi.yaml", "%SRCROOT% docs/openapi.yaml"},
		{"/srv/openapi.yaml", " file:///srv/openapi.yaml"},
	} {
		got := r.sarifLocation(Location{File: tt.file, Line: 3, Column: 2}).Physical
		if have := got.Artifact.BaseID + " " + got.Artifact.URI; have != tt.want || got.Region.StartLine != 3 || got.Region.EndLine != 3 {
			t.Errorf("%s is %s with region %+v, want %s", tt.file, have, got.Region, tt.want)
		}
	}
}

// An alert stays the same alert when lines move, and differs from that of another change.
func TestSARIF_FingerprintsSurviveMovedLines(t *testing.T) {
	t.Parallel()
	before, moved := upgraded(), upgraded()
	for i := range moved.Findings {
		if f := &moved.Findings[i]; f.Revision != nil {
			f.Revision.Line += 100
		}
	}
	seen := map[string]bool{}
	for i, x := range sarifOf(before).Runs[0].Results {
		print := x.Fingerprints["primaryLocationLineHash"]
		if seen[print] || !strings.HasSuffix(print, ":1") || sarifOf(moved).Runs[0].Results[i].Fingerprints["primaryLocationLineHash"] != print {
			t.Errorf("result %d has the fingerprint %s", i, print)
		}
		seen[print] = true
	}
}
