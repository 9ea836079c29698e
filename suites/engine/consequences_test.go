package engine

import (
	"fmt"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec/packs"
)

// What follows from the finding of another case is told with it, and what only looks alike is not.
func TestConsequences(t *testing.T) {
	t.Parallel()
	found := func(id, phase, rule string, status int, promised, keyword string) reports.Result {
		operation, _, _ := strings.Cut(id, "/")
		return reports.Result{
			Case: id, Operation: operation, Phase: phase, Status: reports.StatusFailed,
			Exchanges: []reports.Exchange{{Purpose: reports.PurposeCase, Response: &reports.Response{Status: status}}},
			Findings: []reports.Finding{{
				Rule: rule, Level: reports.LevelError, Operation: operation, Case: id, Received: fmt.Sprintf("status %d", status), Promised: promised, KeywordPath: keyword, Fingerprint: rule + " " + operation,
			}},
		}
	}
	pack := &packs.Pack{Operations: []packs.Operation{{ID: "get", Resource: "pet"}}, Resources: []packs.Resource{{Name: "pet", NotFound: []int{404}}}}
	lost := found("get/bodies/maximal", "bodies", "positive-data-accepted", 404, "success", "")
	passed := reports.Result{Case: "get/bodies/minimal", Operation: "get", Phase: "bodies", Status: reports.StatusPassed}
	refused := found("get/examples/one", "examples", "positive-data-accepted", 400, "success", "")
	unknown := found("get/resources/unknown", "resources", "unknown-resource-refused", 200, "a refusal", "")
	for _, tt := range []struct {
		name    string
		results []reports.Result
		want    int // findings
	}{
		{"a place of credentials", []reports.Result{refused, found("get/authentication/in-header", "authentication", "authentication-enforced", 400, "success with 2xx", "")}, 1},
		{"a refusal of credentials with the same status", []reports.Result{refused, found("get/authentication/absent", "authentication", "authentication-enforced", 400, "a refusal with 401", "")}, 2},
		{"a place of credentials where the plainest body is taken", []reports.Result{refused, passed, found("get/authentication/in-header", "authentication", "authentication-enforced", 400, "success", "")}, 2},
		{"a place of credentials where the resource is not there whoever asks", []reports.Result{passed, lost, found("get/authentication/in-header", "authentication", "authentication-enforced", 404, "success", "")}, 1},
		{"a place of credentials where a resource is not there", []reports.Result{passed, found("get/authentication/in-header", "authentication", "authentication-enforced", 404, "success", "")}, 1},
		{"a place of credentials that is refused where the resource is not there", []reports.Result{passed, lost, found("get/authentication/in-header", "authentication", "authentication-enforced", 400, "success", "")}, 2},
		{"missing credentials where the resource is not there", []reports.Result{passed, lost, found("get/authentication/absent", "authentication", "authentication-enforced", 404, "a refusal with 401", "")}, 2},
		{"an unknown id that is refused like all others", []reports.Result{refused, found("get/resources/unknown", "resources", "unknown-resource-refused", 400, "a refusal with 404", "")}, 1},
		{"another partner, where any id is found", []reports.Result{unknown, found("get/tenants/other", "tenants", "tenant-isolated", 200, "a refusal", "")}, 1},
		{"another partner who is told otherwise", []reports.Result{unknown, found("get/tenants/other", "tenants", "tenant-isolated", 403, "a refusal", "")}, 2},
		{"another operation", []reports.Result{unknown, found("list/tenants/other", "tenants", "tenant-isolated", 200, "a refusal", "")}, 2},
		{"a removed one, where any id is found", []reports.Result{unknown, found("get/gone", "workflows", "workflow-step", 200, "404", "$statusCode == 404")}, 1},
		{"a property of it", []reports.Result{unknown, found("get/gone", "workflows", "workflow-step", 200, "x", "$response.body#/x == 'x'")}, 2},
		{"a removal after the server went astray", []reports.Result{unknown, found("drop/removal", PhaseRemoval, RemovalRule, 400, "success", "")}, 1},
		{"a removal alone", []reports.Result{found("drop/removal", PhaseRemoval, RemovalRule, 400, "success", "")}, 1},
	} {
		consequences(pack, tt.results)
		if _, findings, _ := reports.Summarise(tt.results); len(findings) != tt.want {
			t.Errorf("%s: %d findings, want %d: %v", tt.name, len(findings), tt.want, distinct(findings))
		}
	}
}
