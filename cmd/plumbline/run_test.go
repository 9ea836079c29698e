package main

import (
	"errors"
	"os/exec"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/plumbline-dev/plumbline/reports"
)

// settled returns the flags of a command line of run as they stand once it is parsed.
func settled(t *testing.T, args ...string) *sessionFlags {
	t.Helper()
	f := &sessionFlags{}
	cmd := &cobra.Command{Use: "run"}
	f.register(cmd)
	cmd.Flags().DurationVar(&f.options.Budget, "budget", 0, "")
	cmd.Flags().DurationVar(&f.options.Timeout, "timeout", 0, "")
	reportFlag(cmd, &f.reports)
	if err := cmd.ParseFlags(args); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestReplay(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		args []string
		want string
	}{
		{"nothing was said", nil, "plumbline run --case a/bodies/maximal --seed 7"},
		{"a place", []string{"--env", "sandbox"}, "plumbline run --env=sandbox --case a/bodies/maximal --seed 7"},
		{"a URL", []string{"--url", "http://127.0.0.1:4010"}, "plumbline run --url=http://127.0.0.1:4010 --case a/bodies/maximal --seed 7"},
		{"switches", []string{"--allow-writes", "--allow-http=false"}, "plumbline run --allow-writes --allow-http=false --case a/bodies/maximal --seed 7"},
		{"what is expected", []string{"--auth", "document", "--budget", "300ms"}, "plumbline run --auth=document --budget=300ms --case a/bodies/maximal --seed 7"},
		{"a file with a blank", []string{"--document", "my api.yaml"}, "plumbline run --document='my api.yaml' --case a/bodies/maximal --seed 7"},
		{"what only chooses or reports", []string{"--case", "b", "--seed", "3", "--report", "json=run.json"}, "plumbline run --case a/bodies/maximal --seed 7"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := settled(t, tt.args...).replay([]string{"a/bodies/maximal"}, &reports.Report{Seed: 7}); got != tt.want {
				t.Errorf("\n got %s\nwant %s", got, tt.want)
			}
		})
	}
}

// What was created and could not be removed is made again by whoever made it: a case, a workflow, or the run.
func TestReplay_OfARemoval(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"get/bodies/minimal/removal": "plumbline run --case get/bodies/minimal --seed 7",
		"pet-lives/removal":          "plumbline run --case pet-lives --seed 7",
		"run/removal":                "plumbline run --seed 7",
	} {
		if got := settled(t).replay([]string{id}, &reports.Report{Seed: 7}); got != want {
			t.Errorf("%s:\n got %s\nwant %s", id, got, want)
		}
	}
}

// TestReplay_KnowsEveryFlag fails when a flag is added to run and nobody has decided whether a replay needs it.
func TestReplay_KnowsEveryFlag(t *testing.T) {
	t.Parallel()
	// A replay says these itself, does not report, is about a finding that nothing excuses, asks one thing at a time, and too little to need a bound.
	without := map[string]bool{
		"case": true, "seed": true, "nonce": true, "report": true, "help": true, "waivers": true, "baseline": true, "concurrency": true,
		"phase": true, "max-requests": true, "rate": true, "time-limit": true,
	}
	sample := map[string]string{"uint64": "1", "int": "1", "bool": "true", "duration": "1s", "string": "x", "stringArray": "x"}
	for _, flag := range flagsOf(t, "run") {
		if without[flag.Name] {
			continue
		}
		f := settled(t, "--"+flag.Name+"="+sample[flag.Value.Type()])
		if !strings.Contains(f.replay([]string{"a"}, &reports.Report{Seed: 1}), "--"+flag.Name) {
			t.Errorf("replay leaves out --%s; add it to the list in replay, or to this test with a reason", flag.Name)
		}
	}
}

// TestReplay_IsTheSameCaseAgain runs a replay line through a shell and through the parser of run, and compares what arrives.
func TestReplay_IsTheSameCaseAgain(t *testing.T) {
	t.Parallel()
	document := `it's "my" $HOME/` + "`api`" + `\*.yaml`
	line := settled(t, "--document", document, "--allow-writes").replay([]string{"get pet's/bodies/maximal"}, &reports.Report{Seed: 99})
	out, err := exec.Command("sh", "-c", `plumbline() { for word; do printf '%s\n' "$word"; done; }; `+line).Output()
	if err != nil {
		t.Fatal(err)
	}
	words := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	f := settled(t, words[1:]...)
	if f.options.Document != document || !f.options.Target.AllowWrites || f.options.Seed != 99 || len(f.options.Cases) != 1 || f.options.Cases[0] != "get pet's/bodies/maximal" {
		t.Errorf("%s arrived as %q", line, words)
	}
}

func TestShellWord(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"", "a", "a b", "it's", `"`, "$HOME", "`ls`", "a;b", "a|b", "*", "~", "#", "!", "é", "a\tb", `\`, "--x=y", "(a)", "&", "{a,b}"} {
		out, err := exec.Command("sh", "-c", "printf '%s' "+shellWord(word)).Output()
		if err != nil || string(out) != word {
			t.Errorf("shellWord(%q) is %s, which a shell reads as %q (%v)", word, shellWord(word), out, err)
		}
	}
}

func TestExitCode(t *testing.T) {
	t.Parallel()
	err := errors.New("broken")
	for _, tt := range []struct {
		name string
		err  error
		want int
	}{
		{"nothing went wrong", nil, 0},
		{"conforms", conclude(0), 0},
		{"findings", conclude(1), 1},
		{"wrong use", err, 2},
		{"could not ask", unasked{err}, 3},
		{"a report could not be written", undelivered{err, 0}, 3},
		{"a report of findings could not be written", undelivered{err, 1}, 1},
		{"a report of nothing asked could not be written", undelivered{err, 3}, 3},
	} {
		if got := exitCode(tt.err); got != tt.want {
			t.Errorf("%s: got %d, want %d", tt.name, got, tt.want)
		}
	}
}
