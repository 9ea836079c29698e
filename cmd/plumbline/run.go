package main

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/suites"
	"github.com/plumbline-dev/plumbline/suites/engine"
)

// sessionFlags are the flags of every command that needs a document, a pack and a place to ask.
type sessionFlags struct {
	options suites.Options
	reports []string
	flags   *pflag.FlagSet
}

func (f *sessionFlags) register(cmd *cobra.Command) {
	flags, o := cmd.Flags(), &f.options
	f.flags = flags
	flags.StringVar(&o.Pack, "pack", engine.DefaultPack, "what is known of the API: a pack's name, or a YAML file")
	flags.StringVar(&o.Document, "document", "", "another OpenAPI document for the same pack: a file, or a pinned name such as plaid-partner@1.556.0")
	flags.BoolVar(&o.AllowRemote, "allow-remote", false, "fetch documents and references that are URLs")
	flags.StringVar(&o.Target.Name, "env", "", "where to ask: mock, sandbox, production, or a YAML file (default mock)")
	flags.StringVar(&o.Target.URL, "url", "", "any other base URL, instead of --env")
	flags.StringVar((*string)(&o.Target.Lifecycle), "lifecycle", "", "what becomes of what is created there: real, sample or none")
	flags.BoolVar(&o.Target.AllowWrites, "allow-writes", false, "send operations that write where they are not sent by default")
	flags.BoolVar(&o.Target.AllowEnable, "allow-enable", false, "send operations that cannot be undone outside the mock and this machine")
	flags.BoolVar(&o.Target.AllowHTTP, "allow-http", false, "send credentials without TLS to another machine")
	flags.StringVar(&o.Auth, "auth", "", "face of authentication to expect: plaid (as Plaid does) or document (as the document says); the pack's own if unset")
	flags.Uint64Var(&o.Seed, "seed", 0, "seed of everything generated; drawn anew away from the mock if unset")
	flags.StringArrayVar(&o.Cases, "case", nil, "only the cases whose id begins with this; may be repeated")
}

// settle finishes the options once the flags are parsed.
func (f *sessionFlags) settle(cmd *cobra.Command) error {
	f.options.Target.URLGiven = cmd.Flags().Changed("url")
	if cmd.Flags().Changed("env") && f.options.Target.Name == "" {
		return errors.New("environment is empty; leave --env out for the mock, or name one of mock, sandbox, production")
	}
	if cmd.Flags().Changed("document") && f.options.Document == "" {
		return errors.New("document is empty; name a file, or leave --document out for the pack's own")
	}
	f.options.Version = toolVersion()
	for _, spec := range f.reports {
		out, err := suites.ParseOutput(spec)
		if err != nil {
			return err
		}
		f.options.Reports = append(f.options.Reports, out)
	}
	return suites.CheckAll(f.options.Reports)
}

func runCommand() *cobra.Command {
	f := &sessionFlags{}
	cmd := &cobra.Command{
		Use:   "run",
		Short: "drives every operation of an API and judges every answer",
		Long: `Run drives every operation with right and wrong requests, walks through the pack's workflows, and judges each answer. Without
flags it runs the Plaid Partner API against the embedded mock.

Credentials come from environment variables only: PLAID_CLIENT_ID and PLAID_SECRET, PLAID_VERSION (2020-09-14 if unset), a
customer to read in PLAID_END_CUSTOMER_CLIENT_ID, and a second partner in PLAID_OTHER_CLIENT_ID and PLAID_OTHER_SECRET. Each NAME may be
given as NAME_FILE, the path of a file that holds the value. A server on this machine is asked with the mock's own if none is set.

Operations that write are sent to the mock, the sandbox and this machine; anywhere else they need --allow-writes.`,
		Example: `  plumbline run
  plumbline run --env sandbox --report json=run.json --report junit=run.xml
  plumbline run --url http://127.0.0.1:4010 --auth document
  plumbline run --document plaid-partner@1.697.4 --case partnerCustomerGet`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.settle(cmd); err != nil {
				return err
			}
			return runSuite(cmd, f)
		},
	}
	f.register(cmd)
	cmd.Flags().StringArrayVar(&f.reports, "report", nil, "write a report as FORMAT=FILE (- is standard output); may be repeated")
	cmd.Flags().DurationVar(&f.options.Budget, "budget", engine.DefaultBudget, "how long an answer may take before it is a finding")
	cmd.Flags().DurationVar(&f.options.Timeout, "timeout", runner.DefaultTimeout, "how long an exchange is waited for")
	return cmd
}

func runSuite(cmd *cobra.Command, f *sessionFlags) error {
	if f.options.Budget <= 0 || f.options.Timeout <= 0 {
		return errors.New("--budget and --timeout must be longer than zero, for instance 5s")
	}
	out, errs := cmd.OutOrStdout(), cmd.ErrOrStderr()
	progress := reports.NewProgress(errs, reports.ProgressOptions{Terminal: isTerminal(errs), Colour: consoleOptions(errs).Colour, Now: time.Now})
	f.options.OnResult = progress.Case
	report, err := suites.Execute(&f.options)
	progress.Close()
	if err != nil {
		return err
	}
	if report == nil {
		return unasked{errors.New("the suite ended without a report; this is a mistake of Plumbline's own")}
	}
	if err := f.show(out, errs, report); err != nil {
		return unasked{err}
	}
	return conclude(report.ExitCode())
}

// show prints the report for a person and writes the others. A report on standard output moves the person's to standard error.
func (f *sessionFlags) show(out, errs io.Writer, report *reports.Report) error {
	screen := screenFor(out, errs, f.options.Reports)
	console := consoleOptions(screen)
	console.Replay = func(id string) string { return f.replay(id, report.Seed) }
	if err := reports.WriteConsole(screen, report, console); err != nil {
		return fmt.Errorf("write the console: %w", err)
	}
	return suites.WriteAll(report, f.options.Reports)
}

// replay is the command that runs one case again, with what the caller said that changes what is sent.
func (f *sessionFlags) replay(id string, seed uint64) string {
	words := []string{"plumbline run"}
	for _, name := range []string{"pack", "document", "env", "url", "lifecycle", "allow-writes", "allow-enable", "allow-http", "auth"} {
		if flag := f.flags.Lookup(name); flag.Changed {
			words = append(words, "--"+name+"="+shellWord(flag.Value.String()))
		}
	}
	return strings.Join(append(words, "--case", shellWord(id), "--seed", strconv.FormatUint(seed, 10)), " ")
}

// shellWord quotes s for a shell if it needs that.
func shellWord(s string) string {
	if s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return !strings.ContainsRune("-_./:@%+,=", r) && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	}) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
