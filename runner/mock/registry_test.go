package mock

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

const harbour = `openapi: 3.1.0
info: {title: Harbour, version: '1'}
security: [{key: []}]
paths:
  /berths:
    get: {operationId: listBerths, security: [], responses: {'200': {description: all, content: {application/json: {schema: {type: array, items: {type: string}}, example: [A1]}}}}}
  /bookings:
    get: {operationId: listBookings, responses: {'200': {description: all, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Booking'}}}}}, 4XX: {$ref: '#/components/responses/No'}}}
    post:
      operationId: book
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/New'}}}}
      responses:
        '201': {description: booked, content: {application/json: {schema: {$ref: '#/components/schemas/Booking'}, example: {id: B-041, status: confirmed, boat: Elissa, pin: a1b2c3d4, seen: r9}}}}
        '409': {$ref: '#/components/responses/No'}
        4XX: {$ref: '#/components/responses/No'}
  /bookings/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string, pattern: '^B-[0-9]{3}$'}}]
    get: {operationId: read, responses: {'200': {description: one, content: {application/json: {schema: {$ref: '#/components/schemas/Shown'}}}}, 4XX: {$ref: '#/components/responses/No'}}}
    patch:
      operationId: change
      requestBody: {required: true, content: {application/json: {schema: {type: object, properties: {boat: {type: string}, notes: {type: [string, 'null']}}}}}}
      responses: {'204': {description: done}, 4XX: {$ref: '#/components/responses/No'}}
    delete: {operationId: cancel, responses: {'204': {description: gone}, 4XX: {$ref: '#/components/responses/No'}}}
  /payments:
    post:
      operationId: pay
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [booking, amount], properties: {booking: {type: string}, amount: {type: integer}}}}}}
      responses: {'200': {description: paid, content: {application/json: {schema: {type: object, properties: {booking: {type: string}, amount: {type: integer}}}, example: {booking: B-777, amount: 1}}}}, 4XX: {$ref: '#/components/responses/No'}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
  responses: {No: {description: no, content: {application/json: {schema: {$ref: '#/components/schemas/Trouble'}, example: {trouble: no, code: GENERAL, seen: r1}}}}}
  schemas:
    New: {type: object, additionalProperties: false, required: [boat], properties: {boat: {type: string}, name: {type: string}, notes: {type: string, maxLength: 9}, length: {type: integer}}}
    Booking:
      type: object
      required: [id, status, boat]
      properties: {id: {type: string, pattern: '^B-[0-9]{3}$'}, status: {type: string, enum: [held, confirmed]}, boat: {type: string}, name: {type: string}, notes: {type: string, maxLength: 9}, pin: {type: string}, seen: {type: string}}
    Shown: {type: object, required: [booking], properties: {seen: {type: string}, booking: {$ref: '#/components/schemas/Booking'}}, example: {seen: r3, booking: {id: B-001, status: confirmed, boat: Argo, notes: old, pin: zz}}}
    Trouble: {type: object, required: [trouble], properties: {trouble: {type: string}, code: {type: string}, seen: {type: string}}}
`

const harbourPack = `name: harbour
title: Harbour
document: harbour.yaml
error_code: /code
request_id: /seen
credentials: [{name: key, variable: HARBOUR_KEY, other: HARBOUR_OTHER_KEY, header: X-Key, secret: true, scheme: key}]
faces: [{name: harbour, summary: a key, places: [header], refused: [403], codes: [STRANGER]}]
default_face: harbour
resources: [{name: booking, create: book, remove: cancel, id: /id, parameter: '{id}', unknown: B-000, not_found: [404], state: /status, ready: held, unique: [/name]}]
operations:
  - {id: book, effect: create, resource: booking}
  - {id: read, effect: read, resource: booking}
  - {id: change, effect: change, resource: booking}
  - {id: cancel, effect: remove, resource: booking}
  - {id: pay, effect: change, resource: booking, parameter: /booking}
  - {id: listBookings, effect: read, resource: booking}
secrets: {places: [/pin, /booking/pin]}
`

// harbourMock is the mock of a small API that nobody has taught it, and what asks it.
func harbourMock(t *testing.T) func(caller int, method, path, body string) (int, string) {
	t.Helper()
	doc, err := spec.Parse(t.Context(), "harbour.yaml", []byte(harbour), spec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "pack.yaml")
	if err := os.WriteFile(file, []byte(harbourPack), 0o600); err != nil {
		t.Fatal(err)
	}
	pack, err := packs.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	handler, err := New(doc, pack, Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	return func(caller int, method, path, body string) (int, string) {
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		if body != "" {
			r.Header.Set("Content-Type", "application/json")
		}
		switch {
		case caller > 0:
			r.Header.Set("X-Key", DefaultPartners[caller-1].Secret)
		case caller < 0:
			r.Header.Set("X-Key", "nobody")
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		op, _, _ := doc.Route(method, r.URL.Path)
		if judged := doc.JudgeResponse(op, spec.Answer{Status: w.Code, Header: w.Header(), Body: w.Body.Bytes()}); !judged.Holds() {
			t.Errorf("%s %s: the answer %d %s does not conform: %s", method, path, w.Code, w.Body, judged.Faults[0].Message)
		}
		return w.Code, w.Body.String()
	}
}

// A life from the first day to the last: what is created is kept for its owner with what was said of it, and gone when it is removed.
func TestRegistry_Life(t *testing.T) {
	t.Parallel()
	ask := harbourMock(t)
	for _, tt := range []struct {
		name               string
		caller             int
		method, path, body string
		status             int
		at                 map[string]string // what stands at places of the answer; "" for nothing
	}{
		{"a new one has an id of its own, the state that new ones have, and what was said", 1, "POST", "/bookings", `{"boat":"Vega","name":"x","length":7}`, 201,
			map[string]string{"/id": "B-042", "/status": "held", "/boat": "Vega", "/name": "x", "/length": ""}},
		{"another one", 1, "POST", "/bookings", `{"boat":"Argo","name":"y"}`, 201, map[string]string{"/id": "B-044", "/boat": "Argo"}},
		{"a name that is taken", 1, "POST", "/bookings", `{"boat":"Argo","name":"y"}`, 409, map[string]string{"/trouble": "no"}},
		{"the same name for another caller", 2, "POST", "/bookings", `{"boat":"Argo","name":"y"}`, 201, map[string]string{"/boat": "Argo"}},
		{"it is shown as it was made", 1, "GET", "/bookings/B-042", "", 200, map[string]string{"/booking/id": "B-042", "/booking/boat": "Vega", "/booking/name": "x", "/booking/status": "held"}},
		{"not to another caller", 2, "GET", "/bookings/B-042", "", 404, nil},
		{"one that never was", 1, "GET", "/bookings/B-000", "", 404, nil},
		{"an id that breaks the document", 1, "GET", "/bookings/nobody", "", 400, nil},
		{"a change", 1, "PATCH", "/bookings/B-042", `{"boat":"Nova","notes":"late"}`, 204, nil},
		{"is shown from then on", 1, "GET", "/bookings/B-042", "", 200, map[string]string{"/booking/boat": "Nova", "/booking/notes": "late", "/booking/name": "x"}},
		{"a change to a name that is taken", 1, "PATCH", "/bookings/B-042", `{"name":"y","boat":"Lost"}`, 409, map[string]string{"/trouble": "no"}},
		{"does nothing", 1, "GET", "/bookings/B-042", "", 200, map[string]string{"/booking/boat": "Nova", "/booking/name": "x"}},
		{"a change to its own name", 1, "PATCH", "/bookings/B-042", `{"name":"x"}`, 204, nil},
		{"a change to a name that is free", 1, "PATCH", "/bookings/B-042", `{"name":"z"}`, 204, nil},
		{"is taken from then on", 1, "POST", "/bookings", `{"boat":"Vega","name":"z"}`, 409, nil},
		{"and the name before it is free", 1, "PATCH", "/bookings/B-044", `{"name":"x"}`, 204, nil},
		{"a change to a name that is free again", 1, "PATCH", "/bookings/B-044", `{"name":"y"}`, 204, nil},
		{"a change back", 1, "PATCH", "/bookings/B-042", `{"name":"x"}`, 204, nil},
		{"null takes out what may not be null", 1, "PATCH", "/bookings/B-042", `{"notes":null}`, 204, nil},
		{"and it is gone", 1, "GET", "/bookings/B-042", "", 200, map[string]string{"/booking/boat": "Nova", "/booking/notes": ""}},
		{"named elsewhere", 1, "POST", "/payments", `{"booking":"B-042","amount":7}`, 200, map[string]string{"/booking": "B-042"}},
		{"named elsewhere, and not there", 1, "POST", "/payments", `{"booking":"B-000","amount":7}`, 404, nil},
		{"a change by another caller", 2, "PATCH", "/bookings/B-042", `{"boat":"Mine"}`, 404, nil},
		{"removed by another caller", 2, "DELETE", "/bookings/B-042", "", 404, nil},
		{"removed", 1, "DELETE", "/bookings/B-042", "", 204, nil},
		{"removed again", 1, "DELETE", "/bookings/B-042", "", 404, nil},
		{"not there any more", 1, "GET", "/bookings/B-042", "", 404, nil},
		{"its name is free again", 1, "POST", "/bookings", `{"boat":"Vega","name":"x"}`, 201, nil},
		{"nobody's key", -1, "GET", "/bookings/B-044", "", 403, map[string]string{"/code": "STRANGER"}},
		{"no key", 0, "GET", "/bookings/B-044", "", 403, map[string]string{"/code": "STRANGER"}},
		{"no key where none is demanded", 0, "GET", "/berths", "", 200, nil},
		{"nobody's key where none is demanded", -1, "GET", "/berths", "", 200, nil},
		{"a list of one's own", 1, "GET", "/bookings", "", 200, map[string]string{"/0/id": "B-044", "/0/boat": "Argo", "/1/boat": "Vega", "/2/id": ""}},
		{"a list of another's own", 2, "GET", "/bookings", "", 200, map[string]string{"/0/boat": "Argo", "/1/id": ""}},
	} {
		status, answer := ask(tt.caller, tt.method, tt.path, tt.body)
		if status != tt.status {
			t.Errorf("%s: got %d %s, want %d", tt.name, status, answer, tt.status)
		}
		for at, want := range tt.at {
			if got := tape.TextAt([]byte(answer), at); got != want {
				t.Errorf("%s: got %q at %s of %s, want %q", tt.name, got, at, answer, want)
			}
		}
	}
}

// What grows by a change counts as what is created: past the bound nothing is taken in until something is removed.
func TestRegistry_HoldsNoMore(t *testing.T) {
	t.Parallel()
	ask := harbourMock(t)
	large := `{"boat":"` + strings.Repeat("x", maxBody-100) + `"}`
	var ids []string
	for range maxKeptBytes/maxBody + 1 {
		_, made := ask(1, "POST", "/bookings", `{"boat":"Vega"}`)
		ids = append(ids, tape.TextAt([]byte(made), "/id"))
	}
	for _, id := range ids {
		if status, answer := ask(1, "PATCH", "/bookings/"+id, large); status != 204 {
			t.Errorf("a change of %s within the bound: %d %s", id, status, answer)
		}
	}
	for _, tt := range []struct {
		name, method, path, body string
		status                   int
	}{
		{"one more", "POST", "/bookings", `{"boat":"Vega"}`, 429},
		{"a change", "PATCH", "/bookings/" + ids[0], `{"boat":"Vega"}`, 429},
		{"a removal", "DELETE", "/bookings/" + ids[0], "", 204},
		{"a change to something small", "PATCH", "/bookings/" + ids[1], `{"boat":"Vega"}`, 204},
		{"one more after it", "POST", "/bookings", `{"boat":"Vega"}`, 201},
	} {
		if status, answer := ask(1, tt.method, tt.path, tt.body); status != tt.status {
			t.Errorf("%s: got %d %s, want %d", tt.name, status, answer, tt.status)
		}
	}
}

// No two resources share a secret, one keeps its own, and no two answers bear the same request id.
func TestRegistry_MintsAnew(t *testing.T) {
	t.Parallel()
	ask := harbourMock(t)
	pins, stamps := map[string]bool{}, map[string]bool{}
	note := func(answer string) {
		stamp := tape.TextAt([]byte(answer), "/seen")
		if stamp == "" || stamps[stamp] {
			t.Errorf("the request id %q stands in two answers or is empty: %s", stamp, answer)
		}
		stamps[stamp] = true
	}
	for range 30 {
		_, made := ask(1, "POST", "/bookings", `{"boat":"Vega"}`)
		pin := tape.TextAt([]byte(made), "/pin")
		if pin == "" || pins[pin] {
			t.Errorf("the secret %q was given out before, or is empty", pin)
		}
		pins[pin] = true
		note(made)
		_, shown := ask(1, "GET", "/bookings/"+tape.TextAt([]byte(made), "/id"), "")
		if got := tape.TextAt([]byte(shown), "/booking/pin"); got != pin {
			t.Errorf("the secret is %q and is shown as %q", pin, got)
		}
		note(shown)
		_, refused := ask(-1, "GET", "/bookings/B-001", "")
		note(refused)
	}
}

func TestAnother(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text string
		n    uint64
		want string
	}{
		{"B-041", 1, "B-042"}, {"B-999", 1, "C-000"}, {"az", 1, "ba"}, {"Zz", 1, "Aa1"}, {"ff", 1, "aa1"}, {"a-f9", 1, "b-a0"}, {"", 7, "7"}, {"--", 7, "--7"},
		{"3f2504e0-4f89-41d3-9a0c-0305e82c3301", 15, "3f2504e0-4f89-41d3-9a0c-0305e82c3316"},
	} {
		if got := another(tt.text, tt.n); got != tt.want {
			t.Errorf("another(%q, %d): got %q, want %q", tt.text, tt.n, got, tt.want)
		}
	}
	seen := map[string]bool{}
	for n := range uint64(5000) {
		id := another("3f2504e0-4f89-41d3-9a0c-0305e82c3301", n)
		if seen[id] || len(id) != 36 {
			t.Fatalf("%d: %q", n, id)
		}
		seen[id] = true
	}
}

// Credentials are let in as the face takes them, and as the document demands them.
func TestDoor(t *testing.T) {
	t.Parallel()
	pack := &packs.Pack{Credentials: []packs.Credential{
		{Name: "id", Header: "X-Id", Body: "id"}, {Name: "token", Header: "Authorization", Scheme: "login"}, {Name: "jar", Header: "Cookie", Scheme: "cookie"}, {Name: "version", Header: "X-Version", Default: "7"},
	}}
	doc, err := spec.Parse(t.Context(), "doors.yaml", []byte(`openapi: 3.0.3
info: {title: Doors, version: '1'}
paths:
  /silent: {post: {operationId: silent, responses: {}}}
  /token: {post: {operationId: token, security: [{login: []}], responses: {}}}
  /either: {post: {operationId: either, security: [{login: []}, {cookie: []}], responses: {}}}
  /both: {post: {operationId: both, security: [{login: [], cookie: []}], responses: {}}}
  /open: {post: {operationId: open, security: [{login: []}, {}], responses: {}}}
  /other: {post: {operationId: other, security: [{other: []}], responses: {}}}
components:
  securitySchemes: {login: {type: http, scheme: bearer}, cookie: {type: apiKey, in: cookie, name: session}, other: {type: apiKey, in: query, name: key}}
`), spec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var callers []Caller
	for _, p := range DefaultPartners {
		callers = append(callers, p.Caller(pack, doc))
	}
	first, second := callers[0], callers[1]
	for _, tt := range []struct {
		name, operation string
		places          []string
		header          map[string]string
		body            string
		caller          int
		ok              bool
	}{
		{"all that the pack knows", "silent", nil, map[string]string{"X-Id": first["id"], "Authorization": first["token"], "Cookie": first["jar"], "X-Version": "6"}, "", 1, true},
		{"less than that, where the document is silent", "silent", nil, map[string]string{"X-Id": first["id"]}, "", 0, false},
		{"a token", "token", nil, map[string]string{"Authorization": second["token"]}, "", 2, true},
		{"a token without its scheme", "token", nil, map[string]string{"Authorization": DefaultPartners[0].Secret}, "", 0, false},
		{"nothing", "token", nil, nil, "", 0, false},
		{"one of two ways in", "either", nil, map[string]string{"Cookie": "a=b; " + first["jar"]}, "", 1, true},
		{"a cookie of another name", "either", nil, map[string]string{"Cookie": "a=b"}, "", 0, false},
		{"half of one way in", "both", nil, map[string]string{"Cookie": first["jar"]}, "", 0, false},
		{"of two callers", "both", nil, map[string]string{"Cookie": first["jar"], "Authorization": second["token"]}, "", 0, false},
		{"nothing where nothing is demanded", "open", nil, nil, "", 0, true},
		{"in the body", "token", []string{"header", "body"}, map[string]string{"Authorization": first["token"]}, `{"id":"` + first["id"] + `"}`, 1, true},
		{"another's in the body", "token", []string{"header", "body"}, map[string]string{"Authorization": first["token"]}, `{"id":"` + second["id"] + `"}`, 0, false},
		{"a scheme that the pack has nothing for", "other", nil, map[string]string{"Authorization": first["token"]}, "", 0, false},
	} {
		d := door{pack: pack, face: packs.Face{Places: tt.places}, callers: callers}
		if tt.places == nil {
			d.face.Places = []string{"header"}
		}
		r := httptest.NewRequest(http.MethodPost, "/", nil)
		for name, value := range tt.header {
			r.Header.Set(name, value)
		}
		read, _ := tape.Read([]byte(tt.body), tape.Limits{})
		if caller, ok := d.admit(doc.Operation(tt.operation), r, read.Root()); caller != tt.caller || ok != tt.ok {
			t.Errorf("%s: got %d, %v, want %d, %v", tt.name, caller, ok, tt.caller, tt.ok)
		}
		read.Release()
	}
}
