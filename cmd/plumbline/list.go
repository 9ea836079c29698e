package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec/diff"
	"github.com/plumbline-dev/plumbline/suites/checks"
	"github.com/plumbline-dev/plumbline/suites/engine"
)

func listCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "list",
		Short: "lists operations, cases, checks, rules, faults and the like",
		Long:  `List shows what there is to name on a command line. Nothing is sent.`,
		Example: `  plumbline list operations
  plumbline list cases --env production
  plumbline list checks`,
		Args: noCommand,
		RunE: askNothing,
	}
	cmd.AddCommand(
		listOf("checks", "what every answer is held to", "  plumbline list checks", listChecks),
		listOf("environments", "where an API can be asked", "  plumbline list environments", listEnvironments),
		listOf("faults", "how the mock can be wrong, and which check claims it", "  plumbline list faults", listFaults),
		listOf("formats", "what a report can be written as", "  plumbline list formats", listFormats),
		listOf("overlay", "what tightens the document for faults that show with no other", "  plumbline list overlay > tight.yaml", listOverlay),
		listOf("rules", "what diff finds, in which classes a policy may weigh it", "  plumbline list rules", listRules),
		listPlanned("operations", "those of the document, and what the pack says of them", listOperations),
		listPlanned("cases", "what a run with these flags would ask, and what it would skip", listCases),
	)
	return cmd
}

// table prints rows in aligned columns.
func table(w io.Writer, rows [][]string) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		fmt.Fprintln(t, strings.TrimRight(strings.Join(row, "\t"), "\t "))
	}
	return t.Flush()
}

// sentence introduces a list in its help.
func sentence(name, short string) string {
	return "Lists " + name + ": " + short + ".\nNothing is sent."
}

// listOf is a list that depends on nothing.
func listOf(name, short, example string, rows func() [][]string) *cobra.Command {
	return &cobra.Command{
		Use: name, Short: short, Long: sentence(name, short), Example: example, Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return table(cmd.OutOrStdout(), rows()) },
	}
}

// listPlanned is a list that depends on document, pack and environment. Nothing is sent.
func listPlanned(name, short string, rows func(*engine.Session) [][]string) *cobra.Command {
	f := &sessionFlags{}
	cmd := &cobra.Command{
		Use: name, Short: short, Long: sentence(name, short), Args: noArguments,
		Example: fmt.Sprintf("  plumbline list %s\n  plumbline list %s --document plaid-partner@1.697.4", name, name),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.settle(); err != nil {
				return err
			}
			f.options.PlanOnly = true
			session, err := engine.Open(cmd.Context(), f.options.Options)
			if err != nil {
				return err
			}
			warnMissed(cmd.ErrOrStderr(), session.Document)
			return table(cmd.OutOrStdout(), rows(session))
		},
	}
	f.register(cmd)
	return cmd
}

func listOperations(s *engine.Session) [][]string {
	var rows [][]string
	for _, op := range s.Document.Operations {
		about := s.Pack.OperationFor(op.ID, op.Method)
		effect := string(about.Effect)
		if about.Irreversible {
			effect += ", cannot be undone"
		}
		rows = append(rows, []string{op.ID, op.Method, op.Path, effect})
	}
	return rows
}

func listCases(s *engine.Session) [][]string {
	var rows [][]string
	for _, g := range s.Groups() {
		for _, c := range g.Cases {
			row := []string{c.ID, c.Title}
			if c.Skip != "" {
				row = append(row, "skipped: "+c.Skip)
			}
			rows = append(rows, row)
		}
	}
	return rows
}

func listChecks() [][]string {
	var rows [][]string
	for _, c := range checks.All() {
		rows = append(rows, []string{c.ID, string(c.Level), c.Title, c.Clause})
	}
	return rows
}

func listEnvironments() [][]string {
	var rows [][]string
	for _, name := range runner.EnvironmentNames() {
		env, err := runner.Choose(runner.Choice{Name: name})
		if err != nil {
			rows = append(rows, []string{name, err.Error()})
			continue
		}
		address, writes := "in this process", "reads only"
		if env.URL != nil {
			address = env.URL.String()
		}
		if env.Writes {
			writes = "writes"
		}
		rows = append(rows, []string{name, address, "life cycle " + string(env.Lifecycle), writes, env.Title})
	}
	return rows
}

func listFormats() [][]string {
	var rows [][]string
	for _, f := range reports.Formats() {
		rows = append(rows, []string{f.Name, f.Summary})
	}
	return rows
}

func listRules() [][]string {
	var rows [][]string
	for _, rule := range diff.Rules() {
		var classes []string
		for _, class := range rule.Classes {
			classes = append(classes, string(class))
		}
		rows = append(rows, []string{rule.Name, strings.Join(classes, ", "), rule.Doc})
	}
	return rows
}
