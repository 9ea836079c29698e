package spec

import "strings"

// JudgeRequest judges a request to op by what the document promises to accept: parameters, media type and body. Credentials are not
// looked at. The Judgement is never nil and holds the same for the same request, to the byte.
func (d *Document) JudgeRequest(op *Operation, r Ask) *Judgement {
	j := &Judgement{}
	if len(op.Parameters) > 0 {
		j.apply(RuleRequestParameter)
		query := parseQuery(r.Query)
		for _, p := range op.Parameters {
			d.judgeParameter(j, p, r, query)
		}
	}
	d.judgeRequestBody(j, op, r)
	return j
}

func (d *Document) judgeRequestBody(j *Judgement, op *Operation, r Ask) {
	declared := op.RequestBody
	if declared == nil || declared.Unresolved {
		return
	}
	j.apply(RuleRequestBody)
	if len(r.Body) == 0 {
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
	if got.kind == "application" && got.subtype == "x-www-form-urlencoded" {
		d.judgeForm(j, r.Body, j.MediaType)
		return
	}
	d.body(j, &requestRules, r.Body, got, j.MediaType)
}

// judgeForm judges a form's fields as an object. Source: OpenAPI 3.0.3, section 4.7.14.4.
func (d *Document) judgeForm(j *Judgement, body []byte, m *MediaType) {
	if m.Schema == nil {
		return
	}
	pairs := parseQuery(string(body))
	for _, p := range pairs {
		if strings.ContainsAny(p.name, "[]") {
			j.Notes = append(j.Notes, RuleRequestSchema+" could not be judged: the standard leaves open how a form writes nested fields like "+p.name)
			return
		}
	}
	d.wireFaults(j, &requestRules, m.Schema, func(r *wireReader) []byte { return r.object(m.Schema, gather(pairs, nil)) })
}

// gather collects the texts of each name in pairs, in order of first appearance; keep, if not nil, chooses the names.
func gather(pairs []queryPair, keep func(string) bool) []pair {
	var out []pair
	for _, p := range pairs {
		if keep != nil && !keep(p.name) {
			continue
		}
		known := false
		for i := range out {
			if out[i].name == p.name {
				out[i].texts, known = append(out[i].texts, unescapeQuery(p.raw)), true
				break
			}
		}
		if !known {
			out = append(out, pair{p.name, []string{unescapeQuery(p.raw)}})
		}
	}
	return out
}
