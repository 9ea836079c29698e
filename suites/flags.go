package suites

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
)

// Output is one report to write.
type Output struct {
	Format reports.Writer
	File   string // "-" is standard output
}

// ParseOutput reads FORMAT=FILE.
func ParseOutput(s string) (Output, error) {
	format, file, ok := strings.Cut(s, "=")
	if !ok || file == "" {
		return Output{}, fmt.Errorf("report %q: write FORMAT=FILE, for instance json=run.json", s)
	}
	writer, err := reports.Lookup(format)
	if err != nil {
		return Output{}, fmt.Errorf("report %q: %w", s, err)
	}
	return Output{Format: writer, File: file}, nil
}

// CheckAll makes sure before a run that every output can be written when it is over, so that no run is lost to a typing mistake. It
// leaves existing files as they are.
func CheckAll(outputs []Output) error {
	seen := []string{}
	for _, o := range outputs {
		file := o.File
		if absolute, err := filepath.Abs(file); err == nil && file != "-" {
			file = absolute
		}
		if slices.Contains(seen, file) {
			return fmt.Errorf("report %s=%s: two reports go to one file; give each its own", o.Format.Name, o.File)
		}
		seen = append(seen, file)
		if o.File == "-" {
			continue
		}
		_, before := os.Stat(o.File)
		f, err := os.OpenFile(o.File, os.O_WRONLY|os.O_CREATE, 0o644)
		if err != nil {
			return fmt.Errorf("report %s=%s: %w", o.Format.Name, o.File, err)
		}
		f.Close()
		if os.IsNotExist(before) {
			os.Remove(o.File)
		}
	}
	return nil
}

// WriteAll writes a report to every output; one to "-" goes to stdout. A failure does not keep the others from being written.
func WriteAll(stdout io.Writer, r *reports.Report, outputs []Output) error {
	var problems []error
	for _, o := range outputs {
		if err := o.write(stdout, r); err != nil {
			problems = append(problems, fmt.Errorf("report %s=%s: %w", o.Format.Name, o.File, err))
		}
	}
	return errors.Join(problems...)
}

func (o Output) write(stdout io.Writer, r *reports.Report) error {
	if err := o.beside(r); err != nil {
		return err
	}
	if o.File == "-" {
		return o.Format.Write(stdout, r)
	}
	f, err := os.Create(o.File)
	if err != nil {
		return err
	}
	if err := o.Format.Write(f, r); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// beside appends to a file of the surroundings what a format has for it.
func (o Output) beside(r *reports.Report) error {
	b := o.Format.Beside
	if b == nil || os.Getenv(b.Variable) == "" {
		return nil
	}
	writer, err := reports.Lookup(b.Format)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(os.Getenv(b.Variable), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return fmt.Errorf("%s: %w", b.Variable, err)
	}
	if err := writer.Write(f, r); err != nil {
		f.Close()
		return fmt.Errorf("%s: %w", b.Variable, err)
	}
	return f.Close()
}

// Flags registers the suite's flags, each beginning with plumbline., and returns the options that they fill in when fs is parsed. Call it
// when a test package is initialised; go test parses its flags after that.
//
//	var options = suites.Flags(flag.CommandLine)
func Flags(fs *flag.FlagSet) *Options {
	o := &Options{}
	t := &o.Target
	fs.StringVar(&t.Name, "plumbline.env", "", "environment: "+strings.Join(runner.EnvironmentNames(), ", ")+", or a YAML `file` (default mock)")
	fs.Func("plumbline.url", "any other base `URL`", func(s string) error { t.URL, t.URLGiven = s, true; return nil })
	fs.Func("plumbline.lifecycle", "life cycle of a URL: real, sample or none", func(s string) error { t.Lifecycle = runner.Lifecycle(s); return nil })
	fs.BoolVar(&t.AllowWrites, "plumbline.allow-writes", false, "allow operations that write where they are not allowed by default")
	fs.BoolVar(&t.AllowEnable, "plumbline.allow-enable", false, "allow operations that cannot be undone outside the mock and this machine")
	fs.BoolVar(&t.AllowHTTP, "plumbline.allow-http", false, "allow sending credentials without TLS to another machine")
	fs.BoolVar(&o.AllowRemote, "plumbline.allow-remote", false, "fetch documents and references that are URLs")
	fs.StringVar(&o.Pack, "plumbline.pack", "", "`name` or file of the pack (default plaid-partner)")
	fs.StringVar(&o.Document, "plumbline.document", "", "another document `file` or pinned name for the same pack")
	fs.Func("plumbline.overlay", "an OpenAPI Overlay 1.0 `file` that changes the document; may be repeated", func(s string) error { o.Overlays = append(o.Overlays, s); return nil })
	fs.StringVar(&o.Strictness, "plumbline.strictness", "", "whose `word` about an answer is enough for an error: document, pack or examples (default pack)")
	fs.StringVar(&o.Auth, "plumbline.auth", "", "face of authentication that is expected: plaid or document")
	fs.Uint64Var(&o.Seed, "plumbline.seed", 0, "seed of everything generated")
	fs.Uint64Var(&o.Nonce, "plumbline.nonce", 0, "what names that must be unique hold besides the seed")
	fs.DurationVar(&o.Budget, "plumbline.budget", 0, "how long an answer may take (default 2s on this machine, 5s elsewhere)")
	fs.DurationVar(&o.Timeout, "plumbline.timeout", 0, "how long an exchange is waited for (default 10s)")
	fs.StringVar(&o.Profile, "plumbline.profile", "", "how thoroughly to ask: quick, default or thorough (default default)")
	fs.Func("plumbline.phase", "only cases of this `phase`, such as negative; may be repeated", func(s string) error { o.Phases = append(o.Phases, s); return nil })
	fs.IntVar(&o.MaxRequests, "plumbline.max-requests", 0, "the most requests the run may plan for (default the profile's own bound)")
	fs.IntVar(&o.MaxExamples, "plumbline.max-examples", 0, "how many bodies the fuzz phase makes for one operation (default 25)")
	fs.Float64Var(&o.Rate, "plumbline.rate", 0, "the most requests to send in one second (default as fast as answers come)")
	fs.DurationVar(&o.TimeLimit, "plumbline.time-limit", 0, "after which time no further case is asked (default none)")
	fs.Func("plumbline.case", "only the cases at or below this `path`, such as partnerCustomerGet/bodies; may be repeated", func(s string) error { o.Cases = append(o.Cases, s); return nil })
	fs.IntVar(&o.Concurrency, "plumbline.concurrency", 0, "how many cases are driven at a time (default 1)")
	fs.Func("plumbline.workflow", "`file` of workflows, an Arazzo document, driven besides the pack's; may be repeated", func(s string) error { o.Workflows = append(o.Workflows, s); return nil })
	fs.Func("plumbline.waivers", "`file` of known deviations that are excused for a time; may be repeated", func(s string) error { o.Waivers = append(o.Waivers, s); return nil })
	fs.StringVar(&o.Baseline, "plumbline.baseline", "", "JSON record of an earlier run; only what is new fails")
	fs.Func("plumbline.report", "`FORMAT=FILE` to write; may be repeated", func(s string) error {
		out, err := ParseOutput(s)
		o.Reports = append(o.Reports, out)
		return err
	})
	return o
}
