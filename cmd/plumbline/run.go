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
	flags.SortFlags = false
	flags.StringVar(&o.Target.Name, "env", "", "where to ask: the `name` of an environment (mock, sandbox, production), or a YAML file (default mock)")
	flags.StringVar(&o.Target.URL, "url", "", "any other base `URL`, instead of --env")
	flags.StringVar(&o.Pack, "pack", engine.DefaultPack, "what is known of the API: the `name` of a pack, none, or a YAML file")
	flags.StringVar(&o.Document, "document", "", "another OpenAPI document for the same pack: a `file`, or a pinned name such as "+pinnedExample)
	overlayFlag(flags, &o.Overlays)
	flags.BoolVar(&o.AllowRemote, "allow-remote", false, "fetch documents and references that are URLs")
	flags.StringVar(&o.Auth, "auth", "", "`face` of authentication to expect: plaid (as Plaid does) or document (as the document says) (default the pack's own)")
	flags.StringVar(&o.Strictness, "strictness", "", "whose `word` about an answer is enough for an error: document (its own alone), pack (and what the pack knows; what only examples show is a warning), or examples (theirs too) (default "+engine.DefaultStrictness+")")
	flags.StringVar((*string)(&o.Target.Lifecycle), "lifecycle", "", "what becomes of what is created there, a `word`: real, sample or none (default the environment's own)")
	flags.BoolVar(&o.Target.AllowWrites, "allow-writes", false, "send operations that write where they are not sent by default")
	flags.BoolVar(&o.Target.AllowEnable, "allow-enable", false, "send operations that cannot be undone outside the mock and this machine")
	flags.BoolVar(&o.Target.AllowHTTP, "allow-http", false, "send credentials without TLS to another machine")
	flags.StringArrayVar(&o.Workflows, "workflow", nil, "a `file` of workflows, an Arazzo document, driven besides the pack's; may be repeated")
	flags.StringVar(&o.Profile, "profile", engine.DefaultProfile, "how thoroughly to ask, a `word`: quick, default or thorough")
	flags.StringArrayVar(&o.Phases, "phase", nil, "only cases of this `phase`, such as negative; may be repeated")
	flags.IntVar(&o.MaxRequests, "max-requests", 0, "the most requests the run may plan for, a `number` (default the profile's own bound)")
	flags.IntVar(&o.MaxExamples, "max-examples", engine.DefaultExamples, "how many bodies the phase fuzz makes at random for one operation, a `number`")
	flags.StringArrayVar(&o.Cases, "case", nil, "only the cases at or below this path, such as partnerCustomerGet/bodies; may be repeated")
	flags.Uint64Var(&o.Seed, "seed", 0, "`number` that everything generated follows from (default 1 on the mock, elsewhere drawn anew)")
	flags.Uint64Var(&o.Nonce, "nonce", 0, "`number` that names that must be unique hold besides the seed, where a place still holds those of an earlier run")
	completeSession(cmd)
}

// settle finishes the options once the flags are parsed.
func (f *sessionFlags) settle() error {
	o := &f.options
	if err := checkDocumentOf(f.flags, o.Pack, o.Document, o.AllowRemote); err != nil {
		return err
	}
	o.Target.URLGiven = f.flags.Changed("url")
	o.Version = toolVersion()
	if err := f.refuseDenial(); err != nil {
		return err
	}
	var err error
	o.Reports, err = outputsOf(f.reports)
	return err
}

// refuseDenial refuses --allow-writes=false and --allow-enable=false where they would be read as a promise and be none: the flags allow
// what an environment does not, and take nothing away from one that does.
func (f *sessionFlags) refuseDenial() error {
	denied := func(name string) bool {
		flag := f.flags.Lookup(name)
		return flag.Changed && flag.Value.String() == "false"
	}
	if !denied("allow-writes") && !denied("allow-enable") {
		return nil
	}
	env, err := runner.Choose(f.options.Target)
	switch {
	case err != nil:
		return err
	case denied("allow-writes") && env.Writes:
		return fmt.Errorf("--allow-writes=false does not keep environment %s from writing; give --env a file with writes: false", env.Name)
	case denied("allow-enable") && env.Enable:
		return fmt.Errorf("--allow-enable=false does not keep environment %s from enabling; give --env a file with enable: false", env.Name)
	}
	return nil
}

func runCommand() *cobra.Command {
	f := &sessionFlags{}
	cmd := &cobra.Command{
		Use:   "run",
		Short: "drives every operation of an API and judges every answer",
		Long: `Run drives every operation with right and wrong requests, walks through the
pack's workflows, and judges each answer. Without flags it runs the Plaid
Partner API against the embedded mock.

Credentials come from environment variables only:

  PLAID_CLIENT_ID, PLAID_SECRET              who asks
  PLAID_VERSION                              2020-09-14 if unset
  PLAID_END_CUSTOMER_CLIENT_ID               an existing customer to read
  PLAID_OTHER_CLIENT_ID, PLAID_OTHER_SECRET  a second partner

Each may be given as NAME_FILE, the path of a file that holds the value. A pack
of your own names its own variables. A server on this machine is asked with the
mock's own credentials if none are set.

Operations that write are sent to the mock, the sandbox and this machine;
anywhere else they need --allow-writes. What a run creates it removes again.

A profile says how much is asked. quick takes at most 12 requests for each
operation of the document, default at most 80, thorough as many as there are
to make. What a bound leaves out is listed as skipped. --phase narrows a run to
some phases: examples, bodies, negative, wire, methods, authentication,
resources, tenants, workflows, effects (what a refused request did all the
same), races (several created at once), and fuzz, which only thorough has by
itself: bodies made at random from the seed, and made smaller where they fail.
quick leaves out methods, resources, tenants, effects and races.

An error of the document itself is a finding of the run: a promise that cannot
be read cannot be kept. plumbline spec check shows all of them.`,
		Example: `  plumbline run
  plumbline run --env sandbox --report json=run.json --report junit=run.xml
  plumbline run --url http://127.0.0.1:4010 --auth document
  plumbline run --document plaid-partner@1.697.4 --case partnerCustomerGet
  plumbline run --profile quick --rate 5 --env sandbox
  plumbline run --phase fuzz --max-examples 200 --seed 7
  plumbline run --pack none --document openapi.yaml --url http://127.0.0.1:8080`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.settle(); err != nil {
				return err
			}
			return runSuite(cmd, f)
		},
	}
	f.register(cmd)
	flags := cmd.Flags()
	flags.DurationVar(&f.options.Budget, "budget", 0, fmt.Sprintf("how long an answer may take before it is a finding (default %s on this machine, %s elsewhere)", engine.BudgetHere, engine.DefaultBudget))
	flags.DurationVar(&f.options.Timeout, "timeout", runner.DefaultTimeout, "how long an exchange is waited for")
	flags.IntVar(&f.options.Concurrency, "concurrency", 1, "how many cases are driven at a time, a `number` from 1 to 64; the steps of a workflow stay in order")
	flags.StringArrayVar(&f.options.Waivers, "waivers", nil, "a YAML `file` of known deviations, each with a reason and an end; may be repeated")
	flags.StringVar(&f.options.Baseline, "baseline", "", "the JSON record of an earlier run, a `file`: only what is new fails")
	flags.Float64Var(&f.options.Rate, "rate", 0, "the most requests to send in one second, a `number` (default as fast as answers come)")
	flags.DurationVar(&f.options.TimeLimit, "time-limit", 0, "after which time no further case is asked (default none)")
	reportFlag(cmd, &f.reports)
	return cmd
}

func runSuite(cmd *cobra.Command, f *sessionFlags) error {
	if f.options.MaxRequests < 0 || f.options.Rate < 0 || f.options.TimeLimit < 0 {
		return errors.New("--max-requests, --rate and --time-limit must not be negative; leave them out for no bound")
	}
	if f.options.MaxExamples < 1 {
		return fmt.Errorf("--max-examples must be a number of 1 or more: bodies can be made at random without end; left out it is %d", engine.DefaultExamples)
	}
	if f.options.Budget <= 0 && f.flags.Changed("budget") || f.options.Timeout <= 0 {
		return errors.New("--budget and --timeout must be longer than zero, for instance 5s")
	}
	if f.options.Concurrency < 1 || f.options.Concurrency > engine.MaxConcurrency {
		return fmt.Errorf("--concurrency must be a number from 1 to %d", engine.MaxConcurrency)
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
	code := report.ExitCode()
	if err := f.show(out, errs, report); err != nil {
		return undelivered{err, code}
	}
	return conclude(code)
}

// show prints the report for a person and writes the others. A report on standard output moves the person's to standard error.
func (f *sessionFlags) show(out, errs io.Writer, report *reports.Report) error {
	screen := screenFor(out, errs, f.options.Reports)
	console := consoleOptions(screen)
	console.Replay = func(cases ...string) string { return f.replay(cases, report) }
	if err := reports.WriteConsole(screen, report, console); err != nil {
		return err
	}
	return writeReports(out, report, f.options.Reports)
}

// replay is the command that runs cases again, with what the caller said that changes what is sent and what is expected. It sends the same
// bytes; where the run left something behind, whose name is still taken, another nonce makes the names differ.
func (f *sessionFlags) replay(cases []string, r *reports.Report) string {
	words := []string{"plumbline run"}
	for _, name := range []string{"env", "url", "pack", "document", "workflow", "overlay", "allow-remote", "auth", "strictness", "lifecycle", "allow-writes", "allow-enable", "allow-http", "profile", "max-examples", "budget", "timeout"} {
		switch flag := f.flags.Lookup(name); {
		case flag == nil || !flag.Changed:
		case flag.Value.Type() == "stringArray":
			for _, value := range flag.Value.(pflag.SliceValue).GetSlice() {
				words = append(words, "--"+name+"="+shellWord(value))
			}
		case flag.Value.Type() == "bool" && flag.Value.String() == "true":
			words = append(words, "--"+name)
		default:
			words = append(words, "--"+name+"="+shellWord(flag.Value.String()))
		}
	}
	for _, id := range cases {
		switch owner, removed := strings.CutSuffix(id, "/"+engine.PhaseRemoval); {
		case !removed:
			words = append(words, "--case", shellWord(id))
		case owner != "run": // what the run itself created takes the whole of it
			words = append(words, "--case", shellWord(owner))
		}
	}
	words = append(words, "--seed", strconv.FormatUint(r.Seed, 10))
	nonce := r.Nonce
	if len(r.Leftovers) > 0 {
		nonce++
	}
	if nonce != 0 {
		words = append(words, "--nonce", strconv.FormatUint(nonce, 10))
	}
	return strings.Join(words, " ")
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
