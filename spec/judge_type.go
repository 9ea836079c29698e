package spec

import (
	"net/http"
	"strconv"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

// typeRules is how the rule on a message's media type is called and mended, by direction.
type typeRules struct{ rule, section, fix string }

var (
	answerTypeRules = typeRules{RuleMediaTypeDocumented, sectionResponse, "send one of the declared types, or declare this one"}
	askTypeRules    = typeRules{RuleRequestMediaType, sectionRequestBody, "send one of the declared types"}
)

// judgeType chooses the declared media type that a body falls under, and tells if there is none. It returns the type of the message, which is
// empty if none was named. Source: RFC 9110, section 8.3, and OpenAPI 3.0.3, sections 4.7.13 and 4.7.17.
func (d *Document) judgeType(j *Judgement, r *typeRules, content []*MediaType, holder *tree.Node, header http.Header) mediaRange {
	j.apply(r.rule)
	value, several := contentType(header)
	if value == "" {
		j.fault(d.typeFault(r, content, holder, "a body without a Content-Type", "send the Content-Type of the body"))
		return mediaRange{}
	}
	got := received(value, content)
	j.MediaType = pickMediaType(content, got)
	switch {
	case several:
		j.fault(d.typeFault(r, content, holder, "several Content-Type fields that differ", "send one Content-Type"))
	case got.malformed:
		j.fault(d.typeFault(r, content, holder, "Content-Type "+quoted(value), "write type/subtype, then parameters as name=value"))
	case j.MediaType == nil:
		j.fault(d.typeFault(r, content, holder, "Content-Type "+quoted(value), r.fix))
	}
	return got
}

func (d *Document) typeFault(r *typeRules, content []*MediaType, holder *tree.Node, received, fix string) Fault {
	return Fault{
		Rule:        r.rule,
		Received:    received,
		Promised:    typeNames(content),
		Fix:         fix,
		Clause:      "RFC 9110, section 8.3 (Content-Type); " + d.clause(r.section),
		KeywordPath: holder.Pointer() + "/content",
		At:          holder.Get("content").KeyAt(),
	}
}

// quoted shows a field's value as it was received, cut where it gets long.
func quoted(value string) string {
	if runes := []rune(value); len(runes) > 100 {
		value = string(runes[:100]) + "…"
	}
	return strconv.Quote(value)
}
