package mock

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
)

// inBody puts the credentials of the first default partner before the members of a body.
func inBody(body string) string {
	return `{"client_id":"` + DefaultPartners[0].ClientID + `","secret":"` + DefaultPartners[0].Secret + `",` + body[1:]
}

func TestCredentials_BothFaces(t *testing.T) {
	t.Parallel()
	type want struct {
		status  int
		code    string
		message string
	}
	found := want{404, "CUSTOMER_NOT_FOUND", "the customer was not found"} // admitted: nobody has that id
	keys := want{400, "INVALID_API_KEYS", "invalid client_id or secret provided"}
	malformed := want{400, "INVALID_FIELD", "client_id must be a properly formatted, non-empty string"}
	missing := func(names string) want {
		return want{400, "MISSING_FIELDS", "the following required fields are missing: " + names}
	}
	unauthorized := func(w want) want { w.status = 401; return w }
	all := credentials(0)
	unknown := about("000000000000000000000000")
	for _, tt := range []struct {
		name            string
		header          http.Header
		body            string
		plaid, document want
	}{
		{"headers", all, unknown, found, found},
		{"body", without(all, "PLAID-CLIENT-ID", "PLAID-SECRET"), inBody(unknown), found, unauthorized(missing("PLAID-CLIENT-ID, PLAID-SECRET"))},
		{"one in each place", without(all, "PLAID-SECRET"), inBody(unknown), found, unauthorized(missing("PLAID-SECRET"))},
		{"headers win over a stranger's in the body", all, `{"client_id":"7f57eb3d2a9j6480121fx361","secret":"79g03eoofwl8240v776r2h667442119",` + unknown[1:], found, found},
		{"wrong headers win over right ones in the body", with(all, "PLAID-SECRET", "wrong"), inBody(unknown), keys, unauthorized(keys)},
		{"no version", without(all, "Plaid-Version"), unknown, found, unauthorized(missing("Plaid-Version"))},
		{"malformed version", with(all, "Plaid-Version", "latest"), unknown, want{400, "INVALID_HEADERS", "the following headers are missing or malformed: Plaid-Version"}, want{401, "INVALID_HEADERS", "the following headers are missing or malformed: Plaid-Version"}},
		{"none", without(all, "PLAID-CLIENT-ID", "PLAID-SECRET"), unknown, missing("client_id, secret"), unauthorized(missing("PLAID-CLIENT-ID, PLAID-SECRET"))},
		{"no id", without(all, "PLAID-CLIENT-ID"), unknown, missing("client_id"), unauthorized(missing("PLAID-CLIENT-ID"))},
		{"no secret", without(all, "PLAID-SECRET"), unknown, missing("secret"), unauthorized(missing("PLAID-SECRET"))},
		{"malformed id", with(all, "PLAID-CLIENT-ID", "me"), unknown, malformed, unauthorized(malformed)},
		{"empty id", with(all, "PLAID-CLIENT-ID", ""), unknown, malformed, unauthorized(malformed)},
		{"unknown id", with(all, "PLAID-CLIENT-ID", "000000000000000000000000"), unknown, keys, unauthorized(keys)},
		{"wrong secret", with(all, "PLAID-SECRET", "wrong"), unknown, keys, unauthorized(keys)},
		{"empty secret", with(all, "PLAID-SECRET", ""), unknown, keys, unauthorized(keys)},
		{"another partner's secret", with(all, "PLAID-SECRET", DefaultPartners[1].Secret), unknown, keys, unauthorized(keys)},
		{"credentials that are no strings", without(all, "PLAID-CLIENT-ID", "PLAID-SECRET"), `{"client_id":1,"secret":{},` + unknown[1:], malformed, unauthorized(missing("PLAID-CLIENT-ID, PLAID-SECRET"))},
	} {
		for face, want := range map[string]want{"plaid": tt.plaid, "document": tt.document} {
			t.Run(tt.name+" "+face, func(t *testing.T) {
				t.Parallel()
				got := newClient(t, newest, Options{Auth: face}).as(tt.header).post("get", tt.body)
				got.is(t, "get", want.status, want.code)
				if got.ErrorMessage != want.message {
					t.Errorf("got %q, want %q", got.ErrorMessage, want.message)
				}
				if invited := got.header.Get("WWW-Authenticate") != ""; invited != (got.status == 401) {
					t.Errorf("WWW-Authenticate: got %v with %d", got.header["Www-Authenticate"], got.status)
				}
			})
		}
	}
}

func TestBody_Refused(t *testing.T) {
	t.Parallel()
	all := credentials(0)
	right := about("000000000000000000000000")
	acme := company("Acme", "App")
	for _, tt := range []struct {
		name, operation string
		header          http.Header
		body            string
		status          int
		code, message   string
	}{
		{"no Content-Type", "get", without(all, "Content-Type"), right, 400, "INVALID_HEADERS", "the following headers are missing or malformed: Content-Type"},
		{"another Content-Type", "get", with(all, "Content-Type", "text/plain"), right, 400, "INVALID_BODY", "the Content-Type must be application/json"},
		{"a form", "get", with(all, "Content-Type", "application/x-www-form-urlencoded"), right, 400, "INVALID_BODY", ""},
		{"a malformed Content-Type", "get", with(all, "Content-Type", "application/json; ="), right, 400, "INVALID_BODY", ""},
		{"nothing", "get", all, "", 400, "INVALID_BODY", "body could not be parsed as JSON"},
		{"malformed JSON", "get", all, `{"end_customer_client_id":`, 400, "INVALID_BODY", ""},
		{"trailing bytes", "get", all, right + "x", 400, "INVALID_BODY", ""},
		{"a second value", "get", all, right + right, 400, "INVALID_BODY", ""},
		{"a byte order mark", "get", all, "\ufeff" + right, 400, "INVALID_BODY", ""},
		{"invalid UTF-8", "get", all, about("\xff"), 400, "INVALID_BODY", ""},
		{"a name twice", "get", all, `{"end_customer_client_id":"a","end_customer_client_id":"a"}`, 400, "INVALID_BODY", ""},
		{"nested too deeply", "get", all, strings.Repeat("[", 100000), 400, "INVALID_BODY", ""},
		{"an array", "get", all, `[` + right + `]`, 400, "INVALID_BODY", "body must be a JSON object"},
		{"a string", "get", all, `"x"`, 400, "INVALID_BODY", "body must be a JSON object"},
		{"null", "get", all, `null`, 400, "INVALID_BODY", "body must be a JSON object"},
		{"an absent member", "get", all, `{}`, 400, "MISSING_FIELDS", "the following required fields are missing: end_customer_client_id"},
		{"absent members", "create", all, `{"company_name":"Acme","website":"x","legal_entity_name":"x","address":{}}`, 400, "MISSING_FIELDS", "the following required fields are missing: is_diligence_attested, application_name, is_bank_addendum_completed"},
		{"an absent member further down", "create", all, `{"assets_under_management":{"amount":1},` + acme[1:], 400, "MISSING_FIELDS", "the following required fields are missing: assets_under_management.iso_currency_code"},
		{"the wrong type", "get", all, `{"end_customer_client_id":7}`, 400, "INVALID_FIELD", "end_customer_client_id must be string"},
		{"null where nothing says so", "get", all, `{"end_customer_client_id":null}`, 400, "INVALID_FIELD", "end_customer_client_id must be string"},
		{"the wrong type further down", "create", all, strings.Replace(acme, `"Springfield"`, `["x"]`, 1), 400, "INVALID_FIELD", "address.city must be string"},
		{"a value outside its list", "create", all, `{"products":["auth","nothing"],` + acme[1:], 400, "INVALID_FIELD", "products.1 must be "},
	} {
		for _, face := range []string{"plaid", "document"} {
			t.Run(tt.name+" "+face, func(t *testing.T) {
				t.Parallel()
				got := newClient(t, oldest, Options{Auth: face}).as(tt.header).post(tt.operation, tt.body)
				got.is(t, tt.operation, tt.status, tt.code)
				if !strings.Contains(got.ErrorMessage, tt.message) {
					t.Errorf("got %q, want %q in it", got.ErrorMessage, tt.message)
				}
			})
		}
	}
}

func TestBody_TooLarge(t *testing.T) {
	t.Parallel()
	body := `{"end_customer_client_id":"` + strings.Repeat("0", maxBody) + `"}`
	c := newClient(t, newest, Options{})
	c.post("get", body).is(t, "said in advance", 413, "INVALID_BODY")
	r := httptest.NewRequest(http.MethodPost, customerPath+"get", strings.NewReader(body))
	r.Header, r.ContentLength = c.header, -1
	w := httptest.NewRecorder()
	c.handler.ServeHTTP(w, r)
	if w.Code != 413 {
		t.Errorf("not said in advance: got %d %s", w.Code, w.Body)
	}
}

// TestBody_LikePlaid holds the difference of the two faces: the API is stricter than its document.
func TestBody_LikePlaid(t *testing.T) {
	t.Parallel()
	acme := company("Acme", "App")
	png := base64.StdEncoding.EncodeToString([]byte("\x89PNG\r\n\x1a\nand so on"))
	for _, tt := range []struct {
		name, body, code, message string
	}{
		{"as documented", acme, "", ""},
		{"an unknown member", `{"nickname":"x",` + acme[1:], "UNKNOWN_FIELDS", "the following fields are not recognized by this endpoint: nickname"},
		{"unknown members further down", `{"technical_contact":{"email":"a@b.example","phone":"1"},"billing_contact":{"fax":"1"},` + acme[1:], "UNKNOWN_FIELDS", "the following fields are not recognized by this endpoint: technical_contact.phone, billing_contact.fax"},
		{"a logo that is a PNG", `{"logo":"` + png + `",` + acme[1:], "", ""},
		{"an empty logo", `{"logo":"",` + acme[1:], "", ""},
		{"a logo that is no base64", `{"logo":"` + png + `*",` + acme[1:], "INVALID_LOGO", ""},
		{"a logo that is no PNG", `{"logo":"` + base64.StdEncoding.EncodeToString([]byte("GIF89a and so on")) + `",` + acme[1:], "INVALID_LOGO", ""},
		{"a logo that is short", `{"logo":"iVBO",` + acme[1:], "INVALID_LOGO", ""},
		{"a co-branded pane without a logo, as in the document's example", `{"create_link_customization":true,` + acme[1:], "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			status := 400
			if tt.code == "" {
				status = 200
			}
			got := newClient(t, newest, Options{Auth: "plaid"}).post("create", tt.body)
			got.is(t, "plaid", status, tt.code)
			if !strings.Contains(got.ErrorMessage, tt.message) {
				t.Errorf("got %q, want %q in it", got.ErrorMessage, tt.message)
			}
			newClient(t, newest, Options{Auth: "document"}).post("create", tt.body).is(t, "document", 200, "")
		})
	}
}

func TestBody_ManyMistakesGetAShortAnswer(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString(`{"end_customer_client_id":"x"`)
	for i := range 5000 {
		fmt.Fprintf(&b, `,"%s%d":1`, strings.Repeat("é", 200), i)
	}
	b.WriteString("}")
	got := newClient(t, newest, Options{}).post("get", b.String())
	got.is(t, "get", 400, "UNKNOWN_FIELDS")
	if len(got.raw) > 4096 {
		t.Errorf("got an answer of %d bytes", len(got.raw))
	}
}

func TestRoute_Refused(t *testing.T) {
	eachFace(t, func(t *testing.T, c *client, _ string) {
		for _, path := range []string{"/", "/partner", "/partner/customer/get/", "//partner/customer/get", "/Partner/customer/get", "/partner/customer/%67et"} {
			c.send("POST", path, "{}").is(t, path, 404, "NOT_FOUND")
		}
		for _, method := range []string{"GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"} {
			got := c.send(method, customerPath+"get", "")
			if got.status != 405 || got.header.Get("Allow") != "POST" {
				t.Errorf("%s: got %d, Allow %q", method, got.status, got.header.Get("Allow"))
			}
			if method == "HEAD" && len(got.raw) > 0 {
				t.Errorf("HEAD: got a body: %s", got.raw)
			}
		}
	})
}

func TestNew_RefusesWhatItCannotBe(t *testing.T) {
	t.Parallel()
	pack, err := packs.Load(resellerPack)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, want string
		options    Options
	}{
		{"unknown face", `unknown face "basic"`, Options{Auth: "basic"}},
		{"no client id", "partner 1 of the mock: the client id or the secret is empty", Options{Partners: []Partner{{Secret: "x"}}}},
		{"no secret", "partner 1 of the mock: the client id or the secret is empty", Options{Partners: []Partner{{ClientID: DefaultPartners[0].ClientID}}}},
		{"the same twice", "partner 2 of the mock: another partner has the same client id", Options{Partners: []Partner{DefaultPartners[0], DefaultPartners[0]}}},
	} {
		_, err := New(document(t, newest), pack, tt.options)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %q in it", tt.name, err, tt.want)
		}
	}
}

type panicking struct{ behaviour }

func (panicking) decide(*exchange) { panic("of a kind") }

func TestHandler_PanicBecomesAnError(t *testing.T) {
	t.Parallel()
	var logged strings.Builder
	c := newClient(t, newest, Options{})
	h := c.handler.(*handler)
	h.behaviour = panicking{h.behaviour}
	h.log = func(format string, a ...any) { fmt.Fprintf(&logged, format+"\n", a...) }
	c.post("get", about("x")).is(t, "get", 500, "INTERNAL_SERVER_ERROR")
	if !strings.Contains(logged.String(), "panic: of a kind") || !strings.Contains(logged.String(), "POST /partner/customer/get 500 INTERNAL_SERVER_ERROR") {
		t.Errorf("log: got %s", logged.String())
	}
}

func TestLog_HoldsNoSecret(t *testing.T) {
	t.Parallel()
	var logged strings.Builder
	c := newClient(t, newest, Options{Log: func(format string, a ...any) { fmt.Fprintf(&logged, format+"\n", a...) }})
	created := c.create("Canary Ltd", "App")
	c.post("enable", about(created.EndCustomer.ClientID))
	c.send("POST", customerPath+"get?secret=canary", inBody(about("x")))
	for _, secret := range []string{DefaultPartners[0].Secret, created.EndCustomer.Secrets["sandbox"], "anary"} {
		if strings.Contains(logged.String(), secret) {
			t.Errorf("the log holds %q: %s", secret, logged.String())
		}
	}
}

func TestHandler_StripsTheServersPath(t *testing.T) {
	t.Parallel()
	doc := document(t, newest)
	h := &handler{document: doc, prefixes: prefixes(&spec.Document{Servers: []spec.Server{{URL: "https://a.example"}, {URL: "/v1/"}, {URL: "https://b.example/v1/plaid"}}})}
	if want := []string{"/v1/plaid", "/v1"}; fmt.Sprint(h.prefixes) != fmt.Sprint(want) {
		t.Errorf("got %q, want %q", h.prefixes, want)
	}
	for path, want := range map[string]*refusal{"/v1/plaid/partner/customer/get": nil, "/v1/partner/customer/get": nil, "/v2/partner/customer/get": &refuseRoute, "/v1": &refuseRoute} {
		x := &exchange{request: httptest.NewRequest(http.MethodPost, path, nil)}
		if got, _ := h.receive(x); got != want {
			t.Errorf("%s: got %v, want %v", path, got, want)
		}
	}
}
