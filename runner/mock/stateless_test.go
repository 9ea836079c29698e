package mock

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/payload"
	"github.com/plumbline-dev/plumbline/spec/schema"
)

const library = `openapi: 3.0.3
info: {title: Library, version: '1'}
servers: [{url: https://library.example/v1}]
security: [{key: []}, {login: []}]
paths:
  /books:
    get:
      operationId: listBooks
      parameters:
        - {name: limit, in: query, schema: {type: integer, maximum: 10}}
      responses:
        '200':
          description: all
          headers: {X-Total: {required: true, schema: {type: string}, example: '2'}}
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Book'}}, example: [{title: Emma}, {title: Ulysses}]}}
        4XX:
          description: no
          content: {application/json: {schema: {$ref: '#/components/schemas/Trouble'}, example: {trouble: bad request}}}
    post:
      operationId: addBook
      security: []
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Book'}}}}
      responses:
        '201': {description: added, content: {application/json: {schema: {$ref: '#/components/schemas/Book'}}}}
  /books/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    delete:
      operationId: removeBook
      security: [{login: []}]
      responses: {'204': {description: gone}}
    patch:
      operationId: lendBook
      responses: {'404': {description: gone}}
    options:
      operationId: askBook
      responses: {}
    get:
      operationId: getBook
      responses: {'200': {description: a book of no kind there is, content: {application/json: {schema: {type: string, enum: [1]}}}}}
components:
  securitySchemes:
    key: {type: apiKey, in: query, name: key}
    login: {type: http, scheme: basic}
  schemas:
    Book: {type: object, required: [title], properties: {title: {type: string}, pages: {type: integer}}}
    Trouble: {type: object, required: [trouble], properties: {trouble: {type: string}}}
`

func TestStateless_Answers(t *testing.T) {
	t.Parallel()
	doc, err := spec.Parse(t.Context(), "library.yaml", []byte(library), spec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	handler, err := New(doc, nil, Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	const json = "application/json"
	login := "Basic YTpi"
	for _, tt := range []struct {
		name, method, path, media, login, body string
		status                                 int
		answer                                 string // in the body or, for a key=value, in the header
	}{
		{"the documented example", "GET", "/books?key=k", "", "", "", 200, `[{"title":"Emma"},{"title":"Ulysses"}]`},
		{"a required header with an example", "GET", "/books?key=k", "", "", "", 200, "X-Total=2"},
		{"below the server's path", "GET", "/v1/books?key=k", "", "", "", 200, "Emma"},
		{"the other way in", "GET", "/books", "", login, "", 200, "Emma"},
		{"no way in, with a declared error", "GET", "/books", "", "", "", 401, `{"trouble":"bad request"}`},
		{"no way in, with a challenge", "GET", "/books", "", "", "", 401, `Www-Authenticate=basic realm="mock"`},
		{"a wrong parameter", "GET", "/books?key=k&limit=11", "", "", "", 400, `{"trouble":"bad request"}`},
		{"HEAD where GET is", "HEAD", "/books?key=k", "", "", "", 200, "Content-Length=38"},
		{"a generated body", "POST", "/books", json, "", `{"title":"Emma"}`, 201, `"title":`},
		{"a body that does not conform", "POST", "/books", json, "", `{"title":7}`, 400, "/title must be string"},
		{"malformed JSON", "POST", "/books", json, "", `{`, 400, "application/problem+json"},
		{"no body", "POST", "/books", json, "", "", 400, "promised a body of type application/json"},
		{"another type of body", "POST", "/books", "text/plain", "", "x", 415, "UNSUPPORTED_MEDIA_TYPE"},
		{"no content", "DELETE", "/books/1", "", login, "", 204, ""},
		{"the wrong login", "DELETE", "/books/1", "", "Bearer x", "", 401, "Authorization with scheme basic"},
		{"a wrong path parameter", "DELETE", "/books/one", "", login, "", 400, "id"},
		{"another method", "PUT", "/books", json, "", "{}", 405, "Allow=GET, POST"},
		{"another path", "GET", "/shelves", "", "", "", 404, `"trouble"`},
		{"nothing but an error declared", "PATCH", "/books/1?key=k", "", "", "", 404, ""},
		{"nothing declared", "OPTIONS", "/books/1?key=k", "", "", "", 204, ""},
		{"a body that cannot be made", "GET", "/books/1?key=k", "", "", "", 501, `"code": "NO_SAMPLE"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest(tt.method, tt.path, strings.NewReader(tt.body))
			if tt.media != "" {
				r.Header.Set("Content-Type", tt.media)
			}
			if tt.login != "" {
				r.Header.Set("Authorization", tt.login)
			}
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			shown := w.Body.String() + w.Header().Get("Content-Type")
			if name, _, ok := strings.Cut(tt.answer, "="); ok && w.Header().Get(name) != "" {
				shown = name + "=" + w.Header().Get(name)
			}
			if w.Code != tt.status || !strings.Contains(shown, tt.answer) {
				t.Errorf("got %d %s, want %d and %s", w.Code, shown, tt.status, tt.answer)
			}
		})
	}
}

// shared returns a file of the design data beside the repository, or skips.
func shared(t *testing.T, elem ...string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			file := filepath.Join(append([]string{filepath.Dir(dir), "shared"}, elem...)...)
			if _, err := os.Stat(file); err != nil {
				t.Skipf("%s is not beside the repository", filepath.Join(elem...))
			}
			return file
		}
	}
	t.Skip("no go.mod above the test")
	return ""
}

// TestStateless_EveryOperation sends every operation of a real document a body made for it, and judges the answer.
func TestStateless_EveryOperation(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"museum", "learn-openapis/examples/v3.0", "learn-openapis/examples/v3.1", "adyen-checkout", "obuk-vrp"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := shared(t, "real-specs", filepath.FromSlash(name))
			files := []string{path}
			if info, err := os.Stat(path); err == nil && info.IsDir() {
				files, _ = filepath.Glob(filepath.Join(path, "*.yaml"))
			}
			for _, file := range files {
				doc, err := spec.Load(t.Context(), file, spec.Options{})
				if err != nil {
					t.Logf("%s: %v", filepath.Base(file), err)
					continue
				}
				handler, err := New(doc, nil, Options{Seed: 1})
				if err != nil {
					t.Fatal(err)
				}
				fine, all := everyOperation(t, doc, handler)
				if fine < all*3/4 {
					t.Errorf("%s: got %d successes of %d", filepath.Base(file), fine, all)
				}
			}
		})
	}
}

// everyOperation returns how many of the answers were the success that the operation declares.
func everyOperation(t *testing.T, doc *spec.Document, handler http.Handler) (fine, all int) {
	t.Helper()
	maker := &payload.Maker{Document: doc, Seed: 1}
	for _, op := range doc.Operations {
		samples, _ := maker.Requests(op)
		if len(samples) == 0 {
			samples = append(samples, payload.Sample{})
		}
		for _, s := range samples {
			r := request(maker, op, s)
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			all++
			if w.Code == successOf(op) {
				fine++
			}
			if w.Code >= 500 {
				t.Errorf("%s: got %d %s", op.ID, w.Code, w.Body)
				continue
			}
			if w.Header().Get("Content-Type") == mediaProblem[0] || len(op.Responses) == 0 {
				continue // nothing is declared for it
			}
			judged := doc.JudgeResponse(op, spec.Answer{Status: w.Code, Header: w.Header(), Body: w.Body.Bytes()})
			for _, f := range judged.Faults {
				t.Errorf("%s: %d: %s: %s", op.ID, w.Code, f.Rule, f.Message)
			}
		}
	}
	return fine, all
}

// request fills in what an operation requires: parameters, credentials and the sample's body.
func request(maker *payload.Maker, op *spec.Operation, s payload.Sample) *http.Request {
	path, query, header := op.Path, url.Values{}, http.Header{}
	for _, p := range op.Parameters {
		value := "1"
		if len(p.Examples) > 0 {
			value = p.Examples[0].Value.String()
		} else if v, err := maker.Value(p.Schema, schema.Request, payload.KindMinimal, p.Name, p.Name); err == nil {
			value = strings.Trim(string(v), `"`)
		}
		switch {
		case p.In == "path":
			path = strings.ReplaceAll(path, "{"+p.Name+"}", url.PathEscape(value))
		case p.In == "query" && p.Required:
			query.Set(p.Name, value)
		case p.In == "header" && p.Required:
			header.Set(p.Name, value)
		}
	}
	header.Set("Content-Type", s.MediaType)
	if len(op.Security) > 0 {
		for _, ref := range op.Security[0] {
			switch scheme := ref.Scheme; {
			case scheme == nil:
			case scheme.Type == "http":
				header.Set("Authorization", scheme.Scheme+" YTpi")
			case scheme.Type == "oauth2":
				header.Set("Authorization", "Bearer YTpi")
			case scheme.In == "query":
				query.Set(scheme.ParameterName, "k")
			case scheme.In == "header":
				header.Set(scheme.ParameterName, "k")
			}
		}
	}
	r := httptest.NewRequest(op.Method, path+"?"+query.Encode(), strings.NewReader(string(s.Body)))
	r.Header = header
	return r
}

// TestReseller_WholeDocument holds that the pack works with Plaid's whole document: operations without a life cycle here are answered from
// the document, behind the same credentials.
func TestReseller_WholeDocument(t *testing.T) {
	t.Parallel()
	doc, err := spec.Load(t.Context(), shared(t, "plaid", "full", "1.697.4.yaml"), spec.Options{})
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
	c := &client{t: t, doc: doc, version: newest, handler: h, header: credentials(0), ids: map[string]bool{}}
	id := c.create("Acme", "App").EndCustomer.ClientID
	c.post("get", about(id)).is(t, "get", 200, "")
	c.as(with(c.header, "PLAID-SECRET", "wrong")).send("POST", "/categories/get", "{}").is(t, "another operation with a wrong secret", 400, "INVALID_API_KEYS")
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodPost, "/institutions/get", strings.NewReader("{}"))
	r.Header = c.header
	h.ServeHTTP(w, r)
	if w.Code != 200 || !strings.Contains(w.Body.String(), `"institutions"`) {
		t.Errorf("another operation: got %d %s", w.Code, fmt.Sprintf("%.200s", w.Body))
	}
}
