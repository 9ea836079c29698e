package diff

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec/contain"
)

// null judges that null is accepted by one document only. By the letter nullable adds null to the type beside it and to nothing else: an enum that does
// not list null refuses it still, and so does a schema that is combined with it. Vendors mean otherwise, and servers send null there; so what rests
// on nullable in these places alone is neither called a break nor safe, whether the enum stands beside it or in a part of allOf.
// Source: OpenAPI 3.0.3, section 4.7.24 (nullable), and the proposal that clarifies it.
func (j judging) null() effect {
	accepted, rejected := j.change.pair.of(j.base).null, j.change.pair.of(!j.base).null
	if accepted && !rejected && !j.change.pair.of(j.base).strictNull {
		return effect{
			class: reports.ClassUnproven, rule: j.rule("nullable", map[bool]string{true: "removed", false: "added"}[j.request()]),
			message: j.about() + ": " + j.change.arrow() + ", as vendors mean it; by the letter null is refused there all the same", fix: "be prepared for null",
			explanation: "nullable adds null to a type only: an enum that does not list null, and a schema beside it, still refuse it; source: OpenAPI 3.0.3, section 4.7.24 (nullable)",
		}
	}
	if accepted && !rejected && j.spelled && contain.Spells(j.change.pair.side(!j.base), "null", j.face) {
		return effect{
			class: reports.ClassCompatible, rule: j.rule("nullable", map[bool]string{true: "removed", false: "added"}[j.request()]), fix: "nothing has to be done",
			message: j.about() + ": " + j.change.turn(), explanation: "null is written as text, and that text is taken",
		}
	}
	switch {
	case accepted && !rejected && j.request():
		return effect{
			class: reports.ClassWire, rule: "request-nullable-removed", message: j.about() + " may not be null any more: requests that hold null there are refused",
			fix: "leave it out, or send " + article(j.change.after), value: []byte("null"), proof: reports.ProofRejected, accepts: j.base,
		}
	case accepted && !rejected:
		return effect{
			class: reports.ClassWire, rule: "response-nullable-added", message: j.about() + " may be null now: whoever expects " + article(orNone(j.change.before)) + " breaks",
			fix: "take null for " + j.about(), value: []byte("null"), proof: reports.ProofRejected, accepts: j.base,
		}
	case j.request():
		return effect{
			class: reports.ClassCompatible, rule: "request-nullable-added", message: j.about() + " may be null too", fix: "nothing has to be done",
			explanation: "what was accepted still is",
		}
	}
	return effect{
		class: reports.ClassTyped, rule: "response-nullable-removed", message: j.about() + " is never null any more: generated types become narrower",
		fix: "nothing has to be done on the wire", explanation: "what may come could come before",
	}
}

// keyword judges a keyword by itself: does one document accept what the other's keyword rejects?
func (j judging) keyword() effect {
	ch := j.change
	there, settled := j.asItem()
	if !settled {
		there = j.beyond(j.base, ch.limits[!j.base])
	}
	if there.Answer == contain.Unproven && ch.keyword == "format" {
		there = j.probe(j.base, ch.limits[!j.base])
	}
	narrowed, widened := "narrowed", "widened"
	if !j.request() {
		narrowed, widened = widened, narrowed
	}
	e := effect{explanation: there.Reason}
	switch there.Answer {
	case contain.Escapes:
		if ch.floats() {
			return j.floats()
		}
		e = effect{class: reports.ClassWire, rule: j.rule(ch.word, narrowed), value: there.Witness, proof: reports.ProofRejected, accepts: j.base}
		less, more := "less", "more"
		if j.beyond(!j.base, ch.limits[j.base]).Answer == contain.Escapes { // neither holds the other
			less, more = "other values", "other values"
		}
		if j.request() {
			e.message = fmt.Sprintf("%s takes %s: %s; requests with %s there are refused", j.about(), less, ch.turn(), brief(there.Witness))
			e.fix = "keep to " + ch.said(ch.after)
			switch {
			case ch.after == noValue:
				e.fix = "do not send it"
			case ch.keyword == "type" || ch.keyword == "enum":
				e.fix = "send " + article(ch.after) + " only"
			}
		} else {
			e.message = fmt.Sprintf("%s may hold %s: %s; %s may come, which the base did not allow", j.about(), more, ch.turn(), brief(there.Witness))
			e.fix = "take what " + ch.said(ch.before) + " did not allow"
			if ch.keyword == "type" || ch.keyword == "enum" {
				e.fix = "take " + article(ch.after)
			}
		}
		return e
	case contain.Unproven:
		e.class, e.rule = reports.ClassUnproven, j.rule(ch.word, "changed")
		e.message, e.fix = fmt.Sprintf("%s: %s; whether that breaks could not be decided", j.about(), ch.turn()), "compare both by hand"
		return e
	}
	back := j.beyond(!j.base, ch.limits[j.base])
	if back.Answer == contain.Unproven && ch.keyword == "format" {
		back = j.probe(!j.base, ch.limits[j.base])
	}
	e.equal = back.Answer == contain.Contained && ch.keyword != "format" && !(j.spelled && ch.keyword == "type")
	if ch.keyword == "format" && back.Answer == contain.Contained {
		widened = "changed" // it says more, or something else, and nothing less is taken or given
	}
	e.class, e.rule, e.fix = reports.ClassCompatible, j.rule(ch.word, widened), "nothing has to be done"
	e.message = fmt.Sprintf("%s: %s", j.about(), ch.turn())
	same := ch.keyword == "format" || ch.keyword == "type" // as text
	if slices.Contains([]string{"type", "enum", "format"}, ch.keyword) && !j.request() || same && back.Answer == contain.Contained {
		e.class = reports.ClassTyped
		e.message += "; generated types change"
	}
	return e
}

// floats reports whether all that changed is how exact a number is.
func (ch *change) floats() bool {
	known := []string{"", "float", "double"}
	return ch.keyword == "format" && slices.Contains(known, ch.before) && slices.Contains(known, ch.after)
}

// floats judges how exact a number is: no message holds numbers that a float of either length cannot hold, or there is no telling what its reader makes
// of them. Source: RFC 8259, section 6.
func (j judging) floats() effect {
	what := map[bool]string{true: "narrowed", false: "widened"}[j.request()]
	return effect{
		class: reports.ClassTyped, rule: j.rule("format", what), message: j.about() + ": " + j.change.turn() + "; generated types change, and digits may be lost",
		fix: "generate the client anew, and mind the digits of large numbers", explanation: "only numbers beyond what a float holds tell the formats apart",
	}
}

// probes are texts that are of hardly any format.
var probes = []string{`"no such format"`, `""`, `"\u0001"`, `-1.5`}

// probe decides a format that cannot be reckoned with by values that are of hardly any format: one it takes all the same is not checked
// by anybody.
func (j judging) probe(base bool, limit []byte) contain.Result {
	s := limitSchema(limit)
	for _, probe := range probes {
		if accepts(j.change.pair.side(base), []byte(probe), j.face) && !accepts(conj{s}, []byte(probe), j.face) {
			return contain.Result{Answer: contain.Escapes, Witness: []byte(probe), Keyword: "format"}
		}
	}
	return contain.Result{Answer: contain.Contained, Reason: "the format is one that validators do not check"}
}

// closed judges that names which are not declared are forbidden in one document only.
func (j judging) closed() effect {
	if j.change.pair.of(!j.base).closed == nil {
		holds := " holds only declared names now" + among(j.change.came)
		if j.request() {
			holds = " takes " + j.change.after + " now"
		}
		return effect{
			class: reports.ClassCompatible, rule: j.rule("additional-properties", map[bool]string{true: "allowed", false: "forbidden"}[j.request()]),
			message: j.about() + holds, fix: "nothing has to be done",
			explanation: "objects that were right stay right",
		}
	}
	e := effect{class: reports.ClassWire, proof: reports.ProofRejected, accepts: j.base}
	value := []byte(`"text"`)
	if more := j.change.pair.of(j.base).additional; len(more) > 0 {
		value = j.minimal(j.base, more, undeclaredName)
	}
	e.value = j.with(j.object(j.base), undeclaredName, value)
	if j.request() {
		e.rule = "request-additional-properties-forbidden"
		e.message = j.about() + " takes only declared names now" + among(j.change.came) + ": requests that hold any other are refused"
		e.fix = "send declared names only"
	} else {
		e.rule = "response-additional-properties-allowed"
		e.message = j.about() + " may hold names that are not declared: whoever knew that there are no others breaks"
		e.fix = "pass over names that are not known"
	}
	return e
}

// whole judges two schemas as they stand.
func (j judging) whole() effect {
	ch := j.change
	e := effect{class: reports.ClassCompatible, rule: j.rule(ch.word, "changed"), fix: "nothing has to be done", message: j.about() + ": " + ch.turn()}
	results := j.inclusion(j.base, 1)
	e.explanation = results[0].Reason
	switch results[0].Answer {
	case contain.Contained:
		e.equal = j.inclusion(!j.base, 1)[0].Answer == contain.Contained
		if ch.keyword == "schema" && !j.request() && !e.equal {
			e.class = reports.ClassTyped
			e.message += "; generated types change"
		}
		return e
	case contain.Unproven:
		e.class, e.fix = reports.ClassUnproven, "compare both by hand"
		return e
	}
	if !wholeKeywords[ch.keyword] {
		results = j.inclusion(j.base, 16)
	}
	for _, r := range results {
		if !wholeKeywords[ch.keyword] && !saysBy(r, ch.keyword) {
			continue
		}
		e.class, e.value, e.proof, e.accepts, e.explanation = reports.ClassWire, r.Witness, reports.ProofRejected, j.base, ""
		if j.request() {
			e.message += "; requests with " + brief(r.Witness) + " are refused"
			e.fix = "keep to " + cmp.Or(ch.said(ch.after), "what both versions take")
		} else {
			e.message += "; " + brief(r.Witness) + " may come, which the base did not allow"
			e.fix = "take what " + cmp.Or(ch.said(ch.before), "the base") + " did not allow"
		}
		return e
	}
	e.explanation = "what is rejected is rejected by other keywords"
	return e
}

// wholeKeywords are the words of changes that are the schema itself: any value that escapes shows them.
var wholeKeywords = map[string]bool{"schema": true, "anyOf": true, "oneOf": true, "prefixItems": true, "$dynamicRef": true, "additionalProperties": true}

// saysBy reports whether a value was rejected by a keyword, under any of its names, or by what that applies.
func saysBy(r contain.Result, keyword string) bool {
	names := map[string][]string{
		"dependencies": {"dependencies", "dependentRequired", "dependentSchemas"}, "if": {"if", "then", "else"},
		"contains": {"contains", "minContains", "maxContains"}, "patternProperties": {"patternProperties", "additionalProperties"},
	}[keyword]
	return slices.ContainsFunc(append(names, keyword), func(name string) bool {
		return r.Keyword == name || strings.Contains(r.Way, "/"+name+"/")
	})
}
