package reports

import "time"

func at(file string, row, column int, pointer string) *Place {
	return &Place{Location: Location{File: file, Line: row, Column: column}, Pointer: pointer}
}

const (
	oldFile = "api/v1/openapi.yaml"
	newFile = "api/openapi.yaml"
)

// upgraded is a diff with a finding of each class: two that break requests, one of them both ways; one that breaks code which reads an answer;
// an enum value more in many operations; one that could not be decided; one that is safe; one that is excused; and a fault of a document.
func upgraded() *Report {
	r := base(KindDiff)
	r.Environment, r.Started, r.Elapsed = nil, time.Time{}, 0
	r.Base = &Subject{Pack: "plaid-partner", Title: "The Plaid Partner API", Version: "2020-09-14_1.517.0", Document: oldFile, Digest: "sha256:5d41402abc4b2a76b9719d911017c592"}
	r.Subject = Subject{Pack: "plaid-partner", Title: "The Plaid Partner API", Version: "2020-09-14_1.697.4", Document: newFile, Digest: "sha256:7d793037a0760186574b0282f2f435e7"}
	r.Gate = &Gate{Policy: "default", FailOn: FailOnError}
	const createRequest = "#/components/schemas/PartnerCustomerCreateRequest"
	findings := []Finding{
		{
			Rule: "request-property-became-required", Level: LevelError, Class: ClassWire, Direction: DirectionRequest,
			Message:    "registration_number of PartnerCustomerCreateRequest became required: a request without it is rejected",
			Fix:        "Send registration_number in every partnerCustomerCreate before you upgrade.",
			Operations: []string{"partnerCustomerCreate"},
			Reaches:    []Reach{{"partnerCustomerCreate", DirectionRequest, "body /registration_number"}},
			Change:     &Change{Kind: ChangeChanged, Before: "optional", After: "required"},
			Base:       at(oldFile, 120, 7, createRequest+"/properties/registration_number"), Revision: at(newFile, 124, 9, createRequest+"/required/4"),
			Witness: &Witness{
				Direction: DirectionRequest, AcceptedBy: VersionBase, RejectedBy: VersionRevision, Proof: ProofRejected, Judges: []string{"kin-openapi"},
				Message: "POST /partner/customer/create HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{\n  \"company_name\": \"Example Company\"\n}",
				Reason:  "the body lacks registration_number, which the revision requires",
			},
		},
		{
			Rule: "type-changed", Level: LevelError, Class: ClassWire, Direction: DirectionResponse, BothWays: true,
			Message:    "postal_code of PartnerEndCustomerAddress was a string and is an integer",
			Fix:        "Send and read postal_code as a number.",
			Operations: partnerOperations[:2],
			Reaches:    []Reach{{partnerOperations[0], DirectionRequest, "body /address/postal_code"}, {partnerOperations[1], DirectionResponse, "status 200 body /end_customer/address/postal_code"}},
			Change:     &Change{Kind: ChangeChanged, Before: "string", After: "integer"},
			Base:       at(oldFile, 310, 11, "#/components/schemas/PartnerEndCustomerAddress/properties/postal_code"), Revision: at(newFile, 322, 11, "#/components/schemas/PartnerEndCustomerAddress/properties/postal_code"),
			Witness: &Witness{
				Direction: DirectionResponse, AcceptedBy: VersionRevision, RejectedBy: VersionBase, Proof: ProofRejected, Judges: []string{"kin-openapi", "jsonschema"},
				Message: "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\n  \"end_customer\": {\n    \"address\": {\n      \"postal_code\": 1\n    }\n  }\n}",
				Reason:  "received integer 1 at /end_customer/address/postal_code; promised string",
			},
		},
		{
			Rule: "response-property-removed", Level: LevelError, Class: ClassUnpromised, Direction: DirectionResponse,
			Message:    "requires_diligence of PartnerEndCustomer is no longer promised",
			Fix:        "Stop reading requires_diligence, or cope with its absence.",
			Operations: []string{"partnerCustomerGet"},
			Change:     &Change{Kind: ChangeRemoved, Before: "boolean"},
			Base:       at(oldFile, 402, 9, "#/components/schemas/PartnerEndCustomer/properties/requires_diligence"), Revision: at(newFile, 410, 7, "#/components/schemas/PartnerEndCustomer/properties"),
			Witness: &Witness{
				Direction: DirectionResponse, AcceptedBy: VersionBase, RejectedBy: VersionRevision, Proof: ProofUnpromised,
				Message: "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\n  \"end_customer\": {\n    \"requires_diligence\": true\n  }\n}",
				Reason:  "the revision declares no requires_diligence at /end_customer",
			},
		},
		{
			Rule: "response-enum-value-added", Level: LevelWarning, Class: ClassTyped, Direction: DirectionResponse,
			Message:    "PlaidErrorType has the new value \"PARTNER_ERROR\"",
			Fix:        "Make sure that a switch over PlaidErrorType has a default.",
			Operations: []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"},
			Change:     &Change{Kind: ChangeAdded, After: "\"PARTNER_ERROR\""},
			Base:       at(oldFile, 500, 5, "#/components/schemas/PlaidErrorType/enum"), Revision: at(newFile, 530, 9, "#/components/schemas/PlaidErrorType/enum/16"),
		},
		{
			Rule: "pattern-changed", Level: LevelWarning, Class: ClassUnproven, Direction: DirectionRequest,
			Message: "the pattern of phone changed, and whether every old value still fits is not known",
			Fix:     "Compare the two patterns with the values you send.", Operations: []string{"partnerCustomerCreate"},
			Change: &Change{Kind: ChangeChanged, Before: `^\+\d+$`, After: `^\+(?=1)\d{11}$`}, Explanation: "the pattern looks ahead, which no product of automata can follow",
			Base: at(oldFile, 610, 5, "#/components/schemas/Contact/properties/phone/pattern"), Revision: at(newFile, 640, 5, "#/components/schemas/Contact/properties/phone/pattern"),
		},
		{
			Rule: "request-property-added", Level: LevelNote, Class: ClassCompatible, Direction: DirectionRequest,
			Message: "PartnerCustomerCreateRequest takes the new optional property logo_url", Operations: []string{"partnerCustomerCreate"},
			Fix:    "Nothing has to be done.",
			Change: &Change{Kind: ChangeAdded, After: "string"}, Explanation: "every body that the base accepts the revision accepts too: the property is optional",
			Base: at(oldFile, 118, 5, createRequest+"/properties"), Revision: at(newFile, 130, 7, createRequest+"/properties/logo_url"),
		},
		{
			Rule: "operation-removed", Level: LevelError, Class: ClassWire, Direction: DirectionRequest, Operations: []string{"partnerLegacyGet"},
			Message: "partnerLegacyGet is gone", Fix: "Stop calling it.", Change: &Change{Kind: ChangeRemoved, Before: "POST /partner/legacy/get"},
			Base: at(oldFile, 60, 3, "#/paths/~1partner~1legacy~1get/post"), Revision: at(newFile, 20, 1, "#/paths"),
			Waiver: &Waiver{Reason: "we never called it", Until: "2027-06-30"},
		},
		{
			Rule: "reference-dangling", Level: LevelNote, Message: "#/components/schemas/Gone names nothing", Fix: "Tell the vendor; what it stands for is not compared.",
			KeywordPath: "/components/schemas/A/properties/b/$ref", Location: Location{File: newFile, Line: 88, Column: 17},
		},
	}
	for i := range findings {
		if f := &findings[i]; f.Revision != nil {
			f.Location = f.Revision.Location
		}
	}
	r.Summary, r.Findings, r.Known = SummariseDiff(findings, map[Class]int{ClassProse: 12})
	return r
}

// same is a diff that found nothing.
func same() *Report {
	r := upgraded()
	r.Summary, r.Findings, r.Known = SummariseDiff(nil, nil)
	return r
}

// walked is a history of two steps: what the first removed, the second brings back, and removes something else.
func walked() *Report {
	first, second := upgraded(), upgraded()
	first.Subject.Document, second.Base = "v2.yaml", &Subject{Document: "v2.yaml"}
	second.Subject.Document, second.Subject.Version = "v3.yaml", "2020-09-14_1.700.0"
	removed := first.Findings[2]
	back := Finding{
		Rule: "response-property-added", Level: LevelNote, Class: ClassCompatible, Direction: DirectionResponse, Message: "requires_diligence is promised", Operations: removed.Operations,
		Change: &Change{Kind: ChangeAdded, After: "boolean"}, Revision: at("v3.yaml", 404, 9, removed.Pointer()), Base: at("v2.yaml", 404, 9, removed.Pointer()),
	}
	second.Summary, second.Findings, second.Known = SummariseDiff([]Finding{back, first.Findings[0]}, map[Class]int{ClassProse: 1})
	return History([]*Report{first, second})
}
