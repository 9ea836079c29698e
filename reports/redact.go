package reports

// Redact replaces every free text of the report by f of it: titles, notes, messages, URLs, header values, bodies, curl lines, errors,
// what the API sent, what was left behind, what changed and its witness. It is the last line of defence before a report is written, not the first: exchanges
// are redacted where they are made. Names stay as they are, because other records refer to them: rules, levels, cases, operations,
// phases, workflows, checks, clauses, paths into the document, fingerprints, header names and methods.
//
// A text that two parts of the report share reaches f more than once, so f must leave alone what it wrote itself.
func (r *Report) Redact(f func(string) string) {
	r.Subject.redact(f)
	each(f, &r.Folder)
	if r.Base != nil {
		r.Base.redact(f)
	}
	for i := range r.Steps {
		r.Steps[i].Base.redact(f)
		r.Steps[i].Revision.redact(f)
	}
	if r.Environment != nil {
		each(f, &r.Environment.URL)
	}
	for i := range r.Results {
		result := &r.Results[i]
		each(f, &result.Title, &result.Note)
		for j := range result.Exchanges {
			result.Exchanges[j].redact(f)
		}
		redactFindings(result.Findings, f)
	}
	redactFindings(r.Findings, f)
	redactFindings(r.Known, f)
	redactFindings(r.Fixed, f)
	for i := range r.Removals {
		r.Removals[i].redact(f)
	}
	for i := range r.Leftovers {
		each(f, &r.Leftovers[i].ID, &r.Leftovers[i].Name, &r.Leftovers[i].Reason)
	}
}

func (s *Subject) redact(f func(string) string) {
	each(f, &s.Title, &s.Document)
	for i := range s.Overlays {
		each(f, &s.Overlays[i])
	}
}

func redactFindings(findings []Finding, f func(string) string) {
	for i := range findings {
		finding := &findings[i]
		// The instance path holds property names that the API chose.
		each(f, &finding.Message, &finding.Received, &finding.Promised, &finding.Fix, &finding.InstancePath, &finding.Location.File)
		for j := range finding.Variants {
			v := &finding.Variants[j]
			each(f, &v.Message, &v.Received, &v.Promised, &v.Fix, &v.InstancePath, &v.Location.File)
		}
		if finding.Waiver != nil {
			each(f, &finding.Waiver.Reason, &finding.Waiver.Source)
		}
		if finding.Exchange != nil {
			finding.Exchange.redact(f)
		}
		finding.redactChange(f)
	}
}

// redactChange does for what only a diff has.
func (f *Finding) redactChange(redact func(string) string) {
	each(redact, &f.Explanation, &f.Step, &f.Returned)
	if f.Change != nil {
		each(redact, &f.Change.Before, &f.Change.After)
	}
	for _, place := range []*Place{f.Base, f.Revision} {
		if place != nil {
			each(redact, &place.File)
		}
	}
	if f.Witness != nil {
		each(redact, &f.Witness.Message, &f.Witness.Reason)
	}
}

func (x *Exchange) redact(f func(string) string) {
	each(f, &x.Err, &x.Curl, &x.Request.URL, &x.Request.Body)
	redactHeaders(x.Request.Headers, f)
	if x.Response != nil {
		each(f, &x.Response.Body)
		redactHeaders(x.Response.Headers, f)
	}
}

func redactHeaders(headers []Header, f func(string) string) {
	for i := range headers {
		each(f, &headers[i].Value)
	}
}

// each replaces every text by f of it.
func each(f func(string) string, texts ...*string) {
	for _, text := range texts {
		*text = f(*text)
	}
}
