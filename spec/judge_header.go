package spec

import (
	"net/http"
	"strings"
)

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
			d.body(j, rules, []byte(strings.Trim(text, " \t")), h.Content[0].parsed, h.Content[0])
		}
		if len(j.Faults) > from {
			j.name(from, "header "+h.Name)
		}
	}
}
