package mock

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
)

// eachFace runs a test for every pinned document and both faces of authentication.
func eachFace(t *testing.T, test func(t *testing.T, c *client, face string)) {
	t.Parallel()
	for _, version := range versions {
		for _, face := range []string{"plaid", "document"} {
			t.Run(version+" "+face, func(t *testing.T) {
				t.Parallel()
				test(t, newClient(t, version, Options{Auth: face}), face)
			})
		}
	}
}

func TestReseller_CustomerIsEnabledOnce(t *testing.T) {
	eachFace(t, func(t *testing.T, c *client, _ string) {
		created := c.create("Acme", "App")
		id := created.EndCustomer.ClientID
		if created.EndCustomer.Status != pendingEnablement || created.EndCustomer.CompanyName != "Acme" || !wellFormedID(id) {
			t.Errorf("create: got %+v", created.EndCustomer)
		}
		read := c.post("get", about(id))
		if got := read.EndCustomer; got.ClientID != id || got.Status != pendingEnablement || got.CompanyName != "Acme" || got.Secrets != nil {
			t.Errorf("get: got %+v", got)
		}
		enabled := c.post("enable", about(id))
		enabled.is(t, "enable", 200, "")
		if slices.Contains(slices.Collect(maps.Values(created.EndCustomer.Secrets)), enabled.ProductionSecret) || len(enabled.ProductionSecret) != secretLength {
			t.Errorf("production secret: got %q after %v", enabled.ProductionSecret, created.EndCustomer.Secrets)
		}
		if got := c.post("get", about(id)).EndCustomer.Status; got != active {
			t.Errorf("get after enable: got %s", got)
		}
		c.post("enable", about(id)).is(t, "enable again", 400, "CUSTOMER_ALREADY_ENABLED")
		c.post("remove", about(id)).is(t, "remove an active customer", 400, "CUSTOMER_REMOVAL_NOT_ALLOWED")
		if got := c.post("get", about(id)).EndCustomer.Status; got != active {
			t.Errorf("get after the refused removal: got %s", got)
		}
	})
}

func TestReseller_CustomerIsRemovedOnce(t *testing.T) {
	eachFace(t, func(t *testing.T, c *client, _ string) {
		for _, name := range []string{"Acme", "Acme (Under Review)", "Acme (Denied)"} {
			id := c.create(name, "App").EndCustomer.ClientID
			c.post("remove", about(id)).is(t, "remove", 200, "")
			for _, operation := range []string{"get", "enable", "remove", "oauth_institutions/get"} {
				c.post(operation, about(id)).is(t, operation+" after remove", 404, "CUSTOMER_NOT_FOUND")
			}
		}
	})
}

func TestReseller_OutcomesByName(t *testing.T) {
	eachFace(t, func(t *testing.T, c *client, _ string) {
		review := underReview
		if c.version == newest {
			review = moreInformationNeeded
		}
		for i, tt := range []struct {
			ask        string
			created    customerStatus
			enable     int
			code       string
			paperworks string
		}{
			{"Nothing", pendingEnablement, 200, "", "COMPLETE COMPLETE"},
			{"Under Review", underReview, 412, "CUSTOMER_NOT_READY_FOR_ENABLEMENT", "IN_REVIEW RECEIVED"},
			{"Denied", denied, 412, "CUSTOMER_NOT_READY_FOR_ENABLEMENT", "NOT_STARTED NOT_STARTED"},
			{"More Information Needed", review, 412, "CUSTOMER_NOT_READY_FOR_ENABLEMENT", map[customerStatus]string{underReview: "IN_REVIEW RECEIVED", moreInformationNeeded: "NEGOTIATION RECEIVED"}[review]},
		} {
			created := c.create("Acme "+tt.ask, fmt.Sprint("App ", i)).EndCustomer
			if created.Status != tt.created {
				t.Errorf("%s: got %s, want %s", tt.ask, created.Status, tt.created)
			}
			read := c.post("oauth_institutions/get", about(created.ClientID))
			if got := read.FlowdownStatus + " " + read.QuestionnaireStatus; got != tt.paperworks {
				t.Errorf("%s: got %s, want %s", tt.ask, got, tt.paperworks)
			}
			c.post("enable", about(created.ClientID)).is(t, tt.ask+": enable", tt.enable, tt.code)
		}
		for ask, want := range map[string]reply{
			"Flowdown Not Complete": {status: 412, Body: Body{ErrorCode: "FLOWDOWN_NOT_COMPLETE"}}, "Questionnaire Not Complete": {status: 412, Body: Body{ErrorCode: "QUESTIONNAIRE_NOT_COMPLETE"}},
			"Logo Required": {status: 400, Body: Body{ErrorCode: "LOGO_REQUIRED"}}, "Contact Required": {status: 400, Body: Body{ErrorCode: "CONTACT_REQUIRED"}},
			"Assets Required": {status: 400, Body: Body{ErrorCode: "ASSETS_UNDER_MANAGEMENT_REQUIRED"}},
		} {
			c.post("create", company("Acme "+ask, ask)).is(t, ask, want.status, want.ErrorCode)
		}
	})
}

func TestReseller_AnswersFollowTheVersion(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]struct{ secrets, environments string }{
		"1.517.0": {"development sandbox", "development production"},
		"1.525.1": {"development production sandbox", "development production"},
		"1.556.0": {"", ""}, // filled below: what the document declares
		"1.697.4": {"", ""},
	} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, version, Options{})
			created := c.create("Acme Attention Required", "App").EndCustomer
			c.post("enable", about(created.ClientID))
			read := c.post("oauth_institutions/get", about(created.ClientID))
			secrets := strings.Join(slices.Sorted(maps.Keys(created.Secrets)), " ")
			environments := strings.Join(slices.Sorted(maps.Keys(read.Institutions[0].Environments)), " ")
			if want.secrets != "" && (secrets != want.secrets || environments != want.environments) {
				t.Errorf("got secrets %q and environments %q, want %q and %q", secrets, environments, want.secrets, want.environments)
			}
			attention := read.Institutions[2]
			if attention.Environments["production"] != "ATTENTION_REQUIRED" || (len(attention.Errors) == 1) != (version == newest) {
				t.Errorf("institution that needs attention: got %+v", attention)
			}
		})
	}
}

func TestReseller_RegistrationsProgress(t *testing.T) {
	eachFace(t, func(t *testing.T, c *client, _ string) {
		id := c.create("Acme", "App").EndCustomer.ClientID
		show := func() string {
			var b strings.Builder
			for _, i := range c.post("oauth_institutions/get", about(id)).Institutions {
				fmt.Fprintf(&b, "%s %s", i.ID, i.Environments["production"])
				if i.EnabledOn != nil {
					fmt.Fprintf(&b, " on %s", *i.EnabledOn)
				}
				b.WriteString("; ")
			}
			return b.String()
		}
		first := show()
		if again := show(); first != again || strings.Count(first, "NOT_STARTED") != len(institutions) {
			t.Errorf("before enabling: got %s, then %s", first, again)
		}
		c.post("enable", about(id))
		var last string
		for range len(registrationSteps) {
			last = show()
		}
		if want := "ins_56 ENABLED on 2022-12-19; ins_128026 ENABLED on 2022-12-19; ins_1 ENABLED on 2022-12-19; "; last != want || show() != want {
			t.Errorf("at the end: got %s, want %s", last, want)
		}
	})
}

func TestReseller_PartnersAreApart(t *testing.T) {
	eachFace(t, func(t *testing.T, c *client, _ string) {
		id := c.create("Acme", "App").EndCustomer.ClientID
		other := c.as(credentials(1))
		for _, operation := range []string{"get", "enable", "oauth_institutions/get", "remove"} {
			other.post(operation, about(id)).is(t, operation+" by another partner", 404, "CUSTOMER_NOT_FOUND")
		}
		if theirs := other.create("Acme", "App").EndCustomer.ClientID; theirs == id {
			t.Errorf("two partners' customers have the same id %s", id)
		}
		c.post("get", about(id)).is(t, "get by the owner", 200, "")
	})
}

func TestReseller_DocumentedExampleTwice(t *testing.T) {
	eachFace(t, func(t *testing.T, c *client, _ string) {
		example := string(c.doc.Operation("partnerCustomerCreate").RequestBody.Content[0].Examples[0].Value.JSON())
		for range 2 {
			created := c.post("create", example)
			created.is(t, "create", 200, "")
			c.post("create", example).is(t, "the same while it lives", 400, "CUSTOMER_ALREADY_CREATED")
			c.post("remove", about(created.EndCustomer.ClientID)).is(t, "remove", 200, "")
		}
	})
}

func TestReseller_SameSeedSameBytes(t *testing.T) {
	t.Parallel()
	run := func(seed uint64) string {
		c := newClient(t, newest, Options{Seed: seed})
		var b strings.Builder
		created := c.create("Acme", "App")
		for _, r := range []reply{created, c.post("enable", about(created.EndCustomer.ClientID)), c.post("oauth_institutions/get", about(created.EndCustomer.ClientID)), c.post("get", "{}")} {
			fmt.Fprintf(&b, "%d %v\n%s\n", r.status, r.header, r.raw)
		}
		return b.String()
	}
	if first, again := run(3), run(3); first != again {
		t.Errorf("got\n%s\nand with the same seed\n%s", first, again)
	}
	if run(3) == run(4) {
		t.Error("two seeds gave the same bytes")
	}
}

// An operation without a life cycle is answered with its required headers, or refused as the mock's own failing.
func TestReseller_SamplesAsOthersDo(t *testing.T) {
	t.Parallel()
	const answers = `
  /fine:
    post:
      operationId: fine
      responses: {'200': {description: d, headers: {X-Count: {required: true, schema: {type: integer, enum: [7]}}}}}
  /broken:
    post:
      operationId: broken
      responses: {'200': {description: d, content: {application/json: {schema: {type: string, enum: [1]}}}}}
`
	doc, err := spec.Parse(t.Context(), "t.yaml", []byte("openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:"+answers), spec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	pack, err := packs.Load(resellerPack)
	if err != nil {
		t.Fatal(err)
	}
	h, err := New(doc, pack, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"/fine": "200 7", "/broken": "501 "} {
		r := httptest.NewRequest(http.MethodPost, path, strings.NewReader("{}"))
		r.Header = credentials(0)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if got := fmt.Sprintf("%d %s", w.Code, w.Header().Get("X-Count")); got != want || (w.Code == 501) != strings.Contains(w.Body.String(), `"error_code": "NO_SAMPLE"`) {
			t.Errorf("%s: got %s %s, want %s", path, got, w.Body, want)
		}
	}
}
