package mock

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec"
)

func TestSuccessOf(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		declared string
		want     int
	}{
		{"", 204},
		{"201 default", 201},
		{"default 204 200", 200},
		{"2XX 201", 201},
		{"2xx default", 200},
		{"2XX 302", 200},
		{"302 default", 302},
		{"default 404", 200},
		{"4XX", 400},
		{"404 4XX 401", 401},
		{"500 4XX", 400},
		{"101 1XX", 204},
	} {
		op := &spec.Operation{}
		for _, status := range strings.Fields(tt.declared) {
			op.Responses = append(op.Responses, &spec.Response{Status: status})
		}
		if got := successOf(op); got != tt.want {
			t.Errorf("%q: got %d, want %d", tt.declared, got, tt.want)
		}
	}
}

const headed = `openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /headed:
    get:
      operationId: getHeaded
      responses:
        '200':
          description: fine
          headers:
            X-Count: {required: true, schema: {type: integer, minimum: 7, maximum: 7}}
            X-Word: {required: true, schema: {type: string, enum: [seven]}}
            X-Digits: {required: true, schema: {type: string}, example: 7}
            X-Wrong: {required: true, schema: {type: integer, enum: [7]}, example: many}
            X-List: {required: true, schema: {type: array, items: {type: integer, enum: [7]}, minItems: 2, maxItems: 2}}
            X-Shown: {required: true, schema: {type: array, items: {type: string}}, example: [a, b]}
            X-Pair: {required: true, explode: true, schema: {type: object, required: [a], properties: {a: {type: integer, enum: [7]}}}}
            X-JSON: {required: true, content: {application/json: {schema: {type: object, required: [a], properties: {a: {type: integer, enum: [7]}}}}}}
            X-Any: {required: true}
            Content-Length: {required: true, schema: {type: integer}, example: 1}
            X-Optional: {schema: {type: string}}
          content: {application/json: {schema: {type: object}, example: {}}}
  /unheaded:
    get:
      operationId: getUnheaded
      responses:
        '200': {description: fine, headers: {X-None: {required: true, schema: {type: string, enum: [1]}}}}
        default: {description: no, content: {application/json: {schema: {type: object}}}}
`

// get sends one GET to a mock of a document and returns the answer and what is wrong with it.
func get(t *testing.T, document, path string) (*httptest.ResponseRecorder, []spec.Fault) {
	t.Helper()
	doc, err := spec.Parse(t.Context(), "t.yaml", []byte(document), spec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	handler, err := New(doc, nil, Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	op, _, _ := doc.Route(http.MethodGet, path)
	return w, doc.JudgeResponse(op, spec.Answer{Status: w.Code, Header: w.Header(), Body: w.Body.Bytes()}).Faults
}

func TestSamples_RequiredHeadersConform(t *testing.T) {
	t.Parallel()
	w, faults := get(t, headed, "/headed")
	// The length is the server's to say.
	faults = slices.DeleteFunc(faults, func(f spec.Fault) bool { return strings.Contains(f.Fix, "Content-Length") })
	if w.Code != 200 || len(faults) > 0 || w.Header().Get("Content-Length") != "" {
		t.Errorf("got %d, length %q, with faults %+v", w.Code, w.Header().Get("Content-Length"), faults)
	}
	for name, want := range map[string]string{
		"X-Count": "7", "X-Word": "seven", "X-Digits": "7", "X-Wrong": "7", "X-List": "7,7", "X-Shown": "a,b", "X-JSON": `{"a":7}`, "X-Optional": "",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if got := w.Header().Get("X-Pair"); !strings.HasPrefix(got, "a=7") {
		t.Errorf("X-Pair: got %q, want a=7", got)
	}
}

// A header that cannot be made is said to be the mock's failing, and no declared default hides that.
func TestSamples_NoSampleIsNotTheAPIsFault(t *testing.T) {
	t.Parallel()
	w, _ := get(t, headed, "/unheaded")
	for _, want := range []string{`"code": "NO_SAMPLE"`, "no fault of the API", "header X-None of response 200 of operation getUnheaded"} {
		if w.Code != 501 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("got %d %s, want 501 and %s", w.Code, w.Body, want)
		}
	}
}

func TestRefusalOf_WarningsDoNotCount(t *testing.T) {
	t.Parallel()
	var faults []spec.Fault
	for i := range 3 * mostNamed {
		faults = append(faults, spec.Fault{Promised: strconv.Itoa(i), Warning: i%2 == 0})
	}
	faults = append(faults, spec.Fault{Rule: spec.RuleRequestMediaType})
	var want []string
	for i := range mostNamed {
		want = append(want, fmt.Sprintf("promised %d", 2*i+1))
	}
	r, detail := refusalOf(faults)
	if got := strings.Split(detail, "; "); r != &refuseMediaType || !slices.Equal(got, want) {
		t.Errorf("got %s %q, want %s %q", r.Code, got, refuseMediaType.Code, want)
	}
}
