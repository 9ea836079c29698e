package payload

import "github.com/plumbline-dev/plumbline/spec/schema"

// plainTexts are what properties of these names hold wherever they stand.
var plainTexts = map[string]string{
	"postal_code": "10001", "zip": "10001", "zip_code": "10001", "postcode": "10001", "post_code": "10001",
	"country_code": "US", "country": "US", "iso_country_code": "US", "country_iso": "US", "nationality": "US", "citizenship": "US",
	"country_code_alpha3": "USA", "country_name": "United States",
	"currency": "USD", "currency_code": "USD", "iso_currency_code": "USD", "unofficial_currency_code": "BTC",
	"language": "en", "language_code": "en", "locale": "en-US", "timezone": "America/New_York", "time_zone": "America/New_York", "tz": "America/New_York",
	"phone": "+12125550142", "phone_number": "+12125550142", "mobile": "+12125550142", "telephone": "+12125550142", "tel": "+12125550142", "fax": "+12125550143",
	"mobile_number": "+12125550142", "telephone_number": "+12125550142", "phone_country_code": "1",
	"middle_name": "Alex", "prefix": "Ms", "suffix": "Jr", "initial": "A", "gender": "female", "marital_status": "single", "occupation": "bookseller",
	"building": "Tower B", "apartment": "12", "unit": "12", "floor": "4", "house_number_or_name": "350", "house_number": "350", "street_number": "350", "po_box": "PO Box 1042",
	"latitude": "40.7484", "longitude": "-73.9857", "county": "New York County", "district": "Midtown",
	"ip": "203.0.113.7", "ip_address": "203.0.113.7", "ipv6": "2001:db8::7", "mac": "00:00:5e:00:53:07", "mac_address": "00:00:5e:00:53:07", "cidr": "203.0.113.0/24",
	"hostname": "api.example.com", "host": "api.example.com", "domain": "example.com", "domain_name": "example.com", "origin": "https://example.com",
	"user_agent": "Mozilla/5.0 (compatible; Plumbline)", "color": "#1f6feb", "colour": "#1f6feb", "version": "1.0.0", "api_version": "2024-06-15",
	"description": "Monthly order of printed goods", "summary": "Monthly order of printed goods", "note": "Deliver to the side entrance", "comment": "Deliver to the side entrance",
	"message": "Thank you for your order", "title": "Monthly order", "subject": "Your order", "text": "Deliver to the side entrance", "reason": "requested by the customer",
	"error_message": "the request could not be completed", "display_message": "The request could not be completed.", "error_code": "INTERNAL_SERVER_ERROR", "error": "invalid_request",
	"detail": "the request could not be completed", "suggested_action": "try again later", "documentation_url": "https://example.com/docs/errors",
	"status": "active", "state_name": "active", "type": "standard", "category": "general", "kind": "standard", "source": "api", "channel": "web", "tag": "sample", "label": "sample",
	"content_type": "application/json", "mime_type": "application/json", "media_type": "application/json", "file_name": "report.pdf", "filename": "report.pdf", "path": "/reports/2024",
	"file_path": "/reports/2024/report.pdf", "extension": "pdf", "encoding": "utf-8", "sort": "asc", "order": "asc", "sort_order": "asc", "query": "harbor",
	"account_number": "000123456789", "routing_number": "021000021", "routing": "021000021", "sort_code": "601613", "bsb": "032003", "iban": "GB33BUKB20201555555555", "bic": "BUKBGB22", "swift_code": "BUKBGB22",
	"bank_name": "Example Bank", "bank_code": "021000021", "institution_name": "Example Bank", "card_number": "4111111111111111", "cvc": "123", "cvv": "123", "cvn": "123", "security_code": "123", "last4": "1111", "last_four": "1111",
	"exp_month": "03", "exp_year": "2030", "expiry_month": "03", "expiry_year": "2030", "expiration_date": "2030-03-31", "expiry_date": "2030-03-31", "brand": "visa",
	"tax_id": "12-3456789", "ein": "12-3456789", "vat_id": "DE123456789", "vat_number": "DE123456789", "ssn": "078051120", "social_security_number": "078051120", "passport_number": "X12345678",
	"registration_number": "1234567", "company_number": "1234567", "license_number": "D1234567", "mcc": "5942", "merchant_category_code": "5942", "naics": "451211",
	"date_of_birth": "1987-03-14", "dob": "1987-03-14", "birth_date": "1987-03-14", "birthday": "1987-03-14", "start_date": "2024-06-01", "end_date": "2024-06-30", "date": "2024-06-15",
	"created_at": "2024-06-15T09:30:00Z", "updated_at": "2024-06-16T10:00:00Z", "expires_at": "2030-06-15T09:30:00Z", "timestamp": "2024-06-15T09:30:00Z", "datetime": "2024-06-15T09:30:00Z",
	"time": "09:30:00", "start_time": "09:00", "end_time": "17:00", "month": "2024-06", "year": "2024", "period": "P1M", "interval": "month", "frequency": "monthly",
	"price": "19.99", "amount": "1205.50", "rate": "4.25", "quantity": "2", "sku": "HLB-1042", "isbn": "9780306406157", "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
	"logo": logoPNG, "image": logoPNG, "icon": logoPNG, "picture": logoPNG, "avatar": logoPNG,
}

// writtenTexts are what properties of these names hold where it hangs on the sample: on its person, its seed, its place.
var writtenTexts = map[string]func(call) string{
	"given_name": func(c call) string { return c.persona.given }, "first_name": func(c call) string { return c.persona.given },
	"family_name": func(c call) string { return c.persona.family }, "last_name": func(c call) string { return c.persona.family }, "surname": func(c call) string { return c.persona.family },
	"full_name": fullName, "legal_name": fullName, "holder_name": fullName, "cardholder_name": fullName, "account_holder": fullName, "owner_name": fullName, "contact_name": fullName,
	"shopper_name": fullName, "author": fullName, "contact": fullName, "owner": fullName,
	"name": companyOrPerson, "display_name": companyOrPerson, "username": userName, "user_name": userName, "login": userName, "nickname": userName, "handle": userName, "slug": companySlug,
	"email": call.email, "email_address": call.email, "mail": call.email,
	"company": company, "company_name": company, "organization": company, "organisation": company, "organization_name": company, "business_name": company, "merchant_name": company, "employer_name": company,
	"statement_descriptor": company, "trading_name": company, "store_name": company, "legal_entity_name": legalName, "legal_business_name": legalName,
	"application_name": product, "app_name": product, "client_name": product, "product_name": product, "project_name": product, "product": product,
	"street": street, "street_address": street, "address": street, "line1": street, "address_line1": street, "line_1": street, "address_line_1": street, "address1": street, "street_1": street,
	"line2": suite, "address_line2": suite, "line_2": suite, "address_line_2": suite, "address2": suite, "street2": suite, "street_2": suite,
	"city": city, "town": city, "locality": city, "region": region, "state": region, "state_code": region, "state_or_province": region, "province": region,
	"website": site, "website_url": site, "url": pathOf("orders"), "uri": pathOf("orders"), "href": pathOf("orders"), "link": pathOf("orders"), "homepage": site, "web_address": site,
	"redirect_uri": pathOf("oauth/callback"), "redirect_url": pathOf("oauth/callback"), "callback_url": pathOf("callback"), "return_url": pathOf("return"), "webhook": pathOf("webhook"), "webhook_url": pathOf("webhook"),
	"contact_url": pathOf("contact"), "support_url": pathOf("support"), "link_update_url": pathOf("link/update"), "logo_url": pathOf("logo.png"), "image_url": pathOf("image.png"), "success_url": pathOf("success"), "cancel_url": pathOf("cancel"),
	"terms_url": pathOf("terms"), "privacy_url": pathOf("privacy"), "next": pathOf("next"),
	"id": identifier, "key": identifier, "reference": reference, "external_id": reference, "ref": reference, "number": reference, "code": code, "request_id": requestID,
	"uuid": uuid, "guid": uuid, "correlation_id": uuid, "idempotency_key": uuid, "trace_id": uuid, "nonce": identifier, "hash": identifier, "etag": identifier, "cursor": identifier,
	"token": secretText, "secret": secretText, "password": password, "passcode": password, "api_key": secretText, "access_key": secretText, "signature": secretText, "private_key": secretText,
}

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

// logoPNG is an image of 1024 by 1024 points in one colour, in base64: what services that check a logo ask for.
const logoPNG = "iVBORw0KGgoAAAANSUhEUgAABAAAAAQAAQMAAABF07nAAAAABlBMVEX///8fb+uXBXurAAACGUlEQVR42u3OIQEAAAACIP+f1hkWWEB6FgEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB" +
	"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB" +
	"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB" +
	"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB" +
	"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB" +
	"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAYF3YIvvHeNWBhB3AAAAAElFTkSuQmCC"
