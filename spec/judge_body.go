package spec

import (
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// bodyRules are the names that the rules on a body have for one direction.
type bodyRules struct {
	json, schema string
	face         schema.Face
	fix          string // who has to mend what
}

var (
	responseRules = bodyRules{RuleJSONWellFormed, RuleResponseSchema, schema.Response, "answer with "}
	requestRules  = bodyRules{RuleRequestJSON, RuleRequestSchema, schema.Request, "send "}
)

// fieldRules are the rules of a parameter or header, which has one name for whatever is wrong with it.
func fieldRules(rule, what string, face schema.Face) *bodyRules {
	return &bodyRules{rule, rule, face, "send " + what + " as "}
}

// body judges the bytes of a body of type got against the media type m, which may be nil if none was declared.
func (d *Document) body(j *Judgement, rules *bodyRules, body []byte, got mediaRange, m *MediaType) {
	switch {
	case got.json():
		t, faults := tape.Read(body, tape.Limits{})
		defer t.Release()
		j.apply(rules.json)
		for _, fault := range faults {
			j.fault(Fault{
				Rule: rules.json, Keyword: fault.Rule, Received: fault.Message, Promised: "one well-formed JSON value",
				Fix: rules.fix + "JSON as a JSON library writes it", Clause: jsonClause(fault.Rule), InstancePath: fault.InstancePath,
			})
		}
		if t.Usable() && m != nil && m.Schema != nil {
			d.schemaFaults(j, rules, m.Schema, t.Root())
		}
	case got.text() && m != nil && m.Schema != nil:
		// A text is the string it holds. Source: OpenAPI 3.0.3, section 4.7.14.
		quoted := (&tree.Node{Kind: tree.String, Text: string(body)}).JSON()
		t, _ := tape.Read(quoted, tape.Limits{})
		defer t.Release()
		if t.Usable() {
			d.schemaFaults(j, rules, m.Schema, t.Root())
		}
	}
}

// compiled returns the schema at n. If a keyword of it cannot be compiled, a note says so and the others are judged.
func (d *Document) compiled(j *Judgement, rules *bodyRules, n *tree.Node) *schema.Schema {
	compiled, err := d.Schemas.Schema(n)
	if err != nil {
		note := rules.schema + " could be judged only in part: " + strings.ReplaceAll(err.Error(), "\n", "; ")
		if !slices.Contains(j.Notes, note) {
			j.Notes = append(j.Notes, note)
		}
	}
	j.apply(rules.schema)
	return compiled
}

// schemaFaults judges a value against the schema at n.
func (d *Document) schemaFaults(j *Judgement, rules *bodyRules, n *tree.Node, v tape.Value) {
	compiled := d.compiled(j, rules, n)
	for _, violation := range compiled.Validate(v, d.schemaOptions(rules)) {
		j.fault(d.schemaFault(rules, n, violation))
	}
}

// wireFaults judges what read makes of a text: first with numbers read as numbers, then, if that does not conform, with everything
// read as a string that may be one. The faults of the first reading are kept if both fail.
func (d *Document) wireFaults(j *Judgement, rules *bodyRules, n *tree.Node, read func(*wireReader) []byte) {
	compiled := d.compiled(j, rules, n)
	first := violations(compiled, d.schemaOptions(rules), read(&wireReader{document: d}))
	if len(first) == 0 || len(violations(compiled, d.schemaOptions(rules), read(&wireReader{document: d, asText: true}))) == 0 {
		return
	}
	for _, v := range first {
		j.fault(d.schemaFault(rules, n, v))
	}
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
