package packs_test

import (
	"maps"
	"slices"
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

// script is what a server answers to each step of a workflow.
type script map[string]answer

// but returns s with another answer to one step.
func (s script) but(step string, status int, body string) script {
	changed := maps.Clone(s)
	changed[step] = answer{status, body}
	return changed
}

// drive runs a workflow of the pack against scripted answers and returns what did not hold, and the reason of an early end.
func drive(t *testing.T, id string, answers script) (failures []string, ended string) {
	t.Helper()
	for _, w := range plaid(t).Workflows {
		if w.ID != id {
			continue
		}
		ctx := &arazzo.Context{Inputs: map[string]any{"unique": "Acme u-1", "partner_client_id": "own", "partner_secret": "mine"}}
		for _, step := range w.Steps {
			said, ok := answers[step.ID]
			if !ok {
				continue // as if it were skipped
			}
			body, err := step.Payload(ctx)
			if err != nil {
				t.Fatal(err)
			}
			ctx.RequestBody, ctx.Status, ctx.ResponseBody = body, said.status, []byte(said.body)
			_, found, err := step.Judge(ctx)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range found {
				failures = append(failures, f.String())
			}
			if _, err := step.Collect(ctx, found); err != nil {
				t.Fatal(err)
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

// live is the life of two customers as it should be.
var live = script{
	"create":           {200, with(created, "STATUS", "PENDING_ENABLEMENT")},
	"create-another":   {200, second(created)},
	"get":              {200, with(customer, "STATUS", "PENDING_ENABLEMENT")},
	"get-another":      {200, second(customer)},
	"get-again":        {200, with(customer, "STATUS", "PENDING_ENABLEMENT")},
	"institutions":     {200, `{"request_id":"r"}`},
	"enable":           {200, `{"production_secret":"p","request_id":"r"}`},
	"get-active":       {200, with(customer, "STATUS", "ACTIVE")},
	"another-waits":    {200, second(customer)},
	"enable-again":     {400, with(partnerError, "CODE", "CUSTOMER_ALREADY_ENABLED")},
	"enable-another":   {200, `{"production_secret":"q","request_id":"r"}`},
	"remove-refused":   {400, with(partnerError, "CODE", "CUSTOMER_REMOVAL_NOT_ALLOWED")},
	"get-still-active": {200, with(customer, "STATUS", "ACTIVE")},
}

// second makes an answer about the first customer one about the second.
func second(body string) string {
	return strings.NewReplacer("65f0c0ffee", "75f0c0ffee", "Acme u-1", "Acme u-1 Two", `"sandbox":"s"`, `"sandbox":"t"`, "STATUS", "PENDING_ENABLEMENT").Replace(body)
}

func TestPlaidPartner_CustomerGoesLive(t *testing.T) {
	t.Parallel()
	pending := with(customer, "STATUS", "PENDING_ENABLEMENT")
	for _, tt := range []struct {
		name    string
		answers script
		failure string // one of those that must be there; "" if none may be
		ended   string
	}{
		{name: "as promised", answers: live},
		{
			name: "secrets shown again", answers: live.but("get", 200, with(created, "STATUS", "PENDING_ENABLEMENT")),
			failure: `step get: received {"sandbox":"s"} for $response.body#/end_customer/secrets, promised null`,
		},
		{
			name: "the same secret for both customers", answers: live.but("create-another", 200, with(second(created), `"t"`, `"s"`)),
			failure: `step create-another: received "s" for $response.body#/end_customer/secrets/sandbox, promised anything but "s" as in $steps.create.outputs.sandbox`,
		},
		{
			name: "the partner's own secret", answers: live.but("create", 200, with(with(created, "STATUS", "PENDING_ENABLEMENT"), `"s"`, `"mine"`)),
			failure: `step create: received "mine" for $response.body#/end_customer/secrets/sandbox, promised anything but "mine" as in $inputs.partner_secret`,
		},
		{
			name: "the other customer", answers: live.but("get-again", 200, second(customer)),
			failure: `step get-again: received "75f0c0ffee" for $response.body#/end_customer/client_id, promised "65f0c0ffee" as in $steps.create.outputs.client_id`,
		},
		{
			name: "empty secret", answers: live.but("enable", 200, `{"production_secret":""}`),
			failure: `step enable: received "" for $response.body#/production_secret, promised anything but ''`,
		},
		{
			name: "enables again", answers: live.but("enable-again", 200, `{"production_secret":"p"}`),
			failure: `step enable-again: received 200 for $statusCode, promised 400`,
		},
		{
			name: "the same production secret", answers: live.but("enable-another", 200, `{"production_secret":"p"}`),
			failure: `step enable-another: received "p" for $response.body#/production_secret, promised anything but "p" as in $steps.enable.outputs.production_secret`,
		},
		{
			name: "never active", answers: live.but("get-active", 200, pending),
			failure: `step get-active: received "PENDING_ENABLEMENT" for $response.body#/end_customer/status, promised 'ACTIVE'`,
			ended:   "the customer is not live although enable says so, and what a live one must refuse cannot be seen",
		},
		{
			name: "removed although live", answers: live.but("remove-refused", 200, `{"request_id":"r"}`),
			failure: `step remove-refused: received 200 for $statusCode, promised 400`,
		},
		{
			name: "refused for another reason", answers: live.but("remove-refused", 400, with(partnerError, "CODE", "CUSTOMER_NOT_FOUND")),
			failure: `step remove-refused: received "CUSTOMER_NOT_FOUND" for $response.body#/error_code, promised 'CUSTOMER_REMOVAL_NOT_ALLOWED'`,
		},
		{
			name: "refused and removed", answers: live.but("get-still-active", 404, with(partnerError, "CODE", "CUSTOMER_NOT_FOUND")),
			failure: `step get-still-active: received 404 for $statusCode, promised 200`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			failures, ended := drive(t, "customer-goes-live", tt.answers)
			if tt.failure == "" && len(failures) > 0 || tt.failure != "" && !slices.Contains(failures, tt.failure) {
				t.Errorf("got  %s\nwant %s", strings.Join(failures, "\n     "), tt.failure)
			}
			if ended != tt.ended {
				t.Errorf("ended: got %q, want %q", ended, tt.ended)
			}
		})
	}
}

func TestPlaidPartner_CustomerIsNotCleared(t *testing.T) {
	t.Parallel()
	for _, status := range []string{"UNDER_REVIEW", "DENIED", "MORE_INFORMATION_NEEDED"} {
		t.Run(status, func(t *testing.T) {
			t.Parallel()
			stands := with(customer, "STATUS", status)
			answers := live.but("create", 200, with(created, "STATUS", status)).but("get", 200, stands).but("get-again", 200, stands)
			if failures, ended := drive(t, "customer-goes-live", answers); len(failures) > 0 || ended == "" {
				t.Errorf("got %v and end %q, want no failure and an early end", failures, ended)
			}
			reviewed := script{
				"create":         {200, with(created, "STATUS", status)},
				"enable-refused": {412, with(partnerError, "CODE", "CUSTOMER_NOT_READY_FOR_ENABLEMENT")},
				"get-not-active": {200, stands},
			}
			if failures, ended := drive(t, "customer-is-reviewed", reviewed); len(failures) > 0 || ended != "" {
				t.Errorf("got %v and end %q, want neither", failures, ended)
			}
			if failures, _ := drive(t, "customer-is-reviewed", reviewed.but("enable-refused", 200, `{"production_secret":"p"}`)); len(failures) != 2 {
				t.Errorf("enabled all the same: got %v", failures)
			}
		})
	}
	cleared := script{"create": {200, with(created, "STATUS", "PENDING_ENABLEMENT")}}
	if failures, ended := drive(t, "customer-is-reviewed", cleared); len(failures) > 0 || ended == "" {
		t.Errorf("got %v and end %q, want no failure and an early end", failures, ended)
	}
}

func TestPlaidPartner_CustomerIsWithdrawn(t *testing.T) {
	t.Parallel()
	gone := answer{404, with(partnerError, "CODE", "CUSTOMER_NOT_FOUND")}
	right := script{
		"create": {200, with(created, "STATUS", "PENDING_ENABLEMENT")}, "remove": {200, `{"request_id":"r"}`},
		"get-not-found": gone, "enable-not-found": gone, "institutions-not-found": gone, "remove-again": gone,
	}
	if failures, ended := drive(t, "customer-is-withdrawn", right); len(failures) > 0 || ended != "" {
		t.Errorf("got %v, %q, want no failure", failures, ended)
	}
	wrong := right.but("get-not-found", 200, with(customer, "STATUS", "PENDING_ENABLEMENT")).but("enable-not-found", 200, `{}`).
		but("institutions-not-found", 400, with(partnerError, "CODE", "customer_not_found")).but("remove-again", 502, "<html>")
	failures, _ := drive(t, "customer-is-withdrawn", wrong)
	want := []string{
		"step get-not-found: received 200 for $statusCode, promised 404",
		"step get-not-found: received nothing for $response.body#/error_code, promised 'CUSTOMER_NOT_FOUND'",
		"step enable-not-found: received 200 for $statusCode, promised 404",
		"step enable-not-found: received nothing for $response.body#/error_code, promised 'CUSTOMER_NOT_FOUND'",
		"step institutions-not-found: received 400 for $statusCode, promised 404",
		`step institutions-not-found: received "customer_not_found" for $response.body#/error_code, promised 'CUSTOMER_NOT_FOUND'`,
		"step remove-again: received 502 for $statusCode, promised 404",
		"step remove-again: received nothing (the response body is not JSON) for $response.body#/error_code, promised 'CUSTOMER_NOT_FOUND'",
	}
	if strings.Join(failures, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(failures, "\n"), strings.Join(want, "\n"))
	}
}
