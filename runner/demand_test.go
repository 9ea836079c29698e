package runner

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
)

func TestStranger(t *testing.T) {
	t.Parallel()
	doc, err := spec.Parse(context.Background(), "doors.yaml", []byte(`openapi: 3.1.0
info: {title: Doors, version: "1"}
security: [{basic: []}]
paths:
  /plain: {get: {operationId: plain, responses: {"200": {description: ok}}}}
  /open: {get: {operationId: open, security: [], responses: {"200": {description: ok}}}}
  /either: {get: {operationId: either, security: [{basic: []}, {key: []}], responses: {"200": {description: ok}}}}
  /both: {get: {operationId: both, security: [{basic: [], key: []}], responses: {"200": {description: ok}}}}
  /optional: {get: {operationId: optional, security: [{basic: []}, {}], responses: {"200": {description: ok}}}}
  /cookie: {get: {operationId: cookie, security: [{crumb: []}], responses: {"200": {description: ok}}}}
  /wire: {get: {operationId: wire, security: [{tls: []}], responses: {"200": {description: ok}}}}
components:
  securitySchemes:
    basic: {type: http, scheme: basic}
    key: {type: apiKey, in: header, name: X-Key}
    crumb: {type: apiKey, in: cookie, name: crumb}
    tls: {type: mutualTLS}
`), spec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	basic, key, crumb := packs.Credential{Name: "login", Header: "authorization"}, packs.Credential{Name: "key", Header: "x-key"}, packs.Credential{Name: "c", Scheme: "crumb"}
	for _, tt := range []struct {
		name, operation string
		status          int
		has             []packs.Credential
		want            string // the scheme that is lacking
	}{
		{"no credential", "plain", 401, nil, "basic"},
		{"forbidden", "plain", 403, nil, "basic"},
		{"another refusal", "plain", 400, nil, ""},
		{"an answer", "plain", 200, nil, ""},
		{"the header of the scheme", "plain", 401, []packs.Credential{basic}, ""},
		{"another header", "plain", 401, []packs.Credential{key}, "basic"},
		{"nothing is demanded", "open", 401, nil, ""},
		{"one of two ways", "either", 401, []packs.Credential{key}, ""},
		{"none of two ways", "either", 401, nil, "basic"},
		{"one of two schemes", "both", 401, []packs.Credential{basic}, "key"},
		{"both schemes", "both", 401, []packs.Credential{key, basic}, ""},
		{"everybody is let in", "optional", 401, nil, ""},
		{"a scheme by its name", "cookie", 401, []packs.Credential{crumb}, ""},
		{"a scheme without a header", "cookie", 401, []packs.Credential{basic}, "crumb"},
		{"below HTTP", "wire", 401, nil, ""},
		{"an operation that the document lacks", "none", 401, nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := stranger(&packs.Pack{Name: "doors", Credentials: tt.has}, doc.Operation(tt.operation), tt.status)
			if (got != "") != (tt.want != "") || tt.want != "" && !strings.Contains(got, "scheme "+tt.want+",") {
				t.Errorf("got %q, want that %q is lacking", got, tt.want)
			}
		})
	}
}

func TestEnough(t *testing.T) {
	t.Parallel()
	doc, err := spec.Parse(context.Background(), "doors.yaml", []byte(`openapi: 3.1.0
info: {title: Doors, version: "1"}
paths:
  /unsaid: {get: {operationId: unsaid, responses: {"200": {description: ok}}}}
  /plain: {get: {operationId: plain, security: [{basic: []}], responses: {"200": {description: ok}}}}
  /open: {get: {operationId: open, security: [], responses: {"200": {description: ok}}}}
  /either: {get: {operationId: either, security: [{basic: []}, {key: []}], responses: {"200": {description: ok}}}}
  /both: {get: {operationId: both, security: [{basic: [], key: []}], responses: {"200": {description: ok}}}}
  /optional: {get: {operationId: optional, security: [{basic: []}, {}], responses: {"200": {description: ok}}}}
components:
  securitySchemes:
    basic: {type: http, scheme: basic}
    key: {type: apiKey, in: header, name: X-Key}
`), spec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	pack := &packs.Pack{Credentials: []packs.Credential{{Name: "login", Header: "Authorization"}, {Name: "key", Header: "X-Key"}}}
	for _, tt := range []struct {
		operation string
		without   []string
		want      bool
	}{
		{"unsaid", nil, false}, {"unsaid", []string{"login", "key"}, false},
		{"plain", nil, true}, {"plain", []string{"key"}, true}, {"plain", []string{"login"}, false},
		{"open", []string{"login", "key"}, true},
		{"either", []string{"login"}, true}, {"either", []string{"key"}, true}, {"either", []string{"login", "key"}, false},
		{"both", nil, true}, {"both", []string{"login"}, false}, {"both", []string{"key"}, false},
		{"optional", []string{"login", "key"}, true},
	} {
		if got := Enough(pack, doc.Operation(tt.operation), tt.without...); got != tt.want {
			t.Errorf("%s without %v: got %v, want %v", tt.operation, tt.without, got, tt.want)
		}
	}
}

// A refusal of a caller without credentials says nothing of what was asked: the case is errored and not judged.
func TestDriver_Drive_Stranger(t *testing.T) {
	t.Parallel()
	d, _ := testDriver(t, map[string][]line{"/pets/find": {{status: http.StatusUnauthorized}}})
	d.Document.Operation("findPet").Security = []spec.Requirement{{{Name: "sso"}}}
	out := d.Drive(context.Background(), petCase(UseUnknown))
	if want := "the document demands the security scheme sso, for which the pack pets has no credential; name a pack that has one with --pack"; !strings.Contains(out.Trouble, want) {
		t.Errorf("got trouble %q, want %q", out.Trouble, want)
	}
}
