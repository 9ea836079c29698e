// Command plumbline holds a running HTTP API to its OpenAPI document.
//
//	plumbline run                          # the Plaid Partner API against the embedded mock
//	plumbline run --env sandbox            # against Plaid's sandbox
//	plumbline spec check openapi.yaml      # the document by itself
//	plumbline diff old.yaml new.yaml       # what an upgrade breaks
//
// It exits 0 if what was asked conforms, 1 if there are findings, 2 if it was used or configured wrongly, and 3 if it could not ask.
// A command line that asks nothing, plumbline alone, is wrong use too: a script that lost its arguments must not look green.
//
// Results go to standard output, everything about the program itself to standard error: a line "plumbline: what, where, how to
// mend", without capitals and without a full stop. A reader that leaves early, as head does, changes neither the work nor the exit
// code.
package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
)

// The exit codes.
const (
	exitConforms = 0
	exitFindings = 1
	exitUsage    = 2
	exitUnasked  = 3
)

// outcome is an error that only carries an exit code: everything worth saying has been said.
type outcome int

// Error implements error.
func (o outcome) Error() string { return fmt.Sprintf("exit code %d", int(o)) }

// conclude returns the error that makes the program exit with code.
func conclude(code int) error {
	if code == exitConforms {
		return nil
	}
	return outcome(code)
}

// unasked is an error that kept the program from asking, although it was used rightly.
type unasked struct{ error }

// Unwrap returns the cause.
func (u unasked) Unwrap() error { return u.error }

// undelivered is an error that kept results from being written. Findings stay findings; without any, silence must not pass for success.
type undelivered struct {
	error
	code int // what the results come to
}

// Unwrap returns the cause.
func (u undelivered) Unwrap() error { return u.error }

func main() {
	// Without this, a write to a pipe that nobody reads ends the process at once: in the middle of a run, with customers created and
	// not yet removed.
	signal.Ignore(syscall.SIGPIPE)
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run runs one command line and returns its exit code.
func run(args []string, stdout, stderr io.Writer) int {
	out, errs := &screen{to: stdout}, &screen{to: stderr}
	root := command()
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(errs)
	err := root.Execute()
	code := exitCode(err)
	var said outcome
	if err != nil && !errors.As(err, &said) {
		fmt.Fprintf(errs, "plumbline: %s\n", strings.ReplaceAll(err.Error(), "\n", "\n  "))
	}
	if out.failed != nil {
		fmt.Fprintf(errs, "plumbline: standard output cannot be written: %v; the results are not whole\n", plainWrite(out.failed))
		if code == exitConforms {
			code = exitUnasked
		}
	}
	return code
}

// plainWrite takes the name of the file out of an error of writing.
func plainWrite(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// exitCode returns the code of what a command returned.
func exitCode(err error) int {
	var code outcome
	var late undelivered
	var early unasked
	switch {
	case err == nil:
		return exitConforms
	case errors.As(err, &code):
		return int(code)
	case errors.As(err, &late) && late.code == exitFindings:
		return exitFindings
	case errors.As(err, &late), errors.As(err, &early):
		return exitUnasked
	}
	return exitUsage
}

// command returns the whole tree of commands.
func command() *cobra.Command {
	root := &cobra.Command{
		Use:   "plumbline",
		Short: "holds a running HTTP API to its OpenAPI document",
		Long: `Plumbline drives every operation of an API against an environment or a mock,
and judges each answer: by its OpenAPI document, by HTTP and JSON themselves,
and by what is known of the API. Its default API is the Plaid Partner API.

It exits 0 if all conforms, 1 on findings, 2 on wrong use or configuration,
and 3 if it could not ask.`,
		Example: `  plumbline run                           # the Partner API, on the embedded mock
  plumbline run --env sandbox --report junit=run.xml
  plumbline run --url http://127.0.0.1:8080 --pack none --document openapi.yaml
  plumbline mock --listen 127.0.0.1:4010
  plumbline spec check openapi.yaml
  plumbline diff plaid-partner@1.517.0 plaid-partner@1.697.4`,
		Version:           toolVersion(),
		Args:              noCommand,
		RunE:              askNothing,
		SilenceUsage:      true,
		SilenceErrors:     true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return refuseEmpty(cmd.Flags()) },
	}
	root.SetFlagErrorFunc(flagError)
	root.SetHelpFunc(printHelp)
	root.SetUsageFunc(func(cmd *cobra.Command) error { return usage(cmd.OutOrStderr(), cmd) })
	root.SetVersionTemplate("plumbline {{.Version}}\n")
	root.SetHelpCommand(helpCommand())
	root.AddCommand(runCommand(), mockCommand(), proveCommand(), specCommand(), diffCommand(), listCommand(), sampleCommand(), judgeCommand(), completionCommand(), versionCommand())
	root.InitDefaultHelpCmd()
	return root
}
