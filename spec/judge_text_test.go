package spec

import (
	"context"
	"strings"
	"testing"
)

func TestJudge_TextAndBytes(t *testing.T) {
	t.Parallel()
	const short, file = `schema: {type: string, maxLength: 3}`, `schema: {type: string, format: binary}`
	for _, tt := range []struct{ name, version, declared, rest, contentType, body, want, note string }{
		{"a text", "3.0.3", "text/plain", short, "text/plain", "abc", "", ""},
		{"a text that is too long", "3.0.3", "text/plain", short, "text/plain", "abcd", "schema maxLength", ""},
		{"characters, not bytes", "3.0.3", "text/plain", short, "text/plain", "äöü", "", ""},
		{"a pattern", "3.0.3", "text/plain", `schema: {type: string, pattern: '^a+$'}`, "text/plain", "ab", "schema pattern", ""},
		{"an enum", "3.0.3", "text/plain", `schema: {type: string, enum: [yes, 'no']}`, "text/plain", "maybe", "schema enum", ""},
		{"a number without bounds", "3.0.3", "text/plain", `schema: {type: integer}`, "text/plain", "7", "", ""},
		{"a boolean", "3.0.3", "text/plain", `schema: {type: boolean}`, "text/plain", "true", "", ""},
		{"a number", "3.0.3", "text/plain", `schema: {type: integer, maximum: 5}`, "text/plain", "7", "schema maximum", ""},
		{"a boolean that is none", "3.0.3", "text/plain", `schema: {type: boolean}`, "text/plain", "perhaps", "schema type", ""},
		{"a format", "3.0.3", "text/plain", `schema: {type: string, format: date}`, "text/plain", "2024-02-30", "schema format", ""},
		{"another charset", "3.0.3", "text/plain", short, "text/plain; charset=ISO-8859-1", "\xe4\xf6\xfc\xe4", "schema maxLength", ""},
		{"UTF-8 that is none", "3.0.3", "text/plain", short, "text/plain; charset=utf-8", "\xe4", "schema charset", ""},
		{"a charset that is not read", "3.0.3", "text/plain", short, "text/plain; charset=utf-16", "abcd", "", `charset "utf-16" is not read`},
		{"bytes without a charset", "3.0.3", "text/plain", short, "text/plain", "\xe4", "", "its bytes are not UTF-8, and its Content-Type names no charset"},
		{"a list has no spelling", "3.0.3", "text/csv", `schema: {type: array, items: {type: string}}`, "text/csv", "a,b", "", "how text/csv writes an array or an object"},
		{"nor has an object in XML", "3.0.3", "application/xml", `schema: {type: object, required: [a]}`, "application/xml", "<a/>", "", "how application/xml writes an array or an object"},
		{"but XML may be a text", "3.0.3", "application/xml", short, "application/xml", "<a/>", "schema maxLength", ""},
		{"an object that asks for nothing", "3.0.3", "text/html", `schema: {}`, "text/html", "<p>", "", ""},
		{"a file", "3.0.3", "image/png", file, "image/png", "\x89PNG", "", ""},
		{"a file by a range", "3.0.3", "image/*", file, "image/png", "\x89PNG", "", ""},
		{"the size of a file", "3.0.3", "image/png", `schema: {type: string, format: binary, maxLength: 3}`, "image/png", "\x89PNG", "schema maxLength", ""},
		{"the size of a file in characters that are UTF-8", "3.0.3", "application/octet-stream", `schema: {type: string, format: binary, minLength: 4}`, "application/octet-stream", "äö", "", ""},
		{"the first bytes of a file", "3.0.3", "image/png", `schema: {type: string, format: binary, pattern: '^\x89PNG'}`, "image/png", "GIF8", "schema pattern", ""},
		{"a text in a type that is none", "3.0.3", "application/jwt", short, "application/jwt", "ey.x", "schema maxLength", ""},
		{"base64 is a text", "3.0.3", "application/octet-stream", `schema: {type: string, format: byte}`, "application/octet-stream", "AA=A", "schema format", ""},
		{"an object that is a file", "3.0.3", "application/pdf", `schema: {type: object}`, "application/pdf", "%PDF", "", "how application/pdf writes an array or an object"},
		{"a file in 3.1", "3.1.0", "image/png", `schema: {contentMediaType: image/png}`, "image/png", "\x89PNG", "", ""},
		{"the size of a file in 3.1", "3.1.0", "application/octet-stream", `schema: {maxLength: 3}`, "application/octet-stream", "\x89PNG", "schema maxLength", ""},
		{"no schema in 3.1", "3.1.0", "application/octet-stream", ``, "application/octet-stream", "\x89PNG", "", ""},
		{"a JSON sequence", "3.0.3", "application/json-seq", `schema: {type: object}`, "application/json-seq", "\x1e{}\n", "", "application/json-seq is a sequence of JSON texts"},
		{"JSON lines", "3.1.0", "application/x-ndjson", `schema: {type: object}`, "application/x-ndjson", "{}\n{}\n", "", "application/x-ndjson is a sequence of JSON texts"},
		{"a JSON dialect", "3.0.3", "application/*", `schema: {type: object}`, "application/vnd.x+json; profile=\"a;b\"", "[]", "schema type", ""},
		{"JSON in UTF-8", "3.0.3", "application/json", `schema: {type: object}`, "application/json;charset=\"UTF-8\"", "{}", "", ""},
		{"JSON in another charset", "3.0.3", "application/json", `schema: {type: object}`, "application/json; charset=iso-8859-1", "{\"\xe4\":1}", "json json-charset", ""},
		{"JSON in UTF-16", "3.0.3", "application/json", `schema: {type: object}`, "application/json; charset=utf-16", "\xfe\xff\x00{\x00}", "json json-charset", ""},
		{"JSON in a part of UTF-8", "3.0.3", "application/json", `schema: {type: object}`, "application/json; charset=us-ascii", "[]", "warning: json json-charset\nschema type", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := bodyDocument(t, tt.version, tt.declared, tt.rest)
			op := d.Operations[0]
			h := header("Content-Type", tt.contentType)
			short := strings.NewReplacer("request-", "", "json-well-formed", "json", "response-", "")
			for direction, j := range map[string]*Judgement{
				"request": d.JudgeRequest(op, Ask{Header: h, Body: []byte(tt.body)}), "response": d.JudgeResponse(op, Answer{Status: 200, Header: h, Body: []byte(tt.body)}),
			} {
				notes := strings.Join(j.Notes, "\n")
				if got := short.Replace(withoutLines(told(j))); got != tt.want || !strings.Contains(notes, tt.note) || (notes == "") != (tt.note == "") {
					t.Errorf("%s: got\n%s\nwant\n%s\nnotes %q, want %q", direction, got, tt.want, j.Notes, tt.note)
				}
			}
		})
	}
}

func TestJudge_CodedBodyIsNotJudged(t *testing.T) {
	t.Parallel()
	d := bodyDocument(t, "3.0.3", "application/json", "schema: {type: object}")
	op := d.Operations[0]
	h := header("Content-Type", "application/json", "Content-Encoding", "gzip")
	for name, j := range map[string]*Judgement{
		"request":  d.JudgeRequest(op, Ask{Header: h, Body: []byte("\x1f\x8b")}),
		"response": d.JudgeResponse(op, Answer{Status: 200, Header: h, Body: []byte("\x1f\x8b")}),
	} {
		if want := name + `-schema could not be judged: the body has the Content-Encoding "gzip", which is not undone here`; len(j.Faults) > 0 || len(j.Notes) != 1 || j.Notes[0] != want {
			t.Errorf("got %s and notes %q, want %q", told(j), j.Notes, want)
		}
	}
	plain := d.JudgeRequest(op, Ask{Header: header("Content-Type", "application/json", "Content-Encoding", "identity"), Body: []byte("[]")})
	if plain.Holds() {
		t.Error("a body that is not coded was not judged")
	}
}

func TestJudge_AFileOfAnySizeCostsNothing(t *testing.T) {
	t.Parallel()
	d := bodyDocument(t, "3.0.3", "application/octet-stream", "schema: {type: string, format: binary, description: d}")
	ask := Ask{Header: header("Content-Type", "application/octet-stream"), Body: make([]byte, mostText+1)}
	if j := d.JudgeRequest(d.Operations[0], ask); len(j.Faults)+len(j.Notes) > 0 || !j.Applied(RuleRequestSchema) {
		t.Errorf("got %s and notes %q", told(j), j.Notes)
	}
	sized := bodyDocument(t, "3.0.3", "application/octet-stream", "schema: {type: string, format: binary, maxLength: 1}")
	if j := sized.JudgeRequest(sized.Operations[0], ask); len(j.Notes) != 1 || !strings.Contains(j.Notes[0], "larger than 32 MiB") {
		t.Errorf("got %s and notes %q, want a note on the size", told(j), j.Notes)
	}
}

func TestJudgeResponse_HeaderByContent(t *testing.T) {
	t.Parallel()
	d := mustDocument(t, head+"  /a:\n    get:\n      operationId: a\n      responses: {'200': {description: d, headers: {X-Page: {content: {application/json: {schema: {type: object, required: [next]}}}}}}}\n")
	for value, want := range map[string]string{`{"next":1}`: "", `{}`: "response-header header X-Page: required", `{`: "response-header header X-Page: json-malformed"} {
		j := d.JudgeResponse(d.Operations[0], Answer{Status: 200, Header: header("X-Page", value)})
		if got := withoutLines(told(j)); got != want {
			t.Errorf("%s: got %s, want %s", value, got, want)
		}
	}
}

func TestJudgeResponse_SetCookieIsNoList(t *testing.T) {
	t.Parallel()
	d := mustDocument(t, head+"  /a:\n    get:\n      operationId: a\n      responses: {'200': {description: d, headers: {Set-Cookie: {schema: {type: string, pattern: '^[^=]+=[^=]+$'}}, X-All: {schema: {type: string, pattern: '^a,b$'}}}}}\n")
	j := d.JudgeResponse(d.Operations[0], Answer{Status: 200, Header: header("Set-Cookie", "a=b", "Set-Cookie", "c=d", "X-All", "a", "X-All", "b")})
	if len(j.Faults) > 0 {
		t.Errorf("got %s", told(j))
	}
}

// People hold a payload in an editor: where its JSON ends is told by line and column, in characters.
func TestJudge_TellsLineAndColumnOfBrokenJSON(t *testing.T) {
	t.Parallel()
	d, err := Load(context.Background(), partner, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for body, want := range map[string]string{
		"{\n  \"é\": 1,\n  \"b\": tru }": "(line 3, column 8)", "{} {}": "(line 1, column 4)", "{\"a\":1,\n\"a\":2}": "(line 2, column 1)",
	} {
		j := d.JudgeResponse(d.Operation("partnerCustomerGet"), Answer{Status: 200, Header: header("Content-Type", "application/json"), Body: []byte(body)})
		if len(j.Faults) == 0 || !strings.HasSuffix(j.Faults[0].Received, want) {
			t.Errorf("%q: got %+v, want a fault at %s", body, j.Faults, want)
		}
	}
}
