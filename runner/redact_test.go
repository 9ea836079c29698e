package runner

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/plumbline-dev/plumbline/spec/packs"
)

const (
	ownID     = "5f0c0ffee0c0ffee0c0ffee0"
	ownSecret = "0wnsecret0wnsecret0wnsecret/+="
	minted    = "m1ntedm1ntedm1ntedm1ntedm1nted"
)

// testPack is the shape of the Partner API's pack, small enough to see.
func testPack() *packs.Pack {
	return &packs.Pack{
		Credentials: []packs.Credential{
			{Name: "client_id", Variable: "PLAID_CLIENT_ID", Header: "PLAID-CLIENT-ID", Body: "client_id", Secret: true},
			{Name: "secret", Variable: "PLAID_SECRET", Header: "PLAID-SECRET", Body: "secret", Secret: true},
			{Name: "version", Variable: "PLAID_VERSION", Header: "Plaid-Version", Default: "2020-09-14"},
		},
		Secrets: packs.Secrets{Names: []string{"secret"}, Places: []string{"/end_customer/secrets/*", "/production_secret"}},
	}
}

func testRedactor() *Redactor {
	creds := &Credentials{Own: Partner{"client_id": ownID, "secret": ownSecret}}
	return NewRedactor(testPack(), creds, []byte("a key for tests"))
}

func TestRedactor_Body(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, body, want string }{
		{"a secret by its name", `{"secret":"abcdefgh","a":1}`, `{"secret":"[redacted string(8) 3b8a2f]","a":1}`},
		{"a secret by its place, and only there", `{"end_customer":{"secrets":{"sandbox":"abcdefgh"},"status":"ok"}}`,
			`{"end_customer":{"secrets":{"sandbox":"[redacted string(8) 3b8a2f]"},"status":"ok"}}`},
		{"everything below a secret place", `{"production_secret":{"parts":["abcdefgh",12345678]}}`,
			`{"production_secret":{"parts":["[redacted string(8) 3b8a2f]","[redacted number(8) 26a9f5]"]}}`},
		{"white space and order stay", "{ \"b\" : 1,\n \"secret\" : \"abcdefgh\" }", "{ \"b\" : 1,\n \"secret\" : \"[redacted string(8) 3b8a2f]\" }"},
		{"null and booleans are no secrets", `{"secret":null,"production_secret":true}`, `{"secret":null,"production_secret":true}`},
		{"an own credential wherever it stands", `{"error_message":"bad secret ` + ownSecret + `"}`, `{"error_message":"bad secret [redacted string(30) ` + digest(ownSecret) + `]"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := testRedactor().Body([]byte(tt.body))
			want := strings.ReplaceAll(strings.ReplaceAll(tt.want, "3b8a2f", digest("abcdefgh")), "26a9f5", digest("12345678"))
			if got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

// digest is the digest that the test redactor gives a value.
func digest(value string) string {
	token := testRedactor().token("string", value)
	return token[len(token)-7 : len(token)-1]
}

func TestRedactor_CutOffBodies(t *testing.T) {
	t.Parallel()
	whole := `{"end_customer":{"client_id":"c1","secrets":{"sandbox":"` + minted + `","list":["` + minted + `"]}},"production_secret":"` + minted + `"}`
	for cut := range len(whole) + 1 {
		got := testRedactor().Body([]byte(whole[:cut]))
		// Whatever is cut off, no piece of a secret longer than its first characters may be left.
		if strings.Contains(got, minted[:4]) {
			t.Errorf("cut after %d bytes leaks a secret: %s", cut, got)
		}
	}
}

func TestRedactor_LearntValueTurnsUpAgain(t *testing.T) {
	t.Parallel()
	quoted, _ := json.Marshal(minted)
	for _, tt := range []struct{ name, text string }{
		{"as it is", "x" + minted + "y"},
		{"in capitals", strings.ToUpper(minted)},
		{"in a URL", "https://example.com/?token=" + url.QueryEscape(minted)},
		{"in JSON", string(quoted)},
		{"in base64 at the start", base64.StdEncoding.EncodeToString([]byte(minted + " and more"))},
		{"in base64 after one byte", base64.StdEncoding.EncodeToString([]byte("x" + minted))},
		{"in base64 after two bytes", base64.URLEncoding.EncodeToString([]byte("xy" + minted + "z"))},
		{"in hexadecimal", "6d316e7465646d316e7465646d316e7465646d316e7465646d316e746564"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := testRedactor()
			r.Learn(nil, []byte(`{"production_secret":"`+minted+`"}`))
			if got := r.Text(tt.text); !strings.Contains(got, "[redacted string(30) "+digest(minted)+"]") {
				t.Errorf("got %s, want the replacement of %s in it", got, minted)
			}
		})
	}
}

func TestRedactor_FormsOfAValueThatNeedsEscaping(t *testing.T) {
	t.Parallel()
	const secret = `k<e>y&"1"/\2=é %zz`
	plain, _ := json.Marshal(secret)
	quoted, _ := json.Marshal(strings.Trim(strconv.Quote(secret), `"`))
	var unescaped strings.Builder
	encoder := json.NewEncoder(&unescaped)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(secret)
	for _, tt := range []struct{ name, text string }{
		{"as it is", secret},
		{"in capitals", strings.ToUpper(secret)},
		{"in JSON", string(plain)},
		{"in JSON, as Go quotes it", strings.Trim(string(quoted), `"`)},
		{"in JSON that is not made for HTML", unescaped.String()},
		{"in JSON with slashes escaped", strings.ReplaceAll(unescaped.String(), "/", `\/`)},
		{"in JSON that is all escapes", `\u006b\u003c\u0065\u003e\u0079\u0026\u0022\u0031\u0022\u002f\u005c\u0032\u003d\u00e9\u0020\u0025\u007a\u007a`},
		{"as Go quotes it", strconv.Quote(secret)},
		{"as Go quotes it in ASCII", strconv.QuoteToASCII(secret)},
		{"in HTML", html.EscapeString(secret)},
		{"in a query", url.QueryEscape(secret)},
		{"in a path", url.PathEscape(secret)},
		{"in a query with small digits", "k%3ce%3ey%26%221%22%2f%5c2%3d%c3%a9+%25zz"},
		{"in a query within a query", url.QueryEscape(url.QueryEscape(secret))},
		{"in hexadecimal", hex.EncodeToString([]byte(secret))},
		{"in percent-encoding, every byte", "%6b%3c%65%3e%79%26%22%31%22%2f%5c%32%3d%c3%a9%20%25%7a%7a"},
		{"in percent-encoding, every byte, in capitals", "%6B%3C%65%3E%79%26%22%31%22%2F%5C%32%3D%C3%A9%20%25%7A%7A"},
		{"in percent-encoding, every byte, twice", "%256b%253c%2565%253e%2579%2526%2522%2531%2522%252f%255c%2532%253d%25c3%25a9%2520%2525%257a%257a"},
		{"in hexadecimal in capitals", strings.ToUpper(hex.EncodeToString([]byte(secret)))},
		{"in base64", base64.URLEncoding.EncodeToString([]byte("me:" + secret))},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := testRedactor()
			r.remember(secret, "[gone]")
			if got := r.Text("before " + tt.text + " after"); !strings.Contains(got, "[gone]") || !strings.HasPrefix(got, "before ") || !strings.HasSuffix(got, " after") {
				t.Errorf("got %s, want the replacement in the place of %s", got, tt.text)
			}
		})
	}
}

// Of a secret in base64 nothing is left beside the mark, though the characters at its ends hold bits of it and of what stands there: what is shown is the
// same for any other secret.
func TestRedactor_Base64LeavesNothing(t *testing.T) {
	t.Parallel()
	shown := func(enc *base64.Encoding, written func(string) string, before, secret, after string) string {
		r := testRedactor()
		r.remember(secret, "[redacted gone]")
		coded := written(enc.EncodeToString([]byte(before + secret + after)))
		return r.Text("key=" + coded + " and more, " + coded)
	}
	plain := func(s string) string { return s }
	slashed := func(s string) string { return strings.ReplaceAll(s, "/", `\/`) }
	for n := range 3 {
		for _, before := range []string{"", "u", "us", "\xff\xff\xff\xff"} {
			for _, after := range []string{"", "m", "\xff\xff\xff\xff"} {
				for _, enc := range []*base64.Encoding{base64.StdEncoding, base64.RawURLEncoding} {
					for _, written := range []func(string) string{plain, url.QueryEscape, slashed} {
						want := shown(enc, written, before, "k<7>y&\"1\"/2=e %zz-@!"[:18+n], after)
						for _, secret := range []string{minted[:18+n], (ownSecret + "?>~?>~")[15:][:18+n]} {
							if got := shown(enc, written, before, secret, after); got != want || strings.Count(got, "[redacted gone]") != 2 {
								t.Errorf("%q after %q and before %q: got %q, and %q of another", secret, before, after, got, want)
							}
						}
					}
				}
			}
		}
	}
	r := testRedactor()
	r.remember(minted, "[redacted gone]")
	if got := r.Text("/keys/" + minted + "/of/" + base64.StdEncoding.EncodeToString([]byte(minted)) + "/me"); got != "/keys/[redacted gone]/of/[redacted gone]/me" {
		t.Errorf("got %q", got)
	}
}

func TestRedactor_Name(t *testing.T) {
	t.Parallel()
	r := testRedactor()
	r.Learn(nil, []byte(`{"production_secret":"`+minted+`"}`))
	for _, tt := range []struct{ name, header, want string }{
		{"an ordinary one", "X-Request-Id", "X-Request-Id"},
		{"one that holds a secret, written as HTTP does", http.CanonicalHeaderKey("x-" + minted), "x-[redacted string(30) " + digest(minted) + "]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := r.Name(tt.header); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// A call of which a note was taken is read before anything is shown, by whoever shows it first, and never too late for the others.
func TestRedactor_Later(t *testing.T) {
	t.Parallel()
	minting := &Call{Reply: []byte(`{"production_secret":"` + minted + `"}`)}
	for _, tt := range []struct {
		name string
		show func(r *Redactor) string
	}{
		{"a text", func(r *Redactor) string { return r.Text("see " + minted) }},
		{"a body", func(r *Redactor) string { return r.Body([]byte(`{"a":"` + minted + `"}`)) }},
		{"a header field", func(r *Redactor) string { return r.Header("X-A", minted) }},
		{"the name of one", func(r *Redactor) string { return r.Name("x-" + minted) }},
		{"another call", func(r *Redactor) string { return r.Record(&Call{URL: "http://localhost/" + minted}).Curl }},
		{"what is said to be none", func(r *Redactor) string { r.Reveal(minted); return r.Text(minted) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := testRedactor()
			r.Later(minting)
			var shown sync.WaitGroup
			for range 4 {
				shown.Go(func() {
					if got := tt.show(r); strings.Contains(got, minted) {
						t.Errorf("got %s", got)
					}
				})
			}
			shown.Wait()
		})
	}
}

func TestRedactor_Cut(t *testing.T) {
	t.Parallel()
	token := "[redacted string(30) " + digest(minted) + "]"
	for _, tt := range []struct{ name, body, want string }{
		{"nothing", ``, ``},
		{"nothing secret", `{"note":"hello`, `{"note":"hello`},
		{"a secret whole", `{"note":"` + minted, `{"note":"` + token},
		{"most of a secret", `{"note":"` + minted[:29], `{"note":"` + token},
		{"the beginning of a secret", `{"note":"` + minted[:6], `{"note":"` + token},
		{"a character or two may be anything", `{"note":"` + minted[:2], `{"note":"` + minted[:2]},
		{"one secret whole and another begun", `{"note":"` + minted + ` ` + ownSecret[:10], `{"note":"` + token + ` [redacted string(30) ` + digest(ownSecret) + `]`},
		{"the beginning of a secret in the middle is left alone", `{"note":"` + minted[:6] + `..."`, `{"note":"` + minted[:6] + `..."`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := testRedactor()
			r.Learn(nil, []byte(`{"production_secret":"`+minted+`"}`))
			if got := r.cut(r.read([]byte(tt.body))); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestRedactor_EqualSecretsStayEqual(t *testing.T) {
	t.Parallel()
	r := testRedactor()
	one, two := r.Body([]byte(`{"secret":"one-secret"}`)), r.Body([]byte(`{"production_secret":"one-secret"}`))
	other := r.Body([]byte(`{"secret":"two-secret"}`))
	token := func(body string) string { return body[strings.Index(body, "[redacted"):] }
	if token(one) != token(two) || token(one) == token(other) {
		t.Errorf("equal secrets give %s and %s, another gives %s", one, two, other)
	}
}

func TestRedactor_NoSecretSurvives(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.StringMatching(`[A-Za-z0-9/+=\\"é ]{8,40}`).Draw(t, "secret")
		before := rapid.SampledFrom([]string{`{"a":[1,2,{"secret":`, `{"end_customer":{"secrets":{"x":`, `{"production_secret":`, `{"secret":{"b":[`}).Draw(t, "before")
		after := rapid.SampledFrom([]string{"", "}", "}}", "]}", `,"z":1}`, "garbage", "\xff"}).Draw(t, "after")
		quoted, _ := json.Marshal(secret)
		body := before + string(quoted) + after
		r := testRedactor()
		r.Learn(nil, []byte(body))
		shown := r.Body([]byte(body)) + r.Text("again: "+secret)
		if strings.Contains(shown, secret) || strings.Contains(shown, strings.Trim(string(quoted), `"`)) {
			t.Fatalf("body %s shows its secret: %s", body, shown)
		}
	})
}

func TestRedactor_Record(t *testing.T) {
	t.Parallel()
	r := testRedactor()
	r.Reveal("000000000000000000000000000001")
	header := func(secret string) http.Header {
		return http.Header{"Plaid-Client-Id": {ownID}, "Plaid-Secret": {secret}, "Content-Type": {"application/json"}}
	}
	call := func(secret, body string) *Call {
		return &Call{Ask: Ask{Method: "POST", Purpose: PurposeCase, Body: []byte(body)}, URL: "http://127.0.0.1/x", Sent: header(secret),
			Status: 200, Answer: http.Header{"Set-Cookie": {"session=abcdefgh"}}, Reply: []byte(`{"production_secret":"` + minted + `"}`)}
	}
	for _, tt := range []struct{ name, secret, body, want string }{
		{
			"own credentials are environment variables", ownSecret, `{"secret":"` + ownSecret + `","name":"it's"}`,
			`curl -sS -i -X POST -H 'Content-Type: application/json' -H 'Plaid-Client-Id: '"$PLAID_CLIENT_ID" -H 'Plaid-Secret: '"$PLAID_SECRET" --data-raw '{"secret":"'"$PLAID_SECRET"'","name":"it'\''s"}' 'http://127.0.0.1/x'`,
		},
		{
			"a value made up to be refused is shown", "000000000000000000000000000001", `{}`,
			`curl -sS -i -X POST -H 'Content-Type: application/json' -H 'Plaid-Client-Id: '"$PLAID_CLIENT_ID" -H 'Plaid-Secret: 000000000000000000000000000001' --data-raw '{}' 'http://127.0.0.1/x'`,
		},
		{
			"a header field that is empty", "", `{}`,
			`curl -sS -i -X POST -H 'Content-Type: application/json' -H 'Plaid-Client-Id: '"$PLAID_CLIENT_ID" -H 'Plaid-Secret;' --data-raw '{}' 'http://127.0.0.1/x'`,
		},
		{
			"bytes that no shell can carry", ownSecret, "{\x00}",
			`printf %s ewB9 | base64 -d | curl -sS -i -X POST -H 'Content-Type: application/json' -H 'Plaid-Client-Id: '"$PLAID_CLIENT_ID" -H 'Plaid-Secret: '"$PLAID_SECRET" --data-binary @- 'http://127.0.0.1/x'`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			x := r.Record(call(tt.secret, tt.body))
			if x.Curl != tt.want {
				t.Errorf("got  %s\nwant %s", x.Curl, tt.want)
			}
			all, _ := json.Marshal(x)
			for _, secret := range []string{ownID, ownSecret, minted, "abcdefgh"} {
				if strings.Contains(string(all), secret) {
					t.Errorf("the record holds %s: %s", secret, all)
				}
			}
		})
	}
}

func FuzzRedactor_Body(f *testing.F) {
	f.Add([]byte(`{"secret":"abcdefgh"}`))
	f.Add([]byte(`{"end_customer":{"secrets":{"sandbox":"abc`))
	f.Add([]byte("[}\"secret\": 'x\\"))
	f.Fuzz(func(t *testing.T, body []byte) {
		r := testRedactor()
		r.Learn(nil, body)
		shown := r.Body(body)
		if again := r.Body([]byte(shown)); strings.Contains(again, ownSecret) {
			t.Errorf("%q shows an own credential", again)
		}
	})
}

// A server that nests, names or writes a secret in another way than the document is just the one whose answers end up in a report.
func TestRedactor_SecretsOutOfPlace(t *testing.T) {
	t.Parallel()
	utf16 := func(s string) string { return strings.ReplaceAll(s, "", "\x00")[1:] }
	for _, tt := range []struct{ name, body string }{
		{"an array around it", `[{"end_customer":{"secrets":{"sandbox":"` + minted + `"}}}]`},
		{"secrets at the top", `{"secrets":{"sandbox":"` + minted + `"}}`},
		{"secrets elsewhere", `{"end_customer":{"environments":{"secrets":{"production":"` + minted + `"}}}}`},
		{"secrets as a string", `{"end_customer":{"secrets":"` + minted + `"}}`},
		{"secrets as a list", `{"end_customer":{"secrets":["` + minted + `"]}}`},
		{"camel case", `{"productionSecret":"` + minted + `"}`},
		{"HTML", `<pre>{"end_customer":{"secrets":{"sandbox":"` + minted + `"}}}</pre>`},
		{"YAML", "end_customer:\n  secrets:\n    sandbox: " + minted + "\n"},
		{"single quotes", `{'secrets': {'sandbox': '` + minted + `'}}`},
		{"a word before it", `{"end_customer":{"secrets":{"a":nan,"sandbox":"` + minted + `"}}}`},
		{"a form", `status=ok&production_secret=` + minted},
		{"UTF-16", utf16(`{"production_secret":"` + minted + `"}`)},
		{"after a value", `{} production_secret: ` + minted},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := testRedactor()
			r.Learn(nil, []byte(tt.body))
			shown := r.Body([]byte(tt.body))
			if strings.Contains(strings.ReplaceAll(shown, "\x00", ""), minted) {
				t.Errorf("the secret is shown: %s", shown)
			}
		})
	}
	if got, want := testRedactor().Body([]byte("<h1>502 Bad Gateway</h1>")), "<h1>502 Bad Gateway</h1>"; got != want {
		t.Errorf("got %s, want what holds no secret as it is", got)
	}
}

// An API may show a credential without the scheme that goes before it in a header, and of a name and a password each alone.
func TestRedactor_PartsOfACredential(t *testing.T) {
	t.Parallel()
	pack := &packs.Pack{Name: "doors", Credentials: []packs.Credential{{Name: "token", Variable: "DOORS_TOKEN", Header: "Authorization", Secret: true}}}
	for _, tt := range []struct {
		name, value, text string
		secret            bool
	}{
		{"what follows the scheme", "Bearer t0k3n-0f-mine", "t0k3n-0f-mine", true},
		{"the whole", "Bearer t0k3n-0f-mine", "Bearer t0k3n-0f-mine", true},
		{"name and password", "Basic Ym9iOmh1bnRlcjIyMjIy", "bob:hunter22222", true},
		{"the password", "Basic Ym9iOmh1bnRlcjIyMjIy", "hunter22222", true},
		{"their Base64", "Basic Ym9iOmh1bnRlcjIyMjIy", "Ym9iOmh1bnRlcjIyMjIy", true},
		{"the scheme", "Bearer t0k3n-0f-mine", "Bearer", false},
		{"the name", "Basic Ym9iOmh1bnRlcjIyMjIy", "bob", false},
		{"too short to be told from words", "Bearer abc", "abc", false},
	} {
		r := NewRedactor(pack, &Credentials{Own: Partner{"token": tt.value}}, []byte("k"))
		got := string(r.Body([]byte(`{"said":"` + tt.text + `"}`)))
		if strings.Contains(got, tt.text) == tt.secret {
			t.Errorf("%s: got %s", tt.name, got)
		}
	}
}
