package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/payload"
	"github.com/plumbline-dev/plumbline/suites/engine"
)

// sampleFlags are the flags of the sample command.
type sampleFlags struct {
	document, kind, status string
	overlays               []string
	allowRemote            bool
	seed                   uint64
}

// sampleKinds are the words of --kind, in the order in which samples are printed if none is given.
var sampleKinds = []string{
	string(payload.KindExample), string(payload.KindMinimal), string(payload.KindMaximal), string(payload.KindBoundary), string(payload.KindEnum),
	string(payload.KindAbsent), string(payload.KindFault),
}

func sampleCommand() *cobra.Command {
	f := &sampleFlags{}
	cmd := &cobra.Command{
		Use:   "sample OPERATION",
		Short: "prints bodies made from the document, right ones and wrong ones",
		Long: `Sample prints the request bodies of an operation that the generator makes,
or with --status those of an answer. Each line holds the name of a sample, a
tab, and the body; a body that is no text is quoted as in Go. Every body was
judged before it is printed: right ones conform, and a fault breaks its schema
in exactly the way that its name says.

What could not be made is told on standard error, with the line of the document.`,
		Example: `  plumbline sample partnerCustomerCreate --kind minimal
  plumbline sample partnerCustomerCreate --kind fault | cut -f1
  plumbline sample listPets --document openapi.yaml --status 200 --seed 7`,
		Args: exactly(1, "name one operation; plumbline list operations shows them"),
		RunE: func(cmd *cobra.Command, args []string) error { return printSamples(cmd, f, args[0]) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.document, "document", "", "the OpenAPI document: a `file`, or a pinned name such as "+pinnedExample+" (default the Partner API's)")
	overlayFlag(flags, &f.overlays)
	flags.BoolVar(&f.allowRemote, "allow-remote", false, "fetch documents and references that are URLs")
	flags.StringVar(&f.kind, "kind", "", "only samples of one `kind`: "+strings.Join(sampleKinds, ", "))
	flags.StringVar(&f.status, "status", "", "answers instead of requests, as the document writes the `status`: 200, 4XX or default")
	flags.Uint64Var(&f.seed, "seed", 1, "`number` that everything generated follows from")
	return cmd
}

func printSamples(cmd *cobra.Command, f *sampleFlags, id string) error {
	kinds := sampleKinds
	if f.kind != "" {
		if !slices.Contains(sampleKinds, f.kind) {
			return fmt.Errorf("unknown kind %q; known are %s", f.kind, strings.Join(sampleKinds, ", "))
		}
		kinds = []string{f.kind}
	}
	if err := checkDocumentName(f.document, f.allowRemote); err != nil {
		return err
	}
	pack, err := engine.LoadPack("")
	if err != nil {
		return err
	}
	doc, subject, err := engine.LoadDocument(cmd.Context(), pack, f.document, f.allowRemote, f.overlays...)
	if err != nil {
		return err
	}
	warnMissed(cmd.ErrOrStderr(), doc)
	op := doc.Operation(id)
	if op == nil {
		return fmt.Errorf("document %s has no operation %q; it has %s", subject.Document, id, someOperations(doc))
	}
	maker := &payload.Maker{Document: doc, Seed: f.seed}
	printed, told := 0, map[string]bool{}
	for _, kind := range kinds {
		samples, refusals := samplesOf(maker, op, f.status, kind)
		for _, s := range samples {
			if _, err := fmt.Fprintf(cmd.OutOrStdout(), "%s\t%s\n", s.Name, onOneLine(s.Body)); err != nil {
				return err
			}
			refusals = append(refusals, s.Left...)
		}
		printed += len(samples)
		tell(cmd.ErrOrStderr(), refusals, told)
	}
	if printed == 0 {
		return errors.New("there is no such sample: " + whyNone(op, f.status, f.kind))
	}
	return nil
}

// samplesOf returns the samples of one kind, of requests or, with a status, of answers.
func samplesOf(m *payload.Maker, op *spec.Operation, status, kind string) ([]payload.Sample, []payload.Refusal) {
	k := payload.Kind(kind)
	switch {
	case slices.Contains([]payload.Kind{payload.KindBoundary, payload.KindEnum, payload.KindAbsent, payload.KindFault}, k) && status != "":
		return m.VariedAnswer(op, status, k)
	case slices.Contains([]payload.Kind{payload.KindBoundary, payload.KindEnum, payload.KindAbsent, payload.KindFault}, k):
		return m.Varied(op, k)
	case status != "":
		s, err := m.Answer(op, status, k)
		var r payload.Refusal
		switch {
		case errors.As(err, &r):
			return nil, []payload.Refusal{r}
		case err != nil || s.Kind != k:
			return nil, nil
		}
		return []payload.Sample{s}, nil
	}
	samples, refusals := m.Requests(op)
	return slices.DeleteFunc(samples, func(s payload.Sample) bool { return s.Kind != k }),
		slices.DeleteFunc(refusals, func(r payload.Refusal) bool { return r.Kind != k })
}

// tell says what could not be made, and which keywords no sample can prove, each once.
func tell(w io.Writer, refusals []payload.Refusal, told map[string]bool) {
	for _, r := range refusals {
		line := r.Error()
		if r.Reason == payload.ReasonKeyword {
			line = fmt.Sprintf("%s: %s; no sample proves anything about it", r.At, r.Message)
		}
		if !told[line] {
			told[line] = true
			fmt.Fprintf(w, "plumbline: %s\n", line)
		}
	}
}

// onOneLine is a body as it stands in a line: as it is if it is one line of text, else quoted.
func onOneLine(body []byte) string {
	s := string(body)
	if !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return strconv.Quote(s)
	}
	return s
}

func whyNone(op *spec.Operation, status, kind string) string {
	what := "sample"
	if kind != "" {
		what = kind + " sample"
	}
	switch {
	case status == "" && op.RequestBody == nil:
		return op.ID + " takes no body; its answers have samples with --status"
	case status != "":
		return fmt.Sprintf("no %s of an answer %s of %s can be made", what, status, op.ID)
	}
	return fmt.Sprintf("no %s of a request of %s can be made", what, op.ID)
}
