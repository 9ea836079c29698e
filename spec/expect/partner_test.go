package expect

import (
	"context"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/pinned"
)

// partner returns the book of one version of the Partner API, and its document.
func partner(t *testing.T, version string) (*Book, *spec.Document) {
	t.Helper()
	file, data, err := pinned.Read("plaid-partner@" + version)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := spec.Parse(context.Background(), file, data, spec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	pack, err := packs.Load("plaid-partner")
	if err != nil {
		t.Fatal(err)
	}
	tight, err := doc.Overlaid(context.Background(), pack.Overlay)
	if err != nil {
		t.Fatal(err)
	}
	return NewBook(doc, tight), doc
}

// Answers as Plaid gives them, of which none may be found wanting in any version.
const (
	created      = `{"end_customer":{"client_id":"7f57eb3d2a9j6480121fx361","company_name":"Acme","secrets":{"production":"p1","sandbox":"s1"},"status":"PENDING_ENABLEMENT"},"request_id":"Gys5pGY7tIPDrlL"}`
	customer     = `{"end_customer":{"client_id":"7f57eb3d2a9j6480121fx361","company_name":"Acme","status":"UNDER_REVIEW"},"request_id":"476e317baa236b1"}`
	enabled      = `{"production_secret":"79g03eoofwl8240v776r2h667442119","request_id":"4zlKapIkTm8p5KM"}`
	removed      = `{"request_id":"4zlKapIkTm8p5KM"}`
	institutions = `{"flowdown_status":"COMPLETE","institutions":[{"classic_disablement_date":"","environments":{"production":"PROCESSING"},"institution_id":"ins_56","name":"Chase","production_enablement_date":null},` +
		`{"classic_disablement_date":"2022-06-30","environments":{"production":"ENABLED"},"errors":[],"institution_id":"ins_1","name":"Bank","production_enablement_date":"2022-12-19"}],"questionnaire_status":"RECEIVED","request_id":"4zlKapIkTm8p5KM"}`
	refused = `{"display_message":null,"documentation_url":"https://plaid.com/docs/?ref=error#partner-errors","error_code":"CUSTOMER_NOT_FOUND","error_message":"the customer was not found","error_type":"PARTNER_ERROR","request_id":"4zlKapIkTm8p5KM","suggested_action":null}`
)

// TestPartner_RightAnswers: what Plaid answers is never found wanting, by the pack or by the examples.
func TestPartner_RightAnswers(t *testing.T) {
	t.Parallel()
	for _, version := range pinned.Names("plaid-partner") {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			b, doc := partner(t, version)
			for _, tt := range []struct {
				op, status, body string
			}{
				{"partnerCustomerCreate", "200", created},
				{"partnerCustomerGet", "200", customer},
				{"partnerCustomerEnable", "200", enabled},
				{"partnerCustomerRemove", "200", removed},
				{"partnerCustomerOauthInstitutionsGet", "200", institutions},
				{"partnerCustomerOauthInstitutionsGet", "200", `{"flowdown_status":"NOT_STARTED","institutions":[],"questionnaire_status":"NOT_STARTED","request_id":"4zlKapIkTm8p5KM"}`},
				{"partnerCustomerGet", "default", refused},
			} {
				op := doc.Operation(tt.op)
				if got := judged(t, b, op, responseOf(op, tt.status), tt.body); len(got) > 0 {
					t.Errorf("%s %s: got %q, want nothing", tt.op, tt.status, got)
				}
			}
		})
	}
}

func responseOf(op *spec.Operation, status string) *spec.Response {
	for _, r := range op.Responses {
		if r.Status == status {
			return r
		}
	}
	return nil
}

// TestPartner_WrongAnswers: what the document lets pass in every version, the pack does not.
func TestPartner_WrongAnswers(t *testing.T) {
	t.Parallel()
	without := func(body, part string) string {
		if !strings.Contains(body, part) {
			panic("no " + part)
		}
		return strings.Replace(body, part, "", 1)
	}
	instead := func(body, old, by string) string {
		if !strings.Contains(body, old) {
			panic("no " + old)
		}
		return strings.Replace(body, old, by, 1)
	}
	for _, version := range pinned.Names("plaid-partner") {
		b, doc := partner(t, version)
		for _, tt := range []struct{ op, status, body, want string }{
			{"partnerCustomerCreate", "200", `{}`, "hollow /end_customer"},
			{"partnerCustomerCreate", "200", `{"request_id":"4zl"}`, "pack /end_customer"},
			{"partnerCustomerCreate", "200", without(created, `,"request_id":"Gys5pGY7tIPDrlL"`), "pack /request_id"},
			{"partnerCustomerCreate", "200", instead(created, "Gys5pGY7tIPDrlL", ""), "pack /request_id"},
			{"partnerCustomerCreate", "200", instead(created, "Gys5pGY7tIPDrlL", "000000000000000"), "pack /request_id"},
			{"partnerCustomerCreate", "200", without(created, `,"secrets":{"production":"p1","sandbox":"s1"}`), "pack /end_customer/secrets"},
			{"partnerCustomerCreate", "200", without(created, `,"sandbox":"s1"`), "pack /end_customer/secrets/sandbox"},
			{"partnerCustomerCreate", "200", instead(created, `"s1"`, `""`), "pack /end_customer/secrets/sandbox"},
			{"partnerCustomerCreate", "200", without(created, `,"status":"PENDING_ENABLEMENT"`), "pack /end_customer/status"},
			{"partnerCustomerGet", "200", `{}`, "hollow /end_customer"},
			{"partnerCustomerGet", "200", `{"end_customer":{},"request_id":"4zl"}`, "pack /end_customer"},
			{"partnerCustomerGet", "200", instead(customer, `"Acme"`, `""`), "pack /end_customer/company_name"},
			{"partnerCustomerGet", "200", instead(customer, "7f57eb3d2a9j6480121fx361", "000000000000000000000000"), "pack /end_customer/client_id"},
			{"partnerCustomerEnable", "200", `{}`, "hollow /production_secret"},
			{"partnerCustomerEnable", "200", `{"request_id":"4zl"}`, "pack /production_secret"},
			{"partnerCustomerEnable", "200", `{"production_secret":"","request_id":"4zl"}`, "pack /production_secret"},
			{"partnerCustomerRemove", "200", `{}`, "hollow /request_id"},
			{"partnerCustomerOauthInstitutionsGet", "200", `{}`, "hollow /flowdown_status"},
			{"partnerCustomerOauthInstitutionsGet", "200", `{"flowdown_status":"COMPLETE","questionnaire_status":"COMPLETE","request_id":"4zl"}`, "pack /institutions"},
			{"partnerCustomerOauthInstitutionsGet", "200", without(institutions, `"name":"Chase",`), "pack /institutions/0/name"},
			{"partnerCustomerOauthInstitutionsGet", "200", instead(institutions, "2022-06-30", "2022-02-30"), "pack /institutions/1/classic_disablement_date"},
			{"partnerCustomerOauthInstitutionsGet", "200", instead(institutions, "2022-12-19", "not a date"), "pack /institutions/1/production_enablement_date"},
			{"partnerCustomerOauthInstitutionsGet", "200", instead(institutions, `"ins_56"`, `""`), "pack /institutions/0/institution_id"},
			{"partnerCustomerGet", "default", without(refused, `"request_id":"4zlKapIkTm8p5KM",`), "pack /request_id"},
			{"partnerCustomerGet", "default", instead(refused, "CUSTOMER_NOT_FOUND", ""), "pack /error_code"},
			{"partnerCustomerGet", "default", `null`, "pack "},
		} {
			op := doc.Operation(tt.op)
			got := judged(t, b, op, responseOf(op, tt.status), tt.body)
			if len(got) == 0 || got[0] != tt.want {
				t.Errorf("%s: %s %s %s: got %q, want %q first", version, tt.op, tt.status, tt.body, got, tt.want)
			}
		}
	}
}

// TestPartner_OverlayIsUsed: each action of the pack's overlay changes some version, or it should go.
func TestPartner_OverlayIsUsed(t *testing.T) {
	t.Parallel()
	missed := map[string]int{}
	versions := pinned.Names("plaid-partner")
	for _, version := range versions {
		b, _ := partner(t, version)
		for _, p := range b.tight.Missed() {
			missed[p.At.String()]++
		}
		for _, p := range b.tight.Problems(context.Background()) {
			if p.Level == spec.LevelError {
				t.Errorf("%s: the tightened document has an error: %s: %s", version, p.At, p.Message)
			}
		}
	}
	for at, n := range missed {
		if n == len(versions) {
			t.Errorf("%s: the action changes no version", at)
		}
	}
}
