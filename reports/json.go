package reports

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// What reads this record: jq and other people's scripts, which want one shape (every list is there, an empty one as []; every
// outcome and level is counted, zero included), and Plumbline itself, which renders a saved record in any other format with
// Read. Text is not escaped for HTML, so that a search for a URL with & in it finds it.

func init() {
	register(Writer{
		Name:    "json",
		Summary: "the whole record, for programs and for later",
		Doc: `The record itself, indented, with fields in a fixed order: format, kind, tool, subject, base, gate, steps, environment, folder, seed, nonce,
started, elapsed_ns, interrupted, summary, results, findings, known, fixed (only with a baseline), weights, removals and leftovers. The kind is run, check, judge, strength, diff or history. Each finding stands there once, with rule, level, operation,
message, received, promised, fix, clause, instance_path, keyword_path, location, case, cases, seen, variants and fingerprint, and flaky where the same request did not show it again; its exchange
stands in the result of its case, and each result has the fingerprints of what it showed. A finding of a diff
has class, direction, operations, change, base, revision, witness and explanation besides. The number in format grows
when a field changes its meaning or disappears; new fields may come at any time.`,
		Write: writeJSON,
	})
}

func writeJSON(w io.Writer, r *Report) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(complete(*r))
}

// Read reads a record that the json format wrote. It refuses bytes that are no record, and a record of a newer format, whose fields
// it could misread; fields it does not know are passed over. Findings get their exchanges and results their findings back.
func Read(src io.Reader) (*Report, error) {
	data, err := io.ReadAll(src)
	if err != nil {
		return nil, fmt.Errorf("read record: %w", err)
	}
	var head struct {
		Format *int `json:"format"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, fmt.Errorf("read record: %w", place(data, err))
	}
	switch {
	case head.Format == nil || *head.Format < 1:
		return nil, errors.New("read record: no format number; write one with --report json=FILE")
	case *head.Format > Format:
		return nil, fmt.Errorf("read record: format %d is newer than format %d, the newest this plumbline reads; use the plumbline that wrote it or a later one", *head.Format, Format)
	}
	r := &Report{}
	if err := json.Unmarshal(data, r); err != nil {
		return nil, fmt.Errorf("read record: %w", place(data, err))
	}
	*r = complete(*r)
	r.relink()
	return r, nil
}

// place adds the line to an error of the JSON reader, which knows only offsets.
func place(data []byte, err error) error {
	var syntax *json.SyntaxError
	var wrong *json.UnmarshalTypeError
	offset := int64(0)
	switch {
	case len(data) == 0:
		return errors.New("the file is empty")
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &wrong):
		offset = wrong.Offset
		err = fmt.Errorf("%s cannot be a JSON %s", wrong.Field, wrong.Value)
	default:
		return err
	}
	row := 1
	for _, c := range data[:min(offset, int64(len(data)))] {
		if c == '\n' {
			row++
		}
	}
	return fmt.Errorf("line %d: %w", row, err)
}

// complete returns r with every list and count in place. It copies what it changes.
func complete(r Report) Report {
	if r.Format == 0 {
		r.Format = Format
	}
	r.Started = r.Started.UTC()
	counts := emptySummary()
	for status, n := range r.Summary.Cases {
		counts.Cases[status] = n
	}
	for level, n := range r.Summary.Findings {
		counts.Findings[level] = n
	}
	r.Summary.Cases, r.Summary.Findings = counts.Cases, counts.Findings
	r.Summary.Changes = completedChanges(r.compared(), r.Summary.Changes)

	r.Findings, r.Known = completed(r.Findings), completed(r.Known)
	r.Removals, r.Leftovers = completedExchanges(r.Removals), list(r.Leftovers)
	fingerprints := map[string][]string{} // by case
	for _, f := range slices.Concat(r.Findings, r.Known) {
		own := map[string]string{}
		for _, v := range f.Variants {
			own[v.Case] = v.Fingerprint
		}
		for _, id := range f.Cases {
			if print := cmp.Or(own[id], f.Fingerprint); !slices.Contains(fingerprints[id], print) {
				fingerprints[id] = append(fingerprints[id], print)
			}
		}
	}
	r.Results = list(append([]Result(nil), r.Results...))
	for i := range r.Results {
		result := &r.Results[i]
		result.Checks, result.Fingerprints = list(result.Checks), list(fingerprints[result.Case])
		result.Exchanges = completedExchanges(result.Exchanges)
	}
	return r
}

// completedChanges returns a copy of changes with every class and direction; nil for what is no diff.
func completedChanges(compared bool, changes *Changes) *Changes {
	if !compared {
		return nil
	}
	all := emptyChanges()
	if changes != nil {
		for class, n := range changes.Classes {
			all.Classes[class] = n
		}
		for direction, n := range changes.Breaks {
			all.Breaks[direction] = n
		}
	}
	return all
}

// completedExchanges returns a copy of exchanges in which every list is in place and every time is UTC.
func completedExchanges(exchanges []Exchange) []Exchange {
	all := make([]Exchange, 0, len(exchanges))
	for _, x := range exchanges {
		x.Started = x.Started.UTC()
		x.Request.Headers = list(x.Request.Headers)
		if x.Response != nil {
			answer := *x.Response
			answer.Headers = list(answer.Headers)
			x.Response = &answer
		}
		all = append(all, x)
	}
	return all
}

// completed returns a copy of findings in which each says by which cases and how often it was seen.
func completed(findings []Finding) []Finding {
	all := make([]Finding, 0, len(findings))
	for _, f := range findings {
		f.Cases, f.Seen, f.Variants = list(f.cases()), f.times(), list(f.Variants)
		if f.Class != "" {
			f.Operations = list(f.Operations) // a change says so where it reaches none
		}
		all = append(all, f)
	}
	return all
}

// list returns s, or an empty list where s is nil.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
