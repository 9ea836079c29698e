package main

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected output in the scenarios")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"plumbline": main})
}

// TestScripts runs the scenarios in testdata/script: each is one txtar file whose first line says what it proves. Besides the usual
// commands of testscript there are
//
//	status CODE ARG...     run plumbline and hold its exit code, and what it may print where, to CODE
//	normal [FILE]          replace times, ports and paths of this machine in stdout and stderr, or in a file
//	server NAME            start a server of servers_test.go; its address is $URL, its host and port $ADDRESS
//	asked none|some        hold the number of requests that reached the server
//	removed all            hold what was created on the server to having been removed
//	mock ARG...            start plumbline mock on a free port as $URL and $ADDRESS
//	start ARG...           start plumbline and leave it running
//	awaited                wait until a request has reached the server
//	interrupt CODE         interrupt what was started, and hold its exit code, stdout and stderr
//	sent A B               hold the cases that two records share to the same requests, but for what servers give out
//	sparse FILE            make a file of 2 GB that takes no room
//
// and $PINNED, the folder of the Partner API's documents.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"status":    status,
			"normal":    normal,
			"server":    startServer,
			"asked":     asked,
			"removed":   removed,
			"mock":      startMock,
			"start":     start,
			"awaited":   awaited,
			"interrupt": interrupt,
			"sent":      sent,
			"sparse":    makeSparse,
		},
		Setup: func(env *testscript.Env) error {
			pinned, err := filepath.Abs("../../spec/pinned/plaid-partner")
			if err != nil {
				return err
			}
			env.Setenv("PINNED", pinned)
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("NO_COLOR", "1")
			env.Values[stageKey{}] = &stage{}
			return nil
		},
	})
}

// TestScripts_EachSaysWhatItProves holds the scenarios to their first line.
func TestScripts_EachSaysWhatItProves(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir("testdata/script")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile("testdata/script/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		first, _, _ := strings.Cut(string(data), "\n")
		if !strings.HasPrefix(first, "# ") || len(first) < 20 || len(first) > 140 {
			t.Errorf("%s begins with %q; want a comment of one line that says what it proves", e.Name(), first)
		}
	}
}

// status runs a command line of ours and fails unless it exits with the code given first: status 2 run --env nowhere. Wrong use prints no
// result, and says why on standard error.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: status CODE [ARG...]")
	}
	want, err := strconv.Atoi(args[0])
	if err != nil || want < exitConforms || want > exitUnasked {
		ts.Fatalf("no exit code %q", args[0])
	}
	hold(ts, ts.Exec("plumbline", args[1:]...), want)
	stdout, stderr := ts.ReadFile("stdout"), ts.ReadFile("stderr")
	switch {
	case want == exitUsage && stdout != "":
		ts.Fatalf("wrong use printed to standard output")
	case want == exitUsage && len(args) > 2 && !strings.HasPrefix(stderr, "plumbline: "):
		ts.Fatalf("wrong use is not explained on standard error")
	case want != exitUsage && stdout == "" && stderr == "":
		ts.Fatalf("nothing was printed")
	}
}

// hold fails the scenario unless a process ended with the exit code want.
func hold(ts *testscript.TestScript, err error, want int) {
	got := 0
	if exit, ok := err.(interface{ ExitCode() int }); ok {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// makeSparse makes a file of 2 GB that takes no room on the disk.
func makeSparse(ts *testscript.TestScript, _ bool, args []string) {
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(f.Truncate(2 << 30))
	ts.Check(f.Close())
}

// normal replaces what differs from machine to machine and from run to run.
func normal(ts *testscript.TestScript, _ bool, args []string) {
	work := ts.Getenv("WORK")
	if len(args) == 0 {
		stdout, stderr := ts.ReadFile("stdout"), ts.ReadFile("stderr")
		_, err := ts.Stdout().Write([]byte(normalise(stdout, work)))
		ts.Check(err)
		_, err = ts.Stderr().Write([]byte(normalise(stderr, work)))
		ts.Check(err)
		return
	}
	for _, name := range args {
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(normalise(ts.ReadFile(name), work)), 0o666))
	}
}

// variable are the things that differ, and what stands for them.
var variable = []struct {
	what *regexp.Regexp
	mark string
}{
	{regexp.MustCompile(`127\.0\.0\.1:\d+`), "127.0.0.1:PORT"},
	{regexp.MustCompile(`plumbline([ /])(devel[-\w]*|\(devel\)|v\d[-.+\w]*)`), "plumbline${1}VERSION"},
	{regexp.MustCompile(`("version": )"(devel[-\w]*|\(devel\)|v\d[-.+\w]*)"`), `$1"VERSION"`},
	{regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?`), "TIME"},
	{regexp.MustCompile(`("elapsed_ns": )\d+`), "${1}0"},
	{regexp.MustCompile(`(\btime=)"[\d.]+"`), `$1"0"`},
	{regexp.MustCompile(` +\b(under 1 ms|\d+ ms|\d+\.\d+ s|\d+ s)\b`), " TIME"},
	{regexp.MustCompile(`(--?seed |seed )\d{4,}`), "${1}SEED"},
	{regexp.MustCompile(`sha256:[0-9a-f]{64}`), "sha256:DIGEST"},
}

func normalise(text, work string) string {
	text = strings.ReplaceAll(text, work, "$WORK")
	for _, v := range variable {
		text = v.what.ReplaceAllString(text, v.mark)
	}
	return text
}

func TestNormalise(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{"url http://127.0.0.1:43211 · seed 3692233565", "url http://127.0.0.1:PORT · seed SEED"},
		{"mock in this process · seed 1", "mock in this process · seed 1"},
		{"✓ a   13 cases  under 1 ms\n✓ b    8 cases        7 ms", "✓ a   13 cases TIME\n✓ b    8 cases TIME"},
		{"/tmp/x/y.yaml:3:1: error", "$WORK/y.yaml:3:1: error"},
		{"plumbline devel-1f2b237ab-dirty · Library 1", "plumbline VERSION · Library 1"},
		{`"started": "2026-11-22T08:42:50.328336401Z", "elapsed_ns": 9661855`, `"started": "TIME", "elapsed_ns": 0`},
		{`<testcase name="a" time="0.013">`, `<testcase name="a" time="0">`},
		{"2020-09-14_1.517.0", "2020-09-14_1.517.0"},
	} {
		if got := normalise(tt.text, "/tmp/x"); got != tt.want {
			t.Errorf("normalise(%q)\n got %q\nwant %q", tt.text, got, tt.want)
		}
	}
}
