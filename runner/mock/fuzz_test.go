package mock

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// FuzzReseller sends any bytes to any operation: the answer is never ours to be ashamed of, and always conforms.
func FuzzReseller(f *testing.F) {
	for _, body := range []string{
		"", "{}", "[]", `"x"`, about("000000000000000000000000"), about(`\u0000\ud800`), company("Acme", "App"), company("Denied \U0001F600", "\u2028"),
		`{"company_name":"` + strings.Repeat("[", 600) + `"}`, `{"a":{"b":[{"c":1e400}]}}`, `{"":{"":""}}`, `{"products":[null,{"x":[]}]}`,
	} {
		f.Add("create", body)
		f.Add("oauth_institutions/get", body)
	}
	c := newClient(f, newest, Options{})
	handlers := [2]http.Handler{c.handler, newClient(f, newest, Options{Auth: "document"}).handler}
	f.Fuzz(func(t *testing.T, operation, body string) {
		for i, handler := range handlers {
			r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
			r.URL.Path, r.Header = customerPath+operation, c.header
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			if w.Code >= 500 {
				t.Fatalf("face %d: %s %q: got %d %s", i, operation, body, w.Code, w.Body)
			}
			one := &client{t: t, doc: c.doc, version: newest}
			one.conforms(http.MethodPost, customerPath+operation, &reply{status: w.Code, header: w.Header(), raw: w.Body.Bytes()})
		}
	})
}
