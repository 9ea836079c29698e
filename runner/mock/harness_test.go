package mock

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/pinned"
)

var versions = pinned.Names(resellerPack)

const (
	newest = "1.697.4"
	oldest = "1.517.0"
)

// partnerTypeKnown says whether the document of that version lists PARTNER_ERROR.
func partnerTypeKnown(version string) bool { return version != "1.517.0" && version != "1.525.1" }

var documents sync.Map

// document returns a pinned document; each is read once.
func document(t testing.TB, version string) *spec.Document {
	t.Helper()
	if d, ok := documents.Load(version); ok {
		return d.(*spec.Document)
	}
	file, data, err := pinned.Read(resellerPack + "@" + version)
	if err != nil {
		t.Fatal(err)
	}
	d, err := spec.Parse(t.Context(), file, data, spec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	kept, _ := documents.LoadOrStore(version, d)
	return kept.(*spec.Document)
}

// client sends requests to a mock and holds every answer against the document and the API's way of writing.
type client struct {
	t       testing.TB
	doc     *spec.Document
	version string
	handler http.Handler
	header  http.Header
	ids     map[string]bool
}

func newClient(t testing.TB, version string, o Options) *client {
	t.Helper()
	doc := document(t, version)
	pack, err := packs.Load(resellerPack)
	if err != nil {
		t.Fatal(err)
	}
	h, err := New(doc, pack, o)
	if err != nil {
		t.Fatal(err)
	}
	return &client{t: t, doc: doc, version: version, handler: h, header: credentials(0), ids: map[string]bool{}}
}

// as returns a client of the same mock that sends other header fields.
func (c *client) as(h http.Header) *client {
	other := *c
	other.header = h
	return &other
}

// credentials are the header fields of one of the default partners, Content-Type included.
func credentials(partner int) http.Header {
	h := http.Header{}
	h.Set("Content-Type", "application/json")
	h.Set("PLAID-CLIENT-ID", DefaultPartners[partner].ClientID)
	h.Set("PLAID-SECRET", DefaultPartners[partner].Secret)
	h.Set("Plaid-Version", "2020-09-14")
	return h
}

func without(h http.Header, names ...string) http.Header {
	h = h.Clone()
	for _, name := range names {
		h.Del(name)
	}
	return h
}

func with(h http.Header, name, value string) http.Header {
	h = h.Clone()
	h.Set(name, value)
	return h
}

const customerPath = "/partner/customer/"

// post sends body to one of the operations: create, get, enable, remove, oauth_institutions/get.
func (c *client) post(name, body string) reply {
	c.t.Helper()
	return c.send(http.MethodPost, customerPath+name, body)
}

func (c *client) send(method, path, body string) reply {
	c.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header = c.header
	w := httptest.NewRecorder()
	c.handler.ServeHTTP(w, r)
	got := reply{status: w.Code, header: w.Header(), raw: w.Body.Bytes()}
	if method == http.MethodHead {
		return got
	}
	c.inspect(method, path, &got)
	return got
}

// reply is an answer and what it holds.
type reply struct {
	status int
	header http.Header
	raw    []byte
	Body
}

// Body is every member that any answer of the API has.
type Body struct {
	EndCustomer struct {
		ClientID    string            `json:"client_id"`
		CompanyName string            `json:"company_name"`
		Status      customerStatus    `json:"status"`
		Secrets     map[string]string `json:"secrets"`
	} `json:"end_customer"`
	ProductionSecret    string `json:"production_secret"`
	FlowdownStatus      string `json:"flowdown_status"`
	QuestionnaireStatus string `json:"questionnaire_status"`
	Institutions        []struct {
		Name         string            `json:"name"`
		ID           string            `json:"institution_id"`
		Environments map[string]string `json:"environments"`
		EnabledOn    *string           `json:"production_enablement_date"`
		ClassicOn    *string           `json:"classic_disablement_date"`
		Errors       []map[string]any  `json:"errors"`
	} `json:"institutions"`
	RequestID    string `json:"request_id"`
	ErrorType    string `json:"error_type"`
	ErrorCode    string `json:"error_code"`
	ErrorMessage string `json:"error_message"`
}

var requestIDForm = regexp.MustCompile(`^[A-Za-z0-9]{15}$`)

// inspect holds one answer against the document, the API's way of writing and the answers before it.
func (c *client) inspect(method, path string, got *reply) {
	c.t.Helper()
	var value any
	if err := json.Unmarshal(got.raw, &value); err != nil {
		c.t.Fatalf("%s %s: got %s: %v", method, path, got.raw, err)
	}
	if err := json.Unmarshal(got.raw, &got.Body); err != nil {
		c.t.Fatalf("%s %s: got %s: %v", method, path, got.raw, err)
	}
	var want bytes.Buffer
	e := json.NewEncoder(&want)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(value); err != nil {
		c.t.Fatal(err)
	}
	if string(got.raw)+"\n" != want.String() {
		c.t.Errorf("%s %s: got\n%s\nwant it indented by two with sorted names:\n%s", method, path, got.raw, want.String())
	}
	if media := got.header.Get("Content-Type"); media != "application/json; charset=utf-8" {
		c.t.Errorf("%s %s: Content-Type: got %q", method, path, media)
	}
	if version := got.header.Get("Plaid-Version"); version != "2020-09-14" {
		c.t.Errorf("%s %s: Plaid-Version: got %q", method, path, version)
	}
	if !requestIDForm.MatchString(got.RequestID) || c.ids[got.RequestID] {
		c.t.Errorf("%s %s: request id %q is malformed or was used before", method, path, got.RequestID)
	}
	c.ids[got.RequestID] = true
	c.conforms(method, path, got)
}

// conforms judges an answer by the document. PARTNER_ERROR is no word of the documents before 1.556.0, and the API uses it all the same.
func (c *client) conforms(method, path string, got *reply) {
	c.t.Helper()
	op, _, _ := c.doc.Route(method, path)
	if op == nil {
		op = c.doc.Operation("partnerCustomerGet") // any: errors are the same for all
	}
	judged := c.doc.JudgeResponse(op, spec.Answer{Status: got.status, Header: got.header, Body: got.raw})
	for _, f := range judged.Faults {
		if got.ErrorType == typePartner && !partnerTypeKnown(c.version) && f.InstancePath == "/error_type" {
			continue
		}
		c.t.Errorf("%s %s: %s at %s: received %s, promised %s\n%s", method, path, f.Rule, f.InstancePath, f.Received, f.Promised, got.raw)
	}
}

// company is a body that creates a customer. Its name decides what becomes of it.
func company(name, application string) string {
	body, _ := json.Marshal(map[string]any{
		"company_name": name, "application_name": application, "legal_entity_name": "Acme Inc", "website": "https://acme.example",
		"is_diligence_attested": true, "is_bank_addendum_completed": true, "address": map[string]any{"city": "Springfield", "country_code": "US"},
	})
	return string(body)
}

func about(id string) string { return `{"end_customer_client_id":"` + id + `"}` }

// create makes a customer that must come to be.
func (c *client) create(name, application string) reply {
	c.t.Helper()
	got := c.post("create", company(name, application))
	if got.status != http.StatusOK {
		c.t.Fatalf("create: got %d %s", got.status, got.raw)
	}
	return got
}

// is fails the test unless the answer is the error with that status and code; 200 and "" for none.
func (r reply) is(t testing.TB, what string, status int, code string) {
	t.Helper()
	if r.status != status || r.ErrorCode != code {
		t.Errorf("%s: got %d %q (%s), want %d %q", what, r.status, r.ErrorCode, r.ErrorMessage, status, code)
	}
}
