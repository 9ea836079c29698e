package schema_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"
)

// The differential tests draw schemas and values and ask another library too. Where it may judge otherwise, a table says why.

// ours judges a value by the letter.
func ours(t *rapid.T, d schema.Dialect, document, value string) bool {
	s := drawnSchema(t, d, document)
	tp, faults := tape.Read([]byte(value), tape.Limits{})
	defer tp.Release()
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	found := s.Validate(tp.Root(), schema.Options{})
	if s.Accepts(tp.Root(), schema.Options{}) != (len(found) == 0) {
		t.Fatalf("the quick walk and the explaining one disagree on %s under %s: %+v", value, document, found)
	}
	return len(found) == 0
}

// difference is a reason for which another library may judge a value otherwise.
type difference struct {
	reason string
	holds  func(document, value string) bool
}

func differs(table []difference, document, value string) string {
	for _, d := range table {
		if d.holds(document, value) {
			return d.reason
		}
	}
	return ""
}

var otherDifferences = []difference{
	{"it refuses to divide numbers of this size", func(document, value string) bool {
		return strings.Contains(value, "1e400") && strings.Contains(document, "multipleOf")
	}},
}

func TestValidate_AgreesWithJSONSchema(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		d := rapid.SampledFrom([]schema.Dialect{v30, v31}).Draw(r, "dialect")
		document := fmt.Sprintf(`{"root":%s,"x":%s}`, anySchema(d, 2, false).Draw(r, "root"), anySchema(d, 1, false).Draw(r, "x"))
		value := anyValue(3).Draw(r, "value")
		if reason := differs(otherDifferences, document, value); reason != "" {
			r.Skip(reason)
		}
		there := document
		if d == v30 { // the other library knows no 3.0
			newer := decoded(document).(object)
			for name := range newer {
				newer[name] = modern(newer[name])
			}
			there = encoded(newer)
		}
		parsed, err := jsonschema.UnmarshalJSON(strings.NewReader(there))
		if err != nil {
			r.Fatal(err)
		}
		compiler := jsonschema.NewCompiler()
		compiler.AssertFormat()
		if err := compiler.AddResource("file:///doc.json", parsed); err != nil {
			r.Fatal(err)
		}
		other, err := compiler.Compile("file:///doc.json#/root")
		if err != nil {
			r.Skip("the other library refuses the schema: " + err.Error())
		}
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(value))
		if err != nil {
			r.Fatal(err)
		}
		want := other.Validate(v) == nil
		if got := ours(r, d, document, value); got != want {
			r.Fatalf("%s under %s: accepted %v, the other library says %v", value, document, got, want)
		}
	})
}

// empty is a schema kin-openapi takes for one without keywords, and emptyAlternative one in a list of them.
var (
	nothing          = `\{(("min(Items|Length|Properties)":0|"title":"T"|"(nullable|exclusive\w+)":(true|false)|"format":"unheard-of"),?)*\}`
	empty            = regexp.MustCompile(nothing)
	emptyAlternative = regexp.MustCompile(`[\[,]` + nothing + `[,\]]`)
)

var kinDifferences = []difference{
	{"it reads numbers as float64", func(document, value string) bool {
		return strings.Contains(value, "9007199254740993") || strings.Contains(document, "9007199254740993") && strings.Contains(value, "9007199254740992")
	}},
	{"it cannot read numbers above 1.8e308", func(_, value string) bool { return strings.Contains(value, "1e400") }},
	{"it takes not: {} for no keyword at all", func(document, _ string) bool {
		return strings.Contains(document, `"not"`) && empty.MatchString(document)
	}},
	{"it may look for an empty schema without end where references make a cycle", func(document, _ string) bool { return strings.Contains(document, "$ref") }},
	{"it counts alternatives that accept everything in its own way", func(document, _ string) bool { return emptyAlternative.MatchString(document) }},
	{"it refuses null where no type is given", func(_, value string) bool { return strings.Contains(value, "null") }},
	{"it divides in binary", func(document, _ string) bool { return strings.Contains(document, "multipleOf") }},
	{"it tells 1.0 from 1 in enum and uniqueItems", func(_, value string) bool { return strings.Contains(value, ".0") || strings.Contains(value, "1e1") }},
	{"it cannot look ahead in patterns", func(document, _ string) bool { return strings.Contains(document, "(?=") }},
	{"it checks no format but date and date-time, and takes 2024-02-30 for a date", func(document, value string) bool {
		return strings.Contains(document, `"format"`) && (strings.Contains(value, "2024-02-30") || otherFormat.MatchString(document))
	}},
}

var otherFormat = regexp.MustCompile(`"format":"[^d]|"format":"du`)

func TestValidate_AgreesWithKin(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		root, x := anySchema(v30, 2, false).Draw(r, "root"), anySchema(v30, 1, false).Draw(r, "x")
		value := anyValue(3).Draw(r, "value")
		document := fmt.Sprintf(`{"root":%s,"x":%s}`, root, x)
		if reason := differs(kinDifferences, document, value); reason != "" {
			r.Skip(reason)
		}
		there := strings.ReplaceAll(fmt.Sprintf(`{"openapi":"3.0.3","info":{"title":"t","version":"1"},"paths":{},"components":{"schemas":{"root":%s,"x":%s}}}`, root, x), "#/x", "#/components/schemas/x")
		loaded, err := openapi3.NewLoader().LoadFromData([]byte(there))
		if err != nil {
			r.Skip("the other library refuses the schema: " + err.Error())
		}
		var v any
		if err := json.Unmarshal([]byte(value), &v); err != nil {
			r.Fatal(err)
		}
		want := loaded.Components.Schemas["root"].Value.VisitJSON(v) == nil
		if got := ours(r, v30, document, value); got != want {
			r.Fatalf("%s under %s: accepted %v, the other library says %v", value, document, got, want)
		}
	})
}
