package payload

import (
	"strings"
	"unicode"

	"github.com/plumbline-dev/plumbline/spec/schema"
)

// call is what a text generator gets to know about the place it writes for.
type call struct {
	dice    *dice
	place   place
	persona persona
	face    schema.Face
	lo, hi  int
}

// persona is one made-up person with their company, so that the values of one sample fit together. Names are invented;
// numbers, domains and addresses are of the ranges set aside for examples, or of public buildings.
type persona struct{ given, family, company, product string }

var personas = []persona{
	{"Maya", "Lindqvist", "Harbor Lane Books", "Ledgerline"},
	{"Tomas", "Okafor", "Cedar Street Bakery", "Payday"},
	{"Ines", "Marchetti", "Northfield Cycles", "Spoke"},
	{"Daniel", "Achterberg", "Quiet River Coffee", "Roastbook"},
	{"Priya", "Castellanos", "Blue Heron Outdoor", "Trailhead"},
	{"Jonas", "Whitfield", "Lantern Hill Press", "Foliant"},
}

type address struct{ street, city, region, postal string }

var addresses = []address{
	{"350 Fifth Avenue", "New York", "NY", "10001"},
	{"233 South Wacker Drive", "Chicago", "IL", "60606"},
	{"1 Ferry Building", "San Francisco", "CA", "94111"},
	{"400 Broad Street", "Seattle", "WA", "98109"},
}

func personaFor(seed uint64, index int) persona {
	return personas[(seed%uint64(len(personas))+uint64(index))%uint64(len(personas))]
}

func (c call) address() address { return addresses[c.place.index%len(addresses)] }

// placeholder returns what stands for the caller's own credentials in a request. The runner replaces it.
func placeholder(property string) (string, bool) {
	switch property {
	case "client_id", "secret":
		return "placeholder-" + strings.ReplaceAll(property, "_", "-"), true
	}
	return "", false
}

// words splits a property name the way people join them: givenName, given-name, given_name and Given.Name are one.
func words(name string) []string {
	var out []string
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			out = append(out, strings.ToLower(b.String()))
			b.Reset()
		}
	}
	runes := []rune(name)
	for i, r := range runes {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			flush()
			continue
		case unicode.IsUpper(r) && i > 0 && (unicode.IsLower(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1]) && unicode.IsUpper(runes[i-1])):
			flush()
		}
		b.WriteRune(r)
	}
	flush()
	return out
}

// singular takes the plural of the last word away: redirect_uris holds things called redirect_uri.
func singular(w string) string {
	switch {
	case strings.HasSuffix(w, "ies") && len(w) > 4:
		return w[:len(w)-3] + "y"
	case strings.HasSuffix(w, "sses") || strings.HasSuffix(w, "xes"):
		return w[:len(w)-2]
	case strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && len(w) > 2:
		return w[:len(w)-1]
	}
	return w
}

// keys returns the names under which a property is looked up: all of its words, then ever fewer from the end, each as it
// stands and in the singular. billing_postal_code is a postal_code.
func keys(property string) []string {
	w := words(property)
	var out []string
	for i := range w {
		key := strings.Join(w[i:], "_")
		out = append(out, key)
		if one := strings.Join(append(append([]string{}, w[i:len(w)-1]...), singular(w[len(w)-1])), "_"); one != key {
			out = append(out, one)
		}
	}
	return out
}

// named returns a text that reads like the property is called.
func named(c call) (string, bool) {
	for _, w := range words(c.place.parent) {
		switch singular(w) {
		case "secret", "credential", "token", "password": // an object of them: {"secrets":{"sandbox":...}}
			return secretText(c), true
		}
	}
	for _, key := range keys(c.place.name) {
		if t, ok := plainTexts[key]; ok {
			return t, true
		}
		if write, ok := writtenTexts[key]; ok {
			return write(c), true
		}
	}
	return "", false
}

// slug writes a name the way it stands in addresses.
func slug(name string) string { return strings.Join(words(name), "-") }

func (c call) email() string {
	local := strings.ToLower(c.persona.given + "." + c.persona.family)
	const domain = "@example.com"
	if c.hi < len(local)+len(domain) {
		local = strings.ToLower(c.persona.given)
	}
	if c.hi < len(local)+len(domain) {
		return "a@b.co"
	}
	if missing := c.lo - len(local) - len(domain); missing > 0 && c.lo < 250 {
		labels := strings.Repeat("mail.", missing/5+1)
		return local + "@" + labels + domain[1:]
	}
	return local + domain
}

// url writes an address on a domain set aside for examples, long or short enough.
func (c call) url(path string) string {
	t := "https://example.com/" + path
	if c.place.index > 0 {
		t += "/" + string(rune('0'+c.place.index%10))
	}
	if len(t) > c.hi {
		t = "https://example.com"
	}
	if missing := c.lo - len(t); missing > 0 && c.lo < maxText {
		t += "?" + c.dice.letters(missing-1, hexDigits)
	}
	return t
}

// upto returns the first of the texts that is short enough.
func (c call) upto(texts ...string) string {
	for _, t := range texts {
		if len(t) <= c.hi {
			return t
		}
	}
	return texts[len(texts)-1]
}
