package payload

import (
	"strings"

	"github.com/plumbline-dev/plumbline/spec/schema"
)

// writtenTexts are what properties of these names hold where it hangs on the sample: on its person, its seed, its place.
var writtenTexts = func() map[string]func(call) string {
	table := map[string]func(call) string{}
	for _, row := range []struct {
		names string
		write func(call) string
	}{
		{"given_name first_name", func(c call) string { return c.persona.given }},
		{"family_name last_name surname", func(c call) string { return c.persona.family }},
		{"full_name legal_name holder_name cardholder_name account_holder owner_name contact_name shopper_name author contact owner", fullName},
		{"name display_name", companyOrPerson},
		{"username user_name login nickname handle", userName},
		{"slug", companySlug},
		{"email email_address mail", call.email},
		{"company company_name organization organisation organization_name business_name merchant_name employer_name statement_descriptor trading_name store_name", company},
		{"legal_entity_name legal_business_name", legalName},
		{"application_name app_name client_name product_name project_name product", product},
		{"street street_address address line1 address_line1 line_1 address_line_1 address1 street_1", street},
		{"line2 address_line2 line_2 address_line_2 address2 street2 street_2", suite},
		{"city town locality", city},
		{"region state state_code state_or_province province", region},
		{"website website_url homepage web_address", site},
		{"url uri href link", pathOf("orders")},
		{"redirect_uri redirect_url", pathOf("oauth/callback")},
		{"callback_url", pathOf("callback")},
		{"return_url", pathOf("return")},
		{"webhook webhook_url", pathOf("webhook")},
		{"contact_url", pathOf("contact")},
		{"support_url", pathOf("support")},
		{"link_update_url", pathOf("link/update")},
		{"logo_url", pathOf("logo.png")},
		{"image_url", pathOf("image.png")},
		{"success_url", pathOf("success")},
		{"cancel_url", pathOf("cancel")},
		{"terms_url", pathOf("terms")},
		{"privacy_url", pathOf("privacy")},
		{"next", pathOf("next")},
		{"id key nonce hash etag cursor", identifier},
		{"reference external_id ref number", reference},
		{"code", code},
		{"request_id", requestID},
		{"uuid guid correlation_id idempotency_key trace_id", uuid},
		{"token secret api_key access_key signature private_key", secretText},
		{"password passcode", password},
		{"logo image icon picture avatar", func(call) string { return logoPNG }},
	} {
		for _, name := range strings.Fields(row.names) {
			table[name] = row.write
		}
	}
	return table
}()

func fullName(c call) string {
	return c.upto(c.persona.given+" "+c.persona.family, c.persona.family, "Kim")
}
func company(c call) string     { return c.upto(c.persona.company, c.persona.product, "Acme") }
func legalName(c call) string   { return c.upto(c.persona.company+" LLC", c.persona.company, "Acme") }
func product(c call) string     { return c.upto(c.persona.product, "App") }
func companySlug(c call) string { return c.upto(slug(c.persona.company), "acme") }
func userName(c call) string {
	return c.upto(slug(c.persona.given+" "+c.persona.family), slug(c.persona.given), "kim")
}
func street(c call) string { return c.upto(c.address().street, "1 Main St") }
func suite(c call) string  { return c.upto("Suite 1200", "12") }
func city(c call) string   { return c.address().city }
func region(c call) string { return c.address().region }
func site(c call) string   { return c.url("") }

func pathOf(path string) func(call) string { return func(c call) string { return c.url(path) } }

// companyOrPerson tells by what the object is called whose name it is.
func companyOrPerson(c call) string {
	for _, w := range words(c.place.parent) {
		switch singular(w) {
		case "person", "user", "owner", "contact", "author", "holder", "customer", "recipient", "shopper", "billing", "shipping":
			return fullName(c)
		}
	}
	return company(c)
}

func identifier(c call) string { return c.fitting(24, hexDigits) }
func requestID(c call) string  { return c.fitting(15, alphanumeric) }
func reference(c call) string {
	return c.upto("HLB-"+c.dice.letters(6, decDigits), c.dice.letters(max(c.lo, 1), decDigits))
}
func code(c call) string {
	return c.upto("HLB"+c.dice.letters(4, decDigits), c.dice.letters(max(c.lo, 1), decDigits))
}

// secretText looks like a secret only in answers; what a request holds in its place must not be mistaken for one.
func secretText(c call) string {
	if c.face == schema.Request {
		return c.upto("placeholder-"+slug(c.place.name), "placeholder")
	}
	return c.fitting(30, hexDigits)
}

func password(c call) string { return c.upto("Placeholder-1!", "Pl4ceh0!") }

// fitting returns usually many characters of an alphabet, fewer or more where the schema asks for it.
func (c call) fitting(usually int, alphabet string) string {
	return c.dice.letters(min(max(usually, c.lo), c.hi, maxText), alphabet)
}

func uuid(c call) string {
	h := c.dice.letters(32, hexDigits)
	return h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-" + string("89ab"[c.dice.below(4)]) + h[17:20] + "-" + h[20:]
}
