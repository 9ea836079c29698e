package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/payload"
	"github.com/plumbline-dev/plumbline/suites"
	"github.com/plumbline-dev/plumbline/suites/engine"
)

// strengthFlags are the flags of spec strength.
type strengthFlags struct {
	pack        string
	overlays    []string
	allowRemote bool
	all         bool
	reports     []string
}

func specStrengthCommand() *cobra.Command {
	f := &strengthFlags{}
	cmd := &cobra.Command{
		Use:   "strength [DOCUMENT]",
		Short: "measures how many wrong answers a document would notice",
		Long: `Strength makes right answers wrong, one place at a time, and says who would
notice: the document alone, the document with what its examples show, and the
pack besides. It names the wrong answers that nobody would notice. A green run
by a document that notices few of them means little.

The right answers are the document's examples; where an answer has none, a body
that holds all that its schema names. DOCUMENT is a file, a pinned name such as
plaid-partner@1.517.0, or a URL with --allow-remote; the pack's own without one.
A measurement is no verdict: it exits 0.`,
		Example: `  plumbline spec strength
  plumbline spec strength plaid-partner@1.697.4 --all
  plumbline spec strength openapi.yaml --overlay tight.yaml --report json=strength.json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.measure(cmd, strings.Join(args, ""))
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.pack, "pack", "", "what is known of the API: the `name` of a pack, none, or a YAML file (default "+engine.DefaultPack+" where it knows the document's operations, else none)")
	overlayFlag(flags, &f.overlays)
	flags.BoolVar(&f.allowRemote, "allow-remote", false, "fetch documents and references that are URLs")
	flags.BoolVar(&f.all, "all", false, "name every wrong answer that nobody notices, not only the first of each")
	reportFlag(cmd, &f.reports)
	offer(cmd, "pack", true, packs.Names)
	return cmd
}

func (f *strengthFlags) measure(cmd *cobra.Command, name string) error {
	if err := checkDocumentName(name, f.allowRemote); err != nil {
		return err
	}
	outputs, err := outputsOf(f.reports)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(outputs, func(o suites.Output) bool { return o.Format.Name != "json" }); i >= 0 {
		return fmt.Errorf("report %s: a measurement is written as json only; write --report json=FILE", outputs[i].Format.Name)
	}
	started := time.Now()
	doc, subject, pack, err := f.load(cmd.Context(), name)
	if err != nil {
		return err
	}
	warnMissed(cmd.ErrOrStderr(), doc)
	book, err := engine.Expectations(cmd.Context(), doc, pack)
	if err != nil {
		return err
	}
	strengths, unmade := engine.Strengths(doc, book, doc.Operations, 1, 0)
	for _, err := range unmade {
		fmt.Fprintf(cmd.ErrOrStderr(), "left out: %v\n", err)
	}
	if len(strengths) == 0 {
		return fmt.Errorf("document %s declares no answer in JSON, so nothing can be made wrong", subject.Document)
	}
	report := strengthReport(subject, strengths, started)
	printStrength(screenFor(cmd.OutOrStdout(), cmd.ErrOrStderr(), outputs), doc, report, f.all)
	return writeReports(cmd.OutOrStdout(), report, outputs)
}

// load reads the document, and the pack that fits it if none is named.
func (f *strengthFlags) load(ctx context.Context, name string) (*spec.Document, reports.Subject, *packs.Pack, error) {
	pack, err := engine.LoadPack(f.pack)
	if err != nil {
		return nil, reports.Subject{}, nil, err
	}
	doc, subject, err := engine.LoadDocument(ctx, pack, name, f.allowRemote, f.overlays...)
	if err != nil {
		return nil, subject, nil, err
	}
	knows := slices.ContainsFunc(pack.Operations, func(op packs.Operation) bool { return doc.Operation(op.ID) != nil })
	if f.pack == "" && !knows {
		if pack, err = packs.Load("none"); err != nil {
			return nil, subject, nil, err
		}
		subject.Pack = pack.Name
	}
	return doc, subject, pack, nil
}

// strengthReport puts strengths into the record.
func strengthReport(subject reports.Subject, strengths []*payload.Strength, started time.Time) *reports.Report {
	r := &reports.Report{
		Format: reports.Format, Kind: reports.KindStrength, Tool: reports.Tool{Name: "plumbline", Version: toolVersion()},
		Subject: subject, Started: started.UTC(), Results: []reports.Result{}, Leftovers: []reports.Leftover{},
	}
	operations := map[string]bool{}
	for _, s := range strengths {
		operations[s.Operation] = true
		w := reports.Weight{Operation: s.Operation, Status: s.Status, Base: string(s.Base), Strength: *engine.Counted([]*payload.Strength{s}), Survivors: []reports.Survivor{}}
		for _, m := range s.Mutations {
			if !m.Noticed() {
				w.Survivors = append(w.Survivors, reports.Survivor{Change: m.Change, InstancePath: m.InstancePath})
			}
		}
		r.Weights = append(r.Weights, w)
	}
	r.Summary, r.Findings, r.Known = reports.Summarise(nil)
	r.Summary.Operations, r.Summary.Strength = len(operations), engine.Counted(strengths)
	r.Elapsed = time.Since(started)
	return r
}

// namedSurvivors is how many survivors of one answer are named without --all.
const namedSurvivors = 6

// printStrength prints a row for each answer, with what survives below it, and the figure of all.
func printStrength(w io.Writer, doc *spec.Document, r *reports.Report, all bool) {
	width := 0
	label := func(x reports.Weight) string { return x.Operation + " " + x.Status }
	for _, x := range r.Weights {
		width = max(width, len(label(x)))
	}
	fmt.Fprintf(w, "%-*s  made  document  examples  pack\n", width, "answer")
	for i, x := range r.Weights {
		base := ""
		if x.Base != string(payload.KindExample) {
			base = "   (of a generated answer)"
		}
		fmt.Fprintf(w, "%-*s  %4d  %6d %%  %6d %%  %2d %%%s\n", width, label(x), x.Made, x.Percent(x.Document), x.Percent(x.Examples), x.Percent(x.Pack), base)
		// Operations tend to share the answer that says what went wrong.
		if same := slices.IndexFunc(r.Weights[:i], func(old reports.Weight) bool {
			return old.Status == x.Status && slices.Equal(old.Survivors, x.Survivors)
		}); same >= 0 && len(x.Survivors) > 0 && !all {
			fmt.Fprintf(w, "    unnoticed is what is of %s\n", label(r.Weights[same]))
			continue
		}
		printSurvivors(w, x.Survivors, all)
	}
	fmt.Fprintf(w, "\n%s: %s, %s, %s\n", strings.TrimSpace(doc.Title+" "+doc.Version), count(r.Summary.Operations, "operation"), count(len(r.Weights), "answer"), count(r.Summary.Strength.Made, "wrong answer"))
	fmt.Fprintln(w, r.Summary.Strength.Text())
}

// printSurvivors names wrong answers that nobody notices, those of one kind together.
func printSurvivors(w io.Writer, survivors []reports.Survivor, all bool) {
	var kinds []string
	places := map[string][]string{}
	for _, s := range survivors {
		if places[s.Change] == nil {
			kinds = append(kinds, s.Change)
		}
		place := s.InstancePath
		if place == "" {
			place = "the whole"
		}
		places[s.Change] = append(places[s.Change], place)
	}
	for _, kind := range kinds {
		named, more := places[kind], ""
		if n := len(named) - namedSurvivors; n > 0 && !all {
			named, more = named[:namedSurvivors], fmt.Sprintf(" and %d more", n)
		}
		fmt.Fprintf(w, "    unnoticed, %s: %s%s\n", kind, strings.Join(named, ", "), more)
	}
}
