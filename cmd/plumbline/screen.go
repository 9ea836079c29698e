package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"syscall"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/suites"
)

// screen is standard output or standard error. Writing to it never fails: what comes after the reader has left, as head does after its
// lines, is for nobody, and every other error is kept for the end of the program, when the work is done and has been cleaned up after.
type screen struct {
	to     io.Writer
	failed error // the first error that was not a reader's leaving; nil if there was none
}

// Write implements io.Writer.
func (s *screen) Write(p []byte) (int, error) {
	if _, err := s.to.Write(p); err != nil && s.failed == nil && !errors.Is(err, syscall.EPIPE) && !errors.Is(err, io.ErrClosedPipe) {
		s.failed = err
	}
	return len(p), nil
}

// screenFor is where a person reads: standard output, unless a report goes there.
func screenFor(out, errs io.Writer, outputs []suites.Output) io.Writer {
	for _, o := range outputs {
		if o.File == "-" {
			return errs
		}
	}
	return out
}

// writeReports writes a report to every output; standard output is out. Names in it begin in the folder the program was started in.
func writeReports(out io.Writer, report *reports.Report, outputs []suites.Output) error {
	report.Folder = folderInRepository()
	return suites.WriteAll(out, report, outputs)
}

// folderInRepository is the folder that the program was started in, from the root of the repository of source code around it; "" at the root,
// and where there is none.
func folderInRepository() string {
	root, here := repository()
	if root == "" {
		return ""
	}
	folder, err := filepath.Rel(root, here)
	if err != nil || folder == "." {
		return ""
	}
	return filepath.ToSlash(folder)
}

// repository returns the root of the repository of source code around the folder that the program was started in, "" if there is none, and
// that folder.
func repository() (root, here string) {
	here, err := os.Getwd()
	if err != nil {
		return "", ""
	}
	for root = here; ; root = filepath.Dir(root) {
		if _, err := os.Stat(filepath.Join(root, ".git")); err == nil {
			return root, here
		}
		if root == filepath.Dir(root) {
			return "", here
		}
	}
}

// isTerminal says whether w shows what is written to a person.
func isTerminal(w io.Writer) bool {
	if s, ok := w.(*screen); ok {
		w = s.to
	}
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb"
}

// consoleOptions suits the console to where it is shown. NO_COLOR is honoured as no-color.org says.
func consoleOptions(w io.Writer) reports.ConsoleOptions {
	o := reports.ConsoleOptions{Colour: isTerminal(w) && os.Getenv("NO_COLOR") == ""}
	if columns, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && columns >= 40 {
		o.Width = columns
	}
	return o
}
