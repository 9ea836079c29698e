package diff

import (
	"slices"
	"testing"
)

// A failure that many operations answer alike is one finding; one that is answered otherwise is another.
func TestCompare_FoldsStatuses(t *testing.T) {
	t.Parallel()
	doc := func(more string) string {
		return `openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /a: {get: {operationId: a, responses: {'200': {description: ok}` + more + `}}}
  /b: {get: {operationId: b, responses: {'200': {description: ok}` + more + `}}}
  /c: {get: {operationId: c, responses: {'200': {description: ok}, '409': {description: other, content: {text/plain: {schema: {type: string}}}}}}}
  /d: {get: {operationId: d, responses: {'200': {description: ok}}}}
`
	}
	problem := `, '409': {description: in use, content: {application/json: {schema: {type: object, properties: {code: {type: string}}}}}}`
	base := parse(t, "base.yaml", doc(""))
	revision := parse(t, "revision.yaml", doc(problem))
	r, err := Compare(base, revision, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Findings) != 1 || r.Findings[0].Rule != "response-status-added" || !slices.Equal(r.Findings[0].Operations, []string{"a", "b"}) || r.Findings[0].Witness == nil {
		t.Errorf("want one finding that reaches a and b, got\n%s", tell(r))
	}
	back, err := Compare(revision, base, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(back.Findings) != 1 || back.Findings[0].Rule != "response-status-removed" || len(back.Findings[0].Operations) != 2 {
		t.Errorf("want one finding that reaches both, got\n%s", tell(back))
	}
	different := parse(t, "different.yaml", `openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /a: {get: {operationId: a, responses: {'200': {description: ok}, '409': {description: no}}}}
  /b: {get: {operationId: b, responses: {'200': {description: ok}, '409': {description: no, headers: {Retry-After: {schema: {type: string}}}}}}}
`)
	plain := parse(t, "plain.yaml", `openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /a: {get: {operationId: a, responses: {'200': {description: ok}}}}
  /b: {get: {operationId: b, responses: {'200': {description: ok}}}}
`)
	r, err = Compare(plain, different, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Findings) != 2 {
		t.Errorf("want a finding for each answer, got\n%s", tell(r))
	}
}
