package main

import (
	"context"
	"fmt"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/plumbline-dev/plumbline/runner/mock"
	"github.com/plumbline-dev/plumbline/suites/engine"
	"github.com/plumbline-dev/plumbline/suites/prove"
)

func proveCommand() *cobra.Command {
	var o prove.Options
	var specs []string
	cmd := &cobra.Command{
		Use:   "prove",
		Short: "shows that the checks can fail, on mocks wrong on purpose",
		Long: `Prove drives the suite against the embedded mock with each of its named faults,
one at a time and in this process, and prints which check caught which fault:

  x  the check claims the fault and caught it
  o  it found something as well

A fault that the check which claims it does not catch, a check that catches no
fault, and a finding on a mock without any fault are holes: then it exits 1.
plumbline list faults explains the faults, plumbline list checks the checks.`,
		Example: `  plumbline prove
  plumbline prove --auth document --document plaid-partner@1.697.4
  plumbline prove --fault answer-null --fault slow
  plumbline prove --report junit=prove.xml`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkDocumentOf(cmd.Flags(), o.Pack, o.Document, false); err != nil {
				return err
			}
			outputs, err := outputsOf(specs)
			if err != nil {
				return err
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), syscall.SIGINT, syscall.SIGTERM)
			defer stop()
			o.Version = toolVersion()
			matrix, err := prove.Run(ctx, o)
			switch {
			case ctx.Err() != nil:
				return unasked{fmt.Errorf("interrupted before its end: %w", context.Cause(ctx))}
			case err != nil:
				return err
			}
			report := matrix.Record(o.Version)
			if err := matrix.Write(screenFor(cmd.OutOrStdout(), cmd.ErrOrStderr(), outputs)); err != nil {
				return unasked{err}
			}
			code := report.ExitCode()
			if err := writeReports(cmd.OutOrStdout(), report, outputs); err != nil {
				return undelivered{err, code}
			}
			return conclude(code)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&o.Pack, "pack", engine.DefaultPack, "what is known of the API: the `name` of a pack, none, or a YAML file")
	flags.StringVar(&o.Document, "document", "", "another OpenAPI document for the same pack: a `file`, or a pinned name such as "+pinnedExample)
	flags.StringVar(&o.Auth, "auth", "", "the one `face` of authentication to show (default each in turn)")
	flags.StringArrayVar(&o.Faults, "fault", nil, "only the fault of this `name`; may be repeated")
	flags.Uint64Var(&o.Seed, "seed", 1, "`number` that everything generated follows from")
	completePack(cmd)
	completeFault(cmd)
	reportFlag(cmd, &specs)
	return cmd
}

// completeFault offers the names of faults.
func completeFault(cmd *cobra.Command) {
	offer(cmd, "fault", false, func() []string {
		var words []string
		for _, f := range mock.Faults() {
			words = append(words, f.Name+"\t"+f.Does)
		}
		return words
	})
}

func listFaults() [][]string {
	var rows [][]string
	for _, f := range mock.Faults() {
		does := f.Does
		if f.Faces != nil {
			does += " (face " + strings.Join(f.Faces, ", ") + ")"
		}
		if f.Tight {
			does += " (shows with a tightened document only: plumbline prove --fault " + f.Name + ")"
		}
		rows = append(rows, []string{f.Name, string(f.Class), f.Rule, does})
	}
	return rows
}

// listOverlay is the overlay that tightens a document, as it is to be written to a file.
func listOverlay() [][]string {
	var rows [][]string
	for line := range strings.Lines(prove.Overlay()) {
		rows = append(rows, []string{strings.TrimRight(line, "\n")})
	}
	return rows
}
