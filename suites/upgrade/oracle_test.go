package upgrade_test

import (
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec/pinned"
	"github.com/plumbline-dev/plumbline/suites/upgrade"
)

var update = flag.Bool("update", false, "ask oasdiff again and rewrite testdata/oasdiff")

// pinnedSteps are the pairs of pinned documents that both tools are asked about: each step, and the whole way.
func pinnedSteps() [][2]string {
	versions := pinned.Names("plaid-partner")
	steps := [][2]string{{versions[0], versions[len(versions)-1]}}
	for i := 1; i < len(versions); i++ {
		steps = append(steps, [2]string{versions[i-1], versions[i]})
	}
	return steps
}

// row is what oasdiff 1.33.0, with its allOf flattened, says of one operation by one rule: however many values or places that has,
// it is one row here.
type row struct {
	rule, operation, level string
	times                  int
}

// ours says which of our rules tells what a rule of oasdiff's tells. Where the two weigh it differently, why says which is right.
var ours = map[string]struct{ rule, why string }{
	"request-property-enum-value-removed": {"request-enum-value-removed", ""},
	"response-property-enum-value-added":  {"response-enum-value-added", "oasdiff makes an error of it; a value more is met by exhaustive code only, so it is typed"},
}

// alone are findings of ours that oasdiff has no rule for.
var alone = map[string]string{
	"server-removed": "oasdiff does not look at servers",
}

// TestOasdiff holds our findings on the pinned documents beside what another tool says of them. Whatever one of the two calls an error or a warning
// the other tells as well, or the tables above say why not. What oasdiff says is recorded, because it is no dependency: go test
// ./suites/upgrade -run Oasdiff -update asks it again.
func TestOasdiff(t *testing.T) {
	t.Parallel()
	if *update {
		record(t)
	}
	explained := map[string]bool{}
	for _, step := range pinnedSteps() {
		theirs := recorded(t, step)
		report, err := upgrade.Run(context.Background(), upgrade.Options{Base: "plaid-partner@" + step[0], Revision: "plaid-partner@" + step[1]})
		if err != nil {
			t.Fatal(err)
		}
		told := map[string]bool{} // our rule and operation
		for _, f := range report.Findings {
			for _, id := range f.Operations {
				told[f.Rule+" "+id] = true
			}
		}
		said := map[string]bool{}
		for _, r := range theirs {
			mapped, known := ours[r.rule]
			if !known {
				t.Errorf("%s: oasdiff says %s of %s, a rule that no row of the table explains", step, r.rule, r.operation)
				continue
			}
			explained[r.rule] = true
			said[mapped.rule+" "+r.operation] = true
			if !told[mapped.rule+" "+r.operation] {
				t.Errorf("%s: oasdiff says %s of %s, and nothing of ours does", step, r.rule, r.operation)
			}
		}
		for _, f := range report.Findings {
			if f.Level == reports.LevelNote {
				continue
			}
			if alone[f.Rule] != "" {
				explained[f.Rule] = true
				continue
			}
			for _, id := range f.Operations {
				if !said[f.Rule+" "+id] {
					t.Errorf("%s: we say %s of %s, and oasdiff does not: %s", step, f.Rule, id, f.Message)
				}
			}
		}
	}
	for rule := range ours {
		if !explained[rule] {
			t.Errorf("the row %s explains nothing", rule)
		}
	}
	for rule := range alone {
		if !explained[rule] {
			t.Errorf("the row %s explains nothing", rule)
		}
	}
}

func recordOf(step [2]string) string {
	return filepath.Join("testdata", "oasdiff", step[0]+"-"+step[1]+".txt")
}

// recorded reads what oasdiff said: rule, operation, level and how often, one row a line.
func recorded(t *testing.T, step [2]string) []row {
	t.Helper()
	data, err := os.ReadFile(recordOf(step))
	if err != nil {
		t.Fatalf("%v; run go test ./suites/upgrade -run Oasdiff -update", err)
	}
	var rows []row
	for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		var r row
		if line == "" {
			continue
		}
		if _, err := fmt.Sscan(line, &r.rule, &r.operation, &r.level, &r.times); err != nil {
			t.Fatalf("%s: %q: %v", recordOf(step), line, err)
		}
		rows = append(rows, r)
	}
	return rows
}

// record asks oasdiff about every step. Notes are left out: they are what changed, whatever it does.
func record(t *testing.T) {
	t.Helper()
	program := peer(t, "github.com/oasdiff/oasdiff")
	for _, step := range pinnedSteps() {
		out, err := exec.Command(program, "changelog", "--flatten-allof", "-f", "json", "../../spec/pinned/plaid-partner/"+step[0]+".yaml", "../../spec/pinned/plaid-partner/"+step[1]+".yaml").Output()
		if err != nil {
			t.Fatalf("oasdiff: %v", err)
		}
		var all []struct {
			ID, OperationID string
			Level           int
		}
		if err := json.Unmarshal(out, &all); err != nil {
			t.Fatal(err)
		}
		counted := map[row]int{}
		for _, c := range all {
			if level := map[int]string{2: "warning", 3: "error"}[c.Level]; level != "" {
				counted[row{rule: c.ID, operation: c.OperationID, level: level}]++
			}
		}
		var lines []string
		for r, n := range counted {
			lines = append(lines, fmt.Sprintf("%s %s %s %d\n", r.rule, r.operation, r.level, n))
		}
		slices.SortFunc(lines, cmp.Compare)
		if err := os.WriteFile(recordOf(step), []byte(strings.Join(lines, "")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// peer builds a program of the nested module from the module cache; the network is never asked.
func peer(tb testing.TB, path string) string {
	tb.Helper()
	program := filepath.Join(tb.TempDir(), filepath.Base(path))
	build := exec.Command("go", "build", "-o", program, path)
	build.Dir = filepath.Join("testdata", "peers")
	build.Env = append(os.Environ(), "GOPROXY=off", "GOWORK=off", "GOFLAGS=-mod=mod", "GOTOOLCHAIN=local")
	if out, err := build.CombinedOutput(); err != nil {
		tb.Skipf("%s cannot be built (%s); run make clients", path, strings.SplitN(strings.TrimSpace(string(out)), "\n", 2)[0])
	}
	return program
}
