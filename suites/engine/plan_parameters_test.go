package engine

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/runner/mock"
)

const asking = `openapi: 3.1.0
info: {title: Asking, version: "1"}
security: [{key: []}]
paths:
  /things/{id}:
    get:
      operationId: getThing
      parameters:
        - {name: id, in: path, required: true, schema: {type: integer, minimum: 1}}
        - {name: kind, in: query, required: true, schema: {type: string, enum: [big, small]}}
        - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 50}}
        - {name: name, in: query, schema: {type: string, maxLength: 60}}
        - {name: free, in: query, schema: {type: string}}
        - {name: ids, in: query, required: true, explode: false, schema: {type: array, minItems: 2, items: {type: integer}}}
        - {name: key, in: query, required: true, schema: {type: string, minLength: 10}}
        - {name: X-Since, in: header, required: true, schema: {type: string, format: date}}
        - {name: Accept, in: header, required: true, schema: {type: string, enum: [text/plain]}}
        - {name: deep, in: query, style: deepObject, explode: true, schema: {type: object, properties: {a: {type: integer}}}}
        - {name: calm, in: cookie, schema: {type: boolean}}
      responses:
        "200": {description: one, content: {application/json: {schema: {type: object, properties: {id: {type: integer}}}, example: {id: 7}}}}
        "400": {description: wrong, content: {application/json: {schema: {type: object, required: [error], properties: {error: {type: string}}}}}}
components:
  securitySchemes: {key: {type: apiKey, in: query, name: key}}
`

// askingFile writes a document to a file, so that a run can name it.
func askingFile(t *testing.T, document string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "openapi.yaml")
	if err := os.WriteFile(file, []byte(document), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestPlan_ParameterFaults(t *testing.T) {
	t.Parallel()
	s := open(t, Options{Pack: "none", Document: askingFile(t, asking), PlanOnly: true, Phases: []string{"negative"}})
	var got []string
	for _, c := range s.Groups()[0].Cases {
		got = append(got, strings.TrimPrefix(c.ID, "getThing/negative/")+": "+c.Title)
	}
	want := []string{
		`path-id-type-fraction: refuses "41.5" for the path parameter id`,
		`path-id-type-string: refuses "not of this type" for the path parameter id`,
		`path-id-minimum: refuses "0" for the path parameter id`,
		`query-kind-required: refuses a request without the query parameter kind`,
		`query-kind-enum: refuses "BIG" for the query parameter kind`,
		`query-limit-type-fraction: refuses "41.5" for the query parameter limit`,
		`query-limit-type-string: refuses "not of this type" for the query parameter limit`,
		`query-limit-minimum: refuses "0" for the query parameter limit`,
		`query-limit-maximum: refuses "51" for the query parameter limit`,
		`query-name-maxLength: refuses a text of 61 characters for the query parameter name`,
		`query-ids-required: refuses a request without the query parameter ids`,
		`query-ids-minItems: refuses [42] for the query parameter ids`,
		`query-ids-type-0-fraction: refuses [41.5,43] for the query parameter ids`,
		`query-ids-type-0-string: refuses ["not of this type",43] for the query parameter ids`,
		`header-X-Since-required: refuses a request without the header parameter X-Since`,
		`header-X-Since-format: refuses "not-a-date" for the header parameter X-Since`,
		`query-deep-type-a-fraction: refuses {"a":41.5} for the query parameter deep`,
		`query-deep-type-a-string: refuses {"a":"not of this type"} for the query parameter deep`,
		`cookie-calm-type-string: refuses "not of this type" for the cookie parameter calm`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
	for _, c := range s.Groups()[0].Cases {
		if c.Skip != "" || c.Promise.Claim != "negative-data-rejected" {
			t.Errorf("%s: skip %q, claim %q", c.ID, c.Skip, c.Promise.Claim)
		}
	}
}

// All parameters are sent once, whatever that means: a server may refuse them, and must not fail.
func TestPlan_EveryParameter(t *testing.T) {
	t.Parallel()
	s := open(t, Options{Pack: "none", Document: askingFile(t, asking), PlanOnly: true, Cases: []string{"getThing/bodies/parameters"}})
	c := s.Groups()[0].Cases[0]
	names := []string{}
	for p := range c.Parameters {
		names = append(names, p.Name)
	}
	slices.Sort(names)
	if want := []string{"Accept", "X-Since", "calm", "deep", "free", "id", "ids", "key", "kind", "limit", "name"}; !slices.Equal(names, want) || c.Promise.Claim != "" || c.Skip != "" {
		t.Errorf("sends %q with claim %q, skipped for %q; want %q", names, c.Promise.Claim, c.Skip, want)
	}
	if s := open(t, Options{PlanOnly: true}); slices.ContainsFunc(s.Groups()[0].Cases, func(c *runner.Case) bool { return strings.HasSuffix(c.ID, "/parameters") }) {
		t.Error("an operation without parameters is asked with all of them")
	}
}

// A request that must be right is only sent with parameters that are; the case says what is missing.
func TestPlan_RightParameters(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, parameter, want, skip string }{
		{"an example", `{name: x, in: query, required: true, schema: {type: integer}, example: 12}`, "12", ""},
		{"an example that does not conform", `{name: x, in: query, required: true, schema: {type: string, enum: [only]}, example: other}`, "only", ""},
		{"a list", `{name: x, in: query, required: true, explode: false, schema: {type: array, minItems: 2, items: {type: boolean}}}`, "[true,false]", ""},
		{"a list of one", `{name: x, in: query, required: true, schema: {type: array, minItems: 1, items: {type: string, enum: [a]}}}`, `["a"]`, ""},
		{"a list whose items have names of their own", `{name: x, in: query, required: true, schema: {type: array, minItems: 2, items: {type: integer}}}`, "[42,43]", ""},
		{"an object", `{name: x, in: header, required: true, schema: {type: object, required: [a], properties: {a: {type: integer}}}}`, `{"a":42}`, ""},
		{"an object of cookies", `{name: x, in: cookie, required: true, schema: {type: object, required: [a], properties: {a: {type: integer}, b: {type: string}}}}`, `{"a":42}`, ""},
		{"an object of cookies that nobody names", `{name: x, in: cookie, required: true, schema: {type: object, minProperties: 1, additionalProperties: {type: integer}}, example: {a: 1, b: 2}}`, `{"a":1,"b":2}`, ""},
		{"a list of cookies", `{name: x, in: cookie, required: true, schema: {type: array, minItems: 2, items: {type: integer}}}`, "[42,43]", ""},
		{"a list of lists", `{name: x, in: query, required: true, schema: {type: array, minItems: 1, items: {type: array, minItems: 1, items: {type: integer}}}}`, "[[42]]", "one: query parameter x holds values in values, which no style writes"},
		{"none that is required", `{name: x, in: query, schema: {type: integer}}`, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			document := "openapi: 3.1.0\ninfo: {title: One, version: \"1\"}\npaths:\n  /one:\n    get:\n      operationId: one\n      parameters: [" + tt.parameter + "]\n      responses: {\"200\": {description: ok}}\n"
			for _, c := range open(t, Options{Pack: "none", Document: askingFile(t, document), PlanOnly: true}).Groups()[0].Cases {
				got := ""
				for p, value := range c.Parameters {
					if p.Name == "x" && strings.HasSuffix(c.ID, "bodies/none") {
						got = value
					}
				}
				if c.Skip != tt.skip || strings.HasSuffix(c.ID, "bodies/none") && got != tt.want {
					t.Errorf("%s: sends %q, skipped for %q; want %q, %q", c.ID, got, c.Skip, tt.want, tt.skip)
				}
			}
		})
	}
}

// A server that looks at its parameters is right, and one that does not is caught.
func TestRun_Parameters(t *testing.T) {
	t.Parallel()
	document := strings.Replace(asking, "security: [{key: []}]\n", "", 1)
	file := askingFile(t, document)
	for _, tt := range []struct {
		name   string
		faults []string
		want   string
	}{
		{"right", nil, ""}, {"ignores its parameters", []string{"ignores-parameters"}, "error negative-data-rejected"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := run(t, Options{Pack: "none", Document: file, Seed: 1, Mock: mock.Options{Faults: tt.faults}})
			found := distinct(r.Findings)
			if tt.want == "" && len(found) > 0 || tt.want != "" && (len(found) != 1 || !strings.HasPrefix(found[0], tt.want)) {
				t.Errorf("want %q, found\n  %s", tt.want, strings.Join(found, "\n  "))
			}
			if n := r.Summary.Cases[reports.StatusSkipped]; n > 0 {
				t.Errorf("%d cases are skipped", n)
			}
		})
	}
}

// Documents of the world, each with its own mock: what is refused there is what the document refuses.
func TestRun_ParametersOfRealDocuments(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"museum/1.2.1-20241120-2770b2b.yaml", "museum/1.0.0-20231101-0624581.yaml", "obuk-vrp/v4.0.yaml"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := beside(t, "real-specs/"+name)
			r := run(t, Options{Pack: "none", Document: file, Seed: 1, Phases: []string{"negative", "bodies", "examples", "wire", "methods"}})
			asked := 0
			for _, result := range r.Results {
				if strings.Contains(result.Title, " parameter ") && result.Status == reports.StatusPassed {
					asked++
				}
			}
			for _, f := range r.Findings {
				if f.Level == reports.LevelError {
					t.Errorf("%s %s: %s", f.Rule, f.Case, f.Message)
				}
			}
			if asked == 0 {
				t.Error("nothing was asked about parameters")
			}
		})
	}
}

// beside returns a file of the design data beside the repository, or skips.
func beside(t *testing.T, name string) string {
	t.Helper()
	file, err := filepath.Abs(filepath.Join("..", "..", "..", "shared", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(file); err != nil {
		t.Skipf("%s is not beside the repository", name)
	}
	return file
}
