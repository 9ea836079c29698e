package engine

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// handmade is a server of the Partner API that shares nothing with the mock: net/http, encoding/json and the API's documentation. It is how
// somebody else would write one, and what the suite must have nothing against.
type handmade struct {
	letter   bool     // the document's letter: all three headers, 401, members that nobody named are ignored; else as Plaid does it
	lenient  bool     // it forgives and says more than it must, in ways that no standard forbids
	products []string // the document's
	secrets  []string // names of those that creating hands out

	mu        sync.Mutex
	count     int
	customers map[string]*held
}

// held is one customer.
type held struct {
	owner, id, name, status string
	reads                   int
}

// failure is how the server says no.
type failure struct {
	status              int
	kind, code, message string
}

// ServeHTTP implements http.Handler.
func (h *handmade) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	w.Header().Set("Plaid-Version", "2020-09-14")
	if h.lenient {
		for name, value := range map[string]string{
			"Vary": "Accept-Encoding", "Strict-Transport-Security": "max-age=31536000", "X-Content-Type-Options": "nosniff",
			"X-Frame-Options": "DENY", "Server": "nginx", "X-Envoy-Upstream-Service-Time": "12", "Cache-Control": "no-store",
		} {
			w.Header().Set(name, value)
		}
	}
	routes := map[string]func(string, map[string]any) (map[string]any, *failure){
		"/partner/customer/create": h.create, "/partner/customer/get": h.get, "/partner/customer/enable": h.enable,
		"/partner/customer/remove": h.remove, "/partner/customer/oauth_institutions/get": h.institutions,
	}
	act := routes[r.URL.Path]
	switch {
	case act == nil:
		h.fail(w, &failure{404, "INVALID_REQUEST", "NOT_FOUND", "not found"})
	case r.Method == http.MethodOptions && h.lenient: // as for CORS
		w.Header().Set("Allow", "OPTIONS, POST")
		w.WriteHeader(http.StatusNoContent)
	case r.Method != http.MethodPost && h.lenient: // as a router that knows methods and paths together
		h.fail(w, &failure{404, "INVALID_REQUEST", "NOT_FOUND", "not found"})
	case r.Method != http.MethodPost:
		w.Header().Set("Allow", "POST")
		h.fail(w, &failure{405, "INVALID_REQUEST", "METHOD_NOT_ALLOWED", "use POST"})
	default:
		out, failed := h.serve(r, act)
		if failed != nil {
			h.fail(w, failed)
			return
		}
		h.answer(w, 200, out)
	}
}

func (h *handmade) serve(r *http.Request, act func(string, map[string]any) (map[string]any, *failure)) (map[string]any, *failure) {
	if h.letter {
		if failed := h.admit(r, nil); failed != nil {
			return nil, failed
		}
	}
	media, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if charset := strings.ToLower(parameters["charset"]); err != nil || media != "application/json" || charset != "" && charset != "utf-8" {
		if h.letter {
			return nil, &failure{415, "INVALID_REQUEST", "INVALID_HEADERS", "send application/json"}
		}
		return nil, &failure{400, "INVALID_REQUEST", "INVALID_BODY", "body could not be parsed as JSON"}
	}
	data, err := io.ReadAll(r.Body)
	if h.lenient {
		data = bytes.TrimPrefix(data, []byte("\ufeff"))
	}
	var body map[string]any
	if err != nil || json.Unmarshal(data, &body) != nil || body == nil {
		return nil, &failure{400, "INVALID_REQUEST", "INVALID_BODY", "body could not be parsed as JSON"}
	}
	if !h.letter {
		if failed := h.admit(r, body); failed != nil {
			return nil, failed
		}
	}
	owner := r.Header.Get("PLAID-CLIENT-ID")
	if owner == "" {
		owner, _ = body["client_id"].(string)
	}
	return act(owner, body)
}

// admit checks credentials: in headers, and for Plaid itself in the body too.
func (h *handmade) admit(r *http.Request, body map[string]any) *failure {
	given := func(header, property string) string {
		if v := r.Header.Get(header); v != "" {
			return v
		}
		v, _ := body[property].(string)
		return v
	}
	id, secret := given("PLAID-CLIENT-ID", "client_id"), given("PLAID-SECRET", "secret")
	status := 400
	if h.letter {
		status = 401
	}
	switch {
	case id == "" || secret == "" || h.letter && r.Header.Get("Plaid-Version") == "":
		return &failure{status, "INVALID_REQUEST", "MISSING_FIELDS", "the following required fields are missing: client_id, secret"}
	case len(id) != 24:
		return &failure{status, "INVALID_REQUEST", "INVALID_FIELD", "client_id must be a properly formatted, non-empty string"}
	case id == own.ClientID && secret == own.Secret, id == other.ClientID && secret == other.Secret:
		return nil
	}
	return &failure{status, "INVALID_INPUT", "INVALID_API_KEYS", "invalid client_id or secret provided"}
}

// kind is what a member of a body must be: text, bool, number, an object with members, or a list of texts.
type kind struct {
	name     string
	members  map[string]kind
	required []string
	oneOf    []string
}

var (
	text0   = kind{name: "text"}
	contact = kind{name: "object", members: map[string]kind{"given_name": text0, "family_name": text0, "email": text0}}
)

// check says what is wrong with a body; nil if nothing is.
func (h *handmade) check(at string, v any, k kind) *failure {
	wrong := &failure{400, "INVALID_REQUEST", "INVALID_FIELD", at + " is not as documented"}
	switch k.name {
	case "text":
		if s, ok := v.(string); !ok || k.oneOf != nil && !slices.Contains(k.oneOf, s) {
			return wrong
		}
	case "bool":
		if _, ok := v.(bool); !ok {
			return wrong
		}
	case "number":
		if _, ok := v.(float64); !ok {
			return wrong
		}
	case "list":
		items, ok := v.([]any)
		if !ok {
			return wrong
		}
		for _, item := range items {
			if failed := h.check(at, item, kind{name: "text", oneOf: k.oneOf}); failed != nil {
				return failed
			}
		}
	case "object":
		return h.members(at, v, k)
	}
	return nil
}

func (h *handmade) members(at string, v any, k kind) *failure {
	object, ok := v.(map[string]any)
	if !ok {
		return &failure{400, "INVALID_REQUEST", "INVALID_FIELD", at + " must be an object"}
	}
	for _, name := range k.required {
		if _, ok := object[name]; !ok {
			return &failure{400, "INVALID_REQUEST", "MISSING_FIELDS", "the following required fields are missing: " + at + name}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		known, ok := k.members[name]
		switch {
		case !ok && !h.letter:
			return &failure{400, "INVALID_REQUEST", "UNKNOWN_FIELDS", "the following fields are not recognized by this endpoint: " + at + name}
		case !ok:
			continue
		case object[name] == nil && name == "products" && h.lenient && !h.letter: // then the reseller's own count
			continue
		}
		if failed := h.check(at+name+".", object[name], known); failed != nil {
			return failed
		}
	}
	return nil
}

func (h *handmade) create(owner string, body map[string]any) (map[string]any, *failure) {
	shape := kind{name: "object", members: map[string]kind{
		"client_id": text0, "secret": text0, "company_name": text0, "is_diligence_attested": {name: "bool"},
		"products": {name: "list", oneOf: h.products}, "create_link_customization": {name: "bool"}, "logo": text0, "legal_entity_name": text0,
		"website": text0, "application_name": text0, "technical_contact": contact, "billing_contact": contact,
		"customer_support_info":      {name: "object", members: map[string]kind{"email": text0, "phone_number": text0, "contact_url": text0, "link_update_url": text0}},
		"address":                    {name: "object", members: map[string]kind{"city": text0, "street": text0, "region": text0, "postal_code": text0, "country_code": text0}},
		"is_bank_addendum_completed": {name: "bool"}, "redirect_uris": {name: "list"}, "registration_number": text0,
		"assets_under_management": {name: "object", members: map[string]kind{"amount": {name: "number"}, "iso_currency_code": text0}, required: []string{"amount", "iso_currency_code"}},
	}, required: []string{"company_name", "is_diligence_attested", "legal_entity_name", "website", "application_name", "address", "is_bank_addendum_completed"}}
	if failed := h.members("", body, shape); failed != nil {
		return nil, failed
	}
	h.count++
	c := &held{owner: owner, id: fmt.Sprintf("%024x", 0xbeef0000+h.count), name: body["company_name"].(string), status: "PENDING_ENABLEMENT"}
	h.customers[c.id] = c
	secrets := map[string]any{}
	for i, name := range h.secrets {
		secrets[name] = fmt.Sprintf("%030x", 0xfade0000+h.count*10+i)
	}
	customer := c.shown()
	customer["secrets"] = secrets
	return map[string]any{"end_customer": customer}, nil
}

// shown is a customer as it is read.
func (c *held) shown() map[string]any {
	return map[string]any{"client_id": c.id, "company_name": c.name, "status": c.status}
}

// find returns the customer that a body names.
func (h *handmade) find(owner string, body map[string]any) (*held, *failure) {
	shape := kind{name: "object", members: map[string]kind{"client_id": text0, "secret": text0, "end_customer_client_id": text0}, required: []string{"end_customer_client_id"}}
	if failed := h.members("", body, shape); failed != nil {
		return nil, failed
	}
	c := h.customers[body["end_customer_client_id"].(string)]
	if c == nil || c.owner != owner {
		return nil, h.partner(404, "CUSTOMER_NOT_FOUND", "the customer was not found")
	}
	return c, nil
}

// partner is a refusal that has to do with partners. The letter keeps to the error types that every document lists.
func (h *handmade) partner(status int, code, message string) *failure {
	if h.letter {
		return &failure{status, "INVALID_INPUT", code, message}
	}
	return &failure{status, "PARTNER_ERROR", code, message}
}

func (h *handmade) get(owner string, body map[string]any) (map[string]any, *failure) {
	c, failed := h.find(owner, body)
	if failed != nil {
		return nil, failed
	}
	return map[string]any{"end_customer": c.shown()}, nil
}

func (h *handmade) enable(owner string, body map[string]any) (map[string]any, *failure) {
	c, failed := h.find(owner, body)
	switch {
	case failed != nil:
		return nil, failed
	case c.status == "ACTIVE":
		return nil, h.partner(400, "CUSTOMER_ALREADY_ENABLED", "this customer has already been enabled")
	}
	c.status = "ACTIVE"
	h.count++
	return map[string]any{"production_secret": fmt.Sprintf("%030x", 0xcafe0000+h.count)}, nil
}

func (h *handmade) remove(owner string, body map[string]any) (map[string]any, *failure) {
	c, failed := h.find(owner, body)
	switch {
	case failed != nil:
		return nil, failed
	case c.status == "ACTIVE":
		return nil, h.partner(400, "CUSTOMER_REMOVAL_NOT_ALLOWED", "removal of a production-enabled end customer is not allowed")
	}
	delete(h.customers, c.id)
	return map[string]any{}, nil
}

func (h *handmade) institutions(owner string, body map[string]any) (map[string]any, *failure) {
	c, failed := h.find(owner, body)
	if failed != nil {
		return nil, failed
	}
	state, date := "NOT_STARTED", any(nil)
	if c.status == "ACTIVE" {
		if state = "PROCESSING"; c.reads > 0 {
			state, date = "ENABLED", any("2026-11-27")
		}
		c.reads++
	}
	return map[string]any{
		"flowdown_status": "COMPLETE", "questionnaire_status": "COMPLETE",
		"institutions": []any{map[string]any{
			"institution_id": "ins_56", "name": "Chase", "environments": map[string]any{h.secrets[len(h.secrets)-1]: state},
			"production_enablement_date": date, "classic_disablement_date": nil,
		}},
	}, nil
}

func (h *handmade) fail(w http.ResponseWriter, f *failure) {
	if f.status == 401 {
		w.Header().Set("WWW-Authenticate", `ApiKey realm="partner"`)
	}
	h.answer(w, f.status, map[string]any{
		"display_message": nil, "error_code": f.code, "error_message": f.message, "error_type": f.kind, "suggested_action": nil,
		"documentation_url": "https://plaid.com/docs/?ref=error#invalid-request-errors",
	})
}

func (h *handmade) answer(w http.ResponseWriter, status int, body map[string]any) {
	h.count++
	body["request_id"] = fmt.Sprintf("%015x", 0x476e317ba000000+h.count)
	data, err := json.Marshal(body)
	if h.lenient {
		data, err = json.MarshalIndent(body, "", "  ")
		data = append(data, "\r\n"...)
	}
	if err != nil {
		panic(err)
	}
	w.Header().Set("Content-Type", "application/json")
	if h.lenient {
		w.Header().Set("Content-Type", `Application/JSON;charset="UTF-8"`)
	}
	w.WriteHeader(status)
	_, _ = w.Write(data)
}
