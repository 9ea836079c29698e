package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/suites"
	"github.com/plumbline-dev/plumbline/suites/engine"
)

func specCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "spec",
		Short:   "looks at an OpenAPI document by itself",
		Example: "  plumbline spec check openapi.yaml",
		Args:    noCommand,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(specCheckCommand())
	return cmd
}

// specCheckFlags are the flags of spec check.
type specCheckFlags struct {
	allowRemote bool
	reports     []string
}

func specCheckCommand() *cobra.Command {
	f := &specCheckFlags{}
	cmd := &cobra.Command{
		Use:   "check DOCUMENT",
		Short: "finds the faults of a document, all of them, with line and column",
		Long: `Check loads an OpenAPI 3.0 or 3.1 document and lists every fault with its place: references that lead nowhere, security schemes
that are not defined, names that stand twice, examples that break their own schema, and what the lint of kin-openapi finds. It
exits 1 if there is an error among them; warnings and notes leave it at 0.`,
		Example: `  plumbline spec check openapi.yaml
  plumbline spec check plaid-partner@1.697.4
  plumbline spec check --report json=faults.json openapi.json`,
		Args: exactly(1, "name one document, a file or a pinned name such as plaid-partner@1.517.0"),
		RunE: func(cmd *cobra.Command, args []string) error { return checkDocument(cmd, f, args[0]) },
	}
	cmd.Flags().BoolVar(&f.allowRemote, "allow-remote", false, "fetch documents and references that are URLs")
	cmd.Flags().StringArrayVar(&f.reports, "report", nil, "write a report as FORMAT=FILE (- is standard output); may be repeated")
	return cmd
}

// exactly returns a cobra rule for a number of arguments that says how to mend.
func exactly(n int, mend string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == n {
			return nil
		}
		return fmt.Errorf("%s takes %d argument, got %d; %s", cmd.CommandPath(), n, len(args), mend)
	}
}

func checkDocument(cmd *cobra.Command, f *specCheckFlags, name string) error {
	if name == "" {
		return errors.New("document is empty; name a file or a pinned name such as plaid-partner@1.517.0")
	}
	var outputs []suites.Output
	for _, spec := range f.reports {
		out, err := suites.ParseOutput(spec)
		if err != nil {
			return err
		}
		outputs = append(outputs, out)
	}
	if err := suites.CheckAll(outputs); err != nil {
		return err
	}
	started := time.Now()
	doc, err := engine.OpenDocument(cmd.Context(), name, f.allowRemote)
	if err != nil {
		return err
	}
	report := documentReport(cmd.Context(), doc, name, started)
	if err := printProblems(screenFor(cmd.OutOrStdout(), cmd.ErrOrStderr(), outputs), doc, report); err != nil {
		return unasked{err}
	}
	if err := suites.WriteAll(report, outputs); err != nil {
		return unasked{err}
	}
	return conclude(report.ExitCode())
}

// documentReport puts a document's problems into the record that every format takes.
func documentReport(ctx context.Context, doc *spec.Document, name string, started time.Time) *reports.Report {
	var findings []reports.Finding
	for _, p := range doc.Problems(ctx) {
		findings = append(findings, reports.Finding{
			Rule: p.Rule, Level: reports.Level(p.Level), Message: p.Message, Fix: p.Fix, KeywordPath: p.Pointer,
			Location:    reports.Location{File: p.At.File, Line: p.At.Line, Column: p.At.Column},
			Fingerprint: reports.Fingerprint(p.Rule, "", "", p.Pointer),
		})
	}
	r := &reports.Report{
		Format: reports.Format, Kind: reports.KindCheck,
		Tool:    reports.Tool{Name: "plumbline", Version: toolVersion()},
		Subject: reports.Subject{Title: doc.Title, Version: doc.Version, Document: name, Digest: doc.Digest},
		Started: started.UTC(), Elapsed: time.Since(started),
		Results: []reports.Result{}, Leftovers: []reports.Leftover{},
	}
	r.Summary, r.Findings, r.Known = reports.Summarise(nil, findings...)
	r.Summary.Operations = len(doc.Operations)
	return r
}

// printProblems prints one line for each problem in the form that editors and CI logs make clickable, and how to mend it below.
func printProblems(w io.Writer, doc *spec.Document, r *reports.Report) error {
	for _, f := range r.Findings {
		if _, err := fmt.Fprintf(w, "%s: %s: %s [%s]\n", f.Location, f.Level, f.Message, f.Rule); err != nil {
			return err
		}
		if f.Fix != "" {
			fmt.Fprintf(w, "    fix: %s\n", f.Fix)
		}
	}
	if len(r.Findings) > 0 {
		fmt.Fprintln(w)
	}
	n := r.Summary.Findings
	_, err := fmt.Fprintf(w, "%s %s (OpenAPI %s), %d operations: %d errors, %d warnings, %d notes\n",
		doc.Title, doc.Version, doc.OpenAPI, len(doc.Operations), n[reports.LevelError], n[reports.LevelWarning], n[reports.LevelNote])
	return err
}
