package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/suites"
)

// broken is a writer that fails.
type broken struct{ err error }

func (b broken) Write([]byte) (int, error) { return 0, b.err }

func TestScreen(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		err  error
		kept bool
	}{
		{"everything is written", nil, false},
		{"the reader has left", &os.PathError{Op: "write", Path: "|1", Err: syscall.EPIPE}, false},
		{"the reader was ours and has left", io.ErrClosedPipe, false},
		{"the disk is full", &os.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.ENOSPC}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := &screen{to: broken{tt.err}}
			for range 2 {
				if n, err := s.Write([]byte("four")); n != 4 || err != nil {
					t.Errorf("write: got %d, %v, want 4 and no error", n, err)
				}
			}
			if (s.failed != nil) != tt.kept || tt.kept && !errors.Is(s.failed, tt.err) {
				t.Errorf("kept %v of %v", s.failed, tt.err)
			}
		})
	}
}

func TestRun_StandardOutputIsFull(t *testing.T) {
	t.Parallel()
	full := broken{&os.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.ENOSPC}}
	for _, tt := range []struct {
		name string
		args []string
		want int
	}{
		{"a version", []string{"version"}, exitUnasked},
		{"help", []string{"--help"}, exitUnasked},
		{"a list", []string{"list", "checks"}, exitUnasked},
		{"a document without faults", []string{"spec", "check", "plaid-partner@1.517.0"}, exitUnasked},
		{"a completion", []string{"completion", "bash"}, exitUnasked},
		{"wrong use stays wrong use", []string{"version", "x"}, exitUsage},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var errs bytes.Buffer
			if got := run(tt.args, full, &errs); got != tt.want {
				t.Errorf("exit code %d, want %d", got, tt.want)
			}
			if said := strings.Contains(errs.String(), "standard output cannot be written: no space left on device"); said != (tt.want == exitUnasked) {
				t.Errorf("said %q", errs.String())
			}
		})
	}
}

func TestScreenFor(t *testing.T) {
	t.Parallel()
	out, errs := &bytes.Buffer{}, &bytes.Buffer{}
	if got := screenFor(out, errs, []suites.Output{{File: "run.json"}}); got != out {
		t.Error("a report in a file moves what a person reads")
	}
	if got := screenFor(out, errs, []suites.Output{{File: "run.json"}, {File: "-"}}); got != errs {
		t.Error("a report on standard output is mixed with what a person reads")
	}
}

func TestWriteReports(t *testing.T) {
	t.Parallel()
	write := func(text string, err error) reports.Writer {
		return reports.Writer{Write: func(w io.Writer, _ *reports.Report) error {
			_, _ = io.WriteString(w, text)
			return err
		}}
	}
	file := t.TempDir() + "/report"
	out := &bytes.Buffer{}
	err := writeReports(out, &reports.Report{}, []suites.Output{{Format: write("a", nil), File: "-"}, {Format: write("b", nil), File: file}})
	if data, _ := os.ReadFile(file); err != nil || out.String() != "a" || string(data) != "b" {
		t.Errorf("standard output %q, file %q, error %v", out, data, err)
	}
	// One that fails keeps no other from being written.
	failed := errors.New("failed")
	out.Reset()
	err = writeReports(out, &reports.Report{}, []suites.Output{{Format: write("a", failed), File: "-"}, {Format: write("c", nil), File: file}})
	if data, _ := os.ReadFile(file); !errors.Is(err, failed) || string(data) != "c" {
		t.Errorf("file %q, error %v", data, err)
	}
}

func TestIsTerminal_NotAFile(t *testing.T) {
	t.Parallel()
	file, err := os.Create(t.TempDir() + "/out")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, w := range []io.Writer{&bytes.Buffer{}, &screen{to: &bytes.Buffer{}}, file, &screen{to: file}} {
		if isTerminal(w) {
			t.Errorf("%T is taken for a terminal", w)
		}
	}
}

func TestConsoleOptions(t *testing.T) {
	// Not parallel: it sets environment variables.
	for _, tt := range []struct {
		columns string
		want    int
	}{{"", 0}, {"120", 120}, {"12", 0}, {"wide", 0}} {
		t.Setenv("COLUMNS", tt.columns)
		if got := consoleOptions(&bytes.Buffer{}); got.Width != tt.want || got.Colour {
			t.Errorf("COLUMNS=%s: got width %d, colour %v", tt.columns, got.Width, got.Colour)
		}
	}
}
