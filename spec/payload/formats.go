package payload

import (
	"encoding/base64"
	"strings"
)

// formatted returns the generator of a format; one that has nothing to offer for a format it does not know.
// Source: OpenAPI 3.0.3, section 4.4; the OpenAPI format registry; JSON Schema 2020-12 Validation, section 7.3.
func formatted(format string) func(call) (string, bool) {
	write, ok := formatTexts[strings.ToLower(format)]
	if !ok {
		return func(call) (string, bool) { return "", false }
	}
	return func(c call) (string, bool) { return write(c), true }
}

// formatTexts write a text of each format that reads like the property is called. Formats behind the blank line are no part of a
// standard, but documents use them and a fitting value costs nothing.
var formatTexts = map[string]func(call) string{
	"date":          func(c call) string { return c.day() },
	"date-time":     func(c call) string { return c.day() + "T09:30:00Z" },
	"time":          func(call) string { return "09:30:00Z" },
	"duration":      func(call) string { return "P1M" },
	"email":         call.email,
	"idn-email":     call.email,
	"hostname":      call.host,
	"idn-hostname":  call.host,
	"ipv4":          func(c call) string { return "203.0.113." + string(rune('1'+c.place.index%9)) },
	"ipv6":          func(c call) string { return "2001:db8::" + string(rune('1'+c.place.index%9)) },
	"uri":           call.link,
	"iri":           call.link,
	"uri-reference": call.link,
	"iri-reference": call.link,
	"uri-template":  func(call) string { return "https://example.com/orders/{order_id}" },
	"json-pointer":  func(call) string { return "/orders/0" },
	"regex":         func(call) string { return "^[a-z]+$" },
	"uuid":          uuid,
	"byte":          call.base64,
	"binary":        func(c call) string { return c.fitting(16, alphanumeric) },
	"password":      password,

	"relative-json-pointer": func(call) string { return "1/orders" },
	"base64":                call.base64,
	"base64url":             call.base64,
	"url":                   call.link,
	"phone":                 func(call) string { return "+12125550142" },
	"e164":                  func(call) string { return "+12125550142" },
	"currency":              func(call) string { return "USD" },
	"iso4217":               func(call) string { return "USD" },
	"country":               func(call) string { return "US" },
	"decimal":               func(call) string { return "19.99" },
	"ip":                    func(call) string { return "203.0.113.7" },
	"ulid":                  func(c call) string { return "01J" + c.dice.letters(23, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") },
	"semver":                func(call) string { return "1.0.0" },
	"unix-time":             func(call) string { return "1718443800" },
	"html":                  func(call) string { return "<p>Thank you for your order</p>" },
	"color":                 func(call) string { return "#1f6feb" },
}

// day is a date that fits its name: births lie behind, ends after beginnings, expiry well ahead.
func (c call) day() string {
	for _, w := range words(c.place.name) {
		switch w {
		case "birth", "dob", "birthday":
			return "1987-03-14"
		case "start", "from", "begin", "since", "min":
			return "2024-06-01"
		case "end", "to", "until", "max", "due":
			return "2024-06-30"
		case "expiry", "expiration", "expires", "expire":
			return "2030-03-31"
		}
	}
	return "2024-06-" + string([]byte{'1', byte('5' + c.place.index%5)})
}

func (c call) host() string {
	t := c.upto("api.example.com", "example.com", "a.co", "a")
	for len(t) < c.lo && c.lo < 240 {
		t = "node." + t
	}
	return t
}

// link is a URL: the one the name asks for, or a plain one.
func (c call) link() string {
	for _, key := range keys(c.place.name) {
		if write, ok := writtenTexts[key]; ok {
			if t := write(c); strings.HasPrefix(t, "https://") {
				return t
			}
		}
	}
	return c.url("orders")
}

// base64 writes as many whole groups of four as the length allows.
func (c call) base64() string {
	if t := c.persona.company; c.lo <= 4*((len(t)+2)/3) && c.hi >= 4*((len(t)+2)/3) {
		return base64.StdEncoding.EncodeToString([]byte(t))
	}
	return c.dice.letters((min(max(c.lo, 4), maxText)+3)/4*4, alphanumeric)
}
