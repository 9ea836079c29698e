package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/diff"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/suites"
	"github.com/plumbline-dev/plumbline/suites/engine"
)

// pinnedExample is a pinned document to name where a reader may not know what one looks like.
const pinnedExample = "plaid-partner@1.697.4"

// flagError says what is wrong with a flag in the words of a command line, and what would be right.
func flagError(cmd *cobra.Command, err error) error {
	see := "; see " + cmd.CommandPath() + " --help"
	var unknown *pflag.NotExistError
	var missing *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() == "":
		name := unknown.GetSpecifiedName()
		return fmt.Errorf("unknown flag --%s%s%s", name, didYouMean("--", nearestFlag(cmd.Flags(), name)), see)
	case errors.As(err, &unknown):
		hint := ""
		if name := unknown.GetSpecifiedShortnames(); cmd.Flags().Lookup(name) != nil {
			hint = didYouMean("--", []string{name})
		}
		return fmt.Errorf("unknown flag -%s%s%s", unknown.GetSpecifiedShortnames(), hint, see)
	case errors.As(err, &missing):
		return fmt.Errorf("--%s needs a value%s", missing.GetSpecifiedName(), see)
	case errors.As(err, &invalid):
		return fmt.Errorf("--%s %s is %s%s", invalid.GetFlag().Name, shellWord(invalid.GetValue()), notOf(invalid.GetFlag().Value.Type()), see)
	}
	return fmt.Errorf("%w%s", err, see)
}

// notOf says what a value is not that a flag of a type does not take.
func notOf(kind string) string {
	switch kind {
	case "duration":
		return "no duration; write one like 5s or 300ms"
	case "uint64":
		return "no whole number from 0 to 18446744073709551615"
	case "float64":
		return "no number; write one like 5 or 0.5"
	case "int":
		return "no whole number"
	case "bool":
		return "neither true nor false"
	}
	return "no " + kind
}

// emptyMend says what to do about a flag that was given with nothing in it, as a variable that is not set does. Such a flag is never
// taken as one that was left out: a run would go where nobody wanted it.
var emptyMend = map[string]string{
	"pack":       "leave it out for " + engine.DefaultPack + ", or name a pack or its YAML file",
	"document":   "leave it out for the pack's own, or name a file or a pinned document such as " + pinnedExample,
	"overlay":    "leave it out, or name the YAML file of an OpenAPI Overlay",
	"url":        "leave it out for the mock, or give one like https://api.example.com",
	"lifecycle":  "leave it out for the environment's own, or give real, sample or none",
	"auth":       "leave it out for the pack's own, or name a face such as plaid or document",
	"strictness": "leave it out for " + engine.DefaultStrictness + ", or give document, pack or examples",
	"listen":     "leave it out for 127.0.0.1:4010, or give host:port",
	"profile":    "leave it out for the default, or give quick, default or thorough",
	"phase":      "leave it out for all phases, or name one such as negative",
	"case":       "leave it out for all cases, or give the beginning of an id; plumbline list cases shows them all",
	"waivers":    "leave it out, or name a YAML file",
	"baseline":   "leave it out, or name a file that --report json=FILE wrote",
	"fault":      "leave it out, or give the name of one; plumbline list faults shows them all",
	"policy":     "leave it out for the default one, or name one of " + strings.Join(diff.Policies(), ", ") + ", or a YAML file",
	"fail-on":    "leave it out for error, or give error, warning or never",
	"operations": "leave it out for all of them, or name an operation",
	"tag":        "leave it out for all operations, or give a tag",
	"report":     "leave it out, or write FORMAT=FILE, for instance json=run.json",
}

// refuseEmpty refuses flags that were given with an empty value.
func refuseEmpty(flags *pflag.FlagSet) error {
	var err error
	flags.Visit(func(f *pflag.Flag) {
		empty := f.Value.String() == ""
		if list, ok := f.Value.(pflag.SliceValue); ok {
			empty = slices.Contains(list.GetSlice(), "")
		}
		if !empty || err != nil {
			return
		}
		mend := emptyMend[f.Name]
		switch {
		case f.Name == "env":
			mend = "leave it out for the mock, or name one of " + strings.Join(runner.EnvironmentNames(), ", ")
		case mend == "":
			mend = "leave it out, or give it a value"
		}
		err = fmt.Errorf("--%s is empty; %s", f.Name, mend)
	})
	return err
}

// overlayFlag adds --overlay to a command that loads a document.
func overlayFlag(flags *pflag.FlagSet, files *[]string) {
	flags.StringArrayVar(files, "overlay", nil, "an OpenAPI Overlay 1.0 `file` that changes the document; may be repeated, and is applied in that order")
}

// warnMissed tells, on standard error, which actions of overlays changed nothing.
func warnMissed(errs io.Writer, doc *spec.Document) {
	for _, p := range doc.Missed() {
		fmt.Fprintf(errs, "%s: %s: %s [%s]\n", p.At, p.Level, p.Message, p.Rule)
	}
}

// isURL says whether name is an address on the network and no path.
func isURL(name string) bool {
	return strings.HasPrefix(name, "http://") || strings.HasPrefix(name, "https://")
}

// checkDocumentName refuses the name of a document that cannot be read as it was asked for.
func checkDocumentName(name string, allowRemote bool) error {
	if !isURL(name) {
		return nil
	}
	u, err := url.Parse(name)
	switch {
	case err != nil:
		// The error of url.Parse repeats its input, which may hold a password.
		return errors.New("document: the URL cannot be parsed; give one like https://example.com/openapi.yaml")
	case u.User != nil:
		return fmt.Errorf("document %s holds a user or password, which would stand in every report; fetch the file first and name it", u.Redacted())
	case !allowRemote:
		return fmt.Errorf("document %s is on the network; give --allow-remote to fetch it, or name a file", name)
	}
	return nil
}

// checkDocumentOf refuses a document that is not there or cannot be read as it was asked for, by the flags pack and document.
func checkDocumentOf(flags *pflag.FlagSet, pack, document string, allowRemote bool) error {
	switch {
	case document == "-":
		return errors.New("--document - : standard input is read by spec check only; name a file")
	case document != "" || !flags.Changed("pack"):
		return checkDocumentName(document, allowRemote)
	}
	p, err := packs.Load(pack)
	if err != nil {
		return err
	}
	if _, err := os.Stat(p.Document); errors.Is(err, fs.ErrNotExist) && !strings.Contains(p.Document, "@") && !isURL(p.Document) {
		return fmt.Errorf("pack %s: there is no file %s; name the document with --document", p.Name, p.Document)
	}
	return checkDocumentName(p.Document, allowRemote)
}

// outputsOf reads every --report and makes sure, before anything is asked, that each can be written.
func outputsOf(specs []string) ([]suites.Output, error) {
	var outputs []suites.Output
	for _, spec := range specs {
		out, err := suites.ParseOutput(spec)
		if err != nil {
			return nil, err
		}
		outputs = append(outputs, out)
	}
	err := suites.CheckAll(outputs)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%w; make the folder first, or name another", err)
	case errors.Is(err, syscall.EISDIR):
		return nil, fmt.Errorf("%w; name a file in it", err)
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("%w; name a file that may be written", err)
	}
	return outputs, err
}
