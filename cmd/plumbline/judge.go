package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/suites/engine"
)

// maxMessage is the largest message that is read from a file or standard input, in bytes.
const maxMessage = 64 << 20

// judgeFlags are the flags of judge request and judge response.
type judgeFlags struct {
	document    string
	overlays    []string
	allowRemote bool
	headers     []string
	path        string
	status      int
	reports     []string
}

func judgeCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "judge",
		Short: "judges one message that you hold by the document",
		Example: `  plumbline judge response partnerCustomerGet --status 200 answer.json
  plumbline judge request getPet --document openapi.yaml --path /pets/7`,
		Long: "Judge holds one request or answer to the document, without asking any API.",
		Args: noCommand,
		RunE: askNothing,
	}
	cmd.AddCommand(judgeResponseCommand(), judgeRequestCommand())
	return cmd
}

func judgeResponseCommand() *cobra.Command {
	f := &judgeFlags{}
	cmd := &cobra.Command{
		Use:   "response OPERATION [FILE|-]",
		Short: "judges an answer: its status, its media type, its body",
		Long: `Response judges one answer of an operation, read from a file or from standard
input. Without a Content-Type among the headers the first type that the document
lists for the status is assumed.`,
		Example: `  plumbline judge response partnerCustomerGet --status 200 answer.json
  plumbline judge response partnerCustomerGet --header 'Content-Type: text/html' answer.html
  curl -s https://api.example.com/pets | plumbline judge response listPets --document openapi.yaml`,
		Args: cobra.MatchAll(operationAndFile),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.judge(cmd, args, func(doc *spec.Document, op *spec.Operation, header http.Header, body []byte) (*spec.Judgement, error) {
				if r := op.Response(f.status); r != nil {
					assumeType(header, r.Content)
				}
				return doc.JudgeResponse(op, spec.Answer{Status: f.status, Header: header, Body: body}), nil
			})
		},
	}
	f.register(cmd)
	cmd.Flags().IntVar(&f.status, "status", http.StatusOK, "status of the answer")
	return cmd
}

func judgeRequestCommand() *cobra.Command {
	f := &judgeFlags{}
	cmd := &cobra.Command{
		Use:   "request OPERATION [FILE|-]",
		Short: "judges a request: its parameters, its media type, its body",
		Long: `Request judges one request to an operation, its body read from a file or from
standard input. Path and query are judged where --path gives them. Without a
Content-Type among the headers the first type that the document lists is
assumed. Credentials are not looked at.`,
		Example: `  plumbline judge request partnerCustomerGet request.json
  plumbline judge request getPet --document openapi.yaml --path '/pets/7?verbose=true'`,
		Args: cobra.MatchAll(operationAndFile),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.judge(cmd, args, func(doc *spec.Document, op *spec.Operation, header http.Header, body []byte) (*spec.Judgement, error) {
				ask := spec.Ask{Header: header, Body: body}
				if op.RequestBody != nil {
					assumeType(header, op.RequestBody.Content)
				}
				if f.path == "" {
					return judgeWithoutPath(doc, op, ask), nil
				}
				path, query, _ := strings.Cut(f.path, "?")
				found, params, _ := doc.Route(op.Method, path)
				if found != op {
					return nil, fmt.Errorf("path %s does not lead to %s, whose path is %s", path, op.ID, op.Path)
				}
				ask.PathParameters, ask.Query = params, query
				return doc.JudgeRequest(op, ask), nil
			})
		},
	}
	f.register(cmd)
	cmd.Flags().StringVar(&f.path, "path", "", "path and query of the request, as on the request line")
	return cmd
}

func (f *judgeFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.document, "document", "", "the OpenAPI document: a `file`, or a pinned name such as "+pinnedExample+" (default the Partner API's)")
	overlayFlag(flags, &f.overlays)
	flags.BoolVar(&f.allowRemote, "allow-remote", false, "fetch documents and references that are URLs")
	flags.StringArrayVar(&f.headers, "header", nil, "a header field of the message as `'Name: value'`; may be repeated")
	reportFlag(cmd, &f.reports)
}

// operationAndFile is the rule for the arguments: an operation, and perhaps a file.
func operationAndFile(cmd *cobra.Command, args []string) error {
	if len(args) == 1 || len(args) == 2 {
		return nil
	}
	return fmt.Errorf("%s takes an operation and perhaps a file, got %d arguments; plumbline list operations shows the operations", cmd.CommandPath(), len(args))
}

// judgeFunc judges the message that header and body make up.
type judgeFunc func(doc *spec.Document, op *spec.Operation, header http.Header, body []byte) (*spec.Judgement, error)

func (f *judgeFlags) judge(cmd *cobra.Command, args []string, judge judgeFunc) error {
	started := time.Now()
	if cmd.Flags().Lookup("status") != nil && (f.status < 100 || f.status > 599) {
		return fmt.Errorf("status %d is none; statuses are 100 to 599", f.status)
	}
	outputs, err := outputsOf(f.reports)
	if err != nil {
		return err
	}
	header, err := parseHeaders(f.headers)
	if err != nil {
		return err
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
	op := doc.Operation(args[0])
	if op == nil {
		return fmt.Errorf("document %s has no operation %q; it has %s", subject.Document, args[0], someOperations(doc))
	}
	body, err := readMessage(cmd.InOrStdin(), args[1:])
	if err != nil {
		return err
	}
	judgement, err := judge(doc, op, header, body)
	if err != nil {
		return err
	}
	report := judgementReport(op, subject, judgement, started)
	// What stands in secret places of the message must not be shown, even to whoever holds it: screens are photographed and logs kept.
	redactor := runner.NewRedactor(pack, nil, nil)
	redactor.Learn(header, body)
	report.Redact(redactor.Text)
	if err := printJudgement(screenFor(cmd.OutOrStdout(), cmd.ErrOrStderr(), outputs), op, judgement, report); err != nil {
		return unasked{err}
	}
	code := report.ExitCode()
	if err := writeReports(cmd.OutOrStdout(), report, outputs); err != nil {
		return undelivered{err, code}
	}
	return conclude(code)
}

func parseHeaders(fields []string) (http.Header, error) {
	header := http.Header{}
	for _, field := range fields {
		name, value, ok := strings.Cut(field, ":")
		if !ok || strings.TrimSpace(name) == "" {
			return nil, fmt.Errorf("header %q: write 'Name: value'", field)
		}
		header.Add(strings.TrimSpace(name), strings.TrimSpace(value))
	}
	return header, nil
}

// readMessage reads the body: of the file that is named, else of standard input.
func readMessage(in io.Reader, args []string) ([]byte, error) {
	name := "standard input"
	if len(args) == 1 && args[0] != "-" {
		f, err := os.Open(args[0])
		if err != nil {
			return nil, fmt.Errorf("%w; name a file that holds the body, or - for standard input", err)
		}
		defer f.Close()
		in, name = f, args[0]
	}
	body, err := io.ReadAll(io.LimitReader(in, maxMessage+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w; name a file that holds the body, or - for standard input", err)
	case len(body) > maxMessage:
		return nil, fmt.Errorf("%s is larger than %d MiB; a message of that size is not judged", name, maxMessage>>20)
	}
	return body, nil
}

// assumeType sets the Content-Type that the document lists first, unless the caller gave one.
func assumeType(header http.Header, content []*spec.MediaType) {
	if header.Get("Content-Type") == "" && len(content) > 0 {
		header.Set("Content-Type", content[0].Type)
	}
}

// judgeWithoutPath judges everything but the parameters, of which nothing is known.
func judgeWithoutPath(doc *spec.Document, op *spec.Operation, ask spec.Ask) *spec.Judgement {
	bare := *op
	bare.Parameters = slices.DeleteFunc(slices.Clone(op.Parameters), func(p *spec.Parameter) bool { return p.In == "path" || p.In == "query" })
	return doc.JudgeRequest(&bare, ask)
}

func someOperations(doc *spec.Document) string {
	const most = 8
	var ids []string
	for _, op := range doc.Operations {
		if len(ids) == most {
			return strings.Join(ids, ", ") + fmt.Sprintf(" and %d more", len(doc.Operations)-most)
		}
		ids = append(ids, op.ID)
	}
	if len(ids) == 0 {
		return "none"
	}
	return strings.Join(ids, ", ")
}

// judgementReport puts a judgement into the record that every format takes.
func judgementReport(op *spec.Operation, subject reports.Subject, j *spec.Judgement, started time.Time) *reports.Report {
	var findings []reports.Finding
	for _, f := range j.Faults {
		findings = append(findings, engine.Finding(f, op.ID))
	}
	r := &reports.Report{
		Format: reports.Format, Kind: reports.KindJudge, Tool: reports.Tool{Name: "plumbline", Version: toolVersion()},
		Subject: subject, Started: started.UTC(), Elapsed: time.Since(started),
		Results: []reports.Result{}, Leftovers: []reports.Leftover{},
	}
	r.Summary, r.Findings, r.Known = reports.Summarise(nil, findings...)
	r.Summary.Operations = 1
	return r
}

// printJudgement prints each fault with what was received and promised, and then one line that sums up.
func printJudgement(w io.Writer, op *spec.Operation, j *spec.Judgement, r *reports.Report) error {
	for _, f := range r.Findings {
		fmt.Fprintf(w, "%s\n\n", f.Text())
	}
	for _, note := range j.Notes {
		fmt.Fprintf(w, "note: %s\n", note)
	}
	rules := strings.Join(j.Rules(), ", ")
	if rules == "" {
		return errors.New("nothing in the document applies to this message, so it was not judged")
	}
	word := "conforms"
	if len(j.Notes) > 0 {
		word = "conforms, as far as it could be judged"
	}
	if n := r.Summary.Findings[reports.LevelError]; n > 0 {
		word = count(n, "error")
	}
	_, err := fmt.Fprintf(w, "%s: %s (judged: %s)\n", op.ID, word, rules)
	return err
}
