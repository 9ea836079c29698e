package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/source"
	"github.com/plumbline-dev/plumbline/suites/engine"
)

// stdinName is how the lines of a document that came through standard input are named.
const stdinName = "stdin"

// maxDocument is how many bytes of standard input are read: as many as of a file.
const maxDocument = 64 << 20

func specCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "spec",
		Short:   "looks at an OpenAPI document by itself",
		Long:    "Spec looks at an OpenAPI document by itself, without asking any API.",
		Example: "  plumbline spec check openapi.yaml",
		Args:    noCommand,
		RunE:    askNothing,
	}
	cmd.AddCommand(specCheckCommand(), specStrengthCommand())
	return cmd
}

// specCheckFlags are the flags of spec check.
type specCheckFlags struct {
	overlays    []string
	allowRemote bool
	reports     []string
}

func specCheckCommand() *cobra.Command {
	f := &specCheckFlags{}
	cmd := &cobra.Command{
		Use:   "check DOCUMENT",
		Short: "finds the faults of a document, all of them, with line and column",
		Long: `Check reads an OpenAPI 3.0 or 3.1 document and lists every fault with its place:
references that lead nowhere, security schemes that are not defined, names that
stand twice, examples that break their own schema, and what the lint of
kin-openapi finds. It exits 1 if there is an error among them; warnings and
notes leave it at 0.

DOCUMENT is a file, a pinned name such as plaid-partner@1.517.0, a URL with
--allow-remote, or - for standard input.`,
		Example: `  plumbline spec check openapi.yaml
  plumbline spec check plaid-partner@1.697.4
  plumbline spec check --report json=faults.json openapi.json
  yq '.' openapi.yaml | plumbline spec check -`,
		Args: exactly(1, "name one document: a file, a pinned name such as "+pinnedExample+", or - for standard input"),
		RunE: func(cmd *cobra.Command, args []string) error { return checkDocument(cmd, f, args[0]) },
	}
	overlayFlag(cmd.Flags(), &f.overlays)
	cmd.Flags().BoolVar(&f.allowRemote, "allow-remote", false, "fetch documents and references that are URLs")
	reportFlag(cmd, &f.reports)
	return cmd
}

func checkDocument(cmd *cobra.Command, f *specCheckFlags, name string) error {
	if name == "" {
		return errors.New("document is empty; name a file, or a pinned document such as " + pinnedExample)
	}
	if err := checkDocumentName(name, f.allowRemote); err != nil {
		return err
	}
	outputs, err := outputsOf(f.reports)
	if err != nil {
		return err
	}
	started := time.Now()
	doc, err := openDocument(cmd, name, f.allowRemote)
	if err != nil {
		return err
	}
	if doc, err = engine.Overlay(cmd.Context(), doc, f.overlays); err != nil {
		return err
	}
	report := documentReport(cmd.Context(), doc, name, started)
	report.Subject.Overlays = f.overlays
	code := report.ExitCode()
	printProblems(screenFor(cmd.OutOrStdout(), cmd.ErrOrStderr(), outputs), doc, report)
	if err := writeReports(cmd.OutOrStdout(), report, outputs); err != nil {
		return undelivered{err, code}
	}
	return conclude(code)
}

// openDocument reads a document as source.Open does, and from standard input where its name is -.
func openDocument(cmd *cobra.Command, name string, allowRemote bool) (*spec.Document, error) {
	if name != "-" {
		return source.Open(cmd.Context(), name, spec.Options{AllowRemote: allowRemote})
	}
	data, err := io.ReadAll(io.LimitReader(cmd.InOrStdin(), maxDocument+1))
	if err != nil {
		return nil, fmt.Errorf("read standard input: %w", err)
	}
	if len(data) > maxDocument {
		return nil, fmt.Errorf("standard input has more than %d bytes; name a smaller document", maxDocument)
	}
	return spec.Parse(cmd.Context(), stdinName, data, spec.Options{AllowRemote: allowRemote, MaxBytes: maxDocument})
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
func printProblems(w io.Writer, doc *spec.Document, r *reports.Report) {
	for _, f := range r.Findings {
		fmt.Fprintf(w, "%s: %s: %s [%s]\n", f.Location, f.Level, f.Message, f.Rule)
		if f.Fix != "" {
			fmt.Fprintf(w, "    fix: %s\n", f.Fix)
		}
	}
	if len(r.Findings) > 0 {
		fmt.Fprintln(w)
	}
	n := r.Summary.Findings
	fmt.Fprintf(w, "%s (OpenAPI %s), %s: %s, %s, %s\n",
		cmp.Or(strings.TrimSpace(doc.Title+" "+doc.Version), doc.Name), doc.OpenAPI, count(len(doc.Operations), "operation"),
		count(n[reports.LevelError], "error"), count(n[reports.LevelWarning], "warning"), count(n[reports.LevelNote], "note"))
}
