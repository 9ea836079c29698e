package spec

import (
	"net/http"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/schema"
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
		what := "header " + h.Name
		rules := fieldRules(RuleResponseHeader, what, schema.Response)
		text := strings.Join(values, ",")
		from := len(j.Faults)
		switch {
		case h.Schema != nil:
			d.wireFaults(j, rules, h.Schema, func(w *wireReader) []byte { return w.delimited(h.Schema, text, ",", h.Explode, strings.TrimSpace) })
		case len(h.Content) > 0:
			d.body(j, rules, []byte(text), h.Content[0].parsed, h.Content[0])
		}
		j.name(from, what)
	}
}
