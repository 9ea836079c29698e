package diff

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/schema"
)

// leaves are schemas without parts, and values some of them take and some do not.
var (
	leaves = []string{
		`{type: string}`, `{type: string, maxLength: 1}`, `{type: string, enum: [a, b]}`, `{type: string, enum: [a]}`, `{type: integer}`, `{type: number, minimum: 1}`,
		`{type: [string, "null"]}`, `{type: boolean}`, `{anyOf: [{type: string}, {type: integer}]}`, `{oneOf: [{type: number}, {type: integer}]}`, `{}`, `{not: {type: string}}`,
	}
	values = []string{`"a"`, `"b"`, `"long"`, `1`, `0`, `1.5`, `null`, `true`, `[]`, `{}`}
)

// drawObject draws an object of the names a, b and c.
func drawObject(t *rapid.T, label string) string {
	var properties, required []string
	for _, name := range []string{"a", "b", "c"} {
		if rapid.IntRange(0, 3).Draw(t, label+" has "+name) == 0 {
			continue
		}
		s := rapid.SampledFrom(leaves).Draw(t, label+" "+name)
		switch rapid.IntRange(0, 4).Draw(t, label+" around "+name) {
		case 0:
			s = `{type: array, items: ` + s + `}`
		case 1:
			s = `{allOf: [` + s + `, {}]}`
		}
		properties = append(properties, name+": "+s)
		if rapid.Bool().Draw(t, label+" requires "+name) {
			required = append(required, name)
		}
	}
	closed := ""
	if rapid.IntRange(0, 3).Draw(t, label+" closed") == 0 {
		closed = ", additionalProperties: false"
	}
	return fmt.Sprintf("{type: object, properties: {%s}, required: [%s]%s}", strings.Join(properties, ", "), strings.Join(required, ", "), closed)
}

// drawValue draws an object whose names are among those a schema declares: nobody sends others.
func drawValue(t *rapid.T, declared string) string {
	var members []string
	for _, name := range []string{"a", "b", "c"} {
		if !strings.Contains(declared, name+": ") || rapid.Bool().Draw(t, "without "+name) {
			continue
		}
		value := rapid.SampledFrom(values).Draw(t, "value "+name)
		if rapid.IntRange(0, 3).Draw(t, "in a list "+name) == 0 {
			value = "[" + value + "]"
		}
		members = append(members, `"`+name+`":`+value)
	}
	return "{" + strings.Join(members, ",") + "}"
}

// What is said to be safe no message contradicts, and each break has a message that shows it.
func TestCompare_SafeIsSafe(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		base, revision := drawObject(r, "base"), drawObject(r, "revision")
		response := rapid.Bool().Draw(r, "response")
		before, after := document(t, "3.1.0", base, response), document(t, "3.1.0", revision, response)
		report, err := Compare(before, after, Options{})
		if err != nil {
			r.Fatal(err)
		}
		for _, f := range report.Findings {
			switch {
			case f.Class == reports.ClassWire && f.Witness == nil:
				r.Fatalf("%s -> %s: %s breaks without a witness", base, revision, f.Rule)
			case f.Witness != nil && f.Witness.Proof == reports.ProofRejected, f.Class == reports.ClassUnproven:
				return
			}
		}
		accepts, rejects, face, declared := before, after, schema.Request, base
		if response {
			accepts, rejects, face, declared = after, before, schema.Response, revision
		}
		for range 20 {
			value := drawValue(r, declared)
			if takes(accepts, value, face) && !takes(rejects, value, face) {
				r.Fatalf("%s -> %s, response %v: nothing breaks, and still %s does\n%s", base, revision, response, value, tell(report))
			}
		}
	})
}

// takes reports whether the operation of a document takes, or answers with, an object whose p is value.
func takes(doc *spec.Document, value string, face schema.Face) bool {
	op, body := doc.Operations[0], []byte(`{"p":`+value+`}`)
	header := map[string][]string{"Content-Type": {"application/json"}}
	if face == schema.Request {
		return doc.JudgeRequest(op, spec.Ask{Path: "/x", Header: header, Body: body}).Holds()
	}
	return doc.JudgeResponse(op, spec.Answer{Status: 200, Header: header, Body: body}).Holds()
}
