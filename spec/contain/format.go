package contain

import (
	"maps"
	"slices"
)

// numberFormat is a format of numbers as bounds.
type numberFormat struct {
	low, high string
	open      bool // the bounds themselves are left out
	whole     bool
}

// numberFormats are the formats of numbers that spec/schema checks. Source: OpenAPI format registry.
var numberFormats = map[string]numberFormat{
	"int32": {"-2147483648", "2147483647", false, true},
	"int64": {"-9223372036854775808", "9223372036854775807", false, true},
	// The first numbers that round to infinity lie half a step beyond the largest ones.
	"float":  {"-" + beyondFloat, beyondFloat, true, false},
	"double": {"-" + beyondDouble, beyondDouble, true, false},
}

const (
	beyondFloat  = "340282356779733661637539395458142568448"
	beyondDouble = "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416692887910946555547851" +
		"940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559699508093042880177904174497792"
)

// textFormat is a format of strings as regular languages. A format without any is one spec/schema does not check.
type textFormat struct {
	over    string   // matches every text of the format
	under   string   // matches only texts of the format; "" for none
	exact   bool     // over matches only texts of the format, too
	within  []string // formats that all of its texts are of, too
	samples []string
}

const (
	octet     = `(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])`
	day       = `([0-9]{4}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)`
	clock     = `([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?`
	leapClock = `([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?`
	offset    = `([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])`
	days      = `([0-9]+Y([0-9]+M([0-9]+D)?)?|[0-9]+M([0-9]+D)?|[0-9]+D)`
	hours     = `([0-9]+H([0-9]+M([0-9]+S)?)?|[0-9]+M([0-9]+S)?|[0-9]+S)`
	uriChar   = `([A-Za-z0-9._~!$&'()*+,;=:@/?#%\[\]-])`
)

// formats are the formats of strings that spec/schema checks, as far as regular languages can say them.
var formats = map[string]textFormat{
	"date":      {over: `^` + day + `$`, exact: true, samples: []string{"2024-06-15", "2024-02-29"}},
	"time":      {over: `^` + leapClock + offset + `$`, under: `^` + clock + offset + `$`, samples: []string{"09:30:00Z"}},
	"date-time": {over: `^` + day + `[Tt]` + leapClock + offset + `$`, under: `^` + day + `[Tt]` + clock + offset + `$`, samples: []string{"2024-06-15T09:30:00Z"}},
	"duration":  {over: `^P(` + days + `(T` + hours + `)?|T` + hours + `|[0-9]+W)$`, exact: true, samples: []string{"P1M", "PT5S"}},
	"email": {
		over: `^[ -~]+@([A-Za-z0-9.-]+|\[[0-9A-Za-z:.]+\])$`, under: `^[A-Za-z0-9]{1,20}@[A-Za-z0-9]{1,20}\.[A-Za-z]{2,10}$`, within: []string{"idn-email"},
		samples: []string{"jane@example.com"},
	},
	"hostname": {over: `^[A-Za-z0-9.-]{1,253}$`, under: `^[A-Za-z0-9]{1,20}(\.[A-Za-z0-9]{1,20}){0,3}$`, within: []string{"idn-hostname"}, samples: []string{"www.example.com"}},
	"ipv4":     {over: `^` + octet + `(\.` + octet + `){3}$`, exact: true, samples: []string{"192.0.2.1"}},
	"ipv6":     {over: `^[0-9A-Fa-f:.]{2,45}$`, under: `^([0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}$`, samples: []string{"2001:db8::1"}},
	"uri": {
		over: `^[A-Za-z][A-Za-z0-9+.-]*:` + uriChar + `*$`, under: `^[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:@-]*$`,
		within: []string{"uri-reference", "iri", "iri-reference"}, samples: []string{"https://example.com/a", "urn:a"},
	},
	"uri-reference": {over: `^` + uriChar + `*$`, under: `^[A-Za-z0-9._~/-]?[A-Za-z0-9._~-]*$`, within: []string{"iri-reference"}, samples: []string{"/a?b=c", "#a"}},
	"uuid":          {over: `^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`, exact: true, samples: []string{"123e4567-e89b-12d3-a456-426614174000"}},
	"regex":         {under: `^[A-Za-z0-9 _-]*$`, samples: []string{"^a+$"}},
	"byte":          {over: `^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}(==|[A-Za-z0-9+/]=))?$`, exact: true, samples: []string{"aGVsbG8="}},
	"json-pointer":  {over: `^(/([^/~]|~[01])*)*$`, exact: true, samples: []string{"/orders/0"}},

	"relative-json-pointer": {over: `^(0|[1-9][0-9]*)(#|(/([^/~]|~[01])*)*)$`, exact: true, samples: []string{"1/orders"}},
}

var formatNames = slices.Sorted(maps.Keys(formats))

// silent are formats that say nothing about the text.
var silent = map[string]bool{"": true, "password": true, "binary": true, "int32": true, "int64": true, "float": true, "double": true}

// asserts says whether a format speaks about texts, be it checked or not.
func asserts(format string) bool { return !silent[format] }

// checked says whether spec/schema checks a format.
func checked(format string) bool {
	_, ok := formats[format]
	return ok || silent[format]
}
