package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec/diff"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/pinned"
	"github.com/plumbline-dev/plumbline/suites/upgrade"
)

// diffFlags are the flags of diff.
type diffFlags struct {
	options upgrade.Options
	failOn  string
	through bool
	reports []string
}

func diffCommand() *cobra.Command {
	f := &diffFlags{}
	cmd := &cobra.Command{
		Use:   "diff BASE REVISION",
		Short: "says what a newer version of a document breaks, and proves it",
		Long: `Diff compares two OpenAPI documents, 3.0 or 3.1, YAML or JSON, and lists what an
upgrade from BASE to REVISION breaks: one finding for each root cause, with a
whole message on which the two versions differ, whom it reaches, and what to do.

A document is a file, git:REV:PATH for a file at a revision of the repository
here, a pinned name such as plaid-partner@1.517.0, or a URL with --allow-remote.

Each change has a class, and a policy makes a level of it:

                default  typed    strict   plaid
  wire          error    error    error    error    right messages are rejected
  unpromised    error    error    error    error    a promised part is gone
  typed         warning  error    error    note     only generated code notices
  unproven      warning  warning  error    warning  neither proven nor refuted
  compatible    note     note     note     note     known to be safe
  prose         none     none     none     none     descriptions, examples

A YAML file can be a policy of your own: extends, classes, rules, identifiers;
plumbline list rules shows what it can name. It exits 1 if a finding is an
error; --fail-on says otherwise.

--through walks three or more versions in the order given and names the step
that brought each change. One argument may stand for many: a folder, a range
such as git:v1..main:api/openapi.yaml, or an API with pinned versions.`,
		Example: `  plumbline diff plaid-partner@1.517.0 plaid-partner@1.697.4
  plumbline diff git:main:api/openapi.yaml api/openapi.yaml --fail-on warning
  plumbline diff old.yaml new.yaml --operations getPet --explain
  plumbline diff old.yaml new.yaml --report markdown=comment.md --report sarif=diff.sarif
  plumbline diff --through v1.yaml v2.yaml v3.yaml
  plumbline diff --through git:v1..main:api/openapi.yaml --policy typed`,
		Args: f.arguments,
		RunE: func(cmd *cobra.Command, args []string) error { return compareDocuments(cmd, f, args) },
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return pinnedNames(), cobra.ShellCompDirectiveDefault
		},
	}
	flags, o := cmd.Flags(), &f.options
	flags.SortFlags = false
	flags.StringVar(&o.Policy, "policy", "", "how grave each change is: the `name` of a policy, or a YAML file (default \"default\")")
	flags.StringVar(&f.failOn, "fail-on", string(reports.FailOnError), "the `level` from which on it exits 1: error, warning or never")
	flags.StringSliceVar(&o.Operations, "operations", nil, "only these operations, by `id` or method and path; may be repeated")
	flags.StringVar(&o.Pack, "pack", "", "only the operations of a pack, by `name` or YAML file, and the webhooks that it knows")
	flags.StringArrayVar(&o.Tags, "tag", nil, "only operations that have this `tag`; may be repeated")
	flags.BoolVar(&o.Explain, "explain", false, "show every finding in full, what is safe included, and how that was established")
	flags.BoolVar(&o.Prose, "prose", false, "list changes of descriptions, examples and extensions, too")
	flags.StringArrayVar(&o.Waivers, "waivers", nil, "a YAML `file` of changes that are excused, each with a reason and an end; may be repeated")
	flags.StringVar(&o.Baseline, "baseline", "", "the JSON record of an earlier diff, a `file`: only what is new fails")
	flags.BoolVar(&f.through, "through", false, "walk all versions named, oldest first, step by step")
	flags.BoolVar(&o.AllowRemote, "allow-remote", false, "fetch documents and references that are URLs")
	reportFlag(cmd, &f.reports)
	offer(cmd, "policy", true, diff.Policies)
	offer(cmd, "fail-on", false, upgrade.FailOns)
	offer(cmd, "pack", true, packs.Names)
	return cmd
}

// pinnedNames are the documents that come with the program.
func pinnedNames() []string {
	var names []string
	for _, api := range pinned.APIs() {
		for _, version := range pinned.Names(api) {
			names = append(names, api+"@"+version)
		}
	}
	return names
}

// arguments is the rule for the arguments: two documents, or with --through any that stand for at least two.
func (f *diffFlags) arguments(cmd *cobra.Command, args []string) error {
	for _, name := range args {
		if name == "" {
			return errors.New("document is empty; name a file, git:REV:PATH, or a pinned document such as " + pinnedExample)
		}
	}
	switch {
	case f.through && len(args) > 0, len(args) == 2:
		return nil
	case f.through:
		return fmt.Errorf("%s --through takes the versions to walk, oldest first; see %s --help", cmd.CommandPath(), cmd.CommandPath())
	case len(args) > 2:
		return fmt.Errorf("%s takes two documents, got %d; walk more of them with --through", cmd.CommandPath(), len(args))
	}
	return fmt.Errorf("%s takes two documents, got %d; name the base and the revision, such as plaid-partner@1.517.0 %s", cmd.CommandPath(), len(args), pinnedExample)
}

func compareDocuments(cmd *cobra.Command, f *diffFlags, args []string) error {
	debug.SetGCPercent(200) // the documents live to the end, so collecting early is work for nothing
	outputs, err := outputsOf(f.reports)
	if err != nil {
		return err
	}
	for i, name := range args {
		if err := checkDocumentName(name, f.options.AllowRemote); err != nil {
			return err
		}
		args[i] = fromHere(name)
	}
	report, err := f.compare(cmd, args)
	if err != nil {
		return err
	}
	code := report.ExitCode()
	screen := screenFor(cmd.OutOrStdout(), cmd.ErrOrStderr(), outputs)
	console := consoleOptions(screen)
	console.Explain = f.options.Explain
	if err := reports.WriteConsole(screen, report, console); err != nil {
		return err
	}
	if err := writeReports(cmd.OutOrStdout(), report, outputs); err != nil {
		return undelivered{err, code}
	}
	return conclude(code)
}

func (f *diffFlags) compare(cmd *cobra.Command, args []string) (*reports.Report, error) {
	o := f.options
	o.FailOn, o.Version = reports.FailOn(f.failOn), toolVersion()
	if !f.through {
		o.Base, o.Revision = args[0], args[1]
		return upgrade.Run(cmd.Context(), o)
	}
	steps, err := upgrade.Through(cmd.Context(), args, o)
	if err != nil {
		return nil, err
	}
	return reports.History(steps), nil
}

// fromHere names a file of this repository from where the program was started: what stands in a report should mean the same on every
// machine. Any other name stays as it is.
func fromHere(name string) string {
	root, here := repository()
	if root == "" || !filepath.IsAbs(name) {
		return name
	}
	inside, err := filepath.Rel(root, name)
	if err != nil || inside == ".." || strings.HasPrefix(inside, ".."+string(filepath.Separator)) {
		return name
	}
	if short, err := filepath.Rel(here, name); err == nil {
		return short
	}
	return name
}
