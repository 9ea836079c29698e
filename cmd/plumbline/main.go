// Command plumbline checks that an HTTP API does what its OpenAPI document promises.
//
//	plumbline run                          # the Plaid Partner API against the embedded mock
//	plumbline run --env sandbox            # against Plaid's sandbox
//	plumbline spec check openapi.yaml      # the document by itself
//
// It exits 0 if what was asked conforms, 1 if there are findings, 2 if it was used or configured wrongly, and 3 if it could not ask.
// Results go to standard output, everything about the program itself to standard error: a line "plumbline: what, where, how to
// mend", without capitals and without a full stop.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"

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

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run runs one command line and returns its exit code.
func run(args []string, stdout, stderr io.Writer) int {
	root := command()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.Execute()
	var code outcome
	var failed unasked
	switch {
	case err == nil:
		return exitConforms
	case errors.As(err, &code):
		return int(code)
	}
	fmt.Fprintf(stderr, "plumbline: %v\n", err)
	if errors.As(err, &failed) {
		return exitUnasked
	}
	return exitUsage
}

// command returns the whole tree of commands.
func command() *cobra.Command {
	root := &cobra.Command{
		Use:   "plumbline",
		Short: "checks that an HTTP API does what its OpenAPI document promises",
		Long: `Plumbline drives every operation of an API against an environment or a mock and judges each answer: by its OpenAPI
document, by HTTP and JSON themselves, and by what is known of the API. Its default API is the Plaid Partner API.

Exit codes: 0 conforms, 1 findings, 2 wrong use or configuration, 3 could not ask.`,
		Example: `  plumbline run                                    the Partner API against the embedded mock
  plumbline run --env sandbox --report junit=run.xml
  plumbline mock --listen 127.0.0.1:4010
  plumbline spec check openapi.yaml`,
		Args:          noCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w; see %s --help", err, cmd.CommandPath())
	})
	root.AddCommand(runCommand(), mockCommand(), specCommand(), listCommand(), versionCommand())
	return root
}

// noCommand refuses an unknown subcommand and names the nearest.
func noCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := ""
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		hint = fmt.Sprintf(" (did you mean %q?)", near[0])
	}
	return fmt.Errorf("unknown command %q%s; see %s --help", args[0], hint, cmd.CommandPath())
}
