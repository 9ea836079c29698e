package diff

import (
	"strconv"
	"strings"
	"testing"
)

// What went is shown at the line where it would stand: at what stood behind it, or in front of it.
func TestCompare_RemovalsHaveTheLineTheyStoodAt(t *testing.T) {
	t.Parallel()
	const text = `paths:
  /a:
    get: {operationId: a, responses: {}}
  /b:
    get: {operationId: b, responses: {}}
    put: {operationId: b2, responses: {}}
  /c:
    get:
      operationId: c
      parameters:
        - {name: q, in: query, schema: {type: string}}
        - {name: r, in: query, schema: {type: string}}
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/S'}}}}
components:
  schemas:
    S:
      type: object
      properties:
        x: {type: string}
        why: {type: string}
        z: {type: integer}
`
	for _, tt := range []struct{ without, rule, line string }{
		{"  /b:\n    get: {operationId: b, responses: {}}\n    put: {operationId: b2, responses: {}}\n", "operation-removed", "  /c:"},
		{"    put: {operationId: b2, responses: {}}\n", "operation-removed", "    get: {operationId: b, responses: {}}"},
		{"        why: {type: string}\n", "response-property-removed", "        z: {type: integer}"},
		{"        z: {type: integer}\n", "response-property-removed", "        why: {type: string}"},
		{"        - {name: q, in: query, schema: {type: string}}\n", "request-parameter-removed", "        - {name: r, in: query, schema: {type: string}}"},
	} {
		revision := strings.Replace(text, tt.without, "", 1)
		r, err := Compare(parse(t, "base.yaml", text), parse(t, "revision.yaml", revision), Options{})
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split("openapi: 3.1.0\ninfo: {title: t, version: '1'}\n"+revision, "\n")
		if len(r.Findings) == 0 || r.Findings[0].Rule != tt.rule {
			t.Errorf("without %q: want %s, got\n%s", tt.without, tt.rule, tell(r))
			continue
		}
		for _, f := range r.Findings {
			if got := lines[f.Location.Line-1]; got != tt.line || f.Revision.Location != f.Location {
				t.Errorf("without %q: shown at %s: %q, want %q", tt.without, strconv.Itoa(f.Location.Line), got, tt.line)
			}
		}
	}
}
