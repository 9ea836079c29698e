package diff

import (
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
)

// Rule is one kind of change that Compare finds.
type Rule struct {
	Name    string          // as it stands in Finding.Rule and in a policy: request-type-narrowed
	Classes []reports.Class // those its findings can have, gravest first
	Doc     string          // one sentence: what changed
}

// Rules returns every rule, sorted by name. A policy can name no other.
func Rules() []Rule {
	out := slices.Clone(fixedRules)
	for _, family := range families {
		out = append(out, family.rules()...)
	}
	slices.SortFunc(out, func(a, b Rule) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// RuleNames returns the name of every rule, sorted.
func RuleNames() []string {
	var names []string
	for _, rule := range Rules() {
		names = append(names, rule.Name)
	}
	return names
}

// Lists of classes that many rules have.
var (
	proven         = []reports.Class{reports.ClassWire, reports.ClassUnproven}
	mayBreak       = []reports.Class{reports.ClassWire, reports.ClassUnproven, reports.ClassCompatible}
	mayBreakOrType = []reports.Class{reports.ClassWire, reports.ClassTyped, reports.ClassUnproven, reports.ClassCompatible}
	mayGo          = []reports.Class{reports.ClassWire, reports.ClassUnpromised, reports.ClassTyped, reports.ClassUnproven, reports.ClassCompatible}
	disturbs       = []reports.Class{reports.ClassTyped}
	mayType        = []reports.Class{reports.ClassTyped, reports.ClassCompatible}
	harmless       = []reports.Class{reports.ClassCompatible}
	undecided      = []reports.Class{reports.ClassUnproven}
	forsakes       = []reports.Class{reports.ClassUnpromised}
	open           = []reports.Class{reports.ClassWire, reports.ClassTyped, reports.ClassUnproven, reports.ClassCompatible}
)

// fixedRules are the rules that stand for one change in one direction.
var fixedRules = []Rule{
	{"callback-added", harmless, "an operation calls back where it did not"},
	{"callback-moved", forsakes, "a callback is sent to another address"},
	{"callback-removed", forsakes, "a callback does not come any more"},
	{"document-fault", undecided, "a part of a document is faulty and was not compared"},
	{"documentation-changed", harmless, "a component changed that no message reaches"},
	{"encoding-changed", mayBreak, "a property of a form is written in another way"},
	{"header-deprecated", harmless, "a header field is deprecated, or its sunset changed"},
	{"header-reactivated", harmless, "a header field is not deprecated any more"},
	{"operation-added", harmless, "an operation is new"},
	{"operation-deprecated", harmless, "an operation is deprecated, or its sunset changed"},
	{"operation-id-renamed", mayType, "an operation goes by another operationId"},
	{"operation-moved", proven, "an operation is at another path or method"},
	{"operation-reactivated", harmless, "an operation is not deprecated any more"},
	{"operation-removed", proven, "an operation is gone"},
	{"parameter-deprecated", harmless, "a parameter is deprecated, or its sunset changed"},
	{"parameter-reactivated", harmless, "a parameter is not deprecated any more"},
	{"path-parameter-renamed", harmless, "a parameter of a path goes by another name"},
	{"path-prefix-moved", harmless, "a part of an operation's URL moved between server and path"},
	{"prose-changed", []reports.Class{reports.ClassProse}, "descriptions, examples, defaults or extensions changed"},
	{"request-additional-properties-allowed", harmless, "undeclared names may be sent where they were forbidden"},
	{"request-additional-properties-forbidden", proven, "undeclared names are forbidden in what is sent"},
	{"request-body-added", harmless, "a body may be sent where there was none"},
	{"request-body-became-optional", disturbs, "the body of a request may be left out"},
	{"request-body-became-required", proven, "the body of a request is required"},
	{"request-body-removed", disturbs, "no body is taken any more"},
	{"request-body-required-added", proven, "a body is required where there was none"},
	{"request-media-type-added", harmless, "a body may be sent as another media type too"},
	{"request-media-type-changed", proven, "a body is taken as another media type instead"},
	{"request-media-type-removed", []reports.Class{reports.ClassWire, reports.ClassTyped, reports.ClassUnproven}, "a body is not taken as a media type any more"},
	{"request-nullable-added", harmless, "null may be sent where it was refused"},
	{"request-nullable-removed", mayBreak, "null is refused where it was taken"},
	{"request-parameter-added", harmless, "an optional parameter is new"},
	{"request-parameter-became-optional", disturbs, "a parameter need not be sent any more"},
	{"request-parameter-became-required", proven, "a parameter is required"},
	{"request-parameter-moved", proven, "a parameter stands elsewhere: in the path, the query, a header or a cookie"},
	{"request-parameter-removed", disturbs, "a parameter is not declared any more"},
	{"request-parameter-renamed", []reports.Class{reports.ClassWire, reports.ClassTyped, reports.ClassUnproven}, "a parameter goes by another name"},
	{"request-parameter-required-added", proven, "a required parameter is new"},
	{"request-parameter-style-changed", proven, "a parameter is written in another way"},
	{"request-parameter-writing-narrowed", undecided, "a parameter may not be empty, or hold reserved characters, any more"},
	{"request-property-added", mayBreak, "an optional property of what is sent is new"},
	{"request-property-became-optional", mayType, "a property need not be sent any more"},
	{"request-property-became-read-only", disturbs, "a property is readOnly: it should not be sent"},
	{"request-property-became-required", mayBreak, "a property has to be sent"},
	{"request-property-changed", harmless, "a property travels in another direction, and what is sent stays right"},
	{"request-property-moved", open, "a property of what is sent stands in another object"},
	{"request-property-removed", open, "a property of what is sent is not declared any more"},
	{"request-property-renamed", open, "a property of what is sent goes by another name"},
	{"request-property-required-added", mayBreak, "a required property of what is sent is new"},
	{"request-status-added", harmless, "a webhook or a callback may be answered with another status too"},
	{"request-status-removed", []reports.Class{reports.ClassUnproven, reports.ClassCompatible}, "a status to answer a webhook or a callback with is gone"},
	{"response-additional-properties-allowed", proven, "undeclared names may come where they were forbidden"},
	{"response-additional-properties-forbidden", harmless, "undeclared names do not come any more"},
	{"response-body-added", harmless, "a webhook or a callback has a body where it had none"},
	{"response-body-became-optional", proven, "the body of a webhook or a callback may be missing"},
	{"response-body-became-required", harmless, "the body of a webhook or a callback is always there"},
	{"response-body-removed", []reports.Class{reports.ClassWire, reports.ClassUnpromised, reports.ClassUnproven}, "a webhook or a callback does not have a body any more"},
	{"response-header-added", harmless, "a header field of an answer is new"},
	{"response-header-became-optional", proven, "a header field of an answer may be missing"},
	{"response-header-removed", []reports.Class{reports.ClassWire, reports.ClassUnpromised, reports.ClassUnproven}, "a header field of an answer is not declared any more"},
	{"response-header-renamed", []reports.Class{reports.ClassWire, reports.ClassUnpromised, reports.ClassUnproven}, "a header field of an answer goes by another name"},
	{"response-header-style-changed", undecided, "a header field that holds an object is written in another way"},
	{"response-link-added", harmless, "a link of an answer is new"},
	{"response-link-removed", disturbs, "a link of an answer is gone"},
	{"response-link-renamed", disturbs, "a link of an answer goes by another name"},
	{"response-media-type-added", harmless, "an answer may come as another media type too"},
	{"response-media-type-changed", []reports.Class{reports.ClassWire, reports.ClassTyped, reports.ClassUnproven}, "an answer comes as another media type instead"},
	{"response-media-type-narrowed", harmless, "of a range of media types only some come any more"},
	{"response-media-type-removed", []reports.Class{reports.ClassUnpromised, reports.ClassUnproven}, "an answer does not come as a media type any more"},
	{"response-nullable-added", mayBreak, "null may come where it did not"},
	{"response-nullable-removed", disturbs, "null does not come any more"},
	{"response-parameter-added", harmless, "a parameter of a webhook or a callback is new"},
	{"response-parameter-became-optional", proven, "a parameter of a webhook or a callback may be missing"},
	{"response-parameter-became-required", harmless, "a parameter of a webhook or a callback is always there"},
	{"response-parameter-removed", []reports.Class{reports.ClassWire, reports.ClassUnpromised, reports.ClassUnproven}, "a parameter of a webhook or a callback is not declared any more"},
	{"response-parameter-renamed", []reports.Class{reports.ClassWire, reports.ClassUnpromised, reports.ClassUnproven}, "a parameter of a webhook or a callback goes by another name"},
	{"response-parameter-style-changed", undecided, "a parameter of a webhook or a callback is written in another way"},
	{"response-property-added", mayBreak, "a property of an answer is new"},
	{"response-property-became-optional", mayBreak, "a property of an answer may be missing"},
	{"response-property-became-required", harmless, "a property of an answer is always there"},
	{"response-property-became-write-only", mayGo, "a property is writeOnly: it does not come any more"},
	{"response-property-changed", harmless, "a property travels in another direction, and what comes stays right"},
	{"response-property-moved", mayGo, "a property of an answer stands in another object"},
	{"response-property-removed", mayGo, "a property of an answer is not declared any more"},
	{"response-property-renamed", mayGo, "a property of an answer goes by another name"},
	{"response-status-added", disturbs, "an answer may have a status that was not declared"},
	{"response-status-changed", disturbs, "a failure is answered with another status"},
	{"response-status-removed", harmless, "an answer does not have a status any more that is no success"},
	{"response-success-status-added", []reports.Class{reports.ClassWire}, "success has other statuses instead"},
	{"response-success-status-changed", proven, "success has one other status instead"},
	{"response-success-status-removed", forsakes, "success does not have a status any more"},
	{"schema-deprecated", harmless, "a schema, of a property perhaps, is deprecated, or its sunset changed"},
	{"schema-reactivated", harmless, "a schema, of a property perhaps, is not deprecated any more"},
	{"schema-renamed", disturbs, "a component goes by another name and means the same"},
	{"security-changed", proven, "credentials that let a request in do so no more"},
	{"security-loosened", harmless, "a request is let in with fewer or other credentials too"},
	{"server-added", harmless, "a server is new"},
	{"server-changed", proven, "a server is at another URL"},
	{"server-removed", proven, "a server is gone"},
	{"server-variable-default-changed", disturbs, "a variable of a server has another default"},
	{"server-variable-value-removed", proven, "a variable of a server does not have a value any more"},
	{"webhook-added", harmless, "a webhook is new"},
	{"webhook-renamed", disturbs, "a webhook goes by another name"},
	{"webhook-removed", forsakes, "a webhook does not come any more"},
}

// family is a list of rules that differ in a keyword and a direction.
type family struct {
	words   []string // as they stand in the names of the rules
	effects []effectDoc
}

// effectDoc is what one rule of a family says; $ in its sentence stands for the keyword.
type effectDoc struct {
	direction reports.Direction
	effect    string
	classes   []reports.Class
	doc       string
}

// families are the rules of keywords. Limits and types are narrowed or widened; lists gain and lose values, choices alternatives; and what
// cannot be judged by a keyword alone changed.
var families = []family{
	{limiterWords(), []effectDoc{
		{reports.DirectionRequest, "narrowed", mayBreak, "$ lets less be sent"},
		{reports.DirectionRequest, "widened", mayType, "$ lets more be sent, or is another that takes no less"},
		{reports.DirectionRequest, "changed", undecided, "whether $ lets less be sent could not be decided"},
		{reports.DirectionResponse, "widened", mayBreak, "$ lets more come than it did"},
		{reports.DirectionResponse, "narrowed", mayType, "$ lets less come, or is another that gives no more"},
		{reports.DirectionResponse, "changed", undecided, "whether $ lets more come could not be decided"},
	}},
	{[]string{"enum-value"}, []effectDoc{
		{reports.DirectionRequest, "added", harmless, "a list of values takes another one"},
		{reports.DirectionRequest, "removed", mayBreak, "a list of values does not take one any more"},
		{reports.DirectionRequest, "renamed", mayBreak, "a value of a list that is sent is written in another way"},
		{reports.DirectionRequest, "replaced", mayBreak, "a list of values takes none of those it took, and others"},
		{reports.DirectionResponse, "added", mayType, "a list of values that come has another one"},
		{reports.DirectionResponse, "removed", harmless, "a value of a list does not come any more"},
		{reports.DirectionResponse, "renamed", mayType, "a value of a list that comes is written in another way"},
		{reports.DirectionResponse, "replaced", mayType, "none of the values of a list comes any more, and others do"},
	}},
	{[]string{"alternative"}, []effectDoc{
		{reports.DirectionRequest, "added", mayBreak, "an alternative of anyOf or oneOf is new in what is sent"},
		{reports.DirectionRequest, "removed", mayBreak, "an alternative of anyOf or oneOf is not taken any more"},
		{reports.DirectionResponse, "added", mayBreak, "an alternative of anyOf or oneOf is new in what comes"},
		{reports.DirectionResponse, "removed", mayBreak, "an alternative of anyOf or oneOf does not come any more"},
	}},
	{[]string{"alternatives"}, []effectDoc{
		{reports.DirectionRequest, "overlap", mayBreak, "a value that is sent fits several alternatives of oneOf, of which one changed"},
		{reports.DirectionResponse, "overlap", mayBreak, "a value that comes fitted several alternatives of oneOf, of which one changed"},
	}},
	{append([]string{"schema", "prefix-items", "additional-properties"}, togetherWords()...), []effectDoc{
		{reports.DirectionRequest, "changed", open, "$ of what is sent changed, judged as the whole schema"},
		{reports.DirectionResponse, "changed", open, "$ of what comes changed, judged as the whole schema"},
	}},
	{[]string{"discriminator", "discriminator-mapping"}, []effectDoc{
		{reports.DirectionRequest, "changed", disturbs, "alternatives that are sent are told apart in another way"},
		{reports.DirectionResponse, "changed", disturbs, "alternatives that come are told apart in another way"},
	}},
}

// limiterWords are the words of all changes that are judged by their keyword alone.
func limiterWords() []string {
	words := []string{"type", "enum", "pattern-properties"}
	for _, l := range limiters {
		words = append(words, l.word)
	}
	return words
}

// togetherWords are the words of the keywords that only count together with others. Of patternProperties the family of limits tells: what is
// judged as the whole schema has the name that is undecided there.
func togetherWords() []string {
	var words []string
	for _, keyword := range together {
		if keyword != "patternProperties" {
			words = append(words, kebab(keyword))
		}
	}
	return words
}

func (f family) rules() []Rule {
	var out []Rule
	for _, word := range f.words {
		for _, e := range f.effects {
			classes := e.classes
			switch {
			case word == "pattern-properties" && e.effect == "changed":
				classes = open
			case word == "format" && slices.Contains(e.classes, reports.ClassWire):
				classes = mayBreakOrType
			case word == "format" && e.effect == "changed":
				classes = []reports.Class{reports.ClassTyped, reports.ClassUnproven, reports.ClassCompatible}
			}
			out = append(out, Rule{string(e.direction) + "-" + word + "-" + e.effect, classes, strings.ReplaceAll(e.doc, "$", strings.ReplaceAll(word, "-", " "))})
		}
	}
	return out
}
