package runner

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// form is one way in which a secret may turn up, and what replaces it.
type form struct{ from, to string }

// forms returns the ways in which a value is likely to turn up again, each with what replaces it: as it is, in capitals and small letters, escaped for
// a URL, for HTML, for Go and for JSON, one within the other, and encoded. Most are one and the same for a value of letters and digits.
func forms(value, token string) []form {
	var out []string
	for _, v := range []string{value, strings.ToUpper(value), strings.ToLower(value)} {
		written := []string{v, html.EscapeString(v), inner(strconv.Quote(v)), inner(strconv.QuoteToASCII(v))}
		for _, escaped := range []string{url.QueryEscape(v), url.PathEscape(v)} {
			written = append(written, escaped, smallDigits(escaped), url.QueryEscape(escaped))
		}
		slices.Sort(written)
		for _, w := range slices.Compact(written) {
			out = append(out, w)
			if quoted, err := json.Marshal(w); err == nil {
				plain := htmlEscapes.Replace(inner(string(quoted)))
				for _, j := range []string{inner(string(quoted)), plain} {
					out = append(out, j, slashed(j))
				}
			}
		}
		for _, every := range []string{fmt.Sprintf("% x", v), fmt.Sprintf("% X", v)} {
			every = "%" + strings.ReplaceAll(every, " ", "%")
			out = append(out, every, url.QueryEscape(every))
		}
	}
	digits := hex.EncodeToString([]byte(value))
	out = append(out, digits, strings.ToUpper(digits))
	var units strings.Builder
	for _, unit := range utf16.Encode([]rune(value)) {
		fmt.Fprintf(&units, `\u%04x`, unit)
	}
	out = append(out, units.String())
	slices.Sort(out)
	replaced := []form{}
	for _, from := range slices.Compact(out) {
		replaced = append(replaced, form{from, token})
	}
	return append(replaced, codedForms(value, token)...)
}

// htmlEscapes takes back what encoding/json does for the sake of HTML, which other writers of JSON do not do.
var htmlEscapes = strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&")

// inner is what stands between quotes.
func inner(quoted string) string { return quoted[1 : len(quoted)-1] }

// slashed is JSON as PHP writes it.
func slashed(written string) string { return strings.ReplaceAll(written, "/", `\/`) }

var percent = regexp.MustCompile(`%[0-9A-F]{2}`)

// smallDigits writes the digits of percent-encoding in small letters, as many servers do.
func smallDigits(escaped string) string {
	return percent.ReplaceAllStringFunc(escaped, strings.ToLower)
}

// codedForms are a value in base64, whatever stands before and after it: what of the encoding hangs on the value alone. A character beside it holds
// bits of the value as well, and the replacement is torn at that end. Source: RFC 4648, sections 4 and 5.
func codedForms(value, token string) []form {
	if len(value) < 2*minLearnt {
		return nil
	}
	var out []form
	for _, enc := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for shift := range 3 {
			coded := enc.EncodeToString(append(make([]byte, shift), value...))
			bits := (shift + len(value)) * 8
			from, to := coded[(shift*8+5)/6:bits/6], token
			if shift > 0 {
				to = tear + to
			}
			if bits%6 > 0 {
				to += tear
			}
			for _, written := range []string{from, slashed(from), url.QueryEscape(from), smallDigits(url.QueryEscape(from))} {
				if f := (form{written, to}); !slices.Contains(out, f) {
					out = append(out, f)
				}
			}
		}
	}
	return out
}

// tear stands at an end of a replacement where more of the same word of base64 goes with it.
const tear = "\x00"

// Beside a tear the first character goes whichever it is, and those that follow it up to a slash, which stands between the words of a path as well.
var (
	tornBefore = regexp.MustCompile(`(?:[A-Za-z0-9+_-]*(?:\\/|%2[BbFf]|[A-Za-z0-9+/_-]))?\x00(` + regexp.QuoteMeta(redaction) + `)`)
	tornAfter  = regexp.MustCompile(`(` + regexp.QuoteMeta(redaction) + `[^\]\x00]*\])\x00(?:(?:[A-Za-z0-9+/_-]|\\/|%2[BbFf])[A-Za-z0-9+_-]*)?(?:=|%3[Dd])*`)
)

// torn takes away what is left of words of base64 of which a part was replaced.
func torn(text string) string {
	if !strings.Contains(text, tear) {
		return text
	}
	return tornBefore.ReplaceAllString(tornAfter.ReplaceAllString(text, "$1"), "$1")
}
