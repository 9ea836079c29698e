package spec

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// opinion is one message with what both sides say of it.
type opinion struct {
	opinionCase
	ours   *Judgement
	theirs error
}

// refused reports whether ours refuses a message that kin takes, with a fault of one of the keywords or of one that received one of the texts.
func (o opinion) refused(what ...string) bool {
	if o.theirs != nil || o.ours.Holds() {
		return false
	}
	for _, f := range o.ours.Faults {
		for _, w := range what {
			if f.Keyword == w || strings.HasPrefix(f.Received, w) {
				return true
			}
		}
	}
	return false
}

// taken reports whether ours takes a message that kin refuses with a text.
func (o opinion) taken(text string) bool {
	return o.theirs != nil && o.ours.Holds() && strings.Contains(o.theirs.Error(), text)
}

// undefined reports whether the standard's table of styles has no spelling for what was sent, so that any verdict on it is a choice.
func (o opinion) undefined() bool {
	scalar, object := contains(scalarShapes, o.shape), contains(objectShapes, o.shape)
	switch o.style {
	case "spaceDelimited", "pipeDelimited":
		return scalar || o.explode
	case "deepObject":
		return !object
	}
	return o.in == "cookie" && o.explode && !scalar
}

// empty reports whether a value or an item was sent that has no characters.
func (o opinion) empty() bool {
	return emptyPiece.MatchString(o.wire)
}

var emptyPiece = regexp.MustCompile(`(^|[=,|.;]|%20)(&|,|\||;|\.|%20|$)`)

type disagreement struct {
	why, right string
	fits       func(o opinion) bool
}

// disagreements explains every way in which kin-openapi v0.152 and ours part on the messages of the test. The first row that fits counts.
// Right is who has the letter of the standards on his side; either, where they leave the matter to the reader.
var disagreements = []disagreement{
	{"kin stops reading at the end of the first JSON value", "ours", func(o opinion) bool { return o.refused("json-trailing") }},
	{"kin takes the last of two equal names, as encoding/json does before Go 1.27; RFC 8259, section 4, calls that unpredictable", "ours", func(o opinion) bool { return o.refused("json-duplicate-name") }},
	{"kin replaces bytes that are no UTF-8", "ours", func(o opinion) bool { return o.refused("json-utf8") }},
	{"kin reads numbers into float64 and fails at 1e400", "ours", func(o opinion) bool { return o.taken("value out of range") }},
	{"kin reads numbers into float64, where 2^53+1 is 2^53", "ours", func(o opinion) bool { return o.refused("maximum") && strings.Contains(o.wire, "9007199254740993") }},
	{"kin refuses null for a schema without a type", "ours", func(o opinion) bool { return o.shape == "untyped" && o.taken("not nullable") }},
	{"kin refuses any form whose schema has an object without an encoding; OpenAPI 3.0.3, section 4.7.14.4, shows one", "ours", func(o opinion) bool { return o.taken("unsupported schema of request body's property") }},
	{"kin refuses a part that the schema does not declare, where additionalProperties is true if nothing is said", "ours", func(o opinion) bool { return o.mediaType == formData && o.taken("undefined") }},
	{"kin reads multipart with mime/multipart, which takes lines that end in LF; RFC 2046, section 5.1.1, asks for CR LF", "ours", func(o opinion) bool { return o.refused("boundary lines that end in LF alone") }},
	{"kin reads a part without a Content-Type as text/plain; for an object the default is application/json: OpenAPI 3.0.3, section 4.7.15", "ours", func(o opinion) bool { return o.taken("non primitive type object") }},
	{"kin parts an unexploded label by commas, as OpenAPI 3.0.4 does; the table of 3.0.3 has dots", "either", func(o opinion) bool {
		return o.style == "label" && !o.explode && strings.Count(o.wire, ".") > 1 && o.taken("")
	}},
	{"kin does not read null; OpenAPI 3.0.4, appendix B, leaves it to the reader", "either", func(o opinion) bool { return o.taken("value null") }},
	{"kin refuses what the table of styles leaves undefined; ours takes what conforms as servers read it", "either", func(o opinion) bool { return o.undefined() && o.taken("") }},
	{"kin finds nothing in a parameter whose schema has no type, and calls it empty", "ours", func(o opinion) bool { return o.shape == "untyped" && o.taken("empty value is not allowed") }},
	{"kin refuses an empty text that stands for null or an empty list; RFC 6570 writes them so", "either", func(o opinion) bool { return o.empty() && o.taken("") }},
	{"kin takes an empty text for a value that is not there", "ours", func(o opinion) bool { return o.empty() && o.refused("type") }},
	{"kin drops names that the schema does not declare before it judges", "ours", func(o opinion) bool { return o.refused("additionalProperties") }},
	{"kin takes the first of several values where one is promised", "ours", func(o opinion) bool { return o.refused("it 2 times", "it 3 times") }},
	{"kin decodes before it splits, so that an encoded comma parts values", "ours", func(o opinion) bool { return strings.Contains(o.wire, "%2C") }},
	{"kin reads text by the first branch of anyOf it can be parsed for, whether it conforms or not", "ours", func(o opinion) bool { return o.shape == "anyOf" && o.taken("anyOf") }},
	{"kin reads text/plain as a string whatever the schema says; OpenAPI 3.0.4, appendix B, leaves it to the reader", "either", func(o opinion) bool { return o.mediaType == "text/plain" && o.taken("") }},
	{"kin does not take 1.0 and 1e2 for integers on the wire, as it does in JSON", "either", func(o opinion) bool {
		return (o.taken("an invalid integer") || o.taken("decoding oneOf failed")) && (strings.Contains(o.wire, "1.0") || strings.Contains(o.wire, "1e2"))
	}},
	{"kin takes 007 for an integer, which JSON does not write so; OpenAPI 3.0.4, appendix B, leaves it to the reader", "either", func(o opinion) bool { return strings.Contains(o.wire, "007") && o.refused("type", "oneOf") }},
	{"kin takes 1 and 0 for booleans, as Go's strconv does; OpenAPI 3.0.4, appendix B, leaves it to the reader", "either", func(o opinion) bool { return (o.shape == "boolean" || o.shape == "closed") && o.refused("type") }},
}

// dependsOnTheToolchain is the row on names that stand twice: encoding/json refuses them from Go 1.27 on.
const dependsOnTheToolchain = 1

func TestJudge_KinAgrees(t *testing.T) {
	t.Parallel()
	d := drawer{rand.New(rand.NewPCG(3, 0))}
	counts := make([]int, len(disagreements))
	agreed, open, unexplained := 0, 0, 0
	rounds := 600
	if testing.Short() {
		rounds = 60 // about seven hundred messages; not every row is met
	}
	for range rounds {
		for _, c := range []opinionCase{d.parameter(), d.body()} {
			doc, k := mustDocument(t, c.document), kinOf(t, c.document)
			for range 6 {
				o := d.opinion(c, doc, k)
				row := slices.IndexFunc(disagreements, func(row disagreement) bool { return row.fits(o) })
				switch {
				case len(o.ours.Notes) > 0:
					open++
				case o.ours.Holds() == (o.theirs == nil):
					agreed++
				case row < 0:
					unexplained++
					t.Errorf("%s\nours: %s\nkin: %v", o, told(o.ours), o.theirs)
				default:
					counts[row]++
				}
			}
		}
	}
	t.Logf("%d agree, %d are left open by the standard, %d are unexplained", agreed, open, unexplained)
	for i, row := range disagreements {
		t.Logf("%4d  %s (right: %s)", counts[i], row.why, row.right)
		if counts[i] == 0 && !testing.Short() && i != dependsOnTheToolchain {
			t.Errorf("no message shows that %s", row.why)
		}
	}
}

// opinion draws a message and asks both.
func (d drawer) opinion(c opinionCase, doc *Document, k *kin) opinion {
	op := doc.Operations[0]
	o := opinion{opinionCase: c}
	contentType := header("Content-Type", c.mediaType)
	if c.mediaType == formData {
		contentType = header("Content-Type", formData+"; boundary=b")
	}
	switch {
	case c.in != "body":
		o.wire = d.value(c)
		a := askFor(c.in, o.wire)
		o.ours, o.theirs = doc.JudgeRequest(op, a), k.request(a)
	case d.IntN(2) == 0:
		o.wire, o.response = d.content(c.mediaType), true
		a := Answer{Status: 200, Header: contentType, Body: []byte(o.wire)}
		o.ours, o.theirs = doc.JudgeResponse(op, a), k.response(a)
	default:
		o.wire = d.content(c.mediaType)
		a := Ask{Header: contentType, Body: []byte(o.wire)}
		o.ours, o.theirs = doc.JudgeRequest(op, a), k.request(a)
	}
	return o
}
