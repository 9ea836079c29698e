package reports

import (
	"fmt"
	"strings"
	"testing"
)

func written(t *testing.T, name string, r *Report) string {
	t.Helper()
	format, err := Lookup(name)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := format.Write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGitHub_Golden(t *testing.T) {
	t.Parallel()
	golden(t, "github-diff", written(t, "github", upgraded()))
	golden(t, "github-check", written(t, "github", checked()))
}

// The runner keeps ten of a kind: they are the first ten, and what is left out is said.
func TestGitHub_AtMostTenOfEachKind(t *testing.T) {
	t.Parallel()
	r := base(KindDiff)
	var many []Finding
	for _, level := range []Level{LevelWarning, LevelError, LevelNote} {
		for i := range 13 {
			many = append(many, Finding{Rule: "r", Level: level, Class: ClassWire, Direction: DirectionRequest, Message: "50%,\nreally", Revision: at("a,b.yaml", i+1, 1, fmt.Sprintf("#/%s/%d", level, i))})
		}
	}
	r.Summary, r.Findings, r.Known = SummariseDiff(many, nil)
	lines := strings.Split(strings.TrimSpace(written(t, "github", r)), "\n")
	kinds := map[string]int{}
	for _, l := range lines {
		kinds[strings.SplitN(strings.TrimPrefix(l, "::"), " ", 2)[0]]++
	}
	if kinds["error"] != 10 || kinds["warning"] != 10 || kinds["notice"] != 1 || len(lines) != 21 {
		t.Errorf("got %v in %d lines", kinds, len(lines))
	}
	if want := "::error file=a%2Cb.yaml,line=1,col=1,title=r::50%25, really"; !strings.HasPrefix(lines[0], want) {
		t.Errorf("the first line is %s, want it to begin with %s", lines[0], want)
	}
	if want := "(6 findings not annotated; the step summary has all)"; !strings.Contains(lines[20], want) {
		t.Errorf("the last line is %s, want %s in it", lines[20], want)
	}
}
