package spec

import "net/http"

// JudgeRequest judges a request to op by what the document promises to accept: parameters, media type and body. Credentials are not
// looked at. The Judgement is never nil and holds the same for the same request, to the byte. Where the caller does not keep it, a JSON request
// without parameters that conforms costs no allocation.
func (d *Document) JudgeRequest(op *Operation, r Ask) *Judgement {
	j := &Judgement{} // small enough to be inlined, so that it may stay on the caller's stack
	d.judgeRequest(j, op, &r)
	return j
}

func (d *Document) judgeRequest(j *Judgement, op *Operation, r *Ask) {
	if hasParameters(op, r) {
		d.judgeParameters(j, op, *r)
	}
	declared := op.RequestBody
	if declared == nil || declared.Unresolved {
		return
	}
	j.apply(RuleRequestBody)
	if len(r.Body) == 0 && !(declared.Required && emptyIsBody(r.Header)) {
		if declared.Required {
			j.fault(Fault{
				Rule:        RuleRequestBody,
				Received:    "no body",
				Promised:    "a body of type " + typeNames(declared.Content),
				Fix:         "send a body; the document requires one",
				Clause:      d.clause(sectionRequestBody),
				KeywordPath: declared.Node.Pointer() + "/required",
				At:          declared.Node.Get("required").KeyAt(),
			})
		}
		return
	}
	got := d.judgeType(j, &askTypeRules, declared.Content, declared.Node, r.Header)
	if j.MediaType == nil {
		return
	}
	if coding := coded(r.Header); coding != "" {
		j.note(codingNote(RuleRequestSchema, coding))
		return
	}
	d.body(j, &requestRules, r.Body, nil, got, j.MediaType)
}

// emptyIsBody reports whether nothing at all is a body of the type that is named: a form without fields, an empty text or file.
func emptyIsBody(header http.Header) bool {
	value, _ := contentType(header)
	switch parseMediaRange(value).carrier() {
	case CarryForm, CarryText, CarryBytes:
		return value != ""
	}
	return false
}

// codingNote says why a body with a Content-Encoding is not judged.
func codingNote(rule, coding string) string {
	return rule + " could not be judged: the body has the Content-Encoding " + quoted(coding) + ", which is not undone here"
}
