package packs_test

import (
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/arazzo"
)

// answer is what a scripted server says to one step.
type answer struct {
	status int
	body   string
}

const (
	partnerError = `{"display_message":null,"error_code":"CODE","error_message":"m","error_type":"PARTNER_ERROR","request_id":"r"}`
	customer     = `{"end_customer":{"client_id":"65f0c0ffee","company_name":"Acme u-1","status":"STATUS"},"request_id":"r"}`
	created      = `{"end_customer":{"client_id":"65f0c0ffee","company_name":"Acme u-1","secrets":{"sandbox":"s"},"status":"STATUS"}}`
)

func with(body, placeholder, value string) string {
	return strings.ReplaceAll(body, placeholder, value)
}

// drive runs a workflow of the pack against scripted answers and returns what did not hold, and the reason of an early end.
func drive(t *testing.T, id string, answers []answer) (failures []string, ended string) {
	t.Helper()
	for _, w := range plaid(t).Workflows {
		if w.ID != id {
			continue
		}
		ctx := &arazzo.Context{Inputs: map[string]any{"unique": "Acme u-1"}}
		for i, step := range w.Steps {
			if i >= len(answers) {
				t.Fatalf("no answer for step %s", step.ID)
			}
			body, err := step.Payload(ctx)
			if err != nil {
				t.Fatal(err)
			}
			ctx.RequestBody, ctx.Status, ctx.ResponseBody = body, answers[i].status, []byte(answers[i].body)
			found, err := step.Judge(ctx)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range found {
				failures = append(failures, f.String())
			}
			missing, err := step.Collect(ctx)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range missing {
				failures = append(failures, m.String())
			}
			if len(missing) > 0 {
				return failures, ""
			}
			if action, err := step.Ended(ctx); err != nil || action != nil {
				return failures, action.Name
			}
		}
		return failures, ""
	}
	t.Fatalf("no workflow %s", id)
	return nil, ""
}

func TestPlaidPartner_CustomerGoesLive(t *testing.T) {
	t.Parallel()
	right := []answer{
		{200, with(created, "STATUS", "PENDING_ENABLEMENT")},
		{200, with(customer, "STATUS", "PENDING_ENABLEMENT")},
		{200, `{"production_secret":"p","request_id":"r"}`},
		{200, with(customer, "STATUS", "ACTIVE")},
		{400, with(partnerError, "CODE", "CUSTOMER_REMOVAL_NOT_ALLOWED")},
	}
	for _, tt := range []struct {
		name    string
		step    int // whose answer is replaced; -1 for none
		status  int
		body    string
		failure string
		ended   string
	}{
		{name: "as promised", step: -1},
		{
			name: "kept under review", step: 1, status: 200, body: with(customer, "STATUS", "UNDER_REVIEW"),
			failure: `step get: received "UNDER_REVIEW" for $response.body#/end_customer/status, promised 'PENDING_ENABLEMENT'`,
			ended:   "Plaid has not cleared the new customer for Production, so it cannot be enabled",
		},
		{
			name: "another name", step: 1, status: 200, body: with(with(customer, "STATUS", "PENDING_ENABLEMENT"), "Acme", "Ace"),
			failure: `step get: received "Ace u-1" for $response.body#/end_customer/company_name, promised "Acme u-1" as in $steps.create.outputs.company_name`,
		},
		{
			name: "secrets shown again", step: 1, status: 200, body: with(created, "STATUS", "PENDING_ENABLEMENT"),
			failure: `step get: received {"sandbox":"s"} for $response.body#/end_customer/secrets, promised null`,
		},
		{
			name: "no id", step: 0, status: 200, body: `{}`,
			failure: `step create: received nothing for $response.body#/end_customer/client_id, promised a value`,
		},
		{
			name: "not enabled", step: 2, status: 200, body: `{}`,
			failure: `step enable: received nothing for $response.body#/production_secret, promised a value`,
		},
		{
			name: "empty secret", step: 2, status: 200, body: `{"production_secret":""}`,
			failure: `step enable: received "" for $response.body#/production_secret, promised anything but ''`,
		},
		{
			name: "never active", step: 3, status: 200, body: with(customer, "STATUS", "PENDING_ENABLEMENT"),
			failure: `step get-active: received "PENDING_ENABLEMENT" for $response.body#/end_customer/status, promised 'ACTIVE'`,
		},
		{
			name: "removed although live", step: 4, status: 200, body: `{"request_id":"r"}`,
			failure: `step remove-refused: received 200 for $statusCode, promised 400`,
		},
		{
			name: "refused for another reason", step: 4, status: 400, body: with(partnerError, "CODE", "CUSTOMER_NOT_FOUND"),
			failure: `step remove-refused: received "CUSTOMER_NOT_FOUND" for $response.body#/error_code, promised 'CUSTOMER_REMOVAL_NOT_ALLOWED'`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			answers := append([]answer(nil), right...)
			if tt.step >= 0 {
				answers[tt.step] = answer{tt.status, tt.body}
			}
			failures, ended := drive(t, "customer-goes-live", answers)
			if tt.failure == "" && len(failures) > 0 || tt.failure != "" && (len(failures) == 0 || !contains(failures, tt.failure)) {
				t.Errorf("got  %s\nwant %s", strings.Join(failures, "\n     "), tt.failure)
			}
			if ended != tt.ended {
				t.Errorf("ended: got %q, want %q", ended, tt.ended)
			}
		})
	}
}

func contains(lines []string, line string) bool {
	for _, l := range lines {
		if l == line {
			return true
		}
	}
	return false
}

func TestPlaidPartner_CustomerIsReviewed(t *testing.T) {
	t.Parallel()
	for _, status := range []string{"UNDER_REVIEW", "DENIED", "MORE_INFORMATION_NEEDED"} {
		t.Run(status, func(t *testing.T) {
			t.Parallel()
			failures, ended := drive(t, "customer-goes-live", []answer{{200, with(created, "STATUS", status)}, {200, with(customer, "STATUS", status)}})
			if len(failures) > 0 || ended == "" {
				t.Errorf("got %v and end %q, want no failure and an early end", failures, ended)
			}
		})
	}
}

func TestPlaidPartner_CustomerIsWithdrawn(t *testing.T) {
	t.Parallel()
	right := []answer{
		{200, with(created, "STATUS", "PENDING_ENABLEMENT")},
		{200, `{"request_id":"r"}`},
		{404, with(partnerError, "CODE", "CUSTOMER_NOT_FOUND")},
		{404, with(partnerError, "CODE", "CUSTOMER_NOT_FOUND")},
	}
	if failures, ended := drive(t, "customer-is-withdrawn", right); len(failures) > 0 || ended != "" {
		t.Errorf("got %v, %q, want no failure", failures, ended)
	}
	wrong := append([]answer(nil), right...)
	wrong[2] = answer{200, with(customer, "STATUS", "PENDING_ENABLEMENT")}
	wrong[3] = answer{502, "<html>"}
	failures, _ := drive(t, "customer-is-withdrawn", wrong)
	want := []string{
		"step get-not-found: received 200 for $statusCode, promised 404",
		"step get-not-found: received nothing for $response.body#/error_code, promised 'CUSTOMER_NOT_FOUND'",
		"step remove-again: received 502 for $statusCode, promised 404",
		"step remove-again: received nothing (the response body is not JSON) for $response.body#/error_code, promised 'CUSTOMER_NOT_FOUND'",
	}
	if strings.Join(failures, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(failures, "\n"), strings.Join(want, "\n"))
	}
}
