package suites

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	gomegatypes "github.com/onsi/gomega/types"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/source"
)

// Conform returns a Gomega matcher that succeeds if an HTTP answer is one that the document allows the operation to give. document
// is a *spec.Document, the path of a file, or a pinned name such as "plaid-partner@1.517.0". The actual value is an *http.Response,
// whose body is read and put back, or an *httptest.ResponseRecorder.
//
//	Expect(response).To(Conform("openapi.yaml", "partnerCustomerGet"))
//
// A failure says for each fault what was received, what is promised, where in the body, and the line of the document. It shows
// values of the answer; keep it away from answers that hold secrets.
func Conform(document any, operationID string) gomegatypes.GomegaMatcher {
	return &conform{document: document, operationID: operationID}
}

type conform struct {
	document    any
	operationID string
	faults      []spec.Fault
	status      int
}

// Match implements gomega's matcher. It returns an error if the document cannot be read, has no such operation, or actual is no answer.
func (m *conform) Match(actual any) (bool, error) {
	doc, err := m.open()
	if err != nil {
		return false, err
	}
	op := doc.Operation(m.operationID)
	if op == nil {
		return false, fmt.Errorf("document %s has no operation %q", doc.Name, m.operationID)
	}
	answer, err := answerOf(actual)
	if err != nil {
		return false, err
	}
	m.status, m.faults = answer.Status, doc.JudgeResponse(op, answer).Faults
	return len(m.faults) == 0, nil
}

func (m *conform) open() (*spec.Document, error) {
	switch d := m.document.(type) {
	case *spec.Document:
		if d == nil {
			return nil, errors.New("the document is nil; load it first, or give its path or pinned name")
		}
		return d, nil
	case string:
		return source.Open(context.Background(), d, spec.Options{})
	}
	return nil, fmt.Errorf("the document must be a *spec.Document or a name, not %T", m.document)
}

func answerOf(actual any) (spec.Answer, error) {
	switch r := actual.(type) {
	case *http.Response:
		if r == nil {
			break
		}
		var body []byte
		if r.Body != nil {
			var err error
			if body, err = io.ReadAll(r.Body); err != nil {
				return spec.Answer{}, fmt.Errorf("read the answer's body: %w", err)
			}
			r.Body.Close()
			r.Body = io.NopCloser(bytes.NewReader(body))
		}
		return spec.Answer{Status: r.StatusCode, Header: r.Header, Body: body}, nil
	case *httptest.ResponseRecorder:
		if r == nil {
			break
		}
		return spec.Answer{Status: r.Code, Header: r.Result().Header, Body: r.Body.Bytes()}, nil
	}
	return spec.Answer{}, fmt.Errorf("Conform needs an *http.Response or an *httptest.ResponseRecorder, not %T", actual)
}

// FailureMessage implements gomega's matcher.
func (m *conform) FailureMessage(any) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Expected the answer (status %d) to conform to %s, but:", m.status, m.operationID)
	for _, f := range m.faults {
		fmt.Fprintf(&b, "\n\n  %s", f.Rule)
		// A fault outside the body says in its message what it is about: a header field has no instance path.
		if about, _, ok := strings.Cut(f.Message, ": received "); ok {
			fmt.Fprintf(&b, " of %s", about)
		}
		fmt.Fprintf(&b, "\n    received  %s", f.Received)
		if f.InstancePath != "" {
			fmt.Fprintf(&b, " at %s", f.InstancePath)
		}
		fmt.Fprintf(&b, "\n    promised  %s", f.Promised)
		if f.At.File != "" {
			fmt.Fprintf(&b, "\n    document  %s", f.At)
		}
		if f.Clause != "" {
			fmt.Fprintf(&b, "\n    clause    %s", f.Clause)
		}
	}
	return b.String()
}

// NegatedFailureMessage implements gomega's matcher.
func (m *conform) NegatedFailureMessage(any) string {
	return fmt.Sprintf("Expected the answer (status %d) not to conform to %s, but it does", m.status, m.operationID)
}

// keepItsPromises returns a matcher for the result of one case.
func keepItsPromises() gomegatypes.GomegaMatcher { return &promises{} }

type promises struct{}

// Match implements gomega's matcher.
func (*promises) Match(actual any) (bool, error) {
	r, ok := actual.(reports.Result)
	if !ok {
		return false, fmt.Errorf("need a result, not %T", actual)
	}
	return r.Status == reports.StatusPassed, nil
}

// FailureMessage implements gomega's matcher.
func (*promises) FailureMessage(actual any) string {
	r := actual.(reports.Result)
	if r.Status == reports.StatusErrored {
		return "could not ask: " + r.Note
	}
	var texts []string
	for _, f := range r.Findings {
		texts = append(texts, f.Text())
	}
	return strings.Join(texts, "\n")
}

// NegatedFailureMessage implements gomega's matcher.
func (*promises) NegatedFailureMessage(actual any) string {
	return "expected case " + actual.(reports.Result).Case + " to break a promise, but it kept them all"
}
