// Command plaid-go drives the five operations of the Partner API through a customer's whole life with Plaid's own Go client, and
// prints one line for each step. TestClients compares the lines with what the Node client prints.
//
//	plaid-go BASE_URL CLIENT_ID SECRET headers|body
//
// The last argument says where the credentials travel. An empty BASE_URL is refused: the client would turn to production.
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strings"

	"github.com/plaid/plaid-go/v20/plaid"
)

type drive struct {
	api        *plaid.PlaidApiService
	ctx        context.Context
	id, secret *string // in bodies; nil if they travel in headers
	requests   map[string]bool
	answers    int
}

func main() {
	if len(os.Args) != 5 || !strings.HasPrefix(os.Args[1], "http://127.0.0.1:") {
		fmt.Fprintln(os.Stderr, "usage: plaid-go http://127.0.0.1:PORT CLIENT_ID SECRET headers|body")
		os.Exit(2)
	}
	base, id, secret, place := os.Args[1], os.Args[2], os.Args[3], os.Args[4]
	d := newDrive(base, id, secret, place)
	d.life()
	wrong := newDrive(base, id, "0123456789abcdef0123456789abcd", place)
	_, _, err := wrong.api.PartnerCustomerGet(d.ctx).PartnerCustomerGetRequest(plaid.PartnerCustomerGetRequest{EndCustomerClientId: id, ClientId: wrong.id, Secret: wrong.secret}).Execute()
	wrong.refused("get with a wrong secret", err)
	fmt.Printf("request ids: %d answers, %d different\n", d.answers, len(d.requests))
}

func newDrive(base, id, secret, place string) *drive {
	c := plaid.NewConfiguration()
	c.UseEnvironment(plaid.Environment(base))
	d := &drive{ctx: context.Background(), requests: map[string]bool{}}
	if place == "body" {
		d.id, d.secret = &id, &secret
	} else {
		c.AddDefaultHeader("PLAID-CLIENT-ID", id)
		c.AddDefaultHeader("PLAID-SECRET", secret)
	}
	d.api = plaid.NewAPIClient(c).PlaidApi
	return d
}

func (d *drive) life() {
	customer := d.create("Acme", "Acme App")
	d.get("get", customer)
	d.institutions("institutions", customer)
	d.enable("enable", customer)
	d.get("get", customer)
	d.institutions("institutions", customer)
	d.institutions("institutions", customer)
	d.enable("enable again", customer)
	d.remove("remove an enabled customer", customer)

	other := d.create("Acme (Under Review)", "Acme Other App")
	d.enable("enable too early", other)
	d.remove("remove", other)
	d.get("get after remove", other)
	d.institutions("institutions after remove", other)
	d.remove("remove again", other)
}

func (d *drive) create(company, application string) string {
	r := plaid.NewPartnerCustomerCreateRequest(company, true, "Acme Inc", "https://acme.example", application, *plaid.NewPartnerEndCustomerAddress(), true)
	r.ClientId, r.Secret = d.id, d.secret
	r.SetProducts([]plaid.Products{plaid.PRODUCTS_AUTH, plaid.PRODUCTS_IDENTITY})
	r.SetRedirectUris([]string{"https://acme.example/oauth.html"})
	answer, raw, err := d.api.PartnerCustomerCreate(d.ctx).PartnerCustomerCreateRequest(*r).Execute()
	if d.refused("create", err) {
		return ""
	}
	c := answer.GetEndCustomer()
	s := c.GetSecrets()
	fmt.Printf("create: %d %s %s, id of %d characters, sandbox secret of %d\n", raw.StatusCode, c.GetStatus(), c.GetCompanyName(), len(c.GetClientId()), len(s.GetSandbox()))
	d.seen(answer.GetRequestId(), raw)
	return c.GetClientId()
}

func (d *drive) get(step, customer string) {
	answer, raw, err := d.api.PartnerCustomerGet(d.ctx).PartnerCustomerGetRequest(plaid.PartnerCustomerGetRequest{EndCustomerClientId: customer, ClientId: d.id, Secret: d.secret}).Execute()
	if d.refused(step, err) {
		return
	}
	c := answer.GetEndCustomer()
	fmt.Printf("%s: %d %s %s, same id %t\n", step, raw.StatusCode, c.GetStatus(), c.GetCompanyName(), c.GetClientId() == customer)
	d.seen(answer.GetRequestId(), raw)
}

func (d *drive) enable(step, customer string) {
	answer, raw, err := d.api.PartnerCustomerEnable(d.ctx).PartnerCustomerEnableRequest(plaid.PartnerCustomerEnableRequest{EndCustomerClientId: customer, ClientId: d.id, Secret: d.secret}).Execute()
	if d.refused(step, err) {
		return
	}
	fmt.Printf("%s: %d production secret of %d characters\n", step, raw.StatusCode, len(answer.GetProductionSecret()))
	d.seen(answer.GetRequestId(), raw)
}

func (d *drive) remove(step, customer string) {
	answer, raw, err := d.api.PartnerCustomerRemove(d.ctx).PartnerCustomerRemoveRequest(plaid.PartnerCustomerRemoveRequest{EndCustomerClientId: customer, ClientId: d.id, Secret: d.secret}).Execute()
	if d.refused(step, err) {
		return
	}
	fmt.Printf("%s: %d\n", step, raw.StatusCode)
	d.seen(answer.GetRequestId(), raw)
}

func (d *drive) institutions(step, customer string) {
	answer, raw, err := d.api.PartnerCustomerOauthInstitutionsGet(d.ctx).PartnerCustomerOAuthInstitutionsGetRequest(plaid.PartnerCustomerOAuthInstitutionsGetRequest{EndCustomerClientId: customer, ClientId: d.id, Secret: d.secret}).Execute()
	if d.refused(step, err) {
		return
	}
	fmt.Printf("%s: %d flowdown %s, questionnaire %s", step, raw.StatusCode, answer.GetFlowdownStatus(), answer.GetQuestionnaireStatus())
	for _, i := range answer.GetInstitutions() {
		e := i.GetEnvironments()
		fmt.Printf(", %s %s", i.GetInstitutionId(), e.GetProduction())
	}
	fmt.Println()
	d.seen(answer.GetRequestId(), raw)
}

// refused prints the API's error, if err holds one, and says so.
func (d *drive) refused(step string, err error) bool {
	if err == nil {
		return false
	}
	e, convert := plaid.ToPlaidError(err)
	if convert != nil {
		fmt.Printf("%s: no Plaid error: %v\n", step, err)
		return true
	}
	fmt.Printf("%s: %s %s\n", step, e.GetErrorType(), e.GetErrorCode())
	d.answers++
	d.requests[e.GetRequestId()] = true
	return true
}

func (d *drive) seen(request string, raw *http.Response) {
	d.answers++
	d.requests[request] = true
	if got := raw.Header.Get("Plaid-Version"); got != "2020-09-14" {
		fmt.Printf("Plaid-Version: %q\n", got)
	}
}
