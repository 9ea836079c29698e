package spec

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// bodyRules are the names that the rules on a body have for one direction.
type bodyRules struct {
	json, multipart, mediaType, schema string
	face                               schema.Face
	fix                                string // who has to mend what
}

var (
	responseRules = bodyRules{RuleJSONWellFormed, RuleMultipartWellFormed, RuleMediaTypeDocumented, RuleResponseSchema, schema.Response, "answer with "}
	requestRules  = bodyRules{RuleRequestJSON, RuleRequestMultipart, RuleRequestMediaType, RuleRequestSchema, schema.Request, "send "}
)

// fieldRules are the rules of a parameter or header, which has one name for whatever is wrong with it.
func fieldRules(rule, what string, face schema.Face) *bodyRules {
	return &bodyRules{rule, rule, rule, rule, face, "send " + what + " as "}
}

// encodings returns what a media type says of the properties of a form. Source: OpenAPI 3.0.3, section 4.7.14: it counts in requests only.
func (rules *bodyRules) encodings(m *MediaType) []*Encoding {
	if rules != &requestRules {
		return nil
	}
	return m.Encoding
}

// body judges the bytes of a body of type got against the media type m, which may be nil if none was declared. Where somebody has read it as JSON, read is the tape.
func (d *Document) body(j *Judgement, rules *bodyRules, body []byte, read *tape.Tape, got mediaRange, m *MediaType) {
	switch got.carrier() {
	case CarryJSON:
		d.judgeJSON(j, rules, body, read, got, m)
	case CarryForm:
		if m != nil && m.Schema != nil {
			d.judgeForm(j, rules, body, got, m)
		}
	case CarryMultipart:
		d.judgeMultipart(j, rules, body, got, m)
	case CarrySequence:
		if m != nil && m.Schema != nil {
			j.note(rules.schema + " could not be judged: " + got.String() + " is a sequence of JSON texts, and OpenAPI before 3.2 does not say what the schema is about, one of them or all")
		}
	default:
		if m != nil && m.Schema != nil {
			d.judgeText(j, rules, body, got, m.Schema)
		}
	}
}

// judgeJSON judges a body that is one JSON text.
func (d *Document) judgeJSON(j *Judgement, rules *bodyRules, body []byte, t *tape.Tape, got mediaRange, m *MediaType) {
	if t == nil {
		t, _ = tape.Read(body, tape.Limits{})
		defer t.Release()
	}
	faults := t.Faults()
	j.apply(rules.json)
	mislabelled := false
	if got.parameters != "" {
		if f := charsetFault(rules, got); f != nil {
			mislabelled = !f.Warning
			j.fault(*f)
		}
	}
	for i := range faults {
		if mislabelled && (faults[i].Rule == tape.RuleUTF8 || faults[i].Rule == tape.RuleMalformed) {
			continue // of bytes in another charset nothing else is to be expected
		}
		j.fault(jsonFault(rules, &faults[i], body, ""))
	}
	if t.Usable() && m != nil && m.Schema != nil {
		d.schemaFaults(j, rules, m.Schema, t.Root())
	}
}

// jsonFault words what is wrong with a JSON text that stands at a place of the body, and where in the text that is.
func jsonFault(rules *bodyRules, f *tape.Fault, text []byte, place string) Fault {
	received := f.Message
	switch f.Rule {
	case tape.RuleMalformed, tape.RuleTrailing, tape.RuleDuplicateName, tape.RuleUTF8, tape.RuleDepth:
		before := text[:min(f.Offset, len(text))]
		line := before[bytes.LastIndexByte(before, '\n')+1:]
		received += fmt.Sprintf(" (line %d, column %d)", bytes.Count(before, []byte("\n"))+1, utf8.RuneCount(line)+1)
	}
	return Fault{
		Rule: rules.json, Keyword: f.Rule, Received: received, Promised: "one well-formed JSON value",
		Fix: rules.fix + "JSON as a JSON library writes it", Clause: jsonClause(f.Rule), InstancePath: place + f.InstancePath,
	}
}

// charsetFault looks at the charset JSON is labelled with, which can only be UTF-8; it returns nil if that is so, or nothing is said. Source: RFC 8259,
// section 8.1; its section 11 defines no charset parameter, and readers that heed one misread the body.
func charsetFault(rules *bodyRules, got mediaRange) *Fault {
	charset, there := got.parameters.get("charset")
	if !there || strings.EqualFold(charset, "utf-8") {
		return nil
	}
	return &Fault{
		Rule: rules.json, Keyword: "json-charset", Received: "JSON labelled charset=" + quoted(charset), Promised: "JSON in UTF-8",
		Fix: rules.fix + "JSON in UTF-8, without a charset", Clause: jsonClause("json-charset"),
		// The first is no registered name and the second a part of UTF-8: both are wrong, and harm nobody.
		Warning: strings.EqualFold(charset, "utf8") || strings.EqualFold(charset, "us-ascii"),
	}
}

// compiled returns the schema at n. If a keyword of it cannot be compiled, a note says so and the others are judged.
func (d *Document) compiled(j *Judgement, rules *bodyRules, n *tree.Node) *schema.Schema {
	compiled, err := d.Schemas.Schema(n)
	if err != nil {
		j.note(rules.schema + " could be judged only in part: " + strings.ReplaceAll(err.Error(), "\n", "; "))
	}
	j.apply(rules.schema)
	return compiled
}

// schemaFaults judges a value against the schema at n.
func (d *Document) schemaFaults(j *Judgement, rules *bodyRules, n *tree.Node, v tape.Value) {
	compiled := d.compiled(j, rules, n)
	for _, violation := range folded(compiled.Validate(v, d.schemaOptions(rules))) {
		j.fault(d.schemaFault(rules, n, violation))
	}
}

// folded makes one violation of all that say which properties one object lacks: it is one thing to mend.
func folded(found []schema.Violation) []schema.Violation {
	type lack struct{ instance, keyword string }
	first := map[lack]int{}
	var out []schema.Violation
	for _, v := range found {
		keyword, ok := strings.CutSuffix(v.KeywordPath[:strings.LastIndexByte(v.KeywordPath, '/')+1], "/")
		name, named := strings.CutPrefix(v.Received, "object without ")
		if v.Rule != "required" || !ok || !named {
			out = append(out, v)
			continue
		}
		i, again := first[lack{v.InstancePath, keyword}]
		if !again {
			first[lack{v.InstancePath, keyword}] = len(out)
			out = append(out, v)
			continue
		}
		whole := &out[i]
		if whole.KeywordPath != keyword {
			whole.KeywordPath = keyword
			whole.Promised = "properties " + strings.TrimPrefix(whole.Received, "object without ")
		}
		whole.Received += ", " + name
		whole.Promised += ", " + name
	}
	return out
}

func (d *Document) schemaOptions(rules *bodyRules) schema.Options {
	return schema.Options{Face: rules.face, Compat: !d.strict}
}

func violations(compiled *schema.Schema, o schema.Options, text []byte) []schema.Violation {
	t, _ := tape.Read(text, tape.Limits{})
	defer t.Release()
	if !t.Usable() {
		return nil
	}
	return compiled.Validate(t.Root(), o)
}

// conforms reports whether violations are warnings at most.
func conforms(found []schema.Violation) bool {
	for i := range found {
		if !found[i].Warning {
			return false
		}
	}
	return true
}

// schemaFault words a violation as a fault.
func (d *Document) schemaFault(rules *bodyRules, n *tree.Node, v schema.Violation) Fault {
	at := ""
	if v.InstancePath != "" {
		at = " at " + v.InstancePath
	}
	return Fault{
		Rule:         rules.schema,
		Keyword:      v.Rule,
		Message:      "received " + v.Received + at + "; promised " + v.Promised,
		Received:     v.Received,
		Promised:     v.Promised,
		Fix:          rules.fix + v.Promised + at + ", or correct " + place(v.At) + " if the document is wrong",
		Clause:       d.keywordClause(v.Rule),
		InstancePath: v.InstancePath,
		KeywordPath:  n.Pointer() + v.KeywordPath,
		At:           v.At,
		Warning:      v.Warning,
	}
}

// place names where the document says something, without the folders: they differ from machine to machine.
func place(at tree.Position) string {
	at.File = at.File[strings.LastIndexAny(at.File, `/\`)+1:]
	at.Column = 0
	if at.Line == 0 {
		return "the document"
	}
	return at.String()
}
