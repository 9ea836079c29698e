package spec

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
)

// kin is one document as kin-openapi's filter knows it.
type kin struct {
	doc   *openapi3.T
	route *routers.Route
}

// kinOf loads a document of one operation.
func kinOf(t testing.TB, text string) *kin {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData([]byte(text))
	if err != nil {
		t.Fatalf("kin cannot load the document: %v\n%s", err, text)
	}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			return &kin{doc, &routers.Route{Spec: doc, Path: path, PathItem: item, Method: method, Operation: op}}
		}
	}
	t.Fatal("the document has no operation")
	return nil
}

// kinOptions ask for the letter: no defaults are written, an undeclared status is an error, credentials are not looked at.
var kinOptions = &openapi3filter.Options{
	SkipSettingDefaults: true, IncludeResponseStatus: true, AuthenticationFunc: openapi3filter.NoopAuthenticationFunc,
}

// input makes of an Ask what kin's filter wants.
func (k *kin) input(a Ask) *openapi3filter.RequestValidationInput {
	path := a.Path
	if path == "" {
		path = k.route.Path
	}
	r := &http.Request{
		Method: k.route.Method, URL: &url.URL{Scheme: "http", Host: "a.example", Path: "/x", RawQuery: a.Query}, Header: a.Header.Clone(), Host: "a.example",
		Body: io.NopCloser(bytes.NewReader(a.Body)), ContentLength: int64(len(a.Body)),
	}
	if r.Header == nil {
		r.Header = http.Header{}
	}
	params := map[string]string{}
	if raw, found := strings.CutPrefix(path, "/x/"); found {
		if decoded, err := url.PathUnescape(raw); err == nil {
			raw = decoded
		}
		params["color"] = raw
	}
	return &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: k.route, Options: kinOptions}
}

// request returns what kin has against a request; nil if nothing.
func (k *kin) request(a Ask) error {
	return openapi3filter.ValidateRequest(context.Background(), k.input(a))
}

// response returns what kin has against an answer; nil if nothing.
func (k *kin) response(a Answer) error {
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: k.input(Ask{}), Status: a.Status, Header: a.Header, Options: kinOptions,
	}
	input.SetBodyBytes(a.Body)
	return openapi3filter.ValidateResponse(context.Background(), input)
}
