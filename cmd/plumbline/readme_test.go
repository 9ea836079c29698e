package main

import (
	"errors"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// commands returns every command of the tree that a person can call.
func commands(cmd *cobra.Command) []*cobra.Command {
	all := []*cobra.Command{cmd}
	for _, sub := range cmd.Commands() {
		all = append(all, commands(sub)...)
	}
	return all
}

// TestHelp holds every command to a sentence, a line for the list, and examples that exist, on a screen of 80 columns.
func TestHelp(t *testing.T) {
	t.Parallel()
	for _, cmd := range commands(command()) {
		t.Run(cmd.CommandPath(), func(t *testing.T) {
			t.Parallel()
			if cmd.Short == "" || strings.HasSuffix(cmd.Short, ".") || strings.ToLower(cmd.Short[:1]) != cmd.Short[:1] {
				t.Errorf("short text %q; want one in lower case without a full stop", cmd.Short)
			}
			if cmd.Long == "" || !strings.HasSuffix(cmd.Long, ".") {
				t.Errorf("long text %q; want sentences", cmd.Long)
			}
			if cmd.Example == "" {
				t.Error("no example")
			}
			for _, line := range strings.Split(cmd.Example, "\n") {
				if !strings.HasPrefix(line, "  ") {
					t.Errorf("example %q is not indented", line)
				}
				if err := checkLine(strings.TrimSpace(line)); err != nil {
					t.Errorf("example %q: %v", line, err)
				}
			}
			if cmd.Runnable() && !cmd.HasSubCommands() && !strings.Contains(cmd.Example, cmd.CommandPath()) {
				t.Errorf("no example shows %s itself", cmd.CommandPath())
			}
			var out strings.Builder
			code := run(append(strings.Fields(cmd.CommandPath())[1:], "--help"), &out, io.Discard)
			if code != exitConforms {
				t.Errorf("--help exits %d", code)
			}
			for _, line := range strings.Split(out.String(), "\n") {
				if n := len([]rune(line)); n > 100 || n > helpWidth && !strings.Contains(line, "plumbline ") {
					t.Errorf("line of %d columns: %s", n, line)
				}
			}
		})
	}
}

var shellBlock = regexp.MustCompile("(?ms)^```(?:sh|bash|shell|console)\n(.*?)^```")

// TestREADME holds every shell command in the README to what there is.
func TestREADME(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../README.md")
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("there is no README.md yet")
	}
	if err != nil {
		t.Fatal(err)
	}
	ours := 0
	for _, block := range shellBlock.FindAllSubmatchIndex(data, -1) {
		first := 1 + strings.Count(string(data[:block[2]]), "\n")
		for i, line := range strings.Split(string(data[block[2]:block[3]]), "\n") {
			line = strings.TrimPrefix(strings.TrimSpace(line), "$ ")
			if err := checkLine(line); err != nil {
				t.Errorf("README.md:%d: %s: %v", first+i, line, err)
			}
			if strings.Contains(line, "plumbline ") {
				ours++
			}
		}
	}
	if ours == 0 {
		t.Error("the README shows no command of ours in a block of shell")
	}
}

var (
	sampleRun = regexp.MustCompile("(?ms)^```\n(plumbline devel · .*?)^```")
	durations = regexp.MustCompile(` +(under 1 ms|[0-9.]+ m?s)$|in [0-9.]+ m?s$`)
)

// TestREADME_Run holds what the README says that a run prints to what it prints.
func TestREADME_Run(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../README.md")
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("there is no README.md yet")
	}
	sample := sampleRun.FindSubmatch(data)
	if err != nil || sample == nil {
		t.Fatalf("the README shows no run (%v)", err)
	}
	var out strings.Builder
	if code := run([]string{"run"}, &out, io.Discard); code != exitConforms {
		t.Fatalf("a run exits %d:\n%s", code, out.String())
	}
	lines := func(text string) []string {
		all := strings.Split(strings.TrimSpace(text), "\n")[1:] // the first names the build
		for i, line := range all {
			all[i] = durations.ReplaceAllString(line, "")
		}
		return all
	}
	want, got := lines(string(sample[1])), lines(out.String())
	for i := range max(len(want), len(got)) {
		if i >= len(want) || i >= len(got) || want[i] != got[i] {
			t.Fatalf("line %d differs; put this into the README:\n%s", i+2, out.String())
		}
	}
}
