package mock

import "net/http"

// refusal is one row of the table of errors: how the API says no. The same row serves every behaviour; each renders it in
// its own error body.
type refusal struct {
	Status  int    // of HTTP
	Type    string // error_type
	Code    string // error_code; unique in the table, apart from the rows that share INVALID_BODY and INVALID_FIELD
	Message string // error_message; where it ends in a space, what follows names the culprits
}

// The error types of the Plaid API that the mock uses. typePartner is declared by documents from 1.556.0 on; the API sent it before
// that, which is a known deviation.
const (
	typeRequest = "INVALID_REQUEST"
	typeInput   = "INVALID_INPUT"
	typeLimit   = "RATE_LIMIT_EXCEEDED"
	typeServer  = "API_ERROR"
	typePartner = "PARTNER_ERROR"
)

// What the request itself may be refused for, before any customer is looked at.
var (
	refuseRoute = refusal{http.StatusNotFound, typeRequest, "NOT_FOUND", "not found"}
	// Plaid's answer to a wrong method is not on record; HTTP asks for 405 and Allow (RFC 9110, section 15.5.6).
	refuseMethod  = refusal{http.StatusMethodNotAllowed, typeRequest, "METHOD_NOT_ALLOWED", "this method is not allowed here; allowed: "}
	refuseHeaders = refusal{http.StatusBadRequest, typeRequest, "INVALID_HEADERS", "the following headers are missing or malformed: "}
	refuseBody    = refusal{http.StatusBadRequest, typeRequest, "INVALID_BODY", "body could not be parsed as JSON"}
	refuseMedia   = refusal{http.StatusBadRequest, typeRequest, "INVALID_BODY", "body could not be parsed as JSON: the Content-Type must be "}
	refuseObject  = refusal{http.StatusBadRequest, typeRequest, "INVALID_BODY", "body must be a JSON object"}
	refuseSize    = refusal{http.StatusRequestEntityTooLarge, typeRequest, "INVALID_BODY", "body is larger than this API accepts"}
	refuseMissing = refusal{http.StatusBadRequest, typeRequest, "MISSING_FIELDS", "the following required fields are missing: "}
	refuseUnknown = refusal{http.StatusBadRequest, typeRequest, "UNKNOWN_FIELDS", "the following fields are not recognized by this endpoint: "}
	refuseField   = refusal{http.StatusBadRequest, typeRequest, "INVALID_FIELD", "the following fields are not as documented: "}
	refuseIDForm  = refusal{http.StatusBadRequest, typeRequest, "INVALID_FIELD", "client_id must be a properly formatted, non-empty string"}
	refuseKeys    = refusal{http.StatusBadRequest, typeInput, "INVALID_API_KEYS", "invalid client_id or secret provided"}
	refuseFull    = refusal{http.StatusTooManyRequests, typeLimit, "RATE_LIMIT", "rate limit exceeded: this mock holds no more customers; remove some or start it anew"}
	refuseServer  = refusal{http.StatusInternalServerError, typeServer, "INTERNAL_SERVER_ERROR", "an unexpected error occurred"}
)

// What a partner may be refused for. Source: Plaid's page of partner errors.
var (
	refuseNotFound      = refusal{http.StatusNotFound, typePartner, "CUSTOMER_NOT_FOUND", "the customer was not found"}
	refuseFlowdown      = refusal{http.StatusPreconditionFailed, typePartner, "FLOWDOWN_NOT_COMPLETE", "you must complete a flowdown to create and enable customers"}
	refuseQuestionnaire = refusal{http.StatusPreconditionFailed, typePartner, "QUESTIONNAIRE_NOT_COMPLETE", "you must complete the security questionnaire to create and enable customers"}
	refuseNotReady      = refusal{http.StatusPreconditionFailed, typePartner, "CUSTOMER_NOT_READY_FOR_ENABLEMENT", "this customer is not ready for enablement"}
	refuseEnabled       = refusal{http.StatusBadRequest, typePartner, "CUSTOMER_ALREADY_ENABLED", "this customer has already been enabled"}
	refuseCreated       = refusal{http.StatusBadRequest, typePartner, "CUSTOMER_ALREADY_CREATED", "this customer has already been created"}
	refuseLogoAbsent    = refusal{http.StatusBadRequest, typePartner, "LOGO_REQUIRED", "application logo is required"}
	refuseLogo          = refusal{http.StatusBadRequest, typePartner, "INVALID_LOGO", "application logo must be a base64-encoded PNG"}
	refuseContact       = refusal{http.StatusBadRequest, typePartner, "CONTACT_REQUIRED", "a billing contact and a technical contact are required"}
	refuseAssets        = refusal{http.StatusBadRequest, typePartner, "ASSETS_UNDER_MANAGEMENT_REQUIRED", "assets under management are required"}
	refuseRemoval       = refusal{http.StatusBadRequest, typePartner, "CUSTOMER_REMOVAL_NOT_ALLOWED", "removal of a production-enabled end customer is not allowed. talk to your account manager to remove this end customer."}
	// refuseRegistration is never an answer of its own: it stands inside institutions[].errors.
	refuseRegistration = refusal{http.StatusBadRequest, typePartner, "OAUTH_REGISTRATION_ERROR", "application logo is required"}
)
