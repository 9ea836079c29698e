package spec

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

// JudgeResponse judges an answer to op by what the document promises and by HTTP and JSON themselves. The Judgement is never nil and
// holds the same for the same answer, to the byte. Where the caller does not keep it, a JSON answer without declared headers that conforms
// costs no allocation.
func (d *Document) JudgeResponse(op *Operation, a Answer) *Judgement {
	j := &Judgement{} // small enough to be inlined, so that it may stay on the caller's stack
	d.judgeResponse(j, op, &a)
	return j
}

func (d *Document) judgeResponse(j *Judgement, op *Operation, a *Answer) {
	j.Response = d.judgeStatus(j, op, a.Status)
	d.judgeBodyPresence(j, op, a)
	if j.Response != nil && !j.Response.Unresolved {
		d.judgeHeaders(j, a.Header)
	}
	if len(a.Body) == 0 || a.Status == http.StatusNoContent || a.Status == http.StatusNotModified {
		return
	}
	got := d.judgeAnswerType(j, a.Status, a.Header)
	switch coding := coded(a.Header); {
	case a.Truncated:
	case coding != "":
		j.note(codingNote(RuleResponseSchema, coding))
	default:
		before := len(j.Faults)
		d.body(j, &responseRules, a.Body, a.Tape, got, j.MediaType)
		j.unlisted(before, a.Status)
	}
}

// unlisted says of the faults from one on that they are those of a success under the response default. Most defaults are about errors: a success that falls
// under one is more often a success with the wrong status.
func (j *Judgement) unlisted(from, status int) {
	if j.Response == nil || j.Response.Status != "default" || status >= http.StatusBadRequest {
		return
	}
	as := fmt.Sprintf(", as the response default has it for status %d, which the document does not list", status)
	for i := range j.Faults[from:] {
		f := &j.Faults[from+i]
		f.Promised, f.Message = f.Promised+as, f.Message+as
		f.Fix = "answer with a status that the document lists, or list this one with its content"
	}
}

// judgeAnswerType judges the media type of an answer that has a body, and returns what to judge the body as.
func (d *Document) judgeAnswerType(j *Judgement, status int, header http.Header) mediaRange {
	r := j.Response
	switch {
	case r == nil || r.Unresolved:
		value, _ := contentType(header)
		return parseMediaRange(value)
	case len(r.Content) == 0:
		j.apply(RuleMediaTypeDocumented)
		value, _ := contentType(header)
		j.fault(Fault{
			Rule:        RuleMediaTypeDocumented,
			Received:    "a body of type " + quoted(value),
			Promised:    "no body, as no content is declared",
			Fix:         "declare the content of status " + r.Status + ", or send no body",
			Clause:      d.clause(sectionResponse),
			KeywordPath: r.Node.Pointer(),
			At:          r.At,
			Warning:     true,
		})
		return parseMediaRange(value)
	}
	before := len(j.Faults)
	got := d.judgeType(j, &answerTypeRules, r.Content, r.Node, header)
	if got.kind != "" && !got.malformed {
		j.unlisted(before, status)
	}
	if got.kind == "" && len(r.Content) == 1 {
		// No type was named: judged as the only one declared, so that the body's own faults are seen too.
		j.MediaType, got = r.Content[0], r.Content[0].parsed
	}
	return got
}

// judgeStatus finds the declared response. Source: OpenAPI 3.0.3, section 4.7.16.
func (d *Document) judgeStatus(j *Judgement, op *Operation, status int) *Response {
	if len(op.Responses) == 0 {
		return nil // 3.1 allows that: nothing is said of any answer
	}
	j.apply(RuleStatusDocumented)
	if response := op.Response(status); response != nil {
		return response
	}
	declared := make([]string, len(op.Responses))
	for i, r := range op.Responses {
		declared[i] = r.Status
	}
	at := op.Node.Get("responses")
	place := at.KeyAt()
	if at == nil {
		place = op.Node.KeyAt()
	}
	j.fault(Fault{
		Rule:        RuleStatusDocumented,
		Received:    "status " + strconv.Itoa(status),
		Promised:    "status " + oneOf(declared),
		Fix:         "answer with a declared status, or declare " + strconv.Itoa(status) + " under responses",
		Clause:      d.clause(sectionResponses),
		KeywordPath: op.Node.Pointer() + "/responses",
		At:          place,
	})
	return nil
}

// judgeBodyPresence looks at whether there is a body where one was promised, and none where HTTP forbids it.
func (d *Document) judgeBodyPresence(j *Judgement, op *Operation, a *Answer) {
	clause, forbidden := bodyForbidden(op.Method, a.Status)
	switch {
	case forbidden:
		j.apply(RuleBodyPresent)
		if len(a.Body) == 0 {
			return
		}
		j.fault(Fault{
			Rule:     RuleBodyPresent,
			Received: "a body of " + strconv.Itoa(len(a.Body)) + " bytes with status " + strconv.Itoa(a.Status),
			Promised: "no body",
			Fix:      "send no body with this status; most clients drop it or lose their place in the connection",
			Clause:   clause,
			At:       responsePlace(j.Response, op),
		})
	case j.Response != nil && len(j.Response.Content) > 0 && !a.Truncated:
		j.apply(RuleBodyPresent)
		if len(a.Body) > 0 {
			return
		}
		content := j.Response.Node.Get("content")
		j.fault(Fault{
			Rule:        RuleBodyPresent,
			Received:    "status " + strconv.Itoa(a.Status) + " without a body",
			Promised:    "a body of type " + typeNames(j.Response.Content),
			Fix:         "send the body, or declare a response without content for status " + strconv.Itoa(a.Status),
			Clause:      d.clause(sectionResponse),
			KeywordPath: content.Pointer(),
			At:          content.KeyAt(),
		})
	}
}

// bodyForbidden says whether HTTP rules out a body, and by which clause.
func bodyForbidden(method string, status int) (clause string, forbidden bool) {
	switch {
	case method == http.MethodHead:
		return "RFC 9110, section 9.3.2 (HEAD)", true
	case status == http.StatusNoContent:
		return "RFC 9110, section 15.3.5 (204 No Content)", true
	case status == http.StatusResetContent:
		return "RFC 9110, section 15.3.6 (205 Reset Content)", true
	case status == http.StatusNotModified:
		return "RFC 9110, section 15.4.5 (304 Not Modified)", true
	case status >= 100 && status < 200:
		return "RFC 9110, section 15.2 (Informational 1xx)", true
	}
	return "", false
}

func responsePlace(r *Response, op *Operation) tree.Position {
	if r != nil {
		return r.At
	}
	return op.Node.KeyAt()
}
