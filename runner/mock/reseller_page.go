package mock

import (
	"net/http"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// shape is what the document declares of the answers that differ from version to version. The API moved from a Development environment to
// limited Production access in 2024, and its documents followed.
type shape struct {
	secretDevelopment, secretProduction           bool // of end_customer.secrets
	environmentDevelopment, environmentProduction bool // of institutions[].environments
	errors                                        bool // of institutions[]
	moreInformation                               bool // a status
}

func shapeOf(doc *spec.Document) shape {
	created := answerSchema(doc.Operation("partnerCustomerCreate"))
	read := answerSchema(doc.Operation("partnerCustomerOauthInstitutionsGet"))
	return shape{
		secretDevelopment:      declares(doc, created, "end_customer", "secrets", "development"),
		secretProduction:       declares(doc, created, "end_customer", "secrets", "production"),
		environmentDevelopment: declares(doc, read, "institutions", "[]", "environments", "development"),
		environmentProduction:  declares(doc, read, "institutions", "[]", "environments", "production"),
		errors:                 declares(doc, read, "institutions", "[]", "errors"),
		moreInformation:        inEnum(doc, "PartnerEndCustomerStatus", string(moreInformationNeeded)),
	}
}

// answerSchema is the schema of what op answers if all is well; nil if there is none.
func answerSchema(op *spec.Operation) *tree.Node {
	r := op.Response(http.StatusOK)
	if r == nil {
		return nil
	}
	for _, media := range r.Content {
		if mediaType(media.Type) == "application/json" {
			return media.Schema
		}
	}
	return nil
}

// inEnum says whether the component schema of that name lists value.
func inEnum(doc *spec.Document, schema, value string) bool {
	n := doc.Resolve(doc.Root.Get("components").Get("schemas").Get(schema))
	return slices.Contains(n.Get("enum").Strings(), value)
}

// adapt turns an outcome the document has no word for into the nearest it has.
func (s *shape) adapt(o outcome) outcome {
	if o.status == moreInformationNeeded && !s.moreInformation {
		o.status = underReview
	}
	return o
}

// begin starts an answer of the API with its first brace.
func (b *reseller) begin(x *exchange, status int) *page {
	x.version = b.version(x)
	p := x.begin(status, mediaJSON)
	p.open('{')
	return p
}

// requestID writes the last member that every success has.
func (b *reseller) requestID(p *page) {
	var id [requestIDLength]byte
	b.life.mint.requestID(&id)
	p.name("request_id")
	p.b = append(append(append(p.b, '"'), id[:]...), '"')
}

func (b *reseller) showCreated(x *exchange, c customer) {
	p := b.begin(x, http.StatusOK)
	p.name("end_customer")
	p.open('{')
	p.text("client_id", c.id)
	p.raw("company_name", c.company)
	p.name("secrets")
	p.open('{')
	if b.shape.secretDevelopment {
		p.text("development", b.life.mint.secret(c.number, secretDevelopment))
	}
	if b.shape.secretProduction {
		p.text("production", b.life.mint.secret(c.number, secretLimited))
	}
	p.text("sandbox", b.life.mint.secret(c.number, secretSandbox))
	p.shut('}')
	p.text("status", string(c.status))
	p.shut('}')
	b.requestID(p)
	p.shut('}')
}

func (b *reseller) showCustomer(x *exchange, c customer) {
	p := b.begin(x, http.StatusOK)
	p.name("end_customer")
	p.open('{')
	p.text("client_id", c.id)
	p.raw("company_name", c.company)
	p.text("status", string(c.status))
	p.shut('}')
	b.requestID(p)
	p.shut('}')
}

func (b *reseller) showEnabled(x *exchange, c customer) {
	p := b.begin(x, http.StatusOK)
	p.text("production_secret", b.life.mint.secret(c.number, secretProduction))
	b.requestID(p)
	p.shut('}')
}

func (b *reseller) showRemoved(x *exchange) {
	p := b.begin(x, http.StatusOK)
	b.requestID(p)
	p.shut('}')
}

func (b *reseller) showRegistrations(x *exchange, c customer, list []registration) {
	owed := paperworkOf[c.status]
	p := b.begin(x, http.StatusOK)
	p.text("flowdown_status", owed.flowdown)
	p.name("institutions")
	p.open('[')
	for i := range list {
		p.item()
		b.showRegistration(p, &list[i])
	}
	p.shut(']')
	p.text("questionnaire_status", owed.questionnaire)
	b.requestID(p)
	p.shut('}')
}

func (b *reseller) showRegistration(p *page, r *registration) {
	p.open('{')
	p.date("classic_disablement_date", r.classicOn)
	p.name("environments")
	p.open('{')
	if b.shape.environmentDevelopment {
		p.text("development", string(r.status))
	}
	if b.shape.environmentProduction {
		p.text("production", string(r.status))
	}
	p.shut('}')
	if b.shape.errors && r.status == registrationAttention {
		p.name("errors")
		p.open('[')
		p.item()
		p.open('{')
		p.raw("display_message", "null")
		p.text("error_code", refuseRegistration.Code)
		p.text("error_message", refuseRegistration.Message)
		p.text("error_type", refuseRegistration.Type)
		b.requestID(p)
		p.shut('}')
		p.shut(']')
	}
	p.text("institution_id", r.id)
	p.text("name", r.name)
	p.date("production_enablement_date", r.enabledOn)
	p.shut('}')
}

// refuse writes the API's error body.
func (b *reseller) refuse(x *exchange, r *refusal, detail string) {
	p := b.begin(x, r.Status)
	x.code = r.Code
	p.raw("display_message", "null")
	p.text("documentation_url", documentationOf(r.Type))
	p.text("error_code", r.Code)
	p.text("error_message", r.Message+detail)
	p.text("error_type", r.Type)
	b.requestID(p)
	p.raw("suggested_action", "null")
	p.shut('}')
}

// documentationOf is the page the API points to for an error type: INVALID_REQUEST has its place at invalid-request-errors.
func documentationOf(kind string) string {
	return "https://plaid.com/docs/?ref=error#" + strings.ReplaceAll(strings.ToLower(kind), "_", "-") + "-errors"
}
