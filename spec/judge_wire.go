package spec

import (
	"net/http"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// wireFaults judges what a message holds for a parameter or a header against the schema at n. Its readings are tried in turn, each with numbers
// read as numbers and, where a text may be a string too, with everything read as a string; the value conforms if one reading does. If none does,
// the faults of the first one are told, or, where the standard leaves open how it is written, a note. The holder is the parameter or header itself.
func (d *Document) wireFaults(j *Judgement, rules *bodyRules, n, holder *tree.Node, what string, w written) {
	compiled := d.compiled(j, rules, n)
	var first []schema.Violation
	var broken *mistake
	for _, read := range w.readings {
		for _, asText := range [...]bool{false, true} {
			r := wireReader{document: d, face: rules.face, asText: asText}
			text := read.read(&r)
			if r.broken != nil {
				if broken == nil {
					broken = r.broken
				}
				break
			}
			found := violations(compiled, d.schemaOptions(rules), text)
			if conforms(found) {
				for _, v := range found {
					j.fault(d.schemaFault(rules, n, v))
				}
				if read.slack != "" {
					d.slackFault(j, rules, holder, read.slack)
				}
				return
			}
			if first == nil {
				first = found
			}
			if !r.doubtful {
				break
			}
		}
	}
	switch {
	case w.open != "":
		j.note(rules.schema + " could not be judged for " + what + ": the standard leaves open " + w.open)
	case first == nil && broken != nil:
		d.brokenFault(j, rules, holder, broken)
	}
	if w.open == "" {
		for _, v := range first {
			j.fault(d.schemaFault(rules, n, v))
		}
	}
}

// brokenFault tells of a text that is not written as its style asks.
func (d *Document) brokenFault(j *Judgement, rules *bodyRules, holder *tree.Node, m *mistake) {
	j.fault(Fault{
		Rule: rules.schema, Received: m.received, Promised: m.promised, Fix: rules.fix + m.promised,
		Clause: d.clause(sectionParameter) + "; " + m.clause, KeywordPath: holder.Pointer(), At: holder.KeyAt(),
	})
}

// slackFault warns of a text that only lenient readers understand.
func (d *Document) slackFault(j *Judgement, rules *bodyRules, holder *tree.Node, promised string) {
	j.fault(Fault{
		Rule: rules.schema, Received: "a value that only lenient servers read as meant", Promised: promised, Fix: rules.fix + promised,
		Clause: d.clause(sectionParameter) + "; " + clauseForm, KeywordPath: holder.Pointer(), At: holder.KeyAt(), Warning: true,
	})
}

// judgeHeaders judges the declared headers of a response. Source: OpenAPI 3.0.3, section 4.7.21.
func (d *Document) judgeHeaders(j *Judgement, header http.Header) {
	for _, h := range j.Response.Headers {
		j.apply(RuleResponseHeader)
		values := header.Values(h.Name)
		if len(values) == 0 {
			if h.Required {
				j.fault(Fault{
					Rule:        RuleResponseHeader,
					Received:    "status " + j.Response.Status + " without header " + h.Name,
					Promised:    "header " + h.Name + ", as it is required",
					Fix:         "send header " + h.Name,
					Clause:      d.clause(sectionHeader),
					KeywordPath: h.Node.Pointer() + "/required",
					At:          h.Node.KeyAt(),
				})
			}
			continue
		}
		d.judgeHeader(j, h, h.rules, values)
	}
}

// judgeHeader judges the values of one declared header, which are one list but for Set-Cookie. Source: RFC 9110, section 5.3.
func (d *Document) judgeHeader(j *Judgement, h *Header, rules *bodyRules, values []string) {
	if len(values) > 1 && !strings.EqualFold(h.Name, "Set-Cookie") {
		values = []string{strings.Join(values, ",")}
	}
	for _, text := range values {
		from := len(j.Faults)
		switch {
		case h.Schema != nil:
			d.wireFaults(j, rules, h.Schema, h.Node, "header "+h.Name, d.headerWritten(h.Schema, h.Explode, text))
		case len(h.Content) > 0:
			d.body(j, rules, []byte(strings.Trim(text, " \t")), nil, h.Content[0].parsed, h.Content[0])
		}
		if len(j.Faults) > from {
			j.name(from, "header "+h.Name)
		}
	}
}
