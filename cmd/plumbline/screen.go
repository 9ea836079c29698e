package main

import (
	"io"
	"os"
	"strconv"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/suites"
)

// screenFor is where a person reads: standard output, unless a report goes there.
func screenFor(out, errs io.Writer, outputs []suites.Output) io.Writer {
	for _, o := range outputs {
		if o.File == "-" {
			return errs
		}
	}
	return out
}

// isTerminal says whether w shows what is written to a person.
func isTerminal(w io.Writer) bool {
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
